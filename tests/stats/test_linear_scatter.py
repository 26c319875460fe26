import numpy as np
import pytest
from scipy import sparse

from textmine.stats.burst_rates import RateSums
from textmine.stats.linear_scatter import LinearScatter, Units


def units_of(counts, sizes, group):
    cells = sparse.csr_matrix(counts), np.asarray(sizes, dtype=float), np.asarray(group)
    return Units.of(*cells, RateSums.of(*cells, int(max(group)) + 1))


def bursty(seed, sizes, shape, n_words=400):
    rng = np.random.default_rng(seed)
    rate = rng.dirichlet(np.full(n_words, 0.6))
    shape = np.broadcast_to(shape, len(sizes))[:, None]
    return rng.poisson(np.asarray(sizes)[:, None] * rate * rng.gamma(shape, 1 / shape, (len(sizes), n_words)))


def test_scatter_is_that_of_a_plain_loop():
    sizes, group = np.array([30, 500, 90, 200, 70]), np.array([0, 0, 0, 1, 1])
    counts, weights = bursty(0, sizes, 1.0, 20), np.array([0.5, 2.0, 1.0, 0.1, 3.0])
    found = units_of(counts, sizes, group).scatter(weights, np.arange(20))
    for g in (0, 1):
        mine = group == g
        rate = counts[mine].sum(axis=0) / sizes[mine].sum()
        left = counts[mine] - sizes[mine, None] * rate
        np.testing.assert_allclose(found[g], (weights[mine, None] * left**2).sum(axis=0), atol=1e-9)


def test_expected_scatter_is_that_of_the_residuals_however_unequal_the_units():
    sizes, weights = np.array([10_000.0, 300, 200, 50]), np.array([0.1, 1.0, 2.0, 5.0])
    mu, phi = 0.002, 0.7
    poisson, burst = units_of(np.ones((4, 1)), sizes, np.zeros(4, dtype=int)).expected(weights)
    residual = np.eye(4) - np.outer(sizes, np.ones(4)) / sizes.sum()
    covariance = residual @ np.diag(sizes * mu + phi * (sizes * mu) ** 2) @ residual.T
    assert mu * poisson[0] + phi * mu**2 * burst[0] == pytest.approx(weights @ np.diag(covariance))


@pytest.mark.parametrize("shape", [0.5, 2.0])
@pytest.mark.parametrize("spread", [0.0, 1.5])
def test_burstiness_is_recovered_from_even_and_from_uneven_lengths(shape, spread):
    sizes = np.random.default_rng(1).lognormal(6, spread, 160).astype(int) + 20
    found = units_of(bursty(1, sizes, shape), sizes, np.repeat([0, 1], 80)).burstiness()
    assert found == pytest.approx(1 / shape, rel=0.15)


def test_a_burstier_group_scatters_more_and_a_lone_unit_has_no_say():
    sizes, shape = np.full(61, 600), np.r_[np.full(30, 0.5), np.full(30, 4.0), 1.0]
    units = units_of(bursty(2, sizes, shape), sizes, np.r_[np.repeat([0, 1], 30), 2])
    scale = LinearScatter.of(units, units.burstiness()).scale
    assert scale[0] > 2 * scale[1] and scale[2] == 1


def test_a_very_long_document_does_not_set_the_scatter_of_all():
    rng = np.random.default_rng(3)
    sizes = np.r_[100_000, rng.integers(200, 400, 39)]
    counts = bursty(3, sizes, 1.5)
    group = np.repeat([0, 1], 20)
    with_long, without = (units_of(counts[kept], sizes[kept], group[kept])
                          for kept in (np.arange(40), np.arange(1, 40)))
    one, other = (LinearScatter.of(each, 0.7).variance for each in (with_long, without))
    common = counts[1:].sum(axis=0) >= 50
    np.testing.assert_allclose(np.median(one[common] / other[common]), 1, atol=0.15)
