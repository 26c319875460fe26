"""Passages put in other words, or rendered anew from one source in another language.

Such passages share few runs of words, yet the same uncommon words in nearly the same order.  Sentences with
enough of them in common, by an inverted index, are aligned word by word: content words in one form, each match
worth the information of its term.  Whether a score is more than two sentences on one subject would reach, sentences in
shuffled order tell (`shuffled_scores`): what they share is kept, and so are phrases of two words, but not the order.
Significant pairs of neighbouring sentences make up one passage.

Nothing compares every sentence with every other.  Sentences with the same content words in the same order are
looked at once, whatever their number.

References
----------
Smith, T. F. and Waterman, M. S. (1981). Identification of common molecular subsequences. Journal
of Molecular Biology 147, 195-197.
Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine._threads import available_threads
from textmine.proximity.reuse._candidates import Candidates, candidate_pairs
from textmine.proximity.reuse._content import Content, content_of
from textmine.proximity.reuse._sentence_chains import Places, chains, known_places, places_of
from textmine.proximity.reuse.matches import Matches
from textmine.proximity.reuse.texts import Texts
from textmine.stats.extreme_scores import tail_p_values
from textmine.stats.local_alignment import (
    Alignments,
    alignment_scores,
    local_alignments,
    order_p_values,
    shuffled_scores,
)
from textmine.stats.multiplicity import benjamini_hochberg

MIN_COSINE = 0.18
"""Of two sentences that are aligned; of content words weighted by idf."""

MISMATCH, GAP = 1.0, 0.6
"""What two different words across from each other cost, and a word that only one sentence has; a match is worth
``ln((sentences + 1) / sentences with the term)``."""

NEAREST, LOOKED_UP = 20, 5_000
"""Of each sentence: others that it is aligned with, and entries of the index looked up, the rarest words first."""

CHANCE, FEWEST = 100_000, 100
"""Shuffled scores, at least, and pairs of sentences that they come from."""

OWN, REFINED = 199, 0.05
"""Times that a pair is shuffled by itself, at most, and the p-value up to which pairs are."""


@dataclass(frozen=True, eq=False)
class ParaphraseSearch:
    """What a search found, and what it left out.

    Attributes
    ----------
    matches : Matches
        By articles and places.
    n_sentences : int
        Sentences, and windows of long ones, that were looked at: those with at least `min_words` content words.
    n_different : int
        Those among them that differ in content words or their order.
    n_pairs : int
        Pairs of different sentences that were aligned: the number of tests.
    n_cut : int
        Sentences whose common words were not looked up, as their rare ones alone are many.
    n_beyond : int
        Sentences near enough to one, yet not among its nearest.
    n_copies : int
        Pairs of places of sentences found that are not listed, as they are copies of others that are.
    highest_by_chance : float
        The highest of the shuffled scores; 0 where nothing was aligned.
    """

    matches: Matches
    n_sentences: int
    n_different: int
    n_pairs: int
    n_cut: int
    n_beyond: int
    n_copies: int
    highest_by_chance: float


def paraphrase_matches(texts: Texts, *, allowed: NDArray[np.int64] | None = None, language: str | None = None,
                       known: Matches | None = None, max_q: float = 0.05, min_words: int = 4, random_state: int = 0,
                       n_jobs: int | None = 1) -> Matches:
    """Return the passages of `paraphrase_search` alone.

    Examples
    --------
    >>> import textmine as tm
    >>> from textmine.proximity.reuse.texts import texts_of
    >>> corpus = tm.Corpus.from_texts([
    ...     "Once again the minister thanked the delegates of all parties for patient work on the final text.",
    ...     "The work was long. On the text of the parties the delegates thanked nobody.",
    ...     "The minister gave thanks to delegates of the parties: patiently they worked at the text."])
    >>> matches = paraphrase_matches(texts_of(tm.tokenize(corpus)), language="en")
    >>> list(zip(matches.first.tolist(), matches.second.tolist(), matches.n_matched.tolist()))
    [(0, 2, 6)]
    """
    return paraphrase_search(texts, allowed=allowed, language=language, known=known, max_q=max_q, min_words=min_words,
                             random_state=random_state, n_jobs=n_jobs).matches


def paraphrase_search(texts: Texts, *, allowed: NDArray[np.int64] | None = None, language: str | None = None,
                      known: Matches | None = None, max_q: float = 0.05, min_words: int = 4, random_state: int = 0,
                      n_jobs: int | None = 1) -> ParaphraseSearch:
    """Return the passages of different articles that are aligned better than by chance, and counts of the search.

    Parameters
    ----------
    texts : Texts
    allowed : int array of shape (A,), optional
        Numbers of series: articles with the same one, at least 0, are not compared; -1 is none.
    language : str, optional
        For stems (Snowball) and, in English, stop words; without one words are compared as they are, and
        those in many sentences carry no content.
    known : Matches, optional
        What another layer found: pairs of sentences within are no longer looked for.
    max_q : float, default 0.05
        Expected share of chance findings among the pairs of sentences that are found.
    min_words : int, default 4
        Content words of a sentence that are matched, at least; shorter sentences are not looked at.
    random_state : int, default 0
    n_jobs : int, optional
        Threads.

    Returns
    -------
    ParaphraseSearch
        ``score`` and ``p_value`` of a passage are those of its best pair of sentences, the p-value among pairs of the
        same search in shuffled order; ``e_value`` is the number of so high scores to be expected by chance in the
        whole search, and ``e_value / rank`` the false discovery rate.
    """
    content = content_of(texts, language, min_words)
    series = np.full(len(texts), -1) if allowed is None else np.asarray(allowed)
    codes = np.where(series >= 0, series, series.max(initial=-1) + 1 + np.arange(len(texts)))[content.articles]
    near, scores, p_values, highest = tested_pairs(content, codes, random_state, available_threads(n_jobs))
    places, n_copies = _significant(content, near.pairs, p_values, codes, known, max_q)
    chosen, places_pair = np.unique(places.pair, return_inverse=True)
    aligned = local_alignments(content.terms, content.bounds, near.pairs[chosen], near.weights, MISMATCH, GAP)
    long = np.diff(aligned.bounds)[places_pair] >= min_words
    places, places_pair = places.take(long), places_pair[long]
    matches = _passages(content, places, aligned, places_pair, scores, p_values)
    return ParaphraseSearch(matches, len(content.articles), len(content.bounds) - 1, len(near.pairs), near.n_cut,
                            near.n_beyond, n_copies, highest)


def tested_pairs(content: Content, codes: NDArray[np.int64], random_state: int, threads: int,
                 ) -> tuple[Candidates, NDArray[np.float64], NDArray[np.float64], float]:
    """Return the candidates with the score and the p-value of each, and the highest shuffled score.

    `codes` of the places of sentences: those with the same one are not compared.
    """
    sequences = (content.terms, content.bounds)
    near = candidate_pairs(*sequences, content.n_terms, _shared_codes(content, codes), MIN_COSINE, NEAREST, LOOKED_UP,
                           threads)
    scores = alignment_scores(*sequences, near.pairs, near.weights, MISMATCH, GAP, threads)
    return near, scores, *_tested(sequences, near.pairs, near.weights, scores, random_state, threads)


def _shared_codes(content: Content, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the code that all places of each different sentence have, shape (U,); -1 where they have several."""
    own, starts = codes[content.members], content.member_bounds[:-1]
    if not len(starts):
        return own
    low, high = np.minimum.reduceat(own, starts), np.maximum.reduceat(own, starts)
    return np.where(low == high, low, -1)


def _tested(sequences: tuple[NDArray[np.int32], NDArray[np.int64]], pairs: NDArray[np.int64],
            weights: NDArray[np.float64], scores: NDArray[np.float64], random_state: int, threads: int,
            ) -> tuple[NDArray[np.float64], float]:
    """Return the p-value of each score among those of shuffled pairs, and the highest of these.

    It is not below the p-value among the pair's own shuffled scores: sentences with many words in common reach high
    scores in any order.  Pairs that chance would hardly give once in the search say nothing about unrelated sentences:
    they leave the shuffled ones, unless fewer than `FEWEST` pairs would be left.
    """
    if not len(pairs):
        return np.ones(0), 0.0
    sampled = np.unique(np.arange(CHANCE) * len(pairs) // CHANCE)
    n_draws = -(-CHANCE // len(sampled))
    chance = shuffled_scores(*sequences, pairs[sampled], weights, MISMATCH, GAP, n_draws, random_state, threads)
    unrelated, own = np.ones(len(sampled), np.bool_), np.full(len(pairs), np.nan)
    while True:
        p_values = tail_p_values(scores, chance[unrelated].ravel())
        new = np.flatnonzero((p_values <= REFINED) & np.isnan(own))
        own[new] = order_p_values(*sequences, pairs[new], weights, MISMATCH, GAP, scores[new], OWN, random_state + 1,
                                  threads)
        p_values = np.fmax(p_values, own)
        left = unrelated & (p_values * len(pairs) >= 1)[sampled]
        if left.sum() == unrelated.sum() or left.sum() < FEWEST:
            return p_values, float(chance[unrelated].max())
        unrelated = left


def _significant(content: Content, pairs: NDArray[np.int64], p_values: NDArray[np.float64], codes: NDArray[np.int64],
                 known: Matches | None, max_q: float) -> tuple[Places, int]:
    """Return the places of the pairs that are significant, those known already left out before they are counted."""
    chosen = np.flatnonzero(benjamini_hochberg(p_values) <= max_q)
    places, n_copies = places_of(content, pairs[chosen], codes)
    places = places._replace(pair=chosen[places.pair])
    new = places.take(~known_places(content, places, known))
    still = np.ones(len(pairs))
    left = np.unique(new.pair)
    still[left] = p_values[left]
    return new.take((benjamini_hochberg(still) <= max_q)[new.pair]), n_copies


def _passages(content: Content, places: Places, aligned: Alignments, which: NDArray[np.int64],
              scores: NDArray[np.float64], p_values: NDArray[np.float64]) -> Matches:
    """Return places that follow each other as one match; `which` is the row of `aligned` of each place."""
    articles = content.articles
    order = np.lexsort((places.other, places.one, articles[places.other], articles[places.one]))
    places, which = places.take(order), which[order]
    passage = chains(places.one, places.other, articles)
    n = int(passage.max(initial=-1)) + 1
    sizes = np.diff(aligned.bounds)[which]
    rows = np.repeat(aligned.bounds[which] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    sides = np.where(np.repeat(places.turned, sizes)[:, None], aligned.places[rows][:, ::-1], aligned.places[rows])
    own = content.words[np.repeat(content.word_bounds[places.one], sizes) + sides[:, 0]]
    other = content.words[np.repeat(content.word_bounds[places.other], sizes) + sides[:, 1]]
    of = np.repeat(passage, sizes)
    heads = np.unique(passage, return_index=True)[1]
    n_words = int(content.words[-1]) + 1 if len(content.words) else 1
    n_matched = np.bincount(np.unique(of * n_words + own) // n_words, minlength=n)
    starts, other_starts = _extreme(np.minimum, of, own, n), _extreme(np.minimum, of, other, n)
    best = _extreme(np.minimum, passage, p_values[places.pair], n)
    columns = [articles[places.one[heads]], articles[places.other[heads]], starts, _extreme(np.maximum, of, own, n) + 1,
               other_starts, _extreme(np.maximum, of, other, n) + 1, n_matched,
               _extreme(np.maximum, passage, scores[places.pair], n), best, best * len(p_values)]
    final = np.lexsort((other_starts, starts, columns[1], columns[0]))
    return Matches(*(column[final] for column in columns))


def _extreme(function: np.ufunc, groups: NDArray[np.int64], values: NDArray, n: int) -> NDArray:
    """Return the smallest or largest value of each of n groups, all of which occur."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(n))
    return function.reduceat(values[order], starts) if n else values[:0]
