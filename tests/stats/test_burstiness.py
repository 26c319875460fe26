import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from textmine.stats.burstiness import dispersion_index, dispersion_index_error, dispersion_index_limit


def test_deaths_by_horse_kicks_fall_at_random():
    """Bortkiewicz (1898): 200 corps and years with 0 to 4 deaths; Fisher (1925) prints mean .61, variance .611."""
    deaths = np.repeat([0, 1, 2, 3, 4], [109, 65, 22, 3, 1])
    index = dispersion_index(deaths[:, None], np.ones(200))
    assert index.round(3).tolist() == [1.002] and index[0] == pytest.approx(deaths.var(ddof=1) / deaths.mean())


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 90)), min_size=2, max_size=8).filter(
    lambda pairs: sum(n for n, _ in pairs) > 0))
def test_the_index_is_chi_square_over_its_degrees_of_freedom(pairs):
    counts, sizes = np.array(pairs, dtype=float).T
    expected = stats.chisquare(counts, counts.sum() * sizes / sizes.sum()).statistic / (len(pairs) - 1)
    np.testing.assert_allclose(dispersion_index(counts[:, None], sizes), expected, atol=1e-9)


def test_empty_parts_and_absent_words():
    assert dispersion_index([[3], [1], [0]], [10, 10, 0]) == dispersion_index([[3], [1]], [10, 10])
    assert np.isnan(dispersion_index([[0], [0]], [5, 5])).all()
    assert np.isnan(dispersion_index([[4]], [5])).all()


@pytest.mark.parametrize("total", [3, 40])
def test_expectation_and_error_at_random(total):
    sizes = np.array([10, 20, 30, 100])
    drawn = np.random.default_rng(0).multinomial(total, sizes / sizes.sum(), 40000).T
    index = dispersion_index(drawn, sizes)
    error = dispersion_index_error([total], sizes)[0]
    assert index.mean() == pytest.approx(1, abs=4 * error / 200)
    assert index.std() == pytest.approx(error, rel=0.03)


@pytest.mark.parametrize("parts, count", [(3, 50), (13, 10), (13, 500), (40, 50), (200, 10)])
def test_about_five_percent_of_random_words_are_beyond_the_limit(parts, count):
    rng = np.random.default_rng(0)
    sizes = rng.integers(40, 140, parts)
    counts = rng.multinomial(count, sizes / sizes.sum(), size=20_000).T
    beyond = dispersion_index(counts, sizes) > dispersion_index_limit([count], sizes)
    assert 0.039 <= beyond.mean() <= 0.062


def test_the_limit_of_many_occurrences_in_equal_parts_is_that_of_chi_squared():
    limit = dispersion_index_limit([10 ** 9], np.full(9, 100), 0.01)
    assert limit == pytest.approx(stats.chi2.ppf(0.99, 8) / 8, rel=1e-6)
