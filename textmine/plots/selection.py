"""Selection: criteria over numbers of topics, and which topics come back."""

from __future__ import annotations

from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from textmine import _check
from textmine.plots.panels import grid
from textmine.plots.style import COLOURS, GREY, LIGHT


class Criterion(NamedTuple):
    """A column of the table of candidates, what to call it, and its limits: names of columns, or of an error."""

    value: str
    title: str
    limits: tuple[str, ...] = ()
    band: tuple[str, ...] = ()


CRITERIA = (
    Criterion("stability", "Stability (higher is better)", ("stability_error",), ("null_low", "null_high")),
    Criterion("perplexity", "Held-out perplexity (lower is better)", ("perplexity_error",)),
    Criterion("coherence", "Coherence, npmi (higher is better)", ("coherence_low", "coherence_high")),
    Criterion("exclusivity", "Exclusivity (higher is better)"),
)
"""The panels of `candidate_panels`."""


def candidate_panels(curve: pd.DataFrame) -> tuple[Figure, list[Axes]]:
    """Return a figure with a panel for each criterion over the numbers of topics, the chosen one marked.

    Parameters
    ----------
    curve : pandas.DataFrame
        As ``select_n_components(...).to_frame()`` returns it.

    Returns
    -------
    Figure, list of Axes
        Those of `CRITERIA`, in that order.
    """
    figure, axes = grid([each.title for each in CRITERIA], n_rows_in_panel=9, n_columns=2, share_y=False)
    for ax, each in zip(axes, CRITERIA, strict=True):
        candidates(curve, each, ax=ax)
        ax.tick_params(labelbottom=True)
    for ax in axes[2:]:
        ax.set_xlabel("number of topics")
    return figure, axes


def candidates(curve: pd.DataFrame, criterion: Criterion, *, ax: Axes | None = None) -> Axes:
    """Draw one criterion over the numbers of topics: dots with their limits, and the band of shuffled text.

    Parameters
    ----------
    curve : pandas.DataFrame
        ``n_components``, ``chosen`` and the columns of the criterion.  Missing limits draw no line.
    criterion : Criterion
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
        With the Line2D ``candidates`` and, in another colour and marker, ``chosen``.
    """
    for column in ("n_components", "chosen", criterion.value, *criterion.limits, *criterion.band):
        _check.one_of("curve", column, curve.columns, f"a table with {column!r}; it has")
    ax = ax or plt.gca()
    x, y = curve["n_components"].to_numpy(), _numbers(curve, criterion.value)
    taken = curve["chosen"].to_numpy(dtype=bool)
    if criterion.band:
        low, high = (_numbers(curve, name) for name in criterion.band)
        ax.fill_between(x, low, high, color=LIGHT, linewidth=0, label="shuffled text", zorder=1)
        if not np.isnan(high).all():
            _name_band(ax, x, high, at_left=bool((x[taken] > x.mean()).any()))
    for at in x[taken]:
        ax.axvline(at, color=COLOURS[1], linewidth=0.6, linestyle=(0, (4, 3)), label="_chosen", zorder=1)
    if criterion.limits:
        low, high = _limits(curve, criterion, y)
        ax.vlines(x, low, high, color=np.where(taken, COLOURS[1], COLOURS[0]), linewidth=1, label="_limits", zorder=2)
    ax.plot(x, y, color=COLOURS[0], linewidth=0.6, marker="o", markersize=3, label="candidates", zorder=3)
    ax.plot(x[taken], y[taken], "D", color=COLOURS[1], markersize=5, label="chosen", zorder=4)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(axis="y", color=LIGHT, linewidth=0.4)
    ax.set_axisbelow(True)
    return ax


def _name_band(ax: Axes, x: np.ndarray, high: np.ndarray, at_left: bool) -> None:
    """Name the band of shuffled text above that end of it which the line of the chosen number leaves free."""
    end, half = (x[0], high[:-(len(high) // 2)]) if at_left else (x[-1], high[len(high) // 2:])
    ax.annotate("shuffled text", (end, np.nanmax(half)), (0, 2), textcoords="offset points",
                ha="left" if at_left else "right", va="bottom", color=GREY, fontsize=6)


def stability_dots(stability: pd.DataFrame, *, names: dict[int, str] | None = None, ax: Axes | None = None) -> Axes:
    """Draw how reliably each topic comes back: a dot with its range, beside what shuffled text reaches.

    Parameters
    ----------
    stability : pandas.DataFrame
        As `textmine.topic_stability` returns it; the first topic is drawn on top.
    names : mapping of int to str, optional
        What to write for each topic; its number without it.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
        With a Line2D for each topic, labelled by its number; hollow where the topic is flagged.
    """
    ax = ax or plt.gca()
    topics = stability["topic"].tolist()
    limits = _numbers(stability, "null_high")
    if not np.isnan(limits).all():
        ax.axvspan(0, limits[0], color=LIGHT, linewidth=0, label="shuffled text", zorder=0)
        ax.annotate("shuffled text", (limits[0], -0.6), (-2, 1), textcoords="offset points", ha="right", va="bottom",
                    color=GREY, fontsize=6, annotation_clip=False)
    values, lows, highs = (_numbers(stability, name) for name in ("stability", "low", "high"))
    for y, (topic, flag) in enumerate(zip(topics, stability["flag"], strict=True)):
        ax.plot([lows[y], highs[y]], [y, y], color=COLOURS[0], solid_capstyle="butt", label="_range", zorder=2)
        ax.plot(values[y], y, "o", color=COLOURS[0], markerfacecolor="white" if flag else COLOURS[0], markersize=4,
                label=str(topic), zorder=3, clip_on=False)
    ax.set_yticks(range(len(topics)), [str(topic) if names is None else names[topic] for topic in topics])
    ax.set_ylim(len(topics) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xlabel("stability in resampled passages")
    ax.tick_params(axis="y", length=0)
    return ax


def _limits(curve: pd.DataFrame, criterion: Criterion, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the two limits of a criterion; of one column, that far to either side."""
    if len(criterion.limits) == 1:
        error = _numbers(curve, criterion.limits[0])
        return y - error, y + error
    low, high = (_numbers(curve, name) for name in criterion.limits)
    return low, high


def _numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    """Return a column as floats, missing values as NaN."""
    return frame[column].to_numpy(dtype=float, na_value=np.nan)
