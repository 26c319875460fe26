"""Rules: what counts as a word.

``"words"``, the default: a run of letters, marks and digits; apostrophes and hyphens
inside it belong to it, and so do the comma and the point inside a number.  Scripts that
are written without spaces are divided into their smallest units (`textmine.tokens.scripts`).

``"sklearn"``: two or more word characters of the lower-case text, exactly as
``CountVectorizer`` of scikit-learn divides it by default.

``"char_2"`` to ``"char_5"``: runs of so many characters inside words
(`textmine.tokens.characters`).

A rule is a pattern for the plain tokenizer and, where it can be compiled, the same rule
as a class and a folded form for every character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import regex
from numpy.typing import NDArray

from textmine.corpus.schemas import Normalization, is_english
from textmine.tokens.characters import character_ngrams
from textmine.tokens.folding import INVISIBLE, fold
from textmine.tokens.scripts import UNSPACED, split_run

_IN_WORD = r"[\p{L}\p{M}\p{N}\u200c\u200d" + INVISIBLE + "]"
WORD = regex.compile(r"\p{N}+(?:[.,]\p{N}+)+(?![\p{L}\p{M}\p{N}])"
                     rf"|[\p{{L}}\p{{N}}]{_IN_WORD}*(?:['’ʼ\-‐‑][\p{{L}}\p{{N}}]{_IN_WORD}*)*")
_CLASSES = {"LETTER": r"\p{L}", "DIGIT": r"\p{N}", "MARK": r"\p{M}", "INVISIBLE": r"[\u200c\u200d" + INVISIBLE + "]",
            "JOINER": "['’\\-‐‑]", "POINT": "[.,]"}
_LOWER_WORD = re.compile(r"[^\Wİ]+İ?|İ")
_UNSPACED = regex.compile(UNSPACED, regex.V1)
N_CODES = 0x110000

Place = tuple[str, int, int]
Tables = tuple[NDArray[np.uint8], NDArray[np.uint32]]


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
    tables : callable () -> (kinds, lower), or None
        Class and folded form of every code point, uint8 and uint32 arrays of 0x110000; characters
        that need the plain version are marked.  None: there is the plain version only.
    shortest : int
        Characters of the shortest word.
    """

    prepare: Callable[[str], str] | None
    find: Callable[[str, int, int], Iterator[Place]]
    fold: Callable[[str, Normalization, str | None], str]
    tables: Callable[[], Tables] | None = None
    shortest: int = 1

    def forms(self, text: str) -> Iterator[str]:
        """Yield the words of a whole text as they stand in it."""
        prepared = text if self.prepare is None else self.prepare(text)
        return (form for form, _, _ in self.find(prepared, 0, len(prepared)))


def _find_words(text: str, start: int, stop: int) -> Iterator[Place]:
    """Yield the words of ``text[start:stop]``.

    >>> [form for form, _, _ in _find_words("Vietnam’s 1,000 peace-keepers.", 0, 30)]
    ['Vietnam’s', '1,000', 'peace-keepers']
    >>> [form for form, _, _ in _find_words("維和-Covid-19", 0, 11)]
    ['維', '和', 'Covid-19']
    """
    for match in WORD.finditer(text, start, stop):
        form = match.group()
        if form.isascii() or not _UNSPACED.search(form):
            yield form, *match.span()
        else:
            yield from _units(text, *match.span())


def _units(text: str, start: int, stop: int) -> Iterator[Place]:
    """Yield the units of a run in a script without spaces, and the words of other scripts in it."""
    for first, last in split_run(text, start, stop):
        if _UNSPACED.search(text, first, last):
            yield text[first:last], first, last
        else:
            yield from ((match.group(), *match.span()) for match in WORD.finditer(text, first, last))


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


def _fold_characters(form: str, normalization: Normalization, language: str | None) -> str:
    """Return an n-gram of characters in lower case."""
    return form.lower()


@cache
def all_characters() -> tuple[str, NDArray[np.int64]]:
    """Return all characters as one text, and the code point at each place."""
    codes = np.concatenate([np.arange(0xD800), np.arange(0xE000, N_CODES)])
    return codes.astype("<u4").tobytes().decode("utf-32-le"), codes


@cache
def line_tables() -> Tables:
    """Return the tables under which every line is one word: for words that the plain version has found."""
    from textmine.tokens import _kernels

    kinds = np.full(N_CODES, _kernels.LETTER, np.uint8)
    kinds[ord("\n")] = _kernels.OTHER
    return kinds, np.arange(N_CODES, dtype=np.uint32)


@cache
def _word_tables() -> Tables:
    """Return the classes that `WORD` makes of all characters; forms are folded later, type by type.

    Scripts without spaces are left to the plain version.
    """
    from textmine.tokens import _kernels

    kinds = np.zeros(N_CODES, np.uint8)
    text, codes = all_characters()
    for name, pattern in reversed(_CLASSES.items()):
        for match in regex.finditer(f"(?:{pattern})+", text):
            kinds[codes[match.start():match.end()]] = getattr(_kernels, name)
    for match in regex.finditer(f"{UNSPACED}+", text, regex.V1):
        kinds[codes[match.start():match.end()]] = _kernels.SPECIAL
    return kinds, np.arange(N_CODES, dtype=np.uint32)


@cache
def _lower_tables() -> Tables:
    """Return the classes and lower-case forms for `_find_lower`.

    The lower case of Σ depends on its neighbours and that of İ is two characters: these
    two are left to the plain version.
    """
    from textmine.tokens import _kernels

    text, codes = all_characters()
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
    "words": Rule(None, _find_words, _fold_word, _word_tables),
    "sklearn": Rule(_lower, _find_lower, _fold_lower, _lower_tables, 2),
    **{f"char_{n}": Rule(None, partial(character_ngrams, n=n), _fold_characters) for n in range(2, 6)},
}
"""The rules by name; `Corpus.language` decides on possessive endings."""
