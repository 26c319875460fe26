"""Tokens of topics in documents, under topics that are fixed, without chance.

Zero-order collapsed variational Bayes (Asuncion et al. 2009, section 3): each
document is by itself, so that a batch of one equals a batch of many.

References
----------
Asuncion, A., Welling, M., Smyth, P. and Teh, Y. W. (2009). On smoothing and
inference for topic models. UAI.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import gather

STEPS, TOLERANCE = 200, 1e-5
"""Rounds at most, and the change of a share that ends them."""


def fold_in(counts: sparse.csr_matrix, topics: NDArray[np.float64], prior: NDArray[np.float64],
            n_jobs: int = 1) -> NDArray[np.float64]:
    """Return the expected tokens of each topic in each document, shape (D, K).

    Parameters
    ----------
    counts : CSR matrix of shape (D, V), at least 0
    topics : array of shape (K, V), rows summing to 1
    prior : array of shape (K,), above 0
        Parameters of the Dirichlet prior of a document.
    n_jobs : int, default 1
        Threads.
    """
    counts = sparse.csr_matrix(counts, dtype=np.float64, copy=True)
    counts.sum_duplicates()
    counts.eliminate_zeros()
    by_term, prior = np.ascontiguousarray(topics.T) + 1e-300, prior.astype(float)
    edges = np.searchsorted(counts.indptr, np.linspace(0, counts.nnz, 4 * n_jobs + 1)[1:-1])
    edges = np.concatenate([[0], edges, [counts.shape[0]]])

    def some(first: int, last: int) -> NDArray[np.float64]:
        return _fold_in(counts.indptr, counts.indices, counts.data, first, last, by_term, prior)

    return np.concatenate(gather([partial(some, *part) for part in pairwise(edges.tolist())], n_jobs))


@njit(nogil=True, cache=True)
def _fold_in(pointers, indices, data, start, stop, by_term, prior):
    """Move the expected topics of each token to their fixed point, document by document."""
    n_topics = len(prior)
    amounts = np.zeros((stop - start, n_topics))
    longest = 0
    for d in range(start, stop):
        longest = max(longest, pointers[d + 1] - pointers[d])
    expected, amount, new, before = (np.empty((longest, n_topics)), np.empty(n_topics), np.empty(n_topics),
                                     np.empty(n_topics))
    for d in range(start, stop):
        first, last = pointers[d], pointers[d + 1]
        length = data[first:last].sum()
        amount[:] = 0
        for i in range(first, last):
            _normalised(by_term[indices[i]], prior, new)
            expected[i - first] = new
            amount += data[i] * new
        for _ in range(STEPS):
            before[:] = amount
            for i in range(first, last):
                own, alone = expected[i - first], min(1.0, data[i])
                for k in range(n_topics):
                    new[k] = max(amount[k] - alone * own[k], 0.0) + prior[k]
                _normalised(by_term[indices[i]], new, new)
                for k in range(n_topics):
                    amount[k] += data[i] * (new[k] - own[k])
                    own[k] = new[k]
            if np.abs(amount - before).max() <= TOLERANCE * length:
                break
        amounts[d - start] = np.maximum(amount, 0.0)
    return amounts


@njit(nogil=True, cache=True)
def _normalised(likelihood, weight, out):
    """Fill `out` with the product, summing to 1."""
    for k in range(len(out)):
        out[k] = likelihood[k] * weight[k]
    scale = 1 / _sum(out)
    for k in range(len(out)):
        out[k] *= scale


@njit(nogil=True, cache=True, fastmath={"reassoc"})
def _sum(values):
    """Return the sum, several numbers at a time.

    A loop that writes as well would be compiled twice, for arrays that lie apart and for those that lie close, and
    the order of its sum would hang on where in memory they happen to be.
    """
    total = 0.0
    for value in values:
        total += value
    return total
