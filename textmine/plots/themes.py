"""Emphasis: dots with intervals, and ordered heat maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from textmine.plots.style import GREY, HEAT, LIGHT, look

MOST_LETTERS = 48


def interval_dots(
    frame: pd.DataFrame,
    value: str,
    low: str,
    high: str,
    *,
    groups: Sequence[str],
    names: Mapping[str, str],
    ax: Axes | None = None,
) -> Axes:
    """Draw one dot with its interval for each group, a line each, the first group on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each group: ``group`` and the columns `value`, `low`, `high`.
    value, low, high : str
        Columns with shares in [0, 1], written as percentages.  A missing limit draws no line.
    groups : sequence of str
        All groups in the order of the study; they set rows and colours.
    names : mapping of str to str
        What to write for each group.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
        With a Line2D labelled by group for each dot.
    """
    ax = ax or plt.gca()
    looks = look(groups)
    rows = frame.set_index("group")
    for y, group in enumerate(groups):
        if group not in rows.index:
            continue
        row = rows.loc[group]
        colour, marker = looks[group]
        if not (pd.isna(row[low]) or pd.isna(row[high])):
            ax.plot([row[low], row[high]], [y, y], color=colour, solid_capstyle="butt", label="_interval", zorder=2)
        ax.plot(row[value], y, marker, color=colour, markersize=4, label=group, zorder=3, clip_on=False)
    ax.set_yticks(range(len(groups)), [names[group] for group in groups])
    ax.set_ylim(len(groups) - 0.4, -0.6)
    ax.grid(axis="x", color=LIGHT, linewidth=0.4)
    ax.set_axisbelow(True)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=None))
    return ax


def heat_map(
    matrix: pd.DataFrame, *, names: Mapping[str, str], ax: Axes | None = None
) -> Axes:
    """Draw a matrix of shares as shaded cells with their numbers.

    Parameters
    ----------
    matrix : pandas.DataFrame
        Rows from top to bottom, columns from left to right; shares in [0, 1].
    names : mapping of str to str
        What to write for each column.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    values = matrix.to_numpy(dtype=float)
    high = float(np.nanmax(values))
    ax.imshow(values, cmap=HEAT, vmin=0, vmax=high, aspect="auto")
    for (i, j), value in np.ndenumerate(values):
        if not np.isnan(value):
            ax.text(j, i, f"{100 * value:.0f}", ha="center", va="center",
                    color="white" if value > 0.6 * high else "black", fontsize=6.5)
    labels = [names[name] for name in matrix.columns]
    crowded = max(map(len, labels)) * len(labels) > MOST_LETTERS
    ax.set_xticks(range(len(labels)), labels, rotation=40 if crowded else 0, ha="right" if crowded else "center")
    ax.set_yticks(range(values.shape[0]), list(matrix.index))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def dodged_dots(
    frame: pd.DataFrame, rows: Sequence, row: str, value: str, low: str, high: str, *,
    groups: Sequence[str], names: Mapping[str, str], ax: Axes | None = None
) -> Axes:
    """Draw dots with intervals of all groups, one above the other within each row.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``group``, the column `row` and the columns `value`, `low`, `high`.
    rows : sequence
        Values of the column `row` from top to bottom; row i is centred at y = i.
    groups, names : as in `interval_dots`
    """
    ax = ax or plt.gca()
    looks = look(groups)
    step = 0.8 / len(groups)
    for g, group in enumerate(groups):
        part = frame[frame["group"] == group].set_index(row).loc[list(rows)]
        y = np.arange(len(rows)) + (g - (len(groups) - 1) / 2) * step
        colour, marker = looks[group]
        limits = part[[low, high]].to_numpy(dtype=float, na_value=np.nan)
        ax.hlines(y, limits[:, 0], limits[:, 1], color=colour, linewidth=1, label="_interval")
        ax.plot(part[value].to_numpy(dtype=float), y, marker, color=colour, markersize=3.5, linestyle="none",
                label=names[group], clip_on=False, zorder=3)
    for y in np.arange(len(rows) - 1) + 0.5:
        ax.axhline(y, color=LIGHT, linewidth=0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks([])
    ax.set_xlim(left=0)
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=None))
    ax.grid(axis="x", color=LIGHT, linewidth=0.4)
    ax.tick_params(axis="x", colors=GREY)
    ax.set_axisbelow(True)
    return ax
