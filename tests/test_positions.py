"""Places are numbered as the words are, and spread as Gries measures it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm


def letters(n_parts):
    """Return the parts a to e of Gries (2008), section 3: 'a' 1, 2, 3, 4, 5 times in 9, 10, 10, 10, 11 words."""
    parts = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t",
             "b a h a a b e a x a t"]
    return tm.tokenize(tm.Corpus.from_texts(parts[:n_parts], metadata={"corpus": ["x"] * n_parts}))


def test_dispersion_of_the_letters_of_gries():
    table = tm.term_dispersion(letters(5), ["a", "x", "e", "z"], by="corpus").set_index("pattern")
    assert table.loc["a", ["count", "range", "parts", "n_tokens", "longest"]].tolist() == [15, 5, 5, 50, 11]
    assert table.loc[["a", "x", "e"], "dp"].round(2).tolist() == [0.18, 0.78, 0.02]
    assert table.loc["z", "note"] == "does not occur" and table["dp"].isna().tolist() == [False, False, False, True]


def test_one_document_has_nothing_to_be_spread_over():
    table = tm.term_dispersion(letters(1), "a")
    assert table.loc[0, "note"] == "one document: nothing to be spread over" and table["dp"].isna().all()
    assert table.loc[0, "count"] == 1


@pytest.mark.parametrize("by", ["article", "spelling"])
def test_counts_are_those_of_the_evidence(tokens, by):
    patterns = {"asean": ["asean"], "peace": ["peace*", "peace talks"], "law": ["rule of law"]}
    places, table = tm.term_places(tokens, patterns, by=by), tm.term_dispersion(tokens, patterns, by=by)
    for row in table.itertuples():
        found = tm.evidence(tokens, patterns[row.pattern], by=by).query("group == @row.group")
        mine = places.query("group == @row.group and pattern == @row.pattern")
        assert len(found) == len(mine) == row.count and found["document"].nunique() == row.range
        assert mine[["article", "start", "quote"]].to_numpy().tolist() == found[
            ["article", "start", "quote"]].to_numpy().tolist()


def test_positions_count_the_words_of_the_article_through_its_passages(cleaned):
    whole, cut = tm.tokenize(cleaned), tm.tokenize(cleaned.segment())
    cut = cut.drop(tm.stopwords("en"))
    first = tm.term_places(whole, ["asean", "defense"])
    second = tm.term_places(cut, ["asean", "defense"])
    assert first[["article", "start"]].equals(second[["article", "start"]])
    words = {article: whole.starts[start:stop] for article, start, stop in zip(
        cleaned.articles["article"].to_pylist(), whole.bounds[:-1], whole.bounds[1:], strict=True)}
    for row in first.itertuples():
        assert words[row.article][row.position - 1] == row.start
    assert (second["position"] <= first["position"]).all()


@settings(max_examples=50)
@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=8), min_size=1, max_size=4))
def test_positions_are_the_numbers_of_the_words(texts):
    tokens = tm.tokenize(tm.Corpus.from_texts([" ".join(words) for words in texts]))
    places = tm.term_places(tokens, ["a", "b"])
    expected = [(str(d + 1), i + 1, (i + 0.5) / len(words)) for letter in "ab" for d, words in enumerate(texts)
                for i, word in enumerate(words) if word == letter]
    got = list(zip(places["article"], places["position"], places["share"], strict=True))
    assert [each[:2] for each in got] == [each[:2] for each in expected]
    np.testing.assert_allclose([each[2] for each in got], [each[2] for each in expected])


def test_patterns_must_be_named_once():
    tokens = letters(2)
    with pytest.raises(ValueError, match="patterns must be different"):
        tm.term_places(tokens, ["a", "a"])
    with pytest.raises(ValueError, match="at least one pattern"):
        tm.term_dispersion(tokens, {})
    with pytest.raises(ValueError, match="patterns must be a word or phrase"):
        tm.term_places(tokens, [])
    with pytest.raises(TypeError, match="tokenize"):
        tm.term_dispersion("a", "a")
    assert tm.term_places(tokens, "zz").empty
