"""The lexical profile: one article is what the literature computes, a group the mean of its articles."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.keywords.lexical import COLUMNS, DEFAULT
from textmine.stats.diversity import entropy, hdd, mattr, mtld, rarefied_entropy, rarefied_type_token_ratio, yule_k

ALL = [*DEFAULT, "entropy_chao_shen"]
WORDS = [f"w{chr(97 + i)}{chr(97 + j)}" for i in range(20) for j in range(20)]


def prose(n_words, seed, richness=1.0):
    p = 1 / (np.arange(1, 401) + 2.7) ** (2 - richness)
    words = np.random.default_rng(seed).choice(WORDS, n_words, p=p / p.sum())
    return " ".join(f"{word}." if i % 17 == 16 else str(word) for i, word in enumerate(words))


def corpus_of(sizes, sides, **options):
    return tm.Corpus.from_texts([prose(n, seed) for seed, n in enumerate(sizes)], metadata={"side": sides}, **options)


@pytest.fixture(scope="module")
def running(cleaned):
    return tm.tokenize(cleaned.segment())


@pytest.fixture(scope="module")
def profile(running):
    return tm.lexical_profile(running, measures=ALL)


def test_columns_are_fixed_and_a_group_is_a_row_for_each_measure(profile, cleaned):
    assert list(profile) == COLUMNS and profile["measure"].tolist() == ALL * 5
    assert profile["group"].drop_duplicates().tolist() == sorted(cleaned.articles["article"].to_pylist())
    assert profile[["value", "low", "high"]].notna().all(axis=None)
    assert (profile["low"] < profile["value"]).all() and (profile["value"] < profile["high"]).all()
    assert set(profile["unit"]) == {"passage"} and profile["note"].str.contains("beyond these articles").all()


def test_an_article_has_the_value_of_its_running_text(profile, cleaned):
    tokens = tm.tokenize(cleaned)
    found = profile.pivot(index="group", columns="measure", values="value").astype(float)
    for d, name in enumerate(cleaned.articles["article"].to_pylist()):
        ids = tokens.ids[tokens.bounds[d]:tokens.bounds[d + 1]]
        counts = np.bincount(ids)
        for measure, value in {"mattr": mattr(ids), "mtld": mtld(ids), "hdd": hdd(counts),
                               "yule_k": yule_k(counts)}.items():
            assert found.loc[name, measure] == pytest.approx(value), (name, measure)
        assert found.loc[name, "word_length"] == pytest.approx(np.mean((tokens.stops - tokens.starts)[
            tokens.bounds[d]:tokens.bounds[d + 1]]))
        n_sentences = len(np.unique(tokens.sentences[tokens.bounds[d]:tokens.bounds[d + 1]]))
        assert found.loc[name, "sentence_length"] == pytest.approx(len(ids) / n_sentences)


def test_a_group_is_the_mean_of_its_articles_weighted_by_words():
    tokens = tm.tokenize(corpus_of([120, 300, 150, 150], ["A", "A", "B", "B"]))
    table = tm.lexical_profile(tokens, by="side", measures=["hdd", "yule_k", "mattr"])
    alone = tm.lexical_profile(tokens, measures=["hdd", "yule_k", "mattr"]).pivot(
        index="measure", columns="group", values="value").astype(float)
    found = table.set_index(["group", "measure"])["value"]
    for measure, weights in (("hdd", (120, 300)), ("yule_k", (120, 300)), ("mattr", (71, 251))):
        assert found["A", measure] == pytest.approx(np.average(alone.loc[measure, ["1", "2"]], weights=weights))
    assert set(table["unit"]) == {"article"} and (table["n_units"] == 2).all() and (table["note"] == "").all()


def test_the_answer_does_not_depend_on_the_order_of_documents():
    corpus = corpus_of([120, 300, 150, 220, 90, 130], list("ABABAB")).segment(min_words=30, max_words=60)
    texts, turned = (tm.lexical_profile(tm.tokenize(each), by="side", measures=ALL) for each in (
        corpus, corpus.select(np.ones(len(corpus), bool))))
    assert texts.equals(turned)
    names = [f"t{i}" for i in range(6)]
    parts = [prose(n, seed) for seed, n in enumerate([120, 300, 150, 220, 90, 130])]
    order = [3, 1, 5, 0, 4, 2]
    a, b = (tm.lexical_profile(tm.tokenize(tm.Corpus.from_texts(
        [parts[i] for i in rows], [names[i] for i in rows], {"side": ["AB"[i % 2] for i in rows]})), by="side")
        for rows in (range(6), order))
    pd.testing.assert_frame_equal(a, b, check_exact=True)


def test_measures_of_length_are_refused_with_the_reason():
    tokens = tm.tokenize(corpus_of([100, 140], ["A", "B"]))
    for name in ("ttr", "entropy"):
        with pytest.raises(ValueError, match=f"'{name}' where texts differ in length, got 100 to 140 words.*"
                                             "'mattr', 'mtld' or 'hdd'.*n_tokens=100"):
            tm.lexical_profile(tokens, measures=["mattr", name])
    sampled = tm.lexical_profile(tokens, measures=["ttr", "entropy"], n_tokens=80)
    counts = np.bincount(tokens.ids[:100])
    assert sampled.loc[0, "value"] == pytest.approx(rarefied_type_token_ratio(counts, 80))
    assert sampled.loc[1, "value"] == pytest.approx(rarefied_entropy(counts, 80))


def test_texts_of_equal_length_may_be_compared_whole():
    tokens = tm.tokenize(corpus_of([100] * 6, ["A", "B"] * 3))
    table = tm.lexical_profile(tokens, by="side", measures=["ttr", "entropy"])
    assert table[["low", "high"]].notna().all(axis=None) and (table["n_units"] == 3).all()
    counts = [np.bincount(tokens.ids[i * 100:(i + 1) * 100]) for i in (0, 2, 4)]
    assert table.loc[1, "value"] == pytest.approx(np.mean([entropy(each) for each in counts]))
    cut = tm.Corpus.from_texts([prose(100, 1), prose(100, 2)], ["a", "b"]).segment(min_words=20, max_words=40)
    table = tm.lexical_profile(tm.tokenize(cut), measures="ttr")
    assert table["low"].isna().all() and table["note"].str.contains("state n_tokens").all()


def test_short_texts_are_counted_and_left_out():
    tokens = tm.tokenize(corpus_of([30, 130, 140, 20, 45, 35], ["A", "A", "A", "B", "B", "B"]))
    table = tm.lexical_profile(tokens, by="side").set_index(["group", "measure"])
    assert table.loc[("A", "mattr"), "note"] == "1 of 3 articles have fewer than 50 words"
    assert table.loc[("A", "mattr"), "n_units"] == 2
    assert pd.isna(table.loc[("B", "mattr"), "value"]) and table.loc[("B", "mattr"), "method"] == "none"
    assert table.loc[("B", "mtld"), "note"] == "3 of 3 articles have fewer than 100 words"
    assert table.loc[("B", "hdd"), "note"] == ("2 of 3 articles have fewer than 42 words; no interval: one article")
    assert table.loc[("B", "yule_k"), "n_units"] == 3
    assert table.loc["A", "n_tokens"].eq(300).all()


def test_no_words_and_no_repetition_are_said():
    corpus = tm.Corpus.from_texts(["!", " ".join(WORDS[:120])], ["a", "b"])
    table = tm.lexical_profile(tm.tokenize(corpus), measures=["mattr", "mtld"]).set_index(["group", "measure"])
    assert table.loc[("a", "mattr"), "note"].startswith("no words to count")
    assert table.loc[("b", "mtld"), "note"].startswith("no word is repeated")
    assert table.loc[("b", "mattr"), "value"] == 1


def test_dropped_words_are_not_counted_but_sentences_keep_them(running):
    dropped = running.drop(tm.stopwords("en"))
    whole, rest = (tm.lexical_profile(each).set_index(["group", "measure"]) for each in (running, dropped))
    for name in ("sentence_length", "word_length"):
        a, b = (each.xs(name, level="measure")["value"] for each in (whole, rest))
        pd.testing.assert_series_equal(a, b)
    a, b = (each.xs("mattr", level="measure") for each in (whole, rest))
    assert (b["value"] > a["value"]).all() and (b["n_tokens"] < a["n_tokens"]).all()
    joined = rest.xs("mtld", level="measure")
    assert joined["note"].str.contains("passages in a row are one unit").all()
    assert (joined["n_units"] < b["n_units"]).all()


def test_richer_texts_score_higher_on_every_measure():
    rich, poor = ([prose(400, seed, richness) for seed in range(4)] for richness in (1.4, 0.7))
    corpus = tm.Corpus.from_texts(rich + poor, metadata={"side": ["rich"] * 4 + ["poor"] * 4})
    table = tm.lexical_profile(tm.tokenize(corpus), by="side", measures=[*ALL, "ttr"], n_tokens=200)
    table = table.set_index(["measure", "group"])
    for name in ("mattr", "mtld", "hdd", "entropy_chao_shen", "ttr"):
        assert table.loc[(name, "rich"), "low"] > table.loc[(name, "poor"), "high"], name
    assert table.loc[("yule_k", "rich"), "high"] < table.loc[("yule_k", "poor"), "low"]


@settings(max_examples=25)
@given(st.lists(st.integers(1, 90), min_size=2, max_size=6), st.integers(1, 60), st.booleans())
def test_values_stay_in_their_range_on_any_lengths(sizes, window, passages):
    corpus = corpus_of(sizes, ["AB"[i % 2] for i in range(len(sizes))])
    corpus = corpus.segment(min_words=5, max_words=15) if passages else corpus
    table = tm.lexical_profile(tm.tokenize(corpus), by="side", measures=ALL, window=window)
    ratios = table[table["measure"].isin(["mattr", "hdd"])]
    assert ratios[["value", "low", "high"]].stack().dropna().between(0, 1).all()
    numbers = table[["value", "low", "high"]].astype(float).stack().dropna()
    assert np.isfinite(numbers).all() and (numbers >= 0).all()
    missing = table["value"].isna() | table["low"].isna()
    assert (table.loc[missing, "note"] != "").all() and (table.loc[missing, "low"].isna()).all()


@pytest.mark.parametrize("options, message", [
    ({"measures": "matr"}, "Did you mean 'mattr'"), ({"measures": []}, "at least one"),
    ({"measures": ["hdd", "hdd"]}, "different names"), ({"window": 0}, "window must be"),
    ({"n_tokens": 0}, "n_tokens must be"), ({"confidence_level": 95}, "confidence_level must be"),
    ({"by": "sid"}, "Did you mean 'side'"), ({"unit": "token"}, "unit must be"),
])
def test_wrong_arguments_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        tm.lexical_profile(tm.tokenize(corpus_of([60, 60], ["A", "B"])), **options)
    with pytest.raises(TypeError, match="tokenize"):
        tm.lexical_profile("text")
