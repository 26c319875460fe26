"""`tokenize`: where one word ends and the next begins.

A word is a run of letters, marks and digits; apostrophes and hyphens inside it
belong to it, and so do the comma and the point inside a number.  Scripts that
write without spaces (Chinese, Japanese, Thai) are not divided into words yet:
a run of them is one token.

The plain version: it walks over each text once, reads recorded changes in the
place of the text, and folds each written form once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

import numpy as np
import pyarrow as pa
import regex

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import by_source, is_english
from textmine.corpus.segmentation import running_blocks, sentence_spans
from textmine.corpus.zones import ZONES
from textmine.tokens.folding import INVISIBLE, fold
from textmine.tokens.tokens import Tokens

_IN_WORD = r"[\p{L}\p{M}\p{N}\u200c\u200d" + INVISIBLE + "]"
WORD = regex.compile(r"\p{N}+(?:[.,]\p{N}+)+(?![\p{L}\p{M}\p{N}])"
                     rf"|[\p{{L}}\p{{N}}]{_IN_WORD}*(?:['’ʼ\-‐‑][\p{{L}}\p{{N}}]{_IN_WORD}*)*")
_NUMBER = regex.compile(r"[\p{N}.,:/-]+(?:st|nd|rd|th|s)?")

_REPLACED = regex.compile(rf"<[\p{{L}}_]+>|{WORD.pattern}")

Edit = tuple[int, int, str]


def tokenize(corpus: Corpus, *, zones: tuple[str, ...] = (), numbers: bool = True) -> Tokens:
    """Return the tokens of a corpus.

    Parameters
    ----------
    corpus : Corpus
        Changes that `Corpus.clean` recorded are applied here.
    zones : tuple of str, default ()
        Zones to read beside the running text: ``"heading"``, ``"caption"``, ``"boilerplate"``.
        Of a segmented corpus only what lies inside a passage is read.
    numbers : bool, default True
        Whether to keep numbers, dates and ordinals (``2020``, ``13th``); if not, they leave pads.

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
        For a zone that does not exist.

    Examples
    --------
    >>> tokens = tokenize(Corpus.from_texts(["Vietnam’s peace-keepers left in 2020."], language="en").clean())
    >>> tokens.words(0), tokens.starts.tolist()
    (['vietnam', 'peace-keepers', 'left', 'in', '2020'], [0, 10, 24, 29, 32])
    """
    _check.kind("corpus", corpus, Corpus, "call tm.read_corpus(path) or Corpus.from_texts(texts)")
    zones = (zones,) if isinstance(zones, str) else tuple(zones)
    for zone in zones:
        _check.one_of("zones", zone, ZONES, "names of")
    texts = corpus.articles["text"].to_pylist()
    unread = corpus.zones.filter(pa.array([zone not in zones for zone in corpus.zones["zone"].to_pylist()], pa.bool_()))
    skipped = by_source(unread, ("start", "stop"))
    edits = by_source(corpus.edits, ("start", "stop", "replacement"))

    forms: dict[str, int] = {}
    ids, starts, stops, sentences, follows, bounds = [], [], [], [], [], [0]
    n_sentences = 0
    for source, start, stop in zip(*(corpus.spans[name].to_pylist() for name in ("source", "start", "stop")),
                                   strict=True):
        text, changes = texts[source], edits.get(source, [])
        for block in running_blocks(text, start, stop, skipped.get(source, [])):
            for first, last in sentence_spans(text, block.start, block.stop):
                previous = None
                for form, low, high in _words(text, first, last, changes):
                    ids.append(forms.setdefault(form, len(forms)))
                    starts.append(low)
                    stops.append(high)
                    sentences.append(n_sentences)
                    follows.append(previous is not None and not text[previous:low].strip())
                    previous = high
                n_sentences += 1
        bounds.append(len(ids))
    types, table = _fold_forms(list(forms), corpus)
    folded = table[np.array(ids, dtype=np.int64)] if ids else np.empty(0, np.int64)
    tokens = Tokens(corpus, types, folded.astype(np.int32), np.array(starts, np.int64), np.array(stops, np.int64),
                    np.array(bounds, np.int64), np.array(sentences, np.int64), np.array(follows, bool))
    return tokens if numbers else tokens.drop([each for each in types if _NUMBER.fullmatch(each)])


def _words(text: str, start: int, stop: int, edits: list[Edit]) -> Iterator[tuple[str, int, int]]:
    """Yield form, start and stop of the words of one sentence, with its changes applied."""
    position = start
    nearest = max(0, bisect_left(edits, start, key=itemgetter(0)) - 1)
    for first, last, replacement in islice(edits, nearest, None):
        if first >= stop:
            break
        if first >= start:
            yield from ((match.group(), *match.span()) for match in WORD.finditer(text, position, first))
            yield from ((match.group(), first, last) for match in _REPLACED.finditer(replacement))
        position = max(position, last)
    yield from ((match.group(), *match.span()) for match in WORD.finditer(text, position, stop))


def _fold_forms(forms: list[str], corpus: Corpus) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the sorted types, and for each written form the number of its type."""
    english = is_english(corpus.language)
    folded = [fold(form, corpus.normalization, english) for form in forms]
    types = tuple(sorted(set(folded)))
    number = {each: i for i, each in enumerate(types)}
    return types, np.array([number[each] for each in folded], dtype=np.int64)
