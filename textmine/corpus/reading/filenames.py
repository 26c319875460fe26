"""Metadata from the names of files: ``1991_FRA_46.txt`` by ``"{year}_{country}_{session}"``.

A name must fit the whole template, and in one way only; every file that does not is
a problem, so that no value lands in the wrong column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter
from typing import Any

UNUSED = "_"


def parse_template(template: str) -> list[tuple[str, str | None]]:
    """Return the pieces of a template: a literal text, and the field after it (None at the end).

    Raises
    ------
    ValueError
        If it has no field, a field without a proper name, a name twice, or two fields with
        nothing between them.

    >>> parse_template("{year}_{country}")
    [('', 'year'), ('_', 'country')]
    """
    rule = "file_names must be a template with named fields, such as '{year}_{country}'"
    try:
        pieces = list(Formatter().parse(template))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{rule}, got {template!r}: {error}") from None
    fields = [field for _, field, _, _ in pieces if field is not None]
    named = [field for field in fields if field != UNUSED]
    if not named or any(spec or conversion for _, _, spec, conversion in pieces):
        raise ValueError(f"{rule}, got {template!r}")
    for field in fields:
        if not field.isidentifier() or named.count(field) > 1:
            raise ValueError(f"{rule}, each with a name of its own (or {{_}}, which is left out), "
                             f"got {field!r} in {template!r}")
    if any(field is not None and literal == "" for literal, field, _, _ in pieces[1:]):
        raise ValueError(f"{rule}, with a text between two fields, got {template!r}")
    return [(literal, field) for literal, field, _, _ in pieces]


def columns_of_names(names: Sequence[str], template: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the fields of file names as columns of text, and a problem for each name that does not fit.

    Parameters
    ----------
    names : sequence of str
        Paths below the folder without ``.txt``, divided by ``/``.
    template : str
        Matched with the last part of a path, or with the whole path if it has a ``/`` itself.
        What ``{_}`` stands for is left out.

    >>> columns_of_names(["1991_FRA", "un/1992_USA"], "{year}_{country}")[0]
    {'year': ['1991', '1992'], 'country': ['FRA', 'USA']}
    >>> columns_of_names(["south_west_1991"], "{place}_{year}")[1]
    ["'south_west_1991' fits '{place}_{year}' in several ways: rename the file, or choose another template"]
    """
    pieces = parse_template(template)
    first, last = (_pattern(pieces, repeat) for repeat in ("+?", "+"))
    columns: dict[str, list[Any]] = {field: [] for _, field in pieces if field not in (None, UNUSED)}
    problems: list[str] = []
    for name in names:
        part = name if "/" in template else name.rpartition("/")[2]
        match, other = first.fullmatch(part), last.fullmatch(part)
        if match is None or other is None:
            problems.append(f"{name!r} does not fit file_names={template!r}: rename the file, or move it away")
        elif match.groups() != other.groups():
            problems.append(f"{name!r} fits {template!r} in several ways: rename the file, or choose another template")
        else:
            for column, value in zip(columns, match.groupdict().values(), strict=True):
                columns[column].append(value)
    return columns, problems


def _pattern(pieces: Sequence[tuple[str, str | None]], repeat: str) -> re.Pattern[str]:
    """Return the pattern of a template; with ``+?`` the first fields are as short as can be, with ``+`` as long."""
    parts = [re.escape(literal) + ("" if field is None else f"([^/]{repeat})" if field == UNUSED
                                   else f"(?P<{field}>[^/]{repeat})") for literal, field in pieces]
    return re.compile("".join(parts))
