"""The first lines of the README run as they stand."""

import re
from pathlib import Path

import textmine as tm

README = Path("README.md").read_text(encoding="utf-8")


def first_block() -> str:
    return re.search(r"```python\n(.*?)```", README, flags=re.S).group(1)


def test_the_first_lines_run_and_show_no_stop_word():
    scope = {}
    exec(compile(first_block(), "README.md", "exec"), scope)
    top = scope["tm"].LDA(n_components=6, random_state=0).fit(scope["table"]).top_terms()
    assert len(top) == 60
    assert not set(top["term"]) & tm.stopwords("en")


def test_the_readme_names_the_two_commands():
    assert "make figures" in README and "make test" in README
