"""Files that are whole or not there: the ground that saving stands on.

A value is saved as a folder of open formats: Arrow IPC files for tables, NumPy's
``.npy`` for arrays, and ``format.json``, which says what it is, and length and
checksum of each file.  A new folder is written beside its place under another name and
moved there when it is complete.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import uuid
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

FORMAT = "format.json"
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}
VERSION = 1


@contextmanager
def new_folder(path: str | Path, overwrite: bool, own_files: Callable[[Path], Collection[str]],
               argument: str = "path") -> Iterator[Path]:
    """Give a folder to write to, which takes its place at `path` when the block ends well.

    Parameters
    ----------
    path : str or Path
    overwrite : bool
        Whether a folder at `path` may be replaced, if it holds nothing but `own_files`.
    own_files : callable (Path) -> names
        Of the files that were written to a folder before; none if it is not one of ours.
    argument : str
        What the caller calls the path.

    Raises
    ------
    TypeError
        If `path` is no path.
    FileExistsError
        If there is something at `path` that must not be replaced.
    OSError
        If writing fails, say on a full disk; nothing is left behind.
    """
    if not isinstance(path, str | Path):
        raise TypeError(f"{argument} must be a path, got {path!r}")
    path = Path(path)
    if path.exists() and not overwrite:
        raise FileExistsError(f"{argument} must be new, got {str(path)!r}, which exists: pass overwrite=True to "
                              "replace it, or choose another name")
    if path.exists():
        _require_own(argument, path, own_files(path) if path.is_dir() else ())
    path = path.resolve()
    scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    made = [folder for folder in scratch.parents if not folder.exists()]
    try:
        scratch.mkdir(parents=True)
        yield scratch
        _move(scratch, path)
        made = []
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            raise
        raise OSError(error.errno, f"saving to {str(path)!r} failed, and nothing was left there: {error.strerror}. "
                                   "Is the disk full, or the folder not writable?") from error
    finally:
        for folder in (scratch, *made):
            shutil.rmtree(folder, ignore_errors=True)


def _require_own(argument: str, path: Path, names: Collection[str]) -> None:
    """Raise if a folder holds anything that we did not write."""
    foreign = sorted(entry.name for entry in path.iterdir() if entry.name not in names) if path.is_dir() else []
    if not names or foreign:
        what = f"which holds {foreign[0]!r}" if names else "which textmine did not write"
        raise FileExistsError(f"{argument} must be new or a saved value, got {str(path)!r}, {what}: "
                              "choose another name")


def saved_files(folder: Path) -> Collection[str]:
    """Return the names of the files of a saved value, none if a folder is none."""
    try:
        found = json.loads((folder / FORMAT).read_text(encoding="utf-8"))
        return {FORMAT, *found["files"]} if found["format"] == "textmine" else ()
    except (OSError, ValueError, KeyError, TypeError):
        return ()


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
    files = {entry.name: {"bytes": entry.stat().st_size, "crc32": checksum(entry)}
             for entry in sorted(folder.iterdir()) if entry.is_file()}
    text = json.dumps({"format": "textmine", "version": VERSION, "kind": kind, **settings, "files": files},
                      indent=1, ensure_ascii=False)
    (folder / FORMAT).write_text(text + "\n", encoding="utf-8")


def checksum(file: Path) -> int:
    """Return the CRC-32 of a file."""
    value = 0
    with file.open("rb") as opened:
        while block := opened.read(1 << 22):
            value = zlib.crc32(block, value)
    return value


def read_format(folder: Path, verify: bool = True) -> dict[str, Any]:
    """Return what the folder holds; its files are read once to compare their checksums, if `verify`.

    Raises
    ------
    FileNotFoundError
        If there is no saved value.
    ValueError
        If it was saved in a newer format, or a file is missing, cut short or changed.
    """
    if not (folder / FORMAT).is_file():
        raise FileNotFoundError(f"path must be a folder that tm.save wrote, got {str(folder)!r}")
    try:
        found = json.loads((folder / FORMAT).read_text(encoding="utf-8"))
        version, _ = int(found["version"]), str(found["kind"])
        files = {name: (int(each["bytes"]), int(each["crc32"])) for name, each in found["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{folder / FORMAT} is damaged: save the value again") from error
    if found.get("format") != "textmine":
        raise ValueError(f"path must be a folder that tm.save wrote, got {str(folder)!r}, whose {FORMAT} is not ours")
    if version > VERSION:
        raise ValueError(f"{str(folder)!r} was saved in format {version} by a newer textmine; this one reads up to "
                         f"format {VERSION}: upgrade textmine, or save it again with this version")
    for name, (size, crc32) in files.items():
        _require_whole(folder / name, size, crc32 if verify else None)
    return found


def _require_whole(file: Path, size: int, crc32: int | None) -> None:
    """Raise unless a file is there, as long as it was, and of the same checksum if one is given."""
    now = file.stat().st_size if file.is_file() else None
    if now is None:
        state = "is missing"
    elif now != size:
        state = f"has {now:,} bytes instead of {size:,}"
    elif crc32 is not None and checksum(file) != crc32:
        state = "has changed since it was saved"
    else:
        return
    raise ValueError(f"{file} {state}: copy the folder again, or save the value again")


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

    def __enter__(self) -> ArrayFile:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is None:
            self.close()
        self.abandon()

    def abandon(self) -> None:
        """Let go of the file as it is."""
        self._file.close()

    def close(self) -> None:
        """Write the final length; the room for it was kept, so nothing moves."""
        body = self._file.tell() - self.length * self.dtype.itemsize
        self._file.seek(0)
        self._write_header()
        if self._file.tell() != body:
            raise RuntimeError("the header of a .npy file must keep its length")
        self._file.close()
