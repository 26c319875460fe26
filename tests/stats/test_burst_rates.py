import numpy as np
import pytest
from scipy import sparse
from scipy.stats import nbinom, pearson3
from scipy.stats import t as student_t

from textmine.stats.burst_rates import RateSums, root_scores
from textmine.stats.root_moments import RootMoments
from textmine.stats.skewed import signed_deviate, two_sided, upper_tail


def drawn(seed, n_units=(10, 14), n_words=60, shape=1.5):
    rng = np.random.default_rng(seed)
    rate = rng.dirichlet(np.full(n_words, 0.6))
    sizes = rng.integers(100, 900, sum(n_units)).astype(float)
    counts = rng.poisson(sizes[:, None] * rate * rng.gamma(shape, 1 / shape, (sizes.size, n_words)))
    return counts, sizes, np.repeat(np.arange(len(n_units)), n_units)


def test_sums_are_those_of_a_plain_loop():
    counts, sizes, group = drawn(0)
    sums = RateSums.of(sparse.csr_matrix(counts), sizes, group, 2)
    for g in (0, 1):
        np.testing.assert_allclose(sums.totals[g], counts[group == g].sum(axis=0))
    assert sums.df == 22 and sums.cubes[0] == pytest.approx((sizes[group == 0] ** 3).sum())


@pytest.mark.parametrize("level", [0.01, 0.7, 12.0, 400.0])
def test_moments_of_the_root_are_those_of_the_distribution(level):
    phi = 0.6
    values = np.arange(20_000)
    chance = nbinom.pmf(values, 1 / phi, 1 / (1 + phi * level))
    roots = np.sqrt(values)
    mean = chance @ roots
    deviation = np.sqrt(chance @ (roots - mean) ** 2)
    wanted = [mean, deviation, *(chance @ ((roots - mean) / deviation) ** k for k in (3, 4))]
    found = RootMoments.between(level * 0.8, level * 1.3, phi).at(np.array([level]))
    np.testing.assert_allclose(np.ravel([found[0], found[1], found[3], found[4] + 3]), wanted, rtol=5e-3)


def test_moments_go_on_smoothly_where_the_table_ends():
    table = RootMoments.between(900, 2000, 0.3)
    below, above = table.at(np.array([950.0])), table.at(np.array([1900.0]))
    assert above[0] / below[0] == pytest.approx(np.sqrt(2), rel=1e-3)
    assert above[1] / below[1] == pytest.approx(np.sqrt(2), rel=5e-3)


def test_scores_are_those_of_a_plain_loop_and_of_any_number_of_threads():
    counts, sizes, group = drawn(2, n_words=300)
    phi = 0.4
    found = root_scores(sparse.csr_matrix(counts), sizes, group, 2, phi)
    rate = counts.sum(axis=0) / sizes.sum()
    for v in np.flatnonzero(rate > 0)[:40]:
        expected = sizes * rate[v]
        mean, deviation, slope, *_ = RootMoments.between(expected.min(), expected.max(), phi).at(expected)
        h, z = slope / deviation, (np.sqrt(counts[:, v]) - mean) / deviation
        for g in (0, 1):
            mine = group == g
            assert found.information[g, v] == pytest.approx((h[mine] ** 2).sum(), rel=0.01)
            assert found.means[g, v] == pytest.approx((h * z)[mine].sum() / (h[mine] ** 2).sum(), rel=0.02, abs=0.02)
    again = root_scores(sparse.csr_matrix(counts), sizes, group, 2, phi, n_threads=3)
    assert np.array_equal(found.means, again.means) and np.array_equal(found.variance, again.variance)


def test_swapping_the_groups_turns_the_sign():
    counts, sizes, group = drawn(3)
    one, other = (root_scores(sparse.csr_matrix(counts), sizes, each, 2, 0.5) for each in (group, 1 - group))
    (z, p), (w, q) = (each.contrast(0) for each in (one, other))
    np.testing.assert_allclose(z, -w, atol=1e-9)
    np.testing.assert_allclose(p, q)


def test_scores_of_some_words_are_theirs_among_all():
    counts, sizes, group, *_ = drawn(3)
    found, some = root_scores(sparse.csr_matrix(counts), sizes, group, 2, 0.3), np.array([7, 2, 30])
    for mine, theirs in zip(found.take(some).contrast(1, 0.2), found.contrast(1, 0.2), strict=True):
        np.testing.assert_array_equal(mine, theirs[some])


def test_omnibus_of_two_balanced_groups_is_the_squared_contrast():
    counts, sizes, group = drawn(4, (12, 12), shape=50)
    scores = root_scores(sparse.csr_matrix(counts * 40), sizes * 40, group, 2, 0.05)
    f, p = scores.omnibus()
    z, q = scores.contrast(0)
    np.testing.assert_allclose(np.sqrt(f), np.abs(student_t.isf(q / 2, scores.df)), rtol=0.02)
    np.testing.assert_allclose(p, q, atol=0.02)


def test_tails_are_pearsons_type_three_and_plain_t_without_skewness():
    t, skewness = np.array([-2.0, -0.5, 0.3, 1.7, 4.0]), np.array([0.8, -0.4, 1.5, -1.2, 0.5])
    np.testing.assert_allclose(upper_tail(t, 1e12, skewness), pearson3.sf(t, skewness), atol=1e-7)
    np.testing.assert_allclose(upper_tail(t, 7, 0.0), student_t.sf(t, 7))
    assert np.isnan(two_sided(np.nan, 5, 0.3))


@pytest.mark.parametrize("skewness", [-30.0, -1.0, 0.5, 5.0, 250.0])
def test_a_larger_statistic_never_has_a_heavier_tail(skewness):
    tails = upper_tail(np.linspace(-50, 3000, 4001), 110.0, skewness)
    assert (np.diff(tails) <= 1e-15).all() and tails[-1] < 1e-9


def test_units_that_agree_by_chance_do_not_scatter_less_than_chance():
    counts, sizes = np.tile(np.random.default_rng(0).poisson(2, 200), (4, 1)), np.full(4, 1000.0)
    group, phi = np.array([0, 0, 1, 1]), 0.01
    found = root_scores(sparse.csr_matrix(counts), sizes, group, 2, phi)
    assert (found.variance[counts[0] > 0] > 0.9).all()


def test_signed_deviate_keeps_order_and_sign_where_p_vanishes():
    t = np.array([-60.0, -50.0, -1.0, 1.0, 60.0])
    deviates = signed_deviate(t, two_sided(t, 1e9, 0.0))
    assert (np.diff(deviates) > 0).all() and np.isfinite(deviates).all()
