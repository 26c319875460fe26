"""Many fits of one model: on resampled passages, with other seeds, on shuffled text.

Each fit is one short chain, and its seed is named by what it is for, so that results
hang neither on the number of threads nor on what else is fitted.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator

from textmine import _check
from textmine._threads import available_threads, gather, progress
from textmine.attribution import topic_term
from textmine.docterm import DocTerm, frozen
from textmine.stats.agreement import average_jaccard
from textmine.stats.alignment import bhattacharyya, match
from textmine.stats.splitting import shuffled, subsample
from textmine.stats.term_ranking import best_terms
from textmine.topics.adapters import FixedTopics
from textmine.topics.base import TopicModel
from textmine.topics.gibbs import GibbsModel
from textmine.topics.nmf import NMF

N_DRAWS = 50
"""Draws that the mean topics of a short chain rest on."""


def check_runs(table: Any, top_n: int, n_sweeps: int, n_jobs: int | None, random_state: int) -> None:
    """Raise for an argument that all analyses by repeated fits share."""
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.integer("top_n", top_n, 2)
    _check.integer("n_sweeps", n_sweeps, 2)
    _check.integer("random_state", random_state, 0)
    available_threads(n_jobs)


def require_fit(model: Any) -> None:
    """Raise unless a model can be fitted again."""
    fixed = isinstance(model, FixedTopics | FrozenEstimator)
    if fixed or not all(hasattr(model, name) for name in ("fit", "get_params", "set_params")):
        raise TypeError(f"model must be one that can be fitted again, got {type(model).__name__}: give the original "
                        "model")


def has_seeds(model: Any) -> bool:
    """Return whether another seed can give another model: `NMF` has no chance in it."""
    return "random_state" in model.get_params() and not isinstance(model, NMF)


def members(model: Any, table: DocTerm) -> NDArray[np.int64]:
    """Return the group of each document that a model fits by; one group for other models.

    Resamples and folds are drawn within these groups, so that none is lost.
    """
    by = getattr(model, "by", None)
    return table.grouping(by).index if by is not None else np.zeros(len(table), np.int64)


def learned(model: Any, table: DocTerm) -> Any:
    """Return a model fitted to a table; models of other packages take its counts."""
    return model.fit(table if isinstance(model, TopicModel) else table.counts)


def short(model: Any, n_sweeps: int, *names: int | str) -> Any:
    """Return an unfitted copy: for sampled models one chain of at most `n_sweeps`, with the seed that `names` name."""
    given: dict[str, Any] = {"random_state": seed(*names), "n_jobs": 1}
    if isinstance(model, GibbsModel):
        given |= {"n_init": 1, "n_draws": N_DRAWS, "max_iter": min(n_sweeps, model.max_iter)}
    known = model.get_params()
    return clone(model).set_params(**{name: value for name, value in given.items() if name in known})


def seed(*names: int | str) -> int:
    """Return a number that hangs on all these names.

    >>> seed(0, "fold", 1) == seed(0, "fold", 1) != seed(0, "fold", 2)
    True
    """
    return int(rng(*names).integers(2**31))


def rng(*names: int | str) -> np.random.Generator:
    """Return the stream of random numbers that these names name."""
    return np.random.default_rng([zlib.crc32(name.encode()) if isinstance(name, str) else name for name in names])


def part(table: DocTerm, rows: NDArray[np.int64]) -> DocTerm:
    """Return the table of some documents; all terms stay."""
    kept = np.zeros(len(table), bool)
    kept[rows] = True
    return table.select(kept)


def resampled(table: DocTerm, group: NDArray[np.int64], share: float, *names: int | str) -> DocTerm:
    """Return a table of a share of the documents of each group."""
    return part(table, subsample(group, share, rng(*names)))


def without_structure(table: DocTerm, *names: int | str) -> DocTerm:
    """Return the table with its tokens dealt out anew: the same lengths and frequencies, and nothing to find."""
    return replace(table, counts=frozen(shuffled(table.counts, rng(*names)).astype(table.counts.dtype)))


def agreement(model: Any, other: Any, top_n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return average Jaccard and Bhattacharyya coefficients of each topic of `model`, both shape (K,).

    With its partner in `other`, matched by the first of the two (Greene et al. 2014).
    """
    first, second = topic_term(model), topic_term(other)
    partner, jaccard = match(average_jaccard(best_terms(first, first, top_n), best_terms(second, second, top_n)))
    return jaccard, bhattacharyya(first, second)[np.arange(len(first)), partner]


def null_agreement(model: Any, table: DocTerm, group: NDArray[np.int64], share: float, top_n: int, n_sweeps: int,
                   n_resamples: int, *names: int | str) -> NDArray[np.float64]:
    """Return the average Jaccard coefficient of the topics of shuffled text, mean over resamples, shape (K,).

    The largest topic comes first.
    """
    table = without_structure(table, *names)
    first = learned(short(model, n_sweeps, *names), table)
    others = [learned(short(model, n_sweeps, *names, r), resampled(table, group, share, *names, r))
              for r in range(1, n_resamples + 1)]
    sizes = getattr(first, "prevalence_", np.asarray(first.components_).sum(axis=1))
    return np.mean([agreement(first, other, top_n)[0] for other in others], axis=0)[np.argsort(-sizes, kind="stable")]


def run_all(tasks: Sequence[Callable[[], Any]], n_jobs: int | None, what: str) -> list[Any]:
    """Return the results of all tasks in their order; as many threads as asked for, all processors without a number."""
    with progress(len(tasks), what, "fits") as bar:
        def run(task: Callable[[], Any]) -> Any:
            result = task()
            bar.update()
            return result

        return gather([partial(run, task) for task in tasks], available_threads(n_jobs))
