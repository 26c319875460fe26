"""A table with others that its weights are learnt from: the collection that says what a term is worth.

What a rare word is, and which words go together, a few texts hardly tell.  Documents of the same
kind that are not compared themselves, the background, tell more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.docterm import DocTerm
from textmine.stats import weighting

WEIGHTS = ("smooth_entropy", "log_entropy", "tf_idf", "smooth_tf_idf", "bm25", "count")
"""Weights of the inner products, by what `Collection.weighted` takes."""


@dataclass(frozen=True, eq=False)
class Collection:
    """The documents that are compared, and all that are learnt from, under the same V terms.

    Attributes
    ----------
    terms : tuple of str, length V
        Sorted: those of the table and of the background.
    counts : sparse matrix of shape (D, V)
        Of the documents that are compared.
    learnt : sparse matrix of shape (D + B, V)
        Of these and of the background.
    sizes : int array of shape (D,)
        Tokens of the documents that are compared, also those that are no term.
    """

    terms: tuple[str, ...]
    counts: sparse.csr_matrix
    learnt: sparse.csr_matrix
    sizes: NDArray[np.int64]

    def weighted(self, scheme: str) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Return `counts` and `learnt` under weights that all documents give, shapes (D, V) and (D + B, V).

        ``count``; ``tf_idf``, count × ln(N / df); ``smooth_tf_idf``, count × (1 + ln((N + 1) / (df + 1))), that of
        scikit-learn; ``log_entropy``, ln(1 + count) × entropy weight (Dumais 1991); ``smooth_entropy``, the same
        smoothed by one document; ``bm25``, see `textmine.stats.weighting.bm25_rows`.
        """
        _check.one_of("weight", scheme, WEIGHTS)
        n_docs = self.learnt.shape[0]
        doc_freq = np.bincount(self.learnt.indices, minlength=len(self.terms))
        if scheme == "bm25":
            mean = max(self.learnt.sum() / n_docs, 1e-12)
            rows = weighting.bm25_rows(self.learnt, doc_freq, n_docs, mean)
            return rows[:self.counts.shape[0]], rows
        known, weights = self._weights(scheme, doc_freq, n_docs)
        rows, learnt = (_kept(weighting.weighted_rows(each, known, weights)) for each in (self.counts, self.learnt))
        return rows, learnt

    def _weights(self, scheme: str, doc_freq: NDArray, n_docs: int) -> tuple[str, NDArray[np.float64]]:
        """Return what a scheme is called by `textmine.stats.weighting`, and what its terms weigh."""
        if scheme == "smooth_tf_idf":
            return "tf_idf", 1 + np.log((n_docs + 1) / (doc_freq + 1))
        if scheme == "smooth_entropy":
            return "log_entropy", weighting.entropy_weight(self.learnt, smooth=True)
        return scheme, weighting.term_weights(self.learnt, scheme)


def collection(table: DocTerm, background: DocTerm | None = None) -> Collection:
    """Return a table with its background, terms matched by name.

    Raises
    ------
    TypeError
        If `background` is no DocTerm.
    ValueError
        If it shares no term with the table.

    Examples
    --------
    >>> table = DocTerm.from_counts([[1, 2]], ["peace", "war"], ["a"])
    >>> both = collection(table, DocTerm.from_counts([[3, 4]], ["talks", "war"], ["b"]))
    >>> both.terms, both.learnt.toarray().tolist()
    (('peace', 'talks', 'war'), [[1, 0, 2], [0, 3, 4]])
    """
    if background is None:
        return Collection(table.terms, table.counts, table.counts, table.sizes)
    _check.kind("background", background, DocTerm, "call tokens.count()")
    if not set(background.terms) & set(table.terms):
        raise ValueError(f"background must share a term with the table, got none of {len(table.terms)}: count it in "
                         "the same way, with the same normalisation")
    terms = tuple(sorted({*table.terms, *background.terms}))
    place = {term: i for i, term in enumerate(terms)}
    both = [_placed(each, place) for each in (table, background.sort_documents())]
    return Collection(terms, both[0], sparse.csr_matrix(sparse.vstack(both)), table.sizes)


def _placed(table: DocTerm, place: dict[str, int]) -> sparse.csr_matrix:
    """Return the counts of a table with its terms in other columns; both orders are that of the alphabet."""
    columns = np.array([place[term] for term in table.terms], dtype=np.int64)
    counts = table.counts
    return sparse.csr_matrix((counts.data, columns[counts.indices], counts.indptr), shape=(len(table), len(place)))


def placed(texts: Collection, terms: tuple[str, ...]) -> sparse.csr_matrix:
    """Return the counts of the documents that are compared under other terms, shape (D, terms); 0 for new ones.

    Raises
    ------
    ValueError
        If no term is common.
    """
    column = {term: i for i, term in enumerate(texts.terms)}
    found = [(column[term], j) for j, term in enumerate(terms) if term in column]
    if not found:
        raise ValueError(f"model must know a term of the table, got none of its {len(terms)} terms: count the texts as "
                         "those of the model were counted")
    old, new = zip(*found, strict=True)
    ones = np.ones(len(old), dtype=texts.counts.dtype)
    chosen = sparse.csr_matrix((ones, (old, new)), (len(texts.terms), len(terms)))
    return sparse.csr_matrix(texts.counts @ chosen).sorted_indices()


def _kept(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return rows without the cells that a weight of 0 leaves."""
    rows.eliminate_zeros()
    return rows
