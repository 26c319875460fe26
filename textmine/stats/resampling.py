"""Tests by exchanging whole units, never tokens.

Words come in bursts: the tokens of one passage are not independent draws.
Passages or articles change sides instead, thousands of times (`_permutation`), and p says how often
chance alone sets a word as far apart.  The largest statistic of each order gives p that holds for all words
and groups at once.

References
----------
Besag, J. and Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika
78(2), 301-304.
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero.
Statistical Applications in Genetics and Molecular Biology 9(1), article 39.
Westfall, P. H. and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import available_threads, check_stopped, gather
from textmine.stats._permutation import ORDERS, deal, exceed, observe

FIRST_ORDERS, KEPT_BELOW = 999, 0.02
LARGEST_LOG = 1 << 16
TOLERANCE = 1e-9
"""G² of two orders that differ by less, relative to 1 + G², are equal."""


class PermutationTest(NamedTuple):
    """What exchanging units says of every group and word; arrays of shape (G, V).

    Attributes
    ----------
    statistic
        G² of the group against the rest, without sign.
    p_value
        Of each word and group alone.
    p_adjusted
        Of the largest G² of all words and groups (maxT); None where it was not asked for.
    """

    statistic: NDArray[np.float64]
    p_value: NDArray[np.float64]
    p_adjusted: NDArray[np.float64] | None


def group_against_rest(counts: sparse.csr_matrix, sizes: NDArray, group: NDArray, n_groups: int):
    """Return `a`, `n1`, `b`, `n2` of every group against the other groups together.

    Parameters
    ----------
    counts : sparse matrix of shape (units, V)
    sizes : array of shape (units,)
        Tokens in each unit.
    group : int array of shape (units,) or (batch, units)
        The group of each unit, or one such row for each of a batch of relabellings.
    n_groups : int
        G.

    Returns
    -------
    tuple of arrays of shape (batch · G, V) and (batch · G, 1), in turn
        One sparse product gives the counts of all groups of all relabellings.
    """
    group = np.atleast_2d(group)
    batch, units = group.shape
    rows = (group + n_groups * np.arange(batch)[:, None]).ravel()
    members = sparse.csr_matrix((np.ones(rows.size), (rows, np.tile(np.arange(units), batch))),
                                shape=(batch * n_groups, units))
    a = np.asarray((members @ counts).todense(), dtype=float)
    n1 = (members @ sizes.astype(float))[:, None]
    totals = np.asarray(counts.sum(axis=0), dtype=float)
    return a, n1, totals - a, sizes.sum() - n1


def permutation_p_values(
    counts: sparse.csr_matrix,
    sizes: NDArray,
    group: NDArray,
    n_groups: int,
    n_permutations: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return p of G² for every group and word, from exchanging units between groups.

    Parameters
    ----------
    counts, sizes, group, n_groups, n_permutations
        As in `permutation_test`.
    rng : numpy.random.Generator
        Gives the seed.

    Returns
    -------
    array of shape (G, V)
        ``(1 + how often G² is at least as large) / (1 + number of orders)`` (Phipson & Smyth
        2010), so never below ``1 / (B + 1)``; two-sided.
    """
    seed = int(rng.integers(2**63))
    return permutation_test(counts, sizes, group, n_groups, n_permutations, seed).p_value


def permutation_test(
    counts: sparse.spmatrix,
    sizes: NDArray,
    group: NDArray,
    n_groups: int,
    n_permutations: int,
    seed: int,
    *,
    max_t: bool = False,
    n_jobs: int | None = None,
) -> PermutationTest:
    """Return G² of every group and word, with p from exchanging units between groups.

    Parameters
    ----------
    counts : sparse matrix of shape (units, V)
    sizes : array of shape (units,)
        Tokens in each unit.
    group : int array of shape (units,)
    n_groups : int
        G, each with tokens, and not with all of them.
    n_permutations : int
        B, how often all labels are dealt out anew.
    seed : int, at least 0
    max_t : bool, default False
        Adjust p for all words and groups, too.
    n_jobs : int, optional
        Threads, with the same numbers for any; without it as many as processors.

    Returns
    -------
    PermutationTest
        p is ``(1 + how often G² is at least as large) / (1 + number of orders)``, so never below ``1 / (B + 1)``;
        two-sided.

    Notes
    -----
    A word that the first `FIRST_ORDERS` orders show to be unremarkable in every group (p above `KEPT_BELOW`)
    is settled by them; the others get all B orders (sequential Monte Carlo, Besag & Clifford
    1991).  With `max_t` all words get all orders, since each has a part in the maxima; p of the words that were not
    settled are the same.  Adjusted p compare with the largest G² of each order (Westfall & Young
    1993, chapter 2, single step): the chance of one false finding or more among all is at most that p.
    One pass gives all groups; memory is G · V whole numbers a thread.

    Examples
    --------
    >>> counts = sparse.csr_matrix([[5, 1], [6, 1], [4, 2], [0, 1], [0, 2], [1, 1]])
    >>> test = permutation_test(counts, np.full(6, 20), np.array([0, 0, 0, 1, 1, 1]), 2, 999, seed=0, max_t=True)
    >>> test.statistic.round(2).tolist(), (test.p_value[:, 0] < 0.15).tolist()
    ([[16.59, 0.0], [16.59, 0.0]], [True, True])
    """
    words = _Words.of(counts, sizes, group, n_groups)
    first = n_permutations if max_t else min(FIRST_ORDERS, n_permutations)
    exceeding, top = words.exceeding(seed, 0, first, max_t, n_jobs)
    p = (1 + exceeding) / (first + 1)
    kept = np.flatnonzero(p.min(axis=1, initial=1) <= KEPT_BELOW)
    if first < n_permutations and kept.size:
        more, _ = words.take(kept).exceeding(seed, first, n_permutations, False, n_jobs)
        p[kept] = (1 + exceeding[kept] + more) / (n_permutations + 1)
    adjusted = _adjusted(words.threshold, top) if max_t else None
    sides = np.zeros(n_groups, dtype=int) if words.observed.shape[1] == 1 else np.arange(n_groups)
    return PermutationTest(words.observed.T[sides], p.T[sides], None if adjusted is None else adjusted.T[sides])


def _adjusted(threshold: NDArray, top: NDArray) -> NDArray[np.float64]:
    """Return p of each statistic among the maxima of all orders, shape (V, sides)."""
    below = np.searchsorted(np.sort(top), threshold)
    return (1 + len(top) - below) / (1 + len(top))


class _Words(NamedTuple):
    """A matrix by words, laid out for the kernels."""

    starts: NDArray[np.int64]
    units: NDArray[np.int32]
    counts: NDArray[np.float64]
    totals: NDArray[np.float64]
    observed: NDArray[np.float64]
    logs: NDArray[np.float64]
    sizes: NDArray[np.float64]
    group: NDArray[np.int64]
    n_groups: int

    @classmethod
    def of(cls, counts: sparse.spmatrix, sizes: NDArray, group: NDArray, n_groups: int) -> _Words:
        """Return the layout of a matrix of units and words, with the statistics of the groups as they are."""
        matrix = sparse.csc_matrix(counts, dtype=float, copy=True)
        matrix.sum_duplicates()
        totals = np.asarray(matrix.sum(axis=0)).ravel()
        whole = bool((matrix.data == np.floor(matrix.data)).all())
        logs = np.log(np.maximum(np.arange(min(totals.max(initial=0) + 1, LARGEST_LOG)), 1)) if whole else np.empty(0)
        sizes, group = np.array(sizes, dtype=float), np.array(group, dtype=np.int64)
        observed = np.zeros((len(totals), 1 if n_groups == 2 else n_groups))
        starts, units = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
        tokens = np.bincount(group, sizes, minlength=n_groups)
        observe(starts, units, matrix.data, group, tokens, totals, logs, observed)
        return cls(starts, units, matrix.data, totals, observed, logs, sizes, group, n_groups)

    @property
    def threshold(self) -> NDArray[np.float64]:
        """What G² of an order has to reach, shape (V, sides)."""
        return self.observed - TOLERANCE * (1 + self.observed)

    def take(self, kept: NDArray[np.int64]) -> _Words:
        """Return some of the words."""
        length = np.diff(self.starts)[kept]
        starts = np.concatenate([[0], np.cumsum(length)])
        cells = np.repeat(self.starts[kept] - starts[:-1], length) + np.arange(starts[-1])
        return self._replace(starts=starts, units=self.units[cells], counts=self.counts[cells],
                             totals=self.totals[kept], observed=self.observed[kept])

    def exceeding(self, seed: int, first: int, last: int, with_top: bool,
                  n_jobs: int | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return how often orders `first` to `last` reach the observed statistics, and the maxima of the orders."""
        threshold, top = self.threshold, np.zeros(last - first)
        n_blocks = -(-(last - first) // ORDERS)
        n_threads = min(available_threads(n_jobs), max(n_blocks, 1))

        def run(thread: int) -> NDArray[np.int32]:
            found = np.zeros(threshold.shape, np.int32)
            labels, best = np.zeros((len(self.sizes), ORDERS), np.int32), np.empty(ORDERS)
            tokens = np.zeros((self.n_groups, ORDERS))
            for block in range(thread, n_blocks, n_threads):
                check_stopped()
                start = first + block * ORDERS
                n = min(ORDERS, last - start)
                deal(self.group, self.sizes, self.n_groups, np.uint64(seed), start, n, labels, tokens)
                best[:] = 0
                exceed(self.starts, self.units, self.counts, labels, tokens, n, self.totals, threshold, self.logs,
                       with_top, found, best)
                top[start - first:start - first + n] = best[:n]
            return found

        found = gather([partial(run, thread) for thread in range(n_threads)], n_threads)
        return np.sum(found, axis=0, dtype=np.int64), top
