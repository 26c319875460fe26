"""Attribution figures show the numbers of their tables."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from textmine.plots.attributions import LEGIBLE, accuracy_dots, attribution_matrix


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_cells_show_counts_and_are_dark_by_their_share():
    matrix = pd.DataFrame([[3, 1], [0, 20]], index=["a", "b"], columns=["a", "b"])
    ax = attribution_matrix(matrix, names={"a": "A", "b": "B"})
    assert [text.get_text() for text in ax.texts] == ["3", "1", "0", "20"]
    assert ax.images[0].get_array().tolist() == [[0.75, 0.25], [0, 1]]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B"]
    many = pd.DataFrame(1, index=[str(i) for i in range(LEGIBLE + 1)], columns=[str(i) for i in range(LEGIBLE + 1)])
    assert not attribution_matrix(many, names={name: name for name in many}, ax=plt.figure().add_subplot()).texts


def test_dots_and_ranges_are_those_of_the_table():
    frame = pd.DataFrame({"accuracy": [0.4, 0.9], "chance_low": [0.1, 0.2], "chance_high": [0.3, 0.35],
                          "p_value": [0.012, 0.001]})
    ax = accuracy_dots(frame, labels=["style", "theme"])
    dots = [line for line in ax.lines if line.get_label() == "accuracy"]
    ranges = [line for line in ax.lines if line.get_label() == "_chance"]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in dots] == [(0.4, 0), (0.9, 1)]
    assert [list(line.get_xdata()) for line in ranges] == [[0.1, 0.3], [0.2, 0.35]]
    assert [text.get_text() for text in ax.texts] == ["p = 0.012", "p = 0.001"]
    assert ax.get_xlim()[1] > 0.9 and max(ax.get_xticks()) <= 1
