import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine._splitmix import mixed
from textmine.corpus.duplication import _WORD, COLUMNS, shingles, words_of
from textmine.corpus.minhash import MISS, bands_and_rows, candidates, signatures


def naive(texts, n_words):
    """Shingles as sets of tuples, and the Jaccard similarity of every pair: the definition."""
    words = [words_of(text) for text in texts]
    sets = [{tuple(each[i:i + n_words]) for i in range(max(1, len(each) - n_words + 1))} if each else set()
            for each in words]
    return {(i, j): len(sets[i] & sets[j]) / len(sets[i] | sets[j]) for i, j in combinations(range(len(texts)), 2)
            if sets[i] | sets[j]}


@given(st.lists(st.text(alphabet="ab .", max_size=40).filter(str.strip), min_size=1, max_size=8), st.integers(1, 3))
def test_what_is_reported_is_exact(texts, n_words):
    frame = tm.duplicates(tm.Corpus.from_texts(texts), threshold=0.5, n_words=n_words)
    truth = naive(texts, n_words)
    for row in frame.itertuples():
        pair = int(row.document_a) - 1, int(row.document_b) - 1
        same = texts[pair[0]].split() == texts[pair[1]].split()
        assert (row.kind == "exact") == same
        assert row.similarity == (1 if same else pytest.approx(truth[pair])) and row.similarity >= 0.5
    exact = frame[frame["kind"] == "exact"]["document_b"]
    assert exact.is_unique and len(exact) == len(texts) - len({" ".join(text.split()) for text in texts})


def test_pairs_at_the_threshold_are_missed_less_than_once_in_a_thousand_times():
    bands, rows = bands_and_rows(0.8)
    n = 4000
    members = mixed(np.arange(10 * n, dtype=np.uint64)).reshape(n, 10)
    pairs = np.stack([members[:, :9], members[:, 1:]], axis=1).reshape(-1)
    signature = signatures(pairs, np.arange(2 * n + 1) * 9, bands * rows)
    agree = (signature[::2] == signature[1::2]).mean()
    assert agree == pytest.approx(0.8, abs=0.005)
    found = {tuple(pair) for pair in candidates(signature, bands, rows).tolist()}
    missed = sum((2 * i, 2 * i + 1) not in found for i in range(n))
    assert missed <= 10 and len(found) - (n - missed) < 10


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.8, 0.95, 1])
def test_bands_and_rows_keep_their_promise(threshold):
    bands, rows = bands_and_rows(threshold)
    assert (1 - threshold**rows) ** bands < MISS and bands * rows <= 128
    more = rows + 1
    assert threshold == 1 or 128 < more * np.log(MISS) / np.log1p(-threshold**more) + more


@given(st.lists(st.integers(0, 3), max_size=20), st.integers(1, 2))
def test_candidates_are_the_pairs_that_agree_in_a_band(values, rows):
    signature = np.array(values[:len(values) // 4 * 4], np.uint32).reshape(-1, 4)
    expected = [[i, j] for i, j in combinations(range(len(signature)), 2)
                if any((signature[i, k:k + rows] == signature[j, k:k + rows]).all() for k in range(0, 4, rows))]
    assert candidates(signature, 4 // rows, rows).tolist() == expected


TEXTS = {"b": "the ship left the port at dawn and came back", "a": "The ship left the port at dawn and came home.",
         "d": "Trade grew.", "c": "Trade  grew.", "e": "trade grew", "f": "?!", "g": "?!\n"}


def test_order_of_documents_changes_nothing():
    expected = tm.duplicates(tm.Corpus.from_texts(list(TEXTS.values()), list(TEXTS)), threshold=0.6)
    assert expected.values.tolist() == [
        ["c", "d", "exact", 1.0, 1], ["f", "g", "exact", 1.0, 0], ["c", "e", "near", 1.0, 1],
        ["a", "b", "near", 5 / 7, 5]]
    for names in (sorted(TEXTS), sorted(TEXTS)[::-1]):
        again = tm.duplicates(tm.Corpus.from_texts([TEXTS[name] for name in names], names), threshold=0.6)
        assert again.equals(expected)


def test_the_answer_is_the_same_in_every_process():
    code = ("import textmine as tm; t = ' '.join(map(str, range(60)));"
            "print(tm.duplicates(tm.Corpus.from_texts([t, t + ' x', t + ' y z'])).to_csv())")
    path = ":".join(sys.path)
    answers = {subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": path},
                              capture_output=True, text=True, check=True).stdout for seed in ("0", "1")}
    assert len(answers) == 1 and answers.pop().count("near") == 3


def test_passages_are_compared_too(cleaned):
    frame = tm.duplicates(cleaned.segment(), threshold=0.1)
    assert tuple(frame.columns) == COLUMNS and tm.duplicates(cleaned).empty
    assert (frame["document_a"] < frame["document_b"]).all() and frame["similarity"].between(0.1, 1).all()


def test_fixed_columns_where_nothing_is_found():
    frame = tm.duplicates(tm.Corpus.from_texts(["?!"]))
    assert tuple(frame.columns) == COLUMNS and len(frame) == 0


@pytest.mark.parametrize("arguments, message", [
    ({"threshold": 0}, "threshold must be a number from 0.1 to 1, got 0"), ({"threshold": "high"}, "threshold must be"),
    ({"n_words": 0}, "n_words must be a whole number"), ({"random_state": None}, "random_state must be"),
])
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        tm.duplicates(tm.Corpus.from_texts(["One."]), **arguments)
    with pytest.raises(TypeError, match="corpus must be Corpus"):
        tm.duplicates(["One."])


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x52F), max_size=40))
def test_the_fast_pattern_finds_the_same_words(text):
    assert words_of(text) == _WORD.findall(text.casefold())


def test_scripts_without_spaces_have_a_word_for_each_character():
    assert len(shingles("中国的外交政策", 5)) == 3 and words_of("e\u0301te\u0301") == ["e\u0301te\u0301"]
