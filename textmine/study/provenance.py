"""Provenance: a figure is written with everything that it takes to trust it.

Beside the SVG, PDF and PNG lie the numbers drawn (CSV, six significant digits) and
a JSON with caption, alternative text, and digests of corpus, script, parameters
and table.  No clock and no commit: the same inputs give the same bytes in one
environment.  What must match elsewhere is kept apart from what merely informs.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS: Mapping[str, dict[str, Any]] = {
    "svg": {"metadata": {"Date": None}},
    "pdf": {"metadata": {"CreationDate": None}},
    "png": {"metadata": {"Software": None}},
}
PACKAGES = ("textmine", "numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "matplotlib", "nltk", "regex")


@dataclass(frozen=True)
class Record:
    """What is known of one figure.

    Attributes
    ----------
    name : str
        Of the script, the figure and its files.
    question : str
        What the figure answers.
    caption : str
        With units and n.
    alt_text : str
        What the figure shows, for who cannot see it.
    parameters : mapping
        Everything that a reader could set.
    inputs : mapping
        Digests of what went in, under names that a reader understands: the corpus, each
        article, the stop list.
    """

    name: str
    question: str
    caption: str
    alt_text: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, Any]


def write_figure(figure: Figure, table: pd.DataFrame, record: Record, scripts: Sequence[Path],
                 folder: Path) -> list[Path]:
    """Write a figure as SVG, PDF and PNG, its table as CSV and its record as JSON.

    Parameters
    ----------
    figure : matplotlib Figure
    table : pandas.DataFrame
        The numbers drawn.
    record : Record
    scripts : sequence of Path
        What made it: the script and the settings it starts from; their bytes are digested.
    folder : Path
        Made if it does not exist.

    Returns
    -------
    list of Path
        The five files.  Each is written whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {}
    for suffix, options in FORMATS.items():
        buffer = io.BytesIO()
        figure.savefig(buffer, format=suffix, **options)
        contents[suffix] = buffer.getvalue()
    contents["csv"] = table.to_csv(index=False, float_format="%.6g", lineterminator="\n").encode("utf-8")
    contents["json"] = _json(record, scripts, contents["csv"])
    paths = []
    for suffix, content in contents.items():
        path = folder / f"{record.name}.{suffix}"
        write_whole(path, content)
        paths.append(path)
    return paths


def _json(record: Record, scripts: Sequence[Path], table: bytes) -> bytes:
    """Return the record of one figure as JSON with sorted keys."""
    known = {
        "name": record.name, "question": record.question, "caption": record.caption, "alt_text": record.alt_text,
        "must_match": {
            "inputs": dict(record.inputs),
            "scripts": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in scripts},
            "parameters": dict(record.parameters),
            "table": hashlib.sha256(table).hexdigest(),
        },
        "informs": {"python": platform.python_version(), "machine": platform.machine(),
                    **{name: version(name) for name in PACKAGES}},
    }
    return (json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)
