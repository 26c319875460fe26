"""Counts on disk: how a document-term table is saved, and how one larger than memory is made.

While texts are counted, their cells go to a file in the order in which they are met;
when the vocabulary is known, each stretch of them is read once more, put in order and
written to its final place.  Memory holds one stretch at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from textmine._files import ArrayFile, read_array, read_table, write_array, write_table
from textmine.docterm import DocTerm
from textmine.tokens.blocks import Block

LARGEST_INDEX = np.iinfo(np.int32).max


def write_table_of_counts(table: DocTerm, folder: Path) -> None:
    """Write a document-term table: the three arrays of its sparse rows, sizes, terms and documents."""
    write_array(folder, "counts", table.counts.data)
    write_array(folder, "indices", table.counts.indices)
    write_names(folder, table.counts.indptr, table.sizes, table.terms, table.documents)


def write_names(folder: Path, indptr: NDArray, sizes: NDArray[np.int64], terms: Iterable[str],
                documents: pa.Table) -> None:
    """Write all of a table but its cells."""
    write_array(folder, "indptr", indptr)
    write_array(folder, "sizes", sizes)
    write_table(folder, "terms", pa.table({"term": pa.array(terms, pa.large_string())}))
    write_table(folder, "documents", documents)


def read_table_of_counts(folder: Path) -> DocTerm:
    """Return the table in a folder; its cells stay in their files."""
    counts, indices, indptr, sizes = (read_array(folder, name) for name in ("counts", "indices", "indptr", "sizes"))
    terms = tuple(read_table(folder, "terms")["term"].to_pylist())
    matrix = sparse.csr_matrix((counts, indices, np.array(indptr)), shape=(len(indptr) - 1, len(terms)), copy=False)
    matrix.has_canonical_format = True
    matrix.indptr.flags.writeable = False
    return DocTerm(matrix, terms, read_table(folder, "documents"), np.array(sizes))


class SpilledBlocks:
    """Blocks of cells that wait in two files until the vocabulary is known."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._files = ArrayFile(folder, "met-columns", np.int32), ArrayFile(folder, "met-values", np.uint32)
        self._blocks: list[tuple[int, NDArray[np.int64]]] = []

    def __enter__(self) -> SpilledBlocks:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.abandon()

    def extend(self, blocks: Iterable[Block]) -> None:
        """Write some blocks to the files."""
        for block in blocks:
            self._blocks.append((block.thread, block.indptr))
            for file, cells in zip(self._files, (block.columns, block.values), strict=True):
                file.append(cells)

    def drain(self) -> Iterator[Block]:
        """Yield the blocks again, once, read from the files; then remove these."""
        for file in self._files:
            file.close()
        paths = [self.folder / "met-columns.npy", self.folder / "met-values.npy"]
        with open(paths[0], "rb") as columns, open(paths[1], "rb") as values:
            for opened in (columns, values):
                np.lib.format.read_magic(opened)
                np.lib.format.read_array_header_1_0(opened)
            for thread, indptr in self._blocks:
                n_cells = int(indptr[-1])
                yield Block(thread, np.fromfile(columns, np.int32, n_cells), np.fromfile(values, np.uint32, n_cells),
                            indptr)
        for path in paths:
            path.unlink()


def write_ordered(blocks: SpilledBlocks, order: Callable[[Block, NDArray, NDArray], tuple[NDArray, NDArray]],
                  folder: Path) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Write the cells of all blocks in order; return indptr and sizes."""
    lengths, sizes = [np.zeros(1, np.int64)], []
    with ArrayFile(folder, "counts", np.int64) as counts, ArrayFile(folder, "indices", np.int32) as indices:
        for block in blocks.drain():
            ordered = np.empty(len(block.columns), np.int32), np.empty(len(block.columns), np.int64)
            begins, sums = order(block, *ordered)
            indices.append(ordered[0][:begins[-1]])
            counts.append(ordered[1][:begins[-1]])
            lengths.append(np.diff(begins))
            sizes.append(sums)
    indptr = np.concatenate(lengths).cumsum()
    return indptr.astype(np.int32) if indptr[-1] <= LARGEST_INDEX else indptr, np.concatenate(sizes)
