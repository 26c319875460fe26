"""Compiled tokens: every word of a sentence with its type and its place, without an object for each.

`find_words` reads words as `textmine.tokens._kernels.count_rows` does, from the same tables (the loop over a
word stands in both: as a function of its own it would take twice the time), and writes where each stands in
code points.  What stands in the place of recorded changes comes as the numbers of its words.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine.tokens._kernels import (
    DIGIT,
    DONE,
    JOINER,
    LETTER,
    MORE_BYTES,
    MORE_CELLS,
    MORE_TYPES,
    N_BYTES,
    N_CELLS,
    N_TYPES,
    PLAIN,
    ROW,
    SPECIAL,
    decode,
    encode,
    enter,
    joins,
    number_end,
    plain_bytes,
)
from textmine.tokens._sentences import SPACE

_ONE = np.uint64(1)


@njit(nogil=True, cache=True)
def byte_places(text, offsets, rows, points):
    """Return the byte at which each code point of a text begins; texts and points in ascending order.

    Parameters
    ----------
    text : uint8 array
        UTF-8; text k is ``text[offsets[k]:offsets[k + 1]]``.
    offsets : int64 array
    rows, points : int64 arrays of shape (places,)
        The number of a text, and of a code point in it.
    """
    found = np.empty(len(points), np.int64)
    row, point, i = -1, 0, 0
    for k in range(len(points)):
        if rows[k] != row:
            row, point, i = rows[k], 0, offsets[rows[k]]
        while point < points[k]:
            byte = text[i]
            i += 1 if byte < 0xC0 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            point += 1
        found[k] = i
    return found


@njit(nogil=True, cache=True)
def _first_from(values, value):
    """Return the place of the first of ascending values that is not below `value`."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@njit(nogil=True, cache=True)
def find_words(text, starts, shifts, spans, span_bounds, edits, changed, change_bounds, kinds, lower, classes,
               shortest, table, types, pool, ids, places, follows, bounds, state):
    """Find the words of the documents from ``state[ROW]`` on; return why it stopped.

    Where room is short, or a document must be read plainly, it stops before that document.

    Parameters
    ----------
    text : uint8 array
        UTF-8.
    starts, shifts : int64 arrays of shape (D,)
        The byte at which each document begins, and its code point less this byte.
    spans, span_bounds : int64 arrays of shape (S, 2) and (D + 1,)
        Bytes of the sentences, and where those of each document begin.
    edits : int64 array of shape (E, 5)
        Recorded changes in order: first and last byte, first and last code point in the article, replacement.
    changed, change_bounds : int32 and int64 arrays
        The types of replacement r are ``changed[change_bounds[r]:change_bounds[r + 1]]``.
    kinds, lower, shortest, table, types, pool : as for `count_rows`
    classes : uint8 array of 0x110000
        Of these the bit SPACE is read here.
    ids, follows : int32 and bool arrays, written
    places : int64 array of shape (capacity, 3), written
        First and last code point and the number of the sentence, counted from 0.
    bounds : int64 array of shape (D + 1,), written
    state : int64 array of 6
        As for `count_rows`; ``state[N_CELLS]`` is the number of tokens, ``state[VISIT]`` not used.
    """
    plain = plain_bytes(kinds, lower)
    n_types, used, row, n = state[N_TYPES], np.uint64(state[N_BYTES]), state[ROW], state[N_CELLS]
    status = DONE
    while row < len(starts) and status == DONE:
        i, shift = np.uint64(starts[row]), shifts[row]
        for sentence in range(span_bounds[row], span_bounds[row + 1]):
            first, last = spans[sentence, 0], spans[sentence, 1]
            if used + np.uint64(2 * (last - first) + 8) > np.uint64(len(pool)):
                status = MORE_BYTES
                break
            edit = max(0, _first_from(edits[:, 0], first) - 1)
            position, started, clean = first, False, True
            while True:
                limit, at_edit = last, False
                while edit < len(edits) and edits[edit, 0] < last:
                    if edits[edit, 0] >= first:
                        limit, at_edit = edits[edit, 0], True
                        break
                    position = max(position, edits[edit, 1])
                    edit += 1
                while i < np.uint64(position):
                    code, width = decode(text, i)
                    clean = clean and (classes[code] & SPACE) > 0
                    shift -= np.int64(width) - 1
                    i += width
                end = np.uint64(limit)
                while i < end:
                    if text[i] < 0x80 and not plain[text[i]]:
                        clean = clean and (classes[text[i]] & SPACE) > 0
                        i += _ONE
                        continue
                    code, width = decode(text, i)
                    kind = kinds[code]
                    if kind != LETTER and kind != DIGIT:
                        if kind == SPECIAL:
                            status = PLAIN
                            break
                        clean = clean and (classes[code] & SPACE) > 0
                        shift -= np.int64(width) - 1
                        i += width
                        continue
                    begin, key, spread, n_extra = i, used, np.uint64(0), np.uint64(0)
                    number_stop = number_end(text, i, end, kinds) if kind == DIGIT else begin
                    if number_stop > end:
                        status = PLAIN
                        break
                    while True:
                        while i < end:
                            letter = plain[text[i]]
                            if not letter:
                                break
                            pool[key] = letter
                            spread = (spread << np.uint64(5) | spread >> np.uint64(59)) ^ np.uint64(letter)
                            key += _ONE
                            i += _ONE
                        if i >= end or (i == number_stop and i > begin):
                            break
                        code, width = decode(text, i)
                        kind = kinds[code]
                        if np.uint8(kind - 1) > 3 and i >= number_stop:
                            if kind == SPECIAL:
                                status = PLAIN
                                break
                            if kind != JOINER or not joins(text, i + width, end, kinds):
                                break
                        small = lower[code]
                        key = encode(small, pool, key)
                        spread = (spread << np.uint64(5) | spread >> np.uint64(59)) ^ np.uint64(small)
                        i += width
                        n_extra += width - _ONE
                    if status == PLAIN:
                        break
                    if i - begin - n_extra < np.uint64(shortest):
                        shift -= np.int64(n_extra)
                        clean = False
                        continue
                    if n_types >= len(types) or n >= len(ids):
                        status = MORE_TYPES if n_types >= len(types) else MORE_CELLS
                        break
                    number = enter(table, types, n_types, pool, used, key, spread)
                    if number == np.uint64(n_types):
                        used, n_types = key, n_types + 1
                    at = np.uint64(n)
                    ids[at], follows[at] = number, started and clean
                    places[at, 0] = np.int64(begin) + shift
                    shift -= np.int64(n_extra)
                    places[at, 1] = np.int64(i) + shift
                    places[at, 2] = sentence
                    n += 1
                    started, clean = True, True
                if status != DONE or not at_edit:
                    break
                low, high = change_bounds[edits[edit, 4]], change_bounds[edits[edit, 4] + 1]
                if n + high - low > len(ids):
                    status = MORE_CELLS
                    break
                for k in range(low, high):
                    ids[n], follows[n] = changed[k], started and clean
                    places[n, 0], places[n, 1], places[n, 2] = edits[edit, 2], edits[edit, 3], sentence
                    n += 1
                    started, clean = True, True
                position = edits[edit, 1]
                while low < high and i < np.uint64(position):
                    code, width = decode(text, i)
                    shift -= np.int64(width) - 1
                    i += width
                edit += 1
            if status != DONE:
                break
        if status == DONE:
            row += 1
            bounds[row] = n
    state[ROW], state[N_TYPES], state[N_BYTES], state[N_CELLS] = row, n_types, np.int64(used), bounds[row]
    return status
