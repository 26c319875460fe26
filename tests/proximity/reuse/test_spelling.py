"""Rare words stand for the frequent ones that they are most likely a misreading of."""

from functools import lru_cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.proximity.reuse._spelling import edits, usual_spellings


def naive(a, b):
    """Levenshtein distance by its definition."""
    @lru_cache(None)
    def distance(i, j):
        if not i or not j:
            return i + j
        return min(distance(i - 1, j) + 1, distance(i, j - 1) + 1, distance(i - 1, j - 1) + (a[i - 1] != b[j - 1]))
    return distance(len(a), len(b))


@settings(max_examples=200, deadline=None)
@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 4))
def test_edits_equal_the_definition(a, b, most):
    letters = np.array([ord(letter) for letter in a + b], np.int32)
    got = edits(letters, 0, len(a), len(a), len(a) + len(b), most, np.empty(20, np.int64))
    assert got == min(naive(a, b), most + 1)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=9), st.integers(1, 60), min_size=1, max_size=25))
def test_words_of_one_text_go_to_the_nearest_then_most_frequent(found):
    types = sorted(found)
    counts = np.array([found[word] for word in types])
    usual = usual_spellings(types, counts, np.ones(len(types), np.int64))

    def choose(kept):
        target = []
        for w, word in enumerate(types):
            near = [(naive(word, other), -counts[v], v) for v, other in enumerate(types)
                    if kept[v] and v != w and counts[v] >= 2 * counts[w] and min(len(word), len(other)) >= 3
                    and naive(word, other) <= (2 if min(len(word), len(other)) >= 7 else 1)]
            target.append(min(near)[2] if near else w)
        return target

    itself = list(range(len(types)))
    kept = [target == w for w, target in enumerate(choose([True] * len(types)))]
    target = choose(kept)
    final = [target[w] == w for w in itself]
    assert usual.tolist() == [v if final[v] else w for w, v in enumerate(target)]


def test_a_word_of_several_texts_must_be_as_rare_as_a_misreading():
    types = ["aid", "and", "natins", "nations"]
    counts = np.array([900, 100_000, 40, 2000])
    assert usual_spellings(types, counts, np.array([50, 90, 9, 90])).tolist() == [0, 1, 3, 3]
    counts[0] = 300
    assert usual_spellings(types, counts, np.array([50, 90, 9, 90])).tolist() == [1, 1, 3, 3]


def test_numbers_short_words_and_nothing_stay_as_they_are():
    types = ["1945", "1946", "ab", "abc1", "ac"]
    assert usual_spellings(types, np.array([1, 50, 1, 1, 90]), np.ones(5, np.int64)).tolist() == [0, 1, 2, 3, 4]
    assert usual_spellings([], np.empty(0, np.int64), np.empty(0, np.int64)).tolist() == []
