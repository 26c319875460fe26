"""Distance and similarity of frequency profiles.

References
----------
Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE
Transactions on Information Theory 37(1), 145-151.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy


def cosine_similarity(profiles: ArrayLike) -> NDArray[np.float64]:
    """Return the cosine of every two rows.

    Parameters
    ----------
    profiles : array of shape (G, V)

    Returns
    -------
    array of shape (G, G)
        In [-1, 1]; NaN where a row is all zero.

    Examples
    --------
    >>> cosine_similarity([[1, 0], [1, 1]]).round(4)
    array([[1.    , 0.7071],
           [0.7071, 1.    ]])
    """
    profiles = np.asarray(profiles, dtype=float)
    length = np.linalg.norm(profiles, axis=1, keepdims=True)
    unit = np.divide(profiles, length, out=np.full_like(profiles, np.nan), where=length > 0)
    return np.clip(unit @ unit.T, -1, 1)


def jensen_shannon(profiles: ArrayLike) -> NDArray[np.float64]:
    """Return the Jensen-Shannon divergence of every two rows, in bits.

    Parameters
    ----------
    profiles : array of shape (G, V), at least 0
        Counts or proportions; each row is divided by its sum.

    Returns
    -------
    array of shape (G, G)
        0 for equal proportions, 1 for no common term; NaN where a row is all zero.

    Notes
    -----
    ``H((p + q) / 2) - H(p) / 2 - H(q) / 2`` (Lin 1991, equation 4.1 with equal weights).

    Examples
    --------
    >>> jensen_shannon([[1, 1], [1, 0]]).round(6)
    array([[0.      , 0.311278],
           [0.311278, 0.      ]])
    """
    profiles = np.asarray(profiles, dtype=float)
    sums = profiles.sum(axis=1, keepdims=True)
    p = np.divide(profiles, sums, out=np.full_like(profiles, np.nan), where=sums > 0)

    def entropy(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return -xlogy(x, x).sum(axis=-1) / np.log(2)

    own = entropy(p)
    divergence = np.array([entropy((p + row) / 2) for row in p]) - (own[:, None] + own[None, :]) / 2
    return np.clip(divergence, 0, 1)
