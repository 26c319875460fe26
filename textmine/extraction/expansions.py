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
    pairs = np.array(list(definitions(candidates.reading, texts, source)), np.int64).reshape(-1, 3)
    width = int(candidates.length.max(initial=0)) + 1
    keys = candidates.first * width + candidates.length
    wanted = np.stack([pairs[:, 0] * width + 1, pairs[:, 1] * width + np.minimum(pairs[:, 2], width)])
    places = np.searchsorted(keys, wanted)
    offered = (np.append(keys, -1)[places] == wanted).all(axis=0) & (pairs[:, 2] < width)
    becomes: dict[int, int] = {}
    spelled_out: set[int] = set()
    for one, other in candidates.item[places[:, offered]].T.tolist():
        if one != other and other not in becomes and one not in spelled_out:
            spelled_out.add(becomes.setdefault(one, other))
    if not becomes:
        return candidates
    items = np.arange(len(candidates))
    items[list(becomes)] = list(becomes.values())
    kept, item = np.unique(items[candidates.item], return_inverse=True)
    return replace(candidates, item=item, lead=candidates.lead[kept])


def definitions(reading: Reading, texts: list[str], source: NDArray[np.int64]) -> Iterator[Pair]:
    """Yield the definitions in some texts, in order."""
    tokens, at = reading.tokens, reading.at
    starts, stops = tokens.starts[at], tokens.stops[at]
    alone = np.flatnonzero(~reading.joined & (reading.position > 0))
    alone = alone[starts[alone] > stops[alone - 1]]
    number = source[np.searchsorted(tokens.bounds, at[alone], side="right") - 1]
    opened = _behind_brackets(texts, number, starts[alone])
    for word, k in zip(alone[opened].tolist(), number[opened].tolist(), strict=True):
        text, stop, end = texts[k], int(stops[word]), int(stops[word - 1])
        start = int(starts[word])
        form = text[start:stop]
        if text[stop:stop + 1] == ")" and is_short_form(form):
            pair = _before(reading, word, form)
        else:
            pair = _behind(reading, word, text[int(starts[word - 1]):end], text)
        if pair is not None:
            yield pair


def _behind_brackets(texts: list[str], number: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which words, given by the numbers of their articles and where they start, stand right behind a ``(``."""
    width = int(starts.max(initial=0)) + 1
    found = []
    for k in np.unique(number).tolist():
        place = texts[k].find("(")
        while 0 <= place < width:
            found.append(k * width + place + 1)
            place = texts[k].find("(", place + 1)
    return np.isin(number * width + starts, np.array(found, np.int64))


def _before(reading: Reading, word: int, form: str) -> Pair | None:
    """Return the definition whose short form is `word`, with the long form before it."""
    first = word
    reach = min(len(form) + 5, 2 * len(form))
    begin = max(int(reading.bounds[reading.text[word]]), word - reach)
    sentences = reading.tokens.sentences[reading.at[begin:word + 1]].tolist()
    while first > begin and sentences[first - 1 - begin] == sentences[-1]:
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
