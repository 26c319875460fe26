"""Pairs of sentences with enough rare words in common, by an inverted index.

Each sentence asks the lists of its terms, the rarest first, for the sentences that hold them too, as far as a
number of entries goes; what is near enough by the bound is compared in full, and the nearest few are kept.
So the work grows with the number of sentences, not with its square.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from textmine._threads import check_stopped, gather, progress

BLOCK = 20_000
"""Sentences between two looks at whether the work was stopped."""


COMPARED, SHARE = 3, np.float32(0.5)
"""Sentences that are compared in full for each that is kept, and how much of the cosine that is asked for the terms
that were looked up must give, where others were not."""


class Candidates(NamedTuple):
    """P pairs of U sentences, and what was left out.

    Attributes
    ----------
    pairs : int64 array of shape (P, 2)
        Each pair once, the smaller number first, in order.
    weights : float array of shape (V,)
        ``ln((U + 1) / sentences with the term)``.
    n_cut : int
        Sentences of which common terms were not looked up.
    n_beyond : int
        Sentences that were near enough to one, yet not among its nearest.
    """

    pairs: NDArray[np.int64]
    weights: NDArray[np.float64]
    n_cut: int
    n_beyond: int


def candidate_pairs(terms: NDArray[np.int32], bounds: NDArray[np.int64], n_terms: int, codes: NDArray[np.int64],
                    least: float, top: int, reach: int, n_threads: int = 1) -> Candidates:
    """Return the pairs of sentences with a cosine of at least `least` that are to be compared.

    Parameters
    ----------
    terms, bounds
        Sentence u holds ``terms[bounds[u]:bounds[u + 1]]``.
    n_terms : int
        V.
    codes : int64 array of shape (U,)
        Sentences with the same code, at least 0, are not compared; a negative code is like no other, and a
        sentence that has one is also compared with itself.
    least : float
        Of the cosine of terms weighted by idf, each once.
    top, reach : int
        Of each sentence, the nearest that are kept, and the entries of the index that are looked up.

    Examples
    --------
    >>> import numpy as np
    >>> found = candidate_pairs(np.array([0, 1, 2, 1, 0, 3], np.int32), np.array([0, 2, 4, 6]), 4,
    ...                         np.array([0, 1, 0]), 0.2, 5, 100)
    >>> found.pairs.tolist(), found.weights.round(2).tolist()
    ([[0, 1]], [0.69, 0.69, 1.39, 1.39])
    """
    n = len(bounds) - 1
    rows = np.repeat(np.arange(n), np.diff(bounds))
    cells = np.unique(rows * n_terms + terms)
    rows, columns = cells // max(n_terms, 1), cells % max(n_terms, 1)
    spread = np.bincount(columns, minlength=n_terms)
    weights = np.log((n + 1) / np.maximum(spread, 1))
    squares = (weights**2).astype(np.float32)
    norms = np.sqrt(np.bincount(rows, weights[columns]**2, n)).astype(np.float32)
    holders = rows[np.argsort(columns, kind="stable")].astype(np.int32)
    own = columns[np.lexsort((columns, spread[columns], rows))].astype(np.int32)
    row_bounds, term_bounds = _ends(np.bincount(rows, minlength=n)), _ends(spread)
    narrow = codes.astype(np.int32)
    found, counts = np.empty((n, top), np.int32), np.zeros(n, np.int64)
    over, cut = np.zeros(n, np.int64), np.zeros(n, np.bool_)
    with progress(n, "looking for sentences alike", "sentences") as bar:

        def work(start: int) -> None:
            check_stopped()
            stop = min(start + BLOCK, n)
            nearest(start, stop, row_bounds, own, term_bounds, holders, squares, norms, narrow, np.float32(least), top,
                    reach, found, counts, cut, over)
            bar.update(stop - start)

        gather([partial(work, start) for start in range(0, n, BLOCK)], n_threads)
    one = np.repeat(np.arange(n), counts)
    other = found[np.arange(top) < counts[:, None]].astype(np.int64)
    keys = np.unique(np.minimum(one, other) * n + np.maximum(one, other))
    return Candidates(np.stack([keys // max(n, 1), keys % max(n, 1)], axis=1), weights, int(cut.sum()), int(over.sum()))


def _ends(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where parts of these sizes begin and end."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


@njit(nogil=True, cache=True)
def nearest(first, last, bounds, terms, term_bounds, holders, squares, norms, codes, least, top, reach, found, counts,
            cut, over):
    """Fill rows ``first`` to ``last`` of `found` (U, top) and `counts` (U,): the nearest others by cosine.

    ``terms[bounds[u]:bounds[u + 1]]`` are the different terms of sentence u, the rarest first;
    ``holders[term_bounds[t]:term_bounds[t + 1]]`` the sentences with term t.  `cut` (U,) marks sentences whose lists
    were longer than `reach` in all, `over` (U,) counts near sentences beyond the first `top`.  Terms that were not
    looked up are added for the `COMPARED` times `top` sentences that are nearest without them.
    """
    n = len(bounds) - 1
    sums = np.zeros(n, np.float32)
    touched = np.empty(reach + 1, np.int32)
    near, values = np.empty(reach + 1, np.int32), np.empty(reach + 1, np.float32)
    for u in range(first, last):
        left, k, n_touched = reach, bounds[u], 0
        while k < bounds[u + 1]:
            t = terms[k]
            left -= term_bounds[t + 1] - term_bounds[t]
            if left < 0:
                break
            for h in range(term_bounds[t], term_bounds[t + 1]):
                v = holders[h]
                if sums[v] == 0:
                    touched[n_touched] = v
                    n_touched += 1
                sums[v] += squares[t]
            k += 1
        cut[u] = k < bounds[u + 1]
        needed = least * norms[u] * (SHARE if cut[u] else np.float32(1))
        n_near = 0
        for i in range(n_touched):
            v = touched[i]
            product = sums[v]
            sums[v] = 0
            if product >= needed * norms[v] and (codes[v] != codes[u] or codes[u] < 0):
                near[n_near] = v
                values[n_near] = product / (norms[u] * norms[v])
                n_near += 1
        bar = np.float32(0)
        if n_near > COMPARED * top:
            bar = np.partition(values[:n_near], n_near - COMPARED * top)[n_near - COMPARED * top]
        n_full = 0
        for i in range(n_near):
            v = near[i]
            if values[i] < bar:
                over[u] += values[i] >= least
                continue
            full = values[i] + _rest(terms, k, bounds[u + 1], bounds[v], bounds[v + 1], squares) / (norms[u] * norms[v])
            if full >= least:
                near[n_full], values[n_full] = v, full
                n_full += 1
        counts[u] = min(n_full, top)
        over[u] += n_full - counts[u]
        order = np.argsort(near[:n_full])
        if n_full > top:
            order = order[np.argsort(-values[order], kind="mergesort")][:top]
        for i in range(counts[u]):
            found[u, i] = near[order[i]]


@njit(nogil=True, cache=True)
def _rest(terms, start, stop, other, end, squares):
    """Return the squares of the terms from `start` to `stop` that stand also between `other` and `end`."""
    total = np.float32(0)
    for i in range(start, stop):
        for j in range(other, end):
            if terms[i] == terms[j]:
                total += squares[terms[i]]
    return total
