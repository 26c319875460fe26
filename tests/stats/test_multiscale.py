"""Multiscale bootstrap: distance and curvature are told apart, and AU is a p-value."""

import numpy as np
import pytest
from scipy.stats import ncx2, norm

from textmine.stats.multiscale import approximately_unbiased

SCALES = np.arange(0.5, 1.45, 0.1)


@pytest.mark.parametrize("v, c", [(-1.5, 0.3), (0.2, 0.0), (-2.0, -0.4)])
def test_exact_shares_give_back_distance_and_curvature(v, c):
    shares = norm.sf(v * np.sqrt(SCALES) + c / np.sqrt(SCALES))
    found = approximately_unbiased(1e9 * shares, np.full(10, 1e9), SCALES)
    assert found.au == pytest.approx(norm.sf(v - c)) and found.bp == pytest.approx(norm.sf(v + c))


def test_a_flat_border_needs_no_correction():
    shares = norm.sf(-1.3 * np.sqrt(SCALES))
    found = approximately_unbiased(1e9 * shares, np.full(10, 1e9), SCALES)
    assert found.au == pytest.approx(found.bp)


def test_au_of_a_sphere_is_the_exact_p_value_where_bp_is_not():
    """A finding "the mean of 4 normal numbers lies outside of a sphere"; its exact p is a chi squared tail."""
    rng, radius, n = np.random.default_rng(0), 4.0, 200_000
    y = np.array([5.8, 0, 0, 0])
    hits = [(((y + rng.normal(size=(n, 4)) / np.sqrt(r)) ** 2).sum(axis=1) > radius ** 2).sum() for r in SCALES]
    found = approximately_unbiased(np.array(hits), np.full(10, n), SCALES)
    exact = ncx2.cdf(y[0] ** 2, 4, radius ** 2)
    assert abs(found.au - exact) < 0.006 < abs(found.bp - exact)


def test_all_or_nothing_is_reported_as_it_is():
    assert approximately_unbiased(np.full(10, 50), np.full(10, 50), SCALES)[:2] == (1.0, 1.0)
    assert approximately_unbiased(np.zeros(10, int), np.full(10, 50), SCALES)[:2] == (0.0, 0.0)


def test_errors_are_those_of_repetition():
    rng = np.random.default_rng(1)
    shares = norm.sf(-0.8 * np.sqrt(SCALES) + 0.3 / np.sqrt(SCALES))
    found = [approximately_unbiased(rng.binomial(1000, shares), np.full(10, 1000), SCALES) for _ in range(400)]
    for value, error in (("au", "au_error"), ("bp", "bp_error")):
        spread = np.std([getattr(each, value) for each in found])
        assert 0.8 < np.mean([getattr(each, error) for each in found]) / spread < 1.25
