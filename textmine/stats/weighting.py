"""Weights: how much a term says about the document it occurs in.

References
----------
Sparck Jones, K. (1972). A statistical interpretation of term specificity and
its application in retrieval. Journal of Documentation 28(1), 11-21.
Dumais, S. T. (1991). Improving the retrieval of information from external
sources. Behavior Research Methods 23(2), 229-236.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse


def inverse_document_frequency(doc_freq: ArrayLike, n_docs: int) -> NDArray[np.float64]:
    """Return ``ln(N / df)`` (Sparck Jones 1972): 0 for a term that every document has.

    A term that no document has gets 0.

    >>> inverse_document_frequency([1, 2, 4], 4).round(4)
    array([1.3863, 0.6931, 0.    ])
    """
    doc_freq = np.asarray(doc_freq, dtype=float)
    return np.where(doc_freq > 0, np.log(n_docs / np.maximum(doc_freq, 1)), 0.0)


def entropy_weight(counts: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return the entropy weight of every term, in [0, 1].

    Parameters
    ----------
    counts : sparse matrix of shape (D, V)

    Notes
    -----
    ``1 + sum_j p_j ln p_j / ln D`` with p_j the share of the term's occurrences in
    document j (Dumais 1991): 1 for a term of one document, 0 for one spread evenly.

    Examples
    --------
    >>> from scipy import sparse
    >>> entropy_weight(sparse.csr_matrix([[3, 1], [0, 1]]))
    array([1., 0.])
    """
    cells = counts.tocoo()
    n_docs, n_terms = counts.shape
    if n_docs < 2:
        return np.ones(n_terms)
    totals = np.bincount(cells.col, cells.data, minlength=n_terms)
    p = cells.data / totals[cells.col]
    entropy = np.bincount(cells.col, p * np.log(p), minlength=n_terms)
    return np.clip(1 + entropy / np.log(n_docs), 0, 1)
