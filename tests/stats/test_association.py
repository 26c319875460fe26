"""Tests of counts: printed tables, other programs, naive versions, laws and edges."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from textmine.stats.association import (
    bayesian_information,
    chi_squared,
    fisher_exact,
    log_likelihood,
    log_likelihood_2cell,
    pointwise_mutual_information,
    williams_factor,
)
from textmine.stats.effect_size import odds_ratio

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


@pytest.mark.parametrize("cells, expected", [
    ((30, 1000, 10, 1000), dict(g2=10.669048, two=10.464963, chi2=10.204082, yates=9.209184, bic=3.068146,
                                bic2=2.864060, fisher=.00200833)),
    ((52, 10000, 37, 20000), dict(g2=23.495162, two=23.420094, chi2=25.294140, bic=13.186209, fisher=1.353384e-6)),
    ((6, 4000, 0, 9000), dict(g2=14.150095, fisher=8.463922e-4)),
    # quanteda's toy; R: chisq.test and fisher.test
    ((7, 10, 2, 9), dict(g2=4.534939, two=2.4401, chi2=4.337160, yates=2.632438, fisher=.06977852)),
    ((3, 17, 2, 12), dict(yates=.1851001)),  # quanteda's tests; R corrects by at most |O - E|: 1.6e-31
    ((3, 4, 1, 4), dict(fisher=.4857143)),  # the lady tasting tea, Fisher 1935
    ((10, 10, 0, 90), dict(g2=65.016595)),  # a row of pandas-association-measures
])
def test_gold_values(cells, expected):
    got = dict(g2=log_likelihood(*cells), two=log_likelihood_2cell(*cells), chi2=chi_squared(*cells),
               yates=chi_squared(*cells, yates=True), bic=bayesian_information(*cells),
               bic2=bayesian_information(*cells, cells=2), fisher=fisher_exact(*cells))
    for name, value in expected.items():
        assert got[name] == pytest.approx(value, rel=3e-6 if name != "two" else 2e-5), name


def test_p_of_g2_is_that_of_one_degree_of_freedom():
    assert stats.chi2.sf(log_likelihood(30, 1000, 10, 1000), 1) == pytest.approx(.00108943, abs=5e-9)


def test_the_factor_of_williams():
    toy = 7, 10, 2, 9
    assert williams_factor(*toy) == pytest.approx(1.079533, abs=5e-7)
    assert log_likelihood(*toy) / williams_factor(*toy) == pytest.approx(4.200833, abs=5e-7)
    assert williams_factor([0, 10], 10, [0, 9], 9).tolist() == [1, 1]


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_the_factor_of_williams_is_the_mean_of_its_shares(a, n1, b, n2):
    """Snedecor and Sokal's form, from sums of 1 / row and 1 / column."""
    total, rows = n1 + n2, (a + b, n1 + n2 - a - b)
    q = williams_factor(a, n1, b, n2)
    if a + b:
        inverse = [total * sum(1 / each for each in margin) - 1 for margin in (rows, (n1, n2))]
        assert q == pytest.approx(1 + inverse[0] * inverse[1] / (6 * total), rel=1e-12) and q > 1
    assert williams_factor(b, n2, a, n1) == pytest.approx(q, rel=1e-12)


def test_yates_of_r_is_another_rule():
    """chisq.test corrects by at most |O - E|, so that R prints 1.6e-31 where the classical rule gives .1851."""
    theirs = stats.chi2_contingency([[3, 14], [2, 10]], correction=True).statistic
    assert theirs == pytest.approx(0, abs=1e-12)
    assert chi_squared(3, 17, 2, 12, yates=True) == pytest.approx(.1851001, abs=5e-8)


def test_the_conditional_odds_ratio_is_another_number():
    """R's fisher.test and quanteda's "exact" print the conditional estimate; ours is that of the sample."""
    table = np.array([[7, 2], [3, 7]])
    conditional = stats.contingency.odds_ratio(table, kind="conditional").statistic
    weights = np.array([comb(10, k) * comb(9, 9 - k) for k in range(10)]) * conditional ** np.arange(10)
    assert np.average(np.arange(10), weights=weights) == pytest.approx(7, abs=1e-9), "the mean is the count: exact"
    assert conditional == pytest.approx(7.166282, abs=3e-5), "as printed, of a coarser search than the one above"
    assert odds_ratio(7, 10, 2, 9) == pytest.approx(8.166667, abs=5e-7)


def exact_two_sided(a, n1, b, n2, mid_p=False):
    """Oracle: all tables in whole numbers; equal is equal."""
    row = a + b
    tables = [comb(n1, k) * comb(n2, row - k) for k in range(max(0, row - n2), min(row, n1) + 1)]
    observed = comb(n1, a) * comb(n2, b)
    as_much = sum(each for each in tables if each == observed)
    lower = sum(each for each in tables if each < observed)
    return float((lower + as_much * (Fraction(1, 2) if mid_p else 1)) / Fraction(comb(n1 + n2, row)))


@given(st.integers(1, 40), st.integers(1, 40), st.data(), st.booleans())
def test_fisher_equals_the_sum_over_all_tables(n1, n2, data, mid_p):
    a, b = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    expected = exact_two_sided(a, n1, b, n2, mid_p)
    assert fisher_exact(a, n1, b, n2, mid_p=mid_p) == pytest.approx(expected, rel=1e-10)


def test_fisher_keeps_its_digits_in_large_corpora():
    for cells in ((29, 10**7, 1, 2 * 10**7), (660, 10**7, 2, 2 * 10**7), (30, 10**9, 90, 10**9)):
        assert fisher_exact(*cells) == pytest.approx(exact_two_sided(*cells), rel=1e-11)
    log_p = fisher_exact(5000, 10**6, 10, 10**6, log=True)
    assert -4000 < log_p < -3000 and fisher_exact(5000, 10**6, 10, 10**6) == 0


def test_fisher_of_many_words_at_once_equals_one_by_one():
    rng = np.random.default_rng(0)
    a, b = rng.zipf(1.5, 200).clip(max=900), rng.zipf(1.5, 200).clip(max=900)
    together = fisher_exact(a, 10_000, b, 15_000)
    assert together.shape == (200,) and (together >= 0).all() and (together <= 1).all()
    for i in range(0, 200, 9):
        expected = stats.fisher_exact([[a[i], b[i]], [10_000 - a[i], 15_000 - b[i]]]).pvalue
        assert together[i] == pytest.approx(expected, rel=1e-6)


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_statistics_are_sums_over_cells(a, n1, b, n2):
    table = np.array([[a, b], [n1 - a, n2 - b]], dtype=float)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    pairs = list(zip(table.ravel(), expected.ravel(), strict=True))
    naive = [2 * o * np.log(o / e) if o > 0 else 0 for o, e in pairs]
    assert log_likelihood(a, n1, b, n2) == pytest.approx(max(sum(naive), 0), abs=1e-6)
    assert log_likelihood_2cell(a, n1, b, n2) == pytest.approx(max(sum(naive[:2]), 0), abs=1e-6)
    if a + b:
        assert chi_squared(a, n1, b, n2) == pytest.approx(sum((o - e) ** 2 / e for o, e in pairs), rel=1e-9, abs=1e-9)
        assert chi_squared(a, n1, b, n2, yates=True) == pytest.approx(
            sum((abs(o - e) - 0.5) ** 2 / e for o, e in pairs), rel=1e-9, abs=1e-9)


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_swapping_the_sides_keeps_the_evidence(a, n1, b, n2):
    for statistic in (log_likelihood, log_likelihood_2cell, chi_squared, fisher_exact, bayesian_information):
        assert statistic(a, n1, b, n2) == pytest.approx(statistic(b, n2, a, n1), rel=1e-9, abs=1e-8)


@given(st.integers(1, 500), SIZES, st.integers(1, 500), SIZES, st.integers(2, 9))
def test_scaling_all_counts_scales_the_evidence(a, n1, b, n2, c):
    for statistic in (log_likelihood, log_likelihood_2cell, chi_squared):
        assert statistic(c * a, c * n1, c * b, c * n2) == pytest.approx(c * statistic(a, n1, b, n2), abs=1e-6)


def test_words_that_occur_nowhere_or_are_all_there_is_are_no_evidence():
    for statistic in (log_likelihood, log_likelihood_2cell, chi_squared):
        assert statistic(0, 100, 0, 100) == 0
    assert log_likelihood(100, 100, 100, 100) == chi_squared(100, 100, 100, 100) == 0
    assert fisher_exact(0, 100, 0, 100) == fisher_exact(100, 100, 100, 100) == 1


def test_pmi_of_the_textbook():
    """Manning & Schütze (1999), chapter 5, N = 14,307,668: the second word in the place of the target."""
    for both, first, second, printed in ((20, 42, 20, 18.38), (20, 24, 320, 15.19)):
        pmi = pointwise_mutual_information(both, second, first - both, 14_307_668 - second)
        assert pmi == pytest.approx(printed, abs=0.005)
    npmi = pointwise_mutual_information(8, 4675, 15_828 - 8, 14_307_668 - 4675, normalized=True)
    assert npmi == pytest.approx(.0303, abs=5e-5)


def test_evidence_of_the_textbook():
    """The same chapter: X² of *new companies*, and G² of *most powerful*, printed as 1291.42 from rounded shares."""
    new, most = (8, 4675, 15_828 - 8, 14_307_668 - 4675), (150, 932, 12_593 - 150, 14_307_668 - 932)
    assert chi_squared(*new) == pytest.approx(1.5489, abs=5e-5)
    assert log_likelihood(*new) == pytest.approx(1.33, abs=.005)
    assert log_likelihood(*most) == pytest.approx(1291.32, abs=.005)
    assert log_likelihood(*most) == pytest.approx(1291.42, abs=.2)


def test_pmi_has_limits_not_infinities():
    assert np.isnan(pointwise_mutual_information([0, 0], 100, [3, 0], 100)).all()
    npmi = pointwise_mutual_information([0, 0, 100], [100, 100, 100], [3, 0, 0], [100, 100, 300], normalized=True)
    assert npmi[0] == -1 and np.isnan(npmi[1]) and npmi[2] == pytest.approx(1)
