"""The cosine of two populations of texts, from a sample of each.

The cosine of two sums of passages is too low: whatever scatters from passage to passage lengthens both sums and
points nowhere, so that even two halves of one text are less than 1 alike, and the shorter the text the less.
Spearman (1904) met the same with correlations of noisy measurements.  Products of *different* passages have
no such part: their means are unbiased for the products of the expected passages, and so is their ratio, but for
little that the jackknife takes away.

The estimate may come out above 1, as Spearman's does, when two populations cannot be told apart.  It is left
there: cut at 1 it would be too low on average.

References
----------
Efron, B. and Stein, C. (1981). The jackknife estimate of variance. Annals of Statistics 9(3), 586-596.
Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical Society B
16(2), 175-185.
Hoeffding, W. (1948). A class of statistics with asymptotically normal distribution. Annals of
Mathematical Statistics 19(3), 293-325.
Quenouille, M. H. (1956). Notes on bias in estimation. Biometrika 43(3/4), 353-360.
Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components.
Biometrics Bulletin 2(6), 110-114.
Spearman, C. (1904). The proof and measurement of association between two things. American Journal of
Psychology 15(1), 72-101.
Székely, G. J. and Rizzo, M. L. (2014). Partial distance correlation with methods for dissimilarities.
Annals of Statistics 42(6), 2382-2412.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student_t

LEAST_UNITS = 3
"""Units of each population for an estimate; one more for its limits."""


class Sample(NamedTuple):
    """What two populations' cosine needs to know of the n units of one of them; x is the row of a unit, S the sum.

    Attributes
    ----------
    sizes : array of shape (n,), above 0
        Tokens; a unit's expected row is proportional to them.
    square, with_own, with_other : arrays of shape (n,)
        The products ``x x``, ``x S`` with the sum of its own population, and with that of the other.
    """

    sizes: NDArray[np.float64]
    square: NDArray[np.float64]
    with_own: NDArray[np.float64]
    with_other: NDArray[np.float64]

    @property
    def norm(self) -> float:
        """The squared length of the expected row of one token, unbiased."""
        return float((self.with_own.sum() - self.square.sum()) / self.pairs)

    @property
    def pairs(self) -> float:
        """Pairs of tokens from different units."""
        return float(self.sizes.sum() ** 2 - (self.sizes ** 2).sum())

    @property
    def norms_without(self) -> NDArray[np.float64]:
        """The same without each unit, shape (n,)."""
        total = self.with_own.sum() - 2 * self.with_own + 2 * self.square - self.square.sum()
        return total / (self.pairs - 2 * self.sizes * (self.sizes.sum() - self.sizes))

    @property
    def has_length(self) -> bool:
        """Whether the expected row is longer than 0, p < .05: over a length that may be 0 a ratio has no limits."""
        n, without = len(self.sizes), self.norms_without
        error = np.sqrt((n - 1) * without.var())
        return bool(without.min() > 0 and self.norm > student_t.ppf(0.95, n - 1) * error)


class CosineEstimate(NamedTuple):
    """The cosine of two populations.

    Attributes
    ----------
    estimate : float
        NaN where the length of a population cannot be told from 0.
    first_order : float
        Variance that single units bring.
    second_order : float
        Variance that pairs of units bring: what is left where the populations are the same.
    freedom : float
    """

    estimate: float
    first_order: float
    second_order: float
    freedom: float


UNKNOWN = CosineEstimate(np.nan, np.nan, np.nan, np.nan)


def population_cosine(first: Sample, second: Sample, second_order: float = 0.0) -> CosineEstimate:
    """Return the cosine of two populations with the variance of the estimate.

    Parameters
    ----------
    first, second : Sample
        Of at least `LEAST_UNITS` units each.
    second_order : float, at least 0
        As `second_order_variance` gives it.

    Returns
    -------
    CosineEstimate

    Notes
    -----
    With sums S of rows and M of sizes m, the products of different units

        a = S_A S_B / (M_A M_B),   b_A = (S_A S_A - sum x x) / (M_A^2 - sum m^2)

    are unbiased for those of the expected rows of a token.  Where a ``b`` is not clear of 0 the ratio could be anything
    (Fieller 1954), and there is no estimate.  ``a / sqrt(b_A b_B)`` is corrected for the bias of a
    ratio by the jackknife over the units of both samples (Quenouille 1956).  All values without one unit
    are closed forms of `Sample`: time and memory grow with the units, never with their pairs.

    The jackknife variance counts what single units bring (the first order of Hoeffding 1948) once, and what pairs
    bring twice (Efron & Stein 1981).  Between equal populations there is nothing but pairs, and intervals from it
    cover 99 % and not 95; so the pairs are estimated by themselves and taken off twice.  Degrees of freedom after
    Satterthwaite (1946).

    Examples
    --------
    >>> rows = np.array([[2., 1.], [1., 2.], [1., 1.], [2., 2.]])
    >>> total = rows.sum(axis=0)
    >>> sample = Sample(rows.sum(axis=1), (rows ** 2).sum(axis=1), rows @ total, rows @ total)
    >>> round(population_cosine(sample, sample).estimate, 3)
    1.016
    """
    units = len(first.sizes), len(second.sizes)
    if min(units) < LEAST_UNITS or not (first.has_length and second.has_length):
        return UNKNOWN
    product, sizes = first.with_other.sum(), (first.sizes.sum(), second.sizes.sum())
    norms = first.norm, second.norm
    ratio = product / (sizes[0] * sizes[1]) / np.sqrt(norms[0] * norms[1])
    variances, estimate = [], ratio
    for side, sample in enumerate((first, second)):
        cross = (product - sample.with_other) / ((sizes[side] - sample.sizes) * sizes[1 - side])
        moved = cross / np.sqrt(sample.norms_without * norms[1 - side])
        estimate -= (units[side] - 1) * (moved.mean() - ratio)
        variances.append((units[side] - 1) / units[side] * float(((moved - moved.mean()) ** 2).sum()))
    jackknife = sum(variances)
    shares = sum(v ** 2 / (n - 1) for v, n in zip(variances, units, strict=True))
    freedom = jackknife ** 2 / shares if shares > 0 else np.nan
    return CosineEstimate(float(estimate), max(0.0, jackknife - 2 * second_order), second_order, freedom)


def cosine_limits(found: CosineEstimate, plug_in: float, confidence_level: float = 0.95) -> tuple[float, float]:
    """Return the limits of the cosine of two populations.

    Parameters
    ----------
    found : CosineEstimate
    plug_in : float
        The cosine of the two sums.
    confidence_level : float, default 0.95

    Returns
    -------
    low, high : float
        Beyond 1 where the estimate may be; NaN without freedom.

    Notes
    -----
    The variance of the distance ``u = 1 - cosine`` shrinks with u itself: it is ``slope · u + second order``, and the
    limits solve ``(u_estimate - u)^2 = t^2 (slope · u + second order)``, as Wilson's do for a share.  The
    slope is the first order over u where u is clear of its noise.  Near 0 there is no first order to see, and the
    noise itself tells: in a direction that is as likely as its variance is large, the slope is twice the second
    order over what the plug-in value falls short (no less than if all noise lay in that direction).
    The two are mixed with the weights u and one standard error of no difference.

    Examples
    --------
    >>> low, high = cosine_limits(CosineEstimate(0.9, 0.0009, 0.0001, 24.0), 0.85)
    >>> round(low, 3), round(high, 3)
    (0.815, 0.948)
    """
    distance, noise = 1 - found.estimate, np.sqrt(found.second_order)
    short = max(found.estimate - plug_in, noise / np.sqrt(2), 1e-12)
    weight = max(distance, 0.0) + noise
    slope = (found.first_order + 2 * found.second_order / short * noise) / weight if weight > 0 else 0.0
    t = float(student_t.ppf((1 + confidence_level) / 2, found.freedom))
    middle = distance + t * t * slope / 2
    half = np.sqrt(max(middle ** 2 - distance ** 2 + t * t * found.second_order, 0.0))
    return float(1 - middle - half), float(1 - middle + half)


def second_order_variance(
    first: Sample, second: Sample, own: NDArray, other: NDArray, cross: NDArray, chosen: tuple[NDArray, NDArray]
) -> float:
    """Return the variance that pairs of units bring to the cosine of two populations.

    Parameters
    ----------
    first, second : Sample
        Of n and m units.
    own, other, cross : arrays of shape (i, i), (j, j) and (i, j)
        Products of the rows of some units of the first population, of the second, and of the first with the second.
    chosen : pair of int arrays of shape (i,) and (j,)
        Which units these are, at least 4 of each; all of them, or a sample, which tells the mean of so many
        squares well enough.

    Notes
    -----
    The second derivative of ``a / sqrt(b_A b_B)`` is a form in the deviations e of rows from what their sizes let
    expect; with ``p = e mu`` along the own expected row and ``c = e nu`` along the other's, the value of two
    units is, within A, ``-cos/2 e e' / b_A + 3/2 cos p p' / b_A^2 - (c p' + p c') / (2 g b_A)`` and between A and
    B ``e f / g - c_A p_B / (g b_B) - p_A c_B / (g b_A) + cos p_A p_B / (b_A b_B)``, with ``g = sqrt(b_A b_B)``.  Their
    mean squares are unbiased when the products are centred without the diagonal (Székely & Rizzo 2014,
    section 2), since a row's product with itself is not that of two rows.
    """
    rates = [sample.sizes[kept] for sample, kept in zip((first, second), chosen, strict=True)]
    norms, root = (first.norm, second.norm), np.sqrt(first.norm * second.norm)
    cosine = first.with_other.sum() / (first.sizes.sum() * second.sizes.sum()) / root
    along, across = zip(*(_projections(sample, partner, kept) for sample, partner, kept in
                          ((first, second, chosen[0]), (second, first, chosen[1]))), strict=True)
    total = 0.0
    for side, (sample, products) in enumerate(((first, own), (second, other))):
        p, c, b = along[side], across[side], norms[side]
        form = -cosine / 2 * u_centred(products / np.outer(rates[side], rates[side])) / b
        form += 1.5 * cosine * np.outer(p, p) / b ** 2 - (np.outer(c, p) + np.outer(p, c)) / (2 * root * b)
        form *= np.outer(rates[side], rates[side])
        np.fill_diagonal(form, 0)
        i, n = len(p), len(sample.sizes)
        total += 2 * (form ** 2).sum() / (i * (i - 3)) * n * (n - 1) / sample.pairs ** 2
    form = cross / np.outer(*rates)
    form = (form - form.mean(axis=0) - form.mean(axis=1)[:, None] + form.mean()) / root
    form += (cosine / root * np.outer(along[0], along[1]) - np.outer(across[0], along[1]) / norms[1]
             - np.outer(along[0], across[1]) / norms[0]) / root
    form *= np.outer(*rates)
    i, j = form.shape
    n, m = len(first.sizes), len(second.sizes)
    return total + float((form ** 2).sum() / ((i - 1) * (j - 1)) * n * m
                         / (first.sizes.sum() * second.sizes.sum()) ** 2)


def _projections(sample: Sample, partner: Sample, kept: NDArray) -> tuple[NDArray, NDArray]:
    """Return the deviations of some units along the expected rows of their own population and of the other."""
    size = sample.sizes
    along = (sample.with_own - sample.square) / (size * (size.sum() - size))
    across = sample.with_other / (size * partner.sizes.sum())
    return (along - along.mean())[kept], (across - across.mean())[kept]


def u_centred(products: NDArray) -> NDArray[np.float64]:
    """Return a square matrix centred by its rows, columns and mean, all without its diagonal, which becomes 0.

    Parameters
    ----------
    products : array of shape (n, n), symmetric, n at least 3

    Notes
    -----
    Székely & Rizzo (2014), definition 2.

    Examples
    --------
    >>> u_centred(np.array([[9., 2., 0., 0.], [2., 9., 0., 0.], [0., 0., 9., 0.], [0., 0., 0., 9.]])).round(3)[:2]
    array([[ 0.   ,  0.667, -0.333, -0.333],
           [ 0.667,  0.   , -0.333, -0.333]])
    """
    n = len(products)
    inner = products - np.diag(np.diag(products))
    sums = inner.sum(axis=1)
    centred = inner - sums[:, None] / (n - 2) - sums / (n - 2) + sums.sum() / ((n - 1) * (n - 2))
    np.fill_diagonal(centred, 0)
    return centred
