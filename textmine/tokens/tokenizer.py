"""`tokenize`: where one word ends and the next begins.

What a word is, is said in `textmine.tokens.rules`.  Here is the plain version: it walks over
each text once, reads recorded changes in the place of the text, and folds each written form
once.  Words are found by compiled code (`textmine.tokens.finding`) where the rule allows it;
the plain version is its oracle, and reads the texts that are left to it.  Where only counts
are wanted, `count_terms` gives the same ones in less time and memory.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import regex
from numpy.typing import NDArray

from textmine import _check
from textmine._threads import available_threads
from textmine.corpus.cleaning.zones import ZONES
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import Normalization, by_source
from textmine.corpus.segmentation import running_blocks, sentence_spans
from textmine.tokens.renaming import merged_types
from textmine.tokens.rules import RULES, Place, Rule
from textmine.tokens.tokens import Tokens

_NUMBER = regex.compile(r"[\p{N}.,:/-]+(?:st|nd|rd|th|s)?|<(?:date|number|identifier)>")
TYPED = regex.compile(r"<[\p{L}_]+>")
"""A replacement that is one token, whatever rule divides the text."""

SMALL = 1 << 16
"""Bytes of texts that are read plainly before the compiled code is loaded."""

Edit = tuple[int, int, str]
Piece = tuple[str, int, int, tuple[int, int] | None]


def tokenize(
    corpus: Corpus, *, rule: str = "words", zones: tuple[str, ...] = (), numbers: bool = True,
    n_threads: int | None = None,
) -> Tokens:
    """Return the tokens of a corpus.

    Parameters
    ----------
    corpus : Corpus
        Changes that `Corpus.clean` recorded are applied here.
    rule : {"words", "sklearn", "char_2", "char_3", "char_4", "char_5"}, default "words"
        What a word is; ``"sklearn"`` divides as ``CountVectorizer`` does by default, ``"char_3"``
        into runs of three characters (see `textmine.tokens.rules`).
    zones : tuple of str, default ()
        Zones to read beside the running text: ``"heading"``, ``"caption"``, ``"boilerplate"``.
        Of a segmented corpus only what lies inside a passage is read.
    numbers : bool, default True
        Whether to keep numbers, dates and ordinals (``2020``, ``13th``); if not, they leave pads.
    n_threads : int, optional
        By default as many as the process may use.  The result is the same for any number.

    Returns
    -------
    Tokens
        Lower-case types; offsets of every token into the untouched article.  Words
        that stand for an abbreviation all have its offsets.

    Raises
    ------
    TypeError
        If `corpus` is no Corpus.
    ValueError
        For a rule or a zone that does not exist.

    Examples
    --------
    >>> tokens = tokenize(Corpus.from_texts(["Vietnam’s peace-keepers left in 2020."], language="en").clean())
    >>> tokens.words(0), tokens.starts.tolist()
    (['vietnam', 'peace-keepers', 'left', 'in', '2020'], [0, 10, 24, 29, 32])
    """
    _check.kind("corpus", corpus, Corpus, "call tm.read_corpus(path) or Corpus.from_texts(texts)")
    _check.one_of("rule", rule, RULES)
    chosen, skipped = RULES[rule], unread(corpus, zones)
    n_threads = available_threads(n_threads, "n_threads")
    if chosen.tables is None or corpus.articles["text"].nbytes < SMALL:
        found = find_plainly(corpus, chosen, skipped)
    else:
        from textmine.tokens.finding import find_compiled

        found = find_compiled(corpus, chosen, skipped, n_threads)
    types, table = fold_forms(found.forms, chosen, corpus.normalization, corpus.language)
    tokens = Tokens(corpus, types, table.astype(np.int32)[found.ids], *found[2:])
    return tokens if numbers else tokens.drop([each for each in types if is_number(each)])


class Found(NamedTuple):
    """The tokens of a corpus under the forms that stand in its texts; arrays as in `Tokens`."""

    forms: list[str]
    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    bounds: NDArray[np.int64]
    sentences: NDArray[np.int64]
    follows: NDArray[np.bool_]


def find_plainly(corpus: Corpus, rule: Rule, skipped: dict[int, list[tuple]]) -> Found:
    """Return the tokens of a corpus, word by word: for rules that are not compiled, and the oracle of the others."""
    texts = corpus.articles["text"].to_pylist()
    edits = by_source(corpus.edits, ("start", "stop", "replacement"))
    forms: dict[str, int] = {}
    ids, starts, stops, sentences, bounds = (array("q") for _ in range(5))
    follows = array("b")
    bounds.append(0)
    n_sentences = 0
    for source, start, stop in zip(*(corpus.spans[name].to_pylist() for name in ("source", "start", "stop")),
                                   strict=True):
        reading = Reading.of(rule, texts[source], start, stop)
        for words in reading.sentences(start, stop, skipped.get(source, []), edits.get(source, [])):
            for form, low, high, after in words:
                ids.append(forms.setdefault(form, len(forms)))
                starts.append(low)
                stops.append(high)
                sentences.append(n_sentences)
                follows.append(after)
            n_sentences += 1
        bounds.append(len(ids))
    return Found(list(forms), np.array(ids, np.int32), np.array(starts, np.int64), np.array(stops, np.int64),
                 np.array(bounds, np.int64), np.array(sentences, np.int64), np.array(follows, bool))


def unread(corpus: Corpus, zones: tuple[str, ...]) -> dict[int, list[tuple]]:
    """Return start and stop of the zones to leave out, by the number of their article."""
    if not isinstance(zones, str | Iterable):
        raise TypeError(f"zones must be names such as ('heading', 'caption'), got {zones!r}")
    zones = (zones,) if isinstance(zones, str) else tuple(zones)
    for zone in zones:
        _check.one_of("zones", zone, ZONES, "names of")
    left_out = [zone not in zones for zone in corpus.zones["zone"].to_pylist()]
    return by_source(corpus.zones.filter(pa.array(left_out, pa.bool_())), ("start", "stop"))


def is_number(form: str) -> bool:
    """Return whether a type is a number, a date or an ordinal.

    >>> [is_number(form) for form in ("2020", "13th", "1,000.5", "b2")]
    [True, True, True, False]
    """
    return bool(_NUMBER.fullmatch(form))


class Reading(NamedTuple):
    """One document as a rule reads it.

    Attributes
    ----------
    rule : Rule
    text : str
        The article.
    prepared : str
        The text that words are looked for in, from `base` on.
    """

    rule: Rule
    text: str
    prepared: str
    base: int

    @classmethod
    def of(cls, rule: Rule, text: str, start: int, stop: int) -> Reading:
        """Return the document ``text[start:stop]``."""
        if rule.prepare is None:
            return cls(rule, text, text, 0)
        return cls(rule, text, rule.prepare(text[start:stop]), start)

    def stretches(self, start: int, stop: int, edits: list[Edit]) -> Iterator[str]:
        """Yield what is read between two places, as `words` does: prepared, with changes applied."""
        for piece, low, high, place in pieces(self.text, start, stop, edits):
            if place is None:
                yield self.prepared[low - self.base:high - self.base]
            else:
                yield piece if self.rule.prepare is None or TYPED.fullmatch(piece) else self.rule.prepare(piece)

    def sentences(self, start: int, stop: int, zones: Sequence[tuple],
                  edits: list[Edit]) -> Iterator[Iterator[tuple[str, int, int, bool]]]:
        """Yield the words of every sentence outside the zones: form, start, stop and whether it follows the last."""
        for block in running_blocks(self.text, start, stop, zones):
            for first, last in sentence_spans(self.text, block.start, block.stop):
                yield self._in_order(self.words(first, last, edits))

    def _in_order(self, words: Iterator[Place]) -> Iterator[tuple[str, int, int, bool]]:
        """Yield words with whether only white space stands between each and the one before."""
        previous = None
        for form, low, high in words:
            yield form, low, high, previous is not None and not self.text[previous:low].strip()
            previous = high

    def words(self, start: int, stop: int, edits: list[Edit]) -> Iterator[Place]:
        """Yield form, start and stop of the words of one sentence, with its changes applied."""
        for piece, low, high, place in pieces(self.text, start, stop, edits):
            if place is None:
                for form, first, last in self.rule.find(self.prepared, low - self.base, high - self.base):
                    yield form, first + self.base, last + self.base
            elif TYPED.fullmatch(piece):
                yield piece, *place
            else:
                prepared = piece if self.rule.prepare is None else self.rule.prepare(piece)
                yield from ((form, *place) for form, _, _ in self.rule.find(prepared, low, high))


def pieces(text: str, start: int, stop: int, edits: list[Edit]) -> Iterator[Piece]:
    """Yield what is read between `start` and `stop`: stretches of the text, and what replaces others.

    Each as text, start and stop in it, and the place that it replaces, or None.

    >>> list(pieces("the U.N. met", 0, 12, [(4, 8, "United Nations")]))
    [('the U.N. met', 0, 4, None), ('United Nations', 0, 14, (4, 8)), ('the U.N. met', 8, 12, None)]
    """
    position = start
    nearest = max(0, bisect_left(edits, start, key=itemgetter(0)) - 1)
    for first, last, replacement in islice(edits, nearest, None):
        if first >= stop:
            break
        if first >= start:
            yield text, position, first, None
            yield replacement, 0, len(replacement), (first, last)
        position = max(position, last)
    yield text, position, stop, None


def fold_forms(forms: list[str], rule: Rule, normalization: Normalization,
               language: str | None) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the sorted types, and for each written form the number of its type."""
    return merged_types([rule.fold(form, normalization, language) for form in forms])
