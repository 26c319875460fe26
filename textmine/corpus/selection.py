"""Which documents of a corpus to keep: by a condition, or by a draw.

A draw is keyed by the seed and the name of each document, never by its row: the same
documents come out whatever order they stand in, and a larger draw holds the smaller one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray

from textmine import _check
from textmine.corpus.grouping import grouping
from textmine.corpus.schemas import canonical


def chosen(documents: pa.Table, where: Mapping[str, Any] | ArrayLike) -> NDArray[np.bool_]:
    """Return which documents meet a condition; see `Corpus.select`.

    Returns
    -------
    bool array of shape (D,)

    Raises
    ------
    ValueError
        For an unknown column, a mask of another shape, and if no document meets it.

    >>> documents = pa.table({"document": ["a", "b"], "year": [2019, 2020]})
    >>> chosen(documents, {"year": [2020, 2021]})
    array([False,  True])
    """
    if isinstance(where, Mapping):
        mask = np.ones(documents.num_rows, bool)
        for column, wanted in where.items():
            _check.one_of("where", column, documents.column_names, "columns of the documents, of")
            mask &= _holds(documents[column], wanted)
    else:
        mask = np.asarray(where)
        if mask.dtype != bool or mask.shape != (documents.num_rows,):
            raise ValueError(f"where must hold one truth value for each of {documents.num_rows} documents, "
                             f"got {mask.dtype} of shape {mask.shape}")
    if not mask.any():
        columns = list(where) if isinstance(where, Mapping) else []
        seen = "; ".join(f"{column} holds values such as {documents[column][0].as_py()!r}" for column in columns)
        raise ValueError(f"where must keep at least one of {documents.num_rows} documents, got none that meet "
                         f"{where!r}. {seen}".rstrip())
    return mask


def _holds(cells: pa.ChunkedArray, wanted: Any) -> NDArray[np.bool_]:
    """Return which cells are one of the wanted values; dates may be wanted as ISO text."""
    values = list(wanted) if isinstance(wanted, Iterable) and not isinstance(wanted, str | bytes) else [wanted]
    known = {canonical(value) for value in values}
    return np.fromiter((canonical(cell) in known for cell in cells.to_pylist()), bool, len(cells))


def drawn(documents: pa.Table, n: int, by: str | None, random_state: int) -> NDArray[np.bool_]:
    """Return which documents a draw without replacement takes; see `Corpus.sample`.

    Returns
    -------
    bool array of shape (D,)

    Raises
    ------
    ValueError
        If there are fewer than `n` documents, in all or in a group.

    >>> documents = pa.table({"document": ["a", "b", "c"]})
    >>> [int(drawn(documents, n, None, 0).sum()) for n in (1, 2, 3)]
    [1, 2, 3]
    """
    _check.integer("n", n, 1)
    _check.integer("random_state", random_state, 0)
    key = str(random_state).encode()[:64]
    names = documents["document"].to_pylist()
    order = sorted(range(len(names)), key=lambda i: (
        hashlib.blake2b(names[i].encode(), digest_size=8, key=key).digest(), names[i]))
    found = None if by is None else grouping(documents, by)
    groups = np.zeros(len(names), np.int64) if found is None else found.index
    sizes = np.bincount(groups)
    if n > sizes.min():
        least = int(sizes.argmin())
        where = f"the {sizes[least]:,} documents" + (f" with {by} {found.labels[least]!r}" if found else "")
        raise ValueError(f"n must be at most {where}, since none is drawn twice, got {n}")
    mask = np.zeros(len(names), bool)
    ranked = np.array(order)[np.argsort(groups[order], kind="stable")]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    mask[ranked[(starts[:, None] + np.arange(n)).ravel()]] = True
    return mask


def keep_sources(articles: pa.Table, spans: pa.Table, tables: Mapping[str, pa.Table],
                 log: pa.Table) -> dict[str, pa.Table]:
    """Return the tables of a corpus without the articles that no span refers to.

    Parameters
    ----------
    articles, spans, log : pyarrow.Table
        As in `Corpus`.
    tables : mapping of str to pyarrow.Table
        Others with a column ``source``.
    """
    kept = np.unique(spans["source"].to_numpy())
    moved = np.full(articles.num_rows, -1, np.int32)
    moved[kept] = np.arange(len(kept), dtype=np.int32)

    def renumber(table: pa.Table) -> pa.Table:
        source = moved[table["source"].to_numpy()]
        position = table.column_names.index("source")
        return table.set_column(position, "source", pa.array(source, pa.int32())).filter(pa.array(source >= 0))

    names = articles["article"].take(pa.array(kept))
    concerned = pc.or_(pc.is_null(log["article"]), pc.is_in(log["article"], names.combine_chunks()))
    return {"articles": articles.take(pa.array(kept)), "spans": renumber(spans), "log": log.filter(concerned),
            **{name: renumber(table) for name, table in tables.items()}}
