"""Compiled local alignment of many pairs of sequences.

A block of pairs shares two buffers, so that nothing is allocated pair by pair.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine.stats._random import STEP, mix, uniform


@njit(nogil=True, cache=True)
def score_pairs(terms, bounds, pairs, weights, mismatch, gap, longest, scores):
    """Fill `scores` of shape (P,): the largest H of each pair, one row of the matrix at a time."""
    row = np.zeros(longest + 1)
    for p in range(len(pairs)):
        u, v = pairs[p]
        scores[p] = best_score(terms[bounds[u]:bounds[u + 1]], terms[bounds[v]:bounds[v + 1]], weights, mismatch, gap,
                               row)


@njit(nogil=True, cache=True)
def best_score(first, second, weights, mismatch, gap, row):
    """Return the largest H of two sequences; `row` is room for one row of the matrix."""
    row[:len(second)] = 0
    best = 0.0
    for i in range(len(first)):
        corner, left, gain = 0.0, 0.0, weights[first[i]]
        for j in range(len(second)):
            value = corner + (gain if second[j] == first[i] else -mismatch)
            corner = row[j]
            value = max(value, corner - gap, left - gap, 0.0)
            row[j] = left = value
            best = max(best, value)
    return best


@njit(nogil=True, cache=True)
def trace_pairs(terms, bounds, pairs, weights, mismatch, gap, longest, places, counts):
    """Fill `counts` (P,) and `places` (P, shorter, 2) with the matched positions of each best alignment, in order.

    Of cells with the same score the first wins, and of ways to it the diagonal, then the gap in the second.
    """
    table = np.zeros((longest + 1, longest + 1))
    for p in range(len(pairs)):
        a, b = bounds[pairs[p, 0]], bounds[pairs[p, 1]]
        n, m = bounds[pairs[p, 0] + 1] - a, bounds[pairs[p, 1] + 1] - b
        best, end, other_end = 0.0, 0, 0
        for i in range(1, n + 1):
            term = terms[a + i - 1]
            for j in range(1, m + 1):
                step = weights[term] if terms[b + j - 1] == term else -mismatch
                table[i, j] = max(table[i - 1, j - 1] + step, table[i - 1, j] - gap, table[i, j - 1] - gap, 0.0)
                if table[i, j] > best:
                    best, end, other_end = table[i, j], i, j
        counts[p] = trace(table, terms, a, b, end, other_end, weights, mismatch, gap, places[p])


@njit(nogil=True, cache=True)
def trace(table, terms, a, b, i, j, weights, mismatch, gap, places):
    """Fill `places` with the matches on the way from (i, j) back to a 0, turn them round, and return how many."""
    count = 0
    while table[i, j] > 0:
        same = terms[a + i - 1] == terms[b + j - 1]
        step = weights[terms[a + i - 1]] if same else -mismatch
        if table[i, j] == table[i - 1, j - 1] + step:
            i, j = i - 1, j - 1
            if same:
                places[count, 0], places[count, 1] = i, j
                count += 1
        elif table[i, j] == table[i - 1, j] - gap:
            i -= 1
        else:
            j -= 1
    places[:count] = places[:count][::-1].copy()
    return count


@njit(nogil=True, cache=True)
def score_shuffled(terms, bounds, pairs, weights, mismatch, gap, longest, seed, phrases, bars, enough, scores,
                   draws):
    """Fill `scores` (P, draws): of each pair with the longer sequence in random order.

    With `phrases`, neighbours of both stay together.  A pair is done when `enough` of its scores reach its bar, of
    `bars` (P,); `draws` (P,) says how many it has.  Each pair draws from a stream named by (seed, its two numbers).
    """
    row, runs, other = np.zeros(longest + 1), np.empty(longest, np.int64), np.empty(longest, terms.dtype)
    glued, stream = np.zeros(longest + 1, np.bool_), np.empty(1, np.uint64)
    for p in range(len(pairs)):
        u, v = pairs[p]
        stream[0] = mix(mix(seed + np.uint64(u + 1) * STEP) + np.uint64(v + 1) * STEP)
        if bounds[v + 1] - bounds[v] < bounds[u + 1] - bounds[u]:
            u, v = v, u
        fixed, moved = terms[bounds[u]:bounds[u + 1]], terms[bounds[v]:bounds[v + 1]]
        glued[:] = False
        if phrases:
            glue(fixed, moved, glued)
        reached = 0
        while draws[p] < scores.shape[1] and reached < enough:
            shuffle(moved, glued, stream, runs, other)
            score = best_score(fixed, other[:len(moved)], weights, mismatch, gap, row)
            reached += score >= bars[p]
            scores[p, draws[p]] = score
            draws[p] += 1


@njit(nogil=True, cache=True)
def glue(fixed, moved, glued):
    """Mark the places of `moved` whose term and the next one stand side by side in `fixed` too."""
    for j in range(len(moved)):
        glued[j] = False
        for i in range(len(fixed) - 1):
            if j + 1 < len(moved) and moved[j] == fixed[i] and moved[j + 1] == fixed[i + 1]:
                glued[j] = True
                break


@njit(nogil=True, cache=True)
def shuffle(terms, glued, stream, runs, out):
    """Fill `out` with terms in random order.

    Two glued terms stay together; of a longer glued run pairs do, the first of them at its first or second term.  A run
    is kept as twice its first place, and 1 more if it has two terms.
    """
    n_runs, i = 0, 0
    while i < len(terms):
        pair = glued[i]
        if pair and glued[i + 1] and (i == 0 or not glued[i - 1]):
            pair = uniform(stream) < 0.5
        runs[n_runs] = 2 * i + pair
        n_runs += 1
        i += 1 + pair
    at = 0
    for r in range(n_runs):
        k = r + int(uniform(stream) * (n_runs - r))
        runs[r], runs[k] = runs[k], runs[r]
        for i in range(runs[r] // 2, runs[r] // 2 + 1 + runs[r] % 2):
            out[at] = terms[i]
            at += 1
