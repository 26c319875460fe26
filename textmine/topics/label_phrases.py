"""Phrases that can label a topic: where they stand, and which of their words a model knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.schemas import is_english
from textmine.tokens.compounds import first_places, joined, tuple_numbers, windows
from textmine.tokens.stoplists import stopwords
from textmine.tokens.tokens import Tokens

SIZES = (2, 3, 4)
MOST_INSIDE = 0.5
"""A phrase with more than this share of its places inside one longer phrase is left to that."""


class Phrases(NamedTuple):
    """P phrases and their M places.

    Attributes
    ----------
    names : list of str
        Sorted.
    lengths, n_places, n_documents : int arrays of shape (P,)
    columns : int array of shape (P, 4)
        The column of each word in the model, -1 for a word it does not know and for none.
    number, first, document : int arrays of shape (M,)
        The phrase, the first token and the document of each place; documents in the order of their names.
    """

    names: list[str]
    lengths: NDArray[np.int64]
    n_places: NDArray[np.int64]
    n_documents: NDArray[np.int64]
    columns: NDArray[np.int64]
    number: NDArray[np.int64]
    first: NDArray[np.int64]
    document: NDArray[np.int64]


def phrases_of(tokens: Tokens, terms: Sequence[str], min_count: int, min_docs: int) -> Phrases:
    """Return the phrases of two to four words whose outer words are content words that a model knows.

    Examples
    --------
    >>> import textmine as tm
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(["South China Sea, south China sea, China Sea"]))
    >>> phrases_of(tokens, ["south", "china", "sea"], 2, 1).names
    ['south china sea']
    """
    position = {term: i for i, term in enumerate(terms)}
    column = np.array([position.get(each, -1) for each in tokens.types], dtype=np.int64)
    content = (column >= 0) & _content(tokens)
    parts = [_of_size(tokens, size, content, min_count, min_docs) for size in SIZES]
    parts = [_without_nested(parts[i], parts[i + 1:]) for i in range(len(parts))]
    names: list[str] = []
    number = []
    for size, (numbers, at) in zip(SIZES, parts, strict=True):
        number.append(numbers + len(names))
        names += joined(tokens, at[first_places(numbers)], size, " ")
    lengths = np.array([name.count(" ") + 1 for name in names], dtype=np.int64)
    return _sorted(tokens, names, lengths, np.concatenate(number), np.concatenate([at for _, at in parts]), column)


def _content(tokens: Tokens) -> NDArray[np.bool_]:
    """Return which types can begin and end a phrase: of two characters or more with a letter, no English stop word."""
    stop = stopwords("en") if is_english(tokens.corpus.language) else frozenset()
    return np.array([each not in stop and len(each) > 1 and any(map(str.isalpha, each)) for each in tokens.types],
                    dtype=bool)


def _of_size(tokens: Tokens, size: int, content: NDArray[np.bool_], min_count: int,
             min_docs: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return number and first token of all places of the frequent phrases of one size."""
    at = windows(tokens, size)
    at = at[content[tokens.ids[at]] & content[tokens.ids[at + size - 1]]]
    numbers = tuple_numbers([tokens.ids[at + k] for k in range(size)], len(tokens.types))
    documents = _document_frequency(numbers, tokens.document_index[at])
    kept = ((np.bincount(numbers) >= min_count) & (documents >= min_docs))[numbers]
    return _renumbered(numbers[kept]), at[kept]


def _document_frequency(numbers: NDArray, documents: NDArray) -> NDArray[np.int64]:
    """Return in how many documents each number stands; places are in the order of documents."""
    order = np.argsort(numbers, kind="stable")
    numbers, documents = numbers[order], documents[order]
    new = np.append(True, (numbers[1:] != numbers[:-1]) | (documents[1:] != documents[:-1]))[:len(numbers)]
    return np.bincount(numbers[new])


def _renumbered(numbers: NDArray) -> NDArray[np.int64]:
    """Return the same numbers without gaps."""
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)


def _without_nested(short: tuple[NDArray, NDArray], longer: Sequence[tuple[NDArray, NDArray]]):
    """Return phrases of one size without those that stand mostly inside one and the same longer phrase."""
    numbers, at = short
    count = np.bincount(numbers)
    nested = np.zeros(len(count), bool)
    for more, (long_numbers, long_at) in enumerate(longer, start=1):
        begin = np.concatenate([long_at + k for k in range(more + 1)])
        around = np.tile(long_numbers, more + 1)
        place = np.minimum(np.searchsorted(at, begin), len(at) - 1)
        inside = at[place] == begin if len(at) else np.zeros(0, bool)
        width = int(around.max(initial=0)) + 1
        both, times = np.unique(numbers[place[inside]] * width + around[inside], return_counts=True)
        nested[both[times > MOST_INSIDE * count[both // width]] // width] = True
    kept = ~nested[numbers]
    return _renumbered(numbers[kept]), at[kept]


def _sorted(tokens: Tokens, names: list[str], lengths: NDArray, number: NDArray, first: NDArray,
            column: NDArray) -> Phrases:
    """Return the phrases in the order of their names."""
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    number, lengths = rank[number], lengths[order]
    document = np.searchsorted(tokens.bounds, first, side="right") - 1
    begin = first[first_places(number)]
    by_name = np.argsort(np.array(tokens.corpus.spans["document"].to_pylist(), dtype=object), kind="stable")
    places = np.argsort(np.argsort(by_name, kind="stable")[document], kind="stable")
    number, first, document = number[places], first[places], document[places]
    columns = np.full((len(names), max(SIZES)), -1)
    for slot in range(max(SIZES)):
        reaching = np.flatnonzero(lengths > slot)
        columns[reaching, slot] = column[tokens.ids[begin[reaching] + slot]]
    return Phrases([names[i] for i in order], lengths, np.bincount(number, minlength=len(names)),
                   _document_frequency(number, document), columns, number, first, document)
