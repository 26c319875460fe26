"""Marks: the places of keyphrases in a text, so that no two overlap.

Where phrases overlap the longest is marked, then the better one; what it covers is remembered with it, so that no
place is lost.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from textmine import _check

NEEDED = ("group", "rank", "phrase", "score", "offsets")


class Mark(NamedTuple):
    """One marked place: code points of the article, the phrase by its number, and other phrases that it covers."""

    start: int
    stop: int
    phrase: int
    covered: tuple[int, ...] = ()


def list_of(found: pd.DataFrame, group: Any) -> pd.DataFrame:
    """Return the keyphrases of one group, best first.

    Raises
    ------
    TypeError, ValueError
        If `found` is no table of keyphrases, has no such group, or several lists of it.
    """
    _check.kind("found", found, pd.DataFrame, "give what tm.keyphrases returned")
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise ValueError(f"found must have the columns of tm.keyphrases, got no {missing[0]!r}: give what it returned")
    require_places(found)
    rows = found[found["group"].astype(str) == str(group)].sort_values("rank", ignore_index=True)
    if rows.empty:
        known = found["group"].astype(str).unique()
        raise ValueError(f"group must be one of the {len(known):,} groups of found, got {group!r}."
                         f"{_check.nearest(group, known)}")
    if rows["rank"].duplicated().any():
        n_lists = int(rows["rank"].value_counts().max())
        raise ValueError(f"found must hold one list of the group, got {n_lists} of {str(group)!r}: choose one, as in "
                         "found[found['method'] == 'salience']")
    return rows


def require_places(found: pd.DataFrame) -> None:
    """Raise unless the column ``offsets`` holds places: in a table that came back from a CSV they are text."""
    if found["offsets"].map(lambda places: isinstance(places, str)).any():
        raise ValueError("found must hold places in the column 'offsets', got text: write tables with to_json("
                         "orient='records', lines=True), read them with pandas.read_json(path, lines=True)")


def marks(offsets: Sequence[Sequence[tuple[str, int, int]]], article: str) -> list[Mark]:
    """Return the marks of one article, in order.

    Parameters
    ----------
    offsets : sequence of places, length n
        The column ``offsets`` of some keyphrases, best first.
    article : str

    Examples
    --------
    >>> marks([[("a", 0, 5)], [("a", 0, 11), ("b", 3, 14)]], "a")
    [Mark(start=0, stop=11, phrase=1, covered=(0,))]
    """
    places = sorted((start - stop, number, start, stop) for number, each in enumerate(offsets)
                    for name, start, stop in each if name == article)
    kept: list[tuple[int, int, int]] = []
    covered: dict[int, set[int]] = {}
    for _, number, start, stop in places:
        over = _overlapped(kept, start, stop)
        if over is None:
            insort(kept, (start, stop, number))
        elif number != over[2]:
            covered.setdefault(over[0], set()).add(number)
    return [Mark(*each, tuple(sorted(covered.get(each[0], ())))) for each in kept]


def _overlapped(kept: Sequence[tuple[int, int, int]], start: int, stop: int) -> tuple[int, int, int] | None:
    """Return the first mark that shares a character with a place; marks are in order and apart."""
    at = bisect_left(kept, (start, start, -1))
    before = kept[at - 1] if at and kept[at - 1][1] > start else None
    after = kept[at] if at < len(kept) and kept[at][0] < stop else None
    return before or after
