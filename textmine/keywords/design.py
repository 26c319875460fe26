"""Design: whether a corpus can answer a comparison of its groups at all.

No test repairs a design.  A group of one article stands for nothing but that article; a
text that is there twice counts twice; where every text of one side is from one year, the
years are compared as well.  `design_warnings` looks for such faults before anything
is counted out, and says what each does to the comparison and what can be done.

`textmine.corpus_profile` says some of it in sentences for a datasheet, by the same limits
(`textmine.corpus.comparability`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from textmine import _check
from textmine.corpus.comparability import confounded_columns, limits_of
from textmine.corpus.duplication import duplicates
from textmine.corpus.grouping import Grouping, replication
from textmine.docterm import DocTerm
from textmine.tokens.tokens import Tokens

COLUMNS = ["group", "finding", "subject", "value", "limit", "why", "what_to_do"]
FINDINGS = ("no words", "one article", "few units", "small group", "one document", "duplicates", "shared text",
            "confounded")


class _Finding(NamedTuple):
    """One row: the group by its number, or None for all of them."""

    group: int | None
    finding: str
    subject: str
    value: float
    limit: float
    why: str
    what_to_do: str


@_check.hinted
def design_warnings(
    table: DocTerm | Tokens,
    by: str,
    *,
    unit: str = "auto",
    limits: Mapping[str, float] | None = None,
    threshold: float | None = 0.8,
) -> pd.DataFrame:
    """Return what makes the groups of a corpus hard to compare, and what to do about it.

    Parameters
    ----------
    table : DocTerm or Tokens of D documents
        Tokens know the texts, so that near-duplicates are found; a table knows only documents
        that hold the same terms equally often.
    by : str
        A column of the documents.
    unit : {"auto", "article", "passage"}, default "auto"
        What counts as one observation, as in `textmine.keyness`.
    limits : mapping of str to float, optional
        Changes to `textmine.corpus.comparability.LIMITS`: ``"articles"``, ``"documents"`` (units of a
        group), ``"size_ratio"``, ``"largest_share"``, ``"confounded"``.
    threshold : float from 0.1 to 1, or None, default 0.8
        Similarity of near-duplicates, as in `textmine.duplicates`; None does not look for them.

    Returns
    -------
    pandas.DataFrame
        A row for each finding, none where nothing was found: ``group`` (missing where it concerns all),
        ``finding``, ``subject`` (the document or column, if there is one), ``value``, ``limit`` (beyond which it
        is a finding), ``why``, ``what_to_do``.  Findings, and their values:

        ``"no words"``, ``"one article"``, ``"few units"``
            tokens, articles and units of the group
        ``"small group"``
            the tokens of the largest group over those of this one
        ``"one document"``
            the share of the group's tokens in its longest document
        ``"duplicates"``
            documents that repeat another one of the group
        ``"shared text"``
            documents that repeat one of another group
        ``"confounded"``
            the share of articles whose value of the column is the usual one of their group; 1 where
            no group has a number or date between those of another

    Raises
    ------
    TypeError
        If `table` is neither DocTerm nor Tokens.
    ValueError
        For an unknown column, limit or unit, and for fewer than two groups.

    Examples
    --------
    >>> import textmine as tm
    >>> texts, sides = ["Peace holds now.", "Peace holds now!", "War."], ["A", "A", "B"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": sides})
    >>> found = tm.design_warnings(tm.tokenize(corpus), by="side", limits={"documents": 2})
    >>> found[["group", "finding", "value", "limit"]]
      group      finding  value  limit
    0     B  one article    1.0    2.0
    1     B    few units    1.0    2.0
    2     B  small group    6.0    3.0
    3     A   duplicates    1.0    0.0
    """
    _check.kind("table", table, (DocTerm, Tokens), "call tm.tokenize(corpus)")
    chosen = limits_of(limits)
    counted = (table.count() if isinstance(table, Tokens) else table).sort_documents()
    groups = counted.grouping(by, least=2)
    pairs = _repeated(table, counted, threshold)
    found = [*_of_sizes(counted, groups, unit, chosen), *_of_repetition(counted, groups, pairs),
             *_of_columns(counted, groups, chosen)]
    found.sort(key=lambda row: (FINDINGS.index(row.finding), -1 if row.group is None else row.group, row.subject))
    frame = pd.DataFrame(found, columns=COLUMNS)
    names = [None if row.group is None else groups.labels[row.group] for row in found]
    texts = {name: "str" for name in ("finding", "subject", "why", "what_to_do")}
    return frame.assign(group=pd.array(names, dtype="string")).astype({**texts, "value": "float64", "limit": "float64"})


def _of_sizes(table: DocTerm, groups: Grouping, unit: str, limits: Mapping[str, float]) -> Iterator[_Finding]:
    """Yield findings about how much there is of each group."""
    units = replication(table.documents, groups, unit)
    n_groups = len(groups.labels)
    articles = np.array(table.documents["article"].to_pylist(), dtype=object)
    names, cut = table.documents["document"].to_pylist(), len(set(articles)) < len(table)
    n_units, tokens = np.bincount(units.group, minlength=n_groups), np.bincount(groups.index, table.sizes, n_groups)
    for g in range(n_groups):
        members = groups.members(g)
        n_articles = len(set(articles[members]))
        if not tokens[g]:
            yield _Finding(g, "no words", "", 0, 0, "none of its documents has a word to count",
                           "leave it out with corpus.select(...)")
            continue
        if n_articles < limits["articles"]:
            yield _Finding(g, "one article", articles[members[0]], n_articles, limits["articles"],
                           "what sets it apart may be this article alone, its author, day or occasion",
                           "add articles, or speak of this article and not of what it stands for")
        if n_units[g] < limits["documents"]:
            yield _Finding(g, "few units", units.unit, n_units[g], limits["documents"],
                           f"intervals are wide{_smallest_p(int(n_units.sum()), int(n_units[g]))}",
                           "add texts, or segment the articles into passages" if units.unit == "passage" and not cut
                           else "add texts, or join groups")
        ratio = tokens.max() / tokens[g]
        if ratio > limits["size_ratio"]:
            yield _Finding(g, "small group", groups.labels[int(tokens.argmax())], ratio, limits["size_ratio"],
                           f"'{groups.labels[int(tokens.argmax())]}' has {ratio:.1f} times its words: rare words are "
                           "missing here by chance, and less is found",
                           "compare rates and effects, not counts or numbers of keywords")
        longest = members[int(table.sizes[members].argmax())]
        share = table.sizes[longest] / tokens[g]
        if len(members) > 1 and share > limits["largest_share"]:
            yield _Finding(g, "one document", names[longest], share, limits["largest_share"],
                           f"{share:.0%} of the words of the group are in this document, which speaks for it",
                           "segment the corpus, or compare with and without the document")


def _smallest_p(n_units: int, n_own: int) -> str:
    """Return what exchanging few units can show at best, where that is little."""
    orders = comb(n_units, n_own)
    return f", and no exchange of units gives p below 1/{orders}" if orders < 1000 else ""


def _repeated(table: DocTerm | Tokens, counted: DocTerm, threshold: float | None) -> NDArray[np.int64]:
    """Return pairs of positions of documents that are nearly the same, shape (pairs, 2)."""
    if threshold is None:
        return np.empty((0, 2), np.int64)
    if isinstance(table, Tokens):
        position = {name: i for i, name in enumerate(counted.documents["document"].to_pylist())}
        found = duplicates(table.corpus, threshold=threshold)
        ends = [[position[name] for name in found[column]] for column in ("document_a", "document_b")]
        return np.array(ends, np.int64).reshape(2, -1).T
    counts = counted.counts
    first: dict[tuple[bytes, bytes], int] = {}
    pairs = []
    for row, (start, stop) in enumerate(zip(counts.indptr[:-1], counts.indptr[1:], strict=True)):
        same = first.setdefault((counts.indices[start:stop].tobytes(), counts.data[start:stop].tobytes()), row)
        if same != row and stop > start:
            pairs.append((same, row))
    return np.array(pairs, np.int64).reshape(-1, 2)


def _of_repetition(table: DocTerm, groups: Grouping, pairs: NDArray[np.int64]) -> Iterator[_Finding]:
    """Yield findings about documents that are nearly the same, in one group and in two."""
    names, n_groups = table.documents["document"].to_pylist(), len(groups.labels)
    links = sparse.csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(table), len(table)))
    _, text = connected_components(links, directed=False)
    cells = np.unique(text * n_groups + groups.index)
    shared = np.bincount(cells // n_groups, minlength=len(table))[text] > 1
    for g in range(n_groups):
        members = groups.members(g)
        _, first, inverse = np.unique(text[members], return_index=True, return_inverse=True)
        again = members[np.setdiff1d(np.arange(len(members)), first)]
        if len(again):
            original = members[first[inverse[members == again[0]]]][0]
            yield _Finding(g, "duplicates", f"{names[original]} and {names[again[0]]}", len(again), 0,
                           "a text that stands there twice counts twice, and is no second observation",
                           "see tm.duplicates(corpus), and keep each text once with corpus.select(...)")
        own = members[shared[members]]
        if len(own):
            other = np.flatnonzero((text == text[own[0]]) & (groups.index != g))[0]
            yield _Finding(g, "shared text", f"{names[own[0]]} and {names[other]}", len(own), 0,
                           "what two groups share hides how they differ, and no text is evidence for both",
                           "see tm.duplicates(corpus), and leave such texts out of both groups, or say why not")


def _of_columns(table: DocTerm, groups: Grouping, limits: Mapping[str, float]) -> Iterator[_Finding]:
    """Yield findings about columns that go with the groups."""
    for column, told in confounded_columns(table.documents, groups, limits["confounded"]):
        yield _Finding(None, "confounded", column, told, limits["confounded"],
                       f"'{column}' goes with '{groups.by}': a difference between the groups may be one of '{column}'",
                       f"compare groups within one value of '{column}', or name it beside every difference")
