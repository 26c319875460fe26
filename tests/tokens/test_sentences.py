"""Blocks and sentences in bytes: the same as Punkt's, block by block."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.corpus.segmentation import ABBREVIATIONS, running_blocks, sentence_spans
from textmine.tokens import _sentences as kernels
from textmine.tokens.sentences import block_places, character_classes, sentence_places, short_words

PIECES = st.sampled_from([
    "Mr.", "he", "The", "U.S.", "“So.”", "end.", "(Yes!)", "end.)", "…", "...", "No?", "5.", "p.m.", "a.b", "And",
    "?!”", "\n\n", ".", "\u2029", "'", "\u00a0", "\x1c", "\x85", "\r\n", "\r", "É.", "中", "\u212a", "--", '"', ")",
    "]", "»", "2000.", "A.", "x-etc.", "ETC.", "COVID-19.", "-", ",", ";", ":", "!", "*", "@", "\u3000", "{", "}",
    "`", "\x0b", "\t", "%", "al.", ". . .", "\x00", "\u200b", "😀", "İ", "i.e.", "s.", "so.", "Fig.", "&", "#", "et"])
GAPS = st.sampled_from(["", " ", "\n", "  "])


def both(text):
    """Return blocks and sentences, in bytes, as the plain and as the compiled version find them."""
    byte = np.cumsum([0] + [len(each.encode()) for each in text])
    content = np.frombuffer(text.encode(), np.uint8)
    spans = [(block.start, block.stop) for block in running_blocks(text, 0, len(text), [])]
    sentences = [byte[list(span)].tolist() for block in spans for span in sentence_spans(text, *block)]
    blocks, bounds = block_places(content, np.array([[0, len(content)]]))
    found, _ = sentence_places(content, blocks, bounds)
    return ([byte[list(span)].tolist() for span in spans], sentences), (blocks.tolist(), found.tolist())


@given(st.lists(st.tuples(PIECES, GAPS), max_size=40))
@settings(max_examples=600)
def test_sentences_are_those_of_punkt(parts):
    plain, compiled = both("".join(piece + gap for piece, gap in parts))
    assert plain == compiled


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_sentences_are_those_of_punkt_on_any_text(text):
    plain, compiled = both(text)
    assert plain == compiled


@pytest.mark.parametrize("mark", list(".?!"))
@pytest.mark.parametrize("after", ["The end", "the end", "5 men", "(so)", "“so”", "- so", ".", "é", "?", "A. Li", "中"])
def test_every_abbreviation_and_its_like_before_every_kind_of_word(mark, after):
    words = ABBREVIATIONS.split() + "word x 5 1.5 So-etc co-op ) ' \" % é al.x U.N ko 19th".split()
    for word in words:
        for form in (word, word.upper(), word.title(), f"({word}", f"{word})", f"é{word}", f"it’s {word}"):
            plain, compiled = both(f"We saw {form}{mark} {after} of it. Then.")
            assert plain == compiled


def test_a_text_longer_than_the_pieces_of_punkt():
    text = " ".join(f"Gen. Chien met {i} men. They spoke (at 5 p.m.)" for i in range(4000))
    plain, compiled = both(text)
    assert plain == compiled and len(text) > 1 << 17 and len(compiled[1]) > 4000


def test_no_abbreviation_ends_with_what_is_taken_for_the_end_of_a_sentence():
    """The compiled rules rest on this: every abbreviation ends with letters, and these are asked for."""
    assert all(each[-1].isascii() and each[-1].isalpha() for each in ABBREVIATIONS.split())
    rows = {bytes(row[1:row[0] + 1]).decode() for row in short_words()}
    assert rows == {each.split(".")[-1] for each in ABBREVIATIONS.split()}


def test_classes_are_those_of_python_and_of_nltk():
    classes = character_classes()
    assert [chr(i) for i in np.flatnonzero(classes & kernels.SPACE)] == [
        chr(i) for i in range(0x110000) if chr(i).isspace()]
    assert {chr(i) for i in np.flatnonzero(classes & kernels.CLOSING)} >= set(")\";}]*:@'({[?!")
    assert {chr(i) for i in np.flatnonzero(classes & kernels.QUOTE)} >= set("\"')]}")
    assert not (classes[(classes & kernels.GAP) > 0] & kernels.SPACE == 0).any()
