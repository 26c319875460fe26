"""Tests of rates by unit: scipy as oracle, laws and edges."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from textmine.stats.association import log_likelihood
from textmine.stats.resampling import permutation_test
from textmine.stats.unit_tests import bootstrap_test, cliffs_delta, rank_sum, welch

UNITS = st.lists(st.tuples(st.integers(0, 4), st.integers(5, 60)), min_size=2, max_size=8)


def rates_of(side):
    return np.array([count / size for count, size in side])


def matrix_of(one, two):
    """One word in two sides of (count, size), with a second that is everywhere and a third that is nowhere."""
    counts, sizes = np.array(one + two).T
    words = np.stack([counts, np.ones_like(counts), np.zeros_like(counts)], axis=1)
    return sparse.csr_matrix(words), sizes, np.arange(len(sizes)) < len(one)


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # of scipy, where one side is all equal
@given(UNITS, UNITS)
def test_welch_equals_scipy(one, two):
    t, p = welch(*matrix_of(one, two))
    x, y = rates_of(one), rates_of(two)
    if x.var() + y.var() < 1e-20:
        assert np.isnan(t[0]) and np.isnan(p[0])
    else:
        expected = stats.ttest_ind(x, y, equal_var=False)
        assert (t[0], p[0]) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-6, abs=1e-9)


@given(UNITS, UNITS)
def test_rank_sum_equals_scipy(one, two):
    z, p = rank_sum(*matrix_of(one, two), exact=False)
    x, y = rates_of(one), rates_of(two)
    if np.ptp(np.concatenate([x, y])) == 0:
        assert (z[0], p[0]) == (0, 1)
    else:
        expected = stats.mannwhitneyu(x, y, method="asymptotic")
        assert p[0] == pytest.approx(expected.pvalue, abs=1e-9)
        assert np.sign(z[0]) in (0, np.sign(expected.statistic - len(x) * len(y) / 2))
    assert (z[2], p[2]) == (0, 1)


@given(UNITS, UNITS)
def test_cliffs_delta_counts_pairs(one, two):
    x, y = rates_of(one), rates_of(two)
    naive = np.sign(x[:, None] - y).mean()
    assert cliffs_delta(*matrix_of(one, two))[0] == pytest.approx(naive, abs=1e-9)


@given(UNITS.filter(lambda side: len(side) < 6), UNITS.filter(lambda side: len(side) < 6))
def test_exact_rank_sum_tries_all_choices(one, two):
    _, p = rank_sum(*matrix_of(one, two), exact=True)
    ranks = stats.rankdata(np.concatenate([rates_of(one), rates_of(two)]))
    mean = len(one) * ranks.mean()
    away = [abs(ranks[list(chosen)].sum() - mean) for chosen in combinations(range(len(ranks)), len(one))]
    assert p[0] == pytest.approx(np.mean(np.array(away) >= away[0] - 1e-9))
    assert p[2] == 1


def test_few_units_are_tested_exactly_and_many_are_not():
    low, high = [[1, 10], [2, 10], [3, 10]], [[4, 10], [5, 10], [6, 10]]
    assert rank_sum(*matrix_of(high, low)).p_value[0] == pytest.approx(0.1)  # the least p of 3 against 3
    many = matrix_of(high * 5, low * 5)
    assert (rank_sum(*many).p_value == rank_sum(*many, exact=False).p_value).all()


@given(UNITS, UNITS)
def test_swapping_the_sides_turns_the_sign(one, two):
    counts, sizes, target = matrix_of(one, two)
    for test in (welch, rank_sum):
        forth, back = test(counts, sizes, target), test(counts, sizes, ~target)
        np.testing.assert_allclose(forth.statistic, -back.statistic, atol=1e-9)
        np.testing.assert_allclose(forth.p_value, back.p_value, atol=1e-9)


def test_units_without_tokens_have_no_rate():
    counts, sizes, target = matrix_of([(1, 10), (3, 10), (0, 9)], [(5, 10), (4, 12)])
    padded = sparse.vstack([counts, sparse.csr_matrix((2, 3))]).tocsr()
    more = np.append(sizes, [0, 0]), np.append(target, [True, False])
    for test in (welch, rank_sum):
        np.testing.assert_array_equal(test(counts, sizes, target), test(padded, *more))


def test_a_side_without_units_says_nothing():
    counts, sizes, target = matrix_of([(1, 10)], [(5, 10), (4, 12)])
    assert np.isnan(welch(counts, sizes, target)).all()
    nobody = np.zeros(3, bool)
    assert np.isnan(rank_sum(counts, sizes, nobody)).all() and np.isnan(cliffs_delta(counts, sizes, nobody)).all()
    assert np.isnan(bootstrap_test(counts, sizes, nobody, np.random.default_rng(0), n_resamples=9)).all()


def test_bootstrap_equals_the_draws_taken_one_by_one():
    counts, sizes, target = matrix_of([(1, 10), (3, 12), (0, 9), (2, 8)], [(5, 10), (4, 12), (2, 31)])
    got = bootstrap_test(counts, sizes, target, np.random.default_rng(0), n_resamples=200)
    rng, dense = np.random.default_rng(0), counts.toarray()
    first, second = (rng.multinomial(n, np.full(n, 1 / n), size=200) for n in (4, 3))
    h = np.zeros(3)
    for w1, w2 in zip(first, second, strict=True):
        f1, f2 = w1 @ dense[target] / (w1 @ sizes[target]), w2 @ dense[~target] / (w2 @ sizes[~target])
        h += np.where(f1 > f2, 1, np.where(f1 == f2, .5, 0))
    p1 = h / 200
    np.testing.assert_allclose(got, (1 + 400 * np.minimum(p1, 1 - p1)) / 201)
    assert got[2] == 1  # nowhere: always equal


def test_bootstrap_p_is_in_its_range():
    counts, sizes, target = matrix_of([(9, 10), (8, 10)], [(0, 10), (1, 10)])
    p = bootstrap_test(counts, sizes, target, np.random.default_rng(0), n_resamples=99)
    assert p[0] == 0.01 and (p <= 1).all()


def bursty_p(test, target, reference, replicates=60):
    """p of words that do not differ between two sides of documents, but come in bursts."""
    p, units = [], target + reference
    for replicate in range(replicates):
        rng = np.random.default_rng(replicate)
        sizes = rng.integers(200, 900, units)
        rates = rng.dirichlet(np.full(60, .6)) * rng.gamma(1.5, 1 / 1.5, (units, 60))
        counts = rng.poisson(rates * sizes[:, None])
        p.append(test(counts[:, counts.sum(axis=0) >= units / 2], sizes, np.arange(units) < target))
    return np.concatenate(p)


def of_tokens(counts, sizes, target):
    sides = counts[target].sum(axis=0), sizes[target].sum(), counts[~target].sum(axis=0), sizes[~target].sum()
    return stats.chi2.sf(log_likelihood(*sides), 1)


def of_exchange(counts, sizes, target):
    return permutation_test(sparse.csr_matrix(counts), sizes, target.astype(int), 2, 199, 0).p_value[0]


@pytest.mark.slow
@pytest.mark.parametrize("test, target, reference, least, most", [
    (of_tokens, 20, 20, .35, .6), (of_exchange, 20, 20, .035, .06), (of_exchange, 5, 35, .035, .06),
    (lambda *given: welch(*given).p_value, 20, 20, .035, .06), (lambda *given: welch(*given).p_value, 3, 40, .1, .16),
    (lambda *given: rank_sum(*given).p_value, 20, 20, .035, .06), (lambda *given: rank_sum(*given).p_value, 3, 3, 0, 0),
    (lambda *given: bootstrap_test(*given, np.random.default_rng(0), n_resamples=199), 20, 20, .05, .08),
    (lambda *given: bootstrap_test(*given, np.random.default_rng(0), n_resamples=199), 3, 3, .12, .25),
], ids=["tokens", "exchange", "exchange of 5", "welch", "welch of 3", "rank_sum", "rank_sum of 3", "bootstrap",
        "bootstrap of 3"])
def test_size_on_bursty_documents(test, target, reference, least, most):
    """How many words of no difference reach 5 %: too many with tokens, with Welch and the bootstrap of few units."""
    assert least <= np.nanmean(bursty_p(test, target, reference) <= .05) <= most
