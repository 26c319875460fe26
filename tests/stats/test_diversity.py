"""Diversity: printed values, naive versions, and what length does to each measure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import comb

from textmine.stats.diversity import (
    chao_shen_entropy,
    entropy,
    hdd,
    mattr,
    mtld,
    rarefied_entropy,
    rarefied_type_token_ratio,
    type_token_ratio,
    yule_k,
)

ROSE = [0, 1, 2, 0, 1, 2, 0, 1]  # a rose is a rose is a rose
PEOPLE = [0, 1, 2, 3, 1, 2, 4, 1, 2]  # of the people by the people for the people
texts = st.lists(st.integers(0, 12), min_size=1, max_size=60)
counts_of = st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any)


def naive_mtld(ids, threshold=0.72):
    factors, start = 0.0, 0
    for i in range(1, len(ids) + 1):
        ratio = len(set(ids[start:i])) / (i - start)
        if ratio < threshold:
            factors, start = factors + 1, i
        elif i == len(ids):
            factors += (1 - ratio) / (1 - threshold)
    return len(ids) / factors if factors else np.nan


def test_a_rose_is_a_rose():
    assert type_token_ratio([3, 3, 2]) == 0.375 and yule_k([3, 3, 2]) == 2187.5
    assert mattr(ROSE, 4) == 0.75 and mattr(ROSE, 8) == 0.375


def test_the_worked_example_of_mtld():
    """McCarthy & Jarvis (2010), p. 384: .800, .667 end a factor after six words; "for" begins anew."""
    assert naive_mtld(PEOPLE[:6]) == 6 and naive_mtld(PEOPLE) == 9
    assert mtld(PEOPLE) == 9  # backwards: people the for people the | by people the of


@pytest.mark.parametrize("counts, nats", [([1] * 6, 3.840549310406), ([4, 2, 3, 2, 4, 2, 1, 1], 2.201137101279)])
def test_chao_shen_agrees_with_the_entropy_package_of_r(counts, nats):
    """Values of entropy.ChaoShen of the R package entropy, as the tests of Discreet.jl print them."""
    assert chao_shen_entropy(counts) * np.log(2) == pytest.approx(nats, abs=1e-11)


def test_plug_in_entropy_agrees_with_the_entropy_package_of_r():
    assert entropy([4, 2, 3, 2, 4, 2, 1, 1]) * np.log(2) == pytest.approx(1.968382408728, abs=1e-11)


@given(texts, st.integers(1, 20))
def test_mattr_is_the_mean_over_windows(ids, window):
    ratios = [len(set(ids[i:i + window])) / window for i in range(len(ids) - window + 1)]
    assert mattr(ids, window) == pytest.approx(np.mean(ratios)) if ratios else np.isnan(mattr(ids, window))


@given(texts, st.sampled_from([0.5, 0.72, 0.9]))
def test_mtld_is_the_naive_one_from_both_ends(ids, threshold):
    expected = (naive_mtld(ids, threshold) + naive_mtld(ids[::-1], threshold)) / 2
    assert mtld(ids, threshold) == pytest.approx(expected, nan_ok=True)
    assert mtld(ids[::-1], threshold) == pytest.approx(expected, nan_ok=True)


@given(counts_of, st.integers(1, 30))
def test_samples_are_those_of_all_subsets(counts, n):
    total = sum(counts)
    if n > total:
        assert np.isnan(rarefied_type_token_ratio(counts, n)) and np.isnan(rarefied_entropy(counts, n))
        return
    chance = [[comb(c, k, exact=True) * comb(total - c, n - k, exact=True) / comb(total, n, exact=True)
               for k in range(n + 1)] for c in counts]
    assert rarefied_type_token_ratio(counts, n) == pytest.approx(sum(1 - each[0] for each in chance) / n)
    bits = [0] + [-k / n * np.log2(k / n) for k in range(1, n + 1)]
    assert rarefied_entropy(counts, n) == pytest.approx(sum(np.dot(each, bits) for each in chance), abs=1e-9)


@given(counts_of)
def test_whole_samples_are_the_text_itself(counts):
    assert rarefied_type_token_ratio(counts, sum(counts)) == pytest.approx(type_token_ratio(counts))
    assert rarefied_entropy(counts, sum(counts)) == pytest.approx(entropy(counts), abs=1e-9)
    assert chao_shen_entropy(counts) >= -1e-12 and type_token_ratio(counts) == sum(map(bool, counts)) / sum(counts)
    p = np.array([c for c in counts if c]) / sum(counts)
    assert entropy(counts) == pytest.approx(-(p * np.log2(p)).sum(), abs=1e-9)
    assert yule_k(counts) == pytest.approx(1e4 * (sum(c * c for c in counts) - sum(counts)) / sum(counts) ** 2)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(lambda counts: sum(counts) >= 42))
def test_hdd_is_the_sample_of_42(counts):
    assert hdd(counts) == rarefied_type_token_ratio(counts, 42) <= 1


@given(texts.filter(lambda ids: len(ids) > 3), st.permutations(range(13)))
def test_names_of_types_do_not_matter(ids, names):
    renamed = [names[i] for i in ids]
    assert mattr(ids, 3) == mattr(renamed, 3) and mtld(ids) == pytest.approx(mtld(renamed), nan_ok=True)


def test_empty_and_short_texts():
    for statistic in (type_token_ratio, yule_k, entropy, chao_shen_entropy, hdd):
        assert np.isnan(statistic([])) and np.isnan(statistic([0, 0]))
    assert np.isnan(mattr([], 5)) and np.isnan(mattr([0, 1], 5)) and np.isnan(mtld([])) and np.isnan(mtld([0, 1, 2]))
    assert np.isnan(hdd([41])) and hdd([1] * 42) == 1 and yule_k([5]) == 1e4 * 20 / 25
    assert rarefied_type_token_ratio([10 ** 6, 10 ** 6], 42) == pytest.approx(2 / 42)


def test_length_moves_the_ratio_and_entropy_but_hardly_the_others():
    """One text of 20,000 words, and its twenty pieces of 1,000 on average."""
    rng, p = np.random.default_rng(0), 1 / (np.arange(1, 3001) + 2.7)
    text = rng.choice(3000, size=20_000, p=p / p.sum())

    def whole_and_pieces(statistic, prepared):
        return statistic(prepared(text)), np.mean([statistic(prepared(each)) for each in text.reshape(20, 1000)])

    whole, pieces = whole_and_pieces(type_token_ratio, np.bincount)
    assert pieces > 2.5 * whole
    whole, pieces = whole_and_pieces(entropy, np.bincount)
    assert whole - pieces > 0.9  # bits
    whole, pieces = whole_and_pieces(chao_shen_entropy, np.bincount)
    assert 0.4 < whole - pieces < 0.7  # better, not good
    for statistic, prepared in ((hdd, np.bincount), (yule_k, np.bincount), (mattr, list), (mtld, list)):
        assert np.divide(*whole_and_pieces(statistic, prepared)) == pytest.approx(1, abs=0.02)
