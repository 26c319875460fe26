"""Does the emphasis of groups differ? A test that exchanges passages, with topics that saw no groups.

The topics must have been learned without the groups: a model that used them has
already looked for differences.  Passages (or articles, whole) of two groups change
sides; nothing is assumed about how topics scatter.

References
----------
Westfall, P. H. and Young, S. S. (1993). Resampling-based multiple testing. Wiley,
section 2.5 (the largest statistic).
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero.
Statistical Applications in Genetics and Molecular Biology 9(1), article 39.
Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
Journal of the Royal Statistical Society B 57(1), 289-300.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.attribution import expected_tokens, topic_term
from textmine.corpus.grouping import replication
from textmine.docterm import DocTerm
from textmine.stats.multiplicity import benjamini_hochberg

BATCH = 2_000_000
"""Exchanges times units that are held at a time."""


def emphasis_test(
    model: Any, table: DocTerm, by: str = "article", *, unit: str = "auto", n_permutations: int = 9_999,
    random_state: int = 0,
) -> pd.DataFrame:
    """Return whether the share of each topic differs between each two groups.

    Parameters
    ----------
    model : fitted topic model that saw no groups
        `LDA`, `NMF`, or a model of another library; not `CompoundLDA`.
    table : DocTerm of D documents
        Passages; the order does not matter.
    by : str, default ``"article"``
    unit : {"auto", "article", "passage"}, default "auto"
        What changes sides: articles with all their passages where every group has at least two,
        else passages.
    n_permutations : int, default 9999
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        K · G (G - 1) / 2 rows: ``topic``, ``group``, ``other``, ``difference`` (of shares; positive: more in `group`),
        ``p_value`` (two-sided, at least 1 / (n_permutations + 1)), ``p_max`` (adjusted for all topics and pairs by
        the largest statistic), ``q_value`` (Benjamini-Hochberg over all rows), ``n_units`` of the pair, ``unit``,
        ``note``.  No p-value, and a note, where a group has fewer than two units.

    Raises
    ------
    TypeError
        If `model` is no fitted topic model, or `table` is no DocTerm.
    ValueError
        If the model was fitted with groups, and for an unknown column or unit.

    Notes
    -----
    The statistic is ``sum n_jk / sum n_j`` over the units j of one group minus that of the other.  For `p_max` it is
    divided by its standard deviation over the exchanges; each pair is exchanged by itself, so that a difference
    elsewhere has no part in it.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"] * 4
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B"] * 4})
    >>> table = tm.tokenize(corpus).count()
    >>> found = tm.emphasis_test(tm.NMF(n_components=2).fit(table), table, by="side", n_permutations=999)
    >>> found[["topic", "group", "other", "p_value"]]
       topic group other  p_value
    0      1     A     B    0.001
    1      2     A     B    0.001
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.integer("n_permutations", n_permutations, 1)
    _check.integer("random_state", random_state, 0)
    n_topics = len(topic_term(model))
    if len(getattr(model, "groups_", ())) > 1:
        raise ValueError(f"model must not have seen the groups, got {type(model).__name__}, which looked for their "
                         "differences: fit tm.LDA(...) on the same table")
    table = table.sort_documents()
    groups = table.grouping(by, least=2)
    units = replication(table.documents, groups, unit)
    amounts = np.zeros((len(units.group), n_topics))
    np.add.at(amounts, units.index, expected_tokens(model, table))
    pairs = list(combinations(range(len(groups.labels)), 2))
    found = [_exchanged(amounts, units.group, pair, n_permutations, np.random.default_rng([random_state, i]))
             for i, pair in enumerate(pairs)]
    greatest = np.max([largest for _, _, largest, _ in found], axis=0)
    rows = []
    for (a, b), (difference, p_values, _, scaled) in zip(pairs, found, strict=True):
        n_units = int(np.isin(units.group[amounts.sum(axis=1) > 0], (a, b)).sum())
        p_max = (1 + (greatest[:, None] >= scaled - 1e-9).sum(axis=0)) / (n_permutations + 1)
        rows += [(k + 1, groups.labels[a], groups.labels[b], difference[k], p_values[k],
                  max(p_max[k], p_values[k]) if np.isfinite(p_values[k]) else np.nan, n_units)
                 for k in range(n_topics)]
    frame = pd.DataFrame(rows, columns=["topic", "group", "other", "difference", "p_value", "p_max", "n_units"])
    frame.insert(6, "q_value", np.nan)
    tested = frame["p_value"].notna()
    frame.loc[tested, "q_value"] = benjamini_hochberg(frame.loc[tested, "p_value"])
    few = np.where(tested, "", "fewer than two units in a group: no test")
    notes = ["; ".join(part for part in (reason, units.note) if part) for reason in few]
    frame = frame.assign(unit=units.unit, note=notes)
    frame = frame.astype({name: "Float64" for name in ("p_value", "p_max", "q_value")})
    return frame.sort_values("topic", kind="stable", ignore_index=True)


def _exchanged(amounts: NDArray, group: NDArray, pair: tuple[int, int], n_permutations: int,
               rng: np.random.Generator) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Return differences of shares, p-values, the largest scaled sizes under exchange (B,) and the scaled sizes."""
    inside = np.isin(group, pair) & (amounts.sum(axis=1) > 0)
    amounts, first = amounts[inside], group[inside] == pair[0]
    n, n_topics, total = len(first), amounts.shape[1], amounts.sum(axis=0)
    if min(first.sum(), n - first.sum()) < 2:
        missing = np.full(n_topics, np.nan)
        return (_difference(first[None].astype(float), amounts, total)[0] if 0 < first.sum() < n else missing,
                missing, np.zeros(n_permutations), missing)
    observed = _difference(first[None].astype(float), amounts, total)[0]
    batch = max(1, BATCH // n)
    drawn = np.concatenate([
        np.abs(_difference(rng.permuted(np.tile(first, (min(batch, n_permutations - done), 1)), axis=1).astype(float),
                           amounts, total)) for done in range(0, n_permutations, batch)])
    size = np.abs(observed)
    p_values = (1 + (drawn >= size - 1e-12).sum(axis=0)) / (n_permutations + 1)
    scale = np.sqrt((drawn**2).mean(axis=0))
    scale[scale == 0] = 1
    return observed, p_values, (drawn / scale).max(axis=1), size / scale


def _difference(members: NDArray, amounts: NDArray, total: NDArray) -> NDArray[np.float64]:
    """Return the share of each topic in the members minus that in the others, for each row of members."""
    own = members @ amounts
    return own / own.sum(axis=1, keepdims=True) - (total - own) / (total - own).sum(axis=1, keepdims=True)
