"""The null of a similarity: against a naive loop, its laws, and the size of its test."""

import numpy as np
import pytest
from scipy import sparse

from textmine.proximity import nulls
from textmine.proximity.nulls import relabelling_null
from textmine.proximity.spaces import Part, Space
from textmine.stats.dealing import dealt

RNG = np.random.default_rng(6)
COUNTS = RNG.poisson(RNG.gamma(0.5, size=(3, 1, 40)) * RNG.gamma(2.0, size=(3, 8, 40))).reshape(24, 40).astype(float)
GROUP, PAIRS = np.repeat([0, 1, 2], 8), np.array([[0, 1], [1, 2]])
BENT = (Part(0.5), Part(0.5, RNG.normal(size=(40, 6))))
NAMES = ["a", "b", "c"]


def null(rows=COUNTS, parts=(Part(1.0),), group=GROUP, pairs=PAIRS, names=NAMES, **options):
    return relabelling_null(Space(sparse.csr_matrix(rows), parts), np.arange(len(rows)), group, pairs,
                            sizes=rows.sum(axis=1), names=names, n_orders=99, **options)


def cosine(profiles):
    first, second = profiles[:, 0], profiles[:, 1]
    return (first * second).sum(axis=1) / np.sqrt((first ** 2).sum(axis=1) * (second ** 2).sum(axis=1))


def same(one, two):
    for name in ("observed", "mean", "deviation", "z", "percentile", "p_value"):
        np.testing.assert_allclose(getattr(one, name), getattr(two, name), rtol=1e-9)


def test_the_cosine_is_that_of_a_naive_loop():
    import zlib

    rng = np.random.default_rng([0, zlib.crc32(b"a"), zlib.crc32(b"b")])
    pooled = COUNTS[:16]
    rows = dealt(np.arange(16) < 8, pooled.sum(axis=1), 99, rng)
    values = [cosine(np.array([[pooled[row].sum(axis=0), pooled[~row].sum(axis=0)]]))[0] for row in rows]
    got = null()
    np.testing.assert_allclose([got.observed[0], got.mean[0]], [values[0], np.mean(values[1:])])
    assert got.p_value[0] == (1 + np.sum(np.array(values[1:]) <= values[0])) / 100


@pytest.mark.parametrize("parts", [(Part(1.0),), BENT])
def test_products_of_units_and_sums_of_rows_agree(parts, monkeypatch):
    by_units = null(parts=parts)
    monkeypatch.setattr(nulls, "MOST_IN_GRAM", 0)
    monkeypatch.setattr(nulls, "CELLS_IN_BATCH", 500)
    same(by_units, null(parts=parts))


def test_a_measure_of_sums_is_asked_for_every_deal():
    same(null(measure=cosine), null())


def test_threads_and_other_pairs_have_no_part():
    same(null(n_jobs=1), null(n_jobs=3))
    alone = null(pairs=PAIRS[1:])
    assert alone.p_value[0] == null().p_value[1] and alone.mean[0] == null().mean[1]


def test_the_seed_and_the_names_key_the_draws():
    assert null(random_state=1).mean[0] != null().mean[0] != null(names=["x", "b", "c"]).mean[0]


def test_groups_that_differ_stand_below_their_null_and_halves_of_one_do_not():
    rng = np.random.default_rng(7)
    alike = rng.poisson(1.0, (16, 40)).astype(float)
    assert (null().percentile < 5).all() and (null().z < -2).all()
    assert null(alike, group=np.repeat([0, 1], 8), pairs=PAIRS[:1], names=["a", "b"]).p_value[0] > 0.05


def test_a_group_without_words_has_no_null():
    got = null(np.vstack([np.zeros((8, 40)), COUNTS[8:]]))
    assert np.isnan(got.p_value[0]) and np.isfinite(got.p_value[1])


def test_no_pairs_give_no_rows():
    assert len(null(pairs=np.empty((0, 2), int)).z) == 0


@pytest.mark.slow
@pytest.mark.parametrize("units, longer", [((13, 13), 1), ((13, 40), 1), ((13, 40), 3)])
@pytest.mark.parametrize("weight", [np.positive, np.log1p])
def test_size_under_no_difference(units, longer, weight):
    """S1 without difference; passages of the second group as long, or three times as long: 5 % reject."""
    p = np.arange(1, 1001) ** -1.05
    rejected = 0
    for replicate in range(1000):
        rng = np.random.default_rng(replicate)
        rates = rng.gamma(300 * p / p.sum(), size=(sum(units), 1000))
        sizes = rng.integers(40, 141, sum(units)) * np.repeat([1, longer], units)
        rows = np.stack([rng.multinomial(n, r / r.sum()) for n, r in zip(sizes, rates, strict=True)]).astype(float)
        got = null(weight(rows), group=np.repeat([0, 1], units), pairs=PAIRS[:1], names=["a", "b"])
        rejected += got.p_value[0] <= 0.05
    assert 30 <= rejected <= 70
