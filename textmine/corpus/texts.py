"""Texts as Arrow keeps them: UTF-8 bytes in one buffer, and where each text begins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

PIECE = 16 << 20
"""Characters in one piece of a column, about."""


def text_array(texts: Sequence[str]) -> pa.Array:
    """Return texts as one Arrow array; faster and smaller than ``pa.array``, which keeps a copy in each str.

    >>> text_array(["peace", "", "é"]).to_pylist()
    ['peace', '', 'é']
    """
    encoded = [text.encode("utf-8") for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(each) for each in encoded], out=offsets[1:])
    return pa.LargeStringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def texts_column(texts: Sequence[str | None]) -> pa.ChunkedArray:
    """Return texts as a column in pieces, so that no second copy of all of them is made on the way; None as "".

    >>> texts_column(["peace", None]).to_pylist()
    ['peace', '']
    """
    pieces: list[pa.Array] = []
    first, size = 0, 0
    for row, text in enumerate(texts):
        size += len(text or "")
        if size > PIECE:
            pieces.append(text_array([each or "" for each in texts[first:row + 1]]))
            first, size = row + 1, 0
    return pa.chunked_array([*pieces, text_array([each or "" for each in texts[first:]])])


def bytes_of(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the bytes of an array of texts and the offsets of each, one more than texts; nothing is copied.

    >>> content, offsets = bytes_of(text_array(["peace", "war"]).slice(1))
    >>> bytes(content[offsets[0]:offsets[1]])
    b'war'
    """
    if texts.type != pa.large_string():
        texts = texts.cast(pa.large_string())
    _, offsets, content = texts.buffers()
    places = np.frombuffer(offsets, np.int64)[texts.offset:texts.offset + len(texts) + 1]
    read = np.frombuffer(content, np.uint8) if content else np.empty(0, np.uint8)
    # Arrow may allow writing or not; compiled code would be made for each.
    read.flags.writeable = places.flags.writeable = False
    return read, places
