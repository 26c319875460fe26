import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.association import log_likelihood
from textmine.stats.effect_size import log_ratio, smoothed_log_ratio

COUNTS = st.integers(0, 500)
SIZES = st.integers(501, 5000)


@pytest.mark.parametrize("cells, printed", [
    # Dunning (1993), table 1: k(AB), k(not-A B), k(A not-B), k(not-A not-B) and -2 log lambda
    ((110, 2442, 111, 29114), 270.72), ((29, 13, 123, 31612), 263.90), ((31, 23, 139, 31584), 256.84),
    ((10, 0, 3, 31764), 167.23), ((76, 104, 2476, 29121), 157.21), ((16, 16, 51, 31694), 157.03),
])
def test_log_likelihood_reproduces_dunning(cells, printed):
    a, c, b, d = cells
    assert log_likelihood(a, a + c, b, b + d) == pytest.approx(printed, abs=0.005)


@pytest.mark.parametrize("a, n1, b, n2, g2, ratio", [
    (30, 1000, 10, 1000, 10.669048, 1.584963), (52, 10000, 37, 20000, 23.495162, 1.490986),
    (7, 10, 2, 9, 4.534939, np.log2(0.7 / (2 / 9))),
])
def test_gold_values(a, n1, b, n2, g2, ratio):
    assert log_likelihood(a, n1, b, n2) == pytest.approx(g2, abs=1e-6)
    assert log_ratio(a, n1, b, n2) == pytest.approx(ratio, abs=1e-6)


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_log_likelihood_is_the_sum_over_four_cells(a, n1, b, n2):
    table = np.array([[a, b], [n1 - a, n2 - b]], dtype=float)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    naive = 2 * sum(o * np.log(o / e) for o, e in zip(table.ravel(), expected.ravel(), strict=True) if o > 0)
    assert log_likelihood(a, n1, b, n2) == pytest.approx(max(naive, 0), abs=1e-6)


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_swapping_the_sides_keeps_the_evidence_and_turns_the_effect(a, n1, b, n2):
    assert log_likelihood(a, n1, b, n2) == pytest.approx(log_likelihood(b, n2, a, n1), abs=1e-8)
    assert smoothed_log_ratio(a, n1, b, n2) == pytest.approx(-smoothed_log_ratio(b, n2, a, n1), abs=1e-9)


@given(st.integers(1, 500), SIZES, st.integers(1, 500), SIZES, st.integers(2, 9))
def test_scaling_all_counts_scales_the_evidence_and_keeps_the_effect(a, n1, b, n2, c):
    assert log_likelihood(c * a, c * n1, c * b, c * n2) == pytest.approx(c * log_likelihood(a, n1, b, n2), abs=1e-6)
    assert log_ratio(c * a, c * n1, c * b, c * n2) == pytest.approx(log_ratio(a, n1, b, n2), abs=1e-9)


def test_zeros_are_missing_or_smoothed_never_infinite():
    assert np.isnan(log_ratio([0, 3], 100, [3, 0], 100)).all()
    assert np.isfinite(smoothed_log_ratio([0, 3, 0], 100, [3, 0, 0], 100)).all()
    assert log_likelihood(0, 100, 0, 100) == 0
