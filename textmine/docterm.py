"""`DocTerm`: how often each document uses each term.

The table that every comparison starts from.  Counts stay sparse; documents keep
their article, offsets and metadata, so that any column can group them.  Sizes
are counted before terms are trimmed, so that rates do not change with a trim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.grouping import Grouping, grouping
from textmine.stats.weighting import entropy_weight, inverse_document_frequency

WEIGHTS = ("count", "proportion", "tf_idf", "log_entropy")


@dataclass(frozen=True, eq=False, repr=False)
class DocTerm:
    """A document-term table that never changes.

    Attributes
    ----------
    counts : scipy.sparse.csr_matrix of shape (D, V)
        Read-only.
    terms : tuple of str, length V
        Sorted.
    documents : pyarrow.Table of D rows
        ``document``, ``article`` and metadata.
    sizes : int array of shape (D,)
        Tokens counted in each document, before any trim: the base of all rates.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["Peace and peace.", "War, peace."], ["a", "b"])
    >>> tm.tokenize(corpus).count().to_frame()
              and  peace  war
    document
    a           1      2    0
    b           0      1    1
    """

    counts: sparse.csr_matrix
    terms: tuple[str, ...]
    documents: pa.Table
    sizes: NDArray[np.int64]

    @classmethod
    def from_counts(
        cls, counts: ArrayLike | sparse.spmatrix, terms: Sequence[str], documents: pa.Table | Sequence[str]
    ) -> DocTerm:
        """Return the table of counts that were made elsewhere.

        Parameters
        ----------
        counts : sparse or dense matrix of shape (D, V), at least 0
        terms : sequence of str, length V
        documents : sequence of str of length D, or pyarrow.Table of D rows
            Names, or a table with at least ``document``; ``article`` defaults to it.

        Raises
        ------
        ValueError
            If shapes do not agree, a count is negative or not finite, or terms repeat.
        """
        matrix = sparse.csr_matrix(counts)
        table = documents if isinstance(documents, pa.Table) else pa.table({"document": list(documents)})
        if "document" not in table.column_names:
            raise ValueError(f"documents must have a column 'document', got {', '.join(table.column_names)}")
        names = table["document"].to_pylist()
        if len(set(names)) != len(names):
            raise ValueError("documents must have unique names, got repetitions")
        if "article" not in table.column_names:
            table = table.append_column("article", table["document"])
        if matrix.shape != (table.num_rows, len(terms)):
            raise ValueError(f"counts must be of shape {(table.num_rows, len(terms))}, documents by terms, "
                             f"got {matrix.shape}")
        if len(set(terms)) != len(terms):
            raise ValueError("terms must be unique, got repetitions")
        if matrix.nnz and (not np.isfinite(matrix.data).all() or matrix.data.min() < 0):
            raise ValueError("counts must be finite and at least 0, got negative, infinite or missing values")
        order = np.argsort(np.array(terms, dtype=object), kind="stable")
        matrix = frozen(matrix[:, order])
        return cls(matrix, tuple(terms[i] for i in order), table,
                   np.asarray(matrix.sum(axis=1)).ravel())

    def __post_init__(self) -> None:
        self.sizes.flags.writeable = False

    def __len__(self) -> int:
        return self.counts.shape[0]

    def __repr__(self) -> str:
        n_docs, n_terms = self.counts.shape
        filled = self.counts.nnz / max(1, n_docs * n_terms)
        return f"DocTerm: {n_docs:,} documents × {n_terms:,} terms, {filled:.1%} of the cells above 0"

    @property
    def shape(self) -> tuple[int, int]:
        """Documents and terms."""
        return self.counts.shape

    @property
    def doc_freq(self) -> NDArray[np.int64]:
        """The number of documents that each term occurs in, shape (V,)."""
        return np.bincount(self.counts.indices[self.counts.data > 0], minlength=len(self.terms))

    def grouping(self, by: str, least: int = 1) -> Grouping:
        """Return the groups of the documents by a column; see `textmine.corpus.grouping`."""
        return grouping(self.documents, by, least)

    def sort_documents(self) -> DocTerm:
        """Return the table with documents in the order of their names, whatever order they came in."""
        names = np.array(self.documents["document"].to_pylist(), dtype=object)
        order = np.argsort(names, kind="stable")
        return replace(self, counts=frozen(self.counts[order]), documents=self.documents.take(order),
                       sizes=self.sizes[order])

    def trim(
        self, *, min_docs: int = 1, max_docs: int | None = None, min_count: int = 1
    ) -> DocTerm:
        """Return the table without terms that are too rare or too common.

        Parameters
        ----------
        min_docs, max_docs : int
            The least and the greatest number of documents that a kept term occurs in.
        min_count : int
            The least number of occurrences in all.

        Raises
        ------
        ValueError
            If no term is left; the message says what the terms reach.
        """
        _check.integer("min_docs", min_docs, 1)
        _check.integer("min_count", min_count, 1)
        if max_docs is not None:
            _check.integer("max_docs", max_docs, min_docs)
        df, total = self.doc_freq, np.asarray(self.counts.sum(axis=0)).ravel()
        keep = (df >= min_docs) & (total >= min_count) & (df <= (max_docs or len(self)))
        if not keep.any():
            raise ValueError(f"trim(min_docs={min_docs}, max_docs={max_docs}, min_count={min_count}) must leave a "
                             f"term, but of {len(self.terms)} terms none fits: the most common stands in "
                             f"{df.max(initial=0)} of {len(self)} documents and occurs {total.max(initial=0):g} times")
        kept = np.flatnonzero(keep)
        return replace(self, counts=frozen(self.counts[:, kept]), terms=tuple(self.terms[i] for i in kept))

    def group(self, by: str) -> DocTerm:
        """Return the table of the groups: counts and sizes added up.

        Parameters
        ----------
        by : str
            A column of the documents; its values become documents and articles.
        """
        groups = self.grouping(by)
        n_groups = len(groups.labels)
        members = sparse.csr_matrix((np.ones(len(self), dtype=self.counts.dtype), (groups.index, np.arange(len(self)))),
                                    shape=(n_groups, len(self)))
        labels = pa.array(groups.labels)
        sizes = np.bincount(groups.index, self.sizes, minlength=n_groups).astype(self.sizes.dtype)
        columns = {"document": labels, "article": labels}
        return DocTerm(frozen(members @ self.counts), self.terms, pa.table(columns | {by: labels}), sizes)

    def weight(self, scheme: str) -> sparse.csr_matrix:
        """Return the weighted table, shape (D, V).

        Parameters
        ----------
        scheme : {"count", "proportion", "tf_idf", "log_entropy"}
            ``proportion`` makes each row sum to 1; ``tf_idf`` is count × ln(D / df); ``log_entropy``
            is ln(1 + count) × (1 + Σ p ln p / ln D), Dumais (1991).
        """
        _check.one_of("scheme", scheme, WEIGHTS)
        return weighted(self.counts, self, scheme)

    def to_frame(self) -> pd.DataFrame:
        """Return counts as a dense data frame, documents by terms; for small tables."""
        index = pd.Index(self.documents["document"].to_pylist(), name="document")
        return pd.DataFrame(self.counts.toarray(), index=index, columns=list(self.terms))


def weighted(counts: sparse.csr_matrix, base: DocTerm, scheme: str) -> sparse.csr_matrix:
    """Return `counts` under the global weights that the documents of `base` give.

    Parameters
    ----------
    counts : sparse matrix of shape (rows, V)
        Documents of `base`, or groups of them.
    base : DocTerm
        The documents that document frequencies and entropies are counted in.
    scheme : str
        One of `WEIGHTS`.
    """
    values = sparse.csr_matrix(counts, dtype=float, copy=True)
    if scheme == "proportion":
        sums = np.asarray(values.sum(axis=1)).ravel()
        return sparse.csr_matrix(sparse.diags(np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)) @ values)
    if scheme == "tf_idf":
        return sparse.csr_matrix(values @ sparse.diags(inverse_document_frequency(base.doc_freq, len(base))))
    if scheme == "log_entropy":
        values.data = np.log1p(values.data)
        return sparse.csr_matrix(values @ sparse.diags(entropy_weight(base.counts)))
    return values


def frozen(matrix: sparse.spmatrix) -> sparse.csr_matrix:
    """Return a copy in CSR with one entry a cell, sorted indices and read-only arrays."""
    matrix = sparse.csr_matrix(matrix, copy=True)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    for array in (matrix.data, matrix.indices, matrix.indptr):
        array.flags.writeable = False
    return matrix
