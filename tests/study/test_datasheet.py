"""A profile counts what is there, warns in plain sentences, and is the same page every time."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine.corpus.comparability import LIMITS
from textmine.stats.burstiness import dispersion_index

WORDS = [f"w{chr(97 + i)}{chr(97 + j)}" for i in range(20) for j in range(10)]


def prose(n_words, seed):
    return " ".join(np.random.default_rng(seed).choice(WORDS, n_words))


def corpus_of(sizes, sides, language="en", **metadata):
    texts = [prose(n, seed) for seed, n in enumerate(sizes)]
    return tm.Corpus.from_texts(texts, metadata={"side": sides, **metadata}, language=language)


def balanced(**metadata):
    return corpus_of([80] * 20, ["A", "B"] * 10, **metadata)


def warnings_of(corpus, by="side", **limits):
    return tm.corpus_profile(corpus, by=by, limits=limits).warnings


def test_a_balanced_corpus_gets_no_warning():
    profile = tm.corpus_profile(balanced(), by="side")
    assert profile.warnings == () and "Nothing was found." in profile.datasheet()
    assert profile.to_frame()["dispersion_index"].between(0.9, 1.1).all()
    assert profile.to_frame()["bursty_share"].lt(0.12).all()


def test_the_table_counts_what_the_tokens_hold(tokens):
    table = tm.corpus_profile(tokens, by="spelling").to_frame().set_index("group")
    counted = tokens.count()
    for group, row in table.iterrows():
        part = counted.select({"spelling": group})
        lengths = np.diff(tokens.bounds)[counted.grouping("spelling").index == list(table.index).index(group)]
        assert row["documents"] == len(part) and row["tokens"] == part.sizes.sum() and row["words"] == lengths.sum()
        assert row["types"] == (part.counts.sum(axis=0) > 0).sum() and row["median_length"] == np.median(lengths)
        assert row["largest_share"] == lengths.max() / lengths.sum()
        often = part.trim(min_count=5)
        assert row["n_terms"] == len(often.terms)
        assert row["dispersion_index"] == pytest.approx(dispersion_index(often.counts, part.sizes).mean())
    assert table["articles"].tolist() == [1, 4]


@pytest.mark.parametrize("corpus, expected", [
    (corpus_of([80] * 20, ["A", "B"] * 10, language=None), "The language is not stated"),
    (corpus_of([80] * 18, ["A", "B"] * 9), "2 of 2 groups have fewer than 10 documents ('A', 'B')"),
    (corpus_of([250, 80] * 10, ["A", "B"] * 10), "'A' has 3.1 times the words of 'B'"),
    (corpus_of([900, *[80] * 19], ["A", "B"] * 10), "One document holds 56% of the words of 'A'"),
    (corpus_of([80, 80, 80, 30] * 5 + [30], ["A", "B"] * 10 + ["A"]), "29% of the documents have fewer than 50 words"),
    (balanced(year=[2019, 2020] * 10), "'year' goes with 'side'"),
    (balanced(outlet=["x", "y"] * 9 + ["x", "x"]), "'outlet' goes with 'side'"),
    (balanced(page=[i % 2 * 100 + i for i in range(20)]), "'page' goes with 'side'"),
])
def test_each_caution_has_its_numbers(corpus, expected):
    found = warnings_of(corpus)
    assert len(found) == 1 and found[0].startswith(expected), found


def test_a_group_of_one_article_is_named():
    found = warnings_of(corpus_of([80] * 11, ["A"] * 10 + ["B"]), documents=1, size_ratio=20)
    assert found == ("1 of 2 groups has fewer than 2 articles ('B'): a difference says nothing beyond these texts.",)


@pytest.mark.parametrize("metadata", [
    {"year": [2019, 2019, 2020, 2020] * 5}, {"outlet": [None] * 20}, {"id": [f"i{i}" for i in range(20)]},
    {"outlet": ["x"] * 20}, {"group": ["x", "x", "y", "y"] * 5}, {"open": [True, True, False, False] * 5},
])
def test_metadata_that_do_not_go_with_the_groups_are_passed_over(metadata):
    assert warnings_of(balanced(**metadata)) == ()


def test_bursts_repetitions_and_empty_documents_are_named():
    bursty = [" ".join([f"only{chr(97 + i)}"] * 30) + " " + prose(50, i) for i in range(20)]
    bursty[3] = bursty[2].upper() + "!"
    corpus = tm.Corpus.from_texts([*bursty, "..."], metadata={"side": [*["A", "B"] * 10, "A"]}, language="en")
    found = warnings_of(corpus)
    assert [each.split(" ")[0] for each in found] == ["Words", "1", "1"]
    assert found[1] == "1 of 21 documents has no words to count ('21')."
    assert found[2] == ("1 document repeats another word for word (such as '03', '04'): they count double.")


def test_a_stop_list_that_does_not_match_is_named():
    texts = [prose(80, seed) + " the" for seed in range(20)]
    tokens = tm.tokenize(tm.Corpus.from_texts(texts, metadata={"side": ["A", "B"] * 10}, language="en"))
    assert [each[:8] for each in warnings_of(tokens.drop(tm.stopwords("en")))] == ["Only 1.2"]
    assert warnings_of(tokens) == ()
    numbered = tm.Corpus.from_texts([prose(80, seed) + " 1999" for seed in range(20)],
                                    metadata={"side": ["A", "B"] * 10}, language="en")
    assert warnings_of(tm.tokenize(numbered, numbers=False)) == ()


def test_limits_can_be_changed_and_are_printed():
    corpus = corpus_of([80] * 18, ["A", "B"] * 9)
    assert warnings_of(corpus, documents=9) == ()
    assert "- documents: 9\n" in tm.corpus_profile(corpus, by="side", limits={"documents": 9}).datasheet()
    with pytest.raises(ValueError, match="Did you mean 'documents'"):
        warnings_of(corpus, document=9)
    with pytest.raises(ValueError, match="at least 0"):
        warnings_of(corpus, documents=-1)
    with pytest.raises(TypeError, match="corpus must be Corpus or Tokens"):
        tm.corpus_profile("text")
    with pytest.raises(ValueError, match="Did you mean 'side'"):
        tm.corpus_profile(corpus, by="sides")
    assert set(LIMITS) >= {"documents", "articles"}


def test_one_document_has_no_burstiness():
    table = tm.corpus_profile(corpus_of([80, 80], ["A", "B"])).to_frame()
    assert table["dispersion_index"].isna().all() and table["note"].str.startswith("no term occurs").all()


def test_the_datasheet_names_what_is_missing_and_what_was_cleaned(tokens):
    page = tm.corpus_profile(tokens).datasheet()
    assert "- author: empty for 3 of 5 articles." in page and "| spelling | 50 |" in page
    assert tokens.corpus.digest in page and "/" not in page.split("## What to mind")[0]
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert len(headings) == 7 and headings[0] == "## What is in it"
    plain = tm.corpus_profile(tm.Corpus.from_texts(["War."])).datasheet()
    assert "Nothing: the texts were counted as they are." in plain and "Nothing that the corpus shows." in plain
    tidy = tm.Corpus.from_texts(["War is over."], language="en").clean()
    assert "The texts were cleaned, and no rule applied." in tm.corpus_profile(tidy).datasheet()


def test_the_page_depends_on_no_order_and_no_process():
    names, texts = [f"d{i}" for i in range(6)], [prose(60, i) for i in range(5)]
    texts.append(texts[0])
    metadata = pd.DataFrame({"side": list("AABBCC"), "year": [1, 2, 3, 4, 5, 6]})
    order = [3, 0, 5, 1, 4, 2]
    pages = {tm.corpus_profile(tm.Corpus.from_texts([texts[i] for i in at], [names[i] for i in at],
                                                    metadata.iloc[at].to_dict("list")), by="side").datasheet()
             for at in (list(range(6)), order)}
    assert len(pages) == 1
    code = ("import textmine as tm; t = tm.tokenize(tm.read_corpus('seeds', language='en').clean().segment()); "
            "print(tm.corpus_profile(t, by='article').datasheet())")
    runs = {subprocess.run([sys.executable, "-c", code], check=True, capture_output=True,
                           env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "PATH": ""}).stdout
            for seed in "12"}
    assert len(runs) == 1
