"""A folder of .txt files, with metadata from a CSV beside them, from their names, or from both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textmine import _check
from textmine.corpus.reading.diagnosis import Row, encoding_rows, row
from textmine.corpus.reading.encodings import read_text
from textmine.corpus.reading.filenames import columns_of_names
from textmine.corpus.reading.tabular import Columns, delimiter_hint, read_csv, typed

METADATA_FILE = "metadata.csv"


class Folder(NamedTuple):
    """Texts by name, metadata columns in their order, and rows for the audit."""

    texts: Mapping[str, str]
    metadata: Mapping[str, list[Any]]
    log: list[Row]


def read_folder(folder: Path, key: str, metadata: Path | None, file_names: str | None, language: str | None,
                encoding: str | None, delimiter: str = ",") -> Folder:
    """Read every .txt file below `folder`, and the metadata beside them.

    Raises
    ------
    CorpusError
        With all problems of files, names and metadata.
    """
    table_path = metadata if metadata is not None else folder / METADATA_FILE
    entries = sorted(entry for entry in folder.rglob("*")
                     if entry.is_file() and entry != table_path
                     and not any(part.startswith(".") for part in entry.relative_to(folder).parts))
    files = {entry: entry.relative_to(folder).with_suffix("").as_posix() for entry in entries
             if entry.suffix.lower() == ".txt"}
    texts, problems, log = _read_files(files, encoding, language)
    if not files:
        problems.append(f"the folder {str(folder)!r} holds no .txt file: put one text in each .txt file, "
                        "or give the path of a .csv file")
    columns: dict[str, list[Any]] = {}
    if metadata is not None or table_path.is_file():
        found = _read_metadata(table_path, key, list(texts), encoding, language, delimiter)
        columns |= found.by_name
        problems += found.problems
        log += found.log
    if file_names is not None:
        cells, more = columns_of_names(list(texts), file_names)
        problems += more + [f"the column {column!r} stands both in {table_path.name} and in file_names: rename one"
                            for column in cells if column in columns]
        columns |= {column: typed(values) for column, values in cells.items()}
    if problems:
        raise _check.CorpusError(problems)
    log += [row("not read", "not a .txt file", None, 1, None, entry.relative_to(folder).as_posix())
            for entry in entries if entry not in files]
    return Folder(texts, columns, log)


def _read_files(files: Mapping[Path, str], encoding: str | None,
                language: str | None) -> tuple[dict[str, str], list[str], list[Row]]:
    """Return the texts of files by name, the problems met, and rows for the audit."""
    texts: dict[str, str] = {}
    problems: list[str] = []
    log: list[Row] = []
    for file, article in files.items():
        decoded = read_text(file, encoding, language)
        problem = decoded.problem
        if problem is None and not decoded.text.strip():
            problem = f"{file.name} is empty: remove the file, or fill it in"
        if problem is None and article in texts:
            problem = f"two files give the name {article!r}: rename one"
        problems += [problem] if problem else []
        texts.setdefault(article, decoded.text)
        log += encoding_rows(decoded, article, file.name)
    return texts, problems, log


def _read_metadata(path: Path, key: str, articles: list[str], encoding: str | None, language: str | None,
                   delimiter: str) -> Columns:
    """Return the metadata columns in the order of `articles`, or the problems met."""
    frame, problem, log = read_csv(path, encoding, delimiter, language)
    if problem:
        return Columns.of_problem(problem)
    known = list(map(str, frame.columns))
    if key not in known:
        return Columns.of_problem(f"{path.name} has no column {key!r} with the names of the files."
                                  f"{_check.nearest(key, known) if len(known) > 1 else ''} Its columns: "
                                  f"{', '.join(known)}{delimiter_hint(known)}")
    names = [value.removesuffix(".txt") for value in frame[key]]
    rows = {name: i for i, name in enumerate(names)}
    problems = [f"{path.name} names {name!r} {n} times: keep one row" for name, n in sorted(Counter(names).items())
                if n > 1]
    problems += [f"{path.name} has a row for {name!r}, but there is no such text: remove the row, or add {name}.txt"
                 for name in sorted(rows.keys() - set(articles))]
    problems += [f"{article}.txt has no row in {path.name}: add one with {key} = {article}"
                 for article in sorted(set(articles) - rows.keys())]
    if problems:
        return Columns({}, problems, [])
    ordered = frame.iloc[[rows[article] for article in articles]].drop(columns=key)
    return Columns({str(column): typed(ordered[column].tolist()) for column in ordered}, [], log)
