"""Paths: which topic of one model is which of another, and where its words go.

Topics have no numbers of their own.  Models of other seeds, other passages or another
number of topics are read side by side by aligning them: one to one where they can be,
and as flows of tokens where one topic splits into several.

References
----------
Fukuyama, J., Sankaran, K. and Symul, L. (2023). Multiscale analysis of count data
through topic alignment. Biostatistics 24(4), 1045-1065; topics over a range of numbers
of topics, and the weights between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.attribution import document_topics, terms_of, topic_term
from textmine.docterm import DocTerm
from textmine.stats.alignment import bhattacharyya, match

UNKNOWN = 0.05
"""Share of a topic's words that the other model does not know, from which the note says so."""

CELLS = 1 << 22
"""Cells of a table times topics that are held at once."""


def align_topics(model: Any, other: Any) -> pd.DataFrame:
    """Return which topic of another model every topic is.

    Parameters
    ----------
    model, other : fitted topic model
        That know their terms, matched by name; they may have different numbers of topics.

    Returns
    -------
    pandas.DataFrame
        ``topic`` and ``other_topic`` (from 1), ``similarity`` (Bhattacharyya coefficient, in [0, 1]), ``note``.
        A row for each topic of the model with more topics: as many as the other one has are matched one
        to one, so that the sum of similarities is largest; each that is left over stands beside the
        topic most like it, and its note says so.  Rows are in the order of ``topic``, matched ones first.

    Raises
    ------
    TypeError
        If a model is not fitted, or does not know its terms.
    ValueError
        If the models share no term.

    Notes
    -----
    ``sum_w sqrt(p_w q_w)`` over the terms that both know; words that one of them does not know make topics
    less similar, and the note says so from a share of 5 % on.  Topics with strong priors are similar
    because they are smooth: see `topic_stability` for a comparison with chance.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> one, two = tm.NMF(n_components=1).fit(table), tm.NMF(n_components=2).fit(table)
    >>> tm.align_topics(one, two)[["topic", "other_topic", "similarity"]].round(2)
       topic  other_topic  similarity
    0      1            1         1.0
    1      1            2         0.0
    >>> tm.align_topics(one, two)["note"].tolist()
    ['', 'left over: topic 1 is matched with another']
    """
    first, second, lost_first, lost_second = _shared(model, other)
    similarity = bhattacharyya(first, second)
    rows = _matched(similarity) if len(first) >= len(second) else [
        (i, j, spare) for j, i, spare in _matched(similarity.T)]
    rows.sort(key=lambda row: (row[0], row[2], row[1]))
    mine, theirs = ([row[side] for row in rows] for side in (0, 1))
    spare_side = "other topic" if len(first) >= len(second) else "topic"
    kept = theirs if len(first) >= len(second) else mine
    notes = ["; ".join(filter(None, [
        f"left over: {spare_side} {k + 1} is matched with another" if spare else "",
        f"{lost_first[i]:.0%} of the words of topic are unknown to other" if lost_first[i] >= UNKNOWN else "",
        f"{lost_second[j]:.0%} of the words of other_topic are unknown to model" if lost_second[j] >= UNKNOWN else "",
    ])) for (i, j, spare), k in zip(rows, kept, strict=True)]
    return pd.DataFrame({"topic": np.array(mine) + 1, "other_topic": np.array(theirs) + 1,
                         "similarity": similarity[mine, theirs], "note": notes})


def topic_flow(models: Sequence[Any], table: DocTerm | None = None) -> pd.DataFrame:
    """Return where the words of every topic go in the next model of a list.

    Parameters
    ----------
    models : sequence of fitted topic models
        In the order of reading, usually with more topics each.
    table : DocTerm, optional
        Documents whose tokens are followed from model to model; without it, topics are compared alone.

    Returns
    -------
    pandas.DataFrame
        A row for each pair of topics of neighbouring models: ``step`` (from 1), ``n_components``, ``topic``,
        ``next_n_components``, ``next_topic``, ``similarity`` (Bhattacharyya coefficient), ``share`` (of all
        tokens: those of both topics), ``of_topic`` and ``of_next`` (the same as a share of the tokens of
        either), ``note``.  Without a table the shares are missing.

    Raises
    ------
    TypeError
        If a model is not fitted or does not know its terms, or `table` is no DocTerm.
    ValueError
        For fewer than two models, or models that share no term with each other or with the table.

    Notes
    -----
    ``share_kl = 1/N sum_dw n_dw p(k | d, w) q(l | d, w)`` with ``p(k | d, w)`` in proportion to
    ``theta_dk phi_kw``: the tokens that the two models give to topics k and l, each by itself.  Fukuyama et al. (2023)
    multiply the shares of documents instead, which does not tell topics apart that live
    in the same documents.  Tokens that either model does not know are left out, and counted in ``note``.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> models = [tm.NMF(n_components=k).fit(table) for k in (1, 2)]
    >>> tm.topic_flow(models, table)[["topic", "next_topic", "share"]].round(2)
       topic  next_topic  share
    0      1           1   0.55
    1      1           2   0.45
    """
    if hasattr(models, "components_") or len(models) < 2:
        raise ValueError("models must be a list of at least two fitted models, got "
                         f"{'one model' if hasattr(models, 'components_') else len(models)}")
    if table is not None:
        _check.kind("table", table, DocTerm, "call tokens.count()")
    return pd.concat([_flow(step, a, b, table) for step, (a, b) in enumerate(pairwise(models), start=1)],
                     ignore_index=True)


def _flow(step: int, model: Any, other: Any, table: DocTerm | None) -> pd.DataFrame:
    """Return the rows of one step."""
    first, second, *_ = _shared(model, other)
    (n_first, n_second), note = (len(first), len(second)), "no table: no tokens to follow"
    share = of_topic = of_next = np.full((n_first, n_second), np.nan)
    if table is not None:
        tokens, total, left = _joint_tokens(model, other, table)
        share = tokens / total
        of_topic, of_next = (np.divide(tokens, sums, out=np.zeros_like(tokens), where=sums > 0)
                             for sums in (tokens.sum(axis=1, keepdims=True), tokens.sum(axis=0, keepdims=True)))
        note = f"{left:g} tokens left out, unknown to a model" if left else ""
    rows, columns = (axis.ravel() for axis in np.indices((n_first, n_second)))
    return pd.DataFrame({
        "step": step, "n_components": n_first, "topic": rows + 1, "next_n_components": n_second,
        "next_topic": columns + 1, "similarity": bhattacharyya(first, second).ravel(),
        **{name: pd.array(values.ravel(), dtype="Float64")
           for name, values in (("share", share), ("of_topic", of_topic), ("of_next", of_next))}, "note": note})


def _joint_tokens(model: Any, other: Any, table: DocTerm) -> tuple[NDArray[np.float64], float, float]:
    """Return the tokens of each pair of topics, shape (K, L), their sum, and how many tokens are left out."""
    known = set(terms_of(model)) & set(terms_of(other))
    shared = [term for term in table.terms if term in known]
    if not shared:
        raise ValueError("table must share a term with all models, got none")
    kept = table.keep(shared)
    sides = [(document_topics(table, each)[0], _columns(each, shared)) for each in (model, other)]
    cells = sparse.coo_matrix(kept.counts)
    tokens = np.zeros((sides[0][0].shape[1], sides[1][0].shape[1]))
    step = max(1, CELLS // max(tokens.shape))
    for start in range(0, cells.nnz, step):
        at = slice(start, start + step)
        dealt = [_responsibility(theta[cells.row[at]] * phi[:, cells.col[at]].T) for theta, phi in sides]
        tokens += (dealt[0] * cells.data[at, None]).T @ dealt[1]
    total = float(cells.data.sum())
    return tokens, max(total, 1e-300), float(table.counts.sum()) - total


def _responsibility(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows that sum to 1; even ones where a model holds the token impossible."""
    sums = amounts.sum(axis=1, keepdims=True)
    return np.divide(amounts, sums, out=np.full_like(amounts, 1 / amounts.shape[1]), where=sums > 0)


def _matched(similarity: NDArray[np.float64]) -> list[tuple[int, int, bool]]:
    """Return row, column and whether it is left over, for each of at least as many rows as columns."""
    partner, _ = match(similarity)
    nearest = similarity.round(12).argmax(axis=1)
    return [(i, int(nearest[i]), True) if j < 0 else (i, int(j), False) for i, j in enumerate(partner.tolist())]


def _shared(model: Any, other: Any) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Return the topics of two models over the terms of both, and the share of each that is not there."""
    whole = [topic_term(each) for each in (model, other)]
    terms = sorted(set(terms_of(model)) & set(terms_of(other)))
    if not terms:
        raise ValueError("other must share a term with model, got none")
    first, second = (_columns(each, terms) for each in (model, other))
    lost_first, lost_second = (all_terms.sum(axis=1) - phi.sum(axis=1)
                               for all_terms, phi in zip(whole, (first, second), strict=True))
    return first, second, lost_first, lost_second


def _columns(model: Any, terms: Sequence[str]) -> NDArray[np.float64]:
    """Return the probabilities of some terms in the topics of a model."""
    position = {term: i for i, term in enumerate(terms_of(model))}
    return topic_term(model)[:, [position[term] for term in terms]]
