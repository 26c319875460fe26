"""One sweep of collapsed Gibbs sampling over a block of documents and terms.

``p(topic k of a token) ∝ (n_dk + a_gk) (n_kw + b) / (n_k + V b)``, all counts without
the token (Griffiths & Steyvers 2004, equation 5, with the prior a of its group).
Sixteen topics are weighed at a time; a token that keeps its topic writes nothing.

References
----------
Griffiths, T. L. and Steyvers, M. (2004). Finding scientific topics. PNAS 101.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine.stats._random import STEP, mix
from textmine.topics._lanes import LANES, cumulate, put

NONE = np.uint64(65_535)
"""The topic of a token that has none yet."""

_UNIT = np.float32(2.0**-24)
_ONE = np.float32(1)


@njit(nogil=True, cache=True)
def sweep(words, topics, places, first, last, strip, doc_topic, term_topic, total, prior, group, term_prior, n_terms,
          weights, start):
    """Draw the topic of every token of documents `first` to `last` in one strip of terms.

    Parameters
    ----------
    words, topics : int32 and uint16 arrays of shape (N,)
        Terms and topics of tokens, or `NONE`; `topics` changes.
    places : int array of shape (D, strips + 1)
        Tokens of document d in strip s: ``places[d, s]`` to ``places[d, s + 1]``.
    doc_topic, term_topic, total : int32 or float32 arrays of shapes (D, K), (V, K), (K,)
        Counts; they change.  K is padded to a multiple of `LANES`.
    prior : float32 array of shape (G, K)
        Parameters a of the documents' Dirichlet priors, 0 for padding.
    term_prior, n_terms : float32
        b and V b.
    weights : array of shape (N,) or (1,)
        Weight of every token, or one for all.
    start : uint64
        Key of the random stream.
    """
    size = len(total)
    blocks, stride = size // LANES, 0 if len(weights) == 1 else 1
    inverse, weight = np.empty(size, np.float32), np.empty(size, np.float32)
    sums, ends = np.empty(size, np.float32), np.zeros(LANES + 1, np.float32)
    for k in range(size):
        inverse[k] = _ONE / (np.float32(total[k]) + n_terms)
    state = start
    for d in range(first, last):
        begin, end = places[d, strip], places[d, strip + 1]
        if begin == end:
            continue
        own_prior, row = prior[group[d]], doc_topic[d]
        for k in range(size):
            weight[k] = (np.float32(row[k]) + own_prior[k]) * inverse[k]
        for i in range(begin, end):
            column, old, x = term_topic[np.uint64(words[i])], np.uint64(topics[i]), weights[i * stride]
            own = np.float32(0)
            if old != NONE:
                own = ((np.float32(row[old] - x) + own_prior[old]) * (np.float32(column[old] - x) + term_prior)
                       / (np.float32(total[old] - x) + n_terms))
            cumulate(weight, column, term_prior, old, own, sums, ends)  # type: ignore[call-arg]
            state += STEP
            left = np.float32(np.int64(mix(state) >> np.uint64(40))) * _UNIT * ends[LANES]
            new = np.uint64(_find(sums, ends, left, blocks))
            if new != old:
                topics[i] = new
                if old != NONE:
                    _move(old, -x, row, column, total, weight, inverse, own_prior, n_terms)
                _move(new, x, row, column, total, weight, inverse, own_prior, n_terms)


@njit(nogil=True, cache=True)
def _move(k, step, row, column, total, weight, inverse, own_prior, n_terms):
    """Add `step` to the counts of a topic, and renew its weight."""
    row[k] += step
    column[k] += step
    total[k] += step
    inverse[k] = _ONE / (np.float32(total[k]) + n_terms)
    put(weight, k, (np.float32(row[k]) + own_prior[k]) * inverse[k])  # type: ignore[call-arg]


@njit(nogil=True, cache=True)
def _find(sums, ends, left, blocks):
    """Return the topic at which the running sum passes `left`: its lane, then its block within the lane."""
    lane = 0
    for j in range(LANES):
        lane += ends[j + 1] <= left
    if lane == LANES:
        lane = LANES - 1
        while ends[lane + 1] <= ends[lane]:
            lane -= 1
    left -= ends[lane]
    block = 0
    for b in range(blocks):
        block += sums[b * LANES + lane] <= left
    if block == blocks:
        block = blocks - 1
        while block > 0 and sums[block * LANES + lane] <= sums[(block - 1) * LANES + lane]:
            block -= 1
    return block * LANES + lane
