"""Our own score: long enough to mean something, repeated, early, and of words that are rare elsewhere.

Each part is a classic of the field; the product keeps its rank on abstracts and on full papers, where every one of the
classics fails on one or the other (`docs/keyphrases.md`).

References
----------
Sparck Jones, K. (1972). A statistical interpretation of term specificity and its application in retrieval.
Journal of Documentation 28(1), 11-21: rare words tell more.
Frantzi, K., Ananiadou, S. and Mima, H. (2000). Automatic recognition of multi-word terms: the C-value/NC-value
method. International Journal on Digital Libraries 3(2), 115-130: nested places count less.
Medelyan, O. and Witten, I. H. (2006). Thesaurus based automatic keyphrase indexing. JCDL, 296-297: the first place
in a text.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.candidates import Candidates
from textmine.extraction.setting import Setting

INSIDE = 0.25
"""What a place inside a longer phrase counts; 0 to .5 make little difference."""
SINGLE = 2 / 3
"""What a single word weighs: it is seldom the whole name of a thing."""
DECAY = 100
"""Words after which a place starts to weigh less; 20 to 200 make little difference."""


def salience(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the salience of every phrase, shape (I,), above 0.

    Notes
    -----
    For a phrase k whose first place in a text comes after p words::

        sum over its words w of [(1 + ln sqrt(tf(w))) idf(w)] · (1 + ln max(1, f(k))) / ln(e + p / 100)**2

    and two thirds of that for a single word, where tf counts a word in the text, idf is that of the background, and f
    counts the places of the phrase; where only the longest runs are candidates, one inside another counts a quarter.
    """
    reading = candidates.reading
    words = (1 + np.log(reading.stem_counts) / 2) * setting.background.idf(reading)[reading.stems]
    inside = candidates.count - candidates.whole_count
    places = candidates.whole_count + inside * (INSIDE if setting.kind == "maximal" else 1)
    early = 1 / np.log(np.e + candidates.position / DECAY)**2
    complete = np.where(candidates.n_words == 1, SINGLE, 1.0)
    return candidates.total(words) * complete * (1 + np.log(np.maximum(places, 1))) * early
