"""Edits: spans of a text, and what the tokenizer reads there instead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple


class Edit(NamedTuple):
    """A span of one text and what the tokenizer reads there instead."""

    start: int
    stop: int
    replacement: str
    rule: str


def layered(*layers: Iterable[Edit]) -> list[Edit]:
    """Return edits in order, without those that overlap one of an earlier layer.

    Parameters
    ----------
    layers : iterables of Edit
        None of which overlaps itself.

    Examples
    --------
    >>> layered([Edit(4, 9, "x", "a")], [Edit(0, 3, "y", "b"), Edit(8, 12, "z", "b")])
    [Edit(start=0, stop=3, replacement='y', rule='b'), Edit(start=4, stop=9, replacement='x', rule='a')]
    """
    kept: list[Edit] = []
    for layer in layers:
        kept = sorted(kept + [edit for edit in layer if _is_free(edit, kept)])
    return kept


def _is_free(edit: Edit, kept: list[Edit]) -> bool:
    """Return whether no kept edit shares a character with this one."""
    after = bisect_left(kept, edit.start, key=itemgetter(0))
    return (after == 0 or kept[after - 1].stop <= edit.start) and (
        after == len(kept) or kept[after].start >= edit.stop)
