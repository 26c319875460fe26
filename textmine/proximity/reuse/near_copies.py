"""Near-copies: articles that are an earlier one but for some words.

What such an article puts in other words, its original does too: it is not looked at again.  Without this, a thousand
editions of one text would be compared sentence by sentence, each with each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.proximity.reuse.copies import Collapsed, subset, words_of
from textmine.proximity.reuse.coverage import words_covered
from textmine.proximity.reuse.matches import Matches, no_matches, taken
from textmine.proximity.reuse.texts import Texts


def near_copies(texts: Texts, matches: Matches, least: float) -> NDArray[np.bool_]:
    """Return which articles share at least the part `least` of their words, and of the other's, with one before them.

    Parameters
    ----------
    texts : Texts of A articles
    matches : Matches
        Copied passages.
    least : float in (0, 1]

    Returns
    -------
    bool array of shape (A,)
    """
    keys, pair = np.unique(matches.first * max(len(texts), 1) + matches.second, return_inverse=True)
    first, second = keys // max(len(texts), 1), keys % max(len(texts), 1)
    width, sizes = int(texts.bounds[-1]) + 1, np.diff(texts.bounds)
    own = words_covered(pair, pair * width + matches.start, pair * width + matches.stop, len(keys))
    other = words_covered(pair, pair * width + matches.other_start, pair * width + matches.other_stop, len(keys))
    found = np.zeros(len(texts), bool)
    found[second[(own >= least * sizes[first]) & (other >= least * sizes[second])]] = True
    return found


def left_of(texts: Texts, gone: NDArray[np.bool_]) -> Collapsed:
    """Return the articles that are not gone, with the numbers that they and their words have among all."""
    articles = np.flatnonzero(~gone)
    words = words_of(texts, articles)
    return Collapsed(subset(texts, articles, words), articles, words, no_matches(), 0, 0)


def among(matches: Matches, part: Collapsed) -> Matches:
    """Return the matches of articles that were kept, under the numbers they have among those."""
    kept = taken(matches, np.isin(matches.first, part.articles) & np.isin(matches.second, part.articles))
    return kept._replace(
        first=np.searchsorted(part.articles, kept.first), second=np.searchsorted(part.articles, kept.second),
        start=np.searchsorted(part.words, kept.start), stop=np.searchsorted(part.words, kept.stop - 1) + 1,
        other_start=np.searchsorted(part.words, kept.other_start),
        other_stop=np.searchsorted(part.words, kept.other_stop - 1) + 1)
