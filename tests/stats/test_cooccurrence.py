import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.cooccurrence import WHOLE, window_counts

DOCUMENTS = st.lists(st.lists(st.integers(-1, 3), max_size=14), min_size=1, max_size=5)
PAIRS = np.array(list(itertools.combinations(range(4), 2)))


def counted(documents, window, *, block=None, forgetful=False):
    codes = np.array([code for each in documents for code in each], np.int32)
    bounds = np.cumsum([0, *map(len, documents)])
    block = np.zeros(len(documents), np.int64) if block is None else np.array(block)
    return window_counts(codes, bounds, block, int(block.max()) + 1, 4, PAIRS, window, forgetful=forgetful)


def windows_of(document, window):
    return [document[i:i + window] for i in range(max(1, len(document) - window + 1))]


def forgetful_sets(document, window):
    """What gensim takes to be in each window: the word of the token that left is struck out."""
    windows = windows_of(document, window)
    inside = set(windows[0])
    found = [set(inside)]
    for before, now in itertools.pairwise(windows):
        inside.discard(before[0])
        inside.add(now[-1])
        found.append(set(inside))
    return found


def naive(sets):
    return (len(sets), [sum(term in each for each in sets) for term in range(4)],
            [sum(i in each and j in each for each in sets) for i, j in PAIRS])


@given(DOCUMENTS, st.one_of(st.integers(1, 16), st.just(WHOLE)))
def test_counts_are_those_of_listing_every_window(documents, window):
    sets = [set(each) for document in documents for each in windows_of(document, window)]
    counts = counted(documents, window)
    assert (counts.windows[0], counts.single[0].tolist(), counts.joint[0].tolist()) == naive(sets)


@given(DOCUMENTS, st.integers(1, 16))
def test_forgetful_counts_strike_out_what_left(documents, window):
    sets = [each for document in documents for each in forgetful_sets(document, window)]
    counts = counted(documents, window, forgetful=True)
    assert (counts.windows[0], counts.single[0].tolist(), counts.joint[0].tolist()) == naive(sets)


@given(DOCUMENTS, st.integers(1, 8))
def test_blocks_add_up_and_documents_may_change_places(documents, window):
    apart = counted(documents, window, block=range(len(documents)))
    together, turned = counted(documents, window), counted(documents[::-1], window)
    for one, many, other in zip(together, apart, turned, strict=True):
        np.testing.assert_array_equal(one[0], many.sum(axis=0))
        np.testing.assert_array_equal(one, other)


@given(DOCUMENTS, st.integers(1, 8))
def test_true_counts_are_the_same_read_backwards(documents, window):
    there, back = counted(documents, window), counted([each[::-1] for each in documents], window)
    for one, other in zip(there, back, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("documents, n_windows", [
    ([[]], 1), ([[], []], 2), ([[0]], 1), ([[0, 1, 2]], 1), ([[0, 1, 2, 3]], 2),
])
def test_a_short_or_empty_document_is_one_window(documents, n_windows):
    assert counted(documents, 3).windows.tolist() == [n_windows]


def test_no_pairs_is_no_problem():
    counts = window_counts(np.array([0, -1], np.int32), np.array([0, 2]), np.array([0]), 1, 1, np.zeros((0, 2), int), 2)
    assert counts.single.tolist() == [[1]] and counts.joint.shape == (1, 0)
