import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine.proximity.metrics import METRICS

DECOMPOSABLE = [(name, weight) for name, metric in METRICS.items() if name != "wmd" for weight in metric.weights]


@pytest.mark.parametrize("metric, weight", DECOMPOSABLE)
@pytest.mark.parametrize("top_n", [3, 10_000])
def test_terms_sum_to_the_similarity(metric, weight, top_n, table):
    expected = tm.document_similarity(table, "article", metric=metric, weight=weight).to_matrix()
    for document, other in [(expected.index[0], expected.index[1]), (expected.index[4], expected.index[2])]:
        reasons = tm.similarity_reasons(table, document, other, "article", metric=metric, weight=weight, top_n=top_n)
        assert reasons["contribution"].sum() == pytest.approx(expected.loc[document, other], abs=1e-12)
        assert reasons["share"].sum() == pytest.approx(1, abs=1e-12)
        assert (reasons["kind"].iloc[:-1] == "term").all() and reasons["kind"].iloc[-1] == "rest"
        assert (np.diff(reasons["contribution"].iloc[:-1]) <= 1e-12).all()


@pytest.mark.parametrize("metric", [name for name in METRICS if name != "wmd" and not name.endswith("_delta")])
def test_passages_sum_to_the_similarity(metric, table):
    expected = tm.document_similarity(table, "article", metric=metric).to_matrix()
    a, b = expected.index[:2]
    reasons = tm.similarity_reasons(table, a, b, "article", metric=metric, kind="passage", top_n=5)
    assert reasons["contribution"].sum() == pytest.approx(expected.loc[a, b], abs=1e-12)
    articles = dict(zip(*(table.documents[name].to_pylist() for name in ("document", "article")), strict=True))
    assert [articles[name] for name in reasons["item"].dropna()] == [a] * 5
    assert [articles[name] for name in reasons["other_item"].dropna()] == [b] * 5
    whole = tm.similarity_reasons(table, a, b, "article", metric=metric, kind="passage", top_n=10_000)
    n_pairs = [sum(each == name for each in articles.values()) for name in (a, b)]
    assert len(whole) == n_pairs[0] * n_pairs[1] + 1


@pytest.mark.parametrize("metric", ["hellinger", "jensen_shannon", "cosine"])
def test_topics_sum_to_the_similarity(metric, table):
    model = tm.NMF(n_components=4).fit(table)
    a, b = table.grouping("article").labels[:2]
    expected = tm.document_similarity(table, "article", metric=metric, model=model).to_matrix().loc[a, b]
    reasons = tm.similarity_reasons(table, a, b, "article", metric=metric, model=model, top_n=2)
    assert reasons["contribution"].sum() == pytest.approx(expected, abs=1e-12)
    assert reasons["kind"].tolist() == ["topic", "topic", "rest"] and reasons["item"][0].startswith("topic ")
    members = table.grouping("article").members(0)
    topic = int(reasons["item"][0].split()[1]) - 1
    assert reasons["count"][0] == pytest.approx(model.expected_tokens(table)[members, topic].sum())


def test_a_cosine_is_taken_apart_by_hand():
    table = tm.tokenize(tm.Corpus.from_texts(["peace peace now", "peace talks", "war"], ["a", "b", "c"])).count()
    reasons = tm.similarity_reasons(table, "a", "b", metric="cosine", weight="count")
    assert reasons["item"].iloc[0] == "peace" and reasons["count"].iloc[0] == 2
    assert reasons["contribution"].iloc[0] == pytest.approx(2 / np.sqrt(5 * 2))
    assert reasons["rate"].iloc[0] == pytest.approx(2000 / 3) and reasons["other_rate"].iloc[0] == pytest.approx(500)


def test_a_term_of_one_text_alone_rests_on_terms_that_are_like_it():
    texts = ["ship sails", "boat floats", "ship boat sea", "boat ship sea", "virus", "virus trial"]
    table = tm.tokenize(tm.Corpus.from_texts(texts, list("abcdef"))).count()
    reasons = tm.similarity_reasons(table, "a", "b", options={"n_components": 2}).set_index("item")
    assert reasons.loc["ship", "other_count"] == 0 and reasons.loc["ship", "contribution"] > 0
    assert "boat" in reasons.loc["ship", "related"]


def test_shared_terms_alone_explain_profiles(table):
    a, b = table.grouping("article").labels[:2]
    for metric in ("jaccard", "jensen_shannon", "hellinger"):
        reasons = tm.similarity_reasons(table, a, b, "article", metric=metric, top_n=10_000)
        assert (reasons["contribution"] >= 0).all() and (reasons["contribution"].iloc[:-1] > 0).any()
        assert ((reasons["count"] > 0) & (reasons["other_count"] > 0)).iloc[:-1].all()


@pytest.mark.parametrize("kind", ["term", "passage", "topic"])
def test_evidence_quotes_the_texts_letter_for_letter(kind, tokens, seeds):
    table = tokens.count().trim(min_docs=2)
    a, b = table.grouping("article").labels[:2]
    arguments = {"metric": "hellinger", "model": tm.NMF(n_components=3).fit(table)} if kind == "topic" else {}
    reasons = tm.similarity_reasons(table, a, b, "article", kind=kind, top_n=2, **arguments)
    found = tm.similarity_evidence(tokens, reasons, "article", model=arguments.get("model"), top_n=2)
    assert set(found["side"]) == {"document", "other"} and len(found)
    for row in found.itertuples():
        assert tokens.corpus.source(row.article)[row.start:row.stop] == row.quote
        assert row.article == (a if row.side == "document" else b)


def test_what_cannot_be_explained_is_refused(table):
    a, b = table.grouping("article").labels[:2]
    for arguments, message in [
        ({"other": a}, "another text"), ({"other": "zzz"}, "a text by 'article'"), ({"kind": "topic"}, "topic model"),
        ({"kind": "word"}, "'term', 'topic', 'passage'"), ({"top_n": 0}, "at least 1"),
    ]:
        with pytest.raises(ValueError, match=message):
            tm.similarity_reasons(table, **{"document": a, "other": b, "by": "article", **arguments})
    empty = tm.tokenize(tm.Corpus.from_texts(["peace", "!", "war"], ["a", "b", "c"])).count()
    with pytest.raises(ValueError, match="other must have a term with weight, got 'b'"):
        tm.similarity_reasons(empty, "a", "b")
    with pytest.raises(ValueError, match="model must be given"):
        tm.similarity_evidence(tm.tokenize(tm.Corpus.from_texts(["peace"], ["a"])), pd.DataFrame(
            {"kind": ["topic"], "document": ["a"], "other": ["a"], "item": ["topic 1"], "contribution": [1.0]}))
