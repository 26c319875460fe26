"""What a layer of the search finds: pairs of stretches of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Matches(NamedTuple):
    """M pairs of stretches of words, each an array of shape (M,).

    Attributes
    ----------
    first, second : int64
        Articles, the number of the first smaller.
    start, stop : int64
        Words of the first article from `start` to before `stop`, counted over all texts.
    other_start, other_stop : int64
        Words of the second.
    n_matched : int64
        Words of the first stretch that have their like in the second.
    score : float64
        More is more alike; what it counts is the layer's own matter.
    p_value, e_value : float64
        Of the score among texts whose words stand in no order; NaN where the layer tests nothing.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    other_start: NDArray[np.int64]
    other_stop: NDArray[np.int64]
    n_matched: NDArray[np.int64]
    score: NDArray[np.float64]
    p_value: NDArray[np.float64]
    e_value: NDArray[np.float64]


def joined(parts: Sequence[Matches]) -> Matches:
    """Return the matches of several searches below each other."""
    return Matches(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def taken(matches: Matches, rows: NDArray) -> Matches:
    """Return some matches: positions or a mask."""
    return Matches(*(column[rows] for column in matches))


def no_matches() -> Matches:
    """Return none.

    >>> len(no_matches().first)
    0
    """
    whole, real = np.empty(0, np.int64), np.empty(0)
    return Matches(whole, whole, whole, whole, whole, whole, whole, real, real, real)
