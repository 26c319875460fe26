"""Labels that do not overlap, measured with the renderer, not guessed."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

SPACE = 1
"""Between two words, in points."""
NUDGES = ((0, 0), (0, 4), (0, -4), (0, 8), (0, -8))
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


def write_words(
    ax: Axes, points: Sequence[tuple[float, float]], names: Sequence[tuple], words: Sequence[tuple]
) -> list[str]:
    """Write names beside their points and words at their places; return what there was no room for.

    Parameters
    ----------
    ax : matplotlib Axes
        With its limits set and its size final.
    points : sequence of (x, y)
        Marks that nothing may cover.
    names : sequence of (x, y, text, colour, font weight)
    words : sequence of (x, y, text, colour)
        Names go beside their points, at some distance if need be; words stand where they belong, or a line
        higher or lower; the first ones choose first.

    Returns
    -------
    list of str
        Texts left out.
    """
    figure = ax.figure
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    scale = figure.dpi / 72
    taken = [Bbox.from_bounds(px - 3 * scale, py - 3 * scale, 6 * scale, 6 * scale)
             for px, py in ax.transData.transform(list(points))]
    inside = ax.get_window_extent(renderer)
    left_out = []
    for x, y, text, colour, weight in names:
        tries = (_first_free(ax, (x, y), text, distance, taken, inside, renderer, weight) for distance in DISTANCES)
        left_out += _kept(next((each for each in tries if each is not None), None), text, colour, taken, renderer)
    for x, y, text, colour in words:
        left_out += _kept(_word_near(ax, (x, y), text, taken, inside, renderer), text, colour, taken, renderer)
    return left_out


def _kept(note, text, colour, taken, renderer) -> list[str]:
    """Colour a label and remember its room, or return that its text found none."""
    if note is None:
        return [text]
    note.set_color(colour)
    taken.append(_text_box(note, renderer))
    return []


def _word_near(ax, place, text, taken, inside, renderer) -> Annotation | None:
    """Return a word written at its place, or a little above or below, where it is free; or None."""
    for nudge in NUDGES:
        note = ax.annotate(text, place, xytext=nudge, textcoords="offset points", ha="center", va="center", fontsize=6)
        if _is_free(_text_box(note, renderer).padded(SPACE * ax.figure.dpi / 72), taken, inside):
            return note
        note.remove()
    return None


def _is_free(box: Bbox, taken: Sequence[Bbox], inside: Bbox) -> bool:
    """Return whether a box covers nothing and lies inside."""
    return bool(not any(box.overlaps(other) for other in taken)
                and inside.contains(*box.min) and inside.contains(*box.max))


def _first_free(ax, point, label, distance, taken, inside, renderer, weight="normal") -> Annotation | None:
    """Return the label at the first free place at a distance from its point, or None."""
    for dx, dy, horizontal, vertical in _PLACES:
        note = ax.annotate(label, point, xytext=(dx * distance, dy * distance), textcoords="offset points",
                           ha=horizontal, va=vertical, weight=weight,
                           arrowprops={"arrowstyle": "-", "lw": 0.4} if distance > DISTANCES[0] else None)
        if _is_free(_text_box(note, renderer), taken, inside):
            return note
        note.remove()
    return None


def _text_box(note: Annotation, renderer) -> Bbox:
    """Return the box around the words of a label, its line left out."""
    note.update_positions(renderer)
    return Text.get_window_extent(note, renderer)
