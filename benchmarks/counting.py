"""Text in memory to a table of counts: `count_terms` beside scikit-learn's CountVectorizer.

Each system runs in a process of its own, on the same texts, after one small call that
compiles what there is to compile; rounds alternate.  Peak memory is that of the whole
process, texts included, and beside it what counting added to the texts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sources import peak_memory, un_debates

SYSTEMS = {"CountVectorizer of a list": (0, False), "count_terms of a Corpus, 1 thread": (1, True),
           "count_terms of a Corpus, 2 threads": (2, True), "count_terms of a list, 1 thread": (1, False),
           "count_terms of a list, 2 threads": (2, False)}


def measure(system: str, parquet: Path, rule: str) -> dict[str, object]:
    """Return seconds, memory and the size of the result of one system."""
    import numpy as np

    n_threads, as_corpus = SYSTEMS[system]
    if n_threads:
        import textmine as tm

        tm.count_terms(["compile"], rule=rule, n_threads=n_threads)
        texts = tm.read_corpus(parquet) if as_corpus else pq.read_table(parquet)["text"].to_pylist()
        before, start = peak_memory(), time.perf_counter()
        counts = tm.count_terms(texts, rule=rule, n_threads=n_threads).counts
    else:
        from sklearn.feature_extraction.text import CountVectorizer

        texts = pq.read_table(parquet)["text"].to_pylist()
        before, start = peak_memory(), time.perf_counter()
        counts = CountVectorizer().fit_transform(texts)
    seconds = time.perf_counter() - start
    checksum = int((counts.indices % 9973).sum(dtype=np.int64) + counts.data.sum(dtype=np.int64))
    return {"system": system, "seconds": seconds, "peak MB": peak_memory(), "texts MB": before,
            "terms": counts.shape[1], "tokens": int(counts.sum()), "checksum": checksum}


def main(argv: list[str] | None = None) -> int:
    """Print the table of all rounds' medians, and ratios within rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rule", default="sklearn", help="sklearn (the same table as CountVectorizer) or words")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--parquet", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.system:
        print(json.dumps(measure(options.system, options.parquet, options.rule)))
        return 0
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        parquet = Path(scratch) / "debates.parquet"
        pq.write_table(pa.table({"text": list(un_debates(options.data))}), parquet)
        for number in range(options.rounds):
            for system in SYSTEMS:
                command = [sys.executable, "-m", "benchmarks.counting", "--data", str(options.data), "--rule",
                           options.rule, "--system", system, "--parquet", str(parquet)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                rows.append({"round": number + 1, **json.loads(done.stdout)})
    frame = pd.DataFrame(rows)
    reference = frame[frame.system == "CountVectorizer of a list"].set_index("round")["seconds"]
    frame["times faster"] = frame["round"].map(reference) / frame["seconds"]
    print(frame.round(2).to_string(index=False))
    columns = ["seconds", "times faster", "peak MB"]
    print(frame.groupby("system", sort=False)[columns].median().round(2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
