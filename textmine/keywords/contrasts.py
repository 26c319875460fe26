"""Contrasts: which documents are set against which, and what counts as one observation.

Every analysis that asks "what sets this group apart?" first settles four things here: the
groups, the targets among them, how the reference is put together, and the units (articles
or passages) that replicate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.grouping import Grouping, Replication, grouping, replication
from textmine.docterm import DocTerm

WEIGHTINGS = ("groups", "tokens")
WORD_LIST = "word list"
FILES = (".csv", ".tsv", ".txt", ".xlsx", ".json")
READ_FIRST = "read a file first, as in pd.read_csv(\"list.csv\"), with columns 'term' and 'count'"
SIDE, SIDES = "side", ("target", "reference")


@dataclass(frozen=True, eq=False)
class Contrasts:
    """Targets and their references, counted by unit.

    Attributes
    ----------
    table : DocTerm of D documents
        The documents compared, sorted by name.
    groups : Grouping
    targets : tuple of int
        Positions of the targets among the G groups.
    weight : array of shape (G,)
        What each group weighs where it is part of a reference.
    units : Replication
    counts : sparse matrix of shape (units, V)
    sizes : array of shape (units,)
    reference : tuple of str, length T
        What each target is compared with, in words.
    known : array of shape (V + 1,), optional
        Counts in an external word list, which is the reference then; last the sum of the whole list.
    note : str
        What to mind of the whole comparison.
    """

    table: DocTerm
    groups: Grouping
    targets: tuple[int, ...]
    weight: NDArray[np.float64]
    units: Replication
    counts: sparse.csr_matrix
    sizes: NDArray[np.float64]
    reference: tuple[str, ...]
    known: NDArray[np.float64] | None
    note: str

    def shares(self, target: int) -> NDArray[np.float64]:
        """Return what each group weighs in the reference of a target, adding up to 1, shape (G,)."""
        weight = np.where(np.arange(len(self.weight)) == target, 0.0, self.weight)
        return weight / weight.sum()

    @property
    def filled(self) -> NDArray[np.bool_]:
        """The units with tokens, shape (units,); others say nothing about rates."""
        return self.sizes > 0

    def side(self, target: int) -> NDArray[np.int64]:
        """Return 1 for documents of a target, 0 for those of its reference, shape (D,)."""
        return (self.groups.index == target).astype(np.int64)


def contrasts(table: DocTerm, by: str | None, target: str | None, reference: Any, weighting: str,
              unit: str) -> Contrasts:
    """Return what is compared with what.

    Parameters
    ----------
    table : DocTerm
    by : str or None
        A column of the documents; None if the whole table is the target of another reference.
    target : str or None
        One group; None: every group in turn.
    reference : str, sequence of str, DocTerm, mapping or pandas.Series, or None
        Groups, another table, or counts of words; None: all other groups.
    weighting : {"groups", "tokens"}
        Whether groups of the reference weigh alike, or by their tokens.
    unit : {"auto", "article", "passage"}

    Raises
    ------
    TypeError, ValueError
        For what is no table, unknown groups (the nearest is named), fewer than two groups, groups
        without tokens, and word lists that repeat a word or share none with the table.
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.one_of("weighting", weighting, WEIGHTINGS)
    _require_reference(reference)
    if isinstance(reference, DocTerm):
        table, by, target, note = _joined(table, reference, by, target)
        reference = None
    else:
        note = ""
    if isinstance(reference, Mapping | pd.Series | pd.DataFrame):
        return _against_list(table.sort_documents(), by, target, reference, unit)
    if by is None:
        raise ValueError("by must name a column of the documents, or reference must be a table or a word list, got "
                         "neither")
    table = table.sort_documents()
    groups = table.grouping(by, least=2)
    if target is None and reference is not None:
        raise ValueError("target must name a group where a reference is given, got None")
    if target is not None:
        table, groups, said = _chosen(table, groups, str(target), reference)
        note = note or said
    _require_tokens(table, groups)
    targets = tuple(range(len(groups.labels))) if target is None else (groups.labels.index(str(target)),)
    weight = np.ones(len(groups.labels))
    if weighting == "tokens":
        weight = np.bincount(groups.index, table.sizes).astype(float)
    units = replication(table.documents, groups, unit)
    counts, sizes = by_unit(table, units)
    words = "weighing alike" if weighting == "groups" else "their tokens pooled"
    described = tuple(_described(groups, t, words) for t in targets)
    return Contrasts(table, groups, targets, weight, units, counts, sizes, described, None, note)


def by_unit(table: DocTerm, units: Replication) -> tuple[sparse.csr_matrix, NDArray[np.float64]]:
    """Return counts and sizes of the units of replication, units without tokens included."""
    n_units = len(units.group)
    members = sparse.csr_matrix((np.ones(len(table)), (units.index, np.arange(len(table)))),
                                shape=(n_units, len(table)))
    sizes = np.bincount(units.index, table.sizes, minlength=n_units).astype(float)
    return sparse.csr_matrix(members @ table.counts), sizes


def _chosen(table: DocTerm, groups: Grouping, target: str, reference: Any) -> tuple[DocTerm, Grouping, str]:
    """Return the table of a target and its reference, without other groups."""
    _check.one_of("target", target, groups.labels, f"a group of {groups.by!r}, one of")
    others = [label for label in groups.labels if label != target]
    named = others if reference is None else _names(reference)
    for name in named:
        if name not in groups.labels and name.lower().endswith(FILES):
            raise ValueError(f"reference must be names of groups, a DocTerm, or counts of words, got {name!r}: "
                             f"{READ_FIRST}")
        _check.one_of("reference", name, groups.labels, f"a group of {groups.by!r}, one of")
    note = "the target was taken out of its reference" if target in named else ""
    named = [name for name in named if name != target]
    if not named:
        raise ValueError(f"reference must hold a group other than the target, got {target!r} alone")
    kept = np.isin(np.array(groups.labels, dtype=object)[groups.index], [target, *named])
    table = table[kept]
    return table, grouping(table.documents, groups.by), note


def _names(reference: Any) -> list[str]:
    """Return the names of the groups of a reference, numbers and dates as text."""
    return [str(name) for name in ([reference] if isinstance(reference, str | Real | date) else reference)]


def _require_reference(reference: Any) -> None:
    """Raise for what can be no reference, such as a file or tokens."""
    many = (list, tuple, set, frozenset, np.ndarray)
    if not isinstance(reference, (type(None), str, Real, date, DocTerm, Mapping, pd.Series, pd.DataFrame, *many)):
        fix = _check.FIXES.get(("DocTerm", type(reference).__name__), READ_FIRST)
        raise TypeError("reference must be names of groups, a DocTerm, or counts of words, got "
                        f"{type(reference).__name__}: {fix}")


def _joined(target: DocTerm, reference: DocTerm, by: str | None, name: str | None) -> tuple[DocTerm, str, str, str]:
    """Return one table of two, with documents of the target taken out of the reference, and what was left out.

    A term that only one of them has occurs 0 times in the other, unless that one was trimmed: then nobody knows.
    """
    if by is not None or name is not None:
        raise ValueError("by and target must be left out where the reference is a table: choose documents with "
                         "table.select(...) first")
    shared = set(target.documents["document"].to_pylist())
    outside = np.array([document not in shared for document in reference.documents["document"].to_pylist()])
    if not outside.any():
        raise ValueError("reference must hold documents that the target has not, got none")
    reference = reference[outside]
    every, known = {*target.terms, *reference.terms}, [set(each.terms) for each in (target, reference)
                                                       if each.trimmed.any()]
    terms = sorted(every.intersection(*known))
    if not terms:
        raise ValueError("reference must share terms with the table where one was trimmed, got none in common")
    lost = len(every) - len(terms)
    note = f"{lost} terms that one table was trimmed of are left out" if lost else ""
    place = {term: i for i, term in enumerate(terms)}
    counts = sparse.vstack([_spread(each, place) for each in (target, reference)]).tocsr()
    documents = pa.table({
        **{column: pa.array([*target.documents[column].to_pylist(), *reference.documents[column].to_pylist()])
           for column in ("document", "article")},
        SIDE: pa.array([SIDES[0]] * len(target) + [SIDES[1]] * len(reference)),
    })
    joined = DocTerm.from_counts(counts, terms, documents)
    sizes = np.concatenate([target.sizes, reference.sizes])
    return DocTerm(joined.counts, joined.terms, joined.documents, sizes), SIDE, SIDES[0], note


def _spread(table: DocTerm, place: Mapping[str, int]) -> sparse.csr_matrix:
    """Return the counts of a table in the columns of other terms."""
    kept = np.array([i for i, term in enumerate(table.terms) if term in place], dtype=np.int64)
    columns = np.array([place[table.terms[i]] for i in kept], dtype=np.int64)
    cells = table.counts[:, kept].tocoo()
    return sparse.csr_matrix((cells.data, (cells.row, columns[cells.col])), shape=(len(table), len(place)))


def _against_list(table: DocTerm, by: str | None, target: str | None, words: Any, unit: str) -> Contrasts:
    """Return the contrast of a target, or the whole table, with counts from elsewhere."""
    if by is not None:
        groups = table.grouping(by)
        if target is None:
            raise ValueError("target must name the group that is compared with the word list, got None: name one, or "
                             "leave out by to compare the whole table")
        _check.one_of("target", str(target), groups.labels, f"a group of {by!r}, one of")
        table = table[groups.index == groups.labels.index(str(target))]
    groups = Grouping(by or SIDE, (str(target) if target is not None else SIDES[0],), np.zeros(len(table), np.int64))
    _require_tokens(table, groups)
    listed = _word_list(words)
    known = listed.reindex(table.terms).fillna(0.0).to_numpy(dtype=float)
    if known.sum() == 0:
        raise ValueError(f"reference must share words with the table, got none of {len(listed):,}: bring both to the "
                         "same spelling and letter case")
    units = replication(table.documents, groups, unit)
    counts, sizes = by_unit(table, units)
    total = float(listed.sum())
    described = f"{WORD_LIST} of {len(listed):,} word{'s' * (len(listed) != 1)}, {total:,.0f} tokens"
    return Contrasts(table, groups, (0,), np.ones(1), units, counts, sizes, (described,), np.append(known, total),
                     "the texts behind the word list are unknown: how far they differ is not counted")


def _word_list(words: Any) -> pd.Series:
    """Return the counts of a word list, by word."""
    if isinstance(words, pd.DataFrame):
        if not {"term", "count"} <= set(words.columns):
            names = ", ".join(map(str, words))
            raise ValueError(f"reference must have the columns 'term' and 'count', got {names}: "
                             "rename them with frame.rename(columns={...})")
        words = words.set_index("term")["count"]
    try:
        listed = pd.Series(words, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"reference must hold numbers as counts: {error}") from None
    repeated = listed.index[listed.index.duplicated()].unique()
    if len(repeated):
        more = f" and {len(repeated) - 1:,} more words" if len(repeated) > 1 else ""
        raise ValueError(f"reference must list every word once, got {repeated[0]!r}{more} again: add them up with "
                         "frame.groupby(\"term\", as_index=False)[\"count\"].sum()")
    bad = ~(np.isfinite(listed) & (listed >= 0))
    if bad.any() or listed.sum() == 0:
        value = listed[bad].iloc[0] if bad.any() else 0
        raise ValueError(f"reference must hold counts of at least 0, and some above it, got {value}")
    return listed


def _require_tokens(table: DocTerm, groups: Grouping) -> None:
    """Raise if a group has no token at all."""
    sizes = np.bincount(groups.index, table.sizes, minlength=len(groups.labels))
    if (sizes == 0).any():
        empty = groups.labels[int(np.flatnonzero(sizes == 0)[0])]
        raise ValueError(f"by must name a column whose groups all have tokens, got {groups.by!r} with {empty!r} empty: "
                         "leave its documents out with corpus.select(...)")


def _described(groups: Grouping, target: int, words: str) -> str:
    """Return the reference of a target in words."""
    others = [label for g, label in enumerate(groups.labels) if g != target]
    return others[0] if len(others) == 1 else f"{len(others)} other groups, {words}"
