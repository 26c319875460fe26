import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import NMF as SklearnNMF

import textmine as tm
from textmine.attribution import document_topics

COLUMNS = ["topic", "rank", "document", "article", "share", "n_tokens", "start", "stop", "quote"]


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=4, n_init=1, random_state=0).fit(table)


def test_quotes_are_the_documents_letter_for_letter(model, tokens, seeds):
    found = tm.representative_passages(model, tokens, top_n=100)
    assert list(found) == COLUMNS and len(found) > 100
    for row in found.itertuples():
        assert seeds.source(row.article)[row.start:row.stop] == row.quote == row.quote.strip()


@settings(max_examples=50)
@given(st.lists(st.text(max_size=40).filter(lambda text: any(map(str.isalpha, text))), min_size=2, max_size=4))
def test_quotes_hold_on_any_text(texts):
    corpus = tm.Corpus.from_texts([f" war {text} \n" for text in texts]).clean()
    tokens = tm.tokenize(corpus)
    model = tm.NMF(n_components=1).fit(tokens.count())
    for row in tm.representative_passages(model, tokens, min_tokens=1).itertuples():
        assert corpus.source(row.article)[row.start:row.stop] == row.quote != ""


def test_shares_are_those_of_the_model_in_falling_order(model, tokens, table):
    sizes, names = np.asarray(table.counts.sum(axis=1)).ravel(), table.documents["document"].to_pylist()
    shares = dict(zip(names, model.expected_tokens(table) / sizes[:, None], strict=True))
    known = dict(zip(names, sizes, strict=True))
    for topic, rows in tm.representative_passages(model, tokens).groupby("topic"):
        best = sorted((round(-row[topic - 1], 9), -known[name], name)
                      for name, row in shares.items() if known[name] >= 20)
        assert rows["document"].tolist() == [name for *_, name in best[:3]]
        assert rows["share"].tolist() == pytest.approx([shares[name][topic - 1] for name in rows["document"]])
        assert rows["n_tokens"].tolist() == [known[name] for name in rows["document"]]


def test_share_times_tokens_is_the_evidence_for_the_document(model, tokens):
    found = tm.representative_passages(model, tokens, topic=2, top_n=5)
    weight = tm.evidence(tokens, model, topic=2, by="document").groupby("document")["weight"].sum()
    assert (found["share"] * found["n_tokens"]).tolist() == pytest.approx(weight[found["document"]].tolist())


def test_documents_without_a_known_word_or_without_the_topic_have_no_row():
    tokens = tm.tokenize(tm.Corpus.from_texts(["peace treaty", "virus vaccine", "unknown words"]))
    model = tm.NMF(n_components=2).fit(tokens.keep(["peace", "treaty", "virus", "vaccine"]).count())
    shares, known = document_topics(tokens.count(), model)
    assert known.tolist() == [2, 2, 0] and shares[2].tolist() == [0, 0]
    assert sorted(tm.representative_passages(model, tokens, min_tokens=1)["quote"]) == ["peace treaty", "virus vaccine"]


def test_models_of_others_on_data_frames_pass(tokens, table):
    model = SklearnNMF(3, init="nndsvda", max_iter=2000).fit(table.to_frame())
    found = tm.representative_passages(model, tokens)
    assert found["share"].between(0, 1).all() and found.groupby("topic").size().tolist() == [3, 3, 3]


def test_bad_arguments_are_named(model, tokens, table):
    for options in ({"topic": 5}, {"topic": 0}, {"top_n": 0}, {"min_tokens": 0}):
        with pytest.raises(ValueError, match=next(iter(options))):
            tm.representative_passages(model, tokens, **options)
    with pytest.raises(ValueError, match="min_tokens must be at most"):
        tm.representative_passages(model, tokens, min_tokens=10_000)
    with pytest.raises(TypeError, match="give the tokens that it counts"):
        tm.representative_passages(model, table)
