"""Compiled clouds: which points in the plane of two texts belong together."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from textmine.proximity.reuse._seeds import GAPS


@njit(nogil=True, cache=True)
def sort(order, lo, hi, values):
    """Sort ``order[lo:hi]`` by their `values`."""
    part = order[lo:hi].copy()
    order[lo:hi] = part[np.argsort(values[part], kind="mergesort")]


@njit(nogil=True, cache=True)
def joined(x, y, gap):
    """Return an order of points, and the bounds in it of the largest sets that no gap wider than `gap` parts.

    Cut on one axis, then each part on the other, until nothing falls apart.  A set without gaps lies in one part of
    every cut: the result is the same whichever axis comes first.
    """
    order, n_bounds = np.arange(len(x)), 1
    bounds = np.zeros(len(x) + 1, np.int64)
    stack = [(0, len(x), False, False)]
    while len(stack):
        lo, hi, by_y, whole = stack.pop()
        values = y if by_y else x
        sort(order, lo, hi, values)
        right = hi
        for k in range(hi - 1, lo, -1):
            if values[order[k]] - values[order[k - 1]] > gap:
                stack.append((k, right, not by_y, False))
                right = k
        if right < hi or not whole:
            stack.append((lo, right, not by_y, right == hi))
        else:
            bounds[n_bounds] = hi
            n_bounds += 1
    return order, np.sort(bounds[:n_bounds])


@njit(nogil=True, cache=True)
def _root(parent, i):
    """Return the point that stands for the cloud of point `i`."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@njit(nogil=True, cache=True)
def clusters(x, y, gap):
    """Return an order of points, and the bounds in it of the sets that links no longer than `gap` on either axis join.

    Sets in the order of their first points; single linkage by the larger of the two distances.
    """
    by_x = np.argsort(x, kind="mergesort")
    parent = np.arange(len(x))
    begin = 0
    for k in range(len(x)):
        i = by_x[k]
        while x[i] - x[by_x[begin]] > gap:
            begin += 1
        for m in range(begin, k):
            j = by_x[m]
            if abs(y[i] - y[j]) <= gap:
                a, b = _root(parent, i), _root(parent, j)
                if a != b:
                    parent[max(a, b)] = min(a, b)
    root = np.empty(len(x), np.int64)
    for i in range(len(x)):
        root[i] = _root(parent, i)
    order = np.argsort(root, kind="mergesort")
    bounds = [0]
    for k in range(1, len(x)):
        if root[order[k]] != root[order[k - 1]]:
            bounds.append(k)
    bounds.append(len(x))
    return order, np.array(bounds)


@njit(nogil=True, cache=True)
def widest_gap(n_points, width, height):
    """Return how many words may part two neighbours of one passage: the fewer, the more points there are.

    So many that a point of chance has a quarter of a neighbour; at least `GAPS[0]`, at most `GAPS[1]`.
    """
    spread = math.sqrt(width * height / n_points) / 4
    return min(max(spread, GAPS[0]), GAPS[1])
