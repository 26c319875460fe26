"""C-value and NC-value: terms that stand on their own.

The C-value of a term is how often it stands, less what the longer terms that hold it explain: *basal cell carcinoma*
is a term of its own if it stands in many of them, *soft contact* is none if it is only met in *soft contact lens*.
The NC-value adds the company a term keeps: words that stand around many terms point at terms.

Both are counted within a text here, so that no text depends on another; for the terms of a field, put its
documents together by a column (``by=``).

References
----------
Frantzi, K., Ananiadou, S. and Mima, H. (2000). Automatic recognition of multi-word terms: the C-value/NC-value
method. International Journal on Digital Libraries 3(2), 115-130.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.candidates import Candidates
from textmine.extraction.english import Shape
from textmine.extraction.extractors import _nesting_kernels
from textmine.extraction.extractors.wordwise import words_of
from textmine.extraction.setting import Setting

SINGLE = 0.1
"""Added to the length of single words, whose logarithm would be 0."""
WIDEST = 100
"""Words of a context to either side at most: time is linear in places times window."""
OWN, CONTEXT = 0.8, 0.2
"""What C-value and context weigh in the NC-value (section 3.2 of the paper)."""


def c_value(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the C-value of every phrase, shape (I,), above 0; NaN for what one longer phrase explains wholly.

    Notes
    -----
    For a phrase a of n words that stands f(a) times, t(a) of them inside longer phrases, of which c(a) differ::

        log2(n) (f(a) - t(a) / c(a))

    without the last term where c(a) is 0.  A place inside two longer phrases, one in the other, counts once in t(a), as
    in the paper's example.  The paper is about terms of several words, and gives one word none; here it weighs
    log2(1 + 1/10), so that a text of single words has terms too, behind the others.  No threshold of
    frequency is set, and none of C-value but 0.
    """
    inside = _nesting_kernels.nested_places(candidates.first, candidates.length)
    nested = np.bincount(candidates.item[inside], minlength=len(candidates))
    words = candidates.n_words
    own = candidates.count - nested / np.maximum(holders(candidates), 1)
    value = np.log2(np.where(words == 1, 1 + SINGLE, words)) * own
    return np.where(value > 0, value, np.nan)


def holders(candidates: Candidates) -> NDArray[np.int64]:
    """Return how many longer phrases of its text hold each phrase, shape (I,)."""
    inner, outer = _nesting_kernels.nested_pairs(candidates.first, candidates.length, candidates.item)
    pairs = np.unique(inner * len(candidates) + outer)
    return np.bincount(pairs // max(len(candidates), 1), minlength=len(candidates))


def nc_value(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the NC-value of every phrase, shape (I,), above 0; NaN for what has no C-value.

    Notes
    -----
    ``0.8 C(a) + 0.2 sum over context words b of f_a(b) t(b) / n``, where f_a(b) is how often b stands around a, and
    t(b) around how many of the n terms of the text.  Context words are nouns, adjectives and
    verbs; how near they must stand the paper leaves open: here `window` words (1 to 100) to either side in a sentence.
    Its "top of the list by C-value", from which context words are learned, are all terms with a C-value above 0.
    """
    window = setting.options["window"]
    _check.integer("options['window']", window, 1, WIDEST)
    own = c_value(candidates, setting)
    terms = candidates.only(~np.isnan(own))
    reading = candidates.reading
    words = words_of(reading)
    able = (reading.ids >= 0) & (reading.shapes[reading.types] >= Shape.VERB)
    sentences = _sentence_numbers(candidates)
    counts = _nesting_kernels.context_counts(
        np.argsort(terms.item, kind="stable"), terms.item, terms.first, terms.length, able, words.item, sentences,
        window, len(words))
    weight = counts / np.maximum(np.diff(terms.bounds), 1)[words.text]
    context = _nesting_kernels.context_sums(
        candidates.item, candidates.first, candidates.length, np.where(able, weight[words.item], 0), sentences,
        window, len(candidates))
    return OWN * own + CONTEXT * context


def _sentence_numbers(candidates: Candidates) -> NDArray[np.int64]:
    """Return a number for each word that differs between sentences and between texts, shape (N,)."""
    reading = candidates.reading
    return reading.sentence + (reading.text << 32)
