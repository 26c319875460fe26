"""What a reader sees of a phrase: its most frequent written form, and every place of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.candidates import Candidates
from textmine.tokens.tokens import Tokens

Place = tuple[str, int, int]


class Surfaces(NamedTuple):
    """Of some phrases: their forms, their places as (article, start, stop), and how many documents hold each."""

    phrases: list[str]
    offsets: list[tuple[Place, ...]]
    documents: NDArray[np.int64]


class Texts(NamedTuple):
    """The articles behind some tokens: their names and texts, and the one of each document."""

    names: list[str]
    texts: list[str]
    source: NDArray[np.int64]

    @classmethod
    def of(cls, tokens: Tokens) -> Texts:
        """Return the articles of some tokens."""
        articles = tokens.corpus.articles
        return cls(articles["article"].to_pylist(), articles["text"].to_pylist(),
                   tokens.corpus.spans["source"].to_numpy())


def surfaces(candidates: Candidates, items: NDArray[np.int64], texts: Texts) -> Surfaces:
    """Return the surfaces of some items; a form is spelled out where a place of the text is."""
    tokens, at = candidates.reading.tokens, candidates.reading.at
    order = np.argsort(candidates.item, kind="stable")
    counts = candidates.count[items]
    number = np.repeat(np.arange(len(items)), counts)
    places = order[(np.cumsum(candidates.count)[items] - counts)[number] + _within(counts)]
    first = at[candidates.first[places]]
    last = at[candidates.first[places] + candidates.length[places] - 1]
    document = np.searchsorted(tokens.bounds, first, side="right") - 1
    new = np.append(True, (number[1:] != number[:-1]) | (document[1:] != document[:-1]))[:len(number)]
    unit = candidates.reading.unit
    units = unit[candidates.first[places] + candidates.length[places] - 1] - unit[candidates.first[places]]
    most = np.zeros(len(items), np.int64)
    np.maximum.at(most, number, units)
    spelled_out = (units == most[number]).tolist()
    source = texts.source[document].tolist()
    starts, stops = tokens.starts[first].tolist(), tokens.stops[last].tolist()
    forms = [texts.texts[k][start:stop] for k, start, stop in zip(source, starts, stops, strict=True)]
    forms = [form if form.isprintable() and "  " not in form else " ".join(form.split()) for form in forms]
    offsets = list(zip([texts.names[k] for k in source], starts, stops, strict=True))
    phrases, own, begin = [], [], 0
    for count in counts.tolist():
        stop = begin + count
        phrases.append(forms[begin] if count == 1 else
                       most_frequent(list(compress(forms[begin:stop], spelled_out[begin:stop]))))
        own.append(tuple(offsets[begin:stop]))
        begin = stop
    return Surfaces(phrases, own, np.bincount(number[new], minlength=len(items)))


def _within(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0, 1, … for each of the counts, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def most_frequent(forms: Sequence[str]) -> str:
    """Return the most frequent form; of equals the one that is met first.

    >>> most_frequent(["Peace talks", "peace talks", "peace talks"])
    'peace talks'
    """
    distinct = dict.fromkeys(forms)
    if len(distinct) == 1:
        return forms[0]
    counts = Counter(forms)
    return max(distinct, key=counts.__getitem__)
