"""Compounds: tokens that cover several words, or stand for them.

The work behind `Tokens.ngrams`, `Tokens.compound` and `Tokens.lookup`.  Every new token
covers the text from the start of its first word to the end of its last, so that
``corpus.source(article)[start:stop]`` is the phrase as it stands.  The words stay behind
the new tokens (`Tokens.base`), for what is said of the text around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.tokens.patterns import as_dictionary, as_patterns, find, occurrences
from textmine.tokens.renaming import JOINER, merged_types, renumbered

if TYPE_CHECKING:
    from textmine.tokens.tokens import Tokens


def windows(tokens: Tokens, n: int) -> NDArray[np.int64]:
    """Return the first positions of all runs of n kept words with only white space between them.

    >>> import textmine as tm
    >>> windows(tm.tokenize(tm.Corpus.from_texts(["Peace talks began. War, war."])), 2)
    array([0, 1])
    """
    kept = tokens.ids >= 0
    first = np.flatnonzero(kept[:max(0, len(kept) - n + 1)])
    for k in range(1, n):
        first = first[kept[first + k] & tokens.follows[first + k]]
    return first


def tuple_numbers(columns: Sequence[NDArray], n_types: int) -> NDArray[np.int64]:
    """Return one number for each different tuple of ids, from 0, in the order of first places.

    Parameters
    ----------
    columns : sequence of int arrays of shape (M,)
        The ids in each slot.
    n_types : int
        Ids are below it.

    Examples
    --------
    >>> tuple_numbers([np.array([4, 4, 0]), np.array([1, 1, 2])], 5)
    array([0, 0, 1])
    """
    numbers, _ = pd.factorize(columns[0].astype(np.int64))
    for column in columns[1:]:
        numbers, _ = pd.factorize(numbers * n_types + column)
    return numbers.astype(np.int64)


def first_places(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each number from 0 stands first.

    >>> first_places(np.array([0, 0, 1, 0]))
    array([0, 2])
    """
    places = np.empty(int(numbers.max(initial=-1)) + 1, np.int64)
    places[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return places


def joined(tokens: Tokens, first: NDArray[np.int64], n: int, separator: str = JOINER) -> list[str]:
    """Return the types of n words from each position, joined."""
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids)
    rows = zip(*(ids[first + k].tolist() for k in range(n)), strict=True)
    return [separator.join([tokens.types[i] for i in row]) for row in rows]


def ngrams(tokens: Tokens, n: int | Sequence[int]) -> Tokens:
    """Return runs of words as tokens; see `Tokens.ngrams`."""
    sizes = tuple(n) if isinstance(n, Iterable) else (n,)
    for size in sizes:
        _check.integer("n", size, 1)
    if not sizes or len(set(sizes)) < len(sizes):
        raise ValueError(f"n must be a number of words or several different ones, got {n!r}")
    names: list[str] = []
    parts = []
    for size in sorted(sizes):
        first = windows(tokens, size)
        numbers = tuple_numbers([tokens.ids[first + k] for k in range(size)], len(tokens.types))
        parts.append((first, np.full(len(first), size), numbers + len(names)))
        names += joined(tokens, first[first_places(numbers)], size)
    first, length, numbers = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(first, kind="stable")
    types, table = merged_types(names)
    return _spanning(tokens, first[order], length[order], types, renumbered(numbers[order], table))


def _spanning(tokens: Tokens, first: NDArray, length: NDArray, types: tuple[str, ...], ids: NDArray) -> Tokens:
    """Return tokens that each cover `length` old ones from `first` on, in order of `first`."""
    follows = tokens.follows[first] & np.append(False, first[1:] == (first + length)[:-1])[:len(first)]
    return replace(tokens, types=types, ids=ids, starts=tokens.starts[first],
                   stops=tokens.stops[first + length - 1], bounds=np.searchsorted(first, tokens.bounds),
                   sentences=tokens.sentences[first], follows=follows, base=tokens.text_words)


def compound(tokens: Tokens, phrases: str | Iterable[str]) -> Tokens:
    """Return tokens with phrases as single tokens; see `Tokens.compound`."""
    if not isinstance(phrases, str) and isinstance(phrases, Iterable) and not (phrases := list(phrases)):
        return tokens
    patterns = as_patterns("phrases", phrases)
    single = [pattern for pattern in patterns if " " not in pattern]
    if single:
        raise ValueError(f"phrases must have two words or more, got {single[0]!r}: of a table of phrases pass "
                         'table["phrase"], and rename single words with tokens.map')
    positions, lengths = _longest_first(*occurrences(tokens, patterns), len(tokens.ids))
    n_old = len(tokens.types)
    numbers, names = np.empty(len(positions), np.int64), list(tokens.types)
    for size in np.unique(lengths).tolist():
        here = np.flatnonzero(lengths == size)
        plain = [np.where(ids >= 0, ids, ~ids) for ids in (tokens.ids[positions[here] + k] for k in range(size))]
        found = tuple_numbers(plain, n_old)
        numbers[here] = found + len(names)
        names += joined(tokens, positions[here][first_places(found)], size)
    rest = _outside(positions, lengths, len(tokens.ids))
    first, length = np.concatenate([positions, rest]), np.concatenate([lengths, np.ones_like(rest)])
    ids = np.concatenate([numbers, tokens.ids[rest]])
    order = np.argsort(first, kind="stable")
    types, table = merged_types(names)
    return _spanning(tokens, first[order], length[order], types, renumbered(ids[order], table))


def _longest_first(positions: NDArray, lengths: NDArray, n_tokens: int) -> tuple[NDArray, NDArray]:
    """Return matches of two tokens or more that share none: longer ones first, then from left to right."""
    several = lengths > 1
    positions, lengths = positions[several], lengths[several]
    taken = bytearray(n_tokens)
    kept = np.zeros(len(positions), bool)
    for i in np.lexsort((positions, -lengths)).tolist():
        start, stop = int(positions[i]), int(positions[i] + lengths[i])
        if not any(taken[start:stop]):
            taken[start:stop] = b"\1" * (stop - start)
            kept[i] = True
    return positions[kept], lengths[kept]


def _outside(positions: NDArray, lengths: NDArray, n_tokens: int) -> NDArray[np.int64]:
    """Return the positions of the tokens that no match covers."""
    inside = np.zeros(n_tokens + 1, np.int64)
    np.add.at(inside, positions, 1)
    np.add.at(inside, positions + lengths, -1)
    return np.flatnonzero(np.cumsum(inside)[:n_tokens] == 0)


def lookup(tokens: Tokens, dictionary: Mapping[str, Iterable[str]], exclusive: bool) -> Tokens:
    """Return categories in the place of words; see `Tokens.lookup`."""
    categories = as_dictionary("dictionary", "category", dictionary)
    matches = [find(tokens, patterns) for patterns in categories.values()]
    first, length = (np.concatenate(each) for each in zip(*matches, strict=True))
    numbers = np.repeat(np.arange(len(categories)), [len(each) for each, _ in matches])
    names = list(categories)
    if not exclusive:
        rest = _outside(first, length, len(tokens.ids))
        ids = tokens.ids[rest].astype(np.int64)
        _refuse_words(names, tokens, ids)
        numbers = np.concatenate([numbers, np.where(ids >= 0, ids + len(names), ids - len(names))])
        first, length = np.concatenate([first, rest]), np.concatenate([length, np.ones_like(rest)])
        names += tokens.types
    order = np.lexsort((length, first))
    types, table = merged_types(names)
    return _spanning(tokens, first[order], length[order], types, renumbered(numbers[order], table))


def _refuse_words(categories: Sequence[str], tokens: Tokens, ids: NDArray) -> None:
    """Raise if a category has the name of a word that stays beside it."""
    words = {tokens.types[i] for i in np.unique(ids[ids >= 0]).tolist()}
    for each in categories:
        if each in words:
            raise ValueError(f"dictionary must have categories that are no words of the texts, got {each!r}: "
                             f"call it {each.upper()!r}")
