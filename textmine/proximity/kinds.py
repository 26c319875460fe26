"""Kinds of similarity: how texts are brought into shape, compared, and explained.

Each kind holds the documents as rows of items (terms or topics) and says of any two texts how alike
they are, and what each item adds to that; what items add sums to the similarity.

* `Inner`: the cosine in a space; a group of documents is the mean of their weighted rows.
* `Overlap`: what both texts have; a group is the sum of the counts of its documents.
* `Delta` of `textmine.proximity.deltas`: 1 minus a distance that needs all texts at once.
* `Transport` of `textmine.proximity.transport`: 1 minus what it takes to move words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import check_stopped
from textmine.corpus.grouping import Grouping
from textmine.proximity._shared import later_cells, shared_cells
from textmine.proximity.spaces import Part, Space

PAIRS_IN_BLOCK = 16_384
ROUNDING = 1e-12
Additions = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Columns of items, and what each of them adds to a similarity."""


@dataclass(frozen=True, eq=False)
class Inner:
    """Cosines in a space of documents.

    Attributes
    ----------
    items : tuple of str, length V
    space : Space
    counts : sparse matrix of shape (D, V), optional
        What the rows of the space were weighted from.
    local : callable, optional
        What a cell of the space is a multiple of, as a function of its count; None where there is no such function.
    """

    items: tuple[str, ...]
    space: Space
    counts: sparse.csr_matrix | None = None
    local: Callable[[NDArray], NDArray] | None = None

    @property
    def rows(self) -> sparse.csr_matrix:
        """The weighted terms of documents, shape (D, V)."""
        return self.space.rows

    def texts(self, groups: Grouping) -> sparse.csr_matrix:
        """Return the mean row of each group, shape (G, V)."""
        size = np.maximum(np.bincount(groups.index, minlength=len(groups.labels)), 1)
        return sparse.csr_matrix(sparse.diags(1 / size) @ summed(self.rows, groups))

    def scores(self, texts: sparse.csr_matrix, first: NDArray, second: NDArray) -> NDArray[np.float64]:
        """Return the cosines of P pairs of texts."""
        return self.space.cosines(texts, first, second)

    def matrix(self, texts: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the cosines of every two texts."""
        return self.space.cosine_matrix(texts)

    def additions(self, texts: sparse.csr_matrix, i: int, j: int) -> Additions:
        """Return what each term of two texts adds to their cosine.

        A term u adds half of ``x_u (S y)_u + y_u (S x)_u``, over the lengths of both texts: through itself, and
        through all terms of the other text that are like it.
        """
        columns, x, y = _dense(texts, i, j)
        added = np.zeros(len(columns))
        for part in self.space.parts:
            if part.projection is None:
                added += part.weight * x * y
                continue
            a, b = (part.coordinates(texts[row]).ravel() for row in (i, j))
            points = part.terms(columns)
            added += np.sqrt(part.weight) * (x * (points @ b) + y * (points @ a)) / 2
        squares = self.space.products(texts[[i, j]], texts[[i, j]])
        return columns, added / (np.sqrt(squares[0]) * np.sqrt(squares[1]))

    def relations(self, texts: sparse.csr_matrix, i: int, j: int, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how much of what chosen terms add rests on each term of both texts, shape (chosen, columns).

        Rows sum to what `additions` gives; columns are those of `additions`.
        """
        columns, x, y = _dense(texts, i, j)
        alike = sum((self._alike(part, columns, chosen) for part in self.space.parts), np.zeros((len(chosen), 1)))
        squares = self.space.products(texts[[i, j]], texts[[i, j]])
        both = (x[chosen, None] * alike * y + y[chosen, None] * alike * x) / 2
        return both / (np.sqrt(squares[0]) * np.sqrt(squares[1]))

    @staticmethod
    def _alike(part: Part, columns: NDArray, chosen: NDArray) -> NDArray[np.float64]:
        """Return the similarity of chosen terms to all of `columns` in a part."""
        if part.projection is None:
            return part.weight * (np.arange(len(columns)) == chosen[:, None])
        return part.weight * (part.projection[columns[chosen]] @ part.projection[columns].T) ** part.power

    def passages(self, texts: sparse.csr_matrix, i: int, j: int, members: NDArray, others: NDArray
                 ) -> NDArray[np.float64]:
        """Return what each pair of documents of two groups adds to their cosine, shape (members, others)."""
        added = np.zeros((len(members), len(others)))
        for part in self.space.parts:
            a, b = part.coordinates(self.rows[members]), part.coordinates(self.rows[others])
            product: Any = a @ b.T
            added += product.toarray() if sparse.issparse(product) else product
        squares = self.space.products(texts[[i, j]], texts[[i, j]])
        return added / (np.sqrt(squares[0]) * np.sqrt(squares[1])) / (len(members) * len(others))


@dataclass(frozen=True, eq=False)
class Overlap:
    """What two texts share over what they have: see `textmine.stats.overlap`.

    Attributes
    ----------
    items : tuple of str, length V
    rows : sparse matrix of shape (D, V)
        Counts of documents; the tokens of topics.
    amount : callable of (p, q)
    whole : callable of (shared, a, b)
    values : {"binary", "count", "proportion"}
        What of a text is compared.
    """

    items: tuple[str, ...]
    rows: sparse.csr_matrix
    amount: Callable[..., NDArray]
    whole: Callable[..., NDArray]
    values: str

    def texts(self, groups: Grouping) -> sparse.csr_matrix:
        """Return the values of each group, shape (G, V)."""
        rows = summed(self.rows, groups)
        rows.eliminate_zeros()
        rows.sort_indices()
        if self.values == "binary":
            rows.data = np.ones_like(rows.data)
        if self.values == "proportion":
            rows.data = rows.data / np.repeat(_sums(rows), np.diff(rows.indptr))
        return rows

    def scores(self, texts: sparse.csr_matrix, first: NDArray, second: NDArray) -> NDArray[np.float64]:
        """Return the similarities of P pairs of texts, NaN where one is empty."""
        sums, scores = _sums(texts), np.empty(len(first))
        for start in range(0, len(first), PAIRS_IN_BLOCK):
            check_stopped()
            at = slice(start, start + PAIRS_IN_BLOCK)
            pair, _, p, q = shared_cells(texts, first[at], second[at])
            a, b = sums[first[at]], sums[second[at]]
            shared = np.bincount(pair, self.amount(p, q), minlength=len(a))
            score = np.divide(shared, self.whole(shared, a, b), out=np.full(len(a), np.nan), where=(a > 0) & (b > 0))
            scores[at] = np.where(score > 1 - ROUNDING, 1.0, score)
        return scores

    def matrix(self, texts: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the similarities of every two different texts, the first down; NaN where one is empty."""
        sums, n_texts = _sums(texts), texts.shape[0]
        shared = np.zeros((n_texts, n_texts))
        for i, (others, p, q) in enumerate(later_cells(texts)):
            check_stopped()
            shared[i] = np.bincount(others, self.amount(p, q), minlength=n_texts)
        shared += shared.T
        a, b = np.meshgrid(sums, sums, indexing="ij")
        score = np.divide(shared, self.whole(shared, a, b), out=np.full_like(a, np.nan), where=(a > 0) & (b > 0))
        return np.where(score > 1 - ROUNDING, 1.0, score)

    def additions(self, texts: sparse.csr_matrix, i: int, j: int) -> Additions:
        """Return what each shared item adds to the similarity of two texts."""
        sums = _sums(texts)
        _, columns, p, q = shared_cells(texts, np.array([i]), np.array([j]))
        amounts = self.amount(p, q)
        return columns, amounts / self.whole(amounts.sum(), sums[i], sums[j])

    def passages(self, texts: sparse.csr_matrix, i: int, j: int, members: NDArray, others: NDArray
                 ) -> NDArray[np.float64]:
        """Return what each pair of documents adds, shape (members, others).

        What an item adds is dealt out by the share that each document has in it.
        """
        columns, added = self.additions(texts, i, j)
        a, b = (sparse.csr_matrix(self.rows[rows][:, columns], dtype=float) for rows in (members, others))
        both = np.asarray(a.sum(axis=0)).ravel() * np.asarray(b.sum(axis=0)).ravel()
        return (a @ sparse.diags(added / both) @ b.T).toarray()


def summed(rows: sparse.csr_matrix, groups: Grouping) -> sparse.csr_matrix:
    """Return the sum of the rows of each group, shape (G, V)."""
    shape = (len(groups.labels), rows.shape[0])
    members = sparse.csr_matrix((np.ones(shape[1]), (groups.index, np.arange(shape[1]))), shape)
    total = sparse.csr_matrix(members @ rows)
    total.sort_indices()
    return total


def _sums(rows: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return the sum of each row."""
    return np.asarray(rows.sum(axis=1), dtype=float).ravel()


def _dense(texts: sparse.csr_matrix, i: int, j: int) -> tuple[NDArray[np.int64], NDArray, NDArray]:
    """Return the columns that one of two rows has, and both rows in these columns."""
    columns = np.union1d(texts[i].indices, texts[j].indices).astype(np.int64)
    x, y = (texts[row][:, columns].toarray().ravel() for row in (i, j))
    return columns, x, y
