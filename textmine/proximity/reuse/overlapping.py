"""Overlapping: one passage that two layers found, each in its own extent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.proximity.reuse.matches import Matches

PART = 0.5
"""Of the shorter stretch, on both sides, that lies in the longer one."""


def repeated(matches: Matches) -> NDArray[np.bool_]:
    """Return which matches lie, by half at least on both sides, in a longer match of the same two articles; shape (M,).

    Of matches of one length the first stays.
    """
    sizes = matches.stop - matches.start + matches.other_stop - matches.other_start
    order = np.lexsort((-sizes, matches.second, matches.first))
    pair_ends = np.flatnonzero(np.diff(matches.first[order]) | np.diff(matches.second[order])) + 1
    gone = np.zeros(len(order), bool)
    for rows in np.split(order, pair_ends):
        if len(rows) > 1:
            gone[rows] = _inside(matches, rows)
    return gone


def _inside(matches: Matches, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which matches of one pair of articles, longest first, repeat one before them that stays."""
    gone = np.zeros(len(rows), bool)
    sides = [(matches.start[rows], matches.stop[rows]), (matches.other_start[rows], matches.other_stop[rows])]
    for i in range(1, len(rows)):
        inside = ~gone[:i]
        for start, stop in sides:
            common = np.minimum(stop[:i], stop[i]) - np.maximum(start[:i], start[i])
            inside &= common >= PART * (stop[i] - start[i])
        gone[i] = inside.any()
    return gone
