import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.collocation import cells_from_margins, interaction, normalized_pmi


@pytest.mark.parametrize("cells, value, z", [
    # the nine pairs of "capital other capital gains other capital word2 other gains capital"
    (((5, 1), (1, 2)), 1.8101, 1.3080), (((4, 2), (2, 1)), 0.0770, 0.0592), (((6, 0), (2, 1)), 2.0541, 1.1446),
])
def test_interaction_of_two_words(cells, value, z):
    found = interaction([cells])
    assert [float(each[0]) for each in found] == pytest.approx([value, z], abs=5e-5)


@pytest.mark.parametrize("pair, n, npmi", [
    # Manning & Schütze (1999), chapter 5: new companies, 8 of 14,307,668
    ((8, 15828, 4675), 14_307_668, 0.0303),
])
def test_normalized_pmi_of_a_textbook_pair(pair, n, npmi):
    joint, *singles = pair
    assert normalized_pmi([joint], [singles], n)[0] == pytest.approx(npmi, abs=5e-5)


@given(st.integers(2, 4).flatmap(lambda k: st.lists(st.integers(0, 300), min_size=2**k, max_size=2**k)))
def test_interaction_is_the_signed_sum_over_all_cells(counts):
    size = int(math.log2(len(counts)))
    cells = np.array(counts).reshape((1, *(2,) * size))
    naive = sum((-1) ** (size - sum(b)) * math.log(cells[0][b] + 0.5) for b in itertools.product((0, 1), repeat=size))
    deviation = math.sqrt(sum(1 / (count + 0.5) for count in counts))
    value, z = interaction(cells)
    assert value[0] == pytest.approx(naive, abs=1e-9) and z[0] == pytest.approx(naive / deviation, abs=1e-9)


@given(st.lists(st.tuples(*[st.sampled_from("ab")] * 3), min_size=1, max_size=40))
def test_cells_from_margins_agree_with_counting(windows):
    margins, cells = np.zeros((1, 2, 2, 2)), np.zeros((1, 2, 2, 2))
    for pattern in itertools.product((0, 1), repeat=3):
        for window in windows:
            pairs = [(word == "a", bool(wanted)) for word, wanted in zip(window, pattern, strict=True)]
            margins[0][pattern] += all(is_a for is_a, wanted in pairs if wanted)
            cells[0][pattern] += all(is_a == wanted for is_a, wanted in pairs)
    np.testing.assert_array_equal(cells_from_margins(margins), cells)


@given(st.lists(st.integers(0, 300), min_size=4, max_size=4))
def test_two_words_in_either_order_are_one_table(counts):
    cells = np.array(counts).reshape(1, 2, 2)
    np.testing.assert_allclose(interaction(cells), interaction(cells.transpose(0, 2, 1)), atol=1e-12)
    np.testing.assert_allclose(interaction(cells)[0], -interaction(cells[:, ::-1])[0], atol=1e-12)


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(1, 1000))
def test_normalized_pmi_is_at_most_one_and_zero_for_independence(joint, more, extra, rest):
    n = joint + more + extra + rest
    assert normalized_pmi([joint], [[joint + more, joint + extra]], n)[0] <= 1 + 1e-12
    assert normalized_pmi([joint], [[joint] * 3], n)[0] == pytest.approx(1)
    assert normalized_pmi([joint * rest], [[joint * n, rest * n]], n * n)[0] == pytest.approx(0, abs=1e-9)
