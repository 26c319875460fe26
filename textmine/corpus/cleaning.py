"""Cleaning: one table of rules, and an audit that counts what each of them did.

Three kinds of rule, none of which touches a text:

* *zones* mark what is not running text (`textmine.corpus.zones`);
* *edits* record a span and what the tokenizer reads there instead
  (`textmine.corpus.abbreviations`);
* *forms* make several written forms of one word count as one: curly quotes,
  letter case in names with numbers, spelling.

Every row of the audit names the rule, the article, how often it applied in the
whole text, zones included, and the first place, so that a reader can judge each
decision.  The rule "letter case" only reports: `tokenize` folds letter case anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import pyarrow as pa
import regex

from textmine import _check
from textmine.corpus import abbreviations as short_forms
from textmine.corpus import spelling as spellings
from textmine.corpus.abbreviations import Edit
from textmine.corpus.schemas import AUDIT, EDITS, ZONES, Normalization, is_english, table_of
from textmine.corpus.zones import LINE_RULES, Zone, find_zones

ZONE_RULES = (*LINE_RULES, "signature", "caption", "heading")
ENGLISH_RULES = ("comment counter", "site furniture", "translator", "author", "byline", "dateline", "signature",
                 "caption", "initials", "spelling")
RULES = (*ZONE_RULES, "abbreviation", "initials", "quotes", "letter case", "spelling")

QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " "}
_QUOTE = regex.compile("[" + "".join(QUOTES) + "]")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")
_NAME_WITH_NUMBER = regex.compile(r"\b\p{L}+-\d+\b")


class Cleaning(NamedTuple):
    """What cleaning found: tables of `textmine.corpus.schemas`, and forms to merge."""

    zones: pa.Table
    edits: pa.Table
    normalization: Normalization
    log: pa.Table


def clean_texts(
    names: Sequence[str],
    texts: Sequence[str],
    language: str | None,
    rules: Sequence[str] | None,
    abbreviations: Mapping[str, str],
    spelling: str,
) -> Cleaning:
    """Return zones, edits, merged forms and the audit of some texts; see `Corpus.clean`.

    Raises
    ------
    ValueError
        For an unknown rule, and for an English rule on texts of another language.
    """
    chosen = _choose_rules(language, rules)
    _check.one_of("spelling", spelling, ("auto", "us", "uk"))
    if not isinstance(abbreviations, Mapping) or not all(
            isinstance(form, str) and form.strip() for pair in abbreviations.items() for form in pair):
        raise ValueError("abbreviations must map short forms to long forms, such as {'UN': 'United Nations'}, "
                         f"got {abbreviations!r}")
    zones = [find_zones(text, chosen) for text in texts]
    running = ["\n".join(text[start:stop] for start, stop in _running_text(text, found))
               for text, found in zip(texts, zones, strict=True)]
    twins = short_forms.PRONOUN_TWINS if is_english(language) else {}
    short = _ShortForms.find(texts, running, chosen, abbreviations, twins)
    edits = [short_forms.find_edits(text, short.long_forms) if "abbreviation" in chosen else [] for text in texts]
    forms = _Forms.find(running, chosen, spelling)
    log = [row for name, text, found in zip(names, texts, zones, strict=True) for row in _log_zones(name, text, found)]
    log += short.log(names, texts, edits)
    log += [row for name, text in zip(names, texts, strict=True) for row in forms.log(name, text)]
    return Cleaning(
        _table(zones, ZONES), _table(edits, EDITS),
        Normalization(forms.characters, forms.spelling, short.normalization), pa.Table.from_pylist(log, schema=AUDIT))


def _choose_rules(language: str | None, rules: Sequence[str] | None) -> frozenset[str]:
    """Return the rules to apply: those asked for, or all that the language allows."""
    english = is_english(language)
    if rules is None:
        return frozenset(rule for rule in RULES if english or rule not in ENGLISH_RULES)
    if isinstance(rules, str):
        raise ValueError(f"rules must be a sequence of names, got the text {rules!r}: write [{rules!r}]")
    for rule in rules:
        _check.one_of("rules", rule, RULES, "names of")
        if rule in ENGLISH_RULES and not english:
            raise ValueError(f"rules must suit the language of the corpus, {language!r}; {rule!r} is for "
                             "English: pass language='en' to read_corpus, or leave the rule out")
    if "initials" in rules and "abbreviation" not in rules:
        raise ValueError(f"rules must hold 'abbreviation' beside 'initials', which adds to it, got {list(rules)}")
    return frozenset(rules)


def _table(per_text: Sequence[Sequence[tuple]], schema: pa.Schema) -> pa.Table:
    """Return one table of the tuples found in each text."""
    return table_of([(source, *found) for source, items in enumerate(per_text) for found in items], schema)


def _row(rule: str, detail: str, article: str | None, spans: Sequence[str]) -> dict[str, object]:
    """Return one row of the audit for the source texts of the places where a rule applied."""
    example = " ".join(spans[0].split())
    return {"rule": rule, "detail": detail, "article": article, "count": len(spans),
            "characters": sum(map(len, spans)), "example": example if len(example) <= 80 else example[:79] + "…"}


def _log_zones(article: str, text: str, zones: Sequence[Zone]) -> Iterator[dict[str, object]]:
    """Yield an audit row for each rule that marked zones in one text."""
    for rule in ZONE_RULES:
        spans = [text[zone.start:zone.stop] for zone in zones if zone.rule == rule]
        if spans:
            zone = next(zone.zone for zone in zones if zone.rule == rule)
            yield _row(rule, zone, article, spans)


@dataclass(frozen=True)
class _ShortForms:
    """Abbreviations: their long forms, those with several, and those read from initials alone."""

    twins: Mapping[str, str]
    defined: Mapping[str, str]
    several: Mapping[str, Sequence[str]]
    inferred: Mapping[str, tuple[str, int]]

    @classmethod
    def find(cls, texts: Sequence[str], running: Sequence[str], rules: frozenset[str],
             table: Mapping[str, str], twins: Mapping[str, str]) -> _ShortForms:
        """Return what the chosen rules know about the abbreviations of these texts."""
        if "abbreviation" not in rules:
            return cls({}, {}, {}, {})
        defined, several = short_forms.learn(texts, table)
        known = {*defined, *several, *twins}
        return cls(twins, defined, several,
                   short_forms.learn_by_initials(running, known) if "initials" in rules else {})

    @property
    def long_forms(self) -> dict[str, str]:
        """All long forms to put in."""
        inferred = {short: form for short, (form, _) in self.inferred.items()}
        return dict(self.twins) | inferred | dict(self.defined)

    @property
    def normalization(self) -> Mapping[str, str]:
        """Long forms by lower-case short form, for searching; pronouns are not among them."""
        return MappingProxyType({short.lower(): form for short, form in self.long_forms.items()
                                 if short not in self.twins})

    def log(self, names: Sequence[str], texts: Sequence[str],
            edits: Sequence[Sequence[Edit]]) -> Iterator[dict[str, object]]:
        """Yield an audit row for each change of an abbreviation, and for each one left alone."""
        for name, text, found in zip(names, texts, edits, strict=True):
            changes = Counter((text[edit.start:edit.stop], edit.replacement) for edit in found)
            for (short, long), n in sorted(changes.items()):
                detail = f"{short} → {long}" if long else f"({short}) after its long form, not counted twice"
                inferred = short_forms.plain(short.replace("’", "'").partition("'")[0]) in self.inferred
                rule = "initials" if inferred else "abbreviation"
                yield _row(rule, detail, name, [short] * n)
        for short, forms in self.several.items():
            yield {"rule": "abbreviation", "detail": f"{short} left alone: {' / '.join(forms)}", "article": None,
                   "count": 0, "characters": 0, "example": short}


@dataclass(frozen=True)
class _Forms:
    """Written forms of one word, and which rule brought each together."""

    characters: Mapping[str, str]
    cases: Mapping[str, str]
    spelling: Mapping[str, str]

    @classmethod
    def find(cls, running: Sequence[str], rules: frozenset[str], keep: str) -> _Forms:
        """Return the forms that the chosen rules merge in the running text of a corpus."""
        counts = Counter(_fold(word) for text in running for word in _WORD.findall(text))
        names = Counter(name for text in running for name in _NAME_WITH_NUMBER.findall(text))
        spelled = spellings.resolved(spellings.hyphen_merges(counts) | spellings.merges(counts, keep))
        return cls(
            MappingProxyType(QUOTES if "quotes" in rules else {}),
            MappingProxyType(_one_case(names) if "letter case" in rules else {}),
            MappingProxyType(spelled if "spelling" in rules else {}),
        )

    def log(self, article: str, text: str) -> Iterator[dict[str, object]]:
        """Yield an audit row for each form of one text that is read as another."""
        if self.characters and (found := _QUOTE.findall(text)):
            yield _row("quotes", "typographic quotes and spaces → plain", article, found)
        cases, spelled = ("letter case", _NAME_WITH_NUMBER, self.cases), ("spelling", _WORD, self.spelling)
        for rule, pattern, forms in (cases, spelled):
            words = [word if word in forms else _fold(word) for word in pattern.findall(text)] if forms else []
            for form, n in sorted(Counter(word for word in words if word in forms).items()):
                yield _row(rule, f"{form} → {forms[form]}", article, [form] * n)


def _one_case(names: Counter[str]) -> dict[str, str]:
    """Return form → most frequent form for names that differ in letter case alone."""
    by_fold: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-names[name], name)):
        by_fold.setdefault(name.lower(), []).append(name)
    return {name: forms[0] for forms in by_fold.values() for name in forms[1:]}


def _fold(word: str) -> str:
    """Return a word in lower case without a possessive ending."""
    return word.lower().replace("’", "'").removesuffix("'s")


def _running_text(text: str, zones: Sequence[Zone]) -> Iterator[tuple[int, int]]:
    """Yield the spans between zones."""
    position = 0
    for zone in sorted(zones):
        yield position, zone.start
        position = zone.stop
    yield position, len(text)
