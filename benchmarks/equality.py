"""Tokens and tables equal to CountVectorizer's, and to themselves, on whole collections.

For each collection: the tokens of ``tokenize(rule="sklearn")`` against those of CountVectorizer's own
analyzer, document by document, each leading back to its place in the text; the tables of
`count_terms` for one, two and three threads and other hash seeds, by their digest.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer

import textmine as tm
from benchmarks.sources import newsgroups, un_debates

COLLECTIONS: dict[str, Callable[[Path], Iterator[str]]] = {"newsgroups": newsgroups, "un_debates": un_debates}
BATCH = 500


def digest(table: tm.DocTerm) -> str:
    """Return the SHA-256 of a table: its terms and the arrays of its rows."""
    parts = [array.astype("<i8").tobytes() for array in (table.counts.indptr, table.counts.indices, table.counts.data)]
    return hashlib.sha256(b"".join(["\n".join(table.terms).encode(), *parts])).hexdigest()


def same_tokens(texts: list[str]) -> tuple[int, int]:
    """Return the number of tokens, and of those that differ from CountVectorizer's or are not at their place."""
    analyze = CountVectorizer().build_analyzer()
    n_tokens, wrong = 0, 0
    for first in range(0, len(texts), BATCH):
        batch = texts[first:first + BATCH]
        tokens = tm.tokenize(tm.Corpus.from_texts(batch), rule="sklearn")
        for number, text in enumerate(batch):
            ours, theirs = tokens.words(number), analyze(text)
            place = slice(tokens.bounds[number], tokens.bounds[number + 1])
            n_tokens += len(theirs)
            wrong += abs(len(ours) - len(theirs)) + sum(a != b for a, b in zip(ours, theirs, strict=False))
            wrong += sum(text[start:stop].lower() != each for each, start, stop in zip(
                ours, tokens.starts[place].tolist(), tokens.stops[place].tolist(), strict=True))
    return n_tokens, wrong


def main(argv: list[str] | None = None) -> int:
    """Print what was compared; 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--collection", choices=COLLECTIONS, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.collection:
        print(digest(tm.count_terms(list(COLLECTIONS[options.collection](options.data)), rule="sklearn")))
        return 0
    failed = 0
    for name, source in COLLECTIONS.items():
        texts = list(source(options.data))
        vectorizer = CountVectorizer()
        counts = vectorizer.fit_transform(texts)
        tables = [tm.count_terms(texts, rule="sklearn", n_threads=n) for n in (1, 2, 3)]
        terms = vectorizer.get_feature_names_out().tolist()
        different = sum((table.counts != counts).nnz + (list(table.terms) != terms) for table in tables)
        digests = {digest(table) for table in tables}
        for seed in ("1", "2"):
            command = [sys.executable, "-m", "benchmarks.equality", "--data", str(options.data), "--collection", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True,
                                  env={**os.environ, "PYTHONHASHSEED": seed})
            digests.add(done.stdout.strip())
        n_tokens, wrong = same_tokens(texts)
        print(f"{name}: {len(texts):,} texts, {len(terms):,} terms, {different} cells differ; {len(digests)} digest in "
              f"5 runs; {n_tokens:,} tokens, {wrong} differ or are not at their place", flush=True)
        failed += different + wrong + len(digests) - 1
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
