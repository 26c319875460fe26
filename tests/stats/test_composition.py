import numpy as np
import pytest

from textmine.stats.composition import biweight_location, log_median, size_factor, weighted_median


def test_a_fifth_of_outliers_on_one_side_hardly_moves_the_centre():
    rng = np.random.default_rng(0)
    values = rng.normal(0.3, 0.2, 500)
    values[:100] += 1.5
    assert biweight_location(values, np.full(500, 0.04)) == pytest.approx(0.3, abs=0.03)
    assert values.mean() > 0.55


def test_precise_values_count_more():
    assert biweight_location([0.0, 0.01, 1.0, 1.01, 0.02], [0.01, 0.01, 1, 1, 0.01]) == pytest.approx(0.01, abs=0.01)


def test_swapping_the_sides_inverts_the_factor():
    ratios = np.random.default_rng(1).normal(0.2, 0.5, 60)
    variances = np.random.default_rng(2).uniform(0.1, 1, 60)
    assert size_factor(ratios, variances) * size_factor(-ratios, variances) == pytest.approx(1, abs=1e-6)


def test_few_words_give_no_factor_and_equal_ones_give_theirs():
    assert size_factor(np.ones(19), np.ones(19)) == 1
    assert size_factor(np.full(20, np.log(2)), np.ones(20)) == pytest.approx(2)


def test_weighted_median_of_equal_weights_is_the_median():
    values = np.random.default_rng(3).normal(size=101)
    assert weighted_median(values, np.ones(101)) == pytest.approx(np.median(values))


@pytest.mark.parametrize("variance", [0.01, 0.2, 1.5])
def test_the_log_median_is_that_of_drawn_bursts(variance):
    drawn = np.random.default_rng(4).gamma(1 / variance, variance, 200_001)
    assert log_median(variance) == pytest.approx(np.log(np.median(drawn)), abs=0.01)
