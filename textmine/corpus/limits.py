"""Documents, terms and limits as a user names them, and what is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Integral, Real

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check


def as_documents(documents: pa.Table | Sequence[str]) -> pa.Table:
    """Return a table of documents with unique names; ``article`` defaults to the name.

    >>> as_documents(["a", "b"]).column_names
    ['document', 'article']
    """
    table = documents if isinstance(documents, pa.Table) else pa.table({"document": [str(name) for name in documents]})
    if "document" not in table.column_names:
        raise ValueError(f"documents must have a column 'document', got {', '.join(table.column_names)}")
    names = table["document"].to_pylist()
    if len(set(names)) != len(names):
        raise ValueError("documents must have unique names, got repetitions")
    return table if "article" in table.column_names else table.append_column("article", table["document"])


def require_terms(terms: Sequence[str]) -> None:
    """Raise unless terms are several different texts.

    >>> require_terms("ab")
    Traceback (most recent call last):
    ...
    TypeError: terms must be a sequence of texts, got 'ab': write ['ab']
    """
    if isinstance(terms, str):
        raise TypeError(f"terms must be a sequence of texts, got {terms!r}: write [{terms!r}]")
    wrong = next((term for term in terms if not isinstance(term, str)), None)
    if wrong is not None:
        raise TypeError(f"terms must be texts, got {wrong!r}")
    if len(set(terms)) != len(terms):
        raise ValueError("terms must be unique, got repetitions")


def with_wide_counts(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return counts as int64, or as float64 where they are fractions, so that no sum overflows.

    >>> with_wide_counts(sparse.csr_matrix(np.array([[200]], np.uint8))).dtype
    dtype('int64')
    """
    if matrix.dtype.kind not in "buif":
        raise ValueError(f"counts must be numbers, got {matrix.dtype}")
    return matrix.astype(np.float64 if matrix.dtype.kind == "f" else np.int64)


def columns_of(terms: Sequence[str], wanted: Iterable[str]) -> NDArray[np.int64]:
    """Return where the wanted terms stand, in the order of the table.

    >>> columns_of(("peace", "talks", "war"), ["war", "peace"]).tolist()
    [0, 2]
    """
    position = {term: i for i, term in enumerate(terms)}
    wanted = set(wanted)
    unknown = sorted(map(str, wanted - position.keys()))
    if unknown or not wanted:
        raise ValueError(f"terms must be terms of the table, got {', '.join(map(repr, unknown[:5])) or 'none'}."
                         + _check.nearest(unknown[0] if unknown else "", terms))
    return np.array(sorted(position[term] for term in wanted))


def within_limits(values: NDArray, whole: float, name: str, low: int | float,
                  high: int | float | None) -> NDArray[np.bool_]:
    """Return which values lie within two limits, both included.

    Parameters
    ----------
    values : array of shape (V,)
        Document frequencies or total counts.
    whole : float
        What a share is a share of.
    name : str
        The arguments are called ``min_name`` and ``max_name``.
    low, high : int or float
        A whole number is itself, another number a share of `whole`; None is no limit.

    Examples
    --------
    >>> within_limits(np.array([1, 7, 25]), 25, "docs", 0.28, 1.0).tolist()
    [False, True, True]
    """
    least = _limit(f"min_{name}", low, whole)
    greatest = np.inf if high is None else _limit(f"max_{name}", high, whole)
    if greatest < least:
        raise ValueError(f"max_{name} must be at least min_{name}, got {high!r} with min_{name}={low!r}")
    return (values >= least) & (values <= greatest)


def _limit(argument: str, value: int | float, whole: float) -> float:
    """Return a limit as a number of documents or occurrences."""
    if isinstance(value, Integral | bool) or not isinstance(value, Real):
        _check.integer(argument, value, 1)
        return int(value)
    if not 0 <= value <= 1:
        raise ValueError(f"{argument} must be a whole number of at least 1, or a share from 0.0 to 1.0, got {value!r}")
    share = float(value) * float(whole)
    return round(share) if math.isclose(share, round(share), rel_tol=1e-12) else share
