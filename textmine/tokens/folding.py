"""Folding: what makes two written forms the same type.

Folding works on the table of types, once for each form, never on the running
text.  Unicode composition, letter case and the characters and words that
cleaning found; for English also the possessive ending and the curly apostrophe.
"""

from __future__ import annotations

import fnmatch
import re
import sys
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.schemas import Normalization, is_english

INVISIBLE = "\u00ad\u200b\u2060"
"""Soft hyphen, zero-width space and word joiner: part of a word, and not seen in it."""
_WILD = re.compile(r"[*?]")
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_KEEP_S = frozenset("it's he's she's that's what's who's where's there's here's let's how's when's why's".split())


def fold(form: str, normalization: Normalization, english: bool) -> str:
    """Return the type of a written form.

    Parameters
    ----------
    form : str
        A word as it stands in a text.
    normalization : Normalization
        Of the corpus.
    english : bool
        Whether possessive endings are removed.

    Examples
    --------
    >>> [fold(form, Normalization(), True) for form in ("Vietnam's", "It's", "UN")]
    ['vietnam', "it's", 'un']
    """
    if form.isascii():
        word = form.lower()
    else:
        word = _fold_characters(form, normalization, english)
    if english and word.endswith("'s") and len(word) > 2 and word not in _KEEP_S:
        word = word[:-2]
    return normalization.words.get(word, word)


def _fold_characters(form: str, normalization: Normalization, english: bool) -> str:
    """Return a form in lower case, composed, without invisible characters and with characters replaced."""
    characters = normalization.characters
    word = "".join(characters.get(character, character) for character in unicodedata.normalize("NFC", form))
    word = unicodedata.normalize("NFC", word.translate(_INVISIBLE).lower())
    return word.replace("’", "'") if english else word


def listed(argument: str, types: Sequence[str], words: Iterable[str], normalization: Normalization,
           language: str | None) -> NDArray[np.bool_]:
    """Return which sorted types any of `words` matches; bool array of shape (types,). See `matching_types`.

    Raises
    ------
    TypeError
        For one word instead of several.
    ValueError
        For the stop list of another language.
    """
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise TypeError(f"{argument} must be an iterable of words, got {words!r}: write [{words!r}]")
    if isinstance(words, Mapping):
        raise TypeError(f"{argument} must be an iterable of words, got a mapping: choose one of its entries")
    theirs = getattr(words, "language", None)
    if theirs and language and theirs != language.split("-")[0]:
        raise ValueError(f"{argument} must suit the language of the corpus, {language!r}, "
                         f"got the stop list of {theirs!r}")
    found = np.zeros(len(types), bool)
    for word in {str(word) for word in words}:
        found[matching_types(word, types, normalization, is_english(language))] = True
    return found


def matching_types(word: str, types: Sequence[str], normalization: Normalization, english: bool) -> NDArray[np.int64]:
    """Return the numbers of the sorted types that a word matches; ``*`` stands for any letters, ``?`` for one.

    It matches as it stands, and folded as words are: letter case, accents, possessives, merged
    spellings.  With a wildcard, a type is also found through any written form that was merged into it.

    >>> matching_types("Peace*", ("peace", "peaceful", "war"), Normalization(), True)
    array([0, 1])
    """
    folded = fold(word, normalization, english)
    found = {word, folded}
    wild = _WILD.search(folded)
    if wild:
        prefix, match = folded[:wild.start()], re.compile(fnmatch.translate(folded.replace("[", "[[]"))).match
        low, high = (bisect_left(types, prefix + last) for last in ("", chr(sys.maxunicode)))
        found |= {each for each in types[low:high] if match(each)}
        merged = normalization.words.items()
        found |= {kept for variant, kept in merged if variant.startswith(prefix) and match(variant)}
    places = ((bisect_left(types, each), each) for each in sorted(found))
    return np.array([i for i, each in places if i < len(types) and types[i] == each], np.int64)
