"""Words in stretches: how many of them, and which are left when one side of every passage goes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def united(starts: NDArray[np.int64], stops: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return stretches that do not overlap and hold the same words, in order.

    Examples
    --------
    >>> united(np.array([5, 0, 2]), np.array([7, 3, 4]))
    (array([0, 5]), array([4, 7]))
    """
    order = np.argsort(starts, kind="stable")
    starts, stops = starts[order], stops[order]
    reach = np.maximum.accumulate(stops) if len(stops) else stops
    opens = np.flatnonzero(np.concatenate([[True], starts[1:] >= reach[:-1]])) if len(starts) else np.empty(0, np.int64)
    ends = np.concatenate([opens[1:] - 1, [len(starts) - 1]]) if len(starts) else opens
    return starts[opens], reach[ends]


def words_covered(text: NDArray[np.int64], starts: NDArray[np.int64], stops: NDArray[np.int64],
                  n_texts: int) -> NDArray[np.int64]:
    """Return how many words of each text lie in stretches of it, each word once; shape (n_texts,).

    Parameters
    ----------
    text : int array of shape (S,)
        The text of each stretch.
    starts, stops : int arrays of shape (S,)
        Words counted over all texts, so that stretches of two texts never overlap.

    Examples
    --------
    >>> words_covered(np.array([0, 0, 1]), np.array([0, 2, 9]), np.array([3, 5, 10]), 2).tolist()
    [5, 1]
    """
    first, last = united(starts, stops)
    owner = np.zeros(0, np.int64)
    if len(first):
        order = np.argsort(starts, kind="stable")
        owner = text[order][np.searchsorted(starts[order], first)]
    return np.bincount(owner, last - first, minlength=n_texts).astype(np.int64)
