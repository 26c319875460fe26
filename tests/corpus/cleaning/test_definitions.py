"""Schwartz & Hearst: the examples of the paper, and what is sure enough to merge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.corpus.cleaning.definitions import best_long_form, find_definitions, is_short_form
from textmine.corpus.cleaning.short_forms import learn, spells


@pytest.mark.parametrize("short, before, long", [
    ("HSF", "binding by heat shock transcription factor", "heat shock transcription factor"),
    ("GIP", "the gamma-interferon-inducible protein", "gamma-interferon-inducible protein"),
    ("TTF-1", "the role of Thyroid transcription factor 1", "transcription factor 1"),
    ("mRNA", "levels of messenger RNA", "messenger RNA"),
    ("CoE", "at the Council of Europe", "Council of Europe"),
    ("HTML", "pages in HyperText Mark-up Language", "HyperText Mark-up Language"),
    ("UXO", "an area full of mines", None), ("EU", "", None), ("UN", "the UN", None),
])
def test_letters_are_matched_from_right_to_left(short, before, long):
    assert best_long_form(short, before) == long


def naive(short, before):
    """Every end of `before` that begins at a word, the shortest first, against the letters as a subsequence."""
    signs = [sign.lower() for sign in short if sign.isalnum()]
    words = before.split()[-min(len(short) + 5, 2 * len(short)):]
    for first in reversed(range(len(words))):
        text = " ".join(words[first:]).lower()
        for start in range(len(words[first])):
            if text[start] != signs[0] or start and text[start - 1].isalnum():
                continue
            rest = iter(text[start + 1:])
            if all(sign in rest for sign in signs[1:]):
                return " ".join(words[first:])
    return None


@given(st.text("abX1", min_size=2, max_size=4), st.text("abx1- ", max_size=24))
def test_the_shortest_end_wins_as_in_a_naive_search(short, before):
    found, expected = best_long_form(short, before), naive(short, before)
    if found is not None:
        assert found == expected
    elif expected is not None:
        assert len(expected) <= len(short) or short.lower() in expected.lower().split()


@pytest.mark.parametrize("form, yes", [
    ("CO2", True), ("G20", True), ("e-GDP", True), ("Applause", False), ("(x", False), ("2021", False), ("see", False),
    ("A", False), ("ABCDEFGHIJK", False)])
def test_short_forms(form, yes):
    assert is_short_form(form) is yes


@pytest.mark.parametrize("text, found", [
    ("the U.N. (United\nNations) met", [("U.N.", "United Nations", "short (long)")]),
    ("a heat shock factor (HSF; see below)", [("HSF", "heat shock factor", "long (short)")]),
    ("He met the president. Unions (UP) grew", []), ("A UN\n\n(United Nations)", []),
    ("the people (Applause) and the people (of 2021)", []),
])
def test_definitions_stay_within_a_sentence(text, found):
    assert [(each.short, each.long, each.kind) for each in find_definitions(text)] == found


@pytest.mark.parametrize("short, long, yes", [
    ("UXO", "unexploded ordnance", True), ("WHO", "the World Health Organization", True),
    ("TASOM", "Time Adaptive Self-Organizing Map", True), ("UXO", "unexploded old ordnance", False),
    ("UXO", "unexploded mines and ordnance", False), ("PM", "prime", False), ("ABC", "", False),
])
def test_every_word_of_a_bracket_gives_its_initial(short, long, yes):
    assert spells(short, long) is yes


def test_reverse_definitions_are_merged_and_counted_once():
    corpus = tm.Corpus.from_texts(["They found UXO (unexploded ordnance). UXO kills."], language="en").clean()
    assert tm.tokenize(corpus).words(0) == "they found unexploded ordnance unexploded ordnance kills".split()
    assert corpus.audit["detail"].tolist() == [
        "UXO → unexploded ordnance", "(unexploded ordnance) after its short form, not counted twice"]


@pytest.mark.parametrize("text, known", [
    ("the Council of Europe (CoE)", {"CoE": "Council of Europe"}), ("messenger RNA (mRNA)", {}),
    ("the Working Group (WG2)", {}), ("the Working Group 2 (WG2)", {"WG2": "Working Group 2"}),
    ("heat shock transcription factor (HSF)", {}), ("the US (until September)", {}),
])
def test_only_sure_forms_are_merged(text, known):
    assert learn([text], {})[0] == known


def test_unsure_forms_are_left_alone_and_said():
    corpus = tm.Corpus.from_texts(["the messenger RNA (mRNA) and mRNA", "x"], language="en").clean()
    assert corpus.audit[["detail", "article", "count"]].values.tolist() == [
        ["mRNA left alone, not all initials: messenger RNA", "1", 0]]
    assert tm.tokenize(corpus).words(0) == ["the", "messenger", "rna", "mrna", "and", "mrna"]


def test_the_table_of_abbreviations(seeds, cleaned):
    for corpus in (seeds, cleaned):
        table = tm.abbreviations(corpus)
        assert table.columns.tolist() == ["short", "long", "article", "start", "stop", "kind", "merged"]
        assert dict(zip(table["short"], table["merged"], strict=True)) == {
            "ADMM": True, "ADMM+": False, "ARF": True, "CMC": True, "COC": False, "E.U.": True, "EU": True,
            "U.N.": True, "UXO": True, "VPA": True, "WHO": True}
        for row in table.itertuples():
            quote = " ".join(corpus.source(row.article)[row.start:row.stop].split())
            assert row.short in quote and row.long in quote and quote.endswith(")")
    assert tm.abbreviations(tm.Corpus.from_texts(["x"])).dtypes["merged"] == bool
    with pytest.raises(TypeError, match="corpus must be Corpus"):
        tm.abbreviations("text")


@given(st.text("AUN. (un,\n)x", max_size=60))
def test_definitions_lie_in_the_text(text):
    for each in find_definitions(text):
        assert 0 <= each.start < each.stop <= len(text) and text[each.stop - 1] == ")"
