"""Positions: where along each text a word or theme stands, and how evenly it is spread.

Two texts may use a word equally often and yet differently: one throughout, the
other in a single paragraph.  `term_places` gives every place as the number of its
word in the article, for a dispersion plot; `term_dispersion` gives for each group the
count, the range and Gries's DP, which belong together: one number alone misleads.

References
----------
Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora.
International Journal of Corpus Linguistics 13(4), 403-437.
Gries, S. Th. (2024). Frequency, Dispersion, Association, and Keyness. John Benjamins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.concordance import in_text, places, typed
from textmine.corpus.grouping import grouping
from textmine.stats.dispersion import deviation_of_proportions
from textmine.tokens.patterns import as_patterns, find
from textmine.tokens.tokens import Tokens

Patterns = str | Iterable[str] | Mapping[str, Iterable[str]]
ONE_PART, ABSENT = "one document: nothing to be spread over", "does not occur"


def term_places(tokens: Tokens, patterns: Patterns, *, by: str = "article") -> pd.DataFrame:
    """Return every place of every pattern with its position in the article.

    Parameters
    ----------
    tokens : Tokens
    patterns : str, iterable of str, or mapping of str to patterns
        Words or phrases, a line of the plot each; or themes with their patterns, overlapping
        places of which count once.
    by : str, default ``"article"``

    Returns
    -------
    pandas.DataFrame
        ``group``, ``pattern``, ``document``, ``article``, ``position`` (number of the word in the article,
        from 1, dropped ones included), ``share`` (of the way through it, the middle of the word,
        in (0, 1)), ``start``, ``stop``, ``quote``; patterns in their order, places in that of the texts.

    Raises
    ------
    ValueError
        For an empty or repeated pattern and an unknown column.

    Examples
    --------
    >>> import textmine as tm
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(["War ends where peace begins."], ["a"]))
    >>> term_places(tokens, ["peace", "war"])[["group", "pattern", "position", "share"]]
      group pattern  position  share
    0     a   peace         4    0.7
    1     a     war         1    0.1
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    groups = grouping(tokens.corpus.documents, by)
    number, length = _word_numbers(tokens.text_words)
    frames = []
    for name, terms in _named(patterns).items():
        positions, lengths = find(tokens, terms)
        found = places(tokens, positions, lengths)
        group = np.array(groups.labels, dtype=object)[groups.index[found["row"].to_numpy(dtype=np.int64)]]
        first, _ = in_text(tokens, positions, lengths)
        share = (number[first] - 0.5) / length[first]
        frames.append(found.assign(group=group, pattern=name, position=number[first], share=share))
    columns = ["group", "pattern", "document", "article", "position", "share", "start", "stop", "quote"]
    return typed(pd.concat(frames, ignore_index=True)[columns])


def term_dispersion(tokens: Tokens, patterns: Patterns, *, by: str = "article") -> pd.DataFrame:
    """Return how often, in how many documents and how evenly each group uses each pattern.

    Parameters
    ----------
    tokens, patterns, by
        As in `term_places`.  The documents of a group are the parts that a pattern is spread over:
        passages of a segmented corpus.

    Returns
    -------
    pandas.DataFrame
        A row for each group and pattern: ``group``, ``pattern``, ``count``, ``n_tokens`` (words of the
        group, dropped ones included), ``longest`` (words of its longest article), ``articles`` (that it
        has), ``parts`` (its documents with words), ``range`` (those with the pattern), ``dp`` (0: perfectly even,
        towards 1: all in one small part; missing where it has no meaning), ``note`` (why).

    Raises
    ------
    ValueError
        For an empty or repeated pattern and an unknown column.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["war war", "war peace"], metadata={"year": [1, 1]})
    >>> term_dispersion(tm.tokenize(corpus), ["war", "peace"], by="year")[["pattern", "count", "range", "dp"]].round(2)
      pattern  count  range    dp
    0     war      3      2  0.17
    1   peace      1      1   0.5
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    groups = grouping(tokens.corpus.documents, by)
    named, words = _named(patterns), tokens.text_words
    counts, sizes, (_, length) = _document_counts(tokens, named), np.diff(words.bounds), _word_numbers(words)
    rows, source = [], tokens.corpus.spans["source"].to_numpy()
    for g, group in enumerate(groups.labels):
        members = groups.members(g)
        inside = counts[members]
        n_articles = len(np.unique(source[members]))
        longest = max((int(length[words.bounds[d]]) for d in members if sizes[d]), default=0)
        n_parts, total = int((sizes[members] > 0).sum()), np.asarray(inside.sum(axis=0)).ravel()
        dp = deviation_of_proportions(inside, sizes[members]) if n_parts > 1 else np.full(len(named), np.nan)
        in_parts = np.bincount(inside.indices, minlength=len(named))
        for i, name in enumerate(named):
            note = ABSENT if not total[i] else ONE_PART if n_parts < 2 else ""
            rows.append((group, name, int(total[i]), int(sizes[members].sum()), longest, n_articles, n_parts,
                         int(in_parts[i]), dp[i], note))
    table = pd.DataFrame(rows, columns=["group", "pattern", "count", "n_tokens", "longest", "articles", "parts",
                                        "range", "dp", "note"])
    return table.assign(dp=pd.array(np.where(table["note"] == "", table["dp"], np.nan), dtype="Float64"))


def _named(patterns: Patterns) -> dict[str, tuple[str, ...]]:
    """Return the patterns under their names."""
    if isinstance(patterns, Mapping):
        if not patterns:
            raise ValueError("patterns must hold at least one pattern, got none")
        return {str(name): as_patterns("patterns", terms) for name, terms in patterns.items()}
    given = as_patterns("patterns", patterns)
    if len(set(given)) < len(given):
        raise ValueError(f"patterns must be different from each other, got {', '.join(given)}")
    return {pattern: (pattern,) for pattern in given}


def _document_counts(tokens: Tokens, named: Mapping[str, tuple[str, ...]]) -> sparse.csr_matrix:
    """Return how often each pattern stands in each document, shape (D, patterns)."""
    rows, columns = [], []
    for i, terms in enumerate(named.values()):
        positions, _ = find(tokens, terms)
        rows.append(np.searchsorted(tokens.bounds, positions, side="right") - 1)
        columns.append(np.full(len(positions), i))
    cells = np.concatenate(rows), np.concatenate(columns)
    counts = sparse.csr_matrix((np.ones(len(cells[0]), np.int64), cells), shape=(len(tokens), len(named)))
    counts.sum_duplicates()
    return counts


def _word_numbers(tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of each token in its article, from 1, and the number of tokens in that article."""
    source = tokens.corpus.spans["source"].to_numpy()[tokens.document_index].astype(np.int64)
    order = np.lexsort((tokens.starts, source))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order)) - np.searchsorted(source[order], source[order]) + 1
    return number, np.bincount(source, minlength=1)[source]
