"""Compiled comparison of written phrases: which of the best are too like a better one."""

from __future__ import annotations

import numpy as np
from numba import njit

BUCKETS = 32
"""Counts of characters, folded to so many numbers, bound a common subsequence from above."""
SPACE = 32
"""The code point between two words."""


@njit(nogil=True, cache=True)
def _common(a, n, b, m, row):
    """Return the length of the longest common subsequence of two strings."""
    row[:m + 1] = 0
    for i in range(n):
        diagonal = 0
        for j in range(m):
            above = row[j + 1]
            if a[i] == b[j]:
                row[j + 1] = diagonal + 1
            elif row[j] > above:
                row[j + 1] = row[j]
            diagonal = above
    return row[m]


@njit(nogil=True, cache=True)
def without_repetition(order, text, firsts, n_words, stems, codes, ends, compared, limit):
    """Return which items are too like one that comes before them in their text, among the first ones kept.

    `order` lists items text by text, the best first; `firsts` and `n_words` are where each item's words stand, and
    the letters of stem s are ``codes[ends[s]:ends[s + 1]]``.  Up to `compared` items of each text are kept and
    compared; the rest is not looked at.
    """
    dropped = np.zeros(len(text), np.bool_)
    longest = 0
    for k in order:
        size = n_words[k] - 1
        for w in range(firsts[k], firsts[k] + n_words[k]):
            size += ends[stems[w] + 1] - ends[stems[w]]
        longest = max(longest, size)
    letters = np.empty((compared, longest), np.uint32)
    counts = np.zeros((compared, BUCKETS), np.int32)
    sizes = np.zeros(compared, np.int64)
    row = np.empty(longest + 1, np.int64)
    kept, current = 0, -1
    for k in order:
        if text[k] != current:
            current, kept = text[k], 0
        if kept == compared:
            continue
        size = 0
        counts[kept] = 0
        for w in range(firsts[k], firsts[k] + n_words[k]):
            if w > firsts[k]:
                letters[kept, size] = SPACE
                size += 1
            for c in range(ends[stems[w]], ends[stems[w] + 1]):
                letters[kept, size] = codes[c]
                size += 1
        for c in range(size):
            counts[kept, letters[kept, c] % BUCKETS] += 1
        like = False
        for other in range(kept):
            both = size + sizes[other]
            if 2 * min(size, sizes[other]) <= limit * both:
                continue
            shared = 0
            for c in range(BUCKETS):
                shared += min(counts[kept, c], counts[other, c])
            if 2 * shared > limit * both and 2 * _common(letters[kept], size, letters[other], sizes[other],
                                                         row) > limit * both:
                like = True
                break
        if like:
            dropped[k] = True
        else:
            sizes[kept] = size
            kept += 1
    return dropped
