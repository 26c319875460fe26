import math

import numpy as np
import pandas as pd
import pytest
from gensim.similarities import SparseTermSimilarityMatrix
from scipy import sparse
from scipy.spatial.distance import jensenshannon
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

import textmine as tm
from textmine.proximity.measures import ready
from textmine.proximity.metrics import METRICS
from textmine.proximity.results import COLUMNS

WITHOUT_EXTRAS = [name for name in METRICS if name != "wmd"]
OF_FEW_TEXTS = [name for name in WITHOUT_EXTRAS if METRICS[name].least == 2]
TEXTS = ["peace talks at sea", "talks of peace", "war at sea", "peace talks at sea", "a virus"]


def counted(texts, names=None):
    return tm.tokenize(tm.Corpus.from_texts(texts, names or list("abcdefghij"[:len(texts)]))).count()


@pytest.mark.parametrize("weight", ["tf_idf", "log_entropy", "count"])
def test_cosine_equals_scikit_learn(weight, table):
    got = tm.document_similarity(table, metric="cosine", weight=weight)
    np.testing.assert_allclose(got.values, cosine_similarity(table.weight(weight)), atol=1e-12)


def test_smooth_tf_idf_is_that_of_scikit_learn(table):
    got = tm.document_similarity(table, metric="cosine", weight="smooth_tf_idf")
    expected = TfidfTransformer().fit_transform(table.counts)
    np.testing.assert_allclose(got.values, cosine_similarity(expected), atol=1e-12)


def test_bm25_equals_a_naive_count(table):
    got = tm.document_similarity(table, metric="cosine", weight="bm25").values
    counts, n_docs = table.counts.toarray().astype(float), len(table)
    length = counts.sum(axis=1)
    rows = np.zeros_like(counts)
    for d, t in zip(*counts.nonzero(), strict=True):
        df, f = (counts[:, t] > 0).sum(), counts[d, t]
        idf = math.log(1 + (n_docs - df + 0.5) / (df + 0.5))
        rows[d, t] = idf * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * length[d] / length.mean()))
    np.testing.assert_allclose(got, cosine_similarity(rows), atol=1e-12)


def test_soft_cosine_equals_gensim_where_they_agree(table):
    model = tm.LSA(5).fit(table)
    got = tm.document_similarity(table, model=model, options={"blend": 1, "power": 2}).values
    vectors = model.term_vectors()
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    matrix = SparseTermSimilarityMatrix(sparse.csc_matrix((unit @ unit.T) ** 2))
    rows = ready(table, "document", "soft_cosine", None, None, model, None).kind.rows
    bags = [list(zip(row.indices.tolist(), row.data.tolist(), strict=True)) for row in rows]
    for i, j in [(0, 1), (3, 40), (12, 60)]:
        peer = matrix.inner_product(bags[i], bags[j], normalized=(True, True))
        assert got[i, j] == pytest.approx(peer, abs=1e-6)


def test_without_blend_the_soft_cosine_is_the_cosine(table):
    soft = tm.document_similarity(table, options={"blend": 0}).values
    plain = tm.document_similarity(table, metric="cosine", weight="smooth_entropy").values
    np.testing.assert_allclose(soft, plain, atol=1e-12)


def test_lsa_equals_the_cosine_of_its_points(table):
    model = tm.LSA(10).fit(table)
    expected = cosine_similarity(model.transform(table.sort_documents()))
    for arguments in ({"options": {"n_components": 10}}, {"model": model}):
        got = tm.document_similarity(table, metric="lsa", **arguments).values
        np.testing.assert_allclose(got, expected, atol=1e-9)


def test_jensen_shannon_equals_scipy(table):
    got = tm.document_similarity(table, "article", metric="jensen_shannon").values
    rows = table.group("article").counts.toarray()
    assert got[0, 1] == pytest.approx(1 - jensenshannon(rows[0], rows[1], 2) ** 2)


def test_sets_are_counted_by_hand():
    table = counted(["a b c d", "c d e", "f"])
    expected = {"jaccard": 2 / 5, "dice": 4 / 7, "containment": 2 / 4}
    for metric, value in expected.items():
        matrix = tm.document_similarity(table, metric=metric).values
        assert matrix[0, 1] == pytest.approx(value) and matrix[0, 2] == 0
    assert tm.document_similarity(table, metric="containment").values[1, 0] == pytest.approx(2 / 3)
    twice = counted(["a a b", "a b b b"])
    assert tm.document_similarity(twice, metric="jaccard", weight="count").values[0, 1] == pytest.approx(2 / 5)


def test_a_group_is_the_mean_of_the_weighted_rows_of_its_documents(table):
    got = tm.document_similarity(table, "article", metric="cosine").values
    rows = table.weight("log_entropy")
    groups = table.grouping("article")
    means = np.vstack([np.asarray(rows[groups.members(g)].mean(axis=0)) for g in range(5)])
    np.testing.assert_allclose(got, cosine_similarity(means), atol=1e-12)


@pytest.mark.parametrize("metric", WITHOUT_EXTRAS)
@pytest.mark.parametrize("by", ["document", "article"])
def test_bounds_symmetry_and_order_of_documents(metric, by, table):
    result = tm.document_similarity(table, by, metric=metric)
    low, high = METRICS[metric].bounds
    values = result.values
    assert (values >= low - 1e-12).all() and (values <= high).all() and (np.diag(values) == 1).all()
    assert (values == values.T).all() == METRICS[metric].symmetric
    shuffled = table[np.random.default_rng(0).permutation(len(table))]
    assert tm.document_similarity(shuffled, by, metric=metric).to_frame().equals(result.to_frame())


@pytest.mark.parametrize("metric", WITHOUT_EXTRAS)
def test_some_pairs_are_those_of_all(metric, table):
    whole = tm.document_similarity(table, metric=metric).to_matrix()
    names = table.documents["document"].to_pylist()
    pairs = [(names[3], names[40]), (names[40], names[3]), (names[0], names[0])]
    some = tm.document_similarity(table, metric=metric, pairs=pairs)
    assert list(some.to_frame()["document"]) == [first for first, _ in pairs]
    expected = [whole.loc[pair] for pair in pairs]
    np.testing.assert_allclose(some.similarity, expected, atol=1e-12)
    by_place = tm.document_similarity(table, metric=metric, pairs=np.array([[3, 40], [40, 3], [0, 0]]))
    assert (by_place.similarity == some.similarity).all()


@pytest.mark.parametrize("metric", OF_FEW_TEXTS)
@pytest.mark.parametrize("n", [2, 3, 5])
def test_the_same_text_has_similarity_1_and_small_tables_work(metric, n):
    texts = (["peace talks at sea"] * 2 + TEXTS)[:n]
    weight = "count" if METRICS[metric].model and metric != "soft_cosine" else None
    values = tm.document_similarity(counted(texts), metric=metric, weight=weight).values
    assert values[0, 1] == 1 and not np.isnan(values).any()


@pytest.mark.parametrize("metric", ["soft_cosine", "jaccard", "jensen_shannon"])
def test_one_term_is_enough(metric):
    assert tm.document_similarity(counted(["peace", "peace peace"]), metric=metric).values[0, 1] == 1


@pytest.mark.parametrize("metric", ["jensen_shannon", "hellinger", "jaccard", "cosine"])
def test_scale_free_measures_do_not_see_length(metric, table):
    weight = "count" if metric == "cosine" else None
    twice = tm.DocTerm.from_counts(table.counts * 3, table.terms, table.documents)
    before, after = (tm.document_similarity(each, metric=metric, weight=weight).values for each in (table, twice))
    np.testing.assert_allclose(before, after, atol=1e-12)


@pytest.mark.parametrize("metric", OF_FEW_TEXTS)
def test_a_text_without_terms_has_no_similarity_and_a_note(metric):
    result = tm.document_similarity(counted(["peace now", "!", "peace war", "war"]), metric=metric)
    frame = result.to_frame().set_index(["document", "other"])
    assert frame.loc[("a", "b"), "similarity"] is pd.NA
    assert frame.loc[("a", "b"), "note"] == "no term with weight in b"
    assert frame.loc[("a", "c"), "note"] == "" and frame.loc[("a", "c"), "similarity"] > 0
    assert np.isnan(result.to_matrix().loc["b"]).all()
    assert result.to_map()[0]["document"].tolist() == ["a", "c", "d"] if METRICS[metric].symmetric else True


def test_long_form_matrix_and_map_agree(table):
    result = tm.document_similarity(table, by="article")
    matrix, frame = result.to_matrix(), result.to_frame()
    assert tuple(frame) == COLUMNS and len(frame) == 10
    for row in frame.itertuples():
        assert matrix.loc[row.document, row.other] == row.similarity
    assert frame["corrected"].notna().all() and (frame["unit"] == "passage").all()
    sizes = pd.Series(table.group("article").sizes, index=table.group("article").documents["document"].to_pylist())
    assert frame["n_tokens"].tolist() == sizes[frame["document"]].tolist()
    points, explained = result.to_map()
    assert list(points) == ["document", "x", "y"] and 0 < explained <= 1


def test_both_directions_of_containment_stand_in_the_frame():
    frame = tm.document_similarity(counted(["a b c d", "c d e"]), metric="containment").to_frame()
    assert frame[["document", "other"]].to_numpy().tolist() == [["a", "b"], ["b", "a"]]


def test_a_background_teaches_weights_and_which_terms_are_alike():
    table = counted(["ship at dawn", "boat at dusk", "virus at noon"])
    background = counted(["ship sea harbour", "boat sea harbour", "virus vaccine trial", "sea harbour ship boat"])
    alone, taught = (tm.document_similarity(table, background=each, options={"n_components": 2}).values
                     for each in (None, background))
    assert taught[0, 1] > alone[0, 1] and taught[0, 1] > taught[0, 2]
    same = counted(["boat sea harbour", "sea harbour ship boat", "ship sea harbour", "virus vaccine trial"])
    values = tm.document_similarity(table, background=same, options={"n_components": 2}).values
    np.testing.assert_allclose(values, taught, atol=1e-9)


def test_topics_are_compared_in_place_of_words(table):
    model = tm.NMF(n_components=4).fit(table)
    result = tm.document_similarity(table, "article", metric="hellinger", model=model)
    tokens = model.expected_tokens(table)
    groups = table.grouping("article")
    shares = np.vstack([tokens[groups.members(g)].sum(axis=0) for g in range(5)])
    shares /= shares.sum(axis=1, keepdims=True)
    expected = 1 - np.linalg.norm(np.sqrt(shares[0]) - np.sqrt(shares[1])) / np.sqrt(2)
    assert result.values[0, 1] == pytest.approx(expected) and result.weight == "topics"


def test_what_a_model_does_not_know_is_counted():
    table = counted(["peace now", "peace talks", "war"])
    model = tm.LSA(2, weight="count").fit(counted(["peace now", "now war", "war peace"]))
    frame = tm.document_similarity(table, metric="lsa", model=model).to_frame()
    assert frame["note"].tolist() == ["the model does not know 1 of 2 tokens of b", "",
                                      "the model does not know 1 of 2 tokens of b"]


def test_normalisation_takes_the_two_house_styles_out_of_the_lowest_pairs(seeds, cleaned):
    def pair(corpus, weight):
        counts = tm.tokenize(corpus).drop(tm.stopwords("en")).count()
        values = tm.document_similarity(counts, metric="cosine", weight=weight).values
        return values[0, 1], (values[np.triu_indices(5, k=1)] < values[0, 1]).sum()

    for weight in ("count", "smooth_tf_idf"):
        (raw, _), (clean, lower) = pair(seeds, weight), pair(cleaned, weight)
        assert clean > raw + 0.2 and lower >= 3


@pytest.mark.parametrize("arguments, message", [
    ({"metric": "cosin"}, "Did you mean 'cosine'"), ({"metric": "jsd"}, "'jensen_shannon', its name here"),
    ({"weight": "tfidf"}, "Did you mean 'tf_idf'"), ({"metric": "jaccard", "weight": "tf_idf"}, "'binary', 'count'"),
    ({"metric": "jensen_shannon", "weight": "tf_idf"}, "one of 'count'"), ({"by": "artikel"}, "'article'"),
    ({"options": {"n_component": 3}}, "Did you mean 'n_components'"), ({"options": {"blend": 2}}, "from 0 to 1"),
    ({"options": {"n_components": 0}}, "at least 1"), ({"metric": "dice", "options": {"k": 1}}, "left out"),
    ({"options": {"power": 4, "n_components": 60}}, "at most 5,000 coordinates"),
    ({"pairs": [("a", "b")]}, "names of texts"), ({"pairs": np.array([[0, 999]])}, "from 0 to"),
    ({"pairs": [1, 2, 3]}, r"of shape \(P, 2\)"), ({"metric": "jaccard", "model": object()}, "model must be left out"),
])
def test_wrong_names_are_answered(table, arguments, message):
    with pytest.raises(ValueError, match=message):
        tm.document_similarity(table, **arguments)


def test_a_background_or_model_that_does_not_fit_is_refused(table):
    other = counted(["zzz yyy", "xxx"])
    with pytest.raises(ValueError, match="background must share a term"):
        tm.document_similarity(table, background=other)
    with pytest.raises(ValueError, match="background must be left out"):
        tm.document_similarity(table, metric="jaccard", background=table)
    with pytest.raises(TypeError, match="background must be DocTerm"):
        tm.document_similarity(table, background="peace")
    with pytest.raises(TypeError, match="a fitted model of terms"):
        tm.document_similarity(table, model=tm.NMF(2).fit(table))
    with pytest.raises(TypeError, match="a fitted topic model"):
        tm.document_similarity(table, metric="hellinger", model="LDA")
    with pytest.raises(ValueError, match="model must know a term"):
        tm.document_similarity(table, metric="lsa", model=tm.LSA(1, weight="count").fit(other))
    with pytest.raises(TypeError, match="Did you mean 'metric'"):
        tm.document_similarity(table, metrics="cosine")


def test_one_document_cannot_be_compared():
    with pytest.raises(ValueError, match="at least 2 groups"):
        tm.document_similarity(counted(["peace"]))


def test_texts_without_any_weight_are_refused():
    with pytest.raises(ValueError, match="table must hold a term"):
        tm.document_similarity(counted(["!", "?"]))
    with pytest.raises(ValueError, match="pass weight='count'"):
        tm.document_similarity(counted(["peace", "peace"]), metric="cosine")


def test_all_pairs_of_too_many_texts_are_refused(monkeypatch, table):
    monkeypatch.setattr("textmine.proximity.measures.MOST_GROUPS", 10)
    with pytest.raises(ValueError, match="or give pairs"):
        tm.document_similarity(table)
    assert len(tm.document_similarity(table, pairs=[[0, 1]])) == 1
