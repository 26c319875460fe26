"""Sums of square-root scores over the units of each group, compiled.

Most cells are empty, and an empty cell's score depends on the expected count alone: every
unit adds it first, and occupied cells then add what is different.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import gather
from textmine.stats.root_moments import STEP, RootMoments

BLOCK = 256
"""Words that a thread takes at once."""


def root_sums(
    counts: sparse.csc_matrix, sizes: NDArray, rate: NDArray, group: NDArray, n_groups: int, moments: RootMoments,
    n_threads: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return sums for each group, shape (4, G, V), and ``Σ z²``, shape (V,).

    The sums are ``Σ h z``, ``Σ h²``, ``Σ h³ E z³`` and ``Σ h⁴ (E z⁴ - 3)``.
    """
    n_terms = counts.shape[1]
    sums = np.zeros((4, n_groups, n_terms))
    squares = np.zeros(n_terms)
    levels = np.log(sizes.astype(float))
    tables = _tables(moments)

    cells = (counts.indptr.astype(np.int64), counts.indices.astype(np.int64), np.sqrt(counts.data.astype(float)))
    gather([partial(_fill, first, min(first + BLOCK, n_terms), *cells, levels, rate, group.astype(np.int64),
                    moments.start, tables, sums, squares) for first in range(0, n_terms, BLOCK)], n_threads)
    return sums, squares


def _tables(moments: RootMoments) -> NDArray[np.float64]:
    """Return rows over the grid: h², h z of zero, z² of zero, h / SD, 2 E / SD², 1 / SD², h³ E z³, h⁴ (E z⁴ - 3)."""
    e, sd, slope = moments.mean, moments.deviation, moments.slope
    h, zero = slope / sd, -e / sd
    return np.array([h**2, h * zero, zero**2, h / sd, 2 * e / sd**2, 1 / sd**2, h**3 * moments.skewness,
                     h**4 * moments.kurtosis])


@njit(nogil=True, cache=True)
def _fill(first, last, indptr, indices, roots, levels, rate, group, start, tables, sums, squares):
    """Fill the columns of some words."""
    n_places = tables.shape[1]
    for v in range(first, last):
        if rate[v] <= 0:
            continue
        level = np.log(rate[v]) - start
        for d in range(len(levels)):
            place = max((level + levels[d]) / STEP, 0.0)
            i = min(int(place), n_places - 2)
            part, g = place - i, group[d]
            sums[0, g, v] += _between(tables, 1, i, part)
            sums[1, g, v] += _between(tables, 0, i, part)
            sums[2, g, v] += _between(tables, 6, i, part)
            sums[3, g, v] += _between(tables, 7, i, part)
            squares[v] += _between(tables, 2, i, part)
        for cell in range(indptr[v], indptr[v + 1]):
            place = max((level + levels[indices[cell]]) / STEP, 0.0)
            i = min(int(place), n_places - 2)
            part, root = place - i, roots[cell]
            sums[0, group[indices[cell]], v] += root * _between(tables, 3, i, part)
            squares[v] += root * (root * _between(tables, 5, i, part) - _between(tables, 4, i, part))


@njit(nogil=True, cache=True, inline="always")
def _between(tables, row, i, part):
    """Return a row of the tables between two places."""
    return tables[row, i] + part * (tables[row, i + 1] - tables[row, i])
