"""Tests by exchanging whole units, never tokens.

Words come in bursts: the tokens of one passage are not independent draws.
Passages or articles change sides instead.

References
----------
Besag, J. and Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika
78(2), 301-304.
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero.
Statistical Applications in Genetics and Molecular Biology 9(1), article 39.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.stats.association import log_likelihood

CELLS_IN_BATCH = 1_000_000
FIRST_ORDERS, KEPT_BELOW = 999, 0.02


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
    counts : sparse matrix of shape (units, V)
    sizes : array of shape (units,)
        Tokens in each unit.
    group : int array of shape (units,)
    n_groups : int
        G, each with tokens, and not with all of them.
    n_permutations : int
        B, how often all labels are dealt out anew.
    rng : numpy.random.Generator

    Returns
    -------
    array of shape (G, V)
        ``(1 + how often G² is at least as large) / (1 + number of orders)`` (Phipson & Smyth
        2010), so never below ``1 / (B + 1)``; two-sided.

    Notes
    -----
    A word that the first `FIRST_ORDERS` orders show to be unremarkable in every group
    (p above `KEPT_BELOW`) is settled by them; the others get all B orders (sequential
    Monte Carlo, Besag & Clifford 1991).
    """
    first = min(FIRST_ORDERS, n_permutations)
    exceeding = _exceeding(counts, sizes, group, n_groups, first, rng)
    p = (1 + exceeding) / (first + 1)
    kept = np.flatnonzero(p.min(axis=0) <= KEPT_BELOW)
    more = n_permutations - first
    if more and kept.size:
        exceeding = exceeding[:, kept] + _exceeding(counts[:, kept], sizes, group, n_groups, more, rng)
        p[:, kept] = (1 + exceeding) / (n_permutations + 1)
    return p


def _exceeding(counts: sparse.csr_matrix, sizes: NDArray, group: NDArray, n_groups: int, n_orders: int,
               rng: np.random.Generator) -> NDArray[np.int64]:
    """Return how often G² of a random order is at least the observed one, shape (G, V)."""
    n_terms = counts.shape[1]
    observed = log_likelihood(*group_against_rest(counts, sizes, group, n_groups))
    threshold = observed - 1e-9 * (1 + observed)
    exceeding = np.zeros((n_groups, n_terms), dtype=np.int64)
    batch = max(1, CELLS_IN_BATCH // max(1, n_groups * n_terms))
    for done in range(0, n_orders, batch):
        n = min(batch, n_orders - done)
        labels = rng.permuted(np.tile(group, (n, 1)), axis=1)
        drawn = log_likelihood(*group_against_rest(counts, sizes, labels, n_groups))
        exceeding += (drawn.reshape(n, n_groups, n_terms) >= threshold).sum(axis=0)
    return exceeding
