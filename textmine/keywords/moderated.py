"""The moderated comparison of rates: what `keyness` reports of every contrast.

See `textmine.stats.burst_rates` for the test, `textmine.stats.rate_ratios` for the interval and
`textmine.stats.composition` for the size factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine._threads import available_threads
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
    def of(cls, contrasts: Contrasts) -> ModeratedRates:
        """Fit size factors, burstiness, and the scatter of every word, on all processors."""
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
        scores = root_scores(counts, sizes * share[group], group, n_groups, burstiness, contrasts.weight,
                             available_threads(None))
        return cls(contrasts, sums, burstiness, factors, scores, LinearScatter.of(sums, burstiness, share))

    @property
    def replicated(self) -> bool:
        """Whether a group has two units, so that there is something to test with."""
        return self.scores is not None

    def test(self, row: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return z and p of every word for one target; NaN for a word that does not occur."""
        if self.scores is None:
            nothing = np.full(self.sums.totals.shape[1], np.nan)
            return nothing, nothing
        if self.contrasts.known is not None:
            assert self.scatter is not None
            return ratio_test(*self.sides(row), self.scatter)
        target, n_groups = self.contrasts.targets[row], len(self.contrasts.weight)
        taken = np.zeros(n_groups)
        taken[list(self.contrasts.targets)] = np.log(self.factors) * (n_groups - 1) / n_groups
        left = np.log(self.factors[row]) - (taken[target] - self.contrasts.shares(target) @ taken)
        return self.scores.contrast(target, left)

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
            f"{empty} {contrasts.units.unit}{'s' * (empty != 1)} without tokens not counted" if empty else "",
            "" if self.replicated else "one unit in every group: nothing to test with; segment the texts",
            contrasts.note, contrasts.units.note,
        ]))

    def sides(self, row: int, words: NDArray[np.int64] | None = None) -> tuple[Side, Side]:
        """Return one target, its size factor taken out, and its reference; of all words, or of some."""
        target, known = self.contrasts.targets[row], self.contrasts.known
        sums = self.sums if words is None else self.sums.take(words)
        here = Side.group(sums, target, self.factors[row])
        if known is None:
            return here, Side.mean(sums, self.contrasts.shares(target))
        rates = known[:-1] / known[-1]
        return here, Side.known(rates if words is None else rates[words], float(known[-1]))

    def interval(self, row: int, words: NDArray[np.int64], error: float) -> tuple[NDArray, NDArray]:
        """Return the interval of the adjusted log2 ratio of some words; NaN where nothing replicates."""
        if self.scatter is None:
            nothing = np.full(len(words), np.nan)
            return nothing, nothing
        return ratio_interval(*self.sides(row, words), self.scatter.take(words), error)

    def equivalence(self, row: int, margin: float) -> NDArray[np.float64]:
        """Return p of "the log2 ratio is outside ± margin" for every word of one target."""
        if self.scatter is None:
            return np.full(self.sums.totals.shape[1], np.nan)
        return equivalence_p(*self.sides(row), self.scatter, margin)


def _factor(sums: RateSums, burstiness: float, contrasts: Contrasts, row: int) -> float:
    """Return the size factor of one target against its reference."""
    target, known = contrasts.targets[row], contrasts.known
    n_target, spread = float(sums.sizes[target]), sums.squares / sums.sizes**2
    if known is None:
        n_reference, total = float(sums.sizes.sum() - n_target), sums.all_totals
        shares = contrasts.shares(target)
        noise = float((shares**2 / sums.sizes).sum()), float((shares**2 * spread).sum())
    else:
        n_reference, total = float(known[-1]), sums.totals[0] + known[:-1]
        noise = 1 / n_reference, 0.0
    rate = total / (n_target + n_reference)
    asked = np.flatnonzero(rate * min(n_target, n_reference) >= LEAST_EXPECTED)
    there = shares @ sums.rates[:, asked] if known is None else known[asked] / n_reference
    here = (sums.totals[target, asked] + 0.5) / n_target
    ratios = np.log(here) - np.log(there + 0.5 / n_reference)
    variance = (1 / n_target + noise[0]) / rate[asked] + burstiness * (spread[target] + noise[1])
    return size_factor(ratios, variance)
