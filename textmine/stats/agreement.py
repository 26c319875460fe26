"""Agreement: do two ranked lists say the same, and which of several models to take.

The list of a topic's terms is what readers see.  Two lists agree when they share
terms near the top; a model is chosen when no smaller one is as good for all that
chance can tell.

References
----------
Greene, D., O'Callaghan, D. and Cunningham, P. (2014). How many topics? Stability
analysis for topic models. ECML PKDD, LNCS 8724; section 3.1.
Breiman, L., Friedman, J., Olshen, R. and Stone, C. (1984). Classification and
regression trees. Wadsworth; section 3.4.3, the rule of one standard error.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def average_jaccard(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the average Jaccard coefficient of each pair of ranked lists (Greene et al. 2014, equation 2).

    Parameters
    ----------
    first, second : int array of shapes (K, t) and (L, t)
        Terms, the most important first; no list holds one twice.

    Returns
    -------
    array of shape (K, L)
        ``1/t sum_d |R_d ∩ S_d| / |R_d ∪ S_d|`` with R_d the first d terms; in [0, 1], 1 for equal lists.

    Examples
    --------
    Two lists that share one term of two, at the top of one and second in the other:

    >>> average_jaccard(np.array([[0, 1]]), np.array([[2, 0], [0, 1]])).round(3)
    array([[0.167, 1.   ]])
    """
    n = first.shape[1]
    depth = np.maximum(np.arange(n)[:, None], np.arange(n)[None, :])
    total = np.zeros((len(first), len(second)))
    for i, terms in enumerate(first):
        same = terms[None, :, None] == second[:, None, :]
        shared = np.stack([(same & (depth <= d)).sum(axis=(1, 2)) for d in range(n)], axis=1)
        total[i] = (shared / (2 * np.arange(1, n + 1) - shared)).mean(axis=1)
    return total


def standard_error(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard error of the mean over the first axis; NaN for fewer than two values.

    >>> standard_error(np.array([1.0, 2.0, 3.0])).round(4)
    np.float64(0.5774)
    """
    n = len(values)
    if n < 2:
        return np.full(values.shape[1:], np.nan)
    return values.std(axis=0, ddof=1) / np.sqrt(n)


def within_one_error(values: NDArray[np.float64], errors: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which candidates are no more than the standard error of the best one below it, shape (C,).

    Parameters
    ----------
    values, errors : arrays of shape (C,)
        Higher is better.  Without an error only the best, and its equals, remain.

    Examples
    --------
    >>> within_one_error(np.array([0.7, 0.85, 0.9]), np.array([0.3, 0.1, 0.1])).tolist()
    [False, True, True]
    """
    best = int(np.argmax(values.round(12)))
    return (values[best] - values).round(12) <= np.nan_to_num(errors[best])
