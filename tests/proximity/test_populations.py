"""Similarities of populations: the kernel through a space, its laws, and what is not defined."""

import numpy as np
import pytest
from scipy import sparse

from textmine.proximity.populations import MOST_IN_PAIRS, population_similarity
from textmine.proximity.spaces import Part, Space
from textmine.stats.population_cosine import Sample, cosine_limits, population_cosine, second_order_variance

RNG = np.random.default_rng(5)
COUNTS = RNG.poisson(RNG.gamma(0.4, size=(3, 1, 60)) * RNG.gamma(2.0, size=(3, 9, 60))).reshape(27, 60).astype(float)
GROUP = np.repeat([0, 1, 2], 9)
PAIRS = np.array([[0, 1], [0, 2], [1, 2]])
BENT = (Part(0.4), Part(0.6, RNG.normal(size=(60, 5))))


def found(rows=COUNTS, index=None, group=GROUP, pairs=PAIRS, parts=(Part(1.0),), sizes=None, **options):
    index = np.arange(len(rows)) if index is None else index
    sizes = rows.sum(axis=1) if sizes is None else sizes
    return population_similarity(Space(sparse.csr_matrix(rows), parts), index, group, pairs, sizes=sizes, **options)


@pytest.mark.parametrize("parts", [(Part(1.0),), BENT])
def test_space_and_kernel_agree(parts):
    points = np.hstack([np.asarray(COUNTS if part.projection is None else COUNTS @ part.projection)
                        * np.sqrt(part.weight) for part in parts])
    got = found(parts=parts)
    for i, (a, b) in enumerate(PAIRS):
        x, y = points[GROUP == a], points[GROUP == b]
        sizes = COUNTS.sum(axis=1)
        first = Sample(sizes[GROUP == a], (x ** 2).sum(axis=1), x @ x.sum(axis=0), x @ y.sum(axis=0))
        second = Sample(sizes[GROUP == b], (y ** 2).sum(axis=1), y @ y.sum(axis=0), y @ x.sum(axis=0))
        pairs = second_order_variance(first, second, x @ x.T, y @ y.T, x @ y.T, (np.arange(9), np.arange(9)))
        want = population_cosine(first, second, pairs)
        np.testing.assert_allclose(got.estimate[i], want.estimate)
        np.testing.assert_allclose((got.low[i], got.high[i]), cosine_limits(want, got.plug_in[i]), rtol=1e-8)


def test_order_of_documents_and_of_pairs_has_no_part():
    order = np.random.default_rng(0).permutation(27)
    straight, shuffled = found(), found(COUNTS[order], index=order)
    turned = found(pairs=PAIRS[:, ::-1])
    for name in ("estimate", "low", "high", "plug_in"):
        np.testing.assert_allclose(getattr(shuffled, name), getattr(straight, name), rtol=1e-10)
        np.testing.assert_allclose(getattr(turned, name), getattr(straight, name), rtol=1e-10)


def test_a_unit_is_the_sum_of_its_documents():
    halves = np.repeat(COUNTS / 2, 2, axis=0)
    split = found(halves, index=np.repeat(np.arange(27), 2))
    np.testing.assert_allclose(split.estimate, found().estimate)
    np.testing.assert_array_equal(split.n_units, 9)


def test_units_without_words_are_left_out_and_counted():
    rows = np.vstack([COUNTS, np.zeros((2, 60))])
    got = found(rows, group=np.append(GROUP, [0, 0]))
    np.testing.assert_allclose(got.estimate, found().estimate)
    assert got.n_units.tolist() == [9, 9, 9]


def test_a_wider_level_gives_wider_limits():
    narrow, wide = found(confidence_level=0.8), found(confidence_level=0.99)
    assert (wide.low < narrow.low).all() and (narrow.high < wide.high).all()


def test_many_units_are_judged_by_some_of_their_pairs():
    rng = np.random.default_rng(1)
    rows = rng.poisson(0.6, (2 * (MOST_IN_PAIRS + 300), 40)).astype(float)
    got = found(rows, group=np.repeat([0, 1], len(rows) // 2), pairs=np.array([[0, 1]]))
    assert got.low[0] < 1 < got.high[0] and got.high[0] - got.low[0] < 0.02


@pytest.mark.parametrize("kept, estimated, limited, message", [
    (2, False, False, "an estimate needs 3 units with words in each group, got 2 and 9"),
    (3, True, False, "an interval needs 4 units with words in each group, got 3 and 9"),
    (4, True, True, ""),
])
def test_few_units_are_told(kept, estimated, limited, message):
    rows = np.vstack([COUNTS[:kept], COUNTS[9:18]])
    got = found(rows, group=np.repeat([0, 1], [kept, 9]), pairs=np.array([[0, 1]]))
    assert np.isfinite(got.estimate[0]) == estimated and np.isfinite(got.low[0]) == limited
    assert got.note == (message,) and np.isfinite(got.plug_in[0])


def test_an_empty_group_is_told():
    got = found(np.vstack([np.zeros((4, 60)), COUNTS[9:18]]), group=np.repeat([0, 1], [4, 9]), pairs=np.array([[0, 1]]))
    assert np.isnan(got.estimate[0]) and np.isnan(got.plug_in[0]) and "got 0 and 9" in got.note[0]


def test_units_that_share_no_word_are_told():
    got = found(np.eye(8), group=np.repeat([0, 1], 4), pairs=np.array([[0, 1]]))
    assert np.isnan(got.estimate[0]) and "too little in common" in got.note[0]


def test_units_that_are_all_the_same_have_no_interval():
    rows = np.tile([[1.0, 2.0, 0.0]], (10, 1))
    got = found(rows, group=np.repeat([0, 1], 5), pairs=np.array([[0, 1]]))
    assert got.estimate[0] == pytest.approx(1) and np.isnan(got.low[0]) and "all alike" in got.note[0]


def test_above_1_is_left_there_with_a_note():
    rng = np.random.default_rng(2)
    notes = []
    for _ in range(20):
        got = found(rng.poisson(0.5, (12, 30)) + 0.0, group=np.repeat([0, 1], 6), pairs=np.array([[0, 1]]))
        notes.append((got.estimate[0] > 1, got.note[0] == "above 1: no difference can be seen"))
    assert {above for above, _ in notes} == {True, False} and all(above == told for above, told in notes)
