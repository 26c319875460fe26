import numpy as np
import pytest

from textmine.stats.extreme_scores import gumbel_tail, tail_p_values


def gumbel(scores, mean, scale):
    return -np.expm1(-np.exp(-(scores - mean) / scale))


def test_p_values_of_gumbel_scores_are_those_of_the_law():
    chance = np.random.default_rng(3).gumbel(8.0, 1.5, 200_000)
    body, tail = np.array([7.0, 9.0, 12.0]), np.array([16.0, 20.0, 25.0])
    np.testing.assert_allclose(tail_p_values(body, chance), gumbel(body, 8.0, 1.5), rtol=0.03)
    np.testing.assert_allclose(np.log(tail_p_values(tail, chance)), np.log(gumbel(tail, 8.0, 1.5)), rtol=0.06)


def test_p_values_of_chance_scores_are_uniform():
    rng = np.random.default_rng(5)
    p_values = tail_p_values(rng.gumbel(size=50_000), rng.gumbel(size=50_000))
    for level in (0.05, 0.01, 0.001):
        assert np.mean(p_values <= level) == pytest.approx(level, abs=4 * np.sqrt(level / 50_000) + 0.1 * level)


def test_higher_scores_are_never_more_probable():
    chance = np.random.default_rng(1).gumbel(size=5000)
    assert (np.diff(tail_p_values(np.linspace(-3, 40, 500), chance)) <= 0).all()


def test_equal_chance_scores_say_no_more_than_their_number():
    chance = np.full(99, 2.0)
    assert tail_p_values(np.array([1.0, 2.0, 3.0]), chance).tolist() == [1.0, 1.0, 0.01]
    assert tail_p_values(np.array([3.0]), np.array([2.0])).tolist() == [0.5]


def test_the_tail_by_moments_is_that_of_the_law():
    draws = np.random.default_rng(2).gumbel(5.0, 2.0, (3, 20_000))
    scores = np.array([10.0, 20.0, 30.0])
    np.testing.assert_allclose(np.log(gumbel_tail(scores, draws)), np.log(gumbel(scores, 5.0, 2.0)), rtol=0.03)
    assert gumbel_tail(np.array([3.0]), np.full((1, 5), 2.0)).tolist() == [1.0]
