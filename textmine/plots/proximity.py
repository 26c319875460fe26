"""Similarity: the matrix, and a map that keeps the distances as well as a plane can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from textmine.plots.labels import DISTANCES, place_labels
from textmine.plots.style import HEAT, LIGHT, look

LEAST_CELLS = 4
MARGIN, WIDEST = 1.06, 3.0
"""Room around points and ellipses; how many times as far as the points go ellipses may widen the map."""
FAR = (*DISTANCES, 48, 62, 80)
"""Points of distance at which a name may stand: a map has few, and none is left out."""


def similarity_matrix(matrix: pd.DataFrame, *, names: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw the lower triangle of a similarity matrix with its numbers.

    Parameters
    ----------
    matrix : pandas.DataFrame of shape (G, G)
        Similarities in [0, 1].
    names : mapping of str to str
        What to write for each group.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    values = matrix.to_numpy(dtype=float, copy=True)
    below = np.tril(np.ones_like(values, dtype=bool), k=-1)
    shown = np.where(below, values, np.nan)[1:, :-1]
    known = shown[~np.isnan(shown)]
    low, high = (known.min(), known.max()) if known.size else (0.0, 1.0)
    low = low - 0.5 * (high - low) - 1e-9
    ax.imshow(shown, cmap=HEAT, vmin=low, vmax=high + 1e-9)
    for (i, j), value in np.ndenumerate(shown):
        if not np.isnan(value):
            dark = value > low + 0.65 * (high - low)
            ax.text(j, i, f"{value:.2f}", ha="center", va="center", color="white" if dark else "black",
                    fontsize=6.5 if len(values) < 9 else 5)
    labels = [names[name] for name in matrix.index]
    n_cells = max(len(values) - 1, LEAST_CELLS)
    ax.set_xlim(-0.5, n_cells - 0.5)
    ax.set_ylim(n_cells - 0.5, -1)
    for j, label in enumerate(labels[:-1]):
        ax.text(j - 0.45, j - 0.6, label, ha="left", va="bottom")
    ax.set_xticks([])
    ax.set_yticks(range(len(values) - 1), labels[1:])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def similarity_map(
    points: pd.DataFrame, *, groups: Sequence[str], names: Mapping[str, str], ax: Axes | None = None
) -> Axes:
    """Draw texts as points, near where they are similar, with the ellipses that say how sure their places are.

    Groups of one text have labels that do not overlap, larger ones a legend.

    Parameters
    ----------
    points : pandas.DataFrame
        ``group``, ``x``, ``y``; a row for each text.  With ``major``, ``minor`` (half axes) and ``angle`` (degrees), as
        of `textmine.similarity_map`, an ellipse goes around each point.
    groups, names
        As in `textmine.plots.themes.interval_dots`.
    ax : matplotlib Axes, optional
        With ellipses, in a figure whose other parts are drawn.
    """
    ax = ax or plt.gca()
    looks = look(groups)
    many = len(points) > len(groups)
    for group in groups:
        part = points[points["group"] == group]
        colour, marker = looks[group]
        ax.plot(part["x"], part["y"], marker, color=colour, markersize=3.5 if many else 6, linestyle="none",
                label=names[group], alpha=0.8 if many else 1, zorder=3)
    reach = _ellipses(ax, points, looks) if "major" in points else np.zeros((len(points), 2))
    _square(ax, points[["x", "y"]].to_numpy(float), reach)
    if many:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, borderaxespad=0.3, handletextpad=0.3)
        return ax
    ax.figure.canvas.draw()
    _write_names(ax, points, [names[group] for group in points["group"]])
    return ax


def _ellipses(ax: Axes, points: pd.DataFrame, looks: Mapping[str, tuple[str, str]]) -> np.ndarray:
    """Draw an ellipse around each point and return how far each goes along x and y, shape (n, 2)."""
    for row in points.to_dict("records"):
        shape = {"xy": (row["x"], row["y"]), "width": 2 * row["major"], "height": 2 * row["minor"],
                 "angle": row["angle"]}
        colour = looks[row["group"]][0]
        ax.add_patch(Ellipse(**shape, facecolor=colour, alpha=0.08, lw=0))
        ax.add_patch(Ellipse(**shape, fill=False, edgecolor=colour, lw=0.7, label=row["group"]))
    major, minor, angle = (points[name].to_numpy(float) for name in ("major", "minor", "angle"))
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.column_stack([np.hypot(major * cos, minor * sin), np.hypot(major * sin, minor * cos)])


def _write_names(ax: Axes, points: pd.DataFrame, labels: list[str]) -> None:
    """Write names beside points, off the lines of ellipses where there is room for all."""
    x, y = points["x"].tolist(), points["y"].tolist()
    lines = np.concatenate([np.empty((0, 2)), *(each.get_transform().transform(each.get_path().interpolated(4).vertices)
                                                for each in ax.patches if each.get_label() in set(points["group"]))])
    lines = ax.transData.inverted().transform(lines)
    notes = place_labels(ax, [*x, *lines[:, 0]], [*y, *lines[:, 1]], [*labels, *[""] * len(lines)], FAR[:3])
    if len(notes) < len(labels):
        for note in notes:
            note.remove()
        place_labels(ax, x, y, labels, FAR)


def _square(ax: Axes, places: np.ndarray, reach: np.ndarray) -> None:
    """Set equal scales with room for all points, and for what goes around them unless it is huge."""
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    spread = max(np.ptp(places, axis=0).max(), 1e-6) * 0.72
    around = np.abs(places - middle) + reach
    half = max(spread, min(around.max() * MARGIN, WIDEST * spread))
    ax.set_xlim(middle[0] - half, middle[0] + half)
    ax.set_ylim(middle[1] - half, middle[1] + half)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set(visible=True, color=LIGHT)
