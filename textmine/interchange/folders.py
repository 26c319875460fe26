"""Folders of plain files: counts for R, and back.

A folder holds the counts (Matrix Market for quanteda, LDA-C for stm), the terms, the
documents with all metadata and their sizes before any trim, and a short script
that R can source.  `read_counts` gives the same table back.

References
----------
Boisvert, R. F., Pozo, R. and Remington, K. A. (1996). The Matrix Market exchange
formats: initial design. NISTIR 5935.
Blei, D. M. (2003). LDA-C: "the data file": one line a document, ``n term:count ...``,
terms from 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv
from scipy import io, sparse

from textmine import _check
from textmine._files import new_folder
from textmine.docterm import DocTerm
from textmine.interchange.libraries import numbered, whole_if_whole

COUNTS = {"quanteda": "counts.mtx", "stm": "counts.ldac"}
LDAC_LINE = re.compile("[0-9]+( +[0-9]+:[0-9]+)*")
TERMS, DOCUMENTS, COLUMNS, SCRIPT, SIZES = "terms.txt", "documents.csv", "columns.json", "read.R", "n_tokens"

_READ_DOCUMENTS = """documents <- read.csv("documents.csv", colClasses = c({classes}),
                      na.strings = "", encoding = "UTF-8", check.names = FALSE)
terms <- readLines("terms.txt", encoding = "UTF-8")
"""
_SCRIPTS = {
    "quanteda": """# Reads this folder as `counts`, a quanteda dfm with document variables.
# In R: setwd() to this folder, then source("read.R", encoding = "UTF-8").
library(Matrix)
library(quanteda)
{documents}counts <- as(readMM("counts.mtx"), "CsparseMatrix")
dimnames(counts) <- list(documents$document, terms)
counts <- as.dfm(counts)
docvars(counts) <- documents
""",
    "stm": """# Reads this folder as `documents`, `vocab` and `meta`, for stm::stm(documents, vocab, K, data = meta).
# In R: setwd() to this folder, then source("read.R", encoding = "UTF-8").
{documents}lines <- readLines("counts.ldac")
filled <- !startsWith(lines, "0")  # stm takes no document without terms
meta <- documents[filled, , drop = FALSE]
documents <- lapply(strsplit(lines[filled], "[ :]"), function(x) {{
  matrix(as.integer(x[-1]), nrow = 2) + c(1L, 0L)  # the file counts terms from 0, stm from 1
}})
names(documents) <- meta$document
used <- sort(unique(unlist(lapply(documents, function(x) x[1, ]))))  # stm takes no term without documents
place <- integer(length(terms))
place[used] <- seq_along(used)
documents <- lapply(documents, function(x) {{
  x[1, ] <- place[x[1, ]]
  x
}})
vocab <- terms[used]
message(sum(!filled), " documents without terms and ", length(terms) - length(used),
        " terms without documents are left out")
""",
}


def write_counts(table: DocTerm, folder: str | Path, *, format: str = "quanteda",
                 overwrite: bool = False) -> list[Path]:
    """Write a table as a folder of plain files that R, and `read_counts`, can read; return their paths.

    The folder is there when it is whole, or not at all.

    Parameters
    ----------
    table : DocTerm
    folder : str or Path
        The folder to make.
    format : {"quanteda", "stm"}, default "quanteda"
        ``"quanteda"``: ``counts.mtx``, a Matrix Market file of documents by terms, which Python,
        Julia and R's Matrix read too.  ``"stm"``: ``counts.ldac``, the format of Blei's LDA-C.
        Beside it ``terms.txt``, ``documents.csv`` with all metadata and ``n_tokens`` (the sizes
        before any trim), ``columns.json`` (their types) and ``read.R``, which R can source.
    overwrite : bool, default False
        Whether to replace what was written to `folder` before.

    Raises
    ------
    ValueError
        If counts for stm are not whole numbers, a term holds a line break, or a column has the name
        ``n_tokens``.
    FileExistsError
        If `folder` exists and must not be replaced.
    OSError
        If writing fails, as on a full disk; nothing is left at `folder`.

    Examples
    --------
    >>> import tempfile
    >>> table = DocTerm.from_counts([[2, 0], [1, 3]], ["peace", "war"], ["a", "b"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     names = [path.name for path in write_counts(table, f"{folder}/r", format="stm")]
    ...     read_counts(f"{folder}/r").to_frame()
              peace  war
    document
    a             2    0
    b             1    3
    >>> names
    ['counts.ldac', 'terms.txt', 'documents.csv', 'columns.json', 'read.R']
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.one_of("format", format, COUNTS)
    if any(len(term.splitlines()) != 1 for term in table.terms):
        bad = next(term for term in table.terms if len(term.splitlines()) != 1)
        raise ValueError(f"terms must be one line each to be written, got {bad!r}: leave it out with table.keep(...)")
    if SIZES in table.documents.column_names:
        raise ValueError(f"documents must not have a column {SIZES!r}, where the sizes are written: rename it")
    whole = bool((table.counts.data == np.floor(table.counts.data)).all())
    if format == "stm" and not whole:
        raise ValueError("counts must be whole numbers for stm, got fractions: choose format='quanteda'")
    documents = _plain(table.documents.append_column(SIZES, pa.array(table.sizes)))
    with new_folder(folder, overwrite, _own_files, "folder") as scratch:
        _write_files(scratch, table, documents, format, whole)
    return [Path(folder) / name for name in (COUNTS[format], TERMS, DOCUMENTS, COLUMNS, SCRIPT)]


def _own_files(folder: Path) -> set[str]:
    """Return the names of the files that `write_counts` writes, none if it did not write the folder."""
    names = {TERMS, DOCUMENTS, COLUMNS, SCRIPT}
    return names | set(COUNTS.values()) if all((folder / name).is_file() for name in names) else set()


def _write_files(folder: Path, table: DocTerm, documents: pa.Table, format: str, whole: bool) -> None:
    """Write all files of one format."""
    counts = table.counts.astype(np.int64) if whole else table.counts
    if format == "stm":
        (folder / COUNTS[format]).write_text(_ldac(counts), encoding="utf-8")
    else:
        io.mmwrite(folder / COUNTS[format], counts, symmetry="general", field="integer" if whole else "real")
    (folder / TERMS).write_text("".join(f"{term}\n" for term in table.terms), encoding="utf-8")
    csv.write_csv(documents, folder / DOCUMENTS)
    types = {name: str(kind) for name, kind in zip(documents.column_names, documents.schema.types, strict=True)}
    (folder / COLUMNS).write_text(json.dumps(types, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / SCRIPT).write_text(_r_script(format, documents.schema.types), encoding="utf-8")


def read_counts(path: str | Path, *, terms: str | Path | Sequence[str] | None = None,
                documents: str | Path | Sequence[str] | None = None) -> DocTerm:
    """Return the table in a folder of `write_counts`, or in one ``.mtx`` or ``.ldac`` file.

    Parameters
    ----------
    path : str or Path
        A folder; or a Matrix Market file of documents by terms; or a file of LDA-C, whose terms
        count from 0.
    terms, documents : path or sequence of str, optional
        For a single file: the names, or a file with one on each line.  Documents are numbered
        if they have no names.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder.
    ValueError
        If the files do not agree with each other, or are not of these formats.
    """
    path = Path(path)
    if path.is_dir():
        return _read_folder(path)
    if path.suffix not in (".mtx", ".ldac"):
        raise ValueError(f"path must be a folder, or a file that ends in .mtx or .ldac, got {str(path)!r}")
    if terms is None:
        raise ValueError(f"terms must name the columns of {path.name}, got None: give their file, or a list")
    names = _lines(terms)
    counts = _matrix(path, len(names))
    given = None if documents is None else _lines(documents)
    return DocTerm.from_counts(counts, names, numbered(counts.shape[0], given))


def _read_folder(folder: Path) -> DocTerm:
    """Return the table in a folder of `write_counts`."""
    found = [folder / name for name in COUNTS.values() if (folder / name).is_file()]
    if len(found) != 1:
        raise ValueError(f"path must be a folder with one of {' and '.join(COUNTS.values())}, got "
                         f"{len(found)} of them in {str(folder)!r}")
    types = json.loads((folder / COLUMNS).read_text(encoding="utf-8"))
    options = csv.ConvertOptions(column_types={name: pa.type_for_alias(kind) for name, kind in types.items()},
                                 strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""])
    documents = csv.read_csv(folder / DOCUMENTS, parse_options=csv.ParseOptions(newlines_in_values=True),
                             convert_options=options)
    terms = _lines(folder / TERMS)
    table = DocTerm.from_counts(_matrix(found[0], len(terms)), terms, documents.drop_columns([SIZES]))
    return replace(table, sizes=documents[SIZES].to_numpy().copy())


def _matrix(path: Path, n_terms: int) -> sparse.csr_matrix:
    """Return the counts in one file, shape (D, V)."""
    counts = _read_ldac(path, n_terms) if path.suffix == ".ldac" else sparse.csr_matrix(io.mmread(path))
    if counts.shape[1] != n_terms:
        raise ValueError(f"terms must be as many as the columns of {path.name}, {counts.shape[1]}, got {n_terms}")
    return whole_if_whole(counts)


def _ldac(counts: sparse.csr_matrix) -> str:
    """Return whole counts as lines of LDA-C."""
    lines = []
    for start, stop in zip(counts.indptr[:-1].tolist(), counts.indptr[1:].tolist(), strict=True):
        cells = zip(counts.indices[start:stop].tolist(), counts.data[start:stop].tolist(), strict=True)
        lines.append(" ".join([str(stop - start), *(f"{term}:{count}" for term, count in cells)]) + "\n")
    return "".join(lines)


def _read_ldac(path: Path, n_terms: int) -> sparse.csr_matrix:
    """Return the counts in a file of LDA-C."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for number, line in enumerate(lines, start=1):
        if not LDAC_LINE.fullmatch(line) or int(line.split(" ", 1)[0]) != line.count(":"):
            raise ValueError(f"{path.name} must have lines such as '2 0:1 7:3', the number of terms and each term with "
                             f"its count, in whole numbers, got {line[:40]!r} in line {number}")
    lengths = np.array([line.count(":") for line in lines], dtype=np.int64)
    numbers = np.fromstring(" ".join(lines).replace(":", " "), dtype=np.int64, sep=" ")
    first = np.concatenate([[0], np.cumsum(1 + 2 * lengths)[:-1]]).astype(np.int64)
    pairs = np.delete(numbers, first).reshape(-1, 2) if lines else np.empty((0, 2), np.int64)
    if pairs.size and pairs[:, 0].max() >= n_terms:
        raise ValueError(f"{path.name} must hold terms from 0 to {n_terms - 1}, as terms has {n_terms}, got "
                         f"{pairs[:, 0].max()}")
    rows = np.repeat(np.arange(len(lines)), lengths)
    return sparse.csr_matrix((pairs[:, 1], (rows, pairs[:, 0])), shape=(len(lines), n_terms))


def _lines(names: str | Path | Sequence[str]) -> list[str]:
    """Return names, or the lines of the file that holds them."""
    if not isinstance(names, str | Path):
        return [str(name) for name in names]
    return Path(names).read_text(encoding="utf-8").splitlines()


def _plain(documents: pa.Table) -> pa.Table:
    """Return documents with columns of text, numbers, truth values and dates alone, others as text."""
    for i, (name, kind) in enumerate(zip(documents.column_names, documents.schema.types, strict=True)):
        number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
        kept = number or pa.types.is_boolean(kind) or kind == pa.date32()
        column = documents[name] if kept else documents[name].cast(pa.string())
        documents = documents.set_column(i, name, column)
    return documents


def _r_script(format: str, types: Sequence[pa.DataType]) -> str:
    """Return the script that reads the folder in R."""
    classes = ["numeric" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else
               "logical" if pa.types.is_boolean(kind) else "character" for kind in types]
    read = _READ_DOCUMENTS.format(classes=", ".join(f'"{name}"' for name in classes))
    return _SCRIPTS[format].format(documents=read)
