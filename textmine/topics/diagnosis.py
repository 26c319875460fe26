"""Diagnosis: which topics can be trusted to be themes, and which look like something else.

One row a topic, with what is known to tell themes from the by-products of fitting: topics that
repeat the corpus as a whole, that repeat each other, that rest on two documents, or whose terms
do not meet.  A flag is a reason to read the passages, not a verdict.

References
----------
AlSumait, L., Barbará, D., Gentle, J. and Domeniconi, C. (2009). Topic significance ranking of
LDA generative models. ECML PKDD, 67-82; distances from the uniform, the vacuous and the
background topic.
Mimno, D., Wallach, H., Talley, E., Leenders, M. and McCallum, A. (2011). Optimizing semantic
coherence in topic models. EMNLP, 262-272.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import rel_entr

from textmine import _check
from textmine.attribution import document_topics, term_tokens, topic_term
from textmine.docterm import DocTerm
from textmine.stats import term_ranking as ranking
from textmine.tokens.tokens import Tokens
from textmine.topics.quality import coherence

LEAST_DISTINCT = 0.25
"""Of the greatest distance from the corpus that a topic of that prevalence can have: below a quarter,
three quarters of what could set its words apart are missing."""
MOST_SHARED = 0.5
"""Topics that have more words in common than not: told apart by no more than half of what they say."""
FEWEST_DOCUMENTS = 3.0
"""With fewer effective documents there is hardly any replication, and a theme cannot be told from a text."""


def topic_quality(
    model: Any,
    tokens: Tokens | DocTerm,
    *,
    top_n: int = 10,
    window: int | str | None = "document",
    least_distinct: float = LEAST_DISTINCT,
    most_shared: float = MOST_SHARED,
    fewest_documents: float = FEWEST_DOCUMENTS,
) -> pd.DataFrame:
    """Return what is known of the quality of every topic, and what speaks against it.

    Parameters
    ----------
    model : fitted topic model
        That knows its terms.
    tokens : Tokens or DocTerm
        The texts, best those that were fitted.
    top_n : int, default 10
        Terms that coherence and exclusivity rest on.
    window : int or "document", default "document"
        As in `coherence`; passages are windows of their own.
    least_distinct : float in (0, 1), default 0.25
        A topic whose ``distinctness`` is below is flagged as close to the corpus.
    most_shared : float in (0, 1), default 0.5
        The later one of two topics whose ``overlap`` is above is flagged as a duplicate.
    fewest_documents : float, default 3
        A topic with fewer ``effective_documents`` is flagged.

    Returns
    -------
    pandas.DataFrame
        A row for each topic:

        ``topic`` (from 1), ``prevalence`` (share of the tokens that the model knows);
        ``coherence`` (npmi), its ``low`` and ``high``, ``n_absent``;
        ``exclusivity``: mean share of a top term's probability that is this topic's, in (0, 1];
        ``effective_terms``: how many equally probable terms would be as concentrated;
        ``corpus_distance``, ``uniform_distance``: Kullback-Leibler divergence of the topic from the corpus
        as a whole and from equal probabilities, in nats;
        ``distinctness``: `corpus_distance` in parts of the greatest that a topic of this prevalence can have,
        in [0, 1], missing where that is 0;
        ``effective_documents``: how many equal documents would hold the topic as unevenly;
        ``rank_1_share``: share of the documents whose greatest topic it is;
        ``nearest_topic``, ``overlap``: the topic that shares the most probability, and how much, in [0, 1];
        ``flag``: reasons for doubt, ``""`` for none.

    Raises
    ------
    TypeError, ValueError
        As `coherence`; for a limit out of range, and texts without a word of the model.

    Notes
    -----
    Distance and overlap are those of the tokens that belong to the topics in these texts, since the
    probabilities of a model with a prior are smooth, and all topics of few texts are then alike.  The
    corpus as a whole is ``p = sum_k prevalence_k q_k``, AlSumait et al.'s vacuous topic.  As
    ``p >= prevalence_k q_k``, no topic is farther from it than ``-ln prevalence_k``, which words of its
    own alone reach.  Incoherent is a topic whose interval of npmi lies below 0, the value of words that
    meet by chance.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = 4 * ["peace treaty peace"] + ["vaccine virus", "virus vaccine"]
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(texts))
    >>> model = tm.NMF(n_components=2).fit(tokens.count())
    >>> tm.topic_quality(model, tokens, top_n=2)[["topic", "coherence", "flag"]].round(2)
       topic  coherence                                      flag
    0      1        1.0
    1      2        1.0  few documents: as concentrated as in 2.0
    """
    _check.between("least_distinct", least_distinct, 0, 1)
    _check.between("most_shared", most_shared, 0, 1)
    _check.between("fewest_documents", fewest_documents, 0, np.inf)
    phi = topic_term(model)
    found = coherence(model, tokens, top_n=top_n, window=window)
    table = (tokens if isinstance(tokens, DocTerm) else tokens.count()).sort_documents()
    shares, known = document_topics(table, model)
    amounts = shares * known[:, None]
    prevalence = amounts.sum(axis=0) / amounts.sum()
    spoken = _spoken(phi, term_tokens(table, model))
    shared = ranking.topic_overlap(spoken).round(12)
    frame = pd.concat([
        pd.DataFrame({"topic": found["topic"], "prevalence": prevalence}),
        found[["coherence", "low", "high", "n_absent"]],
        pd.DataFrame(_of_terms(phi, spoken, prevalence, top_n)),
        pd.DataFrame(_of_documents(amounts, shares, known)),
        pd.DataFrame(_nearest(shared)),
    ], axis=1).astype({"distinctness": "Float64", "nearest_topic": "Int64", "overlap": "Float64"})
    limits = (least_distinct, most_shared, fewest_documents)
    flags = [_flag(row, shared[k, :k], *limits) for k, row in enumerate(frame.itertuples())]
    return frame.assign(flag=pd.array(flags, dtype="str"))


def _spoken(phi: NDArray, tokens: NDArray) -> NDArray[np.float64]:
    """Return the distributions of the tokens that belong to topics; of a topic without one, its own."""
    total = tokens.sum(axis=1, keepdims=True)
    return np.divide(tokens, total, out=phi.copy(), where=total > 0)


def _of_terms(phi: NDArray, spoken: NDArray, prevalence: NDArray, top_n: int) -> dict[str, NDArray]:
    """Return what the distributions over terms say, arrays of shape (K,)."""
    corpus, n_terms = prevalence @ spoken, phi.shape[1]
    best = ranking.best_terms(phi, phi, top_n)
    distance = rel_entr(spoken, np.where(spoken > 0, corpus, 1)).sum(axis=1)
    distance = np.where(np.isfinite(distance), distance, np.nan)
    with np.errstate(divide="ignore"):
        greatest = np.where(prevalence > 0, -np.log(prevalence), np.nan)
    distinctness = np.divide(distance, greatest, out=np.full(len(phi), np.nan), where=greatest > 1e-9)
    return {
        "exclusivity": np.take_along_axis(ranking.exclusivity(phi), best, axis=1).mean(axis=1),
        "effective_terms": ranking.effective_number(phi),
        "corpus_distance": distance, "uniform_distance": rel_entr(phi, 1 / n_terms).sum(axis=1),
        "distinctness": np.clip(distinctness, 0, 1),
    }


def _of_documents(amounts: NDArray, shares: NDArray, known: NDArray) -> dict[str, NDArray]:
    """Return how the topics lie on the documents, arrays of shape (K,)."""
    first = np.argmax(shares.round(9), axis=1)[known > 0]
    return {"effective_documents": ranking.effective_number(amounts.T),
            "rank_1_share": np.bincount(first, minlength=shares.shape[1]) / max(1, len(first))}


def _nearest(shared: NDArray) -> dict[str, Any]:
    """Return the topic that shares the most with each, and how much; missing if there is but one."""
    if len(shared) < 2:
        return {"nearest_topic": [None], "overlap": [None]}
    others = np.where(np.eye(len(shared), dtype=bool), -1, shared)
    return {"nearest_topic": others.argmax(axis=1) + 1, "overlap": others.max(axis=1)}


def _flag(row: Any, before: NDArray, least_distinct: float, most_shared: float, fewest_documents: float) -> str:
    """Return the reasons for doubt of one topic; `before` is what it shares with each topic before it."""
    reasons = []
    if not pd.isna(row.distinctness) and row.distinctness < least_distinct:
        reasons.append("junk: close to the corpus as a whole")
    if len(before) and before.max() > most_shared:
        reasons.append(f"duplicate of topic {before.argmax() + 1}")
    if row.effective_documents < fewest_documents:
        reasons.append(f"few documents: as concentrated as in {row.effective_documents:.1f}")
    if not pd.isna(row.high) and row.high < 0:
        reasons.append("incoherent: its terms meet less often than by chance")
    if row.n_absent:
        reasons.append(f"{row.n_absent} of its top terms are not in these texts")
    return "; ".join(reasons)
