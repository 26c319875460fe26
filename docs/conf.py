"""How Sphinx builds the guide: make docs."""

from importlib import metadata

project = "textmine"
author = "The textmine authors"
release = metadata.version("textmine")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
html_theme = "alabaster"
html_theme_options = {"description": "Comparative text mining", "page_width": "75rem"}
html_show_sphinx = html_show_copyright = False
autodoc_typehints = "none"
autodoc_default_options = {"members": True, "member-order": "bysource"}
autosummary_generate = True
napoleon_google_docstring = False
default_role = "code"


def setup(app):
    """Leave out what scikit-learn writes for the routing of metadata: its text leads to scikit-learn's own pages."""
    app.connect("autodoc-skip-member", lambda app, what, name, member, skip, options: True
                if name.startswith("set_") and name.endswith("_request") else None)
