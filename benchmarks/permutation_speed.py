"""Time of permutation keyness: `permutation_test` beside a plain NumPy loop over orders.

Random documents of about 400 words: frequencies fall as in Zipf's law, each document has its own mixture of
words (gamma bursts).  Every order exchanges whole documents between the groups and takes G² of every word in
every group.  The loop is the one that a reader of the formula would write, dense and one order at a time; it
runs fewer orders, and its time is scaled.  Both take the same orders once, and must count the same.

    python -m benchmarks.permutation_speed --documents 400 --terms 5000 --groups 2 --orders 9999 --threads 2
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import xlogy

from textmine.stats._permutation import ORDERS, deal
from textmine.stats.resampling import permutation_test

LOOP_ORDERS = 64


def corpus(documents: int, terms: int, groups: int) -> tuple[sparse.csr_matrix, NDArray, NDArray]:
    """Return counts, sizes and groups of random documents."""
    rng = np.random.default_rng(0)
    shares = 1 / (np.arange(terms) + 10.0)
    sizes = rng.integers(250, 550, documents)
    rows = []
    for n in sizes:
        mixed = shares * rng.gamma(0.5, 2, terms)
        rows.append(sparse.csr_matrix(rng.multinomial(n, mixed / mixed.sum())))
    return sparse.vstack(rows).tocsr(), sizes, np.arange(documents) % groups


def g2(a: NDArray, n1: NDArray, b: NDArray, n2: NDArray) -> NDArray:
    """Return G², as in the textbook."""
    n, row = n1 + n2, a + b
    observed = xlogy(a, a) + xlogy(b, b) + xlogy(n1 - a, n1 - a) + xlogy(n2 - b, n2 - b)
    return 2 * (observed - xlogy(n1, n1) - xlogy(n2, n2) - xlogy(row, row) - xlogy(n - row, n - row) + xlogy(n, n))


def by_loop(counts: NDArray, sizes: NDArray, group: NDArray, groups: int, orders: NDArray) -> NDArray:
    """Return how often G² of the orders reaches the observed one, shape (G, V)."""
    def statistics(labels: NDArray) -> NDArray:
        members = np.eye(groups)[labels].T
        a, n1 = members @ counts, (members @ sizes)[:, None]
        return g2(a, n1, counts.sum(axis=0) - a, sizes.sum() - n1)

    needed = statistics(group) - 1e-6
    return sum((statistics(order) >= needed for order in orders), np.zeros(needed.shape, int))


def main() -> None:
    """Print the seconds of both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("documents", 400), ("terms", 5000), ("groups", 2), ("orders", 9999), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    counts, sizes, group = corpus(given.documents, given.terms, given.groups)
    print(f"{given.documents} documents x {given.terms} terms, {counts.nnz / given.documents:.0f} different ones in "
          f"each, {given.groups} groups, {given.orders} orders")
    labels, tokens = np.zeros((given.documents, ORDERS), np.int32), np.zeros((given.groups, ORDERS))
    deal(group, sizes.astype(float), given.groups, np.uint64(0), 0, ORDERS, labels, tokens)
    dense, start = counts.toarray().astype(float), time.perf_counter()
    looped = by_loop(dense, sizes, group, given.groups, labels.T[:LOOP_ORDERS] // ORDERS)
    loop = (time.perf_counter() - start) / LOOP_ORDERS * given.orders
    print(f"NumPy loop           {loop:8.1f} s (from {LOOP_ORDERS} orders)")
    ours = permutation_test(counts, sizes, group, given.groups, LOOP_ORDERS, 0, max_t=True).p_value
    agree = np.isclose(ours * (LOOP_ORDERS + 1) - 1, looped).mean()
    for max_t in (True, False):
        for threads in (1, given.threads):
            start = time.perf_counter()
            permutation_test(counts, sizes, group, given.groups, given.orders, 0, max_t=max_t, n_jobs=threads)
            seconds = time.perf_counter() - start
            what = "all words, with maxT" if max_t else "settling words early"
            print(f"{what} {seconds:8.2f} s, {threads} threads, {loop / seconds:.0f} times as fast")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"same counts in {agree:.2%} of cells; memory at most {peak:.0f} MiB")


if __name__ == "__main__":
    main()
