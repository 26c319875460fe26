import numpy as np
import pytest

import textmine as tm
from textmine.keywords.extraction import COLUMNS, METHODS

ROSE = """Compatibility of systems of linear constraints over the set of natural numbers. Criteria of compatibility of a
system of linear Diophantine equations, strict inequations, and nonstrict inequations are considered. Upper bounds for
components of a minimal set of solutions and algorithms of construction of minimal generating sets of solutions for all
types of systems are given. These criteria and the corresponding algorithms for constructing a minimal supporting set
of solutions can be used in solving all the considered types of systems and systems of mixed types."""
ROSE_STOP = """of over the a and are for all these can be used in given"""


def tokens_of(*texts, names=None):
    return tm.tokenize(tm.Corpus.from_texts(list(texts), names, language="en").clean())


def test_rake_reproduces_its_paper():
    tokens = tm.tokenize(tm.Corpus.from_texts([ROSE])).drop(ROSE_STOP.split())
    got = tm.keyphrases(tokens, method="rake", top_n=30).set_index("phrase")["score"].round(1)
    # Rose et al. (2010), figure 1.3
    for phrase, score in {"minimal generating sets": 8.7, "linear Diophantine equations": 8.5,
                          "minimal supporting set": 7.7, "linear constraints": 4.5,
                          "natural numbers": 4.0, "strict inequations": 4.0, "nonstrict inequations": 4.0,
                          "Upper bounds": 4.0, "mixed types": 3.7, "considered types": 3.2}.items():
        assert got[phrase] == pytest.approx(score, abs=0.051), phrase


def test_tf_idf_is_count_times_idf():
    tokens = tokens_of("Peace talks began. The peace talks ended.", "Trade talks.", "Trade grew.")
    row = tm.keyphrases(tokens, method="tf_idf").iloc[0]
    assert row["phrase"] in ("Peace talks", "peace talks")
    assert row["score"] == pytest.approx(2 * np.log2((3 + 1) / (1 + 0.5)))


def test_textrank_prefers_the_word_in_the_middle():
    tokens = tokens_of("Peace treaty. Peace talks. Peace mission. Peace plan. Peace force.")
    assert "peace" in tm.keyphrases(tokens, method="textrank")["phrase"].iloc[0].lower()


@pytest.mark.parametrize("method", METHODS)
def test_all_extractors_keep_one_schema(method, tokens, seeds):
    table = tm.keyphrases(tokens, method=method, top_n=7)
    assert list(table) == COLUMNS and set(table["method"]) == {method}
    assert table.groupby("group").size().tolist() == [7] * 5
    for _, rows in table.groupby("group"):
        assert rows["rank"].tolist() == list(range(1, 8))
        assert rows["score"].is_monotonic_decreasing and (rows["score"] > 0).all()
    for row in table.itertuples():
        assert row.count == len(row.occurrences) >= row.documents >= 1
        for article, start, stop in row.occurrences:
            assert article == row.group and seeds.source(article)[start:stop].strip()


@pytest.mark.parametrize("method", METHODS)
def test_no_abbreviation_and_no_repetition(method, tokens):
    table = tm.keyphrases(tokens, method=method, top_n=10)
    words = table["phrase"].str.split().explode()
    assert not set(words) & {"UN", "U.N.", "E.U.", "VPA", "MND", "CMC", "ADMM"}
    assert not table.duplicated(["group", "phrase"]).any()


@pytest.mark.parametrize("method", ["rake", "textrank"])
def test_one_document_gives_what_it_gives_among_others(method):
    texts = ["Peace talks began in the new field hospital. Peace talks go on.", "Trade policy grew. Trade policy fell."]
    alone = tm.keyphrases(tokens_of(texts[0], names=["a"]), method=method)
    among = tm.keyphrases(tokens_of(*texts, names=["a", "b"]), method=method)
    assert among[among["group"] == "a"].drop(columns="occurrences").equals(alone.drop(columns="occurrences"))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", ["the of and", "! ?", "peace", "2020 2021"])
def test_poor_texts_give_few_rows_or_none(method, text):
    table = tm.keyphrases(tokens_of(text), method=method)
    assert list(table) == COLUMNS and len(table) == (1 if text == "peace" else 0)


def test_phrases_do_not_cross_sentences_punctuation_or_stop_words():
    phrases = tm.keyphrases(tokens_of("Big talks, peace now. War ended in Hanoi today"), method="rake")["phrase"]
    assert set(phrases) == {"Big talks", "peace", "War ended", "Hanoi today"}


def test_wrong_arguments_are_named(tokens):
    for arguments, message in (({"method": "TextRank"}, "Did you mean 'textrank'"), ({"top_n": 0}, "top_n"),
                               ({"min_words": 9}, "at most 4"), ({"by": "articel"}, "'article'")):
        with pytest.raises(ValueError, match=message):
            tm.keyphrases(tokens, **arguments)


@pytest.mark.parametrize("method", METHODS)
def test_a_long_list_of_words_makes_no_quadratic_blow_up(method):
    text = " ".join(f"word{i % 997}" for i in range(30_000)) + ". Peace talks began. Peace talks ended."
    assert len(tm.keyphrases(tokens_of(text), method=method)) > 0
