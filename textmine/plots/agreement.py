"""Agreement: how much alike the lists of several methods are, each pair a cell."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from textmine.plots.style import HEAT

DARK = 0.6
"""Agreement from which numbers are white."""


def agreement_matrix(frame: pd.DataFrame, *, methods: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw the agreement of every two methods as shaded cells with numbers, below the diagonal.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each pair: ``method_a``, ``method_b``, ``agreement`` (0 by chance, 1 for the same list), ``low``,
        ``high``.  A number is bold where the interval lies above 0.
    methods : sequence of str, at least two
        From top to bottom and from left to right.
    ax : matplotlib Axes, optional
    """
    ax = ax or plt.gca()
    place = {method: i for i, method in enumerate(methods)}
    shown = np.full((len(methods) - 1, len(methods) - 1), np.nan)
    values, lows = (frame[name].to_numpy(float, na_value=np.nan) for name in ("agreement", "low"))
    for one, other, value, low in zip(frame["method_a"], frame["method_b"], values, lows, strict=True):
        if one in place and other in place and not np.isnan(value):
            i, j = sorted((place[one], place[other]), reverse=True)
            shown[i - 1, j] = max(value, 0)
            ax.text(j, i - 1, number(value), ha="center", va="center", fontsize=6.5,
                    color="white" if value > DARK else "black", weight="bold" if low > 0 else "normal")
    ax.imshow(shown, cmap=HEAT, vmin=0, vmax=1, aspect="auto")
    names = [method.replace("_", " ") for method in methods]
    ax.set_xticks(range(len(names) - 1), names[:-1], rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(names) - 1), names[1:])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def number(value: float) -> str:
    """Return an agreement with two decimals and without a leading zero.

    >>> [number(value) for value in (0.714, -0.012, 1.0, 0.001, -0.001)]
    ['.71', '−.01', '1', '0', '0']
    """
    text = f"{abs(value):.2f}"
    if text in ("0.00", "1.00"):
        return text[0]
    return ("−" if value < 0 else "") + text.lstrip("0")
