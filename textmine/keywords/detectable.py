"""What a comparison could have found: the smallest difference that these texts would show.

"No difference" from five articles a side may only mean that nothing short of a fivefold rate would have been
seen.  Before a study this tells how many texts are needed, after it what the absence of a keyword is worth.

References
----------
Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences, 2nd ed. Erlbaum, section 1.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2, norm

from textmine import _check
from textmine.docterm import DocTerm
from textmine.keywords.contrasts import contrasts
from textmine.keywords.moderated import ModeratedRates
from textmine.stats.effect_size import PER_MILLION
from textmine.stats.root_moments import RootMoments
from textmine.stats.skewed import two_sided

RATES = (10, 30, 100, 300, 1_000, 3_000, 10_000)
WIDEST, HALVINGS = 12.0, 50
N_WORDS = 99
"""Words that stand for all of one frequency, from the most even to the most bursty."""


@_check.hinted
def minimum_detectable(
    table: DocTerm, by: str | None = None, *, target: str | None = None, reference: Any = None,
    rates: Sequence[float] = RATES, power: float = 0.8, error_rate: float = 0.05, weighting: str = "groups",
    unit: str = "auto",
) -> pd.DataFrame:
    """Return the smallest difference in use that `keyness` would find, by how frequent a term is.

    Parameters
    ----------
    table, by, target, reference, weighting, unit
        As for `keyness`; the reference must be documents, since a word list has no units.
    rates : sequence of float, default 10 to 10,000
        Bands: occurrences per million tokens in all documents compared.
    power : float, default 0.8
        Chance that p is at most `error_rate` if the difference is as large as said.
    error_rate : float, default 0.05
        Of one test.  For the first find in a list of V terms ask for ``0.05 / V``.

    Returns
    -------
    pandas.DataFrame
        A row for each target and band: ``group``, ``reference``, ``rate``, ``expected_target``,
        ``expected_reference`` (occurrences, if there is no difference), ``log_ratio_more``, ``log_ratio_less``
        (smallest log2 ratio above and below 0 that is found; missing where none is), ``times_more``,
        ``times_less`` (the same as factors), ``power``, ``error_rate``, ``unit``, ``units_target``,
        ``units_reference``, ``note``.

    Raises
    ------
    TypeError, ValueError
        As for `keyness`; and where no group has two units.

    Notes
    -----
    The mean over terms of that rate, which differ in how bursty they are as those of the table do; the test is that
    of ``measure="moderated"``.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace and war and talks"] * 40
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "B"] * 20})
    >>> found = tm.minimum_detectable(tm.tokenize(corpus).count(), by="side", rates=[100_000], target="A")
    >>> found[["group", "rate", "expected_target"]]
      group    rate  expected_target
    0     A  100000             10.0
    """
    _check.between("power", power, 0.05, 1)
    _check.between("error_rate", error_rate, 0, 1)
    if isinstance(rates, str) or not np.ndim(rates) or not len(rates):
        raise ValueError(f"rates must be a list of numbers, at least one, got {rates!r}: as in [100, 1000]")
    for rate in rates:
        _check.between("rates", rate, 0, PER_MILLION)
    found = contrasts(table, by, target, reference, weighting, unit)
    if found.known is not None:
        raise ValueError("reference must be documents, got a word list: its units are unknown")
    model = ModeratedRates.of(found)
    if model.scores is None:
        raise ValueError(f"by must give some group two units, got one {found.units.unit} in each of "
                         f"{len(found.groups.labels)} groups: segment the texts")
    rows = [_row(model, row, rate, power, error_rate) for row in range(len(found.targets)) for rate in rates]
    return pd.DataFrame(rows).assign(power=power, error_rate=error_rate, unit=found.units.unit, note=model.note)[
        ["group", "reference", "rate", "expected_target", "expected_reference", "log_ratio_more", "log_ratio_less",
         "times_more", "times_less", "power", "error_rate", "unit", "units_target", "units_reference", "note"]]


def _row(model: ModeratedRates, row: int, rate: float, power: float, error_rate: float) -> dict[str, Any]:
    """Return what is found of one band by one target."""
    found, sums = model.contrasts, model.sums
    target = found.targets[row]
    weights = found.shares(target)
    others = weights > 0
    design = _Design(model, target, weights, rate / PER_MILLION)
    more, less = (design.smallest(side, power, error_rate) for side in (1, -1))
    return {
        "group": found.groups.labels[target], "reference": found.reference[row], "rate": rate,
        "expected_target": rate / PER_MILLION * sums.sizes[target],
        "expected_reference": rate / PER_MILLION * sums.sizes[others].sum(),
        "log_ratio_more": more, "log_ratio_less": less, "times_more": 2**more, "times_less": 2**less,
        "units_target": int(sums.n_units[target]), "units_reference": int(sums.n_units[others].sum()),
    }


class _Design:
    """The test of one target at one rate: what it expects, and what it would see."""

    def __init__(self, model: ModeratedRates, target: int, weights: NDArray[np.float64], rate: float):
        found, scores = model.contrasts, model.scores
        assert scores is not None
        self.rate, self.burstiness, self.df = rate, model.burstiness, scores.df
        self.sizes, self.group = found.sizes[found.filled], found.units.group[found.filled]
        total = model.sums.all_totals
        used = np.argsort(total, kind="stable")
        self.prior = float(np.interp(np.log(rate * self.sizes.sum()), np.log(np.maximum(total[used], 1)),
                                     scores.prior[used]))
        self.moments = RootMoments.between(rate * self.sizes.min() * 2**-WIDEST, rate * self.sizes.max() * 2**WIDEST,
                                           model.burstiness)
        self.weights, self.target = weights, target
        sign = np.where(np.arange(len(weights)) == target, 1.0, -weights)
        mean, deviation, slope, skewness, _ = self.moments.at(rate * self.sizes)
        h = slope / deviation
        information = np.bincount(self.group, h**2, minlength=len(weights))
        self.each = h / information[self.group] * sign[self.group]
        self.mean, self.deviation = mean, deviation
        self.unit_spread = float((self.each**2).sum())
        own, shared = model.sums.df, max(scores.df - model.sums.df, 1.0)
        self.variances = self.prior * shared / chi2.ppf((np.arange(N_WORDS) + 0.5) / N_WORDS, shared)
        self.judged = (shared * self.prior + own * self.variances) / (shared + own)
        self.skewness = float((self.each**3 * skewness).sum() / (self.each**2).sum() ** 1.5)

    def sees(self, log2_ratio: float) -> tuple[float, float]:
        """Return mean and standard deviation of the contrast of a word of variance 1, if the rates differ so."""
        side = self.group == self.target
        size = self.sizes[side].sum(), self.sizes[~side & (self.weights[self.group] > 0)].sum()
        reference = self.rate * (size[0] + size[1]) / (2**log2_ratio * size[0] + size[1])
        expected = self.sizes * np.where(side, reference * 2**log2_ratio, reference)
        mean, deviation, *_ = self.moments.at(expected)
        scores = (mean - self.mean) / self.deviation
        return float(self.each @ scores), float(np.sqrt(self.each**2 @ (deviation / self.deviation) ** 2))

    def smallest(self, side: int, power: float, error_rate: float) -> float:
        """Return the smallest log2 ratio on one side that is found with this power; NaN if none is."""
        limits = self._critical(error_rate) * np.sqrt(self.judged * self.unit_spread)
        low, high = 0.0, WIDEST
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            mean, deviation = self.sees(side * middle)
            seen = norm.sf((limits - side * mean) / (deviation * np.sqrt(self.variances))).mean() >= power
            low, high = (low, middle) if seen else (middle, high)
        return float("nan") if high > WIDEST - 0.01 else side * high

    def _critical(self, error_rate: float) -> float:
        """Return the t at which p is `error_rate`."""
        low, high = 0.0, 200.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if two_sided(middle, self.df, self.skewness) > error_rate else (low, middle)
        return high
