"""Extreme scores: how often would chance alone reach a score?

The best of many overlapping alignments of unrelated sequences follows an extreme value
distribution of Gumbel's kind (Karlin and Altschul 1990), whose upper tail falls exponentially.  Chance scores
from shuffled sequences show the body of the distribution themselves; beyond their top hundredth the tail is

    P(S >= s) = .01 e^(-lambda (s - c)),    1 / lambda = mean of S - c above c.

References
----------
Karlin, S. and Altschul, S. F. (1990). Methods for assessing the statistical significance of molecular
sequence features by using general scoring schemes. PNAS 87, 2264-2268.
Pickands, J. (1975). Statistical inference using extreme order statistics. Annals of Statistics 3, 119-131.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TAIL = 0.01
"""Share of chance scores that the tail is fitted to."""


def tail_p_values(scores: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how probable each score or a higher one is by chance.

    Parameters
    ----------
    scores : array of shape (P,)
    chance : array of shape (N,)
        Scores known to be due to chance, at least 1.

    Returns
    -------
    array of shape (P,)
        In (0, 1].  Where the fitted tail has no slope, as all of the highest chance scores are equal, no p-value is
        below ``1 / (N + 1)``.

    Examples
    --------
    >>> import numpy as np
    >>> chance = np.random.default_rng(0).gumbel(10.0, 2.0, 100_000)
    >>> tail_p_values(np.array([0.0, 12.0, 30.0]), chance).round(5)
    array([1.0000e+00, 3.0678e-01, 4.0000e-05])
    """
    ordered = np.sort(chance)
    counted = (1 + len(ordered) - np.searchsorted(ordered, scores)) / (1 + len(ordered))
    threshold = ordered[int(len(ordered) * (1 - TAIL))]
    excess = ordered[ordered > threshold] - threshold
    if not len(excess):
        return counted
    share = (1 + len(excess)) / (1 + len(ordered))
    beyond = share * np.exp(-np.maximum(scores - threshold, 0) / excess.mean())
    return np.where(scores > threshold, beyond, counted)


def gumbel_tail(scores: NDArray[np.float64], draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how probable each score or a higher one is by Gumbel's law with the moments of its own draws, shape (P,).

    Parameters
    ----------
    scores : array of shape (P,)
    draws : array of shape (P, N)
        Chance scores of each; where all are equal, the result is 1.

    Notes
    -----
    ``1 - exp(-exp(-(pi / sqrt(6) z + gamma)))`` with z the standardised score and Euler's constant gamma.

    Examples
    --------
    >>> gumbel_tail(np.array([9.0, 9.0]), np.array([[1.0, 3.0], [2.0, 2.0]])).round(5)
    array([9.8e-04, 1.0e+00])
    """
    deviations = draws.std(axis=1, ddof=1)
    spread = deviations > 0
    z = (scores - draws.mean(axis=1))[spread] / deviations[spread]
    result = np.ones(len(scores))
    result[spread] = -np.expm1(-np.exp(-(np.pi / np.sqrt(6) * z + np.euler_gamma)))
    return result
