"""Lockwords: the words that two sides use alike.

That a difference is not significant does not make two rates equal.  A lockword has to be
demonstrated: its log ratio lies within a stated margin, and the opposite is rejected.
With few articles that succeeds for no word or for few, and then the margin that the data
would support is what can be said.

References
----------
Baker, P. (2011). Times may change, but we will always have money: diachronic variation in recent British
English. Journal of English Linguistics 39(1), 65-88 (lockwords).
Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach for
assessing the equivalence of average bioavailability. Journal of Pharmacokinetics and Biopharmaceutics
15, 657-680.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from textmine import _check
from textmine.docterm import DocTerm
from textmine.keywords.contrasts import contrasts
from textmine.keywords.moderated import ModeratedRates
from textmine.stats.effect_size import PER_MILLION, log_ratio
from textmine.stats.multiplicity import benjamini_hochberg


@_check.hinted
def lockwords(
    table: DocTerm, by: str | None = None, *, target: str | None = None, reference: Any = None, margin: float = 0.5,
    error_rate: float = 0.05, weighting: str = "groups", unit: str = "auto",
) -> pd.DataFrame:
    """Return for which terms equal use on both sides is demonstrated.

    Parameters
    ----------
    table, by, target, reference, weighting, unit
        As for `keyness`.
    margin : float, default 0.5
        Largest difference that counts as none, as a log2 ratio: 0.5 is a factor of 1.41.
    error_rate : float, default 0.05
        False discovery rate of `lockword`.

    Returns
    -------
    pandas.DataFrame
        G · V rows; within a group the best demonstrated first:

        ``group``, ``term``, ``reference``, ``rate_target``, ``rate_reference``, ``note``
            as in `keyness`
        ``log_ratio_adjusted``, ``low``, ``high``
            with the interval of level ``1 - 2 error_rate`` that belongs to the test
        ``smallest_margin``
            the margin that this interval would support; missing where it has one limit only
        ``p_value``, ``q_value``
            of "the difference is larger than the margin", Benjamini-Hochberg over all rows
        ``lockword``
            whether q is at most `error_rate`; no row at all is a valid answer
        ``margin``
            as given

    Raises
    ------
    TypeError, ValueError
        As for `keyness`; and for a margin that is not above 0.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace and war and talks " * 10] * 40
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "B"] * 20})
    >>> tm.lockwords(tm.tokenize(corpus).count(), by="side")[["group", "term", "lockword"]].head(2)
      group   term  lockword
    0     A    and      True
    1     A  peace      True
    """
    _check.between("margin", margin, 0, np.inf)
    _check.between("error_rate", error_rate, 0, 0.5)
    found = contrasts(table, by, target, reference, weighting, unit)
    model = ModeratedRates.of(found)
    words = np.arange(len(found.table.terms))
    frames = []
    for row, group in enumerate(found.targets):
        here, there = model.sides(row)
        low, high = model.interval(row, words, 2 * error_rate)
        factor = model.factors[row]
        p = np.where(here.rate + there.rate > 0, model.equivalence(row, margin), np.nan)
        frame = pd.DataFrame({
            "group": found.groups.labels[group], "term": np.array(found.table.terms, dtype=object),
            "reference": found.reference[row], "rate_target": here.rate * factor * PER_MILLION,
            "rate_reference": there.rate * PER_MILLION,
            "log_ratio_adjusted": pd.array(log_ratio(here.rate, 1, there.rate, 1), dtype="Float64"),
            "low": pd.array(low, dtype="Float64"), "high": pd.array(high, dtype="Float64"),
            "smallest_margin": pd.array(np.maximum(np.abs(low), np.abs(high)), dtype="Float64"),
            "p_value": pd.array(p, dtype="Float64"),
        })
        frames.append(frame.iloc[np.lexsort((frame["term"], np.nan_to_num(p, nan=2.0)))])
    every = pd.concat(frames, ignore_index=True)
    tested = every["p_value"].notna().to_numpy()
    q = np.full(len(every), np.nan)
    q[tested] = benjamini_hochberg(every["p_value"][tested].to_numpy(dtype=float))
    every["q_value"] = pd.array(q, dtype="Float64")
    return every.assign(lockword=q <= error_rate, margin=margin, note=model.note)
