"""Compiled: what two sequences of words have in common, in one order or in one run."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def common(first, second, row, runs):
    """Move `row` and `runs` of shape (M + 1,) on by the words of `first`, and return the longest run met.

    ``row[j]`` is the length of the longest common subsequence of all words so far and the first j of `second`,
    ``runs[j]`` of the common run that ends with the last word and the j-th.
    """
    longest = 0
    for word in first:
        corner, last_run = 0, 0
        for j in range(1, len(second) + 1):
            above, run = row[j], runs[j]
            if second[j - 1] == word:
                row[j], runs[j] = corner + 1, last_run + 1
                longest = max(longest, runs[j])
            else:
                row[j], runs[j] = max(above, row[j - 1]), 0
            corner, last_run = above, run
    return longest


def common_lengths(first: np.ndarray, second: np.ndarray, pause) -> tuple[int, int]:
    """Return the lengths of the longest common subsequence and of the longest common run; `pause` is called in between.

    >>> common_lengths(np.array([1, 2, 3, 4]), np.array([1, 9, 3, 4, 2]), lambda: None)
    (3, 2)
    """
    row, runs = np.zeros(len(second) + 1, np.int32), np.zeros(len(second) + 1, np.int32)
    longest, step = 0, max(1, 50_000_000 // (len(second) + 1))
    for start in range(0, len(first), step):
        pause()
        longest = max(longest, common(first[start:start + step], second, row, runs))
    return int(row[-1]), int(longest)
