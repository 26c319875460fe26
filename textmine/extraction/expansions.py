"""Abbreviations and what they stand for, as one phrase.

A text that writes *support vector machine (SVM)* once and *SVM* from then on speaks of one thing.  Definitions are
found within a text by the algorithm of Schwartz and Hearst (`textmine.corpus.cleaning.definitions`), read word by
word here: the short form stands alone in a bracket after its long form, or before a bracket that begins with it.

References
----------
Schwartz, A. S. and Hearst, M. A. (2003). A simple algorithm for identifying abbreviation definitions in biomedical
text. Pacific Symposium on Biocomputing 8, 451-462.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.cleaning.definitions import best_long_form, is_short_form
from textmine.extraction.candidates import Candidates
from textmine.extraction.reading import Reading

LONGEST_SHORT = 10
"""Characters of a short form at most (section 3.1)."""


class Pair(NamedTuple):
    """A definition: the word that is the short form, and the first word and length of the long form."""

    short: int
    first: int
    length: int


def with_abbreviations(candidates: Candidates, texts: list[str], source: NDArray[np.int64]) -> Candidates:
    """Return the candidates with every short form as another place of its long form, where both are candidates.

    Parameters
    ----------
    candidates : Candidates
    texts : list of str
        The articles.
    source : int array of shape (D,)
        The article of each document.
    """
    width = int(candidates.length.max(initial=0)) + 1
    keys = candidates.first * width + candidates.length
    becomes: dict[int, int] = {}
    for short, first, length in definitions(candidates.reading, texts, source):
        wanted = short * width + 1, first * width + min(length, width)
        places = np.searchsorted(keys, wanted)
        if places.max() == len(keys) or tuple(keys[places].tolist()) != wanted:
            continue
        one, other = candidates.item[places].tolist()
        if one != other and other not in becomes and one not in becomes.values():
            becomes.setdefault(one, other)
    if not becomes:
        return candidates
    items = np.arange(len(candidates))
    items[list(becomes)] = list(becomes.values())
    kept, item = np.unique(items[candidates.item], return_inverse=True)
    return replace(candidates, item=item, lead=candidates.lead[kept])


def definitions(reading: Reading, texts: list[str], source: NDArray[np.int64]) -> Iterator[Pair]:
    """Yield the definitions in some texts, in order."""
    tokens, at = reading.tokens, reading.at
    alone = np.flatnonzero(~reading.joined & (reading.position > 0))
    document = np.searchsorted(tokens.bounds, at[alone], side="right") - 1
    starts, before = tokens.starts[at], tokens.stops[at[alone - 1]]
    stops = tokens.stops[at]
    for word, start, end, number in zip(alone.tolist(), starts[alone].tolist(), before.tolist(),
                                        source[document].tolist(), strict=True):
        if start <= end or texts[number][start - 1] != "(":
            continue
        text, stop = texts[number], int(stops[word])
        form = text[start:stop]
        if text[stop:stop + 1] == ")" and is_short_form(form):
            pair = _before(reading, word, form)
        else:
            pair = _behind(reading, word, text[int(starts[word - 1]):end], text)
        if pair is not None:
            yield pair


def _before(reading: Reading, word: int, form: str) -> Pair | None:
    """Return the definition whose short form is `word`, with the long form before it."""
    first = word
    reach = min(len(form) + 5, 2 * len(form))
    sentence = reading.tokens.sentences[reading.at[word]]
    lowest = int(reading.bounds[reading.text[word]])
    while first > max(lowest, word - reach) and reading.tokens.sentences[reading.at[first - 1]] == sentence:
        first -= 1
    words = [reading.tokens.types[i] for i in reading.types[first:word].tolist()]
    long = best_long_form(form, " ".join(words))
    return None if long is None else Pair(word, word - len(long.split()), len(long.split()))


def _behind(reading: Reading, word: int, form: str, text: str) -> Pair | None:
    """Return the definition whose short form stands before the bracket that begins with `word`."""
    if not 2 <= len(form) <= LONGEST_SHORT or not is_short_form(form):
        return None
    last = word
    stop = int(reading.bounds[reading.text[word] + 1])
    while not text.startswith(")", int(reading.tokens.stops[reading.at[last]])):
        last += 1
        if last == stop or last - word > 2 * len(form) or not reading.joined[last]:
            return None
    words = [reading.tokens.types[i] for i in reading.types[word:last + 1].tolist()]
    long = best_long_form(form, " ".join(words))
    return Pair(word - 1, word, len(words)) if long is not None and len(long.split()) == len(words) else None
