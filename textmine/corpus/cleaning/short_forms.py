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

import regex

from textmine.corpus.cleaning.edits import Edit, layered
from textmine.corpus.cleaning.spelling import american

DOTTED = regex.compile(r"(?<![\w.])(?:\p{Lu}\.){2,}(?!\p{L})(?:['’]s\b)?")
_BRACKET = regex.compile(r"\(\s*([^()]{2,200}?)\s*\)")
_DEFINED = regex.compile(r"(?:\p{Lu}\.?){2,10}\d{0,2}|(?=\p{Lu}\p{Ll}*\p{Lu}|\p{Lu}\p{L}*\p{Lu}$)\p{Lu}\p{L}{1,9}")
_BEFORE = regex.compile(r"(?<![\w.])((?:\p{Lu}\.?){3,10})\s*$")
_WORDS = regex.compile(r"\p{L}[\p{L}\p{M}'’]*(?:[\s-]+\p{L}[\p{L}\p{M}'’]*)+")
_SHORT = regex.compile(r"(?<![\w.])(\p{Lu}[\p{L}\p{N}]{1,11})(?:['’](s)\b)?(?!\w)(?!\.\p{Lu})")
_WORD = regex.compile(r"\S+")
_PART = regex.compile(r"\p{L}[^\s-]*")
PASSED_OVER = frozenset("a an and at by for from in of on or the to with".split())
REACH, LAST = 300, 40
PRONOUN_TWINS = {"US": "United States"}
"""Short forms that would read as a stop word once in lower case."""


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
    if _DEFINED.fullmatch(inside):
        long = long_form(inside, before)
        return (plain(inside), " ".join(long.split())) if long and _same_digits(inside, long) else None
    short = _BEFORE.search(before[-LAST:])
    if short and _WORDS.fullmatch(inside) and spells(short.group(1), inside):
        return plain(short.group(1)), _without_article(inside)
    return None


def _same_digits(short: str, long: str) -> bool:
    """Return whether the digits of a short form, if any, are those of the long form too."""
    digits = "".join(filter(str.isdigit, short))
    return not digits or digits == "".join(filter(str.isdigit, long))


def _without_article(long: str) -> str:
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
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for text in texts:
        for bracket in _BRACKET.finditer(text):
            definition = _definition(text, bracket)
            if definition is not None:
                short, form = definition
                found[short][form_key(form)][form] += 1
    given = {plain(short): long for short, long in table.items()}
    best = {short: [min(forms, key=lambda form: (-forms[form], form)) for forms in groups.values()]
            for short, groups in found.items()}
    known = {short: forms[0] for short, forms in best.items() if len(forms) == 1}
    several = {short: sorted(forms) for short, forms in sorted(best.items()) if len(forms) > 1 and short not in given}
    return dict(sorted((known | given).items())), several


def form_key(form: str) -> str:
    """Return a long form without what does not tell two apart: letter case, quotes, spelling."""
    return " ".join(american(word) for word in form.lower().replace("’", "'").split())


def find_edits(text: str, long_forms: Mapping[str, str]) -> list[Edit]:
    """Return the changes that put long forms for short ones, and join dotted ones that have none.

    The bracket of a definition, ``(U.N.)`` behind its long form or ``(unexploded ordnance)``
    behind its short one, is read as nothing, so that neither is counted twice.

    Examples
    --------
    >>> for edit in find_edits("The United Nations (U.N.) and U.N. staff of the D.C. office", {"UN": "United Nations"}):
    ...     print(edit.start, edit.stop, repr(edit.replacement))
    20 24 ''
    30 34 'United Nations'
    48 52 'DC'
    """
    edits = {}
    for match in DOTTED.finditer(text):
        short, _, possessive = match.group().replace("’", "'").partition("'")
        edits[match.span()] = _replacement(short, possessive, long_forms)
    mixed_until, mixed = -1, False
    for match in _SHORT.finditer(text) if long_forms else ():
        short = match.group(1)
        if short in PRONOUN_TWINS and match.start() > mixed_until:
            mixed_until = text.find("\n", match.start()) % (len(text) + 1)
            mixed = is_mixed_case(text[text.rfind("\n", 0, match.start()) + 1:mixed_until])
        if short in long_forms and (short not in PRONOUN_TWINS or mixed):
            edits[match.span()] = _replacement(short, match.group(2) or "", long_forms)
    silent = [Edit(bracket.start(1), bracket.end(1), "", "abbreviation") for bracket in _BRACKET.finditer(text)
              if long_forms and _repeats(text, bracket, long_forms)]
    return layered(silent, [Edit(start, stop, replacement, "abbreviation")
                            for (start, stop), replacement in sorted(edits.items())])


def _repeats(text: str, bracket: regex.Match, long_forms: Mapping[str, str]) -> bool:
    """Return whether a bracket holds the other form of the abbreviation before it."""
    inside, before = bracket.group(1), text[max(0, bracket.start() - REACH):bracket.start()]
    long = long_forms.get(plain(inside))
    if long:
        return form_key(" ".join(before.split()[-len(long.split()):])).endswith(form_key(long))
    short = _BEFORE.search(before[-LAST:])
    long = long_forms.get(plain(short.group(1))) if short else None
    return bool(long) and form_key(_without_article(inside)) == form_key(long or "")


def _replacement(short: str, possessive: str, long_forms: Mapping[str, str]) -> str:
    """Return what stands for a short form: its long form, or itself without dots."""
    return long_forms.get(plain(short), plain(short)) + ("'s" if possessive else "")


def is_mixed_case(line: str) -> bool:
    """Return whether a line has lower-case letters, so that its capitals mean something."""
    return any(character.islower() for character in line)
