"""Collocation: do words stand together more often than they would by chance?

Notation: a window of K neighbouring words is compared with a phrase of K words.  Each slot
of the window holds the phrase's word (1) or another one (0), which gives 2^K cells, P phrases
at once: ``cells`` has the shape (P, 2, …, 2), with K axes of length 2.

References
----------
Blaheta, D. and Johnson, M. (2001). Unsupervised learning of multi-word verbs. Proc. ACL/EACL
workshop on the computational extraction, analysis and exploitation of collocations, 54-60.
Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction.
Proc. GSCL, 31-40.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def cells_from_margins(margins: ArrayLike) -> NDArray[np.float64]:
    """Return how many windows fall into each cell.

    Parameters
    ----------
    margins : array of shape (P, 2, …, 2)
        Index 1: windows with the phrase's word in that slot; index 0: with any word there.

    Returns
    -------
    array of the same shape
        Index 1 as before; index 0: with another word in that slot.

    Examples
    --------
    Of 9 windows 3 begin with *other*, 3 end with *capital*, 2 do both:

    >>> cells_from_margins([[[9, 3], [3, 2]]])
    array([[[5., 1.],
            [1., 2.]]])
    """
    cells = np.array(margins, dtype=float)
    for axis in range(1, cells.ndim):
        along = np.moveaxis(cells, axis, 0)
        along[0] -= along[1]
    return cells


def interaction(cells: ArrayLike, smoothing: float = 0.5) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the highest-order interaction of the log-linear model of each table, and its z.

    Parameters
    ----------
    cells : array of shape (P, 2, …, 2), at least 0
    smoothing : float, default 0.5
        Added to every cell.

    Returns
    -------
    interaction, z : arrays of shape (P,)
        In nats; positive: the words stand together more often than their shorter
        combinations account for.  For K = 2 it is the smoothed log odds ratio.

    Notes
    -----
    ``λ = Σ_b (-1)^(K - |b|) ln(n_b + ½)`` over the cells b ∈ {0, 1}^K, and
    ``z = λ / √Σ_b 1 / (n_b + ½)`` (Blaheta & Johnson 2001, section 3; the statistics
    ``lambda`` and ``z`` of collocations in quanteda).

    Examples
    --------
    >>> value, z = interaction([[[5, 1], [1, 2]]])
    >>> value.round(4), z.round(4)
    (array([1.8101]), array([1.308]))
    """
    smoothed = np.asarray(cells, dtype=float) + smoothing
    size = smoothed.ndim - 1
    ones = np.indices((2,) * size).sum(axis=0)
    sign = np.where((size - ones) % 2, -1.0, 1.0)
    axes = tuple(range(1, size + 1))
    value = (sign * np.log(smoothed)).sum(axis=axes)
    return value, value / np.sqrt((1 / smoothed).sum(axis=axes))


def normalized_pmi(joint: ArrayLike, singles: ArrayLike, n: float) -> NDArray[np.float64]:
    """Return the normalized pointwise mutual information of phrases.

    Parameters
    ----------
    joint : array of shape (P,), above 0
        Windows that hold the phrase.
    singles : array of shape (P, K), above 0
        Windows with each of its words in its slot.
    n : float
        Windows in all, above every count.

    Returns
    -------
    array of shape (P,)
        At most 1, for words that are never seen apart; 0 for independence.

    Notes
    -----
    ``ln(p(w1 … wK) / Π p(wk)) / (-(K - 1) ln p(w1 … wK))``: Bouma (2009, eq. 7) for K = 2; for
    more words the divisor that keeps the greatest value at 1.

    Examples
    --------
    >>> normalized_pmi([2, 2], [[2, 2], [4, 5]], 10).round(6)
    array([1., 0.])
    """
    singles = np.asarray(singles, dtype=float)
    log_joint = np.log(np.asarray(joint, dtype=float) / n)
    size = singles.shape[1]
    return (log_joint - np.log(singles / n).sum(axis=1)) / (-(size - 1) * log_joint)
