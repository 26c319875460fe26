"""Ordination: points in a plane whose distances are close to given ones.

References
----------
Gower, J. C. (1975). Generalized Procrustes analysis. Psychometrika 40(1), 33-51.
Hotelling, H. (1931). The generalization of Student's ratio. Annals of Mathematical Statistics 2(3), 360-378.
Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method.
Psychometrika 17(4), 401-419.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import f as fisher_f


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


def procrustes(points: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points moved, turned and mirrored, but not stretched, so that they lie as near to others as can be.

    Parameters
    ----------
    points, target : arrays of shape (G, 2)

    Notes
    -----
    The turn is ``U V'`` of the singular value decomposition of ``points' target``, both centred (Gower 1975).

    Examples
    --------
    >>> square = np.array([[0., 0.], [0., 1.], [1., 1.], [1., 0.]])
    >>> procrustes(square[:, ::-1] + 5, square).round(6).tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]
    """
    moved, goal = points - points.mean(axis=0), target - target.mean(axis=0)
    u, _, vt = np.linalg.svd(moved.T @ goal)
    return moved @ (u @ vt) + target.mean(axis=0)


def confidence_ellipse(points: NDArray[np.float64], n_units: int, coverage: float) -> tuple[float, float, float]:
    """Return the half axes and the angle of the ellipse in which a mean of units lies, from bootstrap draws of it.

    Parameters
    ----------
    points : array of shape (B, 2), B at least 2
    n_units : int, at least 3
        n.
    coverage : float, between 0 and 1

    Returns
    -------
    major, minor : float
        Roots of the eigenvalues of the covariance, times ``n / (n - 1)``, which a bootstrap lacks, and times
        ``2 (n - 1) / (n - 2)`` quantiles of F with 2 and n - 2 degrees of freedom (Hotelling 1931).
    angle : float
        Of the major axis, in degrees from the x axis, in (-90, 90].

    Examples
    --------
    >>> np.round(confidence_ellipse(np.array([[-1., 0.], [1., 0.]]), 13, 0.95), 3).tolist()
    [4.339, 0.0, 0.0]
    """
    values, vectors = np.linalg.eigh(np.cov(points.T))
    factor = 2 * n_units / (n_units - 2) * fisher_f.ppf(coverage, 2, n_units - 2)
    minor, major = np.sqrt(np.maximum(values, 0) * factor)
    x, y = vectors[:, 1] if (vectors[0, 1], vectors[1, 1]) > (0, 0) else -vectors[:, 1]
    return float(major), float(minor), float(np.degrees(np.arctan2(y, x)))
