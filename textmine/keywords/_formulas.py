"""Statistic and p of every measure of `measures`, from the two sides of a comparison.

Each function takes `Sides` and keyword-only options, and returns the statistic with its sign, and p or None.
The kernels in `textmine.stats` hold the formulas and their sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from textmine.stats import association, contingency, effect_size, unit_tests
from textmine.stats.dispersion import deviation_of_proportions
from textmine.stats.log_odds import log_odds_dirichlet
from textmine.stats.resampling import permutation_test

if TYPE_CHECKING:
    from textmine.keywords.measures import Sides

Found = tuple[NDArray[np.float64], NDArray[np.float64] | None]


def log_likelihood(sides: Sides) -> Found:
    return _signed(association.log_likelihood(*sides.tokens), sides)


def log_likelihood_2cell(sides: Sides) -> Found:
    return _signed(association.log_likelihood_2cell(*sides.tokens), sides)


def chi_squared(sides: Sides, *, yates: bool = False) -> Found:
    return _signed(association.chi_squared(*sides.tokens, yates=yates), sides)


def fisher(sides: Sides, *, mid_p: bool = False) -> Found:
    if any((np.floor(cell) != cell).any() for cell in sides.tokens):
        raise ValueError("counts must be whole numbers for measure 'fisher', got weights: choose 'log_likelihood'")
    log_p = association.fisher_exact(*sides.tokens, mid_p=mid_p, log=True)
    return _direction(*sides.tokens) * -log_p / np.log(10), np.exp(log_p)


def bic(sides: Sides, *, cells: int = 4) -> Found:
    evidence = association.bayesian_information(*sides.tokens, cells=cells)
    return _direction(*sides.tokens) * np.maximum(evidence, 0), None


def pmi(sides: Sides) -> Found:
    return association.pointwise_mutual_information(*sides.tokens), None


def npmi(sides: Sides) -> Found:
    return association.pointwise_mutual_information(*sides.tokens, normalized=True), None


def t_score(sides: Sides) -> Found:
    return contingency.t_score(*sides.tokens), None


def z_score(sides: Sides) -> Found:
    return np.where(sides.a + sides.b > 0, contingency.z_score(*sides.tokens), 0.0), None


def log_ratio(sides: Sides, *, zero: float | None = 0.5) -> Found:
    return effect_size.log_ratio(*sides.tokens, zero=zero), None


def smoothed_log_ratio(sides: Sides) -> Found:
    return effect_size.smoothed_log_ratio(*sides.tokens), None


def lrc(sides: Sides, *, alpha: float = 0.05, m: int | None = None, positive_only: bool = False) -> Found:
    tests = len(sides.a) if m is None else m
    return effect_size.conservative_log_ratio(*sides.tokens, alpha=alpha, m=tests, positive_only=positive_only), None


def percent_difference(sides: Sides, *, zero: float | None = 0.5) -> Found:
    return effect_size.percent_difference(*sides.tokens, zero=zero), None


def relative_risk(sides: Sides, *, zero: float | None = 0.5) -> Found:
    a, n1, b, n2 = sides.tokens
    a = np.where((a == 0) & (b > 0) & (zero is not None), zero or 0, a)
    return _log2(effect_size.relative_risk(a, n1, b, n2, zero=zero)), None


def odds_ratio(sides: Sides, *, zero: float | None = 0.5) -> Found:
    return _log2(effect_size.odds_ratio(*sides.tokens, zero=zero)), None


def simple_maths(sides: Sides, *, k: float = 1.0) -> Found:
    return np.log2(effect_size.simple_maths(*sides.tokens, k=k)), None


def log_odds(sides: Sides, *, prior_strength: float | None = None, prior_count: float | None = None) -> Found:
    if prior_strength is None and prior_count is None:
        prior_strength = float(sides.sizes.mean())
    _, zeta = log_odds_dirichlet(sides.a, sides.b, sides.n1, sides.n2, strength=prior_strength, alpha=prior_count)
    return zeta, None


def zeta(sides: Sides) -> Found:
    docs_target, n_target, docs_reference, n_reference = sides.documents
    return docs_target / n_target - docs_reference / n_reference, None


def eta(sides: Sides) -> Found:
    target, reference = (np.nan_to_num(deviation_of_proportions(sides.counts[side], sides.sizes[side]), nan=1)
                         for side in (sides.target, ~sides.target))
    return np.where(sides.a + sides.b > 0, reference - target, np.nan), None


def text_dispersion(sides: Sides) -> Found:
    statistic = association.log_likelihood(*sides.documents)
    return _direction(*sides.documents) * statistic, chi2.sf(statistic, 1)


def text_dispersion_lrc(sides: Sides, *, alpha: float = 0.05, m: int | None = None,
                        positive_only: bool = False) -> Found:
    tests = len(sides.a) if m is None else m
    lrc = effect_size.conservative_log_ratio(*sides.documents, alpha=alpha, m=tests, positive_only=positive_only)
    return lrc, None


def welch(sides: Sides) -> Found:
    return unit_tests.welch(sides.counts, sides.sizes, sides.target)


def rank_sum(sides: Sides, *, exact: bool | None = None) -> Found:
    return unit_tests.rank_sum(sides.counts, sides.sizes, sides.target, exact=exact)


def cliffs_delta(sides: Sides) -> Found:
    return unit_tests.cliffs_delta(sides.counts, sides.sizes, sides.target), None


def bootstrap(sides: Sides, *, n_resamples: int = 9_999, random_state: int = 0) -> Found:
    p = unit_tests.bootstrap_test(sides.counts, sides.sizes, sides.target, np.random.default_rng(random_state),
                                  n_resamples=n_resamples)
    return _direction(*sides.tokens) * -np.log10(p), p


def permutation(sides: Sides, *, n_permutations: int = 9_999, max_t: bool = False, random_state: int = 0) -> Found:
    test = permutation_test(sides.counts, sides.sizes, (~sides.target).astype(int), 2, n_permutations, random_state,
                            max_t=max_t)
    p = test.p_value if test.p_adjusted is None else test.p_adjusted
    return _direction(*sides.tokens) * test.statistic[0], p[0]


def _direction(a: NDArray, n1: float, b: NDArray, n2: float) -> NDArray[np.float64]:
    """Return 1 where the target's rate is higher, -1 where it is lower, else 0."""
    return np.sign(a * n2 - b * n1)


def _signed(statistic: NDArray, sides: Sides) -> Found:
    """Return a statistic of one degree of freedom with its sign, and its asymptotic p."""
    return _direction(*sides.tokens) * statistic, chi2.sf(statistic, 1)


def _log2(ratio: NDArray) -> NDArray[np.float64]:
    """Return the binary logarithm, NaN of 0."""
    return np.log2(np.where(ratio > 0, ratio, np.nan))
