"""How many topics, and which come back: on planted themes, on shuffled text, on the bundled articles."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.base import clone
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.frozen import FrozenEstimator

import textmine as tm
from textmine.stats.agreement import average_jaccard
from textmine.stats.alignment import match
from textmine.stats.splitting import shuffled
from textmine.stats.term_ranking import best_terms
from textmine.topics._curves import overview, predictions, stabilities
from textmine.topics._runs import agreement, short
from textmine.topics.selection import COLUMNS, RELAXED, RULE, _decided

QUICK = {"n_resamples": 4, "n_folds": 3, "n_shuffles": 2, "n_sweeps": 40}


def planted(seed, n_topics, n_docs=60, length=150, n_terms=300):
    """Design T1: topics from Dir(.05), shares from Dir(.3)."""
    rng = np.random.default_rng(seed)
    phi = rng.dirichlet(np.full(n_terms, 0.05), n_topics)
    theta = rng.dirichlet(np.full(n_topics, 0.3), n_docs)
    return named(np.stack([rng.multinomial(length, p) for p in theta @ phi]))


def named(counts):
    counts = counts[:, counts.sum(axis=0) > 0]
    names = [f"d{i:03d}" for i in range(len(counts))]
    documents = pa.table({"document": names, "article": [f"a{i % 3}" for i in range(len(counts))]})
    return tm.DocTerm.from_counts(counts, [f"w{i:03d}" for i in range(counts.shape[1])], documents)


SMALL = planted(1, 3, n_docs=30, length=80, n_terms=90)


@pytest.mark.parametrize("model", ["lda", "compound", "nmf", LatentDirichletAllocation(max_iter=10)],
                         ids=["lda", "compound", "nmf", "sklearn"])
def test_every_model_gives_the_same_table_and_finds_planted_topics(model):
    if isinstance(model, str) and model != "nmf":
        model = {"lda": tm.LDA, "compound": tm.CompoundLDA}[model](max_iter=100, n_init=2)
    got = tm.select_n_components(SMALL, (2, 3, 5), model, **QUICK)
    frame = got.to_frame()
    assert tuple(frame) == COLUMNS and frame["n_components"].tolist() == [2, 3, 5]
    assert got.n_components == int(frame.loc[frame["chosen"], "n_components"].item())
    assert (got.rule == RELAXED) == got.note.startswith("relaxed")
    assert isinstance(model, LatentDirichletAllocation) or (got.n_components == 3 and got.note == "")
    assert frame["stability"].between(0, 1).all() and (frame["null_low"] <= frame["null_high"]).all()
    assert repr(got).startswith(f"TopicSelection: {got.n_components} of 2 to 5 topics")
    frame.loc[0, "stability"] = 9
    assert got.curve["stability"].max() <= 1


def test_the_same_seed_gives_the_same_table_on_any_number_of_threads_and_in_any_order_of_documents():
    model = tm.CompoundLDA(max_iter=30, n_init=2)
    one = tm.select_n_components(SMALL, (2, 3), model, n_jobs=1, **QUICK).to_frame()
    order = np.random.default_rng(0).permutation(len(SMALL))
    turned = tm.DocTerm(SMALL.counts[order], SMALL.terms, SMALL.documents.take(order), SMALL.sizes[order])
    pd.testing.assert_frame_equal(one, tm.select_n_components(turned, (3, 2), model, n_jobs=2, **QUICK).to_frame())
    other = tm.select_n_components(SMALL, (2, 3), model, random_state=1, **QUICK).to_frame()
    assert (one["stability"] != other["stability"]).any()
    assert "components_" not in vars(model) and model.n_components == 10


def test_shuffled_text_has_no_topics_worth_naming():
    noise = named(shuffled(SMALL.counts, np.random.default_rng(3)).toarray().astype(int))
    model, options = tm.LDA(max_iter=100, n_init=2), {**QUICK, "n_shuffles": 6}
    frame, real = (tm.select_n_components(each, (3, 5), model, **options).to_frame() for each in (noise, SMALL))
    assert (frame["stability"] < frame["null_high"] + 0.1).all()
    assert real["stability"][0] > real["null_high"][0] + 0.3
    assert frame["n_flagged"].sum() >= 4 and real["n_flagged"][0] == 0


def curve(stability, error, perplexity, perplexity_error, null=0.1):
    n = len(stability)
    known = {"n_components": range(3, 3 + n), "stability": stability, "stability_error": error,
             "perplexity": perplexity, "perplexity_error": perplexity_error, "null_high": null}
    stable, best = np.array(stability), int(np.argmax(stability))
    low = int(np.argmin(perplexity))
    return pd.DataFrame({**{name: 0.0 for name in COLUMNS}, **known}, index=range(n)).assign(
        stable=stable >= stable[best] - error, predictive=np.array(perplexity) <= perplexity[low] + perplexity_error)


@pytest.mark.parametrize("given, chosen, note", [
    (([0.6, 0.8, 0.82, 0.5], 0.05, [90, 80, 80, 79], 2), 4, ""),
    (([0.6, 0.8, 0.82, 0.5], 0.01, [90, 80, 80, 79], 2), 5, ""),
    (([0.9, 0.6, 0.7, 0.5], 0.05, [90, 80, 80, 79], 2), 5, "relaxed: the most stable, 3, foretells"),
    (([0.9, 0.6, 0.7, 0.5], 0.05, [90, 80, 80, 79], 20), 3, "at the end of the candidates"),
    (([0.2, 0.3, 0.2, 0.2], 0.05, [80, 80, 80, 80], 2, 0.4), 4, "no more stable than topics of shuffled text"),
])
def test_the_rule_reads_the_table(given, chosen, note):
    got = _decided(curve(*given))
    assert got.n_components == chosen
    assert got.note.startswith(note) and bool(got.note) == bool(note)
    assert got.rule == (RELAXED if note.startswith("relaxed") else RULE)
    assert str(got) == repr(got) and f"rule: {got.rule}" in repr(got).splitlines()


def test_what_is_shown_names_the_rule_and_the_numbers_that_decide():
    assert repr(_decided(curve([0.6, 0.8, 0.82, 0.5], 0.05, [90, 80, 80, 79], 2))).splitlines() == [
        "TopicSelection: 4 of 3 to 6 topics", f"rule: {RULE}",
        "stability: 0.800; the highest is 0.820, standard error 0.050, of 5; shuffled text up to 0.100",
        "perplexity: 80.00; the lowest is 79.00, standard error 2.00, of 6"]
    lines = repr(_decided(curve([0.9, 0.6, 0.7, 0.5], 0.05, [90, 80, 80, 79], 2, None))).splitlines()
    assert lines[1] == f"rule: {RELAXED}" and lines[4].startswith("note: relaxed: the most stable, 3,")
    assert lines[2] == "stability: 0.700; the highest of these is 0.700, standard error 0.050, of 5"


def test_columns_are_means_and_standard_errors_of_what_was_measured():
    runs = [[np.array([0.5, 0.7]), np.array([0.3, 0.9]), np.array([0.8, 1.0])], [np.array([0.1, 0.1, 0.1])] * 3]
    frame = stabilities(runs, [[np.array([0.9, 0.55]), np.array([0.9, 0.6])], []])
    assert frame["stability"].tolist() == pytest.approx([0.7, 0.1])
    assert frame["stability_error"][0] == pytest.approx(np.std([0.6, 0.6, 0.9], ddof=1) / np.sqrt(3))
    assert frame["n_flagged"].tolist() == [1, pd.NA] and frame["null_high"].isna().tolist() == [False, True]
    folds = np.array([[[-20.0, 10], [-90, 30]], [[-40, 10], [-90, 30]]])
    frame = predictions(folds)
    assert frame["perplexity"].tolist() == pytest.approx(np.exp([110 / 40, 130 / 40]).tolist())
    assert frame["perplexity_error"][0] == pytest.approx(np.exp(110 / 40) * np.std([2, 3], ddof=1) / np.sqrt(2))


def test_coherence_is_that_of_the_models_compared(table):
    models = {str(k): tm.NMF(n_components=k).fit(table) for k in (2, 4)}
    frame = overview(list(models.values()), table, 10)
    expected = tm.compare_coherence(models, table)
    for name, column in (("coherence", "coherence"), ("coherence_low", "low"), ("coherence_high", "high")):
        assert frame[name].tolist() == expected[column].tolist() and frame[name].dtype == float
    assert frame["coherence"][1] == pytest.approx(tm.coherence(models["4"], table)["coherence"].mean())
    assert (frame["coherence_low"] < frame["coherence"]).all() and (frame["coherence"] < frame["coherence_high"]).all()


def test_coherence_of_a_model_without_names_has_those_of_the_table(table):
    named, bare = (LatentDirichletAllocation(2, max_iter=3, random_state=0).fit(X)
                   for X in (pd.DataFrame(table.counts.toarray(), columns=table.terms), table.counts))
    pd.testing.assert_frame_equal(overview([named], table, 5), overview([bare], table, 5))


@pytest.mark.parametrize("given, error, message", [
    ({"candidates": [3]}, ValueError, "candidates must be at least two"),
    ({"candidates": [1, 3]}, ValueError, "candidates must be a whole number of at least 2"),
    ({"candidates": 5}, ValueError, "candidates must be at least two"),
    ({"model": "lad"}, ValueError, "Did you mean 'lda'"),
    ({"model": 3}, TypeError, "model must be an estimator with n_components"),
    ({"candidates": [2, "a"]}, ValueError, "candidates must be a whole number of at least 2, got 'a'"),
    ({"candidates": [2, [3]]}, ValueError, r"candidates must be a whole number of at least 2, got \[3\]"),
    ({"candidates": None}, ValueError, "candidates must be a whole number of at least 2, got None"),
    ({"n_folds": "5"}, ValueError, "n_folds must be a whole number of at least 2, got '5'"),
    ({"n_folds": 31}, ValueError, "n_folds must be at most the 30 documents"),
    ({"share": 1}, ValueError, "share"), ({"n_resamples": 1}, ValueError, "n_resamples"),
    ({"n_jobs": 0}, ValueError, "n_jobs"), ({"top_n": 1}, ValueError, "top_n"),
])
def test_wrong_arguments_are_named(given, error, message):
    with pytest.raises(error, match=message):
        tm.select_n_components(SMALL, **{"candidates": (2, 3), "model": "nmf", **given})
    with pytest.raises(TypeError, match="call tm.DocTerm.from_counts"):
        tm.select_n_components(SMALL.counts)


def test_stability_of_topics_has_fixed_columns_and_flags_what_does_not_come_back():
    three, eight = (tm.LDA(n_components=k, max_iter=200, n_init=2).fit(SMALL) for k in (3, 8))
    options = {"n_resamples": 6, "n_shuffles": 4, "n_seeds": 2, "n_sweeps": 60}
    good, many = (tm.topic_stability(model, SMALL, **options) for model in (three, eight))
    assert list(good) == ["topic", "stability", "low", "high", "null_high", "seed_stability", "similarity", "n_runs",
                          "flag", "method", "note"]
    assert (good["flag"] == "").all() and (good["stability"] > 0.6).all()
    assert (good["low"] <= good["stability"]).all() and (good["stability"] <= good["high"]).all()
    assert (many["flag"] == "not reproducible").any()
    flagged = many["flag"] != ""
    assert (flagged == ((many["stability"] <= many["null_high"]) | (many["similarity"] < 0.7))).all()
    assert (flagged == (many["note"] != "")).all()
    pd.testing.assert_frame_equal(good, tm.topic_stability(three, SMALL, n_jobs=1, **options))


def test_stability_over_seeds_is_the_mean_agreement_of_refits():
    model = tm.LDA(n_components=3, max_iter=40, n_init=1).fit(SMALL)
    got = tm.topic_stability(model, SMALL, n_resamples=2, n_shuffles=0, n_seeds=2, n_sweeps=30)
    refits = [short(model, 30, 0, "seed", r).fit(SMALL) for r in (0, 1)]
    expected = np.mean([agreement(model, each, 10)[0] for each in refits], axis=0)
    np.testing.assert_allclose(got["seed_stability"].to_numpy(float), expected)
    assert got["null_high"].isna().all() and (got["note"] == "no band of shuffled text").all()


@pytest.mark.parametrize("n_shuffles, rest", [(0, "; no band of shuffled text"), (1, "")])
def test_a_model_that_no_seed_changes_has_no_stability_over_seeds(n_shuffles, rest):
    model = tm.NMF(n_components=3).fit(SMALL)
    got = tm.topic_stability(model, SMALL, n_resamples=2, n_shuffles=n_shuffles)
    assert got["seed_stability"].isna().all() and got["seed_stability"].dtype == "Float64"
    good = got.loc[got["flag"] == "", "note"]
    assert len(good) and (good == "no seed changes this model" + rest).all()


def test_agreement_is_that_of_matched_lists(monkeypatch):
    model, seen = tm.NMF(n_components=3).fit(SMALL), []
    monkeypatch.setattr("textmine.topics.stability.learned", lambda fresh, rows: seen.append(fresh.fit(rows)) or fresh)
    got = tm.topic_stability(model, SMALL, n_resamples=3, n_shuffles=0, n_seeds=1, n_jobs=1, top_n=5)
    lists = [best_terms(*[each.components_ / each.components_.sum(axis=1, keepdims=True)] * 2, 5)
             for each in (model, *seen[:3])]
    expected = np.mean([match(average_jaccard(lists[0], other))[1] for other in lists[1:]], axis=0)
    np.testing.assert_allclose(got["stability"], expected)


def test_stability_needs_the_table_of_the_fit():
    model = tm.NMF(n_components=2).fit(SMALL)
    with pytest.raises(ValueError, match="table must have the"):
        tm.topic_stability(model, SMALL.keep(SMALL.terms[:10]))
    with pytest.raises(TypeError, match="fitted topic model"):
        tm.topic_stability(tm.NMF(), SMALL)
    with pytest.raises(ValueError, match="share must be a number between 0 and 1"):
        tm.topic_stability(model, SMALL, share=80)


def test_stability_of_a_model_fitted_on_a_data_frame_needs_the_same_columns():
    frame = pd.DataFrame(SMALL.counts.toarray(), columns=SMALL.terms)
    quick = {"n_resamples": 2, "n_seeds": 1, "n_shuffles": 0}
    model = LatentDirichletAllocation(3, max_iter=5, random_state=0)
    assert tm.topic_stability(clone(model).fit(frame), SMALL, **quick)["stability"].gt(0.2).all()
    with pytest.raises(ValueError, match="table must have the 49 terms that model was fitted on, in that order"):
        tm.topic_stability(clone(model).fit(frame[frame.columns[::-1]]), SMALL, **quick)


def test_models_that_cannot_be_fitted_again_are_named():
    fixed = tm.as_topic_model(tm.NMF(n_components=3).fit(SMALL).components_, SMALL.terms, table=SMALL)
    for model in (fixed, FrozenEstimator(fixed), FrozenEstimator(tm.NMF(n_components=3).fit(SMALL))):
        name = type(model).__name__
        message = f"model must be one that can be fitted again, got {name}: give the original model"
        with pytest.raises(TypeError, match=message):
            tm.topic_stability(model, SMALL)
        with pytest.raises(TypeError, match=message):
            tm.select_n_components(SMALL, (2, 3), model)
    given = SimpleNamespace(components_=fixed.components_, transform=fixed.transform, terms_=fixed.terms_)
    with pytest.raises(TypeError, match="fitted again, got SimpleNamespace"):
        tm.topic_stability(given, SMALL)


@pytest.mark.slow
@pytest.mark.parametrize("n_topics, candidates, exact, near", [(4, range(2, 9), 9, 10), (8, range(5, 12), 5, 9)])
def test_planted_numbers_of_topics_are_found(n_topics, candidates, exact, near):
    """Design T1, 60 documents of 150 tokens: the planted number itself, and one more or less, in 10 corpora."""
    found = np.array([tm.select_n_components(planted(seed, n_topics), candidates, tm.LDA(max_iter=400, n_init=2),
                                             n_resamples=10, n_folds=5, n_shuffles=0, random_state=seed).n_components
                      for seed in range(10)])
    assert (found == n_topics).sum() >= exact and (np.abs(found - n_topics) <= 1).sum() >= near


@pytest.mark.slow
def test_bundled_articles(table):
    """On 65 passages topics are more stable than those of shuffled text, and few."""
    topics = table.trim(max_docs=0.5)
    got = tm.select_n_components(topics)
    assert (got.to_frame()["stability"] > got.to_frame()["null_high"]).all()
    assert got.n_components < 10
