"""Burstiness: how far words clump, beyond what falling at random would do.

Words come in bursts: a text that has one has it again (Church & Gale 1995; Katz
1996).  The index of dispersion compares the spread of a word over documents with
that of a Poisson word, whose variance is its mean.  It is 1 for words that fall at
random, and tells by which factor tests that count tokens are too sure.

References
----------
Fisher, R. A. (1950). The significance of deviations from expectation in a Poisson
series. Biometrics 6(1), 17-24.
Haldane, J. B. S. (1937). The exact value of the moments of the distribution of
chi-squared, used as a test of goodness of fit, when expectations are small.
Biometrika 29, 133-143.
Church, K. W. and Gale, W. A. (1995). Poisson mixtures. Natural Language
Engineering 1(2), 163-190.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.stats import gamma


def dispersion_index(counts: sparse.spmatrix | ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return the index of dispersion of every word: expectation 1 at random, larger in bursts.

    Parameters
    ----------
    counts : sparse or dense matrix of shape (parts, V)
    sizes : array of shape (parts,)
        Tokens in each part.

    Returns
    -------
    array of shape (V,)
        At least 0; NaN for a word that does not occur, or fewer than two parts with tokens.

    Notes
    -----
    ``X² / (D - 1)`` with ``X² = sum_d (n_d - c s_d)² / (c s_d) = sum_d n_d² / (c s_d) - c``, where s are
    the shares of the tokens, c the count of the word and D the parts with tokens.  Given
    c, its expectation is exactly 1 for words that fall at random.

    Examples
    --------
    >>> dispersion_index([[4], [4], [4]], [100, 100, 100]), dispersion_index([[12], [0], [0]], [100, 100, 100])
    (array([0.]), array([12.]))
    """
    cells = sparse.coo_matrix(counts, dtype=float)
    s = _shares(sizes)
    totals = np.bincount(cells.col, cells.data, minlength=cells.shape[1])
    squares = np.bincount(cells.col, cells.data ** 2 / s[cells.row], minlength=cells.shape[1])
    n_parts = int((s > 0).sum())
    chi = np.divide(squares, totals, out=np.full(len(totals), np.nan), where=totals > 0) - totals
    return chi / (n_parts - 1) if n_parts > 1 else np.full(len(totals), np.nan)


def dispersion_index_error(totals: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return the standard deviation of the index of dispersion for words that fall at random.

    Parameters
    ----------
    totals : array of shape (V,)
        How often each word occurs, above 0.
    sizes : array of shape (parts,)

    Notes
    -----
    ``var X² = 2 (D - 1) + (sum_d 1 / s_d - D² - 2 (D - 1)) / c``, exact for small counts too (Haldane 1937).

    Examples
    --------
    >>> dispersion_index_error([10, 1000], [100, 100, 100]).round(3)
    array([0.949, 0.999])
    """
    s = _shares(sizes)
    s = s[s > 0]
    n = len(s)
    variance = 2 * (n - 1) + ((1 / s).sum() - n ** 2 - 2 * (n - 1)) / np.asarray(totals, dtype=float)
    return np.sqrt(np.maximum(variance, 0)) / (n - 1)


def dispersion_index_limit(totals: ArrayLike, sizes: ArrayLike, level: float = 0.05) -> NDArray[np.float64]:
    """Return the index of dispersion that about a share `level` of words exceeds that fall at random.

    Parameters
    ----------
    totals, sizes
        As in `dispersion_index_error`.
    level : float, default 0.05

    Notes
    -----
    The quantile of a gamma distribution with mean 1 and the exact variance: the index is skewed, so a
    normal limit would be exceeded by 6 to 7 %.  With random words of 10 to 500 occurrences in 3 to 200 parts of
    40 to 140 words, 4 to 6 % exceed this one at 5 %; where the parts are all of one length and a word is
    rare, the index has few values, and it is up to 9 %.

    Examples
    --------
    >>> dispersion_index_limit([10, 1000], [100, 100, 100]).round(3)
    array([2.887, 2.995])
    """
    variance = dispersion_index_error(totals, sizes) ** 2
    limit = gamma.ppf(1 - level, 1 / np.where(variance > 0, variance, 1), scale=variance)
    return np.where(variance > 0, limit, 1.0)


def _shares(sizes: ArrayLike) -> NDArray[np.float64]:
    """Return sizes as shares of their sum."""
    sizes = np.asarray(sizes, dtype=float)
    return sizes / sizes.sum()
