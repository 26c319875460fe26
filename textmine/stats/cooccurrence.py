"""Co-occurrence in windows: how many windows hold a word, and how many hold two.

A window of W tokens slides over each document, one token at a time; a shorter document is one
window, an empty one too.  Only the terms asked for are followed, and only the pairs asked for
are counted: a term that leaves adds the windows it shared with each partner at once, so that
the work is one step a token, whatever W is.

References
----------
Röder, M., Both, A. and Hinneburg, A. (2015). Exploring the space of topic coherence measures.
WSDM, 399-408; section 3.2, the Boolean sliding window.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

WHOLE = np.iinfo(np.int64).max
"""The window that no document fills: each document is one."""


class WindowCounts(NamedTuple):
    """Counts of windows in each of B blocks of documents.

    Attributes
    ----------
    windows : int array of shape (B,)
    single : int array of shape (B, T)
        Windows with each term.
    joint : int array of shape (B, P)
        Windows with both terms of each pair.
    """

    windows: NDArray[np.int64]
    single: NDArray[np.int64]
    joint: NDArray[np.int64]


def window_counts(
    codes: NDArray[np.int32], bounds: NDArray[np.int64], block: NDArray[np.int64], n_blocks: int, n_terms: int,
    pairs: NDArray[np.int64], window: int, *, forgetful: bool = False,
) -> WindowCounts:
    """Return how many windows hold each term, and each pair of terms, for blocks of documents.

    Parameters
    ----------
    codes : int32 array of shape (N,)
        The number of the term at each place, -1 for any other word.
    bounds : int64 array of shape (D + 1,)
        Document d is ``codes[bounds[d]:bounds[d + 1]]``.
    block : int64 array of shape (D,)
        The block of each document, from 0.
    n_blocks, n_terms : int
        B and T.
    pairs : int64 array of shape (P, 2)
        Two different terms each.
    window : int, at least 1
        W in tokens; `WHOLE` for documents.
    forgetful : bool, default False
        Count as gensim (4.4, ``WordOccurrenceAccumulator``) does: when a token leaves the window
        its word counts as gone, even if it stands in the window once more.

    Returns
    -------
    WindowCounts

    Examples
    --------
    The windows of three in *a x b a*: ``a x b`` and ``x b a``.

    >>> counts = window_counts(np.array([0, -1, 1, 0], np.int32), np.array([0, 4]), np.array([0]), 1, 2,
    ...                        np.array([[0, 1]]), 3)
    >>> counts.windows.tolist(), counts.single.tolist(), counts.joint.tolist()
    ([2], [[2, 2]], [[2]])
    """
    ends = np.concatenate([pairs[:, 0], pairs[:, 1]])
    order = np.argsort(ends, kind="stable")
    partner = np.concatenate([pairs[:, 1], pairs[:, 0]])[order]
    number = np.tile(np.arange(len(pairs)), 2)[order]
    first = np.searchsorted(ends[order], np.arange(n_terms + 1))
    counts = WindowCounts(np.zeros(n_blocks, np.int64), np.zeros((n_blocks, n_terms), np.int64),
                          np.zeros((n_blocks, len(pairs)), np.int64))
    _slide(codes, bounds.astype(np.int64), block.astype(np.int64), first, partner, number, window, forgetful,
           counts.windows, counts.single, counts.joint)
    return counts


@njit(nogil=True, cache=True)
def _slide(codes, bounds, block, first, partner, number, window, forgetful, windows, single, joint):
    """Add the counts of all documents to the last three arrays."""
    inside = np.zeros(len(first) - 1, np.int64)
    since = np.zeros(len(first) - 1, np.int64)
    for d in range(len(bounds) - 1):
        start, length = bounds[d], bounds[d + 1] - bounds[d]
        width = min(window, length)
        n_windows = length - width + 1
        windows[block[d]] += n_windows
        mine, shared = single[block[d]], joint[block[d]]
        for i in range(start, start + width):
            if codes[i] >= 0:
                _enter(codes[i], 0, inside, since, forgetful)
        for step in range(1, n_windows):
            i = start + step
            if codes[i - 1] >= 0:
                _leave(codes[i - 1], step, inside, since, first, partner, number, mine, shared)
            if codes[i + width - 1] >= 0:
                _enter(codes[i + width - 1], step, inside, since, forgetful)
        for i in range(start + n_windows - 1, start + length):
            if codes[i] >= 0:
                _leave(codes[i], n_windows, inside, since, first, partner, number, mine, shared)


@njit(nogil=True, cache=True, inline="always")
def _enter(term, step, inside, since, forgetful):
    """Note that a term is one more time in the window, from this step on."""
    if inside[term] == 0:
        since[term] = step
    inside[term] = 1 if forgetful else inside[term] + 1


@njit(nogil=True, cache=True, inline="always")
def _leave(term, step, inside, since, first, partner, number, mine, shared):
    """Note that a term is one time less in the window; if it is gone, add the windows that it was in."""
    if inside[term] == 0:
        return
    inside[term] -= 1
    if inside[term] == 0:
        mine[term] += step - since[term]
        for j in range(first[term], first[term + 1]):
            if inside[partner[j]] > 0:
                shared[number[j]] += step - max(since[term], since[partner[j]])
