"""How far two stretches of words agree: which words of one the other has too, and what these words weigh."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class Common(NamedTuple):
    """What the two stretches of each of M matches have in common, arrays of shape (M,).

    Attributes
    ----------
    n_words : int64
        Words of the first stretch that the second has too, each word of the second counted once.
    weight : float64
        The weights of these words, added up.
    """

    n_words: NDArray[np.int64]
    weight: NDArray[np.float64]


def rarity(forms: NDArray[np.int32], bounds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how rare each form is: ``ln((A + 1) / (df + 1/2))`` with df the number of the A texts that have it.

    Parameters
    ----------
    forms : int array of shape (N,)
        The form of every word.
    bounds : int array of shape (A + 1,)

    Returns
    -------
    array of shape (largest form + 1,), above 0

    Examples
    --------
    >>> rarity(np.array([0, 1, 0], np.int32), np.array([0, 2, 3])).round(3)
    array([0.182, 0.693])
    """
    n_texts = len(bounds) - 1
    text = np.repeat(np.arange(n_texts), np.diff(bounds))
    n_forms = int(forms.max(initial=-1)) + 1
    cells = np.unique(forms.astype(np.int64) * n_texts + text)
    doc_freq = np.bincount(cells // max(n_texts, 1), minlength=n_forms)
    return np.log((n_texts + 1) / (doc_freq + 0.5))


@njit(nogil=True, cache=True)
def _common(forms, weights, start, stop, other_start, other_stop, n_words, weight):
    for m in range(len(start)):
        a = np.sort(forms[start[m]:stop[m]])
        b = np.sort(forms[other_start[m]:other_stop[m]])
        i = j = 0
        while i < len(a) and j < len(b):
            if a[i] == b[j]:
                n_words[m] += 1
                weight[m] += weights[a[i]]
                i += 1
                j += 1
            elif a[i] < b[j]:
                i += 1
            else:
                j += 1


def common_words(forms: NDArray[np.int32], weights: NDArray[np.float64], start: NDArray, stop: NDArray,
                 other_start: NDArray, other_stop: NDArray) -> Common:
    """Return what the stretches of each match have in common, whatever order the words stand in.

    Parameters
    ----------
    forms : int32 array of shape (N,)
    weights : array of shape (number of forms,)
    start, stop, other_start, other_stop : int arrays of shape (M,)

    Examples
    --------
    >>> common_words(np.array([0, 1, 2, 1, 0, 0], np.int32), np.array([.5, 1., 2.]), *np.array([[0], [3], [3], [6]]))
    Common(n_words=array([2]), weight=array([1.5]))
    """
    found = Common(np.zeros(len(start), np.int64), np.zeros(len(start)))
    _common(forms, weights, start, stop, other_start, other_stop, *found)
    return found
