"""Profile: how large the groups are, and what cleaning did to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm

from textmine.plots.style import GREY, HEAT, look


def size_bars(frame: pd.DataFrame, *, groups: Sequence[str], names: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw the tokens of each group, with its articles and passages behind the bar.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``group``, ``articles``, ``passages``, ``tokens``, ``types``.
    groups, names
        As in `textmine.plots.themes.interval_dots`.
    """
    ax = ax or plt.gca()
    looks = look(groups)
    rows = frame.set_index("group").loc[list(groups)]
    ax.barh(range(len(groups)), rows["tokens"], height=0.6, color=[looks[group][0] for group in groups])
    for y, (tokens, passages, articles) in enumerate(rows[["tokens", "passages", "articles"]].to_numpy(int).tolist()):
        note = f"{tokens:,} tokens · {passages:,} passage" + "s" * (passages != 1)
        ax.annotate(note + (f" · {articles:,} articles" if articles > 1 else ""), (tokens, y), xytext=(3, 0),
                    textcoords="offset points", va="center", fontsize=6, color=GREY)
    ax.set_xlim(0, rows["tokens"].max() * 1.9)
    ax.set_yticks(range(len(groups)), [names[group] for group in groups])
    ax.set_ylim(len(groups) - 0.4, -0.6)
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= rows["tokens"].max()])
    ax.set_xlabel("tokens of running text")
    return ax


def audit_table(matrix: pd.DataFrame, *, names: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw how often each cleaning rule applied in each group, as shaded numbers.

    Parameters
    ----------
    matrix : pandas.DataFrame
        Rules by groups; counts, 0 is shown as a dot.
    names : mapping of str to str
        What to write for each group.
    """
    ax = ax or plt.gca()
    values = matrix.to_numpy(dtype=float)
    if not len(values):
        ax.text(0.5, 0.5, "nothing to mark or merge", ha="center", va="center", color=GREY, transform=ax.transAxes)
        ax.set_axis_off()
        return ax
    top = max(values.max(initial=1), 2)
    ax.imshow(np.where(values > 0, values, np.nan), cmap=HEAT, norm=LogNorm(0.3, top * 3), aspect="auto")
    for (i, j), value in np.ndenumerate(values):
        ax.text(j, i, f"{value:,.0f}" if value else "·", ha="center", va="center", fontsize=6.5,
                color="white" if value > top / 3 else "black" if value else GREY)
    ax.set_xticks(range(values.shape[1]), [names[name] for name in matrix.columns])
    ax.set_yticks(range(values.shape[0]), list(matrix.index))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax
