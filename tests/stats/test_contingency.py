"""Scores of association: every column of UCS, other programs, naive versions, laws and edges.

Two columns of the table of UCS have no kernel: ``frequency`` is the count itself, and ``random`` a random number.
Four odds ratios with a cell of 0 are printed there as 10,000,000, and are missing here.
"""

from decimal import Decimal, localcontext
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from textmine.stats import association, contingency
from textmine.stats._hypergeometric import _tail, log_probability
from textmine.stats.effect_size import conservative_log_ratio, log_ratio, odds_ratio, relative_risk

UCS = Path(__file__).parents[1] / "reference" / "ucs_association.csv"
ROW = 10, 10, 0, 90  # of the tests of pandas-association-measures: f = f1 = f2 = 10, N = 100
NEW_COMPANIES = 8, 4675, 15_828 - 8, 14_307_668 - 4675  # Manning & Schütze (1999), chapter 5
SCORES = [contingency.t_score, contingency.z_score, contingency.simple_log_likelihood, contingency.poisson_stirling,
          contingency.poisson_exact, contingency.powered_mutual_information, contingency.local_mutual_information,
          contingency.dice, contingency.jaccard, contingency.geometric_mean, contingency.minimum_sensitivity,
          contingency.liddell]
COUNTS = st.integers(0, 500)
SIZES = st.integers(501, 5000)


def signed(statistic):
    """The statistic below 0 where the count is below its expectation, as UCS prints it."""
    return lambda a, n1, b, n2: np.sign(a * n2 - b * n1) * statistic(a, n1, b, n2)


def base_10(statistic, **options):
    """A number in bits to base 10."""
    return lambda *cells: statistic(*cells, **options) * np.log10(2)


def one_sided_fisher(a, n1, b, n2):
    """-log10 of the upper tail of Fisher's test."""
    p = [np.exp(log_probability(*cell, row)) * _tail(cell[0], 1, *cell[1:], row, 0.0, min(row, cell[1]))
         for *cell, row in zip(a, n1, n2, a + b, strict=True)]
    return -np.log10(p)


COLUMNS = {
    "Dice": contingency.dice, "Fisher_pv": one_sided_fisher, "Jaccard": contingency.jaccard,
    "MI": base_10(association.pointwise_mutual_information), "MI2": base_10(contingency.powered_mutual_information),
    "MI3": base_10(contingency.powered_mutual_information, power=3), "MS": contingency.minimum_sensitivity,
    "Poisson_Stirling": lambda *cells: contingency.poisson_stirling(*cells) / np.log(10),
    "Poisson_pv": lambda *cells: -contingency.poisson_exact(*cells, log=True) / np.log(10),
    "average_MI": lambda *cells: association.log_likelihood(*cells) / (2 * np.log(10)),
    "chi_squared": signed(association.chi_squared),
    "chi_squared_corr": signed(lambda *cells: association.chi_squared(*cells, yates=True)),
    "gmean": contingency.geometric_mean, "local_MI": base_10(contingency.local_mutual_information),
    "log_likelihood": signed(association.log_likelihood), "odds_ratio": lambda *cells: np.log10(odds_ratio(*cells)),
    "odds_ratio_disc": lambda a, n1, b, n2: np.log10(odds_ratio(a + .5, n1 + 1, b + .5, n2 + 1)),
    "relative_risk": lambda a, n1, b, n2: np.log10(relative_risk(a, a + b, n1 - a, n1 + n2 - a - b)),
    "simple_ll": signed(contingency.simple_log_likelihood), "t_score": contingency.t_score,
    "z_score": contingency.z_score, "z_score_corr": lambda *cells: contingency.z_score(*cells, yates=True),
}
LOST = {"log_likelihood": 1e-10, "average_MI": 3e-11}
"""Columns whose last digits are lost there, by sums over cells that nearly cancel; all else agrees in every digit."""


@pytest.fixture(scope="module")
def ucs():
    """47 pairs as tables of word by node: what UCS prints for them, and a, n1, b, n2."""
    pairs = pd.read_csv(UCS, comment="#", dtype=str)
    f, f1, f2, n = (pairs[name].to_numpy(float) for name in ("f", "f1", "f2", "N"))
    return pairs, (f, f1, f2 - f, n - f1)


@pytest.mark.parametrize("column", COLUMNS)
def test_47_pairs_of_ucs(ucs, column):
    pairs, cells = ucs
    got, printed = COLUMNS[column](*cells), pairs[column].to_numpy(float)
    infinite = printed == 10_000_000
    assert np.isnan(got[infinite]).all() and infinite.sum() == (4 if column == "odds_ratio" else 0)
    np.testing.assert_allclose(got[~infinite], printed[~infinite], rtol=2e-13, atol=LOST.get(column, 0))


def test_no_column_of_ucs_is_left_out(ucs):
    assert set(ucs[0].columns[4:]) == set(COLUMNS) and len(ucs[0]) == 47


def test_the_digits_of_g2_that_are_lost_there_are_right_here(ucs):
    """G² in 40 digits."""
    with localcontext() as context:
        context.prec = 40
        for a, n1, b, n2 in zip(*(each.astype(int).tolist() for each in ucs[1]), strict=True):
            cells = [(a, n1, a + b), (b, n2, a + b), (n1 - a, n1, n1 + n2 - a - b), (n2 - b, n2, n1 + n2 - a - b)]
            exact = 2 * sum(o * (Decimal(o) * (n1 + n2) / (column * row)).ln() for o, column, row in cells if o)
            assert association.log_likelihood(a, n1, b, n2) == pytest.approx(float(exact), rel=2e-12)


def test_a_row_of_pandas_association_measures():
    for score, printed in ((contingency.dice, 1), (contingency.t_score, 2.846049894151541), (contingency.z_score, 9),
                           (contingency.minimum_sensitivity, 1), (contingency.liddell, 1)):
        assert score(*ROW) == pytest.approx(printed, abs=1e-14), score.__name__
    assert base_10(association.pointwise_mutual_information)(*ROW) == pytest.approx(1, abs=1e-14)
    assert base_10(contingency.local_mutual_information)(*ROW) == pytest.approx(10, abs=1e-13)
    assert association.log_likelihood(*ROW) == pytest.approx(65.016595, abs=5e-7)
    assert contingency.simple_log_likelihood(*ROW) == pytest.approx(28.051702, abs=5e-7)
    assert log_ratio(*ROW, zero=.5) == pytest.approx(7.491853, abs=5e-7)


def test_the_normal_approximation_of_lrc_is_another_number():
    """There at 1 % of ten words, 0.5 for the zero; the exact limit is far from it where a count is 0."""
    a, n1, b, n2 = 10, 10, .5, 90
    error = np.sqrt(1 / a + 1 / b - 1 / n1 - 1 / n2)
    approximate = (np.log(a / n1 * n2 / b) - stats.norm.isf(.01 / 2 / 10) * error) / np.log(2)
    assert approximate == pytest.approx(.796936, abs=5e-7)
    assert conservative_log_ratio(*ROW, alpha=.01, m=10) > 2 * approximate


def test_the_t_of_the_textbook():
    assert contingency.t_score(*NEW_COMPANIES) == pytest.approx(.999932, abs=5e-7)


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_scores_are_their_formulas(a, n1, b, n2):
    row, total = a + b, n1 + n2
    e = row * n1 / total
    naive = {
        "simple_log_likelihood": 2 * ((a * np.log(a / e) if a else 0) - (a - e)),
        "poisson_stirling": a * (np.log(a / e) - 1) if a else 0,
        "local_mutual_information": a * np.log2(a / e) if a else 0,
        "dice": 2 * a / (row + n1), "jaccard": a / (row + n1 - a), "minimum_sensitivity": min(a / max(row, 1), a / n1),
        "liddell": a / n1 - b / n2, "t_score": (a - e) / np.sqrt(a) if a else np.nan,
        "z_score": (a - e) / np.sqrt(e) if e else np.nan,
        "geometric_mean": a / np.sqrt(row * n1) if row else np.nan,
        "powered_mutual_information": np.log2(a * a / e) if a else np.nan,
        "poisson_exact": stats.poisson.sf(a - 1, e),
    }
    assert set(naive) == {score.__name__ for score in SCORES}
    for score in SCORES:
        assert score(a, n1, b, n2) == pytest.approx(naive[score.__name__], rel=1e-9, abs=1e-9, nan_ok=True), score


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_two_words_have_one_score_in_either_order(a, n1, b, n2):
    other = a, a + b, n1 - a, n1 + n2 - a - b
    for score in SCORES:
        if score is not contingency.liddell and a + b:
            assert score(*other) == pytest.approx(score(a, n1, b, n2), rel=1e-9, abs=1e-9, nan_ok=True), score


def test_arrays_broadcast():
    for score in SCORES:
        assert score([[1], [2]], [10, 20, 30], 3, 40).shape == (2, 3), score


def test_poisson_keeps_its_digits_where_p_is_too_small():
    """ln p of 150 of 10^-3 in 30 digits of the series."""
    with localcontext() as context:
        context.prec = 30
        term = total = Decimal(1)
        mean = Decimal("1000") * 150 / 1_001_000
        for k in range(151, 200):
            term *= mean / k
            total += term
        factorial = sum(Decimal(k).ln() for k in range(1, 151))
        exact = float(150 * mean.ln() - mean - factorial + total.ln())
    assert contingency.poisson_exact(150, 1000, 0, 10**6, log=True) == pytest.approx(exact, rel=1e-13)
    assert contingency.poisson_exact(150, 1000, 0, 10**6) == 0 and exact < -745
    ladder = contingency.poisson_exact(np.arange(1, 400), 1000, 0, 10**6, log=True)
    assert np.isfinite(ladder).all() and (np.diff(ladder) < 0).all()


def test_nothing_observed_or_expected():
    nothing = {score.__name__: float(score(0, 10, 0, 20)) for score in SCORES}
    missing = {"t_score", "z_score", "powered_mutual_information", "geometric_mean"}
    assert {name for name, value in nothing.items() if np.isnan(value)} == missing
    assert all(value == (name == "poisson_exact") for name, value in nothing.items() if name not in missing)
    assert np.isnan(contingency.t_score(0, 10, 5, 20)) and contingency.z_score(0, 10, 5, 20) < 0
    assert contingency.poisson_exact(0, 10, 0, 20, log=True) == 0
