"""Divergence of two frequency profiles, word by word.

One number says how far two texts are apart; these kernels say which words make it so.  Each
returns what every word contributes, and the contributions of a row add up to the divergence.

Notation: `p` and `q` are the proportions of the words in target and reference; a row sums to 1.
All arrays broadcast over leading axes, so that one call serves many pairs of profiles.

References
----------
Dodds, P. S. et al. (2020). Allotaxonometry and rank-turbulence divergence: a universal instrument for
comparing complex systems. arXiv:2002.09770.
Gallagher, R. J. et al. (2021). Generalized word shift graphs: a method for visualizing and explaining
pairwise comparisons between texts. EPJ Data Science 10, article 4.
Krichevsky, R. E. and Trofimov, V. K. (1981). The performance of universal encoding. IEEE Transactions on
Information Theory 27(2), 199-207.
Kullback, S. and Leibler, R. A. (1951). On information and sufficiency. Annals of Mathematical Statistics
22(1), 79-86.
Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory
37(1), 145-151.
Tsallis, C. (1988). Possible generalization of Boltzmann-Gibbs statistics. Journal of Statistical Physics
52(1-2), 479-487.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy
from scipy.stats import rankdata


def proportions(counts: ArrayLike, added: float = 0.0) -> NDArray[np.float64]:
    """Return each row divided by its sum.

    Parameters
    ----------
    counts : array of shape (..., V), at least 0
    added : float, default 0
        Added to every count first; one half is the estimate of Krichevsky & Trofimov (1981),
        under which no word is impossible.

    Returns
    -------
    array of shape (..., V)
        NaN where a row is all zero.

    Examples
    --------
    >>> proportions([3, 1, 0]), proportions([3, 1, 0], added=0.5).round(3)
    (array([0.75, 0.25, 0.  ]), array([0.636, 0.273, 0.091]))
    """
    counts = np.asarray(counts, dtype=float) + added
    sums = counts.sum(axis=-1, keepdims=True)
    return np.divide(counts, sums, out=np.full_like(counts, np.nan), where=sums > 0)


def jensen_shannon_shift(p: ArrayLike, q: ArrayLike, weight: float = 0.5) -> NDArray[np.float64]:
    """Return what each word adds to the Jensen-Shannon divergence, in bits.

    Parameters
    ----------
    p, q : arrays of shape (..., V)
        Proportions in target and reference.
    weight : float in (0, 1), default 0.5
        Of the target in the mixture; one half makes the divergence symmetric.

    Returns
    -------
    array of shape (..., V)
        At least 0.  A row sums to at most 1 bit, with equal weights to 1 where no word is common.

    Notes
    -----
    ``-m log2 m + w p log2 p + (1 - w) q log2 q`` with ``m = w p + (1 - w) q`` (Lin 1991, equation 4.1).

    Examples
    --------
    >>> jensen_shannon_shift([0.5, 0.5], [1, 0]).round(6)
    array([0.061278, 0.25    ])
    """
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    m = weight * p + (1 - weight) * q
    return np.maximum(weight * xlogy(p, p) + (1 - weight) * xlogy(q, q) - xlogy(m, m), 0) / np.log(2)


def kullback_leibler_shift(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Return what each word adds to the Kullback-Leibler divergence of the reference from the target, in bits.

    Parameters
    ----------
    p, q : arrays of shape (..., V)
        Proportions in target and reference.

    Returns
    -------
    array of shape (..., V)
        Positive where the target uses the word more, negative where less, 0 where the target does not
        use it; NaN, never infinite, where the target uses a word that the reference does not:
        smooth both with `proportions` first.

    Notes
    -----
    ``p log2(p / q)`` (Kullback & Leibler 1951, section 2).

    Examples
    --------
    >>> kullback_leibler_shift([0.5, 0.5, 0], [0.25, 0.25, 0.5])
    array([0.5, 0.5, 0. ])
    >>> kullback_leibler_shift([0.5, 0.5], [1, 0])
    array([-0.5,  nan])
    """
    p, q = np.broadcast_arrays(np.asarray(p, dtype=float), np.asarray(q, dtype=float))
    ratio = np.divide(p, q, out=np.full(p.shape, np.nan), where=q > 0)
    return np.where(p == 0, 0.0, p * np.log2(np.where(ratio > 0, ratio, np.nan)))


def tsallis_shift(p: ArrayLike, q: ArrayLike, alpha: float, weight: float = 0.5) -> NDArray[np.float64]:
    """Return what each word adds to the Jensen-Shannon divergence of Tsallis entropy.

    Parameters
    ----------
    p, q : arrays of shape (..., V)
        Proportions in target and reference.
    alpha : float, above 0
        The order: below 1 rare words weigh more, above 1 frequent ones; 1 is Shannon entropy.
    weight : float in (0, 1), default 0.5
        Of the target in the mixture.

    Returns
    -------
    array of shape (..., V)
        At least 0, without unit; for ``alpha=1`` in nats.

    Notes
    -----
    The entropy is ``(1 - sum p^alpha) / (alpha - 1)`` (Tsallis 1988, equation 1), the divergence that of
    the mixture less the weighted mean of the two: ``(w p^a + (1 - w) q^a - m^a) / (a - 1)`` for each word.

    Examples
    --------
    >>> tsallis_shift([0.5, 0.5], [1, 0], alpha=2)
    array([0.0625, 0.0625])
    """
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    if alpha == 1:
        return jensen_shannon_shift(p, q, weight) * np.log(2)
    m = weight * p + (1 - weight) * q
    return np.maximum((weight * p**alpha + (1 - weight) * q**alpha - m**alpha) / (alpha - 1), 0)


def proportion_shift(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Return what each word adds to the total variation distance, half of ``|p - q|``.

    Returns
    -------
    array of shape (..., V)
        At least 0; a row sums to at most 1, the share of tokens that would have to be other words.

    Examples
    --------
    >>> proportion_shift([0.5, 0.5], [1, 0])
    array([0.25, 0.25])
    """
    return np.abs(np.asarray(p, dtype=float) - np.asarray(q, dtype=float)) / 2


def weighted_average_shift(
    p: ArrayLike, q: ArrayLike, scores_p: ArrayLike, scores_q: ArrayLike, reference_value: ArrayLike
) -> NDArray[np.float64]:
    """Return what each word adds to the difference of two average scores, target minus reference.

    Parameters
    ----------
    p, q : arrays of shape (..., V)
        Proportions in target and reference, among the words that have a score.
    scores_p, scores_q : arrays of shape (V,)
        Score of each word in target and reference; mostly the same.
    reference_value : float or array of shape (..., 1)
        Scores above it count as high.  It moves contributions between words, never their sum.

    Returns
    -------
    array of shape (..., V)
        In units of the score.  Positive: the word makes the average of the target the higher one, being a
        high word that it uses more or a low one that it uses less.

    Notes
    -----
    ``(p - q) ((s_p + s_q) / 2 - reference) + (p + q) / 2 (s_p - s_q)`` (Gallagher et al. 2021).

    Examples
    --------
    >>> weighted_average_shift([0.5, 0.5], [1, 0], [2, 8], [2, 8], 5)
    array([1.5, 1.5])
    """
    p, q, scores_p, scores_q = (np.asarray(x, dtype=float) for x in (p, q, scores_p, scores_q))
    return (p - q) * ((scores_p + scores_q) / 2 - reference_value) + (p + q) / 2 * (scores_p - scores_q)


def frequency_ranks(a: ArrayLike, b: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the rank of each word by its count in target and reference, 1 for the most frequent.

    Parameters
    ----------
    a, b : arrays of shape (..., V), at least 0
        Counts in target and reference.

    Returns
    -------
    tuple of two arrays of shape (..., V)
        Ties share their mean rank.  Words of the other side alone tie for the last ranks (Dodds et al.
        2020, section II); words of neither side have no part, and the same last rank on both sides.

    Examples
    --------
    >>> frequency_ranks([3, 1, 0, 0], [0, 2, 2, 0])
    (array([1., 2., 3., 3.]), array([3. , 1.5, 1.5, 3. ]))
    """
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    either = ((a > 0) | (b > 0)).sum(axis=-1, keepdims=True)

    def ranks(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        present = (counts > 0).sum(axis=-1, keepdims=True)
        last = np.where(either > present, present + (either - present + 1) / 2, either)
        return np.where(counts > 0, rankdata(-counts, axis=-1), last)

    return ranks(a), ranks(b)


def rank_turbulence_shift(a: ArrayLike, b: ArrayLike, alpha: float = 1 / 3) -> NDArray[np.float64]:
    """Return what each word adds to the rank-turbulence divergence.

    Parameters
    ----------
    a, b : arrays of shape (..., V), at least 0
        Counts in target and reference.
    alpha : float, at least 0, or inf; default 1/3
        0 weighs changes of rank alike everywhere, larger values those at the top.

    Returns
    -------
    array of shape (..., V)
        At least 0, without unit.  A row sums to 0 for equal ranks and to about 1 where no word is common:
        not exactly, since the norm puts words of the other side at rank ``N1 + N2 / 2``.

    Notes
    -----
    ``|1 / r_p^alpha - 1 / r_q^alpha|^(1 / (alpha + 1)) / norm``, the norm being the same sum for vocabularies
    without a common word; limits for 0 and infinity (Dodds et al. 2020, section II D).

    Examples
    --------
    >>> rank_turbulence_shift([3, 2, 1], [3, 1, 2], alpha=1).round(3)
    array([0.   , 0.117, 0.117])
    """
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    r, s = frequency_ranks(a, b)
    n_a, n_b = ((counts > 0).sum(axis=-1, keepdims=True) for counts in (a, b))
    change = np.where((a > 0) | (b > 0), _rank_change(r, s, alpha), 0)
    norm = (np.where(a > 0, _rank_change(r, n_a + n_b / 2, alpha), 0)
            + np.where(b > 0, _rank_change(n_b + n_a / 2, s, alpha), 0)).sum(axis=-1, keepdims=True)
    if np.isinf(alpha):
        norm = (np.where(a > 0, 1 / r, 0) + np.where(b > 0, 1 / s, 0)).sum(axis=-1, keepdims=True)
    return np.divide(change, norm, out=np.full(change.shape, np.nan), where=norm > 0)


def _rank_change(r: NDArray, s: NDArray, alpha: float) -> NDArray[np.float64]:
    """Return how much two ranks differ, up to a factor that the norm cancels."""
    r, s = np.maximum(r, 1), np.maximum(s, 1)
    if alpha == 0:
        return np.abs(np.log(r / s))
    if np.isinf(alpha):
        return np.where(r == s, 0.0, 1 / np.minimum(r, s))
    return np.abs(r**-alpha - s**-alpha) ** (1 / (alpha + 1))
