"""Word shifts and biplots are read back from their artists, and their words never overlap."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Ellipse
from matplotlib.text import Annotation, Text

import textmine as tm
from textmine.plots.biplot import axis_strip, biplot
from textmine.plots.panels import grid
from textmine.plots.shifts import REFERENCE, fit_shifts, shift_bars
from textmine.plots.style import look, style


@pytest.fixture(autouse=True)
def close():
    with style():
        yield
    plt.close("all")


def boxes(ax):
    """Return the boxes of all words written on an Axes."""
    renderer = ax.figure.canvas.get_renderer()
    return [Text.get_window_extent(text, renderer) for text in ax.texts if text.get_text()]


def assert_apart(ax, inside=True):
    found = boxes(ax)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(found, 2))
    frame = ax.get_window_extent()
    assert not inside or all(frame.x0 - 0.5 <= box.x0 and box.x1 <= frame.x1 + 0.5 for box in found)


def test_bars_show_the_values_to_the_side_that_uses_the_word():
    ax = shift_bars(["a", "b"], [2.0, -1.0], colour="#0072B2", notes=["9 v 1", "0 v 4"], heading="total",
                    ax=plt.subplots()[1])
    assert [bar.get_width() for bar in ax.patches] == [2, -1]
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches] == ["#0072B2", REFERENCE]
    names = {text.get_text(): text.get_ha() for text in ax.texts if text.get_gid() == "_name"}
    notes = {text.get_text(): (text.xy[0], text.get_ha()) for text in ax.texts if text.get_gid() == "_note"}
    assert names == {"a": "right", "b": "left"}
    assert notes == {"9 v 1": (2, "left"), "0 v 4": (-1, "right")}


@pytest.mark.parametrize("longest", ["word", "an uncommonly long phrase of many words that no panel holds"])
@pytest.mark.parametrize("n_panels", [1, 3, 5, 12])
def test_nothing_overlaps_or_leaves_its_panel_and_scales_are_common(longest, n_panels):
    rng = np.random.default_rng(0)
    figure, axes = grid([str(i) for i in range(n_panels)], n_rows_in_panel=10, n_columns=3, share_y=False)
    for ax in axes:
        shift_bars([longest, *"abcdefg"], np.r_[5, rng.normal(size=7)], colour="C0", notes=["12,345 v 678"] * 8,
                   n_lines=8, heading="0.123 bits, 0.045 beyond chance", ax=ax)
    limit = fit_shifts(axes)
    figure.canvas.draw()
    for ax in axes:
        assert ax.get_xlim() == (-limit, limit)
        assert_apart(ax)
    cut = {text.get_text() for ax in axes for text in ax.texts if text.get_text().endswith("…")}
    assert bool(cut) == (len(longest) > 20 and n_panels > 1) and all(longest.startswith(each[:-1]) for each in cut)


def test_a_group_without_differences_says_so():
    ax = shift_bars([], [], colour="C0", n_lines=3, ax=plt.subplots()[1])
    assert fit_shifts([ax]) > 0
    assert "none" in {text.get_text() for text in ax.texts}


@pytest.fixture(scope="module")
def found(table):
    return tm.correspondence(table, by="article", n_permutations=9)


def drawn(found, n_terms=80, groups=None):
    """Return what a biplot of the strongest terms left out, and its Axes."""
    terms = found.terms_frame()
    strong = terms.groupby("term")["contribution"].sum().nlargest(n_terms).index
    terms = terms.set_index("term").loc[strong].reset_index()
    ax = plt.subplots(figsize=(7, 5))[1]
    names = {group: group[:3] for group in found.groups}
    draw = biplot if found.n_components > 1 else axis_strip
    frames = (found.groups_frame(), found.ellipses_frame(), terms) if found.n_components > 1 else (
        found.groups_frame(), terms)
    return draw(*frames, groups=found.groups, names=names, ax=ax), ax, strong


def marks(ax):
    return {line.get_label(): (line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines
            if not line.get_label().startswith("_")}


def test_biplot_shows_places_coordinates_and_ellipses(found):
    left_out, ax, strong = drawn(found)
    frame = found.groups_frame().pivot(index="group", columns="axis", values=["place", "coordinate"]).astype(float)
    assert marks(ax) == {group: tuple(frame.loc[group, "place"]) for group in found.groups}
    plain = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_label() == "_plain"]
    assert plain == [tuple(frame.loc[group, "coordinate"]) for group in found.groups]
    ellipses = {patch.get_label(): patch for patch in ax.patches
                if isinstance(patch, Ellipse) and patch.get_label() in found.groups}
    for row in found.ellipses_frame().itertuples():  # group, x, y, width, height, angle
        patch = ellipses[row.group]
        assert (*patch.center, patch.width, patch.height, patch.angle) == row[2:7]
    for group in found.groups:
        assert {text.get_color() for text in ax.texts if text.get_text() == group[:3]} == {look(found.groups)[group][0]}


def test_words_of_a_biplot_stand_in_their_direction_and_never_overlap(found):
    left_out, ax, strong = drawn(found)
    ax.figure.canvas.draw()
    assert_apart(ax)
    written = {text.get_text(): text.xy for text in ax.texts if isinstance(text, Annotation)}
    assert set(written) == (set(strong) - set(left_out)) | {group[:3] for group in found.groups}
    assert left_out and len(left_out) < 60
    words = found.terms_frame().pivot(index="term", columns="axis", values="contribution_coordinate").astype(float)
    ratios = np.array([np.divide(written[term], words.loc[term].to_numpy()) for term in strong if term in written])
    np.testing.assert_allclose(ratios, ratios[0, 0])
    scales = [np.ptp(limits) / size for limits, size in zip(
        (ax.get_xlim(), ax.get_ylim()), (ax.get_window_extent().width, ax.get_window_extent().height), strict=True)]
    assert scales[0] == pytest.approx(scales[1], rel=1e-6)


def test_groups_without_ellipse_are_drawn_at_their_coordinates(table):
    documents = table.documents["article"].to_pylist()
    names = sorted(set(documents))
    first = {name: documents.index(name) for name in names}
    alone = tm.correspondence(table[sorted(first.values())], by="article", n_permutations=9)
    _, ax, _ = drawn(alone, 20)
    assert not [patch for patch in ax.patches if isinstance(patch, Ellipse)]
    frame = alone.groups_frame().pivot(index="group", columns="axis", values="coordinate").astype(float)
    assert marks(ax) == {group: tuple(frame.loc[group]) for group in alone.groups}


def test_two_groups_stand_on_one_axis_with_their_intervals(table):
    names = sorted(set(table.documents["article"].to_pylist()))[:2]
    two = tm.correspondence(table.select({"article": names}), by="article", n_permutations=9)
    left_out, ax, strong = drawn(two, 40)
    ax.figure.canvas.draw()
    assert_apart(ax)
    rows = two.groups_frame().set_index("group").astype({name: float for name in ("place", "low", "high")})
    assert {group: x for group, (x, _) in marks(ax).items()} == rows["place"].to_dict()
    intervals = [tuple(line.get_xdata()) for line in ax.lines if line.get_label() == "_interval"]
    assert intervals == list(rows[["low", "high"]].itertuples(index=False, name=None))
    terms = two.terms_frame().set_index("term")
    for text in ax.texts:
        if text.get_text() in terms.index:
            assert 10 ** text.xy[1] == pytest.approx(terms.loc[text.get_text(), "count"])
            assert np.sign(text.xy[0]) == np.sign(terms.loc[text.get_text(), "coordinate"])
    assert isinstance(terms, pd.DataFrame) and len(left_out) < 40
