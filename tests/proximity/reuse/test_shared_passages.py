"""Shared passages as a user meets them: search, result, what is left out, the page."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.proximity.reuse.agreement import common_words
from textmine.proximity.reuse.coverage import united, words_covered
from textmine.proximity.reuse.dating import earlier_of
from textmine.proximity.reuse.search import expected_share
from textmine.proximity.reuse.side_by_side import marked_words
from textmine.stats.multiplicity import benjamini_hochberg

SAID = ("The ministers of both countries signed a treaty of lasting friendship in the old harbour town, and agreed to "
        "repair the broken lighthouse before the winter storms return to the coast.")
OTHER = ("Farmers in the northern valley complained about wandering goats, empty wells and a bridge that nobody wants "
         "to mend, while the council debated the colour of its new curtains.")
FILL = ["Nothing else happened that week, or so the paper said.", "A long summer made the roads dusty.",
        "Children sang in front of the town hall.", "The orchestra played twice and went home early."]
BETWEEN = ["Seventeen barrels of herring were weighed, taxed, salted, loaded, insured and shipped abroad by merchants "
           "who feared pirates, customs clerks, rotten wood, bad weather, rising interest and their own cousins.",
           "Botanists pressed leaves, drew roots, counted petals, measured stems, argued over Latin names, lost "
           "spectacles, missed trains, drank cold coffee, wrote angry letters and finally founded a rival society."]


def corpus_of(*texts, **metadata):
    names = [chr(97 + i) for i in range(len(texts))]
    return tm.Corpus.from_texts(texts, names, metadata or None, language="en")


def shared_of(*texts, **arguments):
    metadata = {name: arguments.pop(name) for name in ("year", "paper") if name in arguments}
    return tm.shared_passages(tm.tokenize(corpus_of(*texts, **metadata)), **arguments)


@pytest.fixture(scope="module")
def two():
    return shared_of(f"{FILL[0]} {SAID} {BETWEEN[0]} {OTHER}", f"{OTHER} {BETWEEN[1]} {SAID}", FILL[3],
                     year=[2021, 2020, 2019], date="year")


def test_passages_that_were_moved_are_found_with_their_places(two):
    frame = two.to_frame()
    assert set(zip(frame["article"], frame["other"], strict=True)) == {("a", "b")}
    assert len(frame) == 2
    for row in frame.itertuples():
        assert two.corpus.source(row.article)[row.start:row.stop] == row.text
        assert two.corpus.source(row.other)[row.other_start:row.other_stop] == row.other_text
    assert {text.rstrip(".") for text in frame["text"]} == {SAID.rstrip("."), OTHER.rstrip(".")}
    assert (frame["agreement"] == 1).all()
    assert frame["score"].is_monotonic_decreasing


def test_columns_are_the_same_without_passages():
    none = shared_of(FILL[0], FILL[1])
    some = shared_of(SAID, f"{FILL[0]} {SAID}")
    for table in ("to_frame", "shares", "pairs"):
        pd.testing.assert_series_equal(getattr(none, table)().dtypes, getattr(some, table)().dtypes)
    assert not len(none.to_frame())
    assert none.shares()["n_shared"].tolist() == [0, 0]
    assert "0 shared passages" in none.to_html()


def test_dates_say_which_article_is_the_earlier(two):
    assert two.to_frame()["earlier"].tolist() == ["b", "b"]
    assert two.pairs()["earlier"].tolist() == ["b"]
    assert two.spans(keep="earlier")["article"].unique().tolist() == ["a"]
    assert two.spans(keep="first")["article"].unique().tolist() == ["b"]
    assert set(two.spans(keep="none")["article"]) == {"a", "b"}


def test_dates_as_far_as_both_are_known():
    dates = ["2020", "2020-05-01", "2021-01", None]
    pairs = np.array([(0, 1), (0, 2), (1, 2), (2, 3)])
    assert earlier_of(dates, *pairs.T).tolist() == [-1, 0, 1, -1]
    unknown = shared_of(SAID, SAID + " Indeed.", year=["2020", "2020-05"], date="year").to_frame()
    assert unknown["earlier"].isna().all() and unknown["note"].eq("dates do not tell which is earlier").all()


def test_one_copy_stays_though_dates_make_a_circle():
    shared = shared_of(SAID, f"{FILL[1]} {SAID}", f"{FILL[2]} {SAID}", year=["2020-05", "2020", "2020-01"], date="year")
    assert sorted(shared.spans(keep="earlier")["article"].unique()) == ["a", "c"]
    missing = shared_of(SAID, f"{FILL[1]} {SAID}", year=[None, "2020"], date="year")
    assert missing.spans(keep="earlier")["article"].tolist() == ["a"]


def test_years_of_three_digits_and_columns_that_differ_within_an_article():
    assert shared_of(SAID, SAID, year=[1005, 987], date="year").to_frame()["earlier"].tolist() == ["b"]
    tokens = tm.tokenize(corpus_of(f"{SAID}\n\n{OTHER}", SAID).segment(min_words=5, max_words=30))
    with pytest.raises(ValueError, match="series must name a column with one value for each article"):
        tm.shared_passages(tokens, series="document")


def test_shares_count_every_word_once(two):
    shares = two.shares().set_index("article")
    n_words = {name: len(re.findall(r"\w+", two.corpus.source(name))) for name in "abc"}
    assert shares["n_words"].to_dict() == n_words
    both = len(re.findall(r"\w+", SAID)) + len(re.findall(r"\w+", OTHER))
    assert shares["n_shared"].to_dict() == {"a": both, "b": both, "c": 0}
    assert shares["share"].tolist() == pytest.approx([both / n_words["a"], both / n_words["b"], 0])
    assert shares["closest"].tolist()[:2] == ["b", "a"] and shares["closest"].isna()["c"]


def test_words_left_out_are_those_of_one_side(two):
    tokens = tm.tokenize(two.corpus)
    left = tokens.drop_spans(two.spans())
    assert left.words(0) == tokens.words(0)
    assert [word for word in left.words(1) if word] == tm.tokenize(corpus_of(BETWEEN[1])).words(0)


def test_copies_are_paired_with_the_first_alone():
    texts = [SAID] * 6 + [f"{FILL[0]} {SAID}"]
    frame = shared_of(*texts).to_frame()
    copies = frame[frame["kind"] == "duplicate"]
    assert copies["article"].unique().tolist() == ["a"] and copies["other"].tolist() == list("bcdef")
    rest = frame[frame["kind"] != "duplicate"]
    assert set(zip(rest["article"], rest["other"], strict=True)) == {("a", "g")}
    pairs = shared_of(*texts).pairs()
    assert pairs.loc[pairs["other"] == "b", "kind"].tolist() == ["duplicate"]
    assert pairs.loc[pairs["other"] == "g", "kind"].tolist() == ["contained"]


def test_a_series_is_not_compared_with_itself():
    texts = [f"{FILL[0]} {SAID}", f"{FILL[1]} {SAID}", f"{FILL[2]} {SAID}", SAID, SAID]
    found = shared_of(*texts, paper=["x", "x", "y", None, "y"], series="paper")
    pairs = set(zip(found.to_frame()["article"], found.to_frame()["other"], strict=True))
    assert pairs == {("a", "c"), ("b", "c"), ("a", "d"), ("b", "d"), ("c", "d"), ("a", "e"), ("b", "e"), ("d", "e")}


def test_copies_in_two_series_are_matches_and_within_one_are_counted():
    texts, paper = ["Peace now.", "Peace now.", "Peace now.", "Peace now."], ["x", "x", "y", None]
    found = shared_of(*texts, paper=paper, series="paper")
    frame = found.to_frame()
    assert list(zip(frame["article"], frame["other"], frame["kind"], strict=True)) == [
        ("a", "c", "duplicate"), ("a", "d", "duplicate")]
    assert found.left_out["copies within a series"] == 1


def test_copies_that_no_layer_looks_for_are_counted():
    found = shared_of(SAID, SAID, SAID, f"{FILL[0]} {SAID}", layers=["verbatim"])
    assert found.to_frame()[["article", "other"]].to_numpy().tolist() == [["a", "d"]]
    assert found.left_out["copies of other articles"] == 2


def test_documents_in_any_order_and_any_number_of_threads():
    texts = [f"{FILL[0]} {SAID} {OTHER}", f"{OTHER} {FILL[1]}", f"{SAID} {FILL[2]}"]
    names = ["b", "c", "a"]
    one, two = (tm.shared_passages(tm.tokenize(tm.Corpus.from_texts(
        [texts[i] for i in order], [names[i] for i in order], language="en")), n_jobs=n_jobs).to_frame()
        for order, n_jobs in (([0, 1, 2], 1), ([2, 0, 1], 2)))
    pd.testing.assert_frame_equal(one, two)


def test_passages_of_an_article_are_read_as_one_text():
    corpus = corpus_of(f"{FILL[0]}\n\n{SAID}\n\n{FILL[1]}", f"{SAID} {FILL[2]}")
    whole, cut = (tm.shared_passages(tm.tokenize(each)).to_frame() for each in
                  (corpus, corpus.segment(min_words=5, max_words=12)))
    pd.testing.assert_frame_equal(whole, cut)


def test_words_in_common_stand_marked_on_both_sides(two):
    for i in (1, 2):
        own, other = marked_words(two, i)
        assert len(own) == len(other) == 1
        assert own[0].how == other[0].how == "same"
    page = two.to_html()
    assert page.count('<mark class="same">') == 4
    assert page.count("<section") == 2 and two.to_html(top_n=1).count("<section") == 1


def test_a_page_shows_texts_as_they_are():
    odd = SAID.replace("lasting", "<b>lasting</b> & \"firm\"")
    page = shared_of(odd, f"{FILL[0]} {odd}").to_html()
    assert "<b>" not in page and "&lt;" in page


@pytest.mark.parametrize(("arguments", "message"), [
    ({"layers": "verbatim"}, "layers must be a sequence of names"),
    ({"layers": ["verbatm"]}, "verbatim"),
    ({"layers": []}, "at least one"),
    ({"layers": None}, "layers must be a sequence of names, got None"),
    ({"series": "paperr"}, "series must"),
    ({"date": "yeer"}, "date must"),
    ({"date": "paper"}, "years or of dates"),
    ({"min_words": 0}, "min_words must"),
    ({"max_e_value": -1}, "max_e_value must"),
    ({"random_state": -1}, "random_state must"),
    ({"n_jobs": 0}, "n_jobs must"),
    ({"min_word": 3}, "min_words"),
])
def test_bad_arguments_name_the_rule(arguments, message):
    with pytest.raises((TypeError, ValueError), match=message):
        shared_of(SAID, OTHER, paper=["x", "y"], **arguments)


def test_what_is_no_tokens_and_one_article_alone():
    with pytest.raises(TypeError, match=r"call tm.tokenize\(corpus\)"):
        tm.shared_passages(corpus_of(SAID, OTHER))
    with pytest.raises(ValueError, match="at least two articles, got 1"):
        shared_of(SAID)
    with pytest.raises(ValueError, match="no dates were given"):
        shared_of(SAID, OTHER).spans(keep="earlier")


def test_short_texts_and_texts_without_sentence_ends():
    frame = shared_of("War", "War", "Peace", " ".join([SAID.replace(".", "").replace(",", "")] * 30), SAID).to_frame()
    assert {"d"} == set(frame.loc[frame["other"] == "e", "article"])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 15), st.integers(1, 8)), max_size=12))
def test_words_covered_are_those_of_a_plain_count(stretches):
    text = np.array([each[0] for each in stretches], np.int64)
    starts = np.array([20 * each[0] + min(each[1], 19) for each in stretches], np.int64)
    stops = np.array([min(start + each[2], 20 * each[0] + 20) for start, each in zip(starts, stretches, strict=True)],
                     np.int64)
    plain = [len({word for own, start, stop in zip(text, starts, stops, strict=True) if own == each
                  for word in range(start, stop)}) for each in range(3)]
    assert words_covered(text, starts, stops, 3).tolist() == plain
    first, last = united(starts, stops)
    assert (first[1:] >= last[:-1]).all() and sum(plain) == (last - first).sum()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_common_words_are_those_of_two_bags(one, two):
    forms, cut = np.array(one + two, np.int32), np.array([len(one)])
    found = common_words(forms, np.array([0]), cut, cut, np.array([len(forms)]))
    assert found.tolist() == [sum(min(one.count(form), two.count(form)) for form in range(5))]


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=20))
def test_expected_shares_are_those_of_benjamini_and_hochberg(p_values):
    p = np.array(p_values)
    assert expected_share(p * len(p)) == pytest.approx(benjamini_hochberg(p))


def test_near_copies_make_a_star_and_are_counted():
    rng = np.random.default_rng(3)
    words = f"{SAID} {OTHER} {BETWEEN[0]} {BETWEEN[1]}".split()
    texts = []
    for _ in range(60):
        own = list(words)
        for at in rng.integers(0, len(own), 4):
            own[at] = "otherwise"
        texts.append(" ".join(own))
    names = [f"t{i:02}" for i in range(60)]
    shared = tm.shared_passages(tm.tokenize(tm.Corpus.from_texts(texts, names, language="en")))
    assert shared.left_out["near-copies, in which no paraphrases are sought"] == 59
    assert 59 <= len(shared) < 60 * 59 / 2 / 2
    assert set(shared.to_frame()["other"]) == set(names[1:])
