"""Panels: grids of small multiples with common scales.

The reader learns the scale once and compares panels at a glance.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from textmine.plots.style import DOUBLE, MM

ROW_HEIGHT = 3.4 * MM


def grid(
    titles: Sequence[str], *, n_rows_in_panel: int, n_columns: int,
    share_x: bool = True, share_y: bool = True,
) -> tuple[Figure, list[Axes]]:
    """Return a figure of double-column width and one Axes for each title.

    Parameters
    ----------
    titles : sequence of str
    n_rows_in_panel : int
        Lines of text that a panel must hold; sets its height.
    n_columns : int
        At most this many panels side by side; fewer where that fills the rows evenly.
    share_x, share_y : bool, default True

    Examples
    --------
    >>> figure, axes = grid(["a", "b", "c"], n_rows_in_panel=4, n_columns=2)
    >>> len(axes), figure.get_size_inches().round(2).tolist()
    (3, [7.2, 2.02])
    >>> plt.close(figure)
    """
    n_rows = -(-len(titles) // n_columns)
    n_columns = -(-len(titles) // n_rows)
    height = n_rows * (n_rows_in_panel * ROW_HEIGHT + 12 * MM)
    figure, axes = plt.subplots(n_rows, n_columns, figsize=(DOUBLE, height), squeeze=False,
                                sharex=share_x, sharey=share_y)
    flat = list(np.asarray(axes).ravel())
    for ax, title in zip(flat, titles, strict=False):
        ax.set_title(title)
    for ax in flat[len(titles):]:
        ax.remove()
    if share_x:
        for i, ax in enumerate(flat[:len(titles)]):
            ax.tick_params(labelbottom=i + n_columns >= len(titles))
    return figure, flat[:len(titles)]
