import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

import textmine as tm


@pytest.mark.parametrize("weight", ["tf_idf", "log_entropy", "count"])
def test_cosine_equals_scikit_learn_on_articles(weight, table):
    got = tm.document_similarity(table, by="document", weight=weight)
    np.testing.assert_allclose(got.values, cosine_similarity(table.weight(weight)), atol=1e-12)


def test_long_form_matrix_and_map_agree(table):
    result = tm.document_similarity(table, by="article")
    matrix, frame = result.to_matrix(), result.to_frame()
    assert len(frame) == 10
    for row in frame.itertuples():
        assert matrix.loc[row.document, row.other] == row.similarity
    points, explained = result.to_map()
    assert list(points) == ["document", "x", "y"] and 0 < explained <= 1


def test_normalisation_brings_the_two_house_styles_together(seeds, cleaned):
    def pair(corpus):
        counts = tm.tokenize(corpus.segment()).drop(tm.stopwords("en")).count().trim(min_docs=2)
        values = tm.document_similarity(counts, by="article", weight="count").values
        return values[0, 1]

    assert pair(cleaned) > pair(seeds) + 0.1


def test_jensen_shannon_is_one_for_equal_and_zero_for_disjoint_texts():
    table = tm.tokenize(tm.Corpus.from_texts(["peace now", "now peace", "war"])).count()
    values = tm.document_similarity(table, metric="jensen_shannon").values
    np.testing.assert_allclose(values[0], [1, 1, 0], atol=1e-12)


def test_a_text_without_terms_has_no_similarity():
    table = tm.tokenize(tm.Corpus.from_texts(["peace", "!", "peace war"], ["a", "b", "c"])).count()
    assert np.isnan(tm.document_similarity(table, weight="count").to_matrix().loc["b"]).all()


@pytest.mark.parametrize("arguments, message", [
    ({"metric": "cosin"}, "Did you mean 'cosine'"), ({"weight": "tfidf"}, "Did you mean 'tf_idf'"),
    ({"metric": "jensen_shannon", "weight": "tf_idf"}, "must be 'count'"), ({"by": "artikel"}, "'article'"),
])
def test_wrong_names_are_answered(table, arguments, message):
    with pytest.raises(ValueError, match=message):
        tm.document_similarity(table, **arguments)


def test_one_document_cannot_be_compared():
    table = tm.tokenize(tm.Corpus.from_texts(["peace"])).count()
    with pytest.raises(ValueError, match="at least 2 groups"):
        tm.document_similarity(table)
