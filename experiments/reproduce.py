"""Rebuild every figure in a scratch folder and compare: ``python -m experiments.reproduce``.

Compares with the folder ``figures`` and names whatever drifted: the article, the stop
list, the script or the parameter behind it, and each number and drawing.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
from pathlib import Path

from experiments.__main__ import main as run_experiments
from experiments.study import FIGURES
from textmine.study.comparison import study_drift


def main(argv: list[str] | None = None) -> int:
    """Return 0 if everything agrees, 1 if something drifted, and the status of a failed rebuild."""
    parser = argparse.ArgumentParser(prog="python -m experiments.reproduce", description=__doc__)
    parser.add_argument("--expected", type=Path, default=FIGURES, metavar="FOLDER",
                        help="the figures to hold against; default: figures")
    parser.add_argument("--found", type=Path, metavar="FOLDER", help="figures made before; default: rebuild them now")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        found = options.found
        if found is None:
            found = Path(scratch)
            with contextlib.redirect_stdout(io.StringIO() if not sys.stdout.isatty() else sys.stdout):
                status = run_experiments(["--output", scratch])
            if status:
                return status
        drift = study_drift(options.expected, found)
    print("\n".join(drift) if drift else f"all figures of {options.expected} hold: tables, drawings and records agree")
    return int(bool(drift))


if __name__ == "__main__":
    sys.exit(main())
