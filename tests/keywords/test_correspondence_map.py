"""Correspondence analysis of tables: frames, chance, edges and errors."""

import numpy as np
import pyarrow as pa
import pytest
from sklearn.utils import shuffle

import textmine as tm
from textmine.stats.correspondence_analysis import ellipse_scale

SMOKING = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])


@pytest.fixture(scope="module")
def found(table):
    return tm.correspondence(table, by="article", n_components=3, n_permutations=99)


def smoking(copies=3):
    """The staff groups of Greenacre (1984), each as several documents."""
    groups = [name for name in ("SM", "JM", "SE", "JE", "SC") for _ in range(copies)]
    documents = pa.table({"document": [f"{g}{i}" for i, g in enumerate(groups)], "staff": groups})
    return tm.DocTerm.from_counts(np.repeat(SMOKING, copies, axis=0), ["a none", "b light", "c medium", "d heavy"],
                                  documents)


def test_smoking_gold_by_name():
    frame = tm.correspondence(smoking(), by="staff", n_permutations=9)
    axes = frame.axes_frame()
    np.testing.assert_allclose(axes["inertia"], [0.074759, 0.010017, 0.000414], atol=5e-7)
    np.testing.assert_allclose(axes["share"], [0.878, 0.118, 0.005], atol=6e-4)
    rows = frame.groups_frame().set_index(["group", "axis"])
    assert abs(rows.loc[("SE", 1), "coordinate"]) == pytest.approx(0.381, abs=6e-4)
    assert rows.loc[("SE", 1), "cos2"] == pytest.approx(0.999, abs=6e-4)
    assert rows.loc[("JM", 2), "contribution"] == pytest.approx(0.551, abs=6e-4)
    columns = frame.terms_frame().set_index(["term", "axis"])
    assert columns.loc[("a none", 1), "contribution"] == pytest.approx(0.654, abs=6e-4)
    assert columns.loc[("d heavy", 2), "cos2"] == pytest.approx(0.310, abs=6e-4)
    np.testing.assert_allclose(rows["place"].astype(float), rows["coordinate"].astype(float), atol=1e-9)


def test_shares_add_up(found, table):
    groups, terms, axes = found.groups_frame(), found.terms_frame(), found.axes_frame()
    assert len(groups) == 5 * 3 and len(terms) == 3 * len(table.terms) and len(axes) == 4
    np.testing.assert_allclose(groups.groupby("axis")["contribution"].sum(), 1)
    np.testing.assert_allclose(terms.groupby("axis")["contribution"].sum(), 1)
    assert axes["cumulative_share"].iloc[-1] == pytest.approx(1)
    full = tm.correspondence(table, by="article", n_components=9, n_permutations=9)
    assert full.n_components == 4
    np.testing.assert_allclose(full.groups_frame().groupby("group")["cos2"].sum(), 1)
    np.testing.assert_allclose(terms["contribution_coordinate"] ** 2, terms["contribution"])
    assert terms.drop_duplicates("term")["mass"].sum() == pytest.approx(1)


def test_places_are_nearer_to_the_centre_than_coordinates(found):
    groups = found.groups_frame()
    assert (groups["place"] ** 2).sum() < 0.5 * (groups["coordinate"] ** 2).sum()
    assert ((groups["low"] < groups["place"]) & (groups["place"] < groups["high"])).all()


def test_inertia_is_set_against_chance(found):
    axes = found.axes_frame()
    assert (axes["total_corrected"] < axes["total"] / 2).all() and (axes["total_corrected"] > 0).all()
    assert axes["p_value"].between(0.01, 1).all() and axes["p_value"][0] <= 0.05


def test_ellipses_hold_the_points_of_their_equation(found):
    groups = found.groups_frame().pivot(index="group", columns="axis", values="place").astype(float)
    for g, row in enumerate(found.ellipses_frame(1, 3).itertuples()):
        assert [row.x, row.y] == groups.loc[row.group, [1, 3]].tolist() and row.width >= row.height
        turn = np.radians(row.angle)
        end = np.array([np.cos(turn), np.sin(turn)]) * row.width / 2
        inverse = np.linalg.inv(found.covariance[g][np.ix_([0, 2], [0, 2])])
        assert end @ inverse @ end == pytest.approx(ellipse_scale(found.n_units[g:g + 1], 2, 0.95)[0])


def test_wider_confidence_gives_wider_ellipses(table, found):
    wide = tm.correspondence(table, by="article", confidence_level=0.99, n_permutations=9).ellipses_frame()
    assert (wide["width"].to_numpy() > found.ellipses_frame()["width"].to_numpy()).all()


def test_the_answer_does_not_depend_on_the_order_of_documents(table, found):
    turned = tm.correspondence(table[shuffle(np.arange(len(table)), random_state=1)], by="article", n_components=3,
                               n_permutations=99)
    for frame in ("axes_frame", "groups_frame", "terms_frame", "ellipses_frame"):
        assert getattr(turned, frame)().equals(getattr(found, frame)()), frame


def test_two_groups_have_one_axis():
    two = tm.correspondence(smoking().select({"staff": ["SE", "JE"]}), by="staff", n_permutations=9)
    assert two.n_components == 1 and two.axes_frame()["share"].tolist() == [1]
    assert two.groups_frame()["cos2"].tolist() == pytest.approx([1, 1])
    with pytest.raises(ValueError, match="y must be a whole number of at least 1 and at most 1"):
        two.ellipses_frame()


def test_more_groups_than_terms_and_single_units():
    alone = tm.correspondence(smoking(copies=1).keep(["a none", "b light", "d heavy"]), by="staff", n_permutations=9)
    assert alone.n_components == 2 and len(alone.groups) == 5
    groups = alone.groups_frame()
    assert groups["place"].isna().all() and groups["low"].isna().all() and groups["coordinate"].notna().all()
    assert groups["note"].str.contains("one unit").all()
    ellipses = alone.ellipses_frame()
    assert ellipses["width"].isna().all() and ellipses["note"].str.contains("more than two units").all()
    assert (alone.axes_frame()["total_p"] == 1).all()
    pair = tm.correspondence(smoking(copies=2), by="staff", n_permutations=9)
    assert pair.groups_frame()["low"].notna().all() and pair.ellipses_frame()["width"].isna().all()


def test_a_term_that_does_not_occur_has_no_place():
    counts = np.append(np.repeat(SMOKING, 2, axis=0), np.zeros((10, 1), dtype=int), axis=1)
    names = [f"{g}{i}" for g in "abcde" for i in (0, 1)]
    table = tm.DocTerm.from_counts(counts, list("vwxyz"), pa.table({"document": names, "staff": [n[0] for n in names]}))
    terms = tm.correspondence(table, by="staff", n_permutations=9).terms_frame()
    absent = terms[terms["term"] == "z"]
    assert absent["coordinate"].isna().all() and (absent["note"] == "does not occur: no place").all()
    assert terms.loc[terms["term"] != "z", "coordinate"].notna().all()


def test_mistakes_are_answered(table):
    for options, message in (({"by": "artcle"}, "Did you mean 'article'"), ({"n_components": 0}, "n_components must"),
                             ({"confidence_level": 95}, "confidence_level must"), ({"unit": "token"}, "unit must be"),
                             ({"n_permutations": 0}, "n_permutations must")):
        with pytest.raises(ValueError, match=message):
            tm.correspondence(table, **{"by": "article"} | options)
    with pytest.raises(TypeError, match="count"):
        tm.correspondence([[1]], by="article")
    counts = tm.tokenize(tm.Corpus.from_texts(["peace", "!", "peace"], ["a", "b", "c"])).count()
    with pytest.raises(ValueError, match="'b' empty"):
        tm.correspondence(counts, by="article")
    with pytest.raises(ValueError, match="whose groups differ"):
        tm.correspondence(counts.select({"article": ["a", "c"]}), by="article")


def test_too_many_groups_are_refused(table, monkeypatch):
    monkeypatch.setattr("textmine.keywords.correspondence_map.MOST_GROUPS", 4)
    with pytest.raises(ValueError, match="at most 4 groups"):
        tm.correspondence(table, by="article")


def test_it_prints_its_axes(found):
    assert repr(found).startswith("Correspondence of 5 groups by 'article'") and "p_value" in repr(found)
