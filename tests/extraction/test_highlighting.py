"""A highlighted page is the text, letter for letter, and every mark is a place of the table."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.extraction.marks import marks

TEXT = 'Peace "talks" & <b>peace</b> plans.\r\n\r\nA peace plan grew;  the\npeace plan & peace talks fell. هدنة السلام'


class Page(HTMLParser):
    """Reads the text, the marks and the links of a page back."""

    VOID = {"meta"}

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.text, self.marks, self.links, self.open, self.tags = "", [], [], [], set()
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append((tag, attributes))
        if tag == "mark" and "id" in attributes:
            self.marks.append([attributes["id"], attributes["title"], len(self.text), ""])
        if tag == "a":
            self.links.append(attributes["href"])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        inside = [attributes.get("class") for _, attributes in self.open]
        if "text" in inside:
            self.text += data
            if self.open[-1][0] == "mark":
                self.marks[-1][3] += data


def page_of(text, top_n=10, **arguments):
    corpus = tm.Corpus.from_texts([text], ["a"], language="en")
    found = tm.keyphrases(corpus, top_n=top_n)
    return corpus, found, tm.highlight_keyphrases(corpus, found, "a", **arguments)


def test_the_text_of_the_page_is_that_of_the_article():
    _, found, page = page_of(TEXT)
    read = Page(page)
    assert read.text == TEXT
    assert '"talks" & <b>' in read.text and "<b>" not in page.split("<body>")[1]
    assert read.tags <= {"html", "head", "meta", "title", "style", "body", "h1", "div", "table", "caption", "tr", "th",
                         "td", "a", "mark", "p"}
    assert "script" not in page and "http" not in page and page.startswith("<!DOCTYPE html>\n<html lang=\"en\">")


def test_every_mark_is_a_place_and_every_place_is_marked(cleaned):
    tokens = tm.tokenize(cleaned.segment())
    found = tm.keyphrases(tokens, by="article", candidates="nested", top_n=12)
    for group, rows in found.groupby("group"):
        read = Page(tm.highlight_keyphrases(tokens, found, group))
        source = cleaned.source(group)
        assert read.text == source
        places = {(start, stop) for offsets in rows["offsets"] for _, start, stop in offsets}
        spans = [(start, start + len(text)) for _, _, start, text in read.marks]
        assert set(spans) <= places
        assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
        assert all(any(start < b and a < stop for a, b in spans) for start, stop in places)
        first = [next(name for name, title, _, _ in read.marks if f"{row.rank}. {row.phrase}, score" in title)
                 for row in rows.itertuples()]
        assert read.links == [f"#{name}" for name in first]


def test_the_longest_phrase_wins_and_tells_of_the_other():
    found = pd.DataFrame({"group": "a", "rank": [1, 2, 3], "phrase": ["plan", "peace plan", "peace"],
                          "score": [3.0, 2.0, 1.0],
                          "offsets": [(("a", 6, 10),), (("a", 0, 10),), (("a", 0, 5), ("a", 11, 16))]})
    page = Page(tm.highlight_keyphrases(tm.Corpus.from_texts(["peace plan peace"], ["a"]), found, "a"))
    assert [(name, text) for name, _, _, text in page.marks] == [("m1", "peace plan"), ("m2", "peace")]
    assert page.marks[0][1] == "2. peace plan, score 2; also 1. plan, score 3; also 3. peace, score 1"
    assert page.links == ["#m1", "#m1", "#m1"]


@given(st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=6), max_size=5))
def test_marks_lie_apart_and_cover_every_place(drawn):
    offsets = [[("a", start, start + length) for start, length in places] for places in drawn]
    found = marks(offsets, "a")
    assert all(a.stop <= b.start for a, b in zip(found, found[1:], strict=False))
    for number, places in enumerate(offsets):
        for _, start, stop in places:
            over = [mark for mark in found if mark.start < stop and start < mark.stop]
            assert over and any(number == mark.phrase or number in mark.covered for mark in over)
            assert max(mark.stop - mark.start for mark in over) >= stop - start
    for mark in found:
        assert ("a", mark.start, mark.stop) in offsets[mark.phrase]


def test_a_passage_is_shown_alone_and_a_group_in_all_its_articles(cleaned):
    passages = cleaned.segment()
    tokens = tm.tokenize(passages)
    name = passages.documents["document"][3].as_py()
    read = Page(tm.highlight_keyphrases(tokens, tm.keyphrases(tokens, top_n=5), name))
    assert read.text == passages.to_frame().set_index("document").loc[name, "text"] and read.marks
    corpus = tm.Corpus.from_texts(["Peace talks.", "Trade policy.", "Peace plans and trade policy."], ["a", "b", "c"],
                                  {"side": ["x", "y", "x"]}, language="en")
    found = tm.keyphrases(corpus, by="side")
    page = tm.highlight_keyphrases(corpus, found, "x")
    assert Page(page).text == "Peace talks.Peace plans and trade policy." and "<h2>c</h2>" in page


def test_a_group_that_has_the_name_of_a_document_is_shown_whole():
    corpus = tm.Corpus.from_texts(["Peace talks here.", "Peace plans."], list("ab"), {"side": ["b"] * 2}, language="en")
    read = Page(tm.highlight_keyphrases(corpus, tm.keyphrases(corpus, by="side"), "b"))
    assert read.text == "Peace talks here.Peace plans."
    assert [mark[3] for mark in read.marks] == ["Peace talks", "Peace plans"]


def test_what_browsers_drop_is_shown_and_moves_no_mark():
    _, _, page = page_of("A\x00b. \x0c\x0b Peace talks \u202e& <peace talks>.")
    read = Page(page)
    assert "\x00" not in page and read.text == "A\ufffdb. \x0c\x0b Peace talks \u202e& <peace talks>."
    assert {mark[3] for mark in read.marks} >= {"Peace talks", "peace talks"}


def test_evidence_is_told_once_where_it_is_the_same_for_all(cleaned):
    tokens = tm.tokenize(cleaned.segment())
    found = tm.keyphrases(tokens, contrast="article", top_n=6)
    page = tm.highlight_keyphrases(tokens, found, found["group"][0])
    assert page.count("nothing is said beyond these articles.</p>") == 1 and page.count("nothing is said") == 1
    assert ">log2 ratio</th>" in page and ">q</th>" in page
    salient = tm.highlight_keyphrases(tokens, tm.keyphrases(tokens, by="article"), found["group"][0], top_n=3)
    assert ">log2 ratio</th>" not in salient and salient.count("<tr>") == 4


@pytest.mark.parametrize("change, error, message", [
    ({"corpus": "text"}, TypeError, "corpus must be Corpus or Tokens, got str"),
    ({"found": [1]}, TypeError, "found must be DataFrame, got list"),
    ({"group": "b"}, ValueError, "group must be one of the 1 groups of found, got 'b'"),
    ({"top_n": 0}, ValueError, "top_n must be a whole number of at least 1"),
    ({"corpus": tm.Corpus.from_texts(["Peace."], ["a"])}, ValueError, "found must be of this corpus, got a place in"),
    ({"corpus": tm.Corpus.from_texts(["Peace."], ["z"])}, ValueError, "found must be of this corpus, got a place in"),
])
def test_mistakes_are_named(change, error, message):
    corpus, found, _ = page_of(TEXT)
    arguments = {"corpus": corpus, "found": found, "group": "a"} | change
    with pytest.raises(error, match=message):
        tm.highlight_keyphrases(**arguments)


def test_two_lists_of_one_group_are_no_list():
    corpus, found, _ = page_of(TEXT)
    with pytest.raises(ValueError, match="found must hold one list of the group, got 2 of 'a'"):
        tm.highlight_keyphrases(corpus, pd.concat([found, found.assign(method="other")]), "a")
    with pytest.raises(ValueError, match="found must have the columns of tm.keyphrases, got no 'offsets'"):
        tm.highlight_keyphrases(corpus, found.drop(columns="offsets"), "a")
