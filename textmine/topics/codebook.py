"""Codebook emphasis: the analyst's own themes, counted.

The plainest defensible statement of thematic emphasis: a theme is a list of
words and phrases, a passage speaks of it or does not, and each count leads back
to its sentences with `textmine.evidence`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.grouping import Grouping, Replication, grouping, replication
from textmine.stats.intervals import pooled_rate_interval, pooled_share_interval, wilson_interval
from textmine.tokens.patterns import as_dictionary, find
from textmine.tokens.tokens import Tokens

PER_THOUSAND = 1_000


def read_codebook(path: str | Path) -> dict[str, tuple[str, ...]]:
    """Return the themes of a codebook file, in its order.

    Parameters
    ----------
    path : str or Path
        A TOML file with a line for each theme: ``peace = ["peace*", "stability"]``.

    Returns
    -------
    dict of str to tuple of str

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is no TOML, or a theme is not a list of words and phrases.

    Examples
    --------
    >>> list(read_codebook("experiments/codebook.toml"))[:2]
    ['peacekeeping', 'pandemic']
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"path must be an existing .toml file with the themes, got {str(path)!r}")
    try:
        themes = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        example = 'theme = ["word*", "a phrase"]'
        raise ValueError(f"{path.name} must be a TOML file with lines such as {example}: {error}") from None
    return as_dictionary("themes", "theme", themes)


def codebook_emphasis(
    tokens: Tokens,
    themes: Mapping[str, Iterable[str]],
    by: str = "article",
    *,
    unit: str = "auto",
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Return how much every group speaks of every theme, with intervals.

    Parameters
    ----------
    tokens : Tokens of D documents
        Best of passages.  Dropped words are still found inside phrases.
    themes : mapping of str to words and phrases
        Such as ``{"peace": ["peace*", "rule of law"]}``, or what `read_codebook` returns.
    by : str, default ``"article"``
    unit : {"auto", "article", "passage"}, default "auto"
        What the interval generalises over: articles where every group has at least two,
        else passages.
    confidence_level : float, default 0.95

    Returns
    -------
    pandas.DataFrame
        G · themes rows, in the order of `themes` within groups:

        ``docs``, ``n_docs``, ``share``, ``share_low``, ``share_high``
            documents that speak of the theme, all documents with tokens, their ratio and its
            interval: Wilson's over passages; over articles with the effective number of
            documents that their clustering leaves
        ``count``, ``n_tokens``, ``rate``, ``rate_low``, ``rate_high``
            places, all tokens (dropped ones included), places per 1,000 tokens and the
            interval, with the burstiness of the theme pooled over the groups
        ``unit``, ``n_units``, ``note``
            what the interval generalises over, how many have tokens, and what to mind

        With fewer than two units there is no interval of the rate, and ``note`` says so.
        Rows of ``tm.evidence(tokens, themes[theme], by=by)`` are as many as ``count``.

    Raises
    ------
    TypeError
        If `tokens` is no Tokens.
    ValueError
        For themes that are no lists of words and phrases, and an unknown column or unit.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["Peace talks. War.", "Peace, peace.", "Trade."], ["a", "b", "c"],
    ...                               {"side": ["A", "A", "B"]})
    >>> table = tm.codebook_emphasis(tm.tokenize(corpus), {"peace": ["peace*"]}, by="side")
    >>> table[["group", "theme", "docs", "n_docs", "share", "count"]]
      group  theme  docs  n_docs  share  count
    0     A  peace     2       2    1.0      3
    1     B  peace     0       1    0.0      0
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.between("confidence_level", confidence_level, 0, 1)
    patterns = as_dictionary("themes", "theme", themes)
    documents = tokens.corpus.documents
    groups = grouping(documents, by)
    units = replication(documents, groups, unit)
    hits = np.stack([_count(tokens, terms) for terms in patterns.values()], axis=1)
    sizes = np.diff(tokens.bounds)
    n_groups, n_themes = len(groups.labels), len(patterns)
    docs, count = (_sums(each, groups.index, n_groups) for each in (hits > 0, hits))
    read = sizes > 0
    n_docs = np.bincount(groups.index[read], minlength=n_groups)
    n_tokens = np.bincount(groups.index, sizes, n_groups)
    share, share_low, share_high = _shares(hits > 0, read, groups, units, confidence_level)
    rate, rate_low, rate_high = _rates(hits, sizes, groups, units, confidence_level)
    filled = np.bincount(units.index, sizes, minlength=len(units.group)) > 0
    n_units = np.bincount(units.group[filled], minlength=n_groups)
    notes = ["; ".join(part for part in ("fewer than two units: no interval of the rate" if n < 2 else "", units.note)
                       if part) for n in n_units]

    def optional(values: NDArray):
        return pd.array(values.ravel(), dtype="Float64")

    return pd.DataFrame({
        "group": np.repeat(np.array(groups.labels, dtype=object), n_themes),
        "theme": np.tile(np.array(list(patterns), dtype=object), n_groups),
        "docs": docs.ravel(), "n_docs": np.repeat(n_docs, n_themes), "share": optional(share),
        "share_low": optional(share_low), "share_high": optional(share_high),
        "count": count.ravel(), "n_tokens": np.repeat(n_tokens.astype(np.int64), n_themes),
        "rate": optional(rate * PER_THOUSAND), "rate_low": optional(rate_low * PER_THOUSAND),
        "rate_high": optional(rate_high * PER_THOUSAND), "unit": units.unit, "n_units": np.repeat(n_units, n_themes),
        "note": np.repeat(np.array(notes, dtype=object), n_themes),
    })


def _count(tokens: Tokens, terms: tuple[str, ...]) -> NDArray[np.int64]:
    """Return how often each document speaks of one theme."""
    positions, _ = find(tokens, terms)
    return np.bincount(tokens.document_index[positions], minlength=len(tokens))


def _sums(columns: NDArray, index: NDArray, n: int) -> NDArray[np.int64]:
    """Return the sums of columns over the documents of each of n units or groups, shape (n, themes)."""
    return np.stack([np.bincount(index, column, minlength=n) for column in columns.T], axis=1).astype(np.int64)


def _shares(speaking: NDArray, read: NDArray, groups: Grouping, units: Replication, confidence_level: float):
    """Return the shares of documents that speak of each theme, and their limits, each of shape (G, themes)."""
    n_groups, n_units = len(groups.labels), len(units.group)
    if units.unit == "passage":
        n_docs = np.bincount(groups.index[read], minlength=n_groups)[:, None].astype(float)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = _sums(speaking, groups.index, n_groups) / n_docs
            return share, *wilson_interval(share, n_docs, confidence_level)
    docs = np.bincount(units.index[read], minlength=n_units)
    kept = docs > 0
    return pooled_share_interval(_sums(speaking, units.index, n_units)[kept], docs[kept], units.group[kept], n_groups,
                                 confidence_level)


def _rates(hits: NDArray, sizes: NDArray, groups: Grouping, units: Replication, confidence_level: float):
    """Return places per token, and their limits, each of shape (G, themes)."""
    n_units = len(units.group)
    tokens_in_unit = np.bincount(units.index, sizes, minlength=n_units)
    filled = tokens_in_unit > 0
    return pooled_rate_interval(_sums(hits, units.index, n_units)[filled], tokens_in_unit[filled],
                                units.group[filled], len(groups.labels), confidence_level)
