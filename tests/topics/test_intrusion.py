import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine.attribution import document_topics


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=6, n_init=1, random_state=0).fit(table)


def answered(test, right=True):
    marks = test.key["intruder"] if right else ~test.key["intruder"] & ~test.key.duplicated(["item", "intruder"])
    return test.sheet.assign(chosen=np.where(marks, "x", ""))


def test_an_intruder_is_frequent_elsewhere_and_rare_here(model):
    _, key = tm.word_intrusion(model, n_items=3)
    rank = model.top_terms(len(model.terms_)).pivot(index="topic", columns="term", values="rank")
    assert key.groupby("topic")["item"].nunique().tolist() == [3] * 6
    for row in key.itertuples():
        here, others = rank.loc[row.topic, row.text], rank[row.text].drop(row.topic)
        assert (here > len(model.terms_) // 2 and others.min() <= 20) if row.intruder else here <= 5


def test_a_topic_is_shown_with_the_greatest_of_its_document_and_a_small_one(model, tokens):
    sheet, key = tm.topic_intrusion(model, tokens, n_documents=8)
    found, _ = document_topics(tokens.count(), model)
    shares = dict(zip(tokens.corpus.documents["document"].to_pylist(), found, strict=True))
    words = model.top_terms(8).groupby("topic")["term"].agg(", ".join)
    assert key["document"].nunique() == 8
    for (item, document), rows in key.groupby(["item", "document"]):
        own, other = rows[~rows["intruder"]], rows[rows["intruder"]]
        assert sorted(own["share"])[::-1] == pytest.approx(np.sort(shares[document])[::-1][:3])
        assert len(other) == 1 and other["share"].iloc[0] <= own["share"].min() + 1e-9
        assert rows["text"].tolist() == words[rows["topic"]].tolist()
        spans = tokens.corpus.documents.to_pandas().set_index("document")
        question = sheet.loc[sheet["item"] == item, "question"].iloc[0]
        assert question in tokens.corpus.source(spans.loc[document, "article"])


@pytest.mark.parametrize("kind", ["word", "topic"])
def test_same_seed_same_sheet_and_the_sheet_tells_nothing(kind, model, tokens):
    def make(seed):
        return tm.word_intrusion(model, random_state=seed) if kind == "word" else tm.topic_intrusion(
            model, tokens, random_state=seed)

    one, same, other = make(1), make(1), make(2)
    pd.testing.assert_frame_equal(one.sheet, same.sheet)
    pd.testing.assert_frame_equal(one.key, same.key)
    assert not one.key["text"].equals(other.key["text"])
    assert list(one.sheet) == ["item", "question", "option", "text", "chosen"] and (one.sheet["chosen"] == "").all()
    assert one.key.loc[one.key["intruder"], "option"].nunique() > 1
    assert one.sheet["text"].equals(one.key["text"])


def test_the_order_of_documents_does_not_matter(model, tokens, cleaned):
    turned = tm.tokenize(cleaned.select(np.ones(5, bool)).segment())
    order = np.random.default_rng(0).permutation(len(turned))
    assert len(order) == len(tokens)
    texts = {row.document: row.text for row in cleaned.segment().to_frame().itertuples()}
    names = sorted(texts)
    one, other = (tm.tokenize(tm.Corpus.from_texts([texts[name] for name in each], each))
                  for each in (names, [names[i] for i in order]))
    pd.testing.assert_frame_equal(tm.topic_intrusion(model, one).key, tm.topic_intrusion(model, other).key)


@pytest.mark.parametrize("n_topics, least_share", [(3, 0.05), (2, 0.2), (1, 0.05)])
def test_every_topic_shown_is_in_the_document_and_more_than_the_intruder(table, tokens, n_topics, least_share):
    model = tm.NMF(10).fit(table)
    _, key = tm.topic_intrusion(model, tokens, n_documents=999, n_topics=n_topics, least_share=least_share)
    own = key[~key["intruder"]].groupby("document")["share"].agg(["min", "size"])
    other = key[key["intruder"]].set_index("document")["share"]
    assert (own["min"] >= least_share).all() and (own["size"] == n_topics).all()
    assert (other[own.index] < own["min"]).all()
    shares, known = document_topics(tokens.count(), model)
    ranked = -np.sort(-shares, axis=1)
    able = (ranked[:, n_topics - 1] >= least_share) & (ranked[:, -1] < ranked[:, n_topics - 1])
    assert key["item"].nunique() == (able & (known >= 20)).sum() > 5
    assert key.attrs["left_out"] == {"min_tokens": (known < 20).sum(), "least_share": (~able & (known >= 20)).sum()}


def test_an_intruder_is_never_as_great_as_a_topic_of_the_document(tokens):
    """One topic twice: documents have both alike, so that of two topics neither intrudes, and of four only the rare."""
    rows = np.random.default_rng(0).gamma(0.2, size=(2, len(tokens.types))) + 1e-3
    same = tm.as_topic_model(rows[[0, 0]], list(tokens.types), prevalence=[1, 1])
    with pytest.raises(ValueError, match=r"n_topics must leave .* got 1 .* fewer topics, or a smaller least_share"):
        tm.topic_intrusion(same, tokens, n_topics=1)
    _, key = tm.topic_intrusion(tm.as_topic_model(rows[[0, 0, 1, 1]], list(tokens.types), prevalence=[1, 1, 1, 1]),
                                tokens, n_topics=2, n_documents=999)
    shares = key.groupby(["item", "intruder"])["share"].agg(["min", "max"]).unstack()
    assert (shares[("max", True)] < shares[("min", False)]).all()


def test_scores_of_perfect_and_of_wrong_answers(model, tokens):
    words, topics = tm.word_intrusion(model, n_items=2), tm.topic_intrusion(model, tokens)
    right = tm.intrusion_scores(answered(words), words.key)
    assert right["topic"].tolist() == [1, 2, 3, 4, 5, 6] and (right["model_precision"] == 1).all()
    assert (right["n_answers"] == 2).all() and right["topic_log_odds"].isna().all()
    np.testing.assert_allclose(right["chance"], 1 / 6)
    assert (tm.intrusion_scores(answered(words, False), words.key)["model_precision"] == 0).all()
    right, wrong = (tm.intrusion_scores(answered(topics, each), topics.key) for each in (True, False))
    assert (right["topic_log_odds"] == 0).all() and right["topic"].isna().all() and len(right) == 10
    assert (wrong["topic_log_odds"] <= 1e-9).all() and (wrong["topic_log_odds"] < -1).any()


def test_topic_log_odds_by_hand():
    key = pd.DataFrame({"item": 1, "option": list("AB"), "text": ["x", "y"], "topic": [1, 2], "document": "d",
                        "share": [0.8, 0.1], "intruder": [False, True]})
    sheet = pd.DataFrame({"item": 1, "option": list("ABAB"), "chosen": ["x", "", None, "1"], "reader": [1, 1, 2, 2]})
    found = tm.intrusion_scores(sheet, key).iloc[0]
    assert found["topic_log_odds"] == pytest.approx(np.log(0.1 / 0.8) / 2) and found["model_precision"] == 0.5


def test_sheets_survive_a_file_and_empty_answers_are_counted(model, tokens, tmp_path):
    test = tm.topic_intrusion(model, tokens, n_documents=4)
    filled = answered(test)
    filled.loc[filled["item"] == 2, "chosen"] = ""
    filled.to_csv(tmp_path / "sheet.csv", index=False)
    test.key.to_csv(tmp_path / "key.csv", index=False)
    found = tm.intrusion_scores(pd.read_csv(tmp_path / "sheet.csv"), pd.read_csv(tmp_path / "key.csv"))
    pd.testing.assert_frame_equal(found, tm.intrusion_scores(filled, test.key))
    assert found["n_unanswered"].sum() == 1 and found["model_precision"].isna().sum() == 1


def test_bad_arguments_are_named(model, tokens, table):
    with pytest.raises(ValueError, match="at least 2 topics"):
        tm.word_intrusion(tm.NMF(n_components=1).fit(table))
    with pytest.raises(ValueError, match="at least 7 topics, got 6"):
        tm.topic_intrusion(model, tokens, n_topics=6)
    with pytest.raises(ValueError, match="min_tokens must be at most"):
        tm.topic_intrusion(model, tokens, min_tokens=9999)
    with pytest.raises(ValueError, match="least_share must be a number between 0 and 1, got 5"):
        tm.topic_intrusion(model, tokens, least_share=5)
    with pytest.raises(ValueError, match="ask for fewer words or items"):
        tm.word_intrusion(model, n_items=500)
    with pytest.raises(TypeError, match="give the tokens that it counts"):
        tm.topic_intrusion(model, table)
    test = tm.word_intrusion(model)
    with pytest.raises(ValueError, match="key must have the column 'intruder'"):
        tm.intrusion_scores(test.sheet, test.key.drop(columns="intruder"))
    with pytest.raises(ValueError, match="one option chosen"):
        tm.intrusion_scores(test.sheet.assign(chosen="x"), test.key)
    with pytest.raises(ValueError, match="of the key"):
        tm.intrusion_scores(answered(test).replace({"item": {1: 99}}), test.key)


def test_what_is_shown_of_a_test_does_not_give_the_key_away(model, tokens):
    test = tm.word_intrusion(model)
    assert repr(test) == str(test) == "IntrusionTest: 6 items; sheet to hand out, key to keep"
    sheet, key = tm.topic_intrusion(model, tokens, n_documents=1)
    assert sheet["item"].nunique() == 1 and key["intruder"].any()
