"""Keyness: the words that set each group apart.

A token-level significance test is wrong on articles: words come in bursts, and
two random halves of one author's texts already "differ".  Here p comes from
exchanging whole articles or passages between the groups, and G² only ranks.

References
----------
Dunning, T. (1993). Accurate methods for the statistics of surprise and
coincidence. Computational Linguistics 19(1), 61-74.
Lijffijt, J. et al. (2016). Significance testing of word frequencies in corpora.
Digital Scholarship in the Humanities 31(2), 374-397.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.grouping import Grouping, Replication, replication
from textmine.docterm import DocTerm
from textmine.stats.association import log_likelihood
from textmine.stats.dispersion import deviation_of_proportions
from textmine.stats.effect_size import log_ratio, smoothed_log_ratio
from textmine.stats.multiplicity import benjamini_hochberg
from textmine.stats.resampling import group_against_rest, permutation_p_values

PER_MILLION = 1_000_000
MOST_ROWS = 10_000_000
COLUMNS = [
    "group", "term", "count_target", "count_reference", "docs_target", "docs_reference", "rate_target",
    "rate_reference", "log_ratio", "log_ratio_smoothed", "statistic", "p_value", "q_value", "dispersion_target",
    "dispersion_reference", "unit", "units_target", "units_reference", "note",
]


def keyness(
    table: DocTerm,
    by: str,
    *,
    n_permutations: int = 49_999,
    unit: str = "auto",
    random_state: int = 0,
) -> pd.DataFrame:
    """Return how distinctive every term is of every group, against all other groups together.

    Parameters
    ----------
    table : DocTerm of D documents and V terms
        Best of passages: ``tokens.count()`` of a segmented corpus.
    by : str
        A column of the documents, such as ``"article"``.
    n_permutations : int, default 49999
        How often units are dealt out anew; p is at least ``1 / (n_permutations + 1)``, and
        ``note`` says where it is.
    unit : {"auto", "article", "passage"}, default "auto"
        What is exchanged.  ``"auto"``: articles where every group has at least two,
        else passages, and ``note`` says so.
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        G · V rows; within a group from most to least distinctive.  Columns:

        ``group``, ``term``
            what is compared
        ``count_target``, ``count_reference``
            occurrences in the group and in all others
        ``docs_target``, ``docs_reference``
            documents that hold the term
        ``rate_target``, ``rate_reference``
            per million tokens
        ``log_ratio``
            log2 of the two rates, positive: more in the target; missing where one is 0
        ``log_ratio_smoothed``
            the same with one half added to both counts, never missing
        ``statistic``
            G² over 4 cells, with the sign of the log ratio
        ``p_value``, ``q_value``
            two-sided, by permutation of units; Benjamini-Hochberg over all rows
        ``dispersion_target``, ``dispersion_reference``
            DP over the documents, 0 is even; missing where the term is absent and for a
            side of one document
        ``unit``, ``units_target``, ``units_reference``
            what was exchanged, and how many on each side
        ``note``
            what to mind, if anything

    Raises
    ------
    ValueError
        If there are fewer than two groups, a group without tokens, or `by` is unknown.

    Notes
    -----
    The reference is pooled: the tokens of all other groups together.  With few
    units few orders exist, p cannot be small, and finding nothing is the honest
    answer.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace talks peace", "peace now", "trade talks", "trade trade now"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B"]})
    >>> table = tm.keyness(tm.tokenize(corpus).count(), by="side", n_permutations=99)
    >>> table[["group", "term", "count_target", "count_reference", "statistic"]].head(1).round(2)
      group   term  count_target  count_reference  statistic
    0     A  peace             3                0       5.49
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    table = table.sort_documents()
    _check.integer("n_permutations", n_permutations, 1)
    _check.integer("random_state", random_state, 0)
    groups = table.grouping(by, least=2)
    _require_tokens(table, groups)
    if len(groups.labels) * len(table.terms) > MOST_ROWS:
        raise ValueError(f"by must give at most {MOST_ROWS:,} rows of groups times terms, got {len(groups.labels):,} × "
                         f"{len(table.terms):,}: choose a coarser column, or trim the table")
    units = replication(table.documents, groups, unit)
    counts, sizes = _by_unit(table, units)
    n_groups = len(groups.labels)
    p = permutation_p_values(counts, sizes, units.group, n_groups, n_permutations,
                             np.random.default_rng(random_state))
    a, n1, b, n2 = group_against_rest(counts, sizes, units.group, n_groups)
    frame = _frame(table, groups, units, (a, n1, b, n2), p, 1 / (n_permutations + 1))
    order = np.lexsort((frame["term"], -frame["statistic"], np.repeat(np.arange(n_groups), len(table.terms))))
    return frame.iloc[order].reset_index(drop=True)[COLUMNS]


def _require_tokens(table: DocTerm, groups: Grouping) -> None:
    """Raise if a group has no token at all."""
    sizes = np.bincount(groups.index, table.sizes, minlength=len(groups.labels))
    if (sizes == 0).any():
        empty = groups.labels[int(np.flatnonzero(sizes == 0)[0])]
        raise ValueError(f"by must name a column whose groups all have tokens, got {groups.by!r} with {empty!r} empty: "
                         "leave its documents out with corpus.select(...)")


def _by_unit(table: DocTerm, units: Replication) -> tuple[sparse.csr_matrix, NDArray]:
    """Return counts and sizes of the units of replication, units without tokens included."""
    n_units = len(units.group)
    members = sparse.csr_matrix((np.ones(len(table)), (units.index, np.arange(len(table)))),
                                shape=(n_units, len(table)))
    return sparse.csr_matrix(members @ table.counts), np.bincount(units.index, table.sizes, minlength=n_units)


def _frame(table: DocTerm, groups: Grouping, units: Replication, cells: tuple, p: NDArray,
           floor: float) -> pd.DataFrame:
    """Return one row for each group and term."""
    a, n1, b, n2 = cells
    n_groups, n_terms = a.shape
    present = sparse.csr_matrix((table.counts.data > 0, table.counts.indices, table.counts.indptr), table.shape)
    docs, _, docs_reference, _ = group_against_rest(present.astype(float), table.sizes, groups.index, n_groups)
    rates = a / n1 * PER_MILLION, b / n2 * PER_MILLION
    dispersion = [[_dispersion(table, side) for side in (groups.index == g, groups.index != g)]
                  for g in range(n_groups)]
    n_units = np.bincount(units.group, minlength=n_groups)

    def integers(array: NDArray) -> NDArray:
        return array.ravel().astype(np.int64) if np.array_equal(array, np.floor(array)) else array.ravel()

    return pd.DataFrame({
        "group": np.repeat(np.array(groups.labels, dtype=object), n_terms),
        "term": np.tile(np.array(table.terms, dtype=object), n_groups),
        "count_target": integers(a), "count_reference": integers(b),
        "docs_target": integers(docs), "docs_reference": integers(docs_reference),
        "rate_target": rates[0].ravel(), "rate_reference": rates[1].ravel(),
        "log_ratio": pd.array(log_ratio(a, n1, b, n2).ravel(), dtype="Float64"),
        "log_ratio_smoothed": smoothed_log_ratio(a, n1, b, n2).ravel(),
        "statistic": (np.sign(rates[0] - rates[1]) * log_likelihood(a, n1, b, n2)).ravel(),
        "p_value": p.ravel(), "q_value": benjamini_hochberg(p.ravel()),
        "dispersion_target": pd.array(np.ravel([each[0] for each in dispersion]), dtype="Float64"),
        "dispersion_reference": pd.array(np.ravel([each[1] for each in dispersion]), dtype="Float64"),
        "unit": units.unit, "units_target": np.repeat(n_units, n_terms),
        "units_reference": np.repeat(n_units.sum() - n_units, n_terms),
        "note": _notes(units, a, b, p <= floor),
    })


def _notes(units: Replication, a: NDArray, b: NDArray, at_floor: NDArray) -> list[str]:
    """Return what a reader of each row should know."""
    zero = np.where(a == 0, "absent from the target", np.where(b == 0, "absent from the reference", "")).ravel()
    floor = np.where(at_floor, "p is as small as so many permutations allow", "").ravel()
    return ["; ".join(filter(None, parts)) for parts in zip(zero, floor, [units.note] * zero.size, strict=True)]


def _dispersion(table: DocTerm, inside: NDArray) -> NDArray[np.float64]:
    """Return DP of all terms over some documents; missing for one document, which has no spread."""
    if inside.sum() < 2:
        return np.full(len(table.terms), np.nan)
    return deviation_of_proportions(table.counts[inside], table.sizes[inside])
