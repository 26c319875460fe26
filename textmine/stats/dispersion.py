"""Dispersion: how evenly a word is spread over the parts of a corpus.

References
----------
Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora.
International Journal of Corpus Linguistics 13(4), 403-437.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse


def deviation_of_proportions(counts: sparse.spmatrix | ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return DP of every word: 0 is perfectly even, towards 1 is all in one small part.

    Parameters
    ----------
    counts : sparse or dense matrix of shape (parts, V)
    sizes : array of shape (parts,)
        Tokens in each part.

    Returns
    -------
    array of shape (V,)
        In [0, 1); NaN for a word that does not occur.

    Notes
    -----
    ``DP = 1/2 sum |t_i - s_i|``, with t the shares of the word's occurrences and s the
    shares of the tokens in the parts (Gries 2008, section 3).  Parts without the
    word add their s, so only occupied cells are visited.

    Examples
    --------
    >>> deviation_of_proportions([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(2)
    array([0.18])
    """
    cells = sparse.coo_matrix(counts, dtype=float)
    sizes = np.asarray(sizes, dtype=float)
    s = (sizes / sizes.sum())[cells.row]
    totals = np.bincount(cells.col, cells.data, minlength=cells.shape[1])
    occurring = totals > 0
    t = cells.data / totals[cells.col]
    excess = np.bincount(cells.col, np.abs(t - s) - s, minlength=cells.shape[1])
    return np.where(occurring, np.clip((1 + excess) / 2, 0, 1), np.nan)
