"""What `textmine.select_n_components` tells of each candidate: columns of its table.

From the agreement of resamples, the scores of held-out documents, and the full models.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.attribution import topic_term
from textmine.docterm import DocTerm
from textmine.stats.agreement import standard_error, within_one_error
from textmine.stats.splitting import folds
from textmine.stats.term_ranking import best_terms, exclusivity, topic_overlap
from textmine.topics._runs import learned, part, rng, seed, short
from textmine.topics.completion import completion
from textmine.topics.quality import compare_coherence
from textmine.topics.stability import NULL_QUANTILES, null_limit


def held_out(model: Any, table: DocTerm, group: NDArray[np.int64], n_folds: int, fold: int, n_sweeps: int,
             random_state: int) -> tuple[float, float]:
    """Return the log probability of the scored halves of one fold under a model of the others, and their tokens."""
    at = folds(group, n_folds, rng(random_state, "folds")) == fold
    fitted = learned(short(model, n_sweeps, random_state, "fold", fold), part(table, np.flatnonzero(~at)))
    worth, tokens = completion(fitted.components_, fitted.transform, table.counts[at], seed(random_state, "halves"))
    return float(worth.sum()), float(tokens.sum())


def stabilities(agreements: list[list[NDArray]], nulls: list[list[NDArray]]) -> pd.DataFrame:
    """Return the columns on stability.

    Parameters
    ----------
    agreements : list of C lists of arrays of shape (K,)
        How far each topic of a candidate came back, for each resample.
    nulls : list of C lists of arrays of shape (K,)
        The same of shuffled texts, the largest topic first; empty lists for no band.
    """
    by_run = np.array([[each.mean() for each in runs] for runs in agreements]).T
    bands = np.array([np.quantile([each.mean() for each in null], NULL_QUANTILES) if null else (np.nan, np.nan)
                      for null in nulls])
    flagged = [int((np.mean(runs, axis=0).round(12) <= null_limit(null)).sum()) if null else pd.NA
               for runs, null in zip(agreements, nulls, strict=True)]
    mean, error = by_run.mean(axis=0), standard_error(by_run)
    return pd.DataFrame({
        "stability": mean, "stability_error": error, "null_low": pd.array(bands[:, 0], dtype="Float64"),
        "null_high": pd.array(bands[:, 1], dtype="Float64"), "n_flagged": pd.array(flagged, dtype="Int64"),
        "stable": within_one_error(mean, error),
    })


def predictions(scores: NDArray[np.float64]) -> pd.DataFrame:
    """Return the columns on held-out documents.

    Parameters
    ----------
    scores : array of shape (C, folds, 2)
        Sums of log probabilities, and tokens, of the scored halves.
    """
    score = scores[:, :, 0].sum(axis=1) / scores[:, :, 1].sum(axis=1)
    error = standard_error((scores[:, :, 0] / scores[:, :, 1]).T)
    return pd.DataFrame({"perplexity": np.exp(-score), "perplexity_error": np.exp(-score) * error,
                         "predictive": within_one_error(-np.exp(-score), np.exp(-score) * error)})


def overview(models: list[Any], table: DocTerm, top_n: int) -> pd.DataFrame:
    """Return mean coherence with its interval, exclusivity and overlap, a row for each fitted model."""
    terms, lists, rows = np.array(table.terms, dtype=object), {}, []
    for number, model in enumerate(models):
        phi = topic_term(model)
        top = best_terms(phi, phi, top_n)
        lists[str(number)] = [terms[row].tolist() for row in top]
        shared = topic_overlap(phi)[np.triu_indices(len(phi), 1)].mean()
        rows.append((np.take_along_axis(exclusivity(phi), top, axis=1).mean(), shared))
    coherence = compare_coherence(lists, table, top_n=top_n)[["coherence", "low", "high"]].to_numpy(float)
    return pd.DataFrame(np.hstack([coherence, rows]), columns=["coherence", "coherence_low", "coherence_high",
                                                               "exclusivity", "overlap"])
