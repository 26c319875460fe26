"""Statistic and p of every contrast, by whatever measure was asked for.

The moderated test and the permutation of units see all groups at once; the measures of the catalogue
take one target and its pooled reference at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.keywords.contrasts import Contrasts
from textmine.keywords.measures import Sides, known_options, measure_named
from textmine.keywords.moderated import ModeratedRates
from textmine.stats.resampling import group_against_rest, permutation_test

MODERATED, PERMUTATION = "moderated", "permutation"


@dataclass(frozen=True, eq=False)
class Tested:
    """Statistic and p of V terms for T targets.

    Attributes
    ----------
    statistic, p_value : arrays of shape (T, V)
        NaN where there is none.
    unit : str
        What was taken for one observation.
    adjusted : array of shape (T, V), optional
        p adjusted for all terms and groups, where the measure does that itself.
    """

    statistic: NDArray[np.float64]
    p_value: NDArray[np.float64]
    unit: str
    adjusted: NDArray[np.float64] | None = None


def tested(model: ModeratedRates, measure: str, options: Mapping[str, Any], random_state: int) -> Tested:
    """Return statistic and p of all contrasts.

    Raises
    ------
    ValueError
        For an unknown measure or option, and for a measure of documents against a word list.
    """
    found = model.contrasts
    rows = range(len(found.targets))
    if measure == MODERATED:
        known_options(measure, options, ())
        return _stacked([model.test(row) for row in rows], found.units.unit)
    named = measure_named(measure, others=(MODERATED,))
    if found.known is not None and named.unit == "unit":
        raise ValueError(f"measure must be one of tokens where the reference is a word list, got {measure!r}: it "
                         "compares documents")
    given = {"random_state": random_state, **options} if "random_state" in named.options else dict(options)
    if measure == PERMUTATION:
        named.check(given)
        return _permuted(found, **{**named.options, **given})
    return _stacked([named.compute(_sides(found, row), **given) for row in rows],
                    "token" if named.unit == "token" else found.units.unit)


def _stacked(pairs: Sequence[tuple[NDArray, NDArray]], unit: str) -> Tested:
    """Return the statistics and p of all targets in one."""
    return Tested(np.array([statistic for statistic, _ in pairs]), np.array([p for _, p in pairs]), unit)


def _permuted(found: Contrasts, n_permutations: int, max_t: bool, random_state: int) -> Tested:
    """Return signed G² with p from exchanging units between groups; all groups in one pass."""
    units = found.counts, found.sizes, found.units.group, len(found.groups.labels)
    test = permutation_test(*units, n_permutations, random_state, max_t=max_t)
    rows = list(found.targets)
    a, n1, b, n2 = group_against_rest(*units)
    sign = np.sign(a * n2 - b * n1)[rows]
    adjusted = None if test.p_adjusted is None else test.p_adjusted[rows]
    return Tested(sign * test.statistic[rows], test.p_value[rows], found.units.unit, adjusted)


def _sides(found: Contrasts, row: int) -> Sides:
    """Return one target and its reference, pooled."""
    member, table = found.units.group, found.table
    sides = Sides.of(found.counts, found.sizes, member == found.targets[row])
    where = found.side(found.targets[row])
    held = (table.counts > 0).astype(float)
    docs = [np.asarray(held[where == which].sum(axis=0)).ravel() for which in (1, 0)]
    b, n2 = (sides.b, sides.n2) if found.known is None else (found.known[:-1], float(found.known[-1]))
    return Sides(sides.a, sides.n1, b, n2, docs[0], docs[1], int((where == 1).sum()), int((where == 0).sum()),
                 sides.counts, sides.sizes, sides.target)
