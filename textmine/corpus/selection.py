"""Choosing documents and terms: by a condition, by limits, or by lot.

A condition keeps the documents that meet it; limits keep the terms that are
neither too rare nor too common.  A bootstrap draws as many units as
there are, with replacement, within each group; what a unit is, an article or a
passage, is decided as in every comparison (`textmine.corpus.grouping`).

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their
Application. Cambridge University Press, chapter 2 and section 3.8.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray

from textmine import _check
from textmine.corpus.grouping import Grouping, Replication, grouping, replication


def rows_where(documents: pa.Table, where: Mapping[str, Any] | ArrayLike) -> NDArray[np.bool_]:
    """Return which documents meet a condition, shape (D,).

    Parameters
    ----------
    documents : pyarrow.Table of D rows
    where : mapping or bool array of shape (D,)
        ``{"party": "green"}`` or ``{"year": [2019, 2020]}``; or one truth value a document.

    Raises
    ------
    ValueError
        If a column does not exist, the truth values are not one a document, or none is met.

    Examples
    --------
    >>> rows_where(pa.table({"year": [2019, 2020, 2021]}), {"year": [2020, 2021]}).tolist()
    [False, True, True]
    """
    if not isinstance(where, Mapping):
        mask = np.asarray(where)
        if mask.dtype != bool or mask.shape != (documents.num_rows,):
            raise ValueError(f"where must hold one truth value for each of {documents.num_rows} documents, "
                             f"got {mask.dtype} of shape {mask.shape}")
    else:
        mask = np.ones(documents.num_rows, bool)
        for column, wanted in where.items():
            _check.one_of("where", column, documents.column_names, "columns of the documents, of")
            wanted = set(wanted) if isinstance(wanted, list | tuple | set | frozenset) else {wanted}
            mask &= np.fromiter((value in wanted for value in documents[column].to_pylist()), bool, len(mask))
    if not mask.any():
        columns = list(where) if isinstance(where, Mapping) and documents.num_rows else []
        seen = "; ".join(f"{column} holds values such as {documents[column][0].as_py()!r}" for column in columns)
        raise ValueError(f"where must keep at least one of {documents.num_rows} documents, got none that meet "
                         f"{where!r}. {seen}".rstrip())
    return mask


def as_documents(documents: pa.Table | Sequence[str]) -> pa.Table:
    """Return a table of documents with unique names; ``article`` defaults to the name.

    >>> as_documents(["a", "b"]).column_names
    ['document', 'article']
    """
    table = documents if isinstance(documents, pa.Table) else pa.table({"document": [str(name) for name in documents]})
    if "document" not in table.column_names:
        raise ValueError(f"documents must have a column 'document', got {', '.join(table.column_names)}")
    names = table["document"].to_pylist()
    if len(set(names)) != len(names):
        raise ValueError("documents must have unique names, got repetitions")
    return table if "article" in table.column_names else table.append_column("article", table["document"])


def columns_of(terms: Sequence[str], wanted: Iterable[str]) -> NDArray[np.int64]:
    """Return where the wanted terms stand, in the order of the table.

    >>> columns_of(("peace", "talks", "war"), ["war", "peace"]).tolist()
    [0, 2]
    """
    position = {term: i for i, term in enumerate(terms)}
    wanted = set(wanted)
    unknown = sorted(map(str, wanted - position.keys()))
    if unknown or not wanted:
        raise ValueError(f"terms must be terms of the table, got {', '.join(map(repr, unknown[:5])) or 'none'}."
                         + _check.nearest(unknown[0] if unknown else "", terms))
    return np.array(sorted(position[term] for term in wanted))


def within_limits(values: NDArray, whole: float, name: str, low: int | float,
                  high: int | float | None) -> NDArray[np.bool_]:
    """Return which values lie within two limits, both included.

    Parameters
    ----------
    values : array of shape (V,)
        Document frequencies or total counts.
    whole : float
        What a share is a share of.
    name : str
        The arguments are called ``min_name`` and ``max_name``.
    low, high : int or float
        A whole number is itself, another number a share of `whole`; None is no limit.

    Examples
    --------
    >>> within_limits(np.array([1, 7, 25]), 25, "docs", 0.28, 1.0).tolist()
    [False, True, True]
    """
    least = _limit(f"min_{name}", low, whole)
    greatest = np.inf if high is None else _limit(f"max_{name}", high, whole)
    if greatest < least:
        raise ValueError(f"max_{name} must be at least min_{name}, got {high!r} with min_{name}={low!r}")
    return (values >= least) & (values <= greatest)


def _limit(argument: str, value: int | float, whole: float) -> float:
    """Return a limit as a number of documents or occurrences."""
    if isinstance(value, Integral | bool) or not isinstance(value, Real):
        _check.integer(argument, value, 1)
        return int(value)
    if not 0 <= value <= 1:
        raise ValueError(f"{argument} must be a whole number of at least 1, or a share from 0.0 to 1.0, got {value!r}")
    share = float(value) * float(whole)
    return round(share) if math.isclose(share, round(share), rel_tol=1e-12) else share


def resampled(documents: pa.Table, n: int, by: str | None, unit: str,
              random_state: int) -> Iterator[tuple[NDArray[np.int64], pa.Table]]:
    """Yield the rows of bootstrap resamples, and their documents under names with the number of the copy.

    Parameters
    ----------
    documents : pyarrow.Table of D rows
    n : int
    by : str or None
        A column to draw within; None draws from all.
    unit : {"auto", "article", "passage"}
    random_state : int

    Raises
    ------
    ValueError
        If a group has fewer than two units: a bootstrap would draw the same one for ever.
    """
    _check.integer("n", n, 1)
    _check.integer("random_state", random_state, 0)
    everything = Grouping("", ("",), np.zeros(documents.num_rows, dtype=np.int64))
    groups = everything if by is None else grouping(documents, by)
    units = replication(documents, groups, unit)
    n_units = np.bincount(units.group, minlength=len(groups.labels))
    if (n_units < 2).any():
        lone = [repr(label) for label, n_in in zip(groups.labels, n_units.tolist(), strict=True) if n_in < 2]
        where = "the table" if by is None else f"{', '.join(lone[:3])} of {by!r}"
        raise ValueError(f"a resample must draw from at least two units in every group, got fewer {units.unit}s in "
                         f"{where}: segment the corpus, or choose unit='passage' or another by")
    names = np.array(documents["document"].to_pylist(), dtype=object)
    rank = np.argsort(np.argsort(names, kind="stable"))
    draws = (_draw(groups, units, rank, [random_state, replicate]) for replicate in range(n))
    return ((rows, _named(documents.take(rows), copies, units.unit)) for rows, copies in draws)


def _draw(groups: Grouping, units: Replication, rank: NDArray[np.int64],
          key: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of one resample, and for each which copy of its unit it belongs to, from 1.

    The draw in a group depends on `key`, the label of the group and the names of its documents
    (by their `rank`): neither their order nor another group has a part in it.
    """
    times = np.zeros(len(units.group), dtype=np.int64)
    for g, label in enumerate(groups.labels):
        members = np.flatnonzero(units.group == g)
        rng = np.random.default_rng([*key, zlib.crc32(label.encode("utf-8"))])
        times[members] = rng.multinomial(len(members), np.full(len(members), 1 / len(members)))
    order = np.lexsort((rank, units.index))
    repeats = times[units.index[order]]
    rows = np.repeat(order, repeats)
    copies = np.arange(len(rows)) - np.repeat(np.cumsum(repeats) - repeats, repeats) + 1
    together = np.lexsort((rank[rows], copies, units.index[rows]))
    return rows[together], copies[together]


def _named(documents: pa.Table, copies: NDArray[np.int64], unit: str) -> pa.Table:
    """Return documents named ``a:1#2``, and drawn articles ``a#2``.

    The number is always there, so that no copy can have the name of another document.
    """
    for column in ("document", "article")[:2 if unit == "article" else 1]:
        numbers = pa.array(copies).cast(pa.string())
        names = pc.binary_join_element_wise(documents[column].cast(pa.string()), numbers, "#")
        documents = documents.set_column(documents.column_names.index(column), column, names)
    return documents
