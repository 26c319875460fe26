"""Compiled counting: UTF-8 bytes to sparse counts, without an object for each token.

The plain tokenizer (`textmine.tokens.tokenizer`) says what a word is; these kernels
say the same from tables of character classes, and tests hold the two together.

`count_rows` walks over the bytes of one document after the other.  A word is looked
up in a table with open addressing, whose keys lie one after the other in a pool of
bytes; per type it also remembers the cell of the current row, so that a document
becomes one sparse row at once.  When an array is full the kernel returns, and goes
on where it stopped after the caller has made room.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine._splitmix import STEP

OTHER, LETTER, DIGIT, MARK, INVISIBLE, JOINER, POINT, SPECIAL = range(8)
"""Classes of characters: words start with the first two, hold the first four, and a SPECIAL one needs `PLAIN`."""

DONE, MORE_TYPES, MORE_BYTES, MORE_CELLS, PLAIN = range(5)
"""Why `count_rows` returned; PLAIN: the document must be written out plainly first."""

ROW, BYTE, N_TYPES, N_BYTES, N_CELLS, VISIT = range(6)
"""What the array `state` holds: where to go on, and how much of each array is in use."""

HASH, START, LENGTH, SEEN, CELL = range(5)
"""Columns of the array `types`: hash, place in the pool, bytes, the visit and the cell it was last met in."""

_ONE = np.uint64(1)
_PRIME = STEP
"""The golden ratio in 64 bits (Knuth 1998, The Art of Computer Programming 3, section 6.4)."""


@njit(nogil=True, cache=True, inline="always")
def decode(text, i):
    """Return the code point that starts at byte `i`, and its number of bytes."""
    byte = np.uint32(text[i])
    if byte < 0x80:
        return byte, _ONE
    second = np.uint32(text[i + _ONE]) & np.uint32(0x3F)
    if byte < 0xE0:
        return (byte & np.uint32(0x1F)) << np.uint32(6) | second, np.uint64(2)
    third = np.uint32(text[i + np.uint64(2)]) & np.uint32(0x3F)
    if byte < 0xF0:
        return ((byte & np.uint32(0x0F)) << np.uint32(12) | second << np.uint32(6) | third), np.uint64(3)
    fourth = np.uint32(text[i + np.uint64(3)]) & np.uint32(0x3F)
    return ((byte & np.uint32(0x07)) << np.uint32(18) | second << np.uint32(12) | third << np.uint32(6) | fourth,
            np.uint64(4))


@njit(nogil=True, cache=True)
def encode(code, pool, j):
    """Write a code point from byte `j` of the pool on; return where the next one goes."""
    if code < 0x80:
        pool[j] = code
        return j + _ONE
    tail = np.uint8(0x80 | code & 0x3F)
    if code < 0x800:
        pool[j] = 0xC0 | code >> 6
        pool[j + _ONE] = tail
        return j + np.uint64(2)
    if code < 0x10000:
        pool[j] = 0xE0 | code >> 12
        pool[j + _ONE] = 0x80 | code >> 6 & 0x3F
        pool[j + np.uint64(2)] = tail
        return j + np.uint64(3)
    pool[j] = 0xF0 | code >> 18
    pool[j + _ONE] = 0x80 | code >> 12 & 0x3F
    pool[j + np.uint64(2)] = 0x80 | code >> 6 & 0x3F
    pool[j + np.uint64(3)] = tail
    return j + np.uint64(4)


@njit(nogil=True, cache=True)
def number_end(text, start, end, kinds):
    """Return where a number with points or commas inside ends, or its start: ``1,000.5`` but not ``1.5a``.

    Beyond `end`: what follows the digits is SPECIAL, so that only the plain version knows.
    """
    i, before, parts = start, start, 0
    while i < end:
        code, width = decode(text, i)
        kind = kinds[code]
        if kind == DIGIT:
            i += width
        elif kind == POINT and i + width < end and kinds[decode(text, i + width)[0]] == DIGIT:
            before, parts = i, parts + 1
            i += width
        else:
            if kind == SPECIAL:
                return end + _ONE
            if kind == LETTER or kind == MARK:
                parts, i = parts - 1, before
            break
    return i if parts > 0 else start


@njit(nogil=True, cache=True)
def joins(text, i, end, kinds):
    """Return whether a letter or digit stands at byte `i`, so that the joiner before it belongs to the word."""
    if i >= end:
        return False
    kind = kinds[decode(text, i)[0]]
    return kind == LETTER or kind == DIGIT


@njit(nogil=True, cache=True)
def _same(pool, first, second, length):
    """Return whether two stretches of the pool hold the same bytes."""
    k = np.uint64(0)
    while k < length:
        if pool[first + k] != pool[second + k]:
            return False
        k += _ONE
    return True


@njit(nogil=True, cache=True)
def plain_bytes(kinds, lower):
    """Return the folded form of each byte that is a character of a word by itself, and 0 for the others."""
    plain = np.zeros(256, np.uint8)
    for byte in range(0x80):
        if LETTER <= kinds[byte] <= INVISIBLE:
            plain[byte] = lower[byte]
    return plain


@njit(nogil=True, cache=True, inline="always")
def enter(table, types, n_types, pool, used, key, spread):
    """Return the number of the type in ``pool[used:key]``; `n_types`, under which it is entered, if it is new."""
    mask = np.uint64(len(table) - 1)
    spread *= _PRIME
    spread ^= spread >> np.uint64(32)
    length = key - used
    tag = np.int64(spread >> np.uint64(33))
    place = spread & mask
    number = np.uint64(n_types)
    while True:
        entry = table[place]
        if entry < 0:
            table[place] = tag << 32 | n_types
            types[number, HASH] = np.int64(spread)
            types[number, START] = np.int64(used)
            types[number, LENGTH] = np.int64(length)
            types[number, SEEN] = -1
            return number
        found = np.uint64(entry & 0xFFFFFFFF)
        if (entry >> 32 == tag and np.uint64(types[found, LENGTH]) == length
                and _same(pool, np.uint64(types[found, START]), used, length)):
            return found
        place = (place + _ONE) & mask


@njit(nogil=True, cache=True)
def count_rows(text, offsets, last, kinds, lower, shortest, table, types, pool, columns, values, indptr, state):
    """Count the words of the documents from ``state[ROW]`` to `last`; return why it stopped.

    Parameters
    ----------
    text : uint8 array
        UTF-8; document d is ``text[offsets[d]:offsets[d + 1]]``.
    kinds, lower : uint8 and uint32 arrays of 0x110000
        Class and folded form of every code point.
    shortest : int
        Code points of the shortest word.
    table : int64 array, a power of two long
        Upper half: part of the hash; lower half: number of the type; -1 where free.
    types : int64 array of shape (capacity, 5)
    pool : uint8 array
        The bytes of all types.
    columns, values : int32 and uint32 arrays
        The cells, row after row; columns in the order in which types were met.
    indptr : int64 array, a place for each document and one more
    state : int64 array of 6
    """
    n_types, n_cells, visit, row = state[N_TYPES], state[N_CELLS], state[VISIT], state[ROW]
    used, i = np.uint64(state[N_BYTES]), np.uint64(state[BYTE])
    status = DONE
    plain = plain_bytes(kinds, lower)
    while row < last:
        end = np.uint64(offsets[row + 1])
        if i < end and used + np.uint64(2) * (end - i) + np.uint64(8) > np.uint64(len(pool)):
            status = MORE_BYTES
            break
        while i < end:
            if text[i] < 0x80 and not plain[text[i]]:
                i += _ONE
                continue
            code, width = decode(text, i)
            kind = kinds[code]
            if kind != LETTER and kind != DIGIT:
                if kind == SPECIAL:
                    status = PLAIN
                    break
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
                continue
            if n_types >= len(types) or n_cells >= len(columns):
                status = MORE_TYPES if n_types >= len(types) else MORE_CELLS
                i = begin
                break
            number = enter(table, types, n_types, pool, used, key, spread)
            if number == np.uint64(n_types):
                used, n_types = key, n_types + 1
            if types[number, SEEN] == visit:
                values[np.uint64(types[number, CELL])] += 1
            else:
                types[number, SEEN] = visit
                types[number, CELL] = n_cells
                columns[np.uint64(n_cells)] = number
                values[np.uint64(n_cells)] = 1
                n_cells += 1
        if status != DONE:
            break
        row += 1
        indptr[row] = n_cells
        visit += 1
    state[ROW], state[BYTE], state[VISIT] = row, np.int64(i), visit
    state[N_TYPES], state[N_BYTES], state[N_CELLS] = n_types, np.int64(used), n_cells
    return status


@njit(nogil=True, cache=True)
def refill(table, types, n_types):
    """Enter types 0 to `n_types` into an empty hash table."""
    mask = np.uint64(len(table) - 1)
    for number in range(n_types):
        spread = np.uint64(types[number, HASH])
        place = spread & mask
        while table[place] >= 0:
            place = (place + _ONE) & mask
        table[place] = np.int64(spread >> np.uint64(33)) << 32 | number
