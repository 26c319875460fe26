import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.metrics.pairwise import cosine_similarity

from textmine.proximity import spaces
from textmine.proximity._products import product_points
from textmine.proximity._shared import later_cells, shared_cells
from textmine.proximity.spaces import Part, Space, powers


def rows_of(seed, n=6, terms=12):
    rng = np.random.default_rng(seed)
    return sparse.csr_matrix(rng.poisson(0.7, (n, terms)) * rng.random((n, terms)))


@given(st.integers(0, 200), st.integers(1, 4))
def test_inner_products_of_powers_are_powers_of_inner_products(seed, power):
    u = np.random.default_rng(seed).normal(size=(5, 3))
    points = powers(u, power)
    np.testing.assert_allclose(points @ points.T, (u @ u.T) ** power, atol=1e-10)
    assert points.shape[1] == spaces.n_coordinates(3, power)


@given(st.integers(0, 200))
def test_cosines_equal_those_of_the_whole_matrix_of_term_similarities(seed):
    rows = rows_of(seed)
    vectors = np.random.default_rng(seed + 1).normal(size=(12, 3))
    space = Space(rows, (Part(0.4), Part(0.6, vectors, 2)))
    similarity = 0.4 * np.eye(12) + 0.6 * (vectors @ vectors.T) ** 2
    likeness = rows.toarray() @ similarity @ rows.toarray().T
    size = np.sqrt(np.diag(likeness))
    first, second = np.triu_indices(6)
    with np.errstate(invalid="ignore"):
        expected = (likeness / np.outer(size, size))
    np.testing.assert_allclose(space.cosines(rows, first, second), expected[first, second], atol=1e-9)
    np.testing.assert_allclose(space.cosine_matrix(rows), expected, atol=1e-9)
    np.testing.assert_allclose(space.products(rows[first], rows[second]), likeness[first, second], atol=1e-9)


def test_without_parts_it_is_the_cosine():
    rows = rows_of(3)
    np.testing.assert_allclose(Space(rows).cosine_matrix(rows), cosine_similarity(rows), atol=1e-12)


def test_a_row_has_the_same_point_in_whatever_company_and_in_blocks_of_any_size(monkeypatch):
    rows = rows_of(5, n=40, terms=30)
    part = Part(0.5, np.random.default_rng(0).normal(size=(30, 4)), 2)
    whole = part.coordinates(rows)
    for i in range(40):
        assert (part.coordinates(rows[i]) == whole[i]).all()
    monkeypatch.setattr(spaces, "TERMS_IN_BLOCK", 7)
    np.testing.assert_allclose(part.coordinates(rows), whole, atol=1e-12)


def test_equal_rows_have_similarity_1_and_an_empty_one_has_none(monkeypatch):
    rows = sparse.vstack([rows_of(1), rows_of(1), sparse.csr_matrix((1, 12))]).tocsr()
    space = Space(rows, (Part(0.3), Part(0.7, np.random.default_rng(0).normal(size=(12, 5)), 2)))
    monkeypatch.setattr(spaces, "PAIRS_IN_BLOCK", 4)
    same = np.arange(6)
    assert (space.cosines(rows, same, same + 6) == 1).all()
    assert np.isnan(space.cosines(rows, same, np.full(6, 12))).all()
    assert (space.cosine_matrix(rows)[same, same + 6] == 1).all()


@given(st.integers(0, 200), st.integers(1, 5))
def test_texts_as_products_equal_their_terms_as_powers(seed, n_components):
    rows, vectors = rows_of(seed), np.random.default_rng(seed).normal(size=(12, n_components))
    np.testing.assert_allclose(product_points(rows, vectors), rows @ powers(vectors, 2), atol=1e-10)
    part = Part(0.3, vectors, 2)
    np.testing.assert_allclose(part.squares(), 0.3 * (powers(vectors, 2) ** 2).sum(axis=1))
    assert part.width == part.coordinates(rows).shape[1]


@given(st.integers(0, 200))
def test_cells_of_later_rows_are_the_shared_cells_of_all_pairs(seed):
    rows = rows_of(seed)
    first, second = np.triu_indices(6, k=1)
    pair, _, p, q = shared_cells(rows, first, second)
    expected = sorted(zip(first[pair], second[pair], p, q, strict=True))
    got = [(i, *cell) for i, cells in enumerate(later_cells(rows)) for cell in zip(*cells, strict=True)]
    assert sorted(got) == expected


@given(st.integers(0, 200))
def test_shared_cells_are_those_of_a_plain_search(seed):
    rows = rows_of(seed)
    first, second = np.triu_indices(6)
    pair, column, p, q = shared_cells(rows, first, second)
    dense = rows.toarray()
    expected = [(k, c, dense[i, c], dense[j, c]) for k, (i, j) in enumerate(zip(first, second, strict=True))
                for c in range(12) if dense[i, c] and dense[j, c]]
    assert list(zip(pair, column, p, q, strict=True)) == expected
