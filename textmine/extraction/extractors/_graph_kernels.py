"""Compiled graphs of words: which words of a text stand near each other, and how central each is.

Vertices are numbered text by text in the order in which they are met, and every sum runs over one text alone, so
that a text has the same ranks in any company.  Building takes time linear in words times window, a step of PageRank
time linear in the links.
"""

from __future__ import annotations

import numpy as np
from numba import njit

TOLERANCE = 1e-10
"""PageRank ends when the ranks of a text move by less than this in sum, as `textmine.stats.ranking.pagerank` does."""
STEPS = 1000
"""Or after so many steps."""


@njit(nogil=True, cache=True)
def vertices(stems, able, bounds, n_stems):
    """Return the vertex of each word, -1 for none; the word where each is first met; the bounds of each text's own.

    The vertices of a text are the stems of its `able` words.
    """
    vertex, first = np.full(len(stems), -1, np.int64), np.empty(len(stems), np.int64)
    found_bounds = np.zeros(len(bounds), np.int64)
    number = np.full(n_stems, -1, np.int64)
    found = 0
    for text in range(len(bounds) - 1):
        for i in range(bounds[text], bounds[text + 1]):
            if able[i] and number[stems[i]] < 0:
                number[stems[i]], first[found] = found, i
                found += 1
        for i in range(bounds[text], bounds[text + 1]):
            vertex[i] = number[stems[i]]
        for k in range(found_bounds[text], found):
            number[stems[first[k]]] = -1
        found_bounds[text + 1] = found
    return vertex, first[:found].copy(), found_bounds


@njit(nogil=True, cache=True)
def _places(words, n):
    """Return the places of every vertex: of vertex v from ``starts[v]`` to ``starts[v + 1]``, in order."""
    starts = np.zeros(n + 1, np.int64)
    for v in words:
        starts[v + 1] += 1
    for v in range(n):
        starts[v + 1] += starts[v]
    free, places = starts.copy(), np.empty(len(words), np.int64)
    for i in range(len(words)):
        places[free[words[i]]] = i
        free[words[i]] += 1
    return starts, places


@njit(nogil=True, cache=True)
def _reach(slots, window):
    """Return the first word, and the end of the words, that share a window with each word."""
    n = len(slots)
    low, high = np.empty(n, np.int64), np.empty(n, np.int64)
    left = right = 0
    for i in range(n):
        while slots[i] - slots[left] >= window:
            left += 1
        while right < n and slots[right] - slots[i] < window:
            right += 1
        low[i], high[i] = left, right
    return low, high


@njit(nogil=True, cache=True)
def links(words, slots, n, window, weighted):
    """Return starts, neighbours and weights of the links of every vertex of one text, both ways.

    `words` is the vertex from 0 at each place, and two places whose `slots`, rising, lie less than `window` apart are
    linked.  A link weighs 1, or as often as its words share a window.
    """
    starts, places = _places(words, n)
    low, high = _reach(slots, window)
    size = 0
    for v in range(n):
        near = 0
        for i in places[starts[v]:starts[v + 1]]:
            near += high[i] - low[i] - 1
        size += min(near, n - 1)
    neighbours, weights = np.empty(size, np.int32), np.empty(size)
    begins, known, at = np.zeros(n + 1, np.int64), np.full(n, -1, np.int64), np.empty(n, np.int64)
    found = 0
    for v in range(n):
        for i in places[starts[v]:starts[v + 1]]:
            for j in range(low[i], high[i]):
                other = words[j]
                if other == v:
                    continue
                if known[other] != v:
                    known[other], at[other] = v, found
                    neighbours[found], weights[found] = other, 1.0
                    found += 1
                elif weighted:
                    weights[at[other]] += 1.0
        begins[v + 1] = found
    return begins, neighbours[:found], weights[:found]


@njit(nogil=True, cache=True)
def pagerank(starts, neighbours, weights, emphasis, damping):
    """Return the PageRank of every vertex, which sums to 1.

    The links that lead to vertex v come from ``neighbours[starts[v]:starts[v + 1]]``.  A reader who
    follows no link lands on a vertex in proportion to its `emphasis`; so does one who meets none.
    """
    n = len(starts) - 1
    out = np.zeros(n)
    for e in range(len(neighbours)):
        out[neighbours[e]] += weights[e]
    shares = np.empty(len(neighbours))
    for e in range(len(neighbours)):
        shares[e] = weights[e] / out[neighbours[e]]
    total = 0.0
    for v in range(n):
        total += emphasis[v]
    start, score, following = np.empty(n), np.empty(n), np.empty(n)
    for v in range(n):
        start[v], score[v] = emphasis[v] / total, 1 / n
    for _ in range(STEPS):
        lost = 0.0
        for v in range(n):
            if out[v] == 0:
                lost += score[v]
        moved = 0.0
        for v in range(n):
            total = 0.0
            for e in range(starts[v], starts[v + 1]):
                total += shares[e] * score[neighbours[e]]
            following[v] = damping * (total + lost * start[v]) + (1 - damping) * start[v]
            moved += abs(following[v] - score[v])
        score, following = following, score
        if moved < TOLERANCE:
            break
    return score


@njit(nogil=True, cache=True)
def word_ranks(words, slots, bounds, vertex_bounds, emphasis, window, weighted, damping):
    """Return the PageRank of every vertex of all texts; the ranks of a text sum to 1.

    `words`, the vertex of its text from 0, and `slots` hold the words that are vertices alone, divided into texts by
    `bounds`.
    """
    found = np.empty(len(emphasis))
    for text in range(len(bounds) - 1):
        a, b = vertex_bounds[text], vertex_bounds[text + 1]
        if a == b:
            continue
        p, q = bounds[text], bounds[text + 1]
        starts, neighbours, weights = links(words[p:q], slots[p:q], b - a, window, weighted)
        ranks = pagerank(starts, neighbours, weights, emphasis[a:b], damping)
        for v in range(a, b):
            found[v] = ranks[v - a]
    return found
