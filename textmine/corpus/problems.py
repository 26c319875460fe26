"""What can be wrong with texts, names and metadata: a sentence each, with its fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textmine.corpus.schemas import RESERVED


def problems_of(texts: Sequence[Any], names: Sequence[str], metadata: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    """Yield what is wrong with texts, names and metadata, a sentence each.

    >>> list(problems_of(["Peace.", ""], ["a", "b"], {}))
    ["'b' has no text: remove it, or fill it in"]
    """
    if not len(texts):
        yield "there are no texts: give at least one"
    if len(names) != len(texts):
        yield f"names must be as many as the texts, got {len(names)} for {len(texts)}"
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    for name, n in seen.items():
        if n > 1:
            yield f"the name {name!r} stands {n} times: names must be unique, so rename, or choose another name column"
    for name, text in zip(names, texts, strict=False):
        if not isinstance(text, str):
            yield f"{name!r} is {type(text).__name__}: a text must be str"
        elif not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
            yield f"{name!r} holds half of a surrogate pair, which is no character: decode the text again"
        elif not text.strip():
            yield f"{name!r} has no text: remove it, or fill it in"
    for column, values in metadata.items():
        if column in RESERVED:
            yield f"the metadata column {column!r} has a name that textmine uses itself: rename it"
        if _mixes(values):
            yield f"the metadata column {column!r} mixes types: make all its values text, or all numbers"
        if len(values) != len(texts):
            yield f"the metadata column {column!r} has {len(values)} values for {len(texts)} texts"


def _mixes(values: Sequence[Any]) -> bool:
    """Return whether values are of several types, whole numbers and others counted as one."""
    types = {"number" if isinstance(value, int | float) else type(value) for value in values if value is not None}
    return len(types) > 1
