"""Splitting: parts of a table of counts that judge a model of the other part.

Documents in folds and shares; the tokens of a document in halves; and a table whose
tokens changed places, which holds nothing to be found.  A table of counts has no
order of tokens: which one is drawn hangs on the seed and on what the document holds,
not on where the document stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine._splitmix import STEP, mixed


def folds(group: NDArray[np.int64], n_folds: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the fold of each document, so that folds hold as many documents of each group as can be.

    Parameters
    ----------
    group : int array of shape (D,)
    n_folds : int
    rng : numpy.random.Generator

    Examples
    --------
    >>> np.bincount(folds(np.array([0, 0, 0, 1, 1, 1]), 3, np.random.default_rng(0))).tolist()
    [2, 2, 2]
    """
    order = np.lexsort((rng.random(len(group)), group))
    fold = np.empty(len(group), np.int64)
    fold[order] = np.arange(len(group)) % n_folds
    return fold


def subsample(group: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the positions of a share of the documents of each group, at least one of each, in order.

    >>> subsample(np.array([0, 0, 0, 0, 1]), 0.5, np.random.default_rng(0)).tolist()
    [2, 3, 4]
    """
    order = np.lexsort((rng.random(len(group)), group))
    sizes = np.bincount(group)
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.flatnonzero(rank < np.maximum(1, np.round(share * sizes))[group])


def halves(counts: sparse.csr_matrix, seed: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return two tables, each with half of the tokens of every document.

    Parameters
    ----------
    counts : CSR matrix of shape (D, V), at least 0
        A count that is not whole is as many tokens as the next whole number, of equal weight.
    seed : int

    Returns
    -------
    CSR matrices of shape (D, V)
        They add up to `counts`; of an odd number of tokens the first has one less.

    Examples
    --------
    >>> a, b = halves(sparse.csr_matrix([[3, 1], [0, 1]]), seed=0)
    >>> a.sum(axis=1).ravel().tolist(), b.sum(axis=1).ravel().tolist()
    ([[2.0, 0.0]], [[2.0, 1.0]])
    """
    rows, columns, weights = _tokens(counts)
    cell = rows * np.int64(counts.shape[1]) + columns
    first = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]]) if len(cell) else cell
    copy = np.arange(len(cell)) - np.repeat(first, np.diff(np.r_[first, len(cell)]))
    start = np.uint64((int(STEP) * (seed + 1)) & (2**64 - 1))
    key = mixed(mixed(columns.astype(np.uint64) + start) + copy.astype(np.uint64))
    key = mixed(key ^ _fingerprints(rows, key, counts.shape[0])[rows])
    order = np.lexsort((key, rows))
    sizes = np.bincount(rows, minlength=counts.shape[0])
    rank = np.empty(len(rows), np.int64)
    rank[order] = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    given = rank < (sizes // 2)[rows]
    first_half, second_half = (sparse.csr_matrix((weights[part], (rows[part], columns[part])), shape=counts.shape)
                               for part in (given, ~given))
    first_half.sum_duplicates()
    second_half.sum_duplicates()
    return first_half, second_half


def shuffled(counts: sparse.csr_matrix, rng: np.random.Generator) -> sparse.csr_matrix:
    """Return the table after its tokens changed places at random.

    Documents keep their lengths and terms their frequencies; which terms meet in a document is chance.

    Parameters
    ----------
    counts : CSR matrix of shape (D, V), at least 0
        As in `halves`; without whole counts, documents keep their numbers of tokens, not the weights.
    rng : numpy.random.Generator

    Examples
    --------
    >>> table = shuffled(sparse.csr_matrix([[2, 0], [0, 3]]), np.random.default_rng(0))
    >>> table.sum(axis=0).tolist(), table.sum(axis=1).ravel().tolist()
    ([[2.0, 3.0]], [[2.0, 3.0]])
    """
    rows, columns, weights = _tokens(counts)
    return sparse.csr_matrix((weights, (rng.permutation(rows), columns)), shape=counts.shape)


def _tokens(counts: sparse.csr_matrix) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return row, column and weight of each token, in the order of rows and columns."""
    table = sparse.csr_matrix(counts, dtype=np.float64, copy=True)
    table.sum_duplicates()
    table.eliminate_zeros()
    times = np.ceil(table.data).astype(np.int64)
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    return (np.repeat(rows, times), np.repeat(table.indices.astype(np.int64), times),
            np.repeat(table.data / np.maximum(times, 1), times))


def _fingerprints(rows: NDArray[np.int64], key: NDArray[np.uint64], n_rows: int) -> NDArray[np.uint64]:
    """Return a number for each row that depends on its tokens alone."""
    sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed(key), dtype=np.uint64)])
    ends = np.cumsum(np.bincount(rows, minlength=n_rows))
    return sums[ends] - sums[np.r_[0, ends[:-1]]]
