"""Phrases by how often they stand in a text: tf-idf, KP-Miner; and by how early.

``"tf_idf"`` is the oldest measure of the field and hard to beat on long texts.  ``"kp_miner"`` is the same with rules:
a phrase must be repeated, and early, and phrases of several words are raised.  ``"first_phrases"`` looks at nothing
but the place, as a baseline that every method should beat.

How many other documents hold a phrase is not counted but estimated from its words (`background`), as if they were
spread over them independently: idfs add up, to that of what no document holds at most.  Document
frequencies of phrases in the corpus at hand, which the field often takes, would make the keyphrases of a text depend
on what other texts are read.

References
----------
Sparck Jones, K. (1972). A statistical interpretation of term specificity and its application in retrieval.
Journal of Documentation 28(1), 11-21.
El-Beltagy, S. R. and Rafea, A. (2009). KP-Miner: a keyphrase extraction system for English and Arabic documents.
Information Systems 34(1), 132-144.
El-Beltagy, S. R. and Rafea, A. (2010). KP-Miner: participation in SemEval-2. Proceedings of the 5th International
Workshop on Semantic Evaluation, 190-193.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.candidates import Candidates
from textmine.extraction.extractors.wordwise import any_inside, stop_words, unseen_idf
from textmine.extraction.setting import Setting


def tf_idf(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return how often each phrase stands in its text, times its idf, shape (I,), above 0.

    Notes
    -----
    tf(k) min(sum of idf(w) over the words w of k, idf of what no document holds).
    """
    reading = candidates.reading
    words = candidates.total(setting.background.idf(reading)[reading.stems])
    return np.minimum(words, unseen_idf(setting.background)) * candidates.count


def first_phrases(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return 1 / (1 + the number of words before the first place), shape (I,), in (0, 1]."""
    return 1 / (1 + candidates.position)


def kp_miner(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the weights of KP-Miner, shape (I,), above 0; NaN for what its rules leave out.

    Notes
    -----
    A phrase without stop words that is first met within `cutoff` words and stands `lasf` times weighs::

        tf idf                      of one word
        tf idf min(sigma, N / (alpha P))   of several, with the idf of what no other document holds

    where N counts the places of all such phrases of the text and P those of several words.  Both papers lower
    `lasf` (the least allowable seen frequency) for short documents without saying how far: here it is `lasf`
    times the share of `cutoff` that the text has words for, rounded up.  Factors of position, which the papers
    leave at 1, and the refinement of counts of the final list are left out.
    """
    options = setting.options
    _check.integer("options['lasf']", options["lasf"], 1)
    _check.integer("options['cutoff']", options["cutoff"], 1)
    _check.between("options['sigma']", options["sigma"], 0, math.inf)
    _check.between("options['alpha']", options["alpha"], 0, math.inf)
    reading = candidates.reading
    size = np.minimum(np.diff(reading.bounds), options["cutoff"])
    needed = np.maximum(-(-options["lasf"] * size // options["cutoff"]), 1)
    able = ((candidates.count >= needed[candidates.text]) & (candidates.position < options["cutoff"])
            & ~any_inside(candidates, stop_words(reading)))
    several = candidates.n_words > 1
    own = candidates.total(setting.background.idf(reading)[reading.stems])
    idf = np.where(several, unseen_idf(setting.background), own)
    boost = np.where(several, _boost(candidates, able, several, options["sigma"], options["alpha"])[candidates.text], 1)
    return np.where(able, candidates.count * idf * boost, np.nan)


def _boost(candidates: Candidates, able: NDArray[np.bool_], several: NDArray[np.bool_], sigma: float,
           alpha: float) -> NDArray[np.float64]:
    """Return what the phrases of several words are multiplied by in each text, shape (G,)."""
    n_texts = len(candidates.reading)
    places = np.bincount(candidates.text, candidates.count * able, n_texts)
    compound = np.bincount(candidates.text, candidates.count * (able & several), n_texts)
    return np.minimum(places / (alpha * np.maximum(compound, 1)), sigma)
