"""Several written forms of one word: short and long, curly and plain, British and American.

`ShortForms` and `WrittenForms` hold what the rules learnt from a corpus, and write the
audit of what they merge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import regex

from textmine.corpus.cleaning import short_forms
from textmine.corpus.cleaning import spelling as spellings
from textmine.corpus.cleaning.audit import Row, left_alone, row
from textmine.corpus.cleaning.definitions import find_definitions
from textmine.corpus.cleaning.edits import Edit
from textmine.corpus.cleaning.expansion import Reach
from textmine.corpus.cleaning.homographs import PRONOUN_TWINS, is_word, reaches, words_as_written
from textmine.corpus.cleaning.initials import learn_by_initials
from textmine.corpus.cleaning.line_ends import Undivided, join_lines, learn_line_ends, without_divided

QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " "}
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_QUOTE = regex.compile("[" + "".join(QUOTES) + "]")
_LIGATURE = regex.compile("[" + "".join(LIGATURES) + "]")
_SPREAD = str.maketrans(LIGATURES)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")
_NAME_WITH_NUMBER = regex.compile(r"\b\p{L}+-\d+\b")


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs, in lower case and without possessive endings.

    >>> count_words(["Peace, the President’s peace."])["president"]
    1
    """
    found: Counter[str] = Counter()
    for text in texts:
        found.update(_WORD.findall(text))
    folded: Counter[str] = Counter()
    for word, n in found.items():
        folded[_fold(word)] += n
    return folded


def undivided_words(texts: Sequence[str]) -> Undivided:
    """Return how often each word occurs that no line end divides, and what that says about the others."""
    return learn_line_ends(texts, count_words(map(without_divided, texts)))


def joined_words(texts: Iterable[str], undivided: Undivided) -> Counter[str]:
    """Return how often each word occurs, once the halves of divided ones are joined."""
    joined = (edit.replacement for text in texts for edit in join_lines(text, undivided))
    return Counter(undivided.counts) + count_words(joined)


@dataclass(frozen=True)
class ShortForms:
    """Abbreviations: their long forms, how far each reaches, those with several, and those left alone."""

    twins: Mapping[str, str]
    defined: Mapping[str, str]
    several: Mapping[str, Sequence[str]]
    inferred: Mapping[str, tuple[str, int]]
    unsure: Sequence[tuple[int, str, str]]
    own: Sequence[frozenset[str]] = ()
    everywhere: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    n_written: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def find(cls, texts: Sequence[str], running: Sequence[str], rules: frozenset[str],
             table: Mapping[str, str], english: bool) -> ShortForms:
        """Return what the chosen rules know about the abbreviations of these texts."""
        if "abbreviation" not in rules:
            return cls({}, {}, {}, {}, ())
        twins = PRONOUN_TWINS if english else {}
        definitions = [short_forms.sure_definitions(text) for text in texts]
        defined, several = short_forms.agree(definitions, table)
        known = {*defined, *several, *twins}
        written = words_as_written(running)
        inferred = learn_by_initials(running, known, written) if "initials" in rules else {}
        plurals = _plurals(defined) if english else {}
        given = frozenset(map(short_forms.plain, table))
        own = [with_plurals(given.union(each.short for each in found)) for found in definitions]
        everywhere = _everywhere(definitions).union(given, inferred, twins)
        longs = plurals | defined
        words = with_plurals(short for short in {*defined, *twins} if is_word(short, written))
        return cls(twins, longs, several, inferred, _unsure(texts, known | inferred.keys()),
                   own, with_plurals(everywhere), words, {short: written[short] for short in longs})

    def reach(self, source: int) -> Reach:
        """Return which short forms are read in one text."""
        return Reach(self.own[source], self.everywhere, self.words)

    @cached_property
    def long_forms(self) -> dict[str, str]:
        """All long forms to put in."""
        inferred = {short: form for short, (form, _) in self.inferred.items()}
        return dict(self.twins) | inferred | dict(self.defined)

    @property
    def normalization(self) -> Mapping[str, str]:
        """Long forms by lower-case short form, for searching; pronouns are not among them."""
        return MappingProxyType({short.lower(): form for short, form in self.long_forms.items()
                                 if short not in self.twins})

    def log(self, names: Sequence[str], texts: Sequence[str], edits: Sequence[Sequence[Edit]]) -> Iterator[Row]:
        """Yield an audit row for each change of an abbreviation, and for each one left alone."""
        n_read: Counter[str] = Counter()
        for name, text, found in zip(names, texts, edits, strict=True):
            changes = Counter((text[edit.start:edit.stop], edit.replacement) for edit in found
                              if edit.rule == "abbreviation")
            for (form, long), n in sorted(changes.items()):
                short = short_forms.plain(form.replace("’", "'").partition("'")[0])
                other = "long" if short in self.long_forms else "short"
                n_read[form] += n
                detail = f"{form} → {long}" if long else f"({form}) after its {other} form, not counted twice"
                yield row("initials" if short in self.inferred else "abbreviation", detail, name, [form] * n)
        for short, n in sorted(self.n_written.items()):
            if n > n_read[short] and (short in self.words or short not in self.everywhere):
                yield left_alone("abbreviation", f"{short} left alone where it may mean something else than "
                                 f"{self.long_forms[short]}, in {n - n_read[short]} places", None, short)
        for short, forms in self.several.items():
            yield left_alone("abbreviation", f"{short} left alone: {' / '.join(forms)}", None, short)
        for source, short, form in self.unsure:
            yield left_alone("abbreviation", f"{short} left alone, not all initials: {form}", names[source], short)


def _plurals(defined: Mapping[str, str]) -> dict[str, str]:
    """Return the plurals of the short forms in capitals: NGOs."""
    return {short + "s": short_forms.plural(long) for short, long in defined.items()
            if short.isupper() and short + "s" not in defined}


def with_plurals(shorts: Iterable[str]) -> frozenset[str]:
    """Return short forms and their plurals.

    >>> sorted(with_plurals(["NGO"]))
    ['NGO', 'NGOs']
    """
    shorts = frozenset(shorts)
    return shorts | {short + "s" for short in shorts}


def _everywhere(definitions: Sequence[Sequence[short_forms.Defined]]) -> frozenset[str]:
    """Return the short forms that are safe in texts that do not define them, as far as their definitions tell."""
    n_texts: Counter[str] = Counter()
    dotted = {each.short for found in definitions for each in found if each.dotted}
    for found in definitions:
        n_texts.update({each.short for each in found})
    return frozenset(short for short, n in n_texts.items()
                     if reaches(sum(map(str.isalpha, short)), n, short in dotted, len(definitions)))


def _unsure(texts: Sequence[str], known: Iterable[str]) -> list[tuple[int, str, str]]:
    """Return text, short and long form of each definition that is not beyond doubt, each once a text."""
    known = set(known)
    return [(source, *pair) for source, text in enumerate(texts)
            for pair in sorted({(each.short, each.long) for each in find_definitions(text)})
            if not known & {short_forms.plain(pair[0]), short_forms.plain(pair[0]).removesuffix("s")}]


@dataclass(frozen=True)
class WrittenForms:
    """Written forms of one word, and which rule brought each together."""

    quotes: Mapping[str, str]
    ligatures: Mapping[str, str]
    cases: Mapping[str, str]
    spelling: Mapping[str, str]

    @classmethod
    def find(cls, running: Sequence[str], counts: Counter[str], rules: frozenset[str], keep: str) -> WrittenForms:
        """Return the forms that the chosen rules merge in the running text of a corpus."""
        names = Counter(name for text in running for name in _NAME_WITH_NUMBER.findall(text))
        spelled = spellings.resolved(spellings.hyphen_merges(counts) | spellings.merges(counts, keep))
        return cls(
            MappingProxyType(QUOTES if "quotes" in rules else {}),
            MappingProxyType(LIGATURES if "ligature" in rules else {}),
            MappingProxyType(_one_case(names) if "letter case" in rules else {}),
            MappingProxyType(spelled if "spelling" in rules else {}),
        )

    @property
    def characters(self) -> Mapping[str, str]:
        """All single characters that are read as others."""
        return MappingProxyType({**self.quotes, **self.ligatures})

    def log(self, article: str, text: str) -> Iterator[Row]:
        """Yield an audit row for each form of one text that is read as another."""
        if self.quotes and (marks := _QUOTE.findall(text)):
            yield row("quotes", "typographic quotes and spaces → plain", article, marks)
        if self.ligatures and (letters := _LIGATURE.findall(text)):
            yield row("ligature", "letters printed as one → letters", article, letters)
        cases, spelled = ("letter case", _NAME_WITH_NUMBER, self.cases), ("spelling", _WORD, self.spelling)
        for rule, pattern, forms in (cases, spelled):
            found: Counter[str] = Counter()
            for word, n in Counter(pattern.findall(text) if forms else ()).items():
                found[word if word in forms else _fold(word)] += n
            for form in sorted(found.keys() & forms.keys()):
                yield row(rule, f"{form} → {forms[form]}", article, [form] * found[form])


def _one_case(names: Counter[str]) -> dict[str, str]:
    """Return form → most frequent form for names that differ in letter case alone."""
    by_fold: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-names[name], name)):
        by_fold.setdefault(name.lower(), []).append(name)
    return {name: forms[0] for forms in by_fold.values() for name in forms[1:]}


def _fold(word: str) -> str:
    """Return a word in lower case, letters apart, without a possessive ending."""
    return word.translate(_SPREAD).lower().replace("’", "'").removesuffix("'s")
