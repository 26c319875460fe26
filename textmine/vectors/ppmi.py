"""PPMI-SVD: terms as points by the company they keep.

How much more often two terms stand in one document than by chance, in nats and at least 0 (positive pointwise
mutual information), decomposed to few dimensions.  LSA weighs frequent terms most; here every
term counts by its associations.  Documents should be short, passages or sentences, since all terms of a document
are company to each other.

References
----------
Church, K. W. and Hanks, P. (1990). Word association norms, mutual information, and
lexicography. Computational Linguistics 16(1), 22-29.
Bullinaria, J. A. and Levy, J. P. (2007). Extracting semantic representations from word co-occurrence
statistics. Behavior Research Methods 39(3), 510-526.
Levy, O., Goldberg, Y. and Dagan, I. (2015). Improving distributional similarity with lessons
learned from word embeddings. TACL 3, 211-225; context smoothing and the root of the singular values.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.utils.validation import check_is_fitted

from textmine import _check
from textmine.docterm import DocTerm
from textmine.vectors.contract import TableModel, named
from textmine.vectors.lsa import decomposed


class PPMI(TableModel):
    """Positive pointwise mutual information of terms, decomposed; deterministic.

    Parameters
    ----------
    n_components : int, default 100
        K, the number of dimensions; fewer where the terms have no more.
    context_smoothing : float in (0, 1], default 0.75
        Power of the frequencies of contexts, which keeps rare terms from the highest values; 1 for none.

    Attributes
    ----------
    components_ : array of shape (K, V)
        The vectors of the terms as columns: singular vectors times the roots of the singular values; 0 for a
        term that stands with no other more often than by chance.
    singular_values_ : array of shape (K,)
        Falling.
    terms_ : array of str, shape (V,)

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["ship sea", "boat sea", "ship harbour", "boat harbour", "virus vaccine", "vaccine trial"]
    >>> model = tm.PPMI(n_components=3).fit(tm.tokenize(tm.Corpus.from_texts(texts)).count())
    >>> vectors = dict(zip(model.terms_, model.term_vectors(), strict=True))
    >>> bool(vectors["ship"] @ vectors["boat"] > vectors["ship"] @ vectors["virus"])
    True
    """

    @_check.hinted
    def __init__(self, n_components: int = 100, *, context_smoothing: float = 0.75):
        self.n_components = n_components
        self.context_smoothing = context_smoothing

    def fit(self, X: DocTerm | ArrayLike, y: Any = None) -> PPMI:
        """Learn the vectors of the terms of a table; see `textmine.vectors.lsa.LSA.fit` for what it may be.

        Raises
        ------
        ValueError
            If X has negative values or none above 0, or a parameter is out of range.
        """
        X = X.sort_documents() if isinstance(X, DocTerm) else X
        counts = self._validate(X, reset=True)
        _check.integer("n_components", self.n_components, 1)
        if self.context_smoothing != 1:
            _check.between("context_smoothing", self.context_smoothing, 0, 1)
        if not counts.count_nonzero():
            raise ValueError("X must hold at least one count above 0 for PPMI, got all zeros")
        values = positive_information(counts, self.context_smoothing)
        size, rows = np.zeros(1), np.zeros((1, counts.shape[1]))
        if values.nnz:
            size, rows = decomposed(values, self.n_components)
        self.singular_values_: NDArray[np.float64] = size
        self.components_ = rows * np.sqrt(self.singular_values_)[:, None]
        self.terms_ = self._input_names(X)
        return self

    def transform(self, X: DocTerm | ArrayLike) -> NDArray[np.float64]:
        """Return the mean vector of the tokens of documents, shape (D, K); terms are matched by name as in `LSA`.

        A document without known terms lies at the origin.
        """
        return named(super().transform(X), X)

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        sums = np.asarray(counts.sum(axis=1)).reshape(-1, 1)
        return np.asarray(counts @ self.components_.T) / np.where(sums > 0, sums, 1)

    def fit_transform(self, X: DocTerm | ArrayLike, y: Any = None) -> NDArray[np.float64]:
        """Return ``fit(X).transform(X)``."""
        return self.fit(X, y).transform(X)

    def term_vectors(self) -> NDArray[np.float64]:
        """Return terms as points, shape (V, K)."""
        check_is_fitted(self)
        return self.components_.T


def positive_information(counts: sparse.csr_matrix, context_smoothing: float = 0.75) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information of every two terms, shape (V, V).

    Parameters
    ----------
    counts : sparse matrix of shape (D, V)
        A term stands in a document or does not.
    context_smoothing : float

    Notes
    -----
    ``max(0, ln(n_uv S / (n_u n_v^a)))`` with n_uv the documents that have both of two different terms, n_u the sum of
    n_uv over v, a the smoothing, and S the sum of n_v^a (Levy, Goldberg & Dagan 2015, equation 3).

    Examples
    --------
    >>> from scipy import sparse
    >>> positive_information(sparse.csr_matrix([[1, 1, 0], [0, 1, 1]]), 1).toarray().round(3)
    array([[0.   , 0.693, 0.   ],
           [0.693, 0.   , 0.693],
           [0.   , 0.693, 0.   ]])
    """
    present = sparse.csr_matrix((counts.data > 0, counts.indices, counts.indptr), counts.shape).astype(float)
    together = sparse.csr_matrix(present.T @ present)
    together.setdiag(0)
    together.eliminate_zeros()
    cells, sums = together.tocoo(), np.asarray(together.sum(axis=1)).ravel()
    contexts = np.where(sums > 0, sums, 1) ** context_smoothing * (sums > 0)
    information = np.log(cells.data * contexts.sum() / (sums[cells.row] * contexts[cells.col]))
    kept = information > 0
    return sparse.csr_matrix((information[kept], (cells.row[kept], cells.col[kept])), together.shape)
