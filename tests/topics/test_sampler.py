"""The sampler: plain oracles, exact posteriors of tiny texts, Geweke's joint test, laws and edges."""

import hashlib
import itertools
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

import textmine as tm
from textmine.stats import _random
from textmine.topics import _folding, _posterior, _priors
from textmine.topics._lanes import LANES
from textmine.topics._layout import STRIPS, lay_out
from textmine.topics._sampler import CONCENTRATION, SETTLE, TERM_PRIOR, Chain, Design

TINY = [[1, 1, 0], [0, 1, 1], [1, 0, 0]]
MASK = (1 << 64) - 1


def documents_of(layout):
    """Return the document of every token."""
    return np.repeat(np.arange(len(layout.places)), np.diff(layout.places[:, [0, -1]], axis=1).ravel())


# --- one sweep against plain Python -----------------------------------------------------------------------------


def plain_mix(value):
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & MASK
    return value ^ (value >> 31)


def plain_key(*names):
    state = 0
    for name in names:
        state = plain_mix((state + 0x9E3779B97F4A7C15 + name) & MASK)
    return state


def plain_sweep(chain, total, strip, terms):
    """Draw the topics of one block in place; `total` changes."""
    layout, design, n_terms = chain.layout, chain.design, len(chain.layout.columns)
    prior = chain.concentration * chain.emphasis
    state = plain_key(design.seed, chain.number, chain.n_draws, strip, terms)
    for d in range(layout.edges[strip], layout.edges[strip + 1]):
        for i in range(layout.places[d, terms], layout.places[d, terms + 1]):
            w, x = layout.words[i], float(layout.weights[i % len(layout.weights)])
            for counts in (chain.doc_topic[d], chain.term_topic[w], total):
                counts[chain.topics[i]] -= x
            k = np.arange(design.n_topics)
            p = ((chain.doc_topic[d, k] + prior[layout.group[d]]) * (chain.term_topic[w, k] + chain.term_prior)
                 / (total[k] + n_terms * chain.term_prior))
            state = (state + 0x9E3779B97F4A7C15) & MASK
            searched = sorted(k, key=lambda topic: (topic % LANES, topic // LANES))
            left = (plain_mix(state) >> 40) / 2**24 * p.sum()
            chain.topics[i] = searched[int(np.searchsorted(p[searched].cumsum(), left, side="right"))]
            for counts in (chain.doc_topic[d], chain.term_topic[w], total):
                counts[chain.topics[i]] += x


def in_float64(chain):
    chain.doc_topic, chain.term_topic, chain.total = (
        counts.astype(float) for counts in (chain.doc_topic, chain.term_topic, chain.total))
    return chain


def plain_step(chain):
    """Move a chain with fixed priors by a sweep, every block seeing the sums from before its diagonal."""
    strips = chain.layout.n_strips
    chain.n_draws += 1
    for diagonal in range(strips):
        before, after = chain.total.copy(), chain.total.copy()
        for s in range(strips):
            total = before.copy()
            plain_sweep(chain, total, s, (s + diagonal) % strips)
            after += total - before
        chain.total = after
    chain.n_sweeps += 1


def random_chain(rng, n_topics, n_groups, strips, fractional, number=0):
    counts = rng.poisson(0.7, (9, 12)) * (rng.choice([0.3, 1.0, 1.7], (9, 12)) if fractional else 1)
    layout = lay_out(sparse.csr_matrix(counts), rng.integers(0, n_groups, 9), strips)
    chain = Chain(layout, Design(n_topics, n_groups, 0.2, 0.1, 1.0, int(rng.integers(2**31))), number, growth=())
    chain.emphasis = rng.dirichlet(np.ones(n_topics), n_groups)
    return chain


@pytest.mark.parametrize("strips", [1, STRIPS])
@pytest.mark.parametrize("fractional", [False, True])
@pytest.mark.parametrize("n_topics, n_groups", [(1, 1), (3, 1), (3, 4), (16, 2), (17, 1), (40, 3)])
def test_sweeps_equal_plain_python(n_topics, n_groups, fractional, strips):
    for seed in range(3):
        ours, plain = (random_chain(np.random.default_rng(seed), n_topics, n_groups, strips, fractional)
                       for _ in range(2))
        in_float64(plain)
        for _ in range(4):
            ours.step()
            plain_step(plain)
            assert ours.topics.tolist() == plain.topics.tolist()
        for name in ("doc_topic", "term_topic", "total"):
            np.testing.assert_allclose(getattr(ours, name), getattr(plain, name), atol=1e-4)


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.integers(1, 35), st.integers(1, 3), st.booleans(), st.sampled_from([1, 2, 3, STRIPS]))
def test_a_sweep_of_any_table_equals_plain_python(seed, n_topics, n_groups, fractional, strips):
    ours, plain = (random_chain(np.random.default_rng(seed), n_topics, n_groups, strips, fractional, number=seed % 5)
                   for _ in range(2))
    ours.step()
    plain_step(in_float64(plain))
    assert ours.topics.tolist() == plain.topics.tolist()


def test_documents_come_in_by_and_by_and_all_get_topics():
    chain = Chain(lay_out(sparse.csr_matrix(np.random.default_rng(0).poisson(0.4, (200, 30))), strips=STRIPS),
                  Design(3, 1, None, None, 1.0, 0), 0)
    waiting = (chain.topics == 65_535).mean()
    assert 0.8 < waiting < 1 and chain.total.sum() == (chain.topics < 3).sum()
    chain.step()
    assert (chain.topics < 3).all() and chain.total.sum() == len(chain.topics)


def test_counts_stay_those_of_the_topics():
    rng = np.random.default_rng(0)
    for strips in (1, STRIPS):
        chain = random_chain(rng, 5, 2, strips, False)
        with ThreadPoolExecutor(2) as pool:
            for _ in range(40):
                chain.step(pool)
        after = chain.doc_topic.copy(), chain.term_topic.copy(), chain.total.copy()
        chain._tally()
        for name, counts in zip(("doc_topic", "term_topic", "total"), after, strict=True):
            assert (getattr(chain, name) == counts).all()
        assert chain.total.sum() == len(chain.layout.words) and (chain.total[5:] == 0).all()


# --- exact posterior of tiny texts -------------------------------------------------------------------------------


def states_of(n_tokens, n_topics):
    return np.array(list(itertools.product(range(n_topics), repeat=n_tokens)))


def exact_posterior(layout, n_topics, prior, term_prior):
    """Return the probabilities of all topics of tokens, given the terms; `prior` is of each document, (D, K)."""
    docs, n_terms = documents_of(layout), len(layout.columns)
    logs = []
    for z in states_of(len(docs), n_topics):
        value = 0.0
        for d, k in itertools.product(range(len(layout.places)), range(n_topics)):
            value += math.lgamma(prior[d, k] + ((docs == d) & (z == k)).sum()) - math.lgamma(prior[d, k])
        for k in range(n_topics):
            value += math.lgamma(n_terms * term_prior) - math.lgamma(n_terms * term_prior + (z == k).sum())
            for w in range(n_terms):
                value += math.lgamma(term_prior + ((layout.words == w) & (z == k)).sum()) - math.lgamma(term_prior)
        logs.append(value)
    p = np.exp(np.array(logs) - max(logs))
    return p / p.sum()


def stationary(layout, n_topics, prior, term_prior, weights):
    """Return where a scan over the tokens settles, its conditionals written out for each state."""
    docs, n_terms = documents_of(layout), len(layout.columns)
    states = states_of(len(docs), n_topics)
    position = {tuple(z): s for s, z in enumerate(states)}
    scan = np.eye(len(states))
    for i, (w, d) in enumerate(zip(layout.words, docs, strict=True)):
        one = np.zeros((len(states), len(states)))
        others = np.arange(len(docs)) != i
        for s, z in enumerate(states):
            p = np.array([(weights @ (others & (docs == d) & (z == k)) + prior[d, k])
                          * (weights @ (others & (layout.words == w) & (z == k)) + term_prior)
                          / (weights @ (others & (z == k)) + n_terms * term_prior) for k in range(n_topics)])
            for k in range(n_topics):
                one[s, position[(*z[:i], k, *z[i + 1:])]] = p[k] / p.sum()
        scan = scan @ one
    return np.linalg.matrix_power(scan, 4096)[0]


def visits(chain, n_sweeps):
    """Return how often each state was visited, and standard errors from 50 batches, shape (2, states)."""
    radix = chain.design.n_topics ** np.arange(len(chain.topics))[::-1]
    seen = np.empty(n_sweeps, np.int64)
    for t in range(n_sweeps):
        chain.step()
        seen[t] = chain.topics.astype(np.int64) @ radix
    n_states = chain.design.n_topics ** len(chain.topics)
    batches = np.stack([np.bincount(part, minlength=n_states) / len(part) for part in np.split(seen, 50)])
    return np.stack([batches.mean(axis=0), batches.std(axis=0, ddof=1) / np.sqrt(50)])


def assert_near(found, expected, z_score=4.5):
    share, error = found
    floor = np.sqrt(expected * (1 - expected) / 10_000)
    z = np.abs(share - expected) / np.maximum(error, floor)
    assert z.max() < z_score, (z.max(), share[z.argmax()], expected[z.argmax()])


@pytest.mark.parametrize("counts, n_topics", [(TINY, 2), ([[2, 1], [1, 2]], 2), ([[1, 1, 0], [0, 1, 1]], 3)])
def test_topics_are_drawn_from_their_exact_posterior(counts, n_topics):
    layout = lay_out(sparse.csr_matrix(counts), np.arange(len(counts)) % 2)
    chain = Chain(layout, Design(n_topics, 2, 0.4, 0.3, 1.0, 7), 0)
    chain.emphasis = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3]])[:, :n_topics]
    prior = (chain.concentration * chain.emphasis)[layout.group]
    expected = exact_posterior(layout, n_topics, prior, 0.3)
    assert expected.max() > 3 * expected.min()
    assert_near(visits(chain, 20_000), expected)


def test_equal_weights_are_an_exact_posterior_with_priors_of_their_own():
    counts = sparse.csr_matrix([[1.5, 0.75], [0.75, 0.75]])
    layout = lay_out(counts)
    assert layout.weights.tolist() == [0.75] * 5
    chain = Chain(layout, Design(2, 1, 0.4, 0.3, 1.0, 1), 0)
    expected = exact_posterior(layout, 2, np.full((2, 2), 0.4 / 0.75), 0.3 / 0.75)
    assert_near(visits(chain, 20_000), expected)
    np.testing.assert_allclose(stationary(layout, 2, np.full((2, 2), 0.4), 0.3, layout.weights), expected, atol=1e-6)


def test_unequal_weights_settle_where_their_conditionals_do():
    layout = lay_out(sparse.csr_matrix([[1.6, 0.5], [0.5, 2.0]]))
    assert np.unique(layout.weights).tolist() == pytest.approx([0.5, 0.8, 1.0])
    chain = Chain(layout, Design(2, 1, 0.4, 0.3, 1.0, 2), 0)
    expected = stationary(layout, 2, np.full((2, 2), 0.4), 0.3, layout.weights.astype(float))
    assert_near(visits(chain, 20_000), expected)


def test_blocks_at_the_same_time_are_close_to_the_posterior():
    layout = lay_out(sparse.csr_matrix(TINY), strips=STRIPS)
    chain = Chain(layout, Design(2, 1, 0.4, 0.3, 1.0, 3), 0, growth=())
    expected = exact_posterior(layout, 2, np.full((3, 2), 0.4), 0.3)
    share, _ = visits(chain, 4_000)
    assert np.abs(share - expected).sum() / 2 < 0.1


# --- Geweke (2004): the joint distribution of priors, topics and terms --------------------------------------------


def pólya(rng, topics, n_topics, n_terms, term_prior):
    """Return terms drawn given topics, each topic's distribution summed out."""
    seen, out = [[] for _ in range(n_topics)], np.empty(len(topics), np.int32)
    for i, k in enumerate(topics):
        fresh = rng.random() * (n_terms * term_prior + len(seen[k])) < n_terms * term_prior
        out[i] = rng.integers(n_terms) if fresh else seen[k][rng.integers(len(seen[k]))]
        seen[k].append(out[i])
    return out


def moments(concentration, emphasis, term_prior, topics, words, docs):
    """Return the numbers whose means are compared."""
    same_doc = docs[:, None] == docs[None, :]
    same_topic, same_word = topics[:, None] == topics[None, :], words[:, None] == words[None, :]
    return (np.log(concentration), min(concentration, 30.0), emphasis[0, 0], emphasis[-1, 0] ** 2,
            (emphasis**2).sum(), np.log(term_prior), min(term_prior, 0.3), (topics == 0).mean(),
            (same_doc & same_topic).mean(), same_topic.mean(), (same_topic & same_word).mean(), same_word.mean())


def from_the_prior(rng, design, group, docs, n_terms):
    """Return priors, topics and terms from their joint distribution."""
    concentration = rng.gamma(CONCENTRATION[0], 1 / CONCENTRATION[1])
    term_prior = rng.gamma(TERM_PRIOR[0], 1 / TERM_PRIOR[1])
    emphasis = np.maximum(rng.dirichlet(np.full(design.n_topics, design.emphasis_prior), design.n_groups), 1e-300)
    shares = np.stack([np.exp(log_dirichlet(rng, concentration * emphasis[g])) for g in group])
    topics = np.array([rng.choice(design.n_topics, p=shares[d] / shares[d].sum()) for d in docs])
    return concentration, emphasis, term_prior, topics, pólya(rng, topics, design.n_topics, n_terms, term_prior)


def log_dirichlet(rng, weights):
    """Return logarithms of shares from a Dirichlet distribution, whatever its parameters."""
    logs = np.log(rng.gamma(weights + 1)) + np.log(rng.random(len(weights))) / weights
    return logs - logs.max() - np.log(np.exp(logs - logs.max()).sum())


def joint_z_scores(n_rounds, seed, counts=((2, 1, 1), (1, 0, 2), (1, 3, 0), (0, 1, 2))):
    """Return z-scores of moments: texts renewed after each step of a chain, against draws from the prior."""
    rng, n_terms = np.random.default_rng(seed), len(counts[0])
    design = Design(3, 2, None, None, 1.0, seed)
    chain = Chain(lay_out(sparse.csr_matrix(np.array(counts)), np.array([0, 0, 1, 1])), design, 0)
    layout, docs = chain.layout, documents_of(chain.layout)
    chain.concentration, chain.emphasis, chain.term_prior, chain.topics[:], layout.words[:] = from_the_prior(
        rng, design, layout.group, docs, n_terms)
    chain._tally()
    chain.n_sweeps = SETTLE
    found = np.empty((n_rounds, 12))
    for t in range(n_rounds):
        chain.step()
        layout.words[:] = pólya(rng, chain.topics, 3, n_terms, chain.term_prior)
        chain._tally()
        found[t] = moments(chain.concentration, chain.emphasis, chain.term_prior, chain.topics, layout.words, docs)
    direct = np.array([moments(*from_the_prior(rng, design, layout.group, docs, n_terms), docs)
                       for _ in range(n_rounds // 2)])
    batches = np.stack([part.mean(axis=0) for part in np.split(found, 40)])
    error = np.sqrt(batches.var(axis=0, ddof=1) / 40 + direct.var(axis=0, ddof=1) / len(direct))
    return (found.mean(axis=0) - direct.mean(axis=0)) / error


def test_the_chain_keeps_the_joint_distribution():
    assert np.abs(joint_z_scores(8_000, seed=1)).max() < 4


@pytest.mark.slow
def test_the_chain_keeps_the_joint_distribution_in_the_long_run():
    assert np.abs(joint_z_scores(60_000, seed=2)).max() < 4


# --- draws of single numbers ----------------------------------------------------------------------------------------


def stream(*names):
    return np.array([_random.key(*names)])


def test_streams_are_splitmix64():
    assert int(_random.key(1, 2, 3)) == plain_key(1, 2, 3) and _random.key() == 0
    first = np.array([0], np.uint64)
    _random.uniform(first)
    assert int(_random.mix(first[0])) == 0xE220A8397B1DCDAF


@pytest.mark.parametrize("draw, law", [(_random.uniform, stats.uniform), (_random.normal, stats.norm)],
                         ids=["uniform", "normal"])
def test_uniform_and_normal_numbers(draw, law):
    numbers = stream(1)
    drawn = np.array([draw(numbers) for _ in range(20_000)])
    assert stats.kstest(drawn, law.cdf).pvalue > 1e-3
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.03


def test_streams_with_near_keys_are_unrelated():
    drawn = np.array([[_random.uniform(numbers) for _ in range(4)]
                      for numbers in (stream(a, b, c) for a in range(12) for b in range(12) for c in range(12))])
    assert stats.kstest(drawn[:, 0], "uniform").pvalue > 1e-3
    assert np.abs(np.corrcoef(drawn[1:].T, drawn[:-1].T) - np.eye(8)).max() < 0.1


@pytest.mark.parametrize("shape", [0.01, 0.1, 0.5, 1, 3, 50, 1000])
def test_gamma_numbers(shape):
    numbers = stream(2, int(shape * 100))
    logs = np.array([_random.log_gamma_variate(shape, numbers) for _ in range(20_000)])
    assert np.isfinite(logs).all()
    assert stats.kstest(logs, stats.loggamma(shape).cdf).pvalue > 1e-3
    assert np.exp(logs).mean() == pytest.approx(shape, abs=5 * np.sqrt(shape / 20_000))
    assert _priors.draw_gamma(shape, 4.0, stream(2, int(shape * 100))) == pytest.approx(np.exp(logs[0]) / 4)


def test_the_smallest_shapes_stay_finite():
    numbers, out = stream(3), np.empty(3)
    assert np.isfinite([_random.log_gamma_variate(1e-9, numbers) for _ in range(500)]).all()
    for _ in range(500):
        _random.dirichlet(np.array([1e-6, 1e-6, 1e-9]), out, numbers)
        assert (out > 0).all() and out.sum() == pytest.approx(1)


def test_shares_are_dirichlet():
    weights, numbers = np.array([0.05, 0.7, 2.0, 5.0]), stream(4)
    drawn = np.empty((8_000, 4))
    for row in drawn:
        _random.dirichlet(weights, row, numbers)
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    for k, weight in enumerate(weights):
        assert stats.kstest(drawn[:, k], stats.beta(weight, weights.sum() - weight).cdf).pvalue > 1e-3
    np.testing.assert_allclose(np.cov(drawn.T), stats.dirichlet(weights).cov(), atol=0.002)


def test_tables_have_the_distribution_of_antoniak():
    """``p(m tables | n customers) ∝ |s(n, m)| w^m`` (Antoniak 1974), here n = 5: Stirling numbers 24, 50, 35, 10, 1."""
    weight, numbers = 0.8, stream(5)
    drawn = np.array([_priors._tables(5, weight, numbers) for _ in range(20_000)])
    expected = np.array([24, 50, 35, 10, 1]) * weight ** np.arange(1, 6)
    assert stats.chisquare(np.bincount(drawn, minlength=6)[1:], 20_000 * expected / expected.sum()).pvalue > 1e-3
    many = np.mean([_priors._tables(300, weight, numbers) for _ in range(4_000)])
    assert many == pytest.approx((weight / (weight + np.arange(300))).sum(), abs=0.15)
    assert _priors._tables(0.3, weight, numbers) == _priors._tables(1, weight, numbers) == 1


def quantiles(grid, logs):
    """Return three quantiles of a density given on a grid."""
    mass = np.exp(logs - logs.max()) * np.gradient(grid)
    return np.interp([0.1, 0.5, 0.9], np.cumsum(mass) / mass.sum(), grid)


def test_the_concentration_is_drawn_from_its_posterior():
    rng = np.random.default_rng(0)
    counts, group = rng.multinomial(12, [0.7, 0.2, 0.1], 6), np.array([0, 0, 0, 1, 1, 1])
    counts[2], lengths = [0, 1, 29], np.array([12, 12, 30, 12, 12, 12.0])
    emphasis, value, drawn = np.array([[0.6, 0.2, 0.2], [0.5, 0.4, 0.1]]), 1.0, []
    for t in range(12_000):
        _, added = _priors.draw_tables(counts, lengths, group, 0, 6, emphasis, value, stream(6, t, 0))
        value = _priors.draw_gamma(CONCENTRATION[0] + added[0], CONCENTRATION[1] + added[1], stream(6, t, 1))
        drawn.append(value)
    grid = np.exp(np.linspace(-4, 6, 4_001))
    logs = np.array([stats.gamma(CONCENTRATION[0], scale=1 / CONCENTRATION[1]).logpdf(c) + sum(
        math.lgamma(c) - math.lgamma(c + lengths[d]) + sum(
            math.lgamma(n + c * a) - math.lgamma(c * a) for n, a in zip(counts[d], emphasis[group[d]], strict=True))
        for d in range(6)) for c in grid])
    np.testing.assert_allclose(np.quantile(drawn, [0.1, 0.5, 0.9]), quantiles(grid, logs), rtol=0.06)


def test_the_term_prior_is_drawn_from_its_posterior():
    rng = np.random.default_rng(1)
    counts = np.zeros((8, LANES), np.int32)
    counts[:, :2] = rng.multinomial(30, rng.dirichlet(np.full(8, 0.3)), 2).T
    total, value, drawn = counts.sum(axis=0), 0.1, []
    for t in range(12_000):
        value = _priors.draw_term_prior(counts, total, 3, value, *TERM_PRIOR, stream(7, t))
        drawn.append(value)
    grid = np.exp(np.linspace(-7, 2, 4_001))
    logs = np.array([stats.gamma(TERM_PRIOR[0], scale=1 / TERM_PRIOR[1]).logpdf(b) + sum(
        math.lgamma(8 * b) - math.lgamma(8 * b + 30) + sum(math.lgamma(n + b) - math.lgamma(b) for n in counts[:, k])
        for k in range(2)) for b in grid])
    np.testing.assert_allclose(np.quantile(drawn, [0.1, 0.5, 0.9]), quantiles(grid, logs), rtol=0.06)


def test_emphases_are_drawn_given_tables():
    tables, numbers, drawn = np.array([[3.0, 0.0], [0.0, 8.0]]), stream(8), np.empty((6_000, 2, 2))
    for row in drawn:
        _priors.draw_emphasis(tables, 0.5, row, numbers)
    assert stats.kstest(drawn[:, 0, 0], stats.beta(3.5, 0.5).cdf).pvalue > 1e-3
    assert stats.kstest(drawn[:, 1, 0], stats.beta(0.5, 8.5).cdf).pvalue > 1e-3


def test_draws_of_emphases_keep_the_joint_distribution():
    """Geweke's test of `_posterior`: topics fixed, texts renewed after each step."""
    rng, topics, group = np.random.default_rng(3), np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]]), np.array([0, 0, 1, 1])
    layout = lay_out(sparse.csr_matrix(np.array([[2, 1, 1], [1, 0, 2], [1, 3, 0], [0, 1, 2]])), group)
    docs, state = documents_of(layout), _posterior._State(layout, 2, 2, 5)
    design, found, direct = Design(2, 2, None, None, 1.0, 0), [], []

    def prior():
        concentration, emphasis, _, z, _ = from_the_prior(rng, design, layout.group, docs, 3)
        return np.log(concentration), min(concentration, 30), emphasis[0, 0], emphasis[1, 0] ** 2, (z == 0).mean(), (
            (docs[:, None] == docs) & (z[:, None] == z)).mean()

    for _ in range(6_000):
        state.draw_tokens(np.ascontiguousarray(topics.T, np.float32))
        state.draw_priors(1.0)
        z = state.topics
        layout.words[:] = (rng.random(len(z))[:, None] > topics[z].cumsum(axis=1)).sum(axis=1)
        found.append((np.log(state.concentration), min(state.concentration, 30), state.emphasis[0, 0],
                      state.emphasis[1, 0] ** 2, (z == 0).mean(),
                      ((docs[:, None] == docs) & (z[:, None] == z)).mean()))
        direct.append(prior())
    batches = np.stack([part.mean(axis=0) for part in np.split(np.array(found)[1_000:], 25)])
    error = np.sqrt(batches.var(axis=0, ddof=1) / 25 + np.var(direct, axis=0) / len(direct))
    assert np.abs((batches.mean(axis=0) - np.mean(direct, axis=0)) / error).max() < 4


# --- laws ---------------------------------------------------------------------------------------------------------


def texts(seed=0, docs=30, terms=40, fractional=False):
    rng = np.random.default_rng(seed)
    rates = rng.dirichlet(np.full(4, 0.3), docs) @ rng.dirichlet(np.full(terms, 0.1), 4)
    counts = rng.poisson(40 * rates)
    return counts * rng.choice([0.1, 0.3, 1.7], counts.shape) if fractional else counts


def digest(model):
    parts = [model.components_, model.draws_.topic_term, model.draws_.doc_topic_prior, model.log_likelihood_,
             model.prevalence_, model.stability_]
    return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()


def fitted(counts, groups=None, **options):
    options = {"n_components": 4, "max_iter": 60, "n_init": 2, "n_draws": 20, "n_jobs": 1} | options
    if groups is None:
        return tm.LDA(**options).fit(counts)
    return tm.CompoundLDA(**options).fit(counts, groups=groups)


KINDS = pytest.mark.parametrize("sampler, fractional", [("exact", False), ("exact", True), ("blocked", False),
                                                        ("blocked", True)])


@KINDS
def test_any_number_of_threads_gives_the_same_bytes(sampler, fractional):
    counts, groups = texts(fractional=fractional), np.arange(30) % 3
    for given_groups in (None, groups):
        assert len({digest(fitted(counts, given_groups, sampler=sampler, n_jobs=n_jobs, n_init=3))
                    for n_jobs in (1, 2, 16)}) == 1


@KINDS
def test_any_order_of_rows_gives_the_same_bytes(sampler, fractional):
    counts, groups = texts(fractional=fractional), np.arange(30) % 3
    plain, grouped = digest(fitted(counts, sampler=sampler)), digest(fitted(counts, groups, sampler=sampler))
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(30)
        assert digest(fitted(counts[order], sampler=sampler)) == plain
        assert digest(fitted(counts[order], groups[order], sampler=sampler)) == grouped


@KINDS
def test_names_and_order_of_documents_have_no_part(sampler, fractional):
    counts = texts(fractional=fractional)
    order, terms = np.random.default_rng(1).permutation(30), [f"w{i:02}" for i in range(40)]
    one = tm.DocTerm.from_counts(counts, terms, [f"d{i:02}" for i in range(30)])
    other = tm.DocTerm.from_counts(counts[order], terms, [f"x{i:02}" for i in range(30)])
    assert len({digest(fitted(each, sampler=sampler)) for each in (one, other, counts)}) == 1


def test_how_a_matrix_is_stored_has_no_part_and_is_left_as_it_was():
    counts = texts()
    dense = digest(fitted(counts))
    row, column = counts.nonzero()
    times = counts[row, column]
    ones = sparse.csr_matrix((np.ones(counts.sum(), int), np.repeat(column, times),
                              np.append(0, counts.sum(axis=1).cumsum())), shape=counts.shape)
    zeros = sparse.csr_matrix(np.ones_like(counts) + counts)
    zeros.data -= 1
    for stored in (sparse.csr_matrix(counts), sparse.csc_matrix(counts), counts.astype(np.float32), ones, zeros):
        before = stored.copy()
        assert digest(fitted(stored)) == dense
        if sparse.issparse(stored):
            assert stored.data.tolist() == before.data.tolist() and stored.indices.tolist() == before.indices.tolist()


@pytest.mark.parametrize("sampler", ["exact", "blocked"])
def test_names_of_groups_have_no_part(sampler):
    counts, groups = texts(), np.arange(30) % 3
    one = fitted(counts, groups, sampler=sampler)
    other = fitted(counts, np.array(["z", "b", "m"])[groups], sampler=sampler)
    assert other.groups_ == ("b", "m", "z")
    assert (other.emphasis_ == one.emphasis_[[1, 2, 0]]).all() and (other.components_ == one.components_).all()
    assert one.concentration_ == pytest.approx(other.concentration_, rel=1e-12)


def test_nearly_equal_sums_of_terms_do_not_hang_on_the_order_of_rows():
    cells = np.array([[0.1, 0.7, 0.3], [0.7, 0.3, 0.1], [0.3, 0.1, 0.7]])
    assert len(set(cells.sum(axis=0))) > 1 or len(set(cells[[1, 0, 2]].sum(axis=0))) > 1
    orders = [list(order) for order in itertools.permutations(range(3))]
    assert len({tuple(lay_out(sparse.csr_matrix(cells[order]), strips=3).columns) for order in orders}) == 1


def test_another_process_with_another_hash_seed_gives_the_same_bytes():
    code = ("import sys; sys.path.insert(0, 'tests/topics'); import importlib.util as u; "
            f"s = u.spec_from_file_location('t', {__file__!r}); t = u.module_from_spec(s); s.loader.exec_module(t); "
            "print(*(t.digest(t.fitted(t.texts(), sampler=x)) for x in ('exact', 'blocked')))")
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True,
                         env=os.environ | {"PYTHONHASHSEED": "77", "NUMBA_NUM_THREADS": "1"}).stdout.split()
    assert out == [digest(fitted(texts(), sampler=sampler)) for sampler in ("exact", "blocked")]


def test_chains_are_the_same_in_any_company():
    two, three = fitted(texts(), n_init=2, n_draws=20), fitted(texts(), n_init=3, n_draws=30)
    assert (two.log_likelihood_ == three.log_likelihood_[:2]).all()
    assert not (three.log_likelihood_[0] == three.log_likelihood_[2]).any()


def test_seeds_differ_and_random_states_are_taken():
    counts = texts()
    assert digest(fitted(counts, random_state=0)) != digest(fitted(counts, random_state=1))
    assert digest(fitted(counts, random_state=np.random.RandomState(3))) == digest(
        fitted(counts, random_state=np.random.RandomState(3)))


# --- edges ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sampler", ["exact", "blocked"])
@pytest.mark.parametrize("counts, n_topics", [
    ([[3, 2, 1]], 1), ([[3, 2, 1]], 5), ([[1]], 3), ([[1, 0], [0, 0], [0, 2]], 2), ([[1, 0, 0], [0, 0, 2]], 2),
    ([[0.5, 0.0]], 2), ([[2.0, 1.0], [1.0, 1.0]], 2), ([[40_000, 1]], 2), ([[1e-9, 2.0]], 2), ([[0, 1]] * 20, 40),
])
def test_the_smallest_and_strangest_tables_are_results(counts, n_topics, sampler):
    counts = np.array(counts)
    model = fitted(counts, n_components=n_topics, max_iter=30, sampler=sampler)
    assert np.isfinite(model.components_).all() and (model.components_ > 0).all()
    np.testing.assert_allclose(model.components_.sum(axis=1), 1)
    np.testing.assert_allclose(model.draws_.topic_term.sum(axis=2), 1, atol=1e-5)
    assert np.isfinite(model.log_likelihood_).all() and model.prevalence_.sum() == pytest.approx(1)
    np.testing.assert_allclose(model.transform(counts).sum(axis=1), 1)
    assert (model.expected_tokens(counts).sum(axis=1) == pytest.approx(counts.sum(axis=1)))


def test_one_topic_holds_all_tokens():
    counts = np.array([[3, 2, 0], [1, 1, 0]])
    model = fitted(counts, n_components=1, topic_term_prior=0.5)
    np.testing.assert_allclose(model.components_, [np.array([4.5, 3.5, 0.5]) / 8.5])


def test_few_sweeps_and_many_draws():
    model = fitted(texts(), max_iter=1, n_draws=500)
    assert len(model.draws_) == 2 and model.log_likelihood_.shape == (2, 1)
    more = fitted(texts(), max_iter=7, n_draws=500)
    assert len(more.draws_) == 2 * more.log_likelihood_.shape[1] <= 14


def test_whole_numbers_as_floats_are_whole():
    assert digest(fitted(texts())) == digest(fitted(texts().astype(float)))
    assert lay_out(sparse.csr_matrix(texts().astype(float))).weights.dtype.kind == "i"


def test_fixed_priors_stay_and_learned_ones_are_learned():
    model = fitted(texts(), doc_topic_prior=0.2, topic_term_prior=0.07)
    np.testing.assert_allclose(model.draws_.doc_topic_prior, 0.2)
    assert model.topic_term_prior_ == 0.07
    learned = fitted(texts(), max_iter=200)
    assert learned.topic_term_prior_ not in (0.05, 0.07) and np.ptp(learned.doc_topic_prior_) > 0


@pytest.mark.parametrize("options, message", [
    ({"sampler": "exakt"}, "sampler must be one of .* Did you mean 'exact'"), ({"n_init": 0}, "n_init"),
    ({"n_draws": 0}, "n_draws"), ({"n_jobs": 0}, "n_jobs"), ({"max_iter": 0}, "max_iter"),
    ({"topic_term_prior": 0}, "topic_term_prior"), ({"doc_topic_prior": -1}, "doc_topic_prior"),
    ({"random_state": -1}, "random_state"), ({"n_components": 70_000}, "n_components must be .* at most 65535"),
])
def test_bad_parameters_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        fitted(texts(), **options)


def test_amounts_of_topics_are_means_over_the_draws(monkeypatch):
    totals = []
    step = Chain.step
    monkeypatch.setattr(Chain, "step", lambda chain, pool=None: (step(chain, pool), totals.append(chain.total.copy())))
    counts = np.random.default_rng(0).poisson(1, (12, 8))
    model = tm.LDA(3, max_iter=20, n_init=1, n_draws=10, n_jobs=1).fit(counts)
    expected = np.mean(totals[10:], axis=0)[:3]
    np.testing.assert_allclose(model.prevalence_ * counts.sum(), np.sort(expected)[::-1])


def test_more_tokens_than_can_be_counted_are_refused():
    with pytest.raises(ValueError, match=r"X must hold fewer than 2\*\*31 tokens"):
        tm.LDA(2).fit(np.array([[1e14, 1], [1, 1]]))


@pytest.mark.parametrize("n_topics", [1, 3, 4, 5, 8, 16, 33])
def test_shares_do_not_hang_on_where_in_memory_numbers_lie(n_topics):
    memory, found = np.zeros(200), set()
    for offset in range(n_topics, 100):
        rng, weight, out = np.random.default_rng(0), memory[:n_topics], memory[offset:offset + n_topics]
        drawn = []
        for _ in range(100):
            weight[:] = rng.random(n_topics)
            _folding._normalised(rng.random(n_topics), weight, out)
            drawn.append(out.tobytes())
        found.add(b"".join(drawn))
    assert len(found) == 1
