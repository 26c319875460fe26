"""`Candidates`: which phrases a text offers, and every place of each.

``"maximal"`` phrases are the longest runs of nouns and adjectives that end with a noun; ``"nested"`` adds the runs
inside them, so that *defence ministers* is found in *ASEAN defence ministers*.  ``"runs"`` are the longest runs
between stop words, to which ``"adjoining"`` adds two of them with the stop words between, where a text repeats them
(both Rose et al. 2010); ``"ngrams"`` are all runs of few words that neither start nor end with a stop word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from textmine.extraction import _kernels
from textmine.extraction.english import Shape
from textmine.extraction.reading import Reading
from textmine.extraction.tagging import Tag

LONGEST = 5
"""Words in a phrase at most; longer runs are lists more often than phrases."""
KINDS = ("maximal", "nested", "runs", "adjoining", "ngrams")


@dataclass(frozen=True, eq=False)
class Candidates:
    """The phrases of some texts (I items) and where they stand (P places).

    Attributes
    ----------
    reading : Reading
    first, length : int64 and int32 arrays of shape (P,)
        First word, and number of words, of each place; in the order of the texts.
    item : int64 array of shape (P,)
        The phrase at each place.  Places with the same stems in one text are one item; items are
        numbered text by text, as they are met.
    lead : int64 array of shape (I,)
        The place where each item is first met, in full where some places are short forms.
    whole : bool array of shape (P,)
        Whether the place is a longest run, not a part of one.
    """

    reading: Reading
    first: NDArray[np.int64]
    length: NDArray[np.int32]
    item: NDArray[np.int64]
    lead: NDArray[np.int64]
    whole: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.lead)

    @cached_property
    def text(self) -> NDArray[np.int64]:
        """The text of each item, shape (I,)."""
        return self.reading.text[self.first[self.lead]]

    @cached_property
    def count(self) -> NDArray[np.int64]:
        """How often each item stands in its text, shape (I,)."""
        return np.bincount(self.item, minlength=len(self))

    @cached_property
    def whole_count(self) -> NDArray[np.int64]:
        """How often each item is a longest run, shape (I,)."""
        return np.bincount(self.item[self.whole], minlength=len(self))

    @cached_property
    def n_words(self) -> NDArray[np.int32]:
        """The number of words of each item, shape (I,)."""
        return self.length[self.lead]

    @cached_property
    def position(self) -> NDArray[np.int64]:
        """How many words stand before each item's first place, shape (I,)."""
        first = np.empty(len(self), np.int64)
        first[self.item[::-1]] = self.first[::-1]  # of several values the last one stays: the earliest place
        return self.reading.position[first]

    @cached_property
    def bounds(self) -> NDArray[np.int64]:
        """Text g offers the items from ``bounds[g]`` to ``bounds[g + 1]``, shape (G + 1,)."""
        return np.searchsorted(self.text, np.arange(len(self.reading) + 1))

    def total(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of the values of words, shape (N,), over the words of each item, shape (I,)."""
        return _kernels.sums(np.asarray(values, float), self.first[self.lead], self.n_words)

    def only(self, kept: NDArray[np.bool_]) -> Candidates:
        """Return the candidates of which `kept`, shape (I,), is true, with all their places."""
        places = kept[self.item]
        number, place = np.cumsum(kept) - 1, np.cumsum(places) - 1
        return replace(self, first=self.first[places], length=self.length[places], whole=self.whole[places],
                       item=number[self.item[places]], lead=place[self.lead[kept]])


def numbered(reading: Reading, first: NDArray[np.int64], length: NDArray[np.int32],
             whole: NDArray[np.bool_]) -> Candidates:
    """Return the candidates at some places, which are in the order of the texts."""
    item, lead = _kernels.numbered(first, length, reading.stems, reading.bounds)
    return Candidates(reading, first, length, item, lead, whole)


def candidates(reading: Reading, kind: str, longest: int = LONGEST) -> Candidates:
    """Return the candidates of a kind.

    Parameters
    ----------
    reading : Reading
    kind : {"maximal", "nested", "runs", "adjoining", "ngrams"}
    longest : int, default 5
        The most words of a phrase.
    """
    if kind in ("maximal", "nested"):
        return _noun_phrases(reading, longest, kind == "nested")
    shapes = reading.shapes[reading.types]
    content = (reading.ids >= 0) & (shapes != Shape.CLOSED)
    if kind in ("runs", "adjoining"):
        able = np.where(content & (shapes != Shape.NUMBER), np.uint8(Tag.NOUN), np.uint8(Tag.OTHER))
        first, length = _kernels.noun_phrases(able, reading.joined, reading.unit, longest)
        runs = numbered(reading, first, length, np.ones(len(first), bool))
        return runs if kind == "runs" else _with_adjoining(runs, content, longest)
    everything = np.full(len(shapes), Tag.NOUN, np.uint8)
    first, length = _kernels.noun_phrases(everything, reading.joined, reading.unit, len(everything))
    worded = content & (shapes != Shape.NUMBER)
    return _inside(reading, first, length, worded, worded, longest)


def _with_adjoining(runs: Candidates, content: NDArray[np.bool_], longest: int) -> Candidates:
    """Return runs, and pairs of them with only stop words between that a text holds twice."""
    first, stop = runs.first[:-1], runs.first[1:] + runs.length[1:]
    gap = runs.first[:-1] + runs.length[:-1]
    broken = np.append(0, np.cumsum(~runs.reading.joined))
    worded = np.append(0, np.cumsum(content))
    near = (broken[stop] == broken[first + 1]) & (worded[runs.first[1:]] == worded[gap]) & (stop - first <= longest)
    pairs = numbered(runs.reading, first[near], (stop - first)[near].astype(np.int32), np.zeros(near.sum(), bool))
    pairs = pairs.only(pairs.count > 1)
    starts, lengths = np.append(runs.first, pairs.first), np.append(runs.length, pairs.length)
    order = np.lexsort((lengths, starts))
    return numbered(runs.reading, starts[order], lengths[order], np.append(runs.whole, pairs.whole)[order])


def _noun_phrases(reading: Reading, longest: int, nested: bool) -> Candidates:
    """Return runs of nouns and adjectives that end with a noun, the longest ones or all.

    A run of more than `longest` words is a list rather than a phrase: what stands in such runs alone is no candidate,
    but places in them count.
    """
    first, length = _kernels.noun_phrases(reading.tags, reading.joined, reading.unit, len(reading.tags))
    found = _inside(reading, first, length, reading.tags >= Tag.EITHER, reading.tags != Tag.OTHER, longest)
    if not nested:
        return found.only(found.whole_count > 0)
    run = np.searchsorted(first, found.first, side="right") - 1
    short = (reading.unit[(first + length - 1)[run]] - reading.unit[first[run]] < longest)
    return found.only(np.bincount(found.item[short], minlength=len(found)) > 0)


def _inside(reading: Reading, first: NDArray[np.int64], length: NDArray[np.int32], ends: NDArray[np.bool_],
            starts: NDArray[np.bool_], longest: int) -> Candidates:
    """Return the runs inside of some, which start and end where they may, and never within a unit."""
    glued = np.append(False, reading.unit[1:] == reading.unit[:-1])[:len(ends)]
    ends = ends & ~np.append(glued[1:], False)[:len(ends)]
    inner, n_words, outer = _kernels.inner_phrases(first, length, ends, starts & ~glued, reading.unit, longest)
    return numbered(reading, inner, n_words, n_words == length[outer])
