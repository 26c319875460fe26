"""Comparability: from where on groups of documents are hard to compare.

The limits are parameters: one is from the literature, the others are rules of thumb.
What goes with the groups, such as a year, cannot be told apart from them.

References
----------
Biber, D. (1990). Methodological issues regarding corpus-based analyses of
linguistic variation. Literary and Linguistic Computing 5(4), 257-269: samples of ten
texts stand well for a category.
Chung, C. and Pennebaker, J. (2007). The psychological functions of function words. In
K. Fiedler (ed.), Social Communication, 343-359: about half of all words.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

import pandas as pd
import pyarrow as pa

from textmine import _check
from textmine.corpus.grouping import Grouping

LIMITS: Mapping[str, float] = MappingProxyType({
    "documents": 10,          # fewest documents of a group: Biber (1990)
    "articles": 2,            # fewest articles of a group: one has no spread between articles
    "size_ratio": 3.0,        # words of the largest group over those of the smallest: rule of thumb
    "largest_share": 0.5,     # most that one document holds of its group's words: rule of thumb
    "short_document": 50,     # words of a short document: rule of thumb, least passage of segment()
    "short_share": 0.25,      # most of the documents that may be short: rule of thumb
    "dropped_share": 0.2,     # least that a stop list drops: rule of thumb, half is usual (Chung & Pennebaker 2007)
    "dispersion_index": 1.5,  # burstiness from which token counts mislead: rule of thumb, 1 is none
    "confounded": 0.9,        # articles that the usual value of their group tells: rule of thumb
})


def limits_of(changed: Mapping[str, float] | None) -> dict[str, float]:
    """Return `LIMITS` with some of them changed; an unknown name is an error.

    >>> limits_of({"documents": 5})["documents"]
    5
    """
    for name, value in (changed or {}).items():
        _check.one_of("limits", name, LIMITS, "names of limits, of")
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise ValueError(f"limits must be numbers of at least 0, got {value!r} for {name!r}")
    return {**LIMITS, **(changed or {})}


def confounded_columns(documents: pa.Table, groups: Grouping, least: float) -> list[tuple[str, float]]:
    """Return the columns that cannot be told apart from the groups, and how well the group tells them.

    Parameters
    ----------
    documents : pyarrow.Table of D rows
        ``article``, ``document`` and metadata.
    groups : Grouping
        Of the documents.  Groups of one article go with everything, so that they are passed over.
    least : float
        The share of articles whose value is the usual one of their group, from which on the column
        goes with the groups; so do numbers and dates where no group has one between those of another.

    Returns
    -------
    list of (column, share of articles that have the usual value of their group; 1 where ranges are apart)

    Examples
    --------
    >>> import pyarrow as pa
    >>> from textmine.corpus.grouping import grouping
    >>> table = pa.table({"document": list("abcd"), "article": list("abcd"), "side": list("AABB"),
    ...                   "year": [2020, 2020, 2021, 2021], "page": [1, 8, 2, 9]})
    >>> confounded_columns(table, grouping(table, "side"), 0.9)
    [('year', 1.0)]
    """
    frame = documents.to_pandas().assign(start=groups.index)  # a reserved name, so no metadata
    frame = frame.drop_duplicates(["article", "start"])
    nested = not frame["article"].duplicated().any()
    frame = frame[frame["start"].map(frame["start"].value_counts()) >= 2]
    if frame["start"].nunique() < 2 or not nested:
        return []
    found = []
    for column in sorted(set(documents.column_names) - {"document", "article", "start", "stop", groups.by}):
        known = frame[["start", column]].dropna()
        if known["start"].nunique() < 2:
            continue
        counts = pd.crosstab(known["start"], known[column].astype(str))
        told = float(counts.max(axis=1).sum() / len(known))
        usual_differ = counts.idxmax(axis=1).nunique() > 1
        apart = _ranges_are_apart(known["start"], known[column])
        if apart or (usual_differ and told >= least):
            found.append((column, 1.0 if apart else told))
    return found


def _ranges_are_apart(group: pd.Series, values: pd.Series) -> bool:
    """Return whether no group has a number or date between those of another."""
    if pd.api.types.is_bool_dtype(values) or not (pd.api.types.is_numeric_dtype(values)
                                                  or pd.api.types.is_datetime64_any_dtype(values)):
        return False
    ranges = values.groupby(group).agg(["min", "max"]).sort_values("min").to_numpy()
    return all(earlier[1] < later[0] for earlier, later in pairwise(ranges))
