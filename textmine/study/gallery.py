"""Gallery: one page with all figures of a study, made from their records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

HEADING = "# Figures"


def write_gallery(folder: Path, names: Sequence[str], heading: str, legend: pd.DataFrame) -> Path:
    """Write ``README.md`` in a folder of figures and return its path.

    Parameters
    ----------
    folder : Path
        With the files that `textmine.study.provenance.write_figure` wrote.
    names : sequence of str
        Figures in their order.
    heading : str
        What the study is, in a sentence.
    legend : pandas.DataFrame
        What the names in the figures stand for.
    """
    parts = [HEADING, "", heading, "", *markdown_table(legend), ""]
    for name in names:
        record = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        page = f" · [page]({name}.html)" if (folder / f"{name}.html").is_file() else ""
        parts += [f"## {record['question']}", "", f"![{record['alt_text']}]({name}.png)", "", record["caption"], "",
                  f"[SVG]({name}.svg) · [PDF]({name}.pdf) · [numbers]({name}.csv) · [record]({name}.json){page}", ""]
    path = folder / "README.md"
    if path.is_file() and not path.read_text(encoding="utf-8").startswith(HEADING):
        raise ValueError(f"the folder must not hold a README.md of your own, which the gallery would overwrite, got "
                         f"{str(path)!r}: choose another folder for the figures")
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def markdown_table(table: pd.DataFrame) -> list[str]:
    """Return the lines of a table."""
    rows = [list(table.columns), ["---"] * table.shape[1], *table.astype(str).to_numpy().tolist()]
    return ["| " + " | ".join(row) + " |" for row in rows]
