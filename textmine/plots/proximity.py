"""Similarity: the matrix, and a map that keeps the distances as well as a plane can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from textmine.plots.labels import place_labels
from textmine.plots.style import HEAT, LIGHT, look

LEAST_CELLS = 4


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
    """Draw texts as points, near where they are similar.

    Groups of one text have labels that do not overlap, larger ones a legend.

    Parameters
    ----------
    points : pandas.DataFrame
        ``group``, ``x``, ``y``; a row for each text.
    groups, names
        As in `textmine.plots.themes.interval_dots`.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    looks = look(groups)
    many = len(points) > len(groups)
    for group in groups:
        part = points[points["group"] == group]
        colour, marker = looks[group]
        ax.plot(part["x"], part["y"], marker, color=colour, markersize=3.5 if many else 6, linestyle="none",
                label=names[group], alpha=0.8 if many else 1)
    spread = max(np.ptp(points["x"]), np.ptp(points["y"]), 1e-6) * 0.72
    ax.set_xlim(np.mean([points["x"].min(), points["x"].max()]) + np.array([-spread, spread]))
    ax.set_ylim(np.mean([points["y"].min(), points["y"].max()]) + np.array([-spread, spread]))
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set(visible=True, color=LIGHT)
    if many:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, borderaxespad=0.3, handletextpad=0.3)
        return ax
    ax.figure.canvas.draw()
    place_labels(ax, points["x"].tolist(), points["y"].tolist(), [names[group] for group in points["group"]])
    return ax
