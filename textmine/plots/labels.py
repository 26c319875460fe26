"""Labels that do not overlap, measured with the renderer, not guessed."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

_PLACES = ((1, 0, "left", "center"), (-1, 0, "right", "center"), (0, 1, "center", "bottom"), (0, -1, "center", "top"),
           (1, 1, "left", "bottom"), (-1, 1, "right", "bottom"), (1, -1, "left", "top"), (-1, -1, "right", "top"))
DISTANCES = (5, 11, 18, 26, 36)


def place_labels(ax: Axes, x: Sequence[float], y: Sequence[float], labels: Sequence[str],
                 distances: Sequence[float] = DISTANCES) -> list[Annotation]:
    """Write a label beside each point, at the first place where it covers no point and no label.

    Parameters
    ----------
    ax : matplotlib Axes
        With its limits set and its size final.
    x, y : sequences of float, length n
    labels : sequence of str, length n
        A point with an empty label is only kept free.
    distances : sequence of float, optional
        How far from its point a label may stand, in points, nearest first; from the second on with a line.

    Returns
    -------
    list of Annotation
        As many as there was room for; a label without room is left out.
    """
    figure = ax.figure
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    pixels = ax.transData.transform(list(zip(x, y, strict=True)))
    scale = figure.dpi / 72
    taken = [Bbox.from_bounds(px - 3 * scale, py - 3 * scale, 6 * scale, 6 * scale) for px, py in pixels]
    inside = ax.get_window_extent(renderer)
    placed = []
    for px, py, label in zip(x, y, labels, strict=True):
        for distance in distances if label else ():
            note = _first_free(ax, (px, py), label, distance, taken, inside, renderer)
            if note is not None:
                placed.append(note)
                taken.append(_text_box(note, renderer))
                break
    return placed


def _first_free(ax, point, label, distance, taken, inside, renderer) -> Annotation | None:
    """Return the label at the first free place at a distance from its point, or None."""
    for dx, dy, horizontal, vertical in _PLACES:
        note = ax.annotate(label, point, xytext=(dx * distance, dy * distance), textcoords="offset points",
                           ha=horizontal, va=vertical,
                           arrowprops={"arrowstyle": "-", "lw": 0.4} if distance > DISTANCES[0] else None)
        box = _text_box(note, renderer)
        if not any(box.overlaps(other) for other in taken) and inside.contains(*box.min) and inside.contains(*box.max):
            return note
        note.remove()
    return None


def _text_box(note: Annotation, renderer) -> Bbox:
    """Return the box around the words of a label, its line left out."""
    note.update_positions(renderer)
    return Text.get_window_extent(note, renderer)
