"""How much of one text stands in another, and how: numbers that tell copies from texts on one subject.

Words that two texts share say that they are on one subject; runs of words, and words in one order, that one
of them was at hand when the other was written.  Copies by cut and paste have long runs, reworked ones the order
without the runs.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. SEQUENCES '97, 21-29.
Clough, P. and Stevenson, M. (2011). Developing a corpus of plagiarised short answers. Language Resources
and Evaluation 45, 5-24, section 5 (containment of n-grams, longest common subsequence).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine._threads import check_stopped, interruptible, progress
from textmine.proximity.reuse._sequences import common_lengths
from textmine.proximity.reuse.texts import Texts, texts_of
from textmine.tokens.tokens import Tokens

LENGTHS = (1, 2, 3, 4, 5)
"""Words of the n-grams."""

RUN = 3
"""Words of a run that counts as covered: two are often a phrase of the language."""

MOST_PAIRS = 1_000_000


@_check.hinted
def reuse_features(tokens: Tokens, pairs: Iterable[tuple[str, str]] | None = None) -> pd.DataFrame:
    """Return how much of one article stands in another, for ordered pairs of articles.

    Parameters
    ----------
    tokens : Tokens
        All words of the running text count, dropped ones too; normalized tokens are compared as such.
    pairs : iterable of (str, str), optional
        Names of an article and of what may be its source; also the columns ``article`` and ``source`` of a data frame.
        By default all ordered pairs of different articles, of which there may be a million.

    Returns
    -------
    DataFrame
        One row for each pair, in the order given: ``article``, ``source``, ``n_words``, ``n_source_words``, and as
        shares in [0, 1], higher for more of the article in the source: ``containment_1`` to ``containment_5``
        (of the different n-grams of the article, those that the source has), ``common_subsequence`` (of its
        words, those of the longest sequence that both have in one order), ``longest_run`` (of its words, those of the
        longest common run), ``covered`` (of its words, those in runs of three or more that the source has).  Where
        an article has no n-gram, its share is ``<NA>`` and ``note`` says so.

    Raises
    ------
    TypeError
        If `tokens` are none.
    ValueError
        For an unknown article, an article as its own source, or more pairs than a million without `pairs`.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["Peace is near, they said.", "They said that peace is very near."], ["a", "b"])
    >>> features = reuse_features(tm.tokenize(corpus), [("a", "b")])
    >>> features[["containment_1", "containment_2", "common_subsequence", "longest_run", "covered"]].iloc[0].tolist()
    [1.0, 0.5, 0.6, 0.4, 0.0]
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    texts = texts_of(tokens)
    rows = _numbers(texts.names, pairs)
    return interruptible(lambda: _features(texts, rows))


def _numbers(names: tuple[str, ...], pairs: Iterable[tuple[str, str]] | pd.DataFrame | None) -> list[tuple[int, int]]:
    """Return pairs of names as pairs of numbers."""
    if pairs is None:
        if len(names) * (len(names) - 1) > MOST_PAIRS:
            raise ValueError(f"pairs must be given for more than {MOST_PAIRS:,} pairs of articles, got None for "
                             f"{len(names):,} articles: name those to compare, such as the neighbours of each")
        return list(permutations(range(len(names)), 2))
    if isinstance(pairs, pd.DataFrame):
        for column in ("article", "source"):
            _check.one_of("pairs", column, map(str, pairs.columns), "a data frame with")
        pairs = zip(pairs["article"], pairs["source"], strict=True)
    place = {name: i for i, name in enumerate(names)}
    found = []
    for article, source in pairs:
        for name in (article, source):
            _check.one_of("pairs", name, names, "names of articles,") if name not in place else None
        if article == source:
            raise ValueError(f"pairs must be of different articles, got {article!r} twice: leave the pair out")
        found.append((place[article], place[source]))
    return found


def _features(texts: Texts, pairs: list[tuple[int, int]]) -> pd.DataFrame:
    """Return the table for pairs of numbers of articles."""
    grams = {n: _grams(texts, n) for n in LENGTHS}
    rows = []
    with progress(len(pairs), "comparing", "pairs") as bar:
        for article, source in pairs:
            check_stopped()
            rows.append(_row(texts, grams, article, source))
            bar.update()
    columns = ["article", "source", "n_words", "n_source_words", *(f"containment_{n}" for n in LENGTHS),
               "common_subsequence", "longest_run", "covered", "note"]
    frame = pd.DataFrame(rows, columns=columns)
    types = dict.fromkeys(columns[4:-1], "Float64") | dict.fromkeys(("article", "source", "note"), "str")
    return frame.astype(types | {"n_words": "int64", "n_source_words": "int64"})


def _grams(texts: Texts, n: int) -> NDArray[np.int64]:
    """Return the number of the n-gram that begins at each word, shape (N,); -1 where it would leave the article."""
    numbers = texts.ids.astype(np.int64)
    width = len(texts.types)
    for k in range(1, n):
        keys = numbers[:len(texts.ids) - k] * width + texts.ids[k:]
        numbers = np.unique(keys, return_inverse=True)[1]
    result = np.full(len(texts.ids), -1)
    result[:len(numbers)] = numbers
    ends = np.repeat(texts.bounds[1:], np.diff(texts.bounds))
    result[np.arange(len(result)) + n > ends] = -1
    return result


def _row(texts: Texts, grams: dict[int, NDArray[np.int64]], article: int, source: int) -> tuple:
    """Return the values of one pair."""
    own, other = (slice(texts.bounds[i], texts.bounds[i + 1]) for i in (article, source))
    ids, n_words = texts.ids[own], int(own.stop - own.start)
    shares: list[float | None] = []
    for n in LENGTHS:
        mine = np.unique(grams[n][own][:max(0, n_words - n + 1)])
        shares.append(float(np.isin(mine, grams[n][other]).mean()) if len(mine) else None)
    sequence, run = common_lengths(ids, texts.ids[other], check_stopped)
    inside = np.zeros(n_words + RUN, np.bool_)
    starts = np.flatnonzero((grams[RUN][own] >= 0) & np.isin(grams[RUN][own], grams[RUN][other]))
    for k in range(RUN):
        inside[starts + k] = True
    whole = [sequence / n_words, run / n_words, float(inside.sum()) / n_words] if n_words else [None] * 3
    short = sum(share is None for share in shares)
    note = f"the article has no {LENGTHS[-short]}-gram" if short else ""
    return (texts.names[article], texts.names[source], n_words, int(other.stop - other.start), *shares, *whole, note)
