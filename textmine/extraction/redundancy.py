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
    stems, text = candidates.reading.stems, candidates.text
    kept: list[int] = []
    chosen: set[tuple[int, ...]] = set()
    inside: set[tuple[int, ...]] = set()
    before, n_chosen = -1, 0
    for item in items.tolist():
        if text[item] != before:
            before, n_chosen = text[item], 0
            chosen, inside = set(), set()
        if n_chosen == top_n:
            continue
        first = candidates.first[candidates.lead[item]]
        phrase = tuple(stems[first:first + candidates.n_words[item]].tolist())
        parts = _parts(phrase)
        if phrase not in inside and chosen.isdisjoint(parts):
            chosen.add(phrase)
            inside.update(parts)
            kept.append(item)
            n_chosen += 1
    return np.array(kept, np.int64)


def _parts(phrase: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return all runs of words of a phrase, itself included.

    >>> _parts((1, 2))
    [(1,), (1, 2), (2,)]
    """
    return [phrase[i:j] for i in range(len(phrase)) for j in range(i + 1, len(phrase) + 1)]
