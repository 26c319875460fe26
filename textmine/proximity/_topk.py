"""The nearest rows of sparse rows by cosine, exact, without the products of all pairs.

Terms are numbered from the rarest to the most common.  The products of the *rare* terms of a
query are added up over an inverted index, a tile of rows at a time, so that the sums stay in the cache.
What the *common* terms can add is at most ``|x_common| |y_common|`` (Cauchy and Schwarz), and only
rows that can still come among the best with that are looked at further.  A few common words make up
most of the work and little of a weighted cosine, so that few rows are; none is missed.

References
----------
Turtle, H. and Flood, J. (1995). Query evaluation: strategies and optimizations. Information Processing
& Management 31(6), 831-850 (lists that need no reading for rows that cannot win).
Anastasiu, D. C. and Karypis, G. (2014). L2AP: fast cosine similarity search with prefix L-2 norm
bounds. ICDE, 784-795 (the bound).
"""

from __future__ import annotations

import numpy as np
from numba import njit

STRIP, LEADING = 64, 8
"""Rows whose bounds are looked at together, and how many of the most promising strips come first: the sooner good rows
are found, the fewer others are looked at."""

GRAIN, SLACK = 1e-12, 2e-12
"""Scores that differ by less than the grain are equal, since the order of a sum has no meaning; what rounding may take
from a bound."""


@njit(nogil=True, cache=True, inline="always")
def grained(score):
    """Return a score on the grid of the grain."""
    return np.rint(score / GRAIN) * GRAIN


@njit(nogil=True, cache=True)
def before(score, row, other_score, other_row):
    """Return whether a row ranks before another: the higher score, then the smaller number."""
    return score > other_score or (score == other_score and row < other_row)


@njit(nogil=True, cache=True)
def push(scores, rows, n, score, row):
    """Put a row on a heap of n whose root is the last in rank; in place of the root if the heap is full."""
    size = len(scores)
    if n == size:
        i = 0
        while 2 * i + 1 < size:
            child = 2 * i + 1
            if child + 1 < size and before(scores[child], rows[child], scores[child + 1], rows[child + 1]):
                child += 1
            if not before(score, row, scores[child], rows[child]):
                break
            scores[i], rows[i] = scores[child], rows[child]
            i = child
    else:
        i = n
        while i > 0 and before(scores[(i - 1) // 2], rows[(i - 1) // 2], score, row):
            scores[i], rows[i] = scores[(i - 1) // 2], rows[(i - 1) // 2]
            i = (i - 1) // 2
    scores[i], rows[i] = score, row
    return min(n + 1, size)


@njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})
def _bound(sums, norm, norms, limits):
    """Write the largest bound of each strip; numbers are compared many at a time, which needs that none is missing."""
    for strip in range(len(limits)):
        largest = 0.0
        for j in range(strip * STRIP, min((strip + 1) * STRIP, len(sums))):
            largest = max(largest, sums[j] + norm * norms[j])
        limits[strip] = largest


@njit(nogil=True, cache=True)
def search_tile(first, queries, query_cut, query_norm, query_group, tile, targets, target_cut, target_norm,
                target_group, offset, threshold, sums, dense, scores, rows, n_found):
    """Add the rows of one tile to the best rows of some queries; return how many rows were looked at closely.

    Parameters
    ----------
    first : int
        The first query; there are ``len(n_found)``.
    queries, targets : (data, indices, indptr)
        Rows of length 1, terms by rising frequency, float64.
    query_cut, target_cut : int arrays
        Where the common terms of each row begin.
    query_norm, target_norm : float64 arrays
        Lengths of the common parts.
    query_group, target_group : int64 arrays
        A row is no neighbour of a query of its own group; negative: of none.
    tile : (data, indices, indptr)
        The rare terms of the rows from `offset`, by columns.
    threshold : float
        Scores of 0 are no neighbours, whatever the threshold.
    sums : float64 array, rows of the tile
    dense : float64 array, number of common terms; 0 before and after.
    scores, rows : arrays of shape (queries, top_n)
        Heaps, filled up to `n_found`.
    """
    data, indices, indptr = queries
    rare, place, start = tile
    limits = np.empty((len(sums) + STRIP - 1) // STRIP)
    other, column, bounds = targets
    n_rare, top_n, n_close = len(start) - 1, scores.shape[1], 0
    for q in range(len(n_found)):
        row, group = first + q, query_group[first + q]
        sums[:] = 0.0
        for p in range(indptr[row], query_cut[row]):
            for c in range(start[indices[p]], start[indices[p] + 1]):
                sums[place[c]] += data[p] * rare[c]
        for p in range(query_cut[row], indptr[row + 1]):
            dense[indices[p] - n_rare] = data[p]
        norm = query_norm[row]
        least = scores[q, 0] if n_found[q] == top_n else threshold
        _bound(sums, norm, target_norm[offset:offset + len(sums)], limits)
        for turn in range(LEADING + len(limits)):
            strip = limits.argmax() if turn < LEADING else turn - LEADING
            if limits[strip] <= 0.0 or limits[strip] < least - SLACK:
                continue
            limits[strip] = 0.0
            for j in range(strip * STRIP, min((strip + 1) * STRIP, len(sums))):
                y = offset + j
                if sums[j] + norm * target_norm[y] < least - SLACK or group >= 0 and target_group[y] == group:
                    continue
                common = 0.0
                for c in range(target_cut[y], bounds[y + 1]):
                    common += other[c] * dense[column[c] - n_rare]
                n_close += 1
                score = grained(sums[j] + common)
                if score <= 0.0 or score < least - SLACK:
                    continue
                if n_found[q] < top_n or before(score, y, scores[q, 0], rows[q, 0]):
                    n_found[q] = push(scores[q], rows[q], n_found[q], score, y)
                    least = scores[q, 0] if n_found[q] == top_n else threshold
        for p in range(query_cut[row], indptr[row + 1]):
            dense[indices[p] - n_rare] = 0.0
    return n_close


@njit(nogil=True, cache=True)
def pair_products(queries, targets, first, second, dense):
    """Return the products of pairs of rows, each sum in the order of the terms, and how many terms a pair shares.

    Parameters
    ----------
    queries, targets : (data, indices, indptr)
    first, second : int64 arrays of shape (P,)
        Rows of `queries`, equal ones together, and of `targets`.
    dense : float64 array of shape (V,); 0 before and after.
    """
    data, indices, indptr = queries
    other, column, bounds = targets
    products, n_shared = np.empty(len(first)), np.zeros(len(first), np.int64)
    row = -1
    for i in range(len(first)):
        if first[i] != row:
            if row >= 0:
                for p in range(indptr[row], indptr[row + 1]):
                    dense[indices[p]] = 0.0
            row = first[i]
            for p in range(indptr[row], indptr[row + 1]):
                dense[indices[p]] = data[p]
        total = 0.0
        for c in range(bounds[second[i]], bounds[second[i] + 1]):
            value = other[c] * dense[column[c]]
            if value != 0.0:
                total += value
                n_shared[i] += 1
        products[i] = total
    if row >= 0:
        for p in range(indptr[row], indptr[row + 1]):
            dense[indices[p]] = 0.0
    return products, n_shared
