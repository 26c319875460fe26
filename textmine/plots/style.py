"""Style: what all figures share.

Figures are a double journal column wide.  Colours are those of Okabe & Ito (2008), told apart
in colour-blind vision; a marker goes with each, so that greyscale print keeps
them apart too.  Settings hold inside ``with style():`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl

MM = 1 / 25.4
DOUBLE = 183 * MM
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D31")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h", "<", ">", "d", "p")
GREY, LIGHT = "#5A5A5A", "#D9D9D9"
HEAT = "Blues"
LONGEST_NAME = 16

_SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans", "font.size": 7, "axes.titlesize": 7.5, "axes.labelsize": 7, "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5, "legend.fontsize": 6.5, "axes.linewidth": 0.6, "xtick.major.width": 0.6,
    "ytick.major.width": 0.6, "xtick.major.size": 2.5, "ytick.major.size": 2.5, "axes.spines.top": False,
    "axes.spines.right": False, "axes.titlelocation": "left", "axes.titleweight": "bold", "lines.linewidth": 1,
    "pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "textmine", "savefig.dpi": 300, "figure.dpi": 100,
    "figure.constrained_layout.use": True, "axes.unicode_minus": True, "path.simplify": False,
}


@contextmanager
def style() -> Iterator[None]:
    """Apply the settings of all figures inside a ``with`` block.

    Examples
    --------
    >>> with style():
    ...     mpl.rcParams["font.size"]
    7.0
    """
    with mpl.rc_context(_SETTINGS):
        yield


def look(groups: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return colour and marker of every group, the same in every figure of a study.

    Examples
    --------
    >>> look(["a", "b"])["b"]
    ('#D55E00', 's')
    """
    return {group: (COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)]) for i, group in enumerate(groups)}


def short_names(names: Sequence[str], longest: int = LONGEST_NAME) -> dict[str, str]:
    """Return names short enough for an axis: as they are, or cut where they still differ.

    A name is cut at the first ``_``, ``-``, space or point where all stay different; if there
    is no such place, in the middle, with an ellipsis.

    Examples
    --------
    >>> short_names(["000_8100ac121b2f9918", "001_09644e0361028efb"])
    {'000_8100ac121b2f9918': '000', '001_09644e0361028efb': '001'}
    """
    if max(map(len, names), default=0) <= longest:
        return {name: name for name in names}
    for n_parts in range(1, 6):
        cut = {name: _first_parts(name, n_parts) for name in names}
        if len(set(cut.values())) == len(set(names)) and max(map(len, cut.values())) <= longest:
            return cut
    half = (longest - 1) // 2
    cut = {name: name if len(name) <= longest else f"{name[:half]}…{name[-half:]}" for name in names}
    if len(set(cut.values())) == len(set(names)):
        return cut
    return {name: f"{i} {name[:longest - 4]}…" for i, name in enumerate(names, start=1)}


def _first_parts(name: str, n_parts: int) -> str:
    """Return the first parts of a name, with the marks between them."""
    position = 0
    for i, character in enumerate(name):
        if character in "_- .":
            position += 1
            if position == n_parts:
                return name[:i]
    return name
