"""Means over units by the bootstrap: how far they would move with other units.

A score of a method is the mean over documents, and the documents could have been others.  They are drawn
anew with replacement, whole, and all means take part in the same draws: what one document makes
hard for two methods cancels in their difference.

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge University Press;
sections 2.4 and 5.2, studentised intervals, and 4.4, tests.
Hall, P. (1988). On symmetric bootstrap confidence intervals. Journal of the Royal Statistical Society B 50(1), 35-45.
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in
Genetics and Molecular Biology 9(1), article 39.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CELLS_IN_BATCH = 2_000_000
TOLERANCE = 1e-12


class ResampledMeans(NamedTuple):
    """Means of K quantities, arrays of shape (K,).

    Attributes
    ----------
    mean
    low, high
        Missing with fewer than two units, and where no spread, or draws without any, decide them.
    p_value
        Of a mean of 0, two-sided; missing with fewer than two units, and without spread around another mean.
    """

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p_value: NDArray[np.float64]


def resampled_means(
    values: NDArray[np.float64], n_resamples: int, seed: int, *, confidence_level: float = 0.95
) -> ResampledMeans:
    """Return the mean of each column with its interval, and p of a mean of 0.

    Parameters
    ----------
    values : array of shape (units, K)
    n_resamples : int, at least 1
        B.
    seed : int, at least 0
        The draws of units depend on it and on the number of units alone, never on the values.
    confidence_level : float, default 0.95

    Returns
    -------
    ResampledMeans

    Notes
    -----
    Each draw b has a mean ``m_b`` and its standard error ``s_b``; ``t_b = |m_b - m| / s_b``.  With c the
    quantile of t at the level the interval is ``m ± c s`` (Hall 1988), and
    ``p = (1 + #{t_b >= |m| / s}) / (B + 1)`` (Davison & Hinkley 1997, section 4.4; Phipson & Smyth 2010), so that 0
    lies outside the interval where p is below 1 minus the level.  A draw without spread has t of 0 where its mean is
    m and is beyond any limit elsewhere.  Units that are all the same number tell nothing of how far others would be:
    no limits, and p is 1 if the number is 0.

    Time grows with B times units and K; memory with B times K alone.

    Examples
    --------
    >>> found = resampled_means(np.array([[.1, 0.], [.3, 0.], [.2, 0.], [.4, 0.]]), 999, seed=0)
    >>> found.mean.round(2).tolist(), bool(found.low[0] < .25 < found.high[0]), float(found.p_value[1])
    ([0.25, 0.0], True, 1.0)
    """
    x = np.asarray(values, dtype=float)
    n, k = x.shape
    if n < 2:
        missing = np.full(k, np.nan)
        return ResampledMeans(x.mean(axis=0) if n else missing, missing, missing, missing)
    mean, error = x.mean(axis=0), x.std(axis=0) / np.sqrt(n - 1)
    t = _deviations(x - mean, n_resamples, seed)
    limit = np.quantile(t, confidence_level, axis=0, method="higher")
    steady = error < TOLERANCE
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.where(steady, 0.0, np.abs(mean) / error)
        half = np.where(steady | np.isinf(limit), np.nan, limit * error)
    p = (1 + (t >= observed * (1 - TOLERANCE)).sum(axis=0)) / (n_resamples + 1)
    return ResampledMeans(mean, mean - half, mean + half, np.where(steady & (np.abs(mean) > TOLERANCE), np.nan, p))


def _deviations(centred: NDArray[np.float64], n_resamples: int, seed: int) -> NDArray[np.float64]:
    """Return the studentised size of the mean of every draw of units, shape (B, K)."""
    n, k = centred.shape
    rng = np.random.default_rng(seed)
    step = max(1, CELLS_IN_BATCH // n)
    t = np.empty((n_resamples, k))
    for first in range(0, n_resamples, step):
        size = min(step, n_resamples - first)
        drawn = rng.integers(n, size=(size, n)) + n * np.arange(size)[:, None]
        weights = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n) / n
        moved = weights @ centred
        error = np.sqrt(np.maximum(weights @ centred**2 - moved**2, 0) / (n - 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.abs(moved) / error
        still = error < TOLERANCE
        t[first:first + size] = np.where(still, np.where(np.abs(moved) < TOLERANCE, 0.0, np.inf), ratio)
    return t
