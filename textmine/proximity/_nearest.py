"""Exact search for the nearest rows, block by block: sparse rows of terms, or dense rows of a vector space.

Memory holds the rows, one tile of sums for each thread, and the best rows of each query; time is
shared among threads by blocks of queries, which know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from textmine._threads import check_stopped, gather, progress
from textmine.proximity._topk import GRAIN, before, grained, pair_products, push, search_tile

TILE, BLOCK = 1 << 14, 256
"""Rows whose sums are held at once, and queries that are answered at once."""

SHARES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
"""Candidates for the share of rows from which on a term counts as common."""

TRIED, TRIED_ROWS = 16, 20_000
DENSE_SLACK = 1e-9
"""What the order of summation may take from a product of dense rows of length 1."""


class Pairs(NamedTuple):
    """Queries and their nearest rows, the nearest first, ties by number; arrays of shape (P,)."""

    query: NDArray[np.int64]
    row: NDArray[np.int64]
    similarity: NDArray[np.float64]
    n_shared: NDArray[np.int64]


class Side(NamedTuple):
    """Rows of length 1 (or 0) with their terms from the rarest to the most common, and where the common ones begin."""

    arrays: tuple
    cut: NDArray[np.int64]
    norm: NDArray[np.float64]


def nearest_sparse(queries: sparse.csr_matrix, rows: sparse.csr_matrix, groups: tuple[NDArray, NDArray], top_n: int,
                   threshold: float, n_threads: int) -> Pairs:
    """Return the nearest rows of every query by cosine, exact.

    Parameters
    ----------
    queries, rows : sparse matrices of shape (Q, V) and (R, V), at least 0
    groups : two int64 arrays of shape (Q,) and (R,)
        Rows of a query's own group are passed over; negative: none.
    top_n : int
    threshold : float
        The least similarity; rows without a common term are no neighbours.
    n_threads : int
    """
    top_n = min(top_n, rows.shape[0])
    order = np.argsort(np.bincount(rows.indices, minlength=rows.shape[1]), kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    targets = _ranked(rows, rank)
    asked = targets if queries is rows else _ranked(queries, rank)
    n_rare = _most_rare(asked, targets, top_n)
    sides = _side(asked, n_rare), _side(targets, n_rare)
    rare = targets[:, :n_rare]
    tiles = [(low, _arrays(rare[low:low + TILE].tocsc())) for low in range(0, rows.shape[0], TILE)]
    n_common = rows.shape[1] - n_rare
    heaps = _blocks(partial(_sparse_block, sides, groups, tiles, n_common, threshold), queries.shape[0], top_n,
                    n_threads)
    return _ordered(*heaps, partial(_sparse_products, _arrays(asked), _arrays(targets), rows.shape[1]), threshold)


def nearest_dense(queries: NDArray[np.float64], rows: NDArray[np.float64], groups: tuple[NDArray, NDArray], top_n: int,
                  threshold: float, n_threads: int) -> Pairs:
    """Return the nearest rows of every query by cosine, exact, of dense rows of shape (Q, K) and (R, K).

    As `nearest_sparse`, but that similarities may be 0 or below, and rows of length 0 are no neighbours.
    """
    top_n = min(top_n, rows.shape[0])
    targets = _unit(rows)
    asked = targets if queries is rows else _unit(queries)
    with threadpool_limits(limits=1, user_api="blas"):
        heaps = _blocks(partial(_dense_block, asked, targets, groups, threshold), len(queries), top_n, n_threads)
    return _ordered(*heaps, partial(_dense_products, asked, targets), threshold)


def _blocks(search: Callable, n_queries: int, top_n: int,
            n_threads: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the queries and rows of all pairs that a search finds in blocks of queries."""
    with progress(n_queries, "neighbours", "documents") as bar:
        def run(first: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
            n = min(BLOCK, n_queries - first)
            scores, rows, n_found = np.zeros((n, top_n)), np.zeros((n, top_n), np.int64), np.zeros(n, np.int64)
            search(first, scores, rows, n_found)
            bar.update(n)
            filled = np.arange(top_n) < n_found[:, None]
            return first + np.nonzero(filled)[0], rows[filled]

        found = gather([partial(run, first) for first in range(0, n_queries, BLOCK)], n_threads)
    queries, rows = zip(*found, strict=True) if found else ((), ())
    none = np.empty(0, np.int64)
    return np.concatenate([none, *queries]), np.concatenate([none, *rows])


def _sparse_block(sides: tuple[Side, Side], groups: tuple, tiles: list, n_common: int, threshold: float, first: int,
                  scores: NDArray, rows: NDArray, n_found: NDArray) -> None:
    """Fill the heaps of a block of queries."""
    (queries, query_cut, query_norm), (targets, target_cut, target_norm) = sides
    dense = np.zeros(n_common)
    for low, tile in tiles:
        check_stopped()
        sums = np.empty(min(TILE, len(target_norm) - low))
        search_tile(first, queries, query_cut, query_norm, groups[0], tile, targets, target_cut, target_norm,
                    groups[1], low, threshold, sums, dense, scores, rows, n_found)


def _dense_block(queries: NDArray, targets: NDArray, groups: tuple, threshold: float, first: int, scores: NDArray,
                 rows: NDArray, n_found: NDArray) -> None:
    """Fill the heaps of a block of queries."""
    for low in range(0, len(targets), TILE):
        check_stopped()
        products = queries[first:first + len(n_found)] @ targets[low:low + TILE].T
        _search_products(products, first, queries, groups[0], targets, groups[1], low, threshold, scores, rows, n_found)


@njit(nogil=True, cache=True)
def _search_products(products, first, queries, query_group, targets, target_group, offset, threshold, scores, rows,
                     n_found):
    """Add the rows of one tile to the best rows of some queries; products propose, sums in a fixed order decide."""
    top_n = scores.shape[1]
    for q in range(len(n_found)):
        group = query_group[first + q]
        if not queries[first + q].any():
            continue
        least = scores[q, 0] if n_found[q] == top_n else threshold
        for j in range(products.shape[1]):
            y = offset + j
            if products[q, j] < least - DENSE_SLACK or group >= 0 and target_group[y] == group or not targets[y].any():
                continue
            score = 0.0
            for k in range(queries.shape[1]):
                score += queries[first + q, k] * targets[y, k]
            score = grained(score)
            if n_found[q] < top_n and score >= least - DENSE_SLACK or before(score, y, scores[q, 0], rows[q, 0]):
                n_found[q] = push(scores[q], rows[q], n_found[q], score, y)
                least = scores[q, 0] if n_found[q] == top_n else threshold


def _ordered(query: NDArray[np.int64], row: NDArray[np.int64], products: Callable, threshold: float) -> Pairs:
    """Return pairs with their cosine, 1 for equal rows to the last bit, without those below a threshold."""
    order = np.argsort(query, kind="stable")
    query, row = query[order], row[order]
    xy, xx, yy, n_shared = products(query, row)
    similarity = np.clip(xy / np.sqrt(xx * yy), -1, 1)
    kept = np.flatnonzero(similarity >= threshold - GRAIN)
    kept = kept[np.lexsort((row[kept], -similarity[kept].round(12), query[kept]))]
    return Pairs(query[kept], row[kept], similarity[kept], n_shared[kept])


def _sparse_products(queries: tuple, targets: tuple, n_terms: int, first: NDArray[np.int64],
                     second: NDArray[np.int64]) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Return the products of pairs of rows, of both with themselves, and the number of terms they share."""
    dense = np.zeros(n_terms)
    own, at = np.unique(first, return_inverse=True)
    other, other_at = np.unique(second, return_inverse=True)
    squares = pair_products(queries, queries, own, own, dense)[0][at]
    other_squares = pair_products(targets, targets, other, other, dense)[0][other_at]
    products, n_shared = pair_products(queries, targets, first, second, dense)
    return products, squares, other_squares, n_shared


def _dense_products(queries: NDArray, targets: NDArray, first: NDArray[np.int64],
                    second: NDArray[np.int64]) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Return the products of pairs of dense rows, of both with themselves, and the number of dimensions they share."""
    parts = [(np.empty(0), np.empty(0), np.empty(0), np.empty(0, np.int64))]
    for low in range(0, len(first), TILE):
        x, y = queries[first[low:low + TILE]], targets[second[low:low + TILE]]
        parts.append((np.sum(x * y, axis=1), np.sum(x * x, axis=1), np.sum(y * y, axis=1),
                      np.count_nonzero(x * y, axis=1)))
    xy, xx, yy, n_shared = (np.concatenate(each) for each in zip(*parts, strict=True))
    return xy, xx, yy, n_shared


def _ranked(rows: sparse.csr_matrix, rank: NDArray[np.int32]) -> sparse.csr_matrix:
    """Return rows divided by their lengths, terms in the order of `rank`; zeros left out."""
    matrix = sparse.csr_matrix((rows.data.astype(float), rank[rows.indices], rows.indptr), shape=rows.shape, copy=True)
    matrix.eliminate_zeros()
    matrix.sort_indices()
    lengths = np.sqrt(np.bincount(_row_of(matrix), matrix.data ** 2, minlength=matrix.shape[0]))
    matrix.data /= lengths[_row_of(matrix)]
    return matrix


def _side(matrix: sparse.csr_matrix, n_rare: int) -> Side:
    """Return rows with the places and the lengths of their common parts."""
    common = matrix.indices >= n_rare
    n_common = np.bincount(_row_of(matrix)[common], minlength=matrix.shape[0])
    return Side(_arrays(matrix), matrix.indptr[1:] - n_common, np.sqrt(_squares_from(matrix, n_rare)))


def _row_of(matrix: sparse.csr_matrix) -> NDArray[np.int64]:
    """Return the row of every cell."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _arrays(matrix: sparse.csr_matrix | sparse.csc_matrix) -> tuple[NDArray, NDArray, NDArray]:
    """Return the cells of a matrix as arrays of types that compiled code expects."""
    return matrix.data, matrix.indices.astype(np.int32, copy=False), matrix.indptr.astype(np.int64, copy=False)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows divided by their lengths; rows of length 0 stay so."""
    rows = np.ascontiguousarray(rows, dtype=float)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)


def _most_rare(queries: sparse.csr_matrix, rows: sparse.csr_matrix, top_n: int) -> int:
    """Return how many terms, from the rarest on, to count as rare, so that least is to be done.

    What the rare terms cost is counted; how many rows the bound on the others lets through is tried on a few
    queries, and on some of the rows where these are many.
    """
    n_rows, doc_freq = rows.shape[0], np.bincount(rows.indices, minlength=rows.shape[1])
    few, some = queries[_spread(queries.shape[0], TRIED)], rows[_spread(n_rows, TRIED_ROWS)]
    if not few.nnz or not some.nnz:
        return rows.shape[1]
    cuts = np.unique(np.searchsorted(doc_freq, np.multiply(SHARES, n_rows), "right"))
    sums = list(accumulate(_in_parts(few, some, cuts)))
    squares = [np.stack([_squares_from(each, cut) for cut in cuts]) for each in (few, some)]
    place = max(some.shape[0] - top_n - 1, 0)
    least = np.partition(sums[-1], place, axis=1)[:, [place]]
    used = np.bincount(few.indices, minlength=rows.shape[1]) / few.shape[0]
    work = [used[:cut] @ doc_freq[:cut] + doc_freq[cut:].sum() * np.mean(part + np.sqrt(np.outer(x, y)) >= least)
            for cut, part, x, y in zip(cuts, sums, *squares, strict=True)]
    return int(cuts[np.argmin(work)])


def _in_parts(few: sparse.csr_matrix, some: sparse.csr_matrix, cuts: NDArray[np.int64]) -> Iterator[NDArray]:
    """Yield the products of all pairs, one stretch of terms after the other."""
    columns = some.T.tocsr()
    for start, stop in pairwise([0, *cuts]):
        yield (few[:, start:stop] @ columns[start:stop]).toarray()


def _squares_from(matrix: sparse.csr_matrix, cut: int) -> NDArray[np.float64]:
    """Return the squared lengths of the common parts of rows."""
    common = matrix.indices >= cut
    return np.bincount(_row_of(matrix)[common], matrix.data[common] ** 2, matrix.shape[0]).astype(float)


def _spread(n: int, most: int) -> NDArray[np.int64]:
    """Return at most so many of n numbers, evenly spread."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).astype(np.int64)) if n else np.empty(0, np.int64)
