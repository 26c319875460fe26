import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from textmine.stats import term_ranking as r

WEIGHTS = arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 7)),
                 elements=st.integers(0, 20).map(float)).filter(lambda x: (x.sum(axis=1) > 0).all())


def phi_of(weights):
    return weights / weights.sum(axis=1, keepdims=True)


def naive_frex(phi, weight):
    out = np.empty_like(phi)
    own = [[phi[k][w] / sum(phi[:, w]) if sum(phi[:, w]) else 0 for w in range(phi.shape[1])] for k in range(len(phi))]
    for k, w in np.ndindex(phi.shape):
        rarer = np.mean([round(x, 12) <= round(own[k][w], 12) for x in own[k]])
        smaller = np.mean([round(x, 12) <= round(phi[k][w], 12) for x in phi[k]])
        out[k, w] = 1 / (weight / rarer + (1 - weight) / smaller)
    return out


@given(WEIGHTS, st.sampled_from([0.0, 0.5, 0.7, 1.0]))
def test_frex_is_the_harmonic_mean_of_two_ranks(weights, weight):
    phi = phi_of(weights)
    np.testing.assert_allclose(r.frex(phi, weight), naive_frex(phi, weight))


@given(WEIGHTS)
def test_exclusivity_is_shared_out_among_topics(weights):
    phi = phi_of(weights)
    total = r.exclusivity(phi).sum(axis=0)
    np.testing.assert_allclose(total, np.where(phi.sum(axis=0) > 0, 1, 0))


@given(WEIGHTS)
def test_relevance_goes_from_log_lift_to_log_probability(weights):
    phi = phi_of(weights)
    p = phi.mean(axis=0)
    held = phi > 0
    np.testing.assert_allclose(np.exp(r.relevance(phi, p, 1)[held]), phi[held])
    np.testing.assert_allclose(np.exp(r.relevance(phi, p, 0)[held]), r.lift(phi, p)[held])
    assert np.isnan(r.relevance(phi, p)[~held]).all() and (r.lift(phi, p)[~held] == 0).all()


def test_relevance_by_hand():
    # Sievert & Shirley (2014), equation 1: .6 ln .2 + .4 ln(.2 / .05)
    assert r.relevance(np.array([[0.2, 0.8]]), np.array([0.05, 0.95]))[0, 0] == pytest.approx(-0.41114501)


@given(WEIGHTS, st.integers(1, 9))
def test_best_terms_are_a_plain_sort(weights, n):
    phi = phi_of(weights)
    score = r.exclusivity(phi)
    for k, row in enumerate(r.best_terms(score, phi, n)):
        expected = sorted(range(phi.shape[1]), key=lambda w: (-round(score[k, w], 12), -round(phi[k, w], 12), w))[:n]
        assert row.tolist() == expected


def test_a_missing_score_comes_last():
    assert r.best_terms(np.array([[np.nan, -5.0]]), np.array([[0.9, 0.1]]), 2).tolist() == [[1, 0]]


@given(WEIGHTS)
def test_overlap_is_one_less_the_total_variation(weights):
    phi = phi_of(weights)
    expected = 1 - np.abs(phi[:, None] - phi[None]).sum(axis=2) / 2
    np.testing.assert_allclose(r.topic_overlap(phi), expected, atol=1e-12)


@given(WEIGHTS)
def test_effective_number_is_between_one_and_all(weights):
    number = r.effective_number(weights)
    assert ((number >= 1 - 1e-9) & (number <= (weights > 0).sum(axis=1) + 1e-9)).all()
    np.testing.assert_allclose(number, r.effective_number(3 * weights))
    assert r.effective_number(np.zeros(3)) == 0


def test_diversity_of_same_and_of_different_lists():
    assert r.diversity([["a", "b"]] * 4) == 0.25 and r.diversity([["a"], ["b"]]) == 1
