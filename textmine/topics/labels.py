"""Labels: phrases that say what a topic is about, in the words of the texts.

A label is a phrase that the texts themselves use: two to four words with nothing but white space
between them, written as they are written most often.  Every place of a phrase is dealt out to
the topics as one thing, all its words under the same topic; the phrase with the greatest
probability in the topic × share of the phrase that is the topic's wins.  The analyst's own labels
come first, and are marked as such.

References
----------
El-Kishky, A., Song, Y., Wang, C., Voss, C. R. and Han, J. (2014). Scalable topical phrase mining
from text corpora. PVLDB 8(3), 305-316; section 5.2: the words of a phrase share their topic.
Frantzi, K., Ananiadou, S. and Mima, H. (2000). Automatic recognition of multi-word terms: the
C-value/NC-value method. International Journal on Digital Libraries 3(2), 115-130; phrases
inside longer ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.attribution import document_topics, terms_of, topic_term
from textmine.concordance import places
from textmine.stats.term_ranking import best_terms, exclusivity
from textmine.tokens.tokens import Tokens
from textmine.topics.label_phrases import Phrases, phrases_of

COLUMNS = ["topic", "rank", "label", "phrase", "kind", "score", "probability", "exclusivity", "count", "documents"]
CELLS = 1 << 22
"""Numbers dealt out at a time."""


@dataclass(frozen=True, eq=False, repr=False)
class TopicLabels(Mapping):
    """The label of each topic, a mapping of topic numbers to text; the rest is in `to_frame`.

    Attributes
    ----------
    frame : pandas.DataFrame
    """

    frame: pd.DataFrame

    def __getitem__(self, topic: int) -> str:
        rows = self.frame[(self.frame["topic"] == topic) & (self.frame["rank"] == 1)]
        if not len(rows):
            raise KeyError(topic)
        return str(rows["label"].iloc[0])

    def __iter__(self) -> Iterator[int]:
        return iter(self.frame["topic"].drop_duplicates().tolist())

    def __len__(self) -> int:
        return int(self.frame["topic"].nunique())

    def __repr__(self) -> str:
        return f"TopicLabels: {dict(self)}"

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the table of all candidates that `topic_labels` describes."""
        return self.frame.copy()


def topic_labels(
    model: Any,
    tokens: Tokens,
    user: Mapping[int, str] | None = None,
    *,
    top_n: int = 3,
    min_count: int = 3,
    min_docs: int = 2,
) -> TopicLabels:
    """Return a label for every topic, with the runners-up.

    Parameters
    ----------
    model : fitted topic model
        That knows its terms.
    tokens : Tokens
        The texts, best those that were fitted; dropped words are no part of a phrase.
    user : mapping of int to str, optional
        Labels of your own, such as ``{2: "Peacekeeping"}``; they win, and the others are kept below.
    top_n : int, default 3
        At most so many labels found for each topic.
    min_count, min_docs : int, default 3 and 2
        The least numbers of places and of documents of a phrase.

    Returns
    -------
    TopicLabels
        ``labels[topic]``, and ``dict(labels)`` for figures.  ``labels.to_frame()`` has ``topic``, ``rank``,
        ``label`` (as written most often, in full where the texts do), ``phrase`` (as folded), ``kind``
        (``"user"``, ``"phrase"``, or ``"term"`` for topics without a phrase of their own), ``score``, its factors
        ``probability`` (of the phrase among phrases of the topic, or of the term) and ``exclusivity`` (share of
        it that is this topic's), ``count``, ``documents``; missing for labels of the user.

    Raises
    ------
    TypeError, ValueError
        For labels of topics that do not exist or that are no text, and texts without a word of the model.

    Notes
    -----
    A place of the phrase w1 … wn in document d belongs to topic k with the probability
    ``Π_i share_dk phi_k,wi / sum_j Π_i share_dj phi_j,wi``.  A phrase can label only the topic that has most of it;
    where a longer phrase takes more than half of its places, the longer one stands for it.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["The peace treaty. A Peace Treaty!", "peace treaty talks", "new vaccine", "vaccine trial"]
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(texts, language="en")).drop(tm.stopwords("en"))
    >>> labels = tm.topic_labels(tm.NMF(n_components=2).fit(tokens.count()), tokens)
    >>> dict(labels)
    {1: 'peace treaty', 2: 'vaccine'}
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    for argument, value in (("top_n", top_n), ("min_count", min_count), ("min_docs", min_docs)):
        _check.integer(argument, value, 1)
    phi, terms = topic_term(model), terms_of(model)
    own = _checked(user or {}, len(phi))
    found = phrases_of(tokens, terms, min_count, min_docs)
    amounts = _dealt(found, phi, document_topics(tokens.count(), model)[0])
    rows: list[tuple] = []
    owner, shares = amounts.round(9).argmax(axis=1), exclusivity(phi)
    for k in range(len(phi)):
        chosen = (_phrase_rows(tokens, found, amounts, np.flatnonzero(owner == k), k, top_n)
                  or _term_rows(tokens, phi[k], shares[k], terms, top_n))
        mine = [(own[k + 1], own[k + 1], "user", *[None] * 5)] if k + 1 in own else []
        rows += [(k + 1, rank, *row) for rank, row in enumerate(mine + chosen, start=1)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return TopicLabels(frame.astype({
        "label": "str", "phrase": "str", "kind": "str", "score": "Float64", "probability": "Float64",
        "exclusivity": "Float64", "count": "Int64", "documents": "Int64"}))


def _checked(user: Mapping[int, str], n_topics: int) -> dict[int, str]:
    """Return labels of the user by number of topic."""
    _check.kind("user", user, Mapping, 'write {1: "Peacekeeping"}')
    for topic, label in user.items():
        _check.integer("user must name topics, each", topic, 1, n_topics)
        if not isinstance(label, str) or not label.strip():
            raise TypeError(f"user must give a text for each topic, got {label!r} for topic {topic}")
    return {int(topic): label for topic, label in user.items()}


def _dealt(found: Phrases, phi: NDArray, shares: NDArray) -> NDArray[np.float64]:
    """Return how many places of each phrase belong to each topic, shape (P, K)."""
    n_topics, n_phrases = len(phi), len(found.names)
    with np.errstate(divide="ignore"):
        of_word, of_document = np.log(phi).T, np.log(shares)
    amounts = np.zeros((n_phrases, n_topics))
    step = max(1, CELLS // n_topics)
    for start in range(0, len(found.number), step):
        number, document = found.number[start:start + step], found.document[start:start + step]
        columns = found.columns[number]
        known = columns >= 0
        log_p = known.sum(axis=1)[:, None] * of_document[document]
        for slot, usable in zip(columns.T, known.T, strict=True):
            log_p[usable] += of_word[slot[usable]]
        impossible = np.isneginf(log_p.max(axis=1))
        log_p[impossible] = of_document[document[impossible]]
        p = np.exp(log_p - np.maximum(log_p.max(axis=1, keepdims=True), -1e300))
        total = p.sum(axis=1, keepdims=True)
        p = np.divide(p, total, out=np.zeros_like(p), where=total > 0)
        for k in range(n_topics):
            amounts[:, k] += np.bincount(number, p[:, k], minlength=n_phrases)
    return amounts


def _phrase_rows(tokens: Tokens, found: Phrases, amounts: NDArray, own: NDArray, k: int, top_n: int) -> list[tuple]:
    """Return the best of the phrases that topic k has most of, with all that is said of them."""
    total, whole = amounts[:, k].sum(), amounts.sum(axis=1)
    if total == 0:
        return []
    probability = amounts[:, k] / total
    share = np.divide(amounts[:, k], whole, out=np.zeros(len(whole)), where=whole > 0)
    own = own[amounts[own, k] > 0]
    order = own[np.lexsort((own, -(probability * share)[own].round(12)))]
    rows: dict[str, tuple] = {}
    for i in order.tolist():
        label = written(tokens, found.first[found.number == i], int(found.lengths[i]))
        rows.setdefault(label, (label, found.names[i], "phrase", probability[i] * share[i], probability[i], share[i],
                                int(found.n_places[i]), int(found.n_documents[i])))
        if len(rows) == top_n:
            break
    return list(rows.values())


def _term_rows(tokens: Tokens, phi: NDArray, share: NDArray, terms: Sequence[str], top_n: int) -> list[tuple]:
    """Return the best single terms of a topic, by probability × exclusivity, both of shape (V,)."""
    rows = []
    for i in [i for i in best_terms((phi * share)[None], phi[None], top_n)[0].tolist() if phi[i] > 0]:
        at = np.flatnonzero(tokens.ids == tokens.types.index(terms[i]) if terms[i] in tokens.types else [])
        rows.append((written(tokens, at, 1) if len(at) else terms[i], terms[i], "term", phi[i] * share[i],
                     phi[i], share[i], len(at), len(np.unique(tokens.document_index[at]))))
    return rows


def written(tokens: Tokens, positions: NDArray, length: int) -> str:
    """Return how the words at some places are written most often, in full rather than abbreviated.

    Of forms that are equally frequent the first by code point.
    """
    quotes = places(tokens, positions, np.full(len(positions), length))["quote"]
    forms = Counter(" ".join(quote.split()) for quote in quotes)
    forms = Counter({form: n for form, n in forms.items() if form.count(" ") >= length - 1}) or forms
    return min(forms, key=lambda form: (-forms[form], form))
