"""How far two stretches of words agree: which words of one the other has too."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(nogil=True, cache=True)
def _common(forms, start, stop, other_start, other_stop, found):
    for m in range(len(start)):
        a = np.sort(forms[start[m]:stop[m]])
        b = np.sort(forms[other_start[m]:other_stop[m]])
        i = j = 0
        while i < len(a) and j < len(b):
            if a[i] == b[j]:
                found[m] += 1
                i += 1
                j += 1
            elif a[i] < b[j]:
                i += 1
            else:
                j += 1


def common_words(forms: NDArray[np.int32], start: NDArray, stop: NDArray, other_start: NDArray,
                 other_stop: NDArray) -> NDArray[np.int64]:
    """Return how many words the two stretches of each match have in common, whatever order they stand in.

    Parameters
    ----------
    forms : int32 array of shape (N,)
        The form of every word.
    start, stop, other_start, other_stop : int arrays of shape (M,)

    Returns
    -------
    int64 array of shape (M,)
        Each word of the other stretch counts once.

    Examples
    --------
    >>> common_words(np.array([0, 1, 2, 1, 0, 0], np.int32), *np.array([[0], [3], [3], [6]]))
    array([2])
    """
    found = np.zeros(len(start), np.int64)
    _common(forms, start, stop, other_start, other_stop, found)
    return found


def information(forms: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return what each form tells: ``-ln p`` with p its share of all words; shape (largest form + 1,).

    Examples
    --------
    >>> information(np.array([0, 0, 0, 1], np.int32)).round(3)
    array([0.288, 1.386])
    """
    counts = np.bincount(forms)
    return np.log(max(len(forms), 1) / np.maximum(counts, 1))
