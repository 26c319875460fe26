"""Diversity: how varied the words of a text are, whatever its length.

The share of types among tokens falls with every word that is added, so that the longer of
two texts always looks the poorer.  The measures here get around that in three ways: `mattr`
and `mtld` look at stretches of running text, `hdd` draws samples of one size from the
counts, and `yule_k` asks how often two words drawn at random are the same.  `entropy` and
`type_token_ratio` as they stand depend on length; `rarefied_entropy` and
`rarefied_type_token_ratio` give their expectation in a sample of a stated size.

References
----------
Covington, M. A. and McFall, J. D. (2010). Cutting the Gordian knot: the moving-average
type-token ratio (MATTR). Journal of Quantitative Linguistics 17(2), 94-100.
McCarthy, P. M. and Jarvis, S. (2010). MTLD, vocd-D, and HD-D: a validation study of
sophisticated approaches to lexical diversity assessment. Behavior Research Methods 42(2),
381-392. doi:10.3758/BRM.42.2.381
Yule, G. U. (1944). The Statistical Study of Literary Vocabulary. Cambridge.
Hurlbert, S. H. (1971). The nonconcept of species diversity: a critique and alternative
parameters. Ecology 52(4), 577-586.
Chao, A. and Shen, T.-J. (2003). Nonparametric estimation of Shannon's index of diversity
when there are unseen species in sample. Environmental and Ecological Statistics 10,
429-443.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy.stats import hypergeom

DRAWS = 42
"""Tokens in a draw of HD-D (McCarthy & Jarvis 2010)."""
THRESHOLD = 0.72
"""The type-token ratio that ends a factor of MTLD (McCarthy & Jarvis 2010)."""


def type_token_ratio(counts: ArrayLike) -> float:
    """Return types over tokens, in (0, 1]; falls with the length of the text.

    Parameters
    ----------
    counts : int array of shape (V,)
        Occurrences of each type; zeros do not matter.  With no token, NaN.

    Examples
    --------
    >>> type_token_ratio([3, 3, 2])  # a rose is a rose is a rose
    0.375
    """
    size, classes, total = _spectrum(counts)
    return float(classes.sum() / total) if total else np.nan


def rarefied_type_token_ratio(counts: ArrayLike, n_tokens: int) -> float:
    """Return the type-token ratio to expect of `n_tokens` tokens drawn at random from a text.

    Parameters
    ----------
    counts : int array of shape (V,)
    n_tokens : int, at least 1
        n; more than the text has gives NaN.

    Notes
    -----
    ``1/n sum_w [1 - C(N - c_w, n) / C(N, n)]`` (Hurlbert 1971, equation 13, over n): the share of
    draws without replacement that hold each type, added up.

    Examples
    --------
    >>> rarefied_type_token_ratio([3, 3, 2], 8), round(rarefied_type_token_ratio([3, 3, 2], 2), 4)
    (0.375, 0.875)
    """
    size, classes, total = _spectrum(counts)
    if n_tokens > total:
        return np.nan
    inside = size[:, None] <= total - n_tokens
    left = total - np.arange(n_tokens)
    share = np.where(inside, size[:, None] / left, 0.0)
    missing = np.where(inside[:, 0], np.exp(np.log1p(-share).sum(axis=1)), 0.0)
    return min(float(classes @ (1 - missing) / n_tokens), 1.0)


def hdd(counts: ArrayLike) -> float:
    """Return HD-D: the type-token ratio to expect of 42 tokens drawn at random, in (0, 1].

    As `rarefied_type_token_ratio` (McCarthy & Jarvis 2010); NaN for a shorter text.

    Examples
    --------
    >>> hdd([1] * 50), round(hdd([25, 25]), 4)
    (1.0, 0.0476)
    """
    return rarefied_type_token_ratio(counts, DRAWS)


def yule_k(counts: ArrayLike) -> float:
    """Return Yule's characteristic K: how often two tokens are of one type, times 10,000; higher is less varied.

    Parameters
    ----------
    counts : int array of shape (V,)

    Notes
    -----
    ``K = 10^4 (sum_i i^2 V_i - N) / N^2``, with V_i the number of types that occur i times (Yule 1944).

    Examples
    --------
    >>> yule_k([3, 3, 2])
    2187.5
    """
    size, classes, total = _spectrum(counts)
    return float(1e4 * (size ** 2 @ classes - total) / total ** 2) if total else np.nan


def entropy(counts: ArrayLike) -> float:
    """Return the Shannon entropy of the shares of types, in bits; grows with the length of the text.

    Parameters
    ----------
    counts : int array of shape (V,)

    Examples
    --------
    >>> entropy([1, 1, 1, 1]), entropy([4])
    (2.0, 0.0)
    """
    size, classes, total = _spectrum(counts)
    p = size / total if total else np.full(1, np.nan)
    return float(-(classes @ (p * np.log2(p)))) + 0.0 if total else np.nan


def rarefied_entropy(counts: ArrayLike, n_tokens: int) -> float:
    """Return the entropy to expect of `n_tokens` tokens drawn at random from a text, in bits.

    Parameters
    ----------
    counts : int array of shape (V,)
    n_tokens : int, at least 1
        n; more than the text has gives NaN.

    Notes
    -----
    ``sum_w sum_k h(k; N, c_w, n) (-k/n log2 k/n)``, with h the hypergeometric probability that k of the
    n drawn tokens are of type w.

    Examples
    --------
    >>> rarefied_entropy([2, 2], 4), round(rarefied_entropy([2, 2], 2), 4)
    (1.0, 0.6667)
    """
    size, classes, total = _spectrum(counts)
    if n_tokens > total:
        return np.nan
    k = np.concatenate([np.arange(1, min(n_tokens, each) + 1) for each in size.tolist()])
    drawn = np.minimum(size, n_tokens)
    chance = hypergeom.pmf(k, total, np.repeat(size, drawn), n_tokens) * np.repeat(classes, drawn)
    p = k / n_tokens
    return float(-(chance @ (p * np.log2(p)))) + 0.0


def chao_shen_entropy(counts: ArrayLike) -> float:
    """Return an estimate of the entropy of the vocabulary behind a text, unseen words included, in bits.

    Parameters
    ----------
    counts : int array of shape (V,)

    Notes
    -----
    ``-sum_w C p_w log2(C p_w) / (1 - (1 - C p_w)^N)``, with the coverage ``C = 1 - V_1 / N`` (Chao & Shen 2003,
    equation 7); where every type occurs once V_1 is taken to be N - 1.  Less biased than
    `entropy`, but on words still too low for a short text.

    Examples
    --------
    >>> round(chao_shen_entropy([4, 3, 2, 1]), 4), round(entropy([4, 3, 2, 1]), 4)
    (2.0981, 1.8464)
    """
    size, classes, total = _spectrum(counts)
    if not total:
        return np.nan
    singles = int(classes[size == 1].sum())
    p = (1 - min(singles, total - 1) / total) * size / total
    return float(-(classes @ (p * np.log2(p) / -np.expm1(total * np.log1p(-np.minimum(p, 1 - 1e-16)))))) + 0.0


def mattr(ids: ArrayLike, window: int = 50) -> float:
    """Return the mean type-token ratio of all windows of `window` running tokens, in (0, 1].

    Parameters
    ----------
    ids : int array of shape (N,), at least 0
        The types of a text in order; fewer than `window` give NaN.
    window : int, default 50

    Notes
    -----
    Covington & McFall (2010): the windows 1 to W, 2 to W + 1 and so on.  One pass.

    Examples
    --------
    >>> round(mattr([0, 1, 2, 0, 1, 2, 0, 1], 4), 4)  # a rose is a rose is a rose
    0.75
    """
    ids = numbered(ids)
    n_windows = len(ids) - window + 1
    if n_windows < 1:
        return np.nan
    return int(distinct_in_windows(ids, int(ids.max()) + 1, window)) / (n_windows * window)


def mtld(ids: ArrayLike, threshold: float = THRESHOLD) -> float:
    """Return MTLD: how many running tokens it takes, on average, until the type-token ratio falls below `threshold`.

    Parameters
    ----------
    ids : int array of shape (N,), at least 0
        The types of a text in order.
    threshold : float in (0, 1), default 0.72

    Returns
    -------
    float
        In tokens; the mean of reading the text from either end.  NaN where no type is ever repeated.

    Notes
    -----
    N over the number of factors (McCarthy & Jarvis 2010): stretches at whose end the ratio is
    below the threshold; the rest at the end counts as ``(1 - TTR) / (1 - threshold)`` of a factor.

    Examples
    --------
    >>> mtld([0, 1, 2, 3, 1, 2, 4, 1, 2])  # of the people by the people | for the people
    9.0
    """
    ids = numbered(ids)
    n_types = int(ids.max(initial=-1)) + 1
    factors = [float(factor_shares(each, n_types, threshold).sum()) for each in (ids, ids[::-1])]
    return float(np.mean([len(ids) / each for each in factors])) if all(factors) else np.nan


def numbered(ids: ArrayLike) -> NDArray[np.int64]:
    """Return the same sequence with its types numbered from 0.

    >>> numbered([7, 3, 7])
    array([1, 0, 1])
    """
    return np.unique(np.asarray(ids, dtype=np.int64), return_inverse=True)[1].reshape(-1).astype(np.int64)


@njit(nogil=True, cache=True)
def distinct_in_windows(ids, n_types, window):
    """Return the number of types in each window of a sequence of ids below `n_types`, added up."""
    counts, distinct, total = np.zeros(n_types, np.int64), 0, 0
    for i in range(len(ids)):
        distinct += counts[ids[i]] == 0
        counts[ids[i]] += 1
        if i >= window:
            counts[ids[i - window]] -= 1
            distinct -= counts[ids[i - window]] == 0
        if i >= window - 1:
            total += distinct
    return total


@njit(nogil=True, cache=True)
def factor_shares(ids, n_types, threshold):
    """Return the share of a factor of MTLD that each token of a sequence stands for: one over the tokens of its factor.

    Parameters
    ----------
    ids : int array of shape (N,), below `n_types`
    n_types : int
    threshold : float

    Returns float64 of shape (N,); the sum is the number of factors, that begun at the end included in part.
    """
    shares, met = np.zeros(len(ids)), np.full(n_types, -1, np.int64)
    begin, types = 0, 0
    for i in range(len(ids)):
        if met[ids[i]] < begin:
            types += 1
        met[ids[i]] = i
        n = i + 1 - begin
        if types < threshold * n:
            shares[begin:i + 1] = 1 / n
            begin, types = i + 1, 0
        elif i == len(ids) - 1:
            shares[begin:] = (1 - types / n) / (1 - threshold) / n
    return shares


def _spectrum(counts: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the counts that occur, how many types have each, and the number of tokens."""
    size, classes = np.unique(np.asarray(counts, dtype=np.int64), return_counts=True)
    kept = size > 0
    size, classes = size[kept], classes[kept]
    return size, classes, int(size @ classes)
