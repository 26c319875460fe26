"""Spaces in which the inner product of two texts says how alike they are.

A text is the row of its weighted terms, x.  Each part of a space sends terms to coordinates by
a matrix P (terms that stand for themselves have none); the likeness of two texts is

    sum over the parts of  weight · (x P) · (y P),

and their similarity is its cosine.  Everything is linear in the terms: a group of texts is the mean
of their rows, and a likeness is the sum of what each term adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass(frozen=True, eq=False)
class Part:
    """One part of a space.

    Attributes
    ----------
    weight : float, at least 0
    projection : array of shape (V, K), optional
        None: every term is a coordinate of its own.
    """

    weight: float
    projection: NDArray[np.float64] | None = None

    def coordinates(self, rows: sparse.csr_matrix) -> sparse.csr_matrix | NDArray[np.float64]:
        """Return rows of weighted terms as points, shape (rows, V) sparse or (rows, K) dense, the weight included."""
        if self.projection is None:
            return rows * np.sqrt(self.weight)
        return np.asarray(rows @ self.projection) * np.sqrt(self.weight)


@dataclass(frozen=True, eq=False)
class Space:
    """Documents as points of an inner product space.

    Attributes
    ----------
    rows : sparse matrix of shape (D, V)
        The weighted terms of every document.
    parts : tuple of Part
    """

    rows: sparse.csr_matrix
    parts: tuple[Part, ...] = (Part(1.0),)

    def products(self, first: sparse.csr_matrix, second: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the inner product of each row of `first` with the same row of `second`, both of shape (P, V)."""
        total = np.zeros(first.shape[0])
        for part in self.parts:
            a, b = part.coordinates(first), part.coordinates(second)
            total += np.asarray(a.multiply(b).sum(axis=1)).ravel() if sparse.issparse(a) else np.sum(a * b, axis=1)
        return total
