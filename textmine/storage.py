"""`save` and `load`: Corpus, Tokens, DocTerm, Sketches and fitted models in open formats.

A saved value is a folder: Arrow IPC files for tables and ``.npy`` files for arrays,
which any language reads, and ``format.json`` with the version of the format and
checksums.  What is loaded stays on disk and is read where it is used, so that it may be
larger than memory.  Nothing is pickled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pyarrow as pa

from textmine import _check
from textmine._files import (
    new_folder,
    read_array,
    read_format,
    read_table,
    saved_files,
    write_array,
    write_format,
    write_table,
)
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import Normalization
from textmine.corpus.sketches import ARRAYS, SETTINGS, Sketches
from textmine.docterm import DocTerm
from textmine.fitted import MODELS, is_model, read_model, write_model
from textmine.tokens.spilling import read_table_of_counts, write_table_of_counts
from textmine.tokens.tokens import Tokens

CORPUS_TABLES = ("articles", "spans", "zones", "edits", "log")
TOKEN_ARRAYS = ("ids", "starts", "stops", "bounds", "sentences", "follows")
FORMS = ("characters", "words", "abbreviations")


def save(value: Any, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write a Corpus, Tokens, DocTerm, Sketches or fitted model to a folder, whole or not at all; return its path.

    Parameters
    ----------
    value : Corpus, Tokens, DocTerm, Sketches, or fitted topic model
        Models of other libraries go through `as_topic_model` first.
    path : str or Path
        The folder to make.
    overwrite : bool, default False
        Whether to replace a saved value at `path`.

    Returns
    -------
    Path

    Raises
    ------
    TypeError
        If `value` is something else, or a model whose ``random_state`` is no number.
    ValueError
        If it is a model that is not fitted.
    FileExistsError
        If `path` exists and must not be replaced.
    OSError
        If writing fails, as on a full disk; nothing is left at `path`.

    Examples
    --------
    >>> import tempfile
    >>> corpus = Corpus.from_texts(["Peace first."], ["a"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     load(save(corpus, f"{folder}/mine")).source("a")
    'Peace first.'
    """
    if not (isinstance(value, Corpus | Tokens | DocTerm | Sketches) or is_model(value)):
        raise TypeError(f"value must be a Corpus, Tokens, DocTerm, Sketches or topic model of textmine, got "
                        f"{type(value).__name__}: save the corpus, its tokens or its counts; a model of another "
                        "library goes through tm.as_topic_model first")
    with new_folder(path, overwrite, saved_files) as folder:
        kind = type(value).__name__
        write_format(folder, kind, KINDS[kind].write(value, folder))
    return Path(path)


def load(path: str | Path, *, verify: bool = True) -> Any:
    """Return the Corpus, Tokens, DocTerm, Sketches or fitted model that `save` wrote.

    Parameters
    ----------
    path : str or Path
    verify : bool, default True
        Whether to read all files once and compare their checksums; without it a value larger
        than memory opens at once, and damage may go unseen.

    Returns
    -------
    Corpus, Tokens, DocTerm, Sketches, or fitted topic model
        Equal to what was saved: a model gives the same bytes.  Its data stay in the files: keep
        them while it is in use.

    Raises
    ------
    FileNotFoundError
        If there is no saved value at `path`.
    ValueError
        If it was saved by a newer version, or a file is missing, cut short or changed.
    """
    folder = Path(path)
    settings = read_format(folder, verify)
    _check.one_of("kind", settings["kind"], KINDS, f"in {folder} one of")
    return KINDS[settings["kind"]].read(folder, settings)


def _write_corpus(corpus: Corpus, folder: Path) -> dict[str, Any]:
    """Write the tables of a corpus, and return the rest."""
    for name in CORPUS_TABLES:
        write_table(folder, name, getattr(corpus, name))
    forms = {name: dict(getattr(corpus.normalization, name)) for name in FORMS}
    return {"language": corpus.language, "cleaned": corpus.cleaned, "segmented": corpus.segmented,
            "normalization": forms}


def _read_corpus(folder: Path, settings: Mapping[str, Any]) -> Corpus:
    """Return the corpus of a folder."""
    articles, spans, zones, edits, log = (read_table(folder, name) for name in CORPUS_TABLES)
    forms = Normalization(*(MappingProxyType(settings["normalization"][name]) for name in FORMS))
    return Corpus(articles, spans, settings["language"], zones, edits, forms, log, settings["cleaned"],
                  settings["segmented"])


def _write_tokens(tokens: Tokens, folder: Path) -> dict[str, Any]:
    """Write the arrays and types of tokens and of the words behind them, and the corpus that their offsets count in."""
    for prefix, each in (("", tokens), ("base_", tokens.base)):
        for name in TOKEN_ARRAYS if each else ():
            write_array(folder, prefix + name, getattr(each, name))
        if each:
            write_table(folder, f"{prefix}types", pa.table({"type": pa.array(each.types, pa.large_string())}))
    return {"corpus": _write_corpus(tokens.corpus, folder), "base": tokens.base is not None}


def _read_tokens(folder: Path, settings: Mapping[str, Any]) -> Tokens:
    """Return the tokens of a folder."""
    corpus = _read_corpus(folder, settings["corpus"])
    base = _token_arrays(folder, corpus, "base_") if settings.get("base") else None
    return _token_arrays(folder, corpus, "", base)


def _token_arrays(folder: Path, corpus: Corpus, prefix: str, base: Tokens | None = None) -> Tokens:
    """Return the tokens whose files begin with a prefix."""
    types = tuple(read_table(folder, f"{prefix}types")["type"].to_pylist())
    arrays = {name: read_array(folder, prefix + name) for name in TOKEN_ARRAYS}
    return Tokens(corpus, types, base=base, **arrays)


def _write_counts(table: DocTerm, folder: Path) -> dict[str, Any]:
    """Write a document-term table; it needs no settings."""
    write_table_of_counts(table, folder)
    return {}


def _write_sketches(sketches: Sketches, folder: Path) -> dict[str, Any]:
    """Write the names and arrays of sketches, and return their settings."""
    write_table(folder, "names", pa.table({"document": pa.array(sketches.names, pa.large_string())}))
    for name in ARRAYS:
        write_array(folder, name, getattr(sketches, name))
    return {name: getattr(sketches, name) for name in SETTINGS}


def _read_sketches(folder: Path, settings: Mapping[str, Any]) -> Sketches:
    """Return the sketches of a folder."""
    names = tuple(read_table(folder, "names")["document"].to_pylist())
    arrays: dict[str, Any] = {name: read_array(folder, name) for name in ARRAYS}
    return Sketches(names, **arrays, **{name: settings[name] for name in SETTINGS})


class Kind(NamedTuple):
    """How one kind of value is written to a folder, and read from it."""

    write: Callable[[Any, Path], dict[str, Any]]
    read: Callable[[Path, Mapping[str, Any]], Any]


KINDS = {"Corpus": Kind(_write_corpus, _read_corpus), "Tokens": Kind(_write_tokens, _read_tokens),
         "DocTerm": Kind(_write_counts, lambda folder, settings: read_table_of_counts(folder)),
         "Sketches": Kind(_write_sketches, _read_sketches),
         **dict.fromkeys(MODELS, Kind(write_model, read_model))}
