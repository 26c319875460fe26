"""Rates of words that come in bursts: one model of scatter for test and interval.

A word of rate μ occurs ``y`` times in a unit (a document or passage) of s tokens.
Units differ more than chance: ``E y = s μ`` and ``Var y = σ² (s μ + φ (s μ)²)``, with one
burstiness φ for all words, and a σ² for each word that is drawn towards the trend of
all (`moderation`, `linear_scatter`).  Two questions are asked of it.

*Does the typical unit of the target hold more of the word?*  The test looks at square roots of
counts, where a burst weighs less, and subtracts what a unit of that length is expected to show:
long and short units can be mixed (`root_scores`).

*How many times as frequent is the word?*  The interval belongs to the ratio of mean rates, and holds
every ratio that the linear score does not reject (`rate_ratios`).

References
----------
Smyth, G. K. (2004), see `moderation`.
White, H. (1980). A heteroskedasticity-consistent covariance matrix estimator and a direct test for
heteroskedasticity. Econometrica 48, 817-838.
McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed. Chapman & Hall,
chapter 9 (quasi-likelihood), section 12.5 (square roots of Poisson counts).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import f

from textmine.stats._root_scores import root_sums
from textmine.stats.moderation import moderated_variances
from textmine.stats.root_moments import RootMoments
from textmine.stats.skewed import signed_deviate, two_sided

FREQUENT = 20
"""Occurrences from which a word says how bursty words are."""

LEAST_CHANCE = 1e-6
"""Burstiness of words without bursts."""

WORDS_ASKED, LEAST_ASKED, LEAST_LEFT = 400, 30, 0.25
"""Words that say how far groups scatter, how few are not asked, and the part of a group's weight that its own mean
must leave free."""


@dataclass(frozen=True, eq=False)
class RateSums:
    """What the units of G groups add up to.

    Attributes
    ----------
    totals : array of shape (G, V)
        Occurrences.
    sizes, squares, cubes : arrays of shape (G,)
        Sums of the sizes of units, of their squares and third powers.
    n_units : int array of shape (G,)
    """

    totals: NDArray[np.float64]
    sizes: NDArray[np.float64]
    squares: NDArray[np.float64]
    cubes: NDArray[np.float64]
    n_units: NDArray[np.int64]

    @classmethod
    def of(cls, counts: sparse.csr_matrix, sizes: NDArray, group: NDArray, n_groups: int) -> RateSums:
        """Return the sums of units × V counts; every group must hold tokens."""
        n_units = len(group)
        members = sparse.csr_matrix((np.ones(n_units), (group, np.arange(n_units))), shape=(n_groups, n_units))
        totals = (members @ counts).toarray().astype(float)
        size, squares, cubes = (members @ sizes.astype(float) ** power for power in (1, 2, 3))
        return cls(totals, size, squares, cubes, np.bincount(group, minlength=n_groups))

    @cached_property
    def rates(self) -> NDArray[np.float64]:
        """Occurrences per token, shape (G, V)."""
        return self.totals / self.sizes[:, None]

    @cached_property
    def all_totals(self) -> NDArray[np.float64]:
        """Occurrences in all groups, shape (V,)."""
        return self.totals.sum(axis=0)

    def take(self, words: NDArray[np.int64]) -> RateSums:
        """Return the same for some words."""
        return replace(self, totals=self.totals[:, words])

    @property
    def df(self) -> int:
        """Units less groups."""
        return int(self.n_units.sum() - len(self.n_units))


@dataclass(frozen=True, eq=False)
class RootScores:
    """Means of standardised square-root scores, in units of the natural log of the rate.

    Attributes
    ----------
    means : array of shape (G, V)
        How far the typical unit of a group lies from what the common rate lets expect; near zero it is
        the log of the ratio of rates.
    information : array of shape (G, V)
        Weight of each mean: its variance is ``variance · scale / information``.
    third, fourth : arrays of shape (G, V)
        Third and fourth cumulant of each mean, where the variance is 1.
    variance : array of shape (V,)
        Moderated.
    prior : array of shape (V,)
        The trend that variances were drawn to.
    df : float
        Degrees of freedom of `variance`.
    weight : array of shape (G,)
        What each group weighs where it is part of a reference.
    scale : array of shape (G,)
        How much wider than of all groups together the scatter inside of each group is, over all words.
    """

    means: NDArray[np.float64]
    information: NDArray[np.float64]
    third: NDArray[np.float64]
    fourth: NDArray[np.float64]
    variance: NDArray[np.float64]
    prior: NDArray[np.float64]
    df: float
    weight: NDArray[np.float64]
    scale: NDArray[np.float64]

    def take(self, words: NDArray[np.int64]) -> RootScores:
        """Return the same for some words."""
        columns = {name: getattr(self, name).take(words, axis=-1) for name in (
            "means", "information", "third", "fourth", "variance", "prior")}
        return replace(self, **columns)

    @cached_property
    def _all(self) -> tuple[NDArray, NDArray, NDArray]:
        """Weighted sums over all groups of the means, their variances and third cumulants."""
        weight, scale = self.weight[:, None], self.scale[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            return ((weight * self.means).sum(axis=0), (weight**2 * scale / self.information).sum(axis=0),
                    (weight**3 * self.third).sum(axis=0))

    def contrast(self, target: int, shift: float = 0.0) -> tuple[NDArray, NDArray]:
        """Return z and two-sided p of one group against the weighted mean of the others.

        p is of a moderated t, corrected for skewness; z is its normal deviate, with the sign of t.
        NaN for a word that does not occur.

        Parameters
        ----------
        target : int
        shift : float, default 0
            The difference that holds under the null hypothesis.
        """
        own, rest = self.weight[target], self.weight.sum() - self.weight[target]
        mean, information, third = self.means[target], self.information[target], self.third[target]
        sums = self._all
        with np.errstate(divide="ignore", invalid="ignore"):
            difference = mean - (sums[0] - own * mean) / rest - shift
            variance = self.scale[target] / information
            spread = variance + (sums[1] - own**2 * variance) / rest**2
            skewness = (third - (sums[2] - own**3 * third) / rest**3) / spread**1.5
            t = np.where(np.isfinite(spread), difference / np.sqrt(self.variance * spread), np.nan)
        p = two_sided(t, self.df, skewness)
        return signed_deviate(t, p), p

    def omnibus(self) -> tuple[NDArray, NDArray]:
        """Return F and p of the hypothesis that all groups have one rate; NaN for a word that does not occur.

        The heavy tails of means of rare counts take away degrees of freedom, so that the variance of F is right.
        """
        n_groups = len(self.means)
        information = self.information / self.scale[:, None]
        weight = information.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = (information * self.means).sum(axis=0) / weight
            between = (information * (self.means - middle) ** 2).sum(axis=0) / (n_groups - 1)
            heavy = (self.fourth * information**2 * (1 - information / weight) ** 2).sum(axis=0)
            df = (n_groups - 1) / np.maximum(1 + heavy / (2 * (n_groups - 1)), 0.5)
            statistic = between / self.variance
        return statistic, f.sf(statistic, df, self.df)


def root_scores(counts: sparse.csr_matrix, sizes: NDArray, group: NDArray, n_groups: int, burstiness: float,
                weight: NDArray | None = None, n_threads: int = 1) -> RootScores:
    """Return group means of square-root scores under the hypothesis of one rate for all groups.

    Parameters
    ----------
    counts : sparse matrix of shape (units, V), at least 0
    sizes : array of shape (units,), above 0
        Tokens, or tokens times the size factor of the unit's group.
    group : int array of shape (units,)
    n_groups : int
        G, fewer than there are units.
    burstiness : float
        φ.
    weight : array of shape (G,), optional
        What each group weighs in a reference; without it all weigh alike.
    n_threads : int, default 1

    Notes
    -----
    ``z = (√y - E √y) / SD(√y)`` under the negative binomial of mean ``λ = s μ`` and burstiness φ;
    ``h = (dE/d log λ) / SD`` is what a unit tells about the log of its rate.  The mean of a group is
    ``Σ h z / Σ h²``, the residual variance ``Σ (z - h mean)² / (units - G)``.
    """
    total = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    rate = total / sizes.sum()
    occurring = rate > 0
    lowest, highest = sizes.min() * rate[occurring].min(), sizes.max() * rate.max()
    moments = RootMoments.between(lowest, highest, burstiness)
    sums, squares = root_sums(counts.tocsc(), sizes, rate, group, n_groups, moments, n_threads)
    information = sums[1]
    means, third, fourth = (np.divide(sums[i], information**power, out=np.zeros_like(information),
                                      where=information > 0) for i, power in ((0, 1), (2, 3), (3, 4)))
    df = len(sizes) - n_groups
    left = np.maximum(squares - (information * means**2).sum(axis=0), 0.0) / df
    variance, prior, prior_df = moderated_variances(left, df, np.log(np.where(occurring, total, 1.0)))
    least = _by_chance_alone(moments, np.where(occurring, rate, rate[occurring].min()) * usual_size(sizes))
    variance, prior = np.maximum(variance, least), np.maximum(prior, least)
    scale = _group_scale(counts, sizes, rate, group, moments, means, information, variance)
    return RootScores(means, information, third, fourth, variance, prior, df + prior_df,
                      np.ones(n_groups) if weight is None else weight, scale)


def usual_size(sizes: NDArray) -> float:
    """Return the geometric mean of the sizes of units."""
    return float(np.exp(np.log(sizes).mean()))


def _by_chance_alone(moments: RootMoments, expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the variance of scores of words without bursts: no text scatters less than chance.

    Few units with few occurrences often agree by chance, and would make a trend that is too low.
    """
    poisson = RootMoments.between(float(expected.min()), float(expected.max()), LEAST_CHANCE)
    return (poisson.at(expected)[1] / moments.at(expected)[1]) ** 2


def _group_scale(counts: sparse.csr_matrix, sizes: NDArray, rate: NDArray, group: NDArray, moments: RootMoments,
                 means: NDArray, information: NDArray, variance: NDArray) -> NDArray[np.float64]:
    """Return how much wider than expected the scores of each group scatter, over many words, shape (G,).

    Where long and short units, or one group and another, differ otherwise than the model says, the
    variance of a mean is ``Σ h² (z - h mean)²`` and not ``σ² Σ h²`` (White 1980); one word cannot tell
    that, many words together can.
    """
    n_groups = len(means)
    asked = np.flatnonzero(rate * sizes.sum() >= FREQUENT)
    asked = asked[np.linspace(0, len(asked) - 1, min(len(asked), WORDS_ASKED)).astype(int)] if len(asked) else asked
    found, wanted = np.zeros(n_groups), np.zeros(n_groups)
    columns = counts.tocsc()
    for v in asked:
        mean, deviation, slope, *_ = moments.at(sizes * rate[v])
        h = slope / deviation
        left = (np.sqrt(columns[:, [v]].toarray().ravel()) - mean) / deviation - h * means[group, v]
        leverage = h**2 / information[group, v]
        found += np.bincount(group, h**2 * left**2, n_groups) / information[:, v] / variance[v]
        wanted += np.bincount(group, h**2 * (1 - leverage), n_groups) / information[:, v]
    enough = wanted > LEAST_LEFT * max(len(asked), 1)
    if len(asked) < LEAST_ASKED:
        return np.ones(n_groups)
    return np.where(enough, np.divide(found, wanted, out=np.ones(n_groups), where=wanted > 0), 1.0)
