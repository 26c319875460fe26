"""Sentences of many documents at once: compiled search, and Punkt where it has a choice.

The same as `textmine.corpus.segmentation.sentence_spans` in every block, which stays the oracle.  What
may end a sentence is found by compiled code (`textmine.tokens._sentences`) in classes of characters that
are read off the patterns of NLTK here, so that each version of NLTK is followed; where an abbreviation, an
initial or a sign could change the answer, Punkt itself is asked, once for every pair of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from textmine.corpus.segmentation import ABBREVIATIONS, Span, splitter
from textmine.tokens import _sentences as kernels
from textmine.tokens.rules import N_CODES, all_characters

_LAST_LETTERS = re.compile("[a-z]+$")
_BREAKS = ("\n", "\r", "\u2029")
_MARGIN = 16
"""Characters beside a zone that are looked at."""


@cache
def character_classes() -> NDArray[np.uint8]:
    """Return the class of every code point: the bits that `textmine.tokens._sentences` names."""
    text, codes = all_characters()
    classes = np.zeros(N_CODES, np.uint8)
    language = splitter()._lang_vars
    ends_sentence = language.period_context_re()
    for match in re.finditer(r"\s", text):
        classes[codes[match.start()]] |= kernels.SPACE
        follows = ends_sentence.match(f".{match.group()}a")
        if follows and follows.group("next_tok"):
            classes[codes[match.start()]] |= kernels.GAP
    for match in regex.finditer(language._re_non_word_chars, text):
        classes[codes[match.start()]] |= kernels.CLOSING
    lines = np.column_stack([codes, np.full(len(codes), ord("\n"))]).astype("<u4").tobytes().decode("utf-32-le")
    for match in language.re_boundary_realignment.finditer(lines):
        classes[ord(match.group()[0])] |= kernels.QUOTE
    classes[[ord("\r"), ord("\n"), ord("\u2029")]] |= kernels.BREAK
    return classes


@cache
def short_words() -> NDArray[np.uint8]:
    """Return length and letters of the last part of every abbreviation: another word before a full stop is none."""
    parts = sorted({"".join(_LAST_LETTERS.findall(each)) for each in ABBREVIATIONS.split()})
    rows = np.zeros((len(parts), max(map(len, parts)) + 1), np.uint8)
    for row, part in zip(rows, parts, strict=True):
        row[0] = len(part)
        row[1:len(part) + 1] = np.frombuffer(part.encode("ascii"), np.uint8)
    return rows


def block_places(content: NDArray[np.uint8],
                 documents: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the blocks of documents without zones, and where those of each document begin.

    Parameters
    ----------
    content : uint8 array
        UTF-8.
    documents : int64 array of shape (D, 2)
        First and last byte of each.

    Returns
    -------
    (B, 2) int64 array of bytes, (D + 1,) int64 array

    Examples
    --------
    >>> content = np.frombuffer(b"Peace. War.\\n\\nTalks.", np.uint8)
    >>> block_places(content, np.array([[0, 19]]))[0].tolist()
    [[0, 11], [13, 19]]
    """
    n_breaks, n = kernels.count_marks(content, documents)[1], len(documents)
    blocks, bounds = np.empty((n_breaks // 2 + n, 2), np.int64), np.zeros(n + 1, np.int64)
    kernels.find_blocks(content, documents, character_classes(), blocks, bounds)
    return blocks[:bounds[-1]], bounds


def between_zones(text: str, start: int, stop: int, zones: Sequence[Span]) -> list[Span] | None:
    """Return the stretches of ``text[start:stop]`` between zones of whole lines; None if one is another kind of zone.

    The blocks of these stretches, each by itself, are the blocks outside the zones: a zone divides blocks.

    >>> between_zones("A title\\nOne.", 0, 12, [(0, 7)]), between_zones("A title\\nOne.", 0, 12, [(0, 4)])
    ([(0, 0), (7, 12)], None)
    """
    edges = [start, *(point for zone in zones for point in zone), stop]
    if edges != sorted(edges):
        return None
    for low, high in zones:
        before = text[max(start, low - _MARGIN):low].rstrip(" ")
        after = text[high:min(stop, high + _MARGIN)].lstrip(" ")
        opens = before.endswith(_BREAKS) or (not before and low - start < _MARGIN)
        closes = after.startswith(_BREAKS) or (not after and stop - high < _MARGIN)
        if not (opens and closes and text[low:high].strip()):
            return None
    return list(zip(edges[::2], edges[1::2], strict=True))


def sentence_places(content: NDArray[np.uint8], blocks: NDArray[np.int64],
                    bounds: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the sentences of documents, and where those of each document begin.

    Parameters
    ----------
    content : uint8 array
    blocks : int64 array of shape (B, 2)
        Bytes of the blocks of all documents.
    bounds : int64 array of shape (D + 1,)
        Where the blocks of each document begin.

    Returns
    -------
    (S, 2) int64 array of bytes, (D + 1,) int64 array

    Examples
    --------
    >>> content = np.frombuffer(b"Sr. Lt. Gen. Chien met the U.S. envoy. They spoke.", np.uint8)
    >>> sentence_places(content, np.array([[0, 50]]), np.array([0, 1]))[0].tolist()
    [[0, 38], [39, 50]]
    """
    classes = character_classes()
    n_ends = kernels.count_marks(content, blocks)[0]
    ends, end_bounds = np.empty((n_ends, 5), np.int64), np.zeros(len(blocks) + 1, np.int64)
    kernels.find_ends(content, blocks, classes, short_words(), ends, end_bounds)
    ends = ends[:end_bounds[-1]]
    _ask(content, ends)
    spans, found = np.empty((len(ends) + len(blocks), 2), np.int64), np.zeros(len(bounds), np.int64)
    kernels.cut_sentences(content, blocks, ends, end_bounds, bounds, classes, spans, found)
    return spans[:found[-1]], found


def _ask(content: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
    """Write what Punkt says of the places that are left to it."""
    asked = np.flatnonzero(ends[:, 4] == kernels.ASK)
    contains, view = splitter().text_contains_sentbreak, content.data
    ends[asked, 4] = [kernels.YES if contains(str(view[first:last], "utf-8")) else kernels.NO
                      for first, last in zip(ends[asked, 1].tolist(), ends[asked, 3].tolist(), strict=True)]
