"""Compiled walks over phrases that stand inside others, and over the words around them.

Places are in the order of the texts; those of one phrase may overlap those of others.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def nested_pairs(firsts, lengths, items):
    """Return the pairs (inner item, outer item) of all places that stand inside a longer place.

    Places are sorted by their first words.  Each place is compared with those that start inside it, so that the
    work is bounded by the places times the square of the longest phrase.
    """
    n = len(firsts)
    total = 0
    for count in range(2):
        if count == 1:
            inner, outer = np.empty(total, np.int64), np.empty(total, np.int64)
        total = 0
        start = 0
        for k in range(n):
            stop = firsts[k] + lengths[k]
            while firsts[start] < firsts[k]:
                start += 1
            j = start
            while j < n and firsts[j] < stop:
                if lengths[j] < lengths[k] and firsts[j] + lengths[j] <= stop:
                    if count == 1:
                        inner[total], outer[total] = items[j], items[k]
                    total += 1
                j += 1
    return inner, outer


@njit(nogil=True, cache=True)
def nested_places(firsts, lengths):
    """Return which places stand inside a longer place; they are sorted by their first words."""
    n = len(firsts)
    found = np.zeros(n, np.bool_)
    reach = 0
    i = 0
    while i < n:
        j, furthest = i, 0
        while j < n and firsts[j] == firsts[i]:
            furthest = max(furthest, lengths[j])
            j += 1
        for k in range(i, j):
            found[k] = firsts[k] + lengths[k] <= reach or lengths[k] < furthest
        reach = max(reach, firsts[i] + furthest)
        i = j
    return found


@njit(nogil=True, cache=True)
def _context(first, stop, sentences, window):
    """Return where the words of one sentence that stand within `window` words of a place begin and end."""
    low, high = first, stop
    while low > 0 and first - low < window and sentences[low - 1] == sentences[first]:
        low -= 1
    while high < len(sentences) and high - stop < window and sentences[high] == sentences[first]:
        high += 1
    return low, high


@njit(nogil=True, cache=True)
def context_counts(order, items, firsts, lengths, able, words, sentences, window, n_words):
    """Return with how many items each word stands within `window` words of one sentence, shape (T,).

    `order` lists the places item by item; `words` numbers the words of each text, of which `able` ones count.
    """
    found = np.zeros(n_words, np.int64)
    last = np.full(n_words, -1, np.int64)
    for k in order:
        first, stop = firsts[k], firsts[k] + lengths[k]
        low, high = _context(first, stop, sentences, window)
        for i in range(low, high):
            if (i < first or i >= stop) and able[i]:
                word = words[i]
                if last[word] != items[k]:
                    last[word] = items[k]
                    found[word] += 1
    return found


@njit(nogil=True, cache=True)
def context_sums(items, firsts, lengths, values, sentences, window, n_items):
    """Return the sum of the values of the words within `window` words of the places of each item, shape (I,)."""
    found = np.zeros(n_items)
    for k in range(len(firsts)):
        first, stop = firsts[k], firsts[k] + lengths[k]
        low, high = _context(first, stop, sentences, window)
        total = 0.0
        for i in range(low, high):
            if i < first or i >= stop:
                total += values[i]
        found[items[k]] += total
    return found
