"""Samples of tokens: against all samples, one at a time."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from textmine.stats.rarefaction import expected_in_sample


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(any), st.integers(1, 6))
def test_means_are_those_of_all_samples(counts, n):
    tokens = np.repeat(np.arange(3), counts)
    drawn = [np.bincount(tokens[list(chosen)], minlength=3)
             for chosen in combinations(range(len(tokens)), min(n, len(tokens)))]
    mean, square = expected_in_sample(sparse.csr_matrix([counts]), n, np.log1p)
    np.testing.assert_allclose(mean.toarray()[0], np.log1p(drawn).mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(square.toarray()[0], (np.log1p(drawn) ** 2).mean(axis=0), atol=1e-12)


def test_a_text_that_is_shorter_is_taken_whole():
    mean, _ = expected_in_sample(sparse.csr_matrix([[2, 0, 1], [5, 5, 5]]), 3, np.positive)
    np.testing.assert_allclose(mean.toarray(), [[2, 0, 1], [1, 1, 1]])


def test_an_empty_text_holds_nothing():
    mean, square = expected_in_sample(sparse.csr_matrix((2, 3)), 4, np.log1p)
    assert mean.nnz == square.nnz == 0
