"""Lines that come back are furniture only where the text would not repeat them."""

import pytest

import textmine as tm
from textmine.corpus.cleaning.repetition import find_repetition, least_articles, page_furniture

RULE = frozenset({"repeated line"})
PROSE = "In year {} the ministers met again and spoke at length of trade, of " + "ships and of grain and " * 5 + "left."


def articles(n, head="", foot=""):
    return ["\n\n".join(filter(None, (head, PROSE.format(i), PROSE.format(-i), foot))) for i in range(n)]


def marked(texts, rules=RULE):
    found = find_repetition(texts, rules).zones
    return [[text[zone.start:zone.stop] for zone in zones] for text, zones in zip(texts, found, strict=True)]


@pytest.mark.parametrize("line", [
    "Subscribe to our newsletter", "The Daily News of Trade", "Volume 12, No. 3", "Follow us on the web",
    "Organization: Winona State University", "Home | News | Sports"])
def test_a_line_behind_the_last_paragraph_of_several_articles_is_furniture(line):
    assert marked(articles(3, foot=line)) == [[line]] * 3
    assert marked(articles(3, head=line + "\nBy the staff")) == [[line, "By the staff"]] * 3


@pytest.mark.parametrize("line", [
    "Mr. President,", "Fellow citizens:", "Thank you.", "Thank you and good night", "God bless America", "Amen",
    "My fellow Americans", "Vielen Dank für die Einladung", "Dear friends", "We shall overcome!",
    "Mesdames et Messieurs", "CHAPTER 1", "1. Introduction", "Table 4",
    "Introduction", "4", "***", "Four more years! Four more years!"])
def test_what_texts_say_again_and_again_stays(line):
    assert marked(articles(12, foot=line)) == [[]] * 12


def test_refrains_lists_and_labels_inside_a_text_stay():
    inside = [f"{PROSE.format(i)}\n\nQuestion and answer\n\nOne more time\n\n{PROSE.format(-i)}" for i in range(12)]
    assert marked(inside) == [[]] * 12
    assert marked(["Yes we can\nNo we cannot\nAll the way home"] * 12) == [[]] * 12


def test_the_heading_of_the_first_paragraph_stays():
    assert marked(articles(12, head="The state of trade")) == [[]] * 12


def test_copies_of_one_text_count_once():
    assert marked(articles(1, foot="The Daily News") * 12) == [[]] * 12


@pytest.mark.parametrize("n, least", [(2, 2), (10, 2), (11, 3), (3_000, 3), (20_000, 20)])
def test_how_many_articles_must_share_a_line(n, least):
    assert least_articles(n) == least
    texts = articles(least_articles(11) - 1, foot="The Daily News") + articles(20)[9:]
    assert not any(marked(texts))


def test_digits_count_as_one_another_and_the_audit_quotes_the_line():
    texts = [f"Issue {i} of the Weekly\n\nTrade\n\n{PROSE.format(i)}" for i in range(3)]
    audit = tm.Corpus.from_texts(texts, language="en").clean(rules=["repeated line"]).audit
    assert audit["detail"].tolist() == [f"Issue {i} of the Weekly (in 3 articles)" for i in range(3)]


def pages(separator, n=5, words=120):
    return separator.join(f"Trade Report {page + 7}\n{'word ' * words}\n{page + 7}\n" for page in range(n))


def test_page_numbers_and_running_heads_are_furniture():
    for text in (pages("\f"), pages("\n")):
        found = page_furniture(text)
        numbers = [text[zone.start:zone.stop] for zone in found if zone.rule == "page number"]
        assert numbers == ["7", "8", "9", "10", "11"]
        heads = [text[zone.start:zone.stop] for zone in found if zone.rule == "running head"]
        assert heads[-4:] == [f"Trade Report {page}" for page in (8, 9, 10, 11)]


@pytest.mark.parametrize("text", [
    pages("\n", n=2), "1\nfirst\n2\nsecond\n3\nthird\n",
    "\n".join(f"{year}\n" + "word " * 120 for year in (1990, 1995, 2000)),
    "\n\f".join("word " * 120 for _ in range(5)),
    "\n\f".join(f"Chapter {n}\n" + "word " * 120 for n in range(5)),
])
def test_lists_years_and_chapters_are_no_page_furniture(text):
    assert page_furniture(text) == []


def test_page_furniture_is_linear():
    assert page_furniture("7\n" * 50_000) == []


@pytest.mark.parametrize("line", ["On behalf of the", "election to the presidency of the General Assembly at"])
def test_lines_that_break_off_stay(line):
    assert marked(articles(5, foot=line)) == [[]] * 5


def test_a_line_that_the_next_one_goes_on_with_stays():
    assert marked(articles(5, foot="On behalf of her delegation\nall thanks are due here")) == [[]] * 5
