"""Leaving out: what becomes of a statistic of running text when a block of it is taken away.

The jackknife leaves out one unit at a time, a passage or a whole text, and learns from
the changes how far the statistic would scatter (Tukey 1958; Efron & Tibshirani 1993,
chapter 11).  Unlike the bootstrap it never holds a passage twice, which would make
every text look repetitive.

Each function takes one text in blocks and returns *parts*: numbers that can be added over
texts, and whose ratio is the statistic; the row 0 for the whole text, then one row
without each block.

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.
Kish, L. (1965). Survey Sampling. Wiley.
Newey, W. K. and West, K. D. (1987). A simple, positive semi-definite, heteroskedasticity
and autocorrelation consistent covariance matrix. Econometrica 55(3), 703-708.
Tukey, J. W. (1958). Bias and confidence in not-quite large samples. Annals of
Mathematical Statistics 29, 614.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student_t

from textmine.stats.diversity import THRESHOLD, distinct_in_windows, factor_shares, numbered


def window_parts(ids: NDArray[np.int64], bounds: NDArray[np.int64], window: int) -> NDArray[np.float64]:
    """Return the types in all windows of a text, added up, and the tokens in them: their ratio is MATTR.

    Parameters
    ----------
    ids : int array of shape (N,)
        The types of a text in order.
    bounds : int array of shape (B + 1,)
        Block b is ``ids[bounds[b]:bounds[b + 1]]``; from 0 to N.
    window : int

    Returns
    -------
    array of shape (1 + B, 2)

    Notes
    -----
    Without a block the text closes up.  Only windows that touch the block change, so that all
    rows cost two readings of the text.

    Examples
    --------
    >>> window_parts(np.array([0, 1, 0, 2]), np.array([0, 2, 4]), 2)
    array([[6., 6.],
           [2., 2.],
           [2., 2.]])
    """
    ids, reach = numbered(ids), window - 1
    n_types = int(ids.max(initial=-1)) + 1
    parts = np.zeros((len(bounds), 2))
    parts[:] = _windows(ids, n_types, window)
    for b, (start, stop) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True), start=1):
        if stop > start:
            before, after = max(0, start - reach), stop + reach
            seam = np.concatenate([ids[before:start], ids[stop:after]])
            parts[b] += _windows(seam, n_types, window) - _windows(ids[before:after], n_types, window)
    return parts


def _windows(ids: NDArray[np.int64], n_types: int, window: int) -> NDArray[np.float64]:
    """Return the types in all windows, added up, and the tokens in them."""
    n_windows = max(0, len(ids) - window + 1)
    return np.array([distinct_in_windows(ids, n_types, window) if n_windows else 0, n_windows * window], dtype=float)


def factor_parts(ids: NDArray[np.int64], bounds: NDArray[np.int64],
                 threshold: float = THRESHOLD) -> NDArray[np.float64]:
    """Return tokens and factors of MTLD, read forwards and backwards.

    Parameters
    ----------
    ids, bounds
        As in `window_parts`.
    threshold : float, default 0.72

    Returns
    -------
    array of shape (1 + B, 3)
        Tokens, factors forwards, factors backwards; ``(N / F + N / F') / 2`` is MTLD.

    Notes
    -----
    A block takes its tokens' shares of factors with it; the factors of the rest stay as they
    are.  Read anew, all factors behind the block would begin elsewhere, and scatter far more
    than the texts do.  Factors reach over blocks, so that neighbours vary together:
    pass `chain` to `jackknife_interval`.

    Examples
    --------
    >>> factor_parts(np.array([0, 0, 1]), np.array([0, 2, 3]))
    array([[3.        , 1.        , 1.        ],
           [1.        , 0.        , 0.33333333],
           [2.        , 1.        , 0.66666667]])
    """
    ids = numbered(ids)
    n_types = int(ids.max(initial=-1)) + 1
    shares = np.stack([np.ones(len(ids)), factor_shares(ids, n_types, threshold),
                       factor_shares(ids[::-1], n_types, threshold)[::-1]], axis=1)
    own = np.stack([shares[start:stop].sum(axis=0) for start, stop in pairwise([0, *bounds.tolist()])])
    whole = shares.sum(axis=0)
    return np.concatenate([whole[None], whole - own[1:]])


def count_parts(ids: NDArray[np.int64], bounds: NDArray[np.int64],
                statistic: Callable[[NDArray[np.int64]], float]) -> NDArray[np.float64]:
    """Return a statistic of the counts of types, times tokens, and tokens.

    Parameters
    ----------
    ids, bounds
        As in `window_parts`.
    statistic : function of an int array of counts that returns a float
        Such as `textmine.stats.diversity.yule_k`; where it is NaN both parts are 0.

    Returns
    -------
    array of shape (1 + B, 2)

    Examples
    --------
    >>> from textmine.stats.diversity import type_token_ratio
    >>> count_parts(np.array([0, 0, 1]), np.array([0, 1, 3]), type_token_ratio)
    array([[2., 3.],
           [2., 2.],
           [1., 1.]])
    """
    ids = numbered(ids)
    counts = np.bincount(ids)
    parts = np.zeros((len(bounds), 2))
    for b in range(len(bounds)):
        own = np.bincount(ids[bounds[b - 1]:bounds[b]], minlength=len(counts)) if b else 0
        kept = counts - own
        value = statistic(kept)
        if not np.isnan(value):
            parts[b] = value * kept.sum(), kept.sum()
    return parts


def sum_parts(amounts: NDArray, sizes: NDArray) -> NDArray[np.float64]:
    """Return two sums over the blocks of a text, whole and without each block: their ratio is a mean.

    Parameters
    ----------
    amounts, sizes : arrays of shape (B,)

    Returns
    -------
    array of shape (1 + B, 2)

    Examples
    --------
    >>> sum_parts(np.array([12, 8]), np.array([1, 1]))
    array([[20.,  2.],
           [ 8.,  1.],
           [12.,  1.]])
    """
    pairs = np.stack([amounts, sizes], axis=1).astype(float)
    return np.concatenate([pairs.sum(axis=0)[None], pairs.sum(axis=0) - pairs])


def jackknife_interval(
    value: float,
    without: NDArray[np.float64],
    sizes: NDArray,
    confidence_level: float = 0.95,
    *,
    logarithmic: bool = False,
    chain: NDArray | None = None,
) -> tuple[float, float, float, float]:
    """Return the limits of a statistic, its standard error and degrees of freedom, from its values without each unit.

    Parameters
    ----------
    value : float
        Of all units.
    without : array of shape (n,)
    sizes : array of shape (n,), above 0
        Tokens of each unit.
    confidence_level : float, default 0.95
    logarithmic : bool, default False
        Whether the limits are those of the logarithm; then the error is too.
    chain : array of shape (n,), optional
        The text of each unit, where neighbours in one text vary together.

    Returns
    -------
    low, high, error, freedom : float
        NaN with fewer than two units, and where a value is missing.

    Notes
    -----
    ``error^2 = (n - 1) / n sum (v_(i) - mean v)^2`` (Efron & Tibshirani 1993, equation 11.5).  Of a chain the
    products of neighbours are added twice, where they are positive in all (lag 1, untapered: Newey & West
    1987).  Limits are ``value ± t error`` with ``m - 1`` degrees of freedom, where ``m = (sum sizes)^2 / sum
    sizes^2`` is the effective number of units (Kish 1965), two thirds of them for a chain, and at
    least 1: with n - 1, intervals of units of unequal sizes cover 91 to 93 % and not 95.

    Examples
    --------
    >>> units = np.array([1., 2., 6.])
    >>> error = jackknife_interval(3., (units.sum() - units) / 2, np.ones(3))[2]
    >>> round(error, 6) == round(float(units.std(ddof=1)) / 3 ** 0.5, 6)  # a mean has its usual error
    True
    """
    n = len(without)
    change = np.log if logarithmic else np.positive
    with np.errstate(divide="ignore", invalid="ignore"):
        centre, values = change(value), change(np.asarray(without, dtype=float))
    if n < 2 or not np.isfinite([centre, *values]).all():
        return np.nan, np.nan, np.nan, np.nan
    moved = values - values.mean()
    variance = (moved ** 2).sum()
    freedom = np.sum(sizes, dtype=float) ** 2 / np.square(sizes, dtype=float).sum() - 1
    if chain is not None:
        variance += 2 * max(0.0, (moved[1:] * moved[:-1])[chain[1:] == chain[:-1]].sum())
        freedom *= 2 / 3
    freedom = max(1.0, float(freedom))
    error = float(np.sqrt((n - 1) / n * variance))
    half = float(student_t.ppf((1 + confidence_level) / 2, freedom)) * error
    low, high = (np.exp([centre - half, centre + half]) if logarithmic else (centre - half, centre + half))
    return float(low), float(high), error, freedom
