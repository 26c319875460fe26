"""Parts without a block are those of the text without it, and intervals cover what they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats.diversity import hdd, mattr, mtld, rarefied_type_token_ratio, yule_k
from textmine.stats.leaving_out import count_parts, factor_parts, jackknife_interval, sum_parts, window_parts

blocks = st.lists(st.lists(st.integers(0, 9), max_size=15), min_size=1, max_size=6).filter(any)


def joined(parts):
    return np.concatenate([np.array(each, dtype=np.int64) for each in parts]), np.cumsum([0, *map(len, parts)])


def ratio(parts):
    with np.errstate(invalid="ignore", divide="ignore"):
        return (parts[..., :1] / parts[..., 1:]).mean(axis=-1)


@given(blocks, st.integers(1, 8))
def test_windows_without_a_block_are_those_of_the_text_closed_up(parts, window):
    found = ratio(window_parts(*joined(parts), window))
    assert found[0] == pytest.approx(mattr(joined(parts)[0], window), nan_ok=True)
    for b in range(len(parts)):
        rest, _ = joined([[], *parts[:b], *parts[b + 1:]])
        assert found[1 + b] == pytest.approx(mattr(rest, window), nan_ok=True)


@given(blocks)
def test_counts_without_a_block_are_those_of_the_others(parts):
    def statistic(counts):
        return rarefied_type_token_ratio(counts, 5)

    found = ratio(count_parts(*joined(parts), statistic))
    for b in range(-1, len(parts)):
        rest, _ = joined([[], *(each for i, each in enumerate(parts) if i != b)])
        assert found[1 + b] == pytest.approx(statistic(np.bincount(rest, minlength=1)), nan_ok=True)


@given(blocks)
def test_factors_of_blocks_add_up_to_mtld(parts):
    ids, bounds = joined(parts)
    found = factor_parts(ids, bounds)
    assert ratio(found)[0] == pytest.approx(mtld(ids), nan_ok=True) or not np.isfinite(ratio(found)[0])
    np.testing.assert_allclose((found[0] - found[1:]).sum(axis=0), found[0], atol=1e-9)
    np.testing.assert_array_equal(found[0, 0] - found[1:, 0], np.diff(bounds))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=6))
def test_sums_without_a_block(pairs):
    amounts, sizes = np.array(pairs).T
    assert sum_parts(amounts, sizes).tolist() == [
        [amounts.sum(), sizes.sum()], *([amounts.sum() - a, sizes.sum() - n] for a, n in pairs)]


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=20))
def test_of_a_mean_of_equal_units_it_is_the_interval_of_student(values):
    from scipy import stats

    x = np.array(values)
    n = len(x)
    low, high, error, freedom = jackknife_interval(x.mean(), (x.sum() - x) / (n - 1), np.full(n, 7), 0.9)
    assert error == pytest.approx(x.std(ddof=1) / np.sqrt(n), abs=1e-9) and freedom == pytest.approx(n - 1)
    half = stats.t.ppf(0.95, n - 1) * error
    assert (low, high) == pytest.approx((x.mean() - half, x.mean() + half), abs=1e-9)


def test_a_chain_is_wider_where_neighbours_agree_and_never_narrower():
    together, apart = np.repeat([1.0, 2.0, 3.0], 2), np.array([1.0, 3.0, 1.0, 3.0, 1.0, 3.0])
    for values, wider in ((together, True), (apart, False)):
        plain, chained, cut = (jackknife_interval(2.0, values, np.ones(6), chain=chain)[2] for chain in
                               (None, np.zeros(6, int), np.arange(6)))
        assert (chained > plain) == wider and chained >= plain and cut == plain


def test_without_replication_there_is_no_interval():
    for without in ([], [1.0], [1.0, np.nan]):
        assert np.isnan(jackknife_interval(1.0, np.array(without), np.ones(len(without)))).all()
    assert np.isnan(jackknife_interval(1.0, np.array([0.0, 1.0]), np.ones(2), logarithmic=True)).all()
    assert jackknife_interval(1.0, np.array([0.9, 1.1]), np.array([1, 1000]))[3] == 1


VOCABULARY = 1 / (np.arange(1, 3001) + 2.7) ** 1.05
MEASURES = {
    "mattr": lambda ids, bounds: window_parts(ids, bounds, 50), "mtld": factor_parts,
    "hdd": lambda ids, bounds: count_parts(ids, bounds, hdd),
    "yule_k": lambda ids, bounds: count_parts(ids, bounds, yule_k),
}


def passages_of(rng, n):
    """One text: passages of 50 to 150 words, each with its own bursts of words."""
    parts = []
    for size in rng.integers(50, 150, n):
        weights = rng.gamma(200 * VOCABULARY / VOCABULARY.sum())
        parts.append(rng.choice(3000, size=size, p=weights / weights.sum()))
    return [parts]


def articles_of(rng, n):
    """Texts of 110 to 4,000 words, each with its own richness of vocabulary."""
    texts = []
    for size in np.exp(rng.normal(np.log(700), 0.6, n)).clip(110, 4000).astype(int):
        p = 1 / (np.arange(1, 3001) + 2.7) ** rng.normal(1.05, 0.06)
        texts.append([rng.choice(3000, size=size, p=p / p.sum())])
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("draw, n", [(passages_of, 5), (passages_of, 13), (passages_of, 40), (articles_of, 3),
                                     (articles_of, 8), (articles_of, 30)])
@pytest.mark.parametrize("name", MEASURES)
def test_intervals_cover_what_they_promise(draw, n, name):
    """The target is the expectation of the statistic over texts of this kind."""
    rng, found = np.random.default_rng(1), []
    logarithmic, chained = name in ("mtld", "yule_k"), name == "mtld" and draw is passages_of
    for _ in range(600):
        own = [joined(text) for text in draw(rng, n)]
        parts = [MEASURES[name](*each) for each in own]
        total = sum(each[0] for each in parts)
        without = ratio(np.concatenate([total - each[0] + each[1:] for each in parts]))
        sizes = np.concatenate([np.diff(bounds) for _, bounds in own])
        low, high, *_ = jackknife_interval(ratio(total), without, sizes, logarithmic=logarithmic,
                                           chain=np.zeros(len(sizes)) if chained else None)
        found.append((ratio(total), low, high))
    value, low, high = np.array(found).T
    assert 0.925 <= ((low <= value.mean()) & (value.mean() <= high)).mean() <= 0.985
