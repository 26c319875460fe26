"""Dispersion: how evenly a word is spread over the parts of a corpus.

Two families run in opposite directions, and every docstring says which: DP and its normed forms are 0 for an
even spread, all others are highest there.  Notation: a word occurs v_i times in part i, which has n_i tokens;
``f = sum v``, ``t = v / f``, ``p = v / n`` and s are the shares of the tokens in the parts.  Parts without
tokens are left out; k parts remain.  Only occupied cells are visited.  No measure is free of frequency:
report it beside.

References
----------
Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora.
International Journal of Corpus Linguistics 13(4), 403-437.
Lijffijt, J. and Gries, S. Th. (2012). Correction to Gries 2008. International Journal of Corpus Linguistics
17(1), 147-149.
Egbert, J., Burch, B. and Biber, D. (2020). Lexical dispersion and corpus design. International Journal of Corpus
Linguistics 25(1), 89-115.
Burch, B., Egbert, J. and Biber, D. (2017). Measuring and interpreting lexical dispersion in corpus linguistics.
Journal of Research Design and Statistics in Linguistics and Communication Science 3(2), 189-216.
Gries, S. Th. (2024). Frequency, Dispersion, Association, and Keyness. John Benjamins.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import xlogy

Counts: TypeAlias = sparse.spmatrix | ArrayLike


def document_share(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return the share of the parts that hold each word: "range", 1 is all of them.

    Parameters
    ----------
    counts : sparse or dense matrix of shape (parts, V)
    sizes : array of shape (parts,)
        Tokens in each part.

    Returns
    -------
    array of shape (V,)
        In (0, 1]; NaN for a word that does not occur.

    Examples
    --------
    >>> document_share([[1, 0], [2, 0], [0, 3], [1, 0]], [9, 9, 9, 9])
    array([0.75, 0.25])
    """
    cells = _cells(counts, sizes)
    return cells.filled(cells.sum(cells.v > 0) / len(cells.sizes))


def deviation_of_proportions(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return DP of every word: 0 is perfectly even, towards 1 is all in one small part.

    Parameters
    ----------
    counts : sparse or dense matrix of shape (parts, V)
    sizes : array of shape (parts,)
        Tokens in each part.

    Returns
    -------
    array of shape (V,)
        In [0, 1 - min s]; NaN for a word that does not occur, 0 for one part.

    Notes
    -----
    ``DP = 1/2 sum |t_i - s_i|``, with t the shares of the word's occurrences and s the
    shares of the tokens in the parts (Gries 2008, section 3).  Parts without the
    word add their s, so only occupied cells are visited.

    Examples
    --------
    >>> deviation_of_proportions([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(2)
    array([0.18])
    """
    cells = _cells(counts, sizes)
    return cells.filled(np.clip((1 + cells.sum(np.abs(cells.t - cells.s) - cells.s)) / 2, 0, 1))


def normed_deviation(counts: Counts, sizes: ArrayLike, *, occupied: bool = False) -> NDArray[np.float64]:
    """Return DPnorm of every word: 0 is perfectly even, 1 is all in the smallest part.

    Parameters
    ----------
    counts, sizes
        As in `deviation_of_proportions`.
    occupied : bool, default False
        Norm by the smallest part that holds the word: the variant of Egbert, Burch & Biber (2020), who print 1
        minus it.

    Returns
    -------
    array of shape (V,)
        In [0, 1]; NaN for a word that does not occur, and for one part.

    Notes
    -----
    ``DP / (1 - min s)`` (Lijffijt & Gries 2012).

    Examples
    --------
    >>> normed_deviation([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(4)
    array([0.2195])
    """
    cells = _cells(counts, sizes)
    least = np.full(len(cells.f), 1.0 if occupied else cells.shares.min(initial=1))
    if occupied:
        np.minimum.at(least, cells.column, cells.s)
    return np.divide(deviation_of_proportions(counts, sizes), 1 - least, out=np.full(len(least), np.nan),
                     where=least < 1).clip(0, 1)


def juilland_d(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return Juilland's D of every word: 1 is perfectly even, 0 is all in one part; NaN for one part.

    ``1 - sd(p) / mean(p) / sqrt(k - 1)``, sd with divisor k (Juilland & Chang-Rodríguez 1964; Gries 2008).  With
    many parts it is near 1 for nearly all words (Biber et al. 2016).

    >>> juilland_d([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(3)
    array([0.785])
    """
    cells = _cells(counts, sizes)
    k = len(cells.sizes)
    if k < 2:
        return np.full(len(cells.f), np.nan)
    mean = cells.sum(cells.p) / k
    squares = cells.sum((cells.p - mean[cells.column]) ** 2) + (k - cells.sum(cells.v > 0)) * mean**2
    variation = np.sqrt(squares / k) / np.where(mean > 0, mean, 1)
    return cells.filled(np.clip(1 - variation / np.sqrt(k - 1), 0, 1))


def carroll_d2(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return Carroll's D2 of every word: 1 is perfectly even, 0 is all in one part; NaN for one part.

    The entropy of ``q = p / sum p`` over ln k (Carroll 1970).

    >>> carroll_d2([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(3)
    array([0.938])
    """
    cells = _cells(counts, sizes)
    k = len(cells.sizes)
    if k < 2:
        return np.full(len(cells.f), np.nan)
    q = cells.p / cells.sum(cells.p)[cells.column]
    return cells.filled(np.clip(-cells.sum(xlogy(q, q)) / np.log(k), 0, 1))


def rosengren_s(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return Rosengren's S of every word: 1 is perfectly even, down to the share of the only part; 1 for one part.

    ``(sum sqrt(s_i v_i))² / f`` (Rosengren 1971).

    >>> rosengren_s([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(3)
    array([0.95])
    """
    cells = _cells(counts, sizes)
    return cells.filled(np.clip(cells.sum(np.sqrt(cells.s * cells.t)) ** 2, 0, 1))


def distributional_a(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return D_A of every word: 1 is perfectly even, 0 is all in one part; NaN for one part.

    Notes
    -----
    ``1 - mean |p_i - p_j| / (2 mean p)`` over all pairs of parts (Burch, Egbert & Biber 2017).  Sorted rates tell
    the sum over pairs: ``sum (2 i - k - 1) p_(i)``, so it costs O(n log n) of the occupied cells, not pairs.

    Examples
    --------
    >>> distributional_a([[2, 1], [2, 0]], [10, 10])
    array([1., 0.])
    """
    cells = _cells(counts, sizes)
    k = len(cells.sizes)
    if k < 2:
        return np.full(len(cells.f), np.nan)
    order = np.lexsort((cells.p, cells.column))
    column, p = cells.column[order], cells.p[order]
    filled = np.bincount(column, minlength=len(cells.f))
    from_last = np.cumsum(filled)[column] - np.arange(len(column)) - 1
    pairs = np.bincount(column, (k - 1 - 2 * from_last) * p, minlength=len(cells.f))
    total = cells.sum(cells.p)
    return cells.filled(np.clip(1 - pairs / (k - 1) / np.where(total > 0, total, 1), 0, 1))


def part_divergence(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return KLD of every word's occurrences from the sizes of the parts, in bits: 0 is perfectly even.

    ``sum t_i log2(t_i / s_i)`` (Gries 2024); at most ``-log2 min s``.

    >>> part_divergence([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(3)
    array([0.137])
    """
    cells = _cells(counts, sizes)
    return cells.filled(np.maximum(cells.sum(xlogy(cells.t, cells.t / cells.s)), 0) / np.log(2))


def divergence_evenness(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return D_KL of every word, ``1 / (1 + KLD)``: 1 is perfectly even, towards 0 is all in one small part.

    >>> divergence_evenness([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(3)
    array([0.88])
    """
    return 1 / (1 + part_divergence(counts, sizes))


def part_chi_squared(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return χ² of every word's occurrences against the sizes of the parts: 0 is perfectly even.

    ``sum (v_i - f s_i)² / (f s_i)`` (Gries 2008); for one spread it grows with f, at most to ``f (1 / min s - 1)``.

    >>> part_chi_squared([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11]).round(4)
    array([2.6128])
    """
    cells = _cells(counts, sizes)
    return cells.filled(np.maximum(cells.sum(cells.t**2 / cells.s) - 1, 0) * cells.f)


class _Cells(NamedTuple):
    """The occupied cells of a matrix of parts and words."""

    column: NDArray[np.int64]
    v: NDArray[np.float64]
    t: NDArray[np.float64]
    s: NDArray[np.float64]
    p: NDArray[np.float64]
    f: NDArray[np.float64]
    sizes: NDArray[np.float64]
    shares: NDArray[np.float64]

    def sum(self, values: NDArray) -> NDArray[np.float64]:
        """Return the sums of the values of each word's cells, shape (V,)."""
        return np.bincount(self.column, values, minlength=len(self.f)).astype(float)

    def filled(self, values: NDArray) -> NDArray[np.float64]:
        """Return the values of the words that occur, NaN for the others."""
        return np.where(self.f > 0, values, np.nan)


def _cells(counts: Counts, sizes: ArrayLike) -> _Cells:
    """Return the occupied cells of the parts that have tokens."""
    n = np.asarray(sizes, dtype=float)
    matrix = sparse.csr_matrix(counts, dtype=float)[n > 0]
    matrix.sum_duplicates()
    cells = matrix.tocoo()
    used = cells.data > 0
    row, column, v = cells.row[used], cells.col[used].astype(np.int64), cells.data[used]
    n = n[n > 0]
    f = np.bincount(column, v, minlength=matrix.shape[1]).astype(float)
    shares = n / n.sum() if n.size else n
    return _Cells(column, v, v / f[column], shares[row], v / n[row], f, n, shares)
