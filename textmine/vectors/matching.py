"""A table under the terms of a fitted model: matched by name, whatever the order.

Terms that the model does not know have no part; terms that the table lacks are 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.docterm import DocTerm


def as_table(frame: pd.DataFrame, terms: Sequence[str] | NDArray) -> DocTerm | pd.DataFrame:
    """Return a data frame of counts as a table, if its columns are terms of the model; else as it is."""
    columns = [str(column) for column in frame.columns]
    if set(columns).isdisjoint(terms):
        return frame
    return DocTerm.from_counts(frame.to_numpy(), columns, [str(i) for i in range(len(frame))])


def matched(table: DocTerm, terms: Sequence[str] | NDArray, argument: str = "X") -> sparse.csr_matrix:
    """Return the counts of `table` under the given terms, zero where it lacks one; sorted indices.

    `argument` is what an error calls the table.

    Raises
    ------
    ValueError
        If the table shares no term, or the terms were not named when the model was fitted.

    Examples
    --------
    >>> table = DocTerm.from_counts([[1, 2]], ["peace", "war"], ["a"])
    >>> matched(table, ["war", "treaty", "peace"]).toarray()
    array([[2., 0., 1.]])
    """
    position = {term: i for i, term in enumerate(table.terms)}
    _check.named_terms(argument, list(terms), position)
    columns = [(position[term], j) for j, term in enumerate(terms) if term in position]
    if not columns:
        raise ValueError(f"{argument} must share a term with the table that was fitted, got none of its "
                         f"{len(terms)} terms")
    rows, places = zip(*columns, strict=True)
    chosen = sparse.csr_matrix((np.ones(len(rows)), (rows, places)), shape=(len(table.terms), len(terms)))
    return (table.counts @ chosen).sorted_indices()
