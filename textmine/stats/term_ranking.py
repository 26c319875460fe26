"""Which terms speak for a topic: the frequent ones, its own ones, or both.

Notation: phi, of shape (K, V), holds the probability of V terms in each of K topics, rows summing
to 1; p, of shape (V,), the probability of a term in the corpus as a whole.

References
----------
Bischof, J. and Airoldi, E. (2012). Summarizing topical content with word frequency and
exclusivity. ICML, 201-208.
Dieng, A. B., Ruiz, F. J. R. and Blei, D. M. (2020). Topic modeling in embedding spaces.
TACL 8, 439-453.
Sievert, C. and Shirley, K. (2014). LDAvis: a method for visualizing and interpreting topics.
ACL workshop on interactive language learning, visualization, and interfaces, 63-70.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata


def exclusivity(phi: NDArray) -> NDArray[np.float64]:
    """Return how far each term belongs to one topic, shape (K, V), in [0, 1].

    ``phi_kw / sum_j phi_jw`` (Bischof & Airoldi 2012, section 3); 0 for a term of no topic.

    >>> exclusivity(np.array([[.6, .4], [.2, .8]])).round(3).tolist()
    [[0.75, 0.333], [0.25, 0.667]]
    """
    total = phi.sum(axis=0)
    return np.divide(phi, total, out=np.zeros_like(phi, dtype=float), where=total > 0)


def frex(phi: NDArray, weight: float = 0.5) -> NDArray[np.float64]:
    """Return the harmonic mean of the ranks by exclusivity and by frequency, shape (K, V), in (0, 1].

    Parameters
    ----------
    phi : array of shape (K, V)
    weight : float in [0, 1], default 0.5
        Of exclusivity.

    Notes
    -----
    ``1 / (weight / F(exclusivity) + (1 - weight) / F(phi))``, F the share of terms of the topic with at most
    that value (Bischof & Airoldi 2012, section 3.2).

    Examples
    --------
    >>> frex(np.array([[.6, .3, .1], [.2, .4, .4]])).round(3).tolist()
    [[1.0, 0.667, 0.333], [0.333, 0.8, 1.0]]
    """
    def ecdf(values: NDArray) -> NDArray:
        return rankdata(values.round(12), method="max", axis=1) / values.shape[1]

    return 1 / (weight / ecdf(exclusivity(phi)) + (1 - weight) / ecdf(phi))


def lift(phi: NDArray, p: NDArray) -> NDArray[np.float64]:
    """Return how many times more probable a term is in a topic than in the corpus, shape (K, V).

    ``phi_kw / p_w``; 0 for a term that the corpus does not hold.

    >>> lift(np.array([[.6, .4], [.2, .8]]), np.array([.4, .6])).round(3).tolist()
    [[1.5, 0.667], [0.5, 1.333]]
    """
    return np.divide(phi, p, out=np.zeros_like(phi, dtype=float), where=np.broadcast_to(p, phi.shape) > 0)


def relevance(phi: NDArray, p: NDArray, weight: float = 0.6) -> NDArray[np.float64]:
    """Return the relevance of each term to each topic, in nats, shape (K, V).

    ``weight ln phi_kw + (1 - weight) ln(phi_kw / p_w)`` (Sievert & Shirley 2014, equation 1; 0.6 is their
    choice, section 3.1); NaN for a term that the topic does not hold.

    >>> relevance(np.array([[.5, .5]]), np.array([.5, .25]), weight=0).round(3).tolist()
    [[0.0, 0.693]]
    """
    known = (phi > 0) & (p > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(known, weight * np.log(phi) + (1 - weight) * np.log(phi / p), np.nan)


def best_terms(score: NDArray, phi: NDArray, n: int) -> NDArray[np.int64]:
    """Return the columns of the n highest scores of each row, ties by probability and then by column.

    >>> best_terms(np.array([[1., 1., 0.]]), np.array([[.2, .3, .5]]), 2).tolist()
    [[1, 0]]
    """
    return np.lexsort((-phi.round(12), -score.round(12)), axis=1)[:, :n]


def effective_number(shares: NDArray) -> NDArray[np.float64]:
    """Return how many equal parts would be as uneven as these, shape (…,): the inverse Simpson index.

    Parameters
    ----------
    shares : array of shape (…, n), at least 0
        Need not sum to 1.

    Notes
    -----
    ``(sum x)² / sum x²``, Hill's number of order 2 (Hill 1973, Ecology 54, 427-432); 0 for nothing.

    Examples
    --------
    >>> effective_number(np.array([[.5, .5, 0], [1, 0, 0]])).tolist()
    [2.0, 1.0]
    """
    total, squares = shares.sum(axis=-1) ** 2, (shares**2).sum(axis=-1)
    return np.divide(total, squares, out=np.zeros_like(total, dtype=float), where=squares > 0)


def topic_overlap(phi: NDArray) -> NDArray[np.float64]:
    """Return the mass that every two topics share, ``sum_w min(phi_kw, phi_jw)``, shape (K, K), in [0, 1].

    1 minus their total variation distance.

    >>> topic_overlap(np.array([[.6, .4], [.2, .8]])).round(3).tolist()
    [[1.0, 0.6], [0.6, 1.0]]
    """
    return np.stack([np.minimum(row, phi).sum(axis=1) for row in phi])


def diversity(lists: Sequence[Collection[str]]) -> float:
    """Return the share of different terms among the top terms of all topics (Dieng et al. 2020), in (0, 1].

    >>> diversity([["peace", "treaty"], ["peace", "virus"]])
    0.75
    """
    terms = [term for each in lists for term in each]
    return len(set(terms)) / len(terms)
