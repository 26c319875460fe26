"""Comparison: do two tables say the same?

Text must be equal; numbers must agree to a relative tolerance, since another
processor may round the last digit differently.
"""

from __future__ import annotations

from pathlib import Path

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
