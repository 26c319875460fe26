"""Delta measures: published formulas, laws, edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.stats import delta
from textmine.stats.delta import DELTAS, parts_of_delta, rank_weights, standard_scores, style_scores

MEASURES = {name: getattr(delta, name) for name in DELTAS}


def random_profiles(seed, n_texts=6, n_words=9):
    return np.random.default_rng(seed).dirichlet(np.ones(n_words + 3), n_texts)[:, :n_words]


@given(st.integers(0, 10_000), st.integers(2, 8), st.integers(2, 12))
def test_deltas_are_those_of_the_definitions(seed, n_texts, n_words):
    x = random_profiles(seed, n_texts, n_words)
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    rank = np.argsort(np.argsort(-x.mean(axis=0))) + 1
    for i in range(n_texts):
        for j in range(n_texts):
            burrows = np.mean([abs(z[i, k] - z[j, k]) for k in range(n_words)])
            eder = np.mean([abs(z[i, k] - z[j, k]) * (n_words - rank[k] + 1) / n_words for k in range(n_words)])
            cosine = 1 - z[i] @ z[j] / np.sqrt(z[i] @ z[i] * (z[j] @ z[j]))
            assert delta.burrows_delta(x)[i, j] == pytest.approx(burrows, abs=1e-9)
            assert delta.eder_delta(x)[i, j] == pytest.approx(eder, abs=1e-9)
            assert delta.cosine_delta(x)[i, j] == pytest.approx(cosine, abs=1e-9)


@pytest.mark.parametrize("name", DELTAS)
def test_laws(name):
    x = random_profiles(1)
    values = MEASURES[name](x)
    assert np.array_equal(values, values.T) and (np.diag(values) == 0).all() and (values >= 0).all()
    assert np.allclose(MEASURES[name](x * np.arange(1, 10) if name != "eder_delta" else x * 7), values)
    order = np.random.default_rng(0).permutation(6)
    assert np.allclose(MEASURES[name](x[order]), values[np.ix_(order, order)], atol=1e-12)
    words = np.random.default_rng(1).permutation(9)
    assert np.allclose(MEASURES[name](x[:, words]), values, atol=1e-12)


@pytest.mark.parametrize("name", DELTAS)
def test_contributions_sum_to_the_delta(name):
    x = random_profiles(2, n_words=200)
    scores = style_scores(x, name)
    for i in range(6):
        for j in range(6):
            assert parts_of_delta(scores[i], scores[j], name).sum() == pytest.approx(MEASURES[name](x)[i, j], abs=1e-12)


def test_edges():
    assert (standard_scores([[0.1, 0.2], [0.1, 0.2]]) == 0).all()
    assert np.isnan(delta.cosine_delta([[1, 2], [1, 2]])).all()
    assert (delta.burrows_delta([[1, 2], [1, 2]]) == 0).all()
    assert rank_weights([[0.5, 0.5]]).tolist() == [1.0, 0.5]
