"""Words that a printed line divided: ``develop-`` at the end of one line, ``ment`` on the next.

The hyphen is the printer's where the joined word is one, and the author's in
*defence-related*.  The corpus itself decides: words that stand undivided elsewhere
are counted, the divided ones left out.  A soft hyphen is always the printer's.
"""

from __future__ import annotations

from collections.abc import Mapping

import regex

from textmine.corpus.edits import Edit

RULE = "line-end hyphen"
_DIVIDED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}'’-])(\p{L}[\p{L}\p{M}'’]*(?:[-‐‑]\p{L}[\p{L}\p{M}'’]*)*)([-‐‑\u00ad¬])[^\S\r\n]*"
    r"(?:\r\n|[\r\n\u2028])[^\S\r\n]*(\p{L}[\p{L}\p{M}]*(?:[-‐‑'’]\p{L}+)*)")
_SUSPENDED = frozenset("and or nor to und oder bis et ou y o e ed och og en of".split())


def without_divided(text: str) -> str:
    """Return a text without its divided words, so that their halves count for nothing.

    >>> without_divided("a develop-\\nment of")
    'a   of'
    """
    return _DIVIDED.sub(" ", text)


def join_lines(text: str, counts: Mapping[str, int]) -> list[Edit]:
    """Return an edit for each word that a line end divides.

    The hyphen goes where the joined word occurs elsewhere at least as often as the hyphenated
    one.  Where neither occurs it goes too, unless both halves are words themselves, or one
    has a hyphen or a capital inside the compound.

    Parameters
    ----------
    text : str
    counts : mapping of str to int
        Lower-case words of the whole corpus, divided ones left out.

    Examples
    --------
    >>> counts = {"development": 1, "defence": 2, "related": 1}
    >>> for text in ("the develop-\\nment of", "a defence-\\n related task", "short-\\nand long-term"):
    ...     print([edit.replacement for edit in join_lines(text, counts)])
    ['development']
    ['defence-related']
    []
    """
    return [Edit(match.start(), match.end(), _joined(match, counts), RULE) for match in _DIVIDED.finditer(text)
            if match.group(3).lower() not in _SUSPENDED]


def _joined(match: regex.Match, counts: Mapping[str, int]) -> str:
    """Return the word that two halves make, with or without the hyphen."""
    first, hyphen, second = match.groups()
    joined, hyphenated = first + second, f"{first}-{second}"
    n_joined, n_hyphenated = (counts.get(_key(word), 0) for word in (joined, hyphenated))
    if hyphen in "\u00ad¬" or n_joined > 0 and n_joined >= n_hyphenated:
        return joined
    compound = "-" in joined or second[0].isupper() and not first.isupper()
    both_words = counts.get(_key(first), 0) > 0 and counts.get(_key(second), 0) > 0
    return hyphenated if n_hyphenated or compound or both_words else joined


def _key(word: str) -> str:
    """Return a word as the counts hold it."""
    return word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-").removesuffix("'s")
