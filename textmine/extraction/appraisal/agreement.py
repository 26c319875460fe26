"""How far methods agree on keyphrases, beyond what chance would give.

Two lists of ten from twenty candidates share five by chance alone, two from a thousand almost none: bare overlap
tells how many candidates there were.  Here 0 is what random lists from the candidates of a group would share and 1 is
the same list; lists that avoid each other lie below 0.

The candidates are what chance could have taken, and lists that were cut off do not show them.  So the lists
should be long (``tm.keyphrases(tokens, top_n=1000)``) and be compared by their first ranks (`top_n`); or the number of
candidates is given.  To take the phrases of short lists for all that there was would say of independent methods
that they avoid each other.

References
----------
Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1), 37-46.
Webber, W., Moffat, A. and Zobel, J. (2010). A similarity measure for indefinite rankings. ACM Transactions on
Information Systems 28(4), article 20.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from textmine import _check
from textmine.extraction.appraisal.stemming import Listed, Stemmer, listed
from textmine.stats.mean_resampling import resampled_means
from textmine.stats.rank_overlap import chance_corrected, random_overlap, rank_biased_overlap, shared_by_depth

VALUES = ["agreement", "rank_agreement", "n_shared", "n_expected", "overlap", "overlap_expected", "n_a", "n_b",
          "n_candidates"]
COLUMNS = ["method_a", "method_b", "group", "agreement", "low", "high", "rank_agreement", "rank_low", "rank_high",
           *VALUES[2:], "n_groups", "n_left_out", "note"]


@_check.hinted
def keyphrase_agreement(
    found: pd.DataFrame,
    *,
    top_n: int = 10,
    candidates: Mapping[Hashable, int] | None = None,
    language: str | None = "en",
    persistence: float = 0.9,
    confidence_level: float = 0.95,
    n_resamples: int = 9999,
    random_state: int = 0,
) -> pd.DataFrame:
    """Return how far the keyphrases of each two methods agree, beyond chance: over all groups, and in each.

    Parameters
    ----------
    found : pandas.DataFrame
        Tables of `keyphrases` by several methods below each other, with longer lists than are compared; of other
        tools any table with ``group``, ``rank``, ``phrase`` and ``method``.
    top_n : int, default 10
        How many of the first phrases are compared.
    candidates : mapping of group to int, optional
        How many phrases could have been chosen; without it the different ones that any method returned.
    language : str or None, default "en"
        Phrases are the same if their stems are; as in `keyphrase_evaluation`.
    persistence : float in (0, 1), default 0.9
        Of the rank-weighted agreement: the chance that a reader goes on to the next rank.
    confidence_level : float, default 0.95
    n_resamples : int, default 9999
        How often the groups are drawn anew.
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        For each pair of methods a row over all groups (``group`` missing), then one for each group: ``method_a``,
        ``method_b``, ``group``; ``agreement``: Cohen's kappa of choosing phrases from the candidates, 0 by chance, 1
        for the same phrases; ``rank_agreement``: the same of rank-biased overlap, 1 for the same list; each over all
        groups the mean, with its limits; ``n_shared``, and ``n_expected`` by chance; ``overlap``: rank-biased, and
        ``overlap_expected``; ``n_a``, ``n_b``: lengths; ``n_candidates``; ``n_groups`` that a mean is over,
        ``n_left_out``: groups with phrases of one method alone, or of neither; ``note``.

    Raises
    ------
    TypeError, ValueError
        As `keyphrase_evaluation` for `found` and numbers; with fewer than two methods; if `candidates` lacks a
        group or has fewer than were found; and if without it no list is longer than `top_n`.

    Notes
    -----
    Lists of a and b phrases from M candidates share ``a b / M`` by chance:
    ``agreement = (shared - a b / M) / ((a + b) / 2 - a b / M)``.  It is missing where both lists hold all candidates.
    Rank-biased overlap is extrapolated (Webber et al. 2010, equation 32); being linear in what the first d ranks
    share, its expected value is that of ``min(d, a) min(d, b) / M``.  Intervals: symmetric studentised bootstrap over
    groups (`stats.mean_resampling`).

    Methods with candidates of different kinds (all runs of words, or the longest) can agree by less than 1 at most.

    Examples
    --------
    >>> import textmine as tm
    >>> phrases = ["war", "peace", "trade", "talks", "force", "plan"]
    >>> lists = [pd.DataFrame({"group": "a", "rank": range(1, 7), "phrase": order, "method": name})
    ...          for name, order in {"A": phrases, "B": phrases[1:] + phrases[:1]}.items()]
    >>> tm.keyphrase_agreement(pd.concat(lists), top_n=3)[["group", "agreement", "n_shared", "n_expected"]]
      group  agreement  n_shared  n_expected
    0  <NA>   0.333333       2.0         1.5
    1     a   0.333333       2.0         1.5
    """
    _check.integer("top_n", top_n, 1)
    _check.between("persistence", persistence, 0, 1)
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.integer("n_resamples", n_resamples, 1)
    _check.integer("random_state", random_state, 0)
    lists = listed(found, Stemmer(language))
    if len(lists.methods) < 2:
        raise ValueError(f"found must have two methods at least, got {lists.methods}: pd.concat their tables")
    groups = sorted(lists.rows["group"].unique(), key=str)
    pool = _pool(lists, groups, candidates, top_n)
    cut = "" if candidates is not None else _cut(lists)
    rows: list[tuple] = []
    for a, b in combinations(lists.methods, 2):
        values, notes = zip(*(_pair(lists, a, b, group, pool[group], top_n, persistence) for group in groups),
                            strict=True)
        table = np.array(values)
        both = ~np.isnan(table[:, 2])
        means = [resampled_means(column[~np.isnan(column), None], n_resamples, random_state,
                                 confidence_level=confidence_level) for column in table[:, :2].T]
        limits = [[each.mean[0], max(each.low[0], -1), min(each.high[0], 1)] for each in means]
        rest = table[both, 2:].mean(axis=0) if both.any() else np.full(len(VALUES) - 2, np.nan)
        unknown = np.isnan([each.low[0] for each in means]).any()
        few = "no interval: too few groups, or too much alike" if unknown else ""
        rows.append((a, b, None, *limits[0], *limits[1], *rest, int(both.sum()), int((~both).sum()),
                     "; ".join(filter(None, [few, cut]))))
        rows += [(a, b, group, each[0], np.nan, np.nan, each[1], np.nan, np.nan, *each[2:], int(ok), int(not ok), note)
                 for group, each, ok, note in zip(groups, table, both, notes, strict=True)]
    result = pd.DataFrame(rows, columns=COLUMNS).astype({name: "Float64" for name in COLUMNS[3:15]})
    return result.astype({"group": "string"}) if all(isinstance(group, str) for group in groups) else result


def _pool(lists: Listed, groups: list, candidates: Mapping[Hashable, int] | None, top_n: int) -> dict[Hashable, int]:
    """Return how many phrases chance could have chosen in each group."""
    seen = lists.rows.groupby("group")["stems"].nunique().to_dict()
    if candidates is None:
        longest = max(map(len, lists.lists.values()))
        if longest <= top_n:
            raise ValueError(f"found must have longer lists than the first {top_n} phrases that are compared, got at "
                             f"most {longest}: call tm.keyphrases(tokens, top_n=1000), compare fewer (top_n=...), or "
                             "give the number of candidates of each group (candidates=...)")
        return seen
    _check.kind("candidates", candidates, Mapping, 'write {"a": 120}')
    for group in groups:
        if group not in candidates:
            raise ValueError(f"candidates must have a number for every group of found, got none for {group!r}."
                             f"{_check.nearest(group, map(str, candidates))}")
        _check.integer(f"candidates[{group!r}]", candidates[group], int(seen[group]))
    return {group: int(candidates[group]) for group in groups}


def _cut(lists: Listed) -> str:
    """Return what to say where lists seem to have been cut off: several of a method end with its last rank."""
    ends = lists.rows.groupby(["method", "group"])["rank"].max()
    last = ends.groupby("method").max()
    cut = [(method, int(last[method])) for method in lists.methods if (ends[method] == last[method]).sum() > 1]
    if not cut:
        return ""
    return ("lists end at rank " + ", ".join(f"{rank} ({method})" for method, rank in cut)
            + ": if there were more candidates, agreement is higher than this")


def _pair(lists: Listed, a: str, b: str, group: Hashable, pool: int, top_n: int,
          persistence: float) -> tuple[list[float], str]:
    """Return the values of two methods in one group, as in `VALUES`, and a note."""
    first, second = (lists.lists.get((method, group), [])[:top_n] for method in (a, b))
    none = [method for method, phrases in ((a, first), (b, second)) if not phrases]
    if none:
        return [np.nan] * len(VALUES), f"no phrases by {' and '.join(none)}"
    number = {stems: i for i, stems in enumerate(dict.fromkeys(first + second))}
    here, there = ([number[stems] for stems in phrases] for phrases in (first, second))
    shared = float(shared_by_depth(here, there)[-1])
    overlap = rank_biased_overlap(here, there, persistence)
    n_expected, expected = random_overlap(len(first), len(second), pool, persistence)
    kappa = chance_corrected(shared, n_expected, (len(first) + len(second)) / 2)
    note = "both lists hold all candidates" if np.isnan(kappa) else ""
    return [kappa, chance_corrected(overlap, expected, 1.0), shared, n_expected, overlap, expected, len(first),
            len(second), pool], note
