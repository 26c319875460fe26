"""Comparison: do two folders of figures say the same, and if not, what changed?

In tables text must be equal, and numbers must agree to a relative tolerance, since
another processor may round the last digit differently.  In records every digest
must be equal.  Drawings must be equal to the byte where the same versions of all
packages drew them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

RTOL = 1e-5
"""One unit in the last of six significant digits."""


def table_drift(expected: Path, found: Path, rtol: float = RTOL) -> list[str]:
    """Return what differs between two CSV files, a sentence each; nothing if they agree.

    Parameters
    ----------
    expected, found : Path
    rtol : float, default 1e-5
        Largest relative difference of numbers.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("term,rate\\npeace,1\\n")
    >>> _ = (folder / "b.csv").write_text("term,rate\\npeace,2\\n")
    >>> table_drift(folder / "a.csv", folder / "b.csv")
    ['b.csv: row 1, column rate: expected 1, found 2']
    """
    if not found.is_file():
        return [f"{found.name}: expected a table, found none"]
    before, after = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (expected, found))
    columns, found_columns = (list(map(str, table.columns)) for table in (before, after))
    if columns != found_columns:
        return [f"{found.name}: expected the columns {', '.join(columns)}, found {', '.join(found_columns)}"]
    if len(before) != len(after):
        return [f"{found.name}: expected {len(before)} rows, found {len(after)}"]
    return [f"{found.name}: row {i + 1}, column {column}: expected {old}, found {new}"
            for column in columns
            for i, (old, new) in enumerate(zip(before[column], after[column], strict=True))
            if old != new and not _agree(old, new, rtol)]


def _agree(old: str, new: str, rtol: float) -> bool:
    """Return whether two cells are numbers that agree."""
    try:
        return bool(np.isclose(float(old), float(new), rtol=rtol, atol=0, equal_nan=True))
    except ValueError:
        return False


def study_drift(expected: Path, found: Path) -> list[str]:
    """Return what differs between two folders that `write_figure` filled, a sentence each.

    Causes come first: articles, stop list, scripts and parameters; then tables and drawings.

    Parameters
    ----------
    expected, found : Path
        Such as the committed folder, and one just rebuilt.
    """
    names = [path.stem for path in sorted(expected.glob("*.json"))]
    if not names:
        return [f"{expected}: expected figures with their records, found none"]
    causes: dict[str, None] = {}
    effects: list[str] = []
    for name in names:
        if not (found / f"{name}.json").is_file():
            effects.append(f"{name}: expected a figure, found none")
            continue
        old, new = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for folder in (expected, found))
        before, after = (dict(record["must_match"]) for record in (old, new))
        for part in ("table", "scripts", "parameters"):
            own = {part: before.pop(part)}, {part: after.pop(part)}
            if part != "table":
                causes.update(dict.fromkeys(_changes(*own, name)))
        causes.update(dict.fromkeys(_changes(before, after, "")))
        effects += table_drift(expected / f"{name}.csv", found / f"{name}.csv")
        if old["informs"] == new["informs"] and _bytes(expected, name) != _bytes(found, name):
            effects.append(f"{name}.svg: the drawing changed")
    return [*causes, *effects]


def _bytes(folder: Path, name: str) -> bytes:
    """Return the bytes of one drawing."""
    return (folder / f"{name}.svg").read_bytes()


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], where: str) -> Iterator[str]:
    """Yield a sentence for each leaf of a record that changed."""
    for key in sorted(before.keys() | after.keys()):
        path = f"{where}: {key}" if where else key
        old, new = before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _changes(old, new, path)
        elif old != new:
            digest = isinstance(old, str) and len(old) == 64
            yield f"{path} changed" + ("" if digest else f": expected {old!r}, found {new!r}")
