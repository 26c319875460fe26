"""Cleaning: one table of rules, and an audit that counts what each of them did.

Three kinds of rule, none of which touches a text:

* *zones* mark what is not running text (`line_rules`, `repetition`, `zones`);
* *edits* record a span and what the tokenizer reads there instead
  (`short_forms`, `line_ends`; on request `typed`);
* *forms* make several written forms of one word count as one: curly quotes,
  ligatures, letter case in names with numbers, spelling (`forms`).

Every row of the audit names the rule, the article, how often it applied in the
whole text, zones included, and the first place, so that a reader can judge each
decision.  The rule "letter case" only reports: `tokenize` folds letter case anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from textmine import _check
from textmine.corpus.cleaning import line_ends
from textmine.corpus.cleaning.audit import Row, edit_rows, zone_rows
from textmine.corpus.cleaning.edits import Edit, layered
from textmine.corpus.cleaning.expansion import find_edits
from textmine.corpus.cleaning.forms import ShortForms, WrittenForms, count_words, joined_words, undivided_words
from textmine.corpus.cleaning.line_rules import LINE_RULES, LineRule, Replacement
from textmine.corpus.cleaning.repetition import Repetition, find_repetition
from textmine.corpus.cleaning.typed import TYPED, typed_rules
from textmine.corpus.cleaning.zones import Zone, find_zones
from textmine.corpus.schemas import AUDIT, EDITS, ZONES, Normalization, is_english, table_of

ZONE_RULES = (*LINE_RULES, "running head", "repeated line", "signature", "caption", "heading")
ENGLISH_RULES = (*(name for name, rule in LINE_RULES.items() if rule.language == "en"),
                 "signature", "caption", "initials", "spelling")
RULES = (*ZONE_RULES, "abbreviation", "initials", line_ends.RULE, "quotes", "ligature", "letter case", "spelling")
OPTIONAL_RULES = TYPED
"""Rules that `clean` applies only when they are asked for."""


class Cleaning(NamedTuple):
    """What cleaning found: tables of `textmine.corpus.schemas`, and forms to merge."""

    zones: pa.Table
    edits: pa.Table
    normalization: Normalization
    log: pa.Table


class Plan(NamedTuple):
    """What cleaning is to do: names of rules, rules of the user, long forms, the spelling to keep."""

    rules: frozenset[str]
    extra: tuple[LineRule | Replacement, ...]
    abbreviations: Mapping[str, str]
    spelling: str
    english: bool

    @property
    def line_rules(self) -> list[LineRule]:
        """The rules for whole lines, those of the user first."""
        return [rule for rule in self.extra if isinstance(rule, LineRule)] + list(LINE_RULES.values())

    @property
    def replacements(self) -> list[Replacement]:
        """The rules for what is read instead, those of the user first."""
        return [rule for rule in (*self.extra, *typed_rules(self.english))
                if isinstance(rule, Replacement) and rule.name in self.rules]


def plan(
    language: str | None,
    rules: Sequence[str] | None = None,
    extra: Sequence[LineRule | Replacement] = (),
    abbreviations: Mapping[str, str] | None = None,
    spelling: str = "auto",
    typed: bool = False,
) -> Plan:
    """Return what `Corpus.clean` is to do for texts of a language.

    Raises
    ------
    ValueError
        For an unknown rule, a name that is taken, a rule for another language.
    """
    names = _choose_rules(language, rules, typed)
    _check_extra(language, extra)
    _check.one_of("spelling", spelling, ("auto", "us", "uk"))
    abbreviations = {} if abbreviations is None else abbreviations
    if not isinstance(abbreviations, Mapping) or not all(
            isinstance(form, str) and form.strip() for pair in abbreviations.items() for form in pair):
        raise ValueError("abbreviations must map short forms to long forms, such as {'UN': 'United Nations'}, "
                         f"got {abbreviations!r}")
    return Plan(names.union(rule.name for rule in extra), tuple(extra), abbreviations, spelling, is_english(language))


def _choose_rules(language: str | None, rules: Sequence[str] | None, typed: bool) -> frozenset[str]:
    """Return the rules to apply: those asked for, or all that the language allows."""
    english = is_english(language)
    _check.kind("typed", typed, bool, "pass True to read dates, numbers and identifiers as <date> and so on")
    asked = frozenset(OPTIONAL_RULES if typed else ())
    if rules is None:
        return asked.union(rule for rule in RULES if english or rule not in ENGLISH_RULES)
    if isinstance(rules, str):
        raise ValueError(f"rules must be a sequence of names, got the text {rules!r}: write [{rules!r}]")
    for rule in rules:
        _check.one_of("rules", rule, (*RULES, *OPTIONAL_RULES), "names of")
        if rule in ENGLISH_RULES and not english:
            raise ValueError(f"rules must suit the language of the corpus, {language!r}; {rule!r} is for "
                             "English: pass language='en' to read_corpus, or leave the rule out")
    if "initials" in rules and "abbreviation" not in rules:
        raise ValueError(f"rules must hold 'abbreviation' beside 'initials', which adds to it, got {list(rules)}")
    return asked.union(rules)


def _check_extra(language: str | None, extra: Sequence[LineRule | Replacement]) -> None:
    """Raise unless the rules of the user have names of their own and suit the language."""
    if isinstance(extra, LineRule | Replacement) or not isinstance(extra, Sequence):
        raise TypeError(f"extra must be a sequence of LineRule and Replacement, got {extra!r}: write [rule]")
    taken = {*RULES, *OPTIONAL_RULES}
    for rule in extra:
        _check.kind("extra", rule, (LineRule, Replacement), "write tm.LineRule('filing', r'Filed under: .*')")
        if rule.name in taken:
            raise ValueError(f"extra must hold rules with names of their own, got {rule.name!r}, which is taken: "
                             "choose another name")
        taken.add(rule.name)
        if rule.language and rule.language.split("-")[0] != (language or "").split("-")[0]:
            raise ValueError(f"extra must suit the language of the corpus, {language!r}; {rule.name!r} is for "
                             f"{rule.language!r}: pass language={rule.language!r} to read_corpus, or leave it out")


def clean_texts(names: Sequence[str], texts: Sequence[str], todo: Plan) -> Cleaning:
    """Return zones, edits, merged forms and the audit of some texts; see `Corpus.clean`."""
    repetition = find_repetition(texts, todo.rules)
    zones = [find_zones(text, todo.rules, todo.line_rules, learned)
             for text, learned in zip(texts, repetition.zones, strict=True)]
    running = ["\n".join(text[start:stop] for start, stop in _running_text(text, found))
               for text, found in zip(texts, zones, strict=True)]
    short = ShortForms.find(texts, running, todo.rules, todo.abbreviations, todo.english)
    undivided = undivided_words(running) if line_ends.RULE in todo.rules else None
    edits = [_edits(source, text, todo, short, undivided) for source, text in enumerate(texts)]
    counts = joined_words(running, undivided) if undivided else count_words(running)
    forms = WrittenForms.find(running, counts, todo.rules, todo.spelling)
    log = [*_zone_log(names, texts, zones, todo, repetition), *short.log(names, texts, edits),
           *_edit_log(names, texts, edits, todo)]
    log += [found for name, text in zip(names, texts, strict=True) for found in forms.log(name, text)]
    return Cleaning(
        _table(zones, ZONES), _table(edits, EDITS),
        Normalization(forms.characters, forms.spelling, short.normalization), pa.Table.from_pylist(log, schema=AUDIT))


def _edits(source: int, text: str, todo: Plan, short: ShortForms,
           undivided: line_ends.Undivided | None) -> list[Edit]:
    """Return what is read otherwise in one text; rules of the user go before, then typed tokens."""
    layers = [[Edit(*span, rule.replacement, rule.name) for span in rule.spans(text)] for rule in todo.replacements]
    layers.append(find_edits(text, short.long_forms, short.reach(source)) if "abbreviation" in todo.rules else [])
    layers.append(line_ends.join_lines(text, undivided) if undivided else [])
    return layered(*layers)


def _zone_log(names: Sequence[str], texts: Sequence[str], zones: Sequence[Sequence[Zone]], todo: Plan,
              repetition: Repetition) -> Iterator[Row]:
    """Yield the audit of the zones."""
    rules = [*ZONE_RULES, *(rule.name for rule in todo.extra if isinstance(rule, LineRule))]
    for name, text, found in zip(names, texts, zones, strict=True):
        yield from zone_rows(name, text, found, rules, repetition.shared)


def _edit_log(names: Sequence[str], texts: Sequence[str], edits: Sequence[Sequence[Edit]], todo: Plan) -> Iterator[Row]:
    """Yield the audit of the edits that no abbreviation asked for."""
    for name, text, found in zip(names, texts, edits, strict=True):
        for rule in (*(rule.name for rule in todo.replacements), line_ends.RULE):
            yield from edit_rows(name, text, found, rule)


def _table(per_text: Sequence[Sequence[tuple]], schema: pa.Schema) -> pa.Table:
    """Return one table of the tuples found in each text."""
    return table_of([(source, *found) for source, items in enumerate(per_text) for found in items], schema)


def _running_text(text: str, zones: Sequence[Zone]) -> Iterator[tuple[int, int]]:
    """Yield the spans between zones."""
    position = 0
    for zone in sorted(zones):
        yield position, zone.start
        position = zone.stop
    yield position, len(text)
