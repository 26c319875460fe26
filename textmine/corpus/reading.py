"""Reading a corpus from files: a folder of .txt files, or a CSV with a text column.

Bytes are decoded strictly: a file in another encoding is an error that names
the file and the byte, never silent nonsense.  All problems of a corpus are
collected and raised once.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import AUDIT

METADATA_FILE = "metadata.csv"


def read_corpus(
    path: str | Path,
    *,
    text: str = "text",
    name: str | None = None,
    metadata: str | Path | None = None,
    language: str | None = None,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Corpus:
    """Return the corpus in a folder of .txt files or in a CSV file.

    Parameters
    ----------
    path : str or Path
        A folder (with its subfolders), or a file that ends in ``.csv``.
    text : str, default ``"text"``
        CSV only: the column that holds the texts.
    name : str, optional
        The column with unique names.  CSV: by default rows are numbered.  Folder: the
        key column of the metadata, by default ``"name"``; it holds file names with or
        without ``.txt``.
    metadata : str or Path, optional
        Folder only: a CSV with a row for each file.  By default ``metadata.csv`` in the
        folder, if there is one.
    language : str, optional
        Such as ``"en"``.  It is never guessed.
    encoding : str, default ``"utf-8"``
        A byte order mark is accepted and left out.
    delimiter : str, default ``","``
        CSV only: what stands between cells.

    Returns
    -------
    Corpus
        A document for each file or row, in the order of names (folder) or rows (CSV).

    Raises
    ------
    FileNotFoundError
        If there is nothing at `path`.
    CorpusError
        With all problems at once: no texts, empty files, undecodable bytes, duplicate
        names, texts without metadata and metadata without text, wrong column names.

    Examples
    --------
    >>> corpus = read_corpus("seeds", language="en")
    >>> corpus
    Corpus: 5 documents of 5 articles, language 'en', not cleaned
    """
    path = Path(path)
    if path.is_dir():
        return _read_folder(path, name or "name", metadata, language, encoding)
    if path.is_file() and path.suffix.lower() == ".csv":
        if metadata is not None:
            raise ValueError("metadata must be left out for a CSV: its other columns are the metadata")
        return _read_csv_corpus(path, text, name, language, encoding, delimiter)
    if path.is_file():
        raise ValueError(f"path must be a folder of .txt files or a .csv file, got the file {str(path)!r}")
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    raise FileNotFoundError(f"path must be an existing folder or .csv file, got {str(path)!r}."
                            + _check.nearest(path.name, siblings))


def _read_folder(folder: Path, key: str, metadata: str | Path | None, language: str | None, encoding: str) -> Corpus:
    """Read every .txt file below `folder`, and the metadata beside them."""
    table_path = Path(metadata) if metadata is not None else folder / METADATA_FILE
    entries = sorted(entry for entry in folder.rglob("*")
                     if entry.is_file() and entry != table_path
                     and not any(part.startswith(".") for part in entry.relative_to(folder).parts))
    files = [entry for entry in entries if entry.suffix.lower() == ".txt"]
    problems: list[str] = []
    if not files:
        problems.append(f"the folder {str(folder)!r} holds no .txt file: put one text in each .txt file, "
                        "or give the path of a .csv file")
    texts: dict[str, str] = {}
    for file in files:
        article = file.relative_to(folder).with_suffix("").as_posix()
        text, problem = _decode(file, encoding)
        if problem is None and not text.strip():
            problem = f"{file.name} is empty: remove the file, or fill it in"
        if problem is None and article in texts:
            problem = f"two files give the name {article!r}: rename one"
        if problem:
            problems.append(problem)
        texts.setdefault(article, text)
    columns: dict[str, list[Any]] = {}
    if metadata is not None or table_path.is_file():
        columns, more = _read_metadata(table_path, key, list(texts), encoding)
        problems += more
    if problems:
        raise _check.CorpusError(problems)
    corpus = Corpus.from_texts(list(texts.values()), list(texts), columns, language=language)
    return _with_log(corpus, [entry for entry in entries if entry not in files], folder)


def _with_log(corpus: Corpus, skipped: list[Path], folder: Path) -> Corpus:
    """Return `corpus` with an audit row for each file that is not a text."""
    rows = [{"rule": "not read", "detail": "not a .txt file", "article": None, "count": 1,
             "characters": None, "example": entry.relative_to(folder).as_posix()} for entry in skipped]
    return replace(corpus, log=pa.Table.from_pylist(rows, schema=AUDIT))


def _read_metadata(path: Path, key: str, articles: list[str], encoding: str):
    """Return the metadata columns in the order of `articles`, and the problems met."""
    frame, problem = _read_table(path, encoding)
    if problem:
        return {}, [problem]
    known = list(map(str, frame.columns))
    if key not in known:
        return {}, [f"{path.name} has no column {key!r} with the names of the files.{_check.nearest(key, known)} "
                    f"Its columns: {', '.join(known)}"]
    names = [value.removesuffix(".txt") for value in frame[key]]
    rows = {name: i for i, name in enumerate(names)}
    problems = [f"{path.name} names {name!r} {n} times: keep one row" for name, n in sorted(Counter(names).items())
                if n > 1]
    problems += [f"{path.name} has a row for {name!r}, but there is no such text: remove the row, or add {name}.txt"
                 for name in sorted(rows.keys() - set(articles))]
    problems += [f"{article}.txt has no row in {path.name}: add one with {key} = {article}"
                 for article in sorted(set(articles) - rows.keys())]
    if problems:
        return {}, problems
    ordered = frame.iloc[[rows[article] for article in articles]].drop(columns=key)
    return {column: _typed(ordered[column].tolist()) for column in ordered}, []


def _read_csv_corpus(path: Path, text: str, name: str | None, language: str | None, encoding: str,
                     delimiter: str) -> Corpus:
    """Read a CSV with a row for each document."""
    frame, problem = _read_table(path, encoding, delimiter)
    if problem:
        raise _check.CorpusError([problem])
    known = list(map(str, frame.columns))
    problems = [f"{path.name} has no column {column!r} (argument {argument}).{_check.nearest(column, known)} "
                f"Its columns: {', '.join(known)}{_delimiter_hint(known)}"
                for argument, column in (("text", text), ("name", name)) if column is not None and column not in known]
    if problems:
        raise _check.CorpusError(problems)
    used = {text} if name is None else {text, name}
    columns = {column: _typed(frame[column].tolist()) for column in known if column not in used}
    names = None if name is None else frame[name].tolist()
    return Corpus.from_texts(frame[text].tolist(), names, columns, language=language)


def _read_table(path: Path, encoding: str, delimiter: str = ",") -> tuple[pd.DataFrame, str | None]:
    """Return a CSV as a frame of text cells, or the problem with it."""
    if not path.is_file():
        return pd.DataFrame(), f"metadata must be an existing .csv file, got {str(path)!r}"
    text, problem = _decode(path, encoding)
    if problem:
        return pd.DataFrame(), problem
    try:
        frame = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False, sep=delimiter)
    except ValueError as error:  # pandas' ParserError and EmptyDataError are ValueErrors
        return pd.DataFrame(), f"{path.name} is not a readable CSV: {error}"
    return frame, None


def _delimiter_hint(columns: list[str]) -> str:
    """Return what to do if a header looks divided by something else than the delimiter."""
    if len(columns) != 1:
        return ""
    seen = [mark for mark in (";", "\t", "|", ",") if mark in columns[0]]
    return f" (divided by {seen[0]!r}? Then pass delimiter={seen[0]!r})" if seen else ""


def _decode(path: Path, encoding: str) -> tuple[str, str | None]:
    """Return the text of a file without a byte order mark, or the problem with its bytes."""
    raw = path.read_bytes()
    try:
        return raw.decode(encoding).removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        return "", (f"{path.name} is not {encoding}: byte 0x{byte:02x} at position {error.start} cannot be decoded; "
                    "save the file as UTF-8, or pass encoding=, for example encoding='cp1252'")
    except LookupError:
        return "", f"encoding must be one that Python knows, got {encoding!r}"


def _typed(cells: list[str]) -> list[Any]:
    """Return cells as int or float where every one reads back exactly, else as text; empty cells as None.

    >>> _typed(["1", "20", ""]), _typed(["01", "2"])
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
