"""Folding: what makes two written forms the same type.

Folding works on the table of types, once for each form, never on the running
text.  Unicode composition, letter case and the characters and words that
cleaning found; for English also the possessive ending and the curly apostrophe.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.schemas import Normalization

INVISIBLE = "\u00ad\u200b\u2060"
"""Soft hyphen, zero-width space and word joiner: part of a word, and not seen in it."""
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
    characters = normalization.characters
    word = "".join(characters.get(character, character) for character in unicodedata.normalize("NFC", form))
    word = unicodedata.normalize("NFC", word.translate(_INVISIBLE).lower())
    if english:
        word = word.replace("’", "'")
        if word.endswith("'s") and len(word) > 2 and word not in _KEEP_S:
            word = word[:-2]
    return normalization.words.get(word, word)


def renamed(
    types: Sequence[str], forms: Mapping[str, str] | Callable[[str], str], normalization: Normalization, english: bool
) -> list[str]:
    """Return the new name of each type; see `Tokens.map`.

    Keys of a mapping count as they stand, and folded as words are.

    Raises
    ------
    TypeError
        If `forms` is neither a mapping nor a function.
    ValueError
        If a name is empty or no text.

    Examples
    --------
    >>> renamed(["peace", "usa"], {"USA": "america"}, Normalization(), True)
    ['peace', 'america']
    """
    if isinstance(forms, Mapping):
        given = {str(form): name for form, name in forms.items()}
        given = {fold(form, normalization, english): name for form, name in given.items()} | given
        names = [given.get(each, each) for each in types]
    elif callable(forms):
        names = [forms(each) for each in types]
    else:
        raise TypeError(f"forms must be a mapping of word to word or a function, got {forms!r}")
    for each, name in zip(types, names, strict=True):
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"forms must lead to words, got {name!r} for {each!r}: "
                             "leave words out with tokens.drop([...])")
    return names


def with_merges(normalization: Normalization, types: Sequence[str], names: Sequence[str]) -> Normalization:
    """Return the normalization under which old forms lead where their types have gone."""
    changed = {each: name for each, name in zip(types, names, strict=True) if each != name}
    words = {form: changed.get(kept, kept) for form, kept in normalization.words.items()} | changed
    return replace(normalization, words=MappingProxyType(words))


def merged_types(names: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the sorted types among names, and for each name the number of its type.

    >>> merged_types(["war", "peace", "war"])
    (('peace', 'war'), array([1, 0, 1]))
    """
    types = tuple(sorted(set(names)))
    number = {each: i for i, each in enumerate(types)}
    return types, np.array([number[each] for each in names], dtype=np.int64)


def renumbered(ids: NDArray, table: NDArray) -> NDArray[np.int32]:
    """Return ids through a table of new ones; a pad stays a pad.

    >>> renumbered(np.array([0, ~1]), np.array([5, 7]))
    array([ 5, -8], dtype=int32)
    """
    found = table[np.where(ids >= 0, ids, ~ids)]
    return np.where(ids >= 0, found, ~found).astype(np.int32)
