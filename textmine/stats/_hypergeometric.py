"""Fisher's exact test for many tables at once, compiled.

A probability is needed to full precision even for corpora of a billion tokens, where
differences of log-gammas lose half their digits.  The saddle-point form keeps them: each
binomial probability is an exponent that is computed as a deviance, and the error of
Stirling's formula, from a table or a series.  From one such probability the others of
a tail follow by ratios, and a tail is left once what remains no longer counts.

References
----------
Loader, C. (2000). Fast and accurate computation of binomial probabilities. Bell Laboratories.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

RELATIVE = 1e-7
"""Probabilities that differ by less are equal, as in R's ``fisher.test``."""

_ROOT = math.log(2 * math.pi) / 2
_ERRORS = np.array([0.0] + [math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - _ROOT for n in range(1, 16)])


@njit(nogil=True, cache=True)
def _stirling_error(n):
    """Return ``ln n! - ln(sqrt(2 pi n) (n / e)^n)``."""
    if n < 16:
        return _ERRORS[int(n)]
    square = n * n
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n


@njit(nogil=True, cache=True)
def _deviance(x, mean):
    """Return ``x ln(x / mean) + mean - x``, without loss of digits where the two are near."""
    if abs(x - mean) >= 0.1 * (x + mean):
        return x * math.log(x / mean) + mean - x
    v = (x - mean) / (x + mean)
    total, power = (x - mean) * v, 2 * x * v
    for j in range(1, 1000):
        power *= v * v
        more = total + power / (2 * j + 1)
        if more == total:
            break
        total = more
    return total


@njit(nogil=True, cache=True)
def _log_binomial(x, n, p):
    """Return ln of the probability of x of n, each with probability p in (0, 1)."""
    if x == 0:
        return n * math.log1p(-p)
    if x == n:
        return n * math.log(p)
    error = _stirling_error(n) - _stirling_error(x) - _stirling_error(n - x)
    exponent = error - _deviance(x, n * p) - _deviance(n - x, n * (1 - p))
    return exponent + 0.5 * (math.log(n / x) - math.log(n - x)) - _ROOT


@njit(nogil=True, cache=True)
def log_probability(a, n1, n2, row):
    """Return ln of the hypergeometric probability of `a` in the first of two cells of a row."""
    total = n1 + n2
    p = row / total
    if p <= 0 or p >= 1:
        return 0.0
    return _log_binomial(a, n1, p) + _log_binomial(row - a, n2, p) - _log_binomial(row, total, p)


@njit(nogil=True, cache=True)
def _tail(start, step, n1, n2, row, low, high):
    """Return the sum of probabilities from `start` outwards, as a multiple of the first."""
    total, ratio, k = 1.0, 1.0, start
    while low <= k + step <= high:
        if step > 0:
            ratio *= (n1 - k) / (k + 1) * ((row - k) / (n2 - row + k + 1))
        else:
            ratio *= k / (n1 - k + 1) * ((n2 - row + k) / (row - k + 1))
        k += step
        total += ratio
        if ratio < 1e-17 * total:
            break
    return total


@njit(nogil=True, cache=True)
def _other_side(a, observed, mode, n1, n2, row, low, high):
    """Return the nearest count beyond the mode that is no more probable than `a`, or one beyond all."""
    above = a < mode
    inside, beyond = mode, (high if above else low) + (1 if above else -1)
    while abs(beyond - inside) > 1:
        middle = (inside + beyond) // 2
        if log_probability(middle, n1, n2, row) <= observed + RELATIVE:
            beyond = middle
        else:
            inside = middle
    return beyond


@njit(nogil=True, cache=True)
def log_two_sided(a, n1, b, n2, mid_p, out):
    """Fill `out` with ln p of every table: all tables that are no more probable than the observed one.

    Parameters
    ----------
    a, n1, b, n2, out : float arrays of shape (n,)
        Whole numbers.
    mid_p : bool
        Count tables that are as probable as the observed one by half.
    """
    for i in range(len(a)):
        row = a[i] + b[i]
        low, high = max(0.0, row - n2[i]), min(row, n1[i])
        mode = min(max(math.floor((row + 1) * (n1[i] + 1) / (n1[i] + n2[i] + 2)), low), high)
        observed = log_probability(a[i], n1[i], n2[i], row)
        top = log_probability(mode, n1[i], n2[i], row)
        if observed >= top - RELATIVE:
            out[i] = math.log1p(-0.5 * _share_as_probable(a[i], observed, n1[i], n2[i], row, low, high)) if mid_p else 0
            continue
        step = -1 if a[i] < mode else 1
        share = _tail(a[i], step, n1[i], n2[i], row, low, high)
        other = _other_side(a[i], observed, mode, n1[i], n2[i], row, low, high)
        half = 0.5 if mid_p else 0.0
        if low <= other <= high:
            first = log_probability(other, n1[i], n2[i], row)
            share += _tail(other, -step, n1[i], n2[i], row, low, high) * math.exp(first - observed)
            half *= 2 if first >= observed - RELATIVE else 1
        out[i] = min(observed + math.log(share - half), 0.0)


@njit(nogil=True, cache=True)
def _share_as_probable(a, observed, n1, n2, row, low, high):
    """Return the probability of `a`, the mode, and of a neighbour that is as probable."""
    share = math.exp(observed)
    for k in (a - 1, a + 1):
        if low <= k <= high and log_probability(k, n1, n2, row) >= observed - RELATIVE:
            share += math.exp(observed)
    return share
