"""Types under other names: how a table of types is merged, and ids follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.schemas import Normalization
from textmine.tokens.folding import fold

JOINER = "_"
"""What stands between the words of a phrase that has become one token."""


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
