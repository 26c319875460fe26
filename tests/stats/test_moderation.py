import numpy as np
import pytest
from scipy.special import polygamma

from textmine.stats.moderation import inverse_trigamma, local_trend, moderated_variances


@pytest.mark.parametrize("prior_df", [4.0, 20.0])
def test_prior_degrees_of_freedom_and_level_are_recovered(prior_df):
    rng = np.random.default_rng(0)
    df, level = 18, rng.uniform(0, 6, 20_000)
    true = np.exp(0.3 * level) * prior_df / rng.chisquare(prior_df, level.size)
    s2 = true * rng.chisquare(df, level.size) / df
    moderated, prior, found = moderated_variances(s2, df, level)
    assert found == pytest.approx(prior_df, rel=0.15)
    np.testing.assert_allclose(np.log(prior), 0.3 * level, atol=0.1)
    assert np.mean((np.log(moderated) - np.log(true)) ** 2) < np.mean((np.log(s2) - np.log(true)) ** 2)


def test_variances_that_differ_by_chance_alone_are_pooled():
    rng = np.random.default_rng(1)
    s2 = rng.chisquare(10, 5_000) / 10
    moderated, _, prior_df = moderated_variances(s2, 10, np.zeros(5_000))
    assert prior_df > 200 and moderated.std() < 0.05


def test_moderated_variance_lies_between_its_own_and_the_prior():
    s2 = np.random.default_rng(2).chisquare(3, 200) / 3 * np.repeat([0.1, 10], 100)
    moderated, prior, _ = moderated_variances(s2, 3, np.zeros(200))
    assert ((moderated >= np.minimum(s2, prior) - 1e-12) & (moderated <= np.maximum(s2, prior) + 1e-12)).all()


def test_two_words_and_zero_variances_are_left_as_they_are():
    moderated, _, prior_df = moderated_variances([1.0, 4.0], 5, [0, 0])
    assert moderated.tolist() == [1, 4] and prior_df == 0
    assert (moderated_variances([0.0, 0.0], 5, [0, 0])[0] > 0).all()
    moderated, _, _ = moderated_variances([0.0, 1.0, 2.0, 1.5], 5, np.zeros(4))
    assert np.isfinite(moderated).all() and moderated[0] > 0


def test_a_straight_line_is_its_own_trend():
    x = np.sort(np.random.default_rng(3).uniform(size=100))
    np.testing.assert_allclose(local_trend(x, 3 - 2 * x, x[5:-5]), 3 - 2 * x[5:-5], atol=1e-3)


@pytest.mark.parametrize("x", [0.05, 1.0, 30.0, 1e4])
def test_inverse_trigamma(x):
    assert inverse_trigamma(float(polygamma(1, x))) == pytest.approx(x, rel=1e-8)
