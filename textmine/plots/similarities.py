"""Similarities with their intervals, beside what two halves of one text would show; and the terms that make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from textmine.plots.highlighted import text_width
from textmine.plots.style import COLOURS, GREY, LIGHT

HEIGHT = 0.6
"""Of the bar that shows chance, in rows."""
WIDE = 1.96
"""Standard deviations of the null on each side of its mean that the bar shows."""
NAME_SIZE, NOTE_SIZE = 6.5, 5.5
MOST_OF_PANEL = 0.58
"""Part of a panel that names may take; what is longer is cut."""


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


def reason_bars(panels: Sequence[pd.DataFrame], *, colours: Sequence[str], n_lines: int,
                axes: Sequence[Axes]) -> Sequence[Axes]:
    """Draw what terms add to similarities: a panel for each pair, on one scale, and a line on all other terms.

    Parameters
    ----------
    panels : sequence of pandas.DataFrame
        As of `textmine.similarity_reasons`: ``item``, ``share`` and, in the last row, the rest with its ``note``.
    colours : sequence of str
        Of the bars of each panel.
    n_lines : int
        Terms that a panel has room for.
    axes : sequence of matplotlib Axes
        One for each panel, in one figure, with their titles.
    """
    for ax, rows, colour in zip(axes, panels, colours, strict=True):
        ax.barh(range(len(rows) - 1), 100 * rows["share"].iloc[:-1].to_numpy(float), height=0.66, color=colour)
        ax.set_ylim(n_lines + 0.6, -0.6)
        ax.set_axis_off()
    axes[0].figure.canvas.draw()
    width = min(ax.get_window_extent().width for ax in axes) * 72 / axes[0].figure.dpi
    names = [str(name) for rows in panels for name in rows["item"].iloc[:-1]]
    room = min(max(text_width(name, NAME_SIZE) for name in names) + 4, MOST_OF_PANEL * width)
    most = max(bar.get_width() for ax in axes for bar in ax.patches)  # type: ignore[attr-defined]
    scale = most / max(width - room - text_width(" 00.0", NOTE_SIZE) - 3, 1)
    for ax, rows in zip(axes, panels, strict=True):
        ax.set_xlim(-room * scale, (width - room) * scale)
        ax.plot([0, 0], [-0.5, len(rows) - 1.5], color="black", linewidth=0.6)
        for y, (name, share) in enumerate(zip(rows["item"].iloc[:-1], 100 * rows["share"].iloc[:-1], strict=True)):
            _write(ax, cut(str(name), room - 4), (0, y), -3, NAME_SIZE, "black")
            _write(ax, f"{share:.1f}", (max(share, 0), y), 2, NOTE_SIZE, GREY)
        rest = rows.iloc[-1]
        _write(ax, f"{rest['note']}: {100 * rest['share']:.0f} %", (-room * scale, n_lines), 0, NOTE_SIZE, GREY)
    return axes


def cut(name: str, room: float) -> str:
    """Return a name, cut with an ellipsis where it is wider than some points.

    Examples
    --------
    >>> cut("peace", 60), cut("telecommunications", 40)
    ('peace', 'telecomm…')
    """
    if text_width(name, NAME_SIZE) <= room:
        return name
    fits = (n for n in range(len(name) - 1, 1, -1) if text_width(f"{name[:n]}…", NAME_SIZE) <= room)
    return f"{name[:next(fits, 1)]}…"


def _write(ax: Axes, text: str, place: tuple[float, float], nudge: float, size: float, colour: str) -> None:
    """Write beside a place, on the left of it where the nudge, in points, is negative."""
    note = ax.annotate(text, place, xytext=(nudge, 0), textcoords="offset points", va="center", fontsize=size,
                       ha="right" if nudge < 0 else "left", color=colour, annotation_clip=False, parse_math=False)
    note.set_in_layout(False)
