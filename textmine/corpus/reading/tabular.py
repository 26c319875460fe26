"""Tables of texts: CSV, JSON Lines, and frames in memory (Parquet: `textmine.corpus.reading.parquet`).

Every reader returns columns, or the problems it met.  Parquet and frames stay in
Arrow; cells of a CSV become numbers only where every one reads back exactly.
"""

from __future__ import annotations

import io
import json
import warnings
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from textmine import _check
from textmine.corpus.columns import SHOWN, has_surrogate, shortened
from textmine.corpus.reading.diagnosis import Row, encoding_rows, row
from textmine.corpus.reading.encodings import read_text
from textmine.corpus.reading.parquet import is_folder_of_parquet, read_parquet

SUFFIXES = (".csv", ".jsonl", ".jsonl.gz", ".parquet")


class Columns(NamedTuple):
    """Columns by name, as lists or in Arrow; or the problems met; and rows for the audit."""

    by_name: Mapping[str, Any]
    problems: list[str]
    log: list[Row]

    @classmethod
    def of_problem(cls, problem: str) -> Columns:
        """Return no columns, and one problem."""
        return cls({}, [problem], [])


def table_kind(path: Path) -> str | None:
    """Return which of `SUFFIXES` a file (or a folder of Parquet files) has, or None.

    >>> table_kind(Path("a/b.JSONL.gz")), table_kind(Path("a.txt"))
    ('.jsonl.gz', None)
    """
    if path.is_dir():
        return ".parquet" if is_folder_of_parquet(path) else None
    return next((suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix)), None)


def read_columns(path: Path, text: str, encoding: str | None, delimiter: str, language: str | None) -> Columns:
    """Return the columns of a file; those of a CSV typed, but for the column `text`."""
    kind = table_kind(path)
    if kind == ".parquet":
        table, problems = read_parquet(path)
        return Columns({}, problems, []) if table is None else columns_of_frame(table, path.name)
    if kind == ".csv":
        frame, problem, log = read_csv(path, encoding, delimiter, language)
        cells = {str(column): frame[column].tolist() for column in frame.columns}
        typed_cells = {column: each if column == text else typed(each) for column, each in cells.items()}
        return Columns(typed_cells, [problem] if problem else [], log)
    decoded = read_text(path, encoding, language)
    if decoded.problem:
        return Columns.of_problem(decoded.problem)
    columns, problems = _parse_json_lines(decoded.text, path.name)
    return Columns(columns, problems, encoding_rows(decoded, None, path.name))


def columns_of_frame(frame: Any, what: str) -> Columns:
    """Return the columns of a pandas, polars or Arrow table in memory.

    Raises
    ------
    TypeError
        If it is no such table.
    """
    if not hasattr(frame, "__arrow_c_stream__"):
        raise TypeError(f"source must be a path or a data frame, got {type(frame).__name__}")
    repeated = [column for column, n in Counter(_column_names(frame)).items() if n > 1]
    if repeated:
        return Columns.of_problem(f"{what} has several columns named {repeated[0]!r}: rename all but one")
    try:
        table = frame if isinstance(frame, pa.Table) else pa.table(frame)
    except (pa.ArrowException, UnicodeEncodeError):  # pandas cells of several types, or half a surrogate pair
        return Columns({str(column): frame[column].astype(object).where(frame[column].notna(), None).tolist()
                        for column in frame.columns}, [], [])
    return Columns({name: table[name] for name in table.column_names if not name.startswith("__index_level_")}, [], [])


def _column_names(frame: Any) -> list[str]:
    """Return the names of the columns of any kind of frame."""
    return list(map(str, getattr(frame, "column_names", getattr(frame, "columns", []))))


def text_columns(columns: Mapping[str, Any], what: str, text: str, name: str | None):
    """Return texts, names (or None) and metadata of a table.

    Raises
    ------
    CorpusError
        If a column does not exist; the message offers the nearest one.
    """
    known = list(columns)
    problems = [f"{what} has no column {column!r} (argument {argument}).{_check.nearest(column, known)} "
                f"Its columns: {', '.join(known)}{delimiter_hint(known)}"
                for argument, column in (("text", text), ("name", name)) if column is not None and column not in known]
    if problems:
        raise _check.CorpusError(problems)
    used = {text} if name is None else {text, name}
    return columns[text], None if name is None else columns[name], {
        column: values for column, values in columns.items() if column not in used}


def read_csv(path: Path, encoding: str | None, delimiter: str = ",",
             language: str | None = None) -> tuple[pd.DataFrame, str | None, list[Row]]:
    """Return a CSV as a frame of text cells, or the problem with it, and rows for the audit."""
    if not path.is_file():
        return pd.DataFrame(), f"metadata must be an existing .csv file, got {str(path)!r}", []
    decoded = read_text(path, encoding, language)
    if decoded.problem:
        return pd.DataFrame(), decoded.problem, []
    # Older pandas end a cell at NUL: a character that the file does not hold stands in for it.
    stand_in = next(each for each in map(chr, range(0xE000, 0xF900)) if each not in decoded.text)
    text = decoded.text.replace("\0", stand_in)
    options: dict[str, Any] = {"dtype": str, "keep_default_na": False, "sep": delimiter, "index_col": False,
                               "skip_blank_lines": False}
    header: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            top = pd.read_csv(io.StringIO(text.lstrip("\r\n"), newline=""), header=None, nrows=1, **options)
            header = [str(cell) for cell in top.iloc[0]]
            frame = pd.read_csv(io.StringIO(text.lstrip("\r\n"), newline=""), **options)
    except pd.errors.ParserWarning:
        return pd.DataFrame(), (f"{path.name} is not a readable CSV: a row has more cells than the header; put cells "
                                f"that hold {delimiter!r} in quotation marks{delimiter_hint(header)}"), []
    except ValueError as error:  # pandas' ParserError and EmptyDataError are ValueErrors
        reason = " ".join(str(error).split())
        return pd.DataFrame(), f"{path.name} is not a readable CSV: {reason}{delimiter_hint(header)}", []
    repeated = [column for column, n in Counter(header).items() if n > 1]
    if repeated:
        return pd.DataFrame(), f"{path.name} has several columns named {repeated[0]!r}: rename all but one", []
    if text != decoded.text:
        frame = frame.map(lambda cell: cell.replace(stand_in, "\0"))
    blank = frame.map(str.isspace).where(frame != "", True).all(axis=1)
    log = [row("not read", "blank line of a CSV", None, int(blank.sum()), None, path.name)] if blank.any() else []
    return frame[~blank], None, encoding_rows(decoded, None, path.name) + log


def _parse_json_lines(text: str, what: str) -> tuple[dict[str, list[Any]], list[str]]:
    """Return the columns of JSON Lines, and all problems; a key that a line lacks is empty there."""
    rows: list[Mapping[str, Any]] = []
    problems: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            row, problem = _parse_line(line)
            rows.append(row)
            problems += [f"{what} is not readable JSON Lines: line {number}{problem}"] if problem else []
    keys = dict.fromkeys(key for row in rows for key in row)
    nested = [key for key in keys if any(isinstance(row.get(key), dict | list) for row in rows)]
    problems = shortened(problems[:SHOWN], len(problems))
    problems += [f"{what} holds lists or objects under {key!r}: make each value a text or a number" for key in nested]
    return {key: [row.get(key) for row in rows] for key in keys}, problems


def _parse_line(line: str) -> tuple[dict[str, Any], str | None]:
    """Return the object of one line, and what is wrong with it."""
    repeated: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        repeated.extend(key for key, n in Counter(key for key, _ in found).items() if n > 1)
        return dict(found)

    try:
        row = json.loads(line, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        return {}, f": {error}"
    if not isinstance(row, dict):
        return {}, " must be an object such as {\"text\": \"…\"}"
    if repeated:
        return row, f" has the key {repeated[0]!r} twice: keep one"
    if "\\ud" in line.lower() and any(has_surrogate(each) for pair in row.items() for each in pair):
        return {}, (" escapes half of a surrogate pair, which is no character: write the text as UTF-8, or escape the "
                    "whole pair")
    return row, None


def delimiter_hint(columns: list[str]) -> str:
    """Return what to do if a header looks divided by something else than the delimiter."""
    if len(columns) != 1:
        return ""
    seen = [mark for mark in (";", "\t", "|", ",") if mark in columns[0]]
    return f" (divided by {seen[0]!r}? Then pass delimiter={seen[0]!r})" if seen else ""


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
