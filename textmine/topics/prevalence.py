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

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.attribution import expected_tokens, topic_term
from textmine.corpus.grouping import Grouping, replication
from textmine.docterm import DocTerm
from textmine.topics._chains import available_threads
from textmine.topics._posterior import emphasis_draws as _draws
from textmine.topics.base import counts_for

FIXED_DRAWS = 100
"""Rounds of draws where the topics themselves do not change."""

ALONE = "{} {} stands for its own mixture, not for others of its kind"
"""What is said where every group is one unit."""

LEARNED, FIXED = "posterior draws of topics and emphases", "posterior draws of emphases; topics held fixed"


@dataclass(frozen=True, eq=False)
class EmphasisDraws:
    """T posterior draws of the emphasis of G groups on K topics.

    Attributes
    ----------
    groups : Grouping
    unit : {"article", "passage", "document"}
        What a group is a population of; where every group is one, it stands for its own mixture.
    n_units, n_tokens : arrays of shape (G,)
    expected : array of shape (G, K)
        Share of each topic in the tokens of each group, as the model deals them out.
    share : array of shape (T, G, K)
        Draws of the share of each topic in the tokens of each group; rows sum to 1.
    prevalence : array of shape (T, G, K)
        Draws of its prevalence in the group's population; rows sum to 1.
    method, note : str
    """

    groups: Grouping
    unit: str
    n_units: NDArray[np.int64]
    n_tokens: NDArray[np.float64]
    expected: NDArray[np.float64]
    share: NDArray[np.float64]
    prevalence: NDArray[np.float64]
    method: str
    note: str

    def to_frame(self, confidence_level: float = 0.95) -> pd.DataFrame:
        """Return the table of `emphasis`."""
        _check.between("confidence_level", confidence_level, 0, 1)
        n_groups, n_topics = self.expected.shape
        low, high = _limits(self.share, confidence_level)
        inner, outer = _limits(self.prevalence, confidence_level)
        few = [_joined("one unit: the interval leans on how passages of other groups scatter" if n < 2
                       and max(self.n_units) > 1 else "", self.note) for n in self.n_units]
        return pd.DataFrame({
            "group": np.repeat(np.array(self.groups.labels, dtype=object), n_topics),
            "topic": np.tile(np.arange(1, n_topics + 1), n_groups),
            "share": self.expected.ravel(),
            "share_low": np.minimum(low, self.expected).ravel(), "share_high": np.maximum(high, self.expected).ravel(),
            "prevalence": self.prevalence.mean(axis=0).ravel(),
            "prevalence_low": inner.ravel(), "prevalence_high": outer.ravel(),
            "n_tokens": np.repeat(self.n_tokens, n_topics), "n_units": np.repeat(self.n_units, n_topics),
            "unit": self.unit, "method": self.method, "note": np.repeat(np.array(few, dtype=object), n_topics),
        })

    def differences(self, confidence_level: float = 0.95) -> pd.DataFrame:
        """Return the difference in prevalence of each topic between each two groups.

        Returns
        -------
        pandas.DataFrame
            K · G (G - 1) / 2 rows: ``topic``, ``group``, ``other``, ``difference`` (positive: more in `group`),
            ``low``, ``high``, ``p_greater`` (posterior probability that `group` gives the topic more),
            ``method``, ``note``.
        """
        _check.between("confidence_level", confidence_level, 0, 1)
        labels, rows = self.groups.labels, []
        for a, b in combinations(range(len(labels)), 2):
            drawn = self.prevalence[:, a] - self.prevalence[:, b]
            low, high = _limits(drawn, confidence_level)
            greater = (drawn > 0).mean(axis=0) + (drawn == 0).mean(axis=0) / 2
            rows += [(k + 1, labels[a], labels[b], drawn[:, k].mean(), low[k], high[k], greater[k])
                     for k in range(drawn.shape[1])]
        frame = pd.DataFrame(rows, columns=["topic", "group", "other", "difference", "low", "high", "p_greater"])
        return frame.assign(method=self.method, note=self.note).sort_values("topic", kind="stable", ignore_index=True)

    def ranks(self) -> pd.DataFrame:
        """Return how probable each rank of each group is, for every topic.

        Returns
        -------
        pandas.DataFrame
            K · G · G rows: ``topic``, ``group``, ``rank`` (1: the group that gives the topic most),
            ``probability``.
        """
        n_draws, n_groups, n_topics = self.prevalence.shape
        rank = (-self.prevalence).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
        share = np.stack([(rank == r).mean(axis=0) for r in range(n_groups)], axis=2)
        topic, group, place = np.meshgrid(np.arange(n_topics), np.arange(n_groups), np.arange(n_groups), indexing="ij")
        return pd.DataFrame({
            "topic": topic.ravel() + 1, "group": np.array(self.groups.labels, dtype=object)[group.ravel()],
            "rank": place.ravel() + 1, "probability": share.transpose(1, 0, 2).ravel(),
        })


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
        Threads; all processors without it.  Results are the same for any number.

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
    drawn = model.draws_.topic_term if learned else np.broadcast_to(topics, (FIXED_DRAWS, *topics.shape))
    prevalence, amounts = _draws(rows, group, len(groups.labels), drawn, emphasis_prior, random_state,
                                 available_threads(n_jobs))
    known = np.zeros((len(groups.labels), len(topics)))
    np.add.at(known, groups.index, expected_tokens(model, table))
    return EmphasisDraws(
        groups, unit, np.bincount(group, minlength=len(groups.labels)), n_tokens,
        known / known.sum(axis=1, keepdims=True), amounts / n_tokens[:, None], prevalence,
        LEARNED if learned else FIXED, note)


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


def _limits(drawn: NDArray, confidence_level: float) -> tuple[NDArray, NDArray]:
    """Return the equal-tailed interval of draws along their first axis."""
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    return low, high


def _joined(*parts: str) -> str:
    """Return the parts that say something, in one line."""
    return "; ".join(part for part in parts if part)
