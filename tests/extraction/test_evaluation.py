"""Evaluation: the protocol by hand and by plain loops, laws of the scores, and what is refused."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem import PorterStemmer
from nltk.tokenize import wordpunct_tokenize

import textmine as tm
from textmine.extraction.appraisal.evaluation import COLUMNS, OF_PAIRS
from textmine.extraction.appraisal.matching import MATCHING

WORDS = ["war", "wars", "peace", "talk", "talks", "peace talks", "talking peace", "trade war", "Trade Wars", "bread"]
PHRASES = st.lists(st.sampled_from(WORDS), max_size=6, unique=True)
GOLD = st.lists(st.one_of(st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)), max_size=5)
QUICK = {"n_resamples": 49}


def table(lists, method="m"):
    rows = [(group, rank, phrase, method) for group, phrases in lists.items()
            for rank, phrase in enumerate(phrases, start=1)]
    return pd.DataFrame(rows, columns=["group", "rank", "phrase", "method"])


def stemmed(phrase):
    return " ".join(PorterStemmer().stem(word) for word in wordpunct_tokenize(phrase.lower()))


def by_loops(phrases, gold, n):
    """Precision, recall and F of one document; chosen phrases that share a variant are one."""
    sets = [{stemmed(each) for each in ([phrase] if isinstance(phrase, str) else phrase)} for phrase in gold]
    while any(a & b for i, a in enumerate(sets) for b in sets[:i]):
        i, j = next((i, j) for i, a in enumerate(sets) for j, b in enumerate(sets[:i]) if a & b)
        sets[j] |= sets.pop(i)
    guesses = list(dict.fromkeys(map(stemmed, phrases)))[:n]
    hits = sum(bool(each & set(guesses)) for each in sets)
    precision, recall = hits / len(guesses) if guesses else 0.0, hits / len(sets)
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def test_the_protocol_by_hand():
    gold = {"a": ["Neural network", "training", ["SVM", "support vector machine"], "absent idea"], "b": ["graphs"]}
    found = table({"a": ["neural networks", "Neural Network", "support vector machines", "SVMs", "trees"],
                   "b": ["noise", "graph"]})
    got = tm.keyphrase_evaluation(found, gold, top_n=[2, 4], **QUICK).set_index("top_n")
    # a: after the repetition is dropped, 2 of 2 are right of 4; of four, 2 (two variants of one phrase); b: 1 of 2 of 1
    assert got["precision"].tolist() == pytest.approx([(1 + 1 / 2) / 2, (2 / 4 + 1 / 2) / 2])
    assert got["recall"].tolist() == pytest.approx([(2 / 4 + 1) / 2] * 2)
    assert got["f"].tolist() == pytest.approx([(2 / 3 + 2 / 3) / 2, (1 / 2 + 2 / 3) / 2])
    assert got["r_precision"].tolist() == pytest.approx([(2 / 4 + 0) / 2] * 2)
    assert got[["n_documents", "n_gold", "n_repeated"]].iloc[0].tolist() == [2, 5, 1]
    assert set(got["stemmer"]) == {"porter"} and list(got.reset_index()[COLUMNS]) == COLUMNS


@given(st.lists(st.tuples(PHRASES, GOLD), min_size=1, max_size=5), st.integers(1, 7))
@settings(max_examples=60)
def test_plain_loops_give_the_same(documents, n):
    documents = [(["bread"], ["bread"]), *documents]
    gold = {f"d{i}": chosen for i, (_, chosen) in enumerate(documents)}
    found = table({f"d{i}": phrases for i, (phrases, _) in enumerate(documents)})
    got = tm.keyphrase_evaluation(found, gold, top_n=n, **QUICK).iloc[0]
    expected = np.mean([by_loops(phrases, chosen, n) for phrases, chosen in documents if chosen], axis=0)
    assert got[["precision", "recall", "f"]].astype(float).tolist() == pytest.approx(expected.tolist())
    assert got["n_without_gold"] == sum(not chosen for _, chosen in documents)
    assert got["n_without_prediction"] == sum(not phrases and bool(chosen) for phrases, chosen in documents)


@given(PHRASES, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique_by=stemmed))
@settings(max_examples=60)
def test_partial_credit_is_that_of_the_best_pairs(phrases, gold):
    guesses, chosen = [stemmed(each) for each in phrases], [frozenset({stemmed(each)}) for each in gold]

    def worth(a, b):
        a, b = set(a.split()), set(*map(str.split, b))
        return 2 * len(a & b) / (len(a) + len(b))

    guesses = guesses[:4]
    places = [*range(len(chosen)), *[None] * len(guesses)]
    best = max(sum(worth(guess, chosen[i]) for guess, i in zip(guesses, order, strict=True) if i is not None)
               for order in set(permutations(places, len(guesses))))
    [credit] = MATCHING["partial"](guesses, chosen, [6])
    assert credit == pytest.approx(best)
    assert credit >= MATCHING["exact"](guesses, chosen, [6])[0] - 1e-12
    assert credit <= min(len(guesses), len(chosen)) + 1e-12


@pytest.mark.parametrize("matching", MATCHING)
def test_a_perfect_list_scores_one_and_a_foreign_one_zero(matching):
    gold = {"a": ["peace talks", "war"], "b": ["trade", "bread", "tea"]}
    rows = pd.concat([table({name: phrases for name, phrases in gold.items()}, "right"),
                      table({"a": ["x y"], "b": ["z"]}, "wrong")])
    got = tm.keyphrase_evaluation(rows, gold, matching=matching, **QUICK).set_index(["method", "top_n"])
    values = got[["precision", "recall", "f", "r_precision"]].astype(float)
    assert (values.loc["right"] == 1).all(axis=None) and (values.loc["wrong"] == 0).all(axis=None)
    assert "no list is longer than 3" in got.loc[("right", 5), "note"]
    assert got["note"].str.startswith("no interval where all documents").all()


def test_present_phrases_stand_in_the_text_stem_by_stem():
    corpus = tm.Corpus.from_texts(["The peace talk began.", "Peace. Talks."], ["a", "b"], {"year": [1, 1]})
    found = table({"a": ["peace talks"], "b": ["peace"]})
    gold = {"a": ["peace talks", "war"], "b": ["peace talks", "alk"]}
    got = tm.keyphrase_evaluation(found, gold, top_n=1, corpus=corpus, **QUICK).set_index("gold")
    assert got.loc["present", ["recall", "n_documents", "n_without_gold", "n_gold"]].tolist() == [1.0, 1, 1, 1]
    assert got.loc["all", ["recall", "n_documents", "n_gold"]].tolist() == [0.25, 2, 4]
    of_year = tm.keyphrase_evaluation(table({"1": ["peace"]}), {"1": ["Peace talks", "Peace"]}, corpus=corpus,
                                      by="year", top_n=1, **QUICK)
    assert of_year["n_gold"].tolist() == [2, 2] and of_year["recall"].tolist() == [.5, .5]
    passages = corpus.segment(min_words=1, max_words=5)
    assert tm.keyphrase_evaluation(found, gold, corpus=passages, **QUICK).equals(
        tm.keyphrase_evaluation(found, gold, corpus=corpus, **QUICK))


def test_other_languages_are_stemmed_by_their_own_rules_or_not_at_all():
    def recall(language, phrase="Häuser"):
        got = tm.keyphrase_evaluation(table({"a": [phrase]}), {"a": ["Häusern"]}, language=language, top_n=1, **QUICK)
        return got.loc[0, ["stemmer", "recall"]].tolist()

    assert recall("de") == ["snowball german", 1.0] and recall("ja") == ["none", 0.0] == recall(None)
    assert recall(None, "häusern") == ["none", 1.0] == recall(None, "Häusern")


def test_scores_do_not_depend_on_order_of_rows_or_on_other_methods():
    rng = np.random.default_rng(0)
    gold = {f"d{i}": list(rng.choice(WORDS, 3, replace=False)) for i in range(12)}
    found = pd.concat([table({name: rng.choice(WORDS, 4, replace=False) for name in gold}, method) for method in "AB"])
    whole = tm.keyphrase_evaluation(found, gold, **QUICK)
    mixed = tm.keyphrase_evaluation(found.sample(frac=1, random_state=1), dict(reversed(gold.items())), **QUICK)
    assert whole.equals(mixed)
    alone = tm.keyphrase_evaluation(found[found["method"] == "B"], gold, **QUICK)
    assert whole[whole["method"] == "B"].reset_index(drop=True).equals(alone)
    assert (whole["f_low"] <= whole["f"]).all() and (whole["f"] <= whole["f_high"]).all()
    few = {name: gold[name] for name in list(gold)[:9]}
    assert tm.keyphrase_evaluation(found, few, **QUICK)["note"].str.contains("9 documents").any()
    assert not whole["note"].str.contains("documents").any()
    pairs = tm.compare_keyphrases(found, gold, n_resamples=199)
    assert pairs.equals(tm.compare_keyphrases(found.sample(frac=1, random_state=2), gold, n_resamples=199))


def test_what_is_left_out_is_counted():
    gold = {"a": ["war"], "b": [], "c": ["tea"]}
    got = tm.keyphrase_evaluation(table({"a": ["war"], "z": ["bread"]}), gold, top_n=1, **QUICK).iloc[0]
    names = ["n_documents", "n_without_gold", "n_without_prediction", "n_not_in_gold"]
    assert got[names].tolist() == [2, 1, 1, 1] and got["f"] == .5
    one = tm.keyphrase_evaluation(table({"a": ["war"]}), {"a": ["war"]}, **QUICK)
    assert one["f_low"].isna().all() and one["note"].str.contains("1 document with chosen phrases: no interval").all()


def test_a_difference_turns_with_its_methods_and_is_none_of_a_method_with_itself():
    rng = np.random.default_rng(1)
    gold = {f"d{i}": list(rng.choice(WORDS, 3, replace=False)) for i in range(30)}
    lists = {name: {d: list(phrases[:k]) + ["noise"] * (3 - k) for d, phrases in gold.items()}
             for name, k in {"good": 2, "poor": 1}.items()}
    pair = [table(lists["good"], "A"), table(lists["poor"], "B"), table(lists["poor"], "C")]
    rows = tm.compare_keyphrases(pd.concat(pair), gold).set_index(["method_a", "method_b"])
    turned = tm.compare_keyphrases(pd.concat([pair[0].assign(method="Z"), pair[1]]), gold).iloc[0]
    assert list(rows.reset_index()) == OF_PAIRS
    assert rows.loc[("A", "B"), "difference"] == pytest.approx(-turned["difference"])
    assert rows.loc[("A", "B"), ["n_better", "n_worse"]].tolist() == turned[["n_worse", "n_better"]].tolist()
    assert rows.loc[("A", "B"), "low"] == pytest.approx(-turned["high"])
    assert rows.loc[("A", "B"), "low"] > 0 and rows.loc[("A", "B"), "p_value"] < .001
    same = rows.loc[("B", "C")]
    assert same[["difference", "p_value"]].tolist() == [0, 1] and same[["low", "high"]].isna().all()
    assert same["note"] == "the same in every document"


@pytest.mark.slow
def test_p_of_equal_methods_is_below_five_percent_as_often_as_it_says():
    rng, below = np.random.default_rng(3), []
    for _ in range(400):
        gold = {f"d{i}": list(rng.choice(WORDS, 3, replace=False)) for i in range(25)}
        found = pd.concat([table({d: rng.choice(WORDS, 4, replace=False) for d in gold}, name) for name in "AB"])
        below.append(tm.compare_keyphrases(found, gold, n_resamples=499)["p_value"][0] < .05)
    assert .02 <= np.mean(below) <= .08


FOUND = table({"a": ["war"]})
WRONG = [
    ({"found": "war"}, TypeError, "found must be DataFrame"),
    ({"found": FOUND.drop(columns="rank")}, ValueError, "found must have the columns .* none named 'rank'"),
    ({"found": FOUND[:0]}, ValueError, "found must have at least one phrase"),
    ({"found": FOUND.assign(phrase=None)}, ValueError, "no empty cells, got some in the column 'phrase'"),
    ({"found": FOUND.assign(phrase=1)}, ValueError, "phrases that are text, got 1"),
    ({"found": pd.concat([FOUND, FOUND])}, ValueError, "one phrase for each method, group and rank"),
    ({"gold": [["war"]]}, TypeError, "gold must be Mapping"),
    ({"gold": {}}, ValueError, "gold must have the phrases of at least one document"),
    ({"gold": {"a": "war"}}, TypeError, "several phrases for each document, got 'war' for 'a'"),
    ({"gold": {"a": [" "]}}, ValueError, "phrases that are text, .* got ' ' for 'a'"),
    ({"gold": {"a": [[]]}}, ValueError, "phrases that are text"),
    ({"gold": {"a": [3]}}, ValueError, "phrases that are text, .* got 3"),
    ({"gold": {"A": ["war"]}}, ValueError, "such as 'a', got 'A' .* Did you mean 'A'"),
    ({"matching": "fuzzy"}, ValueError, "matching must be one of 'exact', 'partial'"),
    ({"top_n": 0}, ValueError, "top_n must be a whole number of at least 1"),
    ({"language": "English"}, ValueError, "language must be a tag"),
    ({"confidence_level": 95}, ValueError, "confidence_level must be"),
    ({"n_resamples": 0}, ValueError, "n_resamples must be"),
    ({"random_state": -1}, ValueError, "random_state must be"),
    ({"corpus": tm.Corpus.from_texts(["x"], ["b"])}, ValueError, "corpus must have every document of gold"),
    ({"corpus": ["war"]}, TypeError, "corpus must be Corpus"),
]


@pytest.mark.parametrize(("changed", "error", "message"), WRONG)
@pytest.mark.parametrize("verb", [tm.keyphrase_evaluation, tm.compare_keyphrases])
def test_wrong_arguments_are_answered_with_the_rule(verb, changed, error, message):
    with pytest.raises(error, match=message):
        verb(**{"found": FOUND, "gold": {"a": ["war"]}} | changed)


def test_depths_must_differ_and_a_comparison_needs_two():
    with pytest.raises(ValueError, match="top_n must be different whole numbers"):
        tm.keyphrase_evaluation(FOUND, {"a": ["war"]}, top_n=[5, 5])
    with pytest.raises(ValueError, match="two methods at least"):
        tm.compare_keyphrases(FOUND, {"a": ["war"]})
