"""SGRank: statistics choose and weigh phrases, a graph ranks them.

The most frequent phrases of a text, single words by tf-idf, are weighed by what they stand for on their own, by where
they first stand and by how long they are; then each takes part of the weight of those that stand near it.

References
----------
Danesh, S., Sumner, T. and Martin, J. H. (2015). SGRank: combining statistical and graphical methods to improve the
state of the art in unsupervised keyphrase extraction. Proceedings of *SEM, 117-126.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.candidates import Candidates
from textmine.extraction.extractors import _nesting_kernels, _sgrank_kernels
from textmine.extraction.extractors.wordwise import unseen_idf
from textmine.extraction.setting import Setting

LONGEST_TERM = 6
WIDEST = 10_000
"""Words between two places at most that are near each other: time is linear in places times window."""
MORE_WORDS = (1500, 4000)
"""Texts of more words than each must hold a phrase once more often."""


def sgrank(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the rank of each phrase among those of its text, shape (I,), in (0, 1]; NaN for what is not ranked.

    Notes
    -----
    Of the phrases that stand at least once (twice in texts above 1500 words, three times above 4000), the `top` by
    tf idf are taken; several words have the idf of what no other document holds.  One that is first met after p
    words weighs::

        (tf - tf of the longer ones that hold it) idf ln(cutoff / (p + 1)) length in words

    and those above 0 are the nodes of a graph.  Its edges are the mean of ln(window / distance) over the places of two
    phrases less than `window` words apart, times the weights of both; ranks are those of PageRank with `damping`.  The
    paper takes runs of nouns, adjectives and verbs; here they are those of the candidates.
    """
    options = setting.options
    _check.integer("options['window']", options["window"], 2, WIDEST)
    _check.integer("options['cutoff']", options["cutoff"], 2)
    _check.integer("options['top']", options["top"], 1, 1000)
    _check.between("options['damping']", options["damping"], 0, 1)
    reading = candidates.reading
    idf = setting.background.idf(reading)[reading.stems[candidates.first[candidates.lead]]]
    idf[candidates.n_words > 1] = unseen_idf(setting.background)
    needed = 1 + np.searchsorted(MORE_WORDS, np.diff(reading.bounds))[candidates.text]
    kept = _top(candidates, candidates.count * idf, candidates.count >= needed, options["top"])
    chosen = candidates.only(kept)
    early = np.log(options["cutoff"] / (chosen.position + 1))
    weight = (chosen.count - _held(chosen)) * idf[kept] * early * chosen.n_words
    nodes = chosen.only(weight > 0)
    logs = np.log(options["window"] / np.maximum(np.arange(options["window"]), 1))
    found = np.full(len(candidates), np.nan)
    found[np.flatnonzero(kept)[weight > 0]] = _sgrank_kernels.phrase_ranks(
        nodes.first, nodes.item, nodes.bounds, weight[weight > 0], logs, float(options["damping"]))
    return found


def _top(candidates: Candidates, value: NDArray[np.float64], able: NDArray[np.bool_], top: int) -> NDArray[np.bool_]:
    """Return which items are among the highest of their text, ties by first place, longer ones first."""
    items = np.flatnonzero(able)
    order = items[np.lexsort((-candidates.n_words[items], candidates.position[items], -value[items],
                              candidates.text[items]))]
    text = candidates.text[order]
    found = np.zeros(len(candidates), bool)
    found[order[np.arange(len(order)) - np.searchsorted(text, text) < top]] = True
    return found


def _held(chosen: Candidates) -> NDArray[np.int64]:
    """Return how often the longer phrases that hold each phrase stand, in sum, shape (I,)."""
    n = max(len(chosen), 1)
    inner, outer = _nesting_kernels.nested_pairs(chosen.first, chosen.length, chosen.item)
    pairs = np.unique(inner * n + outer)
    return np.bincount(pairs // n, chosen.count[pairs % n], len(chosen)).astype(np.int64)
