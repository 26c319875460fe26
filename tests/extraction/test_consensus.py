"""Consensus: ranks joined by hand and by loops, what its rows keep of their members."""

import re
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.extraction.appraisal.consensus import COLUMNS

PHRASES = st.lists(st.sampled_from(["war", "wars", "peace", "peace talks", "talk", "trade"]), max_size=5, unique=True)


def row(group, rank, phrase, method, **more):
    return {"group": group, "rank": rank, "phrase": phrase, "method": method, **more}


@given(st.lists(PHRASES, min_size=1, max_size=4), st.integers(1, 6))
@settings(max_examples=40)
def test_scores_are_sums_of_reciprocal_ranks(lists, top_n):
    stem = {"wars": "war", "peace talks": "peac talk", "peace": "peac"}
    rows = [row("g", rank, phrase, f"m{i}") for i, phrases in enumerate([["war"], *lists])
            for rank, phrase in enumerate(phrases, start=1)]
    expected: dict = defaultdict(float)
    for phrases in [["war"], *lists]:
        for place, each in enumerate(dict.fromkeys(stem.get(phrase, phrase) for phrase in phrases), start=1):
            expected[each] += 1 / (60 + place)
    got = tm.consensus_keyphrases(pd.DataFrame(rows), top_n=top_n)
    assert got["score"].tolist() == pytest.approx(sorted(expected.values(), reverse=True)[:top_n])
    assert got["rank"].tolist() == list(range(1, len(got) + 1)) and list(got) == COLUMNS
    named = {stem.get(phrase, phrase): score for phrase, score in zip(got["phrase"], got["score"], strict=True)}
    assert all(expected[each] == pytest.approx(score) for each, score in named.items())


def test_a_row_keeps_the_most_frequent_form_and_all_places():
    found = pd.DataFrame([
        row("a", 1, "Peace talk", "A", count=1, documents=1, offsets=(("a", 9, 19),), log_ratio=2.0, note="x"),
        row("a", 2, "peace talks", "B", count=2, documents=2, offsets=(("a", 30, 41), ("a", 0, 11)), log_ratio=1.0),
        row("a", 1, "war", "B", count=1, documents=1, offsets=(("a", 50, 53),)),
    ])
    first, second = tm.consensus_keyphrases(found).itertuples()
    assert first.phrase == "peace talks" and first.log_ratio == 1.0 and first.method == "consensus"
    assert first.offsets == (("a", 0, 11), ("a", 9, 19), ("a", 30, 41)) and first.count == 3 and first.documents == 2
    assert first.note == "2 of 2 methods: A 1, B 2" and second.note == "1 of 2 methods: B 1"


def test_rows_in_any_order_and_several_groups():
    rng = np.random.default_rng(0)
    rows = [row(group, rank, phrase, method) for group in ("b", "a") for method in "ABC"
            for rank, phrase in enumerate(rng.permutation([f"w{i}" for i in range(9)])[:6], start=1)]
    found = pd.DataFrame(rows)
    whole = tm.consensus_keyphrases(found, top_n=4)
    assert whole["group"].tolist() == ["b"] * 4 + ["a"] * 4
    mixed = tm.consensus_keyphrases(found.sample(frac=1, random_state=0), top_n=4)
    for group, rows in whole.groupby("group"):
        alone = tm.consensus_keyphrases(found[found["group"] == group], top_n=4)
        for other in (mixed[mixed["group"] == group].reset_index(drop=True), alone):
            assert rows.reset_index(drop=True).equals(other)
    assert set(whole["offsets"]) == {()} and whole["count"].isna().all()


def test_a_consensus_of_one_method_is_its_list(tokens):
    found = tm.keyphrases(tokens, method="rake", top_n=8)
    got = tm.consensus_keyphrases(found, top_n=8)
    stems = [" ".join(re.findall(r"\w+", phrase.lower())) for phrase in got["phrase"]]
    assert stems == [" ".join(re.findall(r"\w+", phrase.lower())) for phrase in found["phrase"]]
    assert got["count"].tolist() == found["count"].tolist() and (got["note"].str.startswith("1 of 1 methods")).all()


def test_methods_of_the_library_can_be_joined_and_joined_again(tokens, seeds):
    methods = ["salience", "tf_idf", "textrank"]
    found = pd.concat([tm.keyphrases(tokens, by="article", method=method, top_n=20) for method in methods])
    got = tm.consensus_keyphrases(found, top_n=5)
    assert got.groupby("group").size().tolist() == [5] * 5 and (got["method"] == "consensus").all()
    again = tm.consensus_keyphrases(pd.concat([found, got]), top_n=5)
    assert again["note"].str.contains(f"of {len(methods) + 1} methods").all()


@pytest.mark.parametrize(("found", "changed", "error", "message"), [
    (None, {}, TypeError, "found must be DataFrame"),
    (pd.DataFrame([row("a", 1, "war", "A")]), {"top_n": 0}, ValueError, "top_n must be"),
    (pd.DataFrame([row("a", 1, "war", "A")]), {"language": "x!"}, ValueError, "language must be"),
])
def test_wrong_arguments_are_answered_with_the_rule(found, changed, error, message):
    with pytest.raises(error, match=message):
        tm.consensus_keyphrases(found, **changed)


@pytest.mark.parametrize("verb", [tm.keyphrase_evaluation, tm.compare_keyphrases, tm.keyphrase_agreement,
                                  tm.consensus_keyphrases])
def test_names_of_other_packages_are_answered_with_those_here(verb):
    with pytest.raises(TypeError, match=f"{verb.__name__} has no argument 'n'. Did you mean 'top_n'?"):
        verb(pd.DataFrame([row("a", 1, "war", "A")]), n=5)
