"""How alike two groups would be if they were one text: the null of a similarity.

A value of .6 says little: two random halves of one text have .9 in counts and .4 in tf-idf, and less the
shorter they are.  The null pools the units of two groups and deals them out anew, in the same numbers and lengths,
and measures again.  The observed value stands among those with z and percentile; "as similar as two random
halves of the pooled passages" is a percentile that is not low.  Any measure can be asked in this way, also
one that has no valid interval.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import available_threads, check_stopped, gather
from textmine.proximity.spaces import Space
from textmine.proximity.units import Units, gram
from textmine.stats.dealing import Chance, against_chance, dealt

Measure = Callable[[NDArray[np.float64]], NDArray[np.float64]]

N_ORDERS = 999
MOST_IN_GRAM = 1000
"""Units of a pair whose products with each other are made once, for all orders."""

CELLS_IN_BATCH = 2_000_000


@dataclass(frozen=True, eq=False)
class Null:
    """P pairs of groups against their nulls; arrays of shape (P,), NaN where there is no value.

    Attributes
    ----------
    observed
        The plug-in value.
    mean, deviation
        Of the values under the null.
    z, percentile
        Of the observed value among them; percent from 0 to 100.
    p_value
        Of a value so low: `textmine.stats.dealing.against_chance`.
    """

    observed: NDArray[np.float64]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    z: NDArray[np.float64]
    percentile: NDArray[np.float64]
    p_value: NDArray[np.float64]


def relabelling_null(
    space: Space, index: NDArray, group: NDArray, pairs: NDArray, *, sizes: NDArray, names: Sequence[str],
    measure: Measure | None = None, n_orders: int = N_ORDERS, random_state: int = 0, n_jobs: int | None = None,
) -> Null:
    """Return how similar pairs of groups are against groups dealt out anew from their pooled units.

    Parameters
    ----------
    space : Space of D documents
    index : int array of shape (D,)
        The unit of each document.
    group : int array of shape (units,)
    pairs : int array of shape (P, 2)
    sizes : array of shape (D,)
        Tokens of each document.
    names : sequence of str, length G
        Of the groups; the draws of a pair are keyed by them, so that no other pair has a part in them, nor the order
        of the two.
    measure : function, optional
        From the sums of the rows of both groups, an array of shape (batch, 2, V), to an array of shape (batch,).
        Without it the cosine in the space; give rows of counts for measures of summed counts.
    n_orders : int, default 999
        B.
    random_state : int, default 0
    n_jobs : int, optional
        Threads; the same numbers for any.

    Returns
    -------
    Null

    Notes
    -----
    The cosine needs two products for an order, those of the sum of one group with itself and with the sum of all:
    ``S_B = T - S_A``.  They come from a matrix of the pair's units, or, for more than
    `MOST_IN_GRAM` of them, from the sums themselves, many orders at a time.

    Examples
    --------
    >>> rows = sparse.csr_matrix([[3., 0.], [4., 1.], [3., 1.], [4., 0.], [0., 3.], [1., 4.], [1., 3.], [0., 4.]])
    >>> found = relabelling_null(Space(rows), np.arange(8), np.repeat([0, 1], 4), np.array([[0, 1]]),
    ...                          sizes=np.ones(8), names=["a", "b"], n_orders=199)
    >>> bool(found.observed[0] < found.mean[0]), bool(found.p_value[0] < .1)
    (True, True)
    """
    units = Units(space, index, group, sizes)

    def one(a: int, b: int) -> tuple[float, Chance]:
        check_stopped()
        swapped = names[a] > names[b]
        a, b = (b, a) if swapped else (a, b)
        rng = np.random.default_rng([random_state, *(zlib.crc32(names[g].encode("utf-8")) for g in (a, b))])
        kept = np.concatenate([units.members[a], units.members[b]])
        first = np.arange(len(kept)) < len(units.members[a])
        if first.all() or not first.any():
            return np.nan, against_chance(np.full(2, np.nan))
        rows = dealt(first, units.sizes[kept], n_orders, rng)
        if measure is None:
            values = _cosines(units, (a, b), rows)
        else:
            values = _measured(units.rows[kept], rows, measure, swapped)
        return float(values[0]), against_chance(values)

    found = gather([partial(one, int(a), int(b)) for a, b in pairs], available_threads(n_jobs))
    rows = np.array([(value, *chance) for value, chance in found], dtype=float).reshape(-1, 6)
    observed, mean, deviation, z, percentile, p_value = rows.T
    return Null(observed, mean, deviation, z, percentile, p_value)


def _cosines(units: Units, pair: tuple[int, int], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the cosine of two groups for every row of a deal."""
    if rows.shape[1] <= MOST_IN_GRAM:
        first, second = (units.points(g) for g in pair)
        cross = gram(first, second)
        among = np.block([[gram(first, first), cross], [cross.T, gram(second, second)]])
        label = rows.astype(float)
        with_all, own = label @ among.sum(axis=1), np.einsum("bu,bu->b", label @ among, label)
        total = among.sum()
    else:
        with_all, own, total = _by_sums(units, pair, rows)
    other = total - 2 * with_all + own
    lengths = np.maximum(own, 0) * np.maximum(other, 0)
    return np.divide(with_all - own, np.sqrt(lengths), out=np.full(len(rows), np.nan), where=lengths > 0)


def _by_sums(units: Units, pair: tuple[int, int], rows: NDArray[np.bool_]) -> tuple[NDArray, NDArray, float]:
    """Return the products of the sums of every row of a deal with the sum of all, and with themselves; and of all."""
    with_all, own, total = np.zeros(len(rows)), np.zeros(len(rows)), 0.0
    for first, second in zip(*(units.points(g) for g in pair), strict=True):
        both = np.vstack([first, second]) if isinstance(first, np.ndarray) else sparse.vstack([first, second])
        everything = np.asarray(both.sum(axis=0)).reshape(1, -1)
        total += float((everything ** 2).sum())
        turned = both.T if isinstance(both, np.ndarray) else both.T.tocsr()
        step = max(1, CELLS_IN_BATCH // both.shape[1])
        for start in range(0, len(rows), step):
            check_stopped()
            sums = np.asarray(turned @ rows[start:start + step].T.astype(float))
            with_all[start:start + step] += (everything @ sums).ravel()
            own[start:start + step] += (sums * sums).sum(axis=0)
    return with_all, own, total


def _measured(points: sparse.csr_matrix, rows: NDArray[np.bool_], measure: Measure, swapped: bool
              ) -> NDArray[np.float64]:
    """Return a measure of the sums of two groups for every row of a deal, the second first if `swapped`."""
    used = np.unique(points.indices)
    points = points[:, used]
    total, turned = np.asarray(points.sum(axis=0)).ravel(), points.T.tocsr()
    step = max(1, CELLS_IN_BATCH // max(1, 2 * len(used)))
    values = []
    for start in range(0, len(rows), step):
        check_stopped()
        sums = np.asarray(turned @ rows[start:start + step].T.astype(float)).T
        both = (total - sums, sums) if swapped else (sums, total - sums)
        values.append(np.asarray(measure(np.stack(both, axis=1)), dtype=float))
    return np.concatenate(values)
