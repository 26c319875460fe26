"""Every number leads back to its passage, letter for letter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm


def tokens_of(*texts, **options):
    return tm.tokenize(tm.Corpus.from_texts(list(texts), **options))


def test_kwic_shows_context_as_it_stands():
    rows = tm.kwic(tokens_of("One two,\n three Peace four five."), "peace", window=2)
    assert rows.loc[0, ["left", "keyword", "right", "start"]].tolist() == ["two, three", "Peace", "four five", 16]


def test_globs_phrases_and_dropped_words():
    tokens = tokens_of("The rule of law. Rule, of law. Rules of laws.", language="en").drop(tm.stopwords("en"))
    assert tm.kwic(tokens, "rule of law")["start"].tolist() == [4]
    assert tm.kwic(tokens, "rule* of law*")["keyword"].tolist() == ["rule of law", "Rules of laws"]
    assert len(tm.kwic(tokens, "of")) == 0
    assert len(tm.kwic(tokens, "la?")) == 2


def test_overlapping_patterns_count_a_place_once():
    tokens = tokens_of("peace talks on peacekeeping")
    assert tm.evidence(tokens, ["peace*", "peace talks", "talks"])["quote"].tolist() == ["peace talks", "peacekeeping"]


def test_an_abbreviation_and_its_long_form_find_each_other(tokens):
    assert len(tm.kwic(tokens, "UN")) == len(tm.kwic(tokens, "united nations")) == len(tm.kwic(tokens, "U.N.")) > 20
    assert {"UN", "U.N.", "United Nations"} <= set(tm.kwic(tokens, "UN")["keyword"])


def test_evidence_counts_equal_the_table_for_every_term(tokens, table):
    grouped = table.group("article").to_frame()
    for term in table.terms[::9]:
        found = tm.evidence(tokens, term).groupby("article").size()
        assert {article: found.get(article, 0) for article in grouped.index} == grouped[term].to_dict(), term


@pytest.mark.parametrize("pattern, same_as", [
    ("people's army", "people army"), ("Vietnam People’s Army", "VPA"), ("E.U.'s", "EU"), ("defence*", "defens*"),
    ("neighbour* countries", "neighboring countries"), ("DEFENCE", "defense"), ("multi-lateral", "multilateral"),
])
def test_patterns_are_folded_as_the_words_are(pattern, same_as, tokens):
    assert len(tm.kwic(tokens, pattern)) == len(tm.kwic(tokens, same_as)) > 0


def test_a_pattern_finds_the_word_as_it_stands():
    tokens = tokens_of("Cafe\u0301 au lait; soft\u00adhyphen.")
    assert len(tm.kwic(tokens, "café")) == len(tm.kwic(tokens, "cafe\u0301")) == 1
    assert tm.kwic(tokens, "softhyphen")["keyword"].tolist() == ["soft\u00adhyphen"]


def test_the_sentence_of_evidence_does_not_depend_on_other_documents():
    alone, among = (tm.evidence(tokens_of(*texts), "peace") for texts in (["Peace!!!"], ["Peace!!!", "      War."]))
    assert alone["sentence"].tolist() == among["sentence"].tolist() == ["Peace!!!"]


def test_every_quote_stands_in_the_untouched_file(tokens, seeds):
    rows = tm.evidence(tokens, ["*"])
    assert len(rows) > 3000
    for row in rows.itertuples():
        raw = seeds.source(row.article)
        assert raw[row.start:row.stop] == row.quote
        assert raw[row.sentence_start:row.sentence_stop] == row.sentence
        assert row.sentence_start <= row.start < row.stop <= row.sentence_stop


@settings(max_examples=200)
@given(st.lists(st.text(max_size=60).filter(str.strip), min_size=1, max_size=3),
       st.sampled_from(["*", "a*", "? ?", "* *"]))
def test_quotes_hold_on_any_text(texts, pattern):
    corpus = tm.Corpus.from_texts(texts, language="en").clean()
    tokens = tm.tokenize(corpus)
    for row in tm.evidence(tokens, pattern).itertuples():
        raw = corpus.source(row.article)
        assert raw[row.start:row.stop] == row.quote != ""
        assert raw[row.sentence_start:row.sentence_stop] == row.sentence
        assert row.sentence_start <= row.start and row.stop <= row.sentence_stop
    for row in tm.kwic(tokens, pattern).itertuples():
        assert corpus.source(row.article)[row.start:row.stop] == row.keyword


def test_wrong_arguments_are_named():
    tokens = tokens_of("peace")
    with pytest.raises(ValueError, match="pattern must be a word or phrase"):
        tm.kwic(tokens, " ")
    with pytest.raises(ValueError, match="window must be"):
        tm.kwic(tokens, "peace", window=-1)
    with pytest.raises(TypeError, match="tokenize"):
        tm.kwic("peace", "peace")
    with pytest.raises(ValueError, match="Did you mean 'article'"):
        tm.evidence(tokens, "peace", by="artcle")
    assert list(tm.kwic(tokens, "war")) == ["document", "article", "start", "stop", "left", "keyword", "right"]
