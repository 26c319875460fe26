"""Confirmation: how far the words of a list support each other.

Coherence of a list of words is the mean support over its pairs, from the numbers of windows
that hold one word or two (`textmine.stats.cooccurrence`).  Notation: p(i) is the share of
windows with word i, p(i, j) with both, ε = 1e-12 keeps logarithms finite (Röder et al. 2015,
section 4.2).  A word that no window holds supports nothing: its pairs take the least value that
the measure can have, so that an absent word never makes a list look better.

References
----------
Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction. GSCL, 31-40.
Mimno, D., Wallach, H., Talley, E., Leenders, M. and McCallum, A. (2011). Optimizing semantic
coherence in topic models. EMNLP, 262-272.
Newman, D., Lau, J. H., Grieser, K. and Baldwin, T. (2010). Automatic evaluation of topic
coherence. NAACL, 100-108.
Röder, M., Both, A. and Hinneburg, A. (2015). Exploring the space of topic coherence measures.
WSDM, 399-408.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t as student_t

EPSILON = 1e-12
LEAST = float(np.log(EPSILON))
"""The limit of the unbounded measures from below: a pair never met, of words met everywhere."""


def pair_uci(joint: ArrayLike, n_windows: ArrayLike) -> NDArray[np.float64]:
    """Return the pointwise mutual information of all pairs (Newman et al. 2010).

    Parameters
    ----------
    joint : array of shape (…, n, n)
        Windows with both words; on the diagonal, windows with each word.
    n_windows : array of shape (…,), above 0

    Returns
    -------
    array of shape (…, n, n)
        ``ln((p(i, j) + ε) / (p(i) p(j)))`` in nats; positive: together more often than by chance;
        ln ε for a word that no window holds.
    """
    both, first, second = _shares(joint, n_windows)
    absent = (first * second) == 0
    return np.where(absent, LEAST, np.log((both + EPSILON) / np.where(absent, 1, first * second)))


def pair_npmi(joint: ArrayLike, n_windows: ArrayLike) -> NDArray[np.float64]:
    """Return the normalized pointwise mutual information of all pairs (Bouma 2009), as `pair_uci`.

    Returns
    -------
    array of shape (…, n, n)
        ``ln((p(i, j) + ε) / (p(i) p(j))) / -ln(p(i, j) + ε)``, between -1 and 1; -1 for a word that no
        window holds, and 0 for two words that every window holds: they say nothing of each other.

    Examples
    --------
    Words that are never apart, words that are independent, and a word that is absent:

    >>> pair_npmi([[2, 2, 0], [2, 2, 0], [0, 0, 0]], 4)[0].round(6)
    array([ 1.,  1., -1.])
    >>> pair_npmi([[2, 1], [1, 2]], 4)[0, 1].round(6) + 0
    np.float64(0.0)
    """
    both, first, second = _shares(joint, n_windows)
    absent, everywhere = (first * second) == 0, both == 1
    scale = -np.log(np.where(everywhere, 0.5, both + EPSILON))
    value = np.where(everywhere, 0.0, pair_uci(joint, n_windows) / scale)
    return np.where(absent, -1.0, np.clip(value, -1, 1))


def pair_u_mass(joint: ArrayLike, n_windows: ArrayLike) -> NDArray[np.float64]:
    """Return the log probability of word i in documents that hold word j (Mimno et al. 2011), as `pair_uci`.

    Returns
    -------
    array of shape (…, n, n)
        ``ln((p(i, j) + ε) / p(j))``, at most about 0; ln ε for a word that no document holds.  The
        original adds 1 to the count of both instead of ε to their share.
    """
    both, first, second = _shares(joint, n_windows)
    absent = (first * second) == 0
    return np.where(absent, LEAST, np.log((both + EPSILON) / np.where(absent, 1, np.broadcast_to(second, both.shape))))


def uci(joint: ArrayLike, n_windows: ArrayLike) -> NDArray[np.float64]:
    """Return the mean of `pair_uci` over the pairs of a list, shape (…,)."""
    return _mean_of_pairs(pair_uci(joint, n_windows))


def npmi(joint: ArrayLike, n_windows: ArrayLike) -> NDArray[np.float64]:
    """Return the mean of `pair_npmi` over the pairs of a list, shape (…,), between -1 and 1."""
    return _mean_of_pairs(pair_npmi(joint, n_windows))


def u_mass(joint: ArrayLike, n_windows: ArrayLike) -> NDArray[np.float64]:
    """Return the mean of `pair_u_mass` over pairs of a word and one before it in the list, shape (…,)."""
    value = pair_u_mass(joint, n_windows)
    rows, columns = np.tril_indices(value.shape[-1], -1)
    return value[..., rows, columns].mean(axis=-1)


def c_v(joint: ArrayLike, n_windows: ArrayLike) -> NDArray[np.float64]:
    """Return C_V of a list (Röder et al. 2015, section 4.4), shape (…,), between -1 and 1.

    Notes
    -----
    The mean over words i of the cosine of ``v_i`` and ``sum_j v_j``, where ``v_i`` holds the normalized
    pointwise mutual information of word i with every word of the list, itself included.  A word that no
    window holds counts -1 and has no part in the vectors.

    Examples
    --------
    >>> float(c_v([[2, 2], [2, 2]], 4)), float(c_v([[2, 0], [0, 0]], 4))
    (1.0, 0.0)
    """
    diagonal = np.diagonal(np.asarray(joint), axis1=-2, axis2=-1) > 0
    vectors = pair_npmi(joint, n_windows) * (diagonal[..., :, None] & diagonal[..., None, :])
    whole = vectors.sum(axis=-2)
    lengths = np.sqrt((vectors**2).sum(axis=-1) * (whole**2).sum(axis=-1)[..., None])
    dots = (vectors @ whole[..., None])[..., 0]
    cosine = np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)
    return np.where(diagonal, np.clip(cosine, -1, 1), -1.0).mean(axis=-1)


def jackknife_interval(
    value: ArrayLike, replicates: NDArray, confidence_level: float = 0.95
) -> tuple[NDArray, NDArray]:
    """Return the interval of a statistic from its values without each of B blocks of documents.

    Parameters
    ----------
    value : array of shape (…,)
    replicates : array of shape (B, …)
        The statistic of all blocks but one.
    confidence_level : float, default 0.95

    Returns
    -------
    low, high : arrays of shape (…,)
        ``value ± t(B - 1) s`` with ``s² = (B - 1)/B sum_b (value_b - mean)²``; NaN with fewer than two blocks.

    References
    ----------
    Shao, J. and Tu, D. (1995). The jackknife and bootstrap. Springer; section 2.3, groups of observations.

    Examples
    --------
    The mean of 1, 2, 3 has the standard error 1/√3:

    >>> low, high = jackknife_interval(2.0, np.array([2.5, 2.0, 1.5]))
    >>> round(float(high - 2) / float(student_t.ppf(.975, 2)), 4)
    0.5774
    """
    value, n = np.asarray(value, dtype=float), len(replicates)
    if n < 2:
        return np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    spread = ((replicates - replicates.mean(axis=0)) ** 2).sum(axis=0)
    half = student_t.ppf((1 + confidence_level) / 2, n - 1) * np.sqrt((n - 1) / n * spread)
    return value - half, value + half


def _shares(joint: ArrayLike, n_windows: ArrayLike) -> tuple[NDArray, NDArray, NDArray]:
    """Return p(i, j), p(i) and p(j), shapes (…, n, n), (…, n, 1) and (…, 1, n)."""
    both = np.asarray(joint, dtype=float) / np.asarray(n_windows, dtype=float)[..., None, None]
    single = np.diagonal(both, axis1=-2, axis2=-1)
    return both, single[..., :, None], single[..., None, :]


def _mean_of_pairs(value: NDArray) -> NDArray[np.float64]:
    """Return the mean over the pairs of different places, shape (…,)."""
    n = value.shape[-1]
    rows, columns = np.tril_indices(n, -1)
    return value[..., rows, columns].mean(axis=-1)
