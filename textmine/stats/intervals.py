"""Intervals of shares and rates over whole units, never over tokens.

Words come in bursts: the tokens of one passage are not independent draws.  A
share of passages, a share of tokens or a rate is uncertain by the number of
passages (or articles) behind it and by how much they differ.

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their
Application. Cambridge University Press.
Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions
with small expected number of positive counts estimated from survey data.
Survey Methodology 24(2), 193-201.
Wilson, E. B. (1927). Probable inference, the law of succession, and
statistical inference. Journal of the American Statistical Association 22,
209-212.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm
from scipy.stats import t as student_t


def wilson_interval(p: ArrayLike, n: ArrayLike, confidence_level: float = 0.95) -> tuple[NDArray, NDArray]:
    """Return the score interval of a proportion (Wilson 1927).

    Parameters
    ----------
    p : array in [0, 1]
        Observed proportion.
    n : array, above 0
        Number of observations, or the effective number.

    Returns
    -------
    low, high : arrays in [0, 1]

    Examples
    --------
    >>> low, high = wilson_interval(0, 10)
    >>> float(low), round(float(high), 4)
    (0.0, 0.2775)
    """
    p, n = np.asarray(p, dtype=float), np.asarray(n, dtype=float)
    z = norm.ppf((1 + confidence_level) / 2)
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low = np.where(p == 0, 0.0, middle - half)
    high = np.where(p == 1, 1.0, middle + half)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def pooled_share_interval(
    amounts: NDArray, sizes: NDArray, group: NDArray, n_groups: int, confidence_level: float = 0.95
) -> tuple[NDArray, NDArray, NDArray]:
    """Return shares of groups, with score intervals that know how the units cluster.

    Parameters
    ----------
    amounts : array of shape (units, K), between 0 and `sizes`
        What each unit gives to each of K parts.
    sizes : array of shape (units,), above 0
    group : int array of shape (units,)
    n_groups : int
        G.
    confidence_level : float, default 0.95

    Returns
    -------
    share, low, high : arrays of shape (G, K), in [0, 1]
        Limits are NaN for a group of fewer than two units.

    Notes
    -----
    The share of a group is a ratio of sums with linearised variance V.  Units that give
    themselves wholly to one part would have the variance ``p (1 - p) / n``, with
    ``n = (sum sizes)^2 / sum sizes^2``.  The ratio of the two, the design effect, is pooled
    over the groups, for each part by itself, since a part that the units of one group happen
    not to hold shows no variance there.  It is at most 1; a part that no unit holds takes the
    mean effect of the others.  Wilson's interval then takes ``n / effect`` observations, never
    more than the sum of sizes, times ``(z / t)^2`` with t on units - 1 degrees of freedom
    (Korn & Graubard 1998, equation 2).

    Examples
    --------
    >>> amounts = np.array([[1., 0.], [0., 1.], [1., 0.], [1., 0.]])
    >>> share, low, high = pooled_share_interval(amounts, np.ones(4), np.zeros(4, int), 1)
    >>> share.tolist(), bool((low < share).all() and (share < high).all())
    ([[0.75, 0.25]], True)
    """
    share, variance, total, squares, units = _ratios(amounts, sizes, group, n_groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        n = (total**2 / squares)[:, None]
        effect = np.minimum(_pooled(variance, share * (1 - share) / n, units), 1.0)
        n_effective = np.minimum(n / effect, total[:, None]) * _shrink(units, confidence_level)[:, None]
    low, high = wilson_interval(share, n_effective, confidence_level)
    return share, *_where_replicated(low, high, units)


def pooled_rate_interval(
    amounts: NDArray, sizes: NDArray, group: NDArray, n_groups: int, confidence_level: float = 0.95
) -> tuple[NDArray, NDArray, NDArray]:
    """Return rates of groups, with score intervals that know how bursty the counts are.

    Parameters
    ----------
    amounts : array of shape (units, K), at least 0
        Counts of each of K things in each unit.
    sizes : array of shape (units,), above 0
        Tokens of each unit.
    group : int array of shape (units,)
    n_groups : int
        G.
    confidence_level : float, default 0.95

    Returns
    -------
    rate, low, high : arrays of shape (G, K), per token
        Limits are NaN for a group of fewer than two units.

    Notes
    -----
    As `pooled_share_interval`, with the variance of a Poisson count, ``rate / tokens``, in the
    place of ``p (1 - p) / n`` and an effect of at least 1, since counts scatter at least so much:
    the limits solve ``(rate - x)^2 = z^2 effect x / tokens``.  A count of 0 has an upper limit too.

    Examples
    --------
    >>> counts = np.array([[2., 0.], [3., 0.], [4., 0.], [3., 0.]])
    >>> rate, low, high = pooled_rate_interval(counts, np.full(4, 10.), np.zeros(4, int), 1)
    >>> rate.tolist(), bool(high[0, 1] > 0)
    ([[0.3, 0.0]], True)
    """
    rate, variance, total, _, units = _ratios(amounts, sizes, group, n_groups)
    z = norm.ppf((1 + confidence_level) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = np.maximum(_pooled(variance, rate / total[:, None], units), 1.0)
        step = z**2 * effect / (total * _shrink(units, confidence_level))[:, None]
    middle, half = rate + step / 2, np.sqrt(rate * step + step**2 / 4)
    return rate, *_where_replicated(np.maximum(middle - half, 0), middle + half, units)


def _ratios(amounts: NDArray, sizes: NDArray, group: NDArray, n_groups: int):
    """Return ratios of sums and their linearised variances (G, K); sums of sizes and squares, units (G,)."""
    x, n = np.asarray(amounts, dtype=float), np.asarray(sizes, dtype=float)

    def sums(values: NDArray) -> NDArray:
        return np.bincount(group, values, minlength=n_groups)

    def column_sums(values: NDArray) -> NDArray:
        return np.stack([sums(column) for column in values.T], axis=1)

    units, total, squares = np.bincount(group, minlength=n_groups).astype(float), sums(n), sums(n**2)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = column_sums(x) / total[:, None]
        residual = x - ratio[group] * n[:, None]
        variance = (units / (units - 1) / total**2)[:, None] * column_sums(residual**2)
    return ratio, variance, total, squares, units


def _pooled(variance: NDArray, expected: NDArray, units: NDArray) -> NDArray[np.float64]:
    """Return for each column the sum of variances over the sum of those expected, shape (K,).

    Groups with fewer than two units are left out; a column that expects no variance takes
    the mean effect of the others.
    """
    kept = units > 1
    above, below = variance[kept].sum(axis=0), expected[kept].sum(axis=0)
    known = below > 0
    effect = np.divide(above, below, out=np.ones_like(above), where=known)
    return np.where(known, effect, effect[known].mean() if known.any() else 1.0)


def _shrink(units: NDArray, confidence_level: float) -> NDArray:
    """Return ``(z / t)^2``, by which few units shrink the effective number."""
    tail = (1 + confidence_level) / 2
    return (norm.ppf(tail) / student_t.ppf(tail, np.maximum(units - 1, 1))) ** 2


def _where_replicated(low: NDArray, high: NDArray, units: NDArray) -> tuple[NDArray, NDArray]:
    """Return limits, NaN for groups of fewer than two units."""
    enough = (units > 1)[:, None]
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def ratio_interval(
    numerators: NDArray,
    sizes: NDArray,
    rng: np.random.Generator,
    *,
    confidence_level: float = 0.95,
    n_boot: int = 2000,
) -> tuple[NDArray, NDArray]:
    """Return the studentised bootstrap interval of ``sum(numerators) / sum(sizes)`` over units.

    Parameters
    ----------
    numerators : array of shape (units, K), at least 0
        What each unit holds of each of K quantities.
    sizes : array of shape (units,), above 0
    rng : numpy.random.Generator
    confidence_level : float, default 0.95
    n_boot : int, default 2000

    Returns
    -------
    low, high : arrays of shape (K,)
        NaN with fewer than two units, where a ratio is 0, and where a draw without any
        occurrence decides the limit.

    Notes
    -----
    Units are drawn with replacement; each draw is divided by its own linearised
    standard error, on the log scale (Davison & Hinkley 1997, sections 2.4 and 5.2.1).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> low, high = ratio_interval(np.array([[2.], [3.], [4.], [3.]]), np.full(4, 10.), rng)
    >>> bool(low < .3 < high)
    True
    """
    x, n = np.asarray(numerators, dtype=float), np.asarray(sizes, dtype=float)
    units = len(n)
    if units < 2:
        return np.full(x.shape[1], np.nan), np.full(x.shape[1], np.nan)
    weights = np.vstack([np.ones(units), rng.multinomial(units, np.full(units, 1 / units), size=n_boot)])
    size = (weights @ n)[:, None]
    ratio = (weights @ x) / size
    spread = weights @ x**2 - 2 * ratio * (weights @ (x * n[:, None])) + ratio**2 * (weights @ n**2)[:, None]
    error = np.sqrt(units / (units - 1) * np.maximum(spread, 0)) / size
    with np.errstate(divide="ignore", invalid="ignore"):
        value, value_error = np.log(ratio), error / ratio
        t = (value[1:] - value[0]) / value_error[1:]
    moved = np.sign(np.where(np.abs(ratio[1:] - ratio[0]) < 1e-15, 0.0, ratio[1:] - ratio[0]))
    degenerate = np.isnan(t) | (error[1:] < 1e-12)
    t = np.where(degenerate, np.where(moved == 0, 0.0, np.copysign(np.inf, moved)), t)
    tail = (1 - confidence_level) / 2
    below, above = np.quantile(t, tail, axis=0, method="lower"), np.quantile(t, 1 - tail, axis=0, method="higher")
    usable = (ratio[0] > 0) & (error[0] > 1e-12)
    with np.errstate(invalid="ignore", over="ignore"):
        low, high = np.exp(value[0] - above * value_error[0]), np.exp(value[0] - below * value_error[0])
    return np.where(usable & (low > 0), low, np.nan), np.where(usable & np.isfinite(high), high, np.nan)
