"""From pairs of sentences to passages: copies of a sentence, what is known already, and chains of neighbours."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import check_stopped
from textmine.proximity.reuse._content import Content
from textmine.proximity.reuse.matches import Matches

COPIES = 100
"""Pairs of places of two sentences that are all listed; of more, each place of the sentence with fewer places is listed
with the first place of the other, so that what is listed grows with the number of places."""

REACH = 1
"""Sentences from one pair of a passage to the next, at most, in both texts."""


class Places(NamedTuple):
    """Q pairs of places where sentences stand, each array of shape (Q,).

    Attributes
    ----------
    pair : int64
        Which pair of different sentences this is a place of.
    one, other : int64
        Sentences or windows as they stand in the texts, the one in the earlier article first.
    turned : bool
        Whether the first place reads the second sentence of the pair.
    """

    pair: NDArray[np.int64]
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    turned: NDArray[np.bool_]

    def take(self, which: NDArray) -> Places:
        """Return some of them."""
        return Places(*(each[which] for each in self))


def places_of(content: Content, pairs: NDArray[np.int64], codes: NDArray[np.int64]) -> tuple[Places, int]:
    """Return where the sentences of each pair stand, and how many pairs of places are not listed.

    `codes` of the places of sentences: those with the same one are not compared.
    """
    members, bounds, turns = content.members, content.member_bounds, _first_changes(content, codes)
    grids, left_out = [np.empty((0, 2), np.int64)], 0
    for u, v in pairs.tolist():
        check_stopped()
        one, other = members[bounds[u]:bounds[u + 1]], members[bounds[v]:bounds[v + 1]]
        if len(one) * len(other) <= COPIES:
            grid = np.stack([np.repeat(one, len(other)), np.tile(other, len(one))], axis=1)
        elif len(one) <= len(other):
            grid = _with_first(one, other[0], members[turns[v]], codes)
        else:
            grid = _with_first(other, one[0], members[turns[u]], codes)[:, ::-1]
        left_out += max(0, len(one) * len(other) // (1 + (u == v)) - len(grid))
        grid = grid[codes[grid[:, 0]] != codes[grid[:, 1]]]
        grids.append(grid if u != v else np.unique(np.sort(grid, axis=1), axis=0))
    grid = np.concatenate(grids)
    pair = np.repeat(np.arange(len(pairs)), [len(each) for each in grids[1:]])
    return Places(pair, grid.min(axis=1), grid.max(axis=1), grid[:, 0] > grid[:, 1]), left_out


def _with_first(places: NDArray[np.int64], first: int, second: int, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each place beside the first of the other sentence, or where that has its code beside the second."""
    return np.stack([places, np.where(codes[places] != codes[first], first, second)], axis=1)


def _first_changes(content: Content, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which of the members of each sentence is the first with another code than its first; or its first."""
    starts, sizes = content.member_bounds[:-1], np.diff(content.member_bounds)
    own = codes[content.members]
    places = np.arange(len(own))
    changed = own != np.repeat(own[starts], sizes)
    found = np.minimum.reduceat(np.where(changed, places, len(own)), starts) if len(starts) else starts
    return np.where(found < len(own), found, starts)


def known_places(content: Content, places: Places, known: Matches | None) -> NDArray[np.bool_]:
    """Return which pairs of places lie in known matches, with half of the content words on both sides or more."""
    if known is None or not len(known.start):
        return np.zeros(len(places.one), np.bool_)
    first = _covered(content, known.start, known.stop)
    second = _covered(content, known.other_start, known.other_stop)
    result = np.zeros(len(places.one), np.bool_)
    for start in range(0, len(result), 100_000):
        part = slice(start, start + 100_000)
        both = first[places.one[part]].multiply(second[places.other[part]]).sum(axis=1)
        both = both + second[places.one[part]].multiply(first[places.other[part]]).sum(axis=1)
        result[part] = np.asarray(both).ravel() > 0
    return result


def _covered(content: Content, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return which sentences have at least half of their content words in which stretches, shape (S, stretches)."""
    begin, end = np.searchsorted(content.words, starts), np.searchsorted(content.words, stops)
    first = np.searchsorted(content.word_bounds, begin, side="right") - 1
    last = np.searchsorted(content.word_bounds, end, side="left")
    sizes = np.maximum(last - first, 0)
    stretch = np.repeat(np.arange(len(starts)), sizes)
    sentence = np.repeat(first - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    low, high = content.word_bounds[sentence], content.word_bounds[sentence + 1]
    inside = np.minimum(high, end[stretch]) - np.maximum(low, begin[stretch])
    half = 2 * inside >= high - low
    shape = (len(content.articles), len(starts))
    return sparse.csr_matrix((np.ones(half.sum()), (sentence[half], stretch[half])), shape)


def chains(one: NDArray[np.int64], other: NDArray[np.int64], articles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of the passage of each pair of places.

    Pairs come sorted by articles, then by places.  A pair goes on with the passage whose last pair stands nearest
    before it: in both texts not after it, and at most `REACH` sentences back.

    Examples
    --------
    >>> import numpy as np
    >>> chains(np.array([3, 4, 4, 9]), np.array([13, 20, 14, 19]), np.repeat([0, 1], [10, 11])).tolist()
    [0, 1, 0, 2]
    """
    numbers = np.zeros(len(one), np.int64)
    ends: list[tuple[int, int, int]] = []
    n_chains, here = 0, (-1, -1)
    for k, (s, t) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        if (articles[s], articles[t]) != here:
            here, ends = (articles[s], articles[t]), []
        ends = [end for end in ends if s - end[0] <= REACH]
        near = [(s - end[0] + t - end[1], i) for i, end in enumerate(ends) if 0 <= t - end[1] <= REACH]
        if near:
            i = min(near)[1]
            numbers[k] = ends[i][2]
            ends[i] = (s, t, ends[i][2])
        else:
            numbers[k] = n_chains
            ends.append((s, t, n_chains))
            n_chains += 1
    return numbers
