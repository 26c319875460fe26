"""Abbreviations and their long forms, as the texts themselves define them.

``United Nations (U.N.)`` in one article makes ``U.N.`` and ``UN`` mean *United
Nations* in all of them; otherwise house style, not theme, separates articles.
What may change counts must be sure: every letter of the short form is an initial
of its long form, or, in ``UXO (unexploded ordnance)``, where the bracket says how
far the long form goes, every word of that gives its initial; and a short form with
two different long forms is left alone.  `textmine.corpus.cleaning.definitions` finds more,
for a reader to judge.  A short form that is never defined takes the capitalised
phrase with its initials, if one clearly stands for it (`textmine.corpus.cleaning.initials`).

References
----------
Schwartz, A. S. and Hearst, M. A. (2003). A simple algorithm for identifying
abbreviation definitions in biomedical text. Pacific Symposium on Biocomputing
8, 451-462.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import regex

from textmine.corpus.cleaning.spelling import american

BRACKET = regex.compile(r"\(\s*([^()]{2,200}?)\s*\)")
_DEFINED = regex.compile(r"(?:\p{Lu}\.?){2,10}\d{0,2}|(?=\p{Lu}\p{Ll}*\p{Lu}|\p{Lu}\p{L}*\p{Lu}$)\p{Lu}\p{L}{1,9}")
BEFORE = regex.compile(r"(?<![\w.])((?:\p{Lu}\.?){3,10})\s*$")
_WORDS = regex.compile(r"\p{L}[\p{L}\p{M}'’]*(?:[\s-]+\p{L}[\p{L}\p{M}'’]*)+")
_WORD = regex.compile(r"\S+")
_PART = regex.compile(r"\p{L}[^\s-]*")
_FUNCTION_WORD = regex.compile(r"\s+(?:at|by|for|from|in|of|on|to|with)\s", regex.I)
PASSED_OVER = frozenset("a an and at by for from in of on or the to with".split())
REACH, LAST = 300, 40
_PLURAL = regex.compile(r"(?:\p{Lu}\.?){2,10}(?=s$)")


def long_form(short: str, before: str) -> str | None:
    """Return the words at the end of `before` whose initials are the letters of `short`, or None.

    At most ``min(n + 5, 2 n)`` words are looked at, for n letters (Schwartz & Hearst
    2003, section 3).  Stricter than theirs: every letter is an initial, in order, and
    only function words may be passed over, since a wrong long form changes counts.

    Examples
    --------
    >>> long_form("MND", "led by the Ministry of National Defense")
    'Ministry of National Defense'
    >>> long_form("AP", "ALPE D'HUEZ, France") is None
    True
    """
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = list(_WORD.finditer(before))[-min(len(letters) + 5, 2 * len(letters)):]
    parts = [part for word in words for part in _PART.finditer(before, word.start(), word.end())]

    @cache
    def first(i: int, j: int) -> int | None:
        """Return where the long form starts, with letters up to i and parts up to j still to match."""
        if i < 0:
            return parts[j + 1].start()
        if j < 0:
            return None
        name = parts[j].group().lower()
        taken = name[0] == letters[i] and not (i == 0 and name in PASSED_OVER)
        start = first(i - 1, j - 1) if taken else None
        return first(i, j - 1) if start is None and name in PASSED_OVER else start

    start = first(len(letters) - 1, len(parts) - 1)
    return None if start is None else before[start:].rstrip()


def spells(short: str, long: str) -> bool:
    """Return whether a long form spells out a short one: every word gives its initial, in order.

    Further letters may stand inside the words; function words may be passed over.

    >>> spells("UXO", "unexploded ordnance"), spells("UXO", "unusual explosive ordnance")
    (True, False)
    """
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = [part.group().lower() for part in _PART.finditer(long)]

    @cache
    def rest(i: int, j: int) -> bool:
        """Return whether words from j on can take the letters from i on."""
        if j == len(words):
            return i == len(letters)
        if words[j] in PASSED_OVER and rest(i, j + 1):
            return True
        position = 0 if i < len(letters) and words[j][0] == letters[i] else -1
        while position >= 0:
            i += 1
            if rest(i, j + 1):
                return True
            position = words[j].find(letters[i], position + 1) if i < len(letters) else -1
        return False

    return len(words) > 1 and rest(0, 0)


def _definition(text: str, bracket: regex.Match) -> tuple[str, str] | None:
    """Return short and long form of a bracket that defines, beyond doubt, or None."""
    inside, before = bracket.group(1), text[max(0, bracket.start() - REACH):bracket.start()]
    if plural := _PLURAL.match(inside):
        long = long_form(plural.group(), before)
        return (plain(plural.group()), singular(" ".join(long.split()))) if long and singular(long) != long else None
    if _DEFINED.fullmatch(inside):
        long = long_form(inside, before)
        return (plain(inside), " ".join(long.split())) if long and _same_digits(inside, long) else None
    short = BEFORE.search(before[-LAST:])
    if short and _WORDS.fullmatch(inside) and spells(short.group(1), inside):
        return plain(short.group(1)), without_article(inside)
    return None


def _same_digits(short: str, long: str) -> bool:
    """Return whether the digits of a short form, if any, are those of the long form too."""
    digits = "".join(filter(str.isdigit, short))
    return not digits or digits == "".join(filter(str.isdigit, long))


def without_article(long: str) -> str:
    """Return a long form, in single spaces, from its first word that is no function word."""
    words = long.split()
    first = next(i for i, word in enumerate(words) if word.lower() not in PASSED_OVER or i == len(words) - 1)
    return " ".join(words[first:])


def plain(short: str) -> str:
    """Return a short form without dots.

    >>> plain("U.N.")
    'UN'
    """
    return short.replace(".", "")


def _head(long: str) -> tuple[str, str]:
    """Return a long form up to the word that takes the plural, the one before a function word, and the rest.

    >>> _head("Conference of the Parties"), _head("aerial vehicle")
    (('Conference', ' of the Parties'), ('aerial vehicle', ''))
    """
    match = _FUNCTION_WORD.search(long)
    return (long[:match.start()], long[match.start():]) if match and match.start() else (long, "")


def singular(long: str) -> str:
    """Return a long form with its head in the singular, as far as the ending tells.

    >>> [singular(form) for form in ("aerial vehicles", "developed countries", "mass", "boxes", "Houses of the Lords")]
    ['aerial vehicle', 'developed country', 'mass', 'box', 'House of the Lords']
    """
    head, rest = _head(long)
    lower = head.lower()
    if lower.endswith("ies") and len(lower.split()[-1]) > 4:
        return head[:-3] + "y" + rest
    if lower.endswith(("sses", "xes", "ches", "shes")):
        return head[:-2] + rest
    return (head[:-1] if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) else head) + rest


def plural(long: str) -> str:
    """Return a long form with its head in the plural; one that ends in an s stays.

    >>> [plural(form) for form in ("aerial vehicle", "developed country", "box", "United Nations")]
    ['aerial vehicles', 'developed countries', 'boxes', 'United Nations']
    """
    head, rest = _head(long)
    lower = head.lower()
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return head[:-1] + "ies" + rest
    return head + ("" if lower.endswith("s") else "es" if lower.endswith(("x", "ch", "sh")) else "s") + rest


class Defined(NamedTuple):
    """A definition beyond doubt: short form without dots, long form, and whether dots stood in the short form."""

    short: str
    long: str
    dotted: bool


def sure_definitions(text: str) -> list[Defined]:
    """Return the definitions of one text that are beyond doubt, in order.

    >>> sure_definitions("the European Union (E.U.) and messenger RNA (mRNA)")
    [Defined(short='EU', long='European Union', dotted=True)]
    """
    found = ((_definition(text, bracket), bracket.group()) for bracket in BRACKET.finditer(text))
    return [Defined(*pair, "." in written) for pair, written in found if pair is not None]


def learn(texts: Iterable[str], table: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the long form of each short form, and the short forms that have several.

    Parameters
    ----------
    texts : iterable of str
    table : mapping of str to str
        Long forms given by the user; they win.

    Examples
    --------
    >>> learn(["the European Union (E.U.) and the Army Corps (AC)", "an Arts Council (AC)"], {})
    ({'EU': 'European Union'}, {'AC': ['Army Corps', 'Arts Council']})
    """
    return agree(map(sure_definitions, texts), table)


def agree(definitions: Iterable[Iterable[Defined]],
          table: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return what `learn` does, of the definitions of each text; singular and plural are one long form."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for text in definitions:
        for short, form, _ in text:
            found[short][singular(form_key(form))][form] += 1
    given = {plain(short): long for short, long in table.items()}
    best = {short: [min(forms, key=lambda form: (-forms[form], form)) for forms in groups.values()]
            for short, groups in found.items()}
    known = {short: forms[0] for short, forms in best.items() if len(forms) == 1}
    several = {short: sorted(forms) for short, forms in sorted(best.items()) if len(forms) > 1 and short not in given}
    return dict(sorted((known | given).items())), several


def form_key(form: str) -> str:
    """Return a long form without what does not tell two apart: letter case, quotes, spelling."""
    return " ".join(american(word) for word in form.lower().replace("’", "'").split())
