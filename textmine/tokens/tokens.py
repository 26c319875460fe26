"""The `Tokens` value: words as integers that remember where they stand.

A dropped token leaves a pad, so that windows and phrases never jump a gap.  The
pad keeps the type it stands for (as ``~id``), so that a phrase such as *rule of
law* can still be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import is_english
from textmine.docterm import DocTerm, frozen
from textmine.tokens.folding import listed
from textmine.tokens.renaming import merged_types, renamed, renumbered, with_merges


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
    base : Tokens, optional
        The words of the text, where these tokens are runs of them, phrases or categories: contexts,
        sentences and positions are theirs.  None where these are the words themselves.
    """

    corpus: Corpus
    types: tuple[str, ...]
    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    bounds: NDArray[np.int64]
    sentences: NDArray[np.int64]
    follows: NDArray[np.bool_]
    base: Tokens | None = None

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
    def text_words(self) -> Tokens:
        """The words of the text: these tokens, or those that they were made of; dropped ones are pads among them."""
        return self.base or self

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
            ``"Vietnam"`` drops ``vietnam``.  ``*`` stands for any letters, ``?`` for one.

        Raises
        ------
        TypeError
            For one word instead of several, and for a codebook.
        ValueError
            If `words` is a stop list of another language than the corpus.
        """
        return self._mask(self._listed(words))

    def keep(self, words: Iterable[str]) -> Tokens:
        """Return the tokens with pads in the place of all but the given words, which are given as to `drop`."""
        return self._mask(~self._listed(words))

    def drop_spans(self, spans: pd.DataFrame) -> Tokens:
        """Return the tokens with pads in the place of all words in the given stretches of the articles.

        Parameters
        ----------
        spans : pandas.DataFrame
            A row for each stretch: ``article``, ``start``, ``stop`` in code points, as of `quotations`
            or `SharedPassages.spans`; a word that it touches is dropped.  Stretches may overlap.

        Raises
        ------
        TypeError, ValueError
            For what is no such frame, an unknown article, and a stretch that stops before it starts.
        """
        from textmine.tokens.spans import without_spans

        return without_spans(self, spans)

    def _listed(self, words: Iterable[str]) -> NDArray[np.bool_]:
        """Return which types are among `words`, as they stand or folded."""
        return listed("words", self.types, words, self.corpus.normalization, self.corpus.language)

    def _mask(self, dropped: NDArray[np.bool_]) -> Tokens:
        """Return the tokens with pads for the types in `dropped`."""
        ids = np.where(self.ids >= 0, self.ids, ~self.ids)
        return replace(self, ids=np.where((self.ids < 0) | dropped[ids], ~ids, ids).astype(np.int32))

    def map(self, forms: Mapping[str, str] | Callable[[str], str]) -> Tokens:
        """Return the tokens with other types: each type replaced, equal ones merged.

        Works on the table of types, once for each.  Offsets stay, and searches for an old form
        (`kwic`, `drop`, themes) find the type it became.  `merges` tells what became what.

        Parameters
        ----------
        forms : mapping of str to str, or function of a str that returns a str
            Such as ``{"colour": "color"}``; types that a mapping does not name stay.

        Raises
        ------
        TypeError, ValueError
            If `forms` is neither, or leads to what is no word: `drop` leaves words out.

        Examples
        --------
        >>> import textmine as tm
        >>> tokens = tm.tokenize(tm.Corpus.from_texts(["The armies and the army"]))
        >>> tokens.map({"armies": "army"}).words(0)
        ['the', 'army', 'and', 'the', 'army']
        """
        normalization = self.corpus.normalization
        names = renamed(self.types, forms, normalization, is_english(self.corpus.language))
        types, table = merged_types(names)
        corpus = replace(self.corpus, normalization=with_merges(normalization, self.types, names))
        return replace(self, corpus=corpus, types=types, ids=renumbered(self.ids, table))

    def normalize(self, kind: str = "lemma") -> Tokens:
        """Return the tokens with the inflected forms of a word merged.

        Parameters
        ----------
        kind : {"lemma", "stem", "porter"}, default "lemma"
            ``"lemma"`` merges *soldiers* with *soldier* and *went* with *go*, where the lemma occurs in
            the corpus or the ending is sure (English; `textmine.tokens.lemmas`); ``"stem"`` cuts endings
            off, by the Snowball stemmer of the corpus' language, and ``"porter"`` by Porter's of 1980
            (English).  Stems are for matching: they are no words, and merge words that differ in meaning.

        Raises
        ------
        ValueError
            If the corpus states no language, or one that `kind` is not for.

        Examples
        --------
        >>> import textmine as tm
        >>> tokens = tm.tokenize(tm.Corpus.from_texts(["Navies deployed; they deploy."], language="en"))
        >>> tokens.normalize().words(0), tokens.normalize("stem").words(0)
        (['navy', 'deploy', 'they', 'deploy'], ['navi', 'deploy', 'they', 'deploy'])
        """
        from textmine.tokens.normalization import word_forms

        return self.map(word_forms(self, kind))

    def ngrams(self, n: int | Sequence[int]) -> Tokens:
        """Return the runs of n words, each as one token such as ``field_hospital``.

        No run crosses a dropped word, the end of a sentence, or anything but white space.
        Runs overlap, in the order of their first words; a document with none is empty.

        Parameters
        ----------
        n : int or sequence of int, at least 1
            ``(1, 2)`` gives words and pairs.

        Examples
        --------
        >>> import textmine as tm
        >>> tm.tokenize(tm.Corpus.from_texts(["The rule of law. Peace."])).ngrams(2).words(0)
        ['the_rule', 'rule_of', 'of_law']
        """
        from textmine.tokens.compounds import ngrams

        return ngrams(self, n)

    def compound(self, phrases: str | Iterable[str]) -> Tokens:
        """Return the tokens with every place of a phrase as one token such as ``rule_of_law``.

        Its offsets are those of the whole phrase, and it is kept, whichever of its words were
        dropped.  Where phrases overlap the longest wins, then the first.  The words inside are
        no longer counted one by one.

        Parameters
        ----------
        phrases : str or iterable of str
            Phrases of two or more words, with ``*`` and ``?``; also the column ``phrase`` of what
            `textmine.phrases` returns.

        Raises
        ------
        ValueError
            For a phrase of one word.

        Examples
        --------
        >>> import textmine as tm
        >>> tokens = tm.tokenize(tm.Corpus.from_texts(["The rule of law holds."])).drop(["the", "of"])
        >>> tokens.compound(["rule of law"]).words(0)
        ['', 'rule_of_law', 'holds']
        """
        from textmine.tokens.compounds import compound

        return compound(self, phrases)

    def lookup(self, dictionary: Mapping[str, Iterable[str]], *, exclusive: bool = True) -> Tokens:
        """Return the categories of a dictionary in the place of its words and phrases.

        Overlapping matches count once for each category; a word in two categories gives two
        tokens of one place.  ``lookup(...).count()`` has the count of every category that occurs.

        Parameters
        ----------
        dictionary : mapping of str to words and phrases
            Such as ``{"PEACE": ["peace*", "rule of law"]}``; a file of them: `read_codebook`.
        exclusive : bool, default True
            Whether tokens that match nothing are left out.  Then sizes are numbers of matches:
            for rates per 1,000 words and intervals see `codebook_emphasis`.

        Raises
        ------
        ValueError
            For a dictionary that is no mapping of lists, and, with unmatched tokens kept, for a
            category with the name of one of them.

        Examples
        --------
        >>> import textmine as tm
        >>> tokens = tm.tokenize(tm.Corpus.from_texts(["Peace talks, not war."]))
        >>> themes = {"PEACE": ["peace*", "peace talks"], "WAR": ["war*"]}
        >>> tokens.lookup(themes).words(0), tokens.lookup(themes, exclusive=False).words(0)
        (['PEACE', 'WAR'], ['PEACE', 'not', 'WAR'])
        """
        from textmine.tokens.compounds import lookup

        return lookup(self, dictionary, exclusive)

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
