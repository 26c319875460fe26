"""Words that a printed line divided: ``develop-`` at the end of one line, ``ment`` on the next.

The hyphen is the printer's where the joined word is one, and the author's in
*defence-related*.  The corpus itself decides: words that stand undivided elsewhere
are counted, the divided ones left out; and where those show that its lines end at
the author's hyphens alone, so does a word that occurs nowhere else.  A soft hyphen
is always the printer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import regex

from textmine.corpus.cleaning.edits import Edit

RULE = "line-end hyphen"
_DIVIDED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}'’-])(\p{L}[\p{L}\p{M}'’]*(?:[-‐‑]\p{L}[\p{L}\p{M}'’]*)*)([-‐‑\u00ad¬])[^\S\r\n]*"
    r"(?:\r\n|[\r\n\u2028])[^\S\r\n]*(\p{L}[\p{L}\p{M}]*(?:[-‐‑'’]\p{L}+)*)")
_LINE_END = regex.compile(r"[-‐‑\u00ad¬][^\S\r\n]*[\r\n\u2028]")
_SUSPENDED = frozenset("and or nor to und oder bis et ou y o e ed och og en of".split())


def without_divided(text: str) -> str:
    """Return a text without its divided words, so that their halves count for nothing.

    >>> without_divided("a develop-\\nment of")
    'a   of'
    """
    return _DIVIDED.sub(" ", text) if _LINE_END.search(text) else text


def _divided(text: str) -> Iterator[regex.Match]:
    """Return the matches of divided words; most texts have none, and are looked through once."""
    return _DIVIDED.finditer(text) if _LINE_END.search(text) else iter(())


class Undivided(NamedTuple):
    """What the undivided words of a corpus say about the divided ones.

    Attributes
    ----------
    counts : mapping of str to int
        Lower-case words of the whole corpus, divided ones left out.
    divides : bool
        Whether the printer divided words here: of those that `counts` decides, at least as many
        are joined as keep their hyphen.
    """

    counts: Mapping[str, int]
    divides: bool = True


def learn_line_ends(texts: Iterable[str], counts: Mapping[str, int]) -> Undivided:
    """Return what the undivided words of some texts say about the divided ones.

    >>> learn_line_ends(["a drawing-\\nroom, keen-\\nbladed"], {"drawing-room": 2}).divides
    False
    """
    decided = [_attested(match.group(1), match.group(3), counts) for text in texts for match in _divided(text)]
    return Undivided(counts, decided.count(True) >= decided.count(False))


def join_lines(text: str, undivided: Undivided) -> list[Edit]:
    """Return an edit for each word that a line end divides.

    The hyphen goes where the joined word occurs elsewhere, at least as often as the hyphenated
    one.  Where neither occurs it goes too if the printer divided words, unless both halves are words
    themselves, or a hyphen or a capital marks a compound.

    Parameters
    ----------
    text : str
    undivided : Undivided

    Examples
    --------
    >>> undivided = Undivided({"development": 1, "defence": 2, "related": 1})
    >>> for text in ("the develop-\\nment of", "a defence-\\n related task", "short-\\nand long-term"):
    ...     print([edit.replacement for edit in join_lines(text, undivided)])
    ['development']
    ['defence-related']
    []
    """
    return [Edit(match.start(), match.end(), _joined(match, undivided), RULE) for match in _divided(text)
            if match.group(3).lower() not in _SUSPENDED]


def _joined(match: regex.Match, undivided: Undivided) -> str:
    """Return the word that two halves make, with or without the hyphen."""
    first, hyphen, second = match.groups()
    attested = _attested(first, second, undivided.counts)
    if attested is None:
        compound = "-" in first + second or second[0].isupper() != first[-1].isupper()
        both_words = all(undivided.counts.get(_key(half), 0) > 0 for half in (first, second))
        attested = undivided.divides and not compound and not both_words
    return first + second if attested or hyphen in "\u00ad¬" else f"{first}-{second}"


def _attested(first: str, second: str, counts: Mapping[str, int]) -> bool | None:
    """Return whether the joined word occurs rather than the hyphenated one, None where neither does."""
    n_joined, n_hyphenated = (counts.get(_key(word), 0) for word in (first + second, f"{first}-{second}"))
    return n_joined >= n_hyphenated if n_joined or n_hyphenated else None


def _key(word: str) -> str:
    """Return a word as the counts hold it."""
    return word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-").removesuffix("'s")
