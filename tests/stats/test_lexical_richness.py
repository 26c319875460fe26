"""Indices of types and tokens: printed values, laws and edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.diversity import mattr, type_token_ratio, yule_k
from textmine.stats.lexical_richness import carroll_cttr, guiraud_r, herdan_c, maas_a, yule_i

INDICES = [guiraud_r, carroll_cttr, herdan_c, maas_a, yule_i]
COUNTS = st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(lambda counts: sum(counts) > 1)


def counts_of(text):
    return np.unique(text.split(), return_counts=True)[1]


@pytest.mark.parametrize("text, printed", [
    # the tests of quanteda.textstats, test-textstat_lexdiv.R
    ("b a b a b a b a", {type_token_ratio: .25, carroll_cttr: .5, guiraud_r: .70711, herdan_c: .33333,
                         maas_a: .8591893}),
    ("a a b b", {type_token_ratio: .5, carroll_cttr: .70711, guiraud_r: 1, herdan_c: .5}),
    ("one one two one one two one", {type_token_ratio: .285714, herdan_c: .356207}),
    ("a a b b c", {yule_i: 1.5}),
])
def test_the_texts_of_quanteda(text, printed):
    for index, value in printed.items():
        digits = len(str(value).partition(".")[2])
        assert index(counts_of(text)) == pytest.approx(value, abs=.5 * 10.0**-digits), index.__name__


def test_no_repeated_word_has_no_i():
    """quanteda prints 0, the value of a text of one word again and again in the limit, not of the most varied one."""
    assert np.isnan(yule_i(counts_of("a b c"))) and yule_i([10**4]) < 1e-7


def test_mattr_of_quanteda():
    ids = [0, 0, 1, 0, 0, 1, 0]  # one one two one one two one
    assert [mattr(ids, window) for window in (2, 3, 4)] == pytest.approx([.8333333, .6666667, .5], abs=5e-8)


def test_k_of_the_gospel_of_john():
    """Chapter 1 in Latin, Miranda-García & Calle-Martín (2005), table 1; they print 113.091583, of another count."""
    spectrum = {1: 212, 2: 51, 3: 26, 4: 13, 5: 6, 6: 6, 7: 3, 8: 4, 10: 1, 11: 1, 13: 3, 16: 1, 17: 1, 19: 1, 21: 1,
                59: 1}
    counts = np.repeat(list(spectrum), list(spectrum.values()))
    assert (len(counts), counts.sum()) == (331, 755)
    assert yule_k(counts) == pytest.approx(112.767, abs=5e-4)
    assert yule_k(counts) == pytest.approx(113.091583, abs=.5)


@given(COUNTS)
def test_indices_are_one_another(counts):
    types, tokens = np.count_nonzero(counts), sum(counts)
    assert guiraud_r(counts) == pytest.approx(type_token_ratio(counts) * np.sqrt(tokens))
    assert carroll_cttr(counts) == pytest.approx(guiraud_r(counts) / np.sqrt(2))
    assert tokens ** herdan_c(counts) == pytest.approx(types)
    assert maas_a(counts) ** 2 * np.log(tokens) == pytest.approx((1 - herdan_c(counts)) * np.log(10), abs=1e-12)
    repeated = sum(c * c - (c > 0) for c in counts)
    assert yule_i(counts) == pytest.approx(types**2 / repeated if repeated else np.nan, nan_ok=True)
    for index in INDICES:
        assert index([*counts[::-1], 0]) == pytest.approx(index(counts), nan_ok=True)


def test_empty_and_short_texts():
    assert all(np.isnan(index(counts)) for index in INDICES for counts in ([], [0, 0]))
    assert np.isnan([herdan_c([1]), maas_a([1]), yule_i([1])]).all() and guiraud_r([1]) == 1
