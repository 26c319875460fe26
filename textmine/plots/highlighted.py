"""Highlighted text: a page of an article as it is read, its keyphrases on coloured ground.

Words are measured with the outlines of the font, so that the page is the same in SVG, PDF and PNG and no line leaves
its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from textmine.extraction.marks import Mark
from textmine.plots.style import GREY

SIZE, LEADING, GAP = 7.0, 11.0, 0.5
"""Points of the letters and of a line, and the part of a line between paragraphs."""
LIGHTEST, DARKEST = 0.14, 0.5
"""How much of its colour the ground of the last and of the first phrase has."""
THINNEST = 1.0
"""Points of a character: no more of them are tried on a line."""


class Word(NamedTuple):
    """A word, or a part of one that is wider than the page: code points, place in points, and line from the top."""

    start: int
    stop: int
    x: float
    line: float


@lru_cache(2**14)
def text_width(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Return the width of a text in points, in the font of all figures."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def shades(n: int, colour: str) -> list[str]:
    """Return n grounds from strong to light.

    >>> shades(2, "#0000FF")
    ['#8080ff', '#dbdbff']
    """
    parts = np.linspace(DARKEST, LIGHTEST, n) if n > 1 else np.array([DARKEST])
    return [to_hex(1 - part * (1 - np.array(to_rgb(colour)))) for part in parts]


def set_words(text: str, width: float, most_lines: int) -> list[Word]:
    """Return the places of the words of whole paragraphs, as many as fit; of the first one at least its first lines.

    Parameters
    ----------
    text : str
        Paragraphs are divided by line breaks.
    width : float
        Of a line, in points.
    most_lines : int
        That the page has room for.
    """
    words: list[Word] = []
    begin, line = 0, 0.0
    for paragraph in text.splitlines(keepends=True):
        own = _set_paragraph(text, begin, begin + len(paragraph), width, line, most_lines)
        if own:
            if words and own[-1].line + 1 > most_lines:
                break
            words += [word for word in own if word.line + 1 <= most_lines]
            line = own[-1].line + 1 + GAP
        begin += len(paragraph)
    return words


def _set_paragraph(text: str, start: int, stop: int, width: float, line: float, most_lines: int) -> list[Word]:
    """Return the places of the words of one paragraph, up to the first beyond the last line."""
    found: list[Word] = []
    x, space = 0.0, text_width("n n") - text_width("nn")
    for begin, end in _pieces(text, start, stop, width):
        own = text_width(text[begin:end])
        if found and x + own > width:
            x, line = 0.0, line + 1
        found.append(Word(begin, end, x, line))
        if line + 1 > most_lines:
            break
        x += own + space
    return found


def _pieces(text: str, start: int, stop: int, width: float) -> Iterator[tuple[int, int]]:
    """Yield the code points of every word, in parts where it is wider than a line."""
    at = start
    for word in text[start:stop].split():
        at = text.index(word, at, stop)
        end, first = at + len(word), at
        while first < end:
            last = min(end, first + max(1, int(width / THINNEST)))
            while last > first + 1 and text_width(text[first:last]) > width:
                last = first + max(1, int((last - first) * width / text_width(text[first:last])))
            yield first, last
            first = last
        at = end


def highlighted_text(text: str, words: Sequence[Word], marks: Sequence[Mark], grounds: Sequence[str], *,
                     ax: Axes | None = None) -> Axes:
    """Draw words in their places, the marked ones on coloured ground.

    Parameters
    ----------
    text : str
    words : sequence of Word
        As `set_words` places them.
    marks : sequence of Mark
        In `text`; those beyond the last word are not drawn.
    grounds : sequence of str
        A colour for each phrase.
    ax : matplotlib Axes, optional
        A point of it should be a point of the page: `page_limits`.
    """
    ax = ax or plt.gca()
    for word in words:
        ax.text(word.x, (word.line + 0.5) * LEADING, text[word.start:word.stop], va="center_baseline", ha="left",
                fontsize=SIZE, parse_math=False)
    for mark in marks:
        for x, right, line in _runs(text, words, mark.start, mark.stop):
            ax.add_patch(Rectangle((x - 0.8, line * LEADING + 1), right - x + 1.6, LEADING - 2, linewidth=0, zorder=0,
                                   facecolor=grounds[mark.phrase]))
    ax.set_axis_off()
    return ax


def _runs(text: str, words: Sequence[Word], start: int, stop: int) -> list[tuple[float, float, float]]:
    """Return left and right edge and line of what is marked, a run for each line."""
    runs: list[tuple[float, float, float]] = []
    for word in words:
        if word.start < stop and start < word.stop:
            begin, end = max(start, word.start), min(stop, word.stop)
            x = word.x + text_width(text[word.start:begin])
            right = word.x + text_width(text[word.start:end])
            if runs and runs[-1][2] == word.line:
                runs[-1] = (runs[-1][0], right, word.line)
            else:
                runs.append((x, right, word.line))
    return runs


def page_limits(ax: Axes, width: float, n_lines: float) -> Axes:
    """Give an Axes the coordinates of a page, in points from the top left corner."""
    ax.set_xlim(0, width)
    ax.set_ylim(n_lines * LEADING, 0)
    return ax


def phrase_key(rows: pd.DataFrame, grounds: Sequence[str], notes: Sequence[str], width: float, *,
               ax: Axes | None = None) -> Axes:
    """Draw the phrases below each other, each on its ground and with a note, cut where they leave the column.

    Parameters
    ----------
    rows : pandas.DataFrame of n rows
        ``rank``, ``phrase``.
    grounds, notes : sequences of str, length n
    width : float
        Of the column, in points.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    indent = text_width("00 ") + 4
    for i, (rank, phrase) in enumerate(rows[["rank", "phrase"]].itertuples(index=False)):
        y, said = (2 * i + 0.5) * LEADING, _cut(phrase, width - indent)
        ax.text(indent - 5, y, str(rank), ha="right", va="center_baseline", fontsize=SIZE, color=GREY)
        ax.add_patch(Rectangle((indent - 0.8, y - LEADING / 2 + 1), text_width(said) + 1.6, LEADING - 2, linewidth=0,
                               zorder=0, facecolor=grounds[i]))
        ax.text(indent, y, said, va="center_baseline", fontsize=SIZE, parse_math=False)
        ax.text(indent, y + 0.85 * LEADING, notes[i], va="center_baseline", fontsize=5.5, color=GREY)
    ax.set_axis_off()
    return ax


def _cut(phrase: str, width: float) -> str:
    """Return a phrase that is no wider, with an ellipsis where it was cut."""
    said = phrase if len(phrase) * THINNEST <= width else phrase[:int(width / THINNEST)] + "…"
    while len(said) > 1 and text_width(said) > width:
        said = said[:-2].rstrip() + "…"
    return said
