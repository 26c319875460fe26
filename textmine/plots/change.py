"""Change: numbers before and after something was left out, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from textmine.plots.style import COLOURS, GREY, LIGHT

APART = 0.16
"""How far the two values of a row stand apart, in rows."""


def change_arrows(effect: pd.DataFrame, *, names: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw rows of numbers before and after, largest change on top.

    Parameters
    ----------
    effect : pandas.DataFrame
        Rows of one measure of `textmine.reuse_effect`.  A value that is missing is not drawn.
    names : mapping of str to str
        What to write for each group.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    y = np.arange(len(effect))
    for when, shift, colour, filled in (("before", -APART, GREY, "white"), ("after", APART, COLOURS[0], COLOURS[0])):
        value, low, high = (effect[f"{when}{limit}"].to_numpy(float, na_value=np.nan)
                            for limit in ("", "_low", "_high"))
        known = ~np.isnan(low) & ~np.isnan(high)
        ax.hlines(y[known] + shift, low[known], high[known], color=colour, linewidth=0.8)
        ax.plot(value, y + shift, "o", color=colour, markerfacecolor=filled, markersize=3.5, linestyle="none",
                label=when)
    ax.set_yticks(y, [_row_name(row, names) for row in effect.itertuples()])
    ax.set_ylim(max(len(effect), 1) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", color=LIGHT, linewidth=0.4)
    ax.set_axisbelow(True)
    return ax


def _row_name(row, names: Mapping[str, str]) -> str:
    """Return what a row is about: a word or topic of a group, or two groups."""
    group = names.get(row.group, row.group)
    if not pd.isna(row.other):
        return f"{group} – {names.get(row.other, row.other)}"
    return f"topic {row.item}, {group}" if row.measure == "emphasis" else f"{row.item}, {group}"
