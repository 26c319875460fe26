"""What became what: a report of the forms that a `Tokens.map` or `Tokens.normalize` has merged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from textmine import _check
from textmine.tokens.tokens import Tokens

COLUMNS = ["form", "type", "count", "documents", "type_count"]


def merges(before: Tokens, after: Tokens) -> pd.DataFrame:
    """Return which forms became which types, with counts.

    Parameters
    ----------
    before, after : Tokens
        The same places, such as ``tokens`` and ``tokens.normalize()`` or ``tokens.map(...)``.

    Returns
    -------
    pandas.DataFrame
        A row for each form with another name now: ``form``, ``type`` (what it became), ``count``
        and ``documents`` (occurrences of the form that are not dropped in `before`, and documents
        with one), ``type_count`` (of all forms that became the type).  The most frequent type
        first, in it the most frequent form.

    Raises
    ------
    ValueError
        If the places are not the same.

    Examples
    --------
    >>> import textmine as tm
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(["Navies and a navy. Armies."], language="en"))
    >>> tm.merges(tokens, tokens.normalize())
         form  type  count  documents  type_count
    0  navies  navy      1          1           2
    1  armies  army      1          1           1
    """
    for argument, value in (("before", before), ("after", after)):
        _check.kind(argument, value, Tokens, "call tm.tokenize(corpus)")
    if not (np.array_equal(before.starts, after.starts) and np.array_equal(before.stops, after.stops)
            and np.array_equal(before.bounds, after.bounds)):
        raise ValueError("after must hold the same places as before, such as tokens.normalize() of it, got other ones")
    kept = before.ids >= 0
    old = before.ids[kept]
    new = np.where(after.ids >= 0, after.ids, ~after.ids)[kept]
    count, type_count = np.bincount(old, minlength=len(before.types)), np.bincount(new, minlength=len(after.types))
    pairs, first = np.unique(old, return_index=True)
    cells = np.unique(before.document_index[kept] * len(before.types) + old)
    documents = np.bincount(cells % len(before.types), minlength=len(before.types))
    rows = [(before.types[form], after.types[each], int(count[form]), int(documents[form]), int(type_count[each]))
            for form, each in zip(pairs.tolist(), new[first].tolist(), strict=True)]
    changed = sorted((row for row in rows if row[0] != row[1]), key=lambda row: (-row[4], row[1], -row[2], row[0]))
    dtypes = {name: "str" if name in ("form", "type") else "int64" for name in COLUMNS}
    return pd.DataFrame(changed, columns=COLUMNS).astype(dtypes)
