"""Moderation: many small samples lend each other strength.

With five documents a side, the scatter of one word is known badly.  The scatter of
thousands of words is known well, and how it goes with frequency too.  Each word's
variance is therefore drawn towards the trend of all words, by as much as the words
themselves agree; the degrees of freedom that this is worth are added to its own.

References
----------
Smyth, G. K. (2004). Linear models and empirical Bayes methods for assessing
differential expression in microarray experiments. Statistical Applications in
Genetics and Molecular Biology 3(1), article 3.
Law, C. W. et al. (2014). voom: precision weights unlock linear model analysis
tools for RNA-seq read counts. Genome Biology 15, R29 (variance trend).
Cleveland, W. S. (1979). Robust locally weighted regression and smoothing
scatterplots. Journal of the American Statistical Association 74, 829-836.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, polygamma

FEWEST_FOR_TREND = 30
"""Words below which one level is drawn instead of a trend."""

SPAN, KNOTS = 0.4, 25
LEAST_VARIANCE = 1e-9
"""Variance of words that are the same everywhere, so that a test of them stays a number."""

MOST_PRIOR = 1e6
"""Prior degrees of freedom that stand for "all words scatter alike"."""


def moderated_variances(
    variances: ArrayLike, df: float, level: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return variances drawn towards their trend, the trend, and what the trend is worth.

    Parameters
    ----------
    variances : array of shape (V,), at least 0
        Residual variance of each word.
    df : float, above 0
        Degrees of freedom of each of them.
    level : array of shape (V,)
        What the variance may go with, such as the logarithm of the count.

    Returns
    -------
    moderated, prior : arrays of shape (V,)
        ``(d0 s0² + d s²) / (d0 + d)``, and the trend ``s0²``.
    prior_df : float
        ``d0``, at least 0 and at most `MOST_PRIOR`; a test has ``d0 + d`` degrees of freedom.

    Notes
    -----
    If ``s² ~ s0² F(d, d0)``, then ``log s²`` has mean ``log s0² + ψ(d/2) - log(d/2) - ψ(d0/2) +
    log(d0/2)`` and variance ``ψ'(d/2) + ψ'(d0/2)``; both are matched (Smyth 2004, section 6.2), the
    mean along a local linear trend (Cleveland 1979).  Where fewer than three words vary all are left as they
    are.

    Examples
    --------
    >>> moderated, prior, d0 = moderated_variances([1.0, 2.0, 0.5, 1.5], 4, [0, 0, 0, 0])
    >>> moderated.round(2), d0 > 1000
    (array([1.45, 1.45, 1.45, 1.45]), True)
    """
    s2, level = np.asarray(variances, dtype=float), np.asarray(level, dtype=float)
    positive = s2 > 0
    if positive.sum() < 3:
        same = np.maximum(s2, LEAST_VARIANCE)
        return same, same, 0.0
    half = df / 2
    e = np.log(s2[positive]) - digamma(half) + np.log(half)
    trend = local_trend(level[positive], e, level)
    left = e - trend[positive]
    used = 3 if len(e) >= FEWEST_FOR_TREND else 1
    excess = float((left**2).sum() / (len(e) - used) - polygamma(1, half))
    if excess <= float(polygamma(1, MOST_PRIOR / 2)):
        return np.exp(trend), np.exp(trend), MOST_PRIOR
    d0 = 2 * inverse_trigamma(excess)
    prior = np.exp(trend + digamma(d0 / 2) - np.log(d0 / 2))
    return (d0 * prior + df * s2) / (d0 + df), prior, d0


def local_trend(x: NDArray[np.float64], y: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the local linear trend of y along x, at other places; the mean where there are few points.

    Tricube weights over the nearest `SPAN` of the points (Cleveland 1979, without the robust step),
    at `KNOTS` quantiles of x, linear in between and constant outside.

    Examples
    --------
    >>> x = np.arange(50.0)
    >>> local_trend(x, 2 * x, np.array([10.0, 20.5])).round(6)
    array([20., 41.])
    """
    knots = np.unique(np.quantile(x, np.linspace(0, 1, KNOTS)))
    if len(x) < FEWEST_FOR_TREND or len(knots) < 4:
        return np.full(at.shape, y.mean())
    reach = max(int(SPAN * len(x)), 10)
    heights = []
    for knot in knots:
        distance = np.abs(x - knot)
        width = max(np.partition(distance, reach - 1)[reach - 1], 1e-9 * (knots[-1] - knots[0]))
        weight = (1 - np.minimum(distance / (width * (1 + 1e-9)), 1) ** 3) ** 3
        mean = np.average(x, weights=weight)
        spread = np.average((x - mean) ** 2, weights=weight)
        slope = np.average((x - mean) * y, weights=weight) / spread if spread > 0 else 0.0
        heights.append(np.average(y, weights=weight) + slope * (knot - mean))
    return np.interp(at, knots, heights)


def inverse_trigamma(value: float) -> float:
    """Return x with ψ'(x) = value, by Newton's method (Smyth 2004, appendix).

    Examples
    --------
    >>> round(inverse_trigamma(float(polygamma(1, 2.5))), 9)
    2.5
    """
    x = 0.5 + 1 / value
    for _ in range(50):
        now = polygamma(1, x)
        step = float(now * (1 - now / value) / polygamma(2, x))
        x += step
        if abs(step) < 1e-10 * x:
            break
    return float(x)
