"""A table as a sample: its documents as points, and the units that groups draw from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.grouping import replication
from textmine.docterm import DocTerm, weighted
from textmine.proximity.spaces import Space

WEIGHTS = ("count", "tf_idf", "log_entropy")


class Sampled(NamedTuple):
    """Units of G groups in a space of D documents.

    Attributes
    ----------
    space : Space
    of_document : int array of shape (D,)
        The unit of each document.
    group : int array of shape (units,)
        The group of each unit.
    sizes : array of shape (D,)
        Tokens of terms of the table.
    names : tuple of str, length G
    unit : str
    """

    space: Space
    of_document: NDArray[np.int64]
    group: NDArray[np.int64]
    sizes: NDArray[np.float64]
    names: tuple[str, ...]
    unit: str


def passage_units(
    table: DocTerm, by: str, weight: str, *, least_groups: int, most_groups: int, least_units: int
) -> Sampled:
    """Return the units of the groups of a table, after all checks.

    Raises
    ------
    ValueError
        If there are too few or too many groups, or too few units with words in one.
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.one_of("weight", weight, WEIGHTS)
    table = table.sort_documents()
    groups = table.grouping(by, least=least_groups)
    if len(groups.labels) > most_groups:
        raise ValueError(f"by must give at most {most_groups:,} groups, got {len(groups.labels):,} of {by!r}: choose a "
                         "coarser column")
    units = replication(table.documents, groups)
    sizes = np.asarray(table.counts.sum(axis=1), dtype=float).ravel()
    held = np.bincount(units.index, sizes, minlength=len(units.group)) > 0
    counts = np.bincount(units.group[held], minlength=len(groups.labels))
    if counts.min() < least_units:
        least = int(counts.argmin())
        raise ValueError(f"by must give groups of at least {least_units} {units.unit}s with words, got {counts[least]} "
                         f"in {groups.labels[least]!r} of {by!r}: segment the corpus, or choose another column")
    rows = weighted(table.counts, table, weight)
    return Sampled(Space(rows), units.index, units.group, sizes, groups.labels, units.unit)
