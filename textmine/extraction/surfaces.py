"""What a reader sees of a phrase: its most frequent written form, and every place of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.candidates import Candidates
from textmine.tokens.tokens import Tokens

Place = tuple[str, int, int]


class Surface(NamedTuple):
    """One phrase: its form, the offsets of its places as (article, start, stop), and how many documents hold it."""

    phrase: str
    offsets: tuple[Place, ...]
    documents: int


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


def surfaces(candidates: Candidates, items: NDArray[np.int64], texts: Texts) -> list[Surface]:
    """Return the surfaces of some items."""
    tokens, at = candidates.reading.tokens, candidates.reading.at
    order = np.argsort(candidates.item, kind="stable")
    stops = np.cumsum(candidates.count)
    counts = candidates.count[items]
    places = order[np.repeat(stops[items] - counts, counts) + _within(counts)]
    first = at[candidates.first[places]]
    last = at[candidates.first[places] + candidates.length[places] - 1]
    document = np.searchsorted(tokens.bounds, first, side="right") - 1
    spelled_out = candidates.length[places] == np.repeat(candidates.n_words[items], counts)
    columns = (array.tolist() for array in (document, texts.source[document], tokens.starts[first],
                                            tokens.stops[last], spelled_out))
    rows = list(zip(*columns, strict=True))
    found, begin = [], 0
    for count in counts.tolist():
        found.append(_surface(rows[begin:begin + count], texts))
        begin += count
    return found


def _within(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0, 1, … for each of the counts, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _surface(rows: Sequence[tuple[int, int, int, int, bool]], texts: Texts) -> Surface:
    """Return the surface of an item with the given places: document, source, start, stop, whether it is spelled out."""
    forms = [texts.texts[source][start:stop] for _, source, start, stop, spelled_out in rows if spelled_out]
    form = forms[0] if len(forms) == 1 else most_frequent(forms)
    offsets = tuple((texts.names[source], start, stop) for _, source, start, stop, _ in rows)
    documents = 1 if len(rows) == 1 else len({row[0] for row in rows})
    return Surface(" ".join(form.split()), offsets, documents)


def most_frequent(forms: Sequence[str]) -> str:
    """Return the most frequent form; of equals the one that is met first.

    >>> most_frequent(["Peace talks", "peace talks", "peace talks"])
    'peace talks'
    """
    counts = Counter(forms)
    return max(counts, key=counts.__getitem__)
