"""Emphasis: how much of each topic every group gives, with intervals.

Two questions, two numbers.  The *share* is about these texts: which part of a group's
tokens belongs to a topic; uncertain is only which token belongs where.  The
*prevalence* is about the population that the passages of a group stand for: what
other passages of the same kind would hold; it is uncertain too because passages
differ, and with few of them it is the honest answer to "does A stress the topic more
than B?".

Both are draws from a posterior distribution: for each draw of the topics, the topics
of tokens, the emphases of groups and how closely passages keep to them are drawn in
turn, as in compound latent Dirichlet allocation (George, Xia & Michailidis 2019).

References
----------
George, C. P., Xia, W. and Michailidis, G. (2019). Analyses of multi-collection
corpora via compound topic modeling. LOD, LNCS 11943.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine._threads import available_threads
from textmine.attribution import expected_tokens, topic_term
from textmine.corpus.grouping import Grouping, replication
from textmine.docterm import DocTerm
from textmine.topics._posterior import emphasis_draws as _draws
from textmine.topics.base import counts_for
from textmine.topics.draws import EmphasisDraws, joined

FEW_DRAWS = 50
"""Draws of topics below which their uncertainty is known badly."""

FIXED_DRAWS = 100
"""Rounds of draws where the topics themselves do not change."""

ALONE = "{} {} stands for its own mixture, not for others of its kind"
"""What is said where every group is one unit."""

LEARNED, FIXED = "posterior draws of topics and emphases", "posterior draws of emphases; topics held fixed"


def emphasis_draws(
    model: Any, table: DocTerm, by: str = "article", *, unit: str = "auto", emphasis_prior: float = 1.0,
    random_state: int = 0, n_jobs: int | None = None,
) -> EmphasisDraws:
    """Return posterior draws of how much of each topic every group gives.

    Parameters
    ----------
    model : fitted topic model
        `LDA`, `CompoundLDA`: their draws of the topics are used.  `NMF` and models of other
        libraries: their topics are held fixed, and the result says so.
    table : DocTerm of D documents
        Passages, best of the table that was fitted; the order does not matter.
    by : str, default ``"article"``
        A column of the documents; ``"document"`` for each document by itself.
    unit : {"auto", "article", "passage"}, default "auto"
        What groups are populations of: articles where every group has at least two, else
        passages.  Where every group is one document or article, each stands for its own mixture.
    emphasis_prior : float, default 1
        Dirichlet parameter of every topic in the emphasis of a group; 1 prefers none.
    random_state : int, default 0
    n_jobs : int, optional
        Threads; all processors without it, or for -1.  Results are the same for any number.

    Returns
    -------
    EmphasisDraws
        With ``to_frame()``, ``differences()`` and ``ranks()``.

    Raises
    ------
    TypeError
        If `model` is no fitted topic model, or `table` is no DocTerm.
    ValueError
        For an unknown column or unit, a group without a token that the model knows, and a
        prior that is not above 0.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B"]})
    >>> table = tm.tokenize(corpus).count()
    >>> draws = tm.emphasis_draws(tm.NMF(n_components=2).fit(table), table, by="side")
    >>> draws.differences()[["topic", "group", "other", "p_greater"]].round(1)
       topic group other  p_greater
    0      1     A     B        1.0
    1      2     A     B        0.0
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    topics = topic_term(model)
    _check.between("emphasis_prior", emphasis_prior, 0, np.inf)
    _check.integer("random_state", random_state, 0)
    table = table.sort_documents()
    groups = table.grouping(by)
    counts = counts_for(model, table)
    sizes = np.asarray(counts.sum(axis=1), dtype=float).ravel()
    n_tokens = np.bincount(groups.index, sizes, minlength=len(groups.labels)).astype(float)
    empty = [label for label, n in zip(groups.labels, n_tokens, strict=True) if n == 0]
    if empty:
        raise ValueError(f"table must hold a term of the model in every group, got none in {', '.join(empty[:5])}: "
                         "leave such documents out with table.select(...)")
    rows, group, unit, note = _units(table, groups, counts, unit)
    learned = hasattr(model, "draws_")
    few = f"only {len(model.draws_)} draws of the topics" if learned and len(model.draws_) < FEW_DRAWS else ""
    drawn = model.draws_.topic_term if learned else np.broadcast_to(topics, (FIXED_DRAWS, *topics.shape))
    prevalence, amounts = _draws(rows, group, len(groups.labels), drawn, emphasis_prior, random_state,
                                 available_threads(n_jobs))
    known = np.zeros((len(groups.labels), len(topics)))
    np.add.at(known, groups.index, expected_tokens(model, table))
    return EmphasisDraws(
        groups, unit, np.bincount(group, minlength=len(groups.labels)), n_tokens,
        known / known.sum(axis=1, keepdims=True), amounts / n_tokens[:, None], prevalence,
        getattr(model, "stability_", np.full(len(topics), np.nan)), LEARNED if learned else FIXED, joined(few, note))


def emphasis(
    model: Any, table: DocTerm, by: str = "article", *, unit: str = "auto", emphasis_prior: float = 1.0,
    confidence_level: float = 0.95, random_state: int = 0, n_jobs: int | None = None,
) -> pd.DataFrame:
    """Return how much of each topic every group gives, with intervals.

    Parameters
    ----------
    model, table, by, unit, emphasis_prior, random_state, n_jobs
        As for `emphasis_draws`, whose draws are summed up here.
    confidence_level : float, default 0.95

    Returns
    -------
    pandas.DataFrame
        G · K rows:

        ``group``, ``topic``
            topics from 1
        ``share``, ``share_low``, ``share_high``
            part of the group's tokens that belongs to the topic, and its interval: about these texts
        ``prevalence``, ``prevalence_low``, ``prevalence_high``
            part of the topic in the population of the group's passages (or articles), posterior mean and
            equal-tailed interval: about texts of the same kind
        ``n_tokens``, ``n_units``, ``unit``, ``method``, ``note``
            tokens that the model knows, how many units with such tokens there are, what they are, where the
            draws come from, and what to mind

        The rows of ``tm.evidence(tokens, model, topic=k, by=by)`` add up to ``share`` times ``n_tokens``.

    Raises
    ------
    TypeError, ValueError
        As for `emphasis_draws`.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B"]})
    >>> table = tm.tokenize(corpus).count()
    >>> model = tm.LDA(n_components=2, doc_topic_prior=0.1, topic_term_prior=0.05).fit(table)
    >>> frame = tm.emphasis(model, table, by="side")
    >>> frame[["group", "topic", "share"]].round(1)
      group  topic  share
    0     A      1    1.0
    1     A      2    0.0
    2     B      1    0.0
    3     B      2    1.0
    """
    _check.between("confidence_level", confidence_level, 0, 1)
    draws = emphasis_draws(model, table, by, unit=unit, emphasis_prior=emphasis_prior, random_state=random_state,
                           n_jobs=n_jobs)
    return draws.to_frame(confidence_level)


def _units(table: DocTerm, groups: Grouping, counts: sparse.csr_matrix,
           unit: str) -> tuple[sparse.csr_matrix, NDArray[np.int64], str, str]:
    """Return the counts of the units that hold a token, the group of each, what they are, and what to mind."""
    units = replication(table.documents, groups, unit)
    shape = (len(units.group), len(table))
    rows = sparse.csr_matrix((np.ones(len(table)), (units.index, np.arange(len(table)))), shape=shape) @ counts
    filled = np.flatnonzero(np.asarray(rows.sum(axis=1)).ravel() > 0)
    group = units.group[filled]
    if np.bincount(group).max() > 1:
        return rows[filled], group, units.unit, units.note
    name = "document" if len(groups.labels) == len(table) else units.unit
    return rows[filled], group, name, ALONE.format("an" if name == "article" else "a", name)
