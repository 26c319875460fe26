"""Files that are whole or not there: the ground that saving stands on.

A value is saved as a folder of open formats: Arrow IPC files for tables, NumPy's
``.npy`` for arrays, and ``format.json``, which says what it is and how long each
file must be.  A new folder is written beside its place under another name and
moved there when it is complete.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

FORMAT = "format.json"
VERSION = 1


@contextmanager
def new_folder(path: str | Path, overwrite: bool = False, mark: str = FORMAT) -> Iterator[Path]:
    """Give a folder to write to, which takes its place at `path` when the block ends well.

    A folder is known to be one of ours, to be replaced, by the file `mark` in it.

    Raises
    ------
    FileExistsError
        If there is something at `path`, unless it is one of ours and `overwrite` says so.
    OSError
        If writing fails, say on a full disk; nothing is left behind.
    """
    path = Path(path)
    if path.exists() and not overwrite:
        raise FileExistsError(f"path must be new, got {str(path)!r}, which exists: pass overwrite=True to replace it, "
                              "or choose another name")
    if path.exists() and not (path / mark).is_file():
        raise FileExistsError(f"path must be new or a saved value, got {str(path)!r}, which textmine did not write")
    scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        scratch.mkdir(parents=True)
        yield scratch
        _move(scratch, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OSError(error.errno, f"saving to {str(path)!r} failed, and nothing was left there: {reason}. "
                                   "Is the disk full, or the folder not writable?") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _move(scratch: Path, path: Path) -> None:
    """Put a finished folder in its place; one that stood there goes once the new one is in place."""
    old = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    if path.exists():
        os.replace(path, old)
    try:
        os.replace(scratch, path)
    except OSError:
        if old.exists():
            os.replace(old, path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_format(folder: Path, kind: str, settings: Mapping[str, Any]) -> None:
    """Write what the folder holds, after all its other files."""
    files = {entry.name: entry.stat().st_size for entry in sorted(folder.iterdir()) if entry.is_file()}
    text = json.dumps({"format": "textmine", "version": VERSION, "kind": kind, **settings, "files": files},
                      indent=1, ensure_ascii=False)
    (folder / FORMAT).write_text(text + "\n", encoding="utf-8")


def read_format(folder: Path) -> dict[str, Any]:
    """Return what the folder holds.

    Raises
    ------
    FileNotFoundError
        If there is no saved value.
    ValueError
        If it was saved in a newer format, or a file is missing or cut short.
    """
    if not (folder / FORMAT).is_file():
        raise FileNotFoundError(f"path must be a folder that tm.save wrote, got {str(folder)!r}")
    try:
        found = json.loads((folder / FORMAT).read_text(encoding="utf-8"))
        version, files = found["version"], found["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{folder / FORMAT} is damaged: save the value again") from error
    if version > VERSION:
        raise ValueError(f"{str(folder)!r} was saved in format {version} by a newer textmine; this one reads up to "
                         f"format {VERSION}: upgrade textmine, or save it again with this version")
    for name, size in files.items():
        now = (folder / name).stat().st_size if (folder / name).is_file() else None
        if now != size:
            state = "is missing" if now is None else f"has {now:,} bytes instead of {size:,}"
            raise ValueError(f"{folder / name} {state}: copy the folder again, or save the value again")
    return found


def write_table(folder: Path, name: str, table: pa.Table) -> None:
    """Write an Arrow table to an IPC file."""
    with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def read_table(folder: Path, name: str) -> pa.Table:
    """Return an Arrow table whose columns lie in the file: read when they are used."""
    with pa.memory_map(str(folder / f"{name}.arrow")) as source:
        return pa.ipc.open_file(source).read_all()


def write_array(folder: Path, name: str, array: NDArray) -> None:
    """Write an array to a ``.npy`` file."""
    np.save(folder / f"{name}.npy", array, allow_pickle=False)


def read_array(folder: Path, name: str) -> NDArray:
    """Return an array that lies in the file: read when it is used; read-only."""
    return np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)


class ArrayFile:
    """A ``.npy`` file that is written piece by piece; its length is filled in at the end."""

    def __init__(self, folder: Path, name: str, dtype: type):
        self.dtype, self.length = np.dtype(dtype), 0
        self._file = open(folder / f"{name}.npy", "wb")
        self._write_header()

    def _write_header(self) -> None:
        header = {"descr": np.lib.format.dtype_to_descr(self.dtype), "fortran_order": False, "shape": (self.length,)}
        np.lib.format.write_array_header_1_0(self._file, header)

    def append(self, array: NDArray) -> None:
        """Write the next piece."""
        self._file.write(np.ascontiguousarray(array, self.dtype).data)
        self.length += len(array)

    def close(self) -> None:
        """Write the final length; the room for it was kept, so nothing moves."""
        body = self._file.tell() - self.length * self.dtype.itemsize
        self._file.seek(0)
        self._write_header()
        if self._file.tell() != body:
            raise RuntimeError("the header of a .npy file must keep its length")
        self._file.close()
