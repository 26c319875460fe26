"""Exact nearest neighbours of passages: `nearest_documents` beside a direct call of sparse_dot_topn and scikit-learn.

Speeches of the UN General Debate are cut into passages of 150 words and weighted; each system finds the ten
nearest passages of every passage by cosine, on the same rows and with two threads where it has threads.  Rounds
alternate.  scikit-learn is asked in two ways: a product of blocks of rows with all rows and a partition of each,
and ``NearestNeighbors(algorithm="brute")``; both are timed on every tenth row and multiplied, unless --whole asks for
all.  Asked: a time of at most 1.1 times that of sparse_dot_topn, and a fifth of that of scikit-learn; and the same
similarities.  sparse_dot_topn is no dependency: install it to compare.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse

import textmine as tm
from benchmarks.sources import peak_memory, un_debates

TOP, WORDS, BLOCK, SAMPLE = 10, 150, 512, 10


def passages(data: Path, n: int) -> list[str]:
    """Return passages of 150 words, evenly drawn from all speeches."""
    found = []
    for speech in un_debates(data):
        words = speech.split()
        found += [" ".join(words[i:i + WORDS]) for i in range(0, len(words) - WORDS // 2, WORDS)]
    return [found[i] for i in np.linspace(0, len(found) - 1, n).astype(int)] if n < len(found) else found


def unit_rows(table: tm.DocTerm, weight: str) -> sparse.csr_matrix:
    """Return the weighted rows, of length 1."""
    rows = table.weight(weight)
    rows.eliminate_zeros()
    length = np.sqrt(rows.multiply(rows).sum(axis=1).A1)
    return sparse.csr_matrix(sparse.diags(1 / length) @ rows)


def by_dot_topn(rows: sparse.csr_matrix, n_threads: int) -> np.ndarray:
    """Return similarities as sparse_dot_topn finds them, each row's own left out."""
    from sparse_dot_topn import sp_matmul_topn

    found = sp_matmul_topn(rows, rows.T.tocsr(), top_n=TOP + 1, n_threads=n_threads, sort=True)
    return found.data.reshape(-1, TOP + 1)[:, 1:]


def by_blocks(rows: sparse.csr_matrix, asked: sparse.csr_matrix) -> None:
    """Multiply blocks of rows with all rows, and part each row of products."""
    columns = rows.T.tocsr()
    for first in range(0, asked.shape[0], BLOCK):
        products = (asked[first:first + BLOCK] @ columns).toarray()
        np.argpartition(products, -TOP - 1, axis=1)


def by_brute_force(rows: sparse.csr_matrix, asked: sparse.csr_matrix) -> None:
    """Ask scikit-learn."""
    from sklearn.neighbors import NearestNeighbors

    NearestNeighbors(n_neighbors=TOP + 1, metric="cosine", algorithm="brute", n_jobs=2).fit(rows).kneighbors(asked)


def timed(work) -> tuple[float, object]:
    """Return the seconds that some work takes, and what it returns."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main(argv: list[str] | None = None) -> int:
    """Print the times of all rounds; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--weights", nargs="+", default=["log_entropy", "tf_idf"])
    parser.add_argument("--whole", action="store_true", help="time scikit-learn on all rows")
    parser.add_argument("--alone", action="store_true", help="time nearest_documents alone, for many passages")
    options = parser.parse_args(argv)
    table = tm.count_terms(passages(options.data, options.passages))
    print(f"{table}; memory before: {peak_memory():.0f} MB")
    tm.nearest_documents(table[:300], TOP, n_jobs=options.threads)
    good = True
    for weight in options.weights:
        rows = unit_rows(table, weight)
        asked = rows if options.whole else rows[::SAMPLE]
        best: dict[str, list[float]] = {}
        for _ in range(options.rounds):
            seconds, frame = timed(lambda weight=weight: tm.nearest_documents(table, TOP, weight=weight,
                                                                              n_jobs=options.threads))
            best.setdefault("textmine", []).append(seconds)
            if not options.alone:
                seconds, found = timed(lambda rows=rows: by_dot_topn(rows, options.threads))
                best.setdefault("sparse_dot_topn", []).append(seconds)
                gap = np.abs(frame["similarity"].to_numpy(float).reshape(-1, TOP) - found).max()
                good &= gap < 1e-12
                for name, work in (("blocks", by_blocks), ("brute force", by_brute_force)):
                    seconds = timed(lambda work=work, asked=asked, rows=rows: work(rows, asked))[0]
                    best.setdefault(name, []).append(seconds * rows.shape[0] / asked.shape[0])
        print(f"{weight}: " + "; ".join(f"{name} {min(each):.2f} s (median {np.median(each):.2f})"
                                        for name, each in best.items()))
        if not options.alone:
            ratio = np.median(np.divide(best["textmine"], best["sparse_dot_topn"]))
            slowest = np.median(np.divide(np.minimum(best["blocks"], best["brute force"]), best["textmine"]))
            print(f"  asked <= 1.10 of sparse_dot_topn, measured {ratio:.2f}; asked >= 5 times as fast as the faster "
                  f"way of scikit-learn, measured {slowest:.1f}; largest difference {gap:.1e}")
            good &= ratio <= 1.1 and slowest >= 5
    print(f"peak memory {peak_memory():.0f} MB")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
