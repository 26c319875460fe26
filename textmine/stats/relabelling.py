"""Relabelling: what a statistic of groups comes to when whole units change groups at random.

Divergences of small samples are inflated: two halves of one text already differ.  How much
they differ by chance is seen when whole articles or passages, never tokens, are dealt out anew.

References
----------
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero.
Statistical Applications in Genetics and Molecular Biology 9(1), article 39.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

CELLS_IN_BATCH = 1_000_000


def sums_by_group(counts: sparse.csr_matrix, group: NDArray, n_groups: int) -> NDArray[np.float64]:
    """Return the counts of all units of each group, for one labelling or for a batch of them.

    Parameters
    ----------
    counts : sparse matrix of shape (units, V)
    group : int array of shape (units,) or (batch, units)
    n_groups : int
        G.

    Returns
    -------
    array of shape (batch, G, V)

    Examples
    --------
    >>> sums_by_group(sparse.csr_matrix([[1, 0], [2, 5], [0, 1]]), np.array([0, 0, 1]), 2).tolist()
    [[[3.0, 5.0], [0.0, 1.0]]]
    """
    group = np.atleast_2d(group)
    batch, units = group.shape
    rows = (group + n_groups * np.arange(batch)[:, None]).ravel()
    members = sparse.csr_matrix((np.ones(rows.size), (rows, np.tile(np.arange(units), batch))),
                                shape=(batch * n_groups, units))
    return (members @ counts).toarray().reshape(batch, n_groups, counts.shape[1]).astype(float)


def relabelled(
    counts: sparse.csr_matrix, group: NDArray, n_groups: int, n_permutations: int, rng: np.random.Generator,
) -> Iterator[NDArray[np.float64]]:
    """Yield the counts of groups after units were dealt out anew, as many labellings as fit at once.

    Parameters
    ----------
    counts : sparse matrix of shape (units, V)
    group : int array of shape (units,)
    n_groups, n_permutations : int
    rng : numpy.random.Generator

    Yields
    ------
    array of shape (batch, G, V)
        Batches add up to `n_permutations`; their size has no part in the draws.
    """
    size = max(1, CELLS_IN_BATCH // max(1, n_groups * counts.shape[1], counts.shape[0]))
    for done in range(0, n_permutations, size):
        labels = rng.permuted(np.tile(group, (min(size, n_permutations - done), 1)), axis=1)
        yield sums_by_group(counts, labels, n_groups)


def chance(observed: NDArray, drawn: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean of a statistic under relabelling, and p of what was observed.

    Parameters
    ----------
    observed : array of shape (n,)
    drawn : array of shape (B, n)
        NaN where a labelling left a group without words; it counts as no smaller than observed.

    Returns
    -------
    mean : array of shape (n,)
    p : array of shape (n,)
        ``(1 + how often |drawn| is at least |observed|) / (B + 1)`` (Phipson & Smyth 2010).

    Examples
    --------
    >>> chance(np.array([0.5]), np.array([[0.1], [0.2], [0.6]]))
    (array([0.3]), array([0.5]))
    """
    threshold = np.abs(observed) * (1 - 1e-9) - 1e-12
    exceeding = (~(np.abs(drawn) < threshold)).sum(axis=0)
    known = ~np.isnan(drawn)
    mean = np.where(known, drawn, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return mean, (1 + exceeding) / (len(drawn) + 1)


def statistics_of(draws: Iterator[NDArray], statistic: Callable[[NDArray], NDArray]) -> NDArray[np.float64]:
    """Return a statistic of every labelling, shape (B, n).

    Parameters
    ----------
    draws : iterator of arrays of shape (batch, G, V)
    statistic : function from such an array to one of shape (batch, n)
    """
    return np.concatenate([statistic(sums) for sums in draws])
