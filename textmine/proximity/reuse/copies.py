"""Articles of the same words: the first of them is searched, the others are paired with it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.proximity.reuse.matches import Matches, no_matches
from textmine.proximity.reuse.texts import Texts


class Collapsed(NamedTuple):
    """Articles without copies.

    Attributes
    ----------
    texts : Texts
        The first article, by name, of those with the same words and in one series, and all that have no copy.
    articles : int64 array
        The number that each of them has among all.
    words : int64 array
        The same for their words.
    copies : Matches
        Each copy with the first, as whole articles; none within a series.
    n_copies : int
        Articles that are not searched, as they are among the copies.
    n_silent : int
        Articles that are not searched, and not among the copies either: the first is of their own series.
    """

    texts: Texts
    articles: NDArray[np.int64]
    words: NDArray[np.int64]
    copies: Matches
    n_copies: int
    n_silent: int


def collapsed(texts: Texts, forms: NDArray[np.int32], series: NDArray[np.int64]) -> Collapsed:
    """Return the articles without those that repeat the words of another of their series.

    Parameters
    ----------
    texts : Texts of A articles, N words
    forms : int32 array of shape (N,)
        The form of each word.
    series : int array of shape (A,)
        Articles of one series are never matched with each other; -1 for none.
    """
    of_words: dict[bytes, int] = {}
    of_series: set[tuple[int, bytes]] = set()
    kept, pairs, n_silent = [], [], 0
    for article in range(len(texts)):
        start, stop = texts.bounds[article:article + 2].tolist()
        reads, own = forms[start:stop].tobytes(), int(series[article])
        original = of_words.setdefault(reads, article)
        matched = original != article and start < stop and (own < 0 or own != series[original])
        if matched:
            pairs.append((original, article))
        if (own, reads) not in of_series or start == stop:
            kept.append(article)
        elif not matched:
            n_silent += 1
        of_series.add((own, reads))
    articles = np.array(kept, np.int64)
    places = words_of(texts, articles)
    return Collapsed(subset(texts, articles, places), articles, places, _whole(texts, pairs),
                     len(texts) - len(kept) - n_silent, n_silent)


def words_of(texts: Texts, articles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of all words of some articles."""
    sizes = np.diff(texts.bounds)[articles]
    ends = np.cumsum(sizes)
    return np.arange(int(sizes.sum())) + np.repeat(texts.bounds[:-1][articles] - (ends - sizes), sizes)


def subset(texts: Texts, articles: NDArray[np.int64], words: NDArray[np.int64]) -> Texts:
    """Return some articles."""
    if len(articles) == len(texts):
        return texts
    bounds = np.concatenate([[0], np.cumsum(np.diff(texts.bounds)[articles])])
    return Texts(tuple(texts.names[i] for i in articles.tolist()), texts.types, texts.ids[words], texts.starts[words],
                 texts.stops[words], bounds, texts.sentences[words])


def _whole(texts: Texts, pairs: list[tuple[int, int]]) -> Matches:
    """Return matches of whole articles."""
    if not pairs:
        return no_matches()
    first, second = np.array(pairs, np.int64).T
    return no_matches()._replace(
        first=first, second=second, start=texts.bounds[first], stop=texts.bounds[first + 1],
        other_start=texts.bounds[second], other_stop=texts.bounds[second + 1],
        n_matched=np.diff(texts.bounds)[first], score=np.zeros(len(first)),
        p_value=np.full(len(first), np.nan), e_value=np.full(len(first), np.nan))


def in_all(matches: Matches, part: Collapsed) -> Matches:
    """Return matches among the articles that were kept as matches among all."""
    if not len(matches.first):
        return matches
    return matches._replace(
        first=part.articles[matches.first], second=part.articles[matches.second],
        start=part.words[matches.start], stop=part.words[matches.stop - 1] + 1,
        other_start=part.words[matches.other_start], other_stop=part.words[matches.other_stop - 1] + 1)
