"""Arrow columns from whatever texts, names and metadata come as.

Arrow columns stay Arrow columns: a million texts from Parquet are never a list of
Python strings.  Texts become ``large_string``; metadata keeps its type, but for
dictionaries (their values are written out) and not-a-number (an empty cell).
What cannot be stored is a problem, told with those of `textmine.corpus.problems`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textmine.corpus.texts import texts_column

Problems = list[str]
SHOWN = 20


def is_arrow(values: Any) -> bool:
    """Return whether values are an Arrow column."""
    return isinstance(values, pa.Array | pa.ChunkedArray)


def is_string(kind: pa.DataType) -> bool:
    """Return whether an Arrow type holds text, in any of its layouts."""
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def plain(column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """Return an Arrow column with dictionaries and string views written out and nan as null.

    >>> plain(pa.array(["a", "b", "a"]).dictionary_encode()).to_pylist()
    ['a', 'b', 'a']
    """
    chunked = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    if pa.types.is_dictionary(chunked.type):
        values = chunked.type.value_type
        target = pa.large_string() if is_string(values) else values
        parts = [_cast(chunk.dictionary, target).take(chunk.indices) for chunk in chunked.chunks]
        return pa.chunked_array(parts, target)
    if pa.types.is_string_view(chunked.type):
        return pa.chunked_array([_cast(chunk, pa.large_string()) for chunk in chunked.chunks], pa.large_string())
    if pa.types.is_floating(chunked.type):
        return pc.if_else(pc.is_nan(chunked), pa.scalar(None, chunked.type), chunked)
    return chunked


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return an array in another type, through Python where this Arrow has no cast for it."""
    try:
        return array.cast(kind)
    except pa.ArrowNotImplementedError:
        return pa.array(array.to_pylist(), kind)


def first_not_utf8(column: pa.ChunkedArray) -> int | None:
    """Return the first row whose bytes are no UTF-8, found by halving, or None."""
    low, high = 0, len(column)
    if _is_valid(column):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if not _is_valid(column.slice(low, middle - low)) else (middle, high)
    return low


def _is_valid(column: pa.ChunkedArray) -> bool:
    """Return whether an Arrow column keeps Arrow's own rules, valid UTF-8 among them."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def text_column(texts: Any, names: pa.ChunkedArray) -> tuple[pa.ChunkedArray, Problems]:
    """Return texts as one ``large_string`` column, and what is wrong with those that are no text.

    Parameters
    ----------
    texts : Arrow column or sequence of str
    names : string column
        To name texts in the problems.
    """
    if not is_arrow(texts):
        return _text_list(list(texts), names)
    column = plain(texts)
    if not (is_string(column.type) or pa.types.is_null(column.type)):
        return _blank(len(column)), [f"the column of texts is {column.type}: a text must be str, so choose another "
                                     "column with text="]
    row = first_not_utf8(column)
    if row is not None:
        return _blank(len(column)), [f"{_name(names, row)!r} holds bytes that are no UTF-8: decode that text again"]
    return column.cast(pa.large_string()), []


def _blank(n: int) -> pa.ChunkedArray:
    """Return a stand-in for a column of texts that is no use."""
    return pa.chunked_array([pa.repeat(pa.scalar("-", pa.large_string()), n)])


def _name(names: pa.ChunkedArray, row: int) -> str:
    """Return the name of a row, for a message."""
    return str(names[row].as_py()) if row < len(names) else str(row + 1)


def _text_list(texts: list[Any], names: pa.ChunkedArray) -> tuple[pa.ChunkedArray, Problems]:
    """Return a Python list of texts as a column; see `text_column`."""
    wrong = {row: f"{_name(names, row)!r} is {type(text).__name__}: a text must be str"
             for row, text in enumerate(texts) if not isinstance(text, str) and text is not None}
    for row in wrong:
        texts[row] = "-"
    try:
        column = texts_column(texts)
    except UnicodeEncodeError:
        for row, text in enumerate(texts):
            if has_surrogate(text):
                wrong[row] = (f"{_name(names, row)!r} holds half of a surrogate pair, which is no character: "
                              "decode the text again")
                texts[row] = "-"
        column = texts_column(texts)
    return column, shortened([wrong[row] for row in sorted(wrong)], len(wrong))


def has_surrogate(text: Any) -> bool:
    r"""Return whether a text holds half of a surrogate pair, as JSON's ``"\ud800"`` does.

    >>> has_surrogate("\ud83d"), has_surrogate("\N{DOVE OF PEACE}"), has_surrogate(None)
    (True, False, False)
    """
    try:
        return isinstance(text, str) and text.encode() is None
    except UnicodeEncodeError:
        return True


def shortened(problems: Problems, n: int) -> Problems:
    """Return the first of `n` problems of one kind, and how many more there are."""
    more = n - SHOWN
    return problems[:SHOWN] + ([f"… and {more:,} more of this kind"] if more > 0 else [])


def name_column(names: Any, n: int) -> tuple[pa.ChunkedArray, Problems]:
    """Return names as one string column, by default numbers from ``"1"`` of equal width.

    Whole numbers become their digits; what is neither these nor text becomes ``str(name)``.
    """
    if names is None:
        digits = pa.array(np.arange(1, n + 1)).cast(pa.string())
        return pa.chunked_array([pc.utf8_lpad(digits, len(str(n)), "0")]), []
    if is_arrow(names):
        column = plain(names)
        if (row := first_not_utf8(column)) is not None:
            return name_column(None, len(column))[0], [f"the name in row {row + 1} holds bytes that are no UTF-8"]
        if is_string(column.type) or pa.types.is_integer(column.type):
            return column.cast(pa.string()), []
        names = column.to_pylist()
    cells = [None if name is None else str(name) for name in names]
    bad = [i for i, cell in enumerate(cells) if has_surrogate(cell)]
    for i in bad:
        cells[i] = f"row {i + 1}"
    problems = [f"the name in row {i + 1} holds half of a surrogate pair, which is no character" for i in bad]
    return pa.chunked_array([pa.array(cells, pa.string())]), shortened(problems, len(bad))


def metadata_column(column: str, values: Any) -> tuple[pa.ChunkedArray | None, Problems]:
    """Return one metadata column in Arrow, or None and the problem."""
    where = f"the metadata column {column!r}"
    if not is_arrow(values):
        if _mixes(values):
            return None, [f"{where} mixes types: make all its values text, or all numbers"]
        try:
            values = pa.array(values, from_pandas=True)
        except (pa.ArrowException, ValueError, OverflowError) as error:
            return None, [f"{where} cannot be stored: {str(error).splitlines()[0]}"]
    found = plain(values)
    if pa.types.is_nested(found.type) or pa.types.is_binary(found.type) or pa.types.is_large_binary(found.type):
        return None, [f"{where} holds {found.type}: make each value a text, a number, a date or a truth value, "
                      "or drop the column"]
    if (row := first_not_utf8(found)) is not None:
        return None, [f"{where} holds bytes in row {row + 1} that are no UTF-8: decode them again"]
    return found, []


def _mixes(values: Sequence[Any]) -> bool:
    """Return whether values are of several types, whole numbers and others counted as one."""
    types = {"number" if isinstance(value, int | float) else type(value) for value in values
             if value is not None and value == value}
    return len(types) > 1
