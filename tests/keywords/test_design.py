"""A sound design has no finding; every planted fault has its own, with its number."""

import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine.keywords.design import COLUMNS, FINDINGS

WORDS = [f"w{chr(97 + i)}{chr(97 + j)}" for i in range(20) for j in range(20)]


def prose(n_words, seed):
    return " ".join(np.random.default_rng(seed).choice(WORDS, n_words))


def texts_of(sizes):
    return [prose(n, seed) for seed, n in enumerate(sizes)]


def tokens_of(texts, sides, **metadata):
    return tm.tokenize(tm.Corpus.from_texts(texts, metadata={"side": sides, **metadata}))


def balanced(**metadata):
    return tokens_of(texts_of([80] * 20), ["A", "B"] * 10, **metadata)


def found(table, **options):
    rows = tm.design_warnings(table, by="side", **options)
    assert list(rows) == COLUMNS and (rows[["why", "what_to_do"]] != "").all(axis=None)
    return [(None if pd.isna(row.group) else row.group, row.finding, round(row.value, 2)) for row in rows.itertuples()]


@pytest.mark.parametrize("metadata", [{}, {"year": [2019, 2019, 2020, 2020] * 5}, {"id": [f"i{i}" for i in range(20)]}])
def test_a_sound_design_has_no_finding(metadata):
    tokens = balanced(**metadata)
    assert found(tokens) == found(tokens.count()) == []
    empty = tm.design_warnings(tokens, by="side")
    assert empty["finding"].str.lower().tolist() == [] and empty["value"].dtype == float


@pytest.mark.parametrize("tokens, expected", [
    (tokens_of(texts_of([80] * 18), ["A", "B"] * 9), [("A", "few units", 9), ("B", "few units", 9)]),
    (tokens_of(texts_of([260, 80] * 10), ["A", "B"] * 10), [("B", "small group", 3.25)]),
    (tokens_of(texts_of([900, *[80] * 19]), ["A", "B"] * 10), [("A", "one document", 0.56)]),
    (tokens_of([*texts_of([80] * 20), "!"], [*["A", "B"] * 10, "C"]), [("C", "no words", 0)]),
    (balanced(year=[2019, 2020] * 10), [(None, "confounded", 1)]),
    (balanced(outlet=["x", "y"] * 9 + ["x", "x"]), [(None, "confounded", 0.95)]),
    (balanced(page=[i % 2 * 100 + i for i in range(20)]), [(None, "confounded", 1)]),
])
def test_each_planted_fault_is_found_alone(tokens, expected):
    assert found(tokens) == found(tokens.count()) == expected


def test_a_group_of_one_article_is_found_whole_and_in_passages():
    texts = [". ".join(text.capitalize().split(" ")) for text in texts_of([80] * 12 + [960])]
    sides = ["A"] * 12 + ["B"]
    whole, cut = (tm.tokenize(corpus) for corpus in (
        tm.Corpus.from_texts(texts, metadata={"side": sides}),
        tm.Corpus.from_texts(texts, metadata={"side": sides}).segment(min_words=40, max_words=80)))
    assert found(whole) == [("B", "one article", 1), ("B", "few units", 1)]
    assert found(cut) == [("B", "one article", 1)]
    rows = tm.design_warnings(whole, by="side").set_index("finding")
    assert rows.loc["few units", "what_to_do"].endswith("segment the articles into passages")
    assert "gives p below 1/13" in rows.loc["few units", "why"]
    assert set(tm.design_warnings(cut, by="article")["finding"]) == {"one article", "few units", "small group"}


def test_copies_in_a_group_and_across_groups_are_told_apart():
    texts, sides = texts_of([80] * 24), ["A", "B"] * 12
    texts[2] = texts[4] = texts[0].upper() + "!"
    texts[7] = texts[5] + " and more"
    texts[9] = texts[8]
    expected = [("A", "duplicates", 2), ("B", "duplicates", 1), ("A", "shared text", 1), ("B", "shared text", 1)]
    assert found(tokens_of(texts, sides)) == expected
    assert found(tokens_of(texts, sides), threshold=None) == []
    near = tm.design_warnings(tokens_of(texts, sides), by="side")
    assert near["subject"].tolist() == ["01 and 03", "06 and 08", "09 and 10", "10 and 09"]
    counted = [("A", "duplicates", 2), ("A", "shared text", 1), ("B", "shared text", 1)]
    assert found(tokens_of(texts, sides).count()) == counted  # near-duplicates have other counts


def test_copies_of_a_text_of_another_group_are_duplicates_too():
    texts, sides = texts_of([80] * 26), ["A", "B"] * 13
    texts[1] = texts[3] = texts[0]
    assert found(tokens_of(texts, sides)) == [("B", "duplicates", 1), ("A", "shared text", 1), ("B", "shared text", 2)]


def test_the_order_of_documents_does_not_matter():
    texts, sides, names = texts_of([80] * 6), list("AABBCC"), [f"d{i}" for i in range(6)]
    texts[1], texts[3] = texts[0], texts[5]
    tables = [tm.design_warnings(tm.tokenize(tm.Corpus.from_texts(
        [texts[i] for i in at], [names[i] for i in at], {"side": [sides[i] for i in at]})), by="side")
        for at in (range(6), [3, 0, 5, 1, 4, 2])]
    assert tables[0].equals(tables[1]) and set(tables[0]["finding"]) <= set(FINDINGS)


def test_limits_unit_and_wrong_arguments():
    tokens = tokens_of(texts_of([80] * 18), ["A", "B"] * 9)
    assert found(tokens, limits={"documents": 9}) == []
    for options, message in (({"limits": {"document": 9}}, "Did you mean 'documents'"),
                             ({"unit": "token"}, "unit must be"), ({"threshold": 2}, "threshold must be")):
        with pytest.raises(ValueError, match=message):
            tm.design_warnings(tokens, by="side", **options)
    with pytest.raises(ValueError, match="at least 2 groups"):
        tm.design_warnings(tokens_of(["war", "war"], ["A", "A"]), by="side")
    with pytest.raises(TypeError, match="table must be DocTerm or Tokens"):
        tm.design_warnings(tokens.corpus, by="side")
