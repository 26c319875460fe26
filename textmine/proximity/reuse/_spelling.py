"""Rare words as misreadings of frequent ones, for texts that a scanner has read.

A word and its misreading share what is left of both when a letter or two are taken out, so that sorting these remains
finds all near pairs without comparing every word with every other (Garbe 2012, symmetric delete spelling correction).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

SHORTEST, LONGEST, LONG = 3, 60, 7
"""Letters of the words that are looked at; two edits count as near from `LONG` letters on."""

SWAPPED, LOST = 0.004, 0.05
"""The most often that one certain wrong or added letter, and one certain lost letter, are taken to occur in a word."""

_STEP, _START = np.uint64(1099511628211), np.uint64(14695981039346656037)


def usual_spellings(types: Sequence[str], counts: NDArray[np.int64], spread: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each word the one that it most likely stands for: itself, or one at least twice as frequent.

    A word of one article has no like elsewhere as it stands: it goes to the nearest, then most frequent word.
    One of several articles may well be a word: it goes there only if it is as rare as a misreading would be.

    Parameters
    ----------
    types : sequence of str, length V
    counts, spread : int64 arrays of shape (V,)
        How often a word occurs, and in how many articles.

    Examples
    --------
    >>> words = ["nations", "natons", "notions"]
    >>> usual_spellings(words, np.array([900, 3, 80]), np.array([9, 2, 9])).tolist()
    [0, 0, 2]
    """
    here = np.array([i for i, word in enumerate(types) if SHORTEST <= len(word) <= LONGEST and word.isalpha()], int)
    usual = np.arange(len(types))
    if len(here) < 2:
        return usual
    words = [types[i] for i in here]
    letters = np.frombuffer("".join(words).encode("utf-32-le"), np.int32)
    lengths = np.array([len(word) for word in words])
    bounds, long = np.concatenate([[0], np.cumsum(lengths)]), lengths >= LONG
    n_remains = int(np.where(long, 1 + lengths * (lengths + 1) // 2, 1 + lengths).sum())
    remains, owners = np.empty(n_remains, np.uint64), np.empty(n_remains, np.int32)
    _take_out(letters, bounds, long, remains, owners)
    order = np.argsort(remains, kind="stable")
    kept, target = np.ones(len(here), bool), np.arange(len(here))
    for _ in range(2):  # the second time without the words that are misreadings themselves
        target = np.arange(len(here))
        _choose(letters, bounds, counts[here], spread[here], long, kept, order, remains, owners, target)
        kept = target == np.arange(len(here))
    usual[here] = here[np.where(kept[target], target, np.arange(len(here)))]
    return usual


@njit(nogil=True, cache=True)
def _take_out(letters, bounds, long, remains, owners):
    """Write a hash of each word, and of it without any one letter, or any two of a long word."""
    n = 0
    for w in range(len(bounds) - 1):
        lo, hi = bounds[w], bounds[w + 1]
        for i in range(lo - 1, hi):
            for j in range(i, hi if long[w] and i >= lo else i + 1):
                h = _START
                for k in range(lo, hi):
                    if k != i and k != j:
                        h = (h ^ np.uint64(letters[k])) * _STEP
                        h ^= h >> np.uint64(29)
                remains[n], owners[n] = h, w
                n += 1


@njit(nogil=True, cache=True)
def edits(letters, a, a_stop, b, b_stop, most, row):
    """Return the letters substituted, deleted or inserted between two words; more than `most` is ``most + 1``.

    References
    ----------
    Levenshtein, V. (1966). Binary codes capable of correcting deletions, insertions and reversals.
    """
    n, m = a_stop - a, b_stop - b
    if abs(n - m) > most:
        return most + 1
    for j in range(m + 1):
        row[j] = j
    for i in range(1, n + 1):
        corner, row[0], least = row[0], i, i
        for j in range(1, m + 1):
            cost = min(min(row[j], row[j - 1]) + 1, corner + (letters[a + i - 1] != letters[b + j - 1]))
            corner, row[j] = row[j], cost
            least = min(least, cost)
        if least > most:
            return most + 1
    return min(row[m], most + 1)


@njit(nogil=True, cache=True)
def _plausible(count, usual, distance, is_shorter):
    """Return whether a word may be so frequent as a misreading of one that occurs `usual` times."""
    share = LOST if is_shorter else SWAPPED
    return count <= usual * (share if distance == 1 else share * LOST)


@njit(nogil=True, cache=True)
def _choose(letters, bounds, counts, spread, long, kept, order, remains, owners, target):
    """Fill `target` with the nearest, then most frequent of the kept words that a word may be a misreading of."""
    row, lo = np.empty(LONGEST + 1, np.int64), 0
    near = np.full(len(target), 3, np.int64)
    while lo < len(order):
        hi = lo + 1
        while hi < len(order) and remains[order[hi]] == remains[order[lo]]:
            hi += 1
        for p in range(lo, hi if hi - lo > 1 else lo):
            v = owners[order[p]]
            for q in range(lo, hi if kept[v] else lo):
                w = owners[order[q]]
                if counts[w] * 2 > counts[v] or target[w] == v:
                    continue
                most = min(2 if long[v] and long[w] else 1, near[w])
                d = edits(letters, bounds[v], bounds[v + 1], bounds[w], bounds[w + 1], most, row)
                is_shorter = bounds[w + 1] - bounds[w] < bounds[v + 1] - bounds[v]
                if d > most or (spread[w] > 1 and not _plausible(counts[w], counts[v], d, is_shorter)):
                    continue
                best = counts[target[w]]
                if d < near[w] or counts[v] > best or (counts[v] == best and v < target[w]):
                    near[w], target[w] = d, v
        lo = hi
