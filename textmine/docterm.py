"""`DocTerm`: how often each document uses each term.

Counts stay sparse; documents keep their article, offsets and metadata, so that any column can group
them.  Sizes are counted before terms are trimmed, so that rates do not change with a trim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.draws import resampled
from textmine.corpus.grouping import Grouping, grouping
from textmine.corpus.limits import as_documents, columns_of, require_terms, with_wide_counts, within_limits
from textmine.corpus.selection import chosen
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
        require_terms(terms)
        matrix = with_wide_counts(sparse.csr_matrix(counts))
        table = as_documents(documents)
        shape = (table.num_rows, len(terms))
        if matrix.shape != shape:
            raise ValueError(f"counts must be of shape {shape}, documents by terms, got {matrix.shape}")
        if matrix.nnz and (not np.isfinite(matrix.data).all() or matrix.data.min() < 0):
            raise ValueError("counts must be finite and at least 0, got negative, infinite or missing values")
        order = sorted(range(len(terms)), key=terms.__getitem__)
        matrix = frozen(matrix[:, order])
        return cls(matrix, tuple(terms[i] for i in order), table, np.asarray(matrix.sum(axis=1)).ravel())

    def __post_init__(self) -> None:
        self.sizes.flags.writeable = False

    def __len__(self) -> int:
        return self.counts.shape[0]

    def __repr__(self) -> str:
        n_docs, n_terms = self.counts.shape
        filled = self.counts.nnz / max(1, n_docs * n_terms)
        return f"DocTerm: {n_docs:,} documents × {n_terms:,} terms, {filled:.1%} of the cells above 0"

    def __getitem__(self, rows: Any) -> DocTerm:
        """Return the table of some documents: positions, a slice or a mask."""
        return self._rows(np.atleast_1d(np.arange(len(self))[rows]))

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray:
        raise TypeError("a DocTerm is no array: pass table.counts (sparse), or table.to_frame() for a small one")

    @property
    def shape(self) -> tuple[int, int]:
        """Documents and terms."""
        return self.counts.shape

    @property
    def doc_freq(self) -> NDArray[np.int64]:
        """The number of documents that each term occurs in, shape (V,)."""
        return np.bincount(self.counts.indices[self.counts.data > 0], minlength=len(self.terms))

    @property
    def trimmed(self) -> NDArray[np.int64]:
        """How many tokens of each document belong to terms that are no longer here, shape (D,)."""
        return self.sizes - np.asarray(self.counts.sum(axis=1)).ravel().astype(self.sizes.dtype)

    def grouping(self, by: str, least: int = 1) -> Grouping:
        """Return the groups of the documents by a column; see `textmine.corpus.grouping`."""
        return grouping(self.documents, by, least)

    def sort_documents(self) -> DocTerm:
        """Return the table with documents in the order of their names, whatever order they came in."""
        names = np.array(self.documents["document"].to_pylist(), dtype=object)
        return self._rows(np.argsort(names, kind="stable"))

    def _rows(self, rows: NDArray[np.int64]) -> DocTerm:
        """Return the table of some documents, in the given order."""
        return replace(self, counts=frozen(self.counts[rows]), documents=self.documents.take(rows),
                       sizes=self.sizes[rows])

    def _columns(self, kept: NDArray[np.int64]) -> DocTerm:
        """Return the table of some terms."""
        return replace(self, counts=frozen(self.counts[:, kept]), terms=tuple(self.terms[i] for i in kept))

    def select(self, where: Mapping[str, Any] | ArrayLike) -> DocTerm:
        """Return the table of the documents that meet a condition, with all terms.

        Parameters
        ----------
        where : mapping or bool array of shape (D,)
            As in `Corpus.select`: ``{"party": "green"}``, ``{"year": [2019, 2020]}``, or a mask.
        """
        return self._rows(np.flatnonzero(chosen(self.documents, where)))

    def keep(self, terms: Iterable[str]) -> DocTerm:
        """Return the table of the given terms alone; sizes stay.

        Raises
        ------
        ValueError
            For a term that is not in the table, with the nearest one that is.
        """
        if isinstance(terms, str):
            raise TypeError(f"terms must be an iterable of terms, got {terms!r}: write [{terms!r}]")
        return self._columns(columns_of(self.terms, terms))

    def trim(self, *, min_docs: int | float = 1, max_docs: int | float | None = None, min_count: int | float = 1,
             max_count: int | float | None = None) -> DocTerm:
        """Return the table without terms that are too rare or too common; `trimmed` counts their tokens.

        Parameters
        ----------
        min_docs, max_docs : int or float
            The least and the greatest number of documents that a kept term occurs in, or a share of
            the documents: 1 is one document, 1.0 is all of them, as in scikit-learn's ``min_df``.
        min_count, max_count : int or float
            The same for occurrences; a share of all tokens, before any trim, so that the order of
            two trims does not matter.  quanteda: ``min_termfreq`` with ``termfreq_type = "prop"``.

        Raises
        ------
        ValueError
            If no term is left; the message says what the terms reach.

        Notes
        -----
        Limits belong to what is kept.  A share that is a whole number but for rounding is that
        number: 0.28 of 25 documents are 7, not 7.000000000000001.
        """
        df, total = self.doc_freq, np.asarray(self.counts.sum(axis=0)).ravel()
        keep = (within_limits(df, len(self), "docs", min_docs, max_docs)
                & within_limits(total, self.sizes.sum(), "count", min_count, max_count))
        if not keep.any():
            given = f"min_docs={min_docs}, max_docs={max_docs}, min_count={min_count}, max_count={max_count}"
            raise ValueError(f"trim({given}) must leave a term, but of {len(self.terms)} terms none fits: the most "
                             f"common stands in {df.max(initial=0)} of {len(self)} documents and occurs "
                             f"{total.max(initial=0):g} times")
        return self._columns(np.flatnonzero(keep))

    def resample(
        self, n: int, *, by: str | None = None, unit: str = "auto", random_state: int = 0
    ) -> Iterator[DocTerm]:
        """Yield bootstrap resamples: as many units as there are, drawn with replacement.

        Parameters
        ----------
        n : int
            How many tables to yield; the first ones do not depend on `n`.
        by : str, optional
            Draw within the groups of this column.  ``resample(n, by="article")`` of a table of
            sentences, with ``.group("article")``, is quanteda's ``bootstrap_dfm``.
        unit : {"auto", "article", "passage"}, default "auto"
            What is drawn: articles with all their passages, where every group has at least two;
            else single documents.
        random_state : int, default 0

        Yields
        ------
        DocTerm
            Copies of a document are named ``a:1#1``, ``a:1#2``; of an article, its name too.  Sizes
            follow.  The order of documents has no part in the draws, nor have other groups.
        """
        draws = resampled(self.documents, n, by, unit, random_state)
        return (replace(self._rows(rows), documents=documents) for rows, documents in draws)

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

    def to_frame(self, *, long: bool = False) -> pd.DataFrame:
        """Return the counts as a data frame.

        Parameters
        ----------
        long : bool, default False
            False: documents by terms, dense, for small tables.  True: ``document``, ``article``,
            ``term``, ``count``, a row for every cell above 0, documents in their order.
        """
        names = np.array(self.documents["document"].to_pylist(), dtype=object)
        if not long:
            return pd.DataFrame(self.counts.toarray(), index=pd.Index(names, name="document"), columns=list(self.terms))
        cells = self.counts.tocoo()
        articles = np.array(self.documents["article"].to_pylist(), dtype=object)
        return pd.DataFrame({"document": names[cells.row], "article": articles[cells.row],
                             "term": np.array(self.terms, dtype=object)[cells.col], "count": cells.data})


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
