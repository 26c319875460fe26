"""The table of dispersion measures."""

import numpy as np
import pytest

import textmine as tm
from textmine.keywords.dispersions import COLUMNS


def test_the_columns_agree_with_each_other(table):
    frame = tm.dispersion_measures(table)
    assert list(frame) == COLUMNS and frame["term"].tolist() == list(table.terms)
    assert frame["count"].tolist() == np.asarray(table.counts.sum(axis=0)).ravel().tolist()
    assert frame["documents"].tolist() == table.doc_freq.tolist()
    np.testing.assert_allclose(frame["range"].astype(float), table.doc_freq / len(table))
    assert (frame["dp_norm"] >= frame["dp"]).all()
    measures = frame[COLUMNS[3:]].astype(float)
    assert measures.min().min() >= 0 and measures.max().max() <= 1
    ranks = measures.corr("spearman")
    assert ranks.loc["dp", ["range", "juilland_d", "carroll_d2", "rosengren_s", "da", "d_kl"]].max() < -.5


def test_counts_are_those_of_term_dispersion(tokens):
    table = tokens.count()
    table = table[np.array(table.grouping("article").index) == 0]
    frame = tm.dispersion_measures(table).set_index("term")
    words = ["peacekeeping", "military", "cooperation"]
    rows = tm.term_dispersion(tokens, words)
    rows = rows[rows["group"] == rows["group"].min()].set_index("pattern")
    for word in words:
        assert (rows.loc[word, "count"], rows.loc[word, "range"]) == tuple(frame.loc[word, ["count", "documents"]])


def test_the_order_of_documents_does_not_matter(table):
    order = np.random.default_rng(0).permutation(len(table))
    assert tm.dispersion_measures(table).equals(tm.dispersion_measures(table[order]))


def test_absent_terms_and_a_single_document():
    corpus = tm.Corpus.from_texts(["peace peace talks", "war", "!"], ["a", "b", "c"])
    table = tm.tokenize(corpus).count()
    frame = tm.dispersion_measures(table).set_index("term")
    assert frame.loc["war", "range"] == .5, "a document without tokens is left out"
    one = tm.dispersion_measures(table[:1]).set_index("term")
    assert one.loc["peace", ["range", "dp", "rosengren_s", "d_kl"]].tolist() == [1, 0, 1, 1]
    assert one.loc["peace", ["dp_norm", "juilland_d", "carroll_d2", "da"]].isna().all()
    assert one.loc["war", "count"] == 0 and one.loc["war", COLUMNS[3:]].isna().all()
    with pytest.raises(TypeError, match="DocTerm"):
        tm.dispersion_measures([[1]])
