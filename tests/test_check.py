"""Checks at the door: the message names the rule, the value, and the way from what was given."""

import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine import _check


@pytest.fixture(scope="module")
def model(table):
    return tm.NMF(n_components=3).fit(table)


@pytest.mark.parametrize("value, shown", [(0, "0"), (np.nan, "nan"), (None, "None"), ([1], r"\[1\]"), ("1", "'1'"),
                                          (True, "True"), (np.inf, "inf")])
def test_a_number_without_an_upper_limit_is_above_the_lower_one(value, shown):
    with pytest.raises(ValueError, match=f"^prior must be a number above 0, got {shown}$"):
        _check.between("prior", value, 0, np.inf)
    _check.between("prior", 0.1, 0, np.inf)


def test_advice_fits_what_was_given(model, table, tokens, seeds):
    expected = [
        (seeds, r"got Corpus: call tm.tokenize\(corpus\).count\(\)"), (tokens, r"got Tokens: call tokens.count\(\)"),
        (table.counts, "got csr_matrix: call tm.DocTerm.from_counts"), (model, "got NMF: the model comes first"),
        (["Peace now."], r"got list: call tm.tokenize\(tm.Corpus.from_texts\(texts\)\).count\(\)"),
        (table.to_frame(), r"got DataFrame: call tm.DocTerm.from_counts\(frame"), (None, r"call tokens.count\(\)"),
    ]
    for value, message in expected:
        for function in (lambda value: tm.keyness(value, "article"), tm.document_similarity, tm.select_n_components,
                         lambda value: tm.emphasis(model, value), lambda value: tm.topic_stability(model, value)):
            with pytest.raises(TypeError, match=message):
                function(value)


def test_advice_for_tokens_and_corpora_fits_too(model, table, tokens, seeds):
    for value, message in [(seeds, r"call tm.tokenize\(corpus\)$"), (table, "give the tokens that it counts"),
                           (model, "the model comes first"), ("Peace.", "from_texts")]:
        with pytest.raises(TypeError, match=message):
            tm.topic_labels(model, value)
    for value, message in [(tokens, "give tokens.corpus"), (["Peace."], r"call tm.Corpus.from_texts\(texts\)$")]:
        with pytest.raises(TypeError, match=message):
            tm.tokenize(value)


@pytest.mark.parametrize("value, message", [
    (None, r"got NoneType: call tokens.count\(\)"), (["Peace now.", "War."], "got list: call tm.tokenize"),
    ("Peace now.", "got str: call tm.tokenize"), (np.array(["Peace.", "War."]), "got ndarray: call tm.tokenize"),
    (pd.Series(["Peace.", "War."]), "got Series: call tm.tokenize"),
])
@pytest.mark.parametrize("make", [tm.LDA, tm.CompoundLDA, tm.NMF, tm.LSA])
def test_models_name_what_can_be_no_matrix(make, value, message):
    with pytest.raises(TypeError, match=f"X must be a DocTerm or a matrix of documents by terms, {message}"):
        make(2).fit(value)


def test_arguments_in_the_wrong_order_are_told(model, table, tokens):
    with pytest.raises(TypeError, match="got NMF: the model comes first, then the table"):
        tm.emphasis(table, model)
    with pytest.raises(TypeError, match="got Tokens: the model comes first, then the texts"):
        tm.topic_quality(tokens, model)


@pytest.mark.parametrize("make", [tm.LDA, tm.NMF, tm.LSA])
def test_a_model_of_a_matrix_does_not_match_a_table_by_chance(make, table):
    """Terms x0, x1, … are no names, whatever the texts hold."""
    bare = make(2).fit(table.counts[:, :4])
    names = ["x1", "peace", "war", "treaty"]
    found = tm.DocTerm.from_counts(table.counts[:, :4], names, table.documents)
    for other in (found, table):
        with pytest.raises(ValueError, match="^X must be a matrix with the columns .* fit the model to"):
            bare.transform(other)
    assert bare.transform(found.counts).shape == (len(table), 2)
    own = make(2).fit(tm.DocTerm.from_counts(table.counts[:, :2], ["x0", "x1"], table.documents))
    assert own.transform(tm.DocTerm.from_counts(table.counts[:, :2], ["x0", "x1"], table.documents)).shape[1] <= 2


def test_everything_that_reads_topics_names_a_model_without_terms(table, tokens):
    bare = tm.NMF(2).fit(table.counts)
    for function in (tm.emphasis, tm.emphasis_draws, tm.emphasis_test):
        with pytest.raises(ValueError, match="^table must be a matrix .* fit the model to the DocTerm"):
            function(bare, table)
    with pytest.raises(ValueError, match="fit the model to the DocTerm"):
        tm.representative_passages(bare, tokens)


def test_a_model_of_another_library_leads_to_the_adapter(table):
    class Gensim:
        def get_topics(self):
            return np.ones((2, 3))

    with pytest.raises(TypeError, match=r"got Gensim: .* call tm.as_topic_model\(model, table=table\)"):
        tm.emphasis(Gensim(), table)
    with pytest.raises(TypeError, match=r"call tm.as_topic_model\(components, terms, table=table\)"):
        tm.emphasis(np.ones((2, 3)), table)
    with pytest.raises(TypeError, match=r"got LDA: call model.fit\(table\)"):
        tm.emphasis(tm.LDA(), table)
