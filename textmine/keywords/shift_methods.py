"""The methods of `word_shift`, by name: a table of functions with one signature.

Each takes the counts of target and reference, arrays of shape (..., V), and returns what every
word contributes; a row adds up to the total that is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.stats.divergence import (
    jensen_shannon_shift,
    kullback_leibler_shift,
    proportion_shift,
    proportions,
    rank_turbulence_shift,
    tsallis_shift,
    weighted_average_shift,
)

HALF = 0.5
"""Added to every count for Kullback-Leibler (Krichevsky & Trofimov 1981)."""

ORDERED = ("tsallis", "rtd")
TURBULENCE = 1 / 3
"""The order of rank-turbulence divergence, unless another is given."""


@dataclass(frozen=True, eq=False)
class Shift:
    """One method with its settings.

    Attributes
    ----------
    method : str
        One of `METHODS`.
    alpha : float
        Order, for those that have one.
    scores : array of shape (V,), optional
        NaN for a term without a score.
    reference_value : float, optional
    """

    method: str
    alpha: float = 1.0
    scores: NDArray[np.float64] | None = None
    reference_value: float | None = None

    def contributions(self, a: NDArray, b: NDArray) -> NDArray[np.float64]:
        """Return what each term contributes, for counts of shape (..., V)."""
        return METHODS[self.method](self, a, b)

    def totals(self, a: NDArray, b: NDArray) -> NDArray[np.float64]:
        """Return the total of each row, shape (...); NaN where a side has no words."""
        return self.contributions(a, b).sum(axis=-1)

    def shares(self, counts: NDArray) -> NDArray[np.float64]:
        """Return the proportions that the formula takes for one side."""
        if self.method == "kl":
            return proportions(counts, HALF)
        if self.scores is not None:
            return proportions(np.where(np.isnan(self.scores), 0, counts))
        return proportions(counts)

    def anchored(self, b: NDArray) -> Shift:
        """Return the method with the average score of the reference as reference value, if none is given."""
        if self.scores is None or self.reference_value is not None:
            return self
        return replace(self, reference_value=float((self.shares(b) * np.nan_to_num(self.scores)).sum()))


def _jensen_shannon(shift: Shift, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    return jensen_shannon_shift(shift.shares(a), shift.shares(b))


def _kullback_leibler(shift: Shift, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    return kullback_leibler_shift(shift.shares(a), shift.shares(b))


def _tsallis(shift: Shift, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    return tsallis_shift(shift.shares(a), shift.shares(b), shift.alpha)


def _proportion(shift: Shift, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    return proportion_shift(shift.shares(a), shift.shares(b))


def _rank_turbulence(shift: Shift, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    return rank_turbulence_shift(a, b, shift.alpha)


def _weighted_average(shift: Shift, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    scores = np.nan_to_num(np.asarray(shift.scores))
    return weighted_average_shift(shift.shares(a), shift.shares(b), scores, scores, shift.reference_value or 0.0)


METHODS: dict[str, Callable[[Shift, NDArray, NDArray], NDArray[np.float64]]] = {
    "jsd": _jensen_shannon, "kl": _kullback_leibler, "tsallis": _tsallis, "rtd": _rank_turbulence,
    "weighted_average": _weighted_average, "proportion": _proportion,
}


def chosen_method(
    method: str, alpha: float | None, scores: Mapping[str, float] | None, reference_value: float | None,
    terms: tuple[str, ...],
) -> Shift:
    """Return a method with its settings, or say what is wrong with them.

    Raises
    ------
    ValueError
        For an unknown method, a setting that the method needs, or one that it does not know.
    """
    _check.one_of("method", method, METHODS)
    order = _order(method, alpha)
    if method != "weighted_average":
        for name, value in (("scores", scores), ("reference_value", reference_value)):
            if value is not None:
                raise ValueError(f"{name} must be None for method {method!r}, got {value!r}: "
                                 "pass method='weighted_average'")
        return Shift(method, order)
    if reference_value is not None and not (_is_number(reference_value) and np.isfinite(reference_value)):
        raise ValueError(f"reference_value must be a finite number or None, got {reference_value!r}")
    return Shift(method, order, _scores(scores, terms), reference_value)


def _order(method: str, alpha: float | None) -> float:
    """Return the order of a method that has one, and 1 for the others."""
    if method not in ORDERED:
        if alpha is not None:
            raise ValueError(f"alpha must be None for method {method!r}, which has no order, got {alpha!r}")
        return 1.0
    if method == "rtd":
        alpha = TURBULENCE if alpha is None else alpha
        if not (_is_number(alpha) and alpha >= 0):
            raise ValueError(f"alpha must be a number of at least 0, or inf, for method 'rtd', got {alpha!r}")
    elif alpha is None or not (_is_number(alpha) and 0 < alpha < np.inf):
        raise ValueError(f"alpha must be a number above 0 for method 'tsallis', got {alpha!r}: below 1 rare words "
                         "weigh more, above 1 frequent ones")
    return float(alpha)


def _is_number(value: object) -> bool:
    """Return whether a value is a real number, no bool and no NaN."""
    return isinstance(value, Real) and not isinstance(value, bool) and value == value


def _scores(scores: Mapping[str, float] | None, terms: tuple[str, ...]) -> NDArray[np.float64]:
    """Return the score of each term, NaN for those without one."""
    scores = scores.to_dict() if isinstance(scores, pd.Series) else scores
    if not isinstance(scores, Mapping):
        raise ValueError("scores must be a mapping of terms to numbers for method 'weighted_average', such as "
                         f"{{'peace': 8.0, 'war': 1.8}}, got {scores!r}")
    wrong = next((term for term, score in scores.items() if not (_is_number(score) and np.isfinite(score))), None)
    if wrong is not None:
        raise ValueError(f"scores must be finite numbers, got {scores[wrong]!r} for {wrong!r}")
    values = np.array([scores.get(term, np.nan) for term in terms], dtype=float)
    if np.isnan(values).all():
        first = next(iter(scores), "")
        raise ValueError(f"scores must be of terms of the table, got none that is, such as {first!r}."
                         f"{_check.nearest(first, terms)}")
    return values
