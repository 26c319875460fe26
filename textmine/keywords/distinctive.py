"""Keyness: the words that set each group apart, with error rates that hold.

Tests of tokens are wrong on articles: words come in bursts, and two random halves of
one author's texts already "differ".  Here an observation is a document or a passage,
and the scatter of each word between them is learned with the help of all other words.
That finds more than a test word by word, and no more by chance than it says.

References
----------
Lijffijt, J. et al. (2016). Significance testing of word frequencies in corpora.
Digital Scholarship in the Humanities 31(2), 374-397.
Smyth, G. K. (2004). Linear models and empirical Bayes methods for assessing
differential expression in microarray experiments. Statistical Applications in
Genetics and Molecular Biology 3(1), article 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.docterm import DocTerm
from textmine.keywords.contrasts import Contrasts, contrasts
from textmine.keywords.moderated import ModeratedRates
from textmine.keywords.testing import MODERATED, tested
from textmine.stats.dispersion import deviation_of_proportions
from textmine.stats.effect_size import PER_MILLION, log_ratio, smoothed_log_ratio
from textmine.stats.multiplicity import benjamini_hochberg

TOKENS = "tokens taken for independent: p is too small for words in bursts"
NO_P = "counts of all documents together: the statistic has no p"
POOLED = "statistic and p_value take the other groups together"
MOST_ROWS = 10_000_000
COLUMNS = [
    "group", "term", "reference", "count_target", "count_reference", "docs_target", "docs_reference", "rate_target",
    "rate_reference", "log_ratio", "log_ratio_smoothed", "log_ratio_adjusted", "low", "high", "low_joint", "high_joint",
    "size_factor", "measure", "statistic", "p_value", "q_value", "dispersion_target", "dispersion_reference", "unit",
    "units_target", "units_reference", "note",
]


@_check.hinted
def keyness(
    table: DocTerm, by: str | None = None, *, target: str | None = None, reference: Any = None,
    measure: str = "moderated", weighting: str = "groups", unit: str = "auto", confidence_level: float = 0.95,
    top_n: int | None = None, options: Mapping[str, Any] | None = None, random_state: int = 0,
) -> pd.DataFrame:
    """Return how distinctive every term is of every group, against all other groups or a reference of your own.

    Parameters
    ----------
    table : DocTerm of D documents and V terms
        Of words, phrases, n-grams or zones; best of passages: ``tokens.count()`` of a segmented corpus.
    by : str, optional
        A column of the documents, such as ``"article"``.
    target : str, optional
        One group; without it every group in turn is the target.
    reference : str, sequence of str, DocTerm, mapping, pandas.Series or DataFrame, optional
        What the target is compared with: groups by name; another table; or counts of words from elsewhere, as
        ``{word: count}`` or with columns ``term`` and ``count``.  Documents of the target that are in
        the reference too are taken out of it.  Without it: all other groups.
    measure : str, default ``"moderated"``
        What `statistic` and `p_value` are; see `textmine.keywords.measures` for the catalogue of the literature.
        The interval is the same for all.
    weighting : {"groups", "tokens"}, default "groups"
        Whether the groups of a reference weigh alike in its rate, or by their tokens.  A word list has no groups;
        measures other than the default know the documents of the reference together only, and ``note`` says so.
    unit : {"auto", "article", "passage"}, default "auto"
        What counts as one observation.  ``"auto"``: articles where every group has at least two,
        else passages, and ``note`` says so.
    confidence_level : float, default 0.95
    top_n : int, optional
        Only the terms of highest `statistic` in each group; q still counts all.
    options : mapping, optional
        Settings of the measure, such as ``{"n_permutations": 9999}``.
    random_state : int, default 0
        For measures that draw.

    Returns
    -------
    pandas.DataFrame
        G · V rows (or fewer by `top_n`); within a group from most to least distinctive.  Columns:

        ``group``, ``term``, ``reference``
            what is compared with what
        ``count_target``, ``count_reference``, ``docs_target``, ``docs_reference``
            occurrences, and documents that hold the term
        ``rate_target``, ``rate_reference``
            per million tokens
        ``log_ratio``
            log2 of the two rates, positive: more in the target; missing where one is 0
        ``log_ratio_smoothed``
            log2 of the rates of pooled counts, one half added to both (Walter 1975); never missing
        ``log_ratio_adjusted``, ``low``, ``high``, ``low_joint``, ``high_joint``, ``size_factor``
            ``log_ratio - log2(size_factor)``, its interval, the interval that holds for all rows together
            (so also for those that rank first), and the ratio of rates of terms that did not change.  A
            term that one side lacks has one limit only
        ``measure``, ``statistic``, ``p_value``, ``q_value``
            positive: more in the target; two-sided; Benjamini-Hochberg over all rows of the call, but p of
            the largest statistic for the option ``max_t``.  Missing where a measure has no reference distribution
        ``dispersion_target``, ``dispersion_reference``
            DP over the documents, 0 is even; missing where the term is absent and for a side of one document
        ``unit``, ``units_target``, ``units_reference``, ``note``
            what replicates, how many there are on each side, and what to mind

    Raises
    ------
    TypeError, ValueError
        For what is no table, an unknown column, group, measure or option, fewer than two groups, a group
        without tokens, and a word list that repeats a word.

    Notes
    -----
    ``measure="moderated"``: a t test on square roots of counts, standardised by what a unit of that length is
    expected to show, with variances drawn to the trend of all terms and a correction for skewness
    (`textmine.stats.burst_rates`); `statistic` is the normal deviate of its p.  It asks
    whether the *typical* unit differs; the interval is of the ratio of *mean* rates
    (`textmine.stats.rate_ratios`).  Where a few units hold most occurrences the two can disagree, and
    ``note`` says so.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace talks peace", "peace now", "trade talks", "trade trade now"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B"]})
    >>> table = tm.keyness(tm.tokenize(corpus).count(), by="side")
    >>> table[["group", "term", "count_target", "count_reference", "statistic"]].head(1).round(2)
      group   term  count_target  count_reference  statistic
    0     A  peace             3                0       1.44
    """
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.integer("random_state", random_state, 0)
    _check.kind("options", {} if options is None else options, Mapping, "give them by name, as in {'k': 100}")
    if top_n is not None:
        _check.integer("top_n", top_n, 1)
    found = contrasts(table, by, target, reference, weighting, unit)
    n_targets, n_terms = len(found.targets), len(found.table.terms)
    if top_n is None and n_targets * n_terms > MOST_ROWS:
        raise ValueError(f"top_n must be given for more than {MOST_ROWS:,} rows of groups times terms, got "
                         f"{n_targets:,} × {n_terms:,}: give it, choose a coarser column, or trim the table")
    model = ModeratedRates.of(found)
    test = tested(model, measure, options or {}, random_state)
    statistic, p = test.statistic, test.p_value
    q = q_values(p) if test.adjusted is None else test.adjusted
    errors = 1 - confidence_level, (1 - confidence_level) / max(model.n_ratios, 1)
    pooled = POOLED if measure != MODERATED and weighting == "groups" and len(found.weight) > 2 else ""
    table_of = Rows(found, model, errors, measure, test.unit, "; ".join(filter(None, [pooled, model.note])))
    return pd.concat([
        table_of.frame(row, order, statistic[row, order], p[row, order], q[row, order])
        for row in range(n_targets) for order in [_order(found.table.terms, statistic[row])[:top_n]]
    ], ignore_index=True)[COLUMNS]


def q_values(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the q-values of all tests that were made; NaN elsewhere."""
    q = np.full(p.shape, np.nan)
    tested = np.isfinite(p)
    if tested.any():
        q[tested] = benjamini_hochberg(p[tested])
    return q


def _order(terms: Sequence[str], statistic: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return terms by falling statistic, those without one last; terms are in order already."""
    return np.argsort(-np.nan_to_num(statistic, nan=-np.inf), kind="stable")


class Rows:
    """Builds the rows of one group after the other; of all terms, or of those that another ranking chose.

    Parameters
    ----------
    found : Contrasts
    model : ModeratedRates
    errors : pair of float
        Of the interval, and of the interval that holds for all rows together.
    measure, unit, note : str
        What they are in the rows.
    """

    def __init__(self, found: Contrasts, model: ModeratedRates, errors: tuple[float, float], measure: str, unit: str,
                 note: str):
        self.found, self.model, self.errors = found, model, errors
        self.measure, self.unit, self.note = measure, unit, note
        self.cells = found.table.counts.tocsc()
        n_groups, n_docs = len(found.groups.labels), len(found.table)
        members = sparse.csr_matrix((np.ones(n_docs), (found.groups.index, np.arange(n_docs))), (n_groups, n_docs))
        self.docs = (members @ (found.table.counts > 0).astype(float)).toarray()
        self.n_units = np.bincount(found.units.group[found.filled], minlength=n_groups)

    def frame(self, row: int, words: NDArray[np.int64], statistic: NDArray, p: NDArray, q: NDArray) -> pd.DataFrame:
        """Return the rows of one target for some words, in their order."""
        found, sums = self.found, self.model.sums.take(words)
        target = found.targets[row]
        others = np.arange(len(found.weight)) != target
        a, n1 = sums.totals[target], sums.sizes[target]
        if found.known is None:
            b, n2 = sums.all_totals - a, sums.sizes[others].sum()
            there = found.shares(target) @ sums.rates
        else:
            b, n2 = found.known[words], found.known[-1]
            there = b / n2
        ratio = log_ratio(a, n1, there * n2, n2)
        factor = self.model.factors[row]
        low, high = self.model.interval(row, words, self.errors[0])
        joint = (low, high) if len(set(self.errors)) == 1 else self.model.interval(row, words, self.errors[1])
        side = found.side(target)
        spread = [self._dispersion(side == which, words) for which in (1, 0)]
        return pd.DataFrame({
            "group": found.groups.labels[target], "term": np.array(found.table.terms, dtype=object)[words],
            "reference": found.reference[row],
            "count_target": _whole(a), "count_reference": _whole(b),
            "docs_target": _whole(self.docs[target, words]), "docs_reference": self._docs(others, words),
            "rate_target": a / n1 * PER_MILLION, "rate_reference": there * PER_MILLION,
            "log_ratio": _missing(ratio), "log_ratio_smoothed": smoothed_log_ratio(a, n1, b, n2),
            "log_ratio_adjusted": _missing(ratio - np.log2(factor)),
            "low": _missing(low), "high": _missing(high), "low_joint": _missing(joint[0]),
            "high_joint": _missing(joint[1]), "size_factor": factor,
            "measure": self.measure, "statistic": _missing(statistic), "p_value": _missing(p), "q_value": _missing(q),
            "dispersion_target": _missing(spread[0]), "dispersion_reference": _missing(spread[1]),
            "unit": self.unit, "units_target": self._units(~others, n1),
            "units_reference": pd.array([self._units(others, n2)] * len(words), dtype="Int64"),
            "note": self._notes(a, b, p, low, high),
        })

    def _units(self, side: NDArray[np.bool_], tokens: float) -> int | None:
        """Return how many units a side has; missing for a word list, unless they are tokens."""
        if self.unit == "token":
            return int(tokens)
        return int(self.n_units[side].sum()) if self.found.known is None or side.any() else None

    def _docs(self, others: NDArray[np.bool_], words: NDArray[np.int64]) -> Any:
        """Return documents of the reference that hold each word; missing for a word list."""
        if self.found.known is not None:
            return pd.array([None] * len(words), dtype="Int64")
        return _whole(self.docs[:, words][others].sum(axis=0))

    def _dispersion(self, inside: NDArray[np.bool_], words: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return DP of some words over some documents; missing for one document, which has no spread."""
        if inside.sum() < 2:
            return np.full(len(words), np.nan)
        return deviation_of_proportions(self.cells[:, words].tocsr()[inside], self.found.table.sizes[inside])

    def _notes(self, a: NDArray, b: NDArray, p: NDArray, low: NDArray, high: NDArray) -> list[str]:
        """Return what a reader of each row should know."""
        significant, apart = p < self.errors[0], (low > 0) | (high < 0)
        told = self.measure == MODERATED
        rows = (np.where((a == 0) & (b == 0), "occurs on neither side", np.where(
            a == 0, "absent from the target", np.where(b == 0, "absent from the reference", ""))),
            np.where(told & significant & ~apart, "typical units differ; the mean rate rests on few units", np.where(
                told & ~significant & apart, "mean rates differ by few units; typical units do not", "")))
        token = "" if self.unit != "token" else TOKENS if np.isfinite(p).any() else NO_P
        return ["; ".join(filter(None, [*parts, token, self.note])) for parts in zip(*rows, strict=True)]


def _whole(values: NDArray[np.float64]) -> NDArray:
    """Return counts as integers where they all are."""
    return values.astype(np.int64) if np.array_equal(values, np.floor(values)) else values


def _missing(values: NDArray[np.float64]) -> Any:
    """Return numbers with NaN as missing."""
    return pd.array(values, dtype="Float64")
