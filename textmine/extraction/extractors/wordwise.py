"""Words of texts and of phrases: what most extractors of the literature are made of.

They number the words of each text, give every word a value, and put the values of its words together for a phrase.
Nothing here knows what else is read at the same time.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.background import Background
from textmine.extraction.candidates import Candidates, numbered
from textmine.extraction.english import Shape
from textmine.extraction.reading import Reading


def words_of(reading: Reading) -> Candidates:
    """Return every word as a candidate of its own, dropped ones too: item t is one stem in one text."""
    n = len(reading.stems)
    return numbered(reading, np.arange(n), np.ones(n, np.int32), np.ones(n, bool))


def stop_words(reading: Reading) -> NDArray[np.bool_]:
    """Return which words are stop words, or were dropped, shape (N,)."""
    return (reading.ids < 0) | (reading.shapes[reading.types] == Shape.CLOSED)


def numbers(reading: Reading) -> NDArray[np.bool_]:
    """Return which words hold no letter, shape (N,)."""
    return reading.shapes[reading.types] == Shape.NUMBER


def unseen_idf(background: Background) -> float:
    """Return the idf of what no document of the background holds: the highest there is."""
    return math.log(2 * (background.n_documents + 1))


def over_words(candidates: Candidates, values: NDArray[np.float64], combine: np.ufunc) -> NDArray[np.float64]:
    """Return the values of words, shape (N,), combined over the words of each item from left to right, shape (I,).

    As many steps as the longest phrase has words.
    """
    first, length = candidates.first[candidates.lead], candidates.n_words
    found = np.asarray(values, float)[first]
    for offset in range(1, int(length.max(initial=1))):
        longer = np.flatnonzero(length > offset)
        found[longer] = combine(found[longer], values[first[longer] + offset])
    return found


def any_inside(candidates: Candidates, words: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which items hold a word of which `words`, shape (N,), is true, shape (I,)."""
    return over_words(candidates, words.astype(float), np.maximum) > 0
