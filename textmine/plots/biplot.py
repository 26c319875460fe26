"""Biplots: groups as points with ellipses, and the terms that pull the axes as words.

Words stand in the direction in which they pull; how far out tells how much they contribute.
Labels never overlap: where there is no room, a word is left out and counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from textmine.plots.labels import write_words
from textmine.plots.style import GREY, LIGHT, look

MARGIN, WIDEST = 1.08, 1.5


def biplot(
    groups_frame: pd.DataFrame, ellipses: pd.DataFrame, terms_frame: pd.DataFrame, *, groups: Sequence[str],
    names: Mapping[str, str], ax: Axes | None = None,
) -> list[str]:
    """Draw groups and terms on two axes and return the terms for which there was no room.

    Parameters
    ----------
    groups_frame : pandas.DataFrame
        ``group``, ``axis`` 1 and 2, ``coordinate`` and ``place``.  A filled mark is the cross-fitted place, a
        small hollow one the coordinate of the plain map; a line joins them.
    ellipses : pandas.DataFrame
        ``group``, ``x``, ``y``, ``width``, ``height``, ``angle``; missing ones are not drawn.
    terms_frame : pandas.DataFrame
        ``term``, ``axis`` 1 and 2, ``contribution_coordinate``; the first ones have the first choice of room.
    groups, names
        As in `textmine.plots.themes.interval_dots`.
    ax : matplotlib Axes, optional
        With its final size.
    """
    ax = ax or plt.gca()
    plain, places = (groups_frame.pivot(index="group", columns="axis", values=column).loc[list(groups)].astype(float)
                     for column in ("coordinate", "place"))
    words = terms_frame.pivot(index="term", columns="axis", values="contribution_coordinate").astype(float)
    words = words.loc[terms_frame["term"].drop_duplicates()]
    shown = places.fillna(plain)
    _frame(ax, plain.to_numpy(), ellipses)
    looks = look(groups)
    for row in ellipses.dropna(subset=["width"]).to_dict("records"):
        shape = {"xy": (row["x"], row["y"]), "width": row["width"], "height": row["height"], "angle": row["angle"]}
        colour = looks[row["group"]][0]
        ax.add_patch(Ellipse(**shape, facecolor=colour, alpha=0.1, lw=0))
        ax.add_patch(Ellipse(**shape, fill=False, edgecolor=colour, lw=0.7, label=row["group"]))
    for group, place, coordinate in zip(groups, shown.to_numpy().tolist(), plain.to_numpy().tolist(), strict=True):
        _mark(ax, place, coordinate, group, looks[group])
    ax.figure.canvas.draw()
    scale = _word_scale(ax, words.to_numpy())
    points = [(x, y) for x, y in np.concatenate([shown.to_numpy(), plain.to_numpy()]).tolist()]
    marked = [(x, y, names[group], looks[group][0], "bold")
              for group, (x, y) in zip(groups, shown.to_numpy().tolist(), strict=True)]
    pulled = [(scale * x, scale * y, term, GREY)
              for term, (x, y) in zip(map(str, words.index), words.to_numpy().tolist(), strict=True)]
    return write_words(ax, points, marked, pulled)


def _frame(ax: Axes, plain: np.ndarray, ellipses: pd.DataFrame) -> None:
    """Set equal scales with room for all points, and for ellipses unless they are huge; draw the cross."""
    known = ellipses.dropna(subset=["width"])
    centre, half = known[["x", "y"]].to_numpy(float), known[["width"]].to_numpy(float) / 2
    most = WIDEST * max(np.abs(plain).max(), 1e-9)
    corners = np.concatenate([plain, np.clip(np.concatenate([centre - half, centre + half]), -most, most)])
    low, high = np.minimum(corners.min(axis=0), 0), np.maximum(corners.max(axis=0), 0)
    middle, reach = (low + high) / 2, np.maximum((high - low) / 2 * MARGIN, 1e-9)
    for _ in range(2):
        ax.figure.canvas.draw()
        box = ax.get_window_extent()
        reach = np.array([box.width, box.height]) * max(reach[0] / box.width, reach[1] / box.height)
        ax.set_xlim(middle[0] - reach[0], middle[0] + reach[0])
        ax.set_ylim(middle[1] - reach[1], middle[1] + reach[1])
    ax.set_aspect("equal", adjustable="box")
    ax.axhline(0, color=LIGHT, lw=0.6, zorder=0)
    ax.axvline(0, color=LIGHT, lw=0.6, zorder=0)
    ax.spines[:].set(visible=True, color=LIGHT)


def _word_scale(ax: Axes, words: np.ndarray) -> float:
    """Return the factor that lets the words fill the frame without leaving it."""
    reach = []
    for limits, values in ((ax.get_xlim(), words[:, 0]), (ax.get_ylim(), words[:, 1])):
        reach += [limits[1] / values.max()] if values.max(initial=0) > 0 else []
        reach += [limits[0] / values.min()] if values.min(initial=0) < 0 else []
    return 0.88 * min(reach) if reach else 1.0


def axis_strip(
    groups_frame: pd.DataFrame, terms_frame: pd.DataFrame, *, groups: Sequence[str], names: Mapping[str, str],
    ax: Axes | None = None,
) -> list[str]:
    """Draw the one axis of two groups: words by how they pull it and how frequent they are; return those left out.

    Parameters
    ----------
    groups_frame, terms_frame
        As in `biplot`, for axis 1, with ``low`` and ``high``, and ``count`` of each term.
    groups, names
        As in `textmine.plots.themes.interval_dots`.
    ax : matplotlib Axes, optional
        With its final size.
    """
    ax = ax or plt.gca()
    rows = groups_frame[groups_frame["axis"] == 1].set_index("group").loc[list(groups)].astype(
        {column: float for column in ("coordinate", "place", "low", "high")})
    rows["shown"] = rows["place"].fillna(rows["coordinate"])
    words = terms_frame[terms_frame["axis"] == 1].astype({"contribution_coordinate": float})
    reach = 1.1 * max(rows[["coordinate", "low", "high"]].abs().max())
    most = words["contribution_coordinate"].abs().max()
    low, top = np.log10([words["count"].min(), words["count"].max()])
    step = max(top - low, 0.3) / 8
    ax.set_xlim(-reach, reach)
    ax.set_ylim(low - step, top + step * (2.5 + len(groups)))
    heights = {group: top + step * (2 + i) for i, group in enumerate(groups)}
    points = [point for group, row in zip(groups, rows.to_dict("records"), strict=True)
              for point in _interval(ax, row, group, heights[group], look(groups)[group])]
    ax.axvline(0, color=LIGHT, lw=0.6, zorder=0)
    ticks = [tick for tick in range(7) if low <= tick <= top]
    ax.set_yticks(ticks, [f"{10**tick:,}" for tick in ticks])
    ax.set_ylabel("occurrences of the word")
    ax.figure.canvas.draw()
    first = [(x, heights[group], names[group], look(groups)[group][0], "bold")
             for group, x in zip(groups, rows["shown"], strict=True)]
    pulled = [(0.88 * reach * x / most, np.log10(n), term, GREY)
              for term, x, n in zip(words["term"], words["contribution_coordinate"], words["count"], strict=True)]
    return write_words(ax, points, first, pulled)


def _interval(
    ax: Axes, row: Mapping, group: str, y: float, looks: tuple[str, str]
) -> list[tuple[float, float]]:
    """Draw one group on a line of its own and return the points that its marks cover."""
    ax.plot([row["low"], row["high"]], [y, y], color=looks[0], lw=1.5, label="_interval")
    _mark(ax, (row["shown"], y), (row["coordinate"], y), group, looks)
    reached = np.array([row["shown"], row["coordinate"], row["low"], row["high"]])
    return [(x, y) for x in np.linspace(np.nanmin(reached), np.nanmax(reached), 40)]


def _mark(ax: Axes, place: Sequence[float], coordinate: Sequence[float], group: str, looks: tuple[str, str]) -> None:
    """Draw a filled mark at the place of a group, joined to a hollow one at its coordinate."""
    colour, marker = looks
    ax.plot([place[0], coordinate[0]], [place[1], coordinate[1]], color=colour, lw=0.5, label="_link")
    ax.plot(coordinate[0], coordinate[1], marker, color=colour, markerfacecolor="white", markersize=3,
            markeredgewidth=0.6, label="_plain")
    ax.plot(place[0], place[1], marker, color=colour, markersize=6, label=group, zorder=3)
