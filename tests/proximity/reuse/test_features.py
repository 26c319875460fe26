import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm

SHARES = [*(f"containment_{n}" for n in range(1, 6)), "common_subsequence", "longest_run", "covered"]
TEXTS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=12)


def features(texts, pairs=None, names=None):
    return tm.reuse_features(tm.tokenize(tm.Corpus.from_texts(texts, names)), pairs)


def plain(article, source):
    values = {}
    for n in range(1, 6):
        mine, theirs = ({tuple(words[i:i + n]) for i in range(len(words) - n + 1)} for words in (article, source))
        values[f"containment_{n}"] = len(mine & theirs) / len(mine) if mine else np.nan
    table = np.zeros((len(article) + 1, len(source) + 1), int)
    runs, covered = 0, np.zeros(len(article), bool)
    for i in range(len(article)):
        for j in range(len(source)):
            same = article[i] == source[j]
            table[i + 1, j + 1] = table[i, j] + 1 if same else max(table[i, j + 1], table[i + 1, j])
            k = 0
            while min(len(article) - i, len(source) - j) > k and article[i + k] == source[j + k]:
                k += 1
            runs = max(runs, k)
            covered[i:i + k] |= k >= 3
    n = len(article)
    return values | {"common_subsequence": table[-1, -1] / n, "longest_run": runs / n, "covered": covered.sum() / n}


@settings(max_examples=50)
@given(first=TEXTS, second=TEXTS)
def test_shares_equal_the_plain_definitions(first, second):
    frame = features([" ".join(first), " ".join(second)], names=["one", "two"])
    assert list(zip(frame["article"], frame["source"], strict=True)) == [("one", "two"), ("two", "one")]
    for row, (article, source) in zip(frame.to_dict("records"), ((first, second), (second, first)), strict=True):
        expected = plain(article, source)
        got = {name: np.nan if pd.isna(row[name]) else row[name] for name in SHARES}
        np.testing.assert_allclose([got[name] for name in SHARES], [expected[name] for name in SHARES])
        assert row["n_words"] == len(article) and row["n_source_words"] == len(source)


def test_a_text_in_a_longer_one_is_contained_in_full():
    text = "the fleet sailed at dawn for the islands"
    frame = features([text, f"it is said that {text} in the south"], names=["a", "b"])
    assert (frame[SHARES].iloc[0] == 1).all() and (frame[SHARES].iloc[1] < 1).all()
    assert (frame["note"] == "").all()


def test_columns_and_types_are_the_same_for_no_pairs():
    empty, full = features(["a b", "c"], []), features(["a b", "c"])
    assert list(empty.columns) == list(full.columns) and empty.dtypes.equals(full.dtypes)
    assert len(empty) == 0 and len(full) == 2


def test_short_and_empty_articles_have_no_n_grams():
    frame = features(["one two", "-", "one two three four five"], names=["a", "b", "c"])
    frame = frame.set_index(["article", "source"])
    assert frame.loc[("a", "c"), "note"] == "the article has no 3-gram"
    assert frame.loc[("a", "c"), "containment_2"] == 1 and frame.loc[("a", "c"), "containment_3"] is pd.NA
    assert frame.loc[("b", "c"), SHARES].isna().all() and frame.loc[("b", "c"), "note"] == "the article has no 1-gram"
    assert (frame.loc[("c", "b"), SHARES] == 0).all()


def test_pairs_may_be_columns_of_a_data_frame():
    pairs = pd.DataFrame({"source": ["a", "b"], "article": ["b", "c"]})
    frame = features(["x y", "y z", "z z"], pairs, ["a", "b", "c"])
    assert frame[["article", "source"]].values.tolist() == [["b", "a"], ["c", "b"]]
    assert frame["containment_1"].tolist() == [0.5, 1]


@pytest.mark.parametrize("pairs, message", [
    ([("a", "d")], "pairs must be names of articles, 'a', 'b', 'c', got 'd'"),
    ([("a", "a")], "pairs must be of different articles, got 'a' twice: leave the pair out"),
    (pd.DataFrame({"article": ["a"], "original": ["b"]}), "pairs must be a data frame with 'article', 'original'"),
])
def test_wrong_pairs_are_answered(pairs, message):
    with pytest.raises(ValueError, match=message):
        features(["x", "y", "z"], pairs, ["a", "b", "c"])


def test_more_pairs_than_a_million_must_be_named():
    with pytest.raises(ValueError, match="pairs must be given for more than 1,000,000 pairs"):
        features(["x"] * 1002, names=[f"{i:04}" for i in range(1002)])
    with pytest.raises(TypeError, match="tokens must be Tokens, got Corpus: call tm.tokenize"):
        tm.reuse_features(tm.Corpus.from_texts(["x"]))
