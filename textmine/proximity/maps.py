"""Texts as points in a plane, with ellipses that say how far each could lie elsewhere.

Classical scaling puts any texts somewhere.  Other passages of the same articles would put them somewhere else: draws
of passages are laid on the map by turning and mirroring alone (Procrustes), and where most of a text's points
then lie is drawn around it, as Jacoby & Armstrong (2014) do with the objects of a scaling.

References
----------
Jacoby, W. G. and Armstrong, D. A. (2014). Bootstrap confidence regions for multidimensional scaling solutions.
American Journal of Political Science 58(1), 264-278.
Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method. Psychometrika 17(4), 401-419.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine._threads import interruptible
from textmine.docterm import DocTerm
from textmine.proximity.resampled import LEAST_UNITS, Shaken, distances
from textmine.proximity.sampling import passage_units
from textmine.proximity.spaces import Space
from textmine.proximity.units import Units
from textmine.stats.ordination import classical_scaling, confidence_ellipse, procrustes

MOST_GROUPS = 500


def similarity_map(
    table: DocTerm, by: str = "article", *, weight: str = "log_entropy", n_resamples: int = 1000,
    coverage: float = 0.95, random_state: int = 0,
) -> pd.DataFrame:
    """Return articles or groups as points in a plane, near where they are similar, with ellipses around them.

    Parameters
    ----------
    table : DocTerm of D documents
        Passages, so that there is something to draw from.
    by : str, default ``"article"``
        A column of the documents.  Groups of several articles draw articles, articles draw passages.
    weight : {"count", "tf_idf", "log_entropy"}, default "log_entropy"
        Of terms, in the cosine.
    n_resamples : int, default 1000
    coverage : float, default 0.95
        Chance that an ellipse holds the point of the population of its text, both maps laid on each other.
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        One row for each group: ``group``, ``x``, ``y``; ``major``, ``minor`` (half axes) and ``angle`` (degrees from
        the x axis) of the ellipse around it; ``coverage``; ``inside`` (share of the draws that lie in it,
        around their own mean); ``explained`` (share of the differences that the plane holds); ``n_units``, ``unit``,
        ``n_resamples``, ``n_undefined`` (draws left out since a similarity was not defined).

    Raises
    ------
    ValueError
        For unknown names, fewer than three or more than 500 groups, and groups with fewer than four units with words.

    Notes
    -----
    Classical scaling (Torgerson 1952) of 1 minus the similarities of populations, as `similarity_tree` has them.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["war peace", "war war", "peace war", "war peace", "war peace", "peace", "war war", "peace war",
    ...          "bread wine", "wine war", "bread wine", "wine wine bread"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"theme": list("aaaabbbbcccc")})
    >>> found = tm.similarity_map(tm.tokenize(corpus).count(), by="theme", weight="count", n_resamples=50)
    >>> found["group"].tolist(), bool(abs(found["x"][0] - found["x"][1]) < abs(found["x"][0] - found["x"][2]))
    (['a', 'b', 'c'], True)
    """
    _check.integer("n_resamples", n_resamples, 2)
    _check.integer("random_state", random_state, 0)
    _check.between("coverage", coverage, 0, 1)
    found = passage_units(table, by, weight, least_groups=3, most_groups=MOST_GROUPS, least_units=LEAST_UNITS)
    return interruptible(lambda: map_of(
        found.space, found.of_document, found.group, sizes=found.sizes, names=found.names, unit=found.unit,
        n_resamples=n_resamples, coverage=coverage, random_state=random_state))


def map_of(
    space: Space, index: NDArray, group: NDArray, *, sizes: NDArray, names: Sequence[str], unit: str,
    n_resamples: int = 1000, coverage: float = 0.95, random_state: int = 0,
) -> pd.DataFrame:
    """Return the map of groups of units in a space; parameters as in `populations.population_similarity`."""
    units = Units(space, index, group, sizes)
    shaken = Shaken(units, names, random_state)
    observed = shaken.defined(unit)
    points, explained = classical_scaling(distances(observed))
    drawn = np.array([procrustes(classical_scaling(distances(each))[0], points)
                      for batch in shaken.draws(n_resamples, 1.0) for each in batch if not np.isnan(each).any()])
    if len(drawn) < 2:
        raise ValueError(f"n_resamples must give draws in which all similarities are defined, got {len(drawn)} of "
                         f"{n_resamples}: choose another weight, or leave out groups of few {unit}s")
    ellipses = [confidence_ellipse(drawn[:, g], len(units.members[g]), coverage) for g in range(len(names))]
    inside = [_share_inside(drawn[:, g] - drawn[:, g].mean(axis=0), ellipse) for g, ellipse in enumerate(ellipses)]
    major, minor, angle = (np.array(each) for each in zip(*ellipses, strict=True))
    return pd.DataFrame({
        "group": list(names), "x": points[:, 0], "y": points[:, 1], "major": major, "minor": minor, "angle": angle,
        "coverage": coverage, "inside": inside, "explained": explained, "n_units": [len(m) for m in units.members],
        "unit": unit, "n_resamples": n_resamples, "n_undefined": n_resamples - len(drawn),
    })


def _share_inside(points: NDArray[np.float64], ellipse: tuple[float, float, float]) -> float:
    """Return the share of centred points that an ellipse holds."""
    major, minor, angle = ellipse[0], ellipse[1], np.radians(ellipse[2])
    along, across = points @ [np.cos(angle), np.sin(angle)], points @ [-np.sin(angle), np.cos(angle)]
    far = sum((each / half) ** 2 for each, half in ((along, major), (across, minor)) if half > 0)
    return float(np.mean(far <= 1))
