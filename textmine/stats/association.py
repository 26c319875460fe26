"""Association of a word with one of two corpora: tests of the counts.

Notation: a word occurs `a` times among the `n1` tokens of the target and `b`
times among the `n2` tokens of the reference.  All arguments broadcast.  Documents can
be counted in the place of tokens, which words that come in bursts call for.

References
----------
Dunning, T. (1993). Accurate methods for the statistics of surprise and
coincidence. Computational Linguistics 19(1), 61-74.
Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster.
Walter, S. D. (1975). The distribution of Levins' measure of attributable risk.
Biometrika 62(2), 371-375.
Rayson, P. and Garside, R. (2000). Comparing corpora using frequency profiling.
Workshop on Comparing Corpora, ACL, 1-6.
Yates, F. (1934). Contingency tables involving small numbers and the chi-square test.
Supplement to the Journal of the Royal Statistical Society 1(2), 217-235.
Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal
Statistical Society 98(1), 39-82.
Williams, D. A. (1976). Improved likelihood ratio tests for complete contingency tables. Biometrika 63(1), 33-37.
Wilson, A. (2013). Embracing Bayes factors for key item analysis in corpus linguistics.
New Approaches to the Study of Linguistic Variability, 3-11.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlog1py, xlogy

from textmine.stats._hypergeometric import log_two_sided


def log_likelihood(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return G², the 4-cell log-likelihood ratio statistic.

    Parameters
    ----------
    a, b : array of counts, at least 0
        Occurrences in target and reference.
    n1, n2 : array of counts, above 0
        Tokens in target and reference.

    Returns
    -------
    array
        At least 0, without sign and unit.

    Notes
    -----
    ``G2 = 2 sum O ln(O / E)`` over the four cells of the table word/other by
    target/reference (Dunning 1993, section 4.1).  For other words ``O / E`` is near 1, and its logarithm
    is taken from ``O - E``, so that digits stay in large corpora.

    Examples
    --------
    >>> round(float(log_likelihood(30, 1000, 10, 1000)), 6)
    10.669048
    """
    a, n1, b, n2 = (np.asarray(x, dtype=float) for x in (a, n1, b, n2))
    e1, e2 = _expected(a, n1, b, n2)
    e3, e4 = (np.where(each > 0, each, 1) for each in (n1 - e1, n2 - e2))
    e1, e2 = np.where(e1 > 0, e1, 1), np.where(e2 > 0, e2, 1)
    away = (a * n2 - b * n1) / (n1 + n2)
    word = xlogy(a, a / e1) + xlogy(b, b / e2)
    other = xlog1py(n1 - a, -away / e3) + xlog1py(n2 - b, away / e4)
    return np.maximum(2 * (word + other), 0.0)


def log_likelihood_2cell(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return the 2-cell log-likelihood of the UCREL calculator and Wmatrix.

    Notes
    -----
    ``2 (a ln(a / E1) + b ln(b / E2))``, ``E1 = n1 (a + b) / (n1 + n2)`` (Rayson & Garside 2000):
    the test of two Poisson rates.  It is near G² for words that are rare in both corpora, and lower
    for the others: AntConc, CQPweb and quanteda take 4 cells, so that numbers of two programs may differ.

    Examples
    --------
    >>> round(float(log_likelihood_2cell(30, 1000, 10, 1000)), 6)
    10.464963
    """
    a, n1, b, n2 = (np.asarray(x, dtype=float) for x in (a, n1, b, n2))
    e1, e2 = _expected(a, n1, b, n2)
    e1, e2 = np.where(e1 > 0, e1, 1), np.where(e2 > 0, e2, 1)
    return np.maximum(2 * (xlogy(a, a / e1) + xlogy(b, b / e2)), 0.0)


def chi_squared(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
                yates: bool = False) -> NDArray[np.float64]:
    """Return Pearson's X² over four cells.

    Parameters
    ----------
    a, n1, b, n2
        As in `log_likelihood`.
    yates : bool, default False
        Correct for continuity.

    Returns
    -------
    array
        At least 0, without sign; 0 for a word that occurs nowhere, and where nothing else does.

    Notes
    -----
    ``sum (|O - E| - c)² / E``; c is 0, or one half by the classical rule (Yates 1934), in every cell, whatever
    its expectation.  Others correct otherwise: R's ``chisq.test`` by at most ``|O - E|``, quanteda by default only
    where ``|ad - bc| >= N / 2``.  Under the classical rule, counts within one half of their expectation come
    out with more evidence than without a correction: it is for tests, not for ranking rare words.

    Examples
    --------
    >>> chi_squared(30, 1000, 10, 1000).round(6), chi_squared(30, 1000, 10, 1000, yates=True).round(6)
    (np.float64(10.204082), np.float64(9.209184))
    """
    a, n1, b, n2 = (np.asarray(x, dtype=float) for x in (a, n1, b, n2))
    e1, e2 = _expected(a, n1, b, n2)
    away = np.abs(a - e1) - (0.5 if yates else 0)
    cells = np.broadcast_arrays(e1, e2, n1 - e1, n2 - e2)
    possible = np.min(cells, axis=0) > 0
    inverse = sum(1 / np.where(possible, cell, 1) for cell in cells)
    return np.where(possible, away**2 * inverse, 0.0)


def williams_factor(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return q, by which G² of 4 cells is divided so that its mean in small tables is nearer to that of χ².

    Returns
    -------
    array
        Above 1; 1 for a word that occurs nowhere or is all there is, whose G² is 0.

    Notes
    -----
    ``q = 1 + (N / n1 + N / n2 - 1) (N / r + N / (N - r) - 1) / (6 N)``, ``r = a + b``, ``N = n1 + n2``
    (Williams 1976).  With counts of more than a few dozens it is near 1.

    Examples
    --------
    >>> q = williams_factor(7, 10, 2, 9)
    >>> q.round(6), (log_likelihood(7, 10, 2, 9) / q).round(6)
    (np.float64(1.079533), np.float64(4.200833))
    """
    a, n1, b, n2 = (np.asarray(x, dtype=float) for x in (a, n1, b, n2))
    row, total = a + b, n1 + n2
    possible = (row > 0) & (row < total)
    word = np.where(possible, row, total / 2)
    excess = (total / n1 + total / n2 - 1) * (total / word + total / (total - word) - 1) / (6 * total)
    return np.where(possible, 1 + excess, 1.0)


def fisher_exact(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *, mid_p: bool = False,
                 log: bool = False) -> NDArray[np.float64]:
    """Return p of Fisher's exact test, two-sided: of all tables no more probable than the observed one.

    Parameters
    ----------
    a, n1, b, n2
        As in `log_likelihood`; whole numbers.
    mid_p : bool, default False
        Count the tables that are exactly as probable as the observed one by half, which makes the test
        less conservative (Lancaster 1961).
    log : bool, default False
        Return ln p, for evidence whose p is too small for a number.

    Returns
    -------
    array
        In (0, 1], or its logarithm.

    Notes
    -----
    Tables are equally probable if they differ by less than 1e-7 of it, as in R.  The probability is
    computed to about 13 digits for any size (Loader 2000).

    Examples
    --------
    The lady tasting tea: three of four cups.

    >>> round(float(fisher_exact(3, 4, 1, 4)), 7)
    0.4857143
    """
    cells = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, n1, b, n2)))
    first, size1, second, size2 = (np.array(cell).ravel() for cell in cells)
    found = np.empty(first.size)
    log_two_sided(first, size1, second, size2, mid_p, found)
    return (found if log else np.exp(found)).reshape(cells[0].shape)


def bayesian_information(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
                         cells: int = 4) -> NDArray[np.float64]:
    """Return the evidence for a difference by the Bayesian information criterion, in units of G².

    Parameters
    ----------
    a, n1, b, n2
        As in `log_likelihood`.
    cells : {4, 2}, default 4
        Which log-likelihood.

    Returns
    -------
    array
        Below 0: for equal rates; 0 to 2 barely worth a mention, 2 to 6 positive, 6 to 10 strong, above that
        very strong evidence of a difference.

    Notes
    -----
    ``G2 - ln(n1 + n2)`` (Wilson 2013).  Its N are tokens as if they were independent, so bursts count as evidence.

    Examples
    --------
    >>> round(float(bayesian_information(30, 1000, 10, 1000)), 6)
    3.068146
    """
    statistic = log_likelihood if cells == 4 else log_likelihood_2cell
    return statistic(a, n1, b, n2) - np.log(np.asarray(n1, dtype=float) + np.asarray(n2, dtype=float))


def pointwise_mutual_information(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
                                 normalized: bool = False) -> NDArray[np.float64]:
    """Return PMI of word and target, in bits, or NPMI in [-1, 1].

    Returns
    -------
    array
        Positive: more in the target.  Where the word does not occur there, NaN, and for NPMI its limit -1;
        NaN for a word that occurs nowhere.

    Notes
    -----
    ``log2(a N / (n1 (a + b)))``; NPMI divides by ``-log2(a / N)`` (Church & Hanks 1990; Bouma 2009).  PMI
    prefers rare words, and has no reference distribution.

    Examples
    --------
    >>> pointwise_mutual_information(30, 1000, 10, 1000).round(4), pointwise_mutual_information(
    ...     30, 1000, 10, 1000, normalized=True).round(4)
    (np.float64(0.585), np.float64(0.0965))
    """
    a, n1, b, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, n1, b, n2)))
    found, n = a > 0, n1 + n2
    pmi = np.log2(np.where(found, a, 1) * n / (n1 * np.where(found, a + b, 1)))
    if not normalized:
        return np.where(found, pmi, np.nan)
    self_information = -np.log2(np.where(found, a, 1) / n)
    npmi = np.divide(pmi, self_information, out=np.zeros_like(pmi), where=self_information > 0)
    return np.where(found, npmi, np.where(b > 0, -1.0, np.nan))


def _expected(a: NDArray, n1: NDArray, b: NDArray, n2: NDArray) -> tuple[NDArray, NDArray]:
    """Return how often the word would occur on each side at equal rates."""
    rate = (a + b) / (n1 + n2)
    return n1 * rate, n2 * rate
