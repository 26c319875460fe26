"""Effect sizes: how much more frequent a word is in one corpus, whatever the evidence.

Notation as in `association`: a word occurs `a` times among the `n1` tokens of the target and `b`
times among the `n2` tokens of the reference.  All arguments broadcast.  Ratios to a count of 0
do not exist: each function says what it does there, and none returns infinity.

References
----------
Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster.
Walter, S. D. (1975). The distribution of Levins' measure of attributable risk.
Biometrika 62(2), 371-375.
Evert, S. (2022). Measuring keyness. Digital Humanities 2022, Tokyo.  doi:10.17605/OSF.IO/CY6MW
Gabrielatos, C. and Marchi, A. (2011). Keyness: matching metrics to definitions. Corpus Linguistics in
the South, Portsmouth.
Kilgarriff, A. (2009). Simple maths for keywords. Corpus Linguistics, Liverpool.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

PER_MILLION = 1_000_000


def log_ratio(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
              zero: float | None = None) -> NDArray[np.float64]:
    """Return the binary logarithm of the ratio of the two relative frequencies (Hardie 2014).

    Parameters
    ----------
    a, n1, b, n2 : arrays of counts
    zero : float, optional
        Stands for a count of 0, where the word occurs on the other side; Hardie takes 0.5.

    Returns
    -------
    array
        Positive: more in the target; 1 means twice as frequent.  NaN where `a` or `b` is 0 and nothing stands
        for it.

    Examples
    --------
    >>> float(log_ratio(40, 1000, 10, 1000))
    2.0
    """
    a, n1, b, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, n1, b, n2)))
    a, b = _without_zeros(a, b, zero)
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


def conservative_log_ratio(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *, alpha: float = 0.05,
                           m: int = 1, positive_only: bool = False) -> NDArray[np.float64]:
    """Return LRC: the log ratio nearest to 0 that the counts allow with confidence (Evert 2022).

    Parameters
    ----------
    a, n1, b, n2 : arrays of counts
    alpha : float in (0, 1), default 0.05
        One minus the confidence of all m intervals together.
    m : int, default 1
        How many words are looked at: Bonferroni's correction.
    positive_only : bool, default False
        Only words of the target are of interest: a one-sided interval, and 0 for the others.

    Returns
    -------
    array
        Positive: more in the target.  0: no difference with this confidence.  Effect size, significance
        and multiple tests in one number; it is never missing.

    Notes
    -----
    The Clopper-Pearson interval of ``τ = a / (a + b)`` at ``alpha / m`` becomes one of the log ratio by
    ``log2(n2 / n1 · τ / (1 - τ))``; LRC is the limit nearer to 0, or 0 if they differ in sign.

    Examples
    --------
    >>> n, n1 = 19_720_567, 168_329
    >>> round(float(conservative_log_ratio(1189, n1, 2157 - 1189, n - n1, m=599)), 6)
    6.910069
    """
    a, n1, b, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, n1, b, n2)))
    tail = alpha / m / (1 if positive_only else 2)
    more, less = a * n2 > b * n1, a * n2 < b * n1
    low = betaincinv(np.where(more, a, 1), b + 1, tail)
    lrc = np.where(more, np.maximum(_as_log_ratio(low, n1, n2), 0), 0.0)
    if positive_only:
        return lrc
    beyond = betaincinv(np.where(less, b, 1), a + 1, tail)  # 1 - tau_U: exact where tau_U is near 1
    return np.where(less, np.minimum(-_as_log_ratio(beyond, n2, n1), 0), lrc)


def percent_difference(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
                       zero: float | None = None) -> NDArray[np.float64]:
    """Return %DIFF: by how many percent of the reference's rate the target's is higher.

    Parameters
    ----------
    a, n1, b, n2 : arrays of counts
    zero : float, optional
        Stands for a `b` of 0, where the word occurs in the target.

    Returns
    -------
    array
        From -100; NaN where `b` is 0 and nothing stands for it.

    Notes
    -----
    ``100 (a / n1 - b / n2) / (b / n2)`` (Gabrielatos & Marchi 2011, who put 1e-18 for a rate of 0).

    Examples
    --------
    >>> float(percent_difference(30, 1000, 10, 1000).round(9))
    200.0
    """
    return 100 * (relative_risk(a, n1, b, n2, zero=zero) - 1)


def relative_risk(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
                  zero: float | None = None) -> NDArray[np.float64]:
    """Return the ratio of the two rates; NaN where `b` is 0 and `zero` does not stand for it.

    >>> float(relative_risk(30, 1000, 10, 1000).round(9))
    3.0
    """
    a, n1, b, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, n1, b, n2)))
    b = np.where((b == 0) & (a > 0), 0.0 if zero is None else zero, b)
    return np.divide(a * n2, b * n1, out=np.full(a.shape, np.nan), where=b > 0)


def odds_ratio(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
               zero: float | None = None) -> NDArray[np.float64]:
    """Return the ratio of the two sample odds of the word.

    Parameters
    ----------
    a, n1, b, n2 : arrays of counts
    zero : float, optional
        Added to all four cells of a table that has a 0 in one; 0.5 is the correction of Haldane and Anscombe.

    Returns
    -------
    array
        Above 1: more in the target; NaN where a divisor is 0.

    Notes
    -----
    ``a (n2 - b) / (b (n1 - a))``.  Programs that report Fisher's test give the conditional estimate instead, which
    is nearer to 1: 7.166 for 7 of 10 against 2 of 9, where the sample has 8.167.

    Examples
    --------
    >>> round(float(odds_ratio(7, 10, 2, 9)), 6)
    8.166667
    """
    a, n1, b, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, n1, b, n2)))
    table = np.array([a, b, n1 - a, n2 - b])
    if zero is not None:
        table = table + zero * ((table.min(axis=0) == 0) & (a + b > 0))
    up, down = table[0] * table[3], table[1] * table[2]
    return np.divide(up, down, out=np.full(up.shape, np.nan), where=down > 0)


def simple_maths(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *, k: float = 1) -> NDArray[np.float64]:
    """Return the ratio of the two rates per million, k added to both (Kilgarriff 2009).

    Parameters
    ----------
    a, n1, b, n2 : arrays of counts
    k : float above 0, default 1
        The larger, the more frequent the words that come first; the Sketch Engine offers 0.001 to 1,000,000.

    Returns
    -------
    array
        Above 1: more in the target; never missing.

    Examples
    --------
    >>> simple_maths(30, 1000, 10, 1000).round(4), simple_maths(30, 1000, 10, 1000, k=100).round(6)
    (np.float64(2.9998), np.float64(2.980198))
    """
    a, n1, b, n2 = (np.asarray(x, dtype=float) for x in (a, n1, b, n2))
    return (a / n1 * PER_MILLION + k) / (b / n2 * PER_MILLION + k)


def _without_zeros(a: NDArray, b: NDArray, zero: float | None) -> tuple[NDArray, NDArray]:
    """Return the counts with `zero` in the place of 0, for words that occur at all."""
    if zero is None:
        return a, b
    return np.where((a == 0) & (b > 0), zero, a), np.where((b == 0) & (a > 0), zero, b)


def _as_log_ratio(share: NDArray, n1: NDArray, n2: NDArray) -> NDArray:
    """Return the log ratio that the share of a word's occurrences in the first corpus tells of."""
    share = np.maximum(share, np.finfo(float).tiny)
    return np.log2(n2 / n1 * share / np.maximum(1 - share, np.finfo(float).tiny))
