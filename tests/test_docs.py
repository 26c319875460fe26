"""Every block of the guide runs, and prints what the guide says."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import textmine as tm

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.M | re.S)
KINDS = {"python", "sh", "text", ""}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with the bundled articles and experiments, to write in."""
    for name in ("seeds", "experiments"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


def blocks(page: Path, kind: str) -> list[str]:
    return [body for found, body in BLOCK.findall(page.read_text(encoding="utf-8")) if found == kind]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_python_blocks_print_what_they_say(page, project):
    text = "\n".join(blocks(page, "python"))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert len(test.examples) == text.count(">>> ")
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
    report: list[str] = []
    runner.run(test, out=report.append)
    assert not runner.summarize(verbose=False).failed, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_run(page, project):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for block in blocks(page, "sh"):
        done = subprocess.run(["bash", "-euc", block], env={**os.environ, "PATH": path}, capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout, done.stderr


def test_every_block_is_run_or_said_to_be_text():
    assert len(PAGES) >= 6
    for page in PAGES:
        kinds = {kind for kind, _ in BLOCK.findall(page.read_text(encoding="utf-8"))}
        assert kinds <= KINDS, page


def test_the_reference_lists_every_public_name():
    listed = re.findall(r"^   (\w+)$", (ROOT / "docs/reference.md").read_text(encoding="utf-8"), flags=re.M)
    assert sorted(listed) == sorted(tm.__all__)
