"""Texts as points of the products of two coordinates of their terms, without the points of terms."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import check_stopped

ROWS_IN_BLOCK = 2_048


@njit(nogil=True, cache=True)
def add_products(indptr, indices, data, vectors, first, points):  # pragma: no cover
    """Add to each row of `points` its terms' products of coordinates a <= b, from row `first` of the matrix on."""
    n_components = vectors.shape[1]
    for row in range(len(points)):
        point = points[row]
        for at in range(indptr[first + row], indptr[first + row + 1]):
            vector = vectors[indices[at]]
            place = 0
            for a in range(n_components):
                weighted = data[at] * vector[a]
                for b in range(n_components - a):
                    point[place + b] += weighted * vector[a + b]
                place += n_components - a


def product_points(rows: sparse.csr_matrix, vectors: NDArray[np.float64], scale: float = 1.0) -> NDArray[np.float64]:
    """Return ``scale * rows @ powers(vectors, 2)``, shape (rows, K (K + 1) / 2); see `spaces.powers`.

    Examples
    --------
    >>> product_points(sparse.csr_matrix([[2.0, 1.0]]), np.array([[1.0, 0.0], [1.0, 1.0]])).round(3)
    array([[3.   , 1.414, 1.   ]])
    """
    n_components = vectors.shape[1]
    a, b = np.triu_indices(n_components)
    points = np.zeros((rows.shape[0], len(a)))
    vectors, data = np.ascontiguousarray(vectors), np.asarray(rows.data, dtype=np.float64)
    for start in range(0, rows.shape[0], ROWS_IN_BLOCK):
        check_stopped()
        add_products(rows.indptr, rows.indices, data, vectors, start, points[start:start + ROWS_IN_BLOCK])
    points *= scale * np.where(a == b, 1, np.sqrt(2))
    return points
