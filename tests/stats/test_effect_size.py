"""Effect sizes: other programs, laws, and what each does at zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from textmine.stats.effect_size import (
    conservative_log_ratio,
    log_ratio,
    odds_ratio,
    percent_difference,
    relative_risk,
    simple_maths,
    smoothed_log_ratio,
)

COUNTS = st.integers(0, 500)
SIZES = st.integers(501, 5000)


def test_gold_values():
    first, second, toy = (30, 1000, 10, 1000), (52, 10000, 37, 20000), (7, 10, 2, 9)
    assert log_ratio(*first) == pytest.approx(1.584963, abs=1e-6)
    assert log_ratio(*second) == pytest.approx(1.490986, abs=1e-6)
    assert log_ratio(6, 4000, 0, 9000, zero=0.5) == pytest.approx(4.754888, abs=1e-6)
    assert percent_difference(*first) == pytest.approx(200)
    assert odds_ratio(*first) == pytest.approx(3.061856, abs=1e-6)
    assert odds_ratio(*toy) == pytest.approx(8.166667, abs=1e-6)
    assert simple_maths(*first) == pytest.approx(2.9998, abs=1e-5)
    assert simple_maths(*first, k=100) == pytest.approx(2.980198, abs=1e-6)


@pytest.mark.parametrize("f, f2, ratio, lrc, positive", [
    (1189, 2157, 7.156576, 6.910069, 6.920630), (27, 74, 6.060205, 4.562262, 4.630092),
])
def test_conservative_log_ratio_of_evert(f, f2, ratio, lrc, positive):
    """N = 19,720,567, n1 = 168,329, 599 words."""
    cells = f, 168_329, f2 - f, 19_720_567 - 168_329
    assert log_ratio(*cells) == pytest.approx(ratio, abs=5e-7)
    assert conservative_log_ratio(*cells, m=599) == pytest.approx(lrc, abs=5e-7)
    assert conservative_log_ratio(*cells, m=599, positive_only=True) == pytest.approx(positive, abs=5e-7)


@given(COUNTS, SIZES, COUNTS, SIZES, st.integers(1, 1000))
def test_lrc_is_the_nearer_limit_of_clopper_and_pearson(a, n1, b, n2, m):
    low = beta.ppf(.025 / m, a, b + 1) if a else 0
    high = beta.ppf(1 - .025 / m, a + 1, b) if b else 1
    with np.errstate(divide="ignore"):
        low, high = (np.log2(n2 / n1) + np.log2(x) - np.log2(1 - x) for x in (np.float64(low), np.float64(high)))
    expected = max(low, 0) if a / n1 > b / n2 else min(high, 0) if a / n1 < b / n2 else 0
    assert conservative_log_ratio(a, n1, b, n2, m=m) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_swapping_the_sides_turns_the_effect(a, n1, b, n2):
    for effect in (smoothed_log_ratio, conservative_log_ratio):
        assert effect(a, n1, b, n2) == pytest.approx(-effect(b, n2, a, n1), abs=1e-9)
    for ratio in (odds_ratio, relative_risk, simple_maths):
        forth, back = ratio(a, n1, b, n2), ratio(b, n2, a, n1)
        if a and b:
            assert forth * back == pytest.approx(1)


@given(st.integers(1, 500), SIZES, st.integers(1, 500), SIZES, st.integers(2, 9))
def test_scaling_all_counts_keeps_the_effect(a, n1, b, n2, c):
    for effect in (log_ratio, percent_difference, odds_ratio, relative_risk, simple_maths):
        assert effect(c * a, c * n1, c * b, c * n2) == pytest.approx(effect(a, n1, b, n2), abs=1e-9)


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 5), st.integers(1, 5))
def test_lrc_is_smaller_than_the_log_ratio_and_comes_to_it_as_counts_grow(a, b, s, t):
    plain = log_ratio(a, 100 * s, b, 100 * t)
    grown = [conservative_log_ratio(c * a, c * 100 * s, c * b, c * 100 * t, m=1000) for c in (1, 100, 10**8)]
    assert all(abs(lrc) <= abs(plain) + 1e-9 for lrc in grown)
    assert abs(grown[0]) <= abs(grown[1]) + 1e-9
    assert grown[-1] == pytest.approx(plain, abs=0.01)


def test_more_words_make_lrc_more_cautious():
    few, many = (conservative_log_ratio(30, 1000, 10, 1000, m=m) for m in (1, 1000))
    assert 0 <= many < few < log_ratio(30, 1000, 10, 1000)
    assert conservative_log_ratio(10, 1000, 30, 1000, positive_only=True) == 0


def test_zeros_are_missing_or_stood_in_for_never_infinite():
    a, b = [0, 3, 0], [3, 0, 0]
    assert np.isnan(log_ratio(a, 100, b, 100)).all()
    assert np.isfinite(smoothed_log_ratio(a, 100, b, 100)).all()
    np.testing.assert_allclose(log_ratio(a, 100, b, 100, zero=.5), [-np.log2(6), np.log2(6), np.nan])
    np.testing.assert_allclose(percent_difference(a, 100, b, 100), [-100, np.nan, np.nan])
    np.testing.assert_allclose(percent_difference(a, 100, b, 100, zero=.5), [-100, 500, np.nan])
    np.testing.assert_allclose(odds_ratio(a, 100, b, 100), [0, np.nan, np.nan])
    assert odds_ratio(3, 100, 0, 100, zero=.5) == pytest.approx(3.5 * 100.5 / (.5 * 97.5))
    assert odds_ratio(100, 100, 3, 100, zero=.5) == pytest.approx(100.5 * 97.5 / (3.5 * .5))
    assert np.isfinite(conservative_log_ratio(a, 100, b, 100)).all()
    assert simple_maths(a, 100, b, 100)[2] == 1
