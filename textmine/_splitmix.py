"""SplitMix64: 64-bit numbers that look random, one for each number given.

The one place of its constants.  Steps of `STEP` from any start, mixed, are a stream of
random numbers; mixed hashes are hashes of which every bit is as good as any other.

References
----------
Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable pseudorandom
number generators. OOPSLA, figures 13 and 16.
"""

from __future__ import annotations

from typing import Any

import numpy as np

STEP = np.uint64(0x9E3779B97F4A7C15)
"""The golden ratio in 64 bits."""

FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mixed(values: Any) -> Any:
    """Return 64-bit integers scrambled so that every bit depends on every other; one to one.

    One number or an array; compiled by those that mix one at a time.

    >>> [hex(value) for value in mixed(np.array([STEP]))]
    ['0xe220a8397b1dcdaf']
    """
    values = (values ^ (values >> np.uint64(30))) * FIRST
    values = (values ^ (values >> np.uint64(27))) * SECOND
    return values ^ (values >> np.uint64(31))
