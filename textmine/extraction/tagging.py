"""Which words of a text can stand in a phrase: a tagger of rules.

Each word has a shape by itself (`textmine.extraction.english`), and its neighbours decide: *use* is a noun after
*the* and a verb after *to*; *distributed* is an adjective before a noun, else a verb.  A statistical tagger would have
to be downloaded; a user who has one can bring its tags (`textmine.extraction.own_tags`).

In other languages, and where the user gives stop words, every word that is none of them can stand in a phrase.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from textmine.extraction import _kernels
from textmine.extraction.english import AUXILIARIES, DETERMINERS, MODALS, SPEAKERS, SUBJECTS, VERBS, Shape, shape


class Tag(IntEnum):
    """What a word is in its place; a phrase is a run of the last three that does not end with the first of them."""

    OTHER = 0
    ADJECTIVE = 1
    EITHER = 2
    NOUN = 3


LISTS = (DETERMINERS, SUBJECTS, SPEAKERS, MODALS, AUXILIARIES, VERBS, frozenset(("of", "and")))
"""Lists whose words decide about their neighbours: bit k of a word's roles is the k-th."""


def type_shapes(types: Collection[str], stops: NDArray[np.bool_], english: bool) -> NDArray[np.uint8]:
    """Return the `Shape` of every type, shape (V,), `Shape.CLOSED` for those of which `stops` is true."""
    shapes = [shape(word) if english else Shape.NOUN if any(map(str.isalpha, word)) else Shape.NUMBER
              for word in types]
    return np.where(stops, np.uint8(Shape.CLOSED), np.array(shapes, np.uint8))


def type_roles(types: Collection[str]) -> NDArray[np.uint8]:
    """Return which of `LISTS` hold each type, as bits, shape (V,)."""
    roles = np.zeros(len(types), np.uint8)
    numbers = {word: bits for word in set().union(*LISTS)
               if (bits := sum((word in words) << k for k, words in enumerate(LISTS)))}
    for number, word in enumerate(types):
        if word in numbers:
            roles[number] = numbers[word]
    return roles


def tags(ids: NDArray[np.int32], follows: NDArray[np.bool_], shapes: NDArray[np.uint8],
         roles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the `Tag` of every word, shape (N,).

    Parameters
    ----------
    ids : int32 array of shape (N,)
        Types; a dropped word has ``~id`` and is no part of a phrase.
    follows : bool array of shape (N,)
        Whether only white space stands between this word and the one before.
    shapes, roles : uint8 arrays of shape (V,)
        Of the types.
    """
    return _kernels.tags(ids, follows, shapes, roles)
