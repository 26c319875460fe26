"""Where a text is read with the long form of an abbreviation: which short forms, and at which places.

`textmine.corpus.cleaning.short_forms` says what a short form means, `homographs` where that is safe;
here both become edits of one text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import regex

from textmine.corpus.cleaning.edits import Edit, layered
from textmine.corpus.cleaning.homographs import (
    PRONOUN_TWINS,
    is_country,
    is_mixed_case,
    is_money,
    is_shouted,
    speaks_of_country,
)
from textmine.corpus.cleaning.short_forms import (
    BEFORE,
    BRACKET,
    LAST,
    REACH,
    form_key,
    plain,
    singular,
    without_article,
)

DOTTED = regex.compile(r"(?<![\w.])(?:\p{Lu}\.){2,}(?:s\b|(?!\p{L}))(?:['’]s\b)?")
_SHORT = regex.compile(r"(?<![\w.])(\p{Lu}[\p{L}\p{N}]{1,11})(?:['’](s)\b)?(?!\w)(?!\.\p{Lu})")
_IN_COMPOUND = regex.compile(r"[-‐‑]\p{L}")


class Reach(NamedTuple):
    """Which short forms are read in one text: its own; those of all texts; and which of them are words too."""

    own: Collection[str]
    everywhere: Collection[str] = frozenset()
    words: Collection[str] = frozenset(PRONOUN_TWINS)


def find_edits(text: str, long_forms: Mapping[str, str], reach: Reach | None = None) -> list[Edit]:
    """Return the changes that put long forms for short ones, and join dotted ones that have none.

    The bracket of a definition, ``(U.N.)`` behind its long form or ``(unexploded ordnance)``
    behind its short one, is read as nothing, so that neither is counted twice.

    Parameters
    ----------
    text : str
    long_forms : mapping of str to str
        By short form without dots.
    reach : Reach, optional
        By default the text defines all of them.

    Examples
    --------
    >>> for edit in find_edits("The United Nations (U.N.) and U.N. staff of the D.C. office", {"UN": "United Nations"}):
    ...     print(edit.start, edit.stop, repr(edit.replacement))
    20 24 ''
    30 34 'United Nations'
    48 52 'DC'
    """
    reach = Reach(long_forms) if reach is None else reach
    edits = {}
    for match in DOTTED.finditer(text):
        written, _, possessive = match.group().replace("’", "'").partition("'")
        short = plain(written)
        known = short in long_forms and (short in reach.own or short in reach.everywhere)
        edits[match.span()] = (long_forms[short] if known else short) + ("'s" if possessive else "")
    place = _Place(text, long_forms, reach)
    for match in _SHORT.finditer(text) if long_forms else ():
        short = match.group(1)
        if short in long_forms and place.reads(short, *match.span(1)):
            edits[match.span()] = long_forms[short] + ("'s" if match.group(2) else "")
    silent = [Edit(bracket.start(1), bracket.end(1), "", "abbreviation") for bracket in BRACKET.finditer(text)
              if long_forms and _repeats(text, bracket, long_forms)]
    return layered(silent, [Edit(start, stop, replacement, "abbreviation")
                            for (start, stop), replacement in sorted(edits.items())])


class _Place:
    """Whether a short form without dots is read as its long form at a place of one text."""

    def __init__(self, text: str, long_forms: Mapping[str, str], reach: Reach) -> None:
        self.text, self.long_forms, self.reach = text, long_forms, reach
        self.line_end, self.mixed = -1, False
        self.country: bool | None = None

    def reads(self, short: str, start: int, stop: int) -> bool:
        """Return whether the text means the long form: its own definition, or a safe one of another text."""
        if PRONOUN_TWINS.get(short) == self.long_forms[short]:
            return self._capitals_mean(start, stop) and self._names_country(start, stop)
        if short in self.reach.own:
            return short not in self.reach.words or self._capitals_mean(start, stop)
        return (short in self.reach.everywhere and short not in self.reach.words
                and not _IN_COMPOUND.match(self.text, stop)
                and not (start > 1 and self.text[start - 1] in "-‐‑" and self.text[start - 2].isalpha()))

    def _capitals_mean(self, start: int, stop: int) -> bool:
        """Return whether a word in capitals is not so for being shouted."""
        if start > self.line_end:
            self.line_end = self.text.find("\n", start) % (len(self.text) + 1)
            self.mixed = is_mixed_case(self.text[self.text.rfind("\n", 0, start) + 1:self.line_end])
        return self.mixed and not is_shouted(self.text, start, stop, self.long_forms)

    def _names_country(self, start: int, stop: int) -> bool:
        """Return whether the text or the place says that *US* is no pronoun."""
        if is_money(self.text, stop):
            return False
        if self.country is None:
            self.country = speaks_of_country(self.text)
        return self.country or is_country(self.text, start, stop)


def _repeats(text: str, bracket: regex.Match, long_forms: Mapping[str, str]) -> bool:
    """Return whether a bracket holds the other form of the abbreviation before it."""
    inside, before = bracket.group(1), text[max(0, bracket.start() - REACH):bracket.start()]
    long = long_forms.get(plain(inside))
    if long:
        said = form_key(" ".join(before.split()[-len(long.split()):]))
        return said.endswith(form_key(long)) or singular(said).endswith(singular(form_key(long)))
    short = BEFORE.search(before[-LAST:])
    long = long_forms.get(plain(short.group(1))) if short else None
    return bool(long) and form_key(without_article(inside)) == form_key(long or "")
