"""What a comparison owes to passages that stand in several articles."""

import numpy as np
import pandas as pd
import pytest

import textmine as tm

SHARED = "The harbour master repaired the lighthouse lamp with copper wire and whale oil before the regatta began."
OWN = {
    "a": "Farmers sold wheat and barley. Wheat prices fell, barley prices rose, and farmers stored wheat in barns.",
    "b": "Sailors told stories of storms. Storms broke masts, sailors mended sails, and stories grew with storms.",
    "c": "Pupils learned rivers and capitals. Rivers were long, capitals far, and pupils forgot rivers by autumn.",
}


@pytest.fixture(scope="module")
def tokens():
    texts = ["\n\n".join([*[own] * 3, *([SHARED] * 2 if name != "c" else [])]) for name, own in OWN.items()]
    corpus = tm.Corpus.from_texts(texts, list(OWN), language="en").segment(min_words=5, max_words=20)
    return tm.tokenize(corpus)


@pytest.fixture(scope="module")
def spans(tokens):
    sources = {name: tokens.corpus.source(name) for name in OWN}
    rows = [(name, at, at + len(SHARED)) for name in "ab" for at in range(len(sources[name]))
            if sources[name].startswith(SHARED, at)]
    return pd.DataFrame(rows, columns=["article", "start", "stop"])


@pytest.fixture(scope="module")
def effect(tokens, spans):
    model = tm.LDA(n_components=3, random_state=0, n_init=1, max_iter=50).fit(tokens.count())
    return tm.reuse_effect(tokens, spans, model=model, min_docs=1, top_n=40)


def test_similarity_of_those_that_share_falls(effect):
    rows = effect[effect["measure"] == "similarity"].set_index(["group", "other"])
    assert rows.loc[("a", "b"), "change"] < -0.1
    assert rows.loc[("a", "b"), "change"] == rows["change"].min()
    assert rows.index[0] == ("a", "b")


def test_words_of_the_shared_passage_are_no_keywords_after(effect):
    rows = effect[(effect["measure"] == "keyness") & (effect["item"] == "lighthouse")]
    assert len(rows) and rows["rank_after"].isna().all() and rows["after"].isna().all()
    assert rows["note"].eq("stands in what was left out alone").all()


def test_numbers_are_those_of_the_analyses_themselves(tokens, spans, effect):
    table = tokens.drop_spans(spans).count()
    found = tm.keyness(table, by="article").set_index(["group", "term"])["log_ratio_smoothed"]
    rows = effect[(effect["measure"] == "keyness") & effect["after"].notna()]
    assert rows["after"].tolist() == pytest.approx([found[group, item] for group, item in
                                                    zip(rows["group"], rows["item"], strict=True)])
    assert np.allclose(rows["change"].to_numpy(float, na_value=0),
                       (rows["after"] - rows["before"]).to_numpy(float, na_value=0))


def test_emphases_need_a_model(tokens, spans, effect):
    assert (effect["measure"] == "emphasis").sum() == 9
    assert set(tm.reuse_effect(tokens, spans, min_docs=1)["measure"]) == {"keyness", "similarity"}


def test_nothing_left_out_changes_nothing(tokens, spans):
    same = tm.reuse_effect(tokens, spans.head(0), min_docs=1)
    assert (same["change"].dropna() == 0).all()


def test_wrong_arguments(tokens, spans):
    with pytest.raises(TypeError, match="tokens must"):
        tm.reuse_effect(tokens.count(), spans)
    with pytest.raises(ValueError, match="top_n must"):
        tm.reuse_effect(tokens, spans, top_n=0)
    everything = pd.DataFrame({"article": ["c"], "start": [0], "stop": [10_000]})
    with pytest.raises(ValueError, match="leave words in every group of 'article', got none in 'c'"):
        tm.reuse_effect(tokens, everything)
