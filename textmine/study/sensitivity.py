"""Sensitivity: how much of a comparison hangs on each rule of cleaning?

A rule that merges *defence* with *defense*, or drops a caption, is a decision of
the analyst.  `cleaning_effect` takes every rule away in turn, does the comparison
again and says what moved: the words that set the groups apart, and the similarities.
A rule that moves nothing needs no defence; one that moves much belongs in the paper.

References
----------
Denny, M. J. and Spirling, A. (2018). Text preprocessing for unsupervised learning:
why it matters, when it misleads, and what to do about it. Political Analysis 26(2),
168-189.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from textmine import _check
from textmine.corpus.cleaning.line_rules import LineRule, Replacement
from textmine.corpus.cleaning.rules import plan
from textmine.corpus.corpus import Corpus
from textmine.docterm import DocTerm
from textmine.proximity.measures import Similarity, document_similarity
from textmine.stats.association import log_likelihood
from textmine.stats.resampling import group_against_rest
from textmine.tokens.stoplists import stopwords
from textmine.tokens.tokenizer import tokenize

_TYPES = {
    "rule": "string", "n_places": "int64", "terms_changed": "int64", "keyness_overlap": "float64", "group": "string",
    "term": "string", "rank_without": "Int64", "rank_with": "Int64", "similarity_correlation": "Float64",
    "document": "string", "other": "string", "similarity_without": "Float64", "similarity_with": "Float64",
    "note": "string"}
COLUMNS = list(_TYPES)


class _Results(NamedTuple):
    """One comparison: counts of terms, rank of each term in each group, similarities."""

    counts: pd.Series
    ranks: dict[str, pd.Series]
    similarity: pd.Series


def cleaning_effect(
    corpus: Corpus,
    by: str = "article",
    *,
    top_n: int = 20,
    rules: Sequence[str] | None = None,
    extra: Sequence[LineRule | Replacement] = (),
    abbreviations: Mapping[str, str] | None = None,
    spelling: str = "auto",
    typed: bool = False,
) -> pd.DataFrame:
    """Return what each rule of cleaning changes in keyness and similarity.

    Everything is done once with all rules, and once more without each rule that applied.

    Parameters
    ----------
    corpus : Corpus
        Not cleaned and not segmented.
    by : str, default ``"article"``
        A column of the documents, with at least two groups.
    top_n : int, default 20
        How many keywords of each group are looked at.
    rules, extra, abbreviations, spelling, typed : optional
        As for `Corpus.clean`, so that the effect is that of the cleaning in use.

    Returns
    -------
    pandas.DataFrame
        A row for each rule that applied somewhere, the one that changes most keywords first.  Columns:

        ``rule``, ``n_places``
            places where it applied, as the audit counts them
        ``terms_changed``
            terms whose count in the corpus is another one without the rule
        ``keyness_overlap``
            share of the `top_n` keywords of a group that stay without the rule, mean over the groups;
            1: the lists hold the same words
        ``group``, ``term``, ``rank_without``, ``rank_with``
            of all those keywords the one whose rank in its group moves furthest; a term that does
            not occur has no rank, and counts as one behind the last; missing where nothing moves
        ``similarity_correlation``
            Spearman correlation of the similarities of all pairs without and with the rule;
            missing for fewer than three pairs
        ``document``, ``other``, ``similarity_without``, ``similarity_with``
            the pair of groups whose similarity moves furthest; missing where none moves
        ``note``
            why values are missing, such as ``"no keyword moves"``; ``""`` where none is

        Missing values are ``<NA>``; the types of the columns are the same for a table without rows.

    Raises
    ------
    TypeError
        If `corpus` is no Corpus.
    ValueError
        If it is cleaned or segmented already, or `by` gives fewer than two groups.

    Notes
    -----
    Passages as `Corpus.segment` makes them by default, without the stop words of textmine where
    the language has a list.  Keywords are ranked by signed G², as by `keyness` with
    ``measure="log_likelihood"``, ties by the alphabet, and are not tested; similarities are those of
    `document_similarity` with ``metric="cosine"``.  Without "abbreviation" there is no "initials" either.  The
    time is that of one cleaning and comparison for each rule.

    References
    ----------
    Denny, M. J. and Spirling, A. (2018). Text preprocessing for unsupervised learning. Political
    Analysis 26(2), 168-189.

    Examples
    --------
    >>> texts = ["Our defence is a defence for all.", "Our defense is a defense, a defense of peace."]
    >>> effect = cleaning_effect(Corpus.from_texts(texts, ["a", "b"], language="en"))
    >>> effect[["rule", "n_places", "terms_changed", "group", "term", "rank_without"]]
           rule  n_places  terms_changed group     term  rank_without
    0  spelling         2              2     a  defence             1
    """
    _check.kind("corpus", corpus, Corpus, "call tm.read_corpus(path) or Corpus.from_texts(texts)")
    _check.integer("top_n", top_n, 1)
    if corpus.cleaned or corpus.segmented:
        raise ValueError("corpus must be neither cleaned nor segmented, since cleaning_effect does both, "
                         f"got {corpus!r}: read the corpus again")
    todo = plan(corpus.language, rules, extra, abbreviations, spelling, typed)
    builtin = sorted(todo.rules - {rule.name for rule in extra})
    full = corpus.clean(rules=builtin, extra=extra, abbreviations=abbreviations, spelling=spelling)
    places = full.audit.groupby("rule")["count"].sum()
    with_all = _compare(full, by)
    rows = []
    for rule in places.index[places > 0]:
        kept = [name for name in builtin if name != rule and not (rule == "abbreviation" and name == "initials")]
        others = [each for each in extra if each.name != rule]
        without = _compare(corpus.clean(rules=kept, extra=others, abbreviations=abbreviations, spelling=spelling), by)
        rows.append((rule, int(places[rule]), *_difference(without, with_all, top_n)))
    table = pd.DataFrame(rows, columns=COLUMNS).astype(_TYPES)
    return table.sort_values(["keyness_overlap", "terms_changed", "rule"], ascending=[True, False, True],
                             ignore_index=True)


def _compare(corpus: Corpus, by: str) -> _Results:
    """Return counts, ranks and similarities of a cleaned corpus."""
    tokens = tokenize(corpus.segment())
    if (corpus.language or "").split("-")[0] == "en":
        tokens = tokens.drop(stopwords("en"))
    table: DocTerm = tokens.count()
    groups = table.grouping(by, least=2)
    cells = group_against_rest(table.counts, table.sizes, groups.index, len(groups.labels))
    a, n1, b, n2 = cells
    evidence = np.sign(a * n2 - b * n1) * log_likelihood(*cells)
    terms = np.array(table.terms, dtype=object)
    ranks = {label: pd.Series(np.arange(1, len(terms) + 1), index=terms[np.argsort(-row.round(9), kind="stable")])
             for label, row in zip(groups.labels, evidence, strict=True)}
    counts = pd.Series(np.asarray(table.counts.sum(axis=0)).ravel(), index=list(table.terms))
    return _Results(counts, ranks, _pairs(document_similarity(table, by, metric="cosine")))


def _pairs(similarity: Similarity) -> pd.Series:
    """Return the similarity of each pair that has one."""
    return similarity.to_frame().set_index(["document", "other"])["similarity"].dropna().astype(float)


def _difference(without: _Results, with_all: _Results, top_n: int) -> tuple:
    """Return the columns of `cleaning_effect` that compare two results."""
    before, after = without.counts.align(with_all.counts, fill_value=0)
    groups = sorted(without.ranks.keys() | with_all.ranks.keys())
    none = pd.Series(dtype=np.int64)
    sides = [(without.ranks.get(group, none), with_all.ranks.get(group, none)) for group in groups]
    overlap = float(np.mean([_overlap(*side, top_n) for side in sides]))
    moves = [move for group, side in zip(groups, sides, strict=True) for move in _moves(group, *side, top_n)]
    furthest = min(moves, key=lambda move: move[:4], default=(0, 0, pd.NA, pd.NA, pd.NA, pd.NA))[2:]
    *change, note = _similarity_change(without.similarity, with_all.similarity)
    notes = [] if moves else ["no keyword moves"]
    notes += [f"a missing rank: the term does not occur {side} the rule" for side, rank in
              zip(("without", "with"), furthest[2:], strict=True) if moves and rank is pd.NA]
    return int((before != after).sum()), overlap, *furthest, *change, "; ".join([*notes, *note])


def _overlap(before: pd.Series, after: pd.Series, top_n: int) -> float:
    """Return the share of words that two lists of keywords have in common."""
    first, second = set(before.index[:top_n]), set(after.index[:top_n])
    return len(first & second) / max(len(first), len(second), 1)


def _moves(group: str, before: pd.Series, after: pd.Series, top_n: int) -> list[tuple]:
    """Return each keyword that moves, the longest way first: how far, best rank, group, term and both ranks."""
    found = []
    for term in {*before.index[:top_n], *after.index[:top_n]}:
        old, new = int(before.get(term, len(before) + 1)), int(after.get(term, len(after) + 1))
        if old != new:
            found.append((-abs(old - new), min(old, new), group, term,
                          old if term in before.index else pd.NA, new if term in after.index else pd.NA))
    return sorted(found, key=lambda move: move[:4])[:1]


def _similarity_change(before: pd.Series, after: pd.Series) -> tuple:
    """Return rank correlation, the pair that moves furthest with both of its similarities, and what is missing."""
    pairs = before.index.intersection(after.index)
    old, new = before[pairs].to_numpy(), after[pairs].to_numpy()
    correlation, note = _spearman(old, new)
    changes = np.abs(new - old)
    if not changes.any():
        return correlation, pd.NA, pd.NA, pd.NA, pd.NA, [*note, "no similarity moves"]
    furthest = int(np.argmax(changes))
    return correlation, *pairs[furthest], old[furthest], new[furthest], note


def _spearman(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[object, list[str]]:
    """Return the rank correlation of two arrays, or where it is not defined a missing value, and why."""
    if len(x) < 3:
        return pd.NA, ["no correlation of fewer than three pairs"]
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return pd.NA, ["no correlation of similarities that are all the same"]
    return float(np.corrcoef(rankdata(x), rankdata(y))[0, 1]), []
