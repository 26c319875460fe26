"""The command line: what is shown, what goes to standard error, and mistakes in a line."""

import json

import pytest

from textmine.cli import run, textmine


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.txt").write_text("War ends where peace begins. Peace holds.", encoding="utf-8")
    return str(tmp_path)


def test_kwic_gives_every_place_as_json_lines(corpus, capsys):
    assert run(textmine, ["kwic", corpus, "peace", "--format", "jsonl"]) == 0
    assert [json.loads(line)["keyword"] for line in capsys.readouterr().out.splitlines()] == ["peace", "Peace"]


def test_an_empty_result_has_no_line(corpus, capsys):
    assert run(textmine, ["kwic", corpus, "zzz", "--format", "jsonl"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments, message", [
    (["--limit", "-1"], "-1 is not in the range x>=0"), (["--window", "-1"], "window must be"),
    (["--sort", "X"], "sort must be"),
])
def test_mistakes_are_answered_in_a_line(arguments, message, corpus, capsys):
    assert run(textmine, ["kwic", corpus, "peace", *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("options, said", [(["--clean"], True), (["--clean", "--language", "en"], False), ([], False)])
def test_cleaning_without_a_language_says_what_was_left_out(options, said, corpus, capsys):
    assert run(textmine, ["kwic", corpus, "peace", "--format", "csv", *options]) == 0
    captured = capsys.readouterr()
    assert ("left out the rules for English" in captured.err) is said and captured.out.startswith("document,")


def test_keyphrases_are_shown_text_by_text_or_given_in_full(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Peace talks began in Hanoi. The peace talks ended.", encoding="utf-8")
    assert run(textmine, ["keyphrases", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == ["a", "    1  Peace talks  (2)", "    2  Hanoi  (1)"]
    assert run(textmine, ["keyphrases", str(tmp_path), "--format", "jsonl"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["offsets"] == [["a", 0, 11], ["a", 32, 43]]
    assert run(textmine, ["keyphrases", str(tmp_path), "--method", "texrank"]) == 2
    assert "method must be one of" in capsys.readouterr().err


def test_keyphrases_of_other_languages_and_of_nothing(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Die Verteidigung und die ASEAN", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Die", encoding="utf-8")
    assert run(textmine, ["keyphrases", str(tmp_path), "--language", "de"]) == 2
    assert "stop_words must be given" in capsys.readouterr().err
    (stops := tmp_path / "stops.list").write_text("die und", encoding="utf-8")
    assert run(textmine, ["keyphrases", str(tmp_path), "--language", "de", "--stop-words", str(stops)]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[:2] == ["a", "    1  Verteidigung  (1)"]
    assert captured.err == "1 of 2 texts have no phrases\n"
    assert run(textmine, ["keyphrases", str(tmp_path), "--method", "embedding"]) == 2
    assert "options must hold an encoder" in capsys.readouterr().err


def test_shared_passages_are_shown_and_written_as_a_page(tmp_path, capsys):
    said = "the ministers of both countries signed a treaty of lasting friendship in the old harbour town in May"
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in (("a", f"We hear that {said}."), ("b", f"As you know, {said}."), ("c", "The sea was calm.")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    page = tmp_path / "page.html"
    assert run(textmine, ["shared", str(folder), "--language", "en", "--html", str(page)]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("1  verbatim, 18 and 18 words, 100% in common\n   a the ministers of both")
    assert "1 among 3 articles" in captured.err
    assert page.read_text(encoding="utf-8").count("<mark") == 2
    assert run(textmine, ["shared", str(folder), "--format", "jsonl", "--layer", "verbatim"]) == 0
    assert json.loads(capsys.readouterr().out)["other"] == "b"
    assert run(textmine, ["shared", str(folder), "--series", "paper"]) == 2
    assert "series must be" in capsys.readouterr().err
