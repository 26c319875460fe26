"""Statistics of relabelled units."""

import itertools

import numpy as np
import pytest
from scipy import sparse

from textmine.stats import relabelling
from textmine.stats.relabelling import chance, relabelled, statistics_of, sums_by_group


def test_sums_add_up_by_group():
    counts = np.random.default_rng(0).integers(0, 5, (6, 4))
    labels = np.array([[0, 0, 1, 1, 2, 2], [2, 1, 0, 2, 1, 0]])
    found = sums_by_group(sparse.csr_matrix(counts), labels, 3)
    for row, label in zip(found, labels, strict=True):
        np.testing.assert_array_equal(row, [counts[label == g].sum(axis=0) for g in range(3)])


def test_draws_keep_the_sizes_of_groups_and_do_not_depend_on_batches(monkeypatch):
    counts = sparse.identity(7, format="csr")
    group = np.array([0, 0, 0, 1, 1, 2, 2])
    whole = np.concatenate(list(relabelled(counts, group, 3, 50, np.random.default_rng(1))))
    monkeypatch.setattr(relabelling, "CELLS_IN_BATCH", 60)
    again = list(relabelled(counts, group, 3, 50, np.random.default_rng(1)))
    assert len(again) > 1 and (np.concatenate(again) == whole).all()
    assert (whole.sum(axis=2) == [3, 2, 2]).all() and (whole.sum(axis=1) == 1).all()


def test_mean_and_p_converge_to_all_labellings():
    counts = sparse.csr_matrix([[4.0], [1], [0], [7], [2]])
    group = np.array([0, 0, 1, 1, 1])
    observed = sums_by_group(counts, group, 2)[0, :1, 0]
    exact = np.array([counts.toarray()[list(chosen)].sum() for chosen in itertools.combinations(range(5), 2)])
    draws = relabelled(counts, group, 2, 20_000, np.random.default_rng(0))
    mean, p = chance(observed, statistics_of(draws, lambda sums: sums[:, 0]))
    assert mean[0] == pytest.approx(exact.mean(), abs=0.05)
    assert p[0] == pytest.approx((exact >= observed).mean(), abs=0.02)


def test_a_labelling_without_an_answer_counts_against_the_finding():
    mean, p = chance(np.array([1.0]), np.array([[np.nan], [0.5], [0.5]]))
    assert mean.tolist() == [0.5] and p.tolist() == [0.5]
    assert chance(np.array([0.0]), np.zeros((9, 1)))[1].tolist() == [1]
