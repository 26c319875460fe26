"""Dispersion: where in a text each theme or word comes up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import NDArray

from textmine import _check
from textmine.plots.style import GREY, LIGHT, look

N_BINS = 20
MARGIN = (26, 48)
"""Where the columns beside the axes of `word_rug` end, in points."""


def rug(places: pd.DataFrame, *, themes: Sequence[str], colour: str, ax: Axes | None = None) -> Axes:
    """Draw a tick for every place of every theme, a line each, from beginning to end of the text.

    Parameters
    ----------
    places : pandas.DataFrame
        ``theme`` and ``position``, from 0 (beginning) to 1 (end of its article).
    themes : sequence of str
        Lines from top to bottom.
    colour : str
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    for y, theme in enumerate(themes):
        ax.axhline(y, color=LIGHT, linewidth=0.5, zorder=1)
        positions = places.loc[places["theme"] == theme, "position"].to_numpy(dtype=float)
        ax.vlines(positions, y - 0.34, y + 0.34, color=colour, linewidth=0.8, label=theme, zorder=2)
    return _lines(ax, themes)


def densities(places: pd.DataFrame, *, themes: Sequence[str], colour: str, n_articles: int, highest: float,
              ax: Axes | None = None) -> Axes:
    """Draw how often each theme comes up along many articles, a row of bars each.

    Parameters
    ----------
    places, themes, colour
        As in `rug`.
    n_articles : int
        Articles laid over each other.
    highest : float
        Places in one twentieth of one article that fill the height of a line.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    for y, theme in enumerate(themes):
        heights = per_twentieth(places, theme, n_articles) / highest * 0.85
        ax.bar(np.arange(N_BINS) / N_BINS, -heights, bottom=y + 0.42, width=1 / N_BINS, align="edge", color=colour,
               label=theme)
        ax.axhline(y + 0.42, color=LIGHT, linewidth=0.5, zorder=1)
    return _lines(ax, themes)


def per_twentieth(places: pd.DataFrame, theme: str, n_articles: int) -> NDArray[np.float64]:
    """Return places of a theme in each twentieth of an article, on average over the articles."""
    positions = places.loc[places["theme"] == theme, "position"].to_numpy(dtype=float)
    return np.histogram(positions, bins=N_BINS, range=(0, 1))[0] / n_articles


def word_rug(places: pd.DataFrame, summary: pd.DataFrame, *, pattern: str, groups: Sequence[str],
             names: Mapping[str, str], relative: bool = True, ax: Axes | None = None) -> Axes:
    """Draw a tick for every place of one pattern, a row for each group, with count and DP in the margin.

    The lexical dispersion plot; quanteda's ``textplot_xray``.

    Parameters
    ----------
    places : pandas.DataFrame
        As `textmine.positions.term_places` returns it.
    summary : pandas.DataFrame
        As `textmine.positions.term_dispersion` returns it.
    pattern : str
        Written as the title.
    groups : sequence of str
        Rows from top to bottom; each has its colour.
    names : mapping of str to str
        What to write for each group.
    relative : bool, default True
        Shares of the way through the article, so that all rows are of one length; else numbers of
        words, and a row is as long as its article.
    ax : matplotlib Axes, optional

    Raises
    ------
    ValueError
        For a pattern or a group that `summary` has not, a group without a name, and, with numbers of
        words, a group of several articles, whose places would lie over each other.
    """
    rows = _rows_of(summary, pattern, groups, names, relative)
    ax = ax or plt.gca()
    looks, column = look(groups), "share" if relative else "position"
    found = places[places["pattern"] == pattern]
    lengths = dict.fromkeys(groups, 1) if relative else rows["longest"].to_dict()
    counts = rows["count"].to_dict()
    spread = dict(zip(rows.index, rows["dp"].to_numpy(dtype=float, na_value=np.nan), strict=True))
    for y, group in enumerate(groups):
        ax.plot([0, lengths[group]], [y, y], color=LIGHT, linewidth=0.5, zorder=1, label="_line")
        at = found.loc[found["group"] == group, column].to_numpy(dtype=float)
        ax.vlines(at, y - 0.34, y + 0.34, color=looks[group][0], linewidth=0.8, label=group, zorder=2)
        dp = float(spread[group])
        _in_margin(ax, y, f"{counts[group]:,}", "–" if np.isnan(dp) else f"{dp:.2f}")
    _in_margin(ax, -0.85, "n", "DP")
    _lines(ax, [names[group] for group in groups])
    ax.set_title(pattern, pad=10)
    ax.set_xlabel("place in the article (%)" if relative else "place in the article (words)")
    if not relative:
        ax.set_xlim(0, max(lengths[group] for group in groups))
        ax.xaxis.set_major_locator(MaxNLocator(3, integer=True))
        ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    return ax


def _rows_of(summary: pd.DataFrame, pattern: str, groups: Sequence[str], names: Mapping[str, str],
             relative: bool) -> pd.DataFrame:
    """Return the rows of one pattern by group; an error names what cannot be drawn."""
    _check.one_of("pattern", pattern, summary["pattern"].unique(), "in summary, one of")
    rows = summary[summary["pattern"] == pattern].set_index("group")
    if isinstance(groups, str) or not len(groups):
        raise ValueError(f"groups must be a list of at least one group, got {groups!r}")
    articles = dict(zip(rows.index, rows["articles"].tolist(), strict=True))
    for group in groups:
        _check.one_of("groups", group, articles, "groups in summary, of")
        _check.one_of("names", group, names, "a mapping of every group to what to write: it names")
        if not relative and articles[group] > 1:
            raise ValueError("groups must be single articles with relative=False, "
                             f"got {group!r} of {articles[group]}: pass relative=True")
    return rows


def _in_margin(ax: Axes, y: float, *notes: str) -> None:
    """Write notes to the right of a row, in columns of one width whatever that of the axes."""
    for points, note in zip(MARGIN, notes, strict=True):
        ax.annotate(note, (1, y), (points, 0), xycoords=ax.get_yaxis_transform(), textcoords="offset points",
                    ha="right", va="center", fontsize=6, color=GREY, annotation_clip=False)


def _lines(ax: Axes, themes: Sequence[str]) -> Axes:
    """Name the lines and scale the axes."""
    ax.set_yticks(range(len(themes)), list(themes))
    ax.set_ylim(len(themes) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.5, 1], ["0", "50", "100"])
    ax.tick_params(axis="y", length=0)
    return ax
