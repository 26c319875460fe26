"""`Block`: the counted cells of some documents in a row, before the vocabulary is in order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Block(NamedTuple):
    """Sparse rows with the types of one thread for columns.

    Attributes
    ----------
    thread : int
        Whose types they are.
    columns, values : int32 and uint32 arrays of shape (cells,)
    indptr : int64 array of shape (rows + 1,)
    """

    thread: int
    columns: NDArray[np.int32]
    values: NDArray[np.uint32]
    indptr: NDArray[np.int64]
