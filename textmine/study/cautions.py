"""Cautions: what a reader should mind before comparing the groups of a corpus.

Each caution is one plain sentence with its numbers.  None of them forbids an
analysis.  The limits are parameters (`textmine.corpus.comparability`), and a datasheet
prints those that were used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from textmine.corpus.comparability import confounded_columns
from textmine.corpus.grouping import Grouping
from textmine.tokens.tokens import Tokens


def cautions(tokens: Tokens, table: pd.DataFrame, groups: Grouping, limits: Mapping[str, float]) -> tuple[str, ...]:
    """Return what to mind, a sentence each.

    Parameters
    ----------
    tokens : Tokens
    table : pandas.DataFrame
        Of `textmine.study.datasheet.corpus_profile`.
    groups : Grouping
        Of the documents.
    limits : mapping of str to float
        As `textmine.corpus.comparability.limits_of` returns them.
    """
    return (*_of_language(tokens, limits), *_of_groups(table, limits), *_of_documents(tokens, limits),
            *_of_metadata(tokens, groups, limits))


def _of_language(tokens: Tokens, limits: Mapping[str, float]) -> Iterator[str]:
    """Yield cautions about the language and the stop list."""
    if tokens.corpus.language is None:
        yield "The language is not stated, so that no rule for a language applies: read the corpus with language=..."
    words = np.array([not any(map(str.isnumeric, each)) for each in tokens.types], dtype=bool)
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids)
    dropped = float(((tokens.ids < 0) & words[ids]).mean()) if len(ids) else 0.0
    if 0 < dropped < limits["dropped_share"]:
        yield (f"Only {dropped:.1%} of the words are dropped: a stop list that matches its texts drops about half of "
               "them, so this one may be for another language or spelling.")


def _of_groups(table: pd.DataFrame, limits: Mapping[str, float]) -> Iterator[str]:
    """Yield cautions about the size and make-up of the groups."""
    few = table[table["articles"] < limits["articles"]]
    if len(few):
        yield (f"{len(few)} of {len(table)} groups {_have(len(few))} fewer than {limits['articles']:g} articles "
               f"({_names(few['group'])}): a difference says nothing beyond these texts.")
    few = table[table["documents"] < limits["documents"]]
    if len(few):
        yield (f"{len(few)} of {len(table)} groups {_have(len(few))} fewer than {limits['documents']:g} documents "
               f"({_names(few['group'])}): intervals will be wide.")
    order = table["words"].argsort(kind="stable").to_numpy()
    least, most = table.iloc[order[0]], table.iloc[order[-1]]
    if most["words"] > limits["size_ratio"] * least["words"]:
        ratio = f"{most['words'] / least['words']:.1f} times the words" if least["words"] else "words, and none"
        yield (f"'{most['group']}' has {ratio} of '{least['group']}': compare rates, not counts, and expect to "
               "find less in the smaller group.")
    for row in table[(table["documents"] > 1) & (table["largest_share"] > limits["largest_share"])].itertuples():
        yield f"One document holds {row.largest_share:.0%} of the words of '{row.group}': it speaks for the group."
    bursty = table[table["dispersion_index"].fillna(0) > limits["dispersion_index"]]
    if len(bursty):
        times = bursty["dispersion_index"].max()
        yield (f"Words come in bursts: their variance over documents is up to {times:.1f} times that of words that "
               "fall at random, so tests that count single tokens are too sure.")


def _of_documents(tokens: Tokens, limits: Mapping[str, float]) -> Iterator[str]:
    """Yield cautions about short, empty and repeated documents."""
    lengths, names = np.diff(tokens.bounds), tokens.corpus.documents["document"].to_pylist()
    short = float((lengths < limits["short_document"]).mean())
    if short > limits["short_share"]:
        yield (f"{short:.0%} of the documents have fewer than {limits['short_document']:g} words: what is said of a "
               "single document, such as its topic, is uncertain.")
    kept = np.bincount(tokens.document_index[tokens.ids >= 0], minlength=len(tokens))
    if (kept == 0).any():
        empty = sorted(names[d] for d in np.flatnonzero(kept == 0).tolist())
        yield f"{len(empty)} of {len(names)} documents {_have(len(empty))} no words to count ({_names(empty)})."
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids)
    same: dict[bytes, list[str]] = {}
    for name, start, stop in zip(names, tokens.bounds[:-1].tolist(), tokens.bounds[1:].tolist(), strict=True):
        if stop > start:
            same.setdefault(ids[start:stop].tobytes(), []).append(name)
    repeated = sorted(sorted(each) for each in same.values() if len(each) > 1)
    if repeated:
        extra = sum(map(len, repeated)) - len(repeated)
        yield (f"{extra} document{'s' * (extra > 1)} repeat{'s' * (extra == 1)} another word for word (such as "
               f"{_names(repeated[0])}): they count double.")


def _of_metadata(tokens: Tokens, groups: Grouping, limits: Mapping[str, float]) -> Iterator[str]:
    """Yield cautions about columns that cannot be told apart from the groups."""
    for column, _ in confounded_columns(tokens.corpus.documents, groups, limits["confounded"]):
        yield f"'{column}' goes with '{groups.by}': a difference between the groups may be one of '{column}'."


def _have(n: int) -> str:
    """Return the verb for a number of subjects."""
    return "has" if n == 1 else "have"


def _names(names) -> str:
    """Return the first names and how many more there are."""
    names = list(names)
    return ", ".join(f"'{name}'" for name in names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
