"""A dendrogram is read back: forks where the merges say, and no fork without its support."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text

from textmine.plots.style import style
from textmine.plots.tree import SUPPORTED, dendrogram, leaf_order
from textmine.proximity.structure import SimilarityTree
from textmine.stats.multiscale import Support

NAMES = {name: name.upper() for name in "abcdefghijkl"}


@pytest.fixture(autouse=True)
def close():
    with style():
        yield
    plt.close("all")


def tree_of(merges, values):
    """A tree with AU and BP of all clusters but the last."""
    merges = np.array(merges, dtype=float)
    support = [Support(au, bp, 0.01, 0.01) for au, bp in values] + [Support(*[np.nan] * 4)]
    names = tuple(NAMES)[:len(merges) + 1]
    members = np.zeros((2 * len(names) - 1, len(names)), dtype=bool)
    members[range(len(names)), range(len(names))] = True
    for i, (first, second) in enumerate(merges[:, :2].astype(int)):
        members[len(names) + i] = members[first] | members[second]
    return SimilarityTree(names, merges, members[len(names):], tuple(support), 100, 0, "passage", 12)


@pytest.fixture
def four():
    return tree_of([[1, 3, 0.1, 2], [0, 4, 0.2, 3], [2, 5, 0.4, 4]], [(0.97, 0.8), (0.949, 0.4)])


def test_forks_lie_where_parts_meet_and_leaves_bear_their_names(four):
    ax = dendrogram(four, names=NAMES, ax=plt.subplots()[1])
    leaves = [label.get_text() for label in ax.get_yticklabels()]
    assert leaves == ["C", "A", "B", "D"]
    forks = [(line.get_xdata().tolist(), line.get_ydata().tolist()) for line in ax.lines if line.get_label() == "_fork"]
    assert forks[0] == ([1, 0.9, 0.9, 1], [2, 2, 3, 3])
    assert forks[1] == ([1, 0.8, 0.8, 0.9], [1, 1, 2.5, 2.5])
    assert forks[2] == ([1, 0.6, 0.6, 0.8], [0, 0, 1.75, 1.75])
    left, right = ax.get_xlim()
    assert left > 1 > 0.6 > right


def test_every_cluster_but_all_leaves_has_its_support_and_strong_ones_are_marked(four):
    ax = dendrogram(four, names=NAMES, ax=plt.subplots()[1])
    assert {text.get_text(): (text.xy, text.get_weight()) for text in ax.texts} == {
        "97 | 80": ((0.9, 2.5), "bold"), "94 | 40": ((0.8, 1.75), "normal")}
    marks = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_label() == "_supported"]
    assert marks == [(0.9, 2.5)]
    wide = [line.get_linewidth() for line in ax.lines if line.get_label() == "_fork"]
    assert wide[0] > wide[1] == wide[2] and SUPPORTED == 0.95


def test_nothing_is_marked_where_no_support_can_be_trusted(four):
    ax = dendrogram(four, names=NAMES, level=np.inf, ax=plt.subplots()[1])
    assert [text.get_text() for text in ax.texts] == ["97 | 80", "94 | 40"]
    assert {text.get_weight() for text in ax.texts} == {"normal"}
    assert not [line for line in ax.lines if line.get_label() == "_supported"]


@pytest.mark.parametrize("seed", range(5))
def test_numbers_do_not_overlap_in_any_tree_of_twelve(seed):
    rng = np.random.default_rng(seed)
    nodes, sizes, merges = list(range(12)), dict.fromkeys(range(12), 1), []
    for i, height in enumerate(np.sort(rng.uniform(0.05, 0.6, 11))):
        first, second = sorted(rng.choice(nodes, 2, replace=False).tolist())
        nodes = [node for node in nodes if node not in (first, second)] + [12 + i]
        sizes[12 + i] = sizes[first] + sizes[second]
        merges.append([first, second, height, sizes[12 + i]])
    figure, ax = plt.subplots(figsize=(3.6, 3.4))
    dendrogram(tree_of(merges, [(1.0, 1.0)] * 10), names=NAMES, ax=ax)
    figure.canvas.draw()
    boxes = [Text.get_window_extent(text) for text in ax.texts]
    assert len(boxes) == 10 and not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    assert sorted(leaf_order(np.array(merges))) == list(range(12))


def test_texts_that_do_not_differ_are_drawn_too():
    ax = dendrogram(tree_of([[0, 1, 0, 2], [2, 3, 0, 3]], [(np.nan, np.nan)]), names=NAMES, ax=plt.subplots()[1])
    assert [text.get_text() for text in ax.texts] == ["– | –"] and ax.get_xlim()[0] > ax.get_xlim()[1]
