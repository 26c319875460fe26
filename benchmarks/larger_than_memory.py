"""A Parquet corpus larger than memory: counted to disk, in bounded memory and linear time.

The debates are repeated with altered words (every eleventh word gets the number of the
copy), so that the vocabulary grows too, until the Parquet files hold as many gigabytes of
text as asked for; they are written to a scratch folder.  Counting runs in a process of its
own, for a tenth of the corpus and for all of it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sources import peak_memory, un_debates


def altered(text: str, copy: int) -> str:
    """Return a text in which every eleventh word has the number of the copy."""
    words = text.split(" ")
    words[copy % 11::11] = [f"{word}{copy}" if word.isalpha() else word for word in words[copy % 11::11]]
    return " ".join(words)


def write_corpus(data: Path, folder: Path, gigabytes: float) -> int:
    """Write Parquet files of so many gigabytes of text, a copy of the debates in each; return the bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = list(un_debates(data))
    size, copy = 0, 0
    while size < gigabytes * 1e9:
        changed = [altered(text, copy) for text in texts]
        size += sum(len(text.encode()) for text in changed)
        table = pa.table({"text": pa.array(changed, pa.large_string()), "copy": pa.array([copy] * len(texts))})
        pq.write_table(table, folder / f"{copy:03d}.parquet")
        copy += 1
    return size


def count(folder: Path, to: Path, n_threads: int) -> dict[str, object]:
    """Count a folder of Parquet files to `to`, and say what it took."""
    import textmine as tm

    tm.count_terms(tm.Corpus.from_texts(["compile"]), n_threads=n_threads)
    start = time.perf_counter()
    table = tm.count_terms(tm.scan_corpus(folder), n_threads=n_threads, to=to)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak MB": peak_memory(),
            "documents": len(table), "terms": table.shape[1], "cells": table.counts.nnz,
            "tokens": int(table.sizes.sum())}


def main(argv: list[str] | None = None) -> int:
    """Print time and memory for a tenth and for all of the corpus; 1 if all took more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--limit", type=float, default=2000, metavar="MB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.folder:
        with tempfile.TemporaryDirectory(dir=options.folder.parent) as scratch:
            print(json.dumps(count(options.folder, Path(scratch) / "counts", options.threads)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        measured = []
        for name, gigabytes in (("tenth", options.gigabytes / 10), ("all", options.gigabytes)):
            size = write_corpus(options.data, Path(scratch) / name, gigabytes)
            command = [sys.executable, "-m", "benchmarks.larger_than_memory", "--data", str(options.data), "--threads",
                       str(options.threads), "--folder", str(Path(scratch) / name)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            measured.append((size, found))
            print(f"{size / 1e9:.2f} GB: {found['seconds']:.1f} s, {size / 1e6 / found['seconds']:.0f} MB/s, peak "
                  f"{found['peak MB']:.0f} MB; {found['documents']:,} documents, {found['terms']:,} terms, "
                  f"{found['cells']:,} cells, {found['tokens']:,} tokens", flush=True)
        (small, first), (large, last) = measured
        print(f"{large / small:.1f} times the bytes took {last['seconds'] / first['seconds']:.1f} times as long")
    return int(last["peak MB"] > options.limit)


if __name__ == "__main__":
    sys.exit(main())
