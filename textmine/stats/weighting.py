"""Weights: how much a term says about the document it occurs in.

References
----------
Sparck Jones, K. (1972). A statistical interpretation of term specificity and
its application in retrieval. Journal of Documentation 28(1), 11-21.
Dumais, S. T. (1991). Improving the retrieval of information from external
sources. Behavior Research Methods 23(2), 229-236.
Robertson, S. and Zaragoza, H. (2009). The probabilistic relevance framework: BM25 and
beyond. Foundations and Trends in Information Retrieval 3(4), 333-389.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

SCHEMES = ("count", "tf_idf", "log_tf_idf", "log_entropy")


def inverse_document_frequency(doc_freq: ArrayLike, n_docs: int) -> NDArray[np.float64]:
    """Return ``ln(N / df)`` (Sparck Jones 1972): 0 for a term that every document has.

    A term that no document has gets 0.

    >>> inverse_document_frequency([1, 2, 4], 4).round(4)
    array([1.3863, 0.6931, 0.    ])
    """
    doc_freq = np.asarray(doc_freq, dtype=float)
    return np.where(doc_freq > 0, np.log(n_docs / np.maximum(doc_freq, 1)), 0.0)


def entropy_weight(counts: sparse.csr_matrix, *, smooth: bool = False) -> NDArray[np.float64]:
    """Return the entropy weight of every term, in [0, 1].

    Parameters
    ----------
    counts : sparse matrix of shape (D, V)
    smooth : bool, default False
        Divide by ln (D + 1), so that a term spread evenly over all documents keeps a trace of weight, as
        ln((D + 1) / df) leaves it: with few documents most terms are of that kind.

    Notes
    -----
    ``1 + sum_j p_j ln p_j / ln D`` with p_j the share of the term's occurrences in
    document j (Dumais 1991): 1 for a term of one document, 0 for one spread evenly.

    Examples
    --------
    >>> from scipy import sparse
    >>> entropy_weight(sparse.csr_matrix([[3, 1], [0, 1]]))
    array([1., 0.])
    >>> entropy_weight(sparse.csr_matrix([[3, 1], [0, 1]]), smooth=True).round(4)
    array([1.    , 0.3691])
    """
    cells = counts.tocoo()
    n_docs, n_terms = counts.shape
    if n_docs < 2:
        return np.ones(n_terms)
    totals = np.bincount(cells.col, cells.data, minlength=n_terms)
    p = cells.data / totals[cells.col]
    entropy = np.bincount(cells.col, p * np.log(p), minlength=n_terms)
    return np.clip(1 + entropy / np.log(n_docs + smooth), 0, 1)


def term_weights(counts: sparse.csr_matrix, scheme: str) -> NDArray[np.float64]:
    """Return what every term weighs in a collection, shape (V,): the part of a scheme that is learnt.

    Parameters
    ----------
    counts : sparse matrix of shape (D, V)
    scheme : str
        One of `SCHEMES`.

    Notes
    -----
    ``tf_idf``: ln(D / df).  ``log_tf_idf``: ln((D + 1) / df), so that a term of every document keeps
    a trace of weight.  ``log_entropy``: see `entropy_weight`.  ``count``: 1.  A term of no document
    has 0, but for ``count``.

    Examples
    --------
    >>> from scipy import sparse
    >>> term_weights(sparse.csr_matrix([[3, 1], [0, 1]]), "tf_idf").round(4)
    array([0.6931, 0.    ])
    """
    n_docs, n_terms = counts.shape
    if scheme == "count":
        return np.ones(n_terms)
    present = sparse.csr_matrix(counts, copy=True)
    present.eliminate_zeros()
    doc_freq = np.bincount(present.indices, minlength=n_terms)
    if scheme == "log_entropy":
        return np.where(doc_freq > 0, entropy_weight(present), 0.0)
    return inverse_document_frequency(doc_freq, n_docs + (scheme == "log_tf_idf"))


def weighted_rows(counts: sparse.csr_matrix, scheme: str, weights: NDArray[np.float64]) -> sparse.csr_matrix:
    """Return counts, or ln(1 + count) for the ``log_`` schemes, times the weights of the terms; shape (D, V).

    >>> from scipy import sparse
    >>> weighted_rows(sparse.csr_matrix([[3., 1.]]), "log_tf_idf", np.array([1., 2.])).toarray().round(4)
    array([[1.3863, 1.3863]])
    """
    values = sparse.csr_matrix(counts, dtype=float, copy=True)
    values.data = (np.log1p(values.data) if scheme.startswith("log_") else values.data) * weights[values.indices]
    return values


def bm25_rows(counts: sparse.csr_matrix, doc_freq: NDArray, n_docs: int, mean_length: float, *, k1: float = 1.2,
              b: float = 0.75) -> sparse.csr_matrix:
    """Return the BM25 weight of every term in every document, shape (D, V).

    Parameters
    ----------
    counts : sparse matrix of shape (D, V)
    doc_freq : array of shape (V,)
        In a collection of `n_docs` documents of `mean_length` tokens.
    k1, b : float
        How soon repeated words add no more, and how much long documents are discounted.

    Notes
    -----
    ``idf (k1 + 1) f / (f + k1 (1 - b + b L / mean L))`` with ``idf = ln(1 + (N - df + 0.5) / (df + 0.5))``
    (Robertson & Zaragoza 2009, equation 3.15; this idf is never negative).

    Examples
    --------
    >>> from scipy import sparse
    >>> bm25_rows(sparse.csr_matrix([[1., 1.], [0., 2.]]), np.array([1, 2]), 2, 2.0).toarray().round(4)
    array([[0.6931, 0.1823],
           [0.    , 0.2507]])
    """
    values = sparse.csr_matrix(counts, dtype=float, copy=True)
    length = np.asarray(values.sum(axis=1)).ravel() / mean_length
    idf = np.log1p((n_docs - doc_freq + 0.5) / (doc_freq + 0.5))
    discount = np.repeat(k1 * (1 - b + b * length), np.diff(values.indptr))
    values.data = idf[values.indices] * (k1 + 1) * values.data / (values.data + discount)
    return values
