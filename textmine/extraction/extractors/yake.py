"""YAKE: phrases of words that look like keywords in one text alone.

Five features of each word, none of which needs another text: how often it is written with a capital, how early it
stands, how often, among how many different neighbours (stop words have many), and in how many sentences.  The smaller
YAKE's own score, the better; here its inverse is given, so that higher is better as everywhere.

References
----------
Campos, R., Mangaravite, V., Pasquali, A., Jorge, A., Nunes, C. and Jatowt, A. (2020). YAKE! Keyword extraction from
single documents using multiple local features. Information Sciences 509, 257-289.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.candidates import Candidates, numbered
from textmine.extraction.extractors._likeness_kernels import without_repetition
from textmine.extraction.extractors.casing import casing
from textmine.extraction.extractors.wordwise import any_inside, numbers, over_words, stop_words, words_of
from textmine.extraction.setting import Setting

LONGEST_NGRAM = 3
COMPARED = 100
"""How many of the best phrases of a text are compared for repetition."""


class Neighbours(NamedTuple):
    """What stands beside words, in the same run of words."""

    variety: NDArray[np.float64]
    """DL + DR of each word of a text: the share of different ones among the words before, and after, shape (T,)."""
    pair: NDArray[np.int64]
    """How often a word and the one after it stand so in their text, shape (N,); 0 where nothing follows."""


def yake(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return 1 / S of every phrase, shape (I,), above 0; NaN for phrases with numbers and for repetitions.

    Notes
    -----
    For a phrase k that stands KF times, with S(t) of its words t (`word_scores`)::

        S(k) = product of S(t) / (KF (1 + sum of S(t)))

    A stop word inside multiplies the product by 1 + (1 - p) instead and takes 1 - p from the sum, where p is the chance
    that it follows the word before times the chance that it precedes the word after.

    Of the 100 best phrases of a text, one too like a better one is left out: if twice their longest common
    subsequence, over the characters of both, exceeds `dedup_lim`.  What has more than 200 characters is not compared.
    Words are merged with their plurals, which the paper does not do; neighbours are those of window 1.
    """
    limit = setting.options["dedup_lim"]
    _check.between("options['dedup_lim']", limit, 0, np.inf)
    reading = candidates.reading
    words, stops = words_of(reading), stop_words(reading)
    beside = neighbours(words)
    score = word_scores(words, stops, beside)[words.item]
    rare = _surprise(words, beside)
    product = over_words(candidates, np.where(stops, 1 + rare, score), np.multiply)
    total = over_words(candidates, np.where(stops, -rare, score), np.add)
    value = candidates.count * (1 + total) / product
    value[any_inside(candidates, numbers(reading)) | ~(value > 0)] = np.nan
    return value if limit >= 1 else _distinct(candidates, value, limit)


def word_scores(words: Candidates, stops: NDArray[np.bool_], beside: Neighbours) -> NDArray[np.float64]:
    """Return S(t) of every word of a text, shape (T,), above 0; lower is better.

    Notes
    -----
    ``S = Rel Pos / (Case + Norm / Rel + Sent / Rel)``, where for a word that stands TF times

    * Case is the larger of its acronyms and its capitals, those that start a sentence not counted, over 1 + ln TF;
    * Pos is ln ln (3 + the median number of its sentences, from 0);
    * Norm is TF over the mean plus the standard deviation of TF of words that are no stop words;
    * Rel is 1 + (DL + DR) TF / the largest TF;
    * Sent is the share of sentences that hold it.
    """
    reading, text, count = words.reading, words.text, words.count
    written = casing(reading)
    cased = np.maximum(np.bincount(words.item, written.acronym, len(words)),
                       np.bincount(words.item, written.capital & ~reading.starts_sentence, len(words)))
    case = cased / (1 + np.log(count))
    held, median = _sentences(words)
    relatedness = 1 + beside.variety * count / _largest(words)[text]
    share = held / np.bincount(reading.text[reading.starts_sentence], minlength=len(reading))[text]
    norm = count / _usual_count(words, stops)[text]
    return relatedness * np.log(np.log(3 + median)) / (case + norm / relatedness + share / relatedness)


def neighbours(words: Candidates) -> Neighbours:
    """Return what stands beside the words of texts; numbers are no neighbours."""
    reading = words.reading
    able = ~numbers(reading)
    same = reading.text[1:] == reading.text[:-1]
    first = np.flatnonzero(same & reading.joined[1:] & able[1:] & able[:-1])
    pairs = numbered(reading, first, np.full(len(first), 2, np.int32), np.ones(len(first), bool))
    lead = first[pairs.lead]
    variety = np.zeros(len(words))
    for side in (0, 1):
        different = np.bincount(words.item[lead + side], minlength=len(words))
        variety += different / np.maximum(np.bincount(words.item[first + side], minlength=len(words)), 1)
    pair = np.zeros(len(reading.stems), np.int64)
    pair[first] = pairs.count[pairs.item]
    return Neighbours(variety, pair)


def _surprise(words: Candidates, beside: Neighbours) -> NDArray[np.float64]:
    """Return 1 - p of each word between the words around it, shape (N,); 1 at the ends of a text."""
    count = words.count[words.item]
    chance = np.zeros(len(count))
    chance[1:-1] = beside.pair[:-2] / count[:-2] * (beside.pair[1:-1] / count[2:])
    return 1 - chance


def _sentences(words: Candidates) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return how many sentences hold each word of a text, and the median of their numbers, shape (T,)."""
    order = np.argsort(words.item, kind="stable")
    item, sentence = words.item[order], words.reading.sentence[order]
    new = np.append(True, (np.diff(item) != 0) | (np.diff(sentence) != 0))[:len(item)]
    item, sentence = item[new], sentence[new]
    held = np.bincount(item, minlength=len(words))
    begin = np.cumsum(held) - held
    return held, (sentence[begin + (held - 1) // 2] + sentence[begin + held // 2]) / 2


def _largest(words: Candidates) -> NDArray[np.int64]:
    """Return how often the most frequent word of each text stands there, shape (G,)."""
    largest = np.ones(len(words.reading), np.int64)
    np.maximum.at(largest, words.text, words.count)
    return largest


def _usual_count(words: Candidates, stops: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the mean plus the standard deviation of the counts of words that are no stop words, shape (G,)."""
    content = ~stops[words.first[words.lead]]
    text, count = words.text[content], words.count[content]
    n_texts = len(words.reading)
    n = np.maximum(np.bincount(text, minlength=n_texts), 1)
    mean = np.bincount(text, count, n_texts) / n
    square = np.bincount(text, (count - mean[text])**2, n_texts) / n
    return np.where(mean > 0, mean + np.sqrt(square), 1)


def _distinct(candidates: Candidates, value: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """Return the values, NaN for phrases too like a better one of the best ones of their text."""
    able = np.flatnonzero(~np.isnan(value))
    order = able[np.lexsort((-candidates.n_words[able], candidates.position[able], -value[able],
                             candidates.text[able]))]
    reading = candidates.reading
    names = [name.encode("utf-32-le") for name in reading.stem_names]
    codes = np.frombuffer(b"".join(names), np.dtype("<u4"))
    ends = np.append(0, np.cumsum([len(name) // 4 for name in names])).astype(np.int64)
    lead = candidates.first[candidates.lead]
    repeated = without_repetition(order, candidates.text, lead, candidates.n_words, reading.stems, codes, ends,
                                  COMPARED, limit)
    return np.where(repeated, np.nan, value)
