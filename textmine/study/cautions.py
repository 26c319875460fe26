"""Cautions: what a reader should mind before comparing the groups of a corpus.

Each caution is one plain sentence with its numbers.  None of them forbids an
analysis.  The limits are parameters: one is from the literature, the others are
rules of thumb, and a datasheet prints those that were used.

References
----------
Biber, D. (1990). Methodological issues regarding corpus-based analyses of
linguistic variation. Literary and Linguistic Computing 5(4), 257-269: samples of ten
texts stand well for a category.
Chung, C. and Pennebaker, J. (2007). The psychological functions of function words. In
K. Fiedler (ed.), Social Communication, 343-359: about half of all words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pandas as pd

from textmine import _check
from textmine.corpus.grouping import Grouping
from textmine.tokens.tokens import Tokens

LIMITS: Mapping[str, float] = MappingProxyType({
    "documents": 10,          # fewest documents of a group: Biber (1990)
    "articles": 2,            # fewest articles of a group: one has no spread between articles
    "size_ratio": 3.0,        # words of the largest group over those of the smallest: rule of thumb
    "largest_share": 0.5,     # most that one document holds of its group's words: rule of thumb
    "short_document": 50,     # words of a short document: rule of thumb, least passage of segment()
    "short_share": 0.25,      # most of the documents that may be short: rule of thumb
    "dropped_share": 0.2,     # least that a stop list drops: rule of thumb, half is usual (Chung & Pennebaker 2007)
    "dispersion_index": 1.5,  # burstiness from which token counts mislead: rule of thumb, 1 is none
    "confounded": 0.9,        # articles that the usual value of their group tells: rule of thumb
})


def limits_of(changed: Mapping[str, float] | None) -> dict[str, float]:
    """Return `LIMITS` with some of them changed; an unknown name is an error.

    >>> limits_of({"documents": 5})["documents"]
    5
    """
    for name, value in (changed or {}).items():
        _check.one_of("limits", name, LIMITS, "names of limits, of")
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise ValueError(f"limits must be numbers of at least 0, got {value!r} for {name!r}")
    return {**LIMITS, **(changed or {})}


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
        As `limits_of` returns them.
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
    frame = tokens.corpus.documents.to_pandas().assign(start=groups.index)  # a reserved name, so no metadata
    frame = frame.drop_duplicates(["article", "start"])
    nested = not frame["article"].duplicated().any()
    frame = frame[frame["start"].map(frame["start"].value_counts()) >= 2]
    if frame["start"].nunique() < 2 or not nested:
        return
    for column in sorted(set(tokens.corpus.articles.column_names) - {"article", "text", groups.by}):
        known = frame[["start", column]].dropna()
        if known["start"].nunique() < 2:
            continue
        counts = pd.crosstab(known["start"], known[column].astype(str))
        told = counts.max(axis=1).sum() / len(known)
        usual_differ = counts.idxmax(axis=1).nunique() > 1
        if (usual_differ and told >= limits["confounded"]) or _ranges_are_apart(known["start"], known[column]):
            yield (f"'{column}' goes with '{groups.by}': a difference between the groups may be one of '{column}'.")


def _ranges_are_apart(group: pd.Series, values: pd.Series) -> bool:
    """Return whether no group has a number or date between those of another."""
    if pd.api.types.is_bool_dtype(values) or not (pd.api.types.is_numeric_dtype(values)
                                                  or pd.api.types.is_datetime64_any_dtype(values)):
        return False
    ranges = values.groupby(group).agg(["min", "max"]).sort_values("min").to_numpy()
    return all(earlier[1] < later[0] for earlier, later in pairwise(ranges))


def _have(n: int) -> str:
    """Return the verb for a number of subjects."""
    return "has" if n == 1 else "have"


def _names(names) -> str:
    """Return the first names and how many more there are."""
    names = list(names)
    return ", ".join(f"'{name}'" for name in names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
