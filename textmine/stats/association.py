"""Association of a word with one of two corpora.

Notation: a word occurs `a` times among the `n1` tokens of the target and `b`
times among the `n2` tokens of the reference.  All arguments broadcast.

References
----------
Dunning, T. (1993). Accurate methods for the statistics of surprise and
coincidence. Computational Linguistics 19(1), 61-74.
Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster.
Walter, S. D. (1975). The distribution of Levins' measure of attributable risk.
Biometrika 62(2), 371-375.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy


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
    target/reference (Dunning 1993, section 4.1).

    Examples
    --------
    >>> round(float(log_likelihood(30, 1000, 10, 1000)), 6)
    10.669048
    """
    a, n1, b, n2 = (np.asarray(x, dtype=float) for x in (a, n1, b, n2))
    n, row = n1 + n2, a + b
    observed = xlogy(a, a) + xlogy(b, b) + xlogy(n1 - a, n1 - a) + xlogy(n2 - b, n2 - b)
    margins = xlogy(n1, n1) + xlogy(n2, n2) + xlogy(row, row) + xlogy(n - row, n - row)
    return np.maximum(2 * (observed - margins + xlogy(n, n)), 0.0)


def log_ratio(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return the binary logarithm of the ratio of the two relative frequencies (Hardie 2014).

    Returns
    -------
    array
        Positive: more in the target; 1 means twice as frequent.  NaN where `a` or `b` is 0.

    Examples
    --------
    >>> float(log_ratio(40, 1000, 10, 1000))
    2.0
    """
    a, n1, b, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, n1, b, n2)))
    ratio = np.full(a.shape, np.nan)
    np.divide(a * n2, b * n1, out=ratio, where=(a > 0) & (b > 0))
    return np.log2(ratio)


def smoothed_log_ratio(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return the log ratio with one half added to every count, finite for zeros (Walter 1975).

    Examples
    --------
    >>> float(smoothed_log_ratio(0, 999.5, 0, 999.5))
    0.0
    """
    a, n1, b, n2 = (np.asarray(x, dtype=float) for x in (a, n1, b, n2))
    return np.log2((a + 0.5) / (n1 + 0.5)) - np.log2((b + 0.5) / (n2 + 0.5))
