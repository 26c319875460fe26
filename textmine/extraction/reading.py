"""`Reading`: texts as an extractor sees them.

A text is a document, or all documents of a group one after the other.  Words are the words of the text (`Tokens`),
each with a stem, by which inflected forms of a phrase are one, and a tag, which says whether it can
stand in a phrase.  Nothing here depends on what other texts are read at the same time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.grouping import grouping
from textmine.corpus.schemas import is_english
from textmine.extraction import _kernels
from textmine.extraction.tagging import Tag, tags, type_roles, type_shapes
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
    def sentence(self) -> NDArray[np.int64]:
        """The number of the sentence of its text that each word stands in, from 0, shape (N,)."""
        number = self.tokens.sentences[self.at]
        new = np.append(False, number[1:] != number[:-1])[:len(number)]
        new[self.bounds[:-1][np.diff(self.bounds) > 0]] = False
        counted = np.cumsum(new)
        return counted - np.repeat(counted[np.minimum(self.bounds[:-1], max(len(new) - 1, 0))]
                                   if len(new) else self.bounds[:-1], np.diff(self.bounds))

    @cached_property
    def stem_counts(self) -> NDArray[np.int64]:
        """How often the stem of each word stands in its text, shape (N,)."""
        return _kernels.counts_in_text(self.stems, self.bounds, len(self.stem_names))


def readings(tokens: Tokens, by: str | None, stop_words: Iterable[str] | None,
             own_tags: NDArray[np.uint8] | None = None) -> Iterator[Reading]:
    """Yield the texts in blocks of bounded size: documents, or groups of them by the column `by`.

    Raises
    ------
    ValueError
        If there are neither stop words for the language of the corpus nor words that were dropped.
    """
    words = tokens.text_words
    language = words.corpus.language
    stops = stop_list(words, stop_words)
    english = is_english(language)
    shapes, roles = type_shapes(words.types, stops, english), type_roles(words.types if english else ())
    names = [singular(word) for word in words.types] if english else list(words.types)
    stem_names = tuple(sorted(set(names)))
    number = {name: i for i, name in enumerate(stem_names)}
    stem_of = np.array([number[name] for name in names], np.int32)
    follows = words.follows.copy()
    follows[_after_possessives(words)] = True
    labels, members = _texts(words, by)
    for block in _blocks([sum(int(words.bounds[d + 1] - words.bounds[d]) for d in documents) for documents in members]):
        chosen = [d for g in block for d in members[g]]
        sizes = [sum(int(words.bounds[d + 1] - words.bounds[d]) for d in members[g]) for g in block]
        at = _positions(words, chosen)
        ids = words.ids[at]
        joined = follows[at] & (np.append(False, np.diff(at) == 1)[:len(at)])
        found = (tags(ids, joined, shapes, roles if english else np.zeros(len(words.types), np.uint8))
                 if own_tags is None else np.where(ids >= 0, own_tags[at], 0).astype(np.uint8))
        glued = _glued(words, at)
        found[(glued | np.append(glued[1:], False)[:len(glued)]) & (ids >= 0)] = Tag.NOUN
        yield Reading(words, tuple(labels[g] for g in block), at, np.cumsum([0, *sizes]),
                      stem_of[np.where(ids >= 0, ids, ~ids)], stem_names, shapes, found, joined)


def _glued(words: Tokens, at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which words stand at the place of the word before: cleaning reads an abbreviation as its long form."""
    starts = words.starts[at]
    return words.follows[at] & np.append(False, (np.diff(at) == 1) & (starts[1:] == starts[:-1]))[:len(at)]


def _after_possessives(words: Tokens) -> NDArray[np.int64]:
    """Return the numbers of the words before which only the apostrophe of a plural stands: *ministers' meeting*."""
    plural = np.array([word.endswith("s") for word in words.types], bool)
    ids = np.where(words.ids >= 0, words.ids, ~words.ids)
    places = 1 + np.flatnonzero(~words.follows[1:] & (words.starts[1:] - words.stops[:-1] == 2) & plural[ids[:-1]]
                                & (words.sentences[1:] == words.sentences[:-1]))
    texts = words.corpus.articles["text"].to_pylist() if len(places) else []
    source = words.corpus.spans["source"].to_numpy()[np.searchsorted(words.bounds, places, side="right") - 1]
    kept = [texts[k][start - 2:start] in ("' ", "’ ") for k, start in
            zip(source.tolist(), words.starts[places].tolist(), strict=True)]
    return places[np.array(kept, bool)]


def stop_list(tokens: Tokens, stop_words: Iterable[str] | None) -> Collection[str]:
    """Return the words that stand in no phrase: as given, or those of the language."""
    language = tokens.corpus.language
    if stop_words is not None:
        if isinstance(stop_words, str):
            raise TypeError(f"stop_words must be an iterable of words, got {stop_words!r}: write [{stop_words!r}]")
        return frozenset(map(str, stop_words))
    if is_english(language):
        return stopwords("en")
    if (tokens.ids < 0).any():
        return frozenset()
    stated = f"a language without a list here, {language!r}" if language else "a corpus that states no language"
    raise ValueError(f"stop_words must be given for {stated}: stop_words=[...], or state the language, as in "
                     'Corpus.from_texts(texts, language="en")')


def _texts(words: Tokens, by: str | None) -> tuple[Sequence[str], list[Sequence[int]]]:
    """Return the labels of the texts, and the documents of each."""
    if by is None:
        return words.corpus.documents["document"].to_pylist(), [(d,) for d in range(len(words))]
    groups = grouping(words.corpus.documents, by)
    return groups.labels, [groups.members(g).tolist() for g in range(len(groups.labels))]


def _blocks(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of texts that hold about `BLOCK` words each."""
    block: list[int] = []
    words = 0
    for number, size in enumerate(sizes):
        if block and words + size > BLOCK:
            yield block
            block, words = [], 0
        block.append(number)
        words += size
    if block:
        yield block


def _positions(words: Tokens, documents: Sequence[int]) -> NDArray[np.int64]:
    """Return the numbers of the words of some documents, one after the other."""
    starts, stops = words.bounds[:-1][documents], words.bounds[1:][documents]
    sizes = stops - starts
    offset = np.repeat(starts - np.append(0, np.cumsum(sizes)[:-1])[:len(sizes)], sizes)
    return offset + np.arange(sizes.sum())
