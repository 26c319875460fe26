"""Tests by exchanging whole units, never tokens.

Words come in bursts: the tokens of one passage are not independent draws.
Passages or articles change sides instead.

References
----------
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero.
Statistical Applications in Genetics and Molecular Biology 9(1), article 39.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.stats.association import log_likelihood

CELLS_IN_BATCH = 2_000_000


def group_against_rest(counts: sparse.csr_matrix, sizes: NDArray, group: NDArray, n_groups: int):
    """Return `a`, `n1`, `b`, `n2` of every group against the other groups together.

    Parameters
    ----------
    counts : sparse matrix of shape (units, V)
    sizes : array of shape (units,)
        Tokens in each unit.
    group : int array of shape (units,) or (batch, units)
        The group of each unit, or one such row for each of a batch of relabellings.

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
    counts : sparse matrix of shape (units, V)
    sizes : array of shape (units,)
        Tokens in each unit, above 0.
    group : int array of shape (units,)
    n_groups : int
        G, each with at least one unit and not all of them.
    n_permutations : int
        B, how often all labels are dealt out anew.
    rng : numpy.random.Generator

    Returns
    -------
    array of shape (G, V)
        ``(1 + how often G² is at least as large) / (B + 1)`` (Phipson & Smyth 2010),
        so never below ``1 / (B + 1)``; two-sided.
    """
    n_terms = counts.shape[1]
    observed = log_likelihood(*group_against_rest(counts, sizes, group, n_groups))
    threshold = observed - 1e-9 * (1 + observed)
    exceeding = np.zeros((n_groups, n_terms))
    batch = max(1, CELLS_IN_BATCH // max(1, n_groups * n_terms))
    for done in range(0, n_permutations, batch):
        n = min(batch, n_permutations - done)
        labels = rng.permuted(np.tile(group, (n, 1)), axis=1)
        drawn = log_likelihood(*group_against_rest(counts, sizes, labels, n_groups))
        exceeding += (drawn.reshape(n, n_groups, n_terms) >= threshold).sum(axis=0)
    return (1 + exceeding) / (n_permutations + 1)
