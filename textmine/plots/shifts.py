"""Word shifts: bars to the side that uses a word more, its name on the empty side of the line."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text

from textmine.plots.style import GREY

REFERENCE = "#9A9A9A"
GAP = 2.5
"""Between the line and a name, and between a bar and its note, in points."""


def shift_bars(
    labels: Sequence[str], values: Sequence[float], *, colour: str, other: str = REFERENCE,
    notes: Sequence[str] | None = None, n_lines: int = 1, heading: str = "", ax: Axes | None = None,
) -> Axes:
    """Draw one bar for each word, to the right if the target uses it more, to the left if the others do.

    Call `fit_shifts` on all panels once they have their size: it sets the common scale on which all
    names and notes have room.

    Parameters
    ----------
    labels : sequence of str, length n
    values : sequence of float, length n
        Contributions, positive to the right.
    colour, other : str
        Of target and reference; by default that is grey.
    notes : sequence of str, length n, optional
        Small text at the end of each bar, such as both counts.
    n_lines : int, default 1
        Lines that the panel has room for.
    heading : str, optional
        A line above the bars, such as the total.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    ax.barh(range(len(labels)), values, height=0.66, color=[colour if value > 0 else other for value in values])
    for y, (label, value) in enumerate(zip(labels, values, strict=True)):
        _beside(ax, label, 0, y, -1 if value > 0 else 1, 6.5, "black", "_name")
    for y, (note, value) in enumerate(zip(notes or [], values, strict=False)):
        _beside(ax, note, value, y, 1 if value > 0 else -1, 5, GREY, "_note")
    if not len(labels):
        ax.text(0, 0, "none", color=GREY, va="center", ha="center")
    bottom = max(len(labels), n_lines) - 0.4
    ax.plot([0, 0], [-0.6, bottom], color="black", linewidth=0.6)
    ax.set_ylim(bottom, -1.9 if heading else -0.6)
    ax.text(0, -1.4, heading, transform=ax.get_yaxis_transform(), va="center", fontsize=6, color=GREY)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax


def _beside(ax: Axes, text: str, x: float, y: float, side: int, size: float, colour: str, gid: str) -> None:
    """Write beside a place, on its left (-1) or right (1)."""
    note = ax.annotate(text, (x, y), xytext=(side * GAP, 0), textcoords="offset points", va="center", fontsize=size,
                       ha="left" if side > 0 else "right", color=colour, annotation_clip=False)
    note.set_gid(gid)
    note.set_in_layout(False)


def fit_shifts(axes: Sequence[Axes]) -> float:
    """Give all panels one scale, the largest on which no name and no note leaves its panel; return its limit.

    A name that is longer than half a panel is cut, with an ellipsis, until it fits.

    Parameters
    ----------
    axes : sequence of matplotlib Axes
        Panels of `shift_bars` in one figure.
    """
    figure = axes[0].figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    gap = GAP * figure.dpi / 72
    half = min(ax.get_window_extent(renderer).width for ax in axes) / 2
    limit = 1e-12
    for ax in axes:
        for text in [each for each in ax.texts if isinstance(each, Annotation)]:
            if text.get_gid() == "_name":
                _cut(text, half - gap, renderer)
            room = half - 2 * gap - _width(text, renderer) if text.get_gid() == "_note" else half
            limit = max(limit, abs(float(text.xy[0])) * half / max(room, half / 10))
        for bar in ax.patches:
            limit = max(limit, 1.02 * abs(bar.get_width()))  # type: ignore[attr-defined]
    for ax in axes:
        ax.set_xlim(-limit, limit)
    return limit


def _width(text: Annotation, renderer) -> float:
    """Return the width of the words in pixels."""
    return Text.get_window_extent(text, renderer).width


def _cut(text: Annotation, room: float, renderer) -> None:
    """Shorten a name until it is no wider than the room it has."""
    whole = text.get_text()
    for kept in range(len(whole) - 1, 0, -1):
        if _width(text, renderer) <= room:
            return
        text.set_text(f"{whole[:kept].rstrip()}…")
