"""Omnibus: does any group use a word otherwise than the rest?

One test for each word instead of one for each word and group: the gate before looking at many
groups, where most words differ nowhere.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from textmine import _check
from textmine.docterm import DocTerm
from textmine.keywords.contrasts import contrasts
from textmine.keywords.moderated import ModeratedRates
from textmine.stats.effect_size import PER_MILLION
from textmine.stats.multiplicity import benjamini_hochberg


@_check.hinted
def keyness_omnibus(table: DocTerm, by: str, *, unit: str = "auto") -> pd.DataFrame:
    """Return for every term whether its use differs between any groups.

    Parameters
    ----------
    table, by, unit
        As for `keyness`.

    Returns
    -------
    pandas.DataFrame
        V rows, the clearest difference first: ``term``, ``count``, ``rate`` (per million), ``highest``,
        ``lowest`` (groups of highest and lowest rate), ``statistic`` (moderated F), ``df`` (groups less one; p
        takes fewer for rare terms, whose means have heavy tails), ``p_value``, ``q_value`` (Benjamini-Hochberg over
        terms), ``unit``, ``n_units``, ``note``.

    Raises
    ------
    TypeError, ValueError
        As for `keyness`.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace talks peace", "peace now peace", "now talks", "trade trade now", "talks now", "now talks now"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B", "C", "C"]})
    >>> tm.keyness_omnibus(tm.tokenize(corpus).count(), by="side")[["term", "highest"]].head(1)
        term highest
    0  peace       A
    """
    found = contrasts(table, by, None, None, "groups", unit)
    model = ModeratedRates.of(found)
    sums = model.sums
    total = sums.all_totals
    f, p = model.omnibus()
    q = np.full(p.shape, np.nan)
    q[np.isfinite(p)] = benjamini_hochberg(p[np.isfinite(p)])
    labels = np.array(found.groups.labels, dtype=object)
    frame = pd.DataFrame({
        "term": np.array(found.table.terms, dtype=object),
        "count": total.astype(np.int64) if np.array_equal(total, np.floor(total)) else total,
        "rate": total / sums.sizes.sum() * PER_MILLION,
        "highest": labels[sums.rates.argmax(axis=0)], "lowest": labels[sums.rates.argmin(axis=0)],
        "statistic": pd.array(f, dtype="Float64"), "df": len(labels) - 1, "p_value": pd.array(p, dtype="Float64"),
        "q_value": pd.array(q, dtype="Float64"), "unit": found.units.unit, "n_units": int(sums.n_units.sum()),
        "note": model.note,
    })
    return frame.iloc[np.lexsort((frame["term"], np.nan_to_num(p, nan=2.0)))].reset_index(drop=True)
