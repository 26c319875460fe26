"""The log-odds ratio with a Dirichlet prior."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.log_odds import log_odds_dirichlet

Y_A, Y_B = [10, 5, 85], [4, 8, 188]
COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=8)


@pytest.mark.parametrize("prior, delta, zeta", [
    (dict(alpha=.01), (1.692978, .234257, -1.016537), (2.864617, .411266, -7.777704)),
    (dict(strength=100), (.978405, .132562, -.594259), (2.283611, .305550, -6.173460)),
])
def test_gold_values(prior, delta, zeta):
    got = log_odds_dirichlet(Y_A, Y_B, **prior)
    np.testing.assert_allclose(got, (delta, zeta), atol=1e-6)


def test_the_equations_of_monroe_written_out():
    z = log_odds_dirichlet([1, 5, 1, 9], [100, 510, 100, 199], alpha=.01)[1]
    np.testing.assert_allclose(z, [-.60950219, -2.30440513, -.60950219, 4.46292517], atol=1e-8)


def written_out(y_a, y_b, prior):
    """Oracle: the z-score of equations 16, 20 and 22, word by word."""
    z = []
    for a, b, alpha in zip(y_a, y_b, prior, strict=True):
        odds = [(y + alpha) / (sum(side) + sum(prior) - y - alpha) for y, side in ((a, y_a), (b, y_b))]
        z.append((np.log(odds[0]) - np.log(odds[1])) / np.sqrt(1 / (a + alpha) + 1 / (b + alpha)))
    return z


def test_sides_compared_with_all_texts_are_another_number():
    """The trap of tidylo: side b holds side a too, and each side has a prior worth the whole corpus."""
    both = np.add(Y_A, Y_B)
    theirs = written_out(Y_A + both, both + 2 * both, [0, 0, 0])
    assert theirs == pytest.approx([1.037189, .138565, -2.695323], abs=1e-6)
    _, ours = log_odds_dirichlet(Y_A, Y_B, strength=both.sum())
    assert written_out(Y_A, Y_B, both) == pytest.approx(ours.tolist())
    assert (np.abs(ours) > 1.2 * np.abs(theirs)).all()


@pytest.mark.parametrize("prior, first, second", [
    ((15, 12, 5), (1.1728, -1.3768, .4033), (-1.1355, 1.5661, -.4362)),
    ((1, 1, 1), (1.8913, -1.9691, .5549), (-1.7407, 2.8421, -.6571)),
])
def test_tidylo_on_the_cars_of_r(prior, first, second):
    """Cars by engine and gears, 12, 2, 4 and 3, 10, 1; its prior is of all cars (empirical Bayes) or 1 each."""
    sides, prior = np.array([[12, 2, 4], [3, 10, 1]]), np.array(prior)
    both = sides.sum(axis=0) + 2 * prior
    for side, printed in zip(sides, (first, second), strict=True):
        assert written_out(side + prior, both, [0, 0, 0]) == pytest.approx(printed, abs=5e-5)
    options = dict(alpha=1) if prior[0] == 1 else dict(strength=prior.sum())
    _, ours = log_odds_dirichlet(*sides, **options)
    assert ours == pytest.approx(written_out(*sides, prior))
    assert (np.sign(ours) == np.sign(first)).all() and (np.abs(ours) > 1.2 * np.abs(first)).all()


@given(COUNTS, st.floats(.01, 1000))
def test_swapping_the_sides_turns_the_sign_and_equal_shares_are_zero(pairs, strength):
    y_a, y_b = np.array(pairs).T
    forth, back = (log_odds_dirichlet(*sides, strength=strength) for sides in ((y_a, y_b), (y_b, y_a)))
    np.testing.assert_allclose(forth, np.negative(back), atol=1e-9)
    assert np.isfinite(forth).all()
    for prior in (dict(strength=strength), dict(alpha=strength)):
        np.testing.assert_allclose(log_odds_dirichlet(y_a, y_a, **prior), 0, atol=1e-9)


def test_a_stronger_prior_draws_rare_words_to_zero():
    weak, strong = (np.abs(log_odds_dirichlet(Y_A, Y_B, strength=s)[0]) for s in (1, 10_000))
    assert (strong < weak).all() and strong.max() < 0.03


def test_words_left_out_of_a_table_still_count_as_tokens():
    whole = log_odds_dirichlet(Y_A, Y_B, strength=100)
    part = log_odds_dirichlet(Y_A[:2], Y_B[:2], 100, 200, strength=100)
    np.testing.assert_allclose(np.array(whole)[:, :2], part)


def test_edges():
    assert np.array(log_odds_dirichlet([0, 5], [0, 5], strength=10))[:, 0].tolist() == [0, 0]
    assert np.array(log_odds_dirichlet([5], [5], strength=10)).tolist() == [[0], [0]]
    for wrong in ({}, {"alpha": 1, "strength": 1}):
        with pytest.raises(ValueError, match="one of the two"):
            log_odds_dirichlet([1], [1], **wrong)
