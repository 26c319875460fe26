"""Compiled comparison of written phrases: which of the best are too like a better one."""

from __future__ import annotations

import numpy as np
from numba import njit

BUCKETS = 32
"""Counts of characters, folded to so many numbers, bound a common subsequence from above."""
LONGEST = 200
"""Characters of a phrase that is compared; the time of a comparison is the product of both."""
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
def _size(first, n_words, stems, ends):
    """Return the number of characters of the stems of a phrase and of the spaces between them."""
    size = n_words - 1
    for stem in stems[first:first + n_words]:
        size += ends[stem + 1] - ends[stem]
    return size


@njit(nogil=True, cache=True)
def _spell(first, n_words, stems, codes, ends, letters):
    """Fill in the characters of a phrase."""
    size = 0
    for w in range(first, first + n_words):
        if w > first:
            letters[size] = SPACE
            size += 1
        for c in range(ends[stems[w]], ends[stems[w] + 1]):
            letters[size] = codes[c]
            size += 1


@njit(nogil=True, cache=True)
def without_repetition(order, text, firsts, n_words, stems, codes, ends, compared, limit):
    """Return which items are too like one that comes before them in their text, among the first ones kept.

    `order` lists items text by text, the best first; `firsts` and `n_words` are where each item's words stand, and
    the letters of stem s are ``codes[ends[s]:ends[s + 1]]``.  Up to `compared` items of each text are kept and
    compared; the rest, and items of more than `LONGEST` characters, are not looked at.
    """
    dropped = np.zeros(len(text), np.bool_)
    letters = np.empty((compared, LONGEST), np.uint32)
    counts = np.zeros((compared, BUCKETS), np.int32)
    sizes = np.zeros(compared, np.int64)
    row = np.empty(LONGEST + 1, np.int64)
    kept, current = 0, -1
    for k in order:
        if text[k] != current:
            current, kept = text[k], 0
        size = _size(firsts[k], n_words[k], stems, ends)
        if kept == compared or size > LONGEST:
            continue
        _spell(firsts[k], n_words[k], stems, codes, ends, letters[kept])
        counts[kept] = 0
        for c in range(size):
            counts[kept, letters[kept, c] % BUCKETS] += 1
        for other in range(kept):
            both = size + sizes[other]
            if 2 * min(size, sizes[other]) <= limit * both:
                continue
            shared = 0
            for c in range(BUCKETS):
                shared += min(counts[kept, c], counts[other, c])
            if 2 * shared > limit * both and 2 * _common(letters[kept], size, letters[other], sizes[other],
                                                         row) > limit * both:
                dropped[k] = True
                break
        if not dropped[k]:
            sizes[kept] = size
            kept += 1
    return dropped
