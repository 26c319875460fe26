"""Intrusion: can people tell what belongs to a topic?

A reader sees the top words of a topic and one word that is no part of it, or a document with its
topics and one that it does not have.  If the topic makes sense, the intruder is easy to find.
Each test gives a sheet to hand out, without a word on the answers, and a key to keep.

References
----------
Chang, J., Boyd-Graber, J., Gerrish, S., Wang, C. and Blei, D. (2009). Reading tea leaves: how
humans interpret topic models. NIPS 22, section 3.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.attribution import document_topics, terms_of, topic_term
from textmine.stats.term_ranking import best_terms
from textmine.tokens.tokens import Tokens
from textmine.topics.list_windows import top_lists
from textmine.topics.passages import document_quotes

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = 9
"""Decimals of shares: what differs after them is the same."""

KEY = ["item", "option", "text", "topic", "document", "share", "intruder"]


class IntrusionTest(NamedTuple):
    """A sheet to hand out, and the key to its answers.

    Attributes
    ----------
    sheet : pandas.DataFrame
        ``item``, ``question``, ``option`` (a letter), ``text``, ``chosen``: to be filled in with any mark at the option
        that does not belong.  As many rows for each item as it has options.
    key : pandas.DataFrame
        ``item``, ``option``, ``text``, ``topic`` (that the item is about, or that the option stands for),
        ``document``, ``share`` (of the topic in the document), ``intruder``.
    """

    sheet: pd.DataFrame
    key: pd.DataFrame

    def __repr__(self) -> str:
        n_items = self.sheet["item"].nunique()
        return f"IntrusionTest: {n_items} item{'s' * (n_items != 1)}; sheet to hand out, key to keep"


def word_intrusion(
    model: Any, *, n_words: int = 5, n_items: int = 1, pool: int = 20, random_state: int = 0
) -> IntrusionTest:
    """Return a word intrusion test: which of these words does not belong?

    Parameters
    ----------
    model : fitted topic model
        With two topics or more, that knows its terms.
    n_words : int, default 5
        Top words of the topic in an item, beside the intruder.
    n_items : int, default 1
        Items for each topic, with different intruders.
    pool : int, default 20
        An intruder is one of so many top words of another topic.
    random_state : int, default 0
        Draws intruders and the order of items and options.

    Returns
    -------
    IntrusionTest
        ``sheet, key = tm.word_intrusion(model)``, for `intrusion_scores`; in the key ``document`` and
        ``share`` are missing.

    Raises
    ------
    ValueError
        For a model of one topic, and where a topic has not enough words that could be intruders.

    Notes
    -----
    An intruder is a top word of some other topic, so that it is not odd for being rare, and among the
    less probable half of the terms in this one (Chang et al. 2009, section 3.1).

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> model = tm.NMF(n_components=2).fit(tm.tokenize(tm.Corpus.from_texts(texts)).count())
    >>> sheet, key = tm.word_intrusion(model, n_words=2, pool=2)
    >>> sheet[sheet["item"] == 1]["text"].tolist(), key.query("item == 1 and intruder")["text"].tolist()
    (['treaty', 'virus', 'peace'], ['virus'])
    """
    for argument, value in (("n_words", n_words), ("n_items", n_items), ("pool", pool)):
        _check.integer(argument, value, 1)
    _check.integer("n_words", n_words, 1, len(LETTERS) - 1)
    _check.integer("random_state", random_state, 0)
    phi, terms = topic_term(model), terms_of(model)
    _require_topics(phi, 2)
    rng = np.random.default_rng(random_state)
    items = []
    for k in range(len(phi)):
        own = [terms[i] for i in best_terms(phi[k][None], phi[k][None], n_words)[0] if phi[k, i] > 0]
        strangers = _strangers(phi, k, pool, n_words)
        if len(strangers) < n_items or len(own) < n_words:
            raise ValueError(f"model must have {n_words} words and {n_items} intruders for each topic, got {len(own)} "
                             f"and {len(strangers)} for topic {k + 1}: ask for fewer words or items, or a larger pool")
        for i in rng.choice(strangers, n_items, replace=False).tolist():
            items.append([(word, k + 1, None, None, False) for word in own] + [(terms[i], k + 1, None, None, True)])
    return _shuffled(items, ["Which word does not belong with the others?"] * len(items), rng)


def topic_intrusion(
    model: Any, tokens: Tokens, *, n_documents: int = 10, n_topics: int = 3, n_words: int = 8,
    min_tokens: int = 20, least_share: float = 0.05, random_state: int = 0
) -> IntrusionTest:
    """Return a topic intrusion test: which of these topics does this document not have?

    Parameters
    ----------
    model : fitted topic model
        With more than `n_topics` topics, that knows its terms.
    tokens : Tokens
        Best of passages, which are quoted in full.
    n_documents : int, default 10
        Documents drawn, or all that can be: each gives an item.
    n_topics : int, default 3
        The greatest topics of the document in an item, beside the intruder.
    n_words : int, default 8
        Top words that stand for a topic.
    min_tokens : int, default 20
        Documents with fewer tokens that the model knows are not drawn.
    least_share : float in (0, 1), default 0.05
        Documents that have less of the last of their `n_topics` greatest topics are not drawn, nor are those
        that have all other topics as much: their items would have no right answer.
    random_state : int, default 0

    Returns
    -------
    IntrusionTest
        The quote is the ``question``.  ``key.attrs["left_out"]`` counts the documents that could not be drawn, for
        ``min_tokens`` and for ``least_share``.

    Raises
    ------
    ValueError
        For a model with too few topics, and if no document is long enough or has enough topics.

    Notes
    -----
    An intruder is drawn from the less frequent half of the document's other topics (Chang et al. 2009,
    section 3.2: those of low probability), of which the document has less than of each topic shown.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(texts))
    >>> model = tm.NMF(n_components=2).fit(tokens.count())
    >>> sheet, key = tm.topic_intrusion(model, tokens, n_topics=1, n_words=2, min_tokens=2)
    >>> sheet.loc[:1, ["question", "option", "text"]]
                   question option            text
    0  virus vaccine health      A   peace, treaty
    1  virus vaccine health      B  vaccine, virus
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    for argument, value in (("n_documents", n_documents), ("n_topics", n_topics), ("min_tokens", min_tokens)):
        _check.integer(argument, value, 1)
    _check.integer("n_words", n_words, 2)
    _check.integer("random_state", random_state, 0)
    _check.between("least_share", least_share, 0, 1)
    _require_topics(topic_term(model), n_topics + 1)
    shares, known = document_topics(tokens.count(), model)
    usable, left_out = _usable(shares, known, n_topics, min_tokens, least_share)
    names = np.array(tokens.corpus.documents["document"].to_pylist(), dtype=object)
    rng = np.random.default_rng(random_state)
    usable = usable[np.argsort(names[usable], kind="stable")]
    rows = rng.choice(usable, min(n_documents, len(usable)), replace=False)
    words = [", ".join(each) for each in top_lists(model, n_words)]
    items = []
    for row in rows.tolist():
        share = shares[row].round(DIGITS)
        order = np.argsort(-share, kind="stable")
        own, others = order[:n_topics], order[n_topics:]
        others = others[len(others) // 2:]
        intruder = rng.choice(others[share[others] < share[own[-1]]])
        items.append([(words[k], k + 1, names[row], float(shares[row, k]), bool(k == intruder))
                      for k in [*own.tolist(), int(intruder)]])
    test = _shuffled(items, document_quotes(tokens, rows)["quote"].tolist(), rng)
    test.key.attrs["left_out"] = left_out
    return test


def _usable(shares: NDArray, known: NDArray, n_topics: int, min_tokens: int, least_share: float
            ) -> tuple[NDArray[np.int64], dict[str, int]]:
    """Return the documents that are long enough and have an intruder, and how many are left out for either."""
    long = known >= min_tokens
    if not long.any():
        raise ValueError(f"min_tokens must be at most {known.max(initial=0)}, the most tokens of a document that the "
                         f"model knows, got {min_tokens}")
    ranked = -np.sort(-shares.round(DIGITS), axis=1)
    last = ranked[:, n_topics - 1]
    able = (last >= least_share) & (ranked[:, -1] < last)
    if not (long & able).any():
        raise ValueError(f"n_topics must leave a document that has each of its topics with a share of at least "
                         f"{least_share:g} and of another topic less, got {n_topics} and none of {long.sum()} long "
                         "enough: ask for fewer topics, or a smaller least_share")
    return np.flatnonzero(long & able), {"min_tokens": int((~long).sum()), "least_share": int((long & ~able).sum())}


def _require_topics(phi: NDArray, least: int) -> None:
    """Raise unless the model has enough topics."""
    if len(phi) < least:
        raise ValueError(f"model must have at least {least} topics, got {len(phi)}")


def _strangers(phi: NDArray, k: int, pool: int, n_words: int) -> NDArray[np.int64]:
    """Return the terms that can intrude on topic k: top terms of others, in the less probable half here."""
    others = np.delete(phi, k, axis=0)
    best = best_terms(others, others, pool)
    best = best[np.take_along_axis(others, best, axis=1) > 0]
    ranked = best_terms(phi[k][None], phi[k][None], phi.shape[1])[0]
    return np.intersect1d(best, ranked[max(n_words, len(ranked) // 2):])


def _shuffled(items: list[list[tuple]], questions: list[str], rng: np.random.Generator) -> IntrusionTest:
    """Return items and their options in random order, as a sheet and its key."""
    rows = []
    for item, i in enumerate(rng.permutation(len(items)).tolist(), start=1):
        for option, j in enumerate(rng.permutation(len(items[i])).tolist()):
            rows.append((item, questions[i], LETTERS[option], *items[i][j]))
    whole = pd.DataFrame(rows, columns=["item", "question", "option", "text", "topic", "document", "share", "intruder"])
    whole = whole.astype({"document": "str", "share": "Float64"})
    return IntrusionTest(whole[["item", "question", "option", "text"]].assign(chosen=""), whole[KEY])
