"""The lexical profile: one article is what the literature computes, a group the mean of its articles."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import textmine as tm
from textmine.keywords.lexical import COLUMNS, DEFAULT, DIFFERENCES
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
    assert table.loc[("A", "mattr"), "note"] == "1 of 3 articles has fewer than 50 words"
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


def test_differences_of_texts_of_one_length_are_the_test_of_welch():
    tokens = tm.tokenize(corpus_of([200] * 11, list("ABCABCABCAB")))
    values = [hdd(np.bincount(tokens.ids[i * 200:(i + 1) * 200])) for i in range(11)]
    table = tm.lexical_differences(tokens, by="side", measures="hdd", confidence_level=0.9)
    for row, (a, b) in zip(table.itertuples(), [(0, 1), (0, 2), (1, 2)], strict=True):
        expected = stats.ttest_ind(values[a::3], values[b::3], equal_var=False)
        assert row.difference == pytest.approx(np.mean(values[a::3]) - np.mean(values[b::3]))
        assert row.p_value == pytest.approx(expected.pvalue)
        assert (row.low, row.high) == pytest.approx(tuple(expected.confidence_interval(0.9)))
    assert table[["group_a", "group_b"]].to_numpy().tolist() == [["A", "B"], ["A", "C"], ["B", "C"]]
    assert table["q_value"].tolist() == pytest.approx(stats.false_discovery_control(table["p_value"].astype(float)))
    assert table["units_a"].tolist() == [4, 4, 4] and table["units_b"].tolist() == [4, 3, 3]


def test_differences_are_those_of_the_profile(running, profile):
    table = tm.lexical_differences(running, measures=ALL)
    assert list(table) == DIFFERENCES and len(table) == 10 * len(ALL)
    value = profile.set_index(["group", "measure"])["value"].astype(float)
    for row in table.itertuples():
        expected = value[row.group_a, row.measure] - value[row.group_b, row.measure]
        assert row.difference == pytest.approx(expected) and row.low < row.difference < row.high
        assert (row.low > 0 or row.high < 0) == (row.p_value < 0.05)
    assert table["note"].str.contains("beyond these articles").all()
    assert (table["q_value"] > table["p_value"] - 1e-9).all()


def test_a_difference_without_an_interval_says_why():
    tokens = tm.tokenize(corpus_of([130, 130, 130, 20], ["A", "A", "B", "B"]))
    table = tm.lexical_differences(tokens, by="side", measures=["mtld", "yule_k"])
    first, second = table.itertuples()
    assert pd.isna(first.p_value) and pd.isna(first.q_value) and first.difference == first.difference
    assert first.note == "1 of 2 articles has fewer than 100 words; no interval: one article"
    assert second.p_value == second.q_value and second.note == ""
    same = tm.tokenize(tm.Corpus.from_texts(["war war peace"] * 4, metadata={"side": ["A", "A", "B", "B"]}))
    row = next(tm.lexical_differences(same, by="side", measures="yule_k").itertuples())
    assert row.difference == 0 and pd.isna(row.low) and row.note == "no interval: the units of neither group differ"
    with pytest.raises(ValueError, match="at least 2 groups"):
        tm.lexical_differences(tm.tokenize(tm.Corpus.from_texts(["war"])))


@pytest.mark.slow
@pytest.mark.parametrize("segmented", [False, True])
def test_groups_of_one_kind_differ_as_often_as_promised(segmented):
    """Fifteen groups of texts, or articles of passages, of one kind: of 105 pairs about 5 % have p up to .05."""
    shares = []
    for draw in range(12):
        rng = np.random.default_rng(draw)
        sizes = rng.integers(60, 140, 300) if segmented else rng.integers(110, 800, 90)
        pieces = [prose(n, 1000 * draw + i, richness) for i, (n, richness) in
                  enumerate(zip(sizes, rng.normal(1, 0.05, len(sizes)), strict=True))]
        texts = [" ".join(pieces[i:i + 20]) for i in range(0, 300, 20)] if segmented else pieces
        corpus = tm.Corpus.from_texts(texts, metadata={"side": [f"s{i % 15:02}" for i in range(len(texts))]})
        tokens = tm.tokenize(corpus.segment(min_words=80, max_words=160) if segmented else corpus)
        table = tm.lexical_differences(tokens, by="side", measures=["mattr", "mtld", "hdd", "yule_k"])
        shares.append((table["p_value"] <= 0.05).groupby(table["measure"]).mean())
    assert pd.concat(shares, axis=1).mean(axis=1).between(0.02, 0.075).all()
