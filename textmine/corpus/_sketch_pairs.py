"""Which sketches are worth comparing, and what they say; arrays in, arrays out.

Texts with equal sets of shingles are one: only the first of them is compared.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine._splitmix import STEP, mixed
from textmine.corpus.minhash import bands_and_rows

_PIECE = 1 << 16
_ROWS = 512


class Found(NamedTuple):
    """P pairs of texts, estimates and what they rest on; arrays of shape (P,)."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    similarity: NDArray[np.float64]
    n_compared: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_]) -> Found:
        """Return some of the pairs."""
        return Found(self.first[kept], self.second[kept], self.similarity[kept], self.n_compared[kept])


def originals(sketches: Any) -> NDArray[np.int64]:
    """Return for each text the first one with the same shingles; -1 for texts without any."""
    _, first, index = np.unique(np.stack([sketches.digests, sketches.sizes.astype(np.uint64)], axis=1), axis=0,
                                return_index=True, return_inverse=True)
    return np.where(sketches.sizes > 0, first[index.ravel()], -1)


def _sides(sketches: Any, other: Any) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the texts to compare on both sides, and the copies that are left out of one collection."""
    own, rows = originals(sketches), np.arange(len(sketches))
    if other is None:
        singles = np.flatnonzero(own == rows)
        return singles, singles, np.flatnonzero((own >= 0) & (own != rows))
    return np.flatnonzero(own >= 0), np.flatnonzero(originals(other) == np.arange(len(other))), np.empty(0, np.int64)


def resembling(sketches: Any, other: Any, threshold: float, margin: float) -> Found:
    """Return pairs that agree in a band of their signatures, and their Jaccard similarity, whatever the margin."""
    left, right, copies = _sides(sketches, other)
    bands, height = bands_and_rows(threshold, sketches.n_hashes)
    target = sketches if other is None else other
    found = np.empty(0, np.int64)
    for a, b in ((_keys(sketches.signatures[left], band, height), _keys(target.signatures[right], band, height))
                 for band in range(bands)):
        i, j = _matches(a, b)
        keep = left[i] < right[j] if other is None else slice(None)
        found = np.union1d(found, i[keep] * len(right) + j[keep])
    first, second = left[found // max(len(right), 1)], right[found % max(len(right), 1)]
    own = originals(sketches)[copies]
    first, second = np.concatenate([first, own]), np.concatenate([second, copies])
    similarity = agreement(sketches.signatures, target.signatures, first, second)
    return Found(first, second, similarity, np.full(len(first), sketches.n_hashes))


def containing(sketches: Any, other: Any, threshold: float, margin: float) -> Found:
    """Return pairs whose sampled shingles stand in the other text to at least the threshold.

    Only the rarest of a text's n samples, ``n - ceil(c n) + 1`` of them, are looked up: a text that holds a share c of
    the samples holds one of these.  A share lower by so many standard errors, the margin, is proposed too.
    """
    left, right, copies = _sides(sketches, other)
    target = sketches if other is None else other
    hashes, column = np.unique(np.concatenate([sketches.samples, target.samples]), return_inverse=True)
    n = len(sketches.samples)
    full = _incidence(column[n:], target.bounds, len(hashes))[right]
    asked = _incidence(column[:n], sketches.bounds, len(hashes))[left]
    n_sampled = np.diff(asked.indptr)
    error = np.sqrt(threshold * (1 - threshold) / np.maximum(n_sampled, 1))
    least = np.maximum(np.ceil((threshold - margin * error) * n_sampled - 1e-9), 1).astype(np.int64)
    rarest = _rarest(asked, np.bincount(full.indices, minlength=len(hashes)), n_sampled - least + 1)
    columns = full.T.tocsr()
    parts = []
    for low in range(0, len(left), _ROWS):
        proposed = (rarest[low:low + _ROWS] @ columns).tocoo()
        i, j = proposed.row + low, proposed.col
        keep = left[i] != right[j] if other is None else np.full(len(i), True)
        i, j = i[keep].astype(np.int64), j[keep].astype(np.int64)
        n_shared = _shared(asked, full, i, j)
        keep = n_shared >= least[i]
        parts.append((i[keep], j[keep], n_shared[keep]))
    none = np.empty(0, np.int64)
    i, j, n_shared = (np.concatenate(each) for each in zip((none, none, none), *parts, strict=True))
    own = originals(sketches)[copies]
    n_own = np.diff(sketches.bounds)[copies]
    sampled = n_own > 0
    return Found(np.concatenate([left[i], copies[sampled]]), np.concatenate([right[j], own[sampled]]),
                 np.concatenate([n_shared / n_sampled[i], np.ones(np.count_nonzero(sampled))]),
                 np.concatenate([n_sampled[i], n_own[sampled]]).astype(np.int64))


def linked(sketches: Any, threshold: float) -> NDArray[np.int64]:
    """Return the first text of the cluster of each text: chains of pairs at or above a threshold.

    In each band, texts with one key are compared with the first of them, then only those of clusters that are not
    joined yet with each other, so that n copies cost n comparisons.
    """
    own = originals(sketches)
    leader = np.where(own >= 0, own, np.arange(len(sketches)))
    singles = np.flatnonzero(own == np.arange(len(sketches)))
    bands, height = bands_and_rows(threshold, sketches.n_hashes)
    for band in range(bands):
        keys = _keys(sketches.signatures[singles], band, height)
        order = np.argsort(keys, kind="stable")
        bounds = np.flatnonzero(np.diff(keys[order], prepend=keys[order][:1] + np.uint64(1)))
        for run in np.split(singles[order], bounds[1:]) if len(order) else ():
            if len(run) > 1:
                _link(sketches.signatures, run, leader, threshold)
    return _root(leader, np.arange(len(leader)))


def _link(signatures: NDArray, run: NDArray[np.int64], leader: NDArray[np.int64], threshold: float) -> None:
    """Join the clusters of texts of one run that are alike."""
    rest = run
    while len(rest) > 1:
        head, rest = rest[0], rest[1:]
        apart = _root(leader, rest) != _root(leader, np.array([head]))
        others = rest[apart]
        alike = others[np.mean(signatures[others] == signatures[head], axis=1) >= threshold - 1e-12]
        roots = np.unique(np.concatenate([_root(leader, alike), _root(leader, np.array([head]))]))
        leader[roots] = roots[0]
        if len(np.unique(_root(leader, run))) == 1:
            return


def _root(leader: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first texts of the clusters of some texts."""
    roots = leader[rows]
    while (leader[roots] != roots).any():
        roots = leader[roots]
    return roots


def exact_values(found: Found, sets: dict[int, NDArray], measure: str,
                 other: dict[int, NDArray]) -> NDArray[np.float64]:
    """Return the exact similarities of pairs from their sets of shingles."""
    values = np.empty(len(found.first))
    for place, (i, j) in enumerate(zip(found.first.tolist(), found.second.tolist(), strict=True)):
        n_shared = len(np.intersect1d(sets[i], other[j], assume_unique=True))
        whole = len(sets[i]) if measure == "containment" else len(sets[i]) + len(other[j]) - n_shared
        values[place] = n_shared / whole
    return values


def agreement(a: NDArray, b: NDArray, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of hashes in which pairs of signatures agree."""
    parts = [np.mean(a[first[low:low + _PIECE]] == b[second[low:low + _PIECE]], axis=1)
             for low in range(0, len(first), _PIECE)]
    return np.concatenate([np.empty(0), *parts])


def _keys(signature: NDArray[np.uint32], band: int, height: int) -> NDArray[np.uint64]:
    """Return one number for the hashes of each text in one band."""
    key = np.zeros(len(signature), np.uint64)
    for column in range(band * height, (band + 1) * height):
        key = mixed(key + signature[:, column] + STEP)
    return key


def _matches(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs of places in two arrays with the same key."""
    order = np.argsort(b, kind="stable")
    low, high = np.searchsorted(b[order], a, "left"), np.searchsorted(b[order], a, "right")
    counts = high - low
    i = np.repeat(np.arange(len(a)), counts)
    return i, order[np.repeat(low - np.cumsum(counts) + counts, counts) + np.arange(len(i))]


def _incidence(column: NDArray[np.int64], bounds: NDArray[np.int64], n_hashes: int) -> sparse.csr_matrix:
    """Return texts by hashes, 1 where a text holds one."""
    return sparse.csr_matrix((np.ones(len(column), np.int32), column, bounds), shape=(len(bounds) - 1, n_hashes))


def _rarest(asked: sparse.csr_matrix, doc_freq: NDArray[np.int64], n_kept: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return the rows with only their rarest columns, so many of each."""
    row = np.repeat(np.arange(asked.shape[0]), np.diff(asked.indptr))
    order = np.lexsort((asked.indices, doc_freq[asked.indices], row))
    place = np.arange(len(order)) - asked.indptr[row]
    kept = order[place < n_kept[row]]
    return sparse.csr_matrix((np.ones(len(kept), np.int32), (row[kept], asked.indices[kept])), shape=asked.shape)


def _shared(asked: sparse.csr_matrix, full: sparse.csr_matrix, i: NDArray[np.int64],
            j: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many columns pairs of rows share."""
    parts = [asked[i[low:low + _PIECE]].multiply(full[j[low:low + _PIECE]]).sum(axis=1).A1.astype(np.int64)
             for low in range(0, len(i), _PIECE)]
    return np.concatenate([np.empty(0, np.int64), *parts])
