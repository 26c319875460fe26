"""Similarities of bootstrap samples: what trees and maps are shaken with.

Passages are the sample, so they are drawn anew with replacement within each article (or group), as many as there
are or more or fewer.  The similarity of every two groups is that of populations
(`textmine.stats.population_cosine`, without its correction of the ratio), in which no passage is multiplied with
itself: a plug-in value would make the short articles of every draw look like strangers.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine._threads import check_stopped
from textmine.proximity.units import Units, gram, squared_lengths

MOST_IN_GRAM = 3000
"""Units whose products with each other are made once, for all draws."""

CELLS_IN_BATCH = 2_000_000
LEAST_UNITS = 4


class Shaken:
    """Bootstrap draws of the units of G groups, and the similarities of each.

    Parameters
    ----------
    units : Units
        Of at least `LEAST_UNITS` units with words in each group.
    names : sequence of str, length G
        Draws of a group are keyed by its name, so that no other group has a part in them.
    random_state : int
    """

    def __init__(self, units: Units, names: Sequence[str], random_state: int):
        self.units, self.names, self.random_state = units, names, random_state
        self.members = np.concatenate(units.members)
        self.bounds = np.concatenate([[0], np.cumsum([len(kept) for kept in units.members])])
        self.points = units.coordinates(units.rows[self.members])
        self.squares = np.sum([squared_lengths(part) for part in self.points], axis=0)
        self.sizes = units.sizes[self.members]
        self.among = gram(self.points, self.points) if len(self.members) <= MOST_IN_GRAM else None

    def observed(self) -> NDArray[np.float64]:
        """Return the similarities of the groups as they are, shape (G, G)."""
        return self.similarities(np.ones((1, len(self.members))))[0]

    def defined(self, unit: str) -> NDArray[np.float64]:
        """Return the similarities of the groups as they are, or raise for groups that have none."""
        found = self.observed()
        lost = [repr(name) for name, row in zip(self.names, np.isnan(np.diag(found)), strict=True) if row]
        if lost:
            raise ValueError(f"table must have {unit}s with weighty words in common in each group, got none in "
                             f"{', '.join(lost[:3])}: choose another weight, or leave it out")
        return found

    def draws(self, n: int, scale: float) -> Iterator[NDArray[np.float64]]:
        """Yield the similarities of `n` draws with ``scale`` times as many units, arrays of shape (batch, G, G)."""
        n_groups = len(self.names)
        wide = len(self.members) if self.among is not None else n_groups * sum(p.shape[1] for p in self.points)
        step = max(1, CELLS_IN_BATCH // max(wide, len(self.members)))
        streams = [np.random.default_rng([self.random_state, zlib.crc32(name.encode("utf-8")), round(1000 * scale)])
                   for name in self.names]
        for first in range(0, n, step):
            check_stopped()
            size = min(step, n - first)
            yield self.similarities(np.hstack([
                rng.multinomial(self.drawn(g, scale), np.full(m, 1 / m), size=size).astype(float)
                for g, (rng, m) in enumerate(zip(streams, np.diff(self.bounds), strict=True))]))

    def drawn(self, group: int, scale: float) -> int:
        """Return how many units of a group a draw has."""
        return max(2, round(scale * int(np.diff(self.bounds)[group])))

    def scale(self, asked: float) -> float:
        """Return the size of a draw over that of the data, in whole units."""
        return sum(self.drawn(g, asked) for g in range(len(self.names))) / len(self.members)

    def similarities(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the similarities of groups whose units are there so many times, shape (batch, G, G).

        Parameters
        ----------
        times : array of shape (batch, units)

        Returns
        -------
        array of shape (batch, G, G)
            1 on the diagonal; NaN for a group whose length cannot be told from 0.
        """
        starts, n_groups = self.bounds[:-1], len(self.names)
        sums = lambda values: np.add.reduceat(values, starts, axis=-1)
        products = self._products(times)
        own = np.einsum("bgg->bg", products) - sums(times ** 2 * self.squares)
        size = times * self.sizes
        pairs = sums(size) ** 2 - sums(size ** 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            norm = np.sqrt(np.where(own > 0, own / pairs, np.nan)) * sums(size)
            found = products / (norm[:, :, None] * norm[:, None, :])
        found[:, np.arange(n_groups), np.arange(n_groups)] = np.where(np.isnan(norm), np.nan, 1.0)
        return found

    def _products(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the products of the sums of every two groups, shape (batch, G, G)."""
        n_groups = len(self.names)
        found = np.zeros((len(times), n_groups, n_groups))
        if self.among is not None:
            for g in range(n_groups):
                mine = slice(self.bounds[g], self.bounds[g + 1])
                found[:, g] = np.add.reduceat((times[:, mine] @ self.among[mine]) * times, self.bounds[:-1], axis=1)
            return (found + found.transpose(0, 2, 1)) / 2
        for part in self.points:
            sums = np.stack([np.asarray((part[a:b].T @ times[:, a:b].T)).T
                             for a, b in zip(self.bounds[:-1], self.bounds[1:], strict=True)], axis=1)
            found += sums @ sums.transpose(0, 2, 1)
        return found


def distances(similarities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 minus similarities, at least 0."""
    return np.maximum(1 - similarities, 0)
