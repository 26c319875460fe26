"""Deltas as a kind of similarity: how alike texts are in how often they use the most frequent words.

The scores of a text rest on all texts at once (`textmine.stats.delta`), so that a pair has no value of its own, and
none of its documents has a part in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.corpus.grouping import Grouping
from textmine.proximity.kinds import PAIRS_IN_BLOCK, Additions, summed
from textmine.stats.delta import parts_of_delta, style_scores


@dataclass(frozen=True, eq=False)
class Delta:
    """1 minus a delta.

    Attributes
    ----------
    items : tuple of str, length V
    rows : sparse matrix of shape (D, V)
        Counts of documents.
    sizes : int array of shape (D,)
        Tokens that the counts are shares of.
    columns : int array of shape (W,)
        Of the words that count.
    measure : str
        One of `textmine.stats.delta.DELTAS`.
    """

    items: tuple[str, ...]
    rows: sparse.csr_matrix
    sizes: NDArray[np.int64]
    columns: NDArray[np.int64]
    measure: str

    def texts(self, groups: Grouping) -> sparse.csr_matrix:
        """Return the shares that words have in the tokens of each group, shape (G, V)."""
        sizes = np.bincount(groups.index, self.sizes, minlength=len(groups.labels))
        rows = sparse.csr_matrix(summed(self.rows, groups), dtype=float)
        return sparse.csr_matrix(sparse.diags(1 / np.maximum(sizes, 1)) @ rows)

    def scores(self, texts: sparse.csr_matrix, first: NDArray, second: NDArray) -> NDArray[np.float64]:
        """Return 1 minus the deltas of P pairs of texts, NaN where one is empty; empty ones count for no other."""
        scores = self._scored(texts)[1]
        deltas = [parts_of_delta(scores[first[low:low + PAIRS_IN_BLOCK]], scores[second[low:low + PAIRS_IN_BLOCK]],
                                 self.measure).sum(axis=1) for low in range(0, len(first), PAIRS_IN_BLOCK)]
        return 1 - np.concatenate([np.empty(0), *deltas])

    def additions(self, texts: sparse.csr_matrix, i: int, j: int) -> Additions:
        """Return what each word adds to the similarity: its part of 1, less what it adds to the delta."""
        columns, scores = self._scored(texts)
        return columns, 1 / len(columns) - parts_of_delta(scores[i], scores[j], self.measure)

    def _scored(self, texts: sparse.csr_matrix) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the words that count and vary, and the scores of texts in them; NaN for empty texts."""
        held = np.diff(texts.indptr) > 0
        rates = texts[held][:, self.columns].toarray()
        varies = (rates != rates[:1]).any(axis=0)
        scores = np.full((texts.shape[0], np.count_nonzero(varies)), np.nan)
        scores[held] = style_scores(rates[:, varies], self.measure)
        return self.columns[varies], scores
