"""Overlap of two ranked lists, weighted by rank, and what chance alone would give.

Lists need not hold the same things or be equally long.  Rank-biased overlap is the expected share that two lists
have in common at the depth where a reader stops, who goes on to the next rank with probability p (persistence).
Two lists drawn at random from one pool share something too: `chance_corrected` is 0 there, 1 for
the same list, and below 0 for lists that avoid each other.

References
----------
Webber, W., Moffat, A. and Zobel, J. (2010). A similarity measure for indefinite rankings. ACM Transactions on
Information Systems 28(4), article 20; equation 32.
Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1), 37-46.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def shared_by_depth(first: ArrayLike, second: ArrayLike) -> NDArray[np.int64]:
    """Return how many things the first d ranks of two lists share, for every d up to the longer, shape (l,).

    Parameters
    ----------
    first, second : int arrays of shapes (a,) and (b,), each without repetitions

    Examples
    --------
    >>> shared_by_depth([1, 2, 3, 4], [9, 3, 1])
    array([0, 0, 2, 2])
    """
    first, second = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    _, here, there = np.intersect1d(first, second, assume_unique=True, return_indices=True)
    longest = max(len(first), len(second))
    return np.cumsum(np.bincount(np.maximum(here, there), minlength=longest)[:longest])


def rank_biased_overlap(first: ArrayLike, second: ArrayLike, persistence: float = 0.9) -> float:
    """Return the extrapolated rank-biased overlap of two lists, in [0, 1]; 1 for the same list.

    Parameters
    ----------
    first, second : int arrays of shapes (a,) and (b,), each without repetitions, the best first
    persistence : float in (0, 1), default 0.9
        p; the ranks from 1 to 10 then have 86 % of the weight.

    Returns
    -------
    float
        Webber et al. (2010, equation 32): the agreement that the lists end with is taken to go on.  NaN if one
        has nothing in it.

    Examples
    --------
    >>> rank_biased_overlap([1, 2, 3], [1, 2, 3]), rank_biased_overlap([1, 2], [3, 4])
    (1.0, 0.0)
    >>> round(rank_biased_overlap([1, 2, 3], [2, 1, 3]), 3)
    0.9
    """
    shortest = min(len(np.asarray(first)), len(np.asarray(second)))
    return extrapolated(shared_by_depth(first, second), shortest, persistence)


def extrapolated(shared: NDArray, shortest: int, persistence: float) -> float:
    """Return rank-biased overlap of what is shared by depth, shape (l,), where the shorter list ends at `shortest`.

    Linear in `shared`, so that an expected overlap gives the expected value.
    """
    if not shortest:
        return float("nan")
    depth = np.arange(1, len(shared) + 1)
    at_end, last = shared[shortest - 1], len(shared)
    beyond = at_end * np.maximum(depth - shortest, 0) / shortest
    weights = persistence**depth
    tail = ((shared[-1] - at_end) / last + at_end / shortest) * weights[-1]
    return float((1 - persistence) / persistence * (weights * (shared + beyond) / depth).sum() + tail)


def random_overlap(n_first: int, n_second: int, n_pool: float, persistence: float = 0.9) -> tuple[float, float]:
    """Return how much two random lists share: the expected number, and the expected rank-biased overlap.

    Parameters
    ----------
    n_first, n_second : int, at least 1
        Lengths.
    n_pool : float, at least both lengths
        What each list is drawn from, without replacement.  Of pools of A and B things with C in common: ``A B / C``,
        infinity without any.

    Notes
    -----
    The first d ranks of both share ``min(d, a) · min(d, b) / n_pool`` (hypergeometric mean): each of C things is
    among them with the chance ``min(d, a) / A · min(d, b) / B``.

    Examples
    --------
    >>> tuple(round(value, 3) for value in random_overlap(10, 10, 100))
    (1.0, 0.065)
    """
    depth = np.arange(1, max(n_first, n_second) + 1)
    shared = np.minimum(depth, n_first) * np.minimum(depth, n_second) / n_pool
    return float(shared[-1]), extrapolated(shared, min(n_first, n_second), persistence)


def chance_corrected(observed: float, expected: float, most: float) -> float:
    """Return ``(observed - expected) / (most - expected)``; NaN where chance alone reaches the most.

    With the number that two lists of a and b things share, its expected value and ``(a + b) / 2``, this is
    Cohen's (1960) kappa of two judges who choose a and b things of one pool.

    >>> chance_corrected(5, 1, 10), chance_corrected(1, 1, 10), chance_corrected(3, 3, 3)
    (0.4444444444444444, 0.0, nan)
    """
    return (observed - expected) / (most - expected) if most - expected > 1e-12 else float("nan")
