"""Spans: words left out by their places."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.tokens.spans import inside_spans


def spans_of(*rows):
    return pd.DataFrame(rows, columns=["article", "start", "stop"])


@pytest.fixture
def tokens():
    return tm.tokenize(tm.Corpus.from_texts(["peace talks now", "war and peace"], ["a", "b"]))


def test_words_that_a_span_touches_become_pads(tokens):
    left = tokens.drop_spans(spans_of(("a", 8, 9), ("b", 0, 3)))
    assert left.words(0) == ["peace", "", "now"] and left.words(1) == ["", "and", "peace"]
    assert left.count().sizes.tolist() == [2, 2]
    assert len(tokens.drop_spans(spans_of()).words(0)) == 3


def test_windows_do_not_jump_what_was_left_out(tokens):
    assert tokens.drop_spans(spans_of(("a", 6, 11))).ngrams(2).count().terms == ("and_peace", "war_and")


def test_wrong_spans_are_named(tokens):
    with pytest.raises(TypeError, match="spans must"):
        tokens.drop_spans([("a", 0, 1)])
    with pytest.raises(ValueError, match="none called 'stop'"):
        tokens.drop_spans(pd.DataFrame({"article": ["a"], "start": [0]}))
    with pytest.raises(ValueError, match="got 'c'"):
        tokens.drop_spans(spans_of(("c", 0, 1)))
    with pytest.raises(ValueError, match="start before they stop"):
        tokens.drop_spans(spans_of(("a", 3, 1)))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 6)), max_size=8))
def test_inside_is_what_a_plain_search_finds(spans):
    text = np.repeat(np.arange(3), 5)
    starts = np.tile(np.arange(5) * 3, 3)
    stops = starts + 2
    of_span, begins, sizes = (np.array([each[i] for each in spans], np.int64) for i in range(3))
    plain = [any(own == t and begin < begin + size and start < begin + size and stop > begin
                 for own, begin, size in spans) for t, start, stop in zip(text, starts, stops, strict=True)]
    assert inside_spans(text, starts, stops, of_span, begins, begins + sizes).tolist() == plain
