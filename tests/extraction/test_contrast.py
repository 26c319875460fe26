"""Contrastive keyphrases: evidence is that of `keyness`, scores are salience weighted by it."""

import gzip
import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import textmine as tm
from textmine.extraction import reading
from textmine.extraction.contrast import ALONE, LEAST, LEAST_DOCUMENTS
from textmine.stats.multiplicity import benjamini_hochberg
from textmine.tokens.lemmas import singular

PAPERS = Path(__file__).parent.parent / "data" / "federalist.jsonl.gz"
EVERY = 10**6
FIXED = ["The field hospital opened. Peace talks began.", "A field hospital moved. Peace talks ended.",
         "The field hospitals closed.", "Trade policy grew. Peace talks began.", "Trade policies fell here.",
         "The trade policy ended. Peace talks."]


def sides(texts=FIXED, labels="AAABBB", column="side"):
    names = [f"t{i}" for i in range(len(texts))]
    return tm.tokenize(tm.Corpus.from_texts(list(texts), names, {column: list(labels)}, language="en"))


def stemmed(phrase):
    return " ".join(singular(word) for word in phrase.lower().split())


@pytest.fixture(scope="module")
def passages(cleaned):
    return tm.tokenize(cleaned.segment())


@pytest.fixture(scope="module")
def contrastive(passages):
    return tm.keyphrases(passages, contrast="article", top_n=EVERY)


def keyness_by_hand(tokens, by, offered):
    """Count the places of phrases in documents in plain Python, and ask the public keyness."""
    places = tm.keyphrases(tokens, candidates="nested", top_n=EVERY)
    names = tokens.corpus.documents["document"].to_pylist()
    terms = sorted(offered)
    counts = sparse.lil_matrix((len(names), len(terms)), dtype=np.int64)
    for row in places.itertuples():
        if stemmed(row.phrase) in offered:
            counts[names.index(row.group), terms.index(stemmed(row.phrase))] += row.count
    table = tm.DocTerm.from_counts(counts.tocsr(), terms, tokens.corpus.documents)
    table = replace(table, sizes=np.diff(tokens.bounds))
    rows = tm.keyness(table, by=by)
    asked = rows["docs_target"] + rows["docs_reference"] >= LEAST_DOCUMENTS
    q = benjamini_hochberg(rows.loc[asked, "p_value"].to_numpy(float))
    return rows.assign(q_value=pd.Series(q, index=rows.index[asked])).set_index(["group", "term"])


@pytest.mark.parametrize("texts, labels", [
    (FIXED, "AAABBB"), (FIXED[::-1], "BCBAAC"),
    (["Naval exercise here. Peace now."] * 3 + ["Peace now. Naval exercises of peace."] * 4, "AABBABB"),
])
def test_evidence_is_that_of_keyness_and_scores_are_salience_times_one_minus_q(texts, labels):
    tokens = sides(texts, labels)
    salient = tm.keyphrases(tokens, by="side", top_n=EVERY)
    found = tm.keyphrases(tokens, contrast="side", top_n=EVERY)
    expected = keyness_by_hand(tokens, "side", set(salient["phrase"].map(stemmed)))
    score = {(row.group, stemmed(row.phrase)): row.score for row in salient.itertuples()}
    assert len(found)
    for row in found.itertuples():
        key = row.group, stemmed(row.phrase)
        rows = expected.loc[key]
        assert row.count == rows["count_target"] and row.documents == rows["docs_target"]
        np.testing.assert_allclose(
            [row.log_ratio, row.low, row.high, row.q_value],
            rows[["log_ratio_adjusted", "low", "high", "q_value"]].to_numpy(float, na_value=np.nan), rtol=1e-9)
        q = 1 if np.isnan(row.q_value) else row.q_value
        assert row.score == pytest.approx(score[key] * max(1 - q, LEAST), rel=1e-9)
        assert (ALONE in row.note) == np.isnan(row.q_value) == (rows["docs_target"] + rows["docs_reference"] == 1)
    kept = {(row.group, stemmed(row.phrase)) for row in found.itertuples()}
    for key in set(score) - kept:
        rows = expected.loc[key]
        higher = rows["count_reference"] == 0 or rows["log_ratio_adjusted"] > 0
        assert not (higher and (rows["statistic"] > 0 or np.isnan(rows["q_value"]))), key


def test_what_only_one_side_says_comes_first_there():
    rng = np.random.default_rng(0)
    filler = ["peace talks", "public opinion", "new member", "long debate", "local council"]
    texts = []
    for i in range(24):
        phrases = [filler[j] for j in rng.integers(0, 5, 12)] + (["naval exercise"] * 2 if i % 2 else [])
        texts.append(" ".join(f"We saw the {phrase} again." for phrase in phrases))
    found = tm.keyphrases(sides(texts, "AB" * 12), contrast="side")
    first = found[found["group"] == "B"].iloc[0]
    assert first["phrase"] == "naval exercise" and first["q_value"] < 0.001 and first["low"] > 2
    assert "absent from the reference" in first["note"] and np.isnan(first["log_ratio"]) and np.isnan(first["high"])
    assert "naval exercise" not in set(found.loc[found["group"] == "A", "phrase"])


def test_no_phrase_is_more_frequent_on_both_of_two_sides():
    found = tm.keyphrases(sides(), contrast="side", top_n=EVERY)
    assert found["phrase"].map(stemmed).is_unique
    assert found.loc[found["group"] == "A", "phrase"].iloc[0] == "field hospital"


def test_contrastive_lists_share_fewer_phrases_than_salient_ones(passages):
    salient = tm.keyphrases(passages, by="article", top_n=10)
    contrastive = tm.keyphrases(passages, contrast="article", top_n=10)
    assert list(salient) == list(contrastive)

    def shared(table):
        lists = [set(rows["phrase"].str.lower()) for _, rows in table.groupby("group")]
        return sum(len(a & b) for a, b in itertools.combinations(lists, 2))

    assert shared(contrastive) < shared(salient) and shared(salient) >= 5


def test_rows_keep_the_schema_and_the_law_of_the_ratio(contrastive, passages):
    tested = contrastive[contrastive["q_value"].notna()]
    assert (tested["log_ratio"].isna() == tested["note"].str.contains("absent from the reference")).all()
    known = tested[tested["log_ratio"].notna()]
    assert ((known["low"] < known["log_ratio"]) & (known["log_ratio"] < known["high"])).all()
    assert (known["log_ratio"] > 0).all() and (contrastive["score"] > 0).all()
    for _, rows in contrastive.groupby("group"):
        assert rows["score"].is_monotonic_decreasing and rows["rank"].tolist() == list(range(1, len(rows) + 1))
    alone = contrastive["note"].str.startswith(ALONE)
    assert alone.any() and (contrastive.loc[alone, "count"] >= 1).all()
    assert contrastive.loc[alone, "score"].max() < tested.loc[tested["q_value"] < 0.9, "score"].min()
    again = tm.keyphrases(passages, by="article", contrast="article", top_n=EVERY)
    pd.testing.assert_frame_equal(again, contrastive)


def test_neither_the_order_of_documents_nor_blocks_change_the_evidence(cleaned, contrastive, monkeypatch):
    frame = cleaned.segment().to_frame()
    found = []
    for rows in (frame, frame[::-1]):
        corpus = tm.Corpus.from_texts(rows["text"].tolist(), rows["document"].tolist(),
                                      {"of": rows["article"].tolist()}, language="en")
        table = tm.keyphrases(tm.tokenize(corpus), contrast="of", top_n=EVERY)
        table = table.drop(columns=["rank", "phrase", "score", "offsets"])
        found.append(table.sort_values(list(table), ignore_index=True))
    pd.testing.assert_frame_equal(*found, rtol=0, atol=0)
    monkeypatch.setattr(reading, "BLOCK", 500)
    split = tm.keyphrases(tm.tokenize(cleaned.segment()), contrast="article", top_n=EVERY)
    pd.testing.assert_frame_equal(split, contrastive, rtol=0, atol=0)


@pytest.mark.parametrize("kind", ["maximal", "nested", "runs", "ngrams"])
def test_places_inside_longer_phrases_count_for_the_others(kind):
    """*field hospital* stands alone in A only, but as often in B, inside a longer phrase."""
    texts = ["The field hospital opened here."] * 4 + ["The first level field hospital opened here."] * 4
    found = tm.keyphrases(sides(texts, "AAAABBBB"), contrast="side", candidates=kind, top_n=EVERY)
    row = found[found["phrase"] == "field hospital"]
    assert row.empty or (row["q_value"] > 0.2).all()
    assert "absent" not in " ".join(row["note"])


def test_articles_that_are_not_cut_are_described_and_not_tested():
    texts = ["Peace talks. Peace talks. Field hospital.", "Field hospital. Trade policy grows."]
    found = tm.keyphrases(sides(texts, "AB"), contrast="side")
    assert found["q_value"].isna().all() and found["low"].isna().all()
    assert found["note"].str.contains("one unit in every group: nothing to test with").all()
    salient = tm.keyphrases(sides(texts, "AB"), by="side").set_index(["group", "phrase"])["score"]
    first = found.iloc[0]
    assert first["phrase"] == "Peace talks" and first["score"] == pytest.approx(salient["A", "Peace talks"])


def test_texts_without_phrases_give_no_rows():
    assert len(tm.keyphrases(sides(["Of the and.", "The of."], "AB"), contrast="side")) == 0


@pytest.mark.parametrize("arguments, message", [
    ({"contrast": "sid"}, "contrast must be a column of the documents, one of .*Did you mean 'side'"),
    ({"contrast": "one"}, "contrast must name a column with at least 2 groups, got 'one' with 1"),
    ({"contrast": "side", "by": "article"}, "by must be left out where contrast names the groups"),
    ({"contrast": "hole"}, "contrast must name a column without empty cells"),
    ({"contrast": "mute"}, "contrast must name a column whose groups all have words, got 'mute' with 'y' empty: leave"),
])
def test_wrong_contrasts_are_named(arguments, message):
    metadata = {"side": ["A", "B", "A"], "one": ["x"] * 3, "hole": ["x", None, "x"], "mute": ["x", "x", "y"]}
    tokens = tm.tokenize(tm.Corpus.from_texts(["Peace talks.", "Trade.", "…"], list("abc"), metadata, language="en"))
    with pytest.raises(ValueError, match=message):
        tm.keyphrases(tokens, **arguments)


@pytest.mark.slow
def test_halves_of_one_author_have_few_phrases_of_their_own():
    """Phrases below q of .05 in random halves of Hamilton's papers: none in nearly all halvings."""
    papers = [json.loads(line) for line in gzip.decompress(PAPERS.read_bytes()).decode("utf-8").splitlines()]
    texts = [paper["text"] for paper in papers if paper["author"] == "Hamilton"]
    found = []
    for run in range(12):
        halves = np.random.default_rng(run).permutation(np.arange(len(texts)) % 2)
        rows = tm.keyphrases(sides(texts, ["AB"[half] for half in halves]), contrast="side", top_n=EVERY)
        found.append(int((rows["q_value"] < 0.05).sum()))
    assert np.mean(np.array(found) > 0) <= 0.2 and np.mean(found) < 1


def test_short_forms_count_as_the_long_form_in_texts_that_do_not_define_them():
    texts = ["The field level training office (FLTO) opened. The FLTO works.", "The FLTO closed.",
             "The FLTO moved. Trade policy grew.", "The FLTO grew. Trade policy fell."]
    found = tm.keyphrases(sides(texts, "AABB"), contrast="side", top_n=EVERY)
    assert not found["phrase"].isin(["FLTO", "field level training office"])[found["group"] == "B"].any()
    row = found[found["phrase"] == "field level training office"].iloc[0]
    assert row["count"] == 4 and "absent" not in row["note"]
