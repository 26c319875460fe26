import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from textmine.docterm import DocTerm
from textmine.stats.weighting import SCHEMES, term_weights, weighted_rows

TABLES = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(1, 5)), elements=st.integers(0, 4))


@given(TABLES, st.sampled_from(["tf_idf", "log_entropy", "count"]))
def test_weights_that_are_learnt_equal_those_of_a_table(counts, scheme):
    counts = sparse.csr_matrix(counts)
    table = DocTerm.from_counts(counts, [f"t{i}" for i in range(counts.shape[1])], [str(i) for i in range(len(
        counts.toarray()))])
    ours = weighted_rows(counts, scheme, term_weights(counts, scheme))
    np.testing.assert_allclose(ours.toarray(), table.weight(scheme).toarray(), atol=1e-12)


@given(TABLES)
def test_log_tf_idf_is_its_formula_and_leaves_no_occurrence_without_weight(counts):
    matrix = sparse.csr_matrix(counts)
    ours = weighted_rows(matrix, "log_tf_idf", term_weights(matrix, "log_tf_idf")).toarray()
    for d, w in np.ndindex(*counts.shape):
        df = (counts[:, w] > 0).sum()
        assert ours[d, w] == pytest.approx(np.log(1 + counts[d, w]) * np.log((len(counts) + 1) / max(df, 1)))
    assert ((ours > 0) == (counts > 0)).all()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_explicit_zeros_are_no_occurrences(scheme):
    stored = sparse.csr_matrix((np.array([2.0, 0.0, 1.0]), ([0, 1, 1], [0, 0, 1])), shape=(2, 3))
    plain = sparse.csr_matrix(stored.toarray())
    np.testing.assert_array_equal(term_weights(stored, scheme), term_weights(plain, scheme))
    assert np.isfinite(term_weights(stored, scheme)).all() and stored.nnz == 3
