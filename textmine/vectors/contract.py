"""The contract of all models of a table: scikit-learn's, with the names of terms and documents.

A model takes a `DocTerm` and keeps its terms, or any matrix of documents by terms.  New
documents are matched to it by the names of their terms.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from textmine import _check
from textmine.docterm import DocTerm
from textmine.vectors.matching import as_table, matched


class TableModel(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """What all models of a table share: input, names, tags.

    A model adds ``fit``, which calls ``_validate(X, reset=True)`` and keeps ``_input_names(X)`` as ``terms_``, and
    ``_transform(counts)``.
    """

    components_: NDArray[np.float64]
    terms_: NDArray

    def transform(self, X: DocTerm | ArrayLike) -> Any:
        """Return a row for each document; a data frame after ``set_output`` asked for one."""
        check_is_fitted(self)
        return self._transform(self._validate(X, reset=False))

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the rows of checked counts."""
        raise NotImplementedError

    def _validate(self, X: DocTerm | ArrayLike, reset: bool) -> sparse.csr_matrix:
        """Return X as a checked CSR matrix with the columns of the fit; one number for each cell."""
        _check.matrix("X", X)
        if isinstance(X, pd.DataFrame) and not reset and not hasattr(self, "feature_names_in_"):
            X = as_table(X, self.terms_)
        if isinstance(X, DocTerm):
            X = X.counts if reset else matched(X, self.terms_)
        counts = sparse.csr_matrix(validate_data(self, X, reset=reset, accept_sparse="csr",
                                                 dtype=[np.float64, np.float32], ensure_non_negative=True))
        if not counts.has_canonical_format:
            counts = counts.copy()
            counts.sum_duplicates()
        return counts

    def _input_names(self, X: Any) -> NDArray:
        """Return the names of the columns that were fitted: those of a table or frame, or x0, x1 and so on."""
        if isinstance(X, DocTerm):
            return np.array(X.terms, dtype=object)
        names = getattr(self, "feature_names_in_", None)
        return np.array([f"x{i}" for i in range(self.n_features_in_)] if names is None else names, dtype=object)

    @property
    def _n_features_out(self) -> int:
        return self.components_.shape[0]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = []
        return tags


def named(rows: Any, X: Any) -> Any:
    """Return rows of documents as they are, or, where they are a data frame and X is a table, under its names."""
    if isinstance(X, DocTerm) and isinstance(rows, pd.DataFrame):
        return rows.set_axis(pd.Index(X.documents["document"].to_pylist(), name="document"), axis=0)
    return rows
