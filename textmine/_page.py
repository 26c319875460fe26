"""Pages of HTML for any browser: one file, no script, nothing loaded from elsewhere, readable by day and night."""

from __future__ import annotations

from html import escape

STYLE = """
:root { color-scheme: light dark; --page: #fff; --text: #1a1a1a; --quiet: #595959; --line: #d9d9d9; --mark: 230 159 0; }
@media (prefers-color-scheme: dark) {
  :root { --page: #16181c; --text: #e8e8e8; --quiet: #a8a8a8; --line: #3a3d42; --mark: 86 180 233; }
}
body { margin: 2rem auto; padding: 0 1rem; max-width: 44rem; background: var(--page); color: var(--text);
       font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.3rem; overflow-wrap: anywhere; } h2 { font-size: 1.05rem; margin-top: 2rem; overflow-wrap: anywhere; }
.text { margin-top: 1.6rem; white-space: pre-wrap; overflow-wrap: anywhere;
        font-family: Georgia, "DejaVu Serif", serif; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; width: 100%; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; }
th, td { text-align: right; padding: .2rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
.note { text-align: left; } td.note, p { color: var(--quiet); font-size: .85rem; }
td { font-variant-numeric: tabular-nums; } a { color: inherit; }
mark { color: inherit; border-radius: 2px; padding: 0 .1em; border-bottom: 1px solid rgb(var(--mark)); }
mark:target { outline: 2px solid var(--text); }
""".strip()


def page(title: str, body: str, language: str | None = None, style: str = "") -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
        As text, not HTML.
    body : str
        HTML.
    language : str, optional
        Of the texts on it.
    style : str, optional
        Added to the style of all pages.
    """
    said = f' lang="{safe(language)}"' if language else ""
    return (f'<!DOCTYPE html>\n<html{said}>\n<head>\n<meta charset="utf-8">\n<meta name="viewport" '
            f'content="width=device-width, initial-scale=1">\n<title>{safe(title)}</title>\n'
            f"<style>\n{STYLE}\n{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n")


def safe(text: str) -> str:
    """Return a text as HTML that is read back as it is; NUL, which browsers drop, as the sign for what is unknown.

    >>> safe("a < b")
    'a &lt; b'
    """
    return escape(text, quote=True).replace("\r", "&#13;").replace("\x00", "\ufffd")
