"""Overlap of ranked lists: the running example of its paper, infinite sums, random lists, and kappa by scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from textmine.stats.rank_overlap import chance_corrected, random_overlap, rank_biased_overlap, shared_by_depth

LISTS = st.lists(st.integers(0, 12), min_size=1, max_size=9, unique=True)
PERSISTENCE = st.sampled_from([.5, .8, .9, .98])


def test_shared_by_depth_is_that_of_the_example_of_webber_and_others():
    first, second = ([ord(letter) for letter in word] for word in ("abcdefg", "zcavwxy"))
    agreement = shared_by_depth(first, second) / np.arange(1, 8)
    # Webber et al. (2010), table of average overlap in section 3.2
    assert agreement.round(3).tolist() == [0, 0, .667, .5, .4, .333, .286]
    assert agreement.mean().round(3) == .312


@given(LISTS, LISTS)
def test_shared_by_depth_counts_what_is_in_both(first, second):
    expected = [len(set(first[:d]) & set(second[:d])) for d in range(1, max(len(first), len(second)) + 1)]
    assert shared_by_depth(first, second).tolist() == expected


@given(LISTS, LISTS, PERSISTENCE)
def test_rank_biased_overlap_is_the_infinite_sum_with_agreement_going_on(first, second, p):
    short, long = sorted((first, second), key=len)
    s, longest, total = len(short), len(long), 0.0
    at_end = len(set(short) & set(long[:s]))
    for d in range(1, 1500):
        shared = len(set(short[:d]) & set(long[:d])) + at_end * max(min(d, longest) - s, 0) / s
        if d <= longest:
            agreement = shared / d
        total += (1 - p) * p ** (d - 1) * agreement
    assert rank_biased_overlap(first, second, p) == pytest.approx(total, abs=1e-9)


@given(LISTS, LISTS, PERSISTENCE)
def test_rank_biased_overlap_is_symmetric_bounded_and_blind_to_names(first, second, p):
    value = rank_biased_overlap(first, second, p)
    assert value == pytest.approx(rank_biased_overlap(second, first, p)) and -1e-12 <= value <= 1 + 1e-12
    assert value == pytest.approx(rank_biased_overlap([99 - each for each in first], [99 - each for each in second], p))
    assert rank_biased_overlap(first, first, p) == pytest.approx(1)
    assert rank_biased_overlap(first, [each + 20 for each in second], p) == 0


def test_an_early_difference_weighs_more_than_a_late_one():
    assert rank_biased_overlap([1, 2, 3, 4], [9, 2, 3, 4]) < rank_biased_overlap([1, 2, 3, 4], [1, 2, 3, 9])
    assert np.isnan(rank_biased_overlap([], [1, 2]))


@pytest.mark.parametrize(("a", "b", "pool"), [(5, 5, 12), (3, 8, 20), (6, 6, 6)])
def test_random_overlap_is_the_mean_of_random_lists(a, b, pool):
    rng, found = np.random.default_rng(0), []
    for _ in range(3000):
        first, second = rng.permutation(pool)[:a], rng.permutation(pool)[:b]
        found.append((shared_by_depth(first, second)[-1], rank_biased_overlap(first, second)))
    error = np.std(found, axis=0) / 3000 ** .5
    assert (np.abs(np.mean(found, axis=0) - random_overlap(a, b, pool)) <= 4 * error + 1e-9).all()


def test_random_overlap_of_two_pools_is_the_mean_of_random_lists():
    rng, found = np.random.default_rng(0), []
    for _ in range(4000):
        found.append(shared_by_depth(rng.permutation(20)[:6], 12 + rng.permutation(30)[:9])[-1])
    error = np.std(found) / 4000 ** .5
    assert abs(np.mean(found) - random_overlap(6, 9, 20 * 30 / 8)[0]) <= 4 * error
    assert random_overlap(6, 9, np.inf) == (0, 0)


@given(LISTS, LISTS)
def test_chance_corrected_overlap_is_kappa(first, second):
    chosen = [[each in phrases for each in range(14)] for phrases in (first, second)]
    shared = len(set(first) & set(second))
    value = chance_corrected(shared, len(first) * len(second) / 14, (len(first) + len(second)) / 2)
    assert value == pytest.approx(cohen_kappa_score(*chosen))
    assert np.isnan(chance_corrected(3, 3, 3))
