"""pyLDAvis gets arrays that fit, and shows the same topics under the same numbers."""

import json
import warnings

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

import textmine as tm

MODELS = pytest.mark.parametrize("model", [tm.LDA(n_components=2, max_iter=50, n_init=1), tm.NMF(n_components=2),
                                           tm.NMF(n_components=7)], ids=["LDA", "NMF 2", "NMF 7"])


def test_arrays_are_those_of_the_model_and_the_table(table):
    model = tm.LDA(n_components=3, max_iter=50, n_init=1).fit(table)
    given = tm.to_pyldavis(model, table)
    assert list(given) == ["topic_term_dists", "doc_topic_dists", "doc_lengths", "vocab", "term_frequency",
                           "sort_topics"]
    np.testing.assert_allclose(given["topic_term_dists"], model.components_, atol=1e-9)
    ordered = table.sort_documents()
    np.testing.assert_allclose(given["doc_topic_dists"], model.transform(ordered), atol=1e-9)
    assert given["doc_topic_dists"].index.tolist() == ordered.documents["document"].to_pylist()
    assert given["vocab"] == list(table.terms)
    assert given["doc_lengths"].tolist() == ordered.counts.sum(axis=1).ravel().tolist()[0]
    assert given["term_frequency"].tolist() == table.counts.sum(axis=0).ravel().tolist()[0]


@MODELS
def test_every_rule_of_pyldavis_is_met(model, table):
    model.fit(table)
    given = tm.to_pyldavis(model, table)
    n_docs, n_terms = len(given["doc_lengths"]), len(given["vocab"])
    assert given["topic_term_dists"].shape == (model.n_components, n_terms)
    assert given["doc_topic_dists"].shape == (n_docs, model.n_components)
    assert given["term_frequency"].shape == (n_terms,)
    for shares in (given["topic_term_dists"], given["doc_topic_dists"].to_numpy()):
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        assert shares.min() > 0
    assert given["doc_lengths"].min() > 0 and given["doc_lengths"].sum() == given["term_frequency"].sum()


@MODELS
def test_pyldavis_draws_it_without_a_warning(model, table):
    pyldavis = pytest.importorskip("pyLDAvis")
    model.fit(table)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        prepared = pyldavis.prepare(**tm.to_pyldavis(model, table), n_jobs=1)
    assert prepared.topic_order == list(range(1, model.n_components + 1))
    text = prepared.to_json()
    assert "NaN" not in text and "Infinity" not in text and json.loads(text)["R"] == 30
    first = prepared.sorted_terms(topic=1, _lambda=1)["Term"].iloc[0]
    assert first == model.top_terms(1)["term"].iloc[0]


def test_a_topic_that_no_document_holds_spoils_no_order():
    pyldavis = pytest.importorskip("pyLDAvis")
    terms = ["peace", "talks", "trade", "war"]
    weights = [[2, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    table = tm.DocTerm.from_counts([[4, 2, 0, 0], [0, 0, 5, 0], [0, 0, 0, 3]], terms, ["a", "b", "c"])
    model = tm.NMF(n_components=3).fit(table)
    assert (np.sort(model.components_ > 0, axis=0) == np.sort(np.array(weights) > 0, axis=0)).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        prepared = pyldavis.prepare(**tm.to_pyldavis(model, table.select([True, True, False])), n_jobs=1)
    assert prepared.topic_info.query("Category == 'Default'")["Term"].tolist() == ["trade", "peace", "talks", "war"]


def test_documents_without_known_tokens_are_named():
    table = tm.DocTerm.from_counts([[2, 0, 0, 1], [0, 0, 0, 0], [0, 1, 3, 0], [0, 0, 0, 5]], ["a", "b", "c", "zzz"],
                                   ["x", "empty", "y", "strange"])
    model = tm.NMF(n_components=2).fit(table.keep(["a", "b", "c"]))
    given = tm.to_pyldavis(model, table)
    assert given["doc_topic_dists"].index.tolist() == ["x", "y"] and given["doc_lengths"].tolist() == [2, 4]
    assert given["doc_topic_dists"].attrs["left_out"] == ("empty", "strange")
    part = tm.to_pyldavis(model, table.keep(["c", "zzz"]))
    assert part["vocab"] == ["a", "b", "c"] and part["term_frequency"].tolist() == [0, 0, 3]


def test_models_of_other_libraries_go_there_too(table):
    model = tm.as_topic_model(np.eye(3), ["a", "b", "c"], prevalence=[1, 2, 3])
    given = tm.to_pyldavis(model, tm.DocTerm.from_counts([[2, 1, 0]], ["a", "b", "c"], ["x"]))
    assert given["topic_term_dists"].argmax(axis=1).tolist() == [2, 1, 0]


def test_bad_input_is_named(table):
    with pytest.raises(ValueError, match="model must have at least 2 topics for pyLDAvis"):
        tm.to_pyldavis(tm.NMF(n_components=1).fit(table), table)
    with pytest.raises(TypeError, match="model must be TopicModel, got list: for a model of another library call"):
        tm.to_pyldavis([1], table)
    with pytest.raises(TypeError, match="table must be DocTerm, got csr_matrix"):
        tm.to_pyldavis(tm.NMF(n_components=2).fit(table), table.counts)
    with pytest.raises(NotFittedError):
        tm.to_pyldavis(tm.NMF(n_components=2), table)
    with pytest.raises(ValueError, match="table must hold a token that the model knows, got none in 1 doc"):
        tm.to_pyldavis(tm.NMF(n_components=2).fit(table), tm.DocTerm.from_counts([[1]], ["zzz"], ["x"]))
