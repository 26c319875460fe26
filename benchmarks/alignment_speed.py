"""Time of the compiled local alignment beside a plain Python one, in one run, on one thread.

Sequences are as long as the content words of sentences, 5 to 40, with frequencies that fall as in Zipf's law.  Both
align the same pairs and must give the same scores; the plain one takes the first few.  At
least 100 times as fast is asked.

    python -m benchmarks.alignment_speed --pairs 200000
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from textmine.stats.local_alignment import alignment_scores

MISMATCH, GAP, PLAIN = 1.0, 0.6, 500


def plain_score(first: list[int], second: list[int], weights: list[float]) -> float:
    """Return the best score of Smith and Waterman's matrix, as in the textbook."""
    table = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    best = 0.0
    for i, a in enumerate(first, 1):
        for j, b in enumerate(second, 1):
            step = weights[a] if a == b else -MISMATCH
            table[i][j] = max(0.0, table[i - 1][j - 1] + step, table[i - 1][j] - GAP, table[i][j - 1] - GAP)
            best = max(best, table[i][j])
    return best


def main(argv: list[str] | None = None) -> int:
    """Print microseconds a pair for both; 1 if the compiled one is less than 100 times as fast, or differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="not needed: taken so that all benchmarks can be called alike")
    parser.add_argument("--pairs", type=int, default=200_000)
    options = parser.parse_args(argv)
    rng = np.random.default_rng(0)
    sizes = rng.integers(5, 41, 5000)
    shares = 1 / (np.arange(2000) + 10.0)
    shares /= shares.sum()
    terms = rng.choice(2000, sizes.sum(), p=shares).astype(np.int32)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    weights, pairs = -np.log(shares), rng.integers(0, len(sizes), (options.pairs, 2))
    alignment_scores(terms, bounds, pairs[:10], weights, MISMATCH, GAP)
    start = time.perf_counter()
    scores = alignment_scores(terms, bounds, pairs, weights, MISMATCH, GAP)
    compiled = (time.perf_counter() - start) / len(pairs)
    rows = [terms[bounds[i]:bounds[i + 1]].tolist() for i in range(len(sizes))]
    listed, few = weights.tolist(), pairs[:PLAIN].tolist()
    start = time.perf_counter()
    expected = [plain_score(rows[i], rows[j], listed) for i, j in few]
    plain = (time.perf_counter() - start) / len(few)
    same = np.array_equal(scores[:len(few)], expected)
    print(f"compiled {1e6 * compiled:8.2f} microseconds a pair, of {len(pairs):,}")
    print(f"plain    {1e6 * plain:8.2f} microseconds a pair, of {len(few):,}")
    print(f"{plain / compiled:.0f} times as fast (asked 100); the same scores: {same}")
    return int(not same or plain < 100 * compiled)


if __name__ == "__main__":
    sys.exit(main())
