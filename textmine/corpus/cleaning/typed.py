"""Typed tokens: any date, number or identifier read as ``<date>``, ``<number>``, ``<identifier>``.

That a text gives dates says something about it; which dates, seldom.  These
rules are asked for (``clean(typed=True)``, or by name), since they hide what was
written from the counts; `kwic` still finds it, and the offsets are those of the
source.  Names of months and *per cent* are English; written numbers stay words.

==========  =====================================================
date        January 5, 2021 · 5 January · Jan. 2021 · 2021-01-05 ·
            5/1/2021 · 5.1.2021 · at 12:30 · 5:30 pm · 12:30:15
identifier  806-NQ/QUTW · 162/2016/NĐ-CP · A/RES/70/1 · No.22
number      2020 · 1,250.5 · 30% · 30 per cent · 13th · 1990s · 2016–2020
==========  =====================================================

A bare *3:17* may be a verse or a ratio, *1/R* a formula: neither is read as a type.
A number inside a name (*COVID-19*, *F-16*, *level-2*) belongs to the name.
"""

from __future__ import annotations

from textmine.corpus.cleaning.line_rules import Replacement

_MONTH = (r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
          r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)")
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DAY_TH = rf"{_DAY}(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d|20|21)\d\d"
_BEFORE, _AFTER = r"(?<![\p{L}\p{N}/.,:-])", r"(?![\p{L}\p{N}]|[-/.,:][\p{L}\p{N}])"
_NUMERIC = rf"{_YEAR}-\d\d-\d\d|{_DAY}/{_DAY}/{_YEAR}|{_DAY}\.{_DAY}\.{_YEAR}"
_HOUR = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_UNIT = r"(?:[ap]\.?m\b|o['’]clock\b|GMT\b|UTC\b|h\b|hours\b|Uhr\b|heures\b)"
_TIME = (rf"{_HOUR}:[0-5]\d|{_HOUR}\s?{_UNIT}|{_HOUR}(?=\s?\((?:GMT|UTC))"
         rf"|(?<=\b(?:[Aa]t|[Uu]ntil|[Tt]ill|[Uu]m|à)\s|{_YEAR},?\s){_HOUR}")
_WRITTEN = (rf"{_MONTH}\s+{_DAY_TH}(?:,?\s+{_YEAR})?|{_DAY_TH}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"
            rf"|{_MONTH},?\s+{_YEAR}")
_PLAIN = r"\p{Nd}+(?:[.,\u00a0\u202f]\p{Nd}{3})*(?:[.,]\p{Nd}+)?"
_FRONT = r"(?<![\p{L}\p{N}/:-]|\p{N}[.,])"

TYPED = ("date", "identifier", "number")


def typed_rules(english: bool) -> tuple[Replacement, ...]:
    """Return the rules for dates, identifiers and numbers; an earlier one goes before.

    >>> date, identifier, number = typed_rules(english=True)
    >>> text = "On 5 January 2021, No.22 and 806-NQ/QUTW were passed."
    >>> [text[slice(*span)] for rule in (date, identifier) for span in rule.spans(text)]
    ['5 January 2021', 'No.22', '806-NQ/QUTW']
    >>> text = "30 per cent to the 13th COVID-19 group, 1,250.5 in all"
    >>> [text[slice(*span)] for span in number.spans(text)]
    ['30 per cent', '13th', '1,250.5']
    """
    written = f"{_WRITTEN}|" if english else ""
    date = rf"{_BEFORE}(?:{written}{_NUMERIC}|{_TIME}){_AFTER}"
    part = r"(?:\p{Lu}{1,6}|\p{Nd}+)"
    three = r"(?=[\p{L}\p{N}]+[-/][\p{L}\p{N}]+[-/][\p{L}\p{N}])"
    identifier = (rf"{_BEFORE}(?:{three}\p{{Nd}}+(?:[-/]{part})*/(?:{part}[-/])*\p{{Lu}}{{2,6}}(?:[-/]{part})*"
                  rf"|\p{{Lu}}{{1,4}}/(?:{part}[-/])+\p{{Nd}}+(?:[-/]{part})*"
                  rf"|(?:Nos?\.|№|[Nn]°)\s?\p{{Nd}}+(?:[-/]{part})*){_AFTER}")
    unit = r"(?:\s?%|\s+per\s?cent\b)?" if english else r"(?:\s?%)?"
    ordinal = r"(?:(?:st|nd|rd|th|s)(?!\p{L}))?" if english else ""
    number = rf"{_FRONT}{_PLAIN}(?:[–-]{_PLAIN})*{ordinal}(?![\p{{L}}\p{{N}}]|[-/:][\p{{L}}\p{{N}}]){unit}"
    return (Replacement("date", date, "<date>"), Replacement("identifier", identifier, "<identifier>"),
            Replacement("number", number, "<number>"))
