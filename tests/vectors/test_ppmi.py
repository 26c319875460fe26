import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from sklearn.utils.estimator_checks import parametrize_with_checks

import textmine as tm
from textmine.vectors.ppmi import positive_information

TABLES = arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(2, 5)), elements=st.integers(0, 2))


@parametrize_with_checks([tm.PPMI(2), tm.PPMI()])
def test_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


@given(TABLES, st.sampled_from([0.5, 0.75, 1.0]))
def test_information_equals_a_naive_count(counts, smoothing):
    got = positive_information(sparse.csr_matrix(counts), smoothing).toarray()
    n_terms = counts.shape[1]
    both = np.array([[((counts[:, u] > 0) & (counts[:, v] > 0)).sum() if u != v else 0 for v in range(n_terms)]
                     for u in range(n_terms)])
    sums = both.sum(axis=1)
    whole = sum(n ** smoothing for n in sums if n)
    for u in range(n_terms):
        for v in range(n_terms):
            expected = max(0, np.log(both[u, v] * whole / (sums[u] * sums[v] ** smoothing))) if both[u, v] else 0
            assert got[u, v] == pytest.approx(expected, abs=1e-12)


def test_all_dimensions_restore_the_information(table):
    model = tm.PPMI(len(table.terms)).fit(table)
    information = positive_information(table.sort_documents().counts).toarray()
    rows = model.components_ / np.sqrt(model.singular_values_)[:, None]
    np.testing.assert_allclose(rows @ rows.T, np.eye(len(rows)), atol=1e-8)
    np.testing.assert_allclose(np.linalg.norm(rows @ information.T, axis=1), model.singular_values_, atol=1e-8)
    np.testing.assert_allclose(information @ rows.T @ rows, information, atol=1e-8)


def test_the_order_of_documents_has_no_part(table):
    shuffled = table[np.random.default_rng(0).permutation(len(table))]
    assert (tm.PPMI(5).fit(shuffled).components_ == tm.PPMI(5).fit(table).components_).all()


def test_soft_cosine_takes_its_vectors(table):
    def soft(**given):
        return tm.document_similarity(table, "article", metric="soft_cosine", n_permutations=0, **given).values

    by_option = soft(options={"vectors": "ppmi"})
    np.testing.assert_allclose(soft(model=tm.PPMI(40).fit(table)), by_option, atol=1e-9)
    assert np.abs(by_option - soft()).max() > 1e-3


def test_terms_that_never_stand_together_have_no_vectors():
    table = tm.tokenize(tm.Corpus.from_texts(["peace", "war", "peace"], list("abc"))).count()
    assert not tm.PPMI(1).fit(table).term_vectors().any()
    got = tm.document_similarity(table, options={"vectors": "ppmi"}).values
    assert got[0, 2] == 1 and got[0, 1] == 0


def test_it_is_saved_and_loaded(table, tmp_path):
    model = tm.PPMI(5).fit(table)
    tm.save(model, tmp_path / "model")
    assert (tm.load(tmp_path / "model").transform(table) == model.transform(table)).all()


@pytest.mark.parametrize("arguments, message", [({"n_components": 0}, "at least 1"),
                                                ({"context_smoothing": 2}, "between 0 and 1")])
def test_wrong_parameters_are_answered(arguments, message, table):
    with pytest.raises(ValueError, match=message):
        tm.PPMI(**arguments).fit(table)
