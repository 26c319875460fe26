"""Intervals for the ratio of two rates of a bursty word.

The interval holds every ratio ρ that the data do not contradict: the difference ``m_t - ρ m_r`` of the
mean rates is set against the scatter it would have if ρ were true.  It always holds the
observed ratio, needs no logarithm of zero, and is one-sided where a word is absent.

References
----------
Cox, D. R. and Hinkley, D. V. (1974). Theoretical Statistics. Chapman & Hall,
section 7.2 (intervals from inverted score tests).
Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach for
assessing the equivalence of average bioavailability. Journal of Pharmacokinetics and
Biopharmaceutics 15, 657-680.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from textmine.stats.burst_rates import RateSums
from textmine.stats.linear_scatter import LinearScatter
from textmine.stats.skewed import signed_deviate, two_sided, upper_tail

HALVINGS, WIDEST = 44, 40.0
"""Steps of the search for a limit, and the log2 ratio beyond which there is none."""


@dataclass(frozen=True, eq=False)
class Side:
    """The mean rate of one side, and what its cumulants are made of.

    Attributes
    ----------
    rate : array of shape (V,)
    size : float
        Tokens.
    poisson, burst : arrays of shape (V,) or floats
        At rate μ the variance of the mean rate is ``σ² (μ poisson + φ μ² burst)``.
    third : triple of arrays of shape (V,) or floats
        Its third cumulant is ``σ³ (μ third[0] + 3 φ μ² third[1] + 2 φ² μ³ third[2])``.
    """

    rate: NDArray[np.float64]
    size: float
    poisson: Any
    burst: Any
    third: tuple[Any, Any, Any]

    @classmethod
    def group(cls, sums: RateSums, group: int, factor: float = 1.0, scale: float = 1.0) -> Side:
        """Return one group, its size factor taken out; `scale` is how much wider than others it scatters."""
        n, spread, wider = float(sums.sizes[group]), float(sums.squares[group]), scale**1.5
        return cls(sums.rates[group] / factor, n * factor, scale / (n * factor), scale * spread / n**2,
                   (wider / (n * factor)**2, wider * spread / (n**3 * factor), wider * float(sums.cubes[group]) / n**3))

    @classmethod
    def mean(cls, sums: RateSums, weights: NDArray[np.float64], scale: ArrayLike = 1.0) -> Side:
        """Return the weighted mean of groups; `weights` and `scale` of shape (G,), weights add up to 1."""
        used = np.flatnonzero(weights > 0)
        wide = np.broadcast_to(np.asarray(scale, dtype=float), weights.shape)[used, None]
        w, rates, n = weights[used, None], sums.rates[used], sums.sizes[used, None]
        mean = (w * rates).sum(axis=0)
        relative = np.divide(rates, mean, out=np.ones_like(rates), where=mean > 0)
        spread, cubes = sums.squares[used, None], sums.cubes[used, None]
        second, third = wide * w**2, wide**1.5 * w**3
        return cls(mean, float(n.sum()), (second * relative / n).sum(axis=0),
                   (second * relative**2 * spread / n**2).sum(axis=0),
                   ((third * relative / n**2).sum(axis=0), (third * relative**2 * spread / n**3).sum(axis=0),
                    (third * relative**3 * cubes / n**3).sum(axis=0)))

    @classmethod
    def known(cls, rate: NDArray[np.float64], size: float) -> Side:
        """Return rates that are uncertain by Poisson noise alone, such as those of a word list."""
        return cls(rate, size, 1 / size, 0.0, (1 / size**2, 0.0, 0.0))

    def cumulants(self, rate: NDArray[np.float64], burstiness: float) -> tuple[NDArray, NDArray]:
        """Return second and third cumulant of the mean rate, if its expectation is `rate` and σ is 1."""
        burst = burstiness * rate
        return (rate * (self.poisson + burst * self.burst),
                rate * (self.third[0] + 3 * burst * self.third[1] + 2 * burst**2 * self.third[2]))


def common_rate(target: Side, reference: Side, ratio: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the rate of the reference, by the tokens of both sides, if that of the target is `ratio` times it."""
    ratio = np.asarray(ratio, dtype=float)
    return (target.size * target.rate + reference.size * reference.rate) / (ratio * target.size + reference.size)


def score(target: Side, reference: Side, scatter: LinearScatter, log2_ratio: ArrayLike) -> tuple[NDArray, NDArray]:
    """Return t of the hypothesis that the ratio of rates is ``2 ** log2_ratio``, and the skewness of its numerator.

    Positive: the ratio is higher.
    """
    ratio = np.exp2(np.asarray(log2_ratio, dtype=float))
    rate = common_rate(target, reference, ratio)
    here, there = (side.cumulants(each, scatter.burstiness)
                   for side, each in ((target, ratio * rate), (reference, rate)))
    spread = here[0] + ratio**2 * there[0]
    difference, third = target.rate - ratio * reference.rate, here[1] - ratio**3 * there[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        t, skewness = difference / np.sqrt(scatter.variance * spread), third / spread**1.5
    return np.where(spread > 0, t, 0.0), np.where(spread > 0, skewness, 0.0)


def ratio_interval(target: Side, reference: Side, scatter: LinearScatter,
                   error: float = 0.05) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the interval of the log2 ratio of rates, target to reference.

    Parameters
    ----------
    target, reference : Side of V words
    scatter : LinearScatter of V words
    error : float, default 0.05
        Chance of missing the ratio, both sides together.

    Returns
    -------
    low, high : arrays of shape (V,)
        NaN where there is no limit: for a word absent from the target the lower, from the
        reference the upper one.

    Notes
    -----
    Each limit is the ratio at which one tail of t, corrected for skewness, holds ``error / 2``; found by
    bisection.
    """
    known = (target.rate > 0) & (reference.rate > 0)
    middle = np.where(target.rate > 0, WIDEST, -WIDEST)
    middle[known] = np.log2(target.rate[known] / reference.rate[known])
    limits = []
    for side in (-1.0, 1.0):
        inside, outside = middle.copy(), np.full(middle.shape, side * WIDEST)
        for _ in range(HALVINGS):
            tried = (inside + outside) / 2
            t, skewness = score(target, reference, scatter, tried)
            kept = upper_tail(-side * t, scatter.df, -side * skewness) >= error / 2
            inside, outside = np.where(kept, tried, inside), np.where(kept, outside, tried)
        limits.append(np.where(np.abs(inside) > WIDEST - 1, np.nan, inside))
    return limits[0], limits[1]


def ratio_test(target: Side, reference: Side, scatter: LinearScatter) -> tuple[NDArray, NDArray]:
    """Return z and two-sided p of equal mean rates; NaN for a word that neither side has."""
    t, skewness = score(target, reference, scatter, 0.0)
    t = np.where(target.rate + reference.rate > 0, t, np.nan)
    p = two_sided(t, scatter.df, skewness)
    return signed_deviate(t, p), p


def equivalence_p(target: Side, reference: Side, scatter: LinearScatter, margin: float) -> NDArray[np.float64]:
    """Return p of the hypothesis that the log2 ratio lies outside ±`margin` (two one-sided tests).

    Small p: the word is as frequent on both sides, to within the margin (Schuirmann 1987).
    """
    (above, lean), (below, lean_below) = (score(target, reference, scatter, side * margin) for side in (-1, 1))
    return np.maximum(upper_tail(above, scatter.df, lean), upper_tail(-below, scatter.df, -lean_below))
