"""Rules as data: which whole lines are not running text, and which words are read otherwise.

A `LineRule` names the zone of every line that its pattern matches from end to
end, so that a phrase inside a sentence is safe.  A `Replacement` names what the
tokenizer reads in the place of a match.  `LINE_RULES` are the rules that textmine
brings; `Corpus.clean` takes more of both kinds through ``extra=``, and the audit
counts them like its own.

Patterns are regular expressions of the `regex` module.  A pattern that backtracks
without end stops with an error after `TIMEOUT` seconds on one line or text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from textmine import _check

BOILERPLATE, CAPTION, HEADING = "boilerplate", "caption", "heading"
ZONES = (BOILERPLATE, CAPTION, HEADING)
CREDIT_WORDS = 30
TIMEOUT = 10.0
"""Seconds that a pattern may spend on one line or text."""


@dataclass(frozen=True)
class LineRule:
    """A zone for each line that matches a pattern as a whole.

    Parameters
    ----------
    name : str
        As the audit shows it.
    pattern : str
        A regular expression, tried on the line without the white space around it.
    zone : {"boilerplate", "caption", "heading"}, default "boilerplate"
    language : str, optional
        Such as ``"en"``; by default the rule is for any language.
    max_words : int, optional
        Longer lines stay.

    Raises
    ------
    ValueError
        For an empty name, a pattern that is no regular expression or matches the empty text,
        an unknown zone.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["Filed under: Trade\\n\\nTrade grew."], ["a"])
    >>> rule = LineRule("filing", r"Filed under: .*")
    >>> corpus.clean(extra=[rule]).audit[["rule", "detail", "article", "count"]]
         rule       detail article  count
    0  filing  boilerplate       a      1
    """

    name: str
    pattern: str
    zone: str = BOILERPLATE
    language: str | None = None
    max_words: int | None = None

    def __post_init__(self) -> None:
        _check_rule(self.name, self.pattern, self.language)
        _check.one_of("zone", self.zone, ZONES)
        if self.max_words is not None:
            _check.integer("max_words", self.max_words, 1)

    def matches(self, line: str) -> bool:
        """Return whether the rule takes a whole line."""
        try:
            match = _compiled(self.pattern).fullmatch(line, timeout=TIMEOUT)
        except TimeoutError:
            raise _too_slow(self.name, self.pattern) from None
        return match is not None and (self.max_words is None or len(line.split()) <= self.max_words)


@dataclass(frozen=True)
class Replacement:
    """What is read in the place of each match of a pattern.

    Parameters
    ----------
    name : str
        As the audit shows it.
    pattern : str
        A regular expression; ``\\\\b`` keeps it to whole words.  White space around a match is left
        as it is, and a match of white space alone changes nothing.
    replacement : str
        The words to read there, ``""`` for none; a name in angle brackets, such as
        ``"<ship>"``, is one token.
    language : str, optional
        Such as ``"en"``; by default the rule is for any language.

    Raises
    ------
    ValueError
        As `LineRule`.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["Blue helmets and blue  helmet hospitals"], ["a"])
    >>> rule = Replacement("peacekeepers", r"(?i)\\bblue\\s+helmets?\\b", "peacekeepers")
    >>> tm.tokenize(corpus.clean(extra=[rule])).words(0)
    ['peacekeepers', 'and', 'peacekeepers', 'hospitals']
    """

    name: str
    pattern: str
    replacement: str
    language: str | None = None

    def __post_init__(self) -> None:
        _check_rule(self.name, self.pattern, self.language)
        if not isinstance(self.replacement, str):
            raise ValueError(f"replacement must be a text, '' for none, got {self.replacement!r}")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and stop of each match in a text, without the white space around it."""
        try:
            for match in _compiled(self.pattern).finditer(text, timeout=TIMEOUT):
                found = match.group()
                if found.strip():
                    yield match.start() + len(found) - len(found.lstrip()), match.start() + len(found.rstrip())
        except TimeoutError:
            raise _too_slow(self.name, self.pattern) from None


_compiled = cache(regex.compile)


def _check_rule(name: object, pattern: object, language: object) -> None:
    """Raise unless name, pattern and language make a rule."""
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"name must be a text that is not empty, got {name!r}")
    if not isinstance(pattern, str):
        raise ValueError(f"pattern must be a regular expression as text, got {pattern!r}")
    try:
        compiled = _compiled(pattern)
    except regex.error as error:
        raise ValueError(f"pattern must be a regular expression, got {pattern!r}: {error}") from None
    if compiled.fullmatch(""):
        raise ValueError(f"pattern must not match the empty text, got {pattern!r}")
    _check.language(language)


def _too_slow(name: str, pattern: str) -> ValueError:
    """Return the error for a pattern that backtracks without end."""
    return ValueError(f"pattern must need at most {TIMEOUT:g} seconds on one line or text, got more with {pattern!r} "
                      f"of rule {name!r}: avoid repetitions inside repetitions, such as (a+)+")


_NAME = r"\p{Lu}[\p{L}.'’-]*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DATE = (rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}"
         r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})")
_TIME = (r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[AaPp]\.?[Mm]\.?)?)?"
         r"(?:\s*\(?(?:GMT|UTC)\s*(?:[+-]\s*\d{1,2}(?::?\d\d)?)?\)?)?")

LINE_RULES = {rule.name: rule for rule in (
    LineRule("layout marker", r"(?:left|center|right|del){2,}", max_words=CREDIT_WORDS),
    LineRule("page number", r"(?i:page|seite|p[aá]gina)\s+\d+(?:\s*(?i:of|von|sur|de|di|/)\s*\d+)?"
             r"|[-–—]\s*\d+\s*[-–—]"),
    LineRule("comment counter", r"(?i:(?:Your\s+)?Comments?\s*\(\d+\)|\d+\s+Comments?)", BOILERPLATE, "en",
             CREDIT_WORDS),
    LineRule("site furniture",
             r"(?i:Share\s+(?:this|on)\b[^.!?]*|Read\s+(?:more|also)\s*:.*"
             r"|(?:©|\(c\)\s*(?:Copyright\s*)?\d{4}|Copyright\s+(?:©|\(c\)|\d{4})).*"
             r"|[^.!?]*\bAll\s+rights\s+reserved\.?|Advertisement|Print\s+this\s+(?:page|article))",
             BOILERPLATE, "en", CREDIT_WORDS),
    LineRule("translator", r"Translated\s+by:?\s+\p{Lu}[^.!?]*(?:\p{Lu}\.[^.!?]*)*", BOILERPLATE, "en", CREDIT_WORDS),
    LineRule("author", r"(?:Written|Reported|Story|Text|Article)\s+by:?\s+\p{Lu}[^.!?]*(?:\p{Lu}\.[^.!?]*)*",
             BOILERPLATE, "en", CREDIT_WORDS),
    LineRule("byline", rf"By:?\s+{_NAME}(?:\s+{_NAME}){{1,4}}(?:(?:,|\s+and)\s+{_NAME}(?:\s+{_NAME}){{1,4}})*"
             r"(?:\s*[,|/–-]\s*[^.!?]*)?", BOILERPLATE, "en", CREDIT_WORDS),
    LineRule("dateline", _DAY + _DATE + _TIME, BOILERPLATE, "en", CREDIT_WORDS),
)}
"""The line rules of textmine by name, in the order in which they are tried."""
