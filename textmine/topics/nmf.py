"""NMF: topics as parts that add up, without chance.

Non-negative matrix factorisation by scikit-learn, of a weighted table; the
deterministic companion of LDA.  Counts alone would spend most topics on common
words.  So occurrences count by their logarithm, terms by their rarity, and each
document by the square root of its length: halfway between the raw table, which
long documents decide, and rows of length 1, where a note weighs as much as a
report.

References
----------
Lee, D. D. and Seung, H. S. (2001). Algorithms for non-negative matrix
factorization. NIPS 13.
Boutsidis, C. and Gallopoulos, E. (2008). SVD based initialization: a head start
for nonnegative matrix factorization. Pattern Recognition 41(4), 1350-1362.
Singhal, A., Buckley, C. and Mitra, M. (1996). Pivoted document length
normalization. SIGIR, 21-29.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import NMF as _NMF
from sklearn.exceptions import ConvergenceWarning

from textmine import _check
from textmine.stats.weighting import SCHEMES, term_weights, weighted_rows
from textmine.topics._nmf_kernels import least_squares, likeliest, tokens_by_topic
from textmine.topics.base import TopicModel

LOSSES = ("frobenius", "kullback-leibler")

_LOCK, _RUNNING, _FILTERS = Lock(), [0], ExitStack()


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out ConvergenceWarning, which `converged_` tells, while any thread is in here.

    Filters of warnings are the same for all threads: the first one in sets them, the last one out
    restores them.
    """
    with _LOCK:
        _RUNNING[0] += 1
        if _RUNNING[0] == 1:
            _FILTERS.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore", ConvergenceWarning)
    try:
        yield
    finally:
        with _LOCK:
            _RUNNING[0] -= 1
            if _RUNNING[0] == 0:
                _FILTERS.close()


class NMF(TopicModel):
    """Non-negative matrix factorisation of a weighted table, deterministic.

    Parameters
    ----------
    n_components : int, default 10
        K, the number of topics.
    weight : {"log_tf_idf", "tf_idf", "log_entropy", "count"}, default "log_tf_idf"
        What is factorised: ``log_tf_idf`` is ln(1 + count) × ln((D + 1) / df), ``tf_idf`` is
        count × ln(D / df), ``log_entropy`` as in `DocTerm.weight`; each row is then divided by
        the square root of its Euclidean length.  ``count``: the table as it is.
    loss : {"frobenius", "kullback-leibler"}, default "frobenius"
        What the approximation minimises.  Kullback-Leibler of counts is LDA without priors.
    max_iter : int, default 1000
    tol : float, default 1e-4
    random_state : ignored
        Here for a common signature: the start (NNDSVD) has no chance in it.

    Attributes
    ----------
    components_ : array of shape (K, V)
        Weights of terms in topics; `top_terms` ranks by them.
    term_weights_ : array of shape (V,)
        What a term weighs in the collection that was fitted.
    prevalence_ : array of shape (K,)
        Share of all tokens, falling.
    terms_ : array of str, shape (V,)
    n_iter_ : int
    converged_ : bool

    Notes
    -----
    A share is of tokens, not of weights: each token of a document goes to the topics in
    proportion to what they contribute to its term there.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> tm.NMF(n_components=2).fit_transform(table).argmax(axis=1)
    array([0, 0, 1, 1])
    """

    @_check.hinted
    def __init__(self, n_components: int = 10, *, weight: str = "log_tf_idf", loss: str = "frobenius",
                 max_iter: int = 1000, tol: float = 1e-4, random_state: Any = None):
        self.n_components = n_components
        self.weight = weight
        self.loss = loss
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def _check_parameters(self) -> None:
        super()._check_parameters()
        _check.one_of("weight", self.weight, SCHEMES)
        _check.one_of("loss", self.loss, LOSSES)
        _check.between("tol", self.tol, 0, np.inf)

    def _fit(self, counts: sparse.csr_matrix) -> None:
        """Factorise from the NNDSVD start."""
        self.term_weights_ = term_weights(counts, self.weight)
        values = self._weighted(counts)
        if values.sum() == 0:
            raise ValueError(f"weight must leave a term some weight, got {self.weight!r}, and every term spreads over "
                             "all documents alike: choose 'log_tf_idf' or 'count'")
        kl = self.loss == "kullback-leibler"
        start = "nndsvda" if kl else "nndsvd"
        solver = _NMF(
            self.n_components, init=(start if self.n_components <= min(counts.shape) else "random"),
            solver="mu" if kl else "cd", beta_loss=self.loss, max_iter=self.max_iter, tol=self.tol, random_state=0,
        )
        with _quiet():
            solver.fit(values)
        self.n_iter_ = solver.n_iter_
        self.converged_ = self.n_iter_ < self.max_iter
        self.components_ = np.asarray(solver.components_, dtype=float)

    def _weighted(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the weighted table, rows divided by the square root of their length."""
        values = weighted_rows(counts, self.weight, self.term_weights_)
        if self.weight == "count":
            return values
        length = np.sqrt(np.asarray(values.multiply(values).sum(axis=1)).ravel())
        scale = np.divide(1, np.sqrt(length), out=np.zeros_like(length), where=length > 0)
        return sparse.csr_matrix(sparse.diags(scale) @ values)

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the shares of each document by itself: the same in any batch."""
        counts = counts.sorted_indices()
        kl = self.loss == "kullback-leibler"
        size = self.components_.sum(axis=1) if kl else np.linalg.norm(self.components_, axis=1)
        topics = np.divide(self.components_.T, size, out=np.zeros(self.components_.T.shape), where=size > 0)
        values = self._weighted(counts)
        cells = values.data, values.indices, values.indptr
        weights = likeliest(*cells, topics) if kl else least_squares(*cells, topics, topics.T @ topics)
        parts = tokens_by_topic(counts.data.astype(float), counts.indices, counts.indptr, topics, weights)
        sums = parts.sum(axis=1, keepdims=True)
        return np.divide(parts, sums, out=np.full(parts.shape, 1 / parts.shape[1]), where=sums > 0)
