"""Lines and blocks: the visible layout of a plain text.

A *block* is a run of lines between blank ones.  Blocks are where paragraphs,
headings, captions and credits live; zones and passages are made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

_LINE = regex.compile(r"[^\r\n\u2029]+")
_GAP = regex.compile(r"\r\n|[\r\n\u2029]")
_CLOSING = "\"'”’»)]*"
_END = (".", "!", "?", "…", ":", ";", ",", "。", "！", "？")


@dataclass(frozen=True)
class Block:
    """A run of lines in a text, without the white space around it."""

    start: int
    stop: int
    n_lines: int
    text: str

    @property
    def n_words(self) -> int:
        """The number of words between white space."""
        return len(self.text.split())

    @property
    def is_closed(self) -> bool:
        """Whether the block ends as running text does, with punctuation."""
        return self.text.rstrip(_CLOSING).endswith(_END) or self.text.endswith(_END)


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and stop of every line that is not blank, without the white space around it.

    >>> list(lines(" one \\n\\ntwo"))
    [(1, 4), (7, 10)]
    """
    for match in _LINE.finditer(text):
        content = match.group()
        stripped = content.strip()
        if stripped:
            start = match.start() + len(content) - len(content.lstrip())
            yield start, start + len(stripped)


def blocks(text: str, line_spans: Iterable[tuple[int, int]] | None = None) -> list[Block]:
    """Return the blocks of a text.

    Parameters
    ----------
    text : str
    line_spans : iterable of (start, stop), optional
        The lines to use, by default all.  A line left out ends a block.

    Examples
    --------
    >>> [block.text for block in blocks("Title\\n\\nOne\\ntwo.\\n \\nThree.")]
    ['Title', 'One\\ntwo.', 'Three.']
    """
    found: list[list[int]] = []
    for start, stop in lines(text) if line_spans is None else line_spans:
        gap = text[found[-1][1]:start] if found else ""
        if found and gap.isspace() and len(_GAP.findall(gap)) == 1:
            found[-1][1:] = [stop, found[-1][2] + 1]
        else:
            found.append([start, stop, 1])
    return [Block(start, stop, n_lines, text[start:stop]) for start, stop, n_lines in found]
