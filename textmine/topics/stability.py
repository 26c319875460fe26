"""Stability: would other passages, or another seed, give the same topic?

A model always returns as many topics as it was asked for.  A topic is worth naming
if it comes back when part of the passages is left out, and more often than a topic
of shuffled text does, in which there is nothing to find.

References
----------
Greene, D., O'Callaghan, D. and Cunningham, P. (2014). How many topics? Stability
analysis for topic models. ECML PKDD, LNCS 8724.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.attribution import topic_term
from textmine.docterm import DocTerm
from textmine.topics._runs import (
    agreement,
    check_runs,
    has_seeds,
    learned,
    members,
    null_agreement,
    require_fit,
    resampled,
    run_all,
    short,
)

LEAST_SIMILAR = 0.7
"""Mean Bhattacharyya coefficient below which a topic counts as another one."""

NULL_QUANTILES = (0.05, 0.95)
"""What lies between them is called the band of shuffled text."""

NULL_RESAMPLES = 3
"""Resamples of each shuffled text: fewer than of the text itself, which makes its band wider, not narrower."""

METHOD = "average Jaccard coefficient of top terms, resampled passages"


def topic_stability(
    model: Any,
    table: DocTerm,
    *,
    n_resamples: int = 20,
    share: float = 0.8,
    n_seeds: int = 5,
    n_shuffles: int = 10,
    top_n: int = 10,
    n_sweeps: int = 300,
    n_jobs: int | None = None,
    random_state: int = 0,
) -> pd.DataFrame:
    """Return how reliably every topic comes back, with what chance alone would give.

    Parameters
    ----------
    model : fitted topic model
        `LDA`, `CompoundLDA`, `NMF`, or a model of scikit-learn.
    table : DocTerm of D documents
        That it was fitted on.
    n_resamples : int, default 20
        Fits to a part of the documents.
    share : float in (0, 1), default 0.8
        Of the documents, drawn without replacement, within the groups of a model that has groups.
    n_seeds : int, default 5
        Fits to all documents with other seeds; none of a model that no seed changes, such as `NMF`.
    n_shuffles : int, default 10
        Shuffled texts for the band of chance; 0 leaves it out.
    top_n : int, default 10
        Terms of a list.
    n_sweeps : int, default 300
        Length of the chains of sampled models: one chain a fit, shorter than that of `model`.
    n_jobs : int, optional
        Threads; all processors without it, or for -1.  Results are the same for any number.
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        A row for each topic: ``topic`` (from 1), ``stability`` (mean over resamples, in [0, 1]), ``low`` and
        ``high`` (what 95 % of the resamples lie between), ``null_high`` (what 95 % of the topics of
        shuffled text stay below), ``seed_stability`` (mean over seeds, missing where no seed changes the
        model), ``similarity`` (mean Bhattacharyya coefficient over resamples), ``n_runs`` (resamples),
        ``flag`` ("not reproducible" or nothing),
        ``method``, ``note`` (why it is flagged, or what is missing).

    Raises
    ------
    TypeError
        If `model` is not fitted or cannot be fitted again, as one of `as_topic_model`, or `table` is no DocTerm.
    ValueError
        If a number is out of range, or `table` has other terms than `model`.

    Notes
    -----
    Stability is the average Jaccard coefficient of the `top_n` most probable terms of a topic and of
    the topic matched to it (Greene et al. 2014): ``1/t sum_d |R_d ∩ S_d| / |R_d ∪ S_d|``.  A topic is flagged
    where it is not above ``null_high``, or where its similarity is below 0.7.

    Shuffled text has the lengths of documents and the frequencies of terms, and no themes.  The
    largest topic of a model of it is the corpus itself, which always comes back; it is left out of
    the band.  Whether a topic merely repeats the corpus is said by `textmine.topic_quality`, not here.
    Similarity of whole distributions tells little beside it: topics with strong priors are alike
    because they are smooth.

    Cost: ``n_resamples + n_seeds + 4 n_shuffles`` fits of one chain each.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace talks", "treaty talks peace", "vaccine virus", "virus vaccine health"] * 3
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> model = tm.LDA(n_components=2, doc_topic_prior=0.1, topic_term_prior=0.05).fit(table)
    >>> tm.topic_stability(model, table, top_n=3, n_shuffles=2)[["topic", "stability", "n_runs"]].round(2)
       topic  stability  n_runs
    0      1       0.81      20
    1      2       0.98      20
    """
    check_runs(table, top_n, n_sweeps, n_jobs, random_state)
    for name, value, least in (("n_resamples", n_resamples, 2), ("n_seeds", n_seeds, 1), ("n_shuffles", n_shuffles, 0)):
        _check.integer(name, value, least)
    _check.between("share", share, 0, 1)
    _same_terms(model, table)
    require_fit(model)
    table = table.sort_documents()
    group = members(model, table)

    def one(names: tuple, rows: DocTerm) -> tuple[NDArray, NDArray]:
        return agreement(model, learned(short(model, n_sweeps, random_state, *names), rows), top_n)

    def on_part(number: int) -> tuple[NDArray, NDArray]:
        return one(("resample", number), resampled(table, group, share, random_state, "resample", number))

    tasks: list[Callable] = [partial(on_part, r) for r in range(n_resamples)]
    n_seeds = n_seeds if has_seeds(model) else 0
    tasks += [partial(one, ("seed", r), table) for r in range(n_seeds)]
    tasks += [partial(null_agreement, model, table, group, share, top_n, n_sweeps, NULL_RESAMPLES, random_state, "null",
                      q) for q in range(n_shuffles)]
    found = run_all(tasks, n_jobs, "topic stability")
    jaccard, similar = (np.stack([pair[i] for pair in found[:n_resamples]]) for i in (0, 1))
    seeds = [pair[0] for pair in found[n_resamples:n_resamples + n_seeds]]
    return _rows(jaccard, similar, np.mean(seeds, axis=0) if seeds else None, null_limit(found[n_resamples + n_seeds:]))


def null_limit(null: list[NDArray[np.float64]]) -> float:
    """Return what 95 % of the topics of shuffled texts stay below, the largest of each text left out.

    >>> null_limit([np.array([0.9, 0.1, 0.1]), np.array([0.8, 0.2, 0.2])]).round(2)
    np.float64(0.2)
    """
    topics = np.concatenate([each[1:] for each in null]) if null else np.array([])
    return np.quantile(topics, NULL_QUANTILES[1]) if len(topics) else np.nan


def _same_terms(model: Any, table: DocTerm) -> None:
    """Raise unless a fitted model has the terms of a table."""
    phi = topic_term(model)
    terms = getattr(model, "terms_", getattr(model, "feature_names_in_", None))
    if phi.shape[1] != len(table.terms) or (terms is not None and tuple(terms) != table.terms):
        found = f"{len(table.terms)} terms" if phi.shape[1] != len(table.terms) else "others, or another order"
        raise ValueError(f"table must have the {phi.shape[1]} terms that model was fitted on, in that order, got "
                         f"{found}: give the table of the fit")


def _rows(jaccard: NDArray, similar: NDArray, by_seed: NDArray | None, limit: float) -> pd.DataFrame:
    """Return the table of the agreement of runs, arrays of shape (runs, K), and of its mean over seeds, shape (K,)."""
    stability, similarity = jaccard.mean(axis=0), similar.mean(axis=0)
    low, high = np.quantile(jaccard, [0.025, 0.975], axis=0)
    by_chance, other = stability.round(12) <= limit, similarity < LEAST_SIMILAR
    notes = ["; ".join(filter(None, [
        "no more stable than topics of shuffled text" if chance else "",
        f"similarity below {LEAST_SIMILAR}" if apart else "", "no seed changes this model" if by_seed is None else "",
        "no band of shuffled text" if np.isnan(limit) else "",
    ])) for chance, apart in zip(by_chance, other, strict=True)]
    return pd.DataFrame({
        "topic": np.arange(1, len(stability) + 1), "stability": stability, "low": low, "high": high,
        "null_high": pd.array([pd.NA if np.isnan(limit) else limit] * len(stability), dtype="Float64"),
        "seed_stability": pd.array([pd.NA] * len(stability) if by_seed is None else by_seed, dtype="Float64"),
        "similarity": similarity, "n_runs": len(jaccard),
        "flag": np.where(by_chance | other, "not reproducible", ""), "method": METHOD, "note": notes,
    })
