"""Shared passages: where they stand in both articles, and how much of each article they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from textmine.plots.style import COLOURS, GREY, LIGHT

KINDS = {"duplicate": COLOURS[6], "verbatim": COLOURS[1], "paraphrase": COLOURS[0]}
PLACES = ["article", "start", "stop", "other", "other_start", "other_stop"]
LINE = 0.03
"""The height of a line of text, as a part of the side of the map."""
LEAST = 0.008
"""The shortest line of a passage, as a part of the side of the map."""


def dot_plot(frame: pd.DataFrame, lengths: Mapping[str, int], *, names: Mapping[str, str],
             ax: Axes | None = None) -> Axes:
    """Draw every shared passage as a line from its start to its end on both sides, all articles along both axes.

    A line down the diagonal of a cell means the same order in both articles; lines below or beside each other mean
    that passages were moved, or used twice.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``article``, ``start``, ``stop``, ``other``, ``other_start``, ``other_stop``, ``kind``, as of
        ``SharedPassages.to_frame()``.
    lengths : mapping of str to int
        The length of each article in code points, in the order along the axes.
    names : mapping of str to str
        What to write for each article.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    order = list(lengths)
    edges = np.concatenate([[0], np.cumsum([max(lengths[name], 1) for name in order])])
    begin, total = dict(zip(order, edges.tolist(), strict=False)), edges[-1]
    least = LEAST * total
    for kind, colour in KINDS.items():
        rows = frame[frame["kind"] == kind]
        lines = []
        for article, start, stop, other, other_start, other_stop in rows[PLACES].itertuples(index=False, name=None):
            x, y = begin[article] + start, begin[other] + other_start
            lines.append([(x, y), (x + max(stop - start, least), y + max(other_stop - other_start, least))])
        ax.add_collection(LineCollection(lines, colors=colour, linewidths=2, capstyle="butt", label=kind))
    for i, edge in enumerate(edges[1:-1].tolist(), start=1):
        ax.plot([edge, edge], [edge, total], color=LIGHT, linewidth=0.6, zorder=0)
        ax.plot([0, edges[i]], [edge, edge], color=LIGHT, linewidth=0.6, zorder=0)
    ax.plot([0, total], [0, total], color=LIGHT, linewidth=0.6, zorder=0)
    ax.set_xlim(0, total)
    ax.set_ylim(total, 0)
    ax.set_aspect("equal")
    middles = (edges[:-1] + edges[1:]) / 2
    shown = [names[name] for name in order]
    places = spread_out(middles, LINE * total, total)
    narrow = np.diff(edges) < [1.5 * LINE * total * max(len(name) / 2, 1) for name in shown]
    ax.set_xticks(places[:-1], shown[:-1], rotation=90 if narrow[:-1].any() else 0)
    ax.set_yticks(places[1:], shown[1:])
    ax.tick_params(length=0)
    ax.spines[:].set(visible=True, color=LIGHT)
    ax.spines[["top", "right"]].set_visible(False)
    kinds = [kind for kind in KINDS if (frame["kind"] == kind).any()]
    if kinds:
        ax.legend([Line2D([], [], color=KINDS[kind], linewidth=2) for kind in kinds], kinds, loc="upper right",
                  frameon=False)
    return ax


def spread_out(places: np.ndarray, least: float, end: float) -> np.ndarray:
    """Return ascending places, moved as far as it takes to stand some distance apart and before the end.

    Examples
    --------
    >>> spread_out(np.array([1.0, 5.0, 5.5, 9.5]), 2, 10).tolist()
    [1.0, 5.0, 7.0, 9.0]
    """
    steps = np.minimum(least, end / max(len(places), 1)) * np.arange(len(places))
    later = np.maximum.accumulate(places - steps)
    last = end - steps[-1:] - (steps[1] / 2 if len(steps) > 1 else 0)
    return np.minimum(later, last) + steps


def share_bars(shares: pd.DataFrame, *, order: Sequence[str], names: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw the share of each article that stands in others too, as a bar of its kinds.

    Parameters
    ----------
    shares : pandas.DataFrame
        As of ``SharedPassages.shares()``.
    order : sequence of str
        Articles from top to bottom.
    names : mapping of str to str
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    rows = shares.set_index("article").loc[list(order)]
    sizes = rows["n_words"].clip(lower=1).to_numpy(float)
    left = np.zeros(len(rows))
    for kind, column in (("verbatim", "n_verbatim"), ("paraphrase", "n_paraphrase")):
        width = rows[column].to_numpy(float) / sizes * 100
        ax.barh(range(len(rows)), width, left=left, height=0.62, color=KINDS[kind])
        left += width
    for i, (percent, n_words) in enumerate(zip(left.tolist(), rows["n_shared"].tolist(), strict=True)):
        ax.annotate(f"{percent:.1f} %  ({n_words:,} words)" if n_words else "none", (percent, i), xytext=(3, 0),
                    textcoords="offset points", va="center", fontsize=6.5, color=GREY)
    ax.set_yticks(range(len(rows)), [names[name] for name in order])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, max(left.max(initial=0) * 1.65, 1))
    ax.set_xlabel("words in shared passages, %")
    ax.tick_params(axis="y", length=0)
    return ax
