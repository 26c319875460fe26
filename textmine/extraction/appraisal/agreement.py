"""How far methods agree on keyphrases, beyond what chance would give.

Two lists of ten from twenty candidates share five by chance alone, two from a thousand almost none: bare overlap
tells how many candidates there were.  Here 0 is what two random lists would share, each from the candidates of its
method, and 1 is the same list; lists that avoid each other lie below 0.

The candidates are what chance could have taken, and lists that were cut off do not show them.  So the lists
should be long (``tm.keyphrases(tokens, top_n=1000)``) and be compared by their first ranks (`top_n`); or the number of
candidates is given.  Candidates that other methods alone have are none of these two: with them random lists of both
would seem to agree.

References
----------
Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1), 37-46.
Webber, W., Moffat, A. and Zobel, J. (2010). A similarity measure for indefinite rankings. ACM Transactions on
Information Systems 28(4), article 20.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.appraisal.stemming import Listed, Stemmer, listed
from textmine.stats.mean_resampling import resampled_means
from textmine.stats.rank_overlap import chance_corrected, extrapolated, random_overlap, shared_by_depth

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
        How many phrases every method could have chosen; without it, what each of the two returned is what it could
        have chosen.
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
        ``overlap_expected``; ``n_a``, ``n_b``: lengths; ``n_candidates`` of both together; ``n_groups`` that a mean
        is over, ``n_left_out``: groups with phrases of one method alone, or of neither; ``note``.

    Raises
    ------
    TypeError, ValueError
        As `keyphrase_evaluation` for `found` and numbers; with fewer than two methods; if `candidates` lacks a
        group or has fewer than were found; and if without it no list is longer than `top_n`.

    Notes
    -----
    Lists of a and b phrases from M candidates share ``a b / M`` by chance:
    ``agreement = (shared - a b / M) / ((a + b) / 2 - a b / M)``.  It is missing where both lists hold all candidates.
    Where one method has A candidates, the other B, and C of them are the same, ``M = A B / C``.
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
    groups = sorted(lists.rows["group"].unique().tolist(), key=str)
    _check_candidates(lists, groups, candidates, top_n)
    cut = {} if candidates is not None else _cut(lists)
    pairs = list(combinations(lists.methods, 2))
    tables, notes = zip(*(_pair(lists, a, b, groups, candidates, top_n, persistence) for a, b in pairs), strict=True)
    means = _means(np.concatenate([table[:, :2] for table in tables], axis=1), n_resamples, random_state,
                   confidence_level)
    rows: list[tuple] = []
    for k, ((a, b), table, noted) in enumerate(zip(pairs, tables, notes, strict=True)):
        both = ~np.isnan(table[:, 2])
        rest = table[both, 2:].mean(axis=0) if both.any() else np.full(len(VALUES) - 2, np.nan)
        limits = means[2 * k:2 * k + 2]
        rows.append((a, b, None, *limits.ravel(), *rest, int(both.sum()), int((~both).sum()),
                     "; ".join(filter(None, [_unknown(limits), _said_of_cut({a, b}, cut)]))))
        rows += [(a, b, group, each[0], np.nan, np.nan, each[1], np.nan, np.nan, *each[2:], int(ok), int(not ok), note)
                 for group, each, ok, note in zip(groups, table, both, noted, strict=True)]
    result = pd.DataFrame(rows, columns=COLUMNS).astype({name: "Float64" for name in COLUMNS[3:15]})
    return result.astype({"group": "string"}) if all(isinstance(group, str) for group in groups) else result


def _check_candidates(lists: Listed, groups: list, candidates: Mapping[Hashable, int] | None, top_n: int) -> None:
    """Raise unless it is known what chance could have chosen in each group."""
    if candidates is None:
        longest = max(map(len, lists.lists.values()))
        if longest <= top_n:
            raise ValueError(f"found must have longer lists than the first {top_n} phrases that are compared, got at "
                             f"most {longest}: call tm.keyphrases(tokens, top_n=1000), compare fewer (top_n=...), or "
                             "give the number of candidates of each group (candidates=...)")
        return
    _check.kind("candidates", candidates, Mapping, 'write {"a": 120}')
    seen = lists.rows.groupby("group")["stems"].nunique().to_dict()
    for group in groups:
        if group not in candidates:
            raise ValueError(f"candidates must have a number for every group of found, got none for {group!r}."
                             f"{_check.nearest(group, map(str, candidates))}")
        _check.integer(f"candidates[{group!r}]", candidates[group], int(seen[group]))


def _means(values: NDArray[np.float64], n_resamples: int, seed: int, level: float) -> NDArray[np.float64]:
    """Return mean and limits, within [-1, 1], of each column over the groups that have a value, shape (columns, 3)."""
    found, known = np.empty((values.shape[1], 3)), ~np.isnan(values)
    same: dict[bytes, list[int]] = {}
    for column, which in enumerate(known.T):
        same.setdefault(which.tobytes(), []).append(column)
    for columns in same.values():
        some = values[known[:, columns[0]]][:, columns]
        mean, low, high, _ = resampled_means(some, n_resamples, seed, confidence_level=level)
        found[columns] = np.column_stack([mean, np.maximum(low, -1), np.minimum(high, 1)])
    return found


def _unknown(limits: NDArray[np.float64]) -> str:
    """Return what to say where intervals of means are missing, or leave nothing out."""
    if np.isnan(limits[:, 1]).any():
        return "no interval: too few groups, or too much alike"
    whole = (limits[:, 1] <= -1) & (limits[:, 2] >= 1)
    return "too few groups: an interval holds every value there is" if whole.any() else ""


def _cut(lists: Listed) -> dict[str, int]:
    """Return the last rank of methods whose lists seem to have been cut off: several end with it."""
    ends = lists.rows.groupby(["method", "group"])["rank"].max()
    last = ends.groupby("method").max()
    return {method: int(last[method]) for method in lists.methods if (ends[method] == last[method]).sum() > 1}


def _said_of_cut(methods: set[str], cut: Mapping[str, int]) -> str:
    """Return what to say of two methods where lists were cut off."""
    ends = ", ".join(f"{rank} ({method})" for method, rank in cut.items() if method in methods)
    return ends and f"lists end at rank {ends}: if there were more candidates, agreement can be higher than this"


def _pair(lists: Listed, a: str, b: str, groups: list, candidates: Mapping[Hashable, int] | None, top_n: int,
          persistence: float) -> tuple[NDArray[np.float64], list[str]]:
    """Return the values of two methods in every group, as in `VALUES`, and a note on each."""
    values, notes = np.full((len(groups), len(VALUES)), np.nan), []
    for i, group in enumerate(groups):
        first, second = (lists.lists.get((method, group), []) for method in (a, b))
        none = [method for method, phrases in ((a, first), (b, second)) if not phrases]
        if none:
            notes.append(f"no phrases by {' and '.join(none)}")
            continue
        n_all = len({*first, *second})
        n_both = len(first) + len(second) - n_all
        pool = len(first) * len(second) / n_both if n_both else np.inf
        if candidates is not None:
            pool = n_all = candidates[group]
        values[i] = *_compared(first[:top_n], second[:top_n], pool, persistence), n_all
        notes.append("both lists hold all candidates" if np.isnan(values[i, 0]) else "")
    return values, notes


def _compared(first: Sequence[str], second: Sequence[str], pool: float, persistence: float) -> tuple[float, ...]:
    """Return the values of two lists from some candidates, the last of `VALUES` left out."""
    number = {stems: i for i, stems in enumerate(dict.fromkeys([*first, *second]))}
    shared = shared_by_depth(*([number[stems] for stems in phrases] for phrases in (first, second)))
    a, b, n_shared = len(first), len(second), float(shared[-1])
    overlap = extrapolated(shared, min(a, b), persistence)
    n_expected, expected = random_overlap(a, b, pool, persistence)
    return (chance_corrected(n_shared, n_expected, (a + b) / 2), chance_corrected(overlap, expected, 1.0), n_shared,
            n_expected, overlap, expected, a, b)
