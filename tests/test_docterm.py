import numpy as np
import pyarrow as pa
import pytest
from gensim.models import TfidfModel
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

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


def counted(texts):
    return tm.DocTerm.from_counts(CountVectorizer().fit_transform(texts), sorted({w for t in texts for w in t.split()}),
                                  [f"d{i}" for i in range(len(texts))])


limits = st.one_of(st.integers(1, 4), st.sampled_from([0.0, 0.125, 0.25, 0.5, 0.75, 1.0]))


@given(st.lists(st.lists(st.sampled_from(["aa", "bb", "cc", "dd", "ee"]), min_size=1, max_size=6), min_size=8,
                max_size=8), limits, limits)
def test_trim_keeps_what_scikit_learn_keeps(documents, low, high):
    texts = [" ".join(words) for words in documents]
    try:
        expected = CountVectorizer(min_df=low, max_df=high).fit(texts).get_feature_names_out().tolist()
    except ValueError:
        with pytest.raises(ValueError, match="must leave a term|must be at least min_docs"):
            counted(texts).trim(min_docs=low, max_docs=high)
        return
    assert list(counted(texts).trim(min_docs=low, max_docs=high).terms) == expected


def test_one_document_is_not_all_documents(small):
    assert small.trim(min_docs=1).terms == ("peace", "the", "war")
    assert small.trim(min_docs=1.0).terms == ("the",)
    assert small.trim(max_docs=2 / 3).terms == ("peace", "war")
    with pytest.raises(ValueError, match="must leave a term"):
        small.trim(max_docs=1)


@pytest.mark.parametrize("share, n", [(0.28, 25), (0.14, 50), (0.7, 90), (0.07, 100)])
def test_a_share_counts_as_it_is_written(share, n):
    k = round(share * n)
    assert share * n != k
    counts = np.zeros((n, 2), int)
    counts[:k, 0], counts[:, 1] = 1, 1
    table = tm.DocTerm.from_counts(counts, ["some", "all"], list(map(str, range(n))))
    assert table.trim(min_docs=share).terms == ("all", "some")
    assert table.trim(max_docs=share).terms == ("some",)


def test_counts_are_trimmed_by_shares_of_all_tokens(small):
    assert small.trim(min_count=0.4).terms == ("peace",)
    assert small.trim(max_count=0.3).terms == ("the", "war")
    assert small.trim(max_count=3, min_count=3).terms == ("the", "war")
    once = small.trim(max_count=0.3).trim(min_docs=3)
    assert once.terms == small.trim(min_docs=3).trim(max_count=0.3).terms == ("the",)


def test_what_was_trimmed_is_counted(small):
    assert small.trimmed.tolist() == [0, 0, 0]
    trimmed = small.trim(max_docs=2)
    assert trimmed.trimmed.tolist() == [1, 1, 1]
    assert trimmed.group("article").trimmed.tolist() == [2, 1]


@pytest.mark.parametrize("limits, message", [
    ({"min_docs": 0}, "min_docs must be a whole number of at least 1"), ({"min_docs": 1.5}, "share from 0.0 to 1.0"),
    ({"max_docs": -0.1}, "max_docs must be"), ({"min_count": True}, "min_count must be"),
    ({"min_docs": 3, "max_docs": 2}, "max_docs must be at least min_docs"), ({"max_count": "2"}, "max_count must be"),
    ({"min_docs": float("nan")}, "min_docs must be"),
])
def test_limits_out_of_range_are_named(small, limits, message):
    with pytest.raises(ValueError, match=message):
        small.trim(**limits)


def test_select_agrees_with_the_corpus():
    corpus = tm.Corpus.from_texts(["peace now", "war", "peace"], ["a", "b", "c"], {"year": [1, 2, 2]})
    table = tm.tokenize(corpus).count()
    for where in ({"year": 2}, {"year": [1, 3]}, {"article": ["a", "c"]}, np.array([False, True, True])):
        chosen = table.select(where)
        assert chosen.documents.equals(corpus.select(where).documents)
        assert chosen.terms == table.terms and chosen.sizes.tolist() == chosen.counts.toarray().sum(axis=1).tolist()
    for where, message in (({"yaer": 2}, "Did you mean 'year'"), ({"year": 7}, "such as 1"), ([True], "one truth")):
        with pytest.raises(ValueError, match=message):
            table.select(where)


def test_keep_terms_and_keep_sizes(small):
    kept = small.keep(["war", "peace"])
    assert kept.terms == ("peace", "war") and kept.sizes.tolist() == [3, 4, 3]
    np.testing.assert_array_equal(kept.counts.toarray(), small.counts.toarray()[:, [0, 2]])
    with pytest.raises(ValueError, match="Did you mean 'peace'"):
        small.keep(["peece"])
    with pytest.raises(TypeError, match=r"write \['peace'\]"):
        small.keep("peace")


def test_long_frame_holds_every_cell(small):
    long = small.to_frame(long=True)
    assert list(long) == ["document", "article", "term", "count"] and len(long) == small.counts.nnz
    wide = long.pivot(index="document", columns="term", values="count").fillna(0)
    np.testing.assert_array_equal(wide, small.to_frame())


def many(n_articles=4, n_passages=3, seed=0):
    rng = np.random.default_rng(seed)
    documents = pa.table({"document": [f"{a}:{p}" for a in range(n_articles) for p in range(n_passages)],
                          "article": [str(a) for a in range(n_articles) for _ in range(n_passages)],
                          "side": ["x" if a < n_articles // 2 else "y" for a in range(n_articles)
                                   for _ in range(n_passages)]})
    return tm.DocTerm.from_counts(rng.poisson(2, (len(documents), 5)), list("abcde"), documents)


def test_resamples_draw_whole_documents_within_groups():
    table = many()
    rows = dict(zip(table.documents["document"].to_pylist(), table.counts.toarray().tolist(), strict=True))
    for drawn in table.trim(min_docs=2).resample(5, by="article"):
        names = drawn.documents["document"].to_pylist()
        assert len(set(names)) == len(drawn) == len(table)
        assert drawn.grouping("article").index.tolist() == sorted([0, 1, 2, 3] * 3)
        for name, counts, size in zip(names, drawn.counts.toarray().tolist(), drawn.sizes.tolist(), strict=True):
            assert rows[name.rsplit("#", 1)[0]] == counts and sum(counts) == size


def test_resamples_draw_whole_articles_where_groups_have_several():
    table = many()
    for drawn in table.resample(5, by="side"):
        assert drawn.grouping("article").index.tolist() == [g for g in range(4) for _ in range(3)]
        assert drawn.grouping("side").index.tolist() == [0] * 6 + [1] * 6
        assert all(document.split(":")[0] == article.split("#")[0] for document, article in
                   zip(*(drawn.documents[name].to_pylist() for name in ("document", "article")), strict=True))


def test_draws_are_keyed_by_names_not_by_order_or_company():
    table = many()
    shuffled = table._rows(np.random.default_rng(1).permutation(len(table)))
    few = list(table.resample(2, by="side", random_state=3))
    more = list(shuffled.resample(4, by="side", random_state=3))
    for first, second in zip(few, more, strict=False):
        assert first.documents.equals(second.documents)
        np.testing.assert_array_equal(first.counts.toarray(), second.counts.toarray())
    alone = next(table.select({"article": ["0", "1"]}).resample(1, by="article"))
    among = next(table.resample(1, by="article")).select({"article": ["0", "1"]})
    assert alone.documents.equals(among.documents)
    assert not few[0].documents.equals(few[1].documents)


@pytest.mark.parametrize("unit", ["article", "passage"])
def test_the_mean_of_resamples_is_the_original(unit):
    table = many(n_articles=6)
    original = table.group("side").counts.toarray()
    drawn = np.array([each.group("side").counts.toarray() for each in table.resample(600, by="side", unit=unit)])
    error = drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - original) < 4 * error).all()
    units = table.group("article") if unit == "article" else table
    spread = np.array([units.counts[:units.shape[0] // 2].toarray().var(axis=0) * (units.shape[0] // 2)])
    np.testing.assert_allclose(drawn.var(axis=0)[0], spread[0], rtol=0.3)


def test_a_resample_needs_two_units():
    table = many(n_passages=1)
    with pytest.raises(ValueError, match="at least two units in every group, got fewer passages in '0'"):
        table.resample(1, by="article")
    with pytest.raises(ValueError, match="n must be"):
        table.resample(0)
    assert len(next(table.resample(1))) == 4


def test_sums_of_narrow_counts_do_not_overflow():
    documents = pa.table({"document": ["x", "y"], "side": ["left", "left"]})
    for dtype in (np.uint8, bool, np.float32):
        table = tm.DocTerm.from_counts(np.array([[200], [100]]).astype(dtype), ["w"], documents)
        assert table.group("side").counts.toarray().tolist() == [[2 if dtype is bool else 300]]
        assert (table.trimmed == 0).all()
    with pytest.raises(ValueError, match="counts must be numbers, got complex128"):
        tm.DocTerm.from_counts(np.array([[1j]]), ["w"], ["x"])


@pytest.mark.parametrize("terms", ["ab", ["a", 1]])
def test_terms_must_be_texts(terms):
    with pytest.raises(TypeError, match="terms must be"):
        tm.DocTerm.from_counts([[1, 2]], terms, ["x"])


def test_a_table_is_no_array():
    with pytest.raises(TypeError, match="a DocTerm is no array: pass table.counts"):
        np.asarray(tm.DocTerm.from_counts([[1]], ["a"], ["x"]))


def test_frequencies_of_quanteda():
    """quanteda.textstats, test-textstat_frequency.R: the most frequent word first."""
    table = tm.tokenize(tm.Corpus.from_texts(["a a b b c d", "a d d d", "a a a"])).count()
    total = np.asarray(table.counts.sum(axis=0)).ravel()
    order = np.lexsort((table.terms, -total))
    assert [table.terms[i] for i in order] == ["a", "d", "b", "c"]
    assert total[order].tolist() == [6, 4, 2, 1] and table.doc_freq[order].tolist() == [3, 2, 1, 1]
