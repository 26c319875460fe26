"""NMF: topics as parts that add up, without chance.

Non-negative matrix factorisation by scikit-learn; the deterministic companion of
LDA.

References
----------
Lee, D. D. and Seung, H. S. (2001). Algorithms for non-negative matrix
factorization. NIPS 13.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import NMF as _NMF
from sklearn.exceptions import ConvergenceWarning

from textmine import _check
from textmine.topics.base import TopicModel

STEPS = 200


class NMF(TopicModel):
    """Non-negative matrix factorisation, deterministic.

    Parameters
    ----------
    n_components : int, default 10
        K, the number of topics.
    loss : {"kullback-leibler", "frobenius"}, default "kullback-leibler"
        What the approximation minimises.
    max_iter : int, default 1000
    tol : float, default 1e-4
    random_state : ignored
        Here for a common signature: the start (NNDSVD) has no chance in it.

    Attributes
    ----------
    components_ : array of shape (K, V)
        Weights of terms in topics.
    prevalence_ : array of shape (K,)
    terms_ : array of str, shape (V,)
    n_iter_ : int

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> tm.NMF(n_components=2).fit_transform(table).argmax(axis=1)
    array([0, 0, 1, 1])
    """

    def __init__(self, n_components: int = 10, *, loss: str = "kullback-leibler", max_iter: int = 1000,
                 tol: float = 1e-4, random_state: Any = None):
        self.n_components = n_components
        self.loss = loss
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def _check_parameters(self) -> None:
        super()._check_parameters()
        _check.one_of("loss", self.loss, ("kullback-leibler", "frobenius"))

    def _fit(self, counts: sparse.csr_matrix) -> None:
        """Factorise from the NNDSVD start."""
        kl = self.loss == "kullback-leibler"
        fits = self.n_components <= min(counts.shape)
        solver = _NMF(
            self.n_components, init=("nndsvda" if fits else "random"), solver="mu" if kl else "cd",
            beta_loss=self.loss, max_iter=self.max_iter, tol=self.tol, random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            solver.fit(counts)
        self.n_iter_ = solver.n_iter_
        self.converged_ = self.n_iter_ < self.max_iter
        self.components_ = solver.components_

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the shares of each document by itself: the same in any batch."""
        size = self.components_.sum(axis=1)
        size = size[:, None]
        topics = np.divide(self.components_, size, out=np.zeros_like(self.components_), where=size > 0)
        solve = _shares_kl if self.loss == "kullback-leibler" else _weights_frobenius
        weights = solve(counts, topics)
        sums = weights.sum(axis=1, keepdims=True)
        return np.divide(weights, sums, out=np.full(weights.shape, 1 / weights.shape[1]), where=sums > 0)


def _shares_kl(counts: sparse.csr_matrix, topics: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shares of fixed topics that make each row most likely, by `STEPS` multiplicative steps.

    ``share_k ← share_k sum_w x_w topic_kw / sum_j share_j topic_jw`` (Lee & Seung 2001, equation 5,
    for rows and topics that sum to 1).
    """
    n_docs, n_topics = counts.shape[0], len(topics)
    rows = np.repeat(np.arange(n_docs), np.diff(counts.indptr))
    likelihood = topics[:, counts.indices].T
    collect = sparse.csr_matrix((counts.data, (rows, np.arange(len(rows)))), shape=(n_docs, len(rows)))
    shares = np.full((n_docs, n_topics), 1 / n_topics)
    for _ in range(STEPS):
        parts = shares[rows] * likelihood
        sums = parts.sum(axis=1, keepdims=True)
        np.divide(parts, sums, out=parts, where=sums > 0)
        shares = collect @ parts
        total = shares.sum(axis=1, keepdims=True)
        shares = np.divide(shares, total, out=np.full_like(shares, 1 / n_topics), where=total > 0)
    return shares


def _weights_frobenius(counts: sparse.csr_matrix, topics: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least-squares weights of fixed topics in each row, at least 0, by `STEPS` rounds of coordinates."""
    gram, target = topics @ topics.T, counts @ topics.T
    weights = np.zeros((counts.shape[0], len(topics)))
    for _ in range(STEPS):
        for k in np.flatnonzero(np.diag(gram) > 0):
            step = (target[:, k] - weights @ gram[:, k]) / gram[k, k]
            weights[:, k] = np.maximum(weights[:, k] + step, 0)
    return weights
