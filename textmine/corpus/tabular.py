"""Tables of texts: CSV, JSON Lines, Parquet, and frames in memory.

Every reader returns columns as lists, or the problem it met; cells of a CSV become
numbers only where every one reads back exactly.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from textmine import _check

Columns = dict[str, list[Any]]
SUFFIXES = (".csv", ".jsonl", ".jsonl.gz", ".parquet")


def table_kind(path: Path) -> str | None:
    """Return which of `SUFFIXES` a file (or a folder of Parquet files) has, or None.

    >>> table_kind(Path("a/b.JSONL.gz")), table_kind(Path("a.txt"))
    ('.jsonl.gz', None)
    """
    if path.is_dir():
        parts = [entry for entry in path.iterdir() if entry.suffix.lower() == ".parquet"]
        return ".parquet" if parts and not any(path.rglob("*.txt")) else None
    return next((suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix)), None)


def read_columns(path: Path, encoding: str, delimiter: str) -> tuple[Columns, str | None]:
    """Return the columns of a file, or the problem with it."""
    kind = table_kind(path)
    if kind == ".parquet":
        return _read_parquet(path)
    if kind == ".csv":
        frame, problem = read_csv(path, encoding, delimiter)
        return {str(column): typed(frame[column].tolist()) for column in frame.columns}, problem
    text, problem = decode(path, encoding)
    return ({}, problem) if problem else _parse_json_lines(text, path.name)


def columns_of_frame(frame: Any) -> Columns:
    """Return the columns of a pandas, polars or Arrow table in memory.

    Raises
    ------
    TypeError
        If it is no such table.
    """
    if not hasattr(frame, "__arrow_c_stream__"):
        raise TypeError(f"source must be a path or a data frame, got {type(frame).__name__}")
    table = frame if isinstance(frame, pa.Table) else pa.table(frame)
    return {name: table[name].to_pylist() for name in table.column_names if not name.startswith("__index_level_")}


def text_columns(columns: Columns, what: str, text: str, name: str | None):
    """Return texts, names (or None) and metadata of a table.

    Raises
    ------
    CorpusError
        If a column does not exist; the message offers the nearest one.
    """
    known = list(columns)
    problems = [f"{what} has no column {column!r} (argument {argument}).{_check.nearest(column, known)} "
                f"Its columns: {', '.join(known)}{_delimiter_hint(known)}"
                for argument, column in (("text", text), ("name", name)) if column is not None and column not in known]
    if problems:
        raise _check.CorpusError(problems)
    used = {text} if name is None else {text, name}
    texts = ["" if cell is None else cell for cell in columns[text]]
    return texts, None if name is None else columns[name], {
        column: values for column, values in columns.items() if column not in used}


def read_csv(path: Path, encoding: str, delimiter: str = ",") -> tuple[pd.DataFrame, str | None]:
    """Return a CSV as a frame of text cells, or the problem with it."""
    if not path.is_file():
        return pd.DataFrame(), f"metadata must be an existing .csv file, got {str(path)!r}"
    text, problem = decode(path, encoding)
    if problem:
        return pd.DataFrame(), problem
    try:
        return pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False, sep=delimiter), None
    except ValueError as error:  # pandas' ParserError and EmptyDataError are ValueErrors
        return pd.DataFrame(), f"{path.name} is not a readable CSV: {error}"


def _read_parquet(path: Path) -> tuple[Columns, str | None]:
    """Return the columns of a Parquet file or of a folder of them, or the problem."""
    try:
        return columns_of_frame(pq.read_table(path)), None
    except (pa.ArrowException, OSError) as error:
        return {}, f"{path.name} is not readable Parquet, perhaps cut short: {str(error).splitlines()[0]}"


def _parse_json_lines(text: str, what: str) -> tuple[Columns, str | None]:
    """Return the columns of JSON Lines; a key that a line lacks is empty there."""
    rows: list[Mapping[str, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            return {}, f"{what} is not readable JSON Lines: line {number}: {error}"
        if not isinstance(row, dict):
            return {}, f"{what} is not readable JSON Lines: line {number} must be an object such as {{\"text\": \"…\"}}"
        rows.append(row)
    keys = dict.fromkeys(key for row in rows for key in row)
    nested = [key for key in keys if any(isinstance(row.get(key), dict | list) for row in rows)]
    if nested:
        return {}, f"{what} holds lists or objects under {nested[0]!r}: make each value a text or a number"
    return {key: [row.get(key) for row in rows] for key in keys}, None


def _delimiter_hint(columns: list[str]) -> str:
    """Return what to do if a header looks divided by something else than the delimiter."""
    if len(columns) != 1:
        return ""
    seen = [mark for mark in (";", "\t", "|", ",") if mark in columns[0]]
    return f" (divided by {seen[0]!r}? Then pass delimiter={seen[0]!r})" if seen else ""


def decode(path: Path, encoding: str) -> tuple[str, str | None]:
    """Return the text of a file, gzipped or not, without a byte order mark; or the problem with its bytes."""
    raw = path.read_bytes()
    try:
        raw = gzip.decompress(raw) if path.suffix.lower() == ".gz" else raw
        return raw.decode(encoding).removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        return "", (f"{path.name} is not {encoding}: byte 0x{byte:02x} at position {error.start} cannot be decoded; "
                    "save the file as UTF-8, or pass encoding=, for example encoding='cp1252'")
    except (OSError, EOFError) as error:
        return "", f"{path.name} is not a whole gzip file: {error}"
    except LookupError:
        return "", f"encoding must be one that Python knows, got {encoding!r}"


def typed(cells: list[str]) -> list[Any]:
    """Return cells as int or float where every one reads back exactly, else as text; empty cells as None.

    >>> typed(["1", "20", ""]), typed(["01", "2"])
    ([1, 20, None], ['01', '2'])
    """
    filled = [cell for cell in cells if cell != ""]
    for number in (int, float):
        if filled and all(_reads_back(cell, number) for cell in filled):
            return [number(cell) if cell != "" else None for cell in cells]
    return [cell if cell != "" else None for cell in cells]


def _reads_back(cell: str, number: type) -> bool:
    """Return whether a cell is the shortest written form of a finite number."""
    try:
        return repr(number(cell)) == cell and cell not in ("inf", "nan", "-inf")
    except ValueError:
        return False
