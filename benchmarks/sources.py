"""Development data as CSV files that anybody could have."""

from __future__ import annotations

import csv
import gzip
import json
import lzma
from collections.abc import Iterator
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


def un_debates(data: Path) -> Iterator[str]:
    """Yield the speeches of the General Debate of the United Nations, 1946 to 2022."""
    with lzma.open(data / "ungdc/ungdc_1946_2022.jsonl.xz", "rt", encoding="utf-8") as file:
        yield from (json.loads(line)["text"] for line in file)


def newsgroups(data: Path) -> Iterator[str]:
    """Yield the posts of 20 Newsgroups that are not empty."""
    yield from (row["text"] for row in rows_of(data / "20newsgroups/train.jsonl.gz") if row["text"].strip())


def write_csv(rows: list[dict], path: Path) -> Path:
    """Write records as a CSV file and return its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def peak_memory() -> float:
    """Return the peak memory of this process so far, in MB; of this program alone, not of the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
