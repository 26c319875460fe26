"""Leave out what a better phrase says already."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.candidates import Candidates


def without_overlap(candidates: Candidates, items: NDArray[np.int64], top_n: int) -> NDArray[np.int64]:
    """Return the first `top_n` items of each text that are neither inside a better one nor around it.

    Parameters
    ----------
    candidates : Candidates
    items : int array
        Text by text, best first.
    top_n : int
    """
    stems = candidates.reading.stems
    text = candidates.text[items].tolist()
    firsts = candidates.first[candidates.lead[items]].tolist()
    lengths = candidates.n_words[items].tolist()
    kept: list[int] = []
    chosen: list[bytes] = []
    before = -1
    width = stems.itemsize
    for item, number, first, length in zip(items.tolist(), text, firsts, lengths, strict=True):
        if number != before:
            before, chosen = number, []
        if len(chosen) == top_n:
            continue
        words = stems[first:first + length].tobytes()
        if not any(_holds(words, other, width) or _holds(other, words, width) for other in chosen):
            chosen.append(words)
            kept.append(item)
    return np.array(kept, np.int64)


def _holds(long: bytes, short: bytes, width: int) -> bool:
    """Return whether a row of numbers of `width` bytes holds another in a row."""
    place = long.find(short)
    while place >= 0 and place % width:
        place = long.find(short, place + 1)
    return place >= 0
