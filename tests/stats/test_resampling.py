"""Permutation of units: a plain loop as oracle, laws of maxT, and any number of threads."""

import itertools

import numpy as np
import pytest
from scipy import sparse

from textmine.stats import resampling
from textmine.stats._permutation import ORDERS, deal
from textmine.stats.association import log_likelihood
from textmine.stats.resampling import group_against_rest, permutation_p_values, permutation_test


def corpus(units=24, terms=12, seed=0, groups=3, weights=False):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(30, 90, units)
    counts = rng.poisson(rng.dirichlet(np.full(terms, .5)) * rng.gamma(1.5, .7, (units, terms)) * sizes[:, None] * .8)
    return sparse.csr_matrix(counts * (.37 if weights else 1)), sizes, np.arange(units) % groups


def orders_of(group, sizes, n_groups, seed, n):
    """The orders that the kernel deals out, as an array of shape (n, units)."""
    labels, tokens = np.zeros((len(group), ORDERS), np.int32), np.zeros((n_groups, ORDERS))
    found = []
    for first in range(0, n, ORDERS):
        m = min(ORDERS, n - first)
        deal(group, sizes.astype(float), n_groups, np.uint64(seed), first, m, labels, tokens)
        found.append((labels[:, :m] // ORDERS).T)
        for o in range(m):
            assert tokens[:, o].tolist() == np.bincount(found[-1][o], sizes, minlength=n_groups).tolist()
    return np.concatenate(found)


@pytest.mark.parametrize("n_groups", [2, 3, 4])
@pytest.mark.parametrize("weights", [False, True])
def test_p_and_adjusted_p_are_those_of_a_plain_loop(n_groups, weights):
    counts, sizes, group = corpus(groups=n_groups, weights=weights)
    got = permutation_test(counts, sizes, group, n_groups, 150, 3, max_t=True)
    observed = log_likelihood(*group_against_rest(counts, sizes, group, n_groups))
    drawn = np.array([log_likelihood(*group_against_rest(counts, sizes, order, n_groups))
                      for order in orders_of(group, sizes, n_groups, 3, 150)])
    np.testing.assert_allclose(got.statistic, observed, atol=1e-9)
    needed = observed - 1e-9 * (1 + observed)
    np.testing.assert_allclose(got.p_value, (1 + (drawn >= needed).sum(axis=0)) / 151, atol=1e-12)
    top = drawn.max(axis=(1, 2))
    np.testing.assert_allclose(got.p_adjusted, (1 + (top[:, None, None] >= needed).sum(axis=0)) / 151, atol=1e-12)


def test_each_order_is_one_of_all_equally_often():
    group = np.array([0, 0, 1, 1])
    orders = orders_of(group, np.ones(4), 2, 0, 6000)
    assert (np.sort(orders, axis=1) == group).all()
    counted = {order: 0 for order in set(itertools.permutations(group.tolist()))}
    for order in orders.tolist():
        counted[tuple(order)] += 1
    assert len(counted) == 6 and min(counted.values()) > 880 and max(counted.values()) < 1120


def test_any_number_of_threads_gives_the_same_bytes():
    for arguments in ((*corpus(groups=2), 2), (*corpus(groups=4, weights=True), 4)):
        for max_t in (False, True):
            one, two, nine = (permutation_test(*arguments, 1_300, 5, max_t=max_t, n_jobs=jobs) for jobs in (1, 2, 9))
            for other in (two, nine):
                assert all(np.array_equal(a, b) if a is not None else b is None
                           for a, b in zip(one, other, strict=True))


def test_settling_words_early_does_not_change_the_others(monkeypatch):
    counts, sizes, group = corpus(units=40, terms=30, groups=2)
    counts = counts + sparse.csr_matrix((np.arange(40) % 2 == 0)[:, None] * (np.arange(30) < 2) * 6)
    settled, whole = (permutation_test(counts, sizes, group, 2, 3_000, 1, max_t=max_t).p_value
                      for max_t in (False, True))
    first = permutation_test(counts, sizes, group, 2, 999, 1).p_value
    kept = first.min(axis=0) <= resampling.KEPT_BELOW
    assert kept.any() and not kept.all()
    assert (settled[:, kept] == whole[:, kept]).all() and (settled[:, ~kept] == first[:, ~kept]).all()


def test_adjusted_p_is_no_smaller_and_keeps_the_order_of_evidence():
    counts, sizes, group = corpus(terms=40)
    test = permutation_test(counts, sizes, group, 3, 500, 0, max_t=True)
    assert (test.p_adjusted >= test.p_value).all()
    for p in (test.p_value, test.p_adjusted):
        assert p.min() >= 1 / 501 and p.max() <= 1
    order = np.argsort(test.statistic.ravel())
    assert (np.diff(test.p_adjusted.ravel()[order]) <= 0).all()


def test_relabelling_groups_and_words_permutes_the_result():
    counts, sizes, group = corpus(groups=3)
    words = np.random.default_rng(0).permutation(counts.shape[1])
    one = permutation_test(counts, sizes, group, 3, 200, 0, max_t=True)
    other = permutation_test(counts[:, words], sizes, group, 3, 200, 0, max_t=True)
    for a, b in zip(one, other, strict=True):
        assert (a[:, words] == b).all()


def test_two_groups_are_one_test():
    counts, sizes, group = corpus(groups=2)
    test = permutation_test(counts, sizes, group, 2, 200, 0, max_t=True)
    for each in test:
        assert each.shape == (2, counts.shape[1]) and (each[0] == each[1]).all()


def test_words_without_evidence_and_units_without_tokens():
    counts = sparse.csr_matrix([[0, 5], [0, 6], [0, 0], [0, 7]])
    sizes, group = np.array([5, 6, 0, 7]), np.array([0, 0, 1, 1])
    test = permutation_test(counts, sizes, group, 2, 99, 0, max_t=True)
    assert (test.p_value == 1).all() and (test.p_adjusted == 1).all() and (test.statistic == 0).all()
    nothing = permutation_test(sparse.csr_matrix((4, 0)), np.ones(4), group, 2, 99, 0, max_t=True)
    assert nothing.p_value.shape == nothing.p_adjusted.shape == (2, 0)


def test_a_cell_stored_in_two_pieces_is_one_count():
    counts, sizes, group = corpus(groups=2)
    cells = counts.tocoo()
    places = np.tile(cells.row, 2), np.tile(cells.col, 2)
    twice = sparse.coo_matrix((np.tile(cells.data, 2), places), shape=counts.shape)
    one, two = (permutation_test(each, sizes * 2, group, 2, 99, 0).p_value for each in (counts * 2, twice))
    assert (one == two).all()


def test_the_generator_gives_the_seed():
    counts, sizes, group = corpus(groups=2)
    one, same, other = (permutation_p_values(counts, sizes, group, 2, 300, np.random.default_rng(seed))
                        for seed in (0, 0, 1))
    assert (one == same).all() and (one != other).any()


@pytest.mark.slow
def test_adjusted_p_keep_the_rate_of_any_false_finding():
    """Bursty passages, labels without effect: the least adjusted p is at most 5 % in about 5 % of the corpora."""
    least = []
    for replicate in range(400):
        counts, sizes, _ = corpus(units=30, terms=40, seed=replicate)
        group = np.random.default_rng(replicate).permutation(np.arange(30) % 3)
        least.append(permutation_test(counts, sizes, group, 3, 199, replicate, max_t=True).p_adjusted.min())
    assert .025 <= np.mean(np.array(least) <= .05) <= .08
