"""The moderated comparison of rates: what `keyness` reports of every contrast.

See `textmine.stats.burst_rates` for the test, `textmine.stats.rate_ratios` for the interval and
`textmine.stats.composition` for the size factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.keywords.contrasts import Contrasts
from textmine.stats.burst_rates import LEAST_BURSTINESS, RateSums, RootScores, root_scores
from textmine.stats.composition import LEAST_EXPECTED, size_factor
from textmine.stats.rate_ratios import LinearScatter, Side, equivalence_p, ratio_interval, ratio_test


@dataclass(frozen=True, eq=False)
class ModeratedRates:
    """Rates of G groups, fitted once for all contrasts among them.

    Attributes
    ----------
    contrasts : Contrasts
    sums : RateSums
    burstiness : float
        φ, of all words.
    factors : array of shape (T,)
        Size factor of each target.
    scores : RootScores or None
        None where no group has two units.
    scatter : LinearScatter or None
    """

    contrasts: Contrasts
    sums: RateSums
    burstiness: float
    factors: NDArray[np.float64]
    scores: RootScores | None
    scatter: LinearScatter | None

    @classmethod
    def of(cls, contrasts: Contrasts, n_threads: int = 1) -> ModeratedRates:
        """Fit size factors, burstiness, and the scatter of every word."""
        filled = contrasts.filled
        counts, sizes, group = contrasts.counts[filled], contrasts.sizes[filled], contrasts.units.group[filled]
        n_groups = len(contrasts.groups.labels)
        sums = RateSums.of(counts, sizes, group, n_groups)
        burstiness = sums.burstiness() if sums.df else LEAST_BURSTINESS
        factors = np.array([_factor(sums, burstiness, contrasts, row) for row in range(len(contrasts.targets))])
        share = np.ones(n_groups)
        if contrasts.known is None:
            share[list(contrasts.targets)] = factors ** ((n_groups - 1) / n_groups)
        if not sums.df:
            return cls(contrasts, sums, burstiness, factors, None, None)
        scores = root_scores(counts, sizes * share[group], group, n_groups, burstiness, n_threads)
        return cls(contrasts, sums, burstiness, factors, scores, LinearScatter.of(sums, burstiness, share))

    @property
    def replicated(self) -> bool:
        """Whether a group has two units, so that there is something to test with."""
        return self.scores is not None

    def test(self, row: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return z and p of every word for one target; NaN for a word that does not occur."""
        target, weights = self.contrasts.targets[row], self.contrasts.weights[row]
        if self.scores is None:
            nothing = np.full(self.sums.totals.shape[1], np.nan)
            return nothing, nothing
        if self.contrasts.known is not None:
            assert self.scatter is not None
            return ratio_test(*self.sides(row), self.scatter)
        n_groups = len(weights)
        share = np.zeros(n_groups)
        share[list(self.contrasts.targets)] = np.log(self.factors) * (n_groups - 1) / n_groups
        shift = np.log(self.factors[row]) - (share[target] - weights @ share)
        return self.scores.contrast(target, weights, shift)

    def omnibus(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return F and p of one rate in all groups, size factors taken out; NaN for a word that does not occur."""
        if self.scores is None:
            nothing = np.full(self.sums.totals.shape[1], np.nan)
            return nothing, nothing
        return self.scores.omnibus()

    @property
    def note(self) -> str:
        """What to mind of all rows: units without tokens, no replication, and what the contrasts say."""
        contrasts, empty = self.contrasts, int((~self.contrasts.filled).sum())
        return "; ".join(filter(None, [
            f"{empty} {contrasts.units.unit}s without tokens not counted" if empty else "",
            "" if self.replicated else "one unit in every group: nothing to test with; segment the texts",
            contrasts.note, contrasts.units.note,
        ]))

    def sides(self, row: int) -> tuple[Side, Side]:
        """Return one target, its size factor taken out, and its reference."""
        known, target = self.contrasts.known, Side.group(self.sums, self.contrasts.targets[row], self.factors[row])
        if known is None:
            return target, Side.mean(self.sums, self.contrasts.weights[row])
        return target, Side.known(known[:-1] / known[-1], float(known[-1]))

    def interval(self, row: int, words: NDArray[np.int64], error: float) -> tuple[NDArray, NDArray]:
        """Return the interval of the adjusted log2 ratio of some words; NaN where nothing replicates."""
        if self.scatter is None:
            nothing = np.full(len(words), np.nan)
            return nothing, nothing
        target, reference = self.sides(row)
        return ratio_interval(target.take(words), reference.take(words), self.scatter.take(words), error)

    def equivalence(self, row: int, margin: float) -> NDArray[np.float64]:
        """Return p of "the log2 ratio is outside ± margin" for every word of one target."""
        if self.scatter is None:
            return np.full(self.sums.totals.shape[1], np.nan)
        return equivalence_p(*self.sides(row), self.scatter, margin)


def _factor(sums: RateSums, burstiness: float, contrasts: Contrasts, row: int) -> float:
    """Return the size factor of one target against its reference."""
    target, weights, known = contrasts.targets[row], contrasts.weights[row], contrasts.known
    spread = sums.squares / sums.sizes**2
    if known is None:
        others = weights > 0
        total = sums.totals[target] + sums.totals[others].sum(axis=0)
        n_reference = float(sums.sizes[others].sum())
        rate = total / (sums.sizes[target] + n_reference)
        there = weights @ sums.rates
        noise = (weights[others]**2 / sums.sizes[others]).sum(), (weights[others]**2 * spread[others]).sum()
    else:
        n_reference = float(known[-1])
        total = sums.totals[target] + known[:-1]
        rate, there = total / (sums.sizes[target] + n_reference), known[:-1] / n_reference
        noise = 1 / n_reference, 0.0
    asked = np.flatnonzero(rate * min(sums.sizes[target], n_reference) >= LEAST_EXPECTED)
    here = (sums.totals[target, asked] + 0.5) / sums.sizes[target]
    ratios = np.log(here) - np.log(there[asked] + 0.5 / n_reference)
    variance = (1 / sums.sizes[target] + noise[0]) / rate[asked] + burstiness * (spread[target] + noise[1])
    return size_factor(ratios, variance)
