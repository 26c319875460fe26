"""Delta: how differently texts use the most frequent words.

The relative frequencies of frequent words, put on one scale by their standard scores, tell who wrote
or translated a text rather than what it is about: the words are mostly function words, and nobody
watches them.  Every delta is a distance, 0 for equal profiles.

References
----------
Burrows, J. (2002). 'Delta': a measure of stylistic difference and a guide to likely authorship.
Literary and Linguistic Computing 17(3), 267-287. doi:10.1093/llc/17.3.267
Eder, M. (2015). Taking stylometry to the limits: benchmark study on 5,281 texts from Patrologia Latina.
Digital Humanities 2015 (the weights).
Smith, P. W. H. and Aldridge, W. (2011). Improving authorship attribution: optimizing Burrows' Delta
method. Journal of Quantitative Linguistics 18(1), 63-88. doi:10.1080/09296174.2011.533591
Evert, S. et al. (2017). Understanding and explaining Delta measures for authorship attribution. Digital
Scholarship in the Humanities 32(suppl_2), ii4-ii16. doi:10.1093/llc/fqx023
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

DELTAS = ("burrows_delta", "eder_delta", "cosine_delta")
FEWEST = 5
"""Texts, since scores of fewer say little."""


def standard_scores(profiles: ArrayLike) -> NDArray[np.float64]:
    """Return ``(x - mean) / sd`` of every column, with the sample standard deviation.

    Parameters
    ----------
    profiles : array of shape (G, V)
        Relative frequencies of V words in G texts, at least 2.

    Returns
    -------
    array of shape (G, V)
        0 where a word is as frequent in every text.

    Examples
    --------
    >>> standard_scores([[1, 5], [2, 5], [3, 5]])
    array([[-1.,  0.],
           [ 0.,  0.],
           [ 1.,  0.]])
    """
    profiles = np.asarray(profiles, dtype=float)
    same = (profiles == profiles[:1]).all(axis=0)
    sd = np.where(same, 1.0, profiles.std(axis=0, ddof=1))
    return np.where(same, 0.0, (profiles - profiles.mean(axis=0)) / np.where(sd > 0, sd, 1.0))


def rank_weights(profiles: ArrayLike) -> NDArray[np.float64]:
    """Return Eder's weights of V words, ``(V - rank + 1) / V``: 1 for the word that is most frequent on average.

    Ties go by column.

    >>> rank_weights([[0.1, 0.5, 0.4], [0.1, 0.5, 0.4]]).round(4)
    array([0.3333, 1.    , 0.6667])
    """
    means = np.asarray(profiles, dtype=float).mean(axis=0)
    weights = np.empty(len(means))
    weights[np.argsort(-means, kind="stable")] = np.arange(len(means), 0, -1) / max(len(means), 1)
    return weights


def style_scores(profiles: ArrayLike, measure: str) -> NDArray[np.float64]:
    """Return the scores, shape (G, V), whose distance a delta is: standard scores, weighted or of length 1.

    A text of average frequencies in every word has no direction: its row is NaN for ``"cosine_delta"``.
    """
    scores = standard_scores(profiles)
    if measure == "eder_delta":
        return scores * rank_weights(profiles)
    if measure == "cosine_delta":
        length = np.linalg.norm(scores, axis=1, keepdims=True)
        return np.divide(scores, length, out=np.full_like(scores, np.nan), where=length > 0)
    return scores


def parts_of_delta(first: NDArray[np.float64], second: NDArray[np.float64], measure: str) -> NDArray[np.float64]:
    """Return what every word adds to the delta of texts with these `style_scores`; the last axis sums to it.

    ``|z - z'| / V``, with Eder's weights or without; for the cosine ``(u - u')² / 2`` of the scores of length 1,
    which sum to 1 - u · u'.
    """
    if measure == "cosine_delta":
        return (first - second) ** 2 / 2
    return np.abs(first - second) / first.shape[-1]


def delta_matrix(scores: NDArray[np.float64], measure: str) -> NDArray[np.float64]:
    """Return the delta of every two texts with these `style_scores`, shape (G, G), symmetric with a diagonal of 0."""
    return np.array([parts_of_delta(scores, row, measure).sum(axis=1) for row in scores]).reshape(len(scores), -1)


def burrows_delta(profiles: ArrayLike) -> NDArray[np.float64]:
    """Return Burrows's Delta of every two texts, ``sum |z - z'| / V`` (2002).

    Parameters
    ----------
    profiles : array of shape (G, V)
        Relative frequencies of the most frequent words.

    Returns
    -------
    array of shape (G, G)
        At least 0; as R's stylo, ``dist.delta``.

    Examples
    --------
    >>> burrows_delta([[1, 0], [2, 0], [3, 1]]).round(4)
    array([[0.   , 0.5  , 1.866],
           [0.5  , 0.   , 1.366],
           [1.866, 1.366, 0.   ]])
    """
    return delta_matrix(style_scores(profiles, "burrows_delta"), "burrows_delta")


def eder_delta(profiles: ArrayLike) -> NDArray[np.float64]:
    """Return Eder's Delta of every two texts, ``sum w |z - z'| / V`` with ``w = (V - rank + 1) / V``.

    Parameters
    ----------
    profiles : array of shape (G, V)
        The most frequent words weigh most; frequency is the mean of the column.

    Returns
    -------
    array of shape (G, G)
        At least 0.  R's ``dist.eder`` takes ``w = (V - rank + 2) / V`` and does not divide by V.

    Examples
    --------
    >>> eder_delta([[1, 0], [2, 0], [3, 1]]).round(4)
    array([[0.   , 0.5  , 1.433],
           [0.5  , 0.   , 0.933],
           [1.433, 0.933, 0.   ]])
    """
    return delta_matrix(style_scores(profiles, "eder_delta"), "eder_delta")


def cosine_delta(profiles: ArrayLike) -> NDArray[np.float64]:
    """Return Cosine Delta of every two texts, ``1 - cos(z, z')`` (Smith & Aldridge 2011).

    Parameters
    ----------
    profiles : array of shape (G, V)

    Returns
    -------
    array of shape (G, G)
        In [0, 2], 1 for profiles that deviate from the mean in unrelated ways; NaN for a text that does not
        deviate.  As R's ``dist.wurzburg``.

    Examples
    --------
    >>> cosine_delta([[1, 0], [3, 0], [2, 3]]).round(4)
    array([[0. , 1.5, 1.5],
           [1.5, 0. , 1.5],
           [1.5, 1.5, 0. ]])
    """
    return delta_matrix(style_scores(profiles, "cosine_delta"), "cosine_delta")
