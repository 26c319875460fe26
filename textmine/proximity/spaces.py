"""Spaces in which the inner product of two texts says how alike they are.

A text is the row of its weighted terms, x.  Each part of a space sends terms to coordinates by
a matrix P (terms that stand for themselves have none); the likeness of two texts is

    sum over the parts of  weight · (x P) · (y P),

and their similarity is its cosine.  Everything is linear in the terms: a group of texts is the mean
of their rows, and a likeness is the sum of what each term adds.

A part may take its vectors to a power: with ``power=2`` a term with vector u stands for all products
of two coordinates of u, so that two terms are as alike as ``(u · v)^2``.  By the Schur product theorem that
is an inner product again, and no matrix of terms by terms is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb, factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from textmine._threads import check_stopped
from textmine.proximity._products import product_points

TERMS_IN_BLOCK = 8_192
PAIRS_IN_BLOCK = 8_192
ROUNDING = 1e-12
"""A cosine nearer to 1 than this is 1."""


@dataclass(frozen=True, eq=False)
class Part:
    """One part of a space.

    Attributes
    ----------
    weight : float, at least 0
    projection : array of shape (V, K), optional
        None: every term is a coordinate of its own.
    power : int, default 1
        Of the inner products of two rows of `projection`.
    """

    weight: float
    projection: NDArray[np.float64] | None = None
    power: int = 1

    @property
    def width(self) -> int:
        """C, the number of coordinates; 0 where every term is one."""
        return 0 if self.projection is None else n_coordinates(self.projection.shape[1], self.power)

    def squares(self) -> NDArray[np.float64] | float:
        """Return the inner product of each term with itself, shape (V,), the weight included; 1 number for all."""
        if self.projection is None:
            return self.weight
        return self.weight * (self.projection ** 2).sum(axis=1) ** self.power

    def coordinates(self, rows: sparse.csr_matrix) -> sparse.csr_matrix | NDArray[np.float64]:
        """Return rows of weighted terms as points, shape (rows, V) sparse or (rows, C) dense, the weight included.

        C is K for ``power=1``, K (K + 1) / 2 for ``power=2``.  A row has the same point in whatever company.
        """
        if self.projection is None:
            return rows * np.sqrt(self.weight)
        if self.power == 1:
            return np.asarray(rows @ self.projection) * np.sqrt(self.weight)
        if self.power == 2:
            return product_points(sparse.csr_matrix(rows), self.projection, np.sqrt(self.weight))
        points = np.zeros((rows.shape[0], self.width))
        columns = sparse.csc_matrix(rows)
        for start in range(0, columns.shape[1], TERMS_IN_BLOCK):
            check_stopped()
            block = columns[:, start:start + TERMS_IN_BLOCK]
            used = np.flatnonzero(np.diff(block.indptr))
            if len(used):
                points += sparse.csr_matrix(block[:, used]) @ self.terms(start + used)
        return points * np.sqrt(self.weight)

    def terms(self, columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return some terms as points, shape (columns, C), without the weight of the part; not for terms as such."""
        assert self.projection is not None
        return powers(self.projection[columns], self.power)


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
            total += _row_sums(part.coordinates(first), part.coordinates(second))
        return total

    def cosines(self, rows: sparse.csr_matrix, first: NDArray[np.int64], second: NDArray[np.int64]
                ) -> NDArray[np.float64]:
        """Return the cosines of P pairs of rows, NaN where one has no length.

        Parameters
        ----------
        rows : sparse matrix of shape (G, V)
            Texts or means of texts.
        first, second : int arrays of shape (P,)
        """
        cosines = np.empty(len(first))
        for start in range(0, len(first), PAIRS_IN_BLOCK):
            check_stopped()
            at = slice(start, start + PAIRS_IN_BLOCK)
            texts, place = np.unique(np.concatenate([first[at], second[at]]), return_inverse=True)
            a, b = np.split(place.ravel(), 2)
            products, squares = np.zeros(len(a)), np.zeros(len(texts))
            for part in self.parts:
                points = part.coordinates(rows[texts])
                products += _row_sums(points[a], points[b])
                squares += _row_sums(points, points)
            cosines[at] = _cosine(products, squares[a], squares[b])
        return cosines

    def cosine_matrix(self, rows: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the cosines of every two rows, shape (G, G), NaN where one has no length."""
        products = np.zeros((rows.shape[0], rows.shape[0]))
        squares = np.zeros(rows.shape[0])
        for part in self.parts:
            points: Any = part.coordinates(rows)
            squares += _row_sums(points, points)
            with threadpool_limits(1, user_api="blas"):
                products += (points @ points.T).toarray() if sparse.issparse(points) else points @ points.T
        return _cosine(products, squares[:, None], squares[None, :])


def n_coordinates(n_components: int, power: int) -> int:
    """Return how many coordinates the products of `power` out of `n_components` coordinates are.

    >>> n_coordinates(40, 2)
    820
    """
    return comb(n_components + power - 1, power)


def powers(vectors: NDArray[np.float64], power: int) -> NDArray[np.float64]:
    """Return vectors whose inner products are those of `vectors` to a power.

    Parameters
    ----------
    vectors : array of shape (V, K)
    power : int

    Returns
    -------
    array of shape (V, C)
        Each way to choose `power` coordinates is one, their product times the root of the number of
        orders that they can stand in.

    Examples
    --------
    >>> u, v = powers(np.array([[1.0, 2.0], [3.0, -1.0]]), 2)
    >>> float((u @ v).round(9)), (1 * 3 - 2 * 1) ** 2
    (1.0, 1)
    """
    if power == 1:
        return vectors
    chosen = list(combinations_with_replacement(range(vectors.shape[1]), power))
    orders = [factorial(power) / np.prod([factorial(each.count(k)) for k in set(each)]) for each in chosen]
    product = np.tile(np.sqrt(orders), (len(vectors), 1))
    for column in np.array(chosen).T:
        product *= vectors[:, column]
    return product


def _row_sums(a: Any, b: Any) -> NDArray[np.float64]:
    """Return the inner product of each row of `a` with the same row of `b`, both sparse or both dense."""
    return np.asarray(a.multiply(b).sum(axis=1)).ravel() if sparse.issparse(a) else np.sum(a * b, axis=1)


def _cosine(products: NDArray, first: NDArray, second: NDArray) -> NDArray[np.float64]:
    """Return products over the roots of the squares, exactly 1 where that is 1 but for rounding."""
    size = np.sqrt(first) * np.sqrt(second)
    cosine = np.divide(products, size, out=np.full(np.broadcast(products, size).shape, np.nan), where=size > 0)
    return np.where(cosine > 1 - ROUNDING, 1.0, np.maximum(cosine, -1.0))
