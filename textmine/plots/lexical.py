"""Lexical profile: a panel for each measure, a line for each group, on the scale of the measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from textmine.plots.style import GREY, LIGHT, look

SMALL = 20
"""Groups from which on dots, lines and names are drawn smaller."""


def profile_dots(frame: pd.DataFrame, measure: str, *, groups: Sequence[str], names: Mapping[str, str],
                 ax: Axes | None = None) -> Axes:
    """Draw one measure of a lexical profile: a dot with its interval for each group, the first group on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `textmine.lexical_profile` returns it: ``group``, ``measure``, ``value``, ``low``, ``high``.
        A missing limit draws no line, a missing value a dash at the left edge; an interval that goes far
        beyond the dots is cut there, with an arrow.
    measure : str
    groups : sequence of str
        All groups in the order of the study; they set rows and colours.
    names : mapping of str to str
        What to write for each group.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
        With a Line2D labelled by group for each dot, and a dotted line at the median of the groups.
    """
    ax = ax or plt.gca()
    looks = look(groups)
    rows = frame[frame["measure"] == measure].set_index("group").reindex(list(groups))
    numbers = rows[["value", "low", "high"]].to_numpy(dtype=float, na_value=np.nan)
    many, (left, right) = len(groups) > SMALL, _range(numbers)
    for y, (group, (value, low, high)) in enumerate(zip(groups, numbers.tolist(), strict=True)):
        colour, marker = looks[group]
        if np.isnan(value):
            ax.annotate("–", (0, y), xycoords=ax.get_yaxis_transform(), xytext=(4, 0), textcoords="offset points",
                        va="center", color=GREY)
            continue
        if not np.isnan([low, high]).any():
            ax.plot([low, high], [y, y], color=colour, linewidth=0.7 if many else 1, solid_capstyle="butt",
                    label="_interval", zorder=2)
            ends = [(edge, arrow) for edge, arrow, beyond in ((left, "<", low < left), (right, ">", high > right))
                    if beyond]
            for edge, arrow in ends:
                ax.plot(edge, y, arrow, color=colour, markersize=2.5, label="_cut", clip_on=False)
        ax.plot(value, y, marker, color=colour, markersize=2.5 if many else 4, label=group, zorder=3)
    if not np.isnan(numbers[:, 0]).all():
        ax.axvline(np.nanmedian(numbers[:, 0]), color=GREY, linewidth=0.6, linestyle=":", label="_median", zorder=1)
    ax.set_xlim(left, right)
    ax.set_yticks(range(len(groups)), [names[group] for group in groups], fontsize=4.5 if many else None)
    ax.set_ylim(len(groups) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=LIGHT, linewidth=0.4)
    ax.set_axisbelow(True)
    return ax


def _range(numbers: np.ndarray) -> tuple[float, float]:
    """Return limits that show all values, and of the intervals what lies as near to them as they to each other."""
    values = numbers[~np.isnan(numbers[:, 0]), 0]
    if not len(values):
        return 0, 1
    reach = max(float(np.ptp(values)), 0.1 * float(np.abs(values).max()), 1e-9)
    low = max(float(np.nanmin(numbers)), values.min() - reach)
    high = min(float(np.nanmax(numbers)), values.max() + reach)
    margin = 0.04 * (high - low)
    return low - margin, high + margin
