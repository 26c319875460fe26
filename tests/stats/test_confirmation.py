import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from textmine.stats import confirmation as c

MEASURES = {"npmi": c.npmi, "uci": c.uci, "u_mass": c.u_mass, "c_v": c.c_v}
SETS = st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=12)


def joint_of(sets, n=4):
    return np.array([[sum(i in each and j in each for each in sets) for j in range(n)] for i in range(n)])


def test_npmi_of_the_textbook_pair():
    # Manning & Schütze (1999), chapter 5: new companies, 8 of 14,307,668 bigrams
    value = c.pair_npmi([[15828, 8], [8, 4675]], 14_307_668)[0, 1]
    assert value == pytest.approx(0.0303, abs=5e-5)


def test_the_example_of_mimno_and_others_by_hand():
    # two of three documents hold word 1, one of them word 2 too: ln(1/3 : 2/3)
    assert c.u_mass([[2, 1], [1, 1]], 3) == pytest.approx(np.log(0.5))
    assert c.uci([[2, 1], [1, 1]], 3) == pytest.approx(np.log(1.5))
    assert c.npmi([[2, 1], [1, 1]], 3) == pytest.approx(np.log(1.5) / np.log(3))


@given(SETS)
def test_every_measure_is_finite_and_within_its_range(sets):
    joint = joint_of(sets)
    assert -1 <= c.npmi(joint, len(sets)) <= 1 and -1 <= c.c_v(joint, len(sets)) <= 1
    assert c.LEAST - 1e-9 <= c.u_mass(joint, len(sets)) <= 1e-9
    assert np.isfinite(c.uci(joint, len(sets)))


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@given(sets=SETS.filter(lambda sets: {0, 1, 2} <= set().union(*sets)))
def test_an_absent_word_never_makes_a_list_better(measure, sets):
    without = joint_of(sets, 3)
    absent = np.pad(without, (0, 1))
    assert measure(absent, len(sets)) <= measure(without, len(sets)) + 1e-12


@pytest.mark.parametrize("measure, least", [("npmi", -1), ("uci", c.LEAST), ("u_mass", c.LEAST), ("c_v", -1)])
def test_a_list_of_absent_words_is_the_worst_there_is(measure, least):
    assert MEASURES[measure](np.zeros((3, 3)), 5) == pytest.approx(least)


def test_words_that_stand_everywhere_say_nothing_of_each_other():
    assert c.npmi(np.full((2, 2), 4), 4) == 0 and c.c_v(np.full((2, 2), 4), 4) == 0
    assert c.npmi([[4, 2], [2, 2]], 4) == pytest.approx(0, abs=1e-9)


@given(SETS, st.permutations(range(4)))
def test_all_but_u_mass_do_not_depend_on_the_order_of_the_list(sets, order):
    joint = joint_of(sets)
    turned = joint[np.ix_(order, order)]
    for name in ("npmi", "uci", "c_v"):
        assert MEASURES[name](turned, len(sets)) == pytest.approx(MEASURES[name](joint, len(sets)), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@given(sets=st.tuples(SETS, SETS))
def test_many_at_once_are_one_after_the_other(measure, sets):
    joint = np.stack([joint_of(each) for each in sets])
    single = [measure(each, len(part)) for each, part in zip(joint, sets, strict=True)]
    np.testing.assert_allclose(measure(joint, np.array([len(part) for part in sets])), single)


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=20).filter(lambda values: np.std(values) > 1e-3))
def test_the_jackknife_of_a_mean_is_the_interval_of_student(values):
    values = np.array(values)
    n = len(values)
    without = (values.sum() - values) / (n - 1)
    low, high = c.jackknife_interval(values.mean(), without, 0.9)
    expected = t.interval(0.9, n - 1, values.mean(), values.std(ddof=1) / np.sqrt(n))
    assert (low, high) == pytest.approx(expected, abs=1e-6)


def test_one_block_has_no_interval():
    assert np.isnan(c.jackknife_interval(1.0, np.zeros((0,)))).all()
