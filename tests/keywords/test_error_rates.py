"""The promises of keyness on papers of known authors and on drawn texts; in full in benchmarks/keyness_rates."""

import numpy as np
import pytest

import textmine as tm
from textmine.stats.multiplicity import benjamini_hochberg

pytestmark = pytest.mark.slow
RUNS = 30


def drawn(table, author, n, rng):
    """Return papers of one author, without replacement."""
    rows = np.flatnonzero(np.array(table.documents["author"].to_pylist()) == author)
    return rng.permutation(rows)[:n]


def labelled(table, rows, labels):
    """Return some documents with a column of labels, and terms in at least five of them."""
    part = tm.DocTerm(table.counts[rows], table.terms, table.documents.take(rows).append_column("half", [labels]),
                      table.sizes[rows])
    return part.trim(min_docs=5)


def bursty(rng, n, times, n_words=400):
    """Return counts of two groups of n documents, the logarithm of the true ratio, and what is expected."""
    base, shape = rng.dirichlet(np.full(n_words, 0.6)), np.exp(rng.normal(0.5, 1, n_words))
    rate = np.tile(base, (2, 1))
    if times > 1:
        rate[1, rng.choice(np.flatnonzero(base > 1 / 800), 20, replace=False)] *= times
    sizes, group = rng.integers(300, 1501, 2 * n), np.repeat([0, 1], n)
    counts = rng.poisson(sizes[:, None] * rate[group] * rng.gamma(shape, 1 / shape, (2 * n, n_words)))
    expected = np.array([sizes[group == g].sum() * rate[g] for g in (0, 1)]).min(axis=0)
    return counts, group, np.log2(rate[1] / rate[0]), expected


def test_halves_of_one_author_differ_as_often_as_stated(federalist):
    shares, finds, token = [], [], []
    for run in range(RUNS):
        rows = drawn(federalist, "Hamilton", 51, np.random.default_rng(run))
        part = labelled(federalist, rows, ["A"] * 25 + ["B"] * 26)
        for measure, kept in (("moderated", finds), ("log_likelihood", token)):
            result = tm.keyness(part, by="half", target="A", measure=measure)
            kept.append((benjamini_hochberg(result["p_value"].to_numpy(dtype=float)) < 0.05).sum())
            if measure == "moderated":
                shares.append((result["p_value"] < 0.05).mean())
    assert 0.03 < np.mean(shares) < 0.06
    assert np.mean(finds) <= 0.2 and np.mean(token) > 10


@pytest.mark.parametrize(("n", "least"), [(10, 4), (5, 1)])
def test_two_authors_are_told_apart_by_few_papers(federalist, n, least):
    finds = []
    for run in range(RUNS):
        rng = np.random.default_rng(run)
        rows = np.concatenate([drawn(federalist, author, n, rng) for author in ("Hamilton", "Madison")])
        result = tm.keyness(labelled(federalist, rows, ["H"] * n + ["M"] * n), by="half", target="H")
        finds.append((result["q_value"] < 0.05).sum())
    assert np.mean(finds) >= least


def test_two_authors_are_told_apart_by_the_words_that_are_known_for_it(federalist):
    result = tm.keyness(federalist.trim(min_docs=5), by="author", target="Hamilton")
    found = result[result["q_value"] < 0.05]
    assert len(found) >= 15
    assert {"upon", "there", "would"} <= set(found[found["statistic"] > 0]["term"])
    assert {"on", "whilst"} <= set(found[found["statistic"] < 0]["term"])


def test_intervals_cover_alone_and_together(made):
    alone, together = [], []
    for run in range(60):
        for times in (1, 4):
            counts, group, true, expected = bursty(np.random.default_rng(run), 10, times)
            kept = counts.sum(axis=0) >= 20
            rows = tm.keyness(made(counts[:, kept], group), by="side", target="1").sort_values("term")
            true, expected = true[kept], expected[kept]
            low, high, low_joint, high_joint = (
                rows[name].astype(float).fillna(side).to_numpy()
                for name, side in (("low", -99), ("high", 99), ("low_joint", -99), ("high_joint", 99)))
            alone.append(((low <= true) & (true <= high))[expected >= 5].mean())
            top = np.argsort(rows["p_value"].to_numpy(dtype=float))[:10]
            together.append(((low_joint <= true) & (true <= high_joint))[top].all())
    assert 0.93 < np.mean(alone) < 0.97 and np.mean(together) >= 0.93 - 0.03


def test_one_article_against_others_by_its_passages(made):
    shares, finds = [], []
    for run in range(20):
        rng = np.random.default_rng(run)
        base = rng.dirichlet(np.full(400, 0.6))
        counts = rng.poisson(rng.integers(40, 141, 65)[:, None] * base * rng.gamma(1.5, 1 / 1.5, (65, 400)))
        articles = [f"a{i}" for i in np.repeat(np.arange(5), 13)]
        table = made(counts, articles, articles).trim(min_docs=5)
        result = tm.keyness(table, by="article")
        assert (result["unit"] == "passage").all()
        shares.append((result["p_value"] < 0.05).mean())
        finds.append((result["q_value"] < 0.05).sum())
    assert 0.03 < np.mean(shares) < 0.06 and np.mean(finds) <= 0.2


@pytest.mark.parametrize(("sizes", "n_target"), [([2000] * 4, 2), ([4000] * 2 + [1200] * 12, 2), ([1000] * 43, 3)])
def test_few_documents_that_agree_by_chance_are_no_evidence(made, sizes, n_target):
    shares, small, finds = [], [], []
    for run in range(10):
        rng = np.random.default_rng(run)
        chance = 1 / (np.arange(3000) + 10)
        counts = np.array([rng.multinomial(size, chance / chance.sum()) for size in sizes])
        kept = (counts > 0).sum(axis=0) >= 2
        rows = tm.keyness(made(counts[:, kept], np.repeat(["A", "B"], [n_target, len(sizes) - n_target])), by="side",
                          target="A")
        shares.append((rows["p_value"] < 0.05).mean())
        small.append((rows["p_value"] < 0.001).mean())
        finds.append((rows["q_value"] < 0.05).sum())
    assert np.mean(shares) < 0.075 and np.mean(small) < 0.001 and np.mean(finds) <= 0.2
