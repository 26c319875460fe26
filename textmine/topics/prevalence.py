"""Emphasis: how much of each topic every group gives, with intervals.

The share of a group is that of its passages, longer ones counting more.  The
interval says how far it would move with other passages of the same kind.  It
holds the topics fixed, so it is *provisional*: the uncertainty of the topics
themselves is not in it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.grouping import replication
from textmine.docterm import DocTerm
from textmine.stats.intervals import pooled_share_interval, ratio_interval
from textmine.topics.base import TopicModel

INTERVALS = {
    "score": "score interval, pooled design effect; topics held fixed (provisional)",
    "bootstrap": "studentised bootstrap over units; topics held fixed (provisional)",
}


def emphasis(
    model,
    table: DocTerm,
    by: str = "article",
    *,
    unit: str = "auto",
    interval: str = "score",
    confidence_level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Return the share of every topic in every group, with an interval.

    Parameters
    ----------
    model : fitted topic model
        `LDA`, `NMF`, or any estimator whose ``transform`` gives shares of shape (D, K) for
        the counts of `table`.
    table : DocTerm of D documents
        Passages, best of the table that was fitted.
    by : str, default ``"article"``
    unit : {"auto", "article", "passage"}, default "auto"
        What the interval generalises over: articles where every group has at least two,
        else passages.
    interval : {"score", "bootstrap"}, default "score"
        ``"score"``: Wilson's interval with an effective number of units, the clustering of
        each topic in units pooled over the groups.  ``"bootstrap"``: studentised, over
        units; it has no limits worth the name for a topic that few units hold.
    confidence_level : float, default 0.95
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        G · K rows: ``group``, ``topic`` (from 1), ``share`` (of the tokens in the table, in
        [0, 1]), ``low``, ``high``, ``unit``, ``n_units``, ``method``, ``note``.  Limits are missing
        with fewer than two units, and ``note`` says so.

    Raises
    ------
    TypeError
        If `model` has no ``transform``, or `table` is no DocTerm.
    ValueError
        For an unknown column, unit or interval.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B"]})
    >>> table = tm.tokenize(corpus).count()
    >>> model = tm.LDA(n_components=2, random_state=0).fit(table)
    >>> tm.emphasis(model, table, by="side")[["group", "topic", "share"]].round(2)
      group  topic  share
    0     A      1   0.97
    1     A      2   0.03
    2     B      1   0.04
    3     B      2   0.96
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    table = table.sort_documents()
    if not hasattr(model, "transform"):
        raise TypeError(f"model must be a fitted topic model with transform, got {type(model).__name__}: "
                        "call tm.LDA(n_components=...).fit(table)")
    _check.one_of("interval", interval, INTERVALS)
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.integer("random_state", random_state, 0)
    groups = table.grouping(by)
    units = replication(table.documents, groups, unit)
    weights = np.asarray(table.counts.sum(axis=1)).ravel().astype(float)
    shares = model.transform(table if isinstance(model, TopicModel) else table.counts)
    amounts = np.asarray(shares, dtype=float) * weights[:, None]
    n_units, n_groups = len(units.group), len(groups.labels)
    size = np.bincount(units.index, weights, minlength=n_units)
    amount = np.stack([np.bincount(units.index, column, minlength=n_units) for column in amounts.T], axis=1)
    filled = size > 0
    amount, size, group = amount[filled], size[filled], units.group[filled]
    share, low, high = pooled_share_interval(amount, size, group, n_groups, confidence_level)
    if interval == "bootstrap":
        low, high = _bootstrap(amount, size, group, n_groups, confidence_level, random_state)
    n_topics = share.shape[1]
    in_group = np.bincount(group, minlength=n_groups)
    missing = np.where(np.isnan(low) | np.isnan(high), "the bootstrap has no limit here", "")
    missing = np.where((in_group < 2)[:, None], "fewer than two units: no interval", missing).ravel()
    notes = ["; ".join(filter(None, (reason, units.note))) for reason in missing]
    return pd.DataFrame({
        "group": np.repeat(np.array(groups.labels, dtype=object), n_topics),
        "topic": np.tile(np.arange(1, n_topics + 1), n_groups),
        "share": pd.array(share.ravel(), dtype="Float64"),
        "low": pd.array(low.ravel(), dtype="Float64"), "high": pd.array(high.ravel(), dtype="Float64"),
        "unit": units.unit, "n_units": np.repeat(in_group, n_topics), "method": INTERVALS[interval],
        "note": notes,
    })


def _bootstrap(amount: NDArray, size: NDArray, group: NDArray, n_groups: int, confidence_level: float,
               random_state: int) -> tuple[NDArray, NDArray]:
    """Return studentised bootstrap limits of the shares of every group, not above 1."""
    limits = [ratio_interval(amount[group == g], size[group == g], np.random.default_rng([random_state, g]),
                             confidence_level=confidence_level) for g in range(n_groups)]
    return np.stack([low for low, _ in limits]), np.minimum(np.stack([high for _, high in limits]), 1)
