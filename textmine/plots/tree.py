"""Trees of texts: no dendrogram without the support of its clusters.

The names stand on the left, where the similarity is 1; clusters meet the farther to the right the less their parts
are alike.  Smaller clusters stand above larger ones, so that the numbers of a fork, on the side that its
neighbour is not, have room.
"""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from textmine.plots.style import COLOURS, GREY
from textmine.proximity.structure import SimilarityTree
from textmine.stats.multiscale import Support

SUPPORTED = 0.95
"""AU from which a cluster is marked: that it is not there is rejected at 5 %."""
MANY = 30
"""Leaves from which names are written smaller."""


def dendrogram(
    tree: SimilarityTree, *, names: Mapping[str, str], level: float = SUPPORTED, ax: Axes | None = None
) -> Axes:
    """Draw a tree with the support of each cluster, AU and BP in percent, at its fork.

    Supported clusters are black, with a dot and bold numbers, all others grey.

    Parameters
    ----------
    tree : SimilarityTree of G texts
    names : mapping of str to str
        What to write for each leaf.
    level : float, default 0.95
        AU from which a cluster counts as supported; above 1 where no AU can be trusted.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
        With a Line2D labelled "_fork" for each cluster, closest first, and one text for each but the last.
    """
    ax = ax or plt.gca()
    n, order = len(tree.names), leaf_order(tree.merges)
    y, similarity = np.empty(2 * n - 1), np.ones(2 * n - 1)
    y[order] = np.arange(n)
    for i, (first, second, height, _) in enumerate(tree.merges.tolist()):
        parts = [int(first), int(second)]
        support = tree.support[i]
        strong = bool(support.au >= level)
        y[n + i], similarity[n + i] = y[parts].mean(), 1 - height
        ax.plot(similarity[[parts[0], n + i, n + i, parts[1]]], y[[parts[0], parts[0], parts[1], parts[1]]],
                color="black" if strong else GREY, linewidth=1.3 if strong else 0.7, solid_joinstyle="miter",
                label="_fork", zorder=2 if strong else 1)
    for i in range(n - 2):
        above = y[_parent(tree.merges, n + i)] > y[n + i]
        _write_support(ax, (similarity[n + i], y[n + i]), tree.support[i], above, bool(tree.support[i].au >= level))
    highest = max(tree.merges[-1, 2], 1e-6)
    ax.set_xlim(1 + 0.012 * highest, 1 - 1.04 * highest)
    ax.set_ylim(n - 0.4, -0.6)
    ax.set_yticks(range(n), [names[tree.names[leaf]] for leaf in order])
    ax.tick_params(axis="y", length=0, labelsize=6.5 if n < MANY else 4)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("similarity of the parts that meet")
    return ax


def leaf_order(merges: NDArray[np.float64]) -> list[int]:
    """Return the leaves of a tree from top to bottom, those of the smaller part of each cluster first.

    Examples
    --------
    >>> leaf_order(np.array([[1, 3, 0.1, 2], [0, 4, 0.2, 3], [2, 5, 0.4, 4]]))
    [2, 0, 1, 3]
    """
    n, order = len(merges) + 1, []
    stack = [2 * n - 2]
    while stack:
        node = stack.pop()
        if node < n:
            order.append(node)
            continue
        parts = merges[node - n, :2].astype(int).tolist()
        stack += sorted(parts, key=lambda part: (merges[part - n, 3] if part >= n else 1, part), reverse=True)
    return order


def _parent(merges: NDArray[np.float64], node: int) -> int:
    """Return the cluster in which a cluster meets another."""
    return len(merges) + 1 + int(np.flatnonzero((merges[:, :2] == node).any(axis=1))[0])


def _write_support(ax: Axes, fork: tuple[float, float], support: Support, above: bool, strong: bool) -> None:
    """Write AU and BP on the right of a fork, above or below the line that leads on, and mark a supported one."""
    ax.annotate(f"{percent(support.au)} | {percent(support.bp)}", fork, xytext=(2, 1.5 if above else -1.5),
                textcoords="offset points", ha="left", va="bottom" if above else "top", fontsize=5.5, zorder=4,
                weight="bold" if strong else None, color="black" if strong else GREY,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2})
    if strong:
        ax.plot(*fork, "o", color=COLOURS[1], markersize=4, zorder=5, label="_supported")


def percent(share: float) -> str:
    """Return a share in whole percent, rounded down so that 95 is at least .95; a dash where it is missing.

    Examples
    --------
    >>> [percent(share) for share in (0.727, 0.949, 0.9996, 1.0, 0.0004, float("nan"))]
    ['72', '94', '99', '100', '<1', '–']
    """
    if np.isnan(share):
        return "–"
    return "<1" if 0 < share < 0.01 else f"{int(100 * share + 1e-9)}"
