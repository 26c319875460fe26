"""Compiled graphs of the phrases of a text, and the rank of each phrase in them."""

from __future__ import annotations

import numpy as np
from numba import njit

TOLERANCE = 1e-8
"""Ranks of a text stand still when they change by less in sum."""
MOST_ROUNDS = 100


@njit(nogil=True, cache=True)
def _near(firsts, items, begin, stop, offset, logs, closeness, seen):
    """Add up the closeness of the places of each two items of a text, places `begin` to `stop`, and count them."""
    for k in range(begin, stop):
        j = k + 1
        while j < stop and firsts[j] - firsts[k] < len(logs):
            a, b = items[k] - offset, items[j] - offset
            if a != b:
                a, b = min(a, b), max(a, b)
                closeness[a, b] += logs[firsts[j] - firsts[k]]
                seen[a, b] += 1
            j += 1


@njit(nogil=True, cache=True)
def _page_ranks(weights, totals, m, damping, rank):
    """Fill in the PageRank of the m nodes of a symmetric graph whose rows sum to `totals`."""
    rank[:m] = 1.0 / m
    following = np.empty(m)
    for _ in range(MOST_ROUNDS):
        following[:] = 0.0
        idle = 0.0
        for a in range(m):
            if totals[a] > 0:
                share = rank[a] / totals[a]
                for b in range(m):
                    following[b] += share * weights[a, b]
            else:
                idle += rank[a]
        change = 0.0
        for a in range(m):
            value = (1 - damping) / m + damping * (following[a] + idle / m)
            change += abs(value - rank[a])
            rank[a] = value
        if change < TOLERANCE:
            break


@njit(nogil=True, cache=True)
def phrase_ranks(firsts, items, bounds, values, logs, damping):
    """Return the PageRank of each phrase among those of its text, shape (I,).

    The edge between two phrases is the mean of ``logs[distance]`` of their places less than ``len(logs)`` words apart,
    times both their values.  Text g holds the items from ``bounds[g]`` to ``bounds[g + 1]``; places are in the order of
    the texts.
    """
    rank = np.empty(len(values))
    most = 0
    for text in range(len(bounds) - 1):
        most = max(most, bounds[text + 1] - bounds[text])
    closeness, seen = np.empty((most, most)), np.empty((most, most), np.int64)
    totals = np.empty(most)
    begin = 0
    for text in range(len(bounds) - 1):
        offset, m = bounds[text], bounds[text + 1] - bounds[text]
        if m == 0:
            continue
        stop = begin
        while stop < len(items) and items[stop] < bounds[text + 1]:
            stop += 1
        closeness[:m, :m] = 0.0
        seen[:m, :m] = 0
        _near(firsts, items, begin, stop, offset, logs, closeness, seen)
        totals[:m] = 0.0
        for a in range(m):
            for b in range(a + 1, m):
                if seen[a, b]:
                    weight = closeness[a, b] / seen[a, b] * values[offset + a] * values[offset + b]
                    closeness[a, b] = closeness[b, a] = weight
                    totals[a] += weight
                    totals[b] += weight
        _page_ranks(closeness, totals, m, damping, rank[offset:bounds[text + 1]])
        begin = stop
    return rank
