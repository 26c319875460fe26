"""Similarity of emphasis, with intervals from the draws of a topic model.

Draws say how much each group makes of each topic, and how sure that is.  A metric of every draw says how sure a
similarity is.  Noise of the draws makes groups less alike than they are at their means, so the similarity of
the expected shares may lie above the interval: the one to quote beside the interval is ``corrected``, the
median of the draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.proximity.results import Similarity
from textmine.stats.divergence import jensen_shannon_shift


def _jensen_shannon(p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Return 1 minus the divergence in bits."""
    return 1 - jensen_shannon_shift(p, q).sum(axis=-1)


def _hellinger(p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Return 1 minus the distance."""
    return 1 - np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum(axis=-1) / 2)


def _cosine(p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Return the cosine of two profiles."""
    return (p * q).sum(axis=-1) / np.sqrt((p * p).sum(axis=-1) * (q * q).sum(axis=-1))


OF_EMPHASIS = {"jensen_shannon": _jensen_shannon, "hellinger": _hellinger, "cosine": _cosine}


def is_draws(value: object) -> bool:
    """Return whether a value holds draws of emphasis, as `textmine.emphasis_draws` makes them."""
    return all(hasattr(value, name) for name in ("groups", "expected", "prevalence", "n_tokens", "n_units"))


def emphasis_similarity(draws: Any, by: str, metric: str | None, weight: str | None, pairs: Any, background: Any,
                        model: Any, options: Mapping[str, Any] | None, confidence_level: float = 0.95) -> Similarity:
    """Return the similarity of every two groups of draws, or of those that `pairs` names.

    ``similarity`` is that of the expected shares; ``corrected``, ``low`` and ``high`` are median and limits of that of
    prevalence over the draws.
    """
    metric = metric or "jensen_shannon"
    _check.one_of("metric", metric, OF_EMPHASIS, "for draws of emphasis one of")
    if by not in ("document", draws.groups.by):
        raise ValueError(f"by must be left out for draws of emphasis, which are by {draws.groups.by!r}, got {by!r}")
    for name, value in {"weight": weight, "background": background, "model": model, "options": options}.items():
        if value is not None:
            raise ValueError(f"{name} must be left out for draws of emphasis, got {type(value).__name__}")
    _check.between("confidence_level", confidence_level, 0, 1)
    labels = draws.groups.labels
    first, second = _pairs(labels, pairs)
    similar = OF_EMPHASIS[metric]
    drawn = np.array([similar(draws.prevalence[:, i], draws.prevalence[:, j])
                      for i, j in zip(first, second, strict=True)])
    tail = (1 - confidence_level) / 2
    low, middle, high = np.clip(np.quantile(drawn, [tail, 0.5, 1 - tail], axis=1), 0, 1)
    similarity = np.clip(similar(draws.expected[first], draws.expected[second]), 0, 1)
    return Similarity(labels, first, second, similarity, np.asarray(draws.n_units),
                      np.asarray(draws.n_tokens).round().astype(np.int64), draws.unit, metric, "topics", True,
                      (draws.note,) * len(first), middle, low, high)


def _pairs(labels: tuple[str, ...], pairs: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the groups of each pair."""
    if len(labels) < 2:
        raise ValueError(f"draws must be of at least 2 groups, got {len(labels)}")
    if pairs is None:
        return np.triu_indices(len(labels), k=1)
    numbers = []
    for pair in pairs:
        for name in pair:
            _check.one_of("pairs", str(name), labels, "names of groups of the draws,")
        numbers.append([labels.index(str(name)) for name in pair])
    return tuple(np.array(numbers).reshape(-1, 2).T)  # type: ignore[return-value]
