import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import nnls
from sklearn.base import clone
from sklearn.decomposition import NMF as SklearnNMF
from sklearn.decomposition import non_negative_factorization
from sklearn.utils.estimator_checks import parametrize_with_checks

import textmine as tm
from textmine.stats.weighting import SCHEMES
from textmine.topics._nmf_kernels import least_squares, likeliest, tokens_by_topic
from textmine.topics.nmf import LOSSES

ALL = pytest.mark.parametrize("model", [tm.NMF(3, weight=weight, loss=loss) for weight in SCHEMES for loss in LOSSES],
                              ids=lambda model: f"{model.weight}-{model.loss}")


@parametrize_with_checks([tm.NMF(3), tm.NMF(3, weight="log_entropy", loss="kullback-leibler")])
def test_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


def problem(seed, docs=20, terms=12, topics=4):
    rng = np.random.default_rng(seed)
    counts = sparse.csr_matrix(rng.poisson(0.8, (docs, terms)).astype(float))
    return counts, rng.dirichlet(np.full(terms, 0.3), topics).T


@pytest.mark.parametrize("seed", range(5))
def test_weights_are_the_least_squares_of_scipy(seed):
    counts, topics = problem(seed)
    topics /= np.linalg.norm(topics, axis=0)
    ours = least_squares(counts.data, counts.indices, counts.indptr, topics, topics.T @ topics)
    np.testing.assert_allclose(ours, [nnls(topics, row)[0] for row in counts.toarray()], atol=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_shares_are_as_likely_as_those_of_scikit_learn(seed):
    counts, topics = problem(seed)
    topics = (topics + 0.01) / (topics + 0.01).sum(axis=0)
    ours = likeliest(counts.data, counts.indices, counts.indptr, topics)
    peer = non_negative_factorization(counts, H=topics.T.copy(), n_components=4, update_H=False, solver="mu",
                                      beta_loss="kullback-leibler", max_iter=20_000, tol=1e-12)[0]
    sums = peer.sum(axis=1, keepdims=True)
    peer = np.divide(peer, sums, out=np.full_like(peer, 0.25), where=sums > 0)
    dense = counts.toarray()
    loglik = [(dense * np.log(shares @ topics.T)).sum(axis=1) for shares in (ours, peer)]
    np.testing.assert_allclose(*loglik, atol=1e-3)


def test_tokens_are_divided_as_a_naive_loop_does():
    counts, topics = problem(1)
    weights = np.random.default_rng(0).random((20, 4))
    weights[0], topics[3] = 0, 0
    naive = np.zeros((20, 4))
    for d, w in zip(*counts.nonzero(), strict=True):
        amounts = weights[d] * topics[w]
        naive[d] += counts[d, w] * amounts / amounts.sum() if amounts.sum() else 0
    np.testing.assert_allclose(tokens_by_topic(counts.data, counts.indices, counts.indptr, topics, weights), naive)


def test_likeliest_shares_of_counts_are_shares_of_tokens(table):
    model = tm.NMF(3, weight="count", loss="kullback-leibler").fit(table)
    topics = (model.components_ / model.components_.sum(axis=1, keepdims=True)).T
    counts = sparse.csr_matrix(table.counts, dtype=float)
    shares = likeliest(counts.data, counts.indices, counts.indptr, topics)
    np.testing.assert_allclose(model.transform(table), shares, atol=1e-3)


@pytest.mark.parametrize("weight", ["count", "log_tf_idf"])
def test_components_are_those_of_scikit_learn_on_the_same_weights(weight, table):
    ours = tm.NMF(4, weight=weight).fit(table)
    table = table.sort_documents()
    counts = table.counts.toarray().astype(float)
    if weight == "log_tf_idf":
        counts = np.log1p(counts) * np.log((len(table) + 1) / table.doc_freq)
        counts /= np.sqrt(np.linalg.norm(counts, axis=1, keepdims=True))
    peer = SklearnNMF(4, init="nndsvd", max_iter=1000, random_state=0).fit(sparse.csr_matrix(counts)).components_
    matched = np.abs(ours.components_[:, None] - peer[None]).max(axis=2).argmin(axis=1)
    assert sorted(matched) == [0, 1, 2, 3]
    np.testing.assert_allclose(ours.components_, peer[matched], rtol=1e-5, atol=1e-6)


@ALL
def test_every_weight_and_loss_keeps_the_contract(model, table):
    fitted = clone(model).fit(table)
    shares = fitted.transform(table)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert (clone(model).fit_transform(table) == shares).all()
    for row in range(0, len(table), 7):
        assert (fitted.transform(table.counts[row]) == shares[row]).all()
    sizes = np.asarray(table.counts.sum(axis=1)).ravel()
    np.testing.assert_allclose(fitted.prevalence_, sizes @ shares / sizes.sum())
    half = fitted.transform(table.counts * 0.5)
    assert np.isfinite(half).all() and half.min() >= 0


@ALL
def test_top_terms_are_those_of_the_components(model, table):
    fitted = clone(model).fit(table)
    top = fitted.top_terms(10)
    for topic, rows in top.groupby("topic"):
        weights = fitted.components_[topic - 1]
        assert weights[[table.terms.index(term) for term in rows["term"]]].tolist() == pytest.approx(
            np.sort(weights)[::-1][:10].tolist())


def test_a_common_word_heads_no_topic_unless_counts_are_asked_for():
    texts = [f"say say say say {words}" for words in ("peace treaty talks", "treaty peace", "talks treaty say",
                                                      "virus vaccine", "vaccine virus health", "health virus")]
    table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    assert "say" not in set(tm.NMF(2).fit(table).top_terms(3)["term"])
    assert "say" in set(tm.NMF(2, weight="count").fit(table).top_terms(1)["term"])


def test_a_document_without_known_terms_has_even_shares(table):
    model = tm.NMF(3).fit(table)
    assert model.transform(sparse.csr_matrix((1, len(table.terms)))).tolist() == [[pytest.approx(1 / 3)] * 3]


@pytest.mark.parametrize("options, message", [
    ({"weight": "tfidf"}, "weight must be one of .* Did you mean 'tf_idf'"), ({"tol": -1}, "tol must be"),
    ({"weight": "tf_idf"}, "weight must leave a term some weight"),
])
def test_bad_parameters_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        tm.NMF(2, **options).fit(np.ones((3, 3)))
