"""The `Tokens` value: words as integers that remember where they stand.

A dropped token leaves a pad, so that windows and phrases never jump a gap.  The
pad keeps the type it stands for (as ``~id``), so that a phrase such as *rule of
law* can still be found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import is_english
from textmine.docterm import DocTerm, frozen
from textmine.tokens.folding import fold


@dataclass(frozen=True, eq=False, repr=False)
class Tokens:
    """The words of every document in order; never changes.

    Attributes
    ----------
    corpus : Corpus
        Whose documents these are.
    types : tuple of str
        Sorted; ``ids`` point into it.
    ids : int32 array of shape (N,)
        A dropped token has ``~id``, below 0.
    starts, stops : int64 arrays of shape (N,)
        Code points in the article: ``corpus.source(article)[start:stop]``.
    bounds : int64 array of shape (D + 1,)
        Document d holds the tokens from ``bounds[d]`` to ``bounds[d + 1]``.
    sentences : int64 array of shape (N,)
        The number of the sentence that each token stands in.
    follows : bool array of shape (N,)
        Whether only white space stands between this token and the one before, in one sentence.
    """

    corpus: Corpus
    types: tuple[str, ...]
    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    bounds: NDArray[np.int64]
    sentences: NDArray[np.int64]
    follows: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for array in (self.ids, self.starts, self.stops, self.bounds, self.sentences, self.follows):
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __repr__(self) -> str:
        kept = int((self.ids >= 0).sum())
        dropped = f", {len(self.ids) - kept:,} dropped" if kept < len(self.ids) else ""
        return f"Tokens: {len(self):,} documents, {kept:,} tokens of {self.n_types:,} types{dropped}"

    @property
    def n_types(self) -> int:
        """The number of types that occur, dropped ones not counted."""
        return len(np.unique(self.ids[self.ids >= 0]))

    @property
    def document_index(self) -> NDArray[np.int64]:
        """The number of the document that each token stands in, shape (N,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def words(self, document: int) -> list[str]:
        """Return the types of one document in order, dropped tokens as ``""``."""
        ids = self.ids[self.bounds[document]:self.bounds[document + 1]]
        return [self.types[i] if i >= 0 else "" for i in ids.tolist()]

    def drop(self, words: Iterable[str]) -> Tokens:
        """Return the tokens with pads in the place of the given words.

        Parameters
        ----------
        words : iterable of str
            Words to drop, such as ``tm.stopwords("en")``; folded as the tokens are, so that
            ``"Vietnam"`` drops ``vietnam``.

        Raises
        ------
        ValueError
            If `words` is a stop list of another language than the corpus.
        """
        language, ours = getattr(words, "language", None), self.corpus.language
        if language and ours and language != ours.split("-")[0]:
            raise ValueError(f"words must suit the language of the corpus, {ours!r}, got the stop list of {language!r}")
        return self._mask(self._listed(words))

    def keep(self, words: Iterable[str]) -> Tokens:
        """Return the tokens with pads in the place of all but the given words."""
        return self._mask(~self._listed(words))

    def _listed(self, words: Iterable[str]) -> NDArray[np.bool_]:
        """Return which types are among `words`, as they stand or folded."""
        if isinstance(words, str) or not isinstance(words, Iterable):
            raise TypeError(f"words must be an iterable of words, got {words!r}: write [{words!r}]")
        given = {str(word) for word in words}
        english = is_english(self.corpus.language)
        listed = given | {fold(word, self.corpus.normalization, english) for word in given}
        return np.fromiter((each in listed for each in self.types), bool, len(self.types))

    def _mask(self, dropped: NDArray[np.bool_]) -> Tokens:
        """Return the tokens with pads for the types in `dropped`."""
        ids = np.where(self.ids >= 0, self.ids, ~self.ids)
        return replace(self, ids=np.where((self.ids < 0) | dropped[ids], ~ids, ids).astype(np.int32))

    def count(self) -> DocTerm:
        """Return how often each document holds each type, dropped tokens not counted.

        Examples
        --------
        >>> import textmine as tm
        >>> corpus = tm.Corpus.from_texts(["Peace, not war: peace."], ["a"])
        >>> tm.tokenize(corpus).drop(["not"]).count().to_frame()
                  peace  war
        document
        a             2    1
        """
        kept = self.ids >= 0
        present, columns = np.unique(self.ids[kept], return_inverse=True)
        cells = (np.ones(len(columns), dtype=np.int64), (self.document_index[kept], columns))
        counts = frozen(sparse.csr_matrix(cells, shape=(len(self), len(present))))
        sizes = np.bincount(self.document_index[kept], minlength=len(self))
        return DocTerm(counts, tuple(self.types[i] for i in present), self.corpus.documents, sizes)
