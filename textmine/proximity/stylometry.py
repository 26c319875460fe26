"""Stylometry: whose hand, and does it separate the texts more than their themes do?

Delta compares texts by how often they use the most frequent words (`textmine.stats.delta`).  It finds authors;
with translated texts it finds translators and houses, which is a confound to look for before themes
are compared.  Three questions: how far apart are the texts (`style_delta`); in which words
(`style_words`); and can single passages be told apart by them, more often than chance would
(`style_attribution`), also among passages on one theme (``within=``)?

References
----------
Evert, S. et al. (2017). Understanding and explaining Delta measures for authorship attribution. Digital
Scholarship in the Humanities 32(suppl_2), ii4-ii16. doi:10.1093/llc/fqx023
Eder, M., Rybicki, J. and Kestemont, M. (2016). Stylometry with R: a package for computational text
analysis. The R Journal 8(1), 107-121. doi:10.32614/RJ-2016-007
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.docterm import DocTerm
from textmine.stats.delta import DELTAS, FEWEST, delta_matrix, parts_of_delta, style_scores

COLUMNS = ("document", "other", "delta", "rank", "measure", "mfw", "n_words", "culling", "tokens", "tokens_other")
WORD_COLUMNS = ("term", "contribution", "rate", "rate_other", "score", "score_other", "measure", "mfw", "n_words")
MOST = 5_000


@dataclass(frozen=True, eq=False)
class Profiles:
    """Texts by the relative frequencies of their most frequent words.

    Attributes
    ----------
    names : tuple of str, length G
    terms : array of str, shape (W,)
        The most frequent in all texts first.
    rates : array of shape (G, W)
        Shares of all tokens of a text.
    tokens : int array of shape (G,)
    """

    names: tuple[str, ...]
    terms: NDArray
    rates: NDArray[np.float64]
    tokens: NDArray[np.int64]


def profiles(texts: DocTerm, mfw: int, culling: float) -> Profiles:
    """Return the profiles of texts in the most frequent words that enough texts use and that vary."""
    total = np.asarray(texts.counts.sum(axis=0)).ravel()
    frequent = np.argsort(-total, kind="stable")[:mfw]
    frequent = frequent[texts.doc_freq[frequent] >= culling * len(texts) - 1e-9]
    rates = texts.counts[:, frequent].toarray() / texts.sizes[:, None]
    varies = (rates != rates[:1]).any(axis=0)
    names = tuple(texts.documents["document"].to_pylist())
    return Profiles(names, np.array(texts.terms, object)[frequent[varies]], rates[:, varies], texts.sizes)


@_check.hinted
def style_delta(table: DocTerm, by: str = "article", *, measure: str = "cosine_delta", mfw: int | Sequence[int] = 100,
                culling: float = 0.0) -> pd.DataFrame:
    """Return how differently every two texts use their most frequent words.

    Parameters
    ----------
    table : DocTerm of D documents
        With function words: count all words, ``tm.tokenize(corpus).count()``, or keep a list of them,
        ``table.keep(words)``; shares are of all tokens either way.
    by : str, default "article"
        A column; counts of a group are added up.  At least 5 groups, since scores of fewer say little.
    measure : {"cosine_delta", "burrows_delta", "eder_delta"}, default "cosine_delta"
        The first did best with 25 to 75 novels in three languages (Evert et al. 2017).
    mfw : int or sequence of int, default 100
        How many of the most frequent words count; several numbers give a row each.
    culling : float from 0 to 1, default 0
        The share of texts that must use a word, as in stylo (there in per cent).

    Returns
    -------
    DataFrame
        A row for each text, each other text and each number of words, the nearest first: ``document``, ``other``,
        ``delta`` (0 for equal profiles, more for different ones), ``rank`` of `other` from 1, ``measure``,
        ``mfw`` (asked), ``n_words`` (used: those that pass `culling` and vary), ``culling``, ``tokens``,
        ``tokens_other``.

    Raises
    ------
    ValueError
        For fewer than 5 texts, a text without tokens, names and numbers out of range, if no word is left, or for
        Cosine Delta of a text that uses every word as often as the mean of all.

    Notes
    -----
    Standard scores with the sample standard deviation over the texts, as in R's stylo.  Deltas of texts of fewer
    than some thousand words are noisy (Eder 2015): see `style_attribution` for how far passages are told apart.

    References
    ----------
    Burrows, J. (2002). 'Delta': a measure of stylistic difference and a guide to likely authorship.
    Evert, S. et al. (2017). Understanding and explaining Delta measures for authorship attribution.

    Examples
    --------
    >>> import textmine as tm
    >>> counts = [[9, 5, 1], [9, 4, 1], [4, 8, 5], [4, 9, 5], [6, 6, 9]]
    >>> table = tm.DocTerm.from_counts(counts, ["and", "of", "the"], list("abcde"))
    >>> frame = tm.style_delta(table, measure="burrows_delta")
    >>> frame.loc[frame["rank"] == 1, ["document", "other", "delta", "n_words"]].round(3)
       document other  delta  n_words
    0         a     b  0.233        3
    4         b     a  0.233        3
    8         c     d  0.151        3
    12        d     c  0.151        3
    16        e     c  0.966        3
    """
    sizes = _sizes(mfw)
    texts = _texts(table, by, measure, culling)
    parts = []
    for size in sizes:
        found = _profiles(texts, size, culling)
        deltas = delta_matrix(_scores(found, measure), measure)
        parts.append(_pairs(found, deltas).assign(measure=measure, mfw=size, n_words=len(found.terms),
                                                  culling=float(culling)))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


@_check.hinted
def style_words(table: DocTerm, document: str, other: str, by: str = "article", *, measure: str = "cosine_delta",
                mfw: int = 100, culling: float = 0.0) -> pd.DataFrame:
    """Return the words that separate two texts, and how much of their delta each makes.

    Parameters
    ----------
    table, by, measure, mfw, culling
        As in `style_delta`; scores rest on all texts.
    document, other : str
        Two of the texts.

    Returns
    -------
    DataFrame
        A row for each word used, the largest contribution first, ties by term: ``term``; ``contribution``, which
        sums to the delta; ``rate`` and ``rate_other``, per 1,000 tokens; ``score`` and ``score_other``, as compared
        (for Cosine Delta of length 1); ``measure``, ``mfw``, ``n_words``.

    Examples
    --------
    >>> import textmine as tm
    >>> counts = [[9, 5, 1], [9, 4, 1], [4, 8, 5], [4, 9, 5], [6, 6, 9]]
    >>> table = tm.DocTerm.from_counts(counts, ["and", "of", "the"], list("abcde"))
    >>> words = tm.style_words(table, "a", "c", measure="burrows_delta")
    >>> words[["term", "contribution", "rate", "rate_other"]].round(2)
      term  contribution    rate  rate_other
    0  and          0.59  600.00      235.29
    1  the          0.49   66.67      294.12
    2   of          0.44  333.33      470.59
    """
    _check.integer("mfw", mfw, 1)
    found = _profiles(_texts(table, by, measure, culling), mfw, culling)
    for argument, name in (("document", document), ("other", other)):
        _check.one_of(argument, name, found.names, f"a value of {by!r}, one of")
    if document == other:
        raise ValueError(f"other must be another text than document, got {other!r} for both")
    scores = _scores(found, measure)
    i, j = found.names.index(document), found.names.index(other)
    frame = pd.DataFrame({
        "term": found.terms, "contribution": parts_of_delta(scores[i], scores[j], measure),
        "rate": found.rates[i] * 1000, "rate_other": found.rates[j] * 1000, "score": scores[i],
        "score_other": scores[j], "measure": measure, "mfw": mfw, "n_words": len(found.terms),
    }, columns=list(WORD_COLUMNS))
    return frame.sort_values(["contribution", "term"], ascending=[False, True], ignore_index=True)


def _texts(table: DocTerm, by: str, measure: str, culling: float, fewest: int = FEWEST) -> DocTerm:
    """Return the texts to compare, and check what all functions of style are given."""
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.one_of("measure", measure, DELTAS)
    if not isinstance(culling, Real) or isinstance(culling, bool) or not 0 <= culling <= 1:
        raise ValueError(f"culling must be a share from 0 to 1, got {culling!r}: 50 per cent is 0.5")
    texts = table.group(by) if by != "document" else table.sort_documents()
    if not fewest <= len(texts) <= MOST:
        raise ValueError(f"by must give {fewest} to {MOST:,} texts, since scores rest on how texts vary and every two "
                         f"are compared, got {len(texts):,} of {by!r}: choose another column, or by='document' for "
                         "passages")
    empty = [name for name, size in zip(texts.documents["document"].to_pylist(), texts.sizes, strict=True) if size == 0]
    if empty:
        raise ValueError(f"table must have tokens in every text, got none in {', '.join(map(repr, empty[:3]))}: leave "
                         "them out with table.select")
    return texts


def _sizes(mfw: int | Sequence[int]) -> list[int]:
    """Return the numbers of words asked for."""
    sizes = list(mfw) if isinstance(mfw, Sequence | np.ndarray) and not isinstance(mfw, str) else [mfw]
    if not sizes:
        raise ValueError("mfw must be a number of words, or several, got none")
    for size in sizes:
        _check.integer("mfw", size, 1)
    return sizes


def _profiles(texts: DocTerm, mfw: int, culling: float) -> Profiles:
    """Return profiles, or say that no word is left."""
    found = profiles(texts, mfw, culling)
    if not len(found.terms):
        raise ValueError(f"culling must leave a word that varies, got {culling!r}, which leaves none of {mfw} words")
    return found


def _scores(found: Profiles, measure: str) -> NDArray[np.float64]:
    """Return the scores of texts, or say which has none: without a direction it would be near to no text and to all."""
    scores = style_scores(found.rates, measure)
    if (flat := np.isnan(scores).any(axis=1)).any():
        raise ValueError(f"measure must be 'burrows_delta' or 'eder_delta' here, got {measure!r}: "
                         f"{found.names[flat.argmax()]!r} uses all words as often as the mean of all texts, so that it "
                         "deviates in no direction")
    return scores


def _pairs(found: Profiles, deltas: NDArray[np.float64]) -> pd.DataFrame:
    """Return one row for each text and other text, the nearest first."""
    n = len(found.names)
    names = np.array(found.names, object)
    rows, columns = np.nonzero(~np.eye(n, dtype=bool))
    order = np.lexsort((columns, deltas[rows, columns].round(12), rows))
    rows, columns = rows[order], columns[order]
    return pd.DataFrame({
        "document": names[rows], "other": names[columns], "delta": pd.array(deltas[rows, columns], dtype="Float64"),
        "rank": np.tile(np.arange(1, n), n), "tokens": found.tokens[rows], "tokens_other": found.tokens[columns]})
