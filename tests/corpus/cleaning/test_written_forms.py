"""Divided words, ligatures and typed tokens: read as one, quoted as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.corpus.cleaning.edits import Edit, layered
from textmine.corpus.cleaning.line_ends import Undivided, join_lines, learn_line_ends


def tokens(text, *others, **options):
    return tm.tokenize(tm.Corpus.from_texts([text, *others], language="en").clean(**options))


@pytest.mark.parametrize("break_", ["\n", "\r\n", " \n  ", "\r"])
def test_a_divided_word_is_one_token_over_the_line_end(break_):
    text = f"The develop-{break_}ment’s pace, and the develop-{break_}ing world."
    found = tokens(text, "Development is developing.")
    assert found.words(0) == ["the", "development", "pace", "and", "the", "developing", "world"]
    assert text[found.starts[1]:found.stops[1]] == f"develop-{break_}ment" + "’s"
    assert tm.kwic(found, "development")["keyword"].tolist()[0] == f"develop-{break_}ment’s"


@pytest.mark.parametrize("text, other, word", [
    ("a defence-\nrelated task", "defence and related", "defence-related"),
    ("a defence-\nrelated task", "defence-related", "defence-related"),
    ("the gov-\nernment", "nothing", "government"), ("a co-\noperation", "co-operation, cooperation", "cooperation"),
    ("the Franco-\nPrussian war", "nothing", "franco-prussian"), ("state-of-the-\nart", "nothing", "state-of-the-art"),
    ("soft\u00ad\nware", "soft ware soft-ware", "software"),
])
def test_the_corpus_says_whose_hyphen_it_is(text, other, word):
    assert word in tokens(text, other).words(0)


@pytest.mark.parametrize("text", [
    "short-\nand long-term", "a dash -\nhere", "a dash--\nhere", "19-\n20", "one-\n\ntwo"])
def test_other_hyphens_at_line_ends_stay(text):
    assert join_lines(text, Undivided({})) == []


def test_where_no_line_divides_a_word_none_does():
    texts = ["a drawing-\nroom", "a keen-\nbladed knife"]
    novel = learn_line_ends(texts, {"drawing-room": 1})
    assert [edit.replacement for edit in join_lines(texts[1], novel)] == ["keen-bladed"]
    assert [edit.replacement for edit in join_lines(texts[1], Undivided({}))] == ["keenbladed"]


def test_ligatures_are_letters():
    found = tokens("The oﬀice ﬁlled ﬂoors, eﬃcient aﬄuence, ﬆone.")
    assert found.words(0) == ["the", "office", "filled", "floors", "efficient", "affluence", "stone"]
    assert tm.kwic(found, "filled")["keyword"].tolist() == ["ﬁlled"]
    assert "defense" in tokens("conﬂict and defense, defence").words(0)


DATES = ["January 5, 2021", "5 January 2021", "Jan. 5", "5th of May", "May 2021", "2021-01-05", "5/1/2021", "5.1.2021",
         "5:30 pm", "12:30 GMT", "12:30:15", "17:30 hours"]
IDENTIFIERS = ["806-NQ/QUTW", "No. 806-NQ/QUTW", "No.22", "162/2016/NĐ-CP", "A/RES/70/1", "S/2021/5"]
NUMBERS = ["30 per cent", "30%", "30 percent", "2020", "1,250.5", "13th", "1990s", "2016-2020", "2016–2020"]


@pytest.mark.parametrize("kind, written", [
    *(("<date>", each) for each in DATES), *(("<identifier>", each) for each in IDENTIFIERS),
    *(("<number>", each) for each in NUMBERS)])
def test_typed_tokens_are_one_token_with_the_offsets_of_the_text(kind, written):
    text = f"It was ({written}), they said."
    found = tokens(text, typed=True)
    assert found.words(0) == ["it", "was", kind, "they", "said"]
    assert text[found.starts[2]:found.stops[2]] == written
    assert tm.kwic(found, kind)["keyword"].tolist() == [written]


@pytest.mark.parametrize("text, written", [
    ("It began at 12:30 there.", "12:30"), ("on 5 May 2021, 10:23 there", "10:23"),
    ("they left 10:23 (GMT+7)", "10:23")])
def test_a_time_is_known_by_what_stands_beside_it(text, written):
    assert written in tm.kwic(tokens(text, typed=True), "<date>")["keyword"].tolist()


@pytest.mark.parametrize("text", ["John 3:17 says", "a ratio of 4:30 in all", "1/R and", "125/BO held", "3/CPU"])
def test_verses_ratios_and_fractions_are_no_types(text):
    assert not {"<date>", "<identifier>"} & set(tokens(text, typed=True).types)


@pytest.mark.parametrize("text", [
    "COVID-19", "F-16/F-18", "level-2", "B2B", "12-year", "may march", "AC/DC", "and/or", "24/7"])
def test_numbers_inside_names_stay(text):
    assert not {"<date>", "<identifier>", "<number>"} & set(tokens(text, typed=True).types)


def test_typed_tokens_are_asked_for():
    assert tokens("on 5 May 2021").words(0) == ["on", "5", "may", "2021"]
    assert tokens("on 5 May 2021", rules=["date"]).words(0) == ["on", "<date>"]
    german = tm.Corpus.from_texts(["Am 5.1.2021 kamen 30 %, am 5. Mai 7."], language="de").clean(typed=True)
    assert tm.tokenize(german).words(0) == ["am", "<date>", "kamen", "<number>", "am", "<number>", "mai", "<number>"]
    with pytest.raises(TypeError, match="typed must be bool"):
        tokens("x", typed="yes")


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=6)


@given(spans, spans)
def test_layers_never_overlap_and_the_first_stays_whole(first, second):
    def layer(pairs, rule):
        edits, position = [], 0
        for gap, length in pairs:
            edits.append(Edit(position + gap, position + gap + length, "", rule))
            position += gap + length
        return edits

    top, bottom = layer(first, "a"), layer(second, "b")
    merged = layered(top, bottom)
    assert all(x.stop <= y.start for x, y in zip(merged, merged[1:], strict=False))
    assert [edit for edit in merged if edit.rule == "a"] == top
    clear = [edit for edit in bottom if all(edit.stop <= x.start or x.stop <= edit.start for x in top)]
    assert [edit for edit in merged if edit.rule == "b"] == clear
