import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import NMF as SKNMF

import textmine as tm
from textmine.topics import paths

COLUMNS = ["topic", "other_topic", "similarity", "note"]


class Given:
    """A model with these topics, whose shares of a document are those of its tokens under even weights."""

    def __init__(self, components, terms):
        self.components_, self.terms_ = np.asarray(components, float), np.array(terms, dtype=object)

    def transform(self, table):
        phi = self.components_ / self.components_.sum(axis=1, keepdims=True)
        place = [list(self.terms_).index(term) for term in table.terms]
        weight = phi[:, place] / np.maximum(phi[:, place].sum(axis=0), 1e-300)
        amounts = table.counts @ weight.T
        return amounts / np.maximum(amounts.sum(axis=1, keepdims=True), 1e-300)


TWO = Given([[4, 4, 0, 0], [0, 0, 4, 4]], ["a", "b", "c", "d"])
THREE = Given([[0, 0, 0, 8], [1, 1, 0, 0], [0, 0, 8, 0]], ["a", "b", "c", "d"])


def test_topics_are_matched_by_the_names_of_their_terms():
    turned = Given(TWO.components_[::-1, ::-1], ["d", "c", "b", "a"])
    got = tm.align_topics(TWO, turned)
    assert list(got) == COLUMNS
    assert got["other_topic"].tolist() == [2, 1] and got["similarity"].tolist() == pytest.approx([1, 1])
    assert (got["note"] == "").all()


def test_a_topic_that_is_left_over_stands_beside_the_one_most_like_it():
    got = tm.align_topics(TWO, THREE)
    assert got[["topic", "other_topic"]].to_numpy().tolist() == [[1, 2], [2, 1], [2, 3]]
    assert got["similarity"].tolist() == pytest.approx([1, np.sqrt(0.5), np.sqrt(0.5)])
    assert got["note"].tolist() == ["", "", "left over: topic 2 is matched with another"]
    back = tm.align_topics(THREE, TWO)
    assert back[["topic", "other_topic"]].to_numpy().tolist() == [[1, 2], [2, 1], [3, 2]]
    assert back["note"].tolist() == ["", "", "left over: other topic 2 is matched with another"]


def test_words_that_the_other_model_does_not_know_are_said():
    other = Given([[4, 0, 4], [0, 4, 0]], ["a", "c", "z"])
    got = tm.align_topics(TWO, other)
    assert got["similarity"].tolist() == pytest.approx([0.5, np.sqrt(0.5)])
    assert got["note"][0] == ("50% of the words of topic are unknown to other; "
                              "50% of the words of other_topic are unknown to model")
    with pytest.raises(ValueError, match="share a term"):
        tm.align_topics(TWO, Given([[1]], ["z"]))
    with pytest.raises(TypeError, match="names of its terms"):
        tm.align_topics(TWO, SKNMF(2).fit(np.eye(4)))
    with pytest.raises(TypeError, match="fitted topic model"):
        tm.align_topics(TWO, tm.LDA())


def test_tokens_flow_to_the_topics_that_hold_them():
    table = tm.DocTerm.from_counts([[3, 1, 0, 0, 5], [0, 2, 4, 2, 0]], ["a", "b", "c", "d", "z"], ["x", "y"])
    got = tm.topic_flow([TWO, THREE, TWO], table)
    assert list(got) == ["step", "n_components", "topic", "next_n_components", "next_topic", "similarity", "share",
                         "of_topic", "of_next", "note"]
    first = got[got["step"] == 1].set_index(["topic", "next_topic"])
    assert first["share"].loc[[(1, 2), (2, 1), (2, 3)]].tolist() == pytest.approx([6 / 12, 2 / 12, 4 / 12])
    assert first["of_topic"].loc[[(1, 2), (2, 1), (2, 3)]].tolist() == pytest.approx([1, 1 / 3, 2 / 3])
    assert first["of_next"].loc[[(1, 2), (2, 1), (2, 3)]].tolist() == pytest.approx([1, 1, 1])
    assert set(first["note"]) == {"5 tokens left out, unknown to a model"}
    assert got.groupby("step")["share"].sum().tolist() == pytest.approx([1, 1])
    second = got[got["step"] == 2].set_index(["next_topic", "topic"])
    pd.testing.assert_series_equal(second["share"].sort_index(), first["share"].sort_index(), check_names=False)


def test_flow_of_fitted_models_adds_up_and_needs_no_table(table):
    models = [tm.NMF(n_components=k).fit(table) for k in (2, 3)]
    got = tm.topic_flow(models, table)
    assert got["share"].sum() == pytest.approx(1) and len(got) == 6
    np.testing.assert_allclose(got.groupby("topic")["of_topic"].sum(), 1)
    np.testing.assert_allclose(got.groupby("next_topic")["of_next"].sum(), 1)
    bare = tm.topic_flow(models)
    assert bare[["share", "of_topic", "of_next"]].isna().all(axis=None)
    pd.testing.assert_series_equal(bare["similarity"], got["similarity"])


def test_large_tables_are_dealt_out_in_batches(table, monkeypatch):
    models = [tm.NMF(n_components=k).fit(table) for k in (2, 3)]
    whole = tm.topic_flow(models, table)
    monkeypatch.setattr("textmine.topics.paths.CELLS", 700)
    held, dealt = [], paths._responsibility
    monkeypatch.setattr(paths, "_responsibility", lambda amounts: held.append(amounts.shape) or dealt(amounts))
    pd.testing.assert_frame_equal(tm.topic_flow(models, table), whole)
    assert {shape[0] for shape in held[:-2]} == {700 // 3} and {shape[1] for shape in held} == {2, 3}


@pytest.mark.parametrize("models, fix", [(TWO, "got one model"), ([TWO], "got 1")])
def test_fewer_than_two_models_are_named(models, fix):
    with pytest.raises(ValueError, match=f"models must be a list of at least two fitted models, {fix}"):
        tm.topic_flow(models)
