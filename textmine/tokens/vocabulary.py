"""`Vocabulary`: the types that one thread has met, as the compiled kernels keep them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from textmine.tokens import _kernels as kernels


class Vocabulary:
    """Types in the order in which they were met: their bytes one after the other, and a table with open addressing.

    Attributes
    ----------
    table, types, pool, state : arrays
        As `textmine.tokens._kernels.count_rows` describes them.
    """

    def __init__(self) -> None:
        self.table = np.full(1 << 17, -1, np.int64)
        self.types = np.empty((1 << 15, 5), np.int64)
        self.pool = np.empty(1 << 20, np.uint8)
        self.state = np.zeros(6, np.int64)

    def grow(self, status: int, n_bytes: int) -> None:
        """Make room for more types, or for `n_bytes` more of text: what a kernel stopped for."""
        if status == kernels.MORE_BYTES:
            self.pool = longer(self.pool, 2 * n_bytes)
        elif status == kernels.MORE_TYPES:
            self.types = longer(self.types)
            self.table = np.full(4 * len(self.types), -1, np.int64)
            kernels.refill(self.table, self.types, self.state[kernels.N_TYPES])

    def forms(self) -> list[str]:
        """Return the forms met, in order of their numbers."""
        n_types, used = self.state[kernels.N_TYPES], self.state[kernels.N_BYTES]
        offsets = np.append(self.types[:n_types, kernels.START], used)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(self.pool[:used])]
        return pa.LargeStringArray.from_buffers(int(n_types), buffers[1], buffers[2]).to_pylist()


def longer(array: NDArray, more: int = 0) -> NDArray:
    """Return a copy with at least twice the room."""
    copy = np.empty((2 * len(array) + more, *array.shape[1:]), array.dtype)
    copy[:len(array)] = array
    return copy
