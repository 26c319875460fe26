"""Units of groups as points of a space: what intervals, nulls and trees draw from.

A unit is a passage, or an article as the sum of its passages.  The points of a group are made when they are
asked for, and kept while they are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import check_stopped
from textmine.proximity.spaces import Space

Points = list[sparse.csr_matrix | NDArray[np.float64]]

KEPT_CELLS = 50_000_000
"""Coordinates that are kept for all groups at once."""

CELLS_IN_BLOCK = 2_500_000
"""Coordinates that are made at a time where only products with them are wanted."""


class Units:
    """Units of G groups in a space.

    Parameters
    ----------
    space : Space of D documents
    index : int array of shape (D,)
        The unit of each document.
    group : int array of shape (units,)
        The group of each unit.
    sizes : array of shape (D,)
        Tokens of each document; units without any are left out.

    Attributes
    ----------
    members : list of int arrays, length G
        The units of each group that have tokens.
    sizes : array of shape (units,)
    """

    def __init__(self, space: Space, index: NDArray, group: NDArray, sizes: NDArray):
        self.space, n_units = space, len(group)
        together = sparse.csr_matrix((np.ones(len(index)), (index, np.arange(len(index)))), shape=(n_units, len(index)))
        self.rows = sparse.csr_matrix(together @ space.rows)
        self.sizes = together @ np.asarray(sizes, dtype=float)
        self.members = [np.flatnonzero((group == g) & (self.sizes > 0)) for g in range(int(group.max(initial=-1)) + 1)]
        wide = sum(part.width for part in space.parts)
        few = wide * n_units <= KEPT_CELLS
        self.points = lru_cache(maxsize=None if few else 2)(self._points)

    def _points(self, group: int) -> Points:
        """Return the units of a group as points, one array of coordinates for each part of the space."""
        return self.coordinates(self.rows[self.members[group]])

    def coordinates(self, rows: sparse.csr_matrix) -> Points:
        """Return rows of weighted terms as points."""
        return [part.coordinates(rows) for part in self.space.parts]

    def sums(self) -> Points:
        """Return the sum of the units of every group as a point, arrays of G rows."""
        group = np.concatenate([np.full(len(kept), g) for g, kept in enumerate(self.members)])
        kept = np.concatenate(self.members)
        together = sparse.csr_matrix((np.ones(len(kept)), (group, kept)), shape=(len(self.members), self.rows.shape[0]))
        return self.coordinates(sparse.csr_matrix(together @ self.rows))

    def products_with(self, group: int, others: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the products of the units of a group with themselves (n,), and with other points (n, others)."""
        kept = self.members[group]
        wide = max(1, *(part.width for part in self.space.parts))
        step = max(1, CELLS_IN_BLOCK // max(wide, others[0].shape[0]))
        squares, products = np.zeros(len(kept)), np.zeros((len(kept), others[0].shape[0]))
        for first in range(0, len(kept), step):
            check_stopped()
            block = slice(first, first + step)
            for own, other in zip(self.coordinates(self.rows[kept[block]]), others, strict=True):
                squares[block] += squared_lengths(own)
                products[block] += product(own, other)
        return squares, products

    def gram(self, first: int, second: int) -> NDArray[np.float64]:
        """Return the products of the units of two groups, shape (n, m)."""
        return gram(self.points(first), self.points(second))


def product(first: sparse.csr_matrix | NDArray, second: sparse.csr_matrix | NDArray) -> NDArray[np.float64]:
    """Return the products of the rows of two arrays, both dense or both sparse, shape (rows, rows)."""
    found = first @ second.T
    return found.toarray() if sparse.issparse(found) else np.asarray(found)


def gram(first: Points, second: Points) -> NDArray[np.float64]:
    """Return the inner products of points, added over the parts of the space."""
    return np.sum([product(a, b) for a, b in zip(first, second, strict=True)], axis=0)


def squared_lengths(rows: sparse.csr_matrix | NDArray) -> NDArray[np.float64]:
    """Return the squared length of each row."""
    squared = rows * rows if isinstance(rows, np.ndarray) else rows.multiply(rows)
    return np.asarray(squared.sum(axis=1)).ravel()


def taken(points: Points, chosen: Sequence[int] | NDArray) -> Points:
    """Return some of the points."""
    return [part[chosen] for part in points]
