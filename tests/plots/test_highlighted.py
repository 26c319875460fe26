"""Highlighted pages and agreement are read back from their artists; text never leaves its column."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex, to_rgb

from textmine.extraction.marks import Mark
from textmine.plots import highlighted
from textmine.plots.agreement import agreement_matrix
from textmine.plots.highlighted import (
    LEADING,
    highlighted_text,
    page_limits,
    phrase_key,
    set_words,
    shades,
    text_width,
)
from textmine.plots.style import style

TEXT = ("Peace talks began in the field hospital, and costs of $5 and $6 rose.\n\nThe peace\ttalks ended. "
        + "Verylongword" * 9 + "\n\n" + "Much more is said of peace talks. " * 40)
WIDTH = 180.0


@pytest.fixture(autouse=True)
def close():
    with style():
        yield
    plt.close("all")


def page(width, n_lines):
    figure = plt.figure(figsize=(width / 72, n_lines * LEADING / 72), layout="none")
    return page_limits(figure.add_axes((0, 0, 1, 1)), width, n_lines)


def boxes(ax):
    renderer = ax.figure.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in ax.texts]


@pytest.mark.parametrize("most_lines", [1, 12, 1000])
def test_words_are_those_of_the_text_in_order_and_whole_paragraphs(most_lines):
    words = set_words(TEXT, WIDTH, most_lines)
    shown = TEXT[:words[-1].stop]
    assert "".join(TEXT[word.start:word.stop] for word in words) == "".join(shown.split())
    assert words[-1].line + 1 <= most_lines
    if most_lines == 12:
        assert TEXT[words[-1].stop:].startswith("\n")
    assert (most_lines == 1000) == (shown.split() == TEXT.split())


def test_text_neither_overlaps_nor_leaves_its_column():
    words = set_words(TEXT, WIDTH, 40)
    ax = highlighted_text(TEXT, words, [], [], ax=page(WIDTH, words[-1].line + 1))
    found = boxes(ax)
    frame = ax.get_window_extent()
    assert len(found) == len(words) and any("$5" in text.get_text() for text in ax.texts)
    assert all(box.x1 <= frame.x1 + 1 and box.x0 >= frame.x0 - 1 and box.y0 >= frame.y0 - 1 and box.y1 <= frame.y1 + 1
               for box in found)
    lines = itertools.groupby(zip(words, found, strict=True), key=lambda pair: pair[0].line)
    for _, own in lines:
        edges = [box for _, box in own]
        assert all(a.x1 <= b.x0 + 1 for a, b in zip(edges, edges[1:], strict=False))


def test_grounds_lie_behind_the_letters_that_are_marked_and_no_others():
    marks = [Mark(0, 11, 0), Mark(25, 39, 1), Mark(TEXT.index("peace\ttalks"), TEXT.index("peace\ttalks") + 11, 0)]
    words = set_words(TEXT, WIDTH, 12)
    grounds = shades(2, "#0072B2")
    ax = highlighted_text(TEXT, words, [*marks, Mark(len(TEXT) - 10, len(TEXT) - 5, 1)], grounds,
                          ax=page(WIDTH, words[-1].line + 1))
    marked = {(mark.start + i, mark.phrase) for mark in marks for i in range(mark.stop - mark.start)
              if not TEXT[mark.start + i].isspace()}
    seen = set()
    for patch in ax.patches:
        line = round((patch.get_y() - 1) / LEADING, 6)
        phrase = grounds.index(to_hex(patch.get_facecolor()))
        left, right = patch.get_x(), patch.get_x() + patch.get_width()
        for word in (word for word in words if round(word.line, 6) == line):
            for i in range(word.start, word.stop):
                middle = word.x + text_width(TEXT[word.start:i]) + text_width(TEXT[i]) / 2
                if left < middle < right:
                    seen.add((i, phrase))
    assert seen == marked
    assert {(24, 1), (39, 1)} & seen == set() and TEXT[39] == ","


@settings(max_examples=30)
@given(st.text(alphabet="ab $_\n,", max_size=200), st.floats(20, 200))
def test_any_text_keeps_to_its_width(text, width):
    for word in set_words(text, width, 10**6):
        own = text_width(text[word.start:word.stop])
        assert word.x + own <= width + 1e-9 or word.stop - word.start == 1


def test_a_text_is_measured_no_further_than_it_is_shown(monkeypatch):
    measured = []
    monkeypatch.setattr(highlighted, "text_width", lambda text, *_: measured.append(len(text)) or text_width(text))
    for text in ("x" * 20_000, "éœ" * 10_000, "word w " * 10_000):
        words = set_words(text, WIDTH, 10)
        assert words[-1].line == 9 and words[0].start == 0
        assert " " in text or text_width(text[:words[0].stop + 1]) > WIDTH
    assert sum(measured) < 30_000


def test_a_key_names_every_phrase_on_its_ground():
    rows = pd.DataFrame({"rank": [1, 2], "phrase": ["peace talks", "a very long phrase of many long words indeed"]})
    ax = phrase_key(rows, shades(2, "#D55E00"), ["3 ×", "1 ×"], 120, ax=page(120, 4))
    texts = [text.get_text() for text in ax.texts]
    assert texts[:3] == ["1", "peace talks", "3 ×"] and texts[4].endswith("…") and texts[4][:8] == "a very l"
    assert [to_hex(patch.get_facecolor()) for patch in ax.patches] == shades(2, "#D55E00")
    assert all(box.x1 <= ax.get_window_extent().x1 + 1 for box in boxes(ax))
    found = boxes(ax)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(found, 2))


def test_letters_stay_readable_on_every_ground():
    def luminance(colour):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return np.dot(parts, [0.2126, 0.7152, 0.0722])

    for colour in ("#0072B2", "#D55E00", "#000000", "#E69F00"):
        found = [luminance(ground) for ground in shades(10, colour)]
        assert found == sorted(found) and (found[0] + 0.05) / 0.05 > 4.5  # WCAG 2.1, 1.4.3


def test_an_agreement_matrix_shows_every_pair_once():
    frame = pd.DataFrame({"method_a": ["a", "a", "b"], "method_b": ["b", "c_d", "c_d"],
                          "agreement": [0.714, -0.02, 0.3], "low": pd.array([0.5, -0.1, pd.NA], "Float64"),
                          "high": pd.array([0.9, 0.1, pd.NA], "Float64")})
    ax = agreement_matrix(frame, methods=["c_d", "a", "b"], ax=plt.subplots()[1])
    written = {tuple(text.get_position()): (text.get_text(), text.get_weight()) for text in ax.texts}
    assert written == {(0, 0): ("−.02", "normal"), (0, 1): (".30", "normal"), (1, 1): (".71", "bold")}
    shown = np.asarray(ax.images[0].get_array().filled(np.nan), float)
    np.testing.assert_array_equal(shown, [[0, np.nan], [0.3, 0.714]])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["c d", "a"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
