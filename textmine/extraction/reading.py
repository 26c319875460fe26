"""`Reading`: texts as an extractor sees them.

A text is a document, or all documents of a group one after the other.  Words are the words of the text (`Tokens`),
each with a stem, by which inflected forms of a phrase are one, and a tag, which says whether it can
stand in a phrase.  Nothing here depends on what other texts are read at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.grouping import grouping
from textmine.corpus.schemas import is_english
from textmine.extraction import _kernels
from textmine.extraction.tagging import Tag, tags, type_roles, type_shapes
from textmine.tokens.folding import listed
from textmine.tokens.lemmas import singular
from textmine.tokens.stoplists import stopwords
from textmine.tokens.tokens import Tokens

BLOCK = 2_000_000
"""Words that are worked on at once: about 200 megabytes."""


@dataclass(frozen=True, eq=False)
class Reading:
    """Some texts, word by word.

    Attributes
    ----------
    tokens : Tokens
        Where the words come from.
    labels : tuple of str, length G
        The names of the texts.
    at : int64 array of shape (N,)
        The number of each word in `tokens`.
    bounds : int64 array of shape (G + 1,)
        Text g holds the words from ``bounds[g]`` to ``bounds[g + 1]``.
    stems : int32 array of shape (N,)
        Numbers in `stem_names`: of English words the singular, else the type.
    stem_names : tuple of str
    shapes : uint8 array of shape (V,)
        What each type can be by itself (`textmine.extraction.english.Shape`).
    tags : uint8 array of shape (N,)
        What each word is in its place (`textmine.extraction.tagging.Tag`).
    joined : bool array of shape (N,)
        Whether only white space stands between this word and the one before, in one sentence and document; or the
        apostrophe of a plural.
    """

    tokens: Tokens
    labels: tuple[str, ...]
    at: NDArray[np.int64]
    bounds: NDArray[np.int64]
    stems: NDArray[np.int32]
    stem_names: tuple[str, ...]
    shapes: NDArray[np.uint8]
    tags: NDArray[np.uint8]
    joined: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def text(self) -> NDArray[np.int64]:
        """The number of the text that each word stands in, shape (N,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    @cached_property
    def position(self) -> NDArray[np.int64]:
        """How many words of its text stand before each word, shape (N,)."""
        return np.arange(len(self.at)) - np.repeat(self.bounds[:-1], np.diff(self.bounds))

    @cached_property
    def unit(self) -> NDArray[np.int64]:
        """A number for each word, shape (N,): words that stand for one abbreviation, at one place, share one."""
        return np.cumsum(~_glued(self.tokens, self.at))

    @cached_property
    def ids(self) -> NDArray[np.int32]:
        """The type of each word, ``~id`` for a dropped one, shape (N,)."""
        return self.tokens.ids[self.at]

    @cached_property
    def types(self) -> NDArray[np.int32]:
        """The type of each word, dropped or not, shape (N,)."""
        return np.where(self.ids >= 0, self.ids, ~self.ids)

    @cached_property
    def starts_sentence(self) -> NDArray[np.bool_]:
        """Whether each word is the first one of a sentence of its text, shape (N,)."""
        return (np.diff(self.tokens.sentences[self.at], prepend=-1) != 0) | (self.position == 0)

    @cached_property
    def sentence(self) -> NDArray[np.int64]:
        """The number of the sentence of its text that each word stands in, from 0, shape (N,)."""
        number = np.cumsum(self.starts_sentence)
        return number - np.append(number, 0)[self.bounds[:-1]][self.text]

    @cached_property
    def stem_counts(self) -> NDArray[np.int64]:
        """How often the stem of each word stands in its text, shape (N,)."""
        return _kernels.counts_in_text(self.stems, self.bounds, len(self.stem_names))


class Vocabulary(NamedTuple):
    """What is known of words wherever they stand (V types)."""

    shapes: NDArray[np.uint8]
    """`textmine.extraction.english.Shape` of each type, shape (V,)."""
    roles: NDArray[np.uint8]
    """Which lists of `textmine.extraction.tagging` hold each type, shape (V,)."""
    stems: NDArray[np.int32]
    """The number of each type's stem, shape (V,)."""
    stem_names: tuple[str, ...]

    @classmethod
    def of(cls, words: Tokens, stop_words: Iterable[str] | None) -> Vocabulary:
        """Return what is known of the types of some tokens."""
        english = is_english(words.corpus.language)
        shapes = type_shapes(words.types, stop_types(words, stop_words), english)
        roles = type_roles(words.types) if english else np.zeros(len(words.types), np.uint8)
        names = [singular(word) for word in words.types] if english else words.types
        number: dict[str, int] = {}
        stems = [number.setdefault(name, len(number)) for name in names]
        return cls(shapes, roles, np.array(stems, np.int32), tuple(number))


def readings(tokens: Tokens, by: str | None, stop_words: Iterable[str] | None,
             own_tags: NDArray[np.uint8] | None = None) -> Iterator[Reading]:
    """Yield the texts in blocks of bounded size: documents, or groups of them by the column `by`.

    Raises
    ------
    ValueError
        If there are neither stop words for the language of the corpus nor words that were dropped.
    """
    words = tokens.text_words
    known = Vocabulary.of(words, stop_words)
    follows = words.follows.copy()
    follows[_after_possessives(words)] = True
    labels, members = _texts(words, by)
    lengths = np.diff(words.bounds).tolist()
    sizes = [sum(lengths[document] for document in documents) for documents in members]
    for block in _blocks(sizes):
        at = _positions(words, [document for documents in members[block] for document in documents])
        ids = words.ids[at]
        joined = follows[at] & np.append(False, np.diff(at) == 1)[:len(at)]
        found = (tags(ids, joined, known.shapes, known.roles) if own_tags is None
                 else np.where(ids >= 0, own_tags[at], np.uint8(Tag.OTHER)))
        glued = _glued(words, at)
        found[(glued | np.append(glued[1:], False)[:len(glued)]) & (ids >= 0)] = Tag.NOUN
        yield Reading(words, tuple(labels[block]), at, np.cumsum([0, *sizes[block]]),
                      known.stems[np.where(ids >= 0, ids, ~ids)], known.stem_names, known.shapes, found, joined)


def _glued(words: Tokens, at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which words stand at the place of the word before: cleaning reads an abbreviation as its long form."""
    starts = words.starts[at]
    return words.follows[at] & np.append(False, (np.diff(at) == 1) & (starts[1:] == starts[:-1]))[:len(at)]


def _after_possessives(words: Tokens) -> NDArray[np.int64]:
    """Return the numbers of words after the apostrophe of a plural and white space alone: *ministers' meeting*."""
    places = 1 + np.flatnonzero(~words.follows[1:] & (words.starts[1:] - words.stops[:-1] >= 2)
                                & (words.sentences[1:] == words.sentences[:-1]))
    texts = words.corpus.articles["text"].to_pylist() if len(places) else []
    source = words.corpus.spans["source"].to_numpy()[np.searchsorted(words.bounds, places, side="right") - 1]
    kept = [texts[k][stop] in "'’" and texts[k][stop - 1] in "sS" and texts[k][stop + 1:start].isspace()
            for k, stop, start in zip(source.tolist(), words.stops[places - 1].tolist(),
                                      words.starts[places].tolist(), strict=True)]
    return places[np.array(kept, bool)]


def stop_types(words: Tokens, stop_words: Iterable[str] | None) -> NDArray[np.bool_]:
    """Return which types stand in no phrase, shape (V,): those given, found as by `Tokens.drop`, or the language's."""
    corpus = words.corpus
    if stop_words is None and is_english(corpus.language):
        stop_words = stopwords("en")
    if stop_words is not None:
        return listed("stop_words", words.types, stop_words, corpus.normalization, corpus.language)
    if (words.ids < 0).any():
        return np.zeros(len(words.types), bool)
    if corpus.language:
        raise ValueError(f"stop_words must be given for a language without a list here, {corpus.language!r}: "
                         "stop_words=[...]")
    raise ValueError("stop_words must be given for a corpus that states no language: stop_words=[...], or state it, as "
                     'in Corpus.from_texts(texts, language="en")')


def _texts(words: Tokens, by: str | None) -> tuple[Sequence[str], list[Sequence[int]]]:
    """Return the labels of the texts, and the documents of each."""
    if by is None:
        return words.corpus.documents["document"].to_pylist(), [(d,) for d in range(len(words))]
    groups = grouping(words.corpus.documents, by)
    return groups.labels, [groups.members(g).tolist() for g in range(len(groups.labels))]


def _blocks(sizes: Sequence[int]) -> Iterator[slice]:
    """Yield runs of texts that hold about `BLOCK` words each."""
    start = words = 0
    for number, size in enumerate(sizes):
        if number > start and words + size > BLOCK:
            yield slice(start, number)
            start, words = number, 0
        words += size
    if sizes:
        yield slice(start, len(sizes))


def _positions(words: Tokens, documents: Sequence[int]) -> NDArray[np.int64]:
    """Return the numbers of the words of some documents, one after the other."""
    starts, stops = words.bounds[:-1][documents], words.bounds[1:][documents]
    sizes = stops - starts
    offset = np.repeat(starts - np.append(0, np.cumsum(sizes)[:-1])[:len(sizes)], sizes)
    return offset + np.arange(sizes.sum())
