"""Zones: the parts of an article that are not its running text.

Rules look at whole lines and whole blocks, never at words inside a sentence, so
that "translated by" in running text stays.  Everything that no rule marks is
the body.

=============  =========================================================
zone           what is marked
=============  =========================================================
boilerplate    layout markers, comment counters, site furniture, credits,
               bylines, datelines, signatures; page numbers, running heads
               and repeated lines (`textmine.corpus.cleaning.repetition`)
caption        captions of pictures
heading        titles and section headings
=============  =========================================================
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from typing import NamedTuple

import regex

from textmine.corpus.cleaning.line_rules import BOILERPLATE, CAPTION, CREDIT_WORDS, HEADING, LINE_RULES, ZONES, LineRule
from textmine.corpus.layout import Block, blocks, lines

__all__ = ["BOILERPLATE", "CAPTION", "HEADING", "LINE_RULES", "ZONES", "Zone", "find_zones"]

_NAME = r"\p{Lu}[\p{L}.'’-]*"
_ANY_LINE_RULE = regex.compile("|".join(f"(?:{rule.pattern})" for rule in LINE_RULES.values()))
_TITLE = r"(?:(?:Sr|Jr|Lt|Gen|Maj|Col|Brig|Capt|Adm|Sgt|Dr|Prof|Assoc|Mr|Mrs|Ms|Amb|Hon|Rev|Sen|Rep)\b\.?\s*)"
_SIGNATURE = regex.compile(
    rf"(?:{_TITLE}+{_NAME}(?:\s+{_NAME})*|\p{{Lu}}{{2,}}(?:\s+\p{{Lu}}{{2,}})+),\s*\p{{Lu}}")
_PHOTO = regex.compile(r"\((?:Photos?|Picture|Image)\b\s*:"
                       r"|[.…]\s+(?:Photos?|Image)\s*:\s*\S+(?:\s+\S+){0,7}$"
                       r"|\b(?:In|Above|Below)\s+(?:the|this)\s+(?:photo|picture)\s*:"
                       r"|^(?:Photos?|Picture|Image|Illustration)\s*:"
                       r"|^(?:Figure|Fig\.|Table|Photo)\s+\d+\s*[.:]", regex.I)
_NAME_WORD = r"(?:(?:\p{Lu}|\d)[^\s:]*|of|the|and|for)"
_NO_CAPTION = regex.compile(r"\p{L}+\s+\d|(?i:(?:.*\s)?(?:i|i'm|my|me|you|your|we|our|no|yes)(?=[\s,!]))")
_NO_PARTICIPLE = ("during|morning|evening|spring|king|nothing|something|everything|anything|according|regarding|"
                  "concerning")
_DOING = regex.compile(rf"(?=\p{{Lu}})({_NAME_WORD}(?:\s+{_NAME_WORD})*)\s+(?!(?:{_NO_PARTICIPLE})\b)\p{{Ll}}+ing\s+"
                       r"(?!(?:and|or|of|is|are|was|were|has|have|had|will|would|can|may|must|should)\b)\p{Ll}+\b")
_CAPITALISED = regex.compile(r"(?<![^\s(])\p{Lu}[^\s:]*\p{L}")
_CREDIT = regex.compile(r"\((?:Photos?|Picture|Image)\b\s*:[^)]*\)\s*$", regex.I)
_SENTENCE_WORDS = frozenset(
    "i me my we us our you your he him his she her they them it its am is are was were be been has have had do does "
    "did will shall would should must can could may might said says let thank thanks bless dear fellow ladies "
    "gentlemen sir madam amen damen herren geehrte yes no there".split())
_NOT_FIRST = frozenset("and but so then or for because although if when while".split())

CAPTION_WORDS, HEADING_WORDS, PARAGRAPH_WORDS = 80, 16, 25


class Zone(NamedTuple):
    """A span of one text, what it is, and the rule that says so."""

    start: int
    stop: int
    zone: str
    rule: str


def find_zones(text: str, rules: frozenset[str], line_rules: Iterable[LineRule] = tuple(LINE_RULES.values()),
               learned: Collection[Zone] = ()) -> list[Zone]:
    """Return the zones of one text, in order, without overlaps.

    Parameters
    ----------
    text : str
    rules : frozenset of str
        Which rules to apply: names of `line_rules`, ``"signature"``, ``"caption"``, ``"heading"``.
    line_rules : iterable of LineRule
        The first one that takes a line names it; by default `LINE_RULES`.
    learned : collection of Zone
        Lines that repetition gave away; a line rule goes before.

    Examples
    --------
    >>> find_zones("It was translated by Ann.\\n\\nTranslated by Ann Lee", frozenset({"translator"}))
    [Zone(start=27, stop=48, zone='boilerplate', rule='translator')]
    """
    found = _line_zones(text, [rule for rule in line_rules if rule.name in rules], learned)
    taken = {(zone.start, zone.stop) for zone in found}
    body = blocks(text, [span for span in lines(text) if span not in taken])
    markers = [zone.stop for zone in found if zone.rule == "layout marker"]
    labels = _label_blocks(text, body, markers, rules)
    for block, (zone, rule) in zip(body, labels, strict=True):
        credit = _CREDIT.search(block.text) if zone == CAPTION and block.n_words > CREDIT_WORDS else None
        start = block.start + (credit.start() if credit else 0)
        found += [Zone(start, block.stop, zone, rule)] if zone else []
    return sorted(found)


def _line_zones(text: str, rules: list[LineRule], learned: Collection[Zone]) -> list[Zone]:
    """Return a zone for each whole line that a rule takes or repetition gave away."""
    known = {(zone.start, zone.stop): zone for zone in learned}
    others = [rule for rule in rules if LINE_RULES.get(rule.name) is not rule]
    found = []
    for start, stop in lines(text):
        line = text[start:stop]
        tried = rules if _ANY_LINE_RULE.fullmatch(line) else others
        rule = next((rule for rule in tried if rule.matches(line)), None)
        if rule is not None:
            found.append(Zone(start, stop, rule.zone, rule.name))
        elif (start, stop) in known:
            found.append(known[start, stop])
    return found


def _label_blocks(text: str, body: list[Block], markers: list[int], rules: frozenset[str]) -> list[tuple[str, str]]:
    """Return zone and rule of each block, ``("", "")`` for running text."""
    labels = [("", "")] * len(body)
    for i, block in enumerate(body):
        if "caption" in rules and _is_caption(text, block, markers):
            labels[i] = (CAPTION, "caption")
    if "signature" in rules:
        for i in [i for i, (zone, _) in enumerate(labels) if not zone][-2:]:
            if _is_signature(body[i]) and not any(other.is_closed for other in body[i + 1:]):
                labels[i] = (BOILERPLATE, "signature")
    if "heading" in rules:
        rest = [i for i, (zone, _) in enumerate(labels) if not zone]
        for i in _headings([body[j] for j in rest]):
            labels[rest[i]] = (HEADING, "heading")
    return labels


def _is_caption(text: str, block: Block, markers: list[int]) -> bool:
    """Return whether a block reads as the caption of a picture."""
    if block.n_words > CAPTION_WORDS:
        return False
    nearest = bisect_right(markers, block.start) - 1
    follows_marker = nearest >= 0 and not text[markers[nearest]:block.start].strip()
    if follows_marker and block.n_words <= CAPTION_WORDS // 2:
        return True
    if _PHOTO.search(block.text):
        return True
    return block.n_lines == 1 and not block.is_closed and _shows(block.text)


def _shows(line: str) -> bool:
    """Return whether a line says what someone named is doing: no number or label before, nobody spoken to.

    >>> _shows("Field Hospital No.1 operating at Bentiu"), _shows("Task 5 Capacity building for all")
    (True, False)
    """
    doing = _DOING.match(line)
    return (doing is not None and len(_CAPITALISED.findall(doing.group(1))) >= 2
            and _NO_CAPTION.match(line.replace("’", "'")) is None)


def _is_signature(block: Block) -> bool:
    """Return whether a block names its author with rank or in capitals, then an office."""
    return block.n_words <= 2 * CREDIT_WORDS and not block.is_closed and bool(_SIGNATURE.match(block.text))


def _headings(body: list[Block]) -> list[int]:
    """Return which blocks are headings: one short open line that stands alone before a paragraph.

    Several short lines in a row are a list or verse, and an open sentence is rhetoric, not
    a heading.
    """
    def short(i: int) -> bool:
        block = body[i]
        return block.n_lines == 1 and block.n_words <= HEADING_WORDS and not block.is_closed

    def titled(i: int) -> bool:
        return body[i].text[0].isalnum() and not _is_sentence(body[i].text)

    def paragraph(i: int) -> bool:
        return i < len(body) and body[i].is_closed and body[i].n_words >= PARAGRAPH_WORDS

    return [i for i in range(len(body))
            if short(i) and titled(i) and paragraph(i + 1) and (i == 0 or not short(i - 1))]


def _is_sentence(line: str) -> bool:
    """Return whether an open line says something rather than names it: a pronoun, a finite verb, a greeting.

    In Title Case and in capitals a line is a title all the same.
    """
    words = line.replace("’", "'").split()
    if all(word[0].isupper() for word in words if len(word) > 3 and word[0].isalpha()) and len(words) > 2:
        return words[0].lower() in ("dear", "my")
    folded = [word.lower().strip(",.;:!?\"'") for word in words]
    return folded[0] in _NOT_FIRST or not _SENTENCE_WORDS.isdisjoint(folded)
