"""Stylometry: known authors are found, words sum to the delta, chance is chance."""

import gzip
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import textmine as tm
from textmine.proximity import authorship, stylometry
from textmine.stats.delta import DELTAS, burrows_delta

FEDERALIST = Path(__file__).parent.parent / "data/federalist.jsonl.gz"


@pytest.fixture(scope="module")
def federalist():
    """Counts of all words of the papers by Hamilton and Madison."""
    with gzip.open(FEDERALIST, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    names = [f"{row['number']:02}" for row in rows]
    return tm.count_terms(tm.Corpus.from_texts([row["text"] for row in rows], names,
                                               {"author": [row["author"] for row in rows]}))


def without_authors(seed, n=40, sizes=(20, 20)):
    """Passages of one style, with labels that mean nothing."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(40 / np.arange(1, 31) ** 0.8, (n, 30))
    documents = pa.table({"document": [f"{i:03}" for i in range(n)], "article": [f"{i:03}" for i in range(n)],
                          "side": [name for name, size in zip("abc", sizes, strict=False) for _ in range(size)]})
    return tm.DocTerm.from_counts(counts, [f"w{i:02}" for i in range(30)], documents)


@pytest.mark.parametrize("measure", DELTAS)
@pytest.mark.parametrize("mfw, culling", [(50, 0), (100, 0.5), (300, 0)])
def test_authors_of_the_federalist_papers_are_found(federalist, measure, mfw, culling):
    found = tm.style_attribution(federalist, "author", measure=measure, mfw=mfw, culling=culling, n_permutations=99)
    assert found.accuracy >= 0.95 and found.p_value == 0.01 and 0.3 < found.chance.mean() < 0.7
    matrix = found.to_matrix()
    assert matrix.to_numpy().sum() == 65 and np.trace(matrix.to_numpy()) == round(found.accuracy * 65)


def test_energy_distances_are_those_of_the_definition():
    table = without_authors(3, 12, (5, 6, 1))
    found = tm.style_attribution(table, "side", measure="burrows_delta", n_permutations=1)
    rates = stylometry.profiles(table, 100, 0).rates
    between = burrows_delta(rates)
    for i in range(12):
        for g, label in enumerate("abc"):
            others = [j for j in range(12) if found.groups[found.group[j]] == label and j != i]
            if not others:
                assert np.isnan(found.deltas[i, g])
                continue
            pairs = [between[j, k] for j in others for k in others if j != k]
            expected = between[i, others].mean() - (np.mean(pairs) if pairs else 0) / 2
            assert found.deltas[i, g] == pytest.approx(expected, abs=1e-12)
    frame = found.to_frame()
    assert tuple(frame.columns) == authorship.COLUMNS and frame["note"].tolist() == [""] * 11 + [authorship.LONE]
    assert frame["delta"].isna().tolist() == [False] * 11 + [True] and not frame["right"].iloc[11]
    assert found.accuracy == pytest.approx(frame["right"][:11].mean())


def test_style_beside_theme():
    """Themes that go with the sides and not with the words look like style, but not within themes."""
    rng = np.random.default_rng(0)
    theme = np.tile([0, 0, 0, 1, 0, 1, 1, 1], 10)
    side = np.tile([0, 0, 0, 0, 1, 1, 1, 1], 10)
    rates = np.where(theme[:, None] == 1, np.linspace(10, 40, 12), np.linspace(40, 10, 12))
    documents = pa.table({"document": [f"{i:03}" for i in range(80)], "article": [f"{i:03}" for i in range(80)],
                          "side": [f"s{i}" for i in side], "theme": [f"t{i}" for i in theme]})
    table = tm.DocTerm.from_counts(rng.poisson(rates), [f"w{i:02}" for i in range(12)], documents)
    assert tm.style_attribution(table, "side").p_value < 0.01
    beside = tm.style_attribution(table, "side", within="theme")
    assert beside.p_value > 0.05 and beside.accuracy == tm.style_attribution(table, "side").accuracy
    again = tm.style_attribution(table, "side", within=theme)
    assert np.array_equal(again.chance, beside.chance)


@pytest.mark.slow
def test_a_true_null_is_rejected_as_often_as_it_says():
    p = np.array([tm.style_attribution(without_authors(seed), "side", n_permutations=99).p_value
                  for seed in range(1000)])
    assert 0.03 <= (p <= 0.05).mean() <= 0.07


@pytest.mark.parametrize("measure", DELTAS)
def test_words_sum_to_the_delta_of_the_pair(federalist, measure):
    frame = tm.style_delta(federalist, "document", measure=measure, mfw=(50, 200), culling=0.2)
    assert tuple(frame.columns) == stylometry.COLUMNS and len(frame) == 2 * 65 * 64
    row = frame[(frame["mfw"] == 200) & (frame["document"] == "01") & (frame["rank"] == 3)].iloc[0]
    words = tm.style_words(federalist, "01", row["other"], "document", measure=measure, mfw=200, culling=0.2)
    assert tuple(words.columns) == stylometry.WORD_COLUMNS and len(words) == row["n_words"] == words["n_words"].iloc[0]
    assert words["contribution"].sum() == pytest.approx(row["delta"], abs=1e-12)
    assert (words["contribution"].diff().dropna() <= 0).all()
    counts = federalist.counts[0].toarray().ravel()[[federalist.terms.index(term) for term in words["term"]]]
    assert np.allclose(words["rate"], counts / federalist.sizes[0] * 1000)


def test_order_of_documents_changes_no_byte(federalist):
    shuffled = federalist[np.random.default_rng(0).permutation(65)]
    assert tm.style_delta(shuffled, "document").equals(tm.style_delta(federalist, "document"))
    first, second = (tm.style_attribution(each, "author", n_permutations=49) for each in (federalist, shuffled))
    assert first.to_frame().equals(second.to_frame()) and np.array_equal(first.chance, second.chance)


def test_culling_and_words_that_do_not_vary_are_counted():
    table = tm.DocTerm.from_counts(np.array([[5, 2, 1, 2], [5, 3, 0, 2], [5, 1, 2, 2], [5, 2, 1, 2], [5, 0, 3, 2]]),
                                   list("abcd"), list("vwxyz"))
    assert set(tm.style_delta(table)["n_words"]) == {2}
    assert tm.style_words(table, "v", "z")["term"].tolist() == ["b", "c"]
    with pytest.raises(ValueError, match="culling must leave a word"):
        tm.style_delta(table, culling=1.0)


@pytest.mark.parametrize("arguments, message", [
    ({"measure": "delta"}, "measure must be"), ({"culling": 50}, "50 per cent is 0.5"), ({"mfw": 0}, "mfw must be"),
    ({"mfw": ()}, "mfw must be"), ({"by": "author"}, "by must give 5 to"), ({"by": "autor"}, "Did you mean 'author'"),
])
def test_wrong_arguments_are_named(federalist, arguments, message):
    with pytest.raises(ValueError, match=message):
        tm.style_delta(federalist, **{"by": "document", **arguments})


def test_dealings_within_themes_do_not_depend_on_the_order_of_documents():
    table, theme = without_authors(1), np.array(["war", "trade", "war", "war"] * 10)
    found = tm.style_attribution(table, "side", within=theme, n_permutations=99)
    for order in (np.arange(40)[::-1], np.roll(np.arange(40), -1)):
        turned = tm.style_attribution(table[order], "side", within=theme[order], n_permutations=99)
        np.testing.assert_array_equal(turned.chance, found.chance)


def test_a_text_without_direction_is_refused_and_not_given_to_the_first_group():
    counts = [[10, 30], [30, 10], [20, 20], [12, 28], [28, 12], [11, 29], [29, 11]]
    documents = pa.table({"document": list("abcdefg"), "side": list("xyxxyxy")})
    table = tm.DocTerm.from_counts(counts, ["of", "to"], documents)
    for call in (lambda **how: tm.style_delta(table, "document", **how),
                 lambda **how: tm.style_words(table, "a", "b", "document", **how),
                 lambda **how: tm.style_attribution(table, "side", n_permutations=9, **how)):
        with pytest.raises(ValueError, match="measure must be 'burrows_delta' or 'eder_delta' here.*'c' uses all"):
            call()
        call(measure="burrows_delta")


def test_texts_that_cannot_be_compared_are_named(federalist):
    with pytest.raises(ValueError, match="with one for each of 65"):
        tm.style_attribution(federalist, "document")
    with pytest.raises(ValueError, match="within must be a column or one value for each of 65"):
        tm.style_attribution(federalist, "author", within=[1, 2])
    with pytest.raises(ValueError, match="within must have a value for every document, got none for 2 of 65"):
        tm.style_attribution(federalist, "author", within=[None, np.nan, *["war"] * 63])
    with pytest.raises(ValueError, match="other must be another text than document, got '01' for both"):
        tm.style_words(federalist, "01", "01", "document")
    with pytest.raises(ValueError, match="Did you mean '02'|document must be"):
        tm.style_words(federalist, "002", "01", "document")
    empty = tm.DocTerm.from_counts(np.vstack([np.zeros(3), np.eye(3), np.ones(3)]), list("abc"), list("vwxyz"))
    with pytest.raises(ValueError, match="got none in 'v'"):
        tm.style_delta(empty)
