"""Rebuild every figure in a scratch folder and compare: ``python -m experiments.reproduce``.

Compares with the folder ``figures`` and names whatever drifted: the article, the stop
list, the script or the parameter behind it, and each number and drawing.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path

import click

from experiments.__main__ import main as run_experiments
from experiments.study import FIGURES
from textmine.cli import run
from textmine.study.comparison import study_drift


@click.command()
@click.option("--expected", type=click.Path(path_type=Path), default=FIGURES, metavar="FOLDER", show_default=True,
              help="The figures to hold against.")
@click.option("--found", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Figures made before; by default they are rebuilt now.")
def reproduce(expected: Path, found: Path | None) -> int:
    """Rebuild every figure in a scratch folder, compare, and name whatever drifted.

    Exit status 0 if everything agrees, 1 if something drifted.
    """
    with tempfile.TemporaryDirectory() as scratch:
        if found is None:
            found = Path(scratch)
            with contextlib.redirect_stdout(io.StringIO() if not sys.stdout.isatty() else sys.stdout):
                status = run_experiments(["--output", scratch])
            if status:
                return status
        drift = study_drift(expected, found)
    click.echo("\n".join(drift) if drift else f"all figures of {expected} hold: tables, drawings and records agree")
    return int(bool(drift))


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    return run(reproduce, argv, "python -m experiments.reproduce")


if __name__ == "__main__":
    sys.exit(main())
