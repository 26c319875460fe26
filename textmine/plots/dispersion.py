"""Dispersion: where in a text each theme comes up."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from textmine.plots.style import LIGHT

N_BINS = 20


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


def _lines(ax: Axes, themes: Sequence[str]) -> Axes:
    """Name the lines and scale the axes."""
    ax.set_yticks(range(len(themes)), list(themes))
    ax.set_ylim(len(themes) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.5, 1], ["0", "50", "100"])
    ax.tick_params(axis="y", length=0)
    return ax
