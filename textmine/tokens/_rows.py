"""Compiled ordering: sparse rows with types in the order they were met become rows with sorted terms."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def _sort(cells, spare, n, places):
    """Sort the first `n` cells by their upper halves, below the square of places; return the array that holds them.

    Few by insertion, many by two passes of counting (Knuth 1998, section 5.2.5).
    """
    if n <= 32:
        for i in range(1, n):
            cell, j = cells[i], i
            while j > 0 and cells[j - 1] > cell:
                cells[j] = cells[j - 1]
                j -= 1
            cells[j] = cell
        return cells
    if 2 * n < len(places):
        cells[:n].sort()
        return cells
    mask, shift = len(places) - 1, 32
    for _ in range(2):
        places[:] = 0
        for i in range(n):
            places[cells[i] >> shift & mask] += 1
        total = 0
        for digit in range(len(places)):
            total, places[digit] = total + places[digit], total
        for i in range(n):
            digit = cells[i] >> shift & mask
            spare[places[digit]] = cells[i]
            places[digit] += 1
        cells, spare = spare, cells
        while mask >> (shift - 32):
            shift += 1
    return cells


@njit(nogil=True, cache=True)
def order_rows(columns, values, indptr, terms, n_terms, indices, counts):
    """Write the same rows with terms for types, in order and each once, without dropped ones, to the last two arrays.

    Parameters
    ----------
    columns, values : int32 and uint32 arrays of C cells
    indptr : int64 array of shape (D + 1,)
    terms : int32 array
        The term of each type; -1 drops it.
    n_terms : int
    indices, counts : int32 and int64 arrays of C cells

    Returns
    -------
    indptr : int64 array of shape (D + 1,)
        Of the cells written.
    sizes : int64 array of shape (D,)
        The sum of each row.
    """
    n_rows = len(indptr) - 1
    begins, sizes = np.zeros(n_rows + 1, np.int64), np.zeros(n_rows, np.int64)
    longest = 0
    for row in range(n_rows):
        longest = max(longest, indptr[row + 1] - indptr[row])
    cells, spare = np.empty(longest, np.int64), np.empty(longest, np.int64)
    n_places = 1
    while n_places * n_places < n_terms:
        n_places *= 2
    places = np.empty(n_places, np.int64)
    filled = 0
    for row in range(n_rows):
        n = 0
        for cell in range(indptr[row], indptr[row + 1]):
            term = terms[columns[cell]]
            if term >= 0:
                cells[n] = np.int64(term) << 32 | np.int64(values[cell])
                n += 1
        last, size = np.int64(-1), np.int64(0)
        ordered = _sort(cells, spare, n, places)
        for i in range(n):
            term, value = ordered[i] >> 32, ordered[i] & 0xFFFFFFFF
            size += value
            if term == last:
                counts[filled - 1] += value
            else:
                indices[filled], counts[filled] = term, value
                filled += 1
                last = term
        begins[row + 1], sizes[row] = filled, size
    return begins, sizes
