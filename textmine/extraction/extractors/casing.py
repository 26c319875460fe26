"""How words are written: which begin with a capital, and which are all capitals.

Types are folded, so that this is read from the text itself, all words at once.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.reading import Reading


class Casing(NamedTuple):
    """How each word is written: bool arrays of shape (N,)."""

    capital: NDArray[np.bool_]
    """The first letter alone is a capital."""
    acronym: NDArray[np.bool_]
    """All letters are capitals."""


def casing(reading: Reading) -> Casing:
    """Return how the words of some texts are written."""
    codes, starts, stops = _written(reading)
    upper, lower = _cases(codes)
    n_upper, n_lower = (np.append(np.int32(0), np.cumsum(flags, dtype=np.int32)) for flags in (upper, lower))
    capitals = n_upper[stops] - n_upper[starts]
    small = n_lower[stops] - n_lower[starts]
    return Casing((capitals == 1) & (small > 0) & upper[starts], (capitals > 0) & (small == 0))


def _written(reading: Reading) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Return the code points of what was read, and where in them each word starts and stops.

    Of each article only what lies between its first word and its last one.
    """
    tokens, at = reading.tokens, reading.at
    document = np.searchsorted(tokens.bounds, at, side="right") - 1
    articles, article = np.unique(tokens.corpus.spans["source"].to_numpy()[document], return_inverse=True)
    starts, stops = tokens.starts[at], tokens.stops[at]
    begin, end = np.full(len(articles), np.iinfo(np.int64).max), np.zeros(len(articles), np.int64)
    np.minimum.at(begin, article, starts)
    np.maximum.at(end, article, stops)
    texts = tokens.corpus.articles["text"].take(articles).to_pylist()
    parts = [text[i:j] for text, i, j in zip(texts, begin.tolist(), end.tolist(), strict=True)]
    codes = np.frombuffer("".join(parts).encode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass"), np.uint32)
    shift = (np.append(0, np.cumsum(end - begin))[:-1] - begin)[article]
    return codes, starts + shift, stops + shift


def _cases(codes: NDArray[np.uint32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which characters are capitals, and which are small letters."""
    size = int(codes.max(initial=0)) + 1
    seen = np.zeros(size, bool)
    seen[codes] = True
    upper, lower = np.zeros(size, bool), np.zeros(size, bool)
    for code in np.flatnonzero(seen).tolist():
        upper[code], lower[code] = chr(code).isupper(), chr(code).islower()
    return upper[codes], lower[codes]
