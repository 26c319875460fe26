"""From any number back to its passages: concordance and evidence.

Every row holds offsets into the untouched article, and
``corpus.source(article)[start:stop]`` is the quoted text, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from textmine import _check
from textmine.corpus.grouping import grouping
from textmine.tokens.patterns import as_patterns, find
from textmine.tokens.tokens import Tokens

CLOSING, LONGEST_CLOSE = ".!?…\"'”’)]»", 20
EVIDENCE = ["group", "document", "article", "start", "stop", "quote", "sentence", "sentence_start", "sentence_stop"]


def kwic(tokens: Tokens, pattern: str | Iterable[str], *, window: int = 6) -> pd.DataFrame:
    """Return every place of a word or phrase in its context, one row each.

    Parameters
    ----------
    tokens : Tokens
    pattern : str or iterable of str
        Words or phrases, with ``*`` for any letters and ``?`` for one.
    window : int, default 6
        Words of context on each side, dropped ones included, within the document.

    Returns
    -------
    pandas.DataFrame
        ``document``, ``article``, ``start``, ``stop``, ``left``, ``keyword``, ``right``;
        in the order of the texts.  ``keyword`` is the text as it stands, ``left`` and
        ``right`` have their white space folded.  No rows if nothing matches.

    Raises
    ------
    ValueError
        For an empty pattern or a window below 0.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["War ends where Peace begins."], ["a"])
    >>> tm.kwic(tm.tokenize(corpus), "peace*", window=2)[["start", "left", "keyword", "right"]]
       start        left keyword   right
    0     15  ends where   Peace  begins
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.integer("window", window, 0)
    positions, lengths = find(tokens, as_patterns("pattern", pattern))
    places = _places(tokens, positions, lengths)
    texts = tokens.corpus.articles["text"].to_pylist()
    source = tokens.corpus.spans["source"].to_numpy()
    left, right = [], []
    for position, last, document, start, stop in zip(
            positions.tolist(), (positions + lengths - 1).tolist(), places["row"], places["start"], places["stop"],
            strict=True):
        text = texts[source[document]]
        first = max(tokens.bounds[document], position - window)
        final = min(tokens.bounds[document + 1] - 1, last + window)
        left.append(" ".join(text[tokens.starts[first]:start].split()))
        right.append(" ".join(text[stop:tokens.stops[final]].split()))
    table = places.drop(columns="row").rename(columns={"quote": "keyword"})
    table.insert(4, "left", left)
    return table.assign(right=right)


def evidence(tokens: Tokens, term: str | Iterable[str], *, by: str = "article") -> pd.DataFrame:
    """Return the passages behind the count of a term, phrase or theme, one row for each place.

    Parameters
    ----------
    tokens : Tokens
    term : str or iterable of str
        A term, a phrase, or all patterns of one theme; overlapping places count once.
    by : str, default ``"article"``
        A column of the documents.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``document``, ``article``, ``start``, ``stop``, ``quote``, ``sentence``,
        ``sentence_start``, ``sentence_stop``.  Rows for each group are as many as its count.

    Raises
    ------
    ValueError
        For an empty pattern and an unknown column.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["War ends. Then peace begins."], ["a"])
    >>> tm.evidence(tm.tokenize(corpus), "peace")[["group", "start", "quote", "sentence"]]
      group  start  quote            sentence
    0     a     15  peace  Then peace begins.
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    groups = grouping(tokens.corpus.documents, by)
    positions, lengths = find(tokens, as_patterns("term", term))
    table = _places(tokens, positions, lengths)
    rows = table.pop("row").to_numpy(dtype=np.int64)
    table.insert(0, "group", [groups.labels[groups.index[row]] for row in rows])
    source = tokens.corpus.spans["source"].to_numpy()[rows]
    texts = tokens.corpus.articles["text"].to_pylist()
    starts, stops = _sentence_spans(tokens, positions, rows, texts)
    table["sentence"] = [texts[i][start:stop] for i, start, stop in zip(source, starts, stops, strict=True)]
    table["sentence_start"], table["sentence_stop"] = starts, stops
    return table[EVIDENCE]


def _places(tokens: Tokens, positions: np.ndarray, lengths: np.ndarray) -> pd.DataFrame:
    """Return document, offsets and quoted text of the matches."""
    rows = np.searchsorted(tokens.bounds, positions, side="right") - 1
    starts, stops = tokens.starts[positions], tokens.stops[positions + lengths - 1]
    spans = tokens.corpus.spans
    source = spans["source"].to_numpy()[rows]
    texts = tokens.corpus.articles["text"].to_pylist() if len(rows) else []
    names = np.array(spans["document"].to_pylist(), dtype=object)
    articles = np.array(tokens.corpus.articles["article"].to_pylist(), dtype=object)
    quotes = [texts[i][start:stop] for i, start, stop in zip(source, starts, stops, strict=True)]
    return pd.DataFrame({"row": rows, "document": names[rows], "article": articles[source],
                         "start": starts, "stop": stops, "quote": quotes})


def _sentence_spans(tokens: Tokens, positions: np.ndarray, rows: np.ndarray, texts: list[str]):
    """Return start and stop of the sentence around each position, its closing marks included."""
    number = tokens.sentences[positions]
    first = np.searchsorted(tokens.sentences, number, side="left")
    last = np.searchsorted(tokens.sentences, number, side="right") - 1
    starts, stops = tokens.starts[first], tokens.stops[last]
    spans = tokens.corpus.spans
    source, limit = spans["source"].to_numpy()[rows], spans["stop"].to_numpy()[rows]
    ends = {}
    for i, stop, end in set(zip(source.tolist(), stops.tolist(), limit.tolist(), strict=True)):
        tail = texts[i][stop:min(end, stop + LONGEST_CLOSE)]
        ends[i, stop, end] = stop + len(tail) - len(tail.lstrip(CLOSING))
    closed = [ends[key] for key in zip(source.tolist(), stops.tolist(), limit.tolist(), strict=True)]
    return starts, np.array(closed, dtype=np.int64)
