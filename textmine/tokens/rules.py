"""Rules: what counts as a word.

``"words"``, the default: a run of letters, marks and digits; apostrophes and hyphens
inside it belong to it, and so do the comma and the point inside a number.

``"sklearn"``: two or more word characters of the lower-case text, exactly as
``CountVectorizer`` of scikit-learn divides it by default.

A rule is a pattern for the plain tokenizer, and the same rule as a class and a
folded form for every character, for the compiled one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from textmine.corpus.schemas import Normalization, is_english
from textmine.tokens.folding import INVISIBLE, fold

_IN_WORD = r"[\p{L}\p{M}\p{N}\u200c\u200d" + INVISIBLE + "]"
WORD = regex.compile(r"\p{N}+(?:[.,]\p{N}+)+(?![\p{L}\p{M}\p{N}])"
                     rf"|[\p{{L}}\p{{N}}]{_IN_WORD}*(?:['’ʼ\-‐‑][\p{{L}}\p{{N}}]{_IN_WORD}*)*")
_CLASSES = {"LETTER": r"\p{L}", "DIGIT": r"\p{N}", "MARK": r"\p{M}", "INVISIBLE": r"[\u200c\u200d" + INVISIBLE + "]",
            "JOINER": "['’\\-‐‑]", "POINT": "[.,]"}
_LOWER_WORD = re.compile(r"[^\Wİ]+İ?|İ")
N_CODES = 0x110000

Place = tuple[str, int, int]


@dataclass(frozen=True)
class Rule:
    """One way to divide a text into words.

    Attributes
    ----------
    prepare : callable (text) -> text of the same length, or None
        What a whole document goes through before `find`.
    find : callable (text, start, stop) -> iterator of (form, start, stop)
        The plain version, the oracle of the compiled one.
    fold : callable (form, normalization, language) -> str
        The type of a form.
    tables : callable () -> (kinds, lower)
        Class and folded form of every code point; uint8 and uint32 arrays of 0x110000.
    plainly : callable (text) -> str
        A text with characters that need the plain version, written so that `tables` suffice.
    shortest : int
        Characters of the shortest word.
    """

    prepare: Callable[[str], str] | None
    find: Callable[[str, int, int], Iterator[Place]]
    fold: Callable[[str, Normalization, str | None], str]
    tables: Callable[[], tuple[NDArray[np.uint8], NDArray[np.uint32]]]
    plainly: Callable[[str], str]
    shortest: int


def _find_words(text: str, start: int, stop: int) -> Iterator[Place]:
    """Yield the words of ``text[start:stop]``.

    >>> [form for form, _, _ in _find_words("Vietnam’s 1,000 peace-keepers.", 0, 30)]
    ['Vietnam’s', '1,000', 'peace-keepers']
    """
    return ((match.group(), *match.span()) for match in WORD.finditer(text, start, stop))


def _fold_word(form: str, normalization: Normalization, language: str | None) -> str:
    """Return the type of a word."""
    return fold(form, normalization, is_english(language))


def _lower(text: str) -> str:
    """Return a text in lower case and of the same length: İ, which becomes two characters, stays.

    >>> _lower("ΟΔΟΣ İ")
    'οδος İ'
    """
    lower = text.replace("İ", "I").lower()
    return "".join(old if old == "İ" else new for old, new in zip(text, lower, strict=True)) if "İ" in text else lower


def _find_lower(text: str, start: int, stop: int) -> Iterator[Place]:
    """Yield two or more word characters of a text that `_lower` made; the mark that İ leaves ends a word.

    >>> list(_find_lower("a b2 aİstanbul", 0, 14))
    [('b2', 2, 4), ('ai', 5, 7), ('stanbul', 7, 14)]
    """
    for match in _LOWER_WORD.finditer(text, start, stop):
        if match.end() - match.start() > 1:
            yield match.group().replace("İ", "i"), match.start(), match.end()


def _fold_lower(form: str, normalization: Normalization, language: str | None) -> str:
    """Return a lower-case form, or the spelling that cleaning keeps for it."""
    return normalization.words.get(form, form)


@cache
def _characters() -> tuple[str, NDArray[np.int64]]:
    """Return all characters as one text, and the code point at each place."""
    codes = np.concatenate([np.arange(0xD800), np.arange(0xE000, N_CODES)])
    return codes.astype("<u4").tobytes().decode("utf-32-le"), codes


@cache
def _word_tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return the classes that `WORD` makes of all characters; forms are folded later, type by type."""
    from textmine.tokens import _kernels

    kinds = np.zeros(N_CODES, np.uint8)
    text, codes = _characters()
    for name, pattern in reversed(_CLASSES.items()):
        for match in regex.finditer(f"(?:{pattern})+", text):
            kinds[codes[match.start():match.end()]] = getattr(_kernels, name)
    return kinds, np.arange(N_CODES, dtype=np.uint32)


@cache
def _lower_tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return the classes and lower-case forms for `_find_lower`.

    The lower case of Σ depends on its neighbours and that of İ is two characters: these
    two are left to the plain version.
    """
    from textmine.tokens import _kernels

    text, codes = _characters()
    pieces = text.split("İ")
    lower = "İ".join(piece.replace("Σ", "σ").lower() for piece in pieces)
    folded = np.arange(N_CODES, dtype=np.uint32)
    folded[codes] = np.frombuffer(lower.encode("utf-32-le"), "<u4")
    kinds = np.zeros(N_CODES, np.uint8)
    for match in re.finditer(r"\w+", lower):
        kinds[codes[match.start():match.end()]] = _kernels.LETTER
    kinds[[ord("Σ"), ord("İ")]] = _kernels.SPECIAL
    return kinds, folded


RULES = {
    "words": Rule(None, _find_words, _fold_word, _word_tables, str, 1),
    "sklearn": Rule(_lower, _find_lower, _fold_lower, _lower_tables, str.lower, 2),
}
"""The rules by name; `Corpus.language` decides on possessive endings."""
