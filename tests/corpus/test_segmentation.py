import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.corpus.segmentation import ABBREVIATIONS, sentence_spans, simple_answer, splitter


@pytest.mark.parametrize("text, expected", [
    ("Sr. Lt. Gen. Chien spoke. He left.", 2), ("In the U.S. Congress met. It voted.", 2),
    ("Talks with the U.S. The talks went on.", 2), ("Decree No. 22 of Dec. 5 was signed.", 1), ("No end", 1),
])
def test_sentences_know_abbreviations(text, expected):
    assert len(sentence_spans(text, 0, len(text))) == expected


@given(st.lists(st.sampled_from(["Mr.", "he", "The", "U.S.", "“So.”", "end.", "(Yes!)", "end.)", "…", "...", "No?",
                                 "5.", "p.m.", "a.b", "\n", "And", "?!”", "\n\n", ".", "\u2029", "'"]), max_size=60),
       st.integers(1, 60), st.sampled_from([" ", ""]))
def test_sentences_are_the_same_piece_by_piece(words, piece, gap):
    text = gap.join(words)
    assert sentence_spans(text, 0, len(text), piece) == sentence_spans(text, 0, len(text))


SHORT = ABBREVIATIONS.split() + "x word 5 1,000 1.5 3-4 x-etc a,b covid-19 19th a-5 u.s".split()
NEXT = "the smith 5 (so (2005) [1] \"so it's a-b so-- t 5. ( x:y a.b -x é".split()


@given(st.sampled_from(SHORT), st.sampled_from([str.lower, str.upper, str.title]),
       st.sampled_from(["", "(", "[", '("', "'"]), st.sampled_from([" ", "\n", " \n\n ", "\x1c", ""]),
       st.sampled_from(NEXT), st.booleans(), st.sampled_from(["", ",", ".", "?", ")", ";", "!)"]))
@settings(max_examples=2000)
def test_simple_answers_are_those_of_punkt(word, case, before, gap, after, upper, end):
    context = f"{before}{case(word)}.{gap}{after.title() if upper else after}{end}"
    known, punkt = simple_answer(context), splitter()
    assert known is None or known == punkt.__class__.text_contains_sentbreak(punkt, context)


def test_most_abbreviations_initials_and_numbers_have_a_simple_answer():
    contexts = ["al. (2006)", "J. Strunk,", "U.S. The", "Fig. 5", "1945. war", "No. 22"]
    assert [simple_answer(each) for each in contexts] == [False, False, True, False, False, False]


def test_passages_lie_in_a_word_range_and_cover_the_body(cleaned):
    passages, paragraphs = cleaned.segment(), cleaned.segment("paragraphs")
    words = passages.to_frame()["text"].str.split().str.len()
    assert 60 <= len(passages) <= 75 and words.max() <= 190 and (words < 50).sum() <= 5

    def body(corpus):
        return [tm.tokenize(corpus).words(i) for i in range(len(corpus))]

    assert sum(body(passages), []) == sum(body(paragraphs), [])


def test_a_heading_ends_a_passage(cleaned):
    heading = cleaned.source("000_8100ac121b2f9918").index("Turning difficulties")
    spans = [row for row in cleaned.segment().spans.to_pylist() if row["source"] == 0]
    assert not any(row["start"] < heading < row["stop"] for row in spans)


def test_passages_remember_their_article(cleaned):
    frame = cleaned.segment().to_frame()
    for row in frame.itertuples():
        assert cleaned.source(row.article)[row.start:row.stop] == row.text
        assert row.document.startswith(row.article + ":")


@pytest.mark.parametrize("arguments, message", [
    ({"unit": "passage"}, "Did you mean 'passages'"), ({"min_words": 0}, "at least 1"),
    ({"min_words": 90, "max_words": 80}, "max_words must be a whole number of at least 90"),
])
def test_wrong_arguments_are_named(cleaned, arguments, message):
    with pytest.raises(ValueError, match=message):
        cleaned.segment(**arguments)
    with pytest.raises(ValueError, match="must come once"):
        cleaned.segment().segment()


def test_a_text_of_boilerplate_alone_is_an_error():
    with pytest.raises(ValueError, match="running text"):
        tm.Corpus.from_texts(["Translated by Ann Lee"], language="en").clean().segment()


@given(st.text(alphabet=st.sampled_from("ab .!?\n\r\u2029é“”"), max_size=300).filter(str.strip),
       st.sampled_from(["passages", "paragraphs", "sentences"]))
def test_spans_are_in_order_and_hold_every_word(text, unit):
    corpus = tm.Corpus.from_texts([text], ["a"])
    cut = corpus.segment(unit, min_words=2, max_words=4)
    rows = cut.spans.to_pylist()
    assert all(a["stop"] <= b["start"] for a, b in zip(rows, rows[1:], strict=False))
    assert "".join(text.split()) == "".join("".join(text[row["start"]:row["stop"]].split()) for row in rows)


def test_a_corpus_is_cut_once_even_if_nothing_was_cut():
    corpus = tm.Corpus.from_texts(["One two.\n\nThree four five."]).segment(min_words=2, max_words=3)
    for cut in (corpus.select([True, False]), tm.Corpus.from_texts(["One two."]).segment()):
        with pytest.raises(ValueError, match="must come once"):
            cut.segment()


LINES = ["Turning a new page", "Translated by Ann Lee", "(Photo: the port at dawn)", "Monday, 18 January 2021 at 9:30",
         "The talks went on. They ended at dawn, and everybody was content with what had been said.",
         "One two three. Four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
         "eighteen nineteen twenty and so on until the end of it came, as it must.", "A list", "é\u2029“b” !", "CDE, f"]


@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["\n", "\n\n", "\r\n\r\n", " ", "\u2029"])),
                min_size=1, max_size=12), st.sampled_from(["passages", "paragraphs", "windows"]), st.integers(1, 9))
def test_spans_and_zones_and_white_space_give_the_text_back(parts, unit, size):
    text = "".join(line + gap for line, gap in parts)
    corpus = tm.Corpus.from_texts([text], ["a"], language="en").clean()
    zones = [(row["start"], row["stop"], row["zone"]) for row in corpus.zones.to_pylist()]
    covered = [0] * len(text)
    marked = {i for start, stop, _ in zones for i in range(start, stop)}
    body = {i for i, character in enumerate(text) if not character.isspace()} - marked
    if not body:
        return
    spans = [(row["start"], row["stop"])
             for row in corpus.segment(unit, min_words=size, max_words=2 * size).spans.to_pylist()]
    for start, stop in spans:
        covered[start:stop] = [n + 1 for n in covered[start:stop]]
        assert start in body and stop - 1 in body
        assert not any(start < first < stop for first, _, zone in zones if zone == "heading")
    assert all(covered[i] == 1 for i in body) and max(covered) == 1


def test_windows_have_their_size_and_a_short_last_one_joins():
    corpus = tm.Corpus.from_texts([" ".join("abcdefgh") + "\n\n" + " ".join("ijk")], ["a"])

    def texts(**sizes):
        return ["".join(text.split()) for text in corpus.segment("windows", **sizes).to_frame()["text"]]

    assert texts(min_words=1, max_words=5) == ["abcde", "fghij", "k"]
    assert texts(min_words=2, max_words=5) == ["abcde", "fghijk"]
    assert texts(min_words=50, max_words=140) == ["abcdefghijk"]
