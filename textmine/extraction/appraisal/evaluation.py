"""How good keyphrases are, held against phrases that people chose.

A phrase is right where its stems are those of a chosen one.  Scores are computed for each document and averaged, so
that each document has the same weight, and documents are what could have been others: intervals draw them anew.
People also choose phrases that the text does not hold; no extractor can find those, so scores are given against all
chosen phrases and against those present.

References
----------
Gallina, Y., Boudin, F. and Daille, B. (2020). Large-scale evaluation of keyphrase extraction models. JCDL, 271-278.
Zesch, T. and Gurevych, I. (2009). Approximate matching for evaluating keyphrase extraction. RANLP, 484-489;
R-precision, and credit for phrases that share words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.extraction.appraisal.gold import GoldSets, gold_sets
from textmine.extraction.appraisal.matching import MATCHING
from textmine.extraction.appraisal.stemming import Listed, Stemmer, listed
from textmine.stats.mean_resampling import resampled_means
from textmine.stats.multiplicity import benjamini_hochberg

COLUMNS = ["method", "gold", "top_n", "matching", "stemmer", "precision", "precision_low", "precision_high", "recall",
           "recall_low", "recall_high", "f", "f_low", "f_high", "r_precision", "n_documents", "n_gold",
           "n_without_gold", "n_without_prediction", "n_not_in_gold", "n_repeated", "note"]
OF_PAIRS = ["method_a", "method_b", "gold", "top_n", "matching", "stemmer", "f_a", "f_b", "difference", "low", "high",
            "p_value", "q_value", "n_documents", "n_better", "n_worse", "note"]
FEW = 10
"""With fewer documents an interval can be too short, whatever the method."""

Phrases = Sequence[str | Sequence[str]]


@_check.hinted
def keyphrase_evaluation(
    found: pd.DataFrame,
    gold: Mapping[str, Phrases],
    *,
    top_n: int | Sequence[int] = (5, 10, 15),
    matching: str = "exact",
    language: str | None = "en",
    corpus: Corpus | None = None,
    by: str = "article",
    confidence_level: float = 0.95,
    n_resamples: int = 1999,
    random_state: int = 0,
) -> pd.DataFrame:
    """Return precision, recall and F of keyphrases against those that people chose.

    Parameters
    ----------
    found : pandas.DataFrame
        What `keyphrases` returns, or tables of several methods below each other; of other tools any table with
        ``group`` (the document), ``rank``, ``phrase`` and ``method``.
    gold : mapping of document to phrases
        ``{"a": ["peace talks", ["field hospital", "military hospital"]]}``; a list inside is one phrase in several
        variants.  Phrases of a document that share a stemmed variant are one.
    top_n : int or several, default ``(5, 10, 15)``
        How many of the first phrases count.
    matching : {"exact", "partial"}, default "exact"
        ``"exact"``: a phrase is right if its stems are those of a chosen one.  ``"partial"``: it has the share of
        stems in common, ``2 |a ∩ b| / (|a| + |b|)``, with phrases paired off one to one so that the sum is largest.
    language : str or None, default "en"
        English is stemmed by Porter's stemmer, other languages by Snowball, those without one (and None) not at all:
        column ``stemmer``.
    corpus : Corpus, optional
        Gives rows for chosen phrases that stand in the text, too; without it there are none.  The words are those
        of the source text, whatever cleaning changed.
    by : str, default ``"article"``
        The column of the corpus that `gold` and ``group`` name.
    confidence_level : float, default 0.95
    n_resamples : int, default 1999
        How often the documents are drawn anew.
    random_state : int, default 0

    Returns
    -------
    pandas.DataFrame
        A row for each method, gold set and `top_n`: ``method``, ``gold`` (``"all"`` or ``"present"``), ``top_n``,
        ``matching``, ``stemmer``; ``precision``, ``recall`` and ``f``, means over documents in [0, 1], each with its
        limits; ``r_precision``: precision of as many phrases as the document has chosen ones; ``n_documents``: those
        with a chosen phrase; ``n_gold``: their chosen phrases; ``n_without_gold``: documents of `gold` without
        (left out); ``n_without_prediction``: documents without a found phrase (scored 0); ``n_not_in_gold``:
        documents found that `gold` does not have (left out); ``n_repeated``: phrases left out of the lists since
        their stems repeat those of a better one; ``note``.

    Raises
    ------
    TypeError, ValueError
        If `found` lacks a column or holds a rank twice, no document is in both, `gold` holds what is no phrase,
        documents are missing in the corpus, and for unknown names and numbers out of range.

    Notes
    -----
    Of a document with g chosen phrases, r found among the first N (after repetitions were left out) and h
    of them right: precision h / r, recall h / g, F their harmonic mean; the three are then averaged (F is no mean of
    the means). g includes phrases that are not in the text, unless only those present count.  Several found variants
    of one chosen phrase are right once.

    Intervals: symmetric studentised bootstrap over documents (`stats.mean_resampling`), cut at 0 and 1.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["Peace talks began. The peace talks go on.", "Trade grew."]
    >>> corpus = tm.Corpus.from_texts(texts, ["a", "b"], language="en")
    >>> found = pd.DataFrame({"group": ["a", "b"], "rank": 1, "phrase": ["peace talks", "wheat"], "method": "mine"})
    >>> gold = {"a": ["Peace talk", "diplomacy"], "b": ["trade", "growth"]}
    >>> columns = ["gold", "precision", "recall", "f"]
    >>> tm.keyphrase_evaluation(found, gold, top_n=1, corpus=corpus)[columns].round(3)
          gold  precision  recall      f
    0      all        0.5    0.25  0.333
    1  present        0.5     0.5    0.5
    """
    depths = [top_n] if not isinstance(top_n, Sequence) else list(top_n)
    sets, lists = _read(found, gold, depths, matching, language, corpus, by)
    _check_resampling(confidence_level, n_resamples, random_state)
    rows = []
    for method in lists.methods:
        for sort, phrases in sets.sets.items():
            scores = _scores(lists, method, phrases, sets.documents, depths, matching)
            for n in depths:
                means = resampled_means(scores[n], n_resamples, random_state, confidence_level=confidence_level)
                limits = np.clip([means.low, means.high], 0, 1)
                values = [each for k in range(3) for each in (means.mean[k], *limits[:, k])]
                notes = filter(None, (_unknown(len(scores[n]), means.low[:3]),
                                      *_notes(lists, method, phrases, sets, n)))
                rows.append((method, sort, n, matching, sets.stemmer, *values, means.mean[3],
                             *_counts(lists, method, phrases, sets), "; ".join(notes)))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({name: "Float64" for name in COLUMNS[5:15]})


@_check.hinted
def compare_keyphrases(
    found: pd.DataFrame,
    gold: Mapping[str, Phrases],
    *,
    top_n: int = 10,
    matching: str = "exact",
    language: str | None = "en",
    corpus: Corpus | None = None,
    by: str = "article",
    confidence_level: float = 0.95,
    n_resamples: int = 9999,
    random_state: int = 0,
) -> pd.DataFrame:
    """Return how much better one method finds chosen keyphrases than another, and p that it is by chance.

    Parameters
    ----------
    found, gold, matching, language, corpus, by, confidence_level, random_state
        As in `keyphrase_evaluation`.
    top_n : int, default 10
    n_resamples : int, default 9999

    Returns
    -------
    pandas.DataFrame
        A row for each pair of methods and gold set: ``method_a``, ``method_b`` (in alphabetical order), ``gold``,
        ``top_n``, ``matching``, ``stemmer``, ``f_a``, ``f_b``; ``difference``: F of a less F of b, positive where a
        is better, with ``low`` and ``high``; ``p_value``, two-sided; ``q_value`` over all rows of a gold set
        (Benjamini & Hochberg); ``n_documents``; ``n_better``, ``n_worse``: documents where a is better or worse;
        ``note``.

    Raises
    ------
    TypeError, ValueError
        As `keyphrase_evaluation`, and with fewer than two methods.

    Notes
    -----
    Both methods are judged by the same documents in every draw, so the differences of documents cancel that are hard
    for both.  p is the share of draws whose studentised mean difference lies as far from its centre as the observed
    one from 0, with 1 added above and below: below 1 minus the level where the interval leaves out 0.

    Examples
    --------
    >>> import pandas as pd
    >>> import textmine as tm
    >>> gold = {"a": ["war"], "b": ["peace"], "c": ["trade"], "d": ["talks"]}
    >>> good = pd.DataFrame({"group": list(gold), "rank": 1, "phrase": ["war", "peace", "trade", "tea"], "method": "A"})
    >>> poor = good.assign(phrase=["war", "rain", "sun", "tea"], method="B")
    >>> tm.compare_keyphrases(pd.concat([good, poor]), gold)[["f_a", "f_b", "difference", "n_better", "n_worse"]]
        f_a   f_b  difference  n_better  n_worse
    0  0.75  0.25         0.5         2        0
    """
    sets, lists = _read(found, gold, [top_n], matching, language, corpus, by)
    _check_resampling(confidence_level, n_resamples, random_state)
    if len(lists.methods) < 2:
        raise ValueError(f"found must have two methods at least, got {lists.methods}: pd.concat their tables")
    tables = []
    for sort, phrases in sets.sets.items():
        f = np.stack([_scores(lists, method, phrases, sets.documents, [top_n], matching)[top_n][:, 2]
                      for method in lists.methods], axis=1)
        pairs = np.array(list(combinations(range(f.shape[1]), 2)))
        gaps = f[:, pairs[:, 0]] - f[:, pairs[:, 1]]
        means = resampled_means(gaps, n_resamples, random_state, confidence_level=confidence_level)
        names = np.array(lists.methods, dtype=object)[pairs]
        q, known = means.p_value.copy(), ~np.isnan(means.p_value)
        q[known] = benjamini_hochberg(q[known])
        notes = [_unknown(len(gaps), low) if gap.any() else "the same in every document"
                 for gap, low in zip(gaps.T, means.low, strict=True)]
        average = f.mean(axis=0) if len(f) else np.full(f.shape[1], np.nan)
        tables.append(pd.DataFrame(dict(zip(OF_PAIRS, (
            names[:, 0], names[:, 1], sort, top_n, matching, sets.stemmer, average[pairs[:, 0]], average[pairs[:, 1]],
            means.mean, np.maximum(means.low, -1), np.minimum(means.high, 1), means.p_value, q, len(gaps),
            (gaps > 0).sum(axis=0), (gaps < 0).sum(axis=0), notes), strict=True))))
    return pd.concat(tables, ignore_index=True).astype({name: "Float64" for name in OF_PAIRS[6:13]})


def _read(found, gold, depths, matching, language, corpus, by) -> tuple[GoldSets, Listed]:
    """Return chosen and found phrases, checked."""
    _check.one_of("matching", matching, MATCHING)
    for n in depths:
        _check.integer("top_n", n, 1)
    if not depths or len(set(depths)) < len(depths):
        raise ValueError(f"top_n must be different whole numbers, got {depths}")
    stemmer = Stemmer(language)
    if isinstance(found, pd.DataFrame) and "group" in found and not found["group"].isna().any():
        found = found.assign(group=found["group"].astype(str))
    gold = {str(name): phrases for name, phrases in gold.items()} if isinstance(gold, Mapping) else gold
    lists = listed(found, stemmer)
    sets = gold_sets(gold, stemmer, corpus, by)
    known = set(sets.documents)
    groups = {group for _, group in lists.lists}
    if not groups & known:
        some = sorted(map(str, groups))[0]
        raise ValueError(f"gold must have documents of the column 'group' of found, such as {some!r}, got "
                         f"{str(sets.documents[0])!r} …: name them alike.{_check.nearest(some, map(str, known))}")
    return sets, lists


def _check_resampling(confidence_level: float, n_resamples: int, random_state: int) -> None:
    """Raise unless documents can be drawn so."""
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.integer("n_resamples", n_resamples, 1)
    _check.integer("random_state", random_state, 0)


def _scores(lists: Listed, method: str, phrases: Mapping, documents: Sequence, depths: Sequence[int],
            matching: str) -> dict[int, NDArray[np.float64]]:
    """Return precision, recall, F and R-precision of each document with chosen phrases, shape (D, 4), by depth."""
    kept = [document for document in documents if phrases[document]]
    scores = {n: np.zeros((len(kept), 4)) for n in depths}
    for d, document in enumerate(kept):
        chosen, guesses = phrases[document], lists.lists.get((method, document), [])
        credit = MATCHING[matching](guesses, chosen, [*depths, len(chosen)])
        for n, right in zip(depths, credit, strict=False):
            if right:
                precision, recall = right / min(n, len(guesses)), right / len(chosen)
                scores[n][d, :3] = precision, recall, 2 * precision * recall / (precision + recall)
            scores[n][d, 3] = credit[-1] / len(chosen)
    return scores


def _counts(lists: Listed, method: str, phrases: Mapping, sets: GoldSets) -> tuple[int, ...]:
    """Return the numbers of documents, chosen phrases, and what was left out, as in `COLUMNS`."""
    kept = [document for document in sets.documents if phrases[document]]
    groups = {group for name, group in lists.lists if name == method}
    return (len(kept), sum(len(phrases[document]) for document in kept), len(sets.documents) - len(kept),
            sum(document not in groups for document in kept), len(groups - set(sets.documents)), lists.repeated[method])


def _unknown(n: int, low: NDArray | float) -> str:
    """Return what to say of an interval of few documents, or of documents that are all alike."""
    if n < 2:
        return f"{n} document{'s' * (n != 1)} with chosen phrases: no interval"
    if np.isnan(low).any():
        return "no interval where all documents, or all but few, score the same"
    return f"{n} documents: the interval may be too short" if n < FEW else ""


def _notes(lists: Listed, method: str, phrases: Mapping, sets: GoldSets, n: int) -> tuple[str, str]:
    """Return what a reader should know of the lists behind a row."""
    own = {group: len(stems) for (name, group), stems in lists.lists.items() if name == method}
    longest = max(own.values())
    kept = [document for document in sets.documents if phrases[document]]
    cut = sum(len(phrases[document]) > own.get(document, 0) for document in kept)
    return (f"no list is longer than {longest}" if longest < n else "",
            f"r_precision: {cut} lists are shorter than the chosen phrases" if cut else "")
