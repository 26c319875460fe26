"""Passages that were copied from text to text, word for word or with words moved, changed, left out or misread.

*Seed.*  Two content words that stand next to each other, or with one between them, in both texts, in either order.
Words are compared by their stem; rare ones stand for the frequent word that they are most likely a misreading of, so
that scanned texts match.  English stop words, words that no other text has, and those that return too often within
texts to tell anything, are left out first.

*Chain.*  Each seed is a point in the plane of the two texts; a copied passage is a dense cloud, whatever became of its
order.  Points whose distance chance hardly gives make a cloud: two articles on one subject have many points
everywhere, and there the distance is short.  Clouds that tell little are left out; the others make up passages, the
largest sets of them without a gap on either axis.  A passage that was copied to three places makes three; three
passages in another order too.  Pairs so common that chance alone makes them meet within a gap are seeds in runs only.

*Extend.*  The ends of a cloud are trimmed to where the density of agreeing words most likely changes, and then moved
outwards as long as the words agree exactly, function words included.

*Score.*  A word with its like counts -ln p, its information as a word of these texts, times a credit: 1 for a phrase
that two texts have alone, 1 / (1 + ln(n - 1)) if n have it, since the formulas of a genre are everybody's.  Its phrase
is a seed, or a run: three content words in a row.  A word without its like takes one nat away.  The number of passages
with such a score among M pairs of places is taken as

    E = M · exp(-0.4 · score),

as in the statistics of local alignment (Karlin & Altschul 1990).  Words in running text are not independent: what a
word tells when the ones before are known is less than half of what it tells alone (Shannon 1951), hence the 0.4.

A phrase in more than `most_articles` texts leads from each to those of them that come first, so that
thousands of copies of one text make a star and not a square.

References
----------
Shannon, C. E. (1951). Prediction and entropy of printed English. Bell System Technical Journal 30, 50-64.
Karlin, S. and Altschul, S. F. (1990). Methods for assessing the statistical significance of molecular sequence features
by using general scoring schemes. PNAS 87, 2264-2268, doi:10.1073/pnas.87.6.2264.
Smith, D. A., Cordell, R. and Mullen, A. (2015). Computational methods for uncovering reprinted texts in antebellum
newspapers. American Literary History 27, E1-E15, doi:10.1093/alh/ajv029.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from textmine import _check
from textmine._threads import available_threads, check_stopped, gather, interruptible, progress
from textmine.corpus.schemas import is_english
from textmine.proximity.reuse import _seeds
from textmine.proximity.reuse._passages import RUN
from textmine.proximity.reuse._search import search
from textmine.proximity.reuse._spelling import usual_spellings
from textmine.proximity.reuse.forms import forms_of
from textmine.proximity.reuse.matches import Matches
from textmine.proximity.reuse.texts import Texts
from textmine.tokens.stoplists import stopwords

INFORMATION = 0.4
"""What a word of running text tells, of what it would tell if words were independent."""

OFTEN = 0.002
"""A word that comes back within texts more than twice in a thousand words is a function word."""

CHANCE = 0.1
"""A pair of words that meets by chance more often than this, within the gap of a place, is no seed outside of a run."""

GAP, MOST_REPEATS, BLOCK = 20, 8, 64
"""Content words around a place where chance is counted; how often a phrase counts in one text; articles in a task."""


class VerbatimSearch(NamedTuple):
    """What was found, and what was not looked at.

    Attributes
    ----------
    matches : Matches
    n_capped : int
        Phrases in more than ``most_articles`` texts: these were compared with the first of them alone.
    n_left_out : int
        Places of phrases that came more than eight times in one text.
    n_respelled : int
        Types taken as misreadings of others.
    """

    matches: Matches
    n_capped: int
    n_left_out: int
    n_respelled: int


class _Content(NamedTuple):
    """The words that can tell: C content words of the N of the running text."""

    classes: NDArray[np.int32]
    places: NDArray[np.int64]
    content: NDArray[np.int32]
    articles: NDArray[np.int32]
    bounds: NDArray[np.int64]
    information: NDArray[np.float64]
    n_classes: int
    n_respelled: int


class _Index(NamedTuple):
    """Phrases that several articles have."""

    group: NDArray[np.int32]
    starts: NDArray[np.int64]
    posts: NDArray[np.int64]
    spread: NDArray[np.int64]
    n_left_out: int


def verbatim_matches(texts: Texts, *, allowed: ArrayLike | None = None, **options: Any) -> Matches:
    """Return the passages that any two articles share; `verbatim_search` has the options and counts what is left out.

    Examples
    --------
    >>> import textmine as tm
    >>> from textmine.proximity.reuse.texts import texts_of
    >>> said = "a just and lasting peace rests on trust between neighbours who keep their borders open"
    >>> corpus = tm.Corpus.from_texts([f"He said: {said}!", f"We read that {said}, too."], ["x", "y"])
    >>> found = verbatim_matches(texts_of(tm.tokenize(corpus)))
    >>> found.start.tolist(), found.stop.tolist(), found.n_matched.tolist()
    ([2], [17], [15])
    """
    return verbatim_search(texts, allowed=allowed, **options).matches


def verbatim_search(texts: Texts, *, allowed: ArrayLike | None = None, language: str | None = None,
                    max_e_value: float = 0.05, min_words: int = 10, most_articles: int = 10, misread: bool = True,
                    n_jobs: int | None = None) -> VerbatimSearch:
    """Return the passages that any two articles share, and what was not looked at.

    Parameters
    ----------
    texts : Texts
    allowed : int array of shape (A,), optional
        A number for each article: two with the same one are not compared; -1 is compared with all.
    language : str, optional
        Words are compared by their stems where the language has a stemmer, else as they are.
    max_e_value : float, default 0.05
        How many passages may be there by chance.
    min_words : int, default 10
        Words of the running text that a passage must have on both sides.
    most_articles : int, default 10
        A phrase leads from a text to this many others at most, those that come first.
    misread : bool, default True
        Whether rare words may stand for frequent ones.
    n_jobs : int, optional
        Threads; the result is the same for any number.

    Returns
    -------
    VerbatimSearch
        Matches sorted by articles and places.  Score in nats, higher is more; the e-value is of all texts together.

    Raises
    ------
    ValueError
        If `allowed` has another length, or an option is out of its range.
    """
    series = _checked(texts, allowed, language, max_e_value, min_words, most_articles)
    n_threads = available_threads(n_jobs)
    pairs = _pairs_of_words(np.diff(texts.bounds), series)
    if pairs == 0:
        return VerbatimSearch(_matches(np.empty((0, 7), np.int64), np.empty(0), pairs), 0, 0, 0)
    least = float(np.log(pairs / max_e_value)) / INFORMATION
    return interruptible(partial(_search_all, texts, series, language, least, min_words, most_articles, misread,
                                 n_threads, pairs))


def _search_all(texts, series, language, least, min_words, most_articles, misread, n_threads, pairs) -> VerbatimSearch:
    words = _content(texts, language, misread)
    check_stopped()
    runs = _indexed(_seeds.run_keys(words.content, words.bounds, RUN), words.articles, 1)
    check_stopped()
    bar = np.log(2 * _seeds.REACH * (GAP * len(words.classes) / max(len(words.content), 1)) ** 2 / CHANCE)
    keys = _seeds.pair_keys(words.content, words.bounds, words.n_classes, words.information, runs.group, bar)
    seeds = _indexed(keys, words.articles, _seeds.REACH)
    following = (_seeds.next_series(seeds.starts, seeds.posts, words.articles, series) if (series >= 0).any()
                 else np.empty(0, np.int64))
    given = (words.bounds, words.content, words.places, words.articles, words.classes, texts.bounds, series,
             seeds.group, seeds.starts, seeds.posts, following, _credit(seeds.spread), runs.group, _credit(runs.spread),
             words.information, most_articles, least, min_words)
    with progress(len(texts), "shared passages", "articles") as bar:
        def block(first: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
            check_stopped()
            last = min(first + BLOCK, len(texts))
            found = search(first, last, *given)
            bar.update(last - first)
            return found
        parts = gather([partial(block, first) for first in range(0, len(texts), BLOCK)], n_threads)
    spans, scores = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    return VerbatimSearch(_matches(spans, scores, pairs), int(np.sum(seeds.spread > most_articles)),
                          seeds.n_left_out, words.n_respelled)


def _checked(texts, allowed, language, max_e_value, min_words, most_articles) -> NDArray[np.int64]:
    """Return the series of each article after checking all options."""
    _check.language(language)
    _check.between("max_e_value", max_e_value, 0, np.inf)
    _check.integer("min_words", min_words, 1)
    _check.integer("most_articles", most_articles, 1)
    series = np.full(len(texts), -1) if allowed is None else np.asarray(allowed)
    if series.shape != (len(texts),) or (len(series) and series.dtype.kind not in "iu"):
        raise ValueError(f"allowed must be a whole number for each of the {len(texts)} articles, got an array of shape "
                         f"{series.shape} and type {series.dtype}")
    return series.astype(np.int64)


def _pairs_of_words(lengths: NDArray[np.int64], series: NDArray[np.int64]) -> float:
    """Return how many pairs of words stand in articles that are compared."""
    sizes = lengths.astype(float)
    pairs = sizes.sum() ** 2 - np.sum(sizes ** 2)
    held = series >= 0
    _, number = np.unique(series[held], return_inverse=True)
    same = np.bincount(number, sizes[held]) ** 2 - np.bincount(number, sizes[held] ** 2) if held.any() else 0.0
    return float(max(pairs - np.sum(same), 0.0)) / 2


def _content(texts: Texts, language: str | None, misread: bool) -> _Content:
    """Return the words that several articles have and that are not function words."""
    usual = np.arange(len(texts.types))
    if misread:
        usual = usual_spellings(texts.types, *_seeds.spreads(texts.ids, texts.bounds, len(texts.types)))
    kept, number = np.unique(usual, return_inverse=True)
    of_type = forms_of([texts.types[i] for i in kept], language)[number]
    classes = of_type[texts.ids]
    n_classes = int(of_type.max()) + 1
    counts, spread = _seeds.spreads(classes, texts.bounds, n_classes)
    returns = counts - spread
    telling = (spread > 1) & (returns - 2 * np.sqrt(returns) < OFTEN * len(classes))
    if is_english(language):
        telling[of_type[np.isin(np.array(texts.types, dtype=object), list(stopwords("en")))]] = False
    places = np.flatnonzero(telling[classes])
    bounds = np.searchsorted(places, texts.bounds)
    articles = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(bounds))
    information = -np.log(np.maximum(counts, 1) / len(classes))
    return _Content(classes, places, classes[places], articles, bounds, information[classes[places]], n_classes,
                    int(np.sum(usual != np.arange(len(usual)))))


def _indexed(keys: NDArray[np.int64], articles: NDArray[np.int32], step: int) -> _Index:
    """Return the index of the keys that several articles have."""
    order = np.argsort(keys, kind="stable")
    group = np.empty(len(keys), np.int32)
    starts, spread = np.empty(len(keys) // 2 + 2, np.int64), np.empty(len(keys) // 2 + 2, np.int64)
    n_posts, n_keys, n_left_out = _seeds.index(order, keys, articles, step, MOST_REPEATS, group, starts, spread)
    return _Index(group, starts[:n_keys + 1].copy(), order[:n_posts].copy(), spread[:n_keys].copy(), n_left_out)


def _credit(spread: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what a phrase counts that so many texts have: 1 of two, less of more."""
    return 1 / (1 + np.log(spread - 1))


def _matches(spans: NDArray[np.int64], scores: NDArray[np.float64], pairs: float) -> Matches:
    """Return matches sorted by articles and places."""
    order = np.lexsort(spans[:, :6].T[[5, 4, 3, 2, 1, 0]])
    first, second, start, stop, other_start, other_stop, n_matched = spans[order].T
    expected = pairs * np.exp(-INFORMATION * scores[order])
    return Matches(first, second, start, stop, other_start, other_stop, n_matched, scores[order], -np.expm1(-expected),
                   expected)
