"""How far two stretches of words agree: how many words they share, and how clearly these stand in one order."""

from __future__ import annotations

from functools import partial

import numpy as np
from numba import njit
from numpy.typing import NDArray

from textmine._threads import check_stopped, gather
from textmine.proximity.reuse._content import stop_types, windows
from textmine.proximity.reuse._passages import alike
from textmine.proximity.reuse.matches import Matches
from textmine.proximity.reuse.paraphrase import GAP, MISMATCH
from textmine.proximity.reuse.texts import Texts
from textmine.stats.local_alignment import alignment_scores

IN_BLOCK = 2_000


@njit(nogil=True, cache=True)
def _common(forms, start, stop, other_start, other_stop, found):
    for m in range(len(start)):
        found[m] = alike(forms, start[m], stop[m], other_start[m], other_stop[m])


def common_words(forms: NDArray[np.int32], start: NDArray, stop: NDArray, other_start: NDArray,
                 other_stop: NDArray) -> NDArray[np.int64]:
    """Return how many words the two stretches of each match have in common, whatever order they stand in.

    Parameters
    ----------
    forms : int32 array of shape (N,)
        The form of every word.
    start, stop, other_start, other_stop : int arrays of shape (M,)

    Returns
    -------
    int64 array of shape (M,)
        Each word of the other stretch counts once.

    Examples
    --------
    >>> common_words(np.array([0, 1, 2, 1, 0, 0], np.int32), *np.array([[0], [3], [3], [6]]))
    array([2])
    """
    found = np.zeros(len(start), np.int64)
    _common(forms, start, stop, other_start, other_stop, found)
    return found


def alignment_of(texts: Texts, forms: NDArray[np.int32], matches: Matches, language: str | None, n_threads: int
                 ) -> NDArray[np.float64]:
    """Return the score of the best local alignment of the content words of each match, in nats, shape (M,).

    One scale for all layers: that of `textmine.proximity.reuse.paraphrase`, where a match is worth
    ``ln((sentences + 1) / sentences with the word)``.

    Parameters
    ----------
    texts : Texts of N words
    forms : int32 array of shape (N,)
    matches : Matches of M passages
    language : str or None
    n_threads : int
    """
    n_forms = int(forms.max(initial=-1)) + 1
    sentences = windows(texts.sentences)
    of_type = np.zeros(len(texts.types), np.int32)
    of_type[texts.ids] = forms
    content = np.flatnonzero(~stop_types(texts, sentences, of_type, n_forms, language)[texts.ids])
    cells = np.unique(sentences[content] * n_forms + forms[content])
    n_sentences = int(sentences[-1]) + 1 if len(sentences) else 0
    spread = np.bincount(cells % max(n_forms, 1), minlength=n_forms)
    weights = np.log((n_sentences + 1) / np.maximum(spread, 1))
    edges = [np.searchsorted(content, each) for each in
             (matches.start, matches.stop, matches.other_start, matches.other_stop)]
    terms = forms[content]
    tasks = [partial(_scores, terms, weights, [each[at:at + IN_BLOCK] for each in edges])
             for at in range(0, len(matches.first), IN_BLOCK)]
    return np.concatenate([np.empty(0), *gather(tasks, n_threads)])


def _scores(terms: NDArray[np.int32], weights: NDArray[np.float64], edges: list[NDArray[np.int64]]
            ) -> NDArray[np.float64]:
    """Return the scores of some matches, whose stretches begin and end at these content words."""
    check_stopped()
    starts, stops = np.stack([edges[0], edges[2]], axis=1).ravel(), np.stack([edges[1], edges[3]], axis=1).ravel()
    bounds = np.concatenate([[0], np.cumsum(stops - starts)])
    rows = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], stops - starts)
    pairs = np.arange(len(starts)).reshape(-1, 2)
    return alignment_scores(terms[rows], bounds, pairs, weights, MISMATCH, GAP)
