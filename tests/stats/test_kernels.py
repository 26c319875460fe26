"""Dispersion, weighting, distance, ranking, ordination and multiplicity: gold, oracle, law, edge."""

import networkx
import numpy as np
import pytest
from gensim.matutils import jensen_shannon as gensim_jensen_shannon
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from scipy.stats import false_discovery_control

from textmine.stats.dispersion import deviation_of_proportions
from textmine.stats.distance import cosine_similarity, jensen_shannon
from textmine.stats.multiplicity import benjamini_hochberg
from textmine.stats.ordination import classical_scaling
from textmine.stats.ranking import pagerank
from textmine.stats.weighting import entropy_weight, inverse_document_frequency

MATRICES = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(1, 5)), elements=st.integers(0, 9))


@pytest.mark.parametrize("counts, sizes, dp", [
    ((1, 2, 3, 4, 5), (9, 10, 10, 10, 11), 0.18),  # Gries (2008)
    ((2, 0, 1, 1, 3, 0, 3, 0, 0, 0), (8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930), 0.4990705),
    ((0, 0, 1, 2, 5), (1000,) * 5, 0.475),
])
def test_dp_gold(counts, sizes, dp):
    assert deviation_of_proportions(np.array(counts)[:, None], sizes)[0] == pytest.approx(dp, abs=5e-8)


@given(MATRICES)
def test_dp_is_half_the_sum_of_differences(counts):
    sizes = counts.sum(axis=1) + 3
    got = deviation_of_proportions(sparse.csr_matrix(counts), sizes)
    for j, column in enumerate(counts.T):
        if column.sum() == 0:
            assert np.isnan(got[j])
        else:
            naive = np.abs(column / column.sum() - sizes / sizes.sum()).sum() / 2
            assert got[j] == pytest.approx(naive, abs=1e-12)


@given(MATRICES)
def test_entropy_weights_lie_in_the_unit_interval_and_are_one_for_one_document(counts):
    weight = entropy_weight(sparse.csr_matrix(counts))
    assert ((0 <= weight) & (weight <= 1)).all()
    assert (weight[(counts > 0).sum(axis=0) == 1] > 1 - 1e-12).all()


def test_idf_of_absent_terms_is_zero():
    assert inverse_document_frequency([0, 3], 3).tolist() == [0, 0]


@pytest.mark.parametrize("p, q, bits", [
    ((0.5, 0.5, 0), (1, 0, 0), 0.311278), ((0.7, 0.2, 0.1), (0.1, 0.3, 0.6), 0.332751), ((1, 0, 0), (0, 1, 0), 1)])
def test_jensen_shannon_gold(p, q, bits):
    assert jensen_shannon([p, q])[0, 1] == pytest.approx(bits, abs=1e-6)


@given(arrays(np.int64, (2, 4), elements=st.integers(1, 50)))
def test_jensen_shannon_equals_gensim(counts):
    p, q = counts / counts.sum(axis=1, keepdims=True)
    vectors = [list(enumerate(map(float, row))) for row in (p, q)]
    assert jensen_shannon(counts)[0, 1] == pytest.approx(gensim_jensen_shannon(*vectors) / np.log(2), abs=1e-5)


@given(MATRICES)
def test_similarities_are_symmetric_bounded_and_follow_the_order_of_rows(counts):
    for measure, diagonal in ((cosine_similarity, 1), (jensen_shannon, 0)):
        values = measure(counts)
        filled = counts.sum(axis=1) > 0
        np.testing.assert_allclose(values, values.T, atol=1e-12)
        np.testing.assert_allclose(np.diag(values)[filled], diagonal, atol=1e-9)
        assert np.isnan(np.diag(values)[~filled]).all()
        np.testing.assert_allclose(measure(counts[::-1]), values[::-1, ::-1], atol=1e-12)


@given(arrays(np.int64, (5, 5), elements=st.integers(0, 2)))
def test_pagerank_equals_networkx(links):
    graph = networkx.from_numpy_array(links, create_using=networkx.DiGraph)
    expected = networkx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=1000)
    np.testing.assert_allclose(pagerank(sparse.csr_matrix(links)), [expected[i] for i in range(5)], atol=1e-8)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_equals_scipy(p):
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), atol=1e-12)


def test_benjamini_hochberg_gold():
    # Benjamini & Hochberg (1995), section 4.1: fifteen p-values, four rejections at 5 %; adjusted as by R's p.adjust
    p = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1]
    adjusted = [.0015, .0030, .0095, .035625, .0603, .063857, .063857, .0645, .0765, .4860, .581182, .714875, .753231,
                .813214, 1]
    np.testing.assert_allclose(benjamini_hochberg(p), adjusted, atol=5e-7)
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4 and (np.array(p) * 15 <= 0.05).sum() == 3  # Bonferroni


def test_classical_scaling_keeps_distances_of_a_plane():
    points = np.array([[0, 0], [3, 0], [0, 4], [3, 4.]])
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    got, explained = classical_scaling(distances)
    np.testing.assert_allclose(np.linalg.norm(got[:, None] - got[None], axis=2), distances, atol=1e-9)
    assert explained == pytest.approx(1)
    np.testing.assert_allclose(classical_scaling(np.zeros((3, 3)))[0], 0)
