"""Bootstrap draws of documents.

As many units as there are, with replacement, within each group; what a unit is, an
article or a passage, is decided as in every comparison (`textmine.corpus.grouping`).

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their
Application. Cambridge University Press, chapter 2 and section 3.8.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.grouping import Grouping, Replication, grouping, replication


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
