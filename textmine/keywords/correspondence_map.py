"""Correspondence analysis of groups and terms: which groups speak alike, and through which words.

The classical map of a corpus, with what the classical map leaves unsaid: how much of its inertia
exchange of whole units would give as well, and where each group lies on axes that did not see
its texts, with an ellipse that tells how far that place may move.

References
----------
Benzecri, J.-P. (1973). L'analyse des donnees. II: L'analyse des correspondances. Dunod, Paris.
Greenacre, M. (2013). Contribution biplots. Journal of Computational and Graphical Statistics
22(1), 107-122.
Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis.
Psychometrika 30(2), 179-185.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.grouping import Grouping, replication
from textmine.docterm import DocTerm
from textmine.stats.correspondence_analysis import (
    Ordination,
    correspondence_axes,
    cross_fitted,
    ellipse_scale,
    inertias,
)
from textmine.stats.relabelling import chance, relabelled, statistics_of

MOST_GROUPS, MOST_CELLS = 1_000, 10_000_000
LONE_UNIT = "one unit: no place on axes that did not see it"
NO_ELLIPSE = "an ellipse needs more than two units"
ABSENT = "does not occur: no place"


@dataclass(frozen=True, eq=False, repr=False)
class Correspondence:
    """G groups and V terms as points on common axes.

    Attributes
    ----------
    by, unit, note : str
        The column, what counts as one observation, and what to mind.
    groups, terms : tuple of str, lengths G and V
    n_components : int
        K, axes reported: as asked, or as many as there are.
    confidence_level : float
    ordination : textmine.stats.correspondence_analysis.Ordination
        Masses, inertia of all axes and coordinates.
    n_units, counts : arrays of shape (G,) and (V,)
        Units of each group, occurrences of each term.
    places, covariance : arrays of shape (G, K) and (G, K, K)
        Cross-fitted places and how far they may move; NaN for groups of one unit.
    by_chance, p_value : arrays of shape (1 + A,)
        Of total inertia and of each axis: the mean under exchange of units, and p.
    """

    by: str
    unit: str
    note: str
    groups: tuple[str, ...]
    terms: tuple[str, ...]
    n_components: int
    confidence_level: float
    ordination: Ordination
    n_units: NDArray[np.int64]
    counts: NDArray[np.float64]
    places: NDArray[np.float64]
    covariance: NDArray[np.float64]
    by_chance: NDArray[np.float64]
    p_value: NDArray[np.float64]

    def __repr__(self) -> str:
        shown = self.axes_frame()[["axis", "inertia", "share", "inertia_corrected", "p_value"]].round(4)
        return f"Correspondence of {len(self.groups)} groups by {self.by!r}, {len(self.terms):,} terms:\n{shown}"

    def axes_frame(self) -> pd.DataFrame:
        """Return a row for each axis.

        Returns
        -------
        pandas.DataFrame
            ``axis``, ``inertia``, ``share`` and ``cumulative_share`` of the total; ``inertia_corrected``,
            less the mean of this axis under exchange of units, and ``p_value``, how often that gives as
            much (parallel analysis, Horn 1965: for later axes a guide, not a test of its own);
            ``total``, ``total_corrected``, ``total_p``, the same for all axes together; ``unit``, ``note``.
        """
        inertia = self.ordination.inertia
        total = inertia.sum()
        share = inertia / total
        return pd.DataFrame({
            "axis": np.arange(1, len(inertia) + 1), "inertia": inertia, "share": share,
            "cumulative_share": np.cumsum(share), "inertia_corrected": inertia - self.by_chance[1:],
            "p_value": self.p_value[1:], "total": total, "total_corrected": total - self.by_chance[0],
            "total_p": self.p_value[0], "unit": self.unit, "note": self.note,
        })

    def groups_frame(self) -> pd.DataFrame:
        """Return a row for each group and axis.

        Returns
        -------
        pandas.DataFrame
            ``group``, ``axis``; ``coordinate``, the principal one, which flatters; ``place``, the
            cross-fitted one, with ``low`` and ``high`` of its interval along the axis; ``contribution`` to
            the axis and ``cos2``, how much of the group the axis shows, both in [0, 1]; ``mass``, the share
            of the tokens; ``n_units``, ``unit``, ``note``.
        """
        k, mass = self.n_components, self.ordination.row_mass
        rows, inertia = self.ordination.rows, self.ordination.inertia
        radius = np.sqrt(ellipse_scale(self.n_units, 1, self.confidence_level))[:, None]
        radius = radius * np.sqrt(np.diagonal(self.covariance, axis1=1, axis2=2))
        frame = _long("group", self.groups, k, {
            "coordinate": rows[:, :k], "place": self.places, "low": self.places - radius,
            "high": self.places + radius, "contribution": mass[:, None] * rows[:, :k] ** 2 / inertia[:k],
            "cos2": _cos2(rows)[:, :k],
        })
        frame["mass"] = np.repeat(mass, k)
        notes = ["; ".join(filter(None, (LONE_UNIT if n < 2 else "", self.note))) for n in self.n_units]
        return frame.assign(n_units=np.repeat(self.n_units, k), unit=self.unit, note=np.repeat(notes, k))

    def terms_frame(self) -> pd.DataFrame:
        """Return a row for each term and axis.

        Returns
        -------
        pandas.DataFrame
            ``term``, ``axis``; ``coordinate``, the principal one; ``contribution`` to the axis and ``cos2``,
            both in [0, 1]; ``contribution_coordinate``, its square being the contribution, for biplots
            (Greenacre 2013); ``mass``, ``count``, ``note``.  Missing for terms that do not occur.
        """
        k, found = self.n_components, self.ordination
        contributing = np.sqrt(found.column_mass)[:, None] * found.axes
        columns = found.axes * np.sqrt(found.inertia)
        frame = _long("term", self.terms, k, {
            "coordinate": columns[:, :k], "contribution_coordinate": contributing[:, :k],
            "contribution": contributing[:, :k] ** 2, "cos2": _cos2(columns)[:, :k],
        })
        frame["mass"] = np.repeat(found.column_mass, k)
        note = np.where(found.column_mass > 0, "", ABSENT)
        return frame.assign(count=np.repeat(self.counts, k), note=np.repeat(note, k))

    def ellipses_frame(self, x: int = 1, y: int = 2) -> pd.DataFrame:
        """Return the confidence ellipse of each group in the plane of two axes.

        Returns
        -------
        pandas.DataFrame
            ``group``; ``x``, ``y``, its centre, the cross-fitted place; ``width`` and ``height``, its whole
            length along its own axes, the longer one first; ``angle`` of that one, in degrees from the
            x axis, in [-90, 90]; ``n_units``, ``note``.  Missing for groups of fewer than three units.
        """
        for name, axis in (("x", x), ("y", y)):
            _check.integer(name, axis, 1, self.n_components)
        chosen = [x - 1, y - 1]
        scale = ellipse_scale(self.n_units, 2, self.confidence_level)
        rows = []
        for g, group in enumerate(self.groups):
            covariance = self.covariance[g][np.ix_(chosen, chosen)] * scale[g]
            known = bool(np.isfinite(covariance).all())
            lengths, vectors = np.linalg.eigh(covariance) if known else (np.full(2, np.nan), np.full((2, 2), np.nan))
            height, width = 2 * np.sqrt(np.maximum(lengths, 0))
            angle = (np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])) + 90) % 180 - 90
            rows.append((group, *self.places[g, chosen], width, height, angle, self.n_units[g],
                         "" if known else NO_ELLIPSE))
        frame = pd.DataFrame(rows, columns=["group", "x", "y", "width", "height", "angle", "n_units", "note"])
        return frame.astype({name: "Float64" for name in ("x", "y", "width", "height", "angle")})


@_check.hinted
def correspondence(
    table: DocTerm,
    by: str,
    *,
    n_components: int = 2,
    confidence_level: float = 0.95,
    n_permutations: int = 999,
    unit: str = "auto",
    random_state: int = 0,
) -> Correspondence:
    """Return the correspondence analysis of the groups and terms of a table.

    Parameters
    ----------
    table : DocTerm of D documents and V terms
        Best of passages, so that each group has many units.  Rare terms weigh much: trim them first.
    by : str
        A column of the documents, such as ``"article"``, with at most 1,000 values; groups times terms
        are at most 10,000,000.
    n_components : int, default 2
        Axes reported, at most G - 1; two groups have one.
    confidence_level : float in (0, 1), default 0.95
        Of the ellipses.
    n_permutations : int, default 999
        How often units are dealt out anew, for the inertia that chance gives.
    unit : {"auto", "article", "passage"}, default "auto"
        What counts as one observation; as in `keyness`.
    random_state : int, default 0

    Returns
    -------
    Correspondence
        With ``axes_frame()``, ``groups_frame()``, ``terms_frame()`` and ``ellipses_frame()``.

    Raises
    ------
    ValueError
        For a group without tokens, too many groups, or groups that all use the same proportions.

    Notes
    -----
    ``coordinate`` is the classical map.  ``place`` is where a group lies on axes that other units of it
    and of all groups made, which chance does not push outwards; ellipses are drawn around it.
    `textmine.stats.correspondence_analysis` says how often they cover.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace and trade", "peace and peace", "war and war", "war and trade"]
    >>> corpus = tm.Corpus.from_texts(texts, ["a", "b", "c", "d"], {"side": ["x", "x", "y", "y"]})
    >>> found = tm.correspondence(tm.tokenize(corpus).count(), by="side")
    >>> found
    Correspondence of 2 groups by 'side', 4 terms:
       axis  inertia  share  inertia_corrected  p_value
    0     1      0.5    1.0             0.2425    0.315
    >>> found.groups_frame()[["group", "axis", "coordinate"]].round(3)
      group  axis  coordinate
    0     x     1       0.707
    1     y     1      -0.707
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.integer("n_components", n_components, 1)
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.integer("n_permutations", n_permutations, 1)
    _check.integer("random_state", random_state, 0)
    table = table.sort_documents()
    groups = table.grouping(by, least=2)
    if len(groups.labels) > MOST_GROUPS or len(groups.labels) * len(table.terms) > MOST_CELLS:
        raise ValueError(f"by must give at most {MOST_GROUPS:,} groups and {MOST_CELLS:,} cells of groups times terms, "
                         f"got {len(groups.labels):,} × {len(table.terms):,}: choose a coarser column, or trim the "
                         "table")
    grouped, found = _analysed(table, groups)
    units = replication(table.documents, groups, unit)
    members = sparse.csr_matrix((np.ones(len(table)), (units.index, np.arange(len(table)))),
                                (len(units.group), len(table)))
    counts = sparse.csr_matrix(members @ table.counts)
    n_components = min(n_components, len(found.inertia))
    n_groups, n_axes = len(groups.labels), len(found.inertia)
    draws = relabelled(counts, units.group, n_groups, n_permutations, np.random.default_rng(random_state))
    observed = np.append(found.inertia.sum(), found.inertia)
    by_chance, p = chance(observed, statistics_of(draws, lambda sums: inertias(sums, n_axes)))
    places, covariance = cross_fitted(counts, units.group, n_groups, found, n_components)
    return Correspondence(by, units.unit, units.note, groups.labels, table.terms, n_components, confidence_level, found,
                          np.bincount(units.group, minlength=n_groups), np.asarray(grouped.sum(axis=0)).ravel(), places,
                          covariance, by_chance, p)


def _analysed(table: DocTerm, groups: Grouping) -> tuple[sparse.csr_matrix, Ordination]:
    """Return the counts of groups and their axes, or say why there are none."""
    grouped = sparse.csr_matrix(table.group(groups.by).counts)
    empty = np.flatnonzero(np.asarray(grouped.sum(axis=1)).ravel() == 0)
    if empty.size:
        raise ValueError(f"by must name a column whose groups all have terms in the table, got {groups.by!r} with "
                         f"{groups.labels[empty[0]]!r} empty: leave its documents out with table.select(...)")
    found = correspondence_axes(grouped)
    if not len(found.inertia):
        raise ValueError(f"by must name a column whose groups differ, got {groups.by!r}, all of whose groups use the "
                         "terms in the same proportions")
    return grouped, found


def _cos2(coordinates: NDArray) -> NDArray[np.float64]:
    """Return the share of each point's squared distance from the centre that each axis shows."""
    squared = coordinates**2
    whole = squared.sum(axis=1, keepdims=True)
    return np.divide(squared, whole, out=np.full(squared.shape, np.nan), where=whole > 0)


def _long(kind: str, names: tuple[str, ...], n_axes: int, columns: dict[str, NDArray]) -> pd.DataFrame:
    """Return a row for each point and axis; what is not defined is missing."""
    frame = pd.DataFrame({kind: np.repeat(np.array(names, dtype=object), n_axes),
                          "axis": np.tile(np.arange(1, n_axes + 1), len(names))})
    for name, values in columns.items():
        frame[name] = pd.array(values.ravel(), dtype="Float64")
    return frame
