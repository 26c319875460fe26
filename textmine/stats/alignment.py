"""Alignment: which topic of one model is which of another.

Topics have no numbers of their own.  Two sets of topics over the same terms are
compared by the Bhattacharyya coefficient, and matched one to one so that the sum
of coefficients is largest.

References
----------
Bhattacharyya, A. (1943). On a measure of divergence between two statistical
populations defined by their probability distributions. Bulletin of the Calcutta
Mathematical Society 35.
Kuhn, H. W. (1955). The Hungarian method for the assignment problem. Naval
Research Logistics Quarterly 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment


def bhattacharyya(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``sum_w sqrt(p_w q_w)`` for each pair of rows.

    Parameters
    ----------
    first, second : array of shapes (K, V) and (L, V), rows summing to 1

    Returns
    -------
    array of shape (K, L)
        In [0, 1]; 1 for equal distributions, 0 for distributions without a common term.

    Examples
    --------
    >>> import numpy as np
    >>> bhattacharyya(np.array([[0.5, 0.5]]), np.array([[0.5, 0.5], [1.0, 0.0]])).round(3)
    array([[1.   , 0.707]])
    """
    return np.clip(np.sqrt(first) @ np.sqrt(second).T, 0, 1)


def match(similarity: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the column matched to each row, one to one, and their similarity (Kuhn 1955).

    Parameters
    ----------
    similarity : array of shape (K, L)

    Returns
    -------
    int array of shape (K,)
        -1 for the rows that are left over where K > L.
    float array of shape (K,)
        0 for them.

    Examples
    --------
    >>> import numpy as np
    >>> match(np.array([[0.2, 0.9], [0.8, 0.7]]))
    (array([1, 0]), array([0.9, 0.8]))
    """
    rows, columns = linear_sum_assignment(-np.asarray(similarity).round(12))
    partner = np.full(len(similarity), -1, dtype=np.int64)
    partner[rows] = columns
    found = np.where(partner >= 0, np.take_along_axis(similarity, np.maximum(partner, 0)[:, None], axis=1)[:, 0], 0.0)
    return partner, found


def medoid(similarity: NDArray[np.float64]) -> int:
    """Return the member of a set that is most similar to the others; the first of equals.

    Parameters
    ----------
    similarity : symmetric array of shape (n, n)

    Examples
    --------
    >>> import numpy as np
    >>> medoid(np.array([[1, 0.9, 0.2], [0.9, 1, 0.6], [0.2, 0.6, 1]]))
    1
    """
    return int(np.argmax(np.asarray(similarity).sum(axis=1).round(12)))
