"""Keywords and keyphrases: ranked bars, a line each."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from textmine.plots.style import GREY


def ranked_bars(
    labels: Sequence[str], values: Sequence[float], *, colour: str, filled: Sequence[bool] | None = None,
    notes: Sequence[str] | None = None, n_lines: int = 1, ax: Axes | None = None,
) -> Axes:
    """Draw one bar for each label, the first on top, its name on the left and a note behind it.

    Parameters
    ----------
    labels : sequence of str, length n
    values : sequence of float, length n
        Lengths of the bars.
    colour : str
    filled : sequence of bool, length n, optional
        A bar that is not filled is an outline, for what is not significant.
    notes : sequence of str, length n, optional
        Small text at the end of each bar.
    n_lines : int, default 1
        Lines that the panel has room for; with fewer labels the rest stays empty.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    filled = [True] * len(labels) if filled is None else list(filled)
    bars = ax.barh(range(len(labels)), values, height=0.62, color=[colour if each else "white" for each in filled],
                   edgecolor=colour, linewidth=0.8)
    for bar, note in zip(bars, notes or [], strict=False):
        ax.annotate(note, (bar.get_width(), bar.get_y() + bar.get_height() / 2), xytext=(2, 0),
                    textcoords="offset points", ha="left", va="center", fontsize=5.5, color=GREY)
    ax.set_yticks(range(len(labels)), labels)
    if not len(labels):
        ax.text(0, 0, "none", color=GREY, va="center")
    ax.set_ylim(max(len(labels), n_lines) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax
