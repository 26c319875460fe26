"""Loops of NMF, compiled: the weights of fixed topics in one document after another.

Each document is solved by itself until it stands still, so that it gets the same
numbers in any batch, and nothing larger than the result is held.
"""

from __future__ import annotations

import numpy as np
from numba import njit

MOST_STEPS = 1_000
STILL = 1e-7
"""When least squares stand still: no weight moves by more, as a share of the largest slope at the start."""

MOST_ROUNDS = 200
SETTLED = 1e-5
"""When EM stops: no share moves by more in a round."""


@njit(nogil=True, cache=True)
def least_squares(data, indices, indptr, topics, gram):
    """Return the non-negative weights W, shape (D, K), that make ``‖x - W topics‖²`` least, by coordinate descent.

    ``topics`` is of shape (V, K) with columns of length 1 or 0, ``gram`` of shape (K, K) their products.
    """
    n_topics = topics.shape[1]
    weights = np.zeros((len(indptr) - 1, n_topics))
    slope = np.empty(n_topics)
    for row in range(len(weights)):
        slope[:] = 0.0
        for cell in range(indptr[row], indptr[row + 1]):
            for k in range(n_topics):
                slope[k] -= data[cell] * topics[indices[cell], k]
        largest = -slope.min()
        for _ in range(MOST_STEPS):
            moved = 0.0
            for k in range(n_topics):
                if gram[k, k] == 0.0:
                    continue
                step = max(-slope[k] / gram[k, k], -weights[row, k])
                if step != 0.0:
                    weights[row, k] += step
                    moved = max(moved, abs(step))
                    for j in range(n_topics):
                        slope[j] += step * gram[k, j]
            if moved <= STILL * largest:
                break
    return weights


@njit(nogil=True, cache=True)
def likeliest(data, indices, indptr, topics):
    """Return the shares of topics, shape (D, K), under which each row is most likely, by EM from even shares.

    ``share_k ← share_k sum_w x_w topic_wk / sum_j share_j topic_wj`` (Lee & Seung 2001, equation 5, for rows
    and topics that sum to 1).
    """
    n_topics = topics.shape[1]
    shares = np.full((len(indptr) - 1, n_topics), 1 / n_topics)
    update = np.empty(n_topics)
    for row in range(len(shares)):
        for _ in range(MOST_ROUNDS):
            _divide(data, indices, indptr[row], indptr[row + 1], topics, shares[row], update)
            total = update.sum()
            if total == 0.0:
                break
            moved = 0.0
            for k in range(n_topics):
                moved = max(moved, abs(update[k] / total - shares[row, k]))
                shares[row, k] = update[k] / total
            if moved <= SETTLED:
                break
    return shares


@njit(nogil=True, cache=True)
def tokens_by_topic(data, indices, indptr, topics, weights):
    """Return the tokens of each document divided among the topics, shape (D, K).

    A token of term w goes to topic k in proportion to ``weight_k topic_wk``; a term that no topic
    of the document has goes nowhere.
    """
    parts = np.zeros_like(weights)
    for row in range(len(weights)):
        _divide(data, indices, indptr[row], indptr[row + 1], topics, weights[row], parts[row])
    return parts


@njit(nogil=True, cache=True)
def _divide(data, indices, first, last, topics, weights, parts):
    """Write the amounts of one row, divided among the topics, into `parts`."""
    parts[:] = 0.0
    for cell in range(first, last):
        total = 0.0
        for k in range(len(weights)):
            total += weights[k] * topics[indices[cell], k]
        if total > 0.0:
            for k in range(len(weights)):
                parts[k] += data[cell] * (weights[k] * topics[indices[cell], k] / total)
