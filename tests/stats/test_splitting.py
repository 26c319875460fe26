import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from textmine.stats.agreement import average_jaccard, standard_error, within_one_error
from textmine.stats.splitting import folds, halves, shuffled, subsample

TABLES = hnp.arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 8)), elements=st.integers(0, 4))


def test_average_jaccard_worked_by_hand():
    """The coefficients are 0, 0, 1/5, 1/7 and 3/7 at depths 1 to 5."""
    terms = {word: i for i, word in enumerate("album music best award win sport medal".split())}
    first, second = ([[terms[word] for word in words.split()]]
                     for words in ("album music best award win", "sport best win medal award"))
    assert average_jaccard(np.array(first), np.array(second))[0, 0] == pytest.approx((1 / 5 + 1 / 7 + 3 / 7) / 5)


@given(st.data())
def test_average_jaccard_equals_its_definition(data):
    n_terms, n = data.draw(st.integers(3, 9)), data.draw(st.integers(1, 3))
    lists = st.lists(st.permutations(range(n_terms)).map(lambda order: order[:n]), min_size=1, max_size=3)
    first, second = data.draw(lists), data.draw(lists)

    def naive(r, s):
        return np.mean([len(set(r[:d]) & set(s[:d])) / len(set(r[:d]) | set(s[:d])) for d in range(1, n + 1)])

    got = average_jaccard(np.array(first), np.array(second))
    np.testing.assert_allclose(got, [[naive(r, s) for s in second] for r in first])
    np.testing.assert_allclose(got, average_jaccard(np.array(second), np.array(first)).T)


def test_the_rule_of_one_error_rests_on_the_error_of_the_best():
    values = np.array([0.5, 0.8, 0.9])
    assert within_one_error(values, np.array([9, 9, 0.1])).tolist() == [False, True, True]
    assert within_one_error(values, np.array([9, 9, np.nan])).tolist() == [False, False, True]
    assert np.isnan(standard_error(np.ones((1, 2)))).all()


@given(TABLES, st.integers(0, 3))
def test_halves_add_up_and_each_document_gives_half_of_its_tokens(table, seed):
    first, second = halves(sparse.csr_matrix(table), seed)
    assert ((first + second).toarray() == table).all()
    assert (first.sum(axis=1).A1 == table.sum(axis=1) // 2).all()


@given(TABLES, st.randoms(use_true_random=False))
def test_how_a_document_is_halved_hangs_on_what_it_holds_alone(table, random):
    order = random.sample(range(len(table)), len(table))
    whole = halves(sparse.csr_matrix(table), 1)[0].toarray()
    assert (halves(sparse.csr_matrix(table[order]), 1)[0].toarray() == whole[order]).all()
    alone = [halves(sparse.csr_matrix(row[None]), 1)[0].toarray()[0] for row in table]
    assert (np.array(alone) == whole).all()


def test_every_token_of_a_document_is_as_likely_to_be_given():
    table = sparse.csr_matrix([[3, 1, 0, 2, 4]])
    mean = np.mean([halves(table, seed)[0].toarray()[0] for seed in range(2000)], axis=0)
    np.testing.assert_allclose(mean, [1.5, 0.5, 0, 1, 2], atol=0.08)


def test_fractional_counts_keep_their_sums():
    table = sparse.csr_matrix([[0.5, 2.5], [1.25, 0]])
    first, second = halves(table, 0)
    np.testing.assert_allclose((first + second).toarray(), table.toarray())
    np.testing.assert_allclose(shuffled(table, np.random.default_rng(0)).sum(axis=0), table.sum(axis=0))


@given(TABLES, st.integers(0, 9))
def test_shuffled_text_keeps_lengths_and_frequencies(table, seed):
    got = shuffled(sparse.csr_matrix(table), np.random.default_rng(seed)).toarray()
    assert (got.sum(axis=0) == table.sum(axis=0)).all() and (got.sum(axis=1) == table.sum(axis=1)).all()


def test_shuffled_text_has_the_expected_counts_of_independence():
    table = np.array([[6, 0, 0], [0, 4, 2], [0, 0, 12]])
    drawn = [shuffled(sparse.csr_matrix(table), np.random.default_rng(seed)).toarray() for seed in range(3000)]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    np.testing.assert_allclose(np.mean(drawn, axis=0), expected, atol=0.12)


@given(st.lists(st.integers(0, 2), min_size=4, max_size=30), st.integers(2, 4))
def test_folds_and_subsamples_hold_all_groups(labels, n):
    group = np.unique(labels, return_inverse=True)[1]
    rng = np.random.default_rng(0)
    fold = folds(group, n, rng)
    sizes = np.bincount(fold, minlength=n)
    assert sizes.max() - sizes.min() <= 1
    for g in set(group.tolist()):
        in_group = np.bincount(fold[group == g], minlength=n)
        assert in_group.max() - in_group.min() <= 1
    rows = subsample(group, 0.6, rng)
    assert set(group[rows].tolist()) == set(group.tolist()) and len(set(rows.tolist())) == len(rows)
    for g in set(group.tolist()):
        assert (group[rows] == g).sum() == max(1, round(0.6 * (group == g).sum()))
