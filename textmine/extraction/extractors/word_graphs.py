"""Words that many words lead to: TextRank, SingleRank, PositionRank.

The nouns and adjectives of a text are the vertices of a graph, by stem.  Two that stand within a few words of each
other are linked, and PageRank says how central each is: a word is important if important words stand beside it.
A phrase has the sum of its words, so that long phrases come first; on full papers that is a weakness.

What the sources leave open is settled so.  A window of w holds w words of the text, whatever they are, as in
all three; a mark of punctuation counts as one word, and no window reaches into another document.  Inflected forms of
a word are one vertex.  A vertex without a link passes its rank on to all as if no link were followed.  A sum keeps the
words of a phrase as often as they stand in it.

References
----------
Mihalcea, R. and Tarau, P. (2004). TextRank: bringing order into texts. EMNLP, 404-411; sections 2.2 and 3.1.
Wan, X. and Xiao, J. (2008). Single document keyphrase extraction using neighborhood knowledge. AAAI, 855-860;
section 3.2 with the document alone (SingleRank).
Florescu, C. and Caragea, C. (2017). PositionRank: an unsupervised approach to keyphrase extraction from scholarly
documents. ACL, 1105-1115; sections 3.1 to 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.candidates import Candidates
from textmine.extraction.extractors import _graph_kernels as kernels
from textmine.extraction.reading import Reading
from textmine.extraction.setting import Setting
from textmine.extraction.tagging import Tag

DAMPING = 0.85
"""How often a reader follows a link (Brin and Page 1998)."""
WIDEST = 100
"""Words in a window at most: time is linear in words times window."""


@dataclass(frozen=True, eq=False)
class WordGraph:
    """The vertices of some texts (M of them): the stems of their nouns and adjectives.

    Attributes
    ----------
    reading : Reading
    vertex : int64 array of shape (N,)
        The vertex of each word, -1 for none; every word with the stem of a vertex has one.
    first : int64 array of shape (M,)
        The word where each vertex is first met.
    bounds : int64 array of shape (G + 1,)
        Text g has the vertices from ``bounds[g]`` to ``bounds[g + 1]``.
    """

    reading: Reading
    vertex: NDArray[np.int64]
    first: NDArray[np.int64]
    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, reading: Reading) -> WordGraph:
        """Return the vertices of a reading."""
        able = reading.tags != Tag.OTHER
        return cls(reading, *kernels.vertices(reading.stems, able, reading.bounds, len(reading.stem_names)))

    @cached_property
    def able(self) -> NDArray[np.int64]:
        """The words that are nouns or adjectives in their place."""
        return np.flatnonzero(self.reading.tags != Tag.OTHER)

    def ranks(self, emphasis: NDArray[np.float64], options: Mapping[str, Any], weighted: bool) -> NDArray[np.float64]:
        """Return the PageRank of every vertex, shape (M,), summing to 1 in each text.

        Parameters
        ----------
        emphasis : array of shape (M,), at least 0 and above 0 for some vertex of each text
            Where a reader lands who follows no link, in any unit.
        options : mapping
            With ``window`` and ``damping``.
        weighted : bool
            Whether a link weighs as often as its words share a window, or 1.
        """
        window, damping = options["window"], options["damping"]
        _check.integer("options['window']", window, 2, WIDEST)
        _check.between("options['damping']", damping, 0, 1)
        words = self.vertex[self.able] - self.bounds[self.reading.text[self.able]]
        return kernels.word_ranks(words, slots(self.reading)[self.able],
                                  np.searchsorted(self.able, self.reading.bounds), self.bounds,
                                  np.asarray(emphasis, float), int(window), weighted, float(damping))

    def on_words(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values of vertices, shape (M,), on the words, shape (N,); 0 for a word that is none."""
        return np.append(values, 0.0)[self.vertex]


def slots(reading: Reading) -> NDArray[np.int64]:
    """Return where each word is for a window, shape (N,): punctuation takes one slot, a new document many."""
    document = np.searchsorted(reading.tokens.bounds, reading.at, side="right")
    return np.arange(len(reading.at)) + np.cumsum(~reading.joined) + WIDEST * document.astype(np.int64)


def textrank(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the TextRank of every phrase, shape (I,), above 0 (Mihalcea and Tarau 2004).

    Options
    -------
    window : int, default 2
        Of 2 to 100 words; 2 links neighbours alone.
    damping : float between 0 and 1, default 0.85
    top_fraction : float above 0 up to 1, or None; default 1/3
        The share of the vertices, rounded up, of whose words phrases are made: a phrase is a longest
        run of them, without adjectives at its end, and all others are left out.  Later comparisons
        often keep all words (1): then phrases are the longest runs.  None: every candidate is a phrase.

    Notes
    -----
    Links weigh 1.  The source ranks words and says which phrases they make, not how these rank: here a phrase has the
    sum of the ranks of its words.
    """
    options = setting.options
    fraction = options["top_fraction"]
    if fraction is not None and fraction != 1:
        _check.between("options['top_fraction']", fraction, 0, 1)
    graph = WordGraph.of(candidates.reading)
    ranks = graph.ranks(np.ones(len(graph.first)), options, weighted=False)
    score = candidates.total(graph.on_words(ranks))
    if fraction is None:
        return score
    return np.where(_collapsed(candidates, graph, top_vertices(graph, ranks, fraction)), score, np.nan)


def top_vertices(graph: WordGraph, ranks: NDArray[np.float64], fraction: float) -> NDArray[np.bool_]:
    """Return whether each vertex is in the given fraction of its text, rounded up; of equals the first ones are."""
    sizes = np.diff(graph.bounds)
    text = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((-ranks, text))
    kept = np.arange(len(ranks)) - graph.bounds[:-1][text] < np.ceil(fraction * sizes)[text]
    found = np.zeros(len(ranks), bool)
    found[order[kept]] = True
    return found


def _collapsed(candidates: Candidates, graph: WordGraph, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return whether each item is somewhere a longest run of chosen vertices, adjectives at its end aside."""
    reading = graph.reading
    inside = (reading.tags != Tag.OTHER) & np.append(chosen, False)[graph.vertex]
    begins = inside & ~(reading.joined & np.append(False, inside[:-1])[:len(inside)])
    run = np.cumsum(begins) - 1
    nouns = np.flatnonzero(inside & (reading.tags >= Tag.EITHER))
    last = np.full(int(begins.sum()), -1)
    last[run[nouns]] = nouns
    whole = begins[candidates.first]
    ends = candidates.first[whole] + candidates.length[whole] - 1
    items = candidates.item[whole][last[run[candidates.first[whole]]] == ends]
    return np.bincount(items, minlength=len(candidates)) > 0


def singlerank(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the SingleRank of every phrase, shape (I,), above 0 (Wan and Xiao 2008).

    Options
    -------
    window : int, default 10
        Of 2 to 100 words.
    damping : float between 0 and 1, default 0.85

    Notes
    -----
    A link weighs as often as its words share a window; a phrase has the sum of the ranks of its words.
    """
    graph = WordGraph.of(candidates.reading)
    ranks = graph.ranks(np.ones(len(graph.first)), setting.options, weighted=True)
    return candidates.total(graph.on_words(ranks))


def positionrank(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the PositionRank of every phrase, shape (I,), above 0 (Florescu and Caragea 2017).

    Options
    -------
    window : int, default 10
        Of 2 to 100 words.
    damping : float between 0 and 1, default 0.85

    Notes
    -----
    As SingleRank, but a reader who follows no link lands on a word in proportion to the sum of 1/p over its places p,
    counted from 1: a word that stands early and often draws the rank to its neighbours too.
    """
    graph = WordGraph.of(candidates.reading)
    early = 1 / (1 + candidates.reading.position[graph.able])
    emphasis = np.bincount(graph.vertex[graph.able], early, minlength=len(graph.first)).astype(float)
    return candidates.total(graph.on_words(graph.ranks(emphasis, setting.options, weighted=True)))
