"""Contrast: what one group says that the others do not.

A salient phrase tells what a text is about, and texts on one subject are about the same things.  A contrastive one
is salient here *and* more frequent here than in the other groups, by the comparison that `textmine.keyness` makes of
words: passages (or articles) are the observations, the scatter of each phrase between them is learned with the help
of all others, and every row has its ratio, its interval and its q.

What is counted are the places of each phrase in each document, whoever offered it
(`textmine.extraction.phrase_counts`).  The score is ::

    score of the method · (1 - q)        for phrases that are more frequent in the group; others are left out

q is the false discovery rate at which the phrase would be called distinctive: of phrases with as much evidence, a
share of 1 - q is expected to differ in truth (Storey 2002).  The factor is in [0, 1], so that evidence beyond doubt
adds nothing and salience decides again; to multiply by the statistic itself would give the list of keyness.  1 - p
would not do: among a thousand phrases that differ in nothing fifty have p below .05.

Nothing is left out for being rare.  A phrase of one document cannot be told from chance by any test; it is not asked,
so that it costs the others no power (Bourgon et al. 2010: a limit that knows nothing of the groups leaves q as it
should be), and it comes after all that have evidence, with a note.

References
----------
Smyth, G. K. (2004). Linear models and empirical Bayes methods for assessing differential expression in microarray
experiments. Statistical Applications in Genetics and Molecular Biology 3(1), article 3: the moderated comparison.
Storey, J. D. (2002). A direct approach to false discovery rates. Journal of the Royal Statistical Society B 64,
479-498: the Bayesian reading of q.
Bourgon, R., Gentleman, R. and Huber, W. (2010). Independent filtering increases detection power for high-throughput
experiments. PNAS 107, 9546-9551.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.corpus.grouping import grouping
from textmine.docterm import DocTerm
from textmine.extraction.candidates import Candidates
from textmine.extraction.phrase_counts import offer, phrase_counts
from textmine.keywords.contrasts import contrasts
from textmine.keywords.distinctive import Rows, q_values
from textmine.keywords.moderated import ModeratedRates
from textmine.keywords.testing import MODERATED, tested
from textmine.tokens.tokens import Tokens

MOST_TESTS = 100_000_000
ERROR = 0.05
"""Of the intervals, as in `textmine.keyness`."""
LEAST_DOCUMENTS = 2
"""That hold a phrase that is tested."""
LEAST = 1e-6
"""Weight of a phrase without evidence: below all others, in the order of salience."""
ALONE = "in one document alone: not tested"

Evidence = Callable[[NDArray[np.int64]], Mapping[str, object]]
"""Gives the columns of evidence for some items."""
Scored = tuple[Candidates, NDArray[np.float64], Evidence]
"""Candidates of some texts, their scores, and what evidence there is."""


def no_evidence(items: NDArray[np.int64]) -> Mapping[str, object]:
    """Return the columns of evidence where nothing was compared."""
    return {**dict.fromkeys(("log_ratio", "low", "high", "q_value"), np.full(len(items), np.nan)), "note": ""}


def compared_column(by: str | None, contrast: str) -> str:
    """Return the column whose groups are compared.

    Raises
    ------
    ValueError
        If `by` is another one.
    """
    if by not in (None, contrast):
        raise ValueError(f"by must be left out where contrast names the groups, got by={by!r} and "
                         f"contrast={contrast!r}: keep one of the two columns")
    return contrast


def contrasted(
    parts: Iterable[Scored], tokens: Tokens, column: str, kind: str, longest: int
) -> Iterator[Scored]:
    """Yield candidates with their scores weighted by the evidence that they are more frequent in their group.

    Parameters
    ----------
    parts : iterable of (Candidates, float array of shape (I,), Evidence)
        Texts are the groups.  All are held at once, at about 30 bytes a word.
    tokens : Tokens
    column : str
        The column that makes the groups.
    kind : str
        Of the candidates.
    longest : int
        Words in a phrase at most.

    Yields
    ------
    Candidates, float array of shape (I,), Evidence
        The score is NaN for a phrase that is not more frequent in the group.

    Raises
    ------
    ValueError
        If it is no column of the documents, has empty cells, fewer than two values, or a group without words.
    """
    _require_words(tokens, column)
    held, offers, n_texts = [], [], 0
    for found, score, _ in parts:
        offers.append(offer(found, kind, longest, n_texts))
        held.append((replace(found, reading=replace(found.reading)), score))
        n_texts += len(found.reading)
    table, columns = phrase_counts(offers, tokens, held[0][0].reading.stem_names)
    if not table.terms:
        yield from ((found, score, no_evidence) for found, score in held)
        return
    comparison = _Comparison.of(table, column)
    for (found, score), phrases in zip(held, columns, strict=True):
        groups = np.array([comparison.number[label] for label in found.reading.labels], np.int64)[found.text]
        yield found, _above(found, score) * comparison.weight(groups, phrases), _Compared(comparison, groups, phrases)


def _require_words(tokens: Tokens, column: str) -> None:
    """Raise unless a column makes groups that all have words."""
    groups = grouping(tokens.corpus.documents, column, least=2, argument="contrast")
    sizes = np.bincount(groups.index, np.diff(tokens.text_words.bounds), minlength=len(groups.labels))
    if not sizes.all():
        raise ValueError(f"contrast must name a column whose groups all have words, got {column!r} with "
                         f"{groups.labels[int(np.argmin(sizes))]!r} empty: leave its documents out with "
                         "corpus.select(...)")


@dataclass(frozen=True, eq=False)
class _Comparison:
    """The moderated comparison of all phrases in all groups, G groups and V phrases.

    Attributes
    ----------
    number : mapping of str to int
        Of each group.
    statistic, p, q : arrays of shape (G, V)
        NaN where nothing replicates.
    rows : Rows
        Gives the columns of `textmine.keyness`.
    """

    number: Mapping[str, int]
    statistic: NDArray[np.float64]
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    rows: Rows

    @classmethod
    def of(cls, table: DocTerm, column: str) -> _Comparison:
        """Compare every group with the others, which weigh alike."""
        n_groups, n_phrases = len(table.grouping(column).labels), len(table.terms)
        if n_groups * n_phrases > MOST_TESTS:
            raise ValueError(f"contrast must name a column of at most {MOST_TESTS // n_phrases:,} groups for "
                             f"{n_phrases:,} phrases, got {column!r} with {n_groups:,}: choose a coarser column")
        found = contrasts(table, column, None, None, "groups", "auto")
        model = ModeratedRates.of(found)
        statistic, p = _tested(model, np.flatnonzero(table.doc_freq >= LEAST_DOCUMENTS))
        rows = Rows(found, model, (ERROR, ERROR), MODERATED, found.units.unit, model.note)
        return cls({label: i for i, label in enumerate(found.groups.labels)}, statistic, p, q_values(p), rows)

    @cached_property
    def ratio(self) -> NDArray[np.float64]:
        """The ratio of each group's rate to that of the others, size factor taken out, shape (G, V)."""
        found, rates = self.rows.found, self.rows.model.sums.rates
        others = np.array([found.shares(target) for target in found.targets]) @ rates
        here = rates / self.rows.model.factors[:, None]
        return np.divide(here, others, out=np.where(here > 0, np.inf, 0.0), where=others > 0)

    def weight(self, groups: NDArray[np.int64], phrases: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return 1 - q of phrases that are more frequent in a group, at least `LEAST`; NaN of others.

        Where nothing replicates there is no q, and a description takes its place: the part of the rate here that the
        other groups do not reach.
        """
        ratio, z = self.ratio[groups, phrases], self.statistic[groups, phrases]
        q = self.q[groups, phrases] if self.rows.model.replicated else 1 / np.maximum(ratio, 1)
        return np.where((ratio > 1) & ~(z <= 0), np.maximum(1 - np.nan_to_num(q, nan=1.0), LEAST), np.nan)

    def columns(self, groups: NDArray[np.int64], phrases: NDArray[np.int64]) -> Mapping[str, object]:
        """Return ratio, interval, q and note of phrases in a group, groups one after the other."""
        frames = [self.rows.frame(g, own, self.statistic[g, own], self.p[g, own], self.q[g, own])
                  for g in np.unique(groups) for own in [phrases[groups == g]]]
        if not frames:
            return no_evidence(phrases)
        frame = pd.concat(frames).iloc[np.argsort(np.argsort(groups, kind="stable"), kind="stable")]
        alone = np.where(frame["docs_target"] + frame["docs_reference"] == 1, ALONE, "")
        numbers = {"log_ratio": "log_ratio_adjusted", "low": "low", "high": "high", "q_value": "q_value"}
        return {**{name: frame[column].to_numpy(float, na_value=np.nan) for name, column in numbers.items()},
                "note": ["; ".join(filter(None, pair)) for pair in zip(alone, frame["note"], strict=True)]}


def _tested(model: ModeratedRates, asked: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return statistic and p of some phrases in all groups, shape (G, V); NaN of others, since tails take long."""
    statistic, p = np.full((2, *model.sums.totals.shape), np.nan)
    if model.scores is not None:
        test = tested(replace(model, scores=model.scores.take(asked)), MODERATED, {}, 0)
        statistic[:, asked], p[:, asked] = test.statistic, test.p_value
    return statistic, p


@dataclass(frozen=True, eq=False)
class _Compared:
    """The evidence for some items: of each its group and its phrase, shape (I,)."""

    comparison: _Comparison
    groups: NDArray[np.int64]
    phrases: NDArray[np.int64]

    def __call__(self, items: NDArray[np.int64]) -> Mapping[str, object]:
        """Return the columns of evidence for some items."""
        return self.comparison.columns(self.groups[items], self.phrases[items])


def _above(found: Candidates, score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores that are at least 0: where a method gives less, how far above the lowest of the text."""
    lowest = np.zeros(len(found.reading))
    able = ~np.isnan(score)
    np.minimum.at(lowest, found.text[able], score[able])
    return score - lowest[found.text]
