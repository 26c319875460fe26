"""Attribution: which tokens a topic's share of a document rests on.

A topic model says how much of a document each topic has.  This says where: the
topic's tokens in a document are dealt out to its words, by how probable the topic is
given the word and the document.  What is dealt out adds up to what the model said.

The model is passed in: any one with ``components_``, ``transform`` and the names of
its terms.

References
----------
Griffiths, T. L. and Steyvers, M. (2004). Finding scientific topics. PNAS
101(suppl. 1), 5228-5235; figure 5 shows words by their topic in this way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.docterm import DocTerm
from textmine.tokens.tokens import Tokens

CELLS_IN_BATCH = 2_000_000
"""Cells times topics that are held at a time."""


def token_weights(tokens: Tokens, model: Any, topic: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return how much of a topic each token holds, and whether the topic is its most probable one.

    Parameters
    ----------
    tokens : Tokens of N tokens
    model : fitted topic model
        With ``components_`` of shape (K, V), ``transform``, and ``terms_`` or ``feature_names_in_``.
    topic : int
        From 1.

    Returns
    -------
    weights : array of shape (N,)
        In tokens; over a document they add up to the tokens that the model gives the topic.  0 for
        dropped tokens and those that the model does not know.
    own : bool array of shape (N,)

    Raises
    ------
    TypeError
        If `model` is not fitted, or does not know its terms.
    ValueError
        If there is no such topic, or no word that the model knows.

    Notes
    -----
    ``p(k | w, d) = share_dk phi_kw / sum_j share_dj phi_jw`` with phi the rows of ``components_`` summing
    to 1; a token's weight is its p times ``n_dk / sum_w n_dw p(k | w, d)``, with ``n_dk`` the topic's tokens in
    the document (see `expected_tokens`).
    """
    phi = topic_term(model)
    _check.integer("topic", topic, 1, len(phi))
    known, columns = _known_columns(tokens.count(), terms_of(model))
    shares = np.asarray(_shares(model, known, columns), dtype=float)
    rows, cols = known.counts.nonzero()
    counts = np.asarray(known.counts[rows, cols]).ravel()
    mine = shares[rows, topic - 1] * phi[topic - 1, columns[cols]]
    total, most = np.zeros(len(rows)), np.zeros(len(rows))
    for k in range(len(phi)):
        amount = shares[rows, k] * phi[k, columns[cols]]
        total += amount
        most = np.maximum(most, amount)
    p = np.divide(mine, total, out=np.zeros_like(mine), where=total > 0)
    p = np.where(np.bincount(rows, counts * p, minlength=len(known))[rows] > 0, p, 1.0)
    dealt = np.bincount(rows, counts * p, minlength=len(known))
    given = _expected(model, known, columns)[:, topic - 1]
    cells = p * (given[rows] / dealt[rows])
    return _on_tokens(tokens, known, rows, cols, cells, (mine >= most) & (mine > 0))


def expected_tokens(model: Any, table: DocTerm) -> NDArray[np.float64]:
    """Return the tokens of each topic in each document, shape (D, K): the model's own count, or share × tokens."""
    if hasattr(model, "terms_") or hasattr(model, "feature_names_in_"):
        return _expected(model, *_known_columns(table, terms_of(model)))
    shares = np.asarray(model.transform(table.counts), dtype=float)
    return shares * np.asarray(table.counts.sum(axis=1)).reshape(-1, 1)


def _expected(model: Any, known: DocTerm, columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the tokens of each topic in each document of a table that the model knows whole."""
    if hasattr(model, "expected_tokens"):
        return model.expected_tokens(known)
    return np.asarray(_shares(model, known, columns), dtype=float) * np.asarray(known.counts.sum(axis=1)).reshape(-1, 1)


def topic_term(model: Any) -> NDArray[np.float64]:
    """Return the distributions of a model's topics over its terms, shape (K, V), rows summing to 1."""
    if not hasattr(model, "transform") or not hasattr(model, "components_"):
        raise TypeError(f"model must be a fitted topic model with transform and components_, got "
                        f"{type(model).__name__}: {_way_to_a_model(model)}")
    components = np.asarray(model.components_, dtype=float)
    sums = components.sum(axis=1, keepdims=True)
    return np.divide(components, sums, out=np.zeros_like(components), where=sums > 0)


def _way_to_a_model(value: Any) -> str:
    """Return what to do with something that is no fitted topic model of this shape."""
    if isinstance(value, Corpus | Tokens | DocTerm):
        return "the model comes first, then the texts"
    if hasattr(value, "get_topics") or hasattr(value, "get_topic_word_dist"):
        return "for a model of another library call tm.as_topic_model(model, table=table)"
    if hasattr(value, "components_") or getattr(value, "ndim", 0) == 2:
        return "for topics of another program call tm.as_topic_model(components, terms, table=table)"
    return f"call {'model' if hasattr(value, 'fit') else 'tm.LDA(n_components=...)'}.fit(table)"


def terms_of(model: Any) -> list[str]:
    """Return the names of the terms that a model was fitted on."""
    terms = getattr(model, "terms_", getattr(model, "feature_names_in_", None))
    if terms is None:
        raise TypeError(f"model must know the names of its terms, got {type(model).__name__} fitted on a bare matrix: "
                        "fit it on tokens.count(), or on a data frame")
    return [str(term) for term in terms]


def document_topics(table: DocTerm, model: Any) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the shares of topics in the tokens of documents, and how many of their tokens the model knows.

    Parameters
    ----------
    table : DocTerm of D documents
    model : fitted topic model
        As in `token_weights`.

    Returns
    -------
    shares : array of shape (D, K)
        Rows sum to 1, or to 0 for a document without a token that the model knows, which has no share.
    known : int array of shape (D,)
    """
    topic_term(model)
    kept, columns = _known_columns(table, terms_of(model))
    known = np.asarray(kept.counts.sum(axis=1)).ravel()
    shares = _expected(model, kept, columns)
    total = shares.sum(axis=1, keepdims=True)
    return np.divide(shares, total, out=np.zeros_like(shares), where=(known[:, None] > 0) & (total > 0)), known


def term_tokens(table: DocTerm, model: Any) -> NDArray[np.float64]:
    """Return the tokens of each term that belong to each topic, shape (K, V), by the terms of the model.

    A token of term w in document d belongs to topic k with probability ``share_dk phi_kw / sum_j share_dj phi_jw``.
    """
    phi = topic_term(model)
    kept, columns = _known_columns(table, terms_of(model))
    shares, cells = np.asarray(_shares(model, kept, columns), dtype=float), kept.counts.tocoo()
    tokens, batch = np.zeros_like(phi), max(1, CELLS_IN_BATCH // len(phi))
    for start in range(0, cells.nnz, batch):
        at = slice(start, start + batch)
        amount = shares[cells.row[at]] * phi[:, columns[cells.col[at]]].T
        total = amount.sum(axis=1, keepdims=True)
        amount = np.divide(amount, total, out=np.zeros_like(amount), where=total > 0) * cells.data[at, None]
        np.add.at(tokens.T, columns[cells.col[at]], amount)
    return tokens


def _known_columns(table: DocTerm, terms: list[str]) -> tuple[DocTerm, NDArray[np.int64]]:
    """Return the table of the terms that the model knows, and where it has each of them."""
    _check.named_terms("table", terms, set(table.terms))
    position = {term: i for i, term in enumerate(terms)}
    shared = [term for term in table.terms if term in position]
    if not shared:
        raise ValueError(f"model must know a word of these tokens, got none of its {len(terms)} terms")
    return table.keep(shared), np.array([position[term] for term in shared])


def _shares(model: Any, known: DocTerm, columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the topic shares of the documents, shape (D, K)."""
    if hasattr(model, "terms_"):
        return model.transform(known)
    names = model.feature_names_in_
    chosen = sparse.csr_matrix((np.ones(len(columns)), (np.arange(len(columns)), columns)),
                               shape=(len(columns), len(names)))
    frame = pd.DataFrame.sparse.from_spmatrix(known.counts @ chosen, columns=names)  # type: ignore[attr-defined]
    return model.transform(frame)


def _on_tokens(tokens: Tokens, known: DocTerm, rows: NDArray, cols: NDArray, cells: NDArray,
               own: NDArray) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the values of the cells of a table on each token of that cell."""
    column = {term: i for i, term in enumerate(known.terms)}
    of_type = np.array([column.get(each, -1) for each in tokens.types], dtype=np.int64)
    kept = np.flatnonzero(tokens.ids >= 0)
    place = of_type[tokens.ids[kept]]
    kept, place = kept[place >= 0], place[place >= 0]
    width = len(known.terms)
    cell = np.searchsorted(rows.astype(np.int64) * width + cols, tokens.document_index[kept] * width + place)
    weights, mine = np.zeros(len(tokens.ids)), np.zeros(len(tokens.ids), bool)
    weights[kept], mine[kept] = cells[cell], own[cell]
    return weights, mine
