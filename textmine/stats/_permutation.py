"""Compiled permutation of units between groups: many orders at a time, word by word.

A block of orders is dealt out first: `labels` says for each unit and order into which sum its counts go.
Then each word's few occupied units add themselves to the sums of all orders of the block, which
stay in the nearest cache, and G² of each group against the rest is compared with the observed one.  Most need
no logarithm, since two bounds decide: ``G² <= 2 X²`` with Pearson's X², as ``ln(1 + x) <= x``; and with d = a - E1,
``G² >= d² / max(a, E1) + d² / max(b, E2)``, as the divergence of two shares is ``(p - q)² / (2 r (1 - r))`` for some r
between them.  A stream of random numbers is named by (seed, order): any split of orders over threads
gives the same bytes.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from textmine.stats._random import STEP, mix, uniform

ORDERS = 64
"""Orders in a block."""

MARGIN, TINY = 1e-9, 1e-300
"""What rounding may add to a bound, and what stands for a divisor of 0."""


@njit(nogil=True, cache=True)
def deal(group, sizes, n_groups, seed, first, n_orders, labels, tokens):
    """Fill `labels` and `tokens` with orders `first` to ``first + n_orders``.

    Parameters
    ----------
    group, sizes : int64 and float arrays of shape (units,)
    labels : int32 array of shape (units, ORDERS)
        The place of each unit's counts among (group, order), flat.
    tokens : float array of shape (G, ORDERS)
        Tokens of each group.
    """
    order, stream = group.copy(), np.empty(1, np.uint64)
    tokens[:] = 0
    for o in range(n_orders):
        stream[0] = mix(seed + np.uint64(first + o + 1) * STEP)
        order[:] = group
        for i in range(len(order) - 1, 0, -1):
            j = int(uniform(stream) * (i + 1))
            order[i], order[j] = order[j], order[i]
        for i in range(len(order)):
            labels[i, o] = order[i] * ORDERS + o
            tokens[order[i], o] += sizes[i]


@njit(nogil=True, cache=True, inline="always")
def _log(count, logs):
    """Return ln of a count, from the table of whole numbers if it is there."""
    return logs[int(count)] if count < len(logs) else math.log(count)


@njit(nogil=True, cache=True)
def g2(a, b, n1, n2, log_n1, log_n2, log_rate, log_rest, logs):
    """Return G² over 4 cells; `log_rate` and `log_rest` are ln of the word's share of all tokens and of 1 minus it."""
    c, d = n1 - a, n2 - b
    first = a * (_log(a, logs) - log_n1 - log_rate) if a > 0 else 0.0
    second = b * (_log(b, logs) - log_n2 - log_rate) if b > 0 else 0.0
    third = c * (math.log1p(-a / n1) - log_rest) if c > 0 else 0.0
    fourth = d * (math.log1p(-b / n2) - log_rest) if d > 0 else 0.0
    return max(2 * ((first + second) + (third + fourth)), 0.0)


@njit(nogil=True, cache=True)
def observe(starts, units, counts, group, tokens, totals, logs, out):
    """Fill `out`, shape (V, sides), with G² of the groups as they are; `tokens` of shape (G,)."""
    n, sums = tokens.sum(), np.zeros(len(tokens))
    for w in range(len(totals)):
        sums[:] = 0
        for i in range(starts[w], starts[w + 1]):
            sums[group[units[i]]] += counts[i]
        row = totals[w]
        log_rate = math.log(row / n) if row > 0 else 0.0
        log_rest = math.log1p(-row / n) if row < n else 0.0
        for g in range(out.shape[1]):
            n1, n2 = tokens[g], n - tokens[g]
            if n1 > 0 and n2 > 0:
                out[w, g] = g2(sums[g], row - sums[g], n1, n2, math.log(n1), math.log(n2), log_rate, log_rest, logs)


@njit(nogil=True, cache=True)
def exceed(starts, units, counts, labels, tokens, n_orders, totals, threshold, logs, with_top, exceeding, top):
    """Add to `exceeding` how often G² reaches its threshold in a block of orders, and to `top` its maxima.

    Parameters
    ----------
    starts, units, counts : int64, int32 and float arrays of a CSC matrix of shape (units, V)
    labels, tokens
        From `deal`.
    totals : float array of shape (V,)
    threshold : float array of shape (V, sides)
        Sides are groups; one is enough for two groups, whose G² are the same.
    logs : float array
        ln of 0, 1, 2 …; empty for weights that are not whole numbers.
    with_top : bool
        Whether maxima are wanted, which takes more time.
    exceeding : int32 array of shape (V, sides)
    top : float array of shape (ORDERS,)
        The largest G² of each order, over words and groups.
    """
    n_groups, n_sides = tokens.shape[0], threshold.shape[1]
    n = tokens[:, 0].sum()
    log_n1, log_n2 = np.zeros((n_sides, ORDERS)), np.zeros((n_sides, ORDERS))
    spread = np.zeros((n_sides, ORDERS))
    for g in range(n_sides):
        for o in range(n_orders):
            n1, n2 = tokens[g, o], n - tokens[g, o]
            if n1 > 0 and n2 > 0:
                log_n1[g, o], log_n2[g, o] = math.log(n1), math.log(n2)
                spread[g, o] = 2 * (n / n1) * (n / n2) * n
    sums, most, least = np.zeros(n_groups * ORDERS), np.empty(ORDERS), np.empty(ORDERS)
    for w in range(len(totals)):
        row = totals[w]
        if row <= 0 or row >= n:
            exceeding[w] += n_orders
            continue
        sums[:] = 0
        for i in range(starts[w], starts[w + 1]):
            count, unit = counts[i], labels[units[i]]
            if n_sides == 1:  # only the first group is asked for: no place to look up, so that lanes go together
                for o in range(ORDERS):
                    sums[o] += count if unit[o] < ORDERS else 0.0
            else:
                for o in range(n_orders):
                    sums[unit[o]] += count
        log_rate, log_rest = math.log(row / n), math.log1p(-row / n)
        rate, scale = row / n, 1 / (row * (n - row))
        for g in range(n_sides):
            needed, side, found = threshold[w, g], sums[g * ORDERS:(g + 1) * ORDERS], 0
            for o in range(ORDERS):
                e1, e2 = tokens[g, o] * rate, (n - tokens[g, o]) * rate
                away = (side[o] - e1) * (side[o] - e1)
                most[o] = away * spread[g, o] * scale * (1 + MARGIN)
                least[o] = away * (1 / max(side[o], e1, TINY) + 1 / max(row - side[o], e2, TINY)) * (1 - MARGIN)
            for o in range(n_orders):
                if with_top and most[o] > top[o] or most[o] >= needed > least[o]:
                    a, n1 = side[o], tokens[g, o]
                    value = 0.0
                    if spread[g, o] > 0:
                        value = g2(a, row - a, n1, n - n1, log_n1[g, o], log_n2[g, o], log_rate, log_rest, logs)
                    found += value >= needed
                    top[o] = max(top[o], value)
                else:
                    found += least[o] >= needed
            exceeding[w, g] += found
