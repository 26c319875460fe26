"""Compiled chaining of seeds: clusters in the plane of two texts, trimmed to where the words agree.

A seed is a point (x, y): the place of its words in one text and in the other.  A copied passage is a dense cloud of
points, whatever the order of its words; see `verbatim`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from textmine.proximity.reuse._clouds import clusters, joined, sort, widest_gap
from textmine.proximity.reuse._seeds import REACH, ceiling

RUN = 3
"""Words of a run: content words that follow each other in both texts."""

MISSED = 1.0
"""Nats that a content word without its like takes from the score: ln of the odds of a miss, at two likes in three."""

STRONG = 0.5
"""Part of the least score of a passage that a cloud of it may be worth."""

BACKGROUND = 0.05
"""Share of the words outside of a passage that agree by chance."""


SURE = 10.0
"""Nats by which agreement at the rate of a passage must be likelier than by chance."""


@njit(nogil=True, cache=True)
def copies(x, y):
    """Return an order of the points of a cluster, and bounds of the copies in it: one passage, several times in a row.

    Only where one side is half as long again as the other; copies lie on diagonals at least half a passage apart.
    """
    order = np.arange(len(x))
    width, height = x.max() - x.min() + 1, y.max() - y.min() + 1
    bounds, n_bounds = np.zeros(len(x) + 1, np.int64), 1
    if max(width, height) >= 1.5 * min(width, height):
        diagonal = x - y
        sort(order, 0, len(x), diagonal)
        for k in range(1, len(x)):
            if 2 * (diagonal[order[k]] - diagonal[order[k - 1]]) > min(width, height):
                bounds[n_bounds] = k
                n_bounds += 1
    bounds[n_bounds] = len(x)
    return order, bounds[:n_bounds + 1]


@njit(nogil=True, cache=True)
def _span(seeds, kept):
    """Return the first content word of the seeds that are kept, and the one after the last; (0, 0) of none."""
    lo, hi = np.int64(0), np.int64(0)
    for k in range(len(seeds)):
        if kept[k]:
            c = seeds[k] // REACH
            stop = c + seeds[k] % REACH + 2
            lo, hi = (min(lo, c), max(hi, stop)) if hi else (c, stop)
    return lo, hi


@njit(nogil=True, cache=True)
def worth(seeds, others, kept, lo, hi, group, credit, runs, run_credit, information):
    """Return what the seeds say of the content words `lo` to `hi` of a text, in nats, and which of them stand in runs.

    A word is worth its information times the credit of the rarest phrase that it has in common with the other text.
    """
    words, in_run = np.zeros(hi - lo), np.zeros(hi - lo, np.bool_)
    for k in range(len(seeds)):
        if kept[k]:
            c, d = seeds[k] // REACH, seeds[k] // REACH + seeds[k] % REACH + 1
            words[c - lo] = max(words[c - lo], credit[group[seeds[k]]] * information[c])
            words[d - lo] = max(words[d - lo], credit[group[seeds[k]]] * information[d])
            if runs[c] >= 0 and runs[c] == runs[others[k] // REACH]:
                for i in range(c, min(c + RUN, hi)):
                    words[i - lo] = max(words[i - lo], run_credit[runs[c]] * information[i])
                    in_run[i - lo] = True
    return words, in_run


@njit(nogil=True, cache=True)
def likeliest_stretch(words, in_run, information, n_others):
    """Return the bounds of the stretch in which words most likely agree at the rate of the whole, and how likely.

    The stretch with the greatest sum of log likelihood ratios, of a word with its like and of one without (Bentley
    1984, maximum subarray).  By chance a word has its like where it meets one of its neighbours again near it, among
    `n_others` words of the other text; a run is no chance.
    """
    share = min(max(np.sum(words > 0) / len(words), 2 * BACKGROUND), 1 - BACKGROUND)
    best, total, start, lo, hi = 0.0, 0.0, 0, 0, 0
    for i in range(len(words)):
        meetings = 0.0
        for j in range(max(i - REACH, 0), min(i + REACH + 1, len(words))):
            if j != i and not in_run[i]:
                meetings += 2 * REACH * n_others * math.exp(-information[i] - information[j])
        chance = min(max(1 - math.exp(-meetings), BACKGROUND), share)
        if total <= 0:
            total, start = 0.0, i
        total += math.log(share / chance) if words[i] > 0 else math.log((1 - share) / (1 - chance))
        if total > best:
            best, lo, hi = total, start, i + 1
    return lo, hi, best


@njit(nogil=True, cache=True)
def _drop_outside(seeds, kept, lo, hi):
    """Drop the seeds that do not lie between two content words; return whether there were any."""
    dropped = False
    for k in range(len(seeds)):
        c = seeds[k] // REACH
        if kept[k] and (c < lo or c + seeds[k] % REACH + 2 > hi):
            kept[k], dropped = False, True
    return dropped


@njit(nogil=True, cache=True)
def trim(seeds, others, crowding, group, credit, runs, run_credit, information):
    """Return which seeds of a cluster are kept when chance seeds at its ends are gone, and its score in nats."""
    kept = np.ones(len(seeds), np.bool_)
    while True:
        lo, hi = _span(seeds, kept)
        other_lo, other_hi = _span(others, kept)
        if hi == 0:
            return kept, 0.0, 0.0
        words, in_run = worth(seeds, others, kept, lo, hi, group, credit, runs, run_credit, information)
        other_words, other_run = worth(others, seeds, kept, other_lo, other_hi, group, credit, runs, run_credit,
                                       information)
        left, right, sure = likeliest_stretch(words, in_run, information[lo:hi], crowding * (other_hi - other_lo))
        other_left, other_right, other_sure = likeliest_stretch(other_words, other_run,
                                                                information[other_lo:other_hi], crowding * (hi - lo))
        dropped = _drop_outside(seeds, kept, lo + left, lo + right)
        if not (_drop_outside(others, kept, other_lo + other_left, other_lo + other_right) or dropped):
            missed = max(np.sum(words == 0), np.sum(other_words == 0))
            return kept, min(words.sum(), other_words.sum()) - MISSED * missed, min(sure, other_sure)


@njit(nogil=True, cache=True)
def _paired(seed, other, places, content):
    """Return two places in the running text at which the words of a seed are alike."""
    c, d = seed // REACH, other // REACH
    return places[c], places[d] if content[c] == content[d] else places[d + other % REACH + 1]


@njit(nogil=True, cache=True)
def extend(seeds, others, kept, places, content, classes, bounds, here, there, span):
    """Fill `span` with words of the running text: the cluster's own, and all that agree beyond each of its edges.

    `span`: start and stop in article `here`, start and stop in article `there`.
    """
    lo, hi = _span(seeds, kept)
    other_lo, other_hi = _span(others, kept)
    span[0], span[1] = places[lo], places[hi - 1] + 1
    span[2], span[3] = places[other_lo], places[other_hi - 1] + 1
    edge = span.copy()
    for k in range(len(seeds)):
        if not kept[k]:
            continue
        c, d = seeds[k] // REACH, others[k] // REACH
        i, j = _paired(seeds[k], others[k], places, content)
        if i == edge[0] or j == edge[2]:
            while i > bounds[here] and j > bounds[there] and classes[i - 1] == classes[j - 1]:
                i, j = i - 1, j - 1
            span[0], span[2] = min(span[0], i), min(span[2], j)
        c, d = c + seeds[k] % REACH + 1, d + others[k] % REACH + 1
        i, j = places[c], places[d] if content[c] == content[d] else places[others[k] // REACH]
        if i + 1 == edge[1] or j + 1 == edge[3]:
            while i + 1 < bounds[here + 1] and j + 1 < bounds[there + 1] and classes[i + 1] == classes[j + 1]:
                i, j = i + 1, j + 1
            span[1], span[3] = max(span[1], i + 1), max(span[3], j + 1)


@njit(nogil=True, cache=True)
def alike(classes, start, stop, other_start, other_stop):
    """Return how many words of one stretch have a like of their own in another."""
    a, b = np.sort(classes[start:stop]), np.sort(classes[other_start:other_stop])
    i, j, n = 0, 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            i, j, n = i + 1, j + 1, n + 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return n


@njit(nogil=True, cache=True)
def _may_do(seeds, first, group, credit, runs, run_credit, information, least_score):
    """Return whether seeds can reach a score at all."""
    most = 0.0
    for seed in seeds:
        most += ceiling(seed, first, group, credit, runs, run_credit, information)
    return most >= least_score


@njit(nogil=True, cache=True)
def _in_clouds(seeds, others, near, least, first, group, credit, runs, run_credit, information, places):
    """Return the seeds, in order, in clouds that can be worth `least` nats."""
    order, cuts = clusters(places[seeds // REACH], places[others // REACH], near)
    strong = np.zeros(len(seeds), np.bool_)
    for k in range(len(cuts) - 1):
        cloud = order[cuts[k]:cuts[k + 1]]
        if _may_do(seeds[cloud], first, group, credit, runs, run_credit, information, least):
            strong[cloud] = True
    return np.flatnonzero(strong)


@njit(nogil=True, cache=True)
def passages(seeds, others, first, group, credit, runs, run_credit, information, places, content, classes,
             bounds, here, there, least_score, least_words, found, scores):
    """Append the passages that two articles share to `found`, six numbers each, and to `scores`.

    What is left of a cluster when a passage is taken out is looked through again.
    """
    near = widest_gap(len(seeds), bounds[here + 1] - bounds[here], bounds[there + 1] - bounds[there])
    strong = _in_clouds(seeds, others, near, least_score * STRONG, first, group, credit, runs, run_credit, information,
                        places)
    span, stack = np.empty(4, np.int64), [strong]
    crowding = (len(classes) / len(content)) ** 2
    while len(stack):
        cloud = stack.pop()
        order, cuts = joined(places[seeds[cloud] // REACH], places[others[cloud] // REACH], near)
        for k in range(len(cuts) - 1):
            cluster = cloud[order[cuts[k]:cuts[k + 1]]]
            if not _may_do(seeds[cluster], first, group, credit, runs, run_credit, information, least_score):
                continue
            some, some_others = seeds[cluster], others[cluster]
            kept, score, sure = trim(some, some_others, crowding, group, credit, runs, run_credit, information)
            if score < least_score or sure < SURE:
                continue
            if not kept.all():
                stack.append(cluster[~kept])
            inner, ends = copies(some[kept] // REACH, some_others[kept] // REACH)
            if len(ends) > 2:
                for e in range(len(ends) - 1):
                    stack.append(cluster[kept][inner[ends[e]:ends[e + 1]]])
                continue
            extend(some, some_others, kept, places, content, classes, bounds, here, there, span)
            if min(span[1] - span[0], span[3] - span[2]) >= least_words:
                found.append((there, here, span[2], span[3], span[0], span[1]))
                scores.append(score)
