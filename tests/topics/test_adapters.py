"""Models of other libraries: their topics, terms, priors and counts arrive; what cannot be read is named."""

import numpy as np
import pandas as pd
import pytest
from gensim import models
from scipy import sparse
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline

import textmine as tm

GENSIM = {"LdaModel": {"passes": 5}, "LdaMulticore": {"passes": 5, "workers": 1}, "Nmf": {"passes": 5}}


@pytest.fixture(scope="module")
def bags(table):
    return tm.to_gensim(table)


def by_gensim(bags, name, k=4):
    corpus, dictionary = bags
    return getattr(models, name)(corpus, num_topics=k, id2word=dictionary, random_state=0, **GENSIM[name])


@pytest.fixture(scope="module", params=[*GENSIM, "HdpModel", "scikit-learn", "scikit-learn NMF", "pipeline", "matrix"])
def adopted(request, bags, table):
    """A model as textmine sees it, and its own topics by its own numbers."""
    if request.param in GENSIM:
        model = by_gensim(bags, request.param)
        return tm.as_topic_model(model, table=table), model.get_topics()
    if request.param == "HdpModel":
        model = models.HdpModel(*bags, random_state=0, T=10)
        return tm.as_topic_model(model, table=table), model.get_topics()
    if request.param == "pipeline":
        texts = [" ".join(np.repeat(table.terms, row)) for row in table.counts[:40].toarray()]
        pipeline = make_pipeline(CountVectorizer(), LatentDirichletAllocation(3, random_state=0)).fit(texts)
        return tm.as_topic_model(pipeline, table=table), pipeline[-1].components_
    if request.param == "matrix":
        weights = np.random.default_rng(0).gamma(0.1, size=(5, len(table.terms)))
        return tm.as_topic_model(sparse.csr_matrix(weights), table.terms, table=table), weights
    model = NMF(4, random_state=0) if request.param.endswith("NMF") else LatentDirichletAllocation(4, random_state=0)
    model.fit(table.counts)
    return tm.as_topic_model(model, terms=table.terms, table=table), model.components_


def test_topics_are_theirs_in_order_of_prevalence(adopted, table):
    model, topics = adopted
    rows = topics / topics.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.components_, rows[model.original_topics_], atol=1e-6)
    assert sorted(model.original_topics_.tolist()) == list(range(len(topics)))
    assert (np.diff(model.prevalence_) <= 1e-9).all() and model.prevalence_.sum() == pytest.approx(1)
    lengths = np.asarray(model._validate(table, reset=False).sum(axis=1)).ravel()
    np.testing.assert_allclose(model.prevalence_, lengths @ model.transform(table) / lengths.sum(), atol=1e-5)


def test_everything_that_comes_after_takes_them(adopted, table, tokens):
    model, topics = adopted
    frame = tm.emphasis(model, table)
    assert len(frame) == 5 * len(topics) and frame["prevalence_low"].notna().all()
    assert len(model.top_terms(3)) == 3 * len(topics)
    assert len(tm.evidence(tokens, model, topic=1, top_n=2)) > 0


def test_a_batch_of_one_and_other_columns_change_nothing(adopted, table):
    model, _ = adopted
    whole = model.transform(table)
    np.testing.assert_allclose(whole.sum(axis=1), 1)
    order = np.random.default_rng(0).permutation(len(table.terms))
    turned = tm.DocTerm(table.counts[:, order], tuple(table.terms[i] for i in order), table.documents, table.sizes)
    np.testing.assert_allclose(model.transform(turned.select({"document": table.documents["document"][3].as_py()})),
                               whole[3:4], atol=1e-6)


def test_topics_cannot_be_fitted_again(adopted, table):
    model, _ = adopted
    with pytest.raises(TypeError, match="found elsewhere and stay as they are: call transform"):
        model.fit(table)
    with pytest.raises(TypeError, match="fit that model again"):
        model.fit_transform(table)
    pipeline = make_pipeline(FrozenEstimator(model)).fit(table.counts, None)
    assert (pipeline.transform(table) == model.transform(table)).all()


def test_shares_are_those_of_gensim_where_it_takes_its_time(bags, table):
    model = by_gensim(bags, "LdaModel")
    adopted = tm.as_topic_model(model)
    model.iterations, model.gamma_threshold = 2000, 1e-6
    theirs = model.inference(bags[0])[0]
    theirs = (theirs / theirs.sum(axis=1, keepdims=True))[:, adopted.original_topics_]
    ours = adopted.transform(table)
    assert np.corrcoef(theirs.ravel(), ours.ravel())[0, 1] > 0.95
    assert (theirs.argmax(axis=1) == ours.argmax(axis=1)).mean() > 0.9


def test_prevalence_is_what_the_model_counted(bags, table):
    model = by_gensim(bags, "LdaModel")
    adopted = tm.as_topic_model(model)
    counted = model.state.sstats.sum(axis=1)
    np.testing.assert_allclose(adopted.prevalence_, np.sort(counted)[::-1] / counted.sum(), rtol=1e-6)
    np.testing.assert_allclose(adopted.doc_topic_prior_, model.alpha, rtol=1e-6)
    solver = LatentDirichletAllocation(3, random_state=0, max_iter=30).fit(table.counts)
    adopted = tm.as_topic_model(solver, table.terms)
    weights = np.asarray(table.counts.sum(axis=1)).ravel()
    theirs = np.sort(weights @ solver.transform(table.counts) / weights.sum())[::-1]
    np.testing.assert_allclose(adopted.prevalence_, theirs, atol=0.02)
    assert adopted.doc_topic_prior_.tolist() == [1 / 3] * 3


def test_a_data_frame_names_topics_and_terms():
    frame = pd.DataFrame([[1, 3, 0], [0, 0, 2]], index=["care", "war"], columns=["b", "a", "c"])
    model = tm.as_topic_model(frame, prevalence=pd.Series([1, 3]), doc_topic_prior=[0.2, 0.4])
    assert model.original_topics_.tolist() == ["war", "care"] and model.terms_.tolist() == ["b", "a", "c"]
    assert model.prevalence_.tolist() == [0.75, 0.25] and model.doc_topic_prior_.tolist() == [0.4, 0.2]
    assert model.components_.tolist() == [[0, 0, 1], [0.25, 0.75, 0]]
    assert tm.as_topic_model(frame.set_axis([-1, 7]), prevalence=[2, 1]).original_topics_.tolist() == [-1, 7]
    shares = model.transform(tm.DocTerm.from_counts([[3, 0], [0, 2]], ["c", "zzz"], ["x", "y"]))
    np.testing.assert_allclose(shares, [[3.4 / 3.6, 0.2 / 3.6], [2 / 3, 1 / 3]])


def test_our_own_models_come_back_as_they_are(table):
    model = tm.NMF(n_components=2).fit(table)
    assert tm.as_topic_model(model) is model and tm.as_topic_model(model, table=table) is model


@pytest.mark.parametrize("name, given", [("terms", ["a"]), ("prevalence", [1, 2]), ("doc_topic_prior", 0.1)])
def test_what_our_own_models_know_cannot_be_given(name, given, table):
    with pytest.raises(ValueError, match=f"{name} must not be given for NMF, a topic model of textmine, got "):
        tm.as_topic_model(tm.NMF(n_components=2).fit(table), **{name: given})


@pytest.mark.parametrize("kind, options", [
    (tm.LDA, {"max_iter": 30}), (tm.NMF, {}), (tm.CompoundLDA, {"max_iter": 30})])
def test_a_pipeline_may_end_in_one_of_our_own(kind, options):
    last = kind(3, **options)
    texts = ["peace talks treaty", "war ended peace", "virus vaccine", "vaccine dose virus"] * 5
    pipeline = make_pipeline(CountVectorizer(), last).fit(texts)
    adopted = tm.as_topic_model(pipeline)
    assert adopted.terms_.tolist() == pipeline[0].get_feature_names_out().tolist()
    assert adopted.source_ == f"textmine {type(last).__name__}"
    np.testing.assert_allclose(adopted.components_, last.components_ / last.components_.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(adopted.prevalence_, last.prevalence_)
    assert adopted.original_topics_.tolist() == [0, 1, 2]
    np.testing.assert_allclose(adopted.doc_topic_prior_, getattr(last, "doc_topic_prior_", np.full(3, 1 / 3)))


def test_a_pipeline_may_end_in_a_frozen_model_or_have_one_step(table):
    fixed = tm.as_topic_model([[0, 0, 3, 1], [4, 2, 0, 0]], list("abcd"), prevalence=[10, 30], doc_topic_prior=[1, 2])
    vectorizer = CountVectorizer(vocabulary=list("abcd"), token_pattern=".")
    again = tm.as_topic_model(make_pipeline(vectorizer, FrozenEstimator(fixed)).fit(["ab"]))
    for name in ("components_", "prevalence_", "doc_topic_prior_", "terms_"):
        assert getattr(again, name).tolist() == getattr(fixed, name).tolist()
    alone = tm.as_topic_model(make_pipeline(tm.NMF(n_components=2)).fit(table))
    assert alone.terms_.tolist() == list(table.terms)


def test_terms_come_from_a_vectorizer_or_from_named_columns():
    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform(["peace talks", "war ended", "peace war"])
    frame = pd.DataFrame(counts.toarray(), columns=vectorizer.get_feature_names_out())
    first = tm.as_topic_model(LatentDirichletAllocation(2, random_state=0).fit(counts), vectorizer)
    second = tm.as_topic_model(LatentDirichletAllocation(2, random_state=0).fit(frame))
    assert first.terms_.tolist() == second.terms_.tolist() == ["ended", "peace", "talks", "war"]
    np.testing.assert_allclose(first.components_, second.components_)


def test_ids_without_a_word_are_no_terms():
    names = {i: f"word{i:02}" for i in range(30) if i != 7}
    corpus = [[(i, 1 + i % 3) for i in names if i % 2 == part] for part in (0, 1)]
    model = tm.as_topic_model(models.LdaModel(corpus, num_topics=2, id2word=names, random_state=0))
    assert model.terms_.tolist() == list(names.values())
    np.testing.assert_allclose(model.components_.sum(axis=1), 1)


def test_a_gensim_model_without_words_needs_terms():
    nameless = models.LdaModel([[(0, 2), (3, 1)], [(3, 2)]], num_topics=2, random_state=0)
    with pytest.raises(ValueError, match="terms must be given for gensim LdaModel, which does not name its 4 columns"):
        tm.as_topic_model(nameless)
    assert tm.as_topic_model(nameless, terms=list("abcd")).terms_.tolist() == list("abcd")


@pytest.mark.parametrize("make", [
    lambda d: models.LdaModel(num_topics=2, id2word=d), lambda d: models.Nmf(num_topics=2, id2word=d),
    lambda d: LatentDirichletAllocation(2), lambda d: NMF(2),
    lambda d: make_pipeline(CountVectorizer(), NMF(2)), lambda d: make_pipeline(CountVectorizer(), tm.LDA(2)),
    lambda d: tm.LDA(2), lambda d: tm.NMF(2),
])
def test_models_that_are_not_fitted_are_named(make, bags):
    with pytest.raises(TypeError, match=r"got (LdaModel|Nmf|NMF|LDA|LatentDirichletAllocation) that is not fitted: "
                                        r"call (fit|update)\("):
        tm.as_topic_model(make(bags[1]))


def test_what_is_no_model_is_told_what_is():
    for wrong in ("model.pkl", None, {"topics": []}, 3):
        with pytest.raises(TypeError, match=r"model must be a fitted gensim .* got .*: pass its matrix and terms="):
            tm.as_topic_model(wrong)
    with pytest.raises(NotFittedError):
        type(tm.as_topic_model([[1.0]], ["a"], prevalence=[1]))().transform([[1]])


GIVEN = {"terms": ["a", "b"], "prevalence": [1, 1]}


@pytest.mark.parametrize("matrix, given, message", [
    ([[1, 2], [3, 4]], {"terms": None}, "terms must be given for matrix, which does not name its 2 columns"),
    ([[1, 2], [3, 4]], {"terms": ["a"]}, "terms must be as many as the columns of matrix, 2, got 1"),
    ([[1, 2], [3, 4]], {"terms": ["a", "a"]}, "terms must be unique"),
    ([[1, 2], [3, 4]], {"prevalence": None}, "table or prevalence must be given for matrix"),
    ([[1, 2], [3, 4]], {"prevalence": [1]}, "prevalence must be 2 numbers of at least 0"),
    ([[1, 2], [3, 4]], {"prevalence": [-1, 2]}, "prevalence must be 2 numbers of at least 0"),
    ([[1, 2], [3, 4]], {"prevalence": [0, 0]}, "not all 0"),
    ([[1, 2], [3, 4]], {"doc_topic_prior": [1, 0]}, "doc_topic_prior must be a number above 0, or one for each of 2"),
    ([[1, 2], [3, 4]], {"doc_topic_prior": [1, 1, 1]}, "doc_topic_prior must be a number above 0"),
    ([[1, -2], [3, 4]], {}, "the weights of terms must be finite and at least 0"),
    ([[1, np.nan], [3, 4]], {}, "the weights of terms must be finite"),
    ([[1, 2], [0, 0]], {}, "got none in topic 1 of matrix, counted from 0"),
    ([1, 2], {}, "matrix of topics by terms, got shape"), (np.empty((0, 2)), {}, "got shape"),
])
def test_bad_matrices_are_named(matrix, given, message):
    with pytest.raises(ValueError, match=message):
        tm.as_topic_model(matrix, **GIVEN | given)


def test_bad_tables_are_named(table):
    with pytest.raises(TypeError, match="table must be DocTerm, got list: call tm.DocTerm.from_counts"):
        tm.as_topic_model([[1, 2]], ["a", "b"], table=[1])
    with pytest.raises(ValueError, match="share a term"):
        tm.as_topic_model([[1, 2]], ["qqq", "zzz"], table=table)
    with pytest.raises(ValueError, match="table must hold a token that the model knows, got none"):
        tm.as_topic_model([[1, 2]], ["a", "b"], table=tm.DocTerm.from_counts([[0, 1]], ["a", "c"], ["x"]))
    with pytest.raises(TypeError, match=r"terms must be a sequence of texts, got 'ab': write \['ab'\]"):
        tm.as_topic_model([[1, 2]], "ab", prevalence=[1])


@pytest.mark.parametrize("name", ["LDAModel", "HDPModel", "PTModel", "SLDAModel"])
def test_tomotopy(name, table):
    tomotopy = pytest.importorskip("tomotopy")
    options = {} if name == "HDPModel" else {"k": 4}
    model = getattr(tomotopy, name)(seed=1, min_df=3, **options, **({"vars": "l"} if name == "SLDAModel" else {}))
    for i, row in enumerate(table.counts.toarray()):
        model.add_doc(np.repeat(table.terms, row).tolist(), **({"y": [float(i)]} if name == "SLDAModel" else {}))
    with pytest.raises(TypeError, match=name + r" that is not fitted: call train\(iterations\) first"):
        tm.as_topic_model(model)
    model.train(100, workers=1)
    adopted = tm.as_topic_model(model)
    assert adopted.terms_.tolist() == list(model.used_vocabs) and len(adopted.terms_) < len(table.terms)
    np.testing.assert_allclose(adopted.components_,
                               [model.get_topic_word_dist(int(k)) for k in adopted.original_topics_], atol=1e-6)
    counts = np.array(model.get_count_by_topics())[adopted.original_topics_]
    np.testing.assert_allclose(adopted.prevalence_, counts / counts.sum())
    if name == "LDAModel":
        np.testing.assert_allclose(adopted.doc_topic_prior_, model.alpha[adopted.original_topics_], rtol=1e-6)
        theirs = np.array([doc.get_topic_dist() for doc in model.docs])[:, adopted.original_topics_]
        used = np.array([any(word in set(model.used_vocabs) for word in np.repeat(table.terms, row).tolist())
                         for row in table.counts.toarray()])
        ours = adopted.transform(table)[used]
        assert (theirs.argmax(axis=1) == ours.argmax(axis=1)).mean() > 0.8
    assert len(tm.emphasis(adopted, table)) == 5 * len(adopted.components_)


def test_priors_of_tomotopy_that_are_none_of_topics_must_be_given(table):
    tomotopy = pytest.importorskip("tomotopy")
    model = tomotopy.DMRModel(k=3, seed=1)
    for i, row in enumerate(table.counts.toarray()):
        model.add_doc(np.repeat(table.terms, row).tolist(), metadata=str(i % 2))
    model.train(10, workers=1)
    with pytest.raises(ValueError, match="doc_topic_prior must be given for tomotopy DMRModel"):
        tm.as_topic_model(model)
    assert tm.as_topic_model(model, doc_topic_prior=0.1).doc_topic_prior_.tolist() == [0.1] * 3
    moving = tomotopy.DTModel(k=2, t=2, seed=1)
    for i, row in enumerate(table.counts.toarray()):
        moving.add_doc(np.repeat(table.terms, row).tolist(), timepoint=i % 2)
    moving.train(10, workers=1)
    with pytest.raises(TypeError, match="got DTModel, whose topics change"):
        tm.as_topic_model(moving)


def test_fixed_topics_are_shown_with_where_they_come_from():
    model = tm.as_topic_model([[0, 0, 3, 1], [4, 2, 0, 0]], ["peace", "treaty", "vaccine", "virus"], prevalence=[1, 3])
    assert repr(model) == str(model) == "<FixedTopics: 2 topics of 4 terms, from matrix>"
    assert repr(type(model)()) == "FixedTopics()"
