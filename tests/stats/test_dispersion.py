"""Dispersion: printed examples, naive versions, laws and edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import chisquare

from textmine.stats.dispersion import (
    carroll_d2,
    deviation_of_proportions,
    distributional_a,
    divergence_evenness,
    document_share,
    juilland_d,
    normed_deviation,
    part_chi_squared,
    part_divergence,
    rosengren_s,
)

ALL = [document_share, deviation_of_proportions, normed_deviation, juilland_d, carroll_d2, rosengren_s,
       distributional_a, part_divergence, divergence_evenness]
HIGH_IS_EVEN = [juilland_d, carroll_d2, rosengren_s, distributional_a, divergence_evenness]
PARTS = st.lists(st.tuples(st.integers(0, 9), st.integers(10, 90)), min_size=2, max_size=12).filter(
    lambda parts: sum(v for v, _ in parts))


def column(v):
    return sparse.csr_matrix(np.array(v)[:, None])


def test_allemand():
    """A word in ten parts, as in the tlda package; its README prints 1 - DP as Egbert's version."""
    v = column([2, 0, 1, 1, 3, 0, 3, 0, 0, 0])
    n = [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]
    for measure, printed in ((document_share, .5), (juilland_d, .6038797), (carroll_d2, .6521444),
                             (rosengren_s, .4763652), (distributional_a, .3081640), (divergence_evenness, .4665078),
                             (deviation_of_proportions, .4990705)):
        assert measure(v, n)[0] == pytest.approx(printed, abs=5e-8), measure.__name__
    assert 1 - normed_deviation(v, n)[0] == pytest.approx(.4464520, abs=5e-8)
    assert 1 - normed_deviation(v, n, occupied=True)[0] == pytest.approx(.4462310, abs=5e-8)


def test_toys_of_gries():
    v, n = column([1, 2, 3, 4, 5]), [9, 10, 10, 10, 11]
    for measure, printed in ((juilland_d, .785), (carroll_d2, .938), (rosengren_s, .950), (part_divergence, .137)):
        assert measure(v, n)[0] == pytest.approx(printed, abs=5e-4)
    assert deviation_of_proportions(v, n)[0] == pytest.approx(.18)
    assert normed_deviation(v, n)[0] == pytest.approx(.2195, abs=5e-5)
    assert part_chi_squared(v, n)[0] == pytest.approx(2.6128, abs=5e-5)
    v, n = column([0, 0, 1, 2, 5]), [1000] * 5
    assert deviation_of_proportions(v, n)[0] == pytest.approx(.475)
    assert normed_deviation(v, n)[0] == pytest.approx(.59375)
    assert juilland_d(v, n)[0] == pytest.approx(.420399, abs=5e-7)
    assert np.exp(-part_divergence(v, n)[0]) == pytest.approx(.359467, abs=5e-7)


def test_the_corpus_of_gries_2008():
    """Five parts of 9, 10, 10, 10 and 11 words; the words b, i, q and x."""
    texts = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t",
             "b a h a a b e a x a t"]
    counts = np.array([[text.split().count(word) for word in "biqx"] for text in texts])
    sizes = [len(text.split()) for text in texts]
    for measure, printed in ((deviation_of_proportions, [.02, .82, .8, .78]), (normed_deviation, [.024, 1, .976, .951]),
                             (rosengren_s, [.999, .18, .2, .22]), (part_divergence, [.003, 2.474, 2.322, 2.184]),
                             (juilland_d, [.968, 0, 0, 0])):
        np.testing.assert_allclose(measure(counts, sizes), printed, atol=5.1e-4 if measure is not juilland_d else 5e-4)
    assert (document_share(counts, sizes) * 5).tolist() == [5, 1, 1, 1]
    variation = (1 - juilland_d(counts, [10] * 5)) * 2  # of counts, as if the parts were of one size
    np.testing.assert_allclose(variation, [0, 2, 2, 2], atol=1e-12)
    np.testing.assert_allclose(variation * counts.mean(axis=0), [0, .4, .4, .4], atol=1e-12)  # their deviation


@given(PARTS, st.integers(2, 5))
def test_chi_squared_of_parts_is_that_of_scipy_and_grows_with_the_counts(parts, times):
    v, n = np.array(parts, dtype=float).T
    expected = chisquare(v, v.sum() * n / n.sum()).statistic
    assert part_chi_squared(column(v), n)[0] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert part_chi_squared(column(v * times), n)[0] == pytest.approx(times * expected, rel=1e-9, abs=1e-9)
    assert part_chi_squared(column(n), n)[0] == pytest.approx(0, abs=1e-6)
    assert np.isnan(part_chi_squared(column([0, 0]), [5, 6])[0]) and part_chi_squared(column([3]), [9])[0] == 0


@given(PARTS)
def test_measures_are_their_formulas(parts):
    v, n = np.array(parts, dtype=float).T
    k, f = len(v), v.sum()
    s, t, p = n / n.sum(), v / f, v / n
    q = p[p > 0] / p.sum()
    kld = sum(x * np.log2(x / y) for x, y in zip(t, s, strict=True) if x > 0)
    pairs = np.mean([abs(p[i] - p[j]) for i in range(k) for j in range(i)])
    naive = {
        document_share: (v > 0).mean(), deviation_of_proportions: np.abs(t - s).sum() / 2,
        normed_deviation: np.abs(t - s).sum() / 2 / (1 - s.min()),
        juilland_d: 1 - p.std() / p.mean() / np.sqrt(k - 1), carroll_d2: -(q * np.log(q)).sum() / np.log(k),
        rosengren_s: np.sqrt(s * v).sum() ** 2 / f, distributional_a: 1 - pairs / (2 * p.mean()),
        part_divergence: kld, divergence_evenness: 1 / (1 + kld),
    }
    assert set(naive) == set(ALL)
    for measure, expected in naive.items():
        assert measure(column(v), n)[0] == pytest.approx(expected, abs=1e-7), measure.__name__
    least = s[v > 0].min()
    assert normed_deviation(column(v), n, occupied=True)[0] == pytest.approx(
        min(np.abs(t - s).sum() / 2 / (1 - least), 1), abs=1e-9)


@given(PARTS, st.integers(2, 5))
def test_laws(parts, times):
    v, n = np.array(parts).T
    for measure in ALL:
        value = measure(column(v), n)[0]
        assert value == pytest.approx(measure(column(v[::-1]), n[::-1])[0], abs=1e-9)
        assert value == pytest.approx(measure(column(v * times), n * times)[0], abs=1e-9)
        assert value >= 0
    assert deviation_of_proportions(column(v), n)[0] <= 1 - n.min() / n.sum() + 1e-9
    even = column(n)
    assert deviation_of_proportions(even, n)[0] == pytest.approx(0, abs=1e-9)
    for measure in HIGH_IS_EVEN:
        assert measure(column(v), n)[0] <= measure(even, n)[0] + 1e-6
        assert measure(even, n)[0] == pytest.approx(1, abs=1e-6)


def test_words_of_a_matrix_do_not_mind_each_other():
    rng = np.random.default_rng(0)
    counts, sizes = sparse.random(30, 40, .2, random_state=0, format="csr").ceil(), rng.integers(50, 90, 30)
    for measure in ALL:
        together = measure(counts, sizes)
        alone = [measure(counts[:, j], sizes)[0] for j in range(40)]
        np.testing.assert_allclose(together, alone, atol=1e-12)


def test_all_in_one_part():
    v, n = column([0, 0, 7]), [10, 10, 20]
    assert [measure(v, n)[0] for measure in (juilland_d, carroll_d2, distributional_a)] == pytest.approx([0, 0, 0])
    assert rosengren_s(v, n)[0] == pytest.approx(.5) and deviation_of_proportions(v, n)[0] == pytest.approx(.5)
    assert part_divergence(v, n)[0] == pytest.approx(1)
    assert normed_deviation(column([7, 0]), [10, 10])[0] == 1


def test_absent_words_one_part_and_parts_without_tokens():
    for measure in ALL:
        assert np.isnan(measure(column([0, 0]), [5, 6])[0]), measure.__name__
        assert measure(column([2, 1, 0]), [9, 9, 0])[0] == measure(column([2, 1]), [9, 9])[0]
    one = {measure.__name__: measure(column([3]), [9])[0] for measure in ALL}
    missing = {name for name, value in one.items() if np.isnan(value)}
    assert missing == {"normed_deviation", "juilland_d", "carroll_d2", "distributional_a"}
    assert one["deviation_of_proportions"] == one["part_divergence"] == 0 and one["rosengren_s"] == 1


def test_a_cell_stored_in_two_pieces_is_one_count():
    twice = sparse.csr_matrix((np.array([1, 2, 3]), np.array([0, 0, 0]), np.array([0, 2, 3])), shape=(2, 1))
    for measure in ALL:
        assert measure(twice, [10, 12])[0] == measure(column([3, 3]), [10, 12])[0]
