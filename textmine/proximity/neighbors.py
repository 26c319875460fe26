"""Neighbours: for every document the few that are nearest to it, of any number of documents.

A matrix of all similarities of a million documents fits into no memory, and nobody reads it.  Here
each document gets its nearest ones, exactly, as long rows; what cannot come among them is passed over by a
bound that misses nothing (`textmine.proximity._topk`).  Memory grows with the table, not with its square.

References
----------
Anastasiu, D. C. and Karypis, G. (2014). L2AP: fast cosine similarity search with prefix L-2 norm
bounds. ICDE, 784-795. doi:10.1109/ICDE.2014.6816700
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine._threads import available_threads, interruptible
from textmine.docterm import DocTerm
from textmine.proximity._nearest import Pairs, nearest_dense, nearest_sparse
from textmine.stats.weighting import SCHEMES, term_weights, weighted_rows
from textmine.vectors.matching import matched

COLUMNS = ("document", "rank", "other", "similarity", "n_shared", "n_unknown", "space", "note")
NO_TERMS, NO_COMMON = "no term with weight", "no other document shares a term with weight"
NO_NEIGHBOUR = "no other document reaches the threshold"


@_check.hinted
def nearest_documents(
    table: DocTerm, top_n: int = 10, *, by: str = "document", weight: str = "log_entropy", model: Any = None,
    other: DocTerm | None = None, threshold: float = 0.0, exclude: str | None = None, include_self: bool = False,
    n_jobs: int | None = None,
) -> pd.DataFrame:
    """Return the nearest documents of every document by cosine, exact.

    Parameters
    ----------
    table : DocTerm of D documents
        Among which neighbours are sought, and in which terms get their weights.
    top_n : int, default 10
        The most neighbours that a document gets.
    by : str, default "document"
        A column of the documents; counts of a group are added up, and groups are neighbours.
    weight : {"log_entropy", "tf_idf", "log_tf_idf", "count"}, default "log_entropy"
        As in `LSA`.
    model : fitted LSA or topic model, optional
        In whose space documents are compared, in place of `weight`.
    other : DocTerm, optional
        Whose documents the neighbours are for; its terms are matched by name.  By default `table`.
    threshold : float, default 0
        The least similarity of a neighbour, up to 1.  Under a `weight`, documents without a common term
        are no neighbours even at 0.
    exclude : str, optional
        A column, such as ``"article"`` or ``"series"``: documents with the value of the document
        itself are passed over; empty cells are like no other.
    include_self : bool, default False
        Whether a document is among its own neighbours.
    n_jobs : int, optional
        By default as many as the process may use.  The result is the same for any number.

    Returns
    -------
    DataFrame
        A row for each document and neighbour, documents by name, the nearest first, ties (to 1e-12) by name:
        ``document``; ``rank``, from 1; ``other``, the neighbour; ``similarity``, 1 for equal profiles;
        ``n_shared``, terms with weight in both, <NA> for a model; ``n_unknown``, tokens of ``document`` that are
        no term of `table` (or of the model); ``space``, the weight or the kind of model; ``note``.
        A document without neighbours has one row, with missing values and a note: ``"no term with weight"``;
        ``"no other document shares a term with weight"``, where the threshold is 0; or ``"no other document reaches
        the threshold"``.

    Raises
    ------
    TypeError
        If `table` or `other` is no DocTerm, or `model` cannot transform one.
    ValueError
        For names and numbers out of range, and if `other` shares no term with `table`, or either with `model`.

    Notes
    -----
    ``x · y / (|x| |y|)``, summed in one order of terms, so that equal profiles have 1, neighbours do not depend
    on threads or on the order of documents, and the similarity of two documents is the same either way.  The
    search for neighbours leaves out only what a bound excludes, ``x · y <= x_rare · y_rare + |x_common| |y_common|``.

    References
    ----------
    Anastasiu, D. C. and Karypis, G. (2014). L2AP: fast cosine similarity search with prefix L-2 norm bounds.

    Examples
    --------
    >>> import textmine as tm
    >>> table = tm.tokenize(tm.Corpus.from_texts(["peace now", "peace talks", "war"], ["a", "b", "c"])).count()
    >>> near = tm.nearest_documents(table, weight="count")
    >>> near[["document", "rank", "other", "similarity", "n_shared"]].head(2)
      document  rank other  similarity  n_shared
    0        a     1     b         0.5         1
    1        b     1     a         0.5         1
    >>> near["note"].iloc[2]
    'no other document shares a term with weight'
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.integer("top_n", top_n, 1)
    low = -1 if model is not None else 0
    if not isinstance(threshold, Real) or isinstance(threshold, bool) or not low <= threshold <= 1:
        raise ValueError(f"threshold must be a number from {low} to 1, got {threshold!r}")
    threads = available_threads(n_jobs)
    targets = _units(table, by, "table")
    queries = targets if other is None else _units(other, by, "other")
    groups = _groups(queries, targets, by, exclude, include_self)
    rows, asked, known = _points(table, targets, queries, weight, model)
    search = nearest_dense if model is not None else nearest_sparse
    pairs = interruptible(partial(search, asked, rows, groups, top_n, float(threshold), threads))
    empty = np.asarray(abs(asked).sum(axis=1)).ravel() == 0
    space = weight if model is None else type(model).__name__
    alone = NO_COMMON if model is None and threshold == 0 else NO_NEIGHBOUR
    notes = np.where(empty, NO_TERMS, alone).astype(object)
    return _frame(pairs, queries, targets, _unknown(queries, known), notes, space, model is None)


def _units(table: DocTerm, by: str, argument: str) -> DocTerm:
    """Return documents, or groups of them, in the order of their names."""
    _check.kind(argument, table, DocTerm, "call tokens.count()")
    if by == "document":
        return table.sort_documents()
    return table.group(by)


def _groups(queries: DocTerm, targets: DocTerm, by: str, exclude: str | None,
            include_self: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return numbers of queries and targets; those with the same are no neighbours, negative ones are like no other."""
    if exclude is None:
        if queries is targets and not include_self:
            return np.arange(len(targets)), np.arange(len(targets))
        return np.full(len(queries), -1), np.full(len(targets), -1)
    if by != "document" or include_self:
        raise ValueError(f"exclude must be None where groups are compared or a document is its own neighbour, got "
                         f"{exclude!r}: leave out by= and include_self=")
    values = []
    for each in (queries, targets):
        _check.one_of("exclude", exclude, each.documents.column_names, "a column of the documents, one of")
        values.append(each.documents[exclude].to_pylist())
    codes, _ = pd.factorize(pd.Series([*values[0], *values[1]], dtype=object))
    found = np.asarray(codes, np.int64)
    if queries is targets:
        own = found[:len(targets)]
        lone = np.flatnonzero(own < 0)
        own[lone] = own.max(initial=-1) + 1 + np.arange(len(lone))
        return own, own
    return found[:len(queries)], found[len(queries):]


def _points(table: DocTerm, targets: DocTerm, queries: DocTerm, weight: str, model: Any) -> tuple[Any, Any, Sequence]:
    """Return targets and queries as rows of one space, and the terms that it knows."""
    if model is None:
        _check.one_of("weight", weight, SCHEMES)
        weights = term_weights(table.sort_documents().counts, weight)
        rows = weighted_rows(targets.counts, weight, weights)
        if queries is targets:
            return rows, rows, table.terms
        _require_common("other", queries, table.terms, "table")
        return rows, weighted_rows(matched(queries, table.terms, "other"), weight, weights), table.terms
    if not hasattr(model, "transform"):
        raise TypeError(f"model must be a fitted model of tables, got {type(model).__name__}: fit tm.LSA() to the "
                        "table first")
    terms = getattr(model, "terms_", table.terms)
    for argument, each in (("table", targets), ("other", queries)):
        _require_common(argument, each, terms, "model")
    rows = _dense(model.transform(targets))
    asked = rows if queries is targets else _dense(model.transform(queries))
    return rows, asked, terms


def _require_common(argument: str, table: DocTerm, terms: Sequence, source: str) -> None:
    """Raise unless a table shares a term with those of `source`."""
    _check.named_terms(argument, terms, set(table.terms))
    if set(terms).isdisjoint(table.terms):
        raise ValueError(f"{argument} must share a term with {source}, got none of its {len(terms):,} terms: count the "
                         "texts in the same way, with the same normalisation")


def _dense(points: Any) -> NDArray[np.float64]:
    """Return points as an array."""
    return points.toarray() if sparse.issparse(points) else np.asarray(points, dtype=float)


def _unknown(queries: DocTerm, known: Sequence) -> NDArray[np.int64]:
    """Return how many tokens of each document are none of the known terms."""
    terms = set(known)
    kept = np.fromiter((term in terms for term in queries.terms), float, len(queries.terms))
    return np.rint(queries.sizes - queries.counts @ kept).astype(np.int64)


def _frame(pairs: Pairs, queries: DocTerm, targets: DocTerm, unknown: NDArray, notes: NDArray, space: str,
           has_terms: bool) -> pd.DataFrame:
    """Return pairs in long form, with a row for each document that has none."""
    names, others = (np.array(each.documents["document"].to_pylist(), object) for each in (queries, targets))
    counts = np.bincount(pairs.query, minlength=len(names))
    alone = np.flatnonzero(counts == 0)
    starts = np.cumsum(counts) - counts
    query = np.concatenate([pairs.query, alone])
    order = np.argsort(query, kind="stable")
    missing = pd.array([None] * len(alone), dtype="Int64")

    def column(found: Any, dtype: str) -> Any:
        return pd.concat([pd.Series(found, dtype=dtype), pd.Series(missing, dtype=dtype)])

    shared = pairs.n_shared if has_terms else [None] * len(pairs.query)
    frame = pd.DataFrame({
        "document": names[query], "rank": column(np.arange(len(pairs.query)) - starts[pairs.query] + 1, "Int64").array,
        "other": np.concatenate([others[pairs.row], np.full(len(alone), pd.NA, object)]),
        "similarity": column(pairs.similarity, "Float64").array, "n_shared": column(shared, "Int64").array,
        "n_unknown": unknown[query], "space": space,
        "note": np.concatenate([np.full(len(pairs.query), "", object), notes[alone]]),
    }, columns=list(COLUMNS))
    return frame.iloc[order].reset_index(drop=True)
