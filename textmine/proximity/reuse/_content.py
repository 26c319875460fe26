"""Sentences as sequences of content words, each sequence once.

Stems and stop words are looked up type by type.  A sentence that runs on is cut into windows, so that texts
without ends of sentences can be searched too.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from textmine._splitmix import STEP, mixed
from textmine.corpus.schemas import is_english
from textmine.proximity.reuse.forms import forms_of
from textmine.proximity.reuse.texts import Texts
from textmine.tokens.stoplists import stopwords

LONGEST = 120
"""Words of a sentence or a window."""

COMMON, FEW = 20, 10
"""Without a stop list, words in more than one of `COMMON` different sentences, and in over `FEW`, carry no content."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}].*")


class Content(NamedTuple):
    """U different sequences of content words, and the S sentences or windows that read so.

    Attributes
    ----------
    terms : int32 array of shape (M,)
        The sequences one after another.
    bounds : int64 array of shape (U + 1,)
    n_terms : int
        V.
    members : int64 array of shape (S,)
        Sentences, those of one sequence side by side, in the order of the texts.
    member_bounds : int64 array of shape (U + 1,)
        Sequence u is read in ``members[member_bounds[u]:member_bounds[u + 1]]``.
    words, word_bounds : int64 arrays of shape (N,) and (S + 1,)
        Where in the texts the content words of each sentence stand.
    articles : int64 array of shape (S,)
        The article of each sentence.
    """

    terms: NDArray[np.int32]
    bounds: NDArray[np.int64]
    n_terms: int
    members: NDArray[np.int64]
    member_bounds: NDArray[np.int64]
    words: NDArray[np.int64]
    word_bounds: NDArray[np.int64]
    articles: NDArray[np.int64]


def content_of(texts: Texts, language: str | None, least: int) -> Content:
    """Return the sequences of at least `least` content words."""
    stems = forms_of(texts.types, language)
    n_terms = int(stems.max(initial=-1)) + 1
    sentences = windows(texts.sentences)
    stops = stop_types(texts, sentences, stems, n_terms, language)
    words = np.flatnonzero(~stops[texts.ids])
    sizes = np.bincount(sentences[words], minlength=sentences[-1] + 1 if len(sentences) else 0)
    words = words[sizes[sentences[words]] >= least]
    starts = np.flatnonzero(np.diff(sentences[words], prepend=-1))
    word_bounds = np.append(starts, len(words)).astype(np.int64)
    terms = stems[texts.ids[words]]
    articles = np.searchsorted(texts.bounds, words[starts], side="right") - 1
    members, member_bounds = _alike(terms, word_bounds)
    firsts = members[member_bounds[:-1]]
    bounds = np.concatenate([[0], np.cumsum(np.diff(word_bounds)[firsts])])
    rows = np.repeat(word_bounds[firsts] - bounds[:-1], np.diff(bounds)) + np.arange(bounds[-1])
    return Content(terms[rows], bounds, n_terms, members, member_bounds, words, word_bounds, articles)


def windows(sentences: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return new numbers of sentences, those of more than `LONGEST` words cut into equal parts.

    >>> windows(np.array([0] * 150 + [1, 1])).tolist() == [0] * 75 + [1] * 75 + [2, 2]
    True
    """
    starts = np.flatnonzero(np.diff(sentences, prepend=-1))
    sizes = np.diff(np.append(starts, len(sentences)))
    parts = -(-sizes // LONGEST)
    inside = np.arange(len(sentences)) - np.repeat(starts, sizes)
    part = inside * np.repeat(parts, sizes) // np.repeat(sizes, sizes)
    return part + np.repeat(np.cumsum(parts) - parts, sizes)


def stop_types(texts: Texts, sentences: NDArray[np.int64], stems: NDArray[np.int32], n_terms: int,
               language: str | None) -> NDArray[np.bool_]:
    """Return which types carry no content: signs, and words of the stop list or, without one, those found all over."""
    signs = np.array([not _WORD.match(each) for each in texts.types], dtype=bool)
    if is_english(language):
        listed = stopwords("en")
        return signs | np.array([each in listed for each in texts.types], dtype=bool)
    members, kinds = _alike(stems[texts.ids], np.append(np.flatnonzero(np.diff(sentences, prepend=-1)), len(sentences)))
    different = np.zeros(len(members), np.bool_)
    different[members[kinds[:-1]]] = True
    words = different[sentences]
    cells = np.unique(sentences[words] * n_terms + stems[texts.ids[words]])
    spread = np.bincount(cells % max(n_terms, 1), minlength=n_terms)
    return signs | (spread > max(FEW, different.sum() / COMMON))[stems]


def _alike(terms: NDArray[np.int32], bounds: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the sequences sorted so that equal ones stand together, by first place, and where each kind begins.

    Equal are those with the same length and the same 64-bit sum of their terms mixed with their places.
    """
    sizes = np.diff(bounds)
    inside = np.arange(len(terms)) - np.repeat(bounds[:-1], sizes)
    hashes = mixed(mixed(terms.astype(np.uint64) * STEP + inside.astype(np.uint64)) + STEP)
    sums = np.add.reduceat(hashes, bounds[:-1]) if len(sizes) else hashes
    _, first, kind = np.unique(sums + sizes.astype(np.uint64) * STEP, return_index=True, return_inverse=True)
    place = first[kind]
    members = np.lexsort((np.arange(len(sizes)), place))
    starts = np.flatnonzero(np.diff(place[members], prepend=-1))
    return members, np.append(starts, len(sizes)).astype(np.int64)
