"""Sketches: known near-duplicates, excerpts in longer texts, and thousands of copies.

Asked: every known near-duplicate pair by estimate alone; at least 95 % of excerpts of 100 words or more, each put
between other words, by containment, and no text that does not hold it; rows that grow with the copies, not with
their square.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

import textmine as tm
from benchmarks.sources import peak_memory, rows_of, un_debates


def near_duplicates(data: Path) -> bool:
    """Print the known pairs found by estimates; return whether all were."""
    good = True
    for name in ("articles_100", "articles_1000"):
        rows = rows_of(data / f"neardup_mccormick/{name}.jsonl.gz")
        truth = (data / f"neardup_mccormick/{name}.truth.tsv").read_text(encoding="utf-8")
        known = {frozenset(line.split()) for line in truth.splitlines()[1:]}
        corpus = tm.Corpus.from_texts([row["text"] for row in rows], [row["id"] for row in rows])
        start = time.perf_counter()
        found = tm.sketch(corpus).pairs(0.7, texts=corpus)
        pairs = {frozenset(pair) for pair in zip(found["document"], found["other"], strict=True)}
        print(f"{name}: {len(known & pairs)} of {len(known)} pairs, {len(pairs - known)} others, least "
              f"{found['exact'].min():.2f}, {time.perf_counter() - start:.1f} s")
        good &= known <= pairs
    return good


def excerpts(data: Path, n: int = 500) -> bool:
    """Print the recall of excerpts by their length; return whether it is high from 100 words on."""
    speeches = [speech for speech in un_debates(data) if len(speech.split()) > 1500][::4][:2 * n]
    rng, parts, known = np.random.default_rng(0), [], {}
    for i, speech in enumerate(speeches[:n]):
        words, other = speech.split(), speeches[n + i].split()
        size = (50, 100, 200, 400)[i % 4]
        start = int(rng.integers(0, len(words) - size))
        parts.append(" ".join(other[:size // 10] + words[start:start + size] + other[-size // 10:]))
        known[f"part{i:03}"] = (f"speech{i:03}", size)
    sources = tm.sketch(tm.Corpus.from_texts(speeches[:n], [f"speech{i:03}" for i in range(n)]))
    start = time.perf_counter()
    found = tm.sketch(tm.Corpus.from_texts(parts, list(known))).pairs(0.5, "containment", other=sources)
    hit = dict(zip(zip(found["document"], found["other"], strict=True), found["similarity"], strict=True))
    good = True
    for size in (50, 100, 200, 400):
        own = [name for name, (_, length) in known.items() if length == size]
        recall = np.mean([(name, known[name][0]) in hit for name in own])
        good &= size < 100 or recall >= 0.95
        print(f"excerpts of {size} words (true share about .8, asked .5): recall {recall:.3f}")
    wrong = [known[name][1] for name, other in hit if known[name][0] != other]
    print(f"pairs with another speech: {wrong.count(50)} of excerpts of 50 words (some 5 shingles sampled, formulas "
          f"among them), {sum(size > 50 for size in wrong)} of longer ones; {time.perf_counter() - start:.1f} s")
    return good and all(size == 50 for size in wrong)


def copies(n: int = 5_000) -> bool:
    """Print the time for copies and near-copies of one text; return whether rows stay few."""
    text = " ".join(f"word{i}" for i in range(300))
    corpus = tm.Corpus.from_texts([text] * n + [f"{text} end {i}" for i in range(n)])
    start = time.perf_counter()
    found = tm.sketch(corpus)
    clusters = found.clusters()
    print(f"{2 * n:,} copies and near-copies: {len(clusters):,} rows in {clusters['representative'].nunique()} "
          f"cluster, {time.perf_counter() - start:.1f} s, peak {peak_memory():.0f} MB")
    return len(clusters) == 2 * n


def main(argv: list[str] | None = None) -> int:
    """Print what was found; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(argv)
    good = [near_duplicates(options.data), excerpts(options.data), copies()]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
