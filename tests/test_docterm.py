import numpy as np
import pyarrow as pa
import pytest
from gensim.models import TfidfModel
from scipy import sparse

import textmine as tm

COUNTS = np.array([[2, 0, 1], [0, 3, 1], [1, 1, 1]])


@pytest.fixture
def small():
    documents = pa.table({"document": ["a:1", "a:2", "b:1"], "article": ["a", "a", "b"], "year": [1, 1, 2]})
    return tm.DocTerm.from_counts(COUNTS, ["war", "peace", "the"], documents)


def test_terms_are_sorted_and_sizes_counted(small):
    assert small.terms == ("peace", "the", "war")
    assert small.sizes.tolist() == [3, 4, 3]
    assert small.doc_freq.tolist() == [2, 3, 2]


def test_repeated_cells_are_added_up_and_the_source_is_left_alone():
    repeated = sparse.csr_matrix((np.ones(3), np.array([0, 0, 1]), np.array([0, 2, 3])), shape=(2, 2))
    table = tm.DocTerm.from_counts(repeated, ["a", "b"], ["x", "y"])
    assert table.counts.nnz == 2 and table.doc_freq.tolist() == [1, 1] and table.sizes.tolist() == [2, 1]
    repeated.data[0] = 5
    assert table.counts[0, 0] == 2


def test_trim_by_documents_and_counts_keeps_sizes(small):
    assert small.trim(max_docs=2).terms == ("peace", "war")
    assert small.trim(min_count=4).terms == ("peace",)
    assert small.trim(min_docs=3).sizes.tolist() == [3, 4, 3]
    with pytest.raises(ValueError, match="stands in 3 of 3 documents"):
        small.trim(min_docs=4)


def test_group_adds_up(small):
    grouped = small.group("article")
    assert grouped.to_frame().values.tolist() == [[3, 2, 2], [1, 1, 1]]
    assert grouped.sizes.tolist() == [7, 3]
    assert small.group("year").documents["year"].to_pylist() == ["1", "2"]


def test_tf_idf_equals_gensim(small):
    corpus = [[(int(j), float(v)) for j, v in zip(row.indices, row.data, strict=True)] for row in small.counts]
    model = TfidfModel(corpus, wglobal=lambda df, n: np.log(n / df), normalize=False)
    expected = np.zeros(small.shape)
    for i, document in enumerate(corpus):
        for j, value in model[document]:
            expected[i, j] = value
    np.testing.assert_allclose(small.weight("tf_idf").toarray(), expected, atol=1e-12)


def test_log_entropy_equals_the_formula_written_out(small):
    frame = small.to_frame()
    for term in frame:
        share = frame[term] / frame[term].sum()
        entropy = 1 + sum(p * np.log(p) for p in share if p > 0) / np.log(3)
        got = small.weight("log_entropy").toarray()[:, list(frame).index(term)]
        np.testing.assert_allclose(got, np.log1p(frame[term]) * entropy, atol=1e-12)


def test_proportions_sum_to_one(small):
    np.testing.assert_allclose(small.weight("proportion").sum(axis=1), 1)
    with pytest.raises(ValueError, match="Did you mean 'tf_idf'"):
        small.weight("tfidf")


@pytest.mark.parametrize("counts, terms, message", [
    (np.ones((2, 3)), ["a", "b", "c"], "shape"), (np.ones((3, 2)), ["a", "a"], "unique"),
    (-np.ones((3, 2)), ["a", "b"], "negative"), (np.full((3, 2), np.nan), ["a", "b"], "missing"),
])
def test_bad_counts_are_refused(counts, terms, message):
    with pytest.raises(ValueError, match=message):
        tm.DocTerm.from_counts(sparse.csr_matrix(counts), terms, ["x", "y", "z"])
