"""Reading a corpus: a folder of .txt files, a table of texts in a file, or a data frame.

Bytes are decoded strictly: a file in another encoding is an error that names
the file and the byte, never silent nonsense.  All problems of a corpus are
collected and raised once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import AUDIT
from textmine.corpus.tabular import (
    SUFFIXES,
    Columns,
    columns_of_frame,
    decode,
    read_columns,
    read_csv,
    table_kind,
    text_columns,
    typed,
)

METADATA_FILE = "metadata.csv"


def read_corpus(
    source: str | Path | Any,
    *,
    text: str = "text",
    name: str | None = None,
    metadata: str | Path | None = None,
    language: str | None = None,
    encoding: str = "utf-8",
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
    language : str, optional
        Such as ``"en"``.  It is never guessed.
    encoding : str, default ``"utf-8"``
        Of text files.  A byte order mark is accepted and left out.
    delimiter : str, default ``","``
        CSV only: what stands between cells.

    Returns
    -------
    Corpus
        A document for each file or row, in the order of names (folder) or rows (tables).

    Raises
    ------
    FileNotFoundError
        If there is nothing at `source`.
    TypeError
        If `source` is neither a path nor a table.
    ValueError
        For a file of another kind, and for metadata beside a table.
    CorpusError
        With all problems at once: no texts, empty files, undecodable bytes, duplicate
        names, texts without metadata and metadata without text, wrong column names.

    Examples
    --------
    >>> corpus = read_corpus("seeds", language="en")
    >>> corpus
    Corpus: 5 documents of 5 articles, language 'en', not cleaned
    >>> import pandas as pd
    >>> read_corpus(pd.DataFrame({"body": ["Peace.", "War."], "year": [2020, 2021]}), text="body")
    Corpus: 2 documents of 2 articles, language not stated, not cleaned
    """
    if not isinstance(source, str | Path):
        return _of_table(columns_of_frame(source), "the frame", text, name, metadata, language)
    path = Path(source)
    if table_kind(path) and path.exists():
        columns, problem = read_columns(path, encoding, delimiter)
        if problem:
            raise _check.CorpusError([problem])
        return _of_table(columns, path.name, text, name, metadata, language)
    if path.is_dir():
        return _read_folder(path, name or "name", metadata, language, encoding)
    kinds = "a folder of .txt files or a file in " + ", ".join(SUFFIXES)
    if path.is_file():
        raise ValueError(f"source must be {kinds}, got the file {str(path)!r}")
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    raise FileNotFoundError(f"source must be an existing {kinds.removeprefix('a ')}, got {str(path)!r}."
                            + _check.nearest(path.name, siblings))


def _of_table(columns: Columns, what: str, text: str, name: str | None, metadata: str | Path | None,
              language: str | None) -> Corpus:
    """Return the corpus of a table with a row for each document."""
    if metadata is not None:
        raise ValueError("metadata must be left out for a table: its other columns are the metadata")
    texts, names, rest = text_columns(columns, what, text, name)
    return Corpus.from_texts(texts, names, rest, language=language)


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
        text, problem = decode(file, encoding)
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
    frame, problem = read_csv(path, encoding)
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
    return {column: typed(ordered[column].tolist()) for column in ordered}, []
