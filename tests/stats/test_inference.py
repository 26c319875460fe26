"""Permutation tests and intervals: laws, edges, and promises measured by simulation."""

import itertools

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import binomtest, norm
from scipy.stats import t as student_t

from textmine.stats.association import log_likelihood
from textmine.stats.intervals import pooled_rate_interval, pooled_share_interval, ratio_interval, wilson_interval
from textmine.stats.resampling import group_against_rest, permutation_p_values, permutation_test


def bursty_passages(rng, units=13, terms=60, shape=1.5, low=40, high=140):
    """Return counts of passages whose word rates are bursty (gamma with the given shape)."""
    base = rng.dirichlet(np.full(terms, 0.6))
    sizes = rng.integers(low, high, units)
    rates = base * rng.gamma(shape, 1 / shape, (units, terms))
    return rng.poisson(rates * sizes[:, None]), sizes


def test_group_against_rest_adds_up():
    rng = np.random.default_rng(0)
    counts, sizes = bursty_passages(rng, 6, 4)
    group = np.array([0, 0, 1, 1, 2, 2])
    a, n1, b, n2 = group_against_rest(sparse.csr_matrix(counts), sizes, group, 3)
    for g in range(3):
        assert a[g].tolist() == counts[group == g].sum(axis=0).tolist()
        assert b[g].tolist() == counts[group != g].sum(axis=0).tolist()
        assert (n1[g, 0], n2[g, 0]) == (sizes[group == g].sum(), sizes[group != g].sum())


def test_permutation_p_converges_to_the_exact_one(monkeypatch):
    rng = np.random.default_rng(1)
    counts, sizes = bursty_passages(rng, 6, 5)
    group = np.array([0, 0, 0, 1, 1, 1])
    monkeypatch.setattr("textmine.stats.resampling.KEPT_BELOW", 1)
    got = permutation_p_values(sparse.csr_matrix(counts), sizes, group, 2, 20_000, np.random.default_rng(0))
    observed = log_likelihood(*group_against_rest(sparse.csr_matrix(counts), sizes, group, 2))
    exact = np.zeros_like(observed)
    orders = list(itertools.combinations(range(6), 3))
    for chosen in orders:
        relabelled = np.isin(np.arange(6), chosen, invert=True).astype(int)
        exact += log_likelihood(*group_against_rest(sparse.csr_matrix(counts), sizes, relabelled, 2)) >= observed - 1e-9
    np.testing.assert_allclose(got, exact / len(orders), atol=0.015)


def test_permutation_p_is_never_zero_and_does_not_depend_on_threads():
    rng = np.random.default_rng(2)
    counts, sizes = bursty_passages(rng, 20, 5)
    group = np.repeat([0, 1, 2, 0], 5)
    one, two, seven = (permutation_test(sparse.csr_matrix(counts), sizes, group, 3, 300, 0, max_t=True, n_jobs=jobs)
                       for jobs in (1, 2, 7))
    for other in (two, seven):
        assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))
    assert one.p_value.min() >= 1 / 301 and one.p_value.max() <= 1


def test_wilson_equals_scipy():
    for hits, n in ((0, 10), (3, 12), (12, 12)):
        expected = binomtest(hits, n).proportion_ci(method="wilson")
        np.testing.assert_allclose(wilson_interval(hits / n, n), (expected.low, expected.high), atol=1e-12)


def test_units_that_give_themselves_wholly_have_the_interval_of_a_proportion():
    amounts = np.eye(2)[np.array([0] * 30 + [1] * 70)]
    share, low, high = pooled_share_interval(amounts, np.ones(100), np.zeros(100, int), 1)
    expected = wilson_interval(share, 100)
    np.testing.assert_allclose((low, high), expected, atol=0.005)


def test_even_units_have_narrow_intervals_and_lone_units_none():
    amounts = np.tile([0.5, 0.5], (20, 1)) + np.random.default_rng(0).normal(0, 0.01, (20, 1)) * [1, -1]
    share, low, high = pooled_share_interval(amounts * 5000, np.full(20, 5000.), np.zeros(20, int), 1)
    assert (high - low < 0.04).all()
    _, low, high = pooled_share_interval(amounts[:3], np.ones(3), np.array([0, 0, 1]), 2)
    assert np.isnan(low[1]).all() and not np.isnan(low[0]).any()
    _, low, high = pooled_rate_interval(np.zeros((4, 1)), np.full(4, 50.), np.zeros(4, int), 1)
    assert low[0, 0] == 0 < high[0, 0]


def test_units_that_happen_to_agree_are_still_few():
    amounts, sizes, group = np.full((4, 1), 1.), np.full(4, 4.), np.array([0, 0, 1, 1])
    rate, low, high = pooled_rate_interval(amounts, sizes, group, 2)
    assert (low < 0.1).all() and (high > 0.5).all()
    share, low, high = pooled_share_interval(amounts, np.full(4, 2.), group, 2)
    assert (low < 0.25).all() and (high > 0.75).all()


def test_a_column_has_the_same_interval_in_any_company():
    rng = np.random.default_rng(0)
    counts, sizes = bursty_passages(rng, units=20, terms=6)
    group = np.repeat([0, 1], 10)
    for interval in (pooled_rate_interval, pooled_share_interval):
        whole = interval(counts, sizes, group, 2)
        alone = interval(counts[:, 2:3], sizes, group, 2)
        for a, b in zip(whole, alone, strict=True):
            np.testing.assert_allclose(a[:, 2:3], b)


def test_settled_words_keep_their_p_and_the_others_get_all_orders():
    rng = np.random.default_rng(3)
    counts, sizes = bursty_passages(rng, units=30, terms=8)
    counts[:15, 0] += 5
    group = np.repeat([0, 1], 15)
    few = permutation_p_values(sparse.csr_matrix(counts), sizes, group, 2, 999, np.random.default_rng(0))
    many = permutation_p_values(sparse.csr_matrix(counts), sizes, group, 2, 9_999, np.random.default_rng(0))
    assert (few[0, 0], many[0, 0]) == (1 / 1000, 1 / 10_000)
    settled = few.min(axis=0) > 0.02
    assert settled.any() and (few[:, settled] == many[:, settled]).all()


def test_pooled_intervals_equal_the_formulas_written_out():
    """Oracle: loops over groups and units, for one column in two groups of unequal units."""
    rng = np.random.default_rng(5)
    group = np.array([0, 0, 0, 1, 1, 1, 1])
    n, x = rng.integers(20, 60, 7).astype(float), rng.integers(1, 12, 7).astype(float)
    variance, binomial, poisson = 0.0, 0.0, 0.0
    for g in (0, 1):
        inside = group == g
        r, total, units = x[inside].sum() / n[inside].sum(), n[inside].sum(), inside.sum()
        variance += units / (units - 1) * sum((xi - r * ni) ** 2 for xi, ni in zip(x[inside], n[inside], strict=True)
                                              ) / total**2
        binomial += r * (1 - r) * (n[inside] ** 2).sum() / total**2
        poisson += r / total
    z = norm.ppf(0.975)
    for g in (0, 1):
        inside = group == g
        r, total = x[inside].sum() / n[inside].sum(), n[inside].sum()
        shrink = (z / student_t.ppf(0.975, inside.sum() - 1)) ** 2
        kish = total**2 / (n[inside] ** 2).sum()
        expected = wilson_interval(r, min(kish / min(variance / binomial, 1), total) * shrink)
        _, low, high = pooled_share_interval(x[:, None], n, group, 2)
        np.testing.assert_allclose((low[g, 0], high[g, 0]), expected)
        _, low, high = pooled_rate_interval(x[:, None], n, group, 2)
        for limit in (low[g, 0], high[g, 0]):  # both solve (r - limit)^2 = z^2 effect limit / tokens
            assert (r - limit) ** 2 == pytest.approx(z**2 * max(variance / poisson, 1) * limit / (total * shrink))


def test_bootstrap_equals_the_same_draws_taken_one_by_one():
    """Oracle: loops over draws, on the log scale, each with its own standard error."""
    rng = np.random.default_rng(6)
    x, n = rng.integers(2, 12, 9).astype(float), rng.integers(20, 60, 9).astype(float)

    def ratio_and_error(w):
        r = (w * x).sum() / (w * n).sum()
        return r, np.sqrt(9 / 8 * (w * (x - r * n) ** 2).sum()) / (w * n).sum() / r

    draws = np.random.default_rng(0).multinomial(9, np.full(9, 1 / 9), size=499)
    r, error = ratio_and_error(np.ones(9))
    t = sorted((np.log(each[0]) - np.log(r)) / each[1] for each in map(ratio_and_error, draws))
    low, high = ratio_interval(x[:, None], n, np.random.default_rng(0), n_boot=499)
    below, above = t[int(np.floor(0.025 * 498))], t[int(np.ceil(0.975 * 498))]
    assert low[0] == pytest.approx(r * np.exp(-above * error))
    assert high[0] == pytest.approx(r * np.exp(-below * error))


def test_bootstrap_has_no_limits_where_it_cannot():
    rng = np.random.default_rng(0)
    low, high = ratio_interval(np.array([[0.], [0.], [0.]]), np.full(3, 10.), rng)
    assert np.isnan(low).all() and np.isnan(high).all()
    assert np.isnan(ratio_interval(np.array([[1.]]), np.array([10.]), rng)).all()


@pytest.mark.slow
def test_permutation_has_the_stated_size_on_bursty_passages():
    """One article of five against the rest, passages as units, labels without effect."""
    rejected, tested = 0, 0
    for replicate in range(60):
        rng = np.random.default_rng(replicate)
        counts, sizes = bursty_passages(rng, units=65, terms=60)
        group = np.repeat(np.arange(5), 13)
        kept = counts.sum(axis=0) >= 5
        p = permutation_p_values(sparse.csr_matrix(counts[:, kept]), sizes, group, 5, 199, rng)
        rejected += (p <= 0.05).sum()
        tested += p.size
    assert tested > 5_000
    assert 0.03 <= rejected / tested <= 0.06


@pytest.mark.slow
@pytest.mark.parametrize("concentration", [0.3, 2.66, 10])
@pytest.mark.parametrize("units", [9, 13, 19])
def test_share_intervals_cover(concentration, units):
    """Articles of a few passages, shares of six topics, one of them all or nothing; each covers 93 % at least."""
    covered = []
    for replicate in range(300):
        rng = np.random.default_rng(replicate)
        truth = rng.dirichlet(np.ones(6), size=5)
        group = np.repeat(np.arange(5), units)
        sizes = rng.integers(30, 70, len(group)).astype(float)
        rest = np.maximum(truth[:, 1:] / truth[:, 1:].sum(axis=1, keepdims=True), 1e-3)
        shares = np.stack([np.append(0, rng.dirichlet(concentration * rest[g])) for g in group])
        whole = rng.random(len(group)) < truth[group, 0]
        shares[whole] = np.eye(6)[0]
        _, low, high = pooled_share_interval(shares * sizes[:, None], sizes, group, 5)
        covered.append((low <= truth) & (truth <= high))
    by_topic = np.mean(covered, axis=(0, 1))
    assert by_topic.min() >= 0.93 and by_topic.mean() <= 0.985


@pytest.mark.slow
@pytest.mark.parametrize("shape", [0.5, 1.5, 5])
@pytest.mark.parametrize("units", [9, 19])
def test_rate_intervals_cover(shape, units):
    """Counts of ten themes in five articles, one theme burstier than the others; each covers 93 % at least."""
    covered = []
    for replicate in range(300):
        rng = np.random.default_rng(replicate)
        truth = np.exp(rng.normal(-4.8, 0.7, (5, 10)))
        group = np.repeat(np.arange(5), units)
        sizes = rng.integers(40, 140, len(group)).astype(float)
        shapes = np.append(0.2, np.full(9, shape))
        counts = rng.poisson(truth[group] * rng.gamma(shapes, 1 / shapes, (len(group), 10)) * sizes[:, None])
        _, low, high = pooled_rate_interval(counts, sizes, group, 5)
        covered.append((low <= truth) & (truth <= high))
    by_theme = np.mean(covered, axis=(0, 1))
    assert by_theme.min() >= 0.93 and by_theme.mean() <= 0.985
