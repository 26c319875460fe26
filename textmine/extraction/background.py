"""How common words are elsewhere: what makes *treaty* say more about a text than *time* does.

The table counts words of English in 24,149 passages of about 250 words each: textbooks of fourteen subjects,
research articles, technical proposals, speeches and film reviews, all under licences that allow it
(`BACKGROUND.md`, beside the table, names each).  It is the same for every corpus, so that a text has the same
keyphrases in any company.  A user's own table can take its place.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.schemas import is_english
from textmine.docterm import DocTerm
from textmine.extraction.reading import Reading
from textmine.tokens.lemmas import singular


@dataclass(frozen=True, eq=False)
class Background:
    """How many documents of some other texts hold each word.

    Attributes
    ----------
    n_documents : int
    frequency : mapping of str to int
        By stem (`Reading.stem_names`); words that no document holds are left out.
    """

    n_documents: int
    frequency: Mapping[str, int]

    def idf(self, reading: Reading) -> NDArray[np.float64]:
        """Return ln((n_documents + 1) / (frequency + 1/2)) of every stem, shape (S,); above 0 (Sparck Jones 1972)."""
        frequency = np.fromiter(map(self.frequency.get, reading.stem_names, repeat(0)), float, len(reading.stem_names))
        return np.log((self.n_documents + 1) / (frequency + 0.5))


NONE = Background(0, {})
"""Knows nothing: every word is as telling as any other."""


@cache
def bundled() -> Background:
    """Return the table of English that comes with the package."""
    packed = (files("textmine.extraction") / "background_en.tsv.gz").read_bytes()
    first, *lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return Background(int(first), {word: int(count) for word, count in (line.split("\t") for line in lines)})


def background_of(background: Any, language: str | None) -> Background:
    """Return the background that a user asked for.

    Raises
    ------
    TypeError, ValueError
        If `background` is neither "bundled", a DocTerm, nor None, or a table without documents.
    """
    if background is None:
        return NONE
    if isinstance(background, DocTerm):
        return _of_table(background, is_english(language))
    if not isinstance(background, str):
        raise TypeError(f"background must be 'bundled', a DocTerm or None, got {type(background).__name__}: "
                        "call tokens.count()")
    _check.one_of("background", background, ("bundled",), "'bundled', a DocTerm or None; the only name is")
    return bundled() if is_english(language) else NONE


def _of_table(table: DocTerm, english: bool) -> Background:
    """Return the document frequencies of a table, of English words by their singular."""
    if not table.counts.shape[0]:
        raise ValueError("background must be a table with documents, got one without")
    stems, column = np.unique([singular(term) if english else term for term in table.terms], return_inverse=True)
    cells = table.counts.tocoo()
    held = np.unique(cells.row.astype(np.int64) * len(stems) + column[cells.col])
    frequency = np.bincount(held % max(len(stems), 1), minlength=len(stems))
    return Background(table.counts.shape[0], dict(zip(stems.tolist(), frequency.tolist(), strict=True)))
