"""Draws of emphasis, and the tables made from them: intervals, differences, ranks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.grouping import Grouping

SAME = 0.7
"""Agreement of chains (`stability_`) below which a topic is noted as hardly the same one."""

APART = 0.01
"""How far a share may lie outside of its draws before that is noted; nearer is taken as rounding."""

EMPTY = "no token of these texts belongs to this topic: its terms say nothing of them"
LEANS = "one unit: the interval leans on how passages of other groups scatter"
OTHERWISE = "the model deals out its tokens otherwise than the draws: the share lies outside of its interval"


@dataclass(frozen=True, eq=False, repr=False)
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
    stability : array of shape (K,)
        How well chains agree on each topic; missing where the model does not say.
    method, note : str
    """

    groups: Grouping
    unit: str
    n_units: NDArray[np.int64]
    n_tokens: NDArray[np.float64]
    expected: NDArray[np.float64]
    share: NDArray[np.float64]
    prevalence: NDArray[np.float64]
    stability: NDArray[np.float64]
    method: str
    note: str

    def __repr__(self) -> str:
        n_draws, n_groups, n_topics = self.prevalence.shape
        noun = "topic" if n_topics == 1 else "topics"
        return (f"EmphasisDraws: {n_draws:,} draws of {n_topics} {noun} in {n_groups} groups, unit {self.unit}; see "
                "to_frame(), differences(), ranks()")

    def to_frame(self, confidence_level: float = 0.95) -> pd.DataFrame:
        """Return the table of `emphasis`."""
        _check.between("confidence_level", confidence_level, 0, 1)
        n_groups, n_topics = self.expected.shape
        low, high = _limits(self.share, confidence_level)
        inner, outer = _limits(self.prevalence, confidence_level)
        outside = np.maximum(low - self.expected, self.expected - high) > APART
        low, high = (np.where(outside, limit, clip(limit, self.expected))
                     for limit, clip in ((low, np.minimum), (high, np.maximum)))
        return pd.DataFrame({
            "group": np.repeat(np.array(self.groups.labels, dtype=object), n_topics),
            "topic": np.tile(np.arange(1, n_topics + 1), n_groups),
            "share": self.expected.ravel(),
            "share_low": low.ravel(), "share_high": high.ravel(),
            "prevalence": self.prevalence.mean(axis=0).ravel(),
            "prevalence_low": inner.ravel(), "prevalence_high": outer.ravel(),
            "n_tokens": np.repeat(self.n_tokens, n_topics), "n_units": np.repeat(self.n_units, n_topics),
            "unit": self.unit, "method": self.method, "note": self._notes(outside),
        })

    def _notes(self, outside: NDArray[np.bool_]) -> list[str]:
        """Return what to mind of each topic in each group."""
        lone = (self.n_units < 2) & (self.n_units.max() > 1)
        shaky = [f"other chains agree on this topic by {value:.2f} only" if value < SAME else ""
                 for value in self.stability]
        empty = (self.n_tokens @ self.expected).round() == 0
        return [joined(LEANS if lone[g] else "", EMPTY if empty[k] else "", shaky[k],
                       OTHERWISE if outside[g, k] else "", self.note)
                for g in range(len(lone)) for k in range(len(shaky))]

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


def _limits(drawn: NDArray, confidence_level: float) -> tuple[NDArray, NDArray]:
    """Return the equal-tailed interval of draws along their first axis."""
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    return low, high


def joined(*parts: str) -> str:
    """Return the parts that say something, in one line."""
    return "; ".join(part for part in parts if part)
