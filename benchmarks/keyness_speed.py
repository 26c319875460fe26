"""Keyness of all countries of the United Nations at once: time and memory.

10,568 speeches, words in five and more of them, every country against all others, with intervals and q over all
rows, the first twenty words of each country.  Peak memory is that of a process that reads a counted table.
"""

from __future__ import annotations

import argparse
import json
import lzma
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import textmine as tm

TOP_N, LEAST = 20, 5


def prepare(data: Path, folder: Path) -> Path:
    """Count the speeches, and write the table."""
    with lzma.open(data / "ungdc/ungdc_1946_2022.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    names = [f"{row['iso3']}_{row['session']}_{row['year']}" for row in rows]
    corpus = tm.Corpus.from_texts([row["text"] for row in rows], names, {"country": [row["iso3"] for row in rows]})
    table = tm.count_terms(corpus).trim(min_docs=LEAST)
    path = folder / "un.textmine"
    tm.save(table, path)
    return path


def measure(path: Path) -> dict[str, float | str]:
    """Time keyness of the table, in a process of its own."""
    table = tm.load(path)
    tm.keyness(table[:200].trim(min_docs=LEAST), by="country", top_n=1)
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    begin = time.perf_counter()
    rows = tm.keyness(table, by="country", top_n=TOP_N)
    seconds = time.perf_counter() - begin
    return {"documents": len(table), "terms": len(table.terms), "countries": rows["group"].nunique(),
            "tests": rows["group"].nunique() * len(table.terms), "seconds": round(seconds, 1),
            "peak GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
            "of it before": round(loaded, 2), "first words": ", ".join(rows.groupby("group")["term"].first().head(8))}


def main(argv: list[str] | None = None) -> int:
    """Print time and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--table", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.table:
        print(json.dumps(measure(options.table)))
        return 0
    if not options.data:
        parser.error("give --data DIR")
    with tempfile.TemporaryDirectory() as scratch:
        path = prepare(options.data, Path(scratch))
        command = [sys.executable, "-m", "benchmarks.keyness_speed", "--table", str(path)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    for name, value in json.loads(done.stdout).items():
        print(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
