"""Local alignment: the best run of terms that two sequences share in one order.

Smith and Waterman's recursion over sequences of terms, such as the content words of two
sentences.  A term that both have adds its weight (such as its information, the rarer the
more), two different terms across from each other cost `mismatch`, a term that the other lacks `gap`:

    H(i, j) = max(0, H(i-1, j-1) + w or - mismatch, H(i-1, j) - gap, H(i, j-1) - gap)

The score is the largest H.  Chance scores: `extreme_scores`.  Compiled: `_local_alignment`.

References
----------
Smith, T. F. and Waterman, M. S. (1981). Identification of common molecular
subsequences. Journal of Molecular Biology 147, 195-197.
Besag, J. and Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika 78, 301-304.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine._threads import check_stopped, gather

BLOCK = 50_000
"""Pairs between two looks at whether the work was stopped."""


class Alignments(NamedTuple):
    """The matched terms of P pairs of sequences.

    Attributes
    ----------
    bounds : int64 array of shape (P + 1,)
        Pair p holds the matches from ``bounds[p]`` to ``bounds[p + 1]``.
    places : int64 array of shape (M, 2)
        Where in the first and in the second sequence the matched terms stand, counted from 0, both rising.
    """

    bounds: NDArray[np.int64]
    places: NDArray[np.int64]


def alignment_scores(terms: NDArray[np.int32], bounds: NDArray[np.int64], pairs: NDArray[np.int64],
                     weights: NDArray[np.float64], mismatch: float, gap: float, n_threads: int = 1,
                     ) -> NDArray[np.float64]:
    """Return the score of the best local alignment of each pair of sequences, shape (P,).

    Parameters
    ----------
    terms : int32 array of shape (N,)
        The sequences one after another.
    bounds : int64 array of shape (S + 1,)
        Sequence s holds the terms from ``bounds[s]`` to ``bounds[s + 1]``.
    pairs : int64 array of shape (P, 2)
        Numbers of sequences.
    weights : float array of shape (V,)
        What a match of each term adds, above 0.
    mismatch, gap : float, at least 0

    Examples
    --------
    >>> import numpy as np
    >>> terms, bounds = np.array([0, 1, 2, 3, 0, 2, 3], np.int32), np.array([0, 4, 7])
    >>> alignment_scores(terms, bounds, np.array([[0, 1]]), np.ones(4), 1.0, 0.5).tolist()
    [2.5]
    """
    from textmine.stats._local_alignment import score_pairs

    scores, longest = np.zeros(len(pairs)), int(np.diff(bounds).max(initial=0))

    def work(start: int) -> None:
        check_stopped()
        part = slice(start, start + BLOCK)
        score_pairs(terms, bounds, pairs[part], weights, mismatch, gap, longest, scores[part])

    gather([partial(work, start) for start in range(0, len(pairs), BLOCK)], n_threads)
    return scores


def local_alignments(terms: NDArray[np.int32], bounds: NDArray[np.int64], pairs: NDArray[np.int64],
                     weights: NDArray[np.float64], mismatch: float, gap: float) -> Alignments:
    """Return the matched terms of the best local alignment of each pair; parameters as in `alignment_scores`.

    Of alignments with the same score the one that ends first in the first sequence, then in the second.

    Examples
    --------
    >>> import numpy as np
    >>> terms, bounds = np.array([0, 1, 2, 3, 0, 2, 3], np.int32), np.array([0, 4, 7])
    >>> local_alignments(terms, bounds, np.array([[0, 1]]), np.ones(4), 1.0, 0.5).places.tolist()
    [[0, 0], [2, 1], [3, 2]]
    """
    from textmine.stats._local_alignment import trace_pairs

    sizes = np.diff(bounds)
    longest, kept, counts = int(sizes.max(initial=0)), [np.empty((0, 2), np.int64)], np.zeros(len(pairs), np.int64)
    for start in range(0, len(pairs), BLOCK // 10):
        check_stopped()
        part = pairs[start:start + BLOCK // 10]
        places = np.zeros((len(part), int(sizes[part].min(axis=1).max()), 2), np.int64)
        here = counts[start:start + len(part)]
        trace_pairs(terms, bounds, part, weights, mismatch, gap, longest, places, here)
        kept.append(places[np.arange(places.shape[1]) < here[:, None]])
    return Alignments(np.concatenate([[0], np.cumsum(counts)]), np.concatenate(kept))


def shuffled_scores(terms: NDArray[np.int32], bounds: NDArray[np.int64], pairs: NDArray[np.int64],
                    weights: NDArray[np.float64], mismatch: float, gap: float, n_draws: int, random_state: int,
                    n_threads: int = 1) -> NDArray[np.float64]:
    """Return scores of each pair with the longer sequence in random order, shape (P, draws).

    Two terms that stand side by side in both sequences stay together, since phrases such as *human rights* are no
    evidence of one source: what two texts share is kept, and how it is put together is not.  Other parameters as in
    `alignment_scores`.

    Examples
    --------
    >>> import numpy as np
    >>> terms, bounds = np.array([0, 1, 2, 0, 3, 1, 4, 2], np.int32), np.array([0, 3, 8])
    >>> chance = shuffled_scores(terms, bounds, np.array([[0, 1]]), np.ones(5), 1.0, 0.6, 1000, 0)
    >>> float(chance.max()), round(float((chance == 3).mean()), 2)
    (3.0, 0.06)
    """
    from textmine.stats._local_alignment import score_shuffled
    from textmine.stats._random import key

    scores, longest = np.zeros((len(pairs), n_draws)), int(np.diff(bounds).max(initial=0))
    never, block = np.full(len(pairs), np.inf), max(1, BLOCK // max(n_draws, 1))

    def work(start: int) -> None:
        check_stopped()
        part = slice(start, start + block)
        score_shuffled(terms, bounds, pairs[part], weights, mismatch, gap, longest, key(random_state), True,
                       never[part], 1, scores[part], np.zeros(len(pairs[part]), np.int64))

    gather([partial(work, start) for start in range(0, len(pairs), block)], n_threads)
    return scores


def order_p_values(terms: NDArray[np.int32], bounds: NDArray[np.int64], pairs: NDArray[np.int64],
                   weights: NDArray[np.float64], mismatch: float, gap: float, scores: NDArray[np.float64],
                   n_draws: int, random_state: int, n_threads: int = 1) -> NDArray[np.float64]:
    """Return how probable the score of each pair is among its own in random order, shape (P,); phrases fall apart.

    A sequential test (Besag and Clifford 1991): where two shuffled scores reach that of the pair, after l draws, p is
    2 / l, and 2 / (1 + `n_draws`) where one of all does.  Where none does, p is the tail of Gumbel's law with the mean
    and the deviation of the draws, and at most 1 / (1 + `n_draws`).  Other parameters as in `shuffled_scores`.

    Examples
    --------
    >>> import numpy as np
    >>> terms, bounds = np.array([0, 1, 2, 3, 0, 4, 1, 4, 2, 4, 3], np.int32), np.array([0, 4, 11])
    >>> order_p_values(terms, bounds, np.array([[0, 1]]), np.ones(5), 1.0, 0.2, np.array([3.4]), 99, 0).round(3)
    array([0.024])
    """
    from textmine.stats._local_alignment import score_shuffled
    from textmine.stats._random import key
    from textmine.stats.extreme_scores import gumbel_tail

    p_values, longest, block = np.zeros(len(pairs)), int(np.diff(bounds).max(initial=0)), max(1, BLOCK // n_draws)

    def work(start: int) -> None:
        check_stopped()
        part = slice(start, start + block)
        own, drawn = np.zeros((len(pairs[part]), n_draws)), np.zeros(len(pairs[part]), np.int64)
        score_shuffled(terms, bounds, pairs[part], weights, mismatch, gap, longest, key(random_state), False,
                       scores[part], 2, own, drawn)
        reached = ((own >= scores[part, None]) & (np.arange(n_draws) < drawn[:, None])).sum(axis=1)
        counted = np.where(reached == 2, 2 / drawn, (1 + reached) / (1 + n_draws))
        p_values[part] = np.where(reached == 0, np.minimum(gumbel_tail(scores[part], own), counted), counted)

    gather([partial(work, start) for start in range(0, len(pairs), block)], n_threads)
    return p_values
