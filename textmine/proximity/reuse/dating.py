"""Direction: which of two articles is the earlier one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import canonical

_ISO = re.compile(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?$")


def article_values(corpus: Corpus, column: str, argument: str) -> dict[str, Any]:
    """Return the cell of each article in a column of the documents, which its passages must have in common."""
    documents = corpus.documents
    _check.one_of(argument, column, documents.column_names, "a column of the documents, one of")
    values: dict[str, Any] = {}
    for name, cell in zip(documents["article"].to_pylist(), map(canonical, documents[column].to_pylist()), strict=True):
        if values.setdefault(name, cell) != cell:
            raise ValueError(f"{argument} must name a column with one value for each article, got {values[name]!r} and "
                             f"{cell!r} in {column!r} of {name!r}")
    return values


def dates_of(corpus: Corpus, names: Sequence[str], column: str | None) -> list[str | None]:
    """Return the date of each article as ISO text, such as ``"2020"`` or ``"2020-01-18"``; None where it has none.

    Raises
    ------
    ValueError
        For an unknown column, and for what is no year and no date.
    """
    if column is None:
        return [None] * len(names)
    values = article_values(corpus, column, "date")
    dates = [None if values[name] in (None, "") else _text(values[name]) for name in names]
    for name, date in zip(names, dates, strict=True):
        if date is not None and not _ISO.match(date):
            raise ValueError(f"date must name a column of years or of dates such as '2020-01-18', got {date!r} in "
                             f"{column!r} of {name!r}")
    return dates


def _text(value: Any) -> str:
    """Return a date as text; years before 1000 have four digits too, as in ISO 8601."""
    return f"{value:04d}" if isinstance(value, int) and value is not True and value is not False else str(value)


def order_of(dates: Sequence[str | None]) -> NDArray[np.int64] | None:
    """Return the place of each article in the order of dates, those without one last; None where there are no dates.

    Where dates do not tell, the first article comes first, so that the order has no circles.

    Examples
    --------
    >>> order_of(["2021", None, "2020-05", "2020"]).tolist()
    [2, 3, 1, 0]
    """
    if all(date is None for date in dates):
        return None
    places = np.empty(len(dates), np.int64)
    places[sorted(range(len(dates)), key=lambda i: (dates[i] is None, dates[i] or "", i))] = np.arange(len(dates))
    return places


def earlier_of(dates: Sequence[str | None], first: NDArray[np.int64],
               second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which article of each pair is the earlier: its number, or -1 where dates do not tell.

    Dates are compared as far as both are known: 2020 and 2020-05-01 tell nothing.

    Examples
    --------
    >>> earlier_of(["2020", "2021-02", "2020-05"], np.array([0, 0]), np.array([1, 2])).tolist()
    [0, -1]
    """
    found = np.full(len(first), -1, np.int64)
    for i, (a, b) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        one, two = dates[a], dates[b]
        if one is not None and two is not None:
            size = min(len(one), len(two))
            if one[:size] != two[:size]:
                found[i] = a if one[:size] < two[:size] else b
    return found
