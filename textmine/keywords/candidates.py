"""Candidates: which runs of words can be keyphrases.

Without a tagger and without a download: a candidate is a run of words with
nothing but white space between them, no stop word, no number alone and no
sentence end inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from textmine.corpus.schemas import is_english
from textmine.tokens.stoplists import stopwords
from textmine.tokens.tokens import Tokens


class Run(NamedTuple):
    """Neighbouring content words: the first token, the token after the last, the document."""

    first: int
    last: int
    document: int


def content_mask(tokens: Tokens) -> np.ndarray:
    """Return which tokens can stand in a candidate, shape (N,).

    Kept tokens with a letter; for English not those of the stop list, dropped or not.
    """
    stop = stopwords("en") if is_english(tokens.corpus.language) else frozenset()
    usable = np.array([each not in stop and len(each) > 1 and any(map(str.isalpha, each)) for each in tokens.types],
                      dtype=bool)
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids)
    return (tokens.ids >= 0) & usable[ids]


def runs(tokens: Tokens) -> Iterator[Run]:
    """Yield the longest runs of content words, in order.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["The peace talks, and field hospitals."], language="en")
    >>> [tuple(run) for run in runs(tm.tokenize(corpus))]
    [(1, 3, 0), (4, 6, 0)]
    """
    content = content_mask(tokens)
    begins = content & ~(tokens.follows & np.append(False, content[:-1]))
    document = tokens.document_index
    begins |= content & np.append(True, document[1:] != document[:-1])
    firsts = np.flatnonzero(begins)
    for first in firsts.tolist():
        last = first + 1
        while last < len(content) and content[last] and not begins[last]:
            last += 1
        yield Run(first, last, int(document[first]))
