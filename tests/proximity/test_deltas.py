"""Deltas through the door of similarity: the numbers of `style_delta`, taken apart by words."""

import numpy as np
import pytest

import textmine as tm
from textmine.proximity.measures import UNDEFINED
from textmine.proximity.metrics import metric_named
from textmine.stats.delta import DELTAS


@pytest.mark.parametrize("measure", DELTAS)
@pytest.mark.parametrize("mfw", [1, 30, 100, 10_000])
@pytest.mark.parametrize("kept", [False, True])
def test_a_delta_is_that_of_style_delta_and_sums_over_words(measure, mfw, kept, table):
    if kept:
        table = table.keep([term for term in table.terms if len(term) < 5])
    options = {"mfw": mfw}
    found = tm.document_similarity(table, "article", metric=measure, options=options).to_frame()
    style = tm.style_delta(table, measure=measure, mfw=mfw).set_index(["document", "other"])["delta"]
    expected = [1 - style[pair] for pair in zip(found["document"], found["other"], strict=True)]
    np.testing.assert_allclose(found["similarity"].astype(float), expected, atol=1e-12)
    a, b = found["document"][0], found["other"][0]
    reasons = tm.similarity_reasons(table, a, b, "article", metric=measure, options=options)
    assert reasons["contribution"].sum() == pytest.approx(found["similarity"][0], abs=1e-12)


def test_pairs_are_scored_among_all_texts(table):
    whole = tm.document_similarity(table, "article", metric="burrows_delta")
    a, b = whole.names[1], whole.names[3]
    pair = tm.document_similarity(table, "article", metric="burrows_delta", pairs=[(b, a)])
    assert pair.to_frame()["similarity"][0] == pytest.approx(whole.values[1, 3], abs=1e-12)


def test_an_empty_text_is_missing_and_counts_for_no_other():
    counts = np.array([[9, 5, 1], [9, 4, 1], [4, 8, 5], [4, 9, 5], [6, 6, 9], [0, 0, 0]])
    table = tm.DocTerm.from_counts(counts, ["and", "of", "the"], list("abcdef"))
    found = tm.document_similarity(table, metric="eder_delta").to_frame().set_index("document")
    alone = tm.document_similarity(table[:5], metric="eder_delta").to_frame()["similarity"]
    known = found[found["other"] != "f"]
    np.testing.assert_array_equal(known["similarity"].astype(float), alone.astype(float))
    missing = found[found["other"] == "f"]
    assert missing["similarity"].isna().all() and (missing["note"] == "no term with weight in f").all()


def test_a_text_without_direction_has_no_cosine_and_a_note():
    counts = [[10, 30], [30, 10], [20, 20], [12, 28], [28, 12], [11, 29], [29, 11]]
    found = tm.document_similarity(tm.DocTerm.from_counts(counts, ["of", "to"], list("abcdefg")), metric="cosine_delta")
    frame = found.to_frame()
    of_c = (frame[["document", "other"]] == "c").any(axis=1)
    assert (frame["similarity"].isna() == of_c).all() and ((frame["note"] == UNDEFINED) == of_c).all()


def test_a_delta_needs_five_texts_and_takes_one_option(table):
    with pytest.raises(ValueError, match="at least 5 groups"):
        tm.document_similarity(table[:4], metric="cosine_delta")
    with pytest.raises(ValueError, match="option mfw must be a whole number of at least 1, got 0"):
        tm.document_similarity(table, "article", metric="cosine_delta", options={"mfw": 0})
    with pytest.raises(ValueError, match="named 'mfw', got 'culling'"):
        tm.document_similarity(table, "article", metric="cosine_delta", options={"culling": 0.5})
    a, b = table.grouping("article").labels[:2]
    with pytest.raises(ValueError, match="kind must be 'term' for metric 'cosine_delta'"):
        tm.similarity_reasons(table, a, b, "article", metric="cosine_delta", kind="passage")
    with pytest.raises(ValueError, match="metric must be 'cosine_delta', its name here, got 'wurzburg'"):
        metric_named("wurzburg")
