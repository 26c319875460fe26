"""Draws of what the topics of documents and the terms of topics are drawn from.

Passages j of group g have topic shares ``θ_j ~ Dir(c π_g)``; the emphases
``π_g ~ Dir(e)`` and the concentration c are drawn given the counts, with auxiliary
numbers of tables (Teh et al. 2006, section 5.3 and appendix A) and of beta
variables (Escobar & West 1995, section 6), as in George, Xia & Michailidis (2019).
With one group this is latent Dirichlet allocation with a learned asymmetric prior
(Wallach, Mimno & McCallum 2009).

References
----------
Teh, Y. W., Jordan, M. I., Beal, M. J. and Blei, D. M. (2006). Hierarchical
Dirichlet processes. JASA 101.
Escobar, M. D. and West, M. (1995). Bayesian density estimation and inference
using mixtures. JASA 90.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine.stats._random import dirichlet, log_gamma_variate, uniform


@njit(nogil=True, cache=True)
def draw_tables(doc_topic, lengths, group, first, last, emphasis, concentration, stream):
    """Draw the tables of documents `first` to `last`.

    Parameters
    ----------
    doc_topic : array of shape (D, at least K)
        Counts; fractions are rounded up.
    lengths : array of shape (D,)
    group : int array of shape (D,)
    emphasis : float array of shape (G, K), rows summing to 1
    concentration : float

    Returns
    -------
    float array of shape (G, K)
        Numbers of tables.
    float array of shape (2,)
        What these documents add to the shape and the rate of the concentration's gamma distribution.
    """
    tables = np.zeros(emphasis.shape)
    for d in range(first, last):
        g = group[d]
        for k in range(emphasis.shape[1]):
            if doc_topic[d, k] > 0:
                tables[g, k] += _tables(doc_topic[d, k], concentration * emphasis[g, k], stream)
    added = _added(lengths[first:last], concentration, stream)
    added[0] += tables.sum()
    return tables, added


@njit(nogil=True, cache=True)
def draw_emphasis(tables, emphasis_prior, emphasis, stream):
    """Draw the emphasis of every group given its tables, in place; `emphasis_prior` is for every topic."""
    for g in range(len(tables)):
        dirichlet(tables[g] + emphasis_prior, emphasis[g], stream)


@njit(nogil=True, cache=True)
def draw_gamma(shape, rate, stream):
    """Return a draw from a gamma distribution."""
    return np.exp(log_gamma_variate(shape, stream)) / rate


@njit(nogil=True, cache=True)
def draw_term_prior(term_topic, total, n_topics, term_prior, shape, rate, stream):
    """Return a draw of the parameter b of the symmetric Dirichlet prior of terms in topics."""
    n_terms = len(term_topic)
    tables = 0
    for w in range(n_terms):
        for k in range(n_topics):
            if term_topic[w, k] > 0:
                tables += _tables(term_topic[w, k], term_prior, stream)
    added = _added(total[:n_topics], term_prior * n_terms, stream)
    return draw_gamma(shape + tables + added[0], rate / n_terms + added[1], stream) / n_terms


@njit(nogil=True, cache=True)
def _tables(count, weight, stream):
    """Return how many tables `count` customers sit at: each opens one with probability weight / (weight + before)."""
    tables = 1
    for before in range(1, int(np.ceil(count))):
        tables += uniform(stream) * (weight + before) < weight
    return tables


@njit(nogil=True, cache=True)
def _added(lengths, concentration, stream):
    """Return what restaurants of these sizes add to shape and rate, their tables aside (Escobar & West 1995)."""
    added = np.zeros(2)
    for length in lengths:
        if length > 0:
            first = log_gamma_variate(concentration + 1, stream)
            second = log_gamma_variate(length, stream)
            top = max(first, second)
            added[1] -= first - top - np.log(np.exp(first - top) + np.exp(second - top))
            added[0] -= uniform(stream) * (length + concentration) < length
    return added
