"""Draw all figures for corpora that the package has never seen."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.sources import conventions, inaugural, irish_budget, write_csv
from experiments.__main__ import main as run_experiments

CORPORA = (("inaugural", inaugural, "century"), ("conventions", conventions, "party"),
           ("irish_budget", irish_budget, "party"))


def main() -> None:
    """Write CSV files and figures below the output folder, and say how long each corpus took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--output", type=Path, default=Path("build/other_corpora"), metavar="FOLDER")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for name, read, by in CORPORA:
        path = write_csv(read(options.data), options.output / f"{name}.csv")
        begin = time.perf_counter()
        status = run_experiments(["--corpus", str(path), "--by", by, "--output", str(options.output / name)])
        print(f"{name} by {by}: exit {status}, {time.perf_counter() - begin:.0f} s\n")


if __name__ == "__main__":
    main()
