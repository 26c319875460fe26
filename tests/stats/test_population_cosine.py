"""The cosine of populations: against naive loops, and covering the truth on simulated passages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.population_cosine import (
    CosineEstimate,
    Sample,
    cosine_limits,
    population_cosine,
    second_order_variance,
    u_centred,
)

ZIPF = np.arange(1, 1001) ** -1.05 / (np.arange(1, 1001) ** -1.05).sum()


def passages(rng, p, n):
    """Passages of simulation S1."""
    rates = rng.gamma(300 * p, size=(n, len(p)))
    rates /= rates.sum(axis=1, keepdims=True)
    lengths = rng.integers(40, 141, n)
    return np.stack([rng.multinomial(k, r) for k, r in zip(lengths, rates, strict=True)]).astype(float)


def samples(x, y, sizes_x=None, sizes_y=None):
    sizes_x, sizes_y = (x.sum(axis=1) if sizes_x is None else sizes_x), (y.sum(axis=1) if sizes_y is None else sizes_y)
    return (Sample(sizes_x, (x ** 2).sum(axis=1), x @ x.sum(axis=0), x @ y.sum(axis=0)),
            Sample(sizes_y, (y ** 2).sum(axis=1), y @ y.sum(axis=0), y @ x.sum(axis=0)))


def measured(x, y):
    first, second = samples(x, y)
    every = np.arange(len(x)), np.arange(len(y))
    pairs = second_order_variance(first, second, x @ x.T, y @ y.T, x @ y.T, every)
    plug_in = x.sum(axis=0) @ y.sum(axis=0) / np.sqrt((x.sum(axis=0) ** 2).sum() * (y.sum(axis=0) ** 2).sum())
    return population_cosine(first, second, pairs), plug_in


def naive_ratio(x, y):
    """Products of different units, one at a time."""
    m, n = x.sum(axis=1), y.sum(axis=1)

    def mean(a, b, c, d, same):
        pairs = [(i, j) for i in range(len(a)) for j in range(len(b)) if not (same and i == j)]
        return sum(a[i] @ b[j] for i, j in pairs) / sum(c[i] * d[j] for i, j in pairs)

    return mean(x, y, m, n, False) / np.sqrt(mean(x, x, m, m, True) * mean(y, y, n, n, True))


rows = st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=4, max_size=6)


@given(rows, rows)
def test_estimate_and_variance_are_those_of_naive_loops(x, y):
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    whole = naive_ratio(x, y)
    without = [[naive_ratio(np.delete(x, i, axis=0), y) for i in range(len(x))],
               [naive_ratio(x, np.delete(y, j, axis=0)) for j in range(len(y))]]
    bias = sum((len(part) - 1) * (np.mean(part) - whole) for part in without)
    variance = sum((len(part) - 1) * np.var(part) for part in without)
    found = population_cosine(*samples(x, y))
    if not all(sample.has_length for sample in samples(x, y)):
        assert np.isnan(found.estimate)
        return
    np.testing.assert_allclose(found.estimate, whole - bias, rtol=1e-8)
    np.testing.assert_allclose(found.first_order, variance, rtol=1e-6, atol=1e-12)


def test_two_samples_of_one_population_are_about_1_alike_where_the_plug_in_value_is_less():
    rng = np.random.default_rng(0)
    found, plug_in = measured(passages(rng, ZIPF, 40), passages(rng, ZIPF, 40))
    assert abs(found.estimate - 1) < 0.005 < 1 - plug_in


def test_scale_and_swap_change_nothing():
    rng = np.random.default_rng(1)
    x, y = passages(rng, ZIPF, 8), passages(rng, ZIPF[::-1] + ZIPF, 9)
    a, b = samples(x, y)
    scaled = samples(3 * x, 3 * y, a.sizes, b.sizes)
    one, two, three = population_cosine(a, b), population_cosine(b, a), population_cosine(*scaled)
    np.testing.assert_allclose([two.estimate, three.estimate], one.estimate, rtol=1e-12)
    np.testing.assert_allclose([two.first_order, three.first_order], one.first_order, rtol=1e-9)


def test_limits_stay_near_where_the_plug_in_value_does_not_fall_short():
    found = CosineEstimate(0.8, 0.001, 0.0004, 6.0)
    low, high = cosine_limits(found, 0.85)
    assert 0.5 < low < 0.8 < high < 1


def test_without_second_order_at_no_distance_there_is_no_width():
    assert cosine_limits(CosineEstimate(1.0, 0.0, 0.0, 6.0), 1.0) == (1.0, 1.0)


def test_disjoint_vocabularies_have_a_cosine_of_zero():
    x, y = np.zeros((5, 4)), np.zeros((5, 4))
    x[:, :2], y[:, 2:] = [1, 2], [2, 1]
    found, _ = measured(x, y)
    assert found.estimate == 0


def test_a_population_without_any_word_twice_is_unknown():
    x, y = np.eye(6), np.ones((4, 6))
    assert np.isnan(population_cosine(*samples(x, y)).estimate)
    assert np.isnan(population_cosine(*samples(y[:2], y)).estimate)


@pytest.mark.parametrize("shared, known", [(0, False), (1, False), (9, True)])
def test_a_length_that_may_be_0_has_no_ratio(shared, known):
    x = np.hstack([np.eye(8) * 6, np.zeros((8, 1))])
    x[:2, 8] = shared
    x[2:, 8] = shared if known else 0
    assert samples(x, x)[0].has_length == known
    assert np.isfinite(population_cosine(*samples(x, x + 1)).estimate) == known


def test_a_sample_of_units_tells_the_second_order_of_all():
    rng = np.random.default_rng(2)
    x, y = passages(rng, ZIPF, 120), passages(rng, ZIPF, 120)
    first, second = samples(x, y)
    every, some = np.arange(120), np.arange(0, 120, 3)
    whole = second_order_variance(first, second, x @ x.T, y @ y.T, x @ y.T, (every, every))
    part = second_order_variance(first, second, x[some] @ x[some].T, y[some] @ y[some].T, x[some] @ y[some].T,
                                 (some, some))
    assert 0.7 < part / whole < 1.4


def test_centring_leaves_no_sum_of_a_row():
    rng = np.random.default_rng(3)
    products = np.cov(rng.normal(size=(6, 9)))
    np.testing.assert_allclose(u_centred(products).sum(axis=1), 0, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("units", [13, 40])
@pytest.mark.parametrize("spread", [0.0, 0.3, 0.6])
def test_intervals_of_counts_cover_the_truth(units, spread):
    """S1, 1,000 replicates: between 93 and 97 %, give or take what 1,000 replicates can tell."""
    covered = 0
    for replicate in range(1000):
        rng = np.random.default_rng(replicate)
        q = ZIPF * np.exp(rng.normal(0, spread, 1000))
        q /= q.sum()
        truth = ZIPF @ q / np.sqrt((ZIPF @ ZIPF) * (q @ q))
        found, plug_in = measured(passages(rng, ZIPF, units), passages(rng, q, units))
        low, high = cosine_limits(found, plug_in)
        covered += low <= truth <= high
    assert 930 <= covered <= 970
