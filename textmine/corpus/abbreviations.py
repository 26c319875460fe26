"""Abbreviations and their long forms, as the texts themselves define them.

``United Nations (U.N.)`` in one article makes ``U.N.`` and ``UN`` mean *United
Nations* in all of them; otherwise house style, not theme, separates articles.
Definitions are found by the pattern of Schwartz & Hearst (2003), and a short
form with two different long forms is left alone.  A short form that is never
defined takes the capitalised phrase with its initials, if one phrase clearly
stands for it (`learn_by_initials`).

References
----------
Schwartz, A. S. and Hearst, M. A. (2003). A simple algorithm for identifying
abbreviation definitions in biomedical text. Pacific Symposium on Biocomputing
8, 451-462.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import regex

from textmine.corpus.spelling import american

DOTTED = regex.compile(r"(?<![\w.])(?:\p{Lu}\.){2,}(?!\p{L})(?:['’]s\b)?")
_DEFINITION = regex.compile(r"\(\s*((?:\p{Lu}\.?){2,10}\d{0,2})\s*\)")
_SHORT = regex.compile(r"(?<![\w.])(\p{Lu}[\p{L}\p{N}]{1,11})(?:['’](s)\b)?(?!\w)(?!\.\p{Lu})")
_WORD = regex.compile(r"\S+")
_PART = regex.compile(r"\p{L}[^\s-]*")
_PASSED_OVER = frozenset("a an and at by for from in of on or the to with".split())
_CAPITALS = regex.compile(r"(?<![\w.])\p{Lu}{3,6}(?![\w]|\.\w)")
_NAME = regex.compile(r"\p{Lu}[\p{L}'’]*(?:[^\S\n]+(?:(?:of|the|and|for|on|in|to)[^\S\n]+)*\p{Lu}[\p{L}'’]*)+")
LEAST_TIMES, LEAST_ARTICLES, DOMINANCE = 3, 2, 3
PRONOUN_TWINS = {"US": "United States"}
"""Short forms that would read as a stop word once in lower case."""


class Edit(NamedTuple):
    """A span of one text and what the tokenizer reads there instead."""

    start: int
    stop: int
    replacement: str
    rule: str


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
        taken = name[0] == letters[i] and not (i == 0 and name in _PASSED_OVER)
        start = first(i - 1, j - 1) if taken else None
        return first(i, j - 1) if start is None and name in _PASSED_OVER else start

    start = first(len(letters) - 1, len(parts) - 1)
    return None if start is None else before[start:].rstrip()


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
        for match in _DEFINITION.finditer(text):
            long = long_form(match.group(1), text[max(0, match.start() - 300):match.start()])
            if long is not None:
                form = " ".join(long.split())
                found[plain(match.group(1))][_key(form)][form] += 1
    given = {plain(short): long for short, long in table.items()}
    best = {short: [min(forms, key=lambda form: (-forms[form], form)) for forms in groups.values()]
            for short, groups in found.items()}
    known = {short: forms[0] for short, forms in best.items() if len(forms) == 1}
    several = {short: sorted(forms) for short, forms in sorted(best.items()) if len(forms) > 1 and short not in given}
    return dict(sorted((known | given).items())), several


def learn_by_initials(texts: Sequence[str], known: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return a long form, and how often it occurs, for short forms that no text defines.

    The short form has three to six capitals and occurs at least twice.  The long form
    is a capitalised phrase with these initials that occurs at least `LEAST_TIMES` times
    in at least `LEAST_ARTICLES` texts, `DOMINANCE` times as often as any other, and in
    no text beside the short form: an author who writes both, and defines neither, may
    mean two things.

    Parameters
    ----------
    texts : sequence of str
        Running text alone.
    known : collection of str
        Short forms to leave out.

    Examples
    --------
    >>> texts = ["the MND, an MND", "the Ministry of National Defense, a Ministry of National Defense",
    ...          "the Ministry of National Defense"]
    >>> learn_by_initials(texts, ())
    {'MND': ('Ministry of National Defense', 3)}
    """
    shorts: Counter[str] = Counter()
    users: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for line in filter(_mixed_case, text.splitlines()):
            for short in _CAPITALS.findall(line):
                shorts[short] += 1
                users[short].add(number)
    wanted = {short for short, n in shorts.items() if n >= 2 and short not in known}
    places: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts):
        for match in _NAME.finditer(text) if wanted else ():
            for short, form in _windows(match.group().split(), wanted):
                places[short][_key(form)].append((form, number))
    found = {}
    for short in sorted(places):
        first, *others = sorted(places[short].values(), key=lambda each: (-len(each), min(each)))
        n_others = max(map(len, others), default=0)
        spellers = {number for _, number in first}
        apart = spellers.isdisjoint(users[short]) and len(spellers) >= LEAST_ARTICLES
        if apart and len(first) >= max(LEAST_TIMES, DOMINANCE * n_others):
            found[short] = (min(first)[0], len(first))
    return found


def _windows(words: list[str], wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield short form and phrase for the runs of words whose initials are wanted."""
    named = [i for i, word in enumerate(words) if word[0].isupper()]
    for first in range(len(named)):
        for last in range(first + 2, min(first + 6, len(named))):
            short = "".join(words[i][0] for i in named[first:last + 1])
            if short in wanted:
                yield short, " ".join(words[named[first]:named[last] + 1])


def _key(form: str) -> str:
    """Return a long form without what does not tell two apart: letter case, quotes, spelling."""
    return " ".join(american(word) for word in form.lower().replace("’", "'").split())


def find_edits(text: str, long_forms: Mapping[str, str]) -> list[Edit]:
    """Return the changes that put long forms for short ones, and join dotted ones that have none.

    The definition ``(U.N.)`` behind its long form is read as nothing, so that it is
    not counted twice.

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
            mixed = _mixed_case(text[text.rfind("\n", 0, match.start()) + 1:mixed_until])
        if short in long_forms and (short not in PRONOUN_TWINS or mixed):
            edits[match.span()] = _replacement(short, match.group(2) or "", long_forms)
    for match in _DEFINITION.finditer(text):
        long = long_forms.get(plain(match.group(1)))
        before = " ".join(text[max(0, match.start() - 300):match.start()].split()[-len(long.split()):]) if long else ""
        if long and _key(before).endswith(_key(long)):
            edits[match.span(1)] = ""
    return [Edit(start, stop, replacement, "abbreviation") for (start, stop), replacement in sorted(edits.items())]


def _replacement(short: str, possessive: str, long_forms: Mapping[str, str]) -> str:
    """Return what stands for a short form: its long form, or itself without dots."""
    return long_forms.get(plain(short), plain(short)) + ("'s" if possessive else "")


def _mixed_case(line: str) -> bool:
    """Return whether a line has lower-case letters, so that its capitals mean something."""
    return any(character.islower() for character in line)
