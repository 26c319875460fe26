"""The terms that two texts share, for many pairs of rows of a sparse table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse


@njit(nogil=True, cache=True)
def count_shared(indptr, indices, first, second):  # pragma: no cover
    """Return how many columns the two rows of each pair share, shape (P,); indices are sorted."""
    n_shared = np.zeros(len(first), dtype=np.int64)
    for pair in range(len(first)):
        i, stop_i = indptr[first[pair]], indptr[first[pair] + 1]
        j, stop_j = indptr[second[pair]], indptr[second[pair] + 1]
        while i < stop_i and j < stop_j:
            if indices[i] == indices[j]:
                n_shared[pair] += 1
                i += 1
                j += 1
            elif indices[i] < indices[j]:
                i += 1
            else:
                j += 1
    return n_shared


@njit(nogil=True, cache=True)
def fill_shared(indptr, indices, data, first, second, n_shared):  # pragma: no cover
    """Return column and both values of every shared cell, pair after pair."""
    total = n_shared.sum()
    columns, p, q = np.empty(total, np.int64), np.empty(total, np.float64), np.empty(total, np.float64)
    at = 0
    for pair in range(len(first)):
        i, stop_i = indptr[first[pair]], indptr[first[pair] + 1]
        j, stop_j = indptr[second[pair]], indptr[second[pair] + 1]
        while i < stop_i and j < stop_j:
            if indices[i] == indices[j]:
                columns[at], p[at], q[at] = indices[i], data[i], data[j]
                at += 1
                i += 1
                j += 1
            elif indices[i] < indices[j]:
                i += 1
            else:
                j += 1
    return columns, p, q


@njit(nogil=True, cache=True)
def fill_later(indptr, indices, data, starts, stops, rows, values, row):  # pragma: no cover
    """Return the later rows that share a column with one row, and both values; columns are given as lists of rows."""
    total = 0
    for at in range(indptr[row], indptr[row + 1]):
        column = indices[at]
        while starts[column] < stops[column] and rows[starts[column]] <= row:
            starts[column] += 1
        total += stops[column] - starts[column]
    others, p, q = np.empty(total, np.int64), np.empty(total, np.float64), np.empty(total, np.float64)
    place = 0
    for at in range(indptr[row], indptr[row + 1]):
        for cell in range(starts[indices[at]], stops[indices[at]]):
            others[place], p[place], q[place] = rows[cell], data[at], values[cell]
            place += 1
    return others, p, q


def later_cells(rows: sparse.csr_matrix) -> Iterator[tuple[NDArray, NDArray, NDArray]]:
    """Yield for each row the cells that it shares with later rows: the other row, own value, value of the other.

    Time goes with what is shared, not with what rows hold.

    Examples
    --------
    >>> rows = sparse.csr_matrix([[1, 2, 0], [0, 3, 4], [5, 0, 6]])
    >>> [[each.tolist() for each in cells] for cells in later_cells(rows)]
    [[[2, 1], [1.0, 2.0], [5.0, 3.0]], [[2], [4.0], [6.0]], [[], [], []]]
    """
    columns = sparse.csc_matrix(rows)
    columns.sort_indices()
    starts, stops = columns.indptr[:-1].copy(), columns.indptr[1:].copy()
    for row in range(rows.shape[0]):
        yield fill_later(rows.indptr, rows.indices, rows.data, starts, stops, columns.indices, columns.data, row)


def shared_cells(rows: sparse.csr_matrix, first: NDArray[np.int64], second: NDArray[np.int64]) -> tuple[
        NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the cells that two rows share: pair, column, value in the first and in the second row.

    Parameters
    ----------
    rows : sparse matrix of shape (G, V)
        Indices sorted, no zeros stored.
    first, second : int arrays of shape (P,)

    Examples
    --------
    >>> rows = sparse.csr_matrix([[1, 2, 0], [0, 3, 4]])
    >>> [each.tolist() for each in shared_cells(rows, np.array([0]), np.array([1]))]
    [[0], [1], [2.0], [3.0]]
    """
    n_shared = count_shared(rows.indptr, rows.indices, first, second)
    columns, p, q = fill_shared(rows.indptr, rows.indices, rows.data, first, second, n_shared)
    return np.repeat(np.arange(len(first)), n_shared), columns, p, q
