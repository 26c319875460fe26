"""Why similar: every similarity as the sum of what terms, topics or passages add to it.

A similarity without its reasons cannot be checked.  `similarity_reasons` takes it apart: the rows of its table sum to
the similarity, the last one holding all that is not listed.  `similarity_evidence` leads from there to the
places in the texts.

* Cosines: a term adds the product of its weights in both texts, over their lengths.
* Soft cosine and LSA: half of what it adds through the terms of the other text that are like it, from each
  side, so that a term of one text alone may add something; `related` names those terms.
* Sets and profiles: shared terms alone add something: their part of the numerator, over the denominator; of the
  Hellinger distance H, ``1 - H = sum of sqrt(p q) / (1 + H)``.
* Passages: each pair of a passage of one text and one of the other; for sets and profiles, what a term adds is
  dealt out to passages by their shares of the term.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from textmine import _check
from textmine.concordance import evidence, typed
from textmine.docterm import DocTerm
from textmine.proximity.deltas import Delta
from textmine.proximity.kinds import Inner
from textmine.proximity.measures import Texts, default_metric, ready
from textmine.proximity.transport import Transport
from textmine.tokens.tokens import Tokens

KINDS = ("term", "topic", "passage")
MOST_RELATED = 3
_TYPES = {"document": "str", "other": "str", "kind": "str", "item": "string", "other_item": "string",
          "contribution": "float64", "share": "Float64", "count": "Float64", "other_count": "Float64",
          "rate": "Float64", "other_rate": "Float64", "related": "str", "metric": "str", "note": "str"}
EVIDENCE = ["item", "contribution", "side", "document", "article", "start", "stop", "quote", "sentence",
            "sentence_start", "sentence_stop"]


@_check.hinted
def similarity_reasons(
    table: DocTerm, document: str, other: str, by: str = "document", *, metric: str | None = None,
    weight: str | None = None, background: DocTerm | None = None, model: Any = None,
    options: Mapping[str, Any] | None = None, kind: str | None = None, top_n: int = 10,
) -> pd.DataFrame:
    """Return what each term, topic or pair of passages adds to the similarity of two texts.

    Parameters
    ----------
    table : DocTerm of D documents
    document, other : str
        Two different texts: values of `by`.
    by, metric, weight, background, model, options
        As in `document_similarity`.
    kind : {"term", "topic", "passage"}, optional
        By default topics where the metric compares topics of a `model`, else terms; ``"passage"``: pairs of
        documents of the table, one of each text.
    top_n : int, default 10
        How many rows, those that add most first; one more holds the rest.

    Returns
    -------
    pandas.DataFrame
        ``document``, ``other``; ``kind`` (``"rest"`` in the last row); ``item`` (term, topic, or passage of
        `document`), ``other_item`` (passage of `other`); ``contribution``, which sums to the similarity; ``share`` of
        it (missing where it is 0); ``count``, ``other_count`` and ``rate``, ``other_rate`` (per 1,000 tokens) of a term
        or topic in both texts, or tokens of the passages; ``related``, up to three other terms that a term rests on;
        ``metric``; ``note``.

    Raises
    ------
    TypeError
        If `table` is no DocTerm.
    ValueError
        For unknown names, a text without terms, or a kind that the metric has no parts of.

    Notes
    -----
    Terms that only one text has may have a contribution below 0 where similarities are below 0, as in LSA.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["peace now", "peace talks now", "war"], ["a", "b", "c"])
    >>> reasons = tm.similarity_reasons(tm.tokenize(corpus).count(), "a", "b", metric="jaccard")
    >>> reasons[["kind", "item", "contribution"]].round(3)
       kind   item  contribution
    0  term    now         0.333
    1  term  peace         0.333
    2  rest   <NA>         0.000
    """
    _check.integer("top_n", top_n, 1)
    texts = ready(table, by, metric or default_metric(by), weight, background, model, options)
    i, j = _numbers(texts, document, other)
    of_topics = texts.weight == "topics"
    kind = kind or ("topic" if of_topics else "term")
    _check.one_of("kind", kind, KINDS)
    if (kind == "topic") != of_topics and kind != "passage":
        raise ValueError(f"kind must be {'topic' if of_topics else 'term'!r} or 'passage' for what is compared here, "
                         f"got {kind!r}" + ("" if of_topics else ": give a topic model, as in document_similarity"))
    with threadpool_limits(1, user_api="blas"):
        frame = _passages(texts, i, j, top_n) if kind == "passage" else _items(texts, i, j, kind, top_n)
    return _finished(frame, texts, i, j)


def _numbers(texts: Texts, document: str, other: str) -> tuple[int, int]:
    """Return the numbers of two texts that have terms."""
    labels = texts.groups.labels
    for argument, name in (("document", document), ("other", other)):
        _check.one_of(argument, str(name), labels, f"a text by {texts.groups.by!r}, one of")
    if str(document) == str(other):
        raise ValueError(f"other must be another text than document, got {other!r} for both")
    i, j = labels.index(str(document)), labels.index(str(other))
    for argument, name, row in (("document", document, i), ("other", other, j)):
        if not texts.rows[row].count_nonzero():
            raise ValueError(f"{argument} must have a term with weight, got {name!r}, which has none")
    if np.isnan(texts.kind.scores(texts.rows, np.array([i]), np.array([j]))).any():
        raise ValueError(f"document and other must have a similarity, got {document!r} and {other!r}, which have none")
    return i, j


def _items(texts: Texts, i: int, j: int, kind: str, top_n: int) -> pd.DataFrame:
    """Return what terms or topics add, the most first, and the rest."""
    columns, added = texts.kind.additions(texts.rows, i, j)
    names = np.array(texts.kind.items, dtype=object)[columns]
    top = np.lexsort((names.astype(str), -added.round(12)))[:top_n]
    counts = [_counts(texts, row, columns[top]) for row in (i, j)]
    sizes = [_size(texts, row) for row in (i, j)]
    rates = [1_000 * count / size if size else np.full(len(count), np.nan)
             for count, size in zip(counts, sizes, strict=True)]
    frame = pd.DataFrame({"kind": kind, "item": names[top], "contribution": added[top], "count": counts[0],
                          "other_count": counts[1], "rate": rates[0], "other_rate": rates[1],
                          "related": _related(texts, i, j, names, top)})
    return _with_rest(frame, added, top, f"{kind}s")


def _counts(texts: Texts, row: int, columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how often a text has the items of some columns."""
    members = texts.groups.members(row)
    if texts.weight == "topics":
        return np.asarray(texts.kind.rows[members][:, columns].sum(axis=0), dtype=float).ravel()
    place = {term: k for k, term in enumerate(texts.table.terms)}
    at = np.array([place.get(texts.kind.items[column], -1) for column in columns], dtype=np.int64)
    totals = np.append(np.asarray(texts.table.counts[members].sum(axis=0)).ravel(), 0)
    return totals[at].astype(float)


def _size(texts: Texts, row: int) -> float:
    """Return the tokens of a text."""
    return float(texts.table.sizes[texts.groups.members(row)].sum())


def _related(texts: Texts, i: int, j: int, names: NDArray, top: NDArray[np.int64]) -> list[str]:
    """Return the other terms that the top terms rest on most."""
    if not isinstance(texts.kind, Inner) or all(part.projection is None for part in texts.kind.space.parts):
        return [""] * len(top)
    rest = texts.kind.relations(texts.rows, i, j, top)
    related = []
    for row, own in zip(rest, top.tolist(), strict=True):
        best = np.lexsort((names.astype(str), -row.round(12)))[:MOST_RELATED + 1]
        related.append(", ".join(names[k] for k in best if k != own and row[k] > 0))
    return [", ".join(each.split(", ")[:MOST_RELATED]) for each in related]


def _passages(texts: Texts, i: int, j: int, top_n: int) -> pd.DataFrame:
    """Return what pairs of passages add, the most first, and the rest."""
    if isinstance(texts.kind, Delta | Transport):
        raise ValueError(f"kind must be 'term' for metric {texts.metric.name!r}, which has no parts that belong to "
                         "pairs of passages, got 'passage'")
    members, others = texts.groups.members(i), texts.groups.members(j)
    added = texts.kind.passages(texts.rows, i, j, members, others).ravel()
    top = np.argsort(-added.round(12), kind="stable")[:top_n]
    names = np.array(texts.table.documents["document"].to_pylist(), dtype=object)
    own, theirs = members[top // len(others)], others[top % len(others)]
    sizes = texts.table.sizes.astype(float)
    frame = pd.DataFrame({"kind": "passage", "item": names[own], "other_item": names[theirs],
                          "contribution": added[top], "count": sizes[own], "other_count": sizes[theirs], "related": ""})
    return _with_rest(frame, added, top, "pairs of passages")


def _with_rest(frame: pd.DataFrame, added: NDArray[np.float64], top: NDArray[np.int64], what: str) -> pd.DataFrame:
    """Return the top rows with one for all others, so that both sum to the similarity, and the share of each."""
    others = np.setdiff1d(np.arange(len(added)), top)
    rest = pd.DataFrame({"kind": ["rest"], "contribution": [added[others].sum()], "related": [""],
                         "note": [f"{len(others):,} other {what}"]})
    table = pd.concat([frame.assign(note=""), rest], ignore_index=True)
    total = added.sum()
    return table.assign(share=table["contribution"] / total if total else np.nan)


def _finished(frame: pd.DataFrame, texts: Texts, i: int, j: int) -> pd.DataFrame:
    """Return the columns in their order and types."""
    named = frame.assign(document=texts.groups.labels[i], other=texts.groups.labels[j], metric=texts.metric.name)
    return named.reindex(columns=list(_TYPES)).astype(_TYPES)


def similarity_evidence(tokens: Tokens, reasons: pd.DataFrame, by: str = "document", *, model: Any = None,
                        top_n: int = 3) -> pd.DataFrame:
    """Return the places in both texts that the rows of `similarity_reasons` rest on.

    Parameters
    ----------
    tokens : Tokens
        What the table was counted from.
    reasons : pandas.DataFrame
        From `similarity_reasons`.
    by : str, default ``"document"``
        As it was given there.
    model : fitted topic model, optional
        For topics.
    top_n : int, default 3
        At most so many places of an item in each text: the first of a term, the heaviest of a topic.

    Returns
    -------
    pandas.DataFrame
        ``item``, ``contribution``, ``side`` (``"document"`` or ``"other"``), ``document``, ``article``, ``start``,
        ``stop``, ``quote``, ``sentence``, ``sentence_start``, ``sentence_stop``; ``corpus.source(article)[start:stop]``
        is the quote.  A passage is quoted whole.

    Examples
    --------
    >>> import textmine as tm
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(["Peace now.", "Peace talks.", "War."], ["a", "b", "c"]))
    >>> reasons = tm.similarity_reasons(tokens.count(), "a", "b", metric="jaccard")
    >>> tm.similarity_evidence(tokens, reasons)[["item", "side", "document", "quote", "sentence"]]
        item      side document  quote      sentence
    0  peace  document        a  Peace    Peace now.
    1  peace     other        b  Peace  Peace talks.
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.kind("reasons", reasons, pd.DataFrame, "call tm.similarity_reasons(...)")
    _check.integer("top_n", top_n, 1)
    frames = [_places(tokens, row, side, by, model, top_n) for row in reasons.itertuples() if row.kind != "rest"
              for side in ("document", "other")]
    return typed(pd.concat(frames, ignore_index=True)[EVIDENCE])


def _places(tokens: Tokens, row: Any, side: str, by: str, model: Any, top_n: int) -> pd.DataFrame:
    """Return the places of one row in one of its texts."""
    group = getattr(row, side)
    if row.kind == "passage":
        found = _whole(tokens, row.item if side == "document" else row.other_item)
    elif row.kind == "topic":
        if model is None:
            raise ValueError("model must be given for reasons that are topics: the one that was compared")
        found = evidence(tokens, model, topic=int(row.item.split()[-1]), by=by, group=group, top_n=top_n)
    else:
        found = evidence(tokens, row.item, by=by, group=group, top_n=top_n)
    return found.assign(item=row.item, contribution=row.contribution, side=side)


def _whole(tokens: Tokens, passage: str) -> pd.DataFrame:
    """Return a passage from its first to its last word."""
    documents = tokens.corpus.documents
    at = documents["document"].to_pylist().index(passage)
    words = tokens.text_words
    first, last = words.bounds[at], words.bounds[at + 1] - 1
    article = documents["article"][at].as_py()
    start, stop = int(words.starts[first]), int(words.stops[last])
    quote = tokens.corpus.source(article)[start:stop]
    return pd.DataFrame({"document": [passage], "article": [article], "start": [start], "stop": [stop],
                         "quote": [quote], "sentence": [quote], "sentence_start": [start], "sentence_stop": [stop]})
