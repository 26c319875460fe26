"""How much of what was chosen the first phrases of a list are worth: credit by depth.

A chosen phrase gives credit once, however many of its variants are found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

Chosen = Sequence[frozenset[str]]


def exact(guesses: Sequence[str], chosen: Chosen, depths: Sequence[int]) -> list[float]:
    """Return how many chosen phrases are among the first guesses, for each depth.

    Parameters
    ----------
    guesses : sequence of str
        Stemmed phrases, the best first.
    chosen : sequence of frozenset of str
        The stemmed variants of each phrase; no variant in two.
    depths : sequence of int

    Examples
    --------
    >>> exact(["war", "peac talk"], [frozenset({"peac talk", "talk"}), frozenset({"trade"})], [1, 2])
    [0.0, 1.0]
    """
    owner = {variant: i for i, variants in enumerate(chosen) for variant in variants}
    hits = [owner.get(guess) for guess in guesses]
    return [float(len({i for i in hits[:n] if i is not None})) for n in depths]


def partial(guesses: Sequence[str], chosen: Chosen, depths: Sequence[int]) -> list[float]:
    """Return the credit of the first guesses, each paired with at most one chosen phrase, for each depth.

    A pair is worth ``2 |a ∩ b| / (|a| + |b|)`` of its stems, for the best variant; pairs are those with the largest
    sum.

    Examples
    --------
    >>> partial(["peac talk", "peac"], [frozenset({"peac treati"})], [1, 2])
    [0.5, 0.6666666666666666]
    """
    from scipy.optimize import linear_sum_assignment

    variants = [[set(variant.split()) for variant in sorted(each)] for each in chosen]
    words = [set(guess.split()) for guess in guesses[:max(depths)]]
    credit = np.array([[max(2 * len(a & b) / (len(a) + len(b)) for b in each) for each in variants] for a in words])
    credit = credit.reshape(len(words), len(chosen))
    return [float(credit[:n][linear_sum_assignment(credit[:n], maximize=True)].sum()) for n in depths]


MATCHING: Mapping[str, Callable[[Sequence[str], Chosen, Sequence[int]], list[float]]] = {
    "exact": exact, "partial": partial}
