"""Ordination: points in a plane whose distances are close to given ones.

References
----------
Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method.
Psychometrika 17(4), 401-419.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def classical_scaling(distances: ArrayLike) -> tuple[NDArray[np.float64], float]:
    """Return points in a plane by classical scaling (Torgerson 1952), and how well they fit.

    Parameters
    ----------
    distances : array of shape (G, G)
        Symmetric, 0 on the diagonal.

    Returns
    -------
    points : array of shape (G, 2)
        Centred; each axis points to the side of its largest coordinate, so that signs
        are the same in every run.
    explained : float
        Share of the positive eigenvalues that the plane holds, in [0, 1].

    Examples
    --------
    >>> points, explained = classical_scaling([[0, 3], [3, 0]])
    >>> points.round(6).tolist(), explained
    ([[1.5, 0.0], [-1.5, 0.0]], 1.0)
    """
    squared = np.asarray(distances, dtype=float) ** 2
    centred = -0.5 * (squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean())
    values, vectors = np.linalg.eigh(centred)
    values, vectors = np.maximum(values[::-1], 0), vectors[:, ::-1]
    points = np.zeros((len(squared), 2))
    kept = min(2, len(squared))
    points[:, :kept] = vectors[:, :kept] * np.sqrt(values[:kept])
    for axis in range(2):
        leader = np.argmax(np.abs(points[:, axis]).round(9))
        if points[leader, axis] < 0:
            points[:, axis] *= -1
    total = values.sum()
    return points + 0.0, float(values[:2].sum() / total) if total > 0 else 1.0
