"""Compiled search through articles: each is compared with the earlier ones that it may share a passage with."""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine.proximity.reuse._passages import alike, passages
from textmine.proximity.reuse._seeds import bound_scores, gather


@njit(nogil=True, cache=True)
def search(first, last, content_bounds, content, places, articles, classes, bounds, series, group, starts, posts,
           following, credit, runs, run_credit, information, most_articles, least_score, least_words):
    """Return the passages that articles `first` to `last` share with earlier ones: spans of shape (M, 7) and scores.

    A row: earlier article, later article, start and stop in the earlier, start and stop in the later, words alike.
    """
    n_articles = len(bounds) - 1
    sums, best = np.zeros(n_articles), np.zeros(n_articles)
    latest, touched = np.empty(n_articles, np.int64), np.empty(n_articles, np.int64)
    place = np.full(n_articles, -1, np.int64)
    found, scores = [(0, 0, 0, 0, 0, 0)], [0.0]
    nothing = np.empty(0, np.int64)
    for here in range(first, last):
        lo, hi = content_bounds[here], content_bounds[here + 1]
        n_met = bound_scores(lo, hi, here, group, starts, posts, following, articles, series, most_articles, credit,
                             runs, run_credit, information, places, sums, best, latest, touched)
        met = np.sort(touched[:n_met])
        chosen = met[best[met] >= least_score]
        best[met] = 0
        if len(chosen) == 0:
            continue
        place[chosen] = np.arange(len(chosen))
        ends = np.zeros(len(chosen), np.int64)
        gather(lo, hi, here, group, starts, posts, following, articles, series, most_articles, place, ends, nothing,
               nothing)
        stops = np.cumsum(ends)
        ends = stops - ends
        seeds, others = np.empty(stops[-1], np.int64), np.empty(stops[-1], np.int64)
        gather(lo, hi, here, group, starts, posts, following, articles, series, most_articles, place, ends, seeds,
               others)
        place[chosen] = -1
        begin = 0
        for k in range(len(chosen)):
            passages(seeds[begin:stops[k]], others[begin:stops[k]], lo, group, credit, runs, run_credit, information,
                     places, content, classes, bounds, here, chosen[k], least_score, least_words, found, scores)
            begin = stops[k]
    spans = np.empty((len(found) - 1, 7), np.int64)
    for m in range(1, len(found)):
        for k in range(6):
            spans[m - 1, k] = found[m][k]
        spans[m - 1, 6] = alike(classes, found[m][2], found[m][3], found[m][4], found[m][5])
    return spans, np.array(scores)[1:]
