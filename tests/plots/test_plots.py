"""Figures are read back from their artists and compared with the table."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from textmine.plots.dispersion import densities, per_twentieth, rug, word_rug
from textmine.plots.keywords import ranked_bars
from textmine.plots.labels import place_labels
from textmine.plots.lexical import profile_dots
from textmine.plots.panels import grid
from textmine.plots.profile import audit_table, size_bars
from textmine.plots.proximity import similarity_map, similarity_matrix
from textmine.plots.style import COLOURS, MARKERS, look, short_names, style
from textmine.plots.themes import dodged_dots, heat_map, interval_dots

GROUPS = ("a", "b", "c")
NAMES = {group: group.upper() for group in GROUPS}
FRAME = pd.DataFrame({"group": GROUPS, "share": [0.2, 0.5, 0.4], "low": pd.array([0.1, 0.4, pd.NA], "Float64"),
                      "high": pd.array([0.3, 0.7, pd.NA], "Float64"), "topic": 1})


@pytest.fixture(autouse=True)
def close():
    with style():
        yield
    plt.close("all")


def dots(ax):
    return {line.get_label(): (line.get_xdata(), line.get_ydata(), line.get_color()) for line in ax.lines
            if not line.get_label().startswith("_")}


def test_interval_dots_show_the_table():
    ax = interval_dots(FRAME, "share", "low", "high", groups=GROUPS, names=NAMES, ax=plt.subplots()[1])
    for y, row in enumerate(FRAME.itertuples()):
        x, line_y, colour = dots(ax)[row.group]
        assert (x[0], line_y[0], colour) == (row.share, y, look(GROUPS)[row.group][0])
    intervals = [tuple(line.get_xdata()) for line in ax.lines if line.get_label() == "_interval"]
    assert intervals == [(0.1, 0.3), (0.4, 0.7)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B", "C"]


def test_profile_dots_show_the_table_and_say_what_they_cut():
    frame = pd.DataFrame({"group": GROUPS, "measure": "mtld", "value": pd.array([60, 70, pd.NA], "Float64"),
                          "low": pd.array([50, 1, pd.NA], "Float64"), "high": pd.array([65, 900, pd.NA], "Float64")})
    other = frame.assign(measure="hdd", value=0.5)
    ax = profile_dots(pd.concat([other, frame]), "mtld", groups=GROUPS, names=NAMES, ax=plt.subplots()[1])
    assert {group: (x[0], y[0], colour) for group, (x, y, colour) in dots(ax).items()} == {
        group: (value, y, look(GROUPS)[group][0]) for y, (group, value) in enumerate([("a", 60), ("b", 70)])}
    drawn = {label: [(line.get_xdata()[0], line.get_xdata()[-1]) for line in ax.lines if line.get_label() == label]
             for label in ("_interval", "_cut", "_median")}
    assert drawn["_interval"] == [(50, 65), (1, 900)] and drawn["_median"] == [(65, 65)]
    left, right = ax.get_xlim()
    assert drawn["_cut"] == [(left, left), (right, right)] and 40 < left < 50 and 75 < right < 90
    assert [text.get_text() for text in ax.texts] == ["–"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B", "C"]


def test_profile_dots_of_many_groups_and_of_none():
    groups = tuple(f"g{i:02}" for i in range(59))
    frame = pd.DataFrame({"group": groups, "measure": "hdd", "value": np.linspace(0.6, 0.9, 59), "low": np.nan,
                          "high": np.nan})
    ax = profile_dots(frame, "hdd", groups=groups, names=dict(zip(groups, groups, strict=True)), ax=plt.subplots()[1])
    assert len(dots(ax)) == 59 and ax.get_yticklabels()[0].get_fontsize() < 5
    ax = profile_dots(frame.assign(value=np.nan), "hdd", groups=groups[:2], names={g: g for g in groups},
                      ax=plt.subplots()[1])
    assert not dots(ax) and len(ax.texts) == 2 and not [li for li in ax.lines if li.get_label() == "_median"]


def test_dodged_dots_keep_each_row_apart():
    frame = pd.concat([FRAME.assign(topic=1), FRAME.assign(topic=2, share=[0.3, 0.1, 0.6])])
    ax = dodged_dots(frame, [2, 1], "topic", "share", "low", "high", groups=GROUPS, names=NAMES, ax=plt.subplots()[1])
    for group in GROUPS:
        x, y, _ = dots(ax)[NAMES[group]]
        expected = frame[frame["group"] == group].set_index("topic").loc[[2, 1], "share"]
        assert x.tolist() == expected.tolist()
        assert (np.abs(y - [0, 1]) < 0.5).all()


def test_heat_map_and_audit_write_their_numbers():
    matrix = pd.DataFrame([[0.2, 0.8], [0.5, np.nan]], index=["t1", "t2"], columns=["a", "b"])
    ax = heat_map(matrix, names=NAMES, ax=plt.subplots()[1])
    assert [text.get_text() for text in ax.texts] == ["20", "80", "50"]
    np.testing.assert_array_equal(np.asarray(ax.images[0].get_array()), matrix.to_numpy())
    counts = pd.DataFrame([[1, 0], [1200, 3]], index=["caption", "quotes"], columns=["a", "b"])
    ax = audit_table(counts, names=NAMES, ax=plt.subplots()[1])
    assert [text.get_text() for text in ax.texts] == ["1", "·", "1,200", "3"]
    ax = audit_table(counts.iloc[:0], names=NAMES, ax=plt.subplots()[1])
    assert [text.get_text() for text in ax.texts] == ["nothing to mark or merge"]


def test_ranked_bars_show_lengths_fills_and_notes():
    ax = ranked_bars(["x", "y"], [3.0, 1.0], colour=COLOURS[0], filled=[True, False], notes=["n1", "n2"],
                     ax=plt.subplots()[1])
    assert [bar.get_width() for bar in ax.patches] == [3, 1]
    assert ax.patches[1].get_facecolor()[:3] == (1, 1, 1) != ax.patches[0].get_facecolor()[:3]
    assert [text.get_text() for text in ax.texts] == ["n1", "n2"]


def test_similarity_matrix_shows_each_pair_once():
    matrix = pd.DataFrame([[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1]], index=list(GROUPS), columns=list(GROUPS))
    ax = similarity_matrix(matrix, names=NAMES, ax=plt.subplots()[1])
    numbers = sorted(text.get_text() for text in ax.texts if text.get_text()[0] == "0")
    assert numbers == ["0.20", "0.40", "0.50"]


def test_similarity_map_shows_points_labels_or_a_legend():
    points = pd.DataFrame({"group": GROUPS, "x": [0, 1, 2.0], "y": [0, 1, 0.0]})
    ax = similarity_map(points, groups=GROUPS, names=NAMES, ax=plt.subplots()[1])
    assert {text.get_text() for text in ax.texts} == {"A", "B", "C"}
    many = pd.concat([points, points.assign(x=points["x"] + 0.1)])
    ax = similarity_map(many, groups=GROUPS, names=NAMES, ax=plt.subplots()[1])
    assert sum(len(x) for x, _, _ in dots(ax).values()) == 6 and ax.get_legend() is not None


def test_similarity_map_draws_the_ellipses_of_its_table_whole():
    points = pd.DataFrame({"group": GROUPS, "x": [0, 1, 2.0], "y": [0, 1, 0.0], "major": [0.5, 2, 0.3],
                           "minor": [0.2, 1, 0.3], "angle": [0, 90.0, 0]})
    ax = similarity_map(points, groups=GROUPS, names=NAMES, ax=plt.subplots()[1])
    found = {patch.get_label(): (*patch.center, patch.width, patch.height, patch.angle) for patch in ax.patches
             if patch.get_label() in GROUPS}
    assert found == {row.group: (row.x, row.y, 2 * row.major, 2 * row.minor, row.angle) for row in points.itertuples()}
    low, high = ax.get_ylim()
    assert low < -1 and high > 3 and ax.get_xlim()[0] < -0.5 and ax.get_xlim()[1] > 2.3
    assert {text.get_text() for text in ax.texts} == {"A", "B", "C"}


@pytest.mark.parametrize("huge", [0.01, 1, 1000])
def test_names_on_a_crowded_map_are_all_there_and_do_not_overlap(huge):
    groups = tuple(f"group number {i}" for i in range(12))
    place = np.random.default_rng(0).normal(size=(12, 2))
    points = pd.DataFrame({"group": groups, "x": place[:, 0], "y": place[:, 1], "major": huge, "minor": huge / 2,
                           "angle": 30.0})
    figure, ax = plt.subplots(figsize=(3.3, 3.3))
    similarity_map(points, groups=groups, names=dict(zip(groups, groups, strict=True)), ax=ax)
    assert sorted(text.get_text() for text in ax.texts) == sorted(groups)
    boxes = [Text.get_window_extent(text) for text in ax.texts]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    assert np.ptp(ax.get_xlim()) < 10 * np.ptp(place)


def test_rug_and_densities_show_every_place():
    places = pd.DataFrame({"theme": ["peace", "peace", "war"], "position": [0.1, 0.12, 0.9]})
    ax = rug(places, themes=["peace", "war"], colour="C0", ax=plt.subplots()[1])
    ticks = [segment[0][0] for lines in ax.collections for segment in lines.get_segments()]
    assert sorted(ticks) == [0.1, 0.12, 0.9]
    assert per_twentieth(places, "peace", 2).sum() == 1
    ax = densities(places, themes=["peace", "war"], colour="C0", n_articles=2, highest=1, ax=plt.subplots()[1])
    heights = [-bar.get_height() / 0.85 for bar in ax.patches]
    assert sum(heights) == pytest.approx(1.5)


@pytest.mark.parametrize("relative", [True, False])
def test_word_rug_shows_every_place_the_count_and_dp(relative):
    places = pd.DataFrame({"pattern": ["war", "war", "peace", "war"], "group": ["a", "a", "a", "b"],
                           "share": [0.1, 0.12, 0.5, 0.9], "position": [10, 12, 50, 180]})
    summary = pd.DataFrame({"group": GROUPS, "pattern": "war", "count": [2, 1, 0], "longest": [100, 200, 150],
                            "articles": 1, "dp": pd.array([0.25, 0.5, pd.NA], "Float64")})
    ax = word_rug(places, summary, pattern="war", groups=GROUPS, names=NAMES, relative=relative, ax=plt.subplots()[1])
    ticks = {lines.get_label(): sorted(segment[0][0] for segment in lines.get_segments()) for lines in ax.collections}
    column = "share" if relative else "position"
    assert ticks == {group: places.query("group == @group and pattern == 'war'")[column].tolist() for group in GROUPS}
    ends = [line.get_xdata()[1] for line in ax.lines if line.get_label() == "_line"]
    assert ends == ([1, 1, 1] if relative else [100, 200, 150])
    assert [text.get_text() for text in ax.texts] == ["2", "0.25", "1", "0.50", "0", "–", "n", "DP"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B", "C"]
    assert ax.get_title(loc="left") == "war"
    assert ax.get_xlabel() == f"place in the article ({'%' if relative else 'words'})"


@pytest.mark.parametrize("width", [2, 12])
def test_the_margin_of_a_word_rug_is_as_far_on_wide_axes_as_on_narrow_ones(width):
    places = pd.DataFrame({"pattern": ["war"], "group": ["a"], "share": [0.1], "position": [10]})
    figure, ax = plt.subplots(figsize=(width, 2))
    word_rug(places, SUMMARY, pattern="war", groups=GROUPS, names=NAMES, ax=ax)
    figure.canvas.draw()
    edges = {round((note.get_window_extent().x1 - ax.get_window_extent().x1) * 72 / figure.dpi) for note in ax.texts}
    assert len(edges) == 2 and max(edges) < 50


SUMMARY = pd.DataFrame({"group": GROUPS, "pattern": "war", "count": [2, 1, 0], "longest": [100, 200, 150],
                        "articles": [1, 2, 1], "dp": pd.array([0.25, 0.5, pd.NA], "Float64")})


@pytest.mark.parametrize("options, message", [
    ({"pattern": "wa"}, "pattern must be in summary, one of 'war', got 'wa'. Did you mean 'war'"),
    ({"groups": ["a", "d"]}, "groups must be groups in summary, of 'a', 'b', 'c', got 'd'"),
    ({"groups": []}, "groups must be a list of at least one group"),
    ({"names": {"a": "A"}}, "names must be a mapping of every group"),
    ({"relative": False}, "groups must be single articles with relative=False, got 'b' of 2"),
])
def test_what_a_word_rug_cannot_show_is_named(options, message):
    places = pd.DataFrame({"pattern": [], "group": [], "share": [], "position": []})
    with pytest.raises(ValueError, match=message):
        word_rug(places, SUMMARY, **{"pattern": "war", "groups": GROUPS, "names": NAMES} | options)
    fine = {"pattern": "war", "groups": ["a", "c"], "names": NAMES, "relative": False}
    assert word_rug(places, SUMMARY, **fine, ax=plt.subplots()[1]).get_xlim() == (0, 150)


def test_size_bars_show_tokens():
    frame = pd.DataFrame({"group": GROUPS, "articles": [1, 2, 3], "passages": [1, 5, 9], "tokens": [10, 1000, 50],
                          "types": [5, 5, 5]})
    ax = size_bars(frame, groups=GROUPS, names=NAMES, ax=plt.subplots()[1])
    assert [bar.get_width() for bar in ax.patches] == [10, 1000, 50]
    assert [text.get_text() for text in ax.texts] == [
        "10 tokens · 1 passage", "1,000 tokens · 5 passages · 2 articles", "50 tokens · 9 passages · 3 articles"]


@pytest.mark.parametrize("n", [3, 12, 40])
def test_labels_never_overlap(n):
    rng = np.random.default_rng(0)
    figure, ax = plt.subplots(figsize=(4, 4))
    x, y = rng.random(n), rng.random(n)
    ax.plot(x, y, "o", markersize=4)
    figure.canvas.draw()
    notes = place_labels(ax, x, y, [f"article {i} مقال Ω" for i in range(n)])
    renderer = figure.canvas.get_renderer()
    boxes = [Text.get_window_extent(note, renderer) for note in notes]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    assert len(notes) == n or n == 40 and len(notes) >= 10


@pytest.mark.parametrize("names, expected", [
    (["000_abcdefghijklmnop", "001_abcdefghijklmnop"], ["000", "001"]),
    (["short", "names"], ["short", "names"]),
    (["Party of the Left 2019", "Party of the Left 2020"], ["Party o…ft 2019", "Party o…ft 2020"]),
])
def test_names_are_shortened_where_they_still_differ(names, expected):
    assert [value[:15] for value in short_names(names).values()] == expected
    assert len(set(short_names([f"x{'y' * 30}{i}{'z' * 30}" for i in range(12)]).values())) == 12


def test_groups_differ_in_colour_and_marker():
    looks = look([str(i) for i in range(12)])
    assert len(set(looks.values())) == 12
    assert len(set(COLOURS)) == 8 and len(set(MARKERS)) == 12


def test_grid_gives_one_panel_for_each_title():
    figure, axes = grid([f"t{i}" for i in range(7)], n_rows_in_panel=3, n_columns=4)
    assert [ax.get_title(loc="left") for ax in axes] == [f"t{i}" for i in range(7)]
    assert len(figure.axes) == 7
