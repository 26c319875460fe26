"""Word mover's distance: how far the words of one text travel to become those of the other.

Each token of a text is to be moved to a token of the other, over the distance of their vectors; the cheapest
way to move all is the distance of the texts.  Its plan says which word went where.  Vectors are learnt
from the texts themselves (`textmine.proximity.term_similarity`), have length 1, and so are at most 2 apart;
the similarity is 1 minus half the distance, in [0, 1].

Needs the optional package POT.  Time grows faster than the square of the number of different words, so this is for
some thousands of pairs of short texts.

References
----------
Kusner, M. J., Sun, Y., Kolkin, N. I. and Weinberger, K. Q. (2015). From word embeddings to document distances.
ICML, PMLR 37, 957-966.
Flamary, R. et al. (2021). POT: Python Optimal Transport. Journal of Machine Learning Research 22(78), 1-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial.distance import cdist

from textmine._threads import check_stopped
from textmine.corpus.grouping import Grouping
from textmine.proximity.kinds import Additions, summed

MOST_STEPS = 10_000_000


@dataclass(frozen=True, eq=False)
class Transport:
    """1 minus half the word mover's distance.

    Attributes
    ----------
    items : tuple of str, length V
    rows : sparse matrix of shape (D, V)
        Counts of documents; terms without a vector have no part.
    vectors : array of shape (V, K)
        Of length 1, or 0 where there is none.
    """

    items: tuple[str, ...]
    rows: sparse.csr_matrix
    vectors: NDArray[np.float64]

    def texts(self, groups: Grouping) -> sparse.csr_matrix:
        """Return the relative frequencies of the terms with a vector in each group, shape (G, V)."""
        known = (np.abs(self.vectors).sum(axis=1) > 0).astype(float)
        rows = sparse.csr_matrix(summed(self.rows, groups) @ sparse.diags(known))
        rows.eliminate_zeros()
        sums = np.asarray(rows.sum(axis=1)).ravel()
        rows.data = rows.data / np.repeat(sums, np.diff(rows.indptr))
        return rows

    def scores(self, texts: sparse.csr_matrix, first: NDArray, second: NDArray) -> NDArray[np.float64]:
        """Return the similarities of P pairs of texts, NaN where one is empty."""
        solver()
        scores = np.full(len(first), np.nan)
        for pair, (i, j) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
            check_stopped()
            if texts[i].nnz and texts[j].nnz:
                _, _, moved, near = self._plan(texts, i, j)
                scores[pair] = (moved * near).sum()
        return np.where(scores > 1 - 1e-12, 1.0, scores)

    def additions(self, texts: sparse.csr_matrix, i: int, j: int) -> Additions:
        """Return what each term adds: half of what its tokens in either text add by where they go or come from."""
        own, other, moved, near = self._plan(texts, i, j)
        added = np.zeros(texts.shape[1])
        np.add.at(added, own, (moved * near).sum(axis=1) / 2)
        np.add.at(added, other, (moved * near).sum(axis=0) / 2)
        columns = np.union1d(own, other).astype(np.int64)
        return columns, added[columns]

    def _plan(self, texts: sparse.csr_matrix, i: int, j: int) -> tuple[NDArray, NDArray, NDArray, NDArray]:
        """Return the columns of both texts, the tokens moved between them, and how near they are, from 0 to 1."""
        own, other = texts[i].indices, texts[j].indices
        apart = cdist(self.vectors[own], self.vectors[other]) / 2
        moved = solver().emd(texts[i].data, texts[j].data, apart, numItermax=MOST_STEPS)
        return own, other, moved, 1 - apart


def solver() -> Any:
    """Return the package that finds the cheapest plan.

    Raises
    ------
    ImportError
        If it is not installed, with the way to install it.
    """
    try:
        return import_module("ot")
    except ImportError as error:
        raise ImportError("metric 'wmd' needs the package POT, which is not installed: pip install "
                          "'textmine[transport]', or pip install POT") from error
