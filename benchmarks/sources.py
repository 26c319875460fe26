"""Development data as CSV files that anybody could have."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path


def rows_of(path: Path) -> list[dict]:
    """Return the records of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def inaugural(data: Path) -> list[dict]:
    """Return the inaugural addresses of US presidents with their century."""
    rows = rows_of(data / "us_inaugural/docs.jsonl.gz")
    return [{"century": f"{row['year'] // 100 * 100}s", **row} for row in rows]


def conventions(data: Path) -> list[dict]:
    """Return the speeches of the two US party conventions of 2012."""
    return rows_of(data / "us_conventions2012/speeches.jsonl.gz")


def irish_budget(data: Path) -> list[dict]:
    """Return the speeches of the Irish budget debate of 2010."""
    return rows_of(data / "irish_budget2010/docs.jsonl.gz")


def write_csv(rows: list[dict], path: Path) -> Path:
    """Write records as a CSV file and return its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
