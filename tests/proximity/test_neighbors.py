"""Nearest documents: exact, the same for any order and number of threads, nothing lost."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import textmine as tm
from textmine.proximity import _nearest
from textmine.proximity.neighbors import COLUMNS, NO_COMMON, NO_NEIGHBOUR, NO_TERMS
from textmine.stats.weighting import SCHEMES, term_weights, weighted_rows


def random_table(seed=0, n_docs=60, n_terms=40, density=0.3):
    rng = np.random.default_rng(seed)
    rates = density * 4 / np.arange(1, n_terms + 1) ** 0.7
    counts = rng.poisson(rates, (n_docs, n_terms))
    return tm.DocTerm.from_counts(counts, [f"t{i:03}" for i in range(n_terms)], [f"d{i:03}" for i in range(n_docs)])


def naive(x, y, top_n, threshold, groups=None, sparse_rows=True):
    """All cosines, sorted: the definition."""
    with np.errstate(invalid="ignore", divide="ignore"):
        values = (x @ y.T) / np.linalg.norm(x, axis=1)[:, None] / np.linalg.norm(y, axis=1)
    found = []
    for i, row in enumerate(values):
        keep = [j for j in range(len(row)) if row[j] >= threshold - 1e-12 and (row[j] > 0 or not sparse_rows)
                and not (groups is not None and groups[0][i] == groups[1][j] >= 0)]
        found.append(sorted(keep, key=lambda j: (-row[j].round(12), j))[:top_n])
    return values, found


@pytest.mark.parametrize("weight", SCHEMES)
@pytest.mark.parametrize("share", [None, 0.0, 0.3, 1.0])
def test_neighbours_are_those_of_all_products(weight, share, monkeypatch):
    table = random_table()
    if share is not None:
        monkeypatch.setattr(_nearest, "SHARES", (share,))
    monkeypatch.setattr(_nearest, "TILE", 17)
    monkeypatch.setattr(_nearest, "BLOCK", 7)
    rows = weighted_rows(table.counts, weight, term_weights(table.counts, weight)).toarray()
    values, expected = naive(rows, rows, 5, 0.0, (np.arange(60), np.arange(60)))
    frame = tm.nearest_documents(table, 5, weight=weight)
    for i, (_, own) in enumerate(frame.groupby("document")):
        assert [int(name[1:]) for name in own["other"]] == expected[i]
        assert np.allclose(own["similarity"].astype(float), values[i][expected[i]], rtol=0, atol=1e-12)
        shared = [np.count_nonzero(rows[i] * rows[j]) for j in expected[i]]
        assert own["n_shared"].tolist() == shared and own["rank"].tolist() == list(range(1, 6))


@given(st.integers(0, 10_000), st.integers(1, 8), st.floats(0, 1), st.integers(1, 12))
def test_any_small_table(seed, top_n, threshold, n_docs):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 3, (n_docs, 4)).astype(float)
    rows = sparse.csr_matrix(x)
    groups = rng.integers(-1, 2, n_docs), rng.integers(-1, 2, n_docs)
    found = _nearest.nearest_sparse(rows, rows, groups, top_n, threshold, 1)
    values, expected = naive(x, x, top_n, threshold, groups)
    for i in range(n_docs):
        own = found.row[found.query == i]
        assert len(own) == len(expected[i])
        assert np.allclose(found.similarity[found.query == i], values[i][expected[i]], rtol=0, atol=1e-12)
        assert all(groups[0][i] != groups[1][j] or groups[0][i] < 0 for j in own)
    assert (found.similarity >= threshold - 1e-12).all()


def test_points_of_a_model_are_searched_too(monkeypatch):
    table = random_table(3)
    model = tm.LSA(n_components=4).fit(table)
    monkeypatch.setattr(_nearest, "TILE", 13)
    points = model.transform(table)
    values, expected = naive(points, points, 6, -1, (np.arange(60), np.arange(60)), sparse_rows=False)
    frame = tm.nearest_documents(table, 6, model=model, threshold=-1)
    assert set(frame["space"]) == {"LSA"} and frame["n_shared"].isna().all()
    for i, (_, own) in enumerate(frame.groupby("document")):
        assert [int(name[1:]) for name in own["other"]] == expected[i]
        assert np.allclose(own["similarity"].astype(float), values[i][expected[i]], rtol=0, atol=1e-12)


def test_order_of_documents_and_number_of_threads_change_no_byte(monkeypatch):
    monkeypatch.setattr(_nearest, "BLOCK", 8)
    table = random_table(5)
    model = tm.LSA(n_components=4).fit(table)
    shuffled = table[np.random.default_rng(1).permutation(60)]
    for options in ({}, {"weight": "tf_idf"}, {"model": model}):
        expected = tm.nearest_documents(table, n_jobs=1, **options)
        assert tm.nearest_documents(shuffled, n_jobs=3, **options).equals(expected)


def test_similarity_is_the_same_either_way_and_1_for_equal_profiles():
    table = random_table(7, n_docs=40)
    twins = tm.DocTerm.from_counts(sparse.vstack([table.counts, table.counts]), table.terms,
                                   [f"{c}{i:02}" for c in "ab" for i in range(40)])
    frame = tm.nearest_documents(twins, 80)
    first = frame[frame["rank"] == 1].set_index("document")
    assert (first["similarity"] == 1).all() and all(name[1:] == other[1:] for name, other in first["other"].items())
    known = {(a, b): s for a, b, s in zip(frame["document"], frame["other"], frame["similarity"], strict=True)}
    assert all(known[b, a] == s for (a, b), s in known.items())
    assert len(tm.nearest_documents(twins, threshold=1.0)) == 80


def test_ties_go_by_name_and_copies_by_the_thousand_do_not_blow_up():
    names = [f"{i:04}" for i in range(2000)]
    table = tm.DocTerm.from_counts(np.tile([3, 1, 2], (2000, 1)), ["a", "b", "c"], names)
    start = time.perf_counter()
    frame = tm.nearest_documents(table, 3, weight="count")
    assert time.perf_counter() - start < 20
    assert frame["other"].tolist() == [*names[1:4], names[0], *names[2:4], *names[:2], names[3], *names[:3] * 1997]
    dense = tm.nearest_documents(table, 3, model=tm.LSA(n_components=2, weight="count").fit(table))
    assert dense["other"].tolist() == frame["other"].tolist()


def test_documents_without_neighbours_are_told_apart():
    table = tm.DocTerm.from_counts([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]], ["x", "y", "z"], list("abcd"))
    frame = tm.nearest_documents(table, weight="count").set_index("document")
    assert tuple(frame.reset_index().columns) == COLUMNS
    assert frame["note"].to_dict() == {"a": "", "b": "", "c": NO_COMMON, "d": NO_TERMS}
    assert frame.loc[["c", "d"], ["rank", "other", "similarity", "n_shared"]].isna().all().all()
    one = tm.nearest_documents(table[[0]], weight="count")
    assert one["note"].tolist() == [NO_COMMON]
    strict = tm.nearest_documents(table, weight="count", threshold=0.9)
    assert strict["note"].tolist() == [NO_NEIGHBOUR] * 3 + [NO_TERMS]
    assert tm.nearest_documents(table[[]], weight="count").empty


def test_other_documents_are_matched_by_name_and_unknown_tokens_counted():
    table = tm.DocTerm.from_counts([[2, 1], [0, 3]], ["peace", "war"], ["a", "b"])
    other = tm.DocTerm.from_counts([[5, 1, 0], [4, 0, 2]], ["apple", "peace", "war"], ["a", "q"])
    frame = tm.nearest_documents(table, 1, weight="count", other=other)
    assert frame["document"].tolist() == ["a", "q"] and frame["other"].tolist() == ["a", "b"]
    assert frame["n_unknown"].tolist() == [5, 4]
    assert frame["similarity"].astype(float).tolist() == pytest.approx([2 / 5 ** 0.5, 1])
    with pytest.raises(ValueError, match="other must share a term with table, got none of its 2 terms"):
        tm.nearest_documents(table, other=other.keep(["apple"]))
    model = tm.LSA(n_components=1).fit(table)
    with pytest.raises(ValueError, match="other must share a term with model"):
        tm.nearest_documents(table, model=model, other=other.keep(["apple"]))
    with pytest.raises(ValueError, match="table must share a term with model"):
        tm.nearest_documents(other.keep(["apple"]), model=model)


def test_groups_series_and_self():
    corpus = tm.Corpus.from_texts(["peace now", "peace war", "peace peace", "war"], list("abcd"),
                                  {"side": ["x", "x", "y", "y"], "series": ["s", "s", None, None]})
    table = tm.tokenize(corpus).count()
    plain = tm.nearest_documents(table, 1, weight="count").set_index("document")["other"]
    apart = tm.nearest_documents(table, 1, weight="count", exclude="series").set_index("document")["other"]
    assert plain.to_dict() == {"a": "c", "b": "c", "c": "a", "d": "b"}
    assert apart["a"] == "c" and apart["b"] == "c" and apart["d"] == "b"
    own = tm.nearest_documents(table, 1, weight="count", include_self=True)
    assert (own["document"] == own["other"]).all() and (own["similarity"] == 1).all()
    sides = tm.nearest_documents(table, by="side", weight="count")
    assert sides[["document", "other"]].values.tolist() == [["x", "y"], ["y", "x"]]


@pytest.mark.parametrize("arguments, message", [
    ({"top_n": 0}, "top_n must be"), ({"weight": "tfidf"}, "Did you mean 'tf_idf'"),
    ({"threshold": 1.5}, "threshold must"), ({"threshold": -0.1}, "from 0 to 1"),
    ({"exclude": "serie"}, "exclude must be a column"),
    ({"exclude": "article", "include_self": True}, "exclude must be None"), ({"n_jobs": 0}, "n_jobs must be"),
    ({"by": "artcle"}, "Did you mean 'article'"),
])
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        tm.nearest_documents(random_table(), **arguments)


def test_wrong_kinds_are_named():
    with pytest.raises(TypeError, match="table must be DocTerm"):
        tm.nearest_documents([[1]])
    with pytest.raises(TypeError, match="model must be a fitted model"):
        tm.nearest_documents(random_table(), model="LSA")
