"""Similarity at a common length: against a naive loop, and flat where the raw cosine rises."""

import numpy as np
import pytest
from scipy import sparse

from textmine.proximity.lengths import passage_similarity, sample_similarity
from textmine.proximity.spaces import Part, Space

RNG = np.random.default_rng(8)
BENT = (Part(0.3), Part(0.7, RNG.normal(size=(30, 4))))


@pytest.mark.parametrize("parts", [(Part(1.0),), BENT])
def test_passages_are_those_of_a_naive_loop(parts):
    rows = RNG.poisson(0.7, (11, 30)).astype(float)
    points = np.hstack([(rows if part.projection is None else rows @ part.projection) * np.sqrt(part.weight)
                        for part in parts])
    x, y = points[:5], points[5:]
    products = np.mean([a @ b for a in x for b in y])
    want = products / np.sqrt(np.mean([a @ a for a in x]) * np.mean([b @ b for b in y]))
    got = passage_similarity(Space(sparse.csr_matrix(rows), parts), np.arange(11), np.repeat([0, 1], [5, 6]),
                             np.array([[0, 1]]), sizes=rows.sum(axis=1))
    np.testing.assert_allclose(got, want)


@pytest.mark.parametrize("parts", [(Part(1.0),), BENT])
@pytest.mark.parametrize("local", [np.positive, np.log1p])
def test_samples_are_those_of_many_draws(parts, local):
    rng = np.random.default_rng(9)
    counts = rng.poisson(rng.gamma(0.5, 4, (2, 30)))
    weights = rng.random(30)
    drawn = []
    for row in counts:
        tokens = np.repeat(np.arange(30), row)
        held = np.stack([np.bincount(rng.choice(tokens, 20, replace=False), minlength=30) for _ in range(4000)])
        rows = local(held.astype(float)) * weights
        drawn.append(np.hstack([(rows if part.projection is None else rows @ part.projection) * np.sqrt(part.weight)
                                for part in parts]))
    x, y = drawn
    want = x.mean(axis=0) @ y.mean(axis=0) / np.sqrt((x ** 2).sum(axis=1).mean() * (y ** 2).sum(axis=1).mean())
    got = sample_similarity(sparse.csr_matrix(counts), weights, parts, np.array([[0, 1]]), local=local, n_tokens=20)
    np.testing.assert_allclose(got, want, rtol=0.06)


def test_raw_cosine_rises_with_length_and_the_sample_does_not():
    rng = np.random.default_rng(10)
    p = rng.dirichlet(np.full(500, 0.1))
    counts = sparse.csr_matrix([rng.multinomial(n, p) for n in np.repeat([100, 200, 400, 800, 1800], 30)])
    pairs = np.array([(i, j) for k in range(5) for i in range(30 * k, 30 * k + 30) for j in range(i + 1, 30 * k + 30)])
    rows = counts.toarray() / np.linalg.norm(counts.toarray(), axis=1, keepdims=True)
    raw = (rows[pairs[:, 0]] * rows[pairs[:, 1]]).sum(axis=1).reshape(5, 435).mean(axis=1)
    even = sample_similarity(counts, np.ones(500), (Part(1.0),), pairs, local=np.positive).reshape(5, 435).mean(axis=1)
    assert raw[0] == pytest.approx(even[0]) and np.ptp(raw) > 0.2 and np.ptp(even) < 0.03


def test_texts_that_are_too_short_or_empty_have_no_value():
    counts = sparse.csr_matrix([[3, 0], [2, 1], [0, 0]])
    pairs = np.array([[0, 1], [0, 2]])
    got = sample_similarity(counts, np.ones(2), (Part(1.0),), pairs, local=np.positive)
    assert np.isfinite(got[0]) and np.isnan(got[1])
    assert np.isnan(sample_similarity(counts, np.ones(2), (Part(1.0),), pairs, local=np.positive, n_tokens=4)).all()
    assert np.isnan(sample_similarity(counts[2:], np.ones(2), (Part(1.0),), pairs[:1] * 0, local=np.positive)).all()
    space = Space(sparse.csr_matrix(counts, dtype=float))
    found = passage_similarity(space, np.arange(3), np.array([0, 1, 2]), pairs, sizes=np.array([3, 3, 0]))
    assert found[0] == pytest.approx(2 / np.sqrt(5)) and np.isnan(found[1])
