"""Leaving out one rule: on texts where the answer can be counted by hand."""

import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine.study.sensitivity import COLUMNS, cleaning_effect


@pytest.fixture(scope="module")
def effect(seeds):
    return cleaning_effect(seeds)


def test_a_spelling_is_the_top_keyword_until_it_is_merged():
    texts = ["defence peace army peace", "defense defense trade defense", "defense army ships trade"]
    corpus = tm.Corpus.from_texts(texts, ["a", "b", "c"], language="en")
    (row,) = cleaning_effect(corpus, top_n=2, extra=[tm.Replacement("ships", "ships", "army")],
                             rules=["spelling"]).query("rule == 'spelling'").to_dict("records")
    assert row["n_places"] == 1 and row["terms_changed"] == 2  # defence 1 → 0, defense 4 → 5
    assert (row["group"], row["term"], row["rank_without"]) == ("a", "defence", 2)
    assert np.isclose(row["keyness_overlap"], (1 / 2 + 1 + 1) / 3)


def test_rules_of_the_user_are_left_out_too():
    corpus = tm.Corpus.from_texts(["peace now ships", "war now ships", "war then"], ["a", "b", "c"])
    table = cleaning_effect(corpus, extra=[tm.Replacement("ships", "ships", "boats")], rules=[])
    assert table[["rule", "n_places", "terms_changed"]].values.tolist() == [["ships", 2, 2]]


def test_a_rule_that_only_reports_changes_nothing(effect):
    row = effect.set_index("rule").loc["letter case"]
    assert row["n_places"] == 8 and row["terms_changed"] == 0 and row["keyness_overlap"] == 1
    assert row["similarity_correlation"] == pytest.approx(1)
    assert row[["group", "term", "document", "rank_with"]].isna().all()


def test_the_bundled_corpus_hangs_on_spelling_and_abbreviations(effect, seeds):
    assert effect.columns.tolist() == COLUMNS
    spelling = effect.set_index("rule").loc["spelling"]
    assert (spelling["term"], spelling["rank_without"]) == ("defence", 1) and spelling["group"].startswith("001")
    audit = seeds.clean().audit.groupby("rule")["count"].sum()
    assert effect.set_index("rule")["n_places"].to_dict() == audit[audit > 0].to_dict()
    assert effect["keyness_overlap"].is_monotonic_increasing and effect["keyness_overlap"].between(0, 1).all()


def test_the_order_of_articles_does_not_matter(seeds, effect):
    turned = tm.Corpus.from_texts(seeds.articles["text"].to_pylist()[::-1], seeds.articles["article"].to_pylist()[::-1],
                                  language="en")
    assert cleaning_effect(turned)[COLUMNS[:9]].equals(effect[COLUMNS[:9]])


def test_what_is_missing_is_said_and_types_never_change(effect):
    texts = ["Our defence is a defence for all.", "Our defense is a defense, a defense of peace."]
    row = cleaning_effect(tm.Corpus.from_texts(texts, ["a", "b"], language="en")).iloc[0]
    assert row["similarity_correlation"] is pd.NA
    assert row["note"] == ("a missing rank: the term does not occur with the rule; "
                           "no correlation of fewer than three pairs")
    empty = cleaning_effect(tm.Corpus.from_texts(["peace now", "war then"], ["a", "b"], language="en"))
    assert len(empty) == 0 and (empty.dtypes == effect.dtypes).all()
    still = effect.set_index("rule").loc["letter case"]
    assert still["note"] == "no keyword moves; no similarity moves"
    assert all(still[column] is pd.NA for column in ("group", "term", "document", "other", "similarity_with"))


def test_the_cleaning_in_use_is_the_one_described():
    texts = ["defence in 2020 color", "defense in 2021 defense", "colour of 13 peace"]
    corpus = tm.Corpus.from_texts(texts, ["a", "b", "c"], language="en")
    british = cleaning_effect(corpus, spelling="uk", typed=True).set_index("rule")
    assert british["n_places"].to_dict() == {"number": 3, "spelling": 3}
    assert cleaning_effect(corpus, spelling="us", rules=["spelling"]).set_index("rule")["n_places"].to_dict() == {
        "spelling": 2}
    with pytest.raises(ValueError, match="'auto', 'us', 'uk'"):
        cleaning_effect(corpus, spelling="British")


def test_what_is_asked_for_must_make_sense(seeds, cleaned):
    with pytest.raises(ValueError, match="neither cleaned nor segmented"):
        cleaning_effect(cleaned)
    with pytest.raises(TypeError, match="corpus must be Corpus"):
        cleaning_effect("x")
    with pytest.raises(ValueError, match="top_n must be"):
        cleaning_effect(seeds, top_n=0)
    with pytest.raises(ValueError, match="Did you mean 'article'"):
        cleaning_effect(seeds, "artcle")
