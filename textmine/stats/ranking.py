"""Centrality of nodes in a graph.

References
----------
Brin, S. and Page, L. (1998). The anatomy of a large-scale hypertextual Web
search engine. Computer Networks 30, 107-117.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def pagerank(
    links: sparse.spmatrix, damping: float = 0.85, tolerance: float = 1e-10, max_iter: int = 1000
) -> NDArray[np.float64]:
    """Return the PageRank of every node.

    Parameters
    ----------
    links : sparse matrix of shape (n, n), at least 0
        Weight of the link from row to column.
    damping : float, default 0.85
    tolerance : float, default 1e-10
        Iteration ends when the scores move by less than this in sum.
    max_iter : int, default 1000

    Returns
    -------
    array of shape (n,)
        Sums to 1.  A node without links gives its score to all nodes evenly.

    Examples
    --------
    >>> from scipy import sparse
    >>> pagerank(sparse.csr_matrix([[0, 1, 0], [1, 0, 1], [0, 1, 0]])).round(4)
    array([0.2568, 0.4865, 0.2568])
    """
    links = sparse.csr_matrix(links, dtype=float)
    n = links.shape[0]
    out = np.asarray(links.sum(axis=1)).ravel()
    transition = sparse.diags(np.divide(1.0, out, out=np.zeros(n), where=out > 0)) @ links
    score = np.full(n, 1 / n)
    for _ in range(max_iter):
        spread = transition.T @ score + score[out == 0].sum() / n
        following = damping * spread + (1 - damping) / n
        moved = np.abs(following - score).sum()
        score = following
        if moved < tolerance:
            break
    return score
