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
        Of findings that nearly all or nearly no samples show, so that fewer than two sizes tell anything, the share
        over all samples stands for both values.

    Notes
    -----
    ``z_r = -probit(BP_r) = v sqrt(r) + c / sqrt(r)`` (Shimodaira 2002, equation 10), fitted by least squares
    weighted with the variances ``BP (1 - BP) / (B phi(z)^2)``; AU is ``1 - Phi(v - c)`` and BP is
    ``1 - Phi(v + c)``, with errors by the delta method.

    Examples
    --------
    >>> scales = np.array([0.5, 1.0, 1.5])
    >>> shares = norm.sf(-1.0 * np.sqrt(scales) + 0.4 / np.sqrt(scales))
    >>> found = approximately_unbiased(1e6 * shares, np.full(3, 1e6), scales)
    >>> round(found.au, 3), round(found.bp, 3)
    (0.919, 0.726)
    """
    share = np.asarray(hits, dtype=float) / draws
    told = (hits > 0) & (hits < draws)
    if told.sum() < 2:
        pooled = float(np.sum(hits) / np.sum(draws))
        return Support(pooled, pooled, 0.0, 0.0)
    share, n, r = share[told], np.asarray(draws, dtype=float)[told], np.asarray(scales, dtype=float)[told]
    z = -norm.ppf(share)
    weight = n * norm.pdf(z) ** 2 / (share * (1 - share))
    design = np.column_stack([np.sqrt(r), 1 / np.sqrt(r)])
    covariance = np.linalg.inv(design.T @ (design * weight[:, None]))
    v, c = covariance @ (design.T @ (weight * z))
    spread, shared = covariance[0, 0] + covariance[1, 1], 2 * covariance[0, 1]
    return Support(float(norm.sf(v - c)), float(norm.sf(v + c)),
                   float(norm.pdf(v - c) * np.sqrt(max(spread - shared, 0.0))),
                   float(norm.pdf(v + c) * np.sqrt(max(spread + shared, 0.0))))
