"""Contributions of words to divergences: gold, oracle, law, edge."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from textmine.stats.divergence import (
    frequency_ranks,
    jensen_shannon_shift,
    kullback_leibler_shift,
    proportion_shift,
    proportions,
    rank_turbulence_shift,
    tsallis_shift,
    weighted_average_shift,
)

PAIRS = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 8)), elements=st.integers(0, 9))


def both(counts):
    assume((counts.sum(axis=1) > 0).all())
    return proportions(counts)


@pytest.mark.parametrize("p, q, parts, total", [
    ((0.5, 0.5), (1, 0), (0.061278, 0.25), 0.311278),
    ((0.7, 0.2, 0.1), (0.1, 0.3, 0.6), (0.182574, 0.007262, 0.142915), 0.332751),
    ((1, 0), (0, 1), (0.5, 0.5), 1),
])
def test_jensen_shannon_gold(p, q, parts, total):
    found = jensen_shannon_shift(p, q)
    np.testing.assert_allclose(found, parts, atol=5e-7)
    assert found.sum() == pytest.approx(total, abs=5e-7)


@given(PAIRS)
def test_jensen_shannon_equals_scipy_and_adds_up(counts):
    p, q = both(counts)
    found = jensen_shannon_shift(p, q)
    assert found.sum() == pytest.approx(jensenshannon(p, q, base=2) ** 2, abs=1e-12)
    assert (found >= 0).all() and found.sum() <= 1 + 1e-12
    np.testing.assert_allclose(found, jensen_shannon_shift(q, p), atol=1e-15)


@given(PAIRS, st.floats(0.05, 0.95))
def test_weighted_jensen_shannon_is_the_entropy_of_the_mixture_less_the_mean_entropy(counts, weight):
    p, q = both(counts)
    m = weight * p + (1 - weight) * q
    expected = entropy(m, base=2) - weight * entropy(p, base=2) - (1 - weight) * entropy(q, base=2)
    assert jensen_shannon_shift(p, q, weight).sum() == pytest.approx(expected, abs=1e-12)


@given(PAIRS)
def test_smoothed_kullback_leibler_equals_scipy_and_is_signed(counts):
    p, q = proportions(counts, added=0.5)
    found = kullback_leibler_shift(p, q)
    assert found.sum() == pytest.approx(entropy(p, q, base=2), abs=1e-12)
    assert (np.sign(found) == np.sign(p - q))[np.abs(p - q) > 1e-12].all()


def test_kullback_leibler_is_missing_never_infinite_where_the_reference_lacks_a_word():
    found = kullback_leibler_shift([0.5, 0.5, 0], [0.5, 0, 0.5])
    assert np.isnan(found[1]) and found[0] == found[2] == 0


@given(PAIRS, st.sampled_from([0.3, 0.5, 2.0, 3.0]), st.floats(0.1, 0.9))
def test_tsallis_equals_its_entropies(counts, alpha, weight):
    p, q = both(counts)
    h = lambda x: (1 - sum(v**alpha for v in x if v > 0)) / (alpha - 1)
    m = weight * p + (1 - weight) * q
    found = tsallis_shift(p, q, alpha, weight)
    assert found.sum() == pytest.approx(h(m) - weight * h(p) - (1 - weight) * h(q), abs=1e-12)
    assert (found >= 0).all()


def test_tsallis_of_order_one_is_shannon_in_nats_and_its_limit():
    p, q = np.array([0.7, 0.2, 0.1]), np.array([0.1, 0.3, 0.6])
    at_one = tsallis_shift(p, q, 1)
    np.testing.assert_allclose(at_one, jensen_shannon_shift(p, q) * math.log(2))
    assert tsallis_shift(p, q, 1 + 1e-6).sum() == pytest.approx(at_one.sum(), abs=1e-5)


def naive_turbulence(a, b, alpha):
    """Rank-turbulence divergence written out over the words of either side."""
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x or y]
    one, two = zip(*pairs, strict=True)

    def rank(counts):
        return [sum(other > count for other in counts) + (sum(other == count for other in counts) + 1) / 2
                for count in counts]

    def change(r, s):
        if alpha == 0:
            return abs(math.log(r / s))
        if alpha == math.inf:
            return 0 if r == s else max(1 / r, 1 / s)
        return (alpha + 1) / alpha * abs(r**-alpha - s**-alpha) ** (1 / (alpha + 1))

    r, s = rank(one), rank(two)
    n1, n2 = sum(x > 0 for x in one), sum(y > 0 for y in two)
    if alpha == math.inf:
        norm = (sum(1 / x for x, c in zip(r, one, strict=True) if c)
                + sum(1 / x for x, c in zip(s, two, strict=True) if c))
    else:
        norm = (sum(change(x, n1 + n2 / 2) for x, c in zip(r, one, strict=True) if c)
                + sum(change(n2 + n1 / 2, x) for x, c in zip(s, two, strict=True) if c))
    return sum(change(x, y) for x, y in zip(r, s, strict=True)) / norm


@given(PAIRS, st.sampled_from([0, 1 / 3, 1.0, 5.0, math.inf]))
def test_rank_turbulence_equals_the_definition(counts, alpha):
    both(counts)
    found = rank_turbulence_shift(*counts, alpha)
    assert found.sum() == pytest.approx(naive_turbulence(*counts, alpha), abs=1e-12)
    np.testing.assert_allclose(found, rank_turbulence_shift(counts[1], counts[0], alpha), atol=1e-14)
    assert (found[(counts == 0).all(axis=0)] == 0).all()


@pytest.mark.parametrize("alpha", [0, 1 / 3, 1, math.inf])
def test_rank_turbulence_is_0_for_equal_ranks_and_about_1_for_disjoint_words(alpha):
    assert rank_turbulence_shift([8, 4, 2], [80, 4, 3], alpha).sum() == 0
    disjoint = np.kron(np.eye(2, dtype=int), np.arange(200, 0, -1))
    assert rank_turbulence_shift(*disjoint, alpha).sum() == pytest.approx(1, abs=0.02)


def test_ranks_share_ties_and_leave_out_words_of_neither_side():
    a, b = frequency_ranks([[5, 5, 1, 0, 0], [1, 0, 0, 0, 0]], [[0, 2, 2, 7, 0], [2, 1, 0, 0, 0]])
    assert a.tolist() == [[1.5, 1.5, 3, 4, 4], [1, 2, 2, 2, 2]]
    assert b.tolist() == [[4, 2.5, 2.5, 1, 4], [1, 2, 2, 2, 2]]


@given(PAIRS, st.integers(0, 100))
def test_weighted_averages_add_up_whatever_the_reference_value(counts, seed):
    p, q = both(counts)
    rng = np.random.default_rng(seed)
    one, two = rng.normal(size=(2, len(p)))
    for reference in (0.0, 5.0, float(q @ two)):
        found = weighted_average_shift(p, q, one, two, reference)
        assert found.sum() == pytest.approx(p @ one - q @ two, abs=1e-12)


@given(PAIRS)
def test_proportion_shift_is_the_total_variation_distance(counts):
    p, q = both(counts)
    assert proportion_shift(p, q).sum() == pytest.approx(np.maximum(p - q, 0).sum(), abs=1e-12)


def test_kernels_work_on_batches_as_on_rows():
    counts = np.random.default_rng(0).integers(0, 9, (2, 3, 7))
    p, q = proportions(counts)
    for kernel in (jensen_shannon_shift, proportion_shift, lambda x, y: tsallis_shift(x, y, 2)):
        np.testing.assert_allclose(kernel(p, q), [kernel(*row) for row in zip(p, q, strict=True)])
    np.testing.assert_allclose(rank_turbulence_shift(*counts),
                               [rank_turbulence_shift(*row) for row in zip(*counts, strict=True)])


def test_an_empty_side_is_missing():
    assert np.isnan(proportions([0, 0])).all()
    assert np.isnan(rank_turbulence_shift([0, 0], [0, 0])).all()
