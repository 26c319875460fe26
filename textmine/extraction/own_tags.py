"""Parts of speech that a user brings: from spaCy, or any other tagger.

Universal tags and those of the Penn Treebank are known: nouns and proper nouns end a phrase, adjectives stand in it.
A word gets the tag of the piece that holds its last character, so that *peace-keeping*, which spaCy
divides, is what *keeping* is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from numbers import Integral
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.tagging import Tag
from textmine.tokens.tokens import Tokens

Span = tuple[int, int, str]
UNIVERSAL = frozenset("""
ADJ ADP ADV AUX CCONJ CONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SPACE SYM VERB X
""".split())
"""Universal parts of speech, and SPACE of spaCy."""
PENN = frozenset("""
CC CD DT EX FW IN JJ JJR JJS LS MD NN NNS NNP NNPS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT
WP WP$ WRB ADD AFX GW HYPH NFP XX _SP # $ . , : ( ) -LRB- -RRB- `` '' "
""".split())
"""Tags of the Penn Treebank, with those of OntoNotes."""


def tag_of(name: str) -> Tag:
    """Return what a tag of the Universal or the Penn set makes of a word.

    >>> [tag_of(name).name for name in ("NOUN", "PROPN", "NNS", "ADJ", "JJR", "VERB")]
    ['NOUN', 'NOUN', 'NOUN', 'ADJECTIVE', 'ADJECTIVE', 'OTHER']

    Raises
    ------
    ValueError
        For a tag of neither.
    """
    if name not in UNIVERSAL and name not in PENN:
        raise ValueError("tags must be Universal (NOUN, PROPN, ADJ, VERB, ...) or Penn (NN, NNP, JJ, VB, ...) parts of "
                         f"speech, got {name!r}")
    if name in ("NOUN", "PROPN") or name.startswith("NN"):
        return Tag.NOUN
    return Tag.ADJECTIVE if name == "ADJ" or name.startswith("JJ") else Tag.OTHER


def user_tags(tokens: Tokens, tags: Any) -> NDArray[np.uint8]:
    """Return the `Tag` of every word, shape (N,).

    Parameters
    ----------
    tokens : Tokens of D documents
    tags : sequence of length D
        For each document a spaCy ``Doc`` of its text, or ``(start, stop, tag)`` of every piece, in code
        points of the document's text, or one tag for each of its words.

    Raises
    ------
    TypeError, ValueError
        For what is no sequence of that length, and a document whose tags are none of these.
    """
    if isinstance(tags, str) or not isinstance(tags, Sequence):
        raise TypeError(f"tags must be a sequence with the tags of each document, got {type(tags).__name__}")
    if len(tags) != len(tokens):
        raise ValueError(f"tags must have one entry for each of the {len(tokens):,} documents, got {len(tags):,}")
    found = np.zeros(len(tokens.ids), np.uint8)
    texts = tokens.corpus.articles["text"].to_pylist()
    source, starts, stops = (tokens.corpus.spans[name].to_numpy() for name in ("source", "start", "stop"))
    for document, entry in enumerate(tags):
        words = slice(int(tokens.bounds[document]), int(tokens.bounds[document + 1]))
        last = tokens.stops[words] - 1 - starts[document]
        theirs = getattr(entry, "text", None)
        if isinstance(theirs, str) and theirs != texts[source[document]][starts[document]:stops[document]]:
            raise ValueError(f"tags must hold the Doc of each document's own text, in order, got {theirs[:40]!r} for "
                             f"document {document + 1}")
        found[words] = _of_document(entry, last, document)
    return found


def _of_document(entry: Any, last: NDArray[np.int64], document: int) -> list[Tag]:
    """Return the tags of the words of one document whose last characters stand at `last`."""
    if hasattr(entry, "has_annotation") and not (entry.has_annotation("POS") or entry.has_annotation("TAG")):
        raise ValueError(f"tags must hold parts of speech, got an untagged Doc for document {document + 1}: "
                         "run a pipeline with a tagger")
    pieces: list[Any] = list(entry) if isinstance(entry, Iterable) and not isinstance(entry, str) else [entry]
    if pieces == [entry]:
        raise _wrong(entry, document)
    if pieces and all(isinstance(piece, str) for piece in pieces):
        if len(pieces) != len(last):
            raise ValueError(f"tags must have one tag for each of the {len(last):,} words of document {document + 1}, "
                             f"got {len(pieces):,}: tokens.words({document}) shows them")
        return [tag_of(piece) for piece in pieces]
    spans = sorted((_span(piece, document) for piece in pieces), key=itemgetter(0))
    begins = [start for start, _, _ in spans]
    found = []
    for place in last.tolist():
        k = bisect_right(begins, place) - 1
        found.append(tag_of(spans[k][2]) if k >= 0 and place < spans[k][1] else Tag.OTHER)
    return found


def _span(piece: Any, document: int) -> Span:
    """Return start, stop and tag of a piece: a spaCy token, or a tuple of these."""
    if hasattr(piece, "idx"):  # a token of spaCy
        return piece.idx, piece.idx + len(piece), piece.pos_ or piece.tag_
    if (isinstance(piece, tuple) and len(piece) == 3 and isinstance(piece[2], str)
            and all(isinstance(place, Integral) for place in piece[:2])):
        if not 0 <= piece[0] < piece[1]:
            raise ValueError(f"tags must be (start, stop, tag) with start below stop, got {piece!r} for document "
                             f"{document + 1}")
        return piece
    raise _wrong(piece, document)


def _wrong(given: object, document: int) -> TypeError:
    """Return what to raise for what tells no tags."""
    return TypeError(f"tags must be spaCy Docs, (start, stop, tag) or one tag for each word, got {given!r} "
                     f"for document {document + 1}")
