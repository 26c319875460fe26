"""Many tests at once.

References
----------
Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
Journal of the Royal Statistical Society B 57(1), 289-300.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return the smallest false discovery rate at which each test is rejected.

    Parameters
    ----------
    p_values : array of shape (n,), in [0, 1]

    Returns
    -------
    array of shape (n,)
        The q-values, never below the p-values (Benjamini & Hochberg 1995, section 3).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3)
    array([0.03, 0.04, 0.04])
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return q
