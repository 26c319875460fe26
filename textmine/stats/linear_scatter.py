"""Scatter of raw counts around the rate of their group: how bursty words are, and each word more or less than that.

Under ``Var y = σ² (s μ + φ (s μ)²)`` a long unit scatters more than a short one.  Squares of deviations are
therefore weighed by about the inverse of that, so that every unit has its say and one long document does not stand
for all; and they are set against what they are expected to be after the rate of the group was taken from the same
units, which a long one draws to itself.

References
----------
McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed. Chapman & Hall, chapter 9 (dispersion from
Pearson's statistic).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from textmine.stats.burst_rates import FREQUENT, LEAST_ASKED, RateSums, usual_size
from textmine.stats.moderation import moderated_variances

LEAST_BURSTINESS, MOST_BURSTINESS = 0.01, 20.0
OCTAVES = 2.0
"""Words whose rates lie within so many octaves share the weights of units: within a factor of 2 of the best."""


@dataclass(frozen=True, eq=False)
class Units:
    """Counts of U units by word, ready for sums by group.

    Attributes
    ----------
    counts : csc_matrix of shape (U, V)
    sizes : float array of shape (U,), above 0
    group : int array of shape (U,)
    sums : RateSums
        What they add up to.
    """

    counts: sparse.csc_matrix
    sizes: NDArray[np.float64]
    group: NDArray[np.int64]
    sums: RateSums

    @classmethod
    def of(cls, counts: sparse.spmatrix, sizes: ArrayLike, group: NDArray, sums: RateSums) -> Units:
        """Return the units of a matrix of shape (U, V)."""
        return cls(sparse.csc_matrix(counts, dtype=float), np.asarray(sizes, dtype=float), group, sums)

    def scatter(self, weights: NDArray[np.float64], words: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return ``Σ w (y - s m)²`` around the rate m of the group, for some words, shape (G, words)."""
        cells, rates = self.counts[:, words], self.sums.rates[:, words]
        members = sparse.csr_matrix((np.ones(len(self.group)), (self.group, np.arange(len(self.group)))),
                                    shape=(len(self.sums.sizes), len(self.group)))
        squares = (members @ sparse.diags(weights) @ cells.multiply(cells)).toarray()
        products = (members @ sparse.diags(weights * self.sizes) @ cells).toarray()
        return np.maximum(squares - 2 * rates * products + rates**2 * self._power(weights, 2)[:, None], 0.0)

    def expected(self, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the parts p and q of the expectation of that scatter, ``σ² (μ p + φ μ² q)``, shape (G,).

        The residual of a unit has variance ``v - 2 (s / n) v + (s / n)² Σ v``.
        """
        first, second, third = (self._power(weights, power) for power in (1, 2, 3))
        n, squares = self.sums.sizes, self.sums.squares
        return np.maximum(first - second / n, 0.0), np.maximum(second - 2 * third / n + second * squares / n**2, 0.0)

    def _power(self, weights: NDArray[np.float64], power: int) -> NDArray[np.float64]:
        """Return ``Σ w s^power`` of each group."""
        return np.bincount(self.group, weights * self.sizes**power, minlength=len(self.sums.sizes)).astype(float)

    def burstiness(self) -> float:
        """Return φ, the median over frequent words of the moment estimate of squared relative scatter.

        Frequent is what would be so in units of their harmonic mean length: one long document makes no word
        frequent.  The least burstiness where no group has two units, or no word occurs.
        """
        weights = 1 / self.sizes
        poisson, burst = self.expected(weights)
        total = self.sums.all_totals * (len(self.sizes) / self.sums.sizes.sum()) * (len(self.sizes) / weights.sum())
        frequent = np.flatnonzero((total > 0) & (total >= min(FREQUENT, np.quantile(total, 0.75) if len(total) else 0)))
        rates = self.sums.rates[:, frequent]
        level = burst @ rates**2
        usable = level > 0
        if not usable.any():
            return LEAST_BURSTINESS
        found = self.scatter(weights, frequent).sum(axis=0)
        each = (found - poisson @ rates)[usable] / level[usable]
        return float(np.clip(np.median(each), LEAST_BURSTINESS, MOST_BURSTINESS))


@dataclass(frozen=True, eq=False)
class LinearScatter:
    """How far raw rates scatter beyond ``s μ + φ (s μ)²``.

    Attributes
    ----------
    variance : array of shape (V,)
        σ², moderated, and not below that of words without bursts.
    burstiness : float
        φ.
    df : float
    scale : array of shape (G,)
        How much wider than that the units inside of each group scatter, over all words.
    """

    variance: NDArray[np.float64]
    burstiness: float
    df: float
    scale: NDArray[np.float64]

    @classmethod
    def of(cls, units: Units, burstiness: float, factors: ArrayLike = 1.0) -> LinearScatter:
        """Return the scatter under the hypothesis of one rate for all groups.

        Parameters
        ----------
        units : Units
        burstiness : float
        factors : array of shape (G,), default 1
            Size factor of each group.
        """
        sums, factors = units.sums, np.broadcast_to(np.asarray(factors, dtype=float), units.sums.sizes.shape)
        total = sums.all_totals
        rate = total / (sums.sizes * factors).sum()
        found, expected = _by_octave(units, burstiness, rate, factors)
        whole = expected.sum(axis=0)
        ratio = np.divide(found.sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0)
        variance, _, prior_df = moderated_variances(ratio, sums.df, np.log(np.where(total > 0, total, 1.0)))
        variance = np.maximum(variance, 1 / (1 + burstiness * rate * usual_size(units.sizes)))
        asked = (total >= FREQUENT) & (whole > 0)
        scale = _group_scale(found[:, asked] / variance[asked], expected[:, asked]) if asked.any() else None
        return cls(variance, burstiness, sums.df + prior_df, np.ones(len(factors)) if scale is None else scale)

    def take(self, words: NDArray[np.int64]) -> LinearScatter:
        """Return the same for some words."""
        return replace(self, variance=self.variance[words])


def _by_octave(units: Units, burstiness: float, rate: NDArray[np.float64],
               factors: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return weighted scatter and its expectation for σ² of 1, both of shape (G, V); 0 for words that do not occur."""
    found, expected = np.zeros(units.sums.totals.shape), np.zeros(units.sums.totals.shape)
    occurring = np.flatnonzero(rate > 0)
    octave = np.round(np.log2(rate[occurring]) / OCTAVES)
    for each in np.unique(octave):
        words = occurring[octave == each]
        weights = 1 / (units.sizes * (1 + burstiness * 2 ** (OCTAVES * each) * units.sizes))
        poisson, burst = units.expected(weights)
        own = factors[:, None] * rate[words]
        found[:, words] = units.scatter(weights, words)
        expected[:, words] = own * poisson[:, None] + burstiness * own**2 * burst[:, None]
    return found, expected


def _group_scale(found: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much wider than expected each group scatters over many words; 1 for a lone unit, and few words."""
    whole = expected.sum(axis=0)
    seen, wanted = (found / whole).sum(axis=1), (expected / whole).sum(axis=1)
    if found.shape[1] < LEAST_ASKED:
        return np.ones(len(found))
    return np.divide(seen, wanted, out=np.ones(len(found)), where=(wanted > 0) & (seen > 0))
