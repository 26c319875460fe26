"""How a table of counts is laid out for sampling: tokens in a canonical order, cut into blocks.

Documents and groups are ordered by what they hold, so that neither their names nor
the order they came in has a part in the draws.  A large table is cut into strips of documents
and strips of terms; a block is one strip of each, and blocks on a diagonal share no
document and no term, so that they can be sampled at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from textmine._splitmix import mixed
from textmine.topics._sweep import NONE

STRIPS = 8
"""Strips of documents and of terms; fixed, so that results do not depend on the number of threads."""

MOST_TOKENS = 2**31
"""Sums of topics are kept in 32 bits."""

LARGE = 1_000_000
"""Tokens from which a table is cut into blocks; one thread samples fewer in a fraction of a second."""


@dataclass(frozen=True, eq=False)
class Layout:
    """N tokens of D documents over V terms, ready to be sampled.

    Attributes
    ----------
    rows : int array of shape (D,)
        Rows of the table in canonical order.
    columns : int array of shape (V,)
        Columns of the table, strip by strip.
    words : int32 array of shape (N,)
        Positions in `columns`.
    places : int array of shape (D, strips + 1)
    edges : int array of shape (strips + 1,)
        First documents of the strips.
    weights : array of shape (N,) or (1,)
        int32 one where all counts are whole, float32 weights of tokens else.
    lengths : array of shape (D,)
        Sums of the rows.
    group : int array of shape (D,)
        Groups of the documents, in canonical order.
    groups : int array of shape (G,)
        Where each group that was given stands in that order.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    words: NDArray[np.int32]
    places: NDArray[np.int64]
    edges: NDArray[np.int64]
    weights: NDArray
    lengths: NDArray[np.float64]
    group: NDArray[np.int64]
    groups: NDArray[np.int64]

    @property
    def n_strips(self) -> int:
        """Strips of documents, and of terms."""
        return len(self.edges) - 1

    def whole_columns(self, table: NDArray) -> NDArray:
        """Return rows of `columns`, shape (V, ...), in the order of the table."""
        out = np.empty_like(table)
        out[self.columns] = table
        return out


def lay_out(counts: sparse.csr_matrix, group: NDArray[np.int64] | None = None, strips: int = 1) -> Layout:
    """Return the layout of a table of counts.

    Parameters
    ----------
    counts : CSR matrix of shape (D, V), at least 0
        A count that is not whole becomes as many tokens as the next whole number, of equal weight.
    group : int array of shape (D,), optional
        The group of every document; without it all are one.
    strips : int, default 1
    """
    counts = _canonical(counts)
    n_tokens = float(np.ceil(counts.data).sum())
    if n_tokens >= MOST_TOKENS:
        raise ValueError(f"X must hold fewer than 2**31 tokens, got {n_tokens:.3g}: give counts, or smaller "
                         "weights")
    group = np.zeros(counts.shape[0], np.int64) if group is None else np.asarray(group, np.int64)
    fingerprints = _fingerprints(counts)
    groups = _places_of_groups(group, fingerprints)
    rows = np.lexsort((groups[group], fingerprints))
    columns, strip = _strips_of_terms(counts[rows] if strips > 1 else counts, strips)
    where = np.empty_like(columns)
    where[columns] = np.arange(len(columns))
    words, weights, places = _tokens(counts.indptr, counts.indices, counts.data.astype(float), rows, where,
                                     strip[where], strips)
    whole = bool((weights == 1).all())
    edges = np.searchsorted(places[:, 0], np.linspace(0, len(words), strips + 1)[:-1])
    return Layout(rows, columns, words, places, np.append(edges, len(rows)),
                  np.ones(1, np.int32) if whole else weights,
                  np.asarray(counts.sum(axis=1), dtype=float).ravel()[rows], groups[group[rows]], groups)


def _canonical(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the table with one cell for each count above 0, however it was stored; what was given stays as it is."""
    counts = sparse.csr_matrix(counts)
    if counts.has_canonical_format and counts.data.all():
        return counts
    counts = counts.copy()
    counts.sum_duplicates()
    counts.eliminate_zeros()
    return counts


def _places_of_groups(group: NDArray[np.int64], fingerprints: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the place of each group in an order that depends on its documents alone."""
    sums = np.zeros(group.max(initial=0) + 1, np.uint64)
    np.add.at(sums, group, mixed(fingerprints))
    places = np.empty(len(sums), np.int64)
    places[np.argsort(sums, kind="stable")] = np.arange(len(sums))
    return places


def _fingerprints(counts: sparse.csr_matrix) -> NDArray[np.uint64]:
    """Return a number for each row that depends on its cells alone."""
    data = np.ascontiguousarray(counts.data, np.float64).view(np.uint64)
    with np.errstate(over="ignore"):
        cells = mixed(mixed(counts.indices.astype(np.uint64) + np.uint64(1)) ^ data)
        sums = np.concatenate([[np.uint64(0)], np.cumsum(cells, dtype=np.uint64)])
        return sums[counts.indptr[1:]] - sums[counts.indptr[:-1]]


def _strips_of_terms(counts: sparse.csr_matrix, strips: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return columns ordered by strip, dealt out from the most frequent on, and the strip of each."""
    amount = np.asarray(counts.sum(axis=0)).ravel()
    strip = np.empty(len(amount), np.int64)
    strip[np.argsort(-amount, kind="stable")] = np.arange(len(amount)) % strips
    columns = np.argsort(strip, kind="stable")
    return columns, strip[columns]


@njit(nogil=True, cache=True)
def _tokens(pointers, indices, data, rows, where, strip, strips):
    """Return terms and weights of tokens, documents in the order of `rows`, and where each strip begins in each."""
    n_tokens = np.int64(0)
    for count in data:
        n_tokens += np.int64(np.ceil(count))
    words, weights = np.empty(n_tokens, np.int32), np.empty(n_tokens, np.float32)
    places, free, begin = np.empty((len(rows), strips + 1), np.int64), np.empty(strips, np.int64), np.int64(0)
    for d in range(len(rows)):
        free[:] = 0
        for cell in range(pointers[rows[d]], pointers[rows[d] + 1]):
            free[strip[indices[cell]]] += np.int64(np.ceil(data[cell]))
        for s in range(strips):
            places[d, s] = begin
            begin += free[s]
            free[s] = places[d, s]
        places[d, strips] = begin
        for cell in range(pointers[rows[d]], pointers[rows[d] + 1]):
            s, times = strip[indices[cell]], np.int64(np.ceil(data[cell]))
            for i in range(free[s], free[s] + times):
                words[i], weights[i] = where[indices[cell]], data[cell] / times
            free[s] += times
    return words, weights, places


@njit(nogil=True, cache=True)
def tally(words, topics, places, weights, doc_topic, term_topic):
    """Add up the tokens of every document and term by topic."""
    stride = 0 if len(weights) == 1 else 1
    for d in range(len(places)):
        for i in range(places[d, 0], places[d, -1]):
            if topics[i] == NONE:
                continue
            doc_topic[d, topics[i]] += weights[i * stride]
            term_topic[words[i], topics[i]] += weights[i * stride]
