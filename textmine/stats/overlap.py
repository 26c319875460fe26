"""Overlap: how much of two profiles is common, term by term.

For each measure there is an amount that a term of both texts brings in, and what the sum of
these amounts is divided by.  Terms of one text alone bring in nothing, so that a similarity is
the sum of what shared terms add to it.

Notation: `p` and `q` are the values of a shared term in the two texts, `shared` the sum of its
amounts over all of them, `a` and `b` the sums of all values of each text.

References
----------
Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11(2), 37-50.
Ruzicka, M. (1958), for counts; Dice, L. R. (1945). Measures of the amount of ecologic association
between species. Ecology 26(3), 297-302.
Broder, A. Z. (1997). On the resemblance and containment of documents. SEQUENCES '97, 21-29.
Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on
Information Theory 37(1), 145-151.
Hellinger, E. (1909). Neue Begründung der Theorie quadratischer Formen. Journal für die reine und
angewandte Mathematik 136, 210-271.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.stats.divergence import jensen_shannon_shift

ROUNDING = 1e-13
"""Below this a gap between two numbers near 1 is rounding."""


def smaller(p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Return the smaller value: what both texts have of a term.

    >>> smaller(np.array([1, 3]), np.array([2, 1]))
    array([1., 1.])
    """
    return np.minimum(p, q).astype(float)


def twice_smaller(p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Return twice the smaller value, the numerator of Dice (1945)."""
    return 2 * smaller(p, q)


def common_information(p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Return what a term of both texts leaves of 1 bit of divergence: ``(p + q) / 2`` minus its Jensen-Shannon shift.

    Summed over shared terms: 1 minus the divergence of Lin (1991), since a term of one text alone diverges by p / 2.

    >>> common_information(np.array([0.5]), np.array([1.0])).round(6)
    array([0.688722])
    """
    return (p + q) / 2 - jensen_shannon_shift(p, q)


def affinity(p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Return the geometric mean of two proportions; summed, the affinity (Bhattacharyya coefficient) of the texts."""
    return np.sqrt(p * q)


def united(shared: NDArray, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    """Return the sum of the larger values: the denominator of Jaccard (1912) and Ruzicka (1958)."""
    return a + b - shared


def summed(shared: NDArray, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    """Return the sum of both texts, the denominator of Dice (1945)."""
    return a + b


def first(shared: NDArray, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    """Return the sum of the first text, the denominator of containment (Broder 1997)."""
    return a + 0 * b


def one(shared: NDArray, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    """Return 1: proportions need no denominator."""
    return np.ones_like(shared)


def one_and_distance(shared: NDArray, a: NDArray, b: NDArray) -> NDArray[np.float64]:
    """Return 1 plus the Hellinger distance H, since ``1 - H = affinity / (1 + H)`` with ``H^2 = 1 - affinity``.

    >>> h = np.sqrt(1 - 0.75)
    >>> float(0.75 / one_and_distance(np.array(0.75), np.array(1.0), np.array(1.0))), float(1 - h)
    (0.5, 0.5)
    """
    gap = 1 - shared
    return 1 + np.sqrt(np.where(gap < ROUNDING, 0, gap))
