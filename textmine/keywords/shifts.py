"""Word shifts: which words make two texts differ, and by how much each.

A divergence says how far a group is from the others; a word shift divides it among the words,
exactly.  Plug-in divergences are inflated in small samples, so the total comes with its mean
under exchange of whole units between the groups taken off, and with p.

References
----------
Gallagher, R. J. et al. (2021). Generalized word shift graphs: a method for
visualizing and explaining pairwise comparisons between texts. EPJ Data Science
10, article 4.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.grouping import Grouping, Replication, replication
from textmine.docterm import DocTerm
from textmine.keywords.shift_methods import Shift, chosen_method
from textmine.stats.divergence import frequency_ranks
from textmine.stats.effect_size import PER_MILLION
from textmine.stats.relabelling import chance, relabelled, statistics_of, sums_by_group

MOST_CELLS = 10_000_000
REST, OTHER_TERMS = "(all others)", "(other terms)"
COLUMNS = [
    "group", "reference", "term", "n_terms", "count_target", "count_reference", "rate_target", "rate_reference",
    "proportion_target", "proportion_reference", "rank_target", "rank_reference", "score", "reference_value",
    "contribution", "signed_contribution", "share", "cumulative_share", "rank", "total", "total_corrected", "total_p",
    "method", "unit", "units_target", "units_reference", "note",
]


@_check.hinted
def word_shift(
    table: DocTerm,
    by: str,
    *,
    target: object = None,
    reference: object = None,
    method: str = "jsd",
    alpha: float | None = None,
    scores: Mapping[str, float] | None = None,
    reference_value: float | None = None,
    n_permutations: int = 999,
    top_n: int | None = None,
    unit: str = "auto",
    random_state: int = 0,
) -> pd.DataFrame:
    """Return what every word contributes to the difference of each group from the others.

    Parameters
    ----------
    table : DocTerm of D documents and V terms
        Proportions are those of the tokens that its terms count.
    by : str
        A column of the documents, such as ``"article"``.
    target, reference : optional
        A group, and what it is compared with; by default every group, with all others together.
    method : {"jsd", "kl", "tsallis", "rtd", "weighted_average", "proportion"}, default "jsd"
        Jensen-Shannon divergence, in bits; Kullback-Leibler divergence, in bits, with one half added to
        every count so that words absent from one side stay finite; Jensen-Shannon divergence of Tsallis
        entropy; rank-turbulence divergence; difference of average scores; total variation distance,
        the sum of half the differences of proportions.
    alpha : float, optional
        Order of ``"tsallis"`` (above 0) and ``"rtd"`` (at least 0, or inf; by default 1/3).
    scores : mapping of str to float or pandas.Series, optional
        For ``"weighted_average"``: the score of each term, such as its happiness.  Terms without one have
        no part, and `note` says which share of the tokens has one.
    reference_value : float, optional
        Scores above it count as high; by default the average of the reference.
    n_permutations : int, default 999
        How often units are dealt out anew.
    top_n : int, optional
        Rows for so many terms of each comparison; one row more, ``"(other terms)"``, adds up all the others.
    unit : {"auto", "article", "passage"}, default "auto"
        What is exchanged; as in `keyness`.
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        A row for each comparison and term, by falling size of the contribution.  Columns:

        ``group``, ``reference``, ``term``, ``n_terms``
            what is compared, ``"(all others)"`` being all other groups; terms in the row, mostly 1
        ``count_target``, ``count_reference``, ``rate_target``, ``rate_reference``
            occurrences; and the same per million of all tokens, those of trimmed terms included
        ``proportion_target``, ``proportion_reference``
            as they enter the formula: of the tokens in the table, smoothed or scored as the method has it
        ``rank_target``, ``rank_reference``
            by frequency, ties averaged; for ``"rtd"``, missing for others
        ``score``, ``reference_value``
            for ``"weighted_average"``, missing for others
        ``contribution``
            adds up to ``total``, whatever the method
        ``signed_contribution``
            its size, positive where the target uses the term more, negative where less
        ``share``, ``cumulative_share``
            of the total; missing where that is 0
        ``rank``
            1 for the largest contribution; missing for the row of other terms
        ``total``, ``total_corrected``, ``total_p``
            the divergence; less its mean under exchange of units, so that it can fall below 0; and
            p, how often exchange gives as much
        ``method``, ``unit``, ``units_target``, ``units_reference``, ``note``
            what was exchanged, how many of them on each side, and what a reader should know

    Raises
    ------
    ValueError
        For unknown names, a group without words, more than 10,000,000 cells of groups times terms, or
        settings that do not go with the method.

    Notes
    -----
    Two groups exchange units between them alone; a group against all others, all units of the table.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace and trade", "peace and peace", "war and war", "war and trade"]
    >>> corpus = tm.Corpus.from_texts(texts, ["a", "b", "c", "d"], {"side": ["x", "x", "y", "y"]})
    >>> shift = tm.word_shift(tm.tokenize(corpus).count(), by="side", target="x")
    >>> shift[["term", "contribution", "signed_contribution", "share", "total"]].round(3)
        term  contribution  signed_contribution  share  total
    0  peace          0.25                 0.25    0.5    0.5
    1    war          0.25                -0.25    0.5    0.5
    2    and          0.00                 0.00    0.0    0.5
    3  trade          0.00                 0.00    0.0    0.5
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.integer("n_permutations", n_permutations, 1)
    _check.integer("random_state", random_state, 0)
    if top_n is not None:
        _check.integer("top_n", top_n, 1)
    table = table.sort_documents()
    shift = chosen_method(method, alpha, scores, reference_value, table.terms)
    groups = table.grouping(by, least=2)
    pairs = _pairs(groups, target, reference)
    if len(groups.labels) * len(table.terms) > MOST_CELLS:
        raise ValueError(f"by must give at most {MOST_CELLS:,} cells of groups times terms, got {len(groups.labels):,} "
                         f"× {len(table.terms):,}: choose a coarser column, or trim the table")
    units = replication(table.documents, groups, unit)
    sides = _Sides(table, groups, units)
    sides.require_words(shift)
    if reference is None:
        drawn = sides.rest_totals(shift, [t for t, _ in pairs], n_permutations, random_state)
    else:
        drawn = [sides.pair_totals(shift, t, r, n_permutations, random_state) for t, r in pairs]
    return pd.concat([_frame(sides, shift, pair, totals, top_n) for pair, totals in zip(pairs, drawn, strict=True)],
                     ignore_index=True)[COLUMNS]


def _pairs(groups: Grouping, target: object, reference: object) -> list[tuple[int, int]]:
    """Return the positions of target and reference of each comparison; -1 for all others."""
    for name, value in (("target", target), ("reference", reference)):
        if value is not None:
            _check.one_of(name, str(value), groups.labels, f"a group of {groups.by!r}, one of")
    if target is not None and str(target) == str(reference):
        raise ValueError(f"reference must be another group than target, got {reference!r} for both")
    r = -1 if reference is None else groups.labels.index(str(reference))
    chosen = range(len(groups.labels)) if target is None else [groups.labels.index(str(target))]
    return [(t, r) for t in chosen if t != r]


class _Sides:
    """Counts of units and of groups, and the totals of relabelled units."""

    def __init__(self, table: DocTerm, groups: Grouping, units: Replication):
        self.table, self.groups, self.units = table, groups, units
        n_units, self.n_groups = len(units.group), len(groups.labels)
        members = sparse.csr_matrix((np.ones(len(table)), (units.index, np.arange(len(table)))), (n_units, len(table)))
        self.counts = sparse.csr_matrix(members @ table.counts)
        self.sums = sums_by_group(self.counts, units.group, self.n_groups)[0]
        self.sizes = np.bincount(groups.index, table.sizes, minlength=self.n_groups)
        self.n_units = np.bincount(units.group, minlength=self.n_groups)

    def require_words(self, shift: Shift) -> None:
        """Raise if a group has no word that the method can use."""
        usable = self.sums if shift.scores is None else self.sums[:, ~np.isnan(shift.scores)]
        empty = np.flatnonzero(usable.sum(axis=1) == 0)
        if empty.size:
            what = "terms in the table" if shift.scores is None else "terms with a score"
            raise ValueError(f"by must name a column whose groups all have {what}, got {self.groups.by!r} with "
                             f"{self.groups.labels[empty[0]]!r} empty: leave its documents out with table.select(...)")

    def of(self, values: NDArray, pair: tuple[int, int]) -> tuple[NDArray, NDArray]:
        """Return target and reference of one comparison, from values of shape (G, ...)."""
        t, r = pair
        return values[t], values.sum(axis=0) - values[t] if r < 0 else values[r]

    def rest_totals(self, shift: Shift, targets: list[int], n: int, seed: int) -> list[NDArray]:
        """Return observed total, mean under exchange and p of each target against all others."""
        whole = self.sums.sum(axis=0)

        def totals(sums: NDArray) -> NDArray:
            return np.stack([shift.totals(sums[:, t], whole - sums[:, t]) for t in targets], axis=1)

        draws = relabelled(self.counts, self.units.group, self.n_groups, n, np.random.default_rng(seed))
        observed = totals(self.sums[None])[0]
        return list(np.stack([observed, *chance(observed, statistics_of(draws, totals))], axis=1))

    def pair_totals(self, shift: Shift, t: int, r: int, n: int, seed: int) -> NDArray:
        """Return observed total, mean under exchange and p of two groups, their units exchanged."""
        inside = np.flatnonzero(np.isin(self.units.group, (t, r)))
        side = (self.units.group[inside] == r).astype(np.int64)

        def totals(sums: NDArray) -> NDArray:
            return shift.totals(sums[:, 0], sums[:, 1])[:, None]

        draws = relabelled(self.counts[inside], side, 2, n, np.random.default_rng(seed))
        observed = totals(self.sums[None, [t, r]])[0]
        return np.ravel([observed, *chance(observed, statistics_of(draws, totals))])


def _frame(sides: _Sides, shift: Shift, pair: tuple[int, int], totals: NDArray, top_n: int | None) -> pd.DataFrame:
    """Return the rows of one comparison."""
    (a, b), (n1, n2) = sides.of(sides.sums, pair), sides.of(sides.sizes, pair)
    shift = shift.anchored(b)
    rates = a / n1 * PER_MILLION, b / n2 * PER_MILLION
    parts = shift.contributions(a, b)
    total, mean, p = totals
    frame = pd.DataFrame({
        "term": np.array(sides.table.terms, dtype=object), "n_terms": 1, "count_target": a, "count_reference": b,
        "rate_target": rates[0], "rate_reference": rates[1], "proportion_target": shift.shares(a),
        "proportion_reference": shift.shares(b), "contribution": parts,
        "signed_contribution": np.abs(parts) * np.sign(shift.shares(a) - shift.shares(b)),
    })
    ranks = frequency_ranks(a, b) if shift.method == "rtd" else (None, None)
    for column, values in (("rank_target", ranks[0]), ("rank_reference", ranks[1]), ("score", shift.scores)):
        frame[column] = pd.array(np.full(len(a), np.nan) if values is None else values, dtype="Float64")
    order = np.lexsort((frame["term"], -np.abs(parts).round(15)))
    frame = _with_rest(frame.iloc[order].reset_index(drop=True), top_n)
    scale = np.abs(parts).sum()
    share = frame["contribution"] / total if abs(total) > 1e-12 * max(scale, 1e-300) else np.nan
    n_units = sides.of(sides.n_units, pair)
    return frame.assign(
        group=sides.groups.labels[pair[0]], reference=REST if pair[1] < 0 else sides.groups.labels[pair[1]],
        count_target=_whole(frame["count_target"]), count_reference=_whole(frame["count_reference"]),
        share=pd.array(np.broadcast_to(share, len(frame)), dtype="Float64"),
        cumulative_share=lambda own: own["share"].cumsum(), total=total, total_corrected=total - mean, total_p=p,
        reference_value=pd.array([shift.reference_value] * len(frame), dtype="Float64"), method=shift.method,
        unit=sides.units.unit, units_target=n_units[0], units_reference=n_units[1],
        note=_notes(sides, shift, frame, pair),
    )


def _with_rest(frame: pd.DataFrame, top_n: int | None) -> pd.DataFrame:
    """Return the first rows ranked, and all others in one row."""
    frame["rank"] = pd.array(np.arange(1, len(frame) + 1), dtype="Int64")
    if top_n is None or len(frame) <= top_n:
        return frame
    added = ["n_terms", "count_target", "count_reference", "rate_target", "rate_reference", "proportion_target",
             "proportion_reference", "contribution", "signed_contribution"]
    rest = frame.iloc[[top_n]].assign(term=OTHER_TERMS)
    for column in added:
        rest[column] = frame[column].iloc[top_n:].sum()
    rest["rank"] = pd.array([None], dtype="Int64")
    for column in ("rank_target", "rank_reference", "score"):
        rest[column] = pd.array([None], dtype="Float64")
    return pd.concat([frame.iloc[:top_n], rest], ignore_index=True)


def _whole(values: pd.Series) -> pd.Series:
    """Return counts as integers, unless they are fractional weights."""
    return values.astype(np.int64) if (values % 1 == 0).all() else values


def _notes(sides: _Sides, shift: Shift, frame: pd.DataFrame, pair: tuple[int, int]) -> list[str]:
    """Return what a reader of each row should know."""
    counted, sizes = sides.sums, sides.sizes
    if shift.scores is not None:
        counted = counted[:, ~np.isnan(shift.scores)]
    covered = [float(each) for each in np.divide(sides.of(counted.sum(axis=1), pair), sides.of(sizes, pair))]
    common = ["one half added to every count" if shift.method == "kl" else ""]
    if min(covered) < 1 - 1e-12:
        what = "have a score" if shift.scores is not None else "belong to terms of the table"
        common.append(f"{covered[0]:.1%} and {covered[1]:.1%} of the tokens {what}")
    common.append(sides.units.note)
    zero = np.where(frame["count_target"] == 0, "absent from the target",
                    np.where(frame["count_reference"] == 0, "absent from the reference", ""))
    zero = np.where((frame["count_target"] == 0) & (frame["count_reference"] == 0), "absent from both sides", zero)
    tail = "; ".join(filter(None, common))
    return ["; ".join(filter(None, (own, tail))) for own in zero]
