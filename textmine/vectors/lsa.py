"""LSA: terms and documents as points in a space of few dimensions.

A truncated singular value decomposition of the weighted table.  Terms that occur
with the same other terms lie close together even if no document has both, and
documents that share a subject do so without sharing a word.

References
----------
Deerwester, S., Dumais, S. T., Furnas, G. W., Landauer, T. K. and Harshman, R.
(1990). Indexing by latent semantic analysis. JASIS 41(6), 391-407.
Dumais, S. T. (1991). Improving the retrieval of information from external
sources. Behavior Research Methods 23(2), 229-236.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.utils.validation import check_is_fitted

from textmine import _check
from textmine.docterm import DocTerm
from textmine.stats.weighting import SCHEMES, term_weights, weighted_rows
from textmine.vectors.contract import TableModel, named


class LSA(TableModel):
    """Latent semantic analysis, deterministic.

    Parameters
    ----------
    n_components : int, default 100
        K, the number of dimensions; fewer where the table has no more.
    weight : {"log_entropy", "tf_idf", "log_tf_idf", "count"}, default "log_entropy"
        As in `DocTerm.weight`; ``log_tf_idf`` is ln(1 + count) × ln((D + 1) / df).

    Attributes
    ----------
    components_ : array of shape (K, V)
        Orthogonal rows of length 1; the entry of largest size is positive.
    singular_values_ : array of shape (K,)
        Falling.
    explained_variance_ratio_ : array of shape (K,)
        Share of the variance of the weighted table along each dimension, in [0, 1].
    term_weights_ : array of shape (V,)
        What a term weighs in the collection that was fitted, and so in new texts.
    terms_ : array of str, shape (V,)

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["ship at sea", "boat at sea", "ship and harbour", "virus and vaccine", "vaccine trial"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).drop(["at", "and"]).count()
    >>> tm.LSA(n_components=2, weight="count").fit(table).similar_terms("boat", 3)["other"].tolist()
    ['harbour', 'sea', 'ship']
    """

    @_check.hinted
    def __init__(self, n_components: int = 100, *, weight: str = "log_entropy"):
        self.n_components = n_components
        self.weight = weight

    def fit(self, X: DocTerm | ArrayLike, y: Any = None) -> LSA:
        """Learn the space of a table.

        Parameters
        ----------
        X : DocTerm, or sparse or dense matrix of shape (D, V), at least 0
            Documents of a `DocTerm` are put in the order of their names first, so that
            the order they came in does not matter.
        y : ignored

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If X has negative values, or no term has weight, or a parameter is out of range.
        """
        X = X.sort_documents() if isinstance(X, DocTerm) else X
        counts = self._validate(X, reset=True)
        _check.integer("n_components", self.n_components, 1)
        _check.one_of("weight", self.weight, SCHEMES)
        self.term_weights_ = term_weights(counts, self.weight)
        values = weighted_rows(counts, self.weight, self.term_weights_)
        if not values.count_nonzero():
            raise ValueError(f"X must hold a term with weight for weight={self.weight!r}, got none: it is empty, or "
                             "every term spreads over all documents alike, where weight='count' helps")
        self.singular_values_, self.components_ = decomposed(values, self.n_components)
        self.explained_variance_ratio_ = _explained(values, self.components_, self.singular_values_)
        self.terms_ = self._input_names(X)
        return self

    def transform(self, X: DocTerm | ArrayLike) -> NDArray[np.float64]:
        """Return documents as points, shape (D, K), with the weights of the fit.

        A `DocTerm` (or a data frame, after fitting a `DocTerm`) may have other terms than the
        one fitted: they are matched by name, and terms unknown to the model have no part.
        A document without known terms lies at the origin.  After ``set_output(transform="pandas")`` a
        data frame, for a `DocTerm` with the names of its documents as index.
        """
        return named(super().transform(X), X)

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        return np.asarray(weighted_rows(counts, self.weight, self.term_weights_) @ self.components_.T)

    def fit_transform(self, X: DocTerm | ArrayLike, y: Any = None) -> NDArray[np.float64]:
        """Return ``fit(X).transform(X)``."""
        return self.fit(X, y).transform(X)

    def term_vectors(self) -> NDArray[np.float64]:
        """Return terms as points, shape (V, K): ``components_`` times the singular values.

        Their cosines are those of the columns of the table that K dimensions restore.
        """
        check_is_fitted(self)
        return self.components_.T * self.singular_values_

    def similar_terms(self, term: str, top_n: int = 10) -> pd.DataFrame:
        """Return the terms nearest to a term by cosine.

        Parameters
        ----------
        term : str
            A term of the table that was fitted.
        top_n : int, default 10

        Returns
        -------
        pandas.DataFrame
            Up to `top_n` rows, the most similar first, ties by term: ``term``, ``rank``, ``other``,
            ``similarity`` (cosine, in [-1, 1]).  Terms without weight lie at the origin, near to
            nothing, and have no row.

        Raises
        ------
        ValueError
            For an unknown term, with the nearest one; for a term without weight.
        """
        vectors = self.term_vectors()
        _check.integer("top_n", top_n, 1)
        place = np.flatnonzero(self.terms_ == term)
        if not len(place):
            raise ValueError(f"term must be a term of the fitted table, got {term!r}."
                             f"{_check.nearest(term, self.terms_)}")
        length = np.linalg.norm(vectors, axis=1)
        known = length > 1e-12 * length.max()
        if not known[place[0]]:
            raise ValueError(f"term must have weight in the fitted table, got {term!r}, which has none")
        others = np.flatnonzero(known & (np.arange(len(known)) != place[0]))
        cosine = np.clip((vectors[others] @ vectors[place[0]]) / (length[others] * length[place[0]]), -1, 1)
        best = np.lexsort((self.terms_[others].astype(str), -cosine.round(9)))[:top_n]
        return pd.DataFrame({"term": term, "rank": np.arange(1, len(best) + 1), "other": self.terms_[others[best]],
                             "similarity": cosine[best]})


def decomposed(values: sparse.csr_matrix, n_components: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the largest singular values, falling, and their rows of terms; no more than the rank."""
    least = min(values.shape)
    if n_components < least:
        start = np.random.default_rng(0).uniform(-1, 1, least)
        _, size, rows = svds(values, k=n_components, v0=start, return_singular_vectors="vh")
        order = np.argsort(-size, kind="stable")
        size, rows = size[order], rows[order]
    else:
        _, size, rows = np.linalg.svd(values.toarray(), full_matrices=False)
    kept = size > size[0] * max(values.shape) * np.finfo(float).eps
    size, rows = size[kept], rows[kept]
    largest = np.abs(rows).round(9).argmax(axis=1)
    return size, rows * np.sign(rows[np.arange(len(rows)), largest])[:, None]


def _explained(values: sparse.csr_matrix, rows: NDArray[np.float64],
               size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the variance along each row of terms, as a share of that of all columns."""
    n_docs = values.shape[0]
    means = np.asarray(values.mean(axis=0)).ravel()
    total = values.multiply(values).sum() / n_docs - (means ** 2).sum()
    variance = np.maximum(size ** 2 / n_docs - (rows @ means) ** 2, 0)
    return variance / total if total > 0 else np.zeros_like(variance)
