"""From any number back to its passages: concordance and evidence.

A concordance shows every place of a word in its context, sorted so that patterns of use stand
below each other (Sinclair 1991, Corpus, Concordance, Collocation).  Evidence shows the sentences
behind a number: the count of a term, or the share of a topic.  Every row holds offsets into the
untouched article: ``corpus.source(article)[start:stop]`` is the quoted text, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.attribution import token_weights
from textmine.corpus.grouping import grouping
from textmine.tokens.patterns import as_patterns, counted, find
from textmine.tokens.tokens import Tokens

CLOSING, LONGEST_CLOSE = ".!?…\"'”’)]»", 20
EVIDENCE = ["group", "document", "article", "start", "stop", "quote", "sentence", "sentence_start", "sentence_stop",
            "weight", "words"]
TEXTS = ("group", "pattern", "document", "article", "left", "keyword", "right", "quote", "sentence", "words")
SORTS = {"left": ("L1", "L2", "L3"), "right": ("R1", "R2", "R3")}


def kwic(tokens: Tokens, pattern: str | Iterable[str], *, window: int = 6,
         sort: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Return every place of a word or phrase in its context, one row each.

    Parameters
    ----------
    tokens : Tokens
    pattern : str or iterable of str
        Words or phrases, with ``*`` for any letters and ``?`` for one.  Letter case matters for abbreviations
        alone: ``"WHO"`` also finds the long form, ``"who"`` only if no text holds that word.
    window : int, default 6
        Words of context on each side, dropped ones included, within the document; also where the tokens
        are phrases or categories.
    sort : {"left", "right"} or sequence of str, optional
        Sort by the words beside the place: ``("R1", "R2", "L1")`` by the first word to the right,
        then the second, then the first to the left, ``"C"`` by the place itself; ``"left"`` is
        L1, L2, L3, ``"right"`` is R1, R2, R3.  Words as they are folded, by code point; the end of the
        document comes first, and ties stay in the order of the texts.

    Returns
    -------
    pandas.DataFrame
        ``document``, ``article``, ``start``, ``stop``, ``left``, ``keyword``, ``right``;
        in the order of the texts, or sorted.  ``keyword`` is the text as it stands, ``left`` and
        ``right`` have their white space folded.  No rows if nothing matches.

    Raises
    ------
    ValueError
        For an empty pattern, a window below 0, or an unknown sort key.

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
    keys = _sort_keys(sort)
    positions, lengths = find(tokens, as_patterns("pattern", pattern))
    words, (firsts, lasts) = tokens.text_words, in_text(tokens, positions, lengths)
    order = _order(words, firsts, lasts - firsts + 1, keys)
    firsts, lasts = firsts[order], lasts[order]
    found = places(tokens, positions[order], lengths[order])
    texts = tokens.corpus.articles["text"].to_pylist()
    source = tokens.corpus.spans["source"].to_numpy()
    left, right = [], []
    for first, last, document, start, stop in zip(
            firsts.tolist(), lasts.tolist(), found["row"], found["start"], found["stop"], strict=True):
        text = texts[source[document]]
        begin = max(words.bounds[document], first - window)
        end = min(words.bounds[document + 1] - 1, last + window)
        left.append(" ".join(text[words.starts[begin]:start].split()))
        right.append(" ".join(text[stop:words.stops[end]].split()))
    table = found.drop(columns="row").rename(columns={"quote": "keyword"})
    table.insert(4, "left", left)
    return typed(table.assign(right=right))


def _sort_keys(sort: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the keys of a sort, such as ``("R1", "C")``."""
    if sort is None:
        return ()
    keys = SORTS.get(sort, (sort,)) if isinstance(sort, str) else tuple(sort) if isinstance(sort, Iterable) else (sort,)
    for key in keys:
        if not isinstance(key, str) or not re.fullmatch("C|[LR][1-9][0-9]*", key):
            raise ValueError(f"sort must be 'left', 'right', or keys such as ('R1', 'R2', 'L1', 'C'), got {sort!r}")
    return keys


def _order(tokens: Tokens, positions: NDArray, lengths: NDArray, keys: Sequence[str]) -> NDArray[np.int64]:
    """Return the order of the places by the words that the keys name; stable."""
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids)
    rows = np.searchsorted(tokens.bounds, positions, side="right") - 1
    columns = []
    for key in keys:
        if key == "C":
            inside = [np.where(i < lengths, positions + i, -1) for i in range(lengths.max(initial=0))]
        else:
            n = int(key[1:])
            inside = [positions - n if key[0] == "L" else positions + lengths - 1 + n]
        for at in inside:
            here = (at >= tokens.bounds[rows]) & (at < tokens.bounds[rows + 1])
            columns.append(np.where(here, ids[np.where(here, at, 0)] if len(ids) else -1, -1))
    return np.lexsort(columns[::-1]) if columns else np.arange(len(positions))


def evidence(tokens: Tokens, term: str | Iterable[str] | Any, *, topic: int | None = None, by: str = "article",
             group: str | None = None, top_n: int | None = None) -> pd.DataFrame:
    """Return the passages behind a number: the count of a term or theme, or the share of a topic.

    Parameters
    ----------
    tokens : Tokens
    term : str, iterable of str, or fitted topic model
        A term of ``tokens.count()``, such as a row of `textmine.keyness` names: all places that are
        counted.  Or a phrase, or all patterns of one theme: overlapping places count once, and abbreviations
        find their long forms as in `kwic`.  Or, with `topic`, a model fitted on a `DocTerm` or a data frame.
    topic : int, optional
        The number of a topic, from 1.
    by : str, default ``"article"``
    group : str, optional
        One group by that column of the documents; by default all.
    top_n : int, optional
        At most so many rows for each group, the heaviest.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``document``, ``article``, ``start``, ``stop``, ``quote``, ``sentence``,
        ``sentence_start``, ``sentence_stop``, ``weight``, ``words``.
        Of a term: a row for each place, in the order of the texts; ``weight`` is 1, so that rows
        of a group add up to its count; ``words`` is the place as it is folded.
        Of a topic: a row for each sentence, the heaviest of a group first; ``weight`` is the tokens
        that the topic has there, so that rows of a group add up to share × tokens of
        `emphasis`; ``quote`` is the heaviest word; ``words`` are all for which the topic is the most
        probable; with `top_n`, sentences without one are left out, and documents without any have no row.

    Raises
    ------
    TypeError, ValueError
        If `topic` is given and `term` is no fitted model with names of terms; for an empty pattern, an
        unknown column or group, a topic out of range.

    Notes
    -----
    The topic's tokens in document d, ``share_dk n_d``, go to its words in proportion to
    ``p(k | w, d) = share_dk phi_kw / sum_j share_dj phi_jw``, with phi the rows of ``components_``
    summing to 1.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["War ends. Then peace begins."], ["a"])
    >>> tm.evidence(tm.tokenize(corpus), "peace")[["group", "start", "quote", "sentence"]]
      group  start  quote            sentence
    0     a     15  peace  Then peace begins.
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.integer("top_n", 1 if top_n is None else top_n, 1)
    groups = grouping(tokens.corpus.documents, by)
    if group is not None:
        _check.one_of("group", group, groups.labels, f"a group by {by!r}, one of")
    if topic is None and hasattr(term, "components_"):
        raise ValueError("topic must be the number of a topic, from 1, where a model is given, got None")
    if topic is None:
        positions, lengths = counted(tokens, "term", term)
        weights = np.ones(len(positions))
    else:
        on_tokens, own = token_weights(tokens, term, topic)
        positions, weights = _heaviest_words(tokens, on_tokens)
        if top_n is not None:
            telling = np.isin(tokens.sentences[positions], tokens.sentences[own & (on_tokens > 0)])
            positions, weights = positions[telling], weights[telling]
        lengths = np.ones_like(positions)
    of_group = groups.index[np.searchsorted(tokens.bounds, positions, side="right") - 1]
    order = _heaviest(of_group, weights, top_n)
    labels = np.array(groups.labels, dtype=object)[of_group]
    order = order if group is None else order[labels[order] == group]
    order = np.sort(order) if topic is None else order
    positions, lengths = positions[order], lengths[order]
    table = _in_sentences(tokens, positions, lengths)
    table.insert(0, "group", labels[order])
    words = (_folded(tokens, positions, lengths) if topic is None else
             _topic_words(tokens, positions, np.where(own, on_tokens, 0)))
    return typed(table.assign(weight=weights[order], words=words)[EVIDENCE])


def _heaviest_words(tokens: Tokens, weights: NDArray) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the heaviest token of every sentence, the first of equals, and the weight of the sentence."""
    heavy = np.flatnonzero(weights > 0)
    order = heavy[np.lexsort((heavy, -weights[heavy].round(9), tokens.sentences[heavy]))]
    _, first, sentence = np.unique(tokens.sentences[order], return_index=True, return_inverse=True)
    return order[first], np.bincount(sentence, weights[order], minlength=len(first)).astype(float)


def _heaviest(group: NDArray, weights: NDArray, top_n: int | None) -> NDArray[np.int64]:
    """Return the places of the heaviest `top_n` of each group in order, ties in the order of the texts."""
    ranked = np.lexsort((-weights.round(9), group))
    rank = np.arange(len(ranked)) - np.searchsorted(group[ranked], group[ranked])
    return ranked if top_n is None else ranked[rank < top_n]


def _topic_words(tokens: Tokens, positions: NDArray, weights: NDArray) -> list[str]:
    """Return the types above 0 in the sentence of each position, the heaviest first."""
    number = tokens.sentences[positions]
    words = []
    for first, stop in zip(np.searchsorted(tokens.sentences, number, side="left").tolist(),
                           np.searchsorted(tokens.sentences, number, side="right").tolist(), strict=True):
        heavy = first + np.flatnonzero(weights[first:stop] > 0)
        ranked = heavy[np.argsort(-weights[heavy].round(9), kind="stable")]
        words.append(", ".join(dict.fromkeys(tokens.types[i] for i in tokens.ids[ranked].tolist())))
    return words


def _folded(tokens: Tokens, positions: NDArray, lengths: NDArray) -> list[str]:
    """Return the types of each place, dropped ones included."""
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids).tolist()
    return [" ".join(tokens.types[i] for i in ids[first:first + n])
            for first, n in zip(positions.tolist(), lengths.tolist(), strict=True)]


def _in_sentences(tokens: Tokens, positions: NDArray, lengths: NDArray) -> pd.DataFrame:
    """Return document, offsets and quoted text of the matches, with the sentence around each."""
    table = places(tokens, positions, lengths)
    rows = table.pop("row").to_numpy(dtype=np.int64)
    source = tokens.corpus.spans["source"].to_numpy()[rows]
    texts = tokens.corpus.articles["text"].to_pylist()
    starts, stops = _sentence_spans(tokens, positions, rows, texts)
    sentences = [texts[i][start:stop] for i, start, stop in zip(source, starts, stops, strict=True)]
    return table.assign(sentence=sentences, sentence_start=starts, sentence_stop=stops)


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns of text are text, also where there are no rows.

    >>> typed(pd.DataFrame({"quote": [], "start": []}))["quote"].str.lower().tolist()
    []
    """
    return table.astype({name: "str" for name in TEXTS if name in table})


def places(tokens: Tokens, positions: NDArray, lengths: NDArray) -> pd.DataFrame:
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


def in_text(tokens: Tokens, positions: NDArray, lengths: NDArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of the first and the last word of each match among the words of the text.

    They are `positions` themselves, but for runs of words, phrases and categories.
    """
    words = tokens.base
    if words is None:
        return positions, positions + lengths - 1
    width = int(words.stops.max(initial=0)) + 1
    rows = (np.searchsorted(tokens.bounds, positions, side="right") - 1) * width
    offset = words.document_index * width
    firsts = np.searchsorted(offset + words.starts, rows + tokens.starts[positions], side="left")
    lasts = np.searchsorted(offset + words.stops, rows + tokens.stops[positions + lengths - 1], side="right") - 1
    return firsts, lasts


def _sentence_spans(tokens: Tokens, positions: np.ndarray, rows: np.ndarray, texts: list[str]):
    """Return start and stop of the sentence around each position, its closing marks included."""
    words, number = tokens.text_words, tokens.sentences[positions]
    first = np.searchsorted(words.sentences, number, side="left")
    last = np.searchsorted(words.sentences, number, side="right") - 1
    starts, stops = words.starts[first], words.stops[last]
    spans = tokens.corpus.spans
    source, limit = spans["source"].to_numpy()[rows], spans["stop"].to_numpy()[rows]
    ends = {}
    for i, stop, end in set(zip(source.tolist(), stops.tolist(), limit.tolist(), strict=True)):
        tail = texts[i][stop:min(end, stop + LONGEST_CLOSE)]
        ends[i, stop, end] = stop + len(tail) - len(tail.lstrip(CLOSING))
    closed = [ends[key] for key in zip(source.tolist(), stops.tolist(), limit.tolist(), strict=True)]
    return starts, np.array(closed, dtype=np.int64)
