"""Phrases of one topic are one: TopicRank, MultipartiteRank.

Phrases that share enough of their stems are a topic: *peace talks* and *talks*.  Every two topics are
linked, the more closely the nearer their phrases stand in the text, and PageRank says how central each is.
TopicRank returns the first phrase of each topic, so that the best phrases are not variants of one.  MultipartiteRank
ranks the phrases themselves, each linked to those of all other topics, and lets the first of each topic gain what
leads to its variants.

Topics come from average linkage (Bougouin et al., section 4.2); of equally similar ones, which the
sources leave open, those of the earliest phrases are joined first.  Where the candidates are the longest runs, a place
inside another one is none, as in the sources; where they are not, two places with the same first word count as
neighbours.

Both are quadratic in the phrases of a text and in their places.  So `max_candidates` of the most frequent phrases of a
text take part, the earliest of equals; all others are left out.  An article rarely has so many.  Of a whole
library read as one text their first 100,000 places count, which takes a quarter of a minute.

References
----------
Bougouin, A., Boudin, F. and Daille, B. (2013). TopicRank: graph-based topic ranking for keyphrase extraction.
IJCNLP, 543-551; sections 4.2 to 4.5.
Boudin, F. (2018). Unsupervised keyphrase extraction with multipartite graphs. NAACL, 667-672; sections 2.1 and 2.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.candidates import Candidates, numbered
from textmine.extraction.extractors import _topic_kernels as kernels
from textmine.extraction.setting import Setting

THRESHOLD = 0.74
"""The mean distance up to which phrases are a topic: more than a quarter of their stems in common."""
MAX_CANDIDATES = 1000
"""Phrases of a text that take part."""
MOST_CANDIDATES = 10_000
"""The most that can be asked for: time and memory (24 bytes for each pair) grow with the square."""


def topicrank(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the TopicRank of the first phrase of each topic, shape (I,), above 0 (Bougouin et al. 2013).

    All other phrases are left out.  The ranks of a text sum to 1.

    Options
    -------
    threshold : float between 0 and 1, default 0.74
        The mean Jaccard distance of stems up to which phrases are one topic; the source: a quarter in common.
    damping : float between 0 and 1, default 0.85
    max_candidates : int, default 1000
        Of 1 to 10,000: how many phrases of a text take part, the most frequent ones.

    Notes
    -----
    The link of two topics weighs the sum of 1/|p - q| over the first words p and q of all places of their phrases.
    """
    return _ranks(candidates, setting, 0.0, single=True)


def multipartiterank(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the MultipartiteRank of every phrase, shape (I,), above 0 (Boudin 2018).

    The ranks of a text sum to 1.

    Options
    -------
    threshold, damping, max_candidates
        As in TopicRank.
    alpha : float, at least 0, default 1.1
        How much the first phrase of a topic gains; 0: nothing.

    Notes
    -----
    The link from phrase i to phrase j of another topic weighs w_ij, the sum of 1/|p - q| over their places.  Where j is
    the first phrase of its topic T, it weighs w_ij + alpha exp(1 / p_j) (sum of w_ik over the others k in T), with p_j
    its first place, counted from 1.  The source prints p_i; its author's program has the place of the
    phrase that gains, which is what the text explains.
    """
    alpha = setting.options["alpha"]
    if alpha != 0:
        _check.between("options['alpha']", alpha, 0, np.inf)
    return _ranks(candidates, setting, float(alpha), single=False)


def _ranks(candidates: Candidates, setting: Setting, alpha: float, single: bool) -> NDArray[np.float64]:
    """Return the ranks of the phrases that take part, shape (I,), NaN for all others."""
    options = setting.options
    _check.between("options['threshold']", options["threshold"], 0, 1)
    _check.between("options['damping']", options["damping"], 0, 1)
    _check.integer("options['max_candidates']", options["max_candidates"], 1, MOST_CANDIDATES)
    found, item = _as_longest(candidates) if setting.kind == "maximal" else (candidates, np.arange(len(candidates)))
    reading, kept = found.reading, most_frequent(found, options["max_candidates"])
    bounds = np.searchsorted(kept, found.bounds)
    number = np.full(len(found), -1)
    number[kept] = np.arange(len(kept)) - bounds[found.text[kept]]
    places = np.flatnonzero(number[found.item] >= 0)
    positions, lead = found.first[places], found.lead[kept]
    score = np.full(len(candidates), np.nan)
    score[item[kept]] = kernels.phrase_ranks(
        found.first[lead], found.length[lead], bounds, number[found.item[places]], positions,
        np.searchsorted(positions, reading.bounds), reading.stems, alpha * np.exp(1 / (1 + found.position[kept])),
        float(options["threshold"]), float(options["damping"]), single)
    return score


def _as_longest(candidates: Candidates) -> tuple[Candidates, NDArray[np.int64]]:
    """Return the candidates at the places where they are longest runs alone, and which item each was."""
    whole = np.flatnonzero(candidates.whole)
    found = numbered(candidates.reading, candidates.first[whole], candidates.length[whole], candidates.whole[whole])
    return found, candidates.item[whole[found.lead]]


def most_frequent(candidates: Candidates, n: int) -> NDArray[np.int64]:
    """Return the n most frequent items of each text, the earliest of equals, in their own order."""
    order = np.lexsort((-candidates.count, candidates.text))
    return np.sort(order[np.arange(len(order)) - candidates.bounds[:-1][candidates.text] < n])
