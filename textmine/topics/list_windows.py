"""Lists of terms in windows: the counts that every measure of coherence rests on.

Terms of all lists are followed at once through the texts, and only pairs that stand in one list
are counted, for blocks of documents, so that each block can be left out in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.attribution import terms_of, topic_term
from textmine.docterm import DocTerm
from textmine.stats import confirmation
from textmine.stats.cooccurrence import WHOLE, WindowCounts, window_counts
from textmine.stats.term_ranking import best_terms
from textmine.tokens.tokens import Tokens

N_BLOCKS = 30
METHOD = "jackknife over {} blocks of documents; terms held fixed"


class Measure(NamedTuple):
    """A measure of coherence: its formula, its window in tokens, and its range."""

    formula: Callable
    window: int
    low: float
    high: float


MEASURES = {
    "npmi": Measure(confirmation.npmi, 10, -1.0, 1.0),
    "u_mass": Measure(confirmation.u_mass, WHOLE, confirmation.LEAST, 0.0),
    "uci": Measure(confirmation.uci, 10, confirmation.LEAST, np.inf),
    "c_v": Measure(confirmation.c_v, 110, -1.0, 1.0),
}


class Windows(NamedTuple):
    """Windows that hold the terms of lists: of all documents, and of all but each block.

    Attributes
    ----------
    windows : int array of shape (1 + B,), or (1,) for one document
    joint : list of int arrays of shape (1 + B, n, n), one for each list
        Windows with both of two terms; on the diagonal, with each.
    n_blocks : int
        B.
    """

    windows: NDArray[np.int64]
    joint: list[NDArray[np.int64]]
    n_blocks: int

    def absent(self, k: int, terms: Sequence[str]) -> list[str]:
        """Return the terms of list k that no window holds."""
        counts = np.diagonal(self.joint[k][0]).tolist()
        return [term for term, count in zip(terms, counts, strict=True) if count == 0]

    def values(self, k: int, measure: str) -> NDArray[np.float64]:
        """Return the coherence of list k, and without each block; NaN for fewer than two terms."""
        if self.joint[k].shape[-1] < 2:
            return np.full(len(self.windows), np.nan)
        return MEASURES[measure].formula(self.joint[k], self.windows)


def interval(values: NDArray, measure: str, confidence_level: float) -> tuple[float, float, float]:
    """Return a value and its limits, from the value and those without each block."""
    value, replicates = float(values[0]), values[1:]
    low, high = confirmation.jackknife_interval(value, replicates, confidence_level)
    least, most = MEASURES[measure].low, MEASURES[measure].high
    return value, float(np.maximum(low, least)), float(np.minimum(high, np.maximum(value, most)))


def checked(tokens: Tokens | DocTerm, measure: str, top_n: int, window: int | str | None, counting: str,
            confidence_level: float) -> int:
    """Return the width of the windows; raise for what `coherence` does not take."""
    _check.one_of("measure", measure, MEASURES)
    _check.one_of("counting", counting, ("gensim", "boolean"))
    _check.integer("top_n", top_n, 2)
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.kind("tokens", tokens, (Tokens, DocTerm), "call tm.tokenize(corpus), or .count() on its result")
    if len(tokens) == 0:
        raise ValueError("tokens must have at least one document, got none")
    return _width(window, MEASURES[measure].window, isinstance(tokens, DocTerm))


def windows_of(lists: Sequence[Sequence[str]], tokens: Tokens | DocTerm, width: int, forgetful: bool) -> Windows:
    """Return the windows of the texts that hold the terms of each list, and pairs of them."""
    terms = sorted({term for each in lists for term in each})
    position = {term: i for i, term in enumerate(terms)}
    pairs = _pairs(lists, terms)
    counts = _counted(tokens, terms, pairs, width, forgetful)
    n_blocks, counts = len(counts.windows), _with_replicates(counts)
    number = {(int(i), int(j)): p for p, (i, j) in enumerate(pairs)}
    joint = [_joint([position[term] for term in each], counts, number) for each in lists]
    return Windows(counts.windows, joint, n_blocks)


def top_lists(topics: Any, top_n: int) -> list[list[str]]:
    """Return the top terms of the topics of a model, or the given lists, cut.

    >>> top_lists([["peace", "treaty", "talks"]], 2)
    [['peace', 'treaty']]
    """
    if hasattr(topics, "components_"):
        terms = np.array(terms_of(topics), dtype=object)
        phi = topic_term(topics)
        return [terms[row].tolist() for row in best_terms(phi, phi, top_n)]
    if isinstance(topics, str) or not isinstance(topics, Iterable):
        raise TypeError(f"topics must be a fitted topic model or lists of terms, got {type(topics).__name__}")
    lists = [each if isinstance(each, str) else list(each)[:top_n] for each in topics]
    for number, each in enumerate(lists, start=1):
        if isinstance(each, str) or not all(isinstance(term, str) for term in each):
            raise TypeError(f"topics must be lists of terms, got {each!r} as topic {number}")
        twice = sorted({term for term in each if each.count(term) > 1})
        if twice:
            raise ValueError(f"topics must list a term once, got {twice[0]!r} more than once in topic {number}")
    if not lists:
        raise ValueError("topics must be at least one list of terms, got none")
    return lists  # type: ignore[return-value]


def _width(window: int | str | None, usual: int, is_table: bool) -> int:
    """Return the number of tokens in a window."""
    if window is None:
        return WHOLE if is_table else usual
    if window == "document":
        return WHOLE
    if isinstance(window, str):
        raise ValueError(f"window must be 'document' or a number of tokens, got {window!r}")
    if is_table:
        raise ValueError(f"window must be 'document' for a table, which has no places of words, got {window!r}: "
                         "give the tokens")
    _check.integer("window", window, 2)
    return int(window)


def _counted(tokens: Tokens | DocTerm, terms: Sequence[str], pairs: NDArray[np.int64], width: int,
             forgetful: bool) -> WindowCounts:
    """Return the windows of blocks of documents with each term, and with each pair."""
    codes, bounds = _coded(tokens, terms)
    documents = tokens.documents if isinstance(tokens, DocTerm) else tokens.corpus.documents
    names = np.array(documents["document"].to_pylist(), dtype=object)
    n_blocks = min(N_BLOCKS, len(names))
    block = np.empty(len(names), np.int64)
    block[np.argsort(names, kind="stable")] = np.arange(len(names)) * n_blocks // len(names)
    return window_counts(codes, bounds, block, n_blocks, len(terms), pairs, width, forgetful=forgetful)


def _coded(tokens: Tokens | DocTerm, terms: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the number of the term at each place, -1 for others, and the bounds of the documents."""
    position = {term: i for i, term in enumerate(terms)}
    types = tokens.terms if isinstance(tokens, DocTerm) else tokens.types
    table = np.array([position.get(each, -1) for each in types] + [-1], dtype=np.int32)
    if isinstance(tokens, DocTerm):
        return table[tokens.counts.indices], tokens.counts.indptr
    return table[np.where(tokens.ids >= 0, tokens.ids, -1)], tokens.bounds


def _pairs(lists: Sequence[Sequence[str]], terms: Sequence[str]) -> NDArray[np.int64]:
    """Return all pairs of terms that stand in one list, each once, the lower number first."""
    position = {term: i for i, term in enumerate(terms)}
    found = {pair for each in lists for pair in combinations(sorted(position[term] for term in each), 2)}
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def _with_replicates(counts: WindowCounts) -> WindowCounts:
    """Return the counts of all blocks together, and of all but each; of one block, itself alone."""
    if len(counts.windows) < 2:
        return counts
    return WindowCounts(*(np.concatenate([each.sum(axis=0, keepdims=True), each.sum(axis=0) - each])
                          for each in counts))


def _joint(codes: Sequence[int], counts: WindowCounts, number: dict[tuple[int, int], int]) -> NDArray[np.int64]:
    """Return the windows with both of two terms of a list, shape (rows of counts, n, n)."""
    n = len(codes)
    joint = np.zeros((len(counts.single), n, n), np.int64)
    for i, j in combinations(range(n), 2):
        column = counts.joint[:, number[min(codes[i], codes[j]), max(codes[i], codes[j])]]
        joint[:, i, j] = joint[:, j, i] = column
    joint[:, range(n), range(n)] = counts.single[:, codes]
    return joint
