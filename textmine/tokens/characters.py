"""Character n-grams: runs of letters inside words.

They need no word list and no grammar, survive misprints and bad scans, and tell authors
apart by endings and function words (Stamatatos 2009).  An n-gram stays within one word;
a space before and after it marks where it begins and ends, as with
``CountVectorizer(analyzer="char_wb")`` of scikit-learn, whose n-grams these are.

References
----------
Stamatatos, E. (2009). A survey of modern authorship attribution methods. Journal of the
American Society for Information Science and Technology 60(3), 538-556.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from textmine import _check

_WORD = regex.compile(r"[^\s\x1c-\x1f]+")


def character_ngrams(text: str, start: int, stop: int, n: int) -> Iterator[tuple[str, int, int]]:
    """Yield the n-grams of characters in ``text[start:stop]``, with their offsets.

    Parameters
    ----------
    text : str
    start, stop : int
        Code points.
    n : int, at least 2

    Yields
    ------
    form : str of at most n characters
        As written; a space stands for the edge of a word.  A word of fewer than n - 1
        characters gives one, shorter n-gram.
    start, stop : int
        Of the letters in it: the spaces that mark an edge have no place in the text.

    Examples
    --------
    >>> list(character_ngrams("A war", 0, 5, 3))
    [(' A ', 0, 1), (' wa', 2, 4), ('war', 2, 5), ('ar ', 3, 5)]
    """
    _check.integer("n", n, 2)
    for word in _WORD.finditer(text, start, stop):
        low, high = word.span()
        padded = f" {word.group()} "
        for k in range(max(1, len(padded) - n + 1)):
            yield padded[k:k + n], max(low, low + k - 1), min(high, low + k - 1 + n)
