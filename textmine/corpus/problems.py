"""What can be wrong with texts, names and metadata: a sentence each, with its fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textmine import _check
from textmine.corpus.columns import SHOWN, is_arrow, metadata_column, name_column, shortened, text_column
from textmine.corpus.schemas import RESERVED


def articles_of(texts: Sequence[str], names: Sequence[Any] | None, metadata: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Return the table of articles, a row for each text.

    Parameters
    ----------
    texts, names : sequence or Arrow column of length A
    metadata : mapping of str to sequence or Arrow column of length A

    Raises
    ------
    CorpusError
        With everything that is wrong.

    Examples
    --------
    >>> articles_of(["Peace.", "War."], [7, 8], {"year": [2020, None]}).to_pylist()[1]
    {'article': '8', 'text': 'War.', 'year': None}
    """
    texts = texts if is_arrow(texts) else list(texts)
    article, problems = name_column(names, len(texts))
    column, more = text_column(texts, article)
    problems += [*more, *problems_of(column, article)]
    columns = {"article": article, "text": column}
    for name, values in metadata.items():
        values = values if is_arrow(values) else list(values)
        if len(values) != len(column):
            more = [f"the metadata column {name!r} has {len(values)} values for {len(column)} texts"]
        else:
            columns[str(name)], more = metadata_column(str(name), values)
        if str(name) in RESERVED:
            more = [f"the metadata column {name!r} has a name that textmine uses itself: rename it", *more]
        problems += more
    if problems:
        raise _check.CorpusError(problems)
    return pa.table(columns)


def problems_of(texts: pa.ChunkedArray, names: pa.ChunkedArray) -> Iterator[str]:
    """Yield what is wrong with columns of texts and names, a sentence each.

    >>> list(problems_of(pa.chunked_array([["Peace.", ""]]), pa.chunked_array([["a", "b"]])))
    ["'b' has no text: remove it, or fill it in"]
    """
    if not len(texts):
        yield "there are no texts: give at least one"
    if len(names) != len(texts):
        yield f"names must be as many as the texts, got {len(names)} for {len(texts)}"
    if names.null_count:
        rows = np.flatnonzero(names.is_null().to_numpy()) + 1
        yield f"{len(rows):,} names are empty, the first in row {rows[0]}: fill them in, or choose another name column"
    counts = pc.value_counts(names.drop_null())
    counts = counts.filter(pc.greater(counts.field("counts"), 1))
    yield from shortened([f"the name {name!r} stands {n} times: names must be unique, so rename, or choose another "
                          "name column" for name, n in zip(*(counts.field(i)[:SHOWN].to_pylist() for i in (0, 1)),
                                                           strict=True)], len(counts))
    empty = pc.fill_null(pc.or_(pc.utf8_is_space(texts), pc.equal(pc.binary_length(texts), 0)), True)
    rows = np.flatnonzero(empty.to_numpy())
    yield from shortened([f"{names[int(row)].as_py()!r} has no text: remove it, or fill it in"
                          for row in rows[:SHOWN] if row < len(names)], len(rows))
