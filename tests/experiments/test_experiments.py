"""The same command draws the figures of the bundled articles and of anybody's corpus."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.__main__ import EXPERIMENTS, main, write_draft
from experiments.check_tables import main as check_tables
from experiments.reproduce import main as reproduce
from experiments.topic_number import sentences

SUFFIXES = {"svg", "pdf", "png", "csv", "json"}
PAGES = {"highlighted_article": {"html"}, "shared_passages": {"html"}}
"""Files that a script writes beside its figure."""


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


def test_a_csv_gives_all_figures_and_a_draft_codebook(own_csv, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("experiments.topic_number.CANDIDATES", range(2, 5))
    assert main(["--corpus", str(own_csv), "--by", "side", "--topics", "3", "--output", str(tmp_path)]) == 0
    for name in EXPERIMENTS:
        assert {path.suffix[1:] for path in tmp_path.glob(f"{name}.*")} == SUFFIXES | PAGES.get(name, set())
        record = json.loads((tmp_path / f"{name}.json").read_text())
        assert record["caption"].endswith(".") and record["alt_text"] and record["question"].endswith("?")
        assert ".." not in record["caption"] and "each article" not in record["question"]
    gallery = (tmp_path / "README.md").read_text()
    assert gallery.count("![") == len(EXPERIMENTS) and "## Which topics does each group stress?" in gallery
    assert f"Made by `python -m experiments --corpus {own_csv} --by side --topics 3`;" in gallery
    assert len((tmp_path / "codebook_draft.toml").read_text().splitlines()) == 3
    out = capsys.readouterr().out
    assert all(f"[{i}/{len(EXPERIMENTS)}] {name}" in out for i, name in enumerate(EXPERIMENTS, start=1))
    again = ["--corpus", str(own_csv), "--by", "side", "--codebook", str(tmp_path / "codebook_draft.toml"),
             "--only", "codebook_emphasis", "--output", str(tmp_path / "again")]
    assert main(again) == 0
    assert (tmp_path / "again/codebook_emphasis.csv").read_bytes() == (tmp_path / "codebook_emphasis.csv").read_bytes()


def test_two_groups_are_called_by_their_names_and_no_draft_is_made_in_vain(own_csv, tmp_path):
    given = ["--corpus", str(own_csv), "--by", "side", "--only", "word_shift", "--only", "correspondence"]
    assert main([*given, "--output", str(tmp_path)]) == 0
    caption = json.loads((tmp_path / "word_shift.json").read_text())["caption"]
    assert "divergence of the two groups; at each bar its count " in caption and "here v elsewhere" not in caption
    assert not (tmp_path / "codebook_draft.toml").exists()


def test_a_draft_that_may_have_been_edited_is_not_overwritten(tmp_path):
    first, again = (write_draft('"a" = ["b"]\n', tmp_path) for _ in range(2))
    assert first == again == tmp_path / "codebook_draft.toml"
    first.write_text('"mine" = ["b"]\n')
    second, third = (write_draft(f'"{name}" = ["b"]\n', tmp_path) for name in "ac")
    assert [second.name, third.name] == ["codebook_draft_2.toml", "codebook_draft_3.toml"]
    assert first.read_text() == '"mine" = ["b"]\n' and second.read_text() == '"a" = ["b"]\n'
    assert write_draft('"a" = ["b"]\n', tmp_path) == second


def test_the_bundled_articles_are_known_by_any_path(tmp_path):
    options = ["--only", "codebook_emphasis", "--output"]
    assert main([*options, str(tmp_path / "plain")]) == 0
    assert main(["--corpus", str(Path("seeds").resolve()), *options, str(tmp_path / "resolved")]) == 0
    name = "codebook_emphasis.csv"
    assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "resolved" / name).read_bytes()
    assert not list((tmp_path / "resolved").glob("*.toml"))


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


def n_files(names):
    """Return how many files some experiments write."""
    return sum(len(SUFFIXES | PAGES.get(name, set())) for name in names)


def draw(output, seed, names=()):
    """Run experiments in a process with a hash seed of its own."""
    options = [option for name in names for option in ("--only", name)]
    subprocess.run([sys.executable, "-m", "experiments", "--output", str(output), *options], check=True,
                   env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """All figures of the bundled articles."""
    output = tmp_path_factory.mktemp("drawn")
    draw(output, "1")
    return output


def test_committed_tables_are_what_the_scripts_make(drawn):
    assert reproduce(["--found", str(drawn)]) == 0
    assert len(list(drawn.iterdir())) == n_files(EXPERIMENTS) + 1
    assert check_tables(Path("figures"), drawn) == 0


@pytest.mark.parametrize("names", [
    [name for name in EXPERIMENTS if name != "topic_number"],
    pytest.param([], marks=pytest.mark.slow, id="all"),
], ids=lambda names: "all but the number of topics")
def test_another_hash_seed_makes_the_same_bytes(drawn, tmp_path, names):
    """The numbers of `topic_number`, which takes as long as all others, are compared with the committed ones alone."""
    draw(tmp_path, "2", names)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) == n_files(names) or not names and len(files) == n_files(EXPERIMENTS) + 1
    for name in files:
        assert (drawn / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_table_check_fails_on_a_changed_and_on_a_missing_table(tmp_path, capsys):
    for folder, rate in (("a", "1"), ("b", "2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.csv").write_text(f"rate\n{rate}\n")
    assert check_tables(tmp_path / "a", tmp_path / "b") == 1
    assert "expected 1, found 2" in capsys.readouterr().out
    assert check_tables(tmp_path / "a", tmp_path / "a") == 0
    assert check_tables(tmp_path / "a", tmp_path) == 1


def test_reproduce_names_an_article_a_stop_word_and_a_seed(tmp_path, monkeypatch, capsys):
    """One byte of one article, one stop word, one seed: each is named, with the numbers it moved."""
    import textmine as tm
    from experiments import codebook_emphasis, study, topic_terms

    def draw(folder, corpus, seed=0):
        monkeypatch.setattr(study, "SEED", seed)
        monkeypatch.setattr(topic_terms, "SEED", seed)
        one = study.Study(corpus, themes={"peace": ("peace*",)}, output=tmp_path / folder)
        codebook_emphasis.main(one)
        topic_terms.main(one)

    def drift(folder):
        assert reproduce(["--expected", str(tmp_path / "a"), "--found", str(tmp_path / folder)]) == (folder != "same")
        return capsys.readouterr().out

    corpus = tm.read_corpus("seeds", language="en")
    names, texts = (corpus.articles[column].to_pylist() for column in ("article", "text"))
    draw("a", corpus)
    draw("same", corpus)
    assert "hold" in drift("same")
    draw("text", tm.Corpus.from_texts([texts[0].replace("strong", "great", 1), *texts[1:]], names, {
        column: corpus.articles[column].to_pylist() for column in corpus.articles.column_names[2:]}, language="en"))
    assert f"inputs: articles: {names[0]} changed" in drift("text")
    draw("seed", corpus, seed=1)
    seeds = drift("seed")
    assert "topic_terms: parameters: random_state changed: expected 0, found 1" in seeds
    assert "topic_terms.csv: row" in seeds and "topic_terms.svg: the drawing changed" in seeds
    real = tm.stopwords("en")
    monkeypatch.setitem(vars(tm), "stopwords", lambda language: real - {"however"})
    draw("stop", corpus)
    assert "inputs: stop list changed" in drift("stop")


def test_a_note_on_the_number_of_topics_is_told_in_sentences():
    assert sentences("") == ""
    note = "relaxed: the most stable, 3, foretells worse; at the end of the candidates: try more of them"
    assert sentences(note) == (" The rule was relaxed: the most stable, 3, foretells worse. At the end of the "
                               "candidates: try more of them.")
