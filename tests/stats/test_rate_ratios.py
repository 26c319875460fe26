import numpy as np
import pytest
from scipy import sparse

from textmine.stats.burst_rates import RateSums
from textmine.stats.linear_scatter import LinearScatter, Units
from textmine.stats.rate_ratios import Side, equivalence_p, ratio_interval, ratio_test, score
from textmine.stats.skewed import upper_tail


@pytest.fixture
def sides():
    rng = np.random.default_rng(0)
    sizes = rng.integers(200, 900, 30).astype(float)
    counts = rng.poisson(sizes[:, None] * rng.uniform(0.002, 0.02, 80) * rng.gamma(2, 0.5, (30, 80)))
    counts[:10, 0] = 0
    counts[10:, 1] = 0
    cells = sparse.csr_matrix(counts), sizes, np.repeat([0, 1, 2], 10)
    sums = RateSums.of(*cells, 3)
    units = Units.of(*cells, sums)
    scatter = LinearScatter.of(units, units.burstiness())
    return sums, Side.group(sums, 0), Side.mean(sums, np.array([0, 0.5, 0.5])), scatter


def test_limits_are_where_one_tail_holds_half_the_error(sides):
    sums, target, reference, scatter = sides
    low, high = ratio_interval(target, reference, scatter)
    for limit, sign in ((low, 1), (high, -1)):
        known = np.isfinite(limit)
        words = np.flatnonzero(known)
        some = sums.take(words)
        t, skewness = score(Side.group(some, 0), Side.mean(some, np.array([0, 0.5, 0.5])), scatter.take(words),
                            limit[known])
        np.testing.assert_allclose(upper_tail(sign * t, scatter.df, sign * skewness), 0.025, rtol=1e-6)


def test_the_observed_ratio_lies_inside_and_absence_leaves_one_limit(sides):
    _, target, reference, scatter = sides
    low, high = ratio_interval(target, reference, scatter)
    both = (target.rate > 0) & (reference.rate > 0)
    observed = np.log2(target.rate[both] / reference.rate[both])
    assert ((low[both] < observed) & (observed < high[both])).all()
    assert np.isnan(low[0]) and np.isfinite(high[0]) and np.isfinite(low[1]) and np.isnan(high[1])


def test_swapping_the_sides_turns_the_interval(sides):
    _, target, reference, scatter = sides
    low, high = ratio_interval(target, reference, scatter)
    turned = ratio_interval(reference, target, scatter)
    np.testing.assert_allclose(low, -turned[1], atol=1e-9)
    np.testing.assert_allclose(high, -turned[0], atol=1e-9)


def test_less_error_is_a_wider_interval(sides):
    _, target, reference, scatter = sides
    wide, narrow = (ratio_interval(target, reference, scatter, error) for error in (0.001, 0.2))
    known = np.isfinite(wide[0]) & np.isfinite(wide[1])
    assert (wide[0] < narrow[0])[known].all() and (wide[1] > narrow[1])[known].all()


def test_a_size_factor_shifts_the_ratio_and_nothing_else(sides):
    sums, target, reference, scatter = sides
    factored = Side.group(sums, 0, 2.0)
    np.testing.assert_allclose(factored.rate * 2, target.rate)
    assert factored.size == 2 * target.size
    for one, other, power in ((factored.poisson, target.poisson, 1), (factored.third[0], target.third[0], 2)):
        assert one == pytest.approx(other / 2**power)


def test_equivalence_needs_an_interval_inside_the_margin(sides):
    _, target, reference, scatter = sides
    p = equivalence_p(target, reference, scatter, 2.0)
    low, high = ratio_interval(target, reference, scatter, 0.1)
    inside = (np.nan_to_num(low, nan=-99) > -2) & (np.nan_to_num(high, nan=99) < 2)
    assert inside.any() and np.array_equal(p < 0.05, inside)


def test_a_word_that_neither_side_has_is_not_tested(sides):
    sums, *_ = sides
    nothing = RateSums(np.zeros_like(sums.totals), sums.sizes, sums.squares, sums.cubes, sums.n_units)
    z, p = ratio_test(Side.group(nothing, 0), Side.mean(nothing, np.array([0, 0.5, 0.5])),
                      LinearScatter(np.ones(80), 0.1, 20.0, np.ones(3)))
    assert np.isnan(z).all() and np.isnan(p).all()


def test_limits_widen_step_by_step_with_less_error(sides):
    """What lies far out, where next to nothing is expected, is never taken for a limit."""
    _, target, reference, scatter = sides
    both = np.isfinite(ratio_interval(target, reference, scatter)).all(axis=0)
    limits = [ratio_interval(target, reference, scatter, error) for error in 10.0 ** -np.arange(1, 7)]
    for side, sign in ((0, -1), (1, 1)):
        steps = sign * np.diff([each[side][both] for each in limits], axis=0)
        assert (steps > 0).all() and (steps < 3).all()
