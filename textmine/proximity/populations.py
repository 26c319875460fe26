"""How alike two groups of texts would be if there were no end of their passages.

The similarity of two texts at hand is a plug-in value: it grows with their length, and an interval around it is one
around a moving target.  Here the passages of a group (or its articles) are a sample of what its author,
outlet or party would write, and the estimand is the similarity of those populations: the cosine of their expected
rows, in the space and under the weights that are given.

The interval holds for weights and term similarities that other texts gave, or at most the frequencies
of these.  Similarity of terms that was learnt from the very passages under comparison has learnt what sets these
passages apart; no interval tells of that, and the null of `nulls` is the honest companion.

The estimate and its limits are those of `textmine.stats.population_cosine`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine._threads import check_stopped
from textmine.proximity.spaces import Space
from textmine.proximity.units import Points, Units, gram, taken
from textmine.stats.population_cosine import (
    LEAST_UNITS,
    CosineEstimate,
    Sample,
    cosine_limits,
    population_cosine,
    second_order_variance,
)

MOST_IN_PAIRS = 200
"""Units of a group whose pairs tell how far pairs scatter; of more units as many, evenly spread."""


@dataclass(frozen=True, eq=False)
class Population:
    """Similarities of P pairs of populations.

    Attributes
    ----------
    estimate, low, high : arrays of shape (P,)
        NaN where they are not defined, and `note` says why.  Above 1 where no difference can be seen.
    plug_in : array of shape (P,)
        The cosine of the texts at hand.
    n_units, other_units : int arrays of shape (P,)
        Units with tokens.
    note : tuple of str, length P
    """

    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    plug_in: NDArray[np.float64]
    n_units: NDArray[np.int64]
    other_units: NDArray[np.int64]
    note: tuple[str, ...]


def population_similarity(
    space: Space, index: NDArray, group: NDArray, pairs: NDArray, *, sizes: NDArray, confidence_level: float = 0.95
) -> Population:
    """Return the similarity of the populations that pairs of groups are samples of, with intervals.

    Parameters
    ----------
    space : Space of D documents
    index : int array of shape (D,)
        The unit of each document; a unit is the sum of its documents.
    group : int array of shape (units,)
        The group of each unit.
    pairs : int array of shape (P, 2)
        Groups.
    sizes : array of shape (D,), at least 0
        Tokens of each document.
    confidence_level : float, default 0.95

    Returns
    -------
    Population

    Notes
    -----
    See `textmine.stats.population_cosine`.  An estimate needs three units with tokens in each group, limits four.
    Time grows with units times groups, and with the pairs; no two units are multiplied but for at most
    `MOST_IN_PAIRS` of each group.

    Examples
    --------
    >>> from scipy import sparse
    >>> rows = sparse.csr_matrix([[2., 1.], [1., 2.], [3., 3.], [2., 2.], [4., 1.], [3., 1.], [2., 1.], [5., 1.]])
    >>> found = population_similarity(Space(rows), np.arange(8), np.repeat([0, 1], 4), np.array([[0, 1]]),
    ...                               sizes=np.asarray(rows.sum(axis=1)).ravel())
    >>> found.plug_in.round(3), found.estimate.round(3)
    (array([0.874]), array([0.871]))
    """
    units = Units(space, index, group, sizes)
    partners = _Partners(units, pairs)
    rows = [partners.compared(int(a), int(b), confidence_level) for a, b in pairs]
    estimate, low, high, plug_in = (np.array([row[i] for row in rows], dtype=float) for i in range(4))
    counts = np.array([len(kept) for kept in units.members], dtype=np.int64)
    n_units, other_units = counts[pairs[:, 0]], counts[pairs[:, 1]]
    return Population(estimate, low, high, plug_in, n_units, other_units, tuple(str(row[4]) for row in rows))


class _Partners:
    """The products that all pairs of groups need, each made once."""

    def __init__(self, units: Units, pairs: NDArray):
        self.units, sums = units, units.sums()
        self.squares: list[NDArray] = []
        self.products: list[NDArray] = []
        asked = np.unique(pairs)
        self.place = {int(g): i for i, g in enumerate(asked)}
        sums = taken(sums, asked)
        for g in range(len(units.members)):
            squares, products = units.products_with(g, sums) if g in self.place else (np.empty(0), np.empty((0, 0)))
            self.squares.append(squares)
            self.products.append(products)
        self.chosen = [np.unique(np.linspace(0, len(kept) - 1, min(len(kept), MOST_IN_PAIRS)).astype(int))
                       for kept in units.members]
        self.some: dict[int, tuple[Points, NDArray]] = {}

    def sample(self, group: int, other: int) -> Sample:
        """Return the products of the units of a group with its own sum, and with that of another."""
        products = self.products[group]
        return Sample(self.units.sizes[self.units.members[group]], self.squares[group],
                      products[:, self.place[group]], products[:, self.place[other]])

    def few(self, group: int) -> tuple[Points, NDArray]:
        """Return some of the units of a group as points, and their products with each other."""
        if group not in self.some:
            kept = self.units.members[group][self.chosen[group]]
            points = self.units.coordinates(self.units.rows[kept])
            self.some[group] = points, gram(points, points)
        return self.some[group]

    def compared(self, a: int, b: int, confidence_level: float) -> tuple[float, float, float, float, str]:
        """Return estimate, limits, plug-in value and note of a pair."""
        check_stopped()
        first, second = self.sample(a, b), self.sample(b, a)
        n, m = len(first.sizes), len(second.sizes)
        lengths = first.with_own.sum() * second.with_own.sum()
        plug_in = first.with_other.sum() / np.sqrt(lengths) if lengths > 0 else np.nan
        if min(n, m) < LEAST_UNITS:
            return np.nan, np.nan, np.nan, plug_in, _too_few(n, m, LEAST_UNITS, "an estimate")
        found = population_cosine(first, second)
        if np.isnan(found.estimate):
            return np.nan, np.nan, np.nan, plug_in, "the units of a group have too little in common for an estimate"
        if min(n, m) == LEAST_UNITS:
            return found.estimate, np.nan, np.nan, plug_in, _too_few(n, m, LEAST_UNITS + 1, "an interval")
        low, high, note = self.limits(found, first, second, (a, b), plug_in, confidence_level)
        return found.estimate, low, high, plug_in, note

    def limits(self, found: CosineEstimate, first: Sample, second: Sample, pair: tuple[int, int], plug_in: float,
               confidence_level: float) -> tuple[float, float, str]:
        """Return the limits of a pair, and a note."""
        (own, among_own), (other, among_other) = (self.few(g) for g in pair)
        pairs_vary = second_order_variance(first, second, among_own, among_other, gram(own, other),
                                           (self.chosen[pair[0]], self.chosen[pair[1]]))
        found = population_cosine(first, second, pairs_vary)
        if not np.isfinite(found.freedom) or found.first_order + found.second_order <= 1e-24:
            return np.nan, np.nan, "the units of each group are all alike: no interval"
        above = "above 1: no difference can be seen" if found.estimate > 1 else ""
        return *cosine_limits(found, plug_in, confidence_level), above


def _too_few(n: int, m: int, least: int, what: str) -> str:
    return f"{what} needs {least} units with words in each group, got {n} and {m}"
