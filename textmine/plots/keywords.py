"""Keywords and keyphrases: ranked bars, ratios with their intervals, effect against evidence."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

from textmine.plots.labels import place_labels
from textmine.plots.style import GREY, LIGHT

NEAR = (5, 10)
"""Points of distance at which a label still reads as that of its dot."""


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


def ratio_dots(
    rows: pd.DataFrame, *, colour: str, filled: Sequence[bool], notes: Sequence[str], limits: tuple[float, float],
    n_lines: int = 1, ax: Axes | None = None,
) -> Axes:
    """Draw the ratio of two rates of some terms, with intervals, the first on top.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of `textmine.keyness`: ``term``, ``log_ratio_adjusted``, ``low``, ``high``.
    colour : str
    filled : sequence of bool, length n
        A dot that is not filled is not significant.
    notes : sequence of str, length n
        Small text at the right edge of each line.
    limits : pair of float
        Ends of the axis, as log2 ratios; an interval that goes on, or has no limit, ends in an arrow.
    n_lines : int, default 1
        Lines that the panel has room for.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    low, high, ratio = (rows[name].astype(float).to_numpy() for name in ("low", "high", "log_ratio_adjusted"))
    ax.axvline(0, color=LIGHT, linewidth=0.8, zorder=0)
    for y in range(len(rows)):
        ends = np.clip([np.nan_to_num(low[y], nan=-np.inf), np.nan_to_num(high[y], nan=np.inf)], *limits)
        ax.plot(ends, [y, y], color=colour, linewidth=1.1, solid_capstyle="butt")
        for end, value, marker in ((ends[0], low[y], "<"), (ends[1], high[y], ">")):
            if not limits[0] <= np.nan_to_num(value, nan=np.inf) <= limits[1]:
                ax.plot(end, y, marker, color=colour, markersize=3, clip_on=False)
        if limits[0] <= np.nan_to_num(ratio[y], nan=np.inf) <= limits[1]:
            ax.plot(ratio[y], y, "o", markersize=3.6, color=colour if filled[y] else "white", markeredgecolor=colour,
                    markeredgewidth=0.8, zorder=3)
        ax.annotate(notes[y], (1, y), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
                    ha="left", va="center", fontsize=5.5, color=GREY, annotation_clip=False)
    ax.set_yticks(range(len(rows)), rows["term"].tolist())
    for label, strong in zip(ax.get_yticklabels(), filled, strict=True):
        label.set_fontweight("bold" if strong else "normal")
    ax.set_ylim(max(len(rows), n_lines) - 0.4, -0.6)
    ax.set_xlim(*limits)
    times_axis(ax)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax


def times_axis(ax: Axes) -> None:
    """Write log2 ratios along x as factors: ¼, ½, 1, 2, 4."""
    width = ax.get_xlim()[1] - ax.get_xlim()[0]
    ax.xaxis.set_major_locator(MultipleLocator(1 if width <= 7 else 2 if width <= 14 else 4))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: times(x)))


def times(log2_ratio: float) -> str:
    """Return a ratio as a factor.

    Examples
    --------
    >>> [times(x) for x in (-2, -1, 0, 1, 3, -5)]
    ['¼', '½', '1', '2', '8', '1/32']
    """
    value = round(2 ** abs(log2_ratio))
    return f"{value:,}" if log2_ratio >= 0 else {2: "½", 4: "¼", 8: "⅛"}.get(value, f"1/{value:,}")


def evidence_map(
    rows: pd.DataFrame, *, colour: str, filled: Sequence[bool], limits: tuple[float, float], highest: float,
    ax: Axes | None = None,
) -> Axes:
    """Draw a dot for each term: how much more frequent across, how strong the evidence upwards.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``ratio`` (log2), ``p_value``, ``count``.
    colour : str
    filled : sequence of bool, length n
        The significant terms; others are grey.
    limits : pair of float
        Ends of the axis of ratios.
    highest : float
        End of the axis of evidence, ``-log10 p``.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    strong = np.asarray(filled, dtype=bool)
    x, y = np.clip(rows["ratio"].to_numpy(dtype=float), *limits), -np.log10(rows["p_value"].to_numpy(dtype=float))
    size = 3 + 3 * np.log2(1 + rows["count"].to_numpy(dtype=float))
    ax.axvline(0, color=LIGHT, linewidth=0.8, zorder=0)
    ax.scatter(x[~strong], y[~strong], s=size[~strong], color=GREY, alpha=0.3, linewidths=0)
    ax.scatter(x[strong], y[strong], s=size[strong], color=colour, linewidths=0)
    ax.set_xlim(*limits)
    ax.set_ylim(0, highest)
    times_axis(ax)
    return ax


def label_evidence(ax: Axes, rows: pd.DataFrame, named: Sequence[bool], limits: tuple[float, float]) -> int:
    """Write the named terms beside their dots where there is room, in order; return how many were left out.

    Labels cover no dot, and only the first of several terms on one spot is written.  The figure must have been
    drawn once, so that places are final.
    """
    x, y = np.clip(rows["ratio"].to_numpy(dtype=float), *limits), -np.log10(rows["p_value"].to_numpy(dtype=float))
    spots = pd.Series(list(zip(x.round(2), y.round(2), strict=True)))
    written = np.asarray(named, dtype=bool) & ~spots.duplicated().to_numpy()
    labels = [term if write else "" for term, write in zip(rows["term"], written, strict=True)]
    return int(np.sum(named)) - len(place_labels(ax, x, y, labels, NEAR))
