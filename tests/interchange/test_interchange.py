"""Counts go out and come back the same, and mean the same to the other tool."""

import datetime
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from gensim import corpora, models
from hypothesis import given
from hypothesis import strategies as st
from scipy import io, sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

import textmine as tm
from textmine.interchange import folders

METADATA = {"label": ["001", "", None, 'a "b", c\nd'], "year": [2019, None, 2021, 2020],
            "open": [True, False, None, True], "share": [0.1, 1 / 3, None, 1e-9],
            "date": [datetime.date(2020, 1, 2), None, datetime.date(1999, 12, 31), datetime.date(2020, 1, 1)]}


@pytest.fixture
def awkward():
    documents = pa.table({"document": ["007", "NA", "ə:2", "x#1"], "article": ["007", "NA", "ə", "x"], **METADATA})
    table = tm.DocTerm.from_counts([[1, 0, 2, 0, 1], [0, 0, 0, 0, 0], [5, 1, 0, 0, 0], [0, 0, 12345678901, 0, 3]],
                                   ["NA", "ünit ed", '"', "never", "#1,5"], documents)
    return replace(table, sizes=table.sizes + 7)


def same(first, second):
    assert first.terms == second.terms
    assert first.documents.equals(second.documents)
    np.testing.assert_array_equal(first.counts.toarray(), second.counts.toarray())
    np.testing.assert_array_equal(first.sizes, second.sizes)


@pytest.mark.parametrize("format", folders.COUNTS)
def test_a_folder_gives_the_same_table_back(awkward, format, tmp_path):
    paths = tm.write_counts(awkward, tmp_path / "a", format=format)
    same(tm.read_counts(tmp_path / "a"), awkward)
    again = tm.write_counts(tm.read_counts(tmp_path / "a"), tmp_path / "b", format=format)
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again]


@pytest.mark.parametrize("format", folders.COUNTS)
def test_the_bundled_corpus_goes_out_and_back(table, format, tmp_path):
    tm.write_counts(table, tmp_path / "r", format=format)
    same(tm.read_counts(tmp_path / "r"), table)


cells = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=5)


@given(cells)
def test_ldac_is_one_line_a_document_with_terms_from_zero(rows):
    table = tm.DocTerm.from_counts(rows, ["a", "b", "c"], [str(i) for i in range(len(rows))])
    for line, row in zip(folders._ldac(table.counts).splitlines(), rows, strict=True):
        n, *pairs = line.split(" ")
        assert [tuple(map(int, pair.split(":"))) for pair in pairs] == [(j, c) for j, c in enumerate(row) if c]
        assert int(n) == len(pairs)


def test_fractions_go_to_matrix_market_alone(tmp_path):
    table = tm.DocTerm.from_counts([[0.1, 1 / 3], [2, 0]], ["a", "b"], ["x", "y"])
    with pytest.raises(ValueError, match="whole numbers for stm"):
        tm.write_counts(table, tmp_path / "r", format="stm")
    tm.write_counts(table, tmp_path / "r")
    assert (tm.read_counts(tmp_path / "r").counts.toarray() == table.counts.toarray()).all()
    assert [entry.name for entry in tmp_path.iterdir()] == ["r"]


def test_a_symmetric_table_is_written_whole(tmp_path):
    table = tm.DocTerm.from_counts([[1, 2], [2, 0]], ["a", "b"], ["x", "y"])
    tm.write_counts(table, tmp_path / "r")
    first, _ = (tmp_path / "r/counts.mtx").read_text().split("\n", 1)
    assert first == "%%MatrixMarket matrix coordinate integer general"
    np.testing.assert_array_equal(io.mmread(tmp_path / "r/counts.mtx").toarray(), [[1, 2], [2, 0]])


def test_single_files_are_read_with_their_names(tmp_path):
    (tmp_path / "words.txt").write_text("war\npeace\n")
    (tmp_path / "d.ldac").write_text("2 0:1 1:3\n0\n1 1:2\n")
    table = tm.read_counts(tmp_path / "d.ldac", terms=tmp_path / "words.txt")
    assert table.to_frame().to_dict("list") == {"peace": [3, 0, 2], "war": [1, 0, 0]}
    assert table.documents["document"].to_pylist() == ["1", "2", "3"]
    io.mmwrite(tmp_path / "d.mtx", sparse.coo_matrix([[1, 3]]))
    table = tm.read_counts(tmp_path / "d.mtx", terms=["war", "peace"], documents=["x"])
    assert table.to_frame().loc["x"].to_dict() == {"peace": 3, "war": 1}


@pytest.mark.parametrize("content, message", [
    ("1 0:1\n2 0:1\n", "got '2 0:1' in line 2"), ("1 2:1\n", "terms from 0 to 1, as terms has 2, got 2"),
    ("1 0:1.5\n", "whole numbers"), ("1 -1:1\n", "whole numbers"), ("1 0\n", "whole numbers"),
])
def test_broken_ldac_is_refused(content, message, tmp_path):
    (tmp_path / "d.ldac").write_text(content)
    with pytest.raises(ValueError, match=message):
        tm.read_counts(tmp_path / "d.ldac", terms=["a", "b"])


def test_wrong_paths_names_and_columns_are_named(awkward, tmp_path):
    with pytest.raises(ValueError, match="got 0 of them"):
        tm.read_counts(tmp_path)
    with pytest.raises(ValueError, match="Did you mean 'quanteda'"):
        tm.write_counts(awkward, tmp_path / "r", format="Quanteda")
    with pytest.raises(ValueError, match="terms must be one line each"):
        tm.write_counts(tm.DocTerm.from_counts([[1]], ["a\nb"], ["x"]), tmp_path / "r")
    with pytest.raises(ValueError, match="n_tokens"):
        twice = pa.table({"document": ["x"], "n_tokens": [1]})
        tm.write_counts(tm.DocTerm.from_counts([[1]], ["a"], twice), tmp_path / "r")
    tm.write_counts(awkward, tmp_path / "r")
    with pytest.raises(FileExistsError, match="pass overwrite=True"):
        tm.write_counts(awkward, tmp_path / "r")
    tm.write_counts(awkward, tmp_path / "r", overwrite=True)
    tm.write_counts(awkward, tmp_path / "stm", format="stm")
    (tmp_path / "r/counts.ldac").write_bytes((tmp_path / "stm/counts.ldac").read_bytes())
    with pytest.raises(ValueError, match="got 2 of them"):
        tm.read_counts(tmp_path / "r")
    with pytest.raises(ValueError, match="must name the columns"):
        tm.read_counts(tmp_path / "r/counts.ldac")
    with pytest.raises(ValueError, match="terms must be as many as the columns of counts.mtx, 5, got 1"):
        tm.read_counts(tmp_path / "r/counts.mtx", terms=["a"])
    with pytest.raises(ValueError, match=r"ends in \.mtx or \.ldac"):
        tm.read_counts(tmp_path / "r/terms.txt")


@pytest.mark.parametrize("format", folders.COUNTS)
def test_the_script_for_r_names_the_files_and_one_class_a_column(awkward, format, tmp_path):
    paths = tm.write_counts(awkward, tmp_path / "r", format=format)
    script = (tmp_path / "r/read.R").read_text()
    named = set(re.findall(r'"(\w+\.(?:csv|txt|mtx|ldac))"', script))
    assert named == {"documents.csv", "terms.txt", folders.COUNTS[format]} <= {path.name for path in paths}
    classes = re.search(r"colClasses = c\((.*?)\)", script).group(1).replace('"', "").split(", ")
    header = (tmp_path / "r/documents.csv").read_text().split("\n")[0].replace('"', "").split(",")
    assert dict(zip(header, classes, strict=True)) == {
        "document": "character", "article": "character", "label": "character", "year": "numeric", "open": "logical",
        "share": "numeric", "date": "character", "n_tokens": "numeric"}
    for opening, closing in ("()", "{}", "[]"):
        assert script.count(opening) == script.count(closing)


def test_gensim_gets_the_same_bags_as_from_the_words(table):
    frame = table.to_frame()
    texts = [[term for term, n in row.items() for _ in range(n)] for row in frame.to_dict("records")]
    built = corpora.Dictionary(texts)
    bags, dictionary = tm.to_gensim(table)
    assert [{dictionary[i]: n for i, n in bag} for bag in bags] == [
        {built[i]: n for i, n in built.doc2bow(text)} for text in texts]
    for attribute in ("num_docs", "num_pos", "num_nnz"):
        assert getattr(dictionary, attribute) == getattr(built, attribute)
    for attribute in ("dfs", "cfs"):
        ours, theirs = getattr(dictionary, attribute), getattr(built, attribute)
        assert {dictionary[i]: n for i, n in ours.items()} == {built[i]: n for i, n in theirs.items()}
    assert dictionary.doc2bow(["peace", "peace"]) == [(table.terms.index("peace"), 2)]
    assert models.LdaModel(bags, id2word=dictionary, num_topics=2, random_state=0).num_terms == len(table.terms)


def test_gensim_goes_out_and_back(table):
    bags, dictionary = tm.to_gensim(table)
    back = tm.from_gensim(bags, dictionary, table.documents)
    same(back, replace(table, sizes=back.sizes))
    assert back.counts.dtype == np.int64


def test_a_dictionary_with_gaps_and_a_corpus_without_documents():
    dictionary = corpora.Dictionary([["a", "b", "c"]])
    dictionary.filter_tokens(bad_ids=[dictionary.token2id["a"]])
    dictionary.token2id = {"b": 1, "c": 5}
    table = tm.from_gensim([[(5, 2)], [], [(1, 0.5)]], dictionary)
    assert table.to_frame().to_dict("list") == {"b": [0, 0, 0.5], "c": [2, 0, 0]}
    with pytest.raises(ValueError, match="ids of the dictionary, got 3"):
        tm.from_gensim([[(3, 1)]], dictionary)


def test_without_gensim_the_message_says_how_to_get_it(table, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "gensim", None)
    with pytest.raises(ModuleNotFoundError, match="pip install gensim"):
        tm.to_gensim(table)


@pytest.mark.parametrize("vectorizer", [CountVectorizer(), TfidfVectorizer()])
def test_scikit_learn_keeps_names_and_values(vectorizer):
    matrix = vectorizer.fit_transform(["war and peace", "peace"])
    table = tm.from_sklearn(matrix, vectorizer, ["x", "y"])
    assert table.terms == ("and", "peace", "war")
    np.testing.assert_array_equal(table.counts.toarray(), matrix.toarray())
    assert tm.from_sklearn(matrix, vectorizer).documents["document"].to_pylist() == ["1", "2"]
    with pytest.raises(TypeError, match="get_feature_names_out"):
        tm.from_sklearn(matrix, None)


def test_long_frames_go_out_and_back(table):
    back = tm.from_long(table.to_frame(long=True))
    same(back, replace(table, documents=table.documents.select(["document", "article"]), sizes=back.sizes))
    doubled = pd.DataFrame({"document": ["x", "x"], "term": ["a", "a"], "count": [1, 2]})
    assert tm.from_long(doubled).counts.toarray().tolist() == [[3]]
    with pytest.raises(ValueError, match="'x' with several"):
        tm.from_long(doubled.assign(article=["p", "q"]))
    with pytest.raises(ValueError, match="Did you mean 'counts'"):
        tm.from_long(doubled.rename(columns={"count": "counts"}))
