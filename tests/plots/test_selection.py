"""Criteria over numbers of topics and the stability of topics, read back from their artists."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from textmine.plots.selection import CRITERIA, candidate_panels, candidates, stability_dots
from textmine.plots.style import style

CURVE = pd.DataFrame({
    "n_components": [3, 4, 5], "stability": [0.6, 0.8, 0.5], "stability_error": [0.05, 0.02, 0.01],
    "null_low": pd.array([0.1, 0.15, 0.1], "Float64"), "null_high": pd.array([0.3, 0.25, 0.2], "Float64"),
    "perplexity": [90.0, 80.0, 79.0], "perplexity_error": [2.0, 3.0, 4.0], "coherence": [0.1, 0.2, 0.3],
    "coherence_low": [0.0, 0.1, 0.15], "coherence_high": [0.2, 0.3, 0.5], "exclusivity": [0.9, 0.8, 0.7],
    "chosen": [False, True, False]})
STABILITY = pd.DataFrame({
    "topic": [1, 2], "stability": [0.8, 0.15], "low": [0.5, 0.0], "high": [1.0, 0.4],
    "null_high": pd.array([0.2, 0.2], "Float64"), "flag": ["", "not reproducible"]})


@pytest.fixture(autouse=True)
def close():
    with style():
        yield
    plt.close("all")


def line(ax, label):
    return next(each for each in ax.lines if each.get_label() == label)


def test_each_panel_shows_its_criterion_and_marks_the_chosen_number():
    _, axes = candidate_panels(CURVE)
    assert len(axes) == len(CRITERIA) == 4
    for ax, criterion in zip(axes, CRITERIA, strict=True):
        assert ax.get_title("left") == criterion.title
        drawn = line(ax, "candidates")
        assert drawn.get_xdata().tolist() == [3, 4, 5]
        assert drawn.get_ydata().tolist() == CURVE[criterion.value].tolist()
        chosen = line(ax, "chosen")
        assert (chosen.get_xdata().tolist(), chosen.get_ydata().tolist()) == ([4], [CURVE[criterion.value][1]])
        assert line(ax, "_chosen").get_xdata() == [4, 4]
        assert (chosen.get_color(), chosen.get_marker()) != (drawn.get_color(), drawn.get_marker())


@pytest.mark.parametrize("number, low, high", [
    (0, [0.55, 0.78, 0.49], [0.65, 0.82, 0.51]), (1, [88, 77, 75], [92, 83, 83]), (2, [0, 0.1, 0.15], [0.2, 0.3, 0.5]),
])
def test_limits_are_an_error_to_either_side_or_the_interval(number, low, high):
    ax = candidates(CURVE, CRITERIA[number], ax=plt.subplots()[1])
    limits = next(each for each in ax.collections if each.get_label() == "_limits").get_segments()
    np.testing.assert_allclose([segment[:, 1] for segment in limits], np.transpose([low, high]))
    assert [segment[0, 0] for segment in limits] == [3, 4, 5]


def test_the_band_of_shuffled_text_is_drawn_where_it_is_known():
    ax = candidates(CURVE, CRITERIA[0], ax=plt.subplots()[1])
    corners = {tuple(each) for each in ax.collections[0].get_paths()[0].vertices.round(9).tolist()}
    assert {(3.0, 0.1), (4.0, 0.15), (5.0, 0.2), (3.0, 0.3)} <= corners
    assert [text.get_text() for text in ax.texts] == ["shuffled text"]
    bare = candidates(CURVE.assign(null_low=pd.NA, null_high=pd.NA), CRITERIA[0], ax=plt.subplots()[1])
    assert not bare.texts
    with pytest.raises(ValueError, match="a table with 'stability'"):
        candidates(CURVE.drop(columns="stability"), CRITERIA[0])


@pytest.mark.parametrize("chosen", range(8))
def test_the_line_of_the_chosen_number_does_not_cross_the_name_of_the_band(chosen):
    many = pd.concat([CURVE] * 3, ignore_index=True)[:8].assign(n_components=range(3, 11))
    figure, axes = candidate_panels(many.assign(chosen=many.index == chosen))
    figure.canvas.draw()
    box = axes[0].texts[0].get_window_extent()
    at = axes[0].transData.transform((many["n_components"][chosen], 0))[0]
    assert not box.x0 <= at <= box.x1


def test_stability_of_topics_is_drawn_beside_shuffled_text():
    ax = stability_dots(STABILITY, names={1: "peace", 2: "virus"}, ax=plt.subplots()[1])
    for y, row in enumerate(STABILITY.itertuples()):
        dot = line(ax, str(row.topic))
        assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (row.stability, y)
        assert (dot.get_markerfacecolor() == "white") == bool(row.flag)
    assert [tuple(each.get_xdata()) for each in ax.lines if each.get_label() == "_range"] == [(0.5, 1.0), (0.0, 0.4)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["peace", "virus"]
    assert ax.patches[0].get_width() == pytest.approx(0.2)
    bare = stability_dots(STABILITY.assign(null_high=pd.NA), ax=plt.subplots()[1])
    assert not bare.patches and [label.get_text() for label in bare.get_yticklabels()] == ["1", "2"]
