"""Similarity at a common length: what can be compared between a short text and a long one.

The cosine of one author's papers rises from .7 to .95 in counts, and from .02 to .2 in tf-idf, when more of
each is read.  Estimates of populations (`populations`) take away what scatter adds, but a short text of one passage
has no scatter to be seen, and passages next to each other are more alike than those of a whole book, so
that what a hundred words estimate is something else than what two thousand do.  What is free of both is the
similarity of *one passage* of each, all of about one length: of a long text the mean over its passages.  It
is a small number, as short passages share few words, and it is the same number in expectation whatever the length.

* `passage_similarity`: of texts in passages of like length.  Nearest to no effect of length.
* `sample_similarity`: of texts whose order of words is lost, at the length of the shortest; words that come in bursts
  keep a little of the effect.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.proximity.spaces import Part, Space
from textmine.proximity.units import Units, squared_lengths
from textmine.stats.rarefaction import expected_in_sample


def passage_similarity(
    space: Space, index: NDArray, group: NDArray, pairs: NDArray, *, sizes: NDArray
) -> NDArray[np.float64]:
    """Return the similarity of one passage of each of two groups with one of the other, on average, shape (P,).

    Parameters
    ----------
    space, index, group, pairs, sizes
        As in `textmine.proximity.populations.population_similarity`.

    Returns
    -------
    array of shape (P,)
        NaN for a group without words.

    Notes
    -----
    ``mean of x y over passages of A and B / sqrt(mean of x x over A · mean of y y over B)``.

    Examples
    --------
    >>> space = Space(sparse.csr_matrix([[1., 0.], [0., 1.], [1., 0.]]))
    >>> passage_similarity(space, np.arange(3), np.array([0, 0, 1]), np.array([[0, 1]]), sizes=np.ones(3))
    array([0.5])
    """
    units = Units(space, index, group, sizes)
    n = np.array([len(kept) for kept in units.members], dtype=float)
    squares = np.array([sum(float(squared_lengths(part).sum()) for part in units.points(g)) for g in range(len(n))])
    sums, products = units.sums(), np.zeros(len(pairs))
    for part in sums:
        first, second = part[pairs[:, 0]], part[pairs[:, 1]]
        both = first * second if isinstance(first, np.ndarray) else first.multiply(second)
        products += np.asarray(both.sum(axis=1)).ravel()
    below = np.sqrt(squares[pairs] * n[pairs]).prod(axis=1)
    return np.divide(products, below, out=np.full(len(pairs), np.nan), where=below > 0)


def sample_similarity(
    counts: sparse.csr_matrix, weights: NDArray[np.float64], parts: tuple[Part, ...], pairs: NDArray, *,
    local: Callable[[NDArray[np.float64]], NDArray[np.float64]], n_tokens: int | None = None,
) -> NDArray[np.float64]:
    """Return the similarity of random samples of like length from the words of two texts, shape (P,).

    Parameters
    ----------
    counts : CSR matrix of shape (D, V)
    weights : array of shape (V,)
        What a term weighs; a cell of the space is its weight times the local function of the count.
    parts : tuple of Part
        Of the space.
    pairs : int array of shape (P, 2)
        Texts.
    local : function
        ``numpy.positive`` for counts and tf-idf, ``numpy.log1p`` for log-entropy.
    n_tokens : int, optional
        Without it the tokens of the shortest text that has any.

    Returns
    -------
    array of shape (P,)
        NaN for a text without words, or with fewer than `n_tokens`.

    Notes
    -----
    The numerator is the product of the expected rows of two samples; in the denominator stand their expected squared
    lengths: that of the expected row, and for every term the variance of its weight times the
    squared length of the term.

    Examples
    --------
    >>> counts = sparse.csr_matrix([[1, 1, 0], [2, 2, 0]])
    >>> sample_similarity(counts, np.ones(3), (Part(1.0),), np.array([[0, 1]]), local=np.positive).round(3)
    array([0.866])
    """
    held = np.asarray(counts.sum(axis=1)).ravel()
    if not (held > 0).any():
        return np.full(len(pairs), np.nan)
    n_tokens = int(held[held > 0].min()) if n_tokens is None else n_tokens
    mean, square = expected_in_sample(counts, n_tokens, local)
    scale, term = sparse.diags(weights), np.zeros(counts.shape[1])
    rows = sparse.csr_matrix(mean @ scale)
    space = Space(rows, parts)
    for part in parts:
        term += part.squares()
    spread = (square - mean.multiply(mean)) @ (weights ** 2 * term)
    lengths = space.products(rows, rows) + spread
    lengths[held < n_tokens] = np.nan
    below = np.sqrt(lengths[pairs]).prod(axis=1)
    products = space.products(rows[pairs[:, 0]], rows[pairs[:, 1]])
    return np.divide(products, below, out=np.full(len(pairs), np.nan), where=below > 0)
