"""Attributions: which group passages are nearest to, and whether it is their own more often than by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from textmine.plots.style import COLOURS, GREY, HEAT, LIGHT

LEGIBLE = 12
"""Groups up to which counts are written in the cells."""


def attribution_matrix(matrix: pd.DataFrame, *, names: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw how many passages of each group (rows) are nearest to each group (columns).

    Parameters
    ----------
    matrix : pandas.DataFrame of shape (G, G)
        Counts, as `StyleAttribution.to_matrix` returns them; a cell is as dark as its share of the row.
    names : mapping of str to str
        What to write for each group.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    counts = matrix.to_numpy()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    ax.imshow(shares, cmap=HEAT, vmin=0, vmax=1)
    if len(counts) <= LEGIBLE:
        for (i, j), count in np.ndenumerate(counts):
            ax.text(j, i, f"{count}", ha="center", va="center", color="white" if shares[i, j] > 0.6 else "black",
                    fontsize=6.5, weight="bold" if i == j else "normal")
    labels = [names[name] for name in matrix.index]
    wide = max(map(len, labels)) > 5
    ax.set_xticks(range(len(labels)), labels, rotation=90 if wide else 0)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_xlabel("nearest to")
    ax.set_ylabel("passages of")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def accuracy_dots(frame: pd.DataFrame, *, labels: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw shares of passages told apart, each above the range that chance reaches.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each label: ``accuracy``; ``chance_low`` and ``chance_high``, between which 90 % of the shares lie
        that chance gives; ``p_value``.
    labels : sequence of str
        What to write for each row, the first on top.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
        With a Line2D labelled "accuracy" for each dot.
    """
    ax = ax or plt.gca()
    numbers = frame[["accuracy", "chance_low", "chance_high", "p_value"]].to_numpy(dtype=float).tolist()
    for y, (accuracy, low, high, p_value) in enumerate(numbers):
        ax.plot([low, high], [y, y], color=LIGHT, linewidth=5, solid_capstyle="butt",
                label="_chance")
        ax.plot(accuracy, y, "o", color=COLOURS[0], markersize=5, label="accuracy", zorder=3)
        ax.annotate(f"p = {p_value:.2g}", (1, y), xycoords=ax.get_yaxis_transform(), xytext=(-2, 0),
                    textcoords="offset points", ha="right", va="center", color=GREY)
    highest = max(frame["accuracy"].max(), frame["chance_high"].max())
    ax.set_xlim(0, min(highest * 1.35, 1.35))
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= min(1, ax.get_xlim()[1])])
    ax.set_xlabel("passages nearest to their own group; grey: by chance")
    ax.tick_params(axis="y", length=0)
    return ax
