"""Near-duplicates: known pairs found, and the time for a large collection."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import textmine as tm
from benchmarks.sources import peak_memory, rows_of, un_debates


def main(argv: list[str] | None = None) -> int:
    """Print pairs found, missed and not known; 1 if one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(argv)
    missed = 0
    for name in ("articles_100", "articles_1000"):
        rows = rows_of(options.data / f"neardup_mccormick/{name}.jsonl.gz")
        truth = (options.data / f"neardup_mccormick/{name}.truth.tsv").read_text(encoding="utf-8")
        known = {frozenset(line.split()) for line in truth.splitlines()[1:]}
        corpus = tm.Corpus.from_texts([row["text"] for row in rows], [row["id"] for row in rows])
        start = time.perf_counter()
        found = tm.duplicates(corpus)
        seconds = time.perf_counter() - start
        pairs = {frozenset(pair) for pair in zip(found["document_a"], found["document_b"], strict=True)}
        missed += len(known - pairs)
        print(f"{name}: {len(known & pairs)} of {len(known)} pairs, {len(pairs - known)} others, {seconds:.1f} s")
    corpus = tm.Corpus.from_texts(list(un_debates(options.data)))
    start = time.perf_counter()
    found = tm.duplicates(corpus)
    print(f"debates: {len(corpus):,} speeches, {len(found)} pairs, {time.perf_counter() - start:.1f} s, peak "
          f"{peak_memory():.0f} MB")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
