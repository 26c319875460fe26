"""Parquet files, read through a memory map and kept in Arrow.

A folder of files is one table in the order of their names; all must have the same
columns of the same types, since a column that one file lacks would be silently empty.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def is_folder_of_parquet(path: Path) -> bool:
    """Return whether a folder holds Parquet files, and no .txt files."""
    return path.is_dir() and bool(parquet_files(path)) and not any(path.rglob("*.txt"))


def parquet_files(folder: Path) -> list[Path]:
    """Return the Parquet files that lie directly in a folder, in the order of their names."""
    return sorted(entry for entry in folder.iterdir()
                  if entry.suffix.lower() == ".parquet" and not entry.name.startswith("."))


def read_parquet(path: Path) -> tuple[pa.Table | None, list[str]]:
    """Return the table in a Parquet file or in a folder of them, or None and the problems."""
    files = parquet_files(path) if path.is_dir() else [path]
    tables: list[pa.Table] = []
    problems: list[str] = []
    for file in files:
        try:
            with pq.ParquetFile(file, memory_map=True) as opened:
                tables.append(opened.read().replace_schema_metadata(None))
        except (pa.ArrowException, OSError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            problems.append(f"{file.name} is not readable Parquet, perhaps cut short: {reason}")
    if problems:
        return None, problems
    problems = [problem for file, table in zip(files, tables, strict=True)
                if (problem := difference(files[0].name, tables[0].schema, file.name, table.schema))]
    return (None, problems) if problems else (pa.concat_tables(
        [table.select(tables[0].column_names) for table in tables]), [])


def difference(first: str, expected: pa.Schema, name: str, found: pa.Schema) -> str | None:
    """Return how the columns of one file differ from those of the first, or None."""
    ours, theirs = ({field.name: field.type for field in schema} for schema in (expected, found))
    parts = [f"{column!r} is missing" for column in ours if column not in theirs]
    parts += [f"{column!r} is new" for column in theirs if column not in ours]
    parts += [f"{column!r} is {theirs[column]}, not {ours[column]}" for column in ours
              if column in theirs and theirs[column] != ours[column]]
    if not parts:
        return None
    return f"{name} has other columns than {first}: {', '.join(parts)}; write all files with the same columns"
