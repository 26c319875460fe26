"""Phrase counts: how often each document says each phrase that any text offers.

A phrase is known by its stems, whichever text it stands in.  It is counted wherever it stands: a phrase that is a
longest run in one text counts in the others where it is part of a longer one as well; a short form counts as the long
form where the text defines it, and in texts that define nothing where all that do agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.docterm import DocTerm
from textmine.extraction import _kernels
from textmine.extraction.candidates import Candidates
from textmine.extraction.candidates import candidates as candidates_of
from textmine.extraction.candidates import numbered
from textmine.tokens.tokens import Tokens

COUNTED = {"maximal": "nested", "runs": "ngrams", "adjoining": "ngrams"}
"""Kinds of candidates that stand inside longer ones too, and the kind that has those places."""
JOINER = "\x1f"
"""Between the stems of a term: what stands in no word."""


class Offer(NamedTuple):
    """What some texts offer, of R phrases as they are spelled and W phrases in all their places.

    Attributes
    ----------
    stems, n_words : int32 arrays
        The stems of the R phrases and then of the W phrases, one phrase after the other, and how many each has.
    text : int64 array of shape (R + W,)
        The text of each, counted over all offers.
    long : int64 array of shape (R,)
        The long form of each, itself where it is no short form.
    own : int64 array of shape (I,)
        Which of the R phrases each item is.
    document, item : int64 arrays of shape (P,)
        Places: the document, and which of the W phrases.
    """

    stems: NDArray[np.int32]
    n_words: NDArray[np.int32]
    text: NDArray[np.int64]
    long: NDArray[np.int64]
    own: NDArray[np.int64]
    document: NDArray[np.int64]
    item: NDArray[np.int64]


def offer(found: Candidates, kind: str, longest: int, first_text: int) -> Offer:
    """Return what some texts offer.

    Parameters
    ----------
    found : Candidates
        Short forms may be places of their long forms.
    kind : str
    longest : int
    first_text : int
        How many texts came before.
    """
    reading = found.reading
    spelled = numbered(reading, found.first, found.length, found.whole)
    wide = candidates_of(reading, COUNTED[kind], longest) if kind in COUNTED else spelled
    own = spelled.item[found.lead]
    (stems, n_words), (others, counts) = _stems(spelled), _stems(wide)
    document = np.searchsorted(reading.tokens.bounds, reading.at[wide.first], side="right") - 1
    return Offer(np.append(stems, others), np.append(n_words, counts), first_text + np.append(spelled.text, wide.text),
                 own[found.item[spelled.lead]], own, document, wide.item)


def _stems(found: Candidates) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the stems of every item, one item after the other, and how many each has."""
    starts = np.cumsum(found.n_words) - found.n_words
    at = np.repeat(found.first[found.lead] - starts, found.n_words) + np.arange(found.n_words.sum())
    return found.reading.stems[at], found.n_words


def phrase_counts(offers: Sequence[Offer], tokens: Tokens, stem_names: Sequence[str]) -> tuple[DocTerm, list[NDArray]]:
    """Return a table of documents by phrases, and the phrase of each item of every offer.

    Terms are sorted; sizes are the words of the documents, stop words included.
    """
    stems, n_words = np.concatenate([each.stems for each in offers]), np.concatenate([each.n_words for each in offers])
    starts = np.cumsum(n_words, dtype=np.int64) - n_words
    phrase, lead = _kernels.numbered(starts, n_words, stems, np.array([0, len(stems)]))
    numbers = _spelled_out(np.split(phrase, np.cumsum([len(each.n_words) for each in offers])[:-1]), offers)
    own = [number[each.own] for number, each in zip(numbers, offers, strict=True)]
    offered = np.unique(np.concatenate(own))
    names = [JOINER.join([stem_names[stem] for stem in stems[starts[k]:starts[k] + n_words[k]].tolist()])
             for k in lead[offered].tolist()]
    order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    column = np.full(len(lead), -1)
    column[offered[order]] = np.arange(len(order))
    places = column[np.concatenate([number[len(each.long):][each.item]
                                    for number, each in zip(numbers, offers, strict=True)])]
    documents = np.concatenate([each.document for each in offers])[places >= 0]
    counts = sparse.csr_matrix((np.ones(len(documents), np.int64), (documents, places[places >= 0])),
                               shape=(len(tokens), len(order)))
    table = DocTerm.from_counts(counts, [names[i] for i in order], tokens.corpus.documents)
    return replace(table, sizes=np.diff(tokens.text_words.bounds)), [column[number] for number in own]


def _spelled_out(numbers: Sequence[NDArray[np.int64]], offers: Sequence[Offer]) -> list[NDArray[np.int64]]:
    """Return the number of each phrase, that of its long form where it is a short one."""
    pairs = [(each.text[:len(each.long)], number[:len(each.long)], number[each.long])
             for number, each in zip(numbers, offers, strict=True)]
    text, short, long = (np.concatenate(arrays) for arrays in zip(*pairs, strict=True))
    defined = short != long
    if not defined.any():
        return list(numbers)
    here = dict(zip(zip(text[defined].tolist(), short[defined].tolist(), strict=True), long[defined].tolist(),
                    strict=True))
    forms: dict[int, set[int]] = {}
    for (_, one), other in here.items():
        forms.setdefault(one, set()).add(other)
    anywhere = {one: others.pop() for one, others in forms.items() if len(others) == 1}
    found = []
    for number, each in zip(numbers, offers, strict=True):
        number = number.copy()
        for k in np.flatnonzero(np.isin(number, list(forms))).tolist():
            one = int(number[k])
            number[k] = here.get((int(each.text[k]), one), anywhere.get(one, one))
        found.append(number)
    return found
