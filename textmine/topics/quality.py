"""Coherence: do the top terms of a topic stand together in the texts?

A topic whose terms meet in the same windows reads as one theme.  Each measure is defined for
every list: a term that the texts do not hold counts as the worst, never as the best, and is
counted.  The interval says how far the value would move with other documents of the same kind,
and holds the list of terms fixed.

References
----------
Röder, M., Both, A. and Hinneburg, A. (2015). Exploring the space of topic coherence measures.
WSDM, 399-408; measures in full in `textmine.stats.confirmation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
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


def coherence(
    topics: Any,
    tokens: Tokens | DocTerm,
    measure: str = "npmi",
    *,
    top_n: int = 10,
    window: int | str | None = None,
    counting: str = "gensim",
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Return how well the top terms of every topic hang together, with an interval.

    Parameters
    ----------
    topics : fitted topic model, or iterable of lists of str
        A model that knows its terms, or lists of terms, the most important first.
    tokens : Tokens or DocTerm
        The texts to count in: those of the model, or a larger reference corpus.  A table has no
        windows but its documents.
    measure : {"npmi", "u_mass", "uci", "c_v"}, default "npmi"
        ``"npmi"``: normalized pointwise mutual information; ``"u_mass"``: log conditional probability
        in documents; ``"uci"``: pointwise mutual information; ``"c_v"``: similarity of npmi profiles.
    top_n : int, default 10
        At most so many terms of each topic.
    window : int or "document", optional
        Tokens in a window, dropped ones included; by default 10, for ``"c_v"`` 110, and for
        ``"u_mass"`` and tables the document.  ``"document"`` suits passages.
    counting : {"gensim", "boolean"}, default "gensim"
        ``"boolean"`` counts every window that holds a word, as the measures are defined.  gensim, with
        which most published values were computed, takes a word for gone when one of its places leaves
        the window, though another is still inside; the default does the same, so that values are
        comparable.  The two agree where no word repeats within a window, and on documents.
    confidence_level : float, default 0.95

    Returns
    -------
    pandas.DataFrame
        A row for each topic: ``topic`` (from 1), ``measure``, ``coherence`` (higher is more), ``low``,
        ``high``, ``n_terms``, ``n_absent`` (terms that the texts do not hold), ``method`` of the interval,
        ``note``.  A list of one term has no coherence; texts of one document give no interval.

    Raises
    ------
    TypeError
        If `topics` is neither a fitted model nor lists of terms, or `tokens` neither tokens nor a table.
    ValueError
        For an unknown measure or counting, a term that is listed twice, texts without documents, or a
        window in tokens where `tokens` is a table.

    Notes
    -----
    Values equal those of gensim's ``CoherenceModel`` (``c_npmi``, ``u_mass``, ``c_uci``, ``c_v``) for terms that
    occur.  For absent terms gensim returns nan, inf, or 0, which is the best that ``u_mass`` can be;
    here pairs with them have the least value of the measure: -1, or ln 1e-12 for ``uci`` and ``u_mass``.

    Interval: documents, in the order of their names, make up to 30 blocks of neighbours, so that
    passages of one article stay together; each is left out in turn (`confirmation.jackknife_interval`).

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty", "peace treaty signed", "virus vaccine", "vaccine virus", "peace virus", "signed"]
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(texts))
    >>> topics = [["peace", "treaty"], ["vaccine", "treaty"], ["virus", "bacteria"]]
    >>> tm.coherence(topics, tokens)[["topic", "coherence", "n_absent"]].round(3)
       topic  coherence  n_absent
    0      1      0.631         0
    1      2      -0.92         0
    2      3       -1.0         1
    """
    _check.one_of("measure", measure, MEASURES)
    _check.one_of("counting", counting, ("gensim", "boolean"))
    _check.integer("top_n", top_n, 2)
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.kind("tokens", tokens, (Tokens, DocTerm), "call tm.tokenize(corpus), or .count() on its result")
    if len(tokens) == 0:
        raise ValueError("tokens must have at least one document, got none")
    width = _width(window, MEASURES[measure].window, isinstance(tokens, DocTerm))
    lists = top_lists(topics, top_n)
    terms = sorted({term for each in lists for term in each})
    counts = _counted(tokens, terms, lists, width, counting == "gensim")
    return _rows(lists, terms, counts, measure, confidence_level)


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


def _counted(tokens: Tokens | DocTerm, terms: Sequence[str], lists: Sequence[Sequence[str]], width: int,
             forgetful: bool) -> WindowCounts:
    """Return the windows of blocks of documents with each term, and with each pair of terms of one list."""
    codes, bounds = _coded(tokens, terms)
    documents = tokens.documents if isinstance(tokens, DocTerm) else tokens.corpus.documents
    names = np.array(documents["document"].to_pylist(), dtype=object)
    n_blocks = min(N_BLOCKS, len(names))
    block = np.empty(len(names), np.int64)
    block[np.argsort(names, kind="stable")] = np.arange(len(names)) * n_blocks // len(names)
    return window_counts(codes, bounds, block, n_blocks, len(terms), _pairs(lists, terms), width, forgetful=forgetful)


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


def _rows(lists: Sequence[Sequence[str]], terms: Sequence[str], counts: WindowCounts, measure: str,
          confidence_level: float) -> pd.DataFrame:
    """Return the table of the values with their intervals."""
    chosen, pairs = MEASURES[measure], _pairs(lists, terms)
    number = {(int(i), int(j)): p for p, (i, j) in enumerate(pairs)}
    position = {term: i for i, term in enumerate(terms)}
    n_blocks, counts = len(counts.windows), _with_replicates(counts)
    rows = []
    for k, each in enumerate(lists, start=1):
        joint = _joint([position[term] for term in each], counts, number)
        missing = [term for term, count in zip(each, np.diagonal(joint[0]).tolist(), strict=True) if count == 0]
        value = low = high = np.nan
        if len(each) > 1:
            value, *replicates = chosen.formula(joint, counts.windows)
            low, high = confirmation.jackknife_interval(value, np.array(replicates), confidence_level)
        rows.append((k, measure, float(value), float(np.maximum(low, chosen.low)),
                     float(np.minimum(high, np.maximum(value, chosen.high))), len(each), len(missing),
                     METHOD.format(n_blocks), _note(each, missing, n_blocks)))
    return pd.DataFrame(rows, columns=["topic", "measure", "coherence", "low", "high", "n_terms", "n_absent", "method",
                                       "note"]).astype({name: "Float64" for name in ("coherence", "low", "high")})


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


def _note(terms: Sequence[str], missing: Sequence[str], n_blocks: int) -> str:
    """Return what a reader should know of a row."""
    return "; ".join(filter(None, [
        "fewer than two terms: no coherence" if len(terms) < 2 else "",
        f"not in these texts: {', '.join(missing)}" if missing else "",
        "one document: no interval" if n_blocks < 2 else "",
    ]))
