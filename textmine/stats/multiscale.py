"""Multiscale bootstrap: how far a cluster, or any other finding, can be trusted.

The share of bootstrap samples that show a finding (BP) is no p-value: where the border between findings is
curved it is biased, against findings that need many things to hold at once.  Samples of other sizes than the data's
look at the border from nearer and farther off; how BP changes with them tells distance and curvature apart, and
the approximately unbiased value (AU) is what BP would be at a flat border.  1 - AU is a p-value of the
hypothesis that the finding is not so.

References
----------
Shimodaira, H. (2002). An approximately unbiased test of phylogenetic tree selection. Systematic Biology
51(3), 492-508.
Shimodaira, H. (2004). Approximately unbiased tests of regions using multistep-multiscale bootstrap resampling.
Annals of Statistics 32(6), 2616-2641.
Suzuki, R. and Shimodaira, H. (2006). Pvclust: an R package for assessing the uncertainty in hierarchical
clustering. Bioinformatics 22(12), 1540-1542.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

MOST_STEPS, TINY = 100, 1e-14


class Support(NamedTuple):
    """How well a finding is supported, values in [0, 1].

    Attributes
    ----------
    au, bp : float
        Approximately unbiased, and bootstrap probability at the size of the data.
    au_error, bp_error : float
        Monte Carlo standard errors, from the number of draws alone.
    """

    au: float
    bp: float
    au_error: float
    bp_error: float


def approximately_unbiased(hits: NDArray, draws: NDArray, scales: NDArray) -> Support:
    """Return the support of a finding from how often bootstrap samples of several sizes show it.

    Parameters
    ----------
    hits, draws : int arrays of shape (S,)
        Samples of each size that show it, and all of them.
    scales : array of shape (S,), above 0
        Size of a sample over that of the data.

    Returns
    -------
    Support
        Of findings that all samples show, or none, or all but those of one size, the share of all samples stands for
        both values: nothing tells distance and curvature apart.

    Notes
    -----
    ``probit(BP_r) = -(v sqrt(r) + c / sqrt(r))`` (Shimodaira 2002, equation 10), fitted by maximum likelihood of the
    binomial counts (Shimodaira 2004), so that sizes which all samples agree on take part too; AU is
    ``1 - Phi(v - c)`` and BP is ``1 - Phi(v + c)``, with errors by the delta method.

    Examples
    --------
    >>> scales = np.array([0.5, 1.0, 1.5])
    >>> shares = norm.sf(-1.0 * np.sqrt(scales) + 0.4 / np.sqrt(scales))
    >>> found = approximately_unbiased(1e6 * shares, np.full(3, 1e6), scales)
    >>> round(found.au, 3), round(found.bp, 3)
    (0.919, 0.726)
    """
    hits, draws, r = (np.asarray(each, dtype=float) for each in (hits, draws, scales))
    design = np.column_stack([np.sqrt(r), 1 / np.sqrt(r)])
    fitted = _probit(hits, draws, design) if ((hits > 0) & (hits < draws)).sum() > 1 else None
    if fitted is None:
        pooled = float(hits.sum() / draws.sum())
        return Support(pooled, pooled, 0.0, float(np.sqrt(pooled * (1 - pooled) / draws.sum())))
    (v, c), covariance = fitted
    spread, shared = covariance[0, 0] + covariance[1, 1], 2 * covariance[0, 1]
    return Support(float(norm.sf(v - c)), float(norm.sf(v + c)),
                   float(norm.pdf(v - c) * np.sqrt(max(spread - shared, 0.0))),
                   float(norm.pdf(v + c) * np.sqrt(max(spread + shared, 0.0))))


def _probit(hits: NDArray, draws: NDArray, design: NDArray) -> tuple[NDArray, NDArray] | None:
    """Return the maximum of the likelihood and the inverse information, by Fisher scoring; None where there is none."""
    z = -norm.ppf((hits + 0.5) / (draws + 1))
    point = np.linalg.lstsq(design, z, rcond=None)[0]
    for _ in range(MOST_STEPS):
        line = design @ point
        share, density = norm.sf(line), norm.pdf(line)
        scatter = share * (1 - share)
        if scatter.min() < TINY:
            return None
        information = design.T @ (design * (draws * density ** 2 / scatter)[:, None])
        step = np.linalg.solve(information, design.T @ (density / scatter * (draws * share - hits)))
        step *= min(1.0, 1 / np.abs(step).max(initial=1e-12))
        point = point + step
        if np.abs(step).max() < 1e-10:
            return point, np.linalg.inv(information)
    return None
