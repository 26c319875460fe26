"""Topics that go to other programs: pyLDAvis.

The interactive view of topics by Sievert and Shirley (2014) wants five aligned arrays and
says little when they do not fit.  Here they always do.

References
----------
Sievert, C. and Shirley, K. E. (2014). LDAvis: a method for visualizing and interpreting
topics. ACL Workshop on Interactive Language Learning, Visualization, and Interfaces.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.validation import check_is_fitted

from textmine import _check
from textmine.docterm import DocTerm
from textmine.topics.base import TopicModel

LEAST = 1e-12
"""Probability that stands for 0, since pyLDAvis takes logarithms; no bar shows it."""


def to_pyldavis(model: TopicModel, table: DocTerm) -> dict[str, Any]:
    """Return what ``pyLDAvis.prepare`` takes: ``pyLDAvis.prepare(**tm.to_pyldavis(model, table))``.

    Parameters
    ----------
    model : fitted topic model of K ≥ 2 topics
        Of another library: ``tm.as_topic_model(model)``.
    table : DocTerm
        Best the table that was fitted.

    Returns
    -------
    dict
        ``topic_term_dists``
            array of shape (K, V), rows summing to 1
        ``doc_topic_dists``
            data frame of shape (D', K), documents in the order of their names as its index, rows summing to 1
        ``doc_lengths``
            array of shape (D',): tokens that the model knows
        ``vocab``
            the terms of the model, length V
        ``term_frequency``
            array of shape (V,): tokens of each term in those documents
        ``sort_topics``
            False, so that topic 1 is topic 1 here and there

        A share or probability of 0 becomes 1e-12, of which pyLDAvis can take the logarithm.
        Documents without a token that the model knows are left out; their names are in
        ``doc_topic_dists.attrs["left_out"]``.

    Raises
    ------
    TypeError
        If `model` is no topic model of textmine, or `table` no DocTerm.
    ValueError
        For a model of one topic, which pyLDAvis cannot draw, and if the table has no token that the
        model knows.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health", "?"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> given = tm.to_pyldavis(tm.NMF(n_components=2).fit(table), table)
    >>> given["doc_lengths"], given["doc_topic_dists"].attrs["left_out"]
    (array([3, 3, 2, 3]), ('5',))
    """
    _check.kind("model", model, TopicModel, "for a model of another library call tm.as_topic_model(model)")
    check_is_fitted(model)
    _check.kind("table", table, DocTerm, "call tokens.count()")
    if len(model.components_) < 2:
        raise ValueError("model must have at least 2 topics for pyLDAvis, which draws distances between them, got 1: "
                         "see model.top_terms()")
    table, counts = table.sort_documents(), _under(model, table.sort_documents())
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    names = np.array(table.documents["document"].to_pylist(), dtype=object)
    kept = lengths > 0
    if not kept.any():
        raise ValueError(f"table must hold a token that the model knows, got none in {len(table)} documents")
    shares = pd.DataFrame(_positive(model.transform(table.select(kept))), pd.Index(names[kept], name="document"))
    shares.attrs["left_out"] = tuple(names[~kept].tolist())
    return {"topic_term_dists": _positive(model.components_), "doc_topic_dists": shares, "doc_lengths": lengths[kept],
            "vocab": [str(term) for term in model.terms_],
            "term_frequency": np.asarray(counts.sum(axis=0)).ravel(), "sort_topics": False}


def _under(model: TopicModel, table: DocTerm) -> sparse.csr_matrix:
    """Return the counts of a table under the terms of a model, shape (D, V)."""
    position = {term: i for i, term in enumerate(table.terms)}
    shared = [(position[term], i) for i, term in enumerate(model.terms_) if term in position]
    rows, columns = np.array(shared, dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(len(shared), table.counts.dtype)
    return table.counts @ sparse.csr_matrix((ones, (rows, columns)), (len(table.terms), len(model.terms_)))


def _positive(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rows so that they sum to 1 and hold no 0; a row of zeros is even.

    >>> _positive(np.array([[3, 1], [2, 0]])).round(2)
    array([[0.75, 0.25],
           [1.  , 0.  ]])
    """
    sums = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, sums, out=np.full(weights.shape, 1 / weights.shape[1]), where=sums > 0)
    shares = np.maximum(shares, LEAST)
    return shares / shares.sum(axis=1, keepdims=True)
