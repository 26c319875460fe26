"""Means over units: a plain loop as oracle, laws of the interval and its p, and how often intervals cover."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from textmine.stats import mean_resampling
from textmine.stats.mean_resampling import resampled_means

SCORES = st.integers(3, 12).flatmap(lambda n: arrays(float, (n, 2), elements=st.integers(-8, 8).map(lambda x: x / 8)))


def by_loop(column, n_resamples, seed, level):
    rng, n, t = np.random.default_rng(seed), len(column), []
    mean, error = column.mean(), column.std(ddof=1) / n ** .5
    for _ in range(n_resamples):
        drawn = column[rng.integers(n, size=n)]
        off, own = abs(drawn.mean() - mean), drawn.std(ddof=1) / n ** .5
        t.append(off / own if own > 1e-12 else 0.0 if off < 1e-12 else np.inf)
    limit = sorted(t)[int(np.ceil(level * (n_resamples - 1)))]
    reached = sum(each >= abs(mean) / error * (1 - 1e-12) for each in t)
    half = limit * error if np.isfinite(limit) else np.nan
    return mean - half, mean + half, (1 + reached) / (n_resamples + 1)


@given(SCORES, st.integers(0, 5), st.sampled_from([.8, .95]))
@settings(max_examples=40)
def test_a_plain_loop_gives_the_same(values, seed, level):
    values[0, 0], values[1, 0] = .3, -.7
    found = resampled_means(values[:, :1], 199, seed, confidence_level=level)
    low, high, p = by_loop(values[:, 0], 199, seed, level)
    np.testing.assert_allclose([found.low[0], found.high[0]], [low, high], atol=1e-9)
    assert found.p_value[0] == pytest.approx(p, abs=2.5 / 200)


@given(SCORES)
@settings(max_examples=60)
def test_nothing_is_outside_the_interval_just_where_p_says_so(values):
    found = resampled_means(values, 399, seed=1)
    known = ~np.isnan(found.low) & (values.std(axis=0) > 0)
    outside = (found.low > 0) | (found.high < 0)
    assert (outside[known] <= (found.p_value[known] <= .0525)).all()
    assert (outside[known] >= (found.p_value[known] < .0475)).all()
    turned = resampled_means(-values, 399, seed=1)
    np.testing.assert_allclose(turned.low, -found.high)
    np.testing.assert_allclose(turned.p_value, found.p_value)


def test_draws_depend_neither_on_other_columns_nor_on_batches(monkeypatch):
    values = np.random.default_rng(0).gamma(.5, size=(40, 3))
    whole = resampled_means(values, 500, seed=3)
    alone = resampled_means(values[:, 1:2], 500, seed=3)
    monkeypatch.setattr(mean_resampling, "CELLS_IN_BATCH", 170)
    small = resampled_means(values, 500, seed=3)
    for a, b, c in zip(whole, alone, small, strict=True):
        np.testing.assert_allclose(a[1], b[0], rtol=1e-12)
        np.testing.assert_allclose(a, c, rtol=1e-12)
    shifted = resampled_means(values + 5, 500, seed=3)
    np.testing.assert_allclose([shifted.low, shifted.high], np.array([whole.low, whole.high]) + 5, rtol=1e-9)


def test_few_units_and_units_that_are_alike():
    none = resampled_means(np.empty((0, 2)), 9, seed=0)
    one = resampled_means(np.array([[.5, 0.]]), 9, seed=0)
    assert np.isnan(none.mean).all() and one.mean.tolist() == [.5, 0.]
    assert np.isnan([*one.low, *one.high, *one.p_value, *none.low]).all()
    alike = resampled_means(np.tile([.5, 0.], (6, 1)), 99, seed=0)
    assert np.isnan([*alike.low, *alike.high, alike.p_value[0]]).all() and alike.p_value[1] == 1
    two = resampled_means(np.array([[.2], [.4]]), 99, seed=0)
    assert np.isnan(two.low[0]) and np.isnan(two.high[0])


@pytest.mark.slow
@pytest.mark.parametrize(("n", "zeros"), [(20, 0), (20, .3), (60, .5)])
def test_intervals_cover_means_of_scores_with_many_zeros(n, zeros):
    rng, repeats = np.random.default_rng(7), 2000
    values = rng.beta(2, 5, size=(n, repeats)) * (rng.random((n, repeats)) >= zeros)
    found = resampled_means(values - 2 / 7 * (1 - zeros), 999, seed=0)
    covered = ((found.low <= 0) & (found.high >= 0)).mean()
    assert .93 <= covered <= .97, covered
    assert .03 <= (found.p_value < .05).mean() <= .07
