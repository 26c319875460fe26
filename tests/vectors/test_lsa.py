import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.utils.estimator_checks import parametrize_with_checks

import textmine as tm
from textmine.stats.weighting import SCHEMES

BOOKS = """human interface computer
survey user computer system response time
eps user interface system
system human system eps
user response time
trees
graph trees
graph minors trees
graph minors survey""".splitlines()


@pytest.fixture(scope="module")
def books():
    """Return the titles of Deerwester et al. (1990), table 2: terms of more than one title."""
    return tm.tokenize(tm.Corpus.from_texts(BOOKS, list("abcdefghi"))).count()


@parametrize_with_checks([tm.LSA(2), tm.LSA()])
def test_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


def test_singular_values_are_those_of_the_paper(books):
    model = tm.LSA(9, weight="count").fit(books)
    np.testing.assert_allclose(model.singular_values_, [3.34, 2.54, 2.35, 1.64, 1.50, 1.31, 0.85, 0.56, 0.36],
                               atol=0.006)
    assert model.similar_terms("human", 1)["similarity"].item() < 1
    two = tm.LSA(2, weight="count").fit(books)
    restored = two.transform(books) @ two.components_
    at = {term: i for i, term in enumerate(books.terms)}
    assert restored[0, at["human"]] == pytest.approx(0.16, abs=0.005)
    assert restored[1, at["human"]] == pytest.approx(0.40, abs=0.005)
    assert restored[8, at["user"]] == pytest.approx(0.19, abs=0.005)


@pytest.mark.parametrize("weight", SCHEMES)
def test_the_space_is_that_of_scikit_learn(weight, table):
    model = tm.LSA(5, weight=weight).fit(table)
    table = table.sort_documents()
    values = table.counts.astype(float)
    if weight == "log_tf_idf":
        values = values.log1p() @ sparse.diags(np.log((len(table) + 1) / table.doc_freq))
    else:
        values = table.weight(weight)
    peer = TruncatedSVD(5, algorithm="arpack", random_state=0).fit(values)
    np.testing.assert_allclose(model.singular_values_, peer.singular_values_, rtol=1e-8)
    np.testing.assert_allclose(model.explained_variance_ratio_, peer.explained_variance_ratio_, rtol=1e-6)
    np.testing.assert_allclose(np.abs((model.components_ * peer.components_).sum(axis=1)), 1, atol=1e-8)
    assert (model.components_.max(axis=1) >= -model.components_.min(axis=1)).all()


def test_same_bytes_in_any_order_and_any_batch(table):
    model = tm.LSA(6).fit(table)
    order = np.random.default_rng(0).permutation(len(table))
    turned = tm.DocTerm(table.counts[order], table.terms, table.documents.take(order), table.sizes[order])
    again = tm.LSA(6).fit(turned)
    assert (model.components_ == again.components_).all() and (model.singular_values_ == again.singular_values_).all()
    points = model.transform(table)
    assert (points == clone(model).fit_transform(table)).all()
    assert all((model.transform(table.counts[row]) == points[row]).all() for row in range(len(table)))


def test_terms_are_matched_by_name(table):
    model = tm.LSA(4).fit(table)
    points = model.transform(table)
    np.testing.assert_allclose(model.transform(table.to_frame().iloc[:, ::-1]), points)
    part = tm.DocTerm.from_counts(table.counts[:, :200], table.terms[:200], table.documents)
    known = sparse.csr_matrix(table.counts, copy=True).tolil()
    known[:, 200:] = 0
    np.testing.assert_allclose(model.transform(part), model.transform(sparse.csr_matrix(known)))
    with pytest.raises(ValueError, match="share a term"):
        model.transform(tm.DocTerm.from_counts([[1]], ["zzz"], ["x"]))


def test_all_dimensions_restore_the_table_and_its_cosines(books):
    model = tm.LSA(100, weight="tf_idf").fit(books)
    values = books.weight("tf_idf").toarray()
    assert len(model.singular_values_) == np.linalg.matrix_rank(values)
    np.testing.assert_allclose(model.transform(books) @ model.components_, values, atol=1e-9)
    np.testing.assert_allclose(model.term_vectors() @ model.term_vectors().T, values.T @ values, atol=1e-9)
    assert model.explained_variance_ratio_.sum() == pytest.approx(1)
    near = model.similar_terms("graph", 2)
    i, j = (books.terms.index(term) for term in ("graph", near["other"][0]))
    cosine = values[:, i] @ values[:, j] / np.linalg.norm(values[:, i]) / np.linalg.norm(values[:, j])
    assert near["similarity"][0] == pytest.approx(cosine)


def test_similar_terms_have_fixed_columns_and_leave_out_terms_without_weight():
    table = tm.DocTerm.from_counts([[2, 1, 0, 1], [1, 1, 0, 1], [0, 0, 3, 1]], ["boat", "ship", "tree", "the"], "abc")
    model = tm.LSA(2, weight="tf_idf").fit(table)
    near = model.similar_terms("boat", 10)
    assert list(near) == ["term", "rank", "other", "similarity"]
    assert near["other"].tolist() == ["ship", "tree"] and near["rank"].tolist() == [1, 2]
    with pytest.raises(ValueError, match="must have weight"):
        model.similar_terms("the")
    with pytest.raises(ValueError, match="Did you mean 'boat'"):
        model.similar_terms("boats")


@pytest.mark.parametrize("options, X, message", [
    ({"n_components": 0}, np.eye(3), "n_components"), ({"weight": "entropy"}, np.eye(3), "Did you mean 'log_entropy'"),
    ({}, np.zeros((3, 3)), "term with weight"), ({"weight": "tf_idf"}, np.ones((3, 3)), "weight='count' helps"),
    ({}, -np.eye(3), "[Nn]egative"),
])
def test_bad_input_is_named(options, X, message):
    with pytest.raises(ValueError, match=message):
        tm.LSA(**options).fit(X)


def test_wrong_types_are_named(tokens):
    with pytest.raises(TypeError, match="call tokens.count"):
        tm.LSA().fit(tokens)
