"""Representative passages: the documents that a topic fills most.

The quickest way to learn what a topic is about is to read the texts that are nearly all of it
(Roberts, Stewart & Tingley 2019, stm: an R package for structural topic models, Journal of
Statistical Software 91(2), section 3.3).  Short documents are left out, since a share of three
words says little.  For the sentences behind the share of a topic see `textmine.evidence`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from textmine import _check
from textmine.attribution import document_topics, topic_term
from textmine.concordance import typed
from textmine.tokens.tokens import Tokens


def representative_passages(
    model: Any, tokens: Tokens, topic: int | None = None, *, top_n: int = 3, min_tokens: int = 20
) -> pd.DataFrame:
    """Return the documents with the greatest share of a topic, quoted in full.

    Parameters
    ----------
    model : fitted topic model
        That knows its terms.
    tokens : Tokens
        Best of passages (``corpus.segment()``): whole articles are quoted whole.
    topic : int, optional
        From 1; by default all.
    top_n : int, default 3
        At most so many documents for each topic.
    min_tokens : int, default 20
        Documents with fewer tokens that the model knows are left out.

    Returns
    -------
    pandas.DataFrame
        ``topic``, ``rank``, ``document``, ``article``, ``share`` (of the document, in [0, 1]), ``n_tokens`` (that
        the model knows), ``start``, ``stop``, ``quote``: ``corpus.source(article)[start:stop]`` is the quote.
        Documents without the topic have no row; of equal shares the longer document first, then by name.
        ``share × n_tokens`` is the sum of ``weight`` that `evidence` gives to the document.

    Raises
    ------
    ValueError
        For a topic that does not exist, and if no document has `min_tokens` tokens.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["Peace! Treaty, peace.", "Virus and vaccine.", "Talks on peace."], list("abc"))
    >>> tokens = tm.tokenize(corpus).drop(["and", "on"])
    >>> model = tm.NMF(n_components=2).fit(tokens.count())
    >>> tm.representative_passages(model, tokens, top_n=1, min_tokens=2)[["topic", "document", "quote"]]
       topic document                  quote
    0      1        a  Peace! Treaty, peace.
    1      2        b     Virus and vaccine.
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    n_topics = len(topic_term(model))
    _check.integer("top_n", top_n, 1)
    _check.integer("min_tokens", min_tokens, 1)
    if topic is not None:
        _check.integer("topic", topic, 1, n_topics)
    shares, known = document_topics(tokens.count(), model)
    if (longest := int(known.max(initial=0))) < min_tokens:
        raise ValueError(f"min_tokens must be at most {longest}, the most tokens of a document that the model knows, "
                         f"got {min_tokens}")
    names = np.array(tokens.corpus.documents["document"].to_pylist(), dtype=object)
    chosen = []
    for k in range(n_topics) if topic is None else [topic - 1]:
        rows = np.flatnonzero((known >= min_tokens) & (shares[:, k] > 0))
        rows = rows[np.lexsort((names[rows], -known[rows], -shares[rows, k].round(9)))][:top_n]
        chosen += [(k + 1, rank, row) for rank, row in enumerate(rows.tolist(), start=1)]
    topics, ranks, rows = np.array(chosen, dtype=np.int64).reshape(-1, 3).T
    table = document_quotes(tokens, rows)
    table.insert(2, "share", shares[rows, topics - 1])
    table.insert(3, "n_tokens", known[rows])
    table.insert(0, "topic", topics)
    table.insert(1, "rank", ranks)
    return typed(table)


def document_quotes(tokens: Tokens, rows: np.ndarray) -> pd.DataFrame:
    """Return ``document``, ``article``, ``start``, ``stop`` and ``quote`` of documents, without outer white space."""
    spans = tokens.corpus.spans
    names, source, starts, stops = (spans[name].to_pylist() for name in ("document", "source", "start", "stop"))
    articles, texts = (tokens.corpus.articles[name] for name in ("article", "text"))
    quotes = []
    for row in rows.tolist():
        start, stop = starts[row], stops[row]
        text = texts[source[row]].as_py()[start:stop]
        start += len(text) - len(text.lstrip())
        quotes.append((names[row], articles[source[row]].as_py(), start, start + len(text.strip()), text.strip()))
    return pd.DataFrame(quotes, columns=["document", "article", "start", "stop", "quote"])
