import numpy as np
import pytest

import textmine as tm
from textmine.proximity.results import ESTIMATES

BY_CHANCE = ["null_mean", "null_sd", "z", "percentile", "p_value"]


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=4, n_init=1, max_iter=60, random_state=0).fit(table)


def grouped(texts, groups):
    return tm.tokenize(tm.Corpus.from_texts(texts, metadata={"group": list(groups)})).count()


@pytest.mark.parametrize("metric", ["cosine", "soft_cosine", "jaccard"])
def test_units_without_words_do_not_make_a_group_large_enough_for_chance(metric):
    table = grouped(["a b c", "!", "!", "a c d", "a b d", "b c d"], "xxxyyy")
    row = tm.document_similarity(table, "group", metric=metric, weight=None).to_frame().iloc[0]
    assert row[BY_CHANCE].isna().all() and "needs 3 units with words in each group, got 1 and 3" in row["note"]


@pytest.mark.parametrize("metric", ["cosine", "containment"])
def test_a_text_and_itself_have_no_estimates(metric, table):
    label = table.grouping("article").labels[0]
    found = tm.document_similarity(table, "article", metric=metric, pairs=[(label, label)], n_permutations=19)
    row = found.to_frame().iloc[0]
    assert row["similarity"] == 1 and row[list(ESTIMATES)].isna().all() and "a text and itself" in row["note"]


@pytest.mark.parametrize("metric", ["cosine", "jaccard"])
def test_both_orders_of_a_pair_have_the_same_estimates(metric, table):
    a, b = table.grouping("article").labels[:2]
    found = tm.document_similarity(table, "article", metric=metric, pairs=[(a, b), (b, a)], n_permutations=99)
    first, second = found.to_frame()[["similarity", *ESTIMATES]].to_numpy(dtype=float)
    np.testing.assert_allclose(first, second, rtol=1e-9)


def test_topics_that_were_learnt_from_passages_give_no_interval(model, table):
    frame = tm.document_similarity(table, "article", metric="cosine", model=model, n_permutations=19).to_frame()
    assert frame[["corrected", "low", "high"]].isna().all(axis=None) and frame["p_value"].notna().all()
    assert frame["note"].str.contains("tm.emphasis_draws").all()


@pytest.mark.parametrize("metric", ["jaccard", "jensen_shannon"])
def test_measures_without_a_valid_interval_say_so(metric, table):
    frame = tm.document_similarity(table, "article", metric=metric, n_permutations=19).to_frame()
    assert frame["low"].isna().all() and frame["note"].str.contains(f"no interval: none is valid for {metric}").all()
    assert frame["p_value"].notna().all()


@pytest.mark.parametrize("arguments, error, message", [
    ({"unit": "sentence"}, ValueError, "unit must be one of 'auto', 'article', 'passage', got 'sentence'"),
    ({"options": ["lsa"]}, TypeError, "options must be Mapping, got list: pass a dict"),
    ({"pairs": 5}, TypeError, "pairs must be Iterable, got int: pass pairs of names"),
])
def test_bad_arguments_of_the_door_are_answered(arguments, error, message, table):
    with pytest.raises(error, match=message):
        tm.document_similarity(table, **arguments)


@pytest.mark.parametrize("metric", ["lsa", "soft_cosine"])
def test_a_model_of_other_terms_is_refused(metric, table):
    elsewhere = tm.LSA(n_components=2).fit(grouped(["zx zy", "zy zz", "zx zz zz"], "xyz"))
    with pytest.raises(ValueError, match="model must know a term of the table"):
        tm.document_similarity(table, metric=metric, model=elsewhere)


def test_the_latent_space_is_that_of_a_fitted_lsa(table):
    with pytest.raises(TypeError, match="model must be LSA, got PPMI: for metric 'lsa' fit tm.LSA"):
        tm.document_similarity(table, metric="lsa", model=tm.PPMI(n_components=2).fit(table))


def test_draws_of_emphasis_have_the_limits_asked_for(model, table):
    draws = tm.emphasis_draws(model, table, "article")
    wide, narrow = (tm.document_similarity(draws, confidence_level=level) for level in (0.95, 0.5))
    assert (wide.low < narrow.low).all() and (narrow.high < wide.high).all()
