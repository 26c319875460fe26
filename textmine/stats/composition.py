"""Composition: one hot theme must not make every other word look rare.

Relative frequencies add up to one.  If twenty words are four times as frequent in
one group, all others fall a little, though nobody avoids them.  The size factor is
the ratio of rates of the words that did *not* change: a robust centre of all log
ratios.

References
----------
Anders, S. and Huber, W. (2010). Differential expression analysis for sequence
count data. Genome Biology 11, R106, eq. 5 (median of ratios).
Cochran, W. G. (1954). Some methods for strengthening the common chi-square tests. Biometrics 10,
417-451.
Mosteller, F. and Tukey, J. W. (1977). Data Analysis and Regression.
Addison-Wesley, section 10 (biweight, c = 6).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

FEWEST_WORDS = 20
"""Words below which no factor is estimated."""

LEAST_EXPECTED = 5.0
"""Occurrences to expect on each side for a word to be asked: logarithms of rare counts are biased (Cochran 1954)."""

TUNING = 6.0
"""Median absolute deviations beyond which a word has no say (Mosteller & Tukey 1977)."""


def weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return the value in the middle of the weight, between neighbours by interpolation.

    Examples
    --------
    >>> weighted_median(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]))
    2.0
    """
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weights[order])
    return float(np.interp(cumulated[-1] / 2, cumulated - weights[order] / 2, values[order]))


def biweight_location(values: ArrayLike, variances: ArrayLike) -> float:
    """Return a centre that outliers do not move: Tukey's biweight, from the weighted median on.

    Parameters
    ----------
    values, variances : arrays of shape (n,)
        A value has the weight ``1 / variance``, and is an outlier by its own standard deviation.

    Examples
    --------
    >>> round(biweight_location([0.0, 0.1, -0.1, 0.05, 9.0], np.ones(5)), 2)
    0.01
    """
    values, variances = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    weights, deviations = 1 / variances, np.sqrt(variances)
    centre = weighted_median(values, weights)
    for _ in range(200):
        distance = np.abs(values - centre) / deviations
        reach = TUNING * weighted_median(distance, weights)
        if reach <= 0:
            break
        say = weights * np.clip(1 - (distance / reach) ** 2, 0, None) ** 2
        moved = float((say * values).sum() / say.sum())
        if abs(moved - centre) < 1e-10:
            break
        centre = moved
    return centre


def log_median(variances: ArrayLike) -> NDArray[np.float64]:
    """Return the log of the median of a bursty rate whose mean is 1.

    The mean of few units is skewed: half of all words lie below their rate by that much, though nothing changed.

    Parameters
    ----------
    variances : array
        Of a gamma distribution of mean 1.

    Examples
    --------
    >>> log_median([0.0, 0.1, 1.0]).round(3)
    array([ 0.   , -0.034, -0.367])
    """
    variances = np.asarray(variances, dtype=float)
    shape = 1 / np.maximum(variances, 1e-9)
    return np.where(variances > 1e-9, np.log(gammaincinv(shape, 0.5) / shape), 0.0)


def size_factor(log_ratios: ArrayLike, variances: ArrayLike) -> float:
    """Return the ratio of rates of unchanged words, target to reference.

    Parameters
    ----------
    log_ratios : array of shape (n,)
        Natural log of the ratio of rates of frequent words.
    variances : array of shape (n,)
        Variance of each under chance and burstiness.

    Returns
    -------
    float
        Above 0; 1 for fewer than `FEWEST_WORDS` words.  Divide a ratio of rates by it.

    Examples
    --------
    >>> ratios = np.log(np.where(np.arange(100) < 10, 4.0, 0.8))
    >>> round(size_factor(ratios, np.full(100, 0.01)), 6)
    0.8
    """
    log_ratios = np.asarray(log_ratios, dtype=float)
    return 1.0 if len(log_ratios) < FEWEST_WORDS else float(np.exp(biweight_location(log_ratios, variances)))
