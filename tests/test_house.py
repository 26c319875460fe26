"""The laws of the house: who imports whom, what is named how, how long a module may be."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import textmine

ROOT = Path(textmine.__file__).parent
LAYERS = [
    {"_check", "_files", "_page", "_splitmix", "_threads"},
    {"stats", "corpus"}, {"docterm"}, {"tokens", "interchange", "fitted"},
    {"storage", "attribution"}, {"concordance"}, {"positions"}, {"vectors"},
    {"keywords", "topics", "proximity"}, {"extraction"}, {"plots"}, {"study"}, {"cli"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path for path in ROOT.rglob("*.py"))


def room(dotted: str) -> str:
    return dotted.split(".")[1]


def imports(path: Path) -> set[str]:
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            top = node.module == "textmine"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if top else {node.module}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_look_left_only(path):
    if path == ROOT / "__init__.py":
        return
    here = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for name in imports(path):
        if name.startswith("textmine."):
            there = room(name)
            assert there == here or LEVEL[there] < LEVEL[here], f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_short_and_explained(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py" and path.parent != ROOT],
                         ids=lambda path: path.parent.name)
def test_every_room_names_what_is_in_it(path):
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    inside = {entry.stem for entry in path.parent.iterdir()
              if entry.suffix == ".py" or (entry / "__init__.py").is_file()}
    missing = [name for name in sorted(inside - {"__init__"}) if f"`{name}`" not in doc]
    assert not missing


def test_only_plots_imports_matplotlib():
    for path in MODULES:
        if "plots" not in path.parts:
            assert not any(name.split(".")[0] == "matplotlib" for name in imports(path)), path


def test_stats_knows_no_text_and_no_frame():
    for path in (ROOT / "stats").glob("*.py"):
        assert not imports(path) & {"pandas", "pyarrow", "regex"}, path


def test_nothing_prints():
    for path in MODULES:
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                 if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"]
        assert not calls, path


def test_public_names_stay_callable_after_every_submodule_is_imported():
    names = [module.name for module in pkgutil.walk_packages(textmine.__path__, "textmine.")]
    for name in names:
        importlib.import_module(name)
    for public in textmine.__all__:
        first, second = getattr(textmine, public), getattr(textmine, public)
        assert first is second and callable(first)
        assert public not in {name.split(".")[-1] for name in names}, f"a module is named {public} too"


def test_public_functions_say_what_they_return_and_show_an_example():
    for public in textmine.__all__:
        doc = getattr(textmine, public).__doc__
        assert doc and len(doc.splitlines()) > 3, public


def test_a_wrong_public_name_is_answered_with_the_right_one():
    with pytest.raises(AttributeError, match="'keyness'"):
        textmine.keynes  # noqa: B018


def test_import_is_fast_and_loads_no_heavy_library():
    code = ("import sys, time; t = time.perf_counter(); import textmine; t = time.perf_counter() - t; "
            "heavy = {'matplotlib', 'gensim', 'sklearn', 'nltk', 'numba'} & set(sys.modules); "
            "assert t < 0.5 and not heavy, (t, heavy)")
    subprocess.run([sys.executable, "-c", code], check=True)
