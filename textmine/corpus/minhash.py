"""MinHash signatures and locality-sensitive hashing: which sets are worth comparing.

A signature keeps, for each of several random hash functions, the least hash of a set;
two sets agree in one of them with a probability equal to their Jaccard similarity
(Broder 1997).  Signatures are cut into bands of rows; sets that agree in a whole band
are candidates (Leskovec, Rajaraman and Ullman, section 3.4).  Work and memory grow with
the sets and with the candidates, never with all pairs.  Pure numpy: arrays in, arrays out.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and
Complexity of Sequences, 21-29. doi:10.1109/SEQUEN.1997.666900
Leskovec, J., Rajaraman, A. and Ullman, J. D. (2020). Mining of Massive Datasets, 3rd ed.,
chapter 3.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from textmine._splitmix import STEP, mixed

MAX_HASHES, MISS = 128, 1e-3
_PIECE = 1 << 15


def bands_and_rows(threshold: float, n_hashes: int = MAX_HASHES) -> tuple[int, int]:
    """Return how many bands of how many rows find pairs at a threshold.

    A pair of similarity J is missed with probability (1 - J^rows)^bands (Leskovec et al.,
    section 3.4.2).  Of all choices that miss a pair at the threshold less than once in a
    thousand times and need no more hashes than there are, the one with the most rows: it
    compares the fewest pairs in vain.

    Parameters
    ----------
    threshold : float in [0.1, 1]
    n_hashes : int, default 128

    Returns
    -------
    bands, rows : int

    Raises
    ------
    ValueError
        If there are too few hashes for the threshold.

    >>> bands_and_rows(0.8), round((1 - 0.8**5) ** 18, 5)
    ((18, 5), 0.00079)
    """
    choices = [(bands_for(threshold, rows), rows) for rows in range(1, n_hashes + 1)]
    if choices[0][0] > n_hashes:
        raise ValueError(f"threshold must be higher for {n_hashes} hashes, got {threshold:g}, which needs "
                         f"{choices[0][0]}: sketch with more hashes")
    return max(((bands, rows) for bands, rows in choices if bands * rows <= n_hashes), key=lambda each: each[1])


def bands_for(threshold: float, rows: int) -> int:
    """Return the fewest bands that miss a pair at a threshold less than once in a thousand times."""
    found = threshold**rows
    return 1 if found >= 1 - MISS else math.floor(math.log(MISS) / math.log1p(-found)) + 1


def signatures(hashes: NDArray[np.uint64], bounds: NDArray[np.int64], n_hashes: int,
               random_state: int = 0) -> NDArray[np.uint32]:
    """Return the MinHash signatures of several sets.

    Parameters
    ----------
    hashes : uint64 array of shape (N,)
        The members of all sets, hashed well; repeats change nothing.
    bounds : int array of shape (S + 1,)
        Set `i` is ``hashes[bounds[i]:bounds[i + 1]]``, not empty.
    n_hashes : int
    random_state : int

    Returns
    -------
    uint32 array of shape (S, n_hashes)

    >>> both = signatures(mixed(np.array([3, 5, 5, 3, 8], np.uint64)), np.array([0, 2, 4, 5]), 4)
    >>> (both[0] == both[1]).all(), (both[0] == both[2]).any()
    (np.True_, np.False_)
    """
    generator = np.random.default_rng(random_state)
    factors = generator.integers(0, 1 << 31, n_hashes, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    shifts = generator.integers(0, 1 << 32, n_hashes, dtype=np.uint32)
    short = (hashes >> np.uint64(32)).astype(np.uint32)
    found = np.empty((len(bounds) - 1, n_hashes), np.uint32)
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + _PIECE, "right")) - 1)
        piece, starts = short[bounds[first]:bounds[last]], bounds[first:last] - bounds[first]
        for i in range(n_hashes):
            found[first:last, i] = np.minimum.reduceat(piece * factors[i] + shifts[i], starts)
        first = last
    return found


def candidates(signature: NDArray[np.uint32], bands: int, rows: int) -> NDArray[np.int64]:
    """Return the pairs of sets that agree in at least one band.

    Parameters
    ----------
    signature : uint32 array of shape (S, bands * rows)

    Returns
    -------
    int array of shape (P, 2)
        The smaller number first, in order, each pair once.

    >>> candidates(np.array([[1, 2], [3, 2], [1, 4]], np.uint32), bands=2, rows=1).tolist()
    [[0, 1], [0, 2]]
    """
    n = len(signature)
    found = np.empty(0, np.int64)
    for band in range(bands):
        key = np.zeros(n, np.uint64)
        for column in range(band * rows, (band + 1) * rows):
            key = mixed(key + signature[:, column] + STEP)
        order = np.argsort(key, kind="stable")
        low, high = _pairs_in_runs(key[order])
        found = np.union1d(found, order[low] * n + order[high])
    return np.stack([found // max(n, 1), found % max(n, 1)], axis=1)


def _pairs_in_runs(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs of positions with the same key, of keys in order."""
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(starts, append=len(keys))
    after = np.repeat(starts + sizes, sizes) - np.arange(len(keys)) - 1
    low = np.repeat(np.arange(len(keys)), after)
    offset = np.arange(len(low)) - np.repeat(np.cumsum(after) - after, after)
    return low, low + 1 + offset
