"""Tails of a t statistic whose numerator is skewed.

The mean of few rare counts is skewed, and so is a contrast of one small group with many
documents; the t distribution then calls two occurrences on one side "significant".
Balanced contrasts are not touched: their skewness cancels.

References
----------
Hall, P. (1983). Chi squared approximations to the distribution of a sum of independent random
variables. Annals of Probability 11, 1028-1036.
Mielke, P. W. and Berry, K. J. (2007). Permutation Methods, 2nd ed. Springer, section 2.3 (three
moments and the Pearson type III distribution).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincc, ndtri, stdtr

SYMMETRIC = 0.01
"""Skewness below which the t distribution is left as it is."""

LEAST, FARTHEST = 1e-300, 1e8
"""The smallest tail and the largest statistic that are told apart."""


def upper_tail(t: ArrayLike, df: float, skewness: ArrayLike) -> NDArray[np.float64]:
    """Return the chance of a larger statistic.

    Parameters
    ----------
    t : array
    df : float, above 0
    skewness : array
        Of the numerator of t.

    Returns
    -------
    array in [0, 1]

    Notes
    -----
    The tail of t in the Pearson type III (shifted gamma) distribution of mean 0, variance 1 and the given
    skewness becomes the normal deviate of the same tail, and that is looked up in the t distribution.

    Examples
    --------
    >>> upper_tail([2.0, 2.0, 2.0], 1e6, [0.0, 1.0, -1.0]).round(3)
    array([0.023, 0.042, 0.   ])
    """
    t, skewness = np.broadcast_arrays(np.asarray(t, dtype=float), np.asarray(skewness, dtype=float))
    deviate = t.copy()
    skewed = np.flatnonzero(np.isfinite(t) & (np.abs(skewness) >= SYMMETRIC))
    if skewed.size:
        lean = skewness.flat[skewed]
        shape = 4 / lean**2
        place = np.maximum(shape + np.sign(lean) * t.flat[skewed] * np.sqrt(shape), 0.0)
        tail = _gamma_tail(shape, place, lean > 0)
        found, most = -ndtri(np.maximum(tail, LEAST)), tail >= 0.5
        found[most] = ndtri(np.maximum(_gamma_tail(shape[most], place[most], lean[most] <= 0), LEAST))
        deviate.flat[skewed] = found
    return np.where(np.isnan(deviate), np.nan, stdtr(df, -np.clip(deviate, -FARTHEST, FARTHEST)))


def _gamma_tail(shape: NDArray, place: NDArray, upper: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the upper or the lower tail of gamma distributions; either takes long, so that no other is computed."""
    tail = np.empty(shape.shape)
    tail[upper] = gammaincc(shape[upper], place[upper])
    tail[~upper] = gammainc(shape[~upper], place[~upper])
    return tail


def two_sided(t: ArrayLike, df: float, skewness: ArrayLike) -> NDArray[np.float64]:
    """Return the chance of a statistic at least as far from 0, both tails together.

    Examples
    --------
    >>> two_sided([0.0, 1.96], 1e9, 0.0).round(3)
    array([1.  , 0.05])
    """
    size, skewness = np.abs(np.asarray(t, dtype=float)), np.asarray(skewness, dtype=float)
    return np.minimum(1.0, upper_tail(size, df, skewness) + upper_tail(size, df, -skewness))


def signed_deviate(t: ArrayLike, p: ArrayLike) -> NDArray[np.float64]:
    """Return the normal deviate that has the two-sided p, with the sign of t; t itself where p is too small to say.

    Examples
    --------
    >>> signed_deviate([-5.0, 3.0], [0.05, 1.0]).round(2)
    array([-1.96,  0.  ])
    """
    t, p = np.asarray(t, dtype=float), np.asarray(p, dtype=float)
    deviate = -ndtri(np.maximum(p, 1e-300) / 2)
    return np.where(p > 1e-300, np.copysign(deviate, t), t) + 0.0
