"""Association scores of a word and a side, or of two words: how far a count is from its expectation.

Notation as in `association`: a word occurs `a` times among the `n1` tokens of the target and `b` times among the
`n2` tokens of the reference; all arguments broadcast.  For a pair of words, the target are the tokens (or windows)
beside the second one, so that ``O11 = a``, ``R1 = a + b``, ``C1 = n1``, ``N = n1 + n2``, and ``E11 = R1 C1 / N``.

Scores rank pairs.  Those of mutual information are in bits (UCS prints base 10), the others in nats or without unit.

References
----------
Evert, S. (2005). The Statistics of Word Cooccurrences: Word Pairs and Collocations. Dissertation, Stuttgart.
Evert, S. (2008). Corpora and collocations. Corpus Linguistics: An International Handbook, 1212-1248. de Gruyter.
Church, K., Gale, W., Hanks, P. and Hindle, D. (1991). Using statistics in lexical analysis. Lexical Acquisition,
115-164. Erlbaum.
Dennis, S. F. (1965). The construction of a thesaurus automatically from a sample of text. Statistical Association
Methods for Mechanized Documentation, 61-148. NBS.
Smadja, F., McKeown, K. R. and Hatzivassiloglou, V. (1996). Translating collocations for bilingual lexicons.
Computational Linguistics 22(1), 1-38.
Daille, B. (1994). Approche mixte pour l'extraction automatique de terminologie. Dissertation, Paris 7.
Pedersen, T. and Bruce, R. (1996). What to infer from a description. Report 96-CSE-04, Southern Methodist University.
Quasthoff, U. and Wolff, C. (2002). The Poisson collocation measure and its applications. Workshop on Computational
Approaches to Collocations, Vienna.
Liddell, D. (1976). Practical tests of 2 × 2 contingency tables. The Statistician 25(4), 295-304.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaln, hyp1f1, xlogy


def t_score(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``(O11 - E11) / sqrt(O11)`` (Church et al. 1991); NaN where `a` is 0.

    The variance is estimated by the count itself, so that rare words rank low; it is no t statistic (Evert 2005).

    Examples
    --------
    *new companies* (Manning & Schütze 1999, chapter 5):

    >>> round(float(t_score(8, 4675, 15_828 - 8, 14_307_668 - 4675)), 6)
    0.999932
    """
    observed, expected = _observed_and_expected(a, n1, b, n2)
    return _ratio(observed - expected, np.sqrt(observed))


def z_score(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *, yates: bool = False) -> NDArray[np.float64]:
    """Return ``(O11 - E11) / sqrt(E11)`` (Dennis 1965); NaN where nothing is expected.

    Parameters
    ----------
    a, n1, b, n2
        As in `association.log_likelihood`.
    yates : bool, default False
        Move the count by one half towards its expectation, by the classical rule of `association.chi_squared`: a
        count within one half of its expectation comes out on the other side of it, as in UCS.

    Examples
    --------
    >>> float(z_score(10, 10, 0, 90))
    9.0
    """
    observed, expected = _observed_and_expected(a, n1, b, n2)
    away = observed - expected
    if yates:
        away = away - 0.5 * np.sign(away)
    return _ratio(away, np.sqrt(expected))


def simple_log_likelihood(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``2 (O11 ln(O11 / E11) - (O11 - E11))``, the log-likelihood of one cell, without sign (Evert 2008).

    It is the ratio of two Poisson likelihoods, and near G² where both words are rare.

    Examples
    --------
    >>> round(float(simple_log_likelihood(10, 10, 0, 90)), 6)
    28.051702
    """
    observed, expected = _observed_and_expected(a, n1, b, n2)
    ratio = observed / np.where(expected > 0, expected, 1)
    return np.maximum(2 * (xlogy(observed, ratio) - (observed - expected)), 0.0)


def poisson_stirling(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``O11 (ln(O11 / E11) - 1)``, -ln of the Poisson likelihood by Stirling's formula (Quasthoff & Wolff 2002).

    Below 0 for pairs that are near their expectation or below it; 0 where `a` is 0.

    Examples
    --------
    >>> round(float(poisson_stirling(10, 10, 0, 90)), 4)
    13.0259
    """
    observed, expected = _observed_and_expected(a, n1, b, n2)
    return xlogy(observed, observed / np.where(expected > 0, expected, 1)) - observed


def poisson_exact(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
                  log: bool = False) -> NDArray[np.float64]:
    """Return the probability of `a` or more where E11 are expected, by Poisson (Quasthoff & Wolff 2002).

    Parameters
    ----------
    a, n1, b, n2
        As in `association.log_likelihood`.
    log : bool, default False
        Return ln p, for evidence whose p is too small for a number.

    Notes
    -----
    The regularised gamma function ``P(a, E11)``; where that is too small, its leading term times Kummer's
    function ``M(1, a + 1, E11)``.

    Examples
    --------
    >>> round(float(poisson_exact(2, 10, 0, 10)), 6), round(float(poisson_exact(9000, 9000, 0, 10**9, log=True)))
    (0.264241, -95570)
    """
    observed, expected = np.broadcast_arrays(*_observed_and_expected(a, n1, b, n2))
    p = np.where(observed > 0, gammainc(np.where(observed > 0, observed, 1), expected), 1.0)
    if not log:
        return p
    tiny = p < 1e-280
    count, mean = np.where(tiny, observed, 1), np.where(tiny, expected, 1)
    series = xlogy(count, mean) - mean - gammaln(count + 1) + np.log(hyp1f1(1, count + 1, mean))
    return np.where(tiny, series, np.log(np.where(tiny, 1, p)))


def powered_mutual_information(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike, *,
                               power: float = 2) -> NDArray[np.float64]:
    """Return MI^k, ``log2(O11^k / E11)`` in bits, which favours rare pairs the less the higher k is (Daille 1994).

    1 is PMI; NaN where `a` is 0.

    Examples
    --------
    >>> powered_mutual_information(8, 16, 8, 48, power=[1, 2, 3])
    array([1., 4., 7.])
    """
    observed, expected = _observed_and_expected(a, n1, b, n2)
    found = observed > 0
    bits = np.asarray(power) * np.log2(np.where(found, observed, 1)) - np.log2(np.where(found, expected, 1))
    return np.where(found, bits, np.nan)


def local_mutual_information(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``O11 log2(O11 / E11)``, PMI of every occurrence, in bits (Evert 2008); 0 where `a` is 0.

    >>> float(local_mutual_information(8, 16, 8, 48))
    8.0
    """
    observed, expected = _observed_and_expected(a, n1, b, n2)
    return xlogy(observed, observed / np.where(expected > 0, expected, 1)) / np.log(2)


def dice(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``2 O11 / (R1 + C1)``, in [0, 1]: 1 for words that are never apart (Smadja et al. 1996).

    `n2` plays no part: like `jaccard`, `geometric_mean` and `minimum_sensitivity` it knows no chance.

    >>> float(dice(10, 10, 0, 90)), float(dice(10, 20, 10, 80))
    (1.0, 0.5)
    """
    a, n1, b, n2 = _floats(a, n1, b, n2)
    return 2 * a / (a + b + n1) + 0 * n2


def jaccard(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``O11 / (R1 + C1 - O11)``, in [0, 1]; it ranks as `dice` does (Evert 2005).

    >>> round(float(jaccard(10, 20, 10, 80)), 4)
    0.3333
    """
    a, n1, b, n2 = _floats(a, n1, b, n2)
    return a / (b + n1) + 0 * n2


def geometric_mean(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``O11 / sqrt(R1 C1)``, in [0, 1]; NaN for a word that occurs nowhere (Evert 2005).

    >>> float(geometric_mean(10, 20, 10, 80))
    0.5
    """
    a, n1, b, n2 = _floats(a, n1, b, n2)
    return _ratio(a, np.sqrt((a + b) * n1)) + 0 * n2


def minimum_sensitivity(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``O11 / max(R1, C1)``, the lower of both conditional shares, in [0, 1] (Pedersen & Bruce 1996).

    >>> float(minimum_sensitivity(10, 40, 10, 60))
    0.25
    """
    a, n1, b, n2 = _floats(a, n1, b, n2)
    return a / np.maximum(a + b, n1) + 0 * n2


def liddell(a: ArrayLike, n1: ArrayLike, b: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return ``(O11 O22 - O12 O21) / (C1 C2)``, the difference of the two rates, in [-1, 1] (Liddell 1976).

    >>> float(liddell(10, 10, 0, 90)), float(liddell(1, 10, 9, 90))
    (1.0, 0.0)
    """
    a, n1, b, n2 = _floats(a, n1, b, n2)
    return (a * (n2 - b) - b * (n1 - a)) / (n1 * n2)


def _floats(*values: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    """Return the values as arrays of floats."""
    return tuple(np.asarray(value, dtype=float) for value in values)


def _observed_and_expected(a: ArrayLike, n1: ArrayLike, b: ArrayLike,
                           n2: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return O11 and E11."""
    a, n1, b, n2 = _floats(a, n1, b, n2)
    return a, n1 * (a + b) / (n1 + n2)


def _ratio(up: NDArray[np.float64], down: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``up / down``, NaN where `down` is 0."""
    up, down = np.broadcast_arrays(up, down)
    return np.divide(up, down, out=np.full(up.shape, np.nan), where=down > 0)
