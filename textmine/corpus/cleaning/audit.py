"""The rows of the audit: which rule applied where, how often, and the first place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from textmine.corpus.cleaning.edits import Edit
from textmine.corpus.cleaning.repetition import line_key
from textmine.corpus.cleaning.zones import Zone

Row = dict[str, object]


def row(rule: str, detail: str, article: str | None, spans: Sequence[str]) -> Row:
    """Return one row of the audit for the source texts of the places where a rule applied.

    >>> row("caption", "caption", "a", ["In this  picture: a ship"])["example"]
    'In this picture: a ship'
    """
    example = " ".join(spans[0].split())
    return {"rule": rule, "detail": detail, "article": article, "count": len(spans),
            "characters": sum(map(len, spans)), "example": example if len(example) <= 80 else example[:79] + "…"}


def left_alone(rule: str, detail: str, article: str | None, example: str) -> Row:
    """Return the row for something that a rule found in an article, or in the corpus, and did not change."""
    return {"rule": rule, "detail": detail, "article": article, "count": 0, "characters": 0, "example": example}


def zone_rows(article: str, text: str, zones: Sequence[Zone], rules: Collection[str],
              shared: Mapping[str, int]) -> Iterator[Row]:
    """Yield a row for each rule that marked zones in one text; a repeated line has its own.

    Parameters
    ----------
    article, text : str
    zones : sequence of Zone
    rules : collection of str
        In the order of the rows.
    shared : mapping of str to int
        The number of articles that hold each repeated line, by `line_key`.
    """
    for rule in rules:
        by_detail: dict[str, list[str]] = {}
        for zone in zones:
            if zone.rule == rule:
                span = text[zone.start:zone.stop]
                detail = _repeated(span, shared) if rule == "repeated line" else zone.zone
                by_detail.setdefault(detail, []).append(span)
        for detail, spans in by_detail.items():
            yield row(rule, detail, article, spans)


def _repeated(line: str, shared: Mapping[str, int]) -> str:
    """Return a repeated line and the number of articles that hold it."""
    return f"{' '.join(line.split())} (in {shared[line_key(line)]} articles)"


def edit_rows(article: str, text: str, edits: Sequence[Edit], rule: str) -> Iterator[Row]:
    """Yield a row for each thing that a rule reads in one text instead of what stands there."""
    spans: dict[str, list[str]] = {}
    for edit in edits:
        if edit.rule == rule:
            spans.setdefault(edit.replacement, []).append(text[edit.start:edit.stop])
    for replacement in sorted(spans):
        yield row(rule, f"→ {replacement}" if replacement else "not read", article, spans[replacement])
