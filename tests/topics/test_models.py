import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

import textmine as tm

MODELS = [tm.LDA(n_components=3, max_iter=20, n_init=2), tm.NMF(n_components=3),
          tm.CompoundLDA(n_components=3, max_iter=20, n_init=2)]
BOTH = pytest.mark.parametrize("model", [tm.LDA(n_components=3, n_init=2, random_state=0), tm.NMF(n_components=3)],
                               ids=["LDA", "NMF"])


@pytest.mark.filterwarnings("ignore:y is ignored")
@parametrize_with_checks(MODELS)
def test_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


def planted(seed=0, topics=3, terms=90, docs=60):
    rng = np.random.default_rng(seed)
    block = np.arange(terms) // (terms // topics)
    phi = np.stack([rng.dirichlet(np.where(block == k, 1, 0.001)) for k in range(topics)])
    theta = rng.dirichlet(np.full(topics, 0.3), docs)
    return np.stack([rng.multinomial(150, row) for row in theta @ phi]), phi, theta


@pytest.mark.parametrize("model", [tm.LDA(n_components=3, n_init=2, random_state=0), tm.NMF(3, weight="count")],
                         ids=["LDA", "NMF"])
def test_planted_topics_are_found(model):
    counts, phi, theta = planted()
    fitted = clone(model).fit(counts)
    rows = fitted.components_ / np.linalg.norm(fitted.components_, axis=1, keepdims=True)
    match = (rows @ (phi / np.linalg.norm(phi, axis=1, keepdims=True)).T)
    assert (match.max(axis=0) > 0.9).all()
    got = fitted.transform(counts)[:, match.argmax(axis=0)]
    assert np.corrcoef(got.ravel(), theta.ravel())[0, 1] > 0.95


@BOTH
def test_shares_sum_to_one_and_topics_are_in_falling_order(model, table):
    fitted = clone(model).fit(table)
    np.testing.assert_allclose(fitted.transform(table).sum(axis=1), 1)
    assert (np.diff(fitted.prevalence_) <= 0).all() and fitted.prevalence_.sum() == pytest.approx(1)
    assert fitted.get_feature_names_out().shape == (3,)


@BOTH
def test_a_batch_of_one_equals_a_batch_of_many(model, table):
    fitted = clone(model).fit(table)
    whole = fitted.transform(table.counts)
    np.testing.assert_allclose(np.vstack([fitted.transform(table.counts[i]) for i in range(8)]), whole[:8], atol=1e-9)


@BOTH
def test_same_seed_same_numbers_and_terms_are_matched_by_name(model, table):
    a, b = clone(model).fit(table), clone(model).fit(table)
    assert (a.components_ == b.components_).all()
    part = tm.DocTerm.from_counts(table.counts[:, :200], table.terms[:200], table.documents)
    full = table.counts.copy().tolil()
    full[:, 200:] = 0
    np.testing.assert_allclose(a.transform(part), a.transform(sparse.csr_matrix(full)), atol=1e-9)
    stranger = tm.DocTerm.from_counts([[1]], ["zzz"], ["x"])
    with pytest.raises(ValueError, match="share a term"):
        a.transform(stranger)


@BOTH
def test_top_terms_are_ranked(model, table):
    top = clone(model).fit(table).top_terms(5)
    assert list(top) == ["topic", "prevalence", "rank", "term", "probability", "score"]
    assert top.groupby("topic").size().tolist() == [5, 5, 5]
    assert all(rows["probability"].is_monotonic_decreasing for _, rows in top.groupby("topic"))
    assert len(clone(model).fit(table).top_terms(10_000)) == 3 * len(table.terms)


@BOTH
def test_works_in_a_pipeline_and_with_fractional_weights(model, table):
    pipeline = make_pipeline(FunctionTransformer(lambda X: X * 0.5), clone(model))
    assert pipeline.fit_transform(table.counts).shape == (len(table), 3)


@pytest.mark.parametrize("model, X, message", [
    (tm.LDA(n_components=0), np.ones((3, 3)), "n_components must be a whole number of at least 1"),
    (tm.LDA(doc_topic_prior=-1), np.ones((3, 3)), "doc_topic_prior"),
    (tm.NMF(loss="kl"), np.ones((3, 3)), "loss must be one of"),
    (tm.LDA(), np.zeros((3, 3)), "all zeros"), (tm.NMF(), np.zeros((3, 3)), "all zeros"),
    (tm.NMF(), -np.ones((3, 3)), "[Nn]egative"), (tm.LDA(), np.full((3, 3), np.nan), "NaN"),
])
def test_bad_input_is_named(model, X, message):
    with pytest.raises(ValueError, match=message):
        model.fit(X)


def test_more_topics_than_passages_is_a_result():
    table = tm.tokenize(tm.Corpus.from_texts(["peace talks", "war ended"])).count()
    for model in (tm.LDA(n_components=6, random_state=0), tm.NMF(n_components=6)):
        assert model.fit(table).transform(table).shape == (2, 6)
        assert np.isfinite(model.top_terms()["probability"]).all()


@BOTH
def test_the_order_of_documents_does_not_matter(model, table):
    order = np.random.default_rng(0).permutation(len(table))
    turned = tm.DocTerm(table.counts[order], table.terms, table.documents.take(order), table.sizes[order])
    assert (clone(model).fit(table).components_ == clone(model).fit(turned).components_).all()


def test_data_frames_are_matched_by_name_and_wrong_types_are_named(table, tokens):
    model = tm.LDA(n_components=3, n_init=1, random_state=0).fit(table)
    frame = table.to_frame()
    np.testing.assert_allclose(model.transform(frame.iloc[:, ::-1]), model.transform(table), atol=1e-9)
    with pytest.raises(TypeError, match="call tokens.count"):
        tm.LDA().fit(tokens)
    with pytest.raises(TypeError, match="fitted topic model"):
        tm.emphasis(table, table)


@BOTH
@pytest.mark.parametrize("rank_by", ["probability", "frex", "lift", "relevance"])
def test_terms_are_ranked_by_what_is_asked_for(model, rank_by, table):
    top = clone(model).fit(table).top_terms(8, rank_by=rank_by)
    assert list(top) == ["topic", "prevalence", "rank", "term", "probability", "score"]
    assert all((-rows["score"].astype(float)).round(9).is_monotonic_increasing for _, rows in top.groupby("topic"))
    usual = clone(model).fit(table).top_terms(8)
    assert top["term"].equals(usual["term"]) == (rank_by == "probability")
    assert usual["score"].tolist() == usual["probability"].tolist()


def test_an_unknown_ranking_is_named(table):
    with pytest.raises(ValueError, match="rank_by must be one of 'probability'.*Did you mean 'frex'"):
        tm.NMF(n_components=2).fit(table).top_terms(rank_by="FREX")


def test_a_table_works_in_a_grid_search_and_the_score_is_the_perplexity(table):
    search = GridSearchCV(tm.LDA(max_iter=30, n_init=1, doc_topic_prior=0.1, topic_term_prior=0.1),
                          {"n_components": [2, 4]}, cv=3).fit(table)
    assert search.best_params_["n_components"] in (2, 4) and np.isfinite(search.cv_results_["mean_test_score"]).all()
    best = search.best_estimator_
    assert best.perplexity(table) == pytest.approx(np.exp(-best.score(table)))
    assert 1 < best.perplexity(table) < len(table.terms)


def test_rows_of_a_table_are_taken_by_position_slice_or_mask(table):
    names = table.documents["document"].to_pylist()
    mask = np.arange(len(table)) % 2 == 0
    for rows in ([3, 1], slice(2, 9, 3), mask, np.array([0])):
        part = table[rows]
        assert part.documents["document"].to_pylist() == np.array(names)[rows].tolist()
        assert (part.counts != table.counts[np.arange(len(table))[rows]]).nnz == 0 and part.terms == table.terms
    assert len(table[5]) == 1


@pytest.mark.parametrize("model", [tm.LDA(2, max_iter=20, n_init=1), tm.NMF(2),
                                   tm.CompoundLDA(2, max_iter=20, n_init=1)])
def test_a_cell_stored_in_two_pieces_is_one_count(model):
    whole = sparse.csr_matrix(np.random.default_rng(0).poisson(1, (8, 5)) * 2)
    pieces = sparse.csr_matrix((np.repeat(whole.data / 2, 2), np.repeat(whole.indices, 2), whole.indptr * 2), (8, 5))
    assert not pieces.has_canonical_format
    a, b = clone(model).fit(whole), clone(model).fit(pieces)
    assert (a.components_ == b.components_).all() and (a.transform(whole) == b.transform(pieces)).all()
    assert pieces.nnz == 2 * whole.nnz


def test_labels_in_the_place_of_y_are_told_and_not_used():
    counts, labels = planted()[0], np.arange(60) % 3
    model = tm.CompoundLDA(2, max_iter=20, n_init=1)
    with pytest.warns(UserWarning, match=r"y is ignored: .* fit\(X, groups=labels\)") as caught:
        ignored = clone(model).fit(counts, labels)
    assert caught[0].filename == __file__ and ignored.groups_ == ("all",)
    with pytest.warns(UserWarning, match="y is ignored"):
        clone(model).fit_transform(counts, labels)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        grouped = clone(model).fit(counts, groups=labels)
        GridSearchCV(model, {"n_components": [2]}, cv=2).fit(counts)
        make_pipeline(clone(model)).fit_transform(counts, None)
        clone(model).fit(counts, labels, groups=labels)
    assert grouped.groups_ == ("0", "1", "2")
    with pytest.raises(TypeError):
        clone(model).fit(counts, None, labels)


@pytest.mark.parametrize("model", [tm.LDA(2, max_iter=20, n_init=1), tm.NMF(2), tm.LSA(2),
                                   tm.CompoundLDA(2, max_iter=20, n_init=1)], ids=lambda model: type(model).__name__)
def test_data_frames_of_shares_have_the_names_of_documents(model, table):
    names, model = table.documents["document"].to_pylist(), clone(model).set_output(transform="pandas")
    for frame in (model.fit_transform(table), model.transform(table), make_pipeline(model).transform(table)):
        assert frame.index.tolist() == names and frame.index.name == "document"
        assert frame.columns.tolist() == model.get_feature_names_out().tolist()
    part = table[[5, 2]]
    assert model.transform(part).index.tolist() == [names[5], names[2]]
    assert model.transform(table.counts).index.tolist() == list(range(len(table)))
    plain = clone(model).fit(table).set_output(transform="default").transform(table)
    assert isinstance(plain, np.ndarray) and (plain == model.transform(table).to_numpy()).all()


def test_no_warning_of_scikit_learn_leaks_from_any_thread(table):
    def fit(_):
        return tm.NMF(4, max_iter=2).fit(table).converged_

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        before = list(warnings.filters)
        with ThreadPoolExecutor(4) as pool:
            assert not any(pool.map(fit, range(24)))
        assert warnings.filters == before
    assert not [each for each in caught if issubclass(each.category, ConvergenceWarning)]
