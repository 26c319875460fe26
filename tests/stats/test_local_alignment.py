import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.stats import local_alignment as la

LETTERS = {letter: number for number, letter in enumerate("ACGTU")}
SEQUENCES = st.lists(st.integers(0, 3), min_size=1, max_size=9)
WEIGHTS = np.array([1.0, 2.5, 0.4, 3.0])


def packed(*sequences):
    terms = np.array([term for sequence in sequences for term in sequence], np.int32)
    return terms, np.concatenate([[0], np.cumsum([len(sequence) for sequence in sequences])])


def plain(first, second, weights, mismatch, gap):
    """The matrix of Smith and Waterman, cell by cell, and the matches on the way back from its first largest cell."""
    table = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    best, end = 0.0, (0, 0)
    for i, a in enumerate(first, 1):
        for j, b in enumerate(second, 1):
            step = weights[a] if a == b else -mismatch
            table[i][j] = max(0.0, table[i - 1][j - 1] + step, table[i - 1][j] - gap, table[i][j - 1] - gap)
            if table[i][j] > best:
                best, end = table[i][j], (i, j)
    (i, j), places = end, []
    while table[i][j] > 0:
        same = first[i - 1] == second[j - 1]
        if table[i][j] == table[i - 1][j - 1] + (weights[first[i - 1]] if same else -mismatch):
            i, j = i - 1, j - 1
            places += [[i, j]] * same
        elif table[i][j] == table[i - 1][j] - gap:
            i -= 1
        else:
            j -= 1
    return best, places[::-1]


def test_the_example_of_smith_and_waterman():
    # 1981, page 196: matches 1, mismatches 1/3, gaps of k letters 1 + k/3; the best is GCC-UCG with GCCAUUG, score 3.3.
    # A linear gap of 4/3 costs the same for the one gap of one letter that it has.
    first = [LETTERS[letter] for letter in "CAGCCUCGCUUAG"]
    second = [LETTERS[letter] for letter in "AAUGCCAUUGACGG"]
    terms, bounds = packed(first, second)
    weights, pair = np.ones(5), np.array([[0, 1]])
    score = la.alignment_scores(terms, bounds, pair, weights, 1 / 3, 4 / 3)
    assert score[0] == pytest.approx(10 / 3)
    places = la.local_alignments(terms, bounds, pair, weights, 1 / 3, 4 / 3).places.tolist()
    assert [first[i] for i, _ in places] == [LETTERS[letter] for letter in "GCCUG"]
    assert places[0] == [2, 3] and places[-1] == [7, 9]


@given(first=SEQUENCES, second=SEQUENCES, mismatch=st.sampled_from([0.0, 0.5, 1.0]),
       gap=st.sampled_from([0.0, 0.6, 2.0]))
def test_score_and_places_equal_the_plain_matrix(first, second, mismatch, gap):
    terms, bounds = packed(first, second)
    pair = np.array([[0, 1]])
    score, places = plain(first, second, WEIGHTS, mismatch, gap)
    assert la.alignment_scores(terms, bounds, pair, WEIGHTS, mismatch, gap)[0] == score
    found = la.local_alignments(terms, bounds, pair, WEIGHTS, mismatch, gap)
    assert found.places.tolist() == places and found.bounds.tolist() == [0, len(places)]


@given(first=SEQUENCES, second=SEQUENCES)
def test_the_score_is_the_same_from_either_side_and_at_most_what_the_shorter_is_worth(first, second):
    terms, bounds = packed(first, second)
    there, back = la.alignment_scores(terms, bounds, np.array([[0, 1], [1, 0]]), WEIGHTS, 1.0, 0.6)
    assert there == pytest.approx(back)
    assert there <= min(WEIGHTS[first].sum(), WEIGHTS[second].sum()) + 1e-12


@given(sequence=SEQUENCES)
def test_a_sequence_is_worth_all_its_terms_beside_itself(sequence):
    terms, bounds = packed(sequence)
    pair = np.array([[0, 0]])
    assert la.alignment_scores(terms, bounds, pair, WEIGHTS, 1.0, 0.6)[0] == pytest.approx(WEIGHTS[sequence].sum())
    assert len(la.local_alignments(terms, bounds, pair, WEIGHTS, 1.0, 0.6).places) == len(sequence)


def test_no_pairs_and_sequences_without_terms():
    terms, bounds = packed([0, 1], [], [1])
    assert len(la.alignment_scores(terms, bounds, np.empty((0, 2), np.int64), WEIGHTS, 1.0, 0.6)) == 0
    pairs = np.array([[0, 1], [0, 2]])
    assert la.alignment_scores(terms, bounds, pairs, WEIGHTS, 1.0, 0.6).tolist() == [0, 2.5]
    assert la.local_alignments(terms, bounds, pairs, WEIGHTS, 1.0, 0.6).bounds.tolist() == [0, 0, 1]
    assert la.local_alignments(terms, bounds, pairs[:0], WEIGHTS, 1.0, 0.6).places.shape == (0, 2)


def random_pairs(seed=0, n=400):
    rng = np.random.default_rng(seed)
    terms, bounds = packed(*(rng.integers(0, 30, rng.integers(3, 20)) for _ in range(n)))
    return terms, bounds, rng.integers(0, n, (3000, 2)), rng.uniform(0.5, 5, 30)


def test_threads_and_blocks_change_nothing(monkeypatch):
    terms, bounds, pairs, weights = random_pairs()
    scores = la.alignment_scores(terms, bounds, pairs, weights, 1.0, 0.6)
    chance = la.shuffled_scores(terms, bounds, pairs, weights, 1.0, 0.6, 5, 3)
    monkeypatch.setattr(la, "BLOCK", 130)
    np.testing.assert_array_equal(scores, la.alignment_scores(terms, bounds, pairs, weights, 1.0, 0.6, 3))
    np.testing.assert_array_equal(chance, la.shuffled_scores(terms, bounds, pairs, weights, 1.0, 0.6, 5, 3, 3))


def test_shuffled_random_sequences_score_like_any_others():
    terms, bounds, pairs, weights = random_pairs()
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    scores = la.alignment_scores(terms, bounds, pairs, weights, 1.0, 0.6)
    chance = la.shuffled_scores(terms, bounds, pairs, weights, 1.0, 0.6, 10, 1)
    assert chance.mean() == pytest.approx(scores.mean(), rel=0.02)
    assert np.quantile(chance, 0.95) == pytest.approx(np.quantile(scores, 0.95), rel=0.05)


@settings(max_examples=30)
@given(first=SEQUENCES, second=SEQUENCES, seed=st.integers(0, 2**31))
def test_shuffling_keeps_the_terms_and_the_pairs_that_both_have(first, second, seed):
    from textmine.stats._local_alignment import glue, shuffle

    moved, fixed = np.array(first), np.array(second)
    glued, runs, out = np.zeros(len(first) + 1, bool), np.empty(len(first), np.int64), np.empty_like(moved)
    glue(fixed, moved, glued)
    neighbours = set(zip(second, second[1:], strict=False))
    assert glued[:len(first)].tolist() == [pair in neighbours for pair in zip(first, first[1:], strict=False)] + [False]
    shuffle(moved, glued, np.array([seed], np.uint64), runs, out)
    assert sorted(out.tolist()) == sorted(first)
    lone = [j for j in range(len(first) - 1) if glued[j] and not glued[j + 1] and not (j and glued[j - 1])]
    assert all((first[j], first[j + 1]) in zip(out.tolist(), out[1:].tolist(), strict=False) for j in lone)


def test_shared_neighbours_alone_are_no_evidence():
    terms, bounds = packed([0, 1], [0, 1])
    chance = la.shuffled_scores(terms, bounds, np.array([[0, 1]]), WEIGHTS, 1.0, 0.6, 50, 0)
    assert (chance == WEIGHTS[0] + WEIGHTS[1]).all()


def test_p_values_of_random_sequences_are_not_too_small():
    terms, bounds, pairs, weights = random_pairs(4)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    scores = la.alignment_scores(terms, bounds, pairs, weights, 1.0, 0.6)
    p_values = la.order_p_values(terms, bounds, pairs, weights, 1.0, 0.6, scores, 99, 0)
    for level in (0.2, 0.05, 0.01):
        assert np.mean(p_values <= level) <= level + 3 * np.sqrt(level / len(pairs))
    assert np.mean(p_values <= 0.2) > 0.05


def test_a_long_run_in_one_order_is_no_chance():
    terms, bounds = packed(range(15), [20, *range(8), 21, *range(8, 15)])
    weights, pair = np.full(30, 5.0), np.array([[0, 1]])
    score = la.alignment_scores(terms, bounds, pair, weights, 1.0, 0.6)
    assert score[0] == 75 - 0.6 and la.order_p_values(terms, bounds, pair, weights, 1.0, 0.6, score, 199, 0)[0] < 1e-6
