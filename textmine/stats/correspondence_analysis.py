"""Correspondence analysis: groups and words as points of one space.

Two groups are close where they use words in like proportions, each word weighing the more the
rarer it is (chi-squared distance).  The axes are those of the largest inertia, the weighted
mean of squared distances to the average profile; total inertia is chi-squared over n.

References
----------
Benzecri, J.-P. (1973). L'analyse des donnees. II: L'analyse des correspondances. Dunod, Paris.
Greenacre, M. (1984). Theory and Applications of Correspondence Analysis. Academic Press.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

RANK_TOLERANCE = 1e-12
"""Inertias below are rounding, not axes."""


class Ordination(NamedTuple):
    """Axes of a table of G groups by V words.

    Attributes
    ----------
    row_mass, column_mass : arrays of shape (G,) and (V,)
        Shares of the grand total.
    inertia : array of shape (A,)
        Of every axis, the largest first; A is at most the smaller of G - 1 and V - 1.
    rows : array of shape (G, A)
        Principal coordinates: distances between rows are chi-squared distances.
    axes : array of shape (V, A)
        Standard coordinates of the columns, NaN for a column without counts.  The average of a row's
        axes, weighted by its profile, is its place, also for rows that had no part in the analysis.
    """

    row_mass: NDArray[np.float64]
    column_mass: NDArray[np.float64]
    inertia: NDArray[np.float64]
    rows: NDArray[np.float64]
    axes: NDArray[np.float64]


def correspondence_axes(table: sparse.spmatrix | ArrayLike) -> Ordination:
    """Return the axes of a table of counts.

    Parameters
    ----------
    table : sparse or dense matrix of shape (G, V), at least 0
        Each row with a count above 0.  G is small: one matrix of shape (G, G) is decomposed, and the table
        is never made dense.

    Returns
    -------
    Ordination
        Each axis points to the side of its largest row, so that signs are the same in every run.

    Notes
    -----
    Eigenvectors of ``S S'``, with ``S = Dr^-1/2 (P - r c') Dc^-1/2`` (Greenacre 1984, section 4.1); since
    ``S = A - sqrt(r) sqrt(c)'`` with the sparse ``A = Dr^-1/2 P Dc^-1/2``, ``S S' = A A' - sqrt(r) sqrt(r)'``.

    Examples
    --------
    >>> found = correspondence_axes([[4, 2], [2, 4]])
    >>> found.inertia.round(4), found.rows.round(4).tolist()
    (array([0.1111]), [[0.3333], [-0.3333]])
    """
    p = sparse.csr_matrix(table, dtype=float)
    p = p / p.sum()
    r, c = (np.asarray(p.sum(axis=axis)).ravel() for axis in (1, 0))
    root = np.divide(1, np.sqrt(c), out=np.zeros_like(c), where=c > 0)
    a = sparse.csr_matrix(sparse.diags(1 / np.sqrt(r)) @ p @ sparse.diags(root))
    inertia, vectors = np.linalg.eigh((a @ a.T).toarray() - np.sqrt(np.outer(r, r)))
    kept = np.flatnonzero(inertia > RANK_TOLERANCE)[::-1]
    inertia, vectors = inertia[kept], vectors[:, kept]
    leader = np.abs(vectors / np.sqrt(r)[:, None]).round(9).argmax(axis=0)
    vectors = vectors * np.where(vectors[leader, np.arange(len(kept))] < 0, -1, 1)
    rows = vectors * np.sqrt(inertia) / np.sqrt(r)[:, None]
    axes = root[:, None] * (a.T @ vectors) / np.sqrt(inertia)
    axes = (axes - (r @ rows) / np.sqrt(inertia)) if len(kept) else axes
    return Ordination(r, c, inertia, rows, np.where(c[:, None] > 0, axes, np.nan))


def place_rows(table: sparse.spmatrix, axes: NDArray) -> NDArray[np.float64]:
    """Return where supplementary rows lie: the average of the axes, weighted by their profiles.

    Parameters
    ----------
    table : sparse matrix of shape (rows, V)
    axes : array of shape (V, A)
        Standard coordinates of `correspondence_axes`.

    Returns
    -------
    array of shape (rows, A)
        NaN for an empty row.

    Examples
    --------
    >>> found = correspondence_axes([[4, 2], [2, 4]])
    >>> place_rows(sparse.csr_matrix([[1, 1], [4, 2]]), found.axes).round(4) + 0.0
    array([[0.    ],
           [0.3333]])
    """
    sizes = np.asarray(table.sum(axis=1)).ravel()[:, None]
    sums = table @ np.nan_to_num(axes)
    return np.divide(sums, sizes, out=np.full(sums.shape, np.nan), where=sizes > 0)
