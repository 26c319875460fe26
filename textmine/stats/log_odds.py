"""Log-odds ratio with a Dirichlet prior: "fighting words".

A ratio of two rare counts is large by chance.  A prior, as if some more words had been read in which the
two sides agree, pulls such ratios to 0, and dividing by the standard error ranks what
is left.  The prior is informative, words as in both sides together, or the same for every word.

References
----------
Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' words: lexical feature selection and evaluation for
identifying the content of political conflict. Political Analysis 16(4), 372-403.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def log_odds_dirichlet(
    y_a: ArrayLike, y_b: ArrayLike, n_a: float | None = None, n_b: float | None = None, *,
    strength: float | None = None, alpha: float | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the log-odds ratio of every word between two sides, and the same over its standard error.

    Parameters
    ----------
    y_a, y_b : arrays of shape (V,), counts at least 0
    n_a, n_b : float, optional
        Tokens of each side; without them the sums of the counts, so that all words must be there.
    strength : float above 0, optional
        α₀, the tokens that the informative prior is worth, shared out as in both sides together.
    alpha : float above 0, optional
        The uninformative prior instead: so many tokens for every word.  One of the two must be given.

    Returns
    -------
    delta, zeta : arrays of shape (V,)
        In nats, and standard errors.  Positive: more in side a.  0 for a word that occurs nowhere, under the
        informative prior.

    Raises
    ------
    ValueError
        If both or neither of `strength` and `alpha` are given.

    Notes
    -----
    ``delta = ln((y_a + α) / (n_a + α₀ - y_a - α)) - ln((y_b + α) / (n_b + α₀ - y_b - α))`` (equation 16),
    ``zeta = delta / sqrt(1 / (y_a + α) + 1 / (y_b + α))`` (equations 20 and 22), ``α = α₀ y / n`` (equation 23).
    Side b are the other texts, not all texts, which would hold side a too.  ζ counts tokens
    as independent: with words that come in bursts it is far from standard normal, and gives no p.

    Examples
    --------
    >>> delta, zeta = log_odds_dirichlet([10, 5, 85], [4, 8, 188], strength=100)
    >>> delta.round(6), zeta.round(6)
    (array([ 0.978405,  0.132562, -0.594259]), array([ 2.283611,  0.30555 , -6.17346 ]))
    """
    if (strength is None) == (alpha is None):
        raise ValueError(f"strength or alpha must be given, one of the two, got {strength!r} and {alpha!r}")
    y_a, y_b = np.asarray(y_a, dtype=float), np.asarray(y_b, dtype=float)
    n_a, n_b = float(y_a.sum() if n_a is None else n_a), float(y_b.sum() if n_b is None else n_b)
    y = y_a + y_b
    prior = np.full(y.shape, float(alpha)) if alpha is not None else float(strength or 0) * y / max(n_a + n_b, 1)
    known = prior > 0
    total = prior.sum() if strength is None else float(strength)
    prior = np.where(known, prior, 1)
    delta = _log_odds(y_a + prior, n_a + total) - _log_odds(y_b + prior, n_b + total)
    error = np.sqrt(1 / (y_a + prior) + 1 / (y_b + prior))
    return np.where(known, delta, 0.0), np.where(known, delta / error, 0.0)


def _log_odds(y: NDArray, total: float) -> NDArray:
    """Return ln of the odds of each word; 0 for a word that is alone."""
    rest = total - y
    alone = rest <= 0
    return np.where(alone, 0.0, np.log(y) - np.log(np.where(alone, 1, rest)))
