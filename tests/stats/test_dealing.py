"""Units dealt out anew: in the same numbers, in like lengths, and with tests of the right size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.dealing import against_chance, dealt, strata_of


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 500)), min_size=2, max_size=40))
def test_every_deal_keeps_numbers_in_every_stratum(units):
    first, sizes = np.array([a for a, _ in units]), np.array([b for _, b in units])
    rows = dealt(first, sizes, 20, np.random.default_rng(0))
    assert (rows[0] == first).all()
    for stratum in strata_of(sizes):
        assert (rows[:, stratum].sum(axis=1) == first[stratum].sum()).all()


def test_strata_hold_units_of_like_size_once_each():
    sizes = np.random.default_rng(0).integers(1, 100, 33)
    strata = strata_of(sizes)
    assert sorted(np.concatenate(strata).tolist()) == list(range(33))
    assert all(sizes[a].max() <= sizes[b].min() for a, b in zip(strata[:-1], strata[1:], strict=True))


def test_p_counts_the_observed_order_among_all():
    found = against_chance(np.array([1.0, 2.0, 3.0, 4.0]))
    assert found.p_value == 0.25 and found.percentile == 0 and found.mean == 3 and found.z == -2


def test_values_that_are_all_the_same_have_no_z():
    found = against_chance(np.full(5, 0.3))
    assert np.isnan(found.z) and found.p_value == 1 and found.percentile == 100


def test_an_undefined_deal_counts_as_low():
    assert against_chance(np.array([0.1, np.nan, 0.9])).p_value == pytest.approx(2 / 3)
    assert np.isnan(against_chance(np.array([np.nan, 0.2])).p_value)
