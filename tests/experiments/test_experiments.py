"""The same command draws the figures of the bundled articles and of anybody's corpus."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.__main__ import EXPERIMENTS, main
from experiments.check_tables import main as check_tables

SUFFIXES = {"svg", "pdf", "png", "csv", "json"}


@pytest.fixture(scope="module")
def own_csv(tmp_path_factory):
    """Twelve short speeches of two sides, cut from the bundled articles."""
    import textmine as tm

    path = tmp_path_factory.mktemp("own") / "speeches.csv"
    rows = tm.read_corpus("seeds", language="en").clean().segment(min_words=60, max_words=200).to_frame()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["speaker", "side", "text"])
        for i, text in enumerate(rows["text"][:24:2]):
            writer.writerow([f"Speaker number {i}", "government" if i % 2 else "opposition", text + "\n\n" + text])
    return path


def test_a_csv_gives_all_figures_and_a_draft_codebook(own_csv, tmp_path, capsys):
    assert main(["--corpus", str(own_csv), "--by", "side", "--topics", "3", "--output", str(tmp_path)]) == 0
    for name in EXPERIMENTS:
        assert {path.suffix[1:] for path in tmp_path.glob(f"{name}.*")} == SUFFIXES
        record = json.loads((tmp_path / f"{name}.json").read_text())
        assert record["caption"].endswith(".") and record["alt_text"] and record["question"].endswith("?")
    assert (tmp_path / "README.md").read_text().count("![") == len(EXPERIMENTS)
    assert len((tmp_path / "codebook_draft.toml").read_text().splitlines()) == 3
    out = capsys.readouterr().out
    assert all(f"[{i}/8] {name}" in out for i, name in enumerate(EXPERIMENTS, start=1))
    again = ["--corpus", str(own_csv), "--by", "side", "--codebook", str(tmp_path / "codebook_draft.toml"),
             "--only", "codebook_emphasis", "--output", str(tmp_path / "again")]
    assert main(again) == 0
    assert (tmp_path / "again/codebook_emphasis.csv").read_bytes() == (tmp_path / "codebook_emphasis.csv").read_bytes()


@pytest.mark.parametrize("arguments, message", [
    (["--corpus", "sedes"], "Did you mean 'seeds'"), (["--by", "translater"], "Did you mean 'translator'"),
    (["--by", "translator"], "without empty cells"), (["--topics", "0"], "--topics must be at least 1"),
    (["--codebook", "none.toml"], "existing .toml"),
])
def test_mistakes_are_answered_in_a_line(arguments, message, capsys):
    assert main([*arguments, "--output", "build/none"]) == 2
    assert message in capsys.readouterr().err


def test_one_group_and_too_many_groups_are_explained(tmp_path, capsys):
    (tmp_path / "one.csv").write_text("text\nPeace now.\n")
    assert main(["--corpus", str(tmp_path / "one.csv"), "--output", str(tmp_path)]) == 2
    assert "at least 2 groups" in capsys.readouterr().err
    (tmp_path / "many.csv").write_text("text\n" + "Peace now.\n" * 13)
    assert main(["--corpus", str(tmp_path / "many.csv"), "--output", str(tmp_path)]) == 2
    assert "at most 12 groups" in capsys.readouterr().err


def test_committed_tables_are_what_the_scripts_make_under_any_hash_seed(tmp_path):
    for seed in ("1", "2"):
        subprocess.run([sys.executable, "-m", "experiments", "--output", str(tmp_path / seed)], check=True,
                       env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.DEVNULL)
    files = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(files) == 5 * len(EXPERIMENTS) + 1
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
    assert check_tables(Path("figures"), tmp_path / "1") == 0


def test_table_check_fails_on_a_changed_and_on_a_missing_table(tmp_path, capsys):
    for folder, rate in (("a", "1"), ("b", "2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.csv").write_text(f"rate\n{rate}\n")
    assert check_tables(tmp_path / "a", tmp_path / "b") == 1
    assert "expected 1, found 2" in capsys.readouterr().out
    assert check_tables(tmp_path / "a", tmp_path / "a") == 0
    assert check_tables(tmp_path / "a", tmp_path) == 1
