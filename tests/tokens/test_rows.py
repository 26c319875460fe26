"""Ordering of rows: equal to adding up in a dictionary, whichever way a row is sorted."""

import numpy as np
import pytest

from textmine.tokens._rows import order_rows


def naive(columns, values, indptr, terms):
    rows = []
    for start, stop in zip(indptr, indptr[1:], strict=False):
        row = {}
        for column, value in zip(columns[start:stop].tolist(), values[start:stop].tolist(), strict=True):
            if terms[column] >= 0:
                row[int(terms[column])] = row.get(int(terms[column]), 0) + value
        rows.append(sorted(row.items()))
    return rows


@pytest.mark.parametrize("n_types", [1, 3, 60, 5000, 200_000])
@pytest.mark.parametrize("merging", [False, True])
def test_rows_of_every_length_are_ordered(n_types, merging):
    rng = np.random.default_rng(n_types)
    lengths = [min(n_types, n) for n in (0, 1, 5, 32, 33, 70, 250, 600, 3000)]
    indptr = np.cumsum([0, *lengths])
    columns = np.concatenate([rng.permutation(n_types)[:n] for n in lengths]).astype(np.int32)
    values = rng.integers(1, 2 ** 32 - 1, len(columns), dtype=np.uint32)
    terms = (rng.integers(-1, max(1, n_types // 2), n_types) if merging else rng.permutation(n_types)).astype(np.int32)
    n_terms = int(terms.max(initial=0)) + 1
    indices, counts = np.empty(len(columns), np.int32), np.empty(len(columns), np.int64)
    begins, sizes = order_rows(columns, values, indptr, terms, n_terms, indices, counts)
    expected = naive(columns, values, indptr, terms)
    got = [list(zip(indices[start:stop].tolist(), counts[start:stop].tolist(), strict=True))
           for start, stop in zip(begins, begins[1:], strict=False)]
    assert got == expected
    assert sizes.tolist() == [sum(count for _, count in row) for row in expected]
