"""Compiled topics of phrases, and how near topics stand to each other, in one text after the other.

Both are quadratic in the phrases of a text by definition, which is why the callers bound these.  Similarities are
multiples of 1 / `SCALE` and summed as whole numbers, so that equal ones are equal whatever the order of sums.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from textmine.extraction.candidates import LONGEST
from textmine.extraction.extractors._graph_kernels import STEPS, TOLERANCE

MOST_PLACES = 100_000
"""Places of phrases of a text that are read, the first ones: time is quadratic in them."""
SCALE = math.lcm(*range(1, 2 * LONGEST + 1))
"""A multiple of the number of stems that two phrases can hold."""


@njit(nogil=True, cache=True)
def _distinct(firsts, lengths, stems):
    """Return the stems of every phrase, each once, and how many they are."""
    n = len(firsts)
    longest = 0
    for k in range(n):
        longest = max(longest, lengths[k])
    found, sizes = np.empty((n, longest), np.int64), np.zeros(n, np.int64)
    for k in range(n):
        for i in range(firsts[k], firsts[k] + lengths[k]):
            new = True
            for j in range(sizes[k]):
                if found[k, j] == stems[i]:
                    new = False
            if new:
                found[k, sizes[k]] = stems[i]
                sizes[k] += 1
    return found, sizes


@njit(nogil=True, cache=True)
def similarities(firsts, lengths, stems):
    """Return the Jaccard similarity of the stems of every two phrases, times `SCALE`."""
    n = len(firsts)
    words, sizes = _distinct(firsts, lengths, stems)
    found = np.zeros((n, n))
    for a in range(n):
        for b in range(a):
            shared = 0
            for i in range(sizes[a]):
                for j in range(sizes[b]):
                    shared += words[a, i] == words[b, j]
            if shared:
                found[a, b] = found[b, a] = SCALE * shared // (sizes[a] + sizes[b] - shared)
    return found


@njit(nogil=True, cache=True)
def _nearest(i, sums, sizes):
    """Return the later cluster most similar to cluster i, the first of equals, and how similar it is; -1 for none."""
    partner, best = -1, -1.0
    for j in range(i + 1, len(sizes)):
        if sizes[j]:
            similarity = sums[i, j] / (SCALE * sizes[i] * sizes[j])
            if similarity > best:
                partner, best = j, similarity
    return partner, best


@njit(nogil=True, cache=True)
def topics(sums, threshold):
    """Return the topic of every phrase: the number of the first phrase of its cluster.

    Average linkage: the two clusters of highest mean similarity become one, of equals those of the
    earliest phrases, until the mean distance of all is above `threshold`.  `sums`, the similarities, is used up.
    """
    n = len(sums)
    sizes, owner = np.ones(n, np.int64), np.arange(n)
    partner, best = np.empty(n, np.int64), np.empty(n)
    for i in range(n):
        partner[i], best[i] = _nearest(i, sums, sizes)
    while True:
        i = int(np.argmax(best))
        if best[i] <= 0 or 1 - best[i] > threshold:
            break
        j = partner[i]
        for k in range(n):
            sums[i, k] += sums[j, k]
            sums[k, i] = sums[i, k]
        sizes[i] += sizes[j]
        sizes[j], best[j], owner[j] = 0, -1.0, i
        for k in range(j):
            if not sizes[k]:
                continue
            if k == i or partner[k] == i or partner[k] == j:
                partner[k], best[k] = _nearest(k, sums, sizes)
            elif k < i < partner[k] and sums[k, i] / (SCALE * sizes[k] * sizes[i]) == best[k]:
                partner[k] = i
    for k in range(n):
        owner[k] = owner[owner[k]]
    return owner


@njit(nogil=True, cache=True)
def closeness(labels, positions, n):
    """Return for every two of n labels the sum of 1 / |p - q| over their places p and q, 0 on the diagonal.

    Places are in order, and two that start with the same word count as neighbours.
    """
    found, near, begins = np.zeros((n, n)), np.empty(len(labels)), positions.astype(np.float64)
    for p in range(len(labels)):
        for q in range(p):
            near[q] = 1.0 / max(begins[p] - begins[q], 1.0)
        row = found[labels[p]]
        for q in range(p):
            row[labels[q]] += near[q]
    for a in range(n):
        found[a, a] = 0.0
        for b in range(a):
            found[a, b] = found[b, a] = found[a, b] + found[b, a]
    return found


@njit(nogil=True, cache=True)
def matrix_ranks(weights, damping):
    """Return the PageRank of every vertex; ``weights[u, v]`` is the weight of the link from u to v.

    As `textmine.extraction.extractors._graph_kernels.pagerank`, for graphs where all vertices are linked.
    """
    n = len(weights)
    score, following = np.full(n, 1 / n), np.empty(n)
    out = np.zeros(n)
    for u in range(n):
        for v in range(n):
            out[u] += weights[u, v]
    for _ in range(STEPS):
        lost = 0.0
        following[:] = 0.0
        for u in range(n):
            if out[u] == 0:
                lost += score[u]
                continue
            share, row = score[u] / out[u], weights[u]
            for v in range(n):
                following[v] += share * row[v]
        moved = 0.0
        for v in range(n):
            following[v] = damping * (following[v] + lost / n) + (1 - damping) / n
            moved += abs(following[v] - score[v])
        score, following = following, score
        if moved < TOLERANCE:
            break
    return score


@njit(nogil=True, cache=True)
def _of_topics(topic, items, positions, damping):
    """Return the rank of each topic at its first phrase, NaN at all others (TopicRank)."""
    number, n = np.empty(len(topic), np.int64), 0
    for k in range(len(topic)):
        if topic[k] == k:
            number[k] = n
            n += 1
        else:
            number[k] = number[topic[k]]
    labels = np.empty(len(items), np.int64)
    for p in range(len(items)):
        labels[p] = number[items[p]]
    ranks = matrix_ranks(closeness(labels, positions, n), damping)
    found = np.full(len(topic), np.nan)
    for k in range(len(topic)):
        if topic[k] == k:
            found[k] = ranks[number[k]]
    return found


@njit(nogil=True, cache=True)
def _of_phrases(topic, items, positions, earliness, damping):
    """Return the rank of each phrase in the graph of phrases of different topics (MultipartiteRank).

    The first phrase of a topic gains the links to the others of its topic, ``earliness`` times.
    """
    n = len(topic)
    weights = closeness(items, positions, n)
    for a in range(n):
        row = weights[a]
        for k in range(n):
            if topic[a] == topic[k]:
                row[k] = 0.0
        for k in range(n):
            if topic[k] != k:
                row[topic[k]] += earliness[topic[k]] * row[k]
    return matrix_ranks(weights, damping)


@njit(nogil=True, cache=True)
def phrase_ranks(firsts, lengths, bounds, items, positions, place_bounds, stems, earliness, threshold, damping, single):
    """Return the rank of every phrase of all texts, by the graph of topics (`single`) or of phrases.

    `bounds` divides the phrases into texts, `place_bounds` their places: `items`, the phrase of its text from 0 at
    each, and `positions`.
    """
    found = np.empty(len(firsts))
    for text in range(len(bounds) - 1):
        a, b = bounds[text], bounds[text + 1]
        if a == b:
            continue
        topic = topics(similarities(firsts[a:b], lengths[a:b], stems), threshold)
        p = place_bounds[text]
        q = min(place_bounds[text + 1], p + MOST_PLACES)
        ranks = (_of_topics(topic, items[p:q], positions[p:q], damping) if single else
                 _of_phrases(topic, items[p:q], positions[p:q], earliness[a:b], damping))
        for k in range(a, b):
            found[k] = ranks[k - a]
    return found
