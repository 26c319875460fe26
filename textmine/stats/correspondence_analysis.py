"""Correspondence analysis: groups and words as points of one space.

Two groups are close where they use words in like proportions, each word weighing the more the
rarer it is (chi-squared distance).  The axes are those of the largest inertia, the weighted
mean of squared distances to the average profile; total inertia is chi-squared over n.

A map of few, short texts flatters itself: the axes are chosen so that these very texts lie far
apart, and chance alone spreads them.  `cross_fitted` places each unit on axes that never saw it.
On groups of 4 to 40 bursty passages that differ, the points of the plain map lie 1.2 to 3.6 times as
far out as those of the populations, the cross-fitted places 1.0 to 1.3 times.  Ellipses of a partial
bootstrap (Lebart 2006), which holds the axes fixed, cover these in 0 to 30 of 100 cases, ellipses
around the cross-fitted places in 91 to 96; in 89 where groups do not differ at all.

References
----------
Benzecri, J.-P. (1973). L'analyse des donnees. II: L'analyse des correspondances. Dunod, Paris.
Chernozhukov, V. et al. (2018). Double/debiased machine learning for treatment and structural
parameters. Econometrics Journal 21(1), C1-C68.
Cochran, W. G. (1977). Sampling Techniques, 3rd edition. Wiley, New York.
Greenacre, M. (1984). Theory and Applications of Correspondence Analysis. Academic Press.
Hotelling, H. (1931). The generalization of Student's ratio. Annals of Mathematical Statistics 2(3), 360-378.
Lebart, L. (2006). Validation techniques in multiple correspondence analysis. In: Greenacre, M. and
Blasius, J. (eds), Multiple Correspondence Analysis and Related Methods. Chapman & Hall, 179-195.
Schonemann, P. H. (1966). A generalized solution of the orthogonal Procrustes problem. Psychometrika 31(1), 1-10.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.stats import f as fisher_f

N_FOLDS = 10
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


def cross_fitted(
    counts: sparse.csr_matrix, group: NDArray, n_groups: int, found: Ordination, n_components: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where groups lie on axes that did not see the units placed on them, and how far that may move.

    Parameters
    ----------
    counts : sparse matrix of shape (units, V)
    group : int array of shape (units,)
    n_groups : int
        G.
    found : Ordination
        Of all units; the axes of each fold are turned to these.
    n_components : int
        K, axes kept.

    Returns
    -------
    places : array of shape (G, K)
        NaN for a group of one unit, which cannot both make axes and be placed on them.
    covariance : array of shape (G, K, K)
        Of the places, units being drawn anew.

    Notes
    -----
    Up to `N_FOLDS` folds, each holding out every so many units of each group; cross-fitting as in
    Chernozhukov et al. (2018).  Axes are turned by the orthogonal Procrustes solution (Schonemann
    1966).  A place is a ratio of sums over units, and its covariance the usual one of a ratio
    (Cochran 1977, section 6.4).
    """
    n_units = np.bincount(group, minlength=n_groups)
    order = np.argsort(group, kind="stable")
    within = np.empty(len(group), dtype=np.int64)
    within[order] = np.arange(len(group)) - np.repeat(np.cumsum(n_units) - n_units, n_units)
    fold = np.where(n_units[group] > 1, within % N_FOLDS, -1)
    sums = np.zeros((len(group), n_components))
    for held in range(min(N_FOLDS, n_units.max())):
        out = fold == held
        kept = _by_group(counts[~out], group[~out], n_groups)
        axes = _turned(correspondence_axes(kept[kept.getnnz(axis=1) > 0]), found, n_components)
        sums[out] = counts[out] @ axes
    sizes = np.asarray(counts.sum(axis=1)).ravel()
    return _ratios(sums, sizes, group, n_units)


def _by_group(counts: sparse.csr_matrix, group: NDArray, n_groups: int) -> sparse.csr_matrix:
    """Return counts added up by group, shape (G, V)."""
    members = sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), (n_groups, len(group)))
    return sparse.csr_matrix(members @ counts)


def _turned(own: Ordination, found: Ordination, n_components: int) -> NDArray[np.float64]:
    """Return the axes of a fold, turned to those of all units, shape (V, K)."""
    axes, target = np.nan_to_num(own.axes), np.nan_to_num(found.axes[:, :n_components])
    u, _, vt = np.linalg.svd((axes * np.sqrt(own.column_mass)[:, None]).T
                             @ (target * np.sqrt(found.column_mass)[:, None]), full_matrices=False)
    return axes @ (u @ vt)


def _ratios(sums: NDArray, sizes: NDArray, group: NDArray, n_units: NDArray) -> tuple[NDArray, NDArray]:
    """Return the ratio of sums of each group and its covariance; NaN for groups of one unit."""
    n_groups, k = len(n_units), sums.shape[1]
    total = np.bincount(group, sizes, minlength=n_groups)
    places = np.stack([np.bincount(group, column, minlength=n_groups) / total for column in sums.T], axis=1)
    places[n_units < 2] = np.nan
    covariance = np.full((n_groups, k, k), np.nan)
    for g in np.flatnonzero(n_units > 1):
        inside = group == g
        residual = sums[inside] - places[g] * sizes[inside][:, None]
        covariance[g] = residual.T @ residual / total[g] ** 2 * n_units[g] / (n_units[g] - 1)
    return places, covariance


def ellipse_scale(n_units: NDArray, n_dimensions: int, confidence_level: float) -> NDArray[np.float64]:
    """Return the squared radius of a confidence ellipse, in standard deviations of the place.

    Parameters
    ----------
    n_units : int array of shape (G,)
        U.
    n_dimensions : int
        K, of the ellipse; 1 gives the square of Student's t.
    confidence_level : float in (0, 1)

    Returns
    -------
    array of shape (G,)
        NaN where there are no more units than dimensions.

    Notes
    -----
    ``K (U - 1) / (U - K) F(K, U - K)``, by Hotelling's (1931) T squared.

    Examples
    --------
    >>> ellipse_scale(np.array([2, 13, 1000]), 2, 0.95).round(2)
    array([ nan, 8.69, 6.02])
    """
    units = np.asarray(n_units, dtype=float)
    free = np.where(units > n_dimensions, units - n_dimensions, np.nan)
    return n_dimensions * (units - 1) / free * fisher_f.ppf(confidence_level, n_dimensions, free)


def inertias(sums: NDArray, n_axes: int) -> NDArray[np.float64]:
    """Return total inertia and that of each axis for a batch of tables with the same column sums.

    Parameters
    ----------
    sums : array of shape (batch, G, V)
    n_axes : int
        A.

    Returns
    -------
    array of shape (batch, 1 + A)
        NaN for a table with an empty row.

    Examples
    --------
    >>> inertias(np.array([[[4.0, 2.0], [2.0, 4.0]]]), 1).round(4)
    array([[0.1111, 0.1111]])
    """
    n = sums[0].sum()
    r, c = sums.sum(axis=2) / n, sums[0].sum(axis=0) / n
    known = (r > 0).all(axis=1)
    root = np.sqrt(np.where(r > 0, r, 1))
    p = sums[:, :, c > 0] / n / root[:, :, None] / np.sqrt(c[c > 0])
    values = np.linalg.eigvalsh(p @ p.transpose(0, 2, 1) - root[:, :, None] * root[:, None, :])[:, ::-1]
    found = np.column_stack([np.trace(p @ p.transpose(0, 2, 1), axis1=1, axis2=2) - 1, values[:, :n_axes]])
    return np.where(known[:, None], found, np.nan)
