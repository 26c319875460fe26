"""Rarefaction: what a text would hold if it were shorter.

A long text has more of everything: more types, longer rows of weights, more in common with any other text.  Texts
of different lengths are compared at the length of the shortest, as ecologists compare samples of species (Hurlbert
1971): what a random sample of so many of their tokens would hold is known exactly, without any draw.

References
----------
Hurlbert, S. H. (1971). The nonconcept of species diversity: a critique and alternative parameters.
Ecology 52(4), 577-586.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import gammaln


def expected_in_sample(
    counts: sparse.csr_matrix, n_tokens: int, local: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return the mean of a function of counts in a random sample of the tokens of each text, and of its square.

    Parameters
    ----------
    counts : CSR matrix of shape (D, V), whole numbers at least 0
    n_tokens : int, at least 1
        Tokens in the sample; a text that has fewer is taken whole.
    local : function
        0 for 0; such as ``numpy.log1p``.

    Returns
    -------
    CSR matrices of shape (D, V)

    Notes
    -----
    Of a term that stands c times among N tokens, a sample of n without replacement holds i with the hypergeometric
    probability ``C(c, i) C(N - c, n - i) / C(N, n)``.  Time grows with the tokens.

    Examples
    --------
    >>> mean, square = expected_in_sample(sparse.csr_matrix([[2, 2]]), 2, lambda count: count)
    >>> mean.toarray().tolist(), square.toarray().round(3).tolist()
    ([[1.0, 1.0]], [[1.333, 1.333]])
    """
    counts = sparse.csr_matrix(counts, dtype=float, copy=True)
    counts.eliminate_zeros()
    total = np.repeat(np.asarray(counts.sum(axis=1)).ravel(), np.diff(counts.indptr))
    drawn, c = np.minimum(total, n_tokens), counts.data
    mean, square = np.zeros(len(c)), np.zeros(len(c))
    cells, i = np.arange(len(c)), 0
    while len(cells := cells[np.minimum(c, drawn)[cells] > i]):
        i += 1
        n, k, size = total[cells], c[cells], drawn[cells]
        possible = n - k >= size - i
        log_p = _log_choose(k, i) + _log_choose(n - k, np.where(possible, size - i, 0)) - _log_choose(n, size)
        p, value = np.where(possible, np.exp(log_p), 0.0), float(local(np.array([float(i)]))[0])
        mean[cells] += p * value
        square[cells] += p * value ** 2
    return (sparse.csr_matrix((mean, counts.indices, counts.indptr), shape=counts.shape),
            sparse.csr_matrix((square, counts.indices.copy(), counts.indptr.copy()), shape=counts.shape))


def _log_choose(n: NDArray, k: NDArray | int) -> NDArray[np.float64]:
    return gammaln(n + 1) - gammaln(np.asarray(k) + 1.0) - gammaln(n - k + 1)
