"""The moderated comparison of rates: what `keyness` reports of every contrast.

See `textmine.stats.burst_rates` for the test, `textmine.stats.rate_ratios` for the interval and
`textmine.stats.composition` for the size factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from textmine._threads import available_threads
from textmine.keywords.contrasts import Contrasts
from textmine.stats.burst_rates import RateSums, RootScores, root_scores
from textmine.stats.composition import LEAST_EXPECTED, log_median, size_factor
from textmine.stats.linear_scatter import LinearScatter, Units
from textmine.stats.rate_ratios import Side, common_rate, equivalence_p, ratio_interval, ratio_test


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
    parts : array of shape (G,)
        The part of each group in them: natural logarithms.
    scores : RootScores or None
        None where no group has two units.
    scatter : LinearScatter or None
    """

    contrasts: Contrasts
    sums: RateSums
    burstiness: float
    factors: NDArray[np.float64]
    parts: NDArray[np.float64]
    scores: RootScores | None
    scatter: LinearScatter | None

    @classmethod
    def of(cls, contrasts: Contrasts) -> ModeratedRates:
        """Fit size factors, burstiness, and the scatter of every word, on all processors."""
        filled = contrasts.filled
        counts, sizes, group = contrasts.counts[filled], contrasts.sizes[filled], contrasts.units.group[filled]
        n_groups = len(contrasts.groups.labels)
        sums = RateSums.of(counts, sizes, group, n_groups)
        units = Units.of(counts, sizes, group, sums)
        burstiness = units.burstiness()
        factors = np.array([_factor(sums, burstiness, contrasts, row) for row in range(len(contrasts.targets))])
        parts = _parts(factors, contrasts)
        if not sums.df:
            return cls(contrasts, sums, burstiness, factors, parts, None, None)
        share = np.exp(parts)
        scores = root_scores(counts, sizes * share[group], group, n_groups, burstiness, contrasts.weight,
                             available_threads(None))
        return cls(contrasts, sums, burstiness, factors, parts, scores, LinearScatter.of(units, burstiness, share))

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
        target = self.contrasts.targets[row]
        left = np.log(self.factors[row]) - (self.parts[target] - self.contrasts.shares(target) @ self.parts)
        return self.scores.contrast(target, left)

    def omnibus(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return F and p of one rate in all groups, size factors taken out; NaN for a word that does not occur."""
        if self.scores is None:
            nothing = np.full(self.sums.totals.shape[1], np.nan)
            return nothing, nothing
        return self.scores.omnibus()

    @property
    def n_ratios(self) -> int:
        """How many ratios of rates there are: words that occur, times targets; two groups mirror each other."""
        known = self.contrasts.known
        occurring = np.count_nonzero(self.sums.all_totals + (0 if known is None else known[:-1]))
        mirrored = len(self.factors) == len(self.parts) == 2
        return int(occurring) * (1 if mirrored else len(self.factors))

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
        scale = 1.0 if self.scatter is None else self.scatter.scale
        return _sides(self.sums, self.contrasts, row, words, float(self.factors[row]), scale)

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


def _parts(factors: NDArray[np.float64], contrasts: Contrasts) -> NDArray[np.float64]:
    """Return the log of what each group takes in the size factors of the targets, shape (G,).

    A lone target takes all of its factor.  Where every group is a target, factors are ratios to the mean of the
    *others*, of which a group that weighs w of the whole takes ``1 - w``.
    """
    parts = np.zeros(len(contrasts.weight))
    if contrasts.known is None:
        targets = list(contrasts.targets)
        whole = len(targets) == 1
        parts[targets] = np.log(factors) * (1 if whole else 1 - contrasts.weight[targets] / contrasts.weight.sum())
    return parts


def _factor(sums: RateSums, burstiness: float, contrasts: Contrasts, row: int) -> float:
    """Return the size factor of one target against its reference: the ratio of rates of unchanged words."""
    target, known = contrasts.targets[row], contrasts.known
    size = float(sums.sizes[target])
    other = float(sums.sizes.sum()) - size if known is None else float(known[-1])
    there_rate = contrasts.shares(target) @ sums.rates if known is None else known[:-1] / other
    rate = (sums.totals[target] + other * there_rate) / (size + other)
    asked = np.flatnonzero(rate * min(size, other) >= LEAST_EXPECTED)
    here, there = _sides(sums, contrasts, row, asked)
    rate, ratios, variance = common_rate(here, there), np.zeros(len(asked)), np.zeros(len(asked))
    for side, sign in ((here, 1), (there, -1)):
        bursts = burstiness * np.broadcast_to(side.burst, rate.shape)
        ratios += sign * (np.log(side.rate + 0.5 / side.size) - log_median(bursts))
        variance += side.poisson / rate + bursts
    return size_factor(ratios, variance)


def _sides(sums: RateSums, contrasts: Contrasts, row: int, words: NDArray[np.int64] | None = None, factor: float = 1.0,
           scale: ArrayLike = 1.0) -> tuple[Side, Side]:
    """Return one target, a size factor taken out, and its reference; of all words, or of some."""
    target, known = contrasts.targets[row], contrasts.known
    if words is not None:
        sums = sums.take(words)
    scale = np.broadcast_to(np.asarray(scale, dtype=float), sums.sizes.shape)
    here = Side.group(sums, target, factor, float(scale[target]))
    if known is None:
        return here, Side.mean(sums, contrasts.shares(target), scale)
    rates = known[:-1] / known[-1]
    return here, Side.known(rates if words is None else rates[words], float(known[-1]))
