"""Plots of shared passages and of what they change, read back from the artists."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.text import Text

from textmine.plots.change import change_arrows
from textmine.plots.reuse import KINDS, dot_plot, share_bars
from textmine.plots.similarities import reason_bars, similarity_intervals
from textmine.plots.style import style

NAMES = {"a": "A", "b": "B", "c": "C"}


@pytest.fixture
def ax():
    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)


def test_lines_lead_from_start_to_end_on_both_sides(ax):
    frame = pd.DataFrame([("a", 10, 60, "b", 100, 180, "verbatim"), ("b", 0, 50, "c", 20, 90, "paraphrase")],
                         columns=["article", "start", "stop", "other", "other_start", "other_stop", "kind"])
    dot_plot(frame, {"a": 100, "b": 200, "c": 300}, names=NAMES, ax=ax)
    lines = {each.get_label(): [segment.tolist() for segment in each.get_segments()] for each in ax.collections
             if isinstance(each, LineCollection)}
    assert lines["verbatim"] == [[[10, 200], [60, 280]]]
    assert lines["paraphrase"] == [[[100, 320], [150, 390]]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["verbatim", "paraphrase"]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["B", "C"]


def test_names_of_short_articles_do_not_overlap():
    lengths = {f"n{i:02}": 10_000 if i < 3 else 50 for i in range(12)}
    frame = pd.DataFrame(columns=["article", "start", "stop", "other", "other_start", "other_stop", "kind"])
    with style():
        figure, ax = plt.subplots(figsize=(4, 3.4))
        dot_plot(frame, lengths, names={name: name for name in lengths}, ax=ax)
        figure.canvas.draw()
    for labels in (ax.get_xticklabels(), ax.get_yticklabels()):
        boxes = [label.get_window_extent() for label in labels]
        assert len(boxes) == 11 and not any(a.overlaps(b) for a, b in zip(boxes, boxes[1:], strict=False))
    plt.close(figure)


def test_short_passages_are_still_seen(ax):
    frame = pd.DataFrame([("a", 10, 11, "b", 0, 1, "verbatim")],
                         columns=["article", "start", "stop", "other", "other_start", "other_stop", "kind"])
    dot_plot(frame, {"a": 50_000, "b": 50_000}, names=NAMES, ax=ax)
    (start, stop), = [each.get_segments()[0] for each in ax.collections if each.get_label() == "verbatim"]
    assert (stop - start).min() >= 500


def test_bars_add_up_to_the_share(ax):
    shares = pd.DataFrame({"article": ["a", "b"], "n_words": [200, 0], "n_shared": [50, 0], "n_verbatim": [30, 0],
                           "n_paraphrase": [20, 0]})
    share_bars(shares, order=["a", "b"], names=NAMES, ax=ax)
    widths = [patch.get_width() for patch in ax.patches]
    assert widths == pytest.approx([15, 0, 10, 0])
    assert [text.get_text() for text in ax.texts] == ["25.0 %  (50 words)", "none"]
    assert set(KINDS) == {"duplicate", "verbatim", "paraphrase"}


def test_before_and_after_stand_in_one_row(ax):
    effect = pd.DataFrame({"measure": ["similarity", "keyness", "emphasis"], "group": ["a", "b", "c"],
                           "other": ["b", pd.NA, pd.NA], "item": [pd.NA, "peace", "2"],
                           "before": pd.array([.5, 1, pd.NA], dtype="Float64"), "before_low": [.4, np.nan, .1],
                           "before_high": [.6, np.nan, .3], "after": [.3, 2, .2], "after_low": [.2, 1, .1],
                           "after_high": [.4, 3, .3]})
    change_arrows(effect, names=NAMES, ax=ax)
    before, after = (line.get_xdata() for line in ax.lines)
    assert before[:2].tolist() == [.5, 1] and np.isnan(before[2]) and after.tolist() == [.3, 2, .2]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["A – B", "peace, B", "topic 2, C"]
    assert len(ax.collections[0].get_segments()) == 2


def test_similarities_with_interval_and_chance(ax):
    frame = pd.DataFrame({"document": ["a", "a"], "other": ["b", "c"], "similarity": [.5, .6],
                          "corrected": pd.array([.9, pd.NA], dtype="Float64"), "low": [.8, np.nan],
                          "high": [.95, np.nan], "null_mean": [.55, np.nan], "null_sd": [.01, np.nan]})
    similarity_intervals(frame, names=NAMES, ax=ax)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["A – B", "A – C"]
    corrected, plain = (line.get_xdata() for line in ax.lines)
    assert corrected[0] == .9 and np.isnan(corrected[1]) and plain.tolist() == [.5, .6]
    bar, = ax.patches
    assert bar.get_x() + bar.get_width() / 2 == pytest.approx(.55)
    assert len(ax.collections[0].get_segments()) == 1


def test_reasons_are_bars_on_one_scale_with_the_rest_beside():
    names = ["peace", "a word of more than the usual length", "war"]
    first, second = (pd.DataFrame({"item": [*names[:n], None], "share": [*shares, 1 - sum(shares)],
                                   "note": [""] * n + ["1,234 other terms"]}) for n, shares in (
        (3, [.3, .2, .1]), (2, [.05, .04])))
    figure, axes = plt.subplots(1, 2, figsize=(3.2, 2))
    reason_bars([first, second], colours=["C0", "C1"], n_lines=3, axes=axes)
    assert [[round(bar.get_width(), 9) for bar in ax.patches] for ax in axes] == [[30, 20, 10], [5, 4]]
    left, right = ([text.get_text() for text in ax.texts] for ax in axes)
    assert left[0] == "peace" and left[2].endswith("…") and left[1:6:2] == ["30.0", "20.0", "10.0"]
    assert left[-1] == "1,234 other terms: 40 %" and right[-1] == "1,234 other terms: 91 %"
    assert axes[0].get_xlim() == axes[1].get_xlim()
    figure.canvas.draw()
    frames = [ax.get_window_extent() for ax in axes]
    for ax, frame in zip(axes, frames, strict=True):
        boxes = [Text.get_window_extent(text) for text in ax.texts]
        assert all(box.x0 >= frame.x0 - 1 and box.x1 <= frame.x1 + 1 for box in boxes)
    plt.close(figure)
