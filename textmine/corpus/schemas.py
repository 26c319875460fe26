"""The columns of the Arrow tables inside a `Corpus`, and what they mean.

All spans are half-open and count code points of the untouched article that
``source`` numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

import pyarrow as pa

RESERVED = ("article", "document", "start", "stop", "text")
SPANS = pa.schema([("document", pa.string()), ("source", pa.int32()), ("start", pa.int64()), ("stop", pa.int64())])
ZONES = pa.schema([("source", pa.int32()), ("start", pa.int64()), ("stop", pa.int64()),
                   ("zone", pa.string()), ("rule", pa.string())])
EDITS = pa.schema([("source", pa.int32()), ("start", pa.int64()), ("stop", pa.int64()),
                   ("replacement", pa.string()), ("rule", pa.string())])
AUDIT = pa.schema([("rule", pa.string()), ("detail", pa.string()), ("article", pa.string()),
                   ("count", pa.int64()), ("characters", pa.int64()), ("example", pa.string())])


@dataclass(frozen=True)
class Normalization:
    """Written forms that `tokenize` counts as one.

    Attributes
    ----------
    characters : mapping of str to str
        Single characters beyond ASCII, such as a curly apostrophe to a straight one.
    words : mapping of str to str
        Lower-case words, such as ``defence`` to ``defense``.
    abbreviations : mapping of str to str
        Lower-case short forms without dots to their long forms, so that a search for
        either finds both.
    """

    characters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    abbreviations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def table_of(rows: Sequence[tuple], schema: pa.Schema) -> pa.Table:
    """Return an Arrow table of rows.

    >>> table_of([("a:1", 0, 0, 8)], SPANS).to_pylist()
    [{'document': 'a:1', 'source': 0, 'start': 0, 'stop': 8}]
    """
    columns = zip(*rows, strict=True) if rows else [[]] * len(schema)
    return pa.table([pa.array(list(values), column.type) for values, column in zip(columns, schema, strict=True)],
                    schema=schema)


def by_source(table: pa.Table, columns: Sequence[str]) -> dict[int, list[tuple]]:
    """Return the rows of a table of spans, as tuples of `columns`, under the number of their article.

    >>> by_source(table_of([("a:1", 0, 0, 8), ("a:2", 0, 9, 12)], SPANS), ("start", "stop"))
    {0: [(0, 8), (9, 12)]}
    """
    found: dict[int, list[tuple]] = {}
    for source, *row in zip(*(table[name].to_pylist() for name in ("source", *columns)), strict=True):
        found.setdefault(source, []).append(tuple(row))
    return found


def canonical(value: Any) -> Any:
    """Return a cell of metadata in the one form that a digest counts, whatever table it came from.

    Dates and times are in ISO 8601, midnight as the day alone; a whole float is a whole number.

    >>> canonical(datetime(2020, 1, 18)), canonical(date(2020, 1, 18)), canonical(2020.0), canonical(None)
    ('2020-01-18', '2020-01-18', 2020, None)
    """
    if isinstance(value, datetime):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def is_english(language: str | None) -> bool:
    """Return whether a stated language is English, in any variety.

    >>> is_english("en-GB"), is_english("de"), is_english(None)
    (True, False, False)
    """
    return (language or "").lower().split("-")[0] == "en"
