"""What stands beside a similarity: its population value with an interval, chance, and a value free of length.

Which of them a metric has depends on its kind.  Cosines have all; what texts share and how far profiles diverge has
no valid interval, and is compared with chance; distances that need all texts at once have neither.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.corpus.grouping import Replication
from textmine.proximity.kinds import Inner, Overlap
from textmine.proximity.lengths import passage_similarity, sample_similarity
from textmine.proximity.metrics import Kind
from textmine.proximity.nulls import Measure, relabelling_null
from textmine.proximity.populations import population_similarity
from textmine.proximity.spaces import Space

MOST_PAIRS = 500
"""Of which intervals and chance are worked out: those of 32 groups."""

LEAST_UNITS = 3
"""Of each group, from which dealing units out anew says anything."""

LEARNT = ("no interval: which terms are alike was learnt from these very passages; give a model= that learnt from "
          "others, or metric='cosine'")
OF_TOPICS = "no interval: topics are uncertain themselves; draws from tm.emphasis_draws have one"
ITSELF = "a text and itself: no estimates"


class Settings(NamedTuple):
    """How estimates are made."""

    confidence_level: float
    n_permutations: int
    random_state: int
    n_jobs: int | None


class Estimates(NamedTuple):
    """What stands beside P similarities: arrays of shape (P,), NaN where there is no value; and why."""

    corrected: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    null_mean: NDArray[np.float64]
    null_sd: NDArray[np.float64]
    z: NDArray[np.float64]
    percentile: NDArray[np.float64]
    p_value: NDArray[np.float64]
    same_length: NDArray[np.float64]
    notes: tuple[str, ...]


def estimates(kind: Kind, units: Replication, pairs: NDArray[np.int64], sizes: NDArray, names: tuple[str, ...],
              without: str, settings: Settings) -> Estimates:
    """Return what stands beside the similarities of pairs of groups.

    Parameters
    ----------
    kind : Inner, Overlap, Delta or Transport
        D documents.
    units : Replication
        Which documents make up one observation.
    pairs : int array of shape (P, 2)
    sizes : array of shape (D,)
        Tokens of terms of the table.
    names : tuple of str, length G
    without : str
        Why there are no intervals; empty where there are.
    settings : Settings
    """
    if len(pairs) > MOST_PAIRS:
        return nothing(len(pairs), f"no interval for more than {MOST_PAIRS} pairs: give pairs=")
    given: Any = {"index": units.index, "group": units.group, "pairs": pairs, "sizes": sizes}
    found = nothing(len(pairs), without)
    if isinstance(kind, Inner):
        found = found._replace(same_length=passage_similarity(kind.space, **given))
        if not without:
            population = population_similarity(kind.space, **given, confidence_level=settings.confidence_level)
            found = found._replace(corrected=population.estimate, low=population.low, high=population.high,
                                   notes=population.note)
    return _different(_with_chance(found, kind, given, names, settings), pairs)


def _with_chance(found: Estimates, kind: Kind, given: dict[str, Any], names: tuple[str, ...], settings: Settings
                 ) -> Estimates:
    """Return estimates with the null of each pair whose groups have units enough."""
    measure, space = _measure(kind)
    if space is None or not settings.n_permutations:
        return found
    tokens = np.bincount(given["index"], given["sizes"], minlength=len(given["group"]))
    held = np.bincount(given["group"][tokens > 0], minlength=len(names))[given["pairs"]]
    few = held.min(axis=1) < LEAST_UNITS
    if few.any():
        said = [f"chance needs {LEAST_UNITS} units with words in each group, got {n} and {m}" for n, m in held]
        found = found._replace(notes=tuple(
            "; ".join(filter(None, [note, more])) if lone and "units with words" not in note else note
            for note, more, lone in zip(found.notes, said, few, strict=True)))
    if few.all():
        return found
    null = relabelling_null(space, **given, names=names, measure=measure, n_orders=settings.n_permutations,
                            random_state=settings.random_state, n_jobs=settings.n_jobs)
    mean, deviation, z, percentile, p_value = (np.where(few, np.nan, values) for values in (
        null.mean, null.deviation, null.z, null.percentile, null.p_value))
    return found._replace(null_mean=mean, null_sd=deviation, z=z, percentile=percentile, p_value=p_value)


def _different(found: Estimates, pairs: NDArray[np.int64]) -> Estimates:
    """Return estimates without those of a text and itself: two samples must be two."""
    same = pairs[:, 0] == pairs[:, 1]
    notes = tuple(ITSELF if alone else note for note, alone in zip(found.notes, same, strict=True))
    return Estimates._make([*(np.where(same, np.nan, values) for values in found[:-1]), notes])


def no_interval(kind: Kind, metric: str, of_topics: bool, learnt: bool) -> str:
    """Return why a metric has no valid interval; nothing where it has."""
    if not isinstance(kind, Inner):
        return f"no interval: none is valid for {metric}"
    return OF_TOPICS if of_topics else LEARNT if learnt else ""


def same_length(kind: Kind, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the similarity of samples of like length from whole documents, shape (P,); NaN where it is not defined."""
    if not isinstance(kind, Inner) or kind.counts is None or kind.local is None or len(pairs) > MOST_PAIRS:
        return np.full(len(pairs), np.nan)
    rows, columns = kind.rows.nonzero()
    weights = np.zeros(kind.rows.shape[1])
    counts = np.asarray(kind.counts[rows, columns], dtype=float).ravel()
    weights[columns] = np.asarray(kind.rows[rows, columns]).ravel() / kind.local(counts)
    asked, index = np.unique(pairs, return_inverse=True)
    own = sparse.csr_matrix(kind.counts[asked])
    return sample_similarity(own, weights, kind.space.parts, index.reshape(-1, 2), local=kind.local)


def nothing(n_pairs: int, note: str) -> Estimates:
    """Return no estimates."""
    none = np.full(n_pairs, np.nan)
    return Estimates(none, none, none, none, none, none, none, none, none, (note,) * n_pairs)


def _measure(kind: Kind) -> tuple[Measure | None, Space | None]:
    """Return how two sums of rows are compared, None for the cosine, and the rows; none without chance."""
    if isinstance(kind, Inner):
        return None, kind.space
    if isinstance(kind, Overlap):
        return partial(_overlap, kind), Space(sparse.csr_matrix(kind.rows, dtype=float))
    return None, None


def _overlap(kind: Overlap, sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the similarity of two texts for every batch of their summed counts, shape (batch, 2, V)."""
    values = (sums > 0).astype(float) if kind.values == "binary" else sums
    totals = values.sum(axis=2)
    if kind.values == "proportion":
        values = np.divide(values, totals[:, :, None], out=np.zeros_like(values), where=totals[:, :, None] > 0)
        totals = (totals > 0).astype(float)
    p, q = values[:, 0], values[:, 1]
    shared = np.where((p > 0) & (q > 0), kind.amount(p, q), 0).sum(axis=1)
    whole = kind.whole(shared, totals[:, 0], totals[:, 1])
    return np.divide(shared, whole, out=np.full(len(shared), np.nan), where=(totals > 0).all(axis=1))
