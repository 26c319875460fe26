"""Similarities with their intervals, beside what two halves of one text would show."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from textmine.plots.style import COLOURS, GREY, LIGHT

HEIGHT = 0.6
"""Of the bar that shows chance, in rows."""
WIDE = 1.96
"""Standard deviations of the null on each side of its mean that the bar shows."""


def similarity_intervals(frame: pd.DataFrame, *, names: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw the similarity of every two groups with its interval, the most similar on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        As of ``Similarity.to_frame()``: ``document``, ``other``, ``similarity`` (hollow), ``corrected`` (filled) with
        ``low`` and ``high``, and ``null_mean``, ``null_sd`` (a bar: where halves of both texts together would lie).
        What is missing is not drawn.
    names : mapping of str to str
        What to write for each group.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    best = frame["corrected"].where(frame["corrected"].notna(), frame["similarity"])
    rows = frame.iloc[np.lexsort((frame["other"], frame["document"], -best.to_numpy(float, na_value=-np.inf)))]
    value, plain, low, high, mean, sd = (rows[column].to_numpy(float, na_value=np.nan) for column in (
        "corrected", "similarity", "low", "high", "null_mean", "null_sd"))
    y = np.arange(len(rows))
    chance = ~np.isnan(mean) & ~np.isnan(sd)
    ax.barh(y[chance], 2 * WIDE * sd[chance], left=(mean - WIDE * sd)[chance], height=HEIGHT, color=LIGHT,
            label="halves of both together")
    known = ~np.isnan(low) & ~np.isnan(high)
    ax.hlines(y[known], low[known], high[known], color=COLOURS[0], linewidth=1)
    ax.plot(value, y, "o", color=COLOURS[0], markersize=4, linestyle="none", label="corrected, 95 % interval")
    ax.plot(plain, y, "o", color=GREY, markerfacecolor="white", markersize=4, linestyle="none", label="these texts")
    ax.set_yticks(y, [f"{names.get(a, a)} – {names.get(b, b)}" for a, b in
                      zip(rows["document"], rows["other"], strict=True)])
    ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    return ax
