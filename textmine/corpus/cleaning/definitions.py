"""Definitions of abbreviations: every "Long Form (LF)" and "LF (long form)" of a text.

The algorithm of Schwartz & Hearst (2003): a bracket that could be a short form is
matched with the words before it, any other one with the word before it, letter by
letter from right to left; the first letter must begin a word.  It finds *heat
shock transcription factor (HSF)* and also, now and then, words that only happen to
hold the letters.  So what it finds is evidence for a reader (`abbreviations`);
what counts may change by is decided more strictly in `textmine.corpus.cleaning.short_forms`.

References
----------
Schwartz, A. S. and Hearst, M. A. (2003). A simple algorithm for identifying
abbreviation definitions in biomedical text. Pacific Symposium on Biocomputing
8, 451-462.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

LONG_SHORT, SHORT_LONG = "long (short)", "short (long)"
_BRACKET = regex.compile(r"\(\s*([^()]{2,200}?)\s*\)")
_LAST_WORD = regex.compile(r"([^\s()]+)[^\S\n]*\n?[^\S\n]*$")
_SENTENCE_END = regex.compile(
    r"""\n\s*\n|(?:\p{Ll}{2}[.!?]["”’')\]]*|[!?)\]]["”]*)\s+(?=[\p{Lu}(\["“])""")
_SHORT_FORM = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}.&/+'’-]*(?: [\p{L}\p{N}.&/+'’-]+)?")
_CAPITAL = regex.compile(r".+\p{Lu}.*|\p{Lu}.*\p{Nd}.*")
_BRACKETS = frozenset("()[]{}<>|@=")
_QUOTES = "\"'“”‘’"
REACH, LAST = 300, 40


class Definition(NamedTuple):
    """A short form and its long form in one text; offsets from the first to behind the bracket."""

    start: int
    stop: int
    short: str
    long: str
    kind: str


def is_short_form(form: str) -> bool:
    """Return whether a text could be a short form.

    It has two to ten characters in at most two words, begins with a letter or digit and holds a
    letter (section 3.1).  Stricter than theirs, so that "(see below)" and "(Applause)" are none:
    in each word a capital stands behind the first character, or beside a digit; formulas are none.

    >>> [is_short_form(form) for form in ("HSF", "mRNA", "A1", "see below", "Applause", "2021")]
    [True, True, True, False, False, False]
    """
    words = form.split()
    return (2 <= len(form) <= 10 and _SHORT_FORM.fullmatch(form) is not None
            and all(_CAPITAL.fullmatch(word) for word in words))


def best_long_form(short: str, before: str) -> str | None:
    """Return the shortest end of `before` that holds the letters of `short` in order, or None.

    At most ``min(n + 5, 2 n)`` words are looked at, for n characters; the first letter
    begins a word, the others stand anywhere (section 3.3, with Figure 1).

    Examples
    --------
    >>> best_long_form("HSF", "the heat shock transcription factor")
    'heat shock transcription factor'
    >>> best_long_form("HSF", "a fine heat source") is None
    True
    """
    signs = [character.lower() for character in short if character.isalnum()]
    words = before.split()[-min(len(short) + 5, 2 * len(short)):]
    text = " ".join(words)
    position = len(text)
    for i in reversed(range(len(signs))):
        position -= 1
        while position >= 0 and not (text[position].lower() == signs[i] and (
                i > 0 or position == 0 or not text[position - 1].isalnum())):
            position -= 1
        if position < 0:
            return None
    start = text.rfind(" ", 0, position) + 1
    long = text[start:].lstrip(_QUOTES)
    return long if _tells_more(short, long) else None


def _tells_more(short: str, long: str) -> bool:
    """Return whether a long form is longer than the short form, holds no bracket and not the short form as a word."""
    words = (word.strip(_QUOTES + ",;:") for word in long.lower().split())
    return len(long) > len(short) and short.lower() not in words and _BRACKETS.isdisjoint(long)


def find_definitions(text: str) -> Iterator[Definition]:
    """Yield the definitions in one text, in order.

    Examples
    --------
    >>> for each in find_definitions("The United Nations (U.N.) cleared UXO (unexploded ordnance)."):
    ...     print(each)
    Definition(start=4, stop=25, short='U.N.', long='United Nations', kind='long (short)')
    Definition(start=34, stop=59, short='UXO', long='unexploded ordnance', kind='short (long)')
    """
    for match in _BRACKET.finditer(text):
        before = _SENTENCE_END.split(text[max(0, match.start() - REACH):match.start()])[-1]
        inside = regex.split(r"[,;:]\s", match.group(1))[0].strip(_QUOTES)
        if is_short_form(inside):
            long = best_long_form(inside, before)
            if long:
                yield Definition(_begin(text, long, match.start()), match.end(), inside, long, LONG_SHORT)
            continue
        word = _LAST_WORD.search(before[-LAST:])
        short = word.group(1).strip(_QUOTES + ",;:") if word else ""
        if word and is_short_form(short) and (long := best_long_form(short, inside)):
            start = match.start() - len(before[-LAST:]) + word.start() + word.group(1).find(short)
            yield Definition(start, match.end(), short, long, SHORT_LONG)


def _begin(text: str, long: str, stop: int) -> int:
    """Return where the words of a long form that ends before `stop` begin in a text, however they are spaced."""
    words, position = long.split(), stop
    for word in reversed(words):
        position = text.rindex(word, 0, position)
    return position
