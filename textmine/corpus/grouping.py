"""Documents in groups: the ``by=`` of every analysis.

Corpus, Tokens and DocTerm carry one Arrow table of documents.  Any of its
columns can group them; `grouping` turns that column into labels and an index.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from textmine import _check


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which group each of D documents belongs to.

    Attributes
    ----------
    by : str
        The column that was used.
    labels : tuple of str, length G
        Sorted: numbers by value, text alphabetically.
    index : int array, shape (D,)
        The position in `labels` of each document's group.
    """

    by: str
    labels: tuple[str, ...]
    index: NDArray[np.int64]

    def members(self, group: int) -> NDArray[np.int64]:
        """Return the positions of the documents in one group."""
        return np.flatnonzero(self.index == group)


def grouping(documents: pa.Table, by: str, least: int = 1, argument: str = "by") -> Grouping:
    """Return the groups of a table of documents.

    Parameters
    ----------
    documents : pyarrow.Table of D rows
    by : str
        A column of `documents`.
    least : int, default 1
        The number of groups that the analysis needs.
    argument : str, default "by"
        What the caller calls the column.

    Raises
    ------
    ValueError
        If the column does not exist, has empty cells, or has fewer than `least` values.

    Examples
    --------
    >>> import pyarrow as pa
    >>> groups = grouping(pa.table({"year": [2021, 2020, 2021]}), by="year")
    >>> groups.labels, groups.index.tolist()
    (('2020', '2021'), [1, 0, 1])
    """
    _check.one_of(argument, by, documents.column_names, "a column of the documents, one of")
    values = documents[by].to_pylist()
    missing = sum(value is None for value in values)
    if missing:
        raise ValueError(
            f"{argument} must name a column without empty cells, got {by!r} with {missing} empty of "
            f"{len(values)}: fill them in, or leave those documents out with corpus.select(...)"
        )
    unique = sorted(set(values), key=lambda value: (isinstance(value, str), value))
    if len(unique) < least:
        raise ValueError(
            f"{argument} must name a column with at least {least} groups, got {by!r} with "
            f"{len(unique)}: {', '.join(map(str, unique)) or 'no documents'}"
        )
    position = {value: i for i, value in enumerate(unique)}
    index = np.array([position[value] for value in values], dtype=np.int64)
    return Grouping(by, tuple(str(value) for value in unique), index)


@dataclass(frozen=True, eq=False)
class Replication:
    """What counts as one independent observation, and how documents make them up.

    Attributes
    ----------
    unit : {"article", "passage"}
    index : int array, shape (D,)
        The unit of each document.
    group : int array, shape (units,)
        The group of each unit.
    note : str
        Why this unit, where the reader should know.
    """

    unit: str
    index: NDArray[np.int64]
    group: NDArray[np.int64]
    note: str


UNITS = ("auto", "article", "passage")
LONE = "a group is one article: nothing is said beyond these articles"


def replication(documents: pa.Table, groups: Grouping, unit: str = "auto") -> Replication:
    """Return the units that a comparison of `groups` rests on.

    Articles, if every group has at least two and none stands in two groups; else
    passages, with the note that nothing is said beyond these articles.

    Parameters
    ----------
    documents : pyarrow.Table of D rows
    groups : Grouping
    unit : {"auto", "article", "passage"}, default "auto"

    Examples
    --------
    >>> import pyarrow as pa
    >>> documents = pa.table({"document": ["a:1", "a:2", "b:1"], "article": ["a", "a", "b"]})
    >>> replication(documents, grouping(documents, "article")).unit
    'passage'
    """
    _check.one_of("unit", unit, UNITS)
    names = np.array(documents["document"].to_pylist(), dtype=object)
    articles = np.array(documents["article"].to_pylist(), dtype=object)
    _, first, index = np.unique(articles, return_index=True, return_inverse=True)
    group = groups.index[first]
    nested = bool((group[index] == groups.index).all())
    fewest = np.bincount(group, minlength=len(groups.labels)).min()
    if unit == "article" and not nested:
        raise ValueError(f"unit must be 'passage' where an article stands in several groups of {groups.by!r}")
    if unit == "article" or (unit == "auto" and nested and fewest >= 2):
        return Replication("article", index, group, LONE if fewest < 2 else "")
    order = np.argsort(names, kind="stable")
    position = np.empty_like(order)
    position[order] = np.arange(len(order))
    lone = nested and fewest < 2
    return Replication("passage", position, groups.index[order], LONE if lone else "")
