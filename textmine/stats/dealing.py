"""Dealing out: the units of two groups, pooled and dealt out anew.

Two halves of one text are never quite alike.  How alike they would be is seen when whole units, never tokens,
change sides, in the same numbers and with about the same tokens: units are dealt out among those of like
length, so that a group of long passages is compared with groups of long passages.

References
----------
Good, P. (2005). Permutation, Parametric, and Bootstrap Tests of Hypotheses. Springer; section 2.4, blocks.
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero.
Statistical Applications in Genetics and Molecular Biology 9(1), article 39.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

UNITS_IN_STRATUM = 5
"""Units of like length among which labels change places: fewer leave too few orders.  Where one group's passages are
three times as long as the other's, strata of 5 hold the size of a test at 5 %, of 8 at 9; none at all, 100."""

TOLERANCE = 1e-9
"""Values that differ by less, relative to 1 + value, are equal."""


class Chance(NamedTuple):
    """A value among those that chance gives.

    Attributes
    ----------
    mean, deviation : float
        Of the dealt values.
    z : float
        Deviations that the observed value lies above the mean; NaN without any spread.
    percentile : float
        The share of dealt values at or below the observed one, in percent.
    p_value : float
        Of a value so low.
    """

    mean: float
    deviation: float
    z: float
    percentile: float
    p_value: float


def strata_of(sizes: NDArray) -> list[NDArray[np.int64]]:
    """Return units of like size together: runs of about `UNITS_IN_STRATUM` in the order of sizes.

    Parameters
    ----------
    sizes : array of shape (n,)

    Examples
    --------
    >>> [stratum.tolist() for stratum in strata_of(np.array([5, 1, 3]))]
    [[1, 2, 0]]
    """
    order = np.argsort(sizes, kind="stable")
    return np.array_split(order, max(1, len(order) // UNITS_IN_STRATUM))


def dealt(first: NDArray[np.bool_], sizes: NDArray, n_orders: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return which units the first of two groups gets: as they are, then dealt out anew.

    Parameters
    ----------
    first : bool array of shape (n,)
        Whether a unit is in the first group.
    sizes : array of shape (n,)
        Tokens of each unit.
    n_orders : int
        B.
    rng : numpy.random.Generator

    Returns
    -------
    bool array of shape (1 + B, n)
        Every row gives the group as many units of each stratum of `strata_of` as it has.

    Examples
    --------
    >>> rows = dealt(np.array([True, True, False]), np.array([9, 8, 7]), 3, np.random.default_rng(0))
    >>> rows.sum(axis=1).tolist()
    [2, 2, 2, 2]
    """
    keys = rng.random((n_orders, len(first)))
    rows = np.zeros((1 + n_orders, len(first)), dtype=bool)
    rows[0] = first
    below = np.arange(1, 1 + n_orders)[:, None]
    for stratum in strata_of(sizes):
        held = int(first[stratum].sum())
        rows[below, stratum[np.argsort(keys[:, stratum], axis=1)[:, :held]]] = True
    return rows


def against_chance(values: NDArray) -> Chance:
    """Return how an observed value, the first, stands among dealt ones.

    Parameters
    ----------
    values : array of shape (1 + B,)
        NaN where a deal gave no value: it counts as low as the observed one.

    Notes
    -----
    ``p = (1 + how many dealt values are no higher) / (1 + B)`` (Phipson & Smyth 2010).

    Examples
    --------
    >>> against_chance(np.array([0.5, 0.5, 0.7, 0.9])).p_value
    0.5
    """
    observed, drawn = float(values[0]), values[1:]
    known = drawn[~np.isnan(drawn)]
    if np.isnan(observed) or not known.size:
        return Chance(np.nan, np.nan, np.nan, np.nan, np.nan)
    low = ~(drawn > observed + TOLERANCE * (1 + abs(observed)))
    deviation = float(known.std(ddof=1)) if known.size > 1 else 0.0
    z = (observed - float(known.mean())) / deviation if deviation > TOLERANCE else np.nan
    return Chance(float(known.mean()), deviation, z, float(100 * low.mean()), float((1 + low.sum()) / (1 + len(drawn))))
