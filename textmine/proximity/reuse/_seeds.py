"""Compiled search for seeds: pairs of neighbouring words that two texts share, in any order.

Seeds stand in one index of all articles, sorted by key and by place.  An article meets the earlier ones alone, so that
each pair of articles is met once.
"""

from __future__ import annotations

import numpy as np
from numba import njit

REACH = 2
"""How many words to its right a word is paired with."""

GAPS = (20.0, 100.0)
"""Words of the running text between neighbours of one passage, at least and at most; 100 words are the 600
characters of passim (Smith et al. 2015)."""

_STEP = np.uint64(0x9E3779B97F4A7C15)


@njit(nogil=True, cache=True)
def spreads(ids, bounds, n_types):
    """Return how often each type occurs, and in how many articles."""
    counts, spread = np.zeros(n_types, np.int64), np.zeros(n_types, np.int64)
    last = np.full(n_types, -1, np.int64)
    for a in range(len(bounds) - 1):
        for i in range(bounds[a], bounds[a + 1]):
            counts[ids[i]] += 1
            spread[ids[i]] += last[ids[i]] != a
            last[ids[i]] = a
    return counts, spread


@njit(nogil=True, cache=True)
def pair_keys(classes, bounds, n_classes, information, runs, least):
    """Return a key for each word and its neighbours to the right, shape (C · REACH,); -1 where there is none.

    A pair has at least `least` nats of `information`, or stands in one of the `runs` that several articles have.
    """
    keys = np.full(len(classes) * REACH, -1, np.int64)
    for a in range(len(bounds) - 1):
        for c in range(bounds[a], bounds[a + 1]):
            for g in range(min(REACH, bounds[a + 1] - 1 - c)):
                low, high = min(classes[c], classes[c + g + 1]), max(classes[c], classes[c + g + 1])
                in_run = runs[c] >= 0 or (c > bounds[a] and runs[c - 1] >= 0)
                if low < high and (in_run or information[c] + information[c + g + 1] >= least):
                    keys[c * REACH + g] = np.int64(low) * n_classes + high
    return keys


@njit(nogil=True, cache=True)
def run_keys(classes, bounds, length):
    """Return a key for each word and those that follow it in this order, shape (C,); -1 where there is none."""
    keys = np.full(len(classes), -1, np.int64)
    for a in range(len(bounds) - 1):
        for c in range(bounds[a], bounds[a + 1] - length + 1):
            h = np.uint64(0)
            for i in range(c, c + length):
                h = (h ^ np.uint64(classes[i] + 1)) * _STEP
                h ^= h >> np.uint64(29)
            keys[c] = np.int64(h >> np.uint64(1))
    return keys


@njit(nogil=True, cache=True)
def index(order, keys, articles, step, most_repeats, group, starts, spread):
    """Number the keys that several articles hold; return how many postings and keys there are, and what was left out.

    Parameters
    ----------
    order : int64 array of shape (keys,)
        Sorts `keys` stably; overwritten with the postings that stay.
    articles : int32 array of shape (keys / step,)
    most_repeats : int
        How often a key counts in one article.
    group : int32 array of shape (keys,)
        Gets the number of each key, or -1.
    starts, spread : int64 arrays
        Get the first posting of each key, and in how many articles it is.
    """
    n_postings, n_keys, n_left_out, lo = 0, 0, 0, 0
    group[:] = -1
    while lo < len(order) and keys[order[lo]] < 0:
        lo += 1
    while lo < len(order):
        hi, n_articles, last = lo, 0, -1
        while hi < len(order) and keys[order[hi]] == keys[order[lo]]:
            n_articles += articles[order[hi] // step] != last
            last = articles[order[hi] // step]
            hi += 1
        if n_articles > 1:
            starts[n_keys], spread[n_keys] = n_postings, n_articles
            last, repeats = -1, 0
            for at in range(lo, hi):
                article = articles[order[at] // step]
                repeats = repeats + 1 if article == last else 1
                last = article
                if repeats <= most_repeats:
                    group[order[at]] = n_keys
                    order[n_postings] = order[at]
                    n_postings += 1
                else:
                    n_left_out += 1
            n_keys += 1
        lo = hi
    starts[n_keys] = n_postings
    return n_postings, n_keys, n_left_out


@njit(nogil=True, cache=True)
def next_series(starts, posts, articles, series):
    """Return for each posting the next one of its key in an article of another series; of no series: the next one."""
    following = np.empty(len(posts), np.int64)
    for key in range(len(starts) - 1):
        for p in range(starts[key + 1] - 1, starts[key] - 1, -1):
            own = series[articles[posts[p] // REACH]]
            goes_on = p + 1 < starts[key + 1] and own >= 0 and series[articles[posts[p + 1] // REACH]] == own
            following[p] = following[p + 1] if goes_on else p + 1
    return following


@njit(nogil=True, cache=True, inline="always")
def ceiling(seed, first, group, credit, runs, run_credit, information):
    """Return the most that a seed can be worth, alone or as part of a run, in the text that begins at word `first`."""
    c = seed // REACH
    most = credit[group[seed]]
    for r in range(max(c - 1, first), c + 1):
        if runs[r] >= 0:
            most = max(most, run_credit[runs[r]])
    return most * (information[c] + information[c + seed % REACH + 1])


@njit(nogil=True, cache=True)
def bound_scores(first, last, here, group, starts, posts, following, articles, series, most_articles, credit,
                 runs, run_credit, information, places, sums, best, latest, touched):
    """Find the most that any one passage shared with each earlier article can be worth; return how many are met.

    Seeds with no gap wider than `GAPS[1]` words between them are added up, wherever in the other article they are.

    Parameters
    ----------
    first, last : int
        The content words of article `here`.
    following : int64 array, or an empty one where no article is of a series
        As of `next_series`.
    sums, best : float arrays of shape (A,)
        Of the seeds since the last gap, and the greatest so far; `best` is zero before.
    latest : int64 array of shape (A,)
        The latest seed.
    touched : int64 array of shape (A,)
        Gets the articles that are met.
    """
    n = 0
    for at in range(first * REACH, last * REACH):
        key = group[at]
        if key < 0:
            continue
        value = ceiling(at, first, group, credit, runs, run_credit, information)
        seen, before = 0, -1
        p = starts[key]
        while p < starts[key + 1]:
            there = articles[posts[p] // REACH]
            if there >= here:
                break
            same = series[here] >= 0 and series[there] == series[here]
            p = following[p] if same else p + 1
            if same or there == before:
                continue
            if seen == most_articles:
                break
            before = there
            seen += 1
            if best[there] == 0:
                touched[n], sums[there] = there, 0.0
                n += 1
            elif places[at // REACH] - places[latest[there]] > GAPS[1]:
                sums[there] = 0.0
            sums[there] += value
            latest[there] = at // REACH
            best[there] = max(best[there], sums[there])
    return n


@njit(nogil=True, cache=True)
def gather(first, last, here, group, starts, posts, following, articles, series, most_articles, place, ends, seeds,
           others):
    """Write the seeds shared with the earlier articles that have a `place`; where `seeds` is empty, count them only.

    Parameters
    ----------
    place : int64 array of shape (A,)
        The number of an article among the chosen ones, or -1.
    ends : int64 array of shape (chosen,)
        Where the next seed of each goes.
    seeds, others : int64 arrays
        Places in the index, here and there.
    """
    writing = len(seeds) > 0
    for at in range(first * REACH, last * REACH):
        key = group[at]
        if key < 0:
            continue
        seen, before = 0, -1
        p = starts[key]
        while p < starts[key + 1]:
            at_post, there = p, articles[posts[p] // REACH]
            if there >= here:
                break
            same = series[here] >= 0 and series[there] == series[here]
            p = following[p] if same else p + 1
            if same:
                continue
            if there != before:
                if seen == most_articles:
                    break
                before = there
                seen += 1
            if place[there] >= 0:
                if writing:
                    seeds[ends[place[there]]], others[ends[place[there]]] = at, posts[at_post]
                ends[place[there]] += 1
