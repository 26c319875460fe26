"""Random numbers for compiled kernels: one stream for each key, in any order and on any thread.

A stream is an array of one 64-bit number that each draw moves on (SplitMix64).
`key` mixes what names the stream (seed, chain, sweep, block), so that a block of
a sweep, or an order of units, draws the same numbers whatever ran before it or beside it.

References
----------
Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable pseudorandom
number generators. OOPSLA, figure 16.
Marsaglia, G. and Tsang, W. W. (2000). A simple method for generating gamma
variables. ACM Transactions on Mathematical Software 26(3), section 5.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine._splitmix import STEP, mixed

_MASK = (1 << 64) - 1

mix = njit(nogil=True, cache=True)(mixed)
"""64 bits that look random, one for each value."""


def key(*names: int) -> np.uint64:
    """Return the start of the stream that these whole numbers name."""
    state = 0
    for name in names:
        state = int(mix(np.uint64((state + int(STEP) + int(name)) & _MASK)))
    return np.uint64(state)


@njit(nogil=True, cache=True)
def uniform(stream):
    """Return a number in (0, 1) with 53 random bits."""
    stream[0] += STEP
    return (np.float64(np.int64(mix(stream[0]) >> np.uint64(12))) + 0.5) * 2.0**-52


@njit(nogil=True, cache=True)
def normal(stream):
    """Return a standard normal number, by the polar method."""
    while True:
        x, y = 2 * uniform(stream) - 1, 2 * uniform(stream) - 1
        radius = x * x + y * y
        if 0 < radius < 1:
            return x * np.sqrt(-2 * np.log(radius) / radius)


@njit(nogil=True, cache=True)
def log_gamma_variate(shape, stream):
    """Return the logarithm of a Gamma(shape, 1) number; finite for the smallest shapes."""
    extra = 0.0
    if shape < 1:
        extra = np.log(uniform(stream)) / shape
        shape += 1
    d = shape - 1 / 3
    c = 1 / np.sqrt(9 * d)
    while True:
        x = normal(stream)
        v = (1 + c * x) ** 3
        if v > 0 and np.log(uniform(stream)) < 0.5 * x * x + d - d * v + d * np.log(v):
            return np.log(d * v) + extra


@njit(nogil=True, cache=True)
def dirichlet(weights, out, stream):
    """Fill `out` with a draw from Dir(weights); no share is 0, the least is about 1e-300."""
    top = -np.inf
    for k in range(len(weights)):
        out[k] = log_gamma_variate(weights[k], stream)
        top = max(top, out[k])
    total = 0.0
    for k in range(len(weights)):
        out[k] = np.exp(max(out[k] - top, -690.0))
        total += out[k]
    for k in range(len(weights)):
        out[k] /= total
