import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial import distance

from textmine.stats import overlap

PAIRS = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 8)), elements=st.integers(0, 4)).filter(
    lambda pair: (pair.sum(axis=1) > 0).all())


def score(amount, whole, x, y):
    both = (x > 0) & (y > 0)
    shared = amount(x[both], y[both]).sum()
    return float(shared / whole(shared, x.sum(), y.sum()))


@given(PAIRS)
def test_measures_equal_their_definitions(pair):
    x, y = pair.astype(float)
    p, q = x / x.sum(), y / y.sum()
    a, b = x > 0, y > 0
    one = np.array([a, b]).astype(float)
    assert score(overlap.smaller, overlap.united, *one) == pytest.approx(1 - distance.jaccard(a, b))
    assert score(overlap.twice_smaller, overlap.summed, *one) == pytest.approx(1 - distance.dice(a, b))
    assert score(overlap.twice_smaller, overlap.summed, x, y) == pytest.approx(1 - distance.braycurtis(x, y))
    assert score(overlap.smaller, overlap.united, x, y) == pytest.approx(
        np.minimum(x, y).sum() / np.maximum(x, y).sum())
    assert score(overlap.smaller, overlap.first, *one) == pytest.approx((a & b).sum() / a.sum())
    assert score(overlap.common_information, overlap.one, p, q) == pytest.approx(
        1 - distance.jensenshannon(p, q, 2) ** 2, abs=1e-12)
    assert score(overlap.affinity, overlap.one_and_distance, p, q) == pytest.approx(
        1 - np.linalg.norm(np.sqrt(p) - np.sqrt(q)) / np.sqrt(2), abs=1e-6)


def test_divergences_are_those_of_the_textbook():
    p, q = np.array([.7, .2, .1]), np.array([.1, .3, .6])
    assert 1 - score(overlap.common_information, overlap.one, p, q) == pytest.approx(0.332751, abs=1e-6)
    assert 1 - score(overlap.affinity, overlap.one_and_distance, p, q) == pytest.approx(0.495507, abs=1e-6)
