"""Reading a corpus: a folder of .txt files, a table of texts in a file, or a data frame.

What bytes mean is recognised or stated, never assumed: everything but plain UTF-8 is
told in the audit, and bytes that make no plausible text are an error that names the
file and the byte (`textmine.corpus.reading.encodings`).  All problems of a corpus are collected
and raised once; what looks wrong inside texts is counted (`textmine.corpus.reading.diagnosis`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.corpus.reading.diagnosis import Row, diagnose, row
from textmine.corpus.reading.folder import read_folder
from textmine.corpus.reading.parquet import parquet_files
from textmine.corpus.reading.tabular import SUFFIXES, columns_of_frame, read_columns, table_kind, text_columns
from textmine.corpus.schemas import AUDIT


def read_corpus(
    source: str | Path | Any,
    *,
    text: str = "text",
    name: str | None = None,
    metadata: str | Path | None = None,
    file_names: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
    delimiter: str = ",",
) -> Corpus:
    """Return the corpus in a folder of .txt files, in a table file, or in a data frame.

    Parameters
    ----------
    source : str, Path or data frame
        A folder of .txt files (with its subfolders); a file that ends in ``.csv``, ``.jsonl``,
        ``.jsonl.gz`` or ``.parquet``; a folder of Parquet files; or a pandas, polars or Arrow
        table in memory.
    text : str, default ``"text"``
        Tables only: the column that holds the texts.
    name : str, optional
        The column with unique names.  Tables: by default rows are numbered.  Folder: the
        key column of the metadata, by default ``"name"``; it holds file names with or
        without ``.txt``.
    metadata : str or Path, optional
        Folder only: a CSV with a row for each file.  By default ``metadata.csv`` in the
        folder, if there is one.
    file_names : str, optional
        Folder only: how file names hold metadata, such as ``"{year}_{country}_{session}"``
        for ``1991_FRA_46.txt``; ``{_}`` is left out.  With a ``/`` it describes the path
        below `source`.
    language : str, optional
        Such as ``"en"``.  It is never guessed.
    encoding : str, optional
        Of text files.  By default it is recognised: UTF-8, what a byte order mark says,
        UTF-16, and Windows-1252 where the result is plausible; ``corpus.audit`` tells every
        file that was not plain UTF-8.  If stated, it is used strictly.  A byte order mark
        is left out.
    delimiter : str, default ``","``
        CSV (and the CSV of metadata) only: what stands between cells.

    Returns
    -------
    Corpus
        A document for each file or row, in the order of names (folder) or rows (tables).
        Its audit counts files not read, encodings, control characters, mojibake and texts
        that occur twice; the texts are untouched.

    Raises
    ------
    FileNotFoundError
        If there is nothing at `source`.
    TypeError
        If `source` is neither a path nor a table.
    ValueError
        For a file of another kind, for metadata or file names beside a table, and for a
        template that is none.
    CorpusError
        With all problems at once: no texts, empty files, binary files, undecodable bytes,
        duplicate names, texts without metadata and metadata without text, wrong column names.

    Examples
    --------
    >>> corpus = read_corpus("seeds", language="en")
    >>> corpus
    Corpus: 5 documents of 5 articles, language 'en', not cleaned
    >>> import pandas as pd
    >>> read_corpus(pd.DataFrame({"body": ["Peace.", "War."], "year": [2020, 2021]}), text="body")
    Corpus: 2 documents of 2 articles, language not stated, not cleaned
    """
    _check.language(language)
    _check.kind("text", text, str, "name the column that holds the texts")
    if not isinstance(delimiter, str) or len(delimiter) != 1:
        raise ValueError(f"delimiter must be one character, got {delimiter!r}")
    if encoding is not None:
        _check.kind("encoding", encoding, str, "pass a name such as 'cp1252', or None to recognise it")
    path = Path(source) if isinstance(source, str | Path) else None
    if path is not None and table_kind(path) is None and path.is_dir():
        found = read_folder(path, name or "name", None if metadata is None else Path(metadata), file_names, language,
                            encoding, delimiter)
        corpus = Corpus.from_texts(list(found.texts.values()), list(found.texts), found.metadata, language=language)
        return _with_log(corpus, found.log)
    if path is not None and (table_kind(path) is None or not path.exists()):
        raise _no_source(path)
    for argument, value in (("metadata", metadata), ("file_names", file_names)):
        if value is not None:
            raise ValueError(f"{argument} must be left out for a table: its other columns are the metadata")
    if path is None:
        columns, what = columns_of_frame(source, "the frame"), "the frame"
    else:
        columns, what = read_columns(path, text, encoding, delimiter, language), path.name
    if columns.problems:
        raise _check.CorpusError(columns.problems)
    texts, names, rest = text_columns(columns.by_name, what, text, name)
    return _with_log(Corpus.from_texts(texts, names, rest, language=language), columns.log + _not_parquet(path))


def _no_source(path: Path) -> Exception:
    """Return the error for a path that is no corpus."""
    kinds = "a folder of .txt files or a file in " + ", ".join(SUFFIXES)
    if path.is_file():
        return ValueError(f"source must be {kinds}, got the file {str(path)!r}")
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    return FileNotFoundError(f"source must be an existing {kinds.removeprefix('a ')}, got {str(path)!r}."
                             + _check.nearest(path.name, siblings))


def _not_parquet(path: Path | None) -> list[Row]:
    """Return an audit row for each file in a folder of Parquet files that was not read."""
    if path is None or not path.is_dir():
        return []
    read = set(parquet_files(path))
    return [row("not read", "not a .parquet file in the folder itself", None, 1, None,
                entry.relative_to(path).as_posix())
            for entry in sorted(path.rglob("*")) if entry.is_file() and entry not in read]


def _with_log(corpus: Corpus, rows: list[Row]) -> Corpus:
    """Return `corpus` with what was met in reading, and what its texts show, in the audit."""
    return replace(corpus, log=pa.Table.from_pylist([*rows, *diagnose(corpus.articles)], schema=AUDIT))
