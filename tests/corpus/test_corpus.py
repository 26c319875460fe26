import subprocess
import sys

import numpy as np
import pytest

import textmine as tm
from textmine.corpus.grouping import grouping, replication

TEXTS = ["Peace.", "War.", "Trade."]


@pytest.fixture
def corpus():
    return tm.Corpus.from_texts(TEXTS, ["a", "b", "c"], {"year": [2020, 2021, 2020]})


def test_select_by_value_by_values_and_by_mask(corpus):
    assert corpus.select({"year": 2020}).documents["article"].to_pylist() == ["a", "c"]
    assert corpus.select({"article": ["b", "c"]}).source("b") == "War."
    assert len(corpus.select(np.array([True, False, False]))) == 1


def test_select_keeps_zones_edits_and_audit_of_the_chosen_articles(cleaned):
    one = cleaned.select({"article": "003_5482eb1df3ec3ba6"})
    assert set(one.audit["article"]) == {"003_5482eb1df3ec3ba6"}
    whole = tm.tokenize(cleaned).count()
    row = whole.documents["document"].to_pylist().index("003_5482eb1df3ec3ba6")
    assert tm.tokenize(one).count().sizes[0] == whole.sizes[row]


@pytest.mark.parametrize("where, message", [
    ({"yaer": 2020}, "Did you mean 'year'"), ({"year": "2020"}, "at least one.*values such as 2020"),
    ([1, 0, 1], "one truth value"),
])
def test_select_explains_what_is_wrong(corpus, where, message):
    with pytest.raises(ValueError, match=message):
        corpus.select(where)


def test_values_cannot_be_changed(corpus, tokens, table):
    with pytest.raises(AttributeError):
        corpus.language = "en"
    with pytest.raises(ValueError):
        tokens.ids[0] = 1
    with pytest.raises(ValueError):
        table.counts.data[0] = 9


def test_digest_is_the_same_in_every_process_and_order():
    code = ("import textmine as tm; print(tm.Corpus.from_texts(['Peace.', 'War.'], ['a', 'b']).digest);"
            "print(tm.Corpus.from_texts(['War.', 'Peace.'], ['b', 'a']).digest)")
    digests = {line for seed in ("0", "1") for line in subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, text=True,
        check=True).stdout.split()}
    assert len(digests) == 1
    assert digests != {tm.Corpus.from_texts(["Peace!", "War."], ["a", "b"]).digest}


def test_groups_are_sorted_and_missing_values_are_refused():
    documents = tm.Corpus.from_texts(TEXTS, metadata={"year": [10, 9, 10], "author": ["x", None, "y"]}).documents
    assert grouping(documents, "year").labels == ("9", "10")
    with pytest.raises(ValueError, match="1 empty of 3"):
        grouping(documents, "author")
    with pytest.raises(ValueError, match="Did you mean 'author'"):
        grouping(documents, "auhtor")
    with pytest.raises(ValueError, match="at least 3 groups"):
        grouping(documents, "year", least=3)


def test_units_are_articles_where_groups_have_two_and_passages_else(corpus):
    documents = corpus.select({"article": ["a", "c"]}).documents
    assert replication(documents, grouping(documents, "year")).unit == "article"
    lone = replication(corpus.documents, grouping(corpus.documents, "year"))
    assert lone.unit == "passage" and "one article" in lone.note
    assert replication(corpus.documents, grouping(corpus.documents, "year"), "article").unit == "article"


def test_problems_of_texts_are_told_at_once():
    with pytest.raises(tm.CorpusError) as error:
        tm.Corpus.from_texts(["", "x", 3], ["a", "a", "b"], {"text": [1, 2, 3], "year": [1]})
    assert len(error.value.problems) == 5
    with pytest.raises(TypeError, match=r"write \[text\]"):
        tm.Corpus.from_texts("a text")
