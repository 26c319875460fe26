"""Quotations: what stands between marks, and what only looks so."""

import pytest

import textmine as tm


def quoted(text, **arguments):
    corpus = tm.Corpus.from_texts([text], ["a"])
    found = tm.quotations(corpus, **arguments)
    assert all(corpus.source("a")[start:stop] == said for start, stop, said in
               found[["start", "stop", "text"]].itertuples(index=False))
    return found["text"].tolist()


@pytest.mark.parametrize(("text", "said"), [
    ("He said: “We want peace in the region”.", ["We want peace in the region"]),
    ('He said: "We want peace in the region", and left.', ["We want peace in the region"]),
    ("Er sagte: „Wir wollen Frieden in der Region“.", ["Wir wollen Frieden in der Region"]),
    ("Il dit : « Nous voulons la paix maintenant ».", [" Nous voulons la paix maintenant "]),
    ("彼は「平和を望む」と言った。", ["平和を望む"]),
    ("A “so-called” friend.", []),
    ("An open “mark that nobody closes in this paragraph\n\nand more” words here after it.", []),
    ('A 12" pipe and a 14" pipe and nothing else here.', []),
    ("“One two three four five.” Then “six seven eight nine ten.”",
     ["One two three four five.", "six seven eight nine ten."]),
])
def test_marks_of_many_kinds(text, said):
    assert quoted(text) == said


def test_short_ones_are_names():
    assert quoted("The “Blue Book” was read.", min_words=2) == ["Blue Book"]
    assert quoted("The “Blue Book” was read.") == []


def test_no_quotations_keep_the_columns():
    empty, full = (tm.quotations(tm.Corpus.from_texts([text])) for text in ("None.", "“One two three four five”"))
    assert (empty.dtypes == full.dtypes).all() and not len(empty)


def test_they_can_be_left_out():
    corpus = tm.Corpus.from_texts(["He said: “We want peace in the region”, again."], ["a"])
    tokens = tm.tokenize(corpus).drop_spans(tm.quotations(corpus))
    assert [word for word in tokens.words(0) if word] == ["he", "said", "again"]


def test_wrong_arguments():
    with pytest.raises(TypeError, match="corpus must"):
        tm.quotations("text")
    with pytest.raises(ValueError, match="min_words must"):
        tm.quotations(tm.Corpus.from_texts(["a"]), min_words=0)
