"""One chain of collapsed Gibbs sampling: its state, and what moves it on.

Sampled as one block the chain is exact.  Cut into blocks (`_layout`), those on a
diagonal are sampled at the same time; each sees the sums of topics as they were
before the diagonal, and its own changes, so the chain is approximate in that alone.
Streams of random numbers are named by (seed, chain, sweep, block).
"""

from __future__ import annotations

import math
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from textmine.stats._random import dirichlet, key, mix
from textmine.topics._lanes import LANES
from textmine.topics._layout import Layout, tally
from textmine.topics._priors import draw_emphasis, draw_gamma, draw_tables, draw_term_prior
from textmine.topics._sweep import NONE, sweep

CONCENTRATION = (1.0, 0.1)
"""Shape and rate of the gamma prior of the concentration: mean 10, as wide as it is high."""

TERM_PRIOR = (1.0, 10.0)
"""The same for the parameter of terms in topics: mean 0.1."""

SETTLE = 20
"""Sweeps before a prior is learned, since topics at random look all alike."""

EVERY = 10
"""A chain in blocks draws priors every so many sweeps."""

GROWTH = ((1 / 16, 60), (1 / 4, 20))
"""A chain in blocks starts with a part of the documents, swept so often; their order is as good as random."""

START = 0xA11
PRIOR, TABLES, TERMS, TOPICS = 0xB0, 0xC0, 0xD0, 0xE0
"""Names of streams beside those of blocks."""


@dataclass(frozen=True)
class Design:
    """What a chain samples.

    Attributes
    ----------
    n_topics : int
    n_groups : int
    doc_topic_prior : float or None
        Parameter of every topic in the prior of a document; None is learned.
    topic_term_prior : float or None
        Parameter of every term in the prior of a topic; None is learned.
    emphasis_prior : float
        Parameter of every topic in the prior of a group's emphasis.
    seed : int
    """

    n_topics: int
    n_groups: int
    doc_topic_prior: float | None
    topic_term_prior: float | None
    emphasis_prior: float
    seed: int


class Chain:
    """A chain that started at random.

    Attributes
    ----------
    topics : uint16 array of shape (N,)
    doc_topic, term_topic, total : arrays of shapes (D, K), (V, K), (K,)
        Counts; K is padded to a multiple of `LANES`.
    emphasis : float array of shape (G, K)
        Groups in the order of the layout.
    concentration, term_prior : float
    """

    def __init__(self, layout: Layout, design: Design, number: int, growth: tuple[tuple[float, int], ...] = GROWTH):
        self.layout, self.design, self.number = layout, design, number
        self.growth = growth if layout.n_strips > 1 else ()
        self.n_sweeps = 0
        padded = -(-design.n_topics // LANES) * LANES
        kind = layout.weights.dtype
        self.n_draws = 0
        self.topics = np.full(len(layout.words), NONE, np.uint16)
        self.doc_topic = np.zeros((len(layout.rows), padded), kind)
        self.term_topic = np.zeros((len(layout.columns), padded), kind)
        self.total = np.zeros(padded, kind)
        fixed = design.doc_topic_prior
        self.concentration = design.n_topics * (0.1 if fixed is None else fixed)
        self.emphasis = np.full((design.n_groups, design.n_topics), 1 / design.n_topics)
        self.term_prior = 0.05 if design.topic_term_prior is None else design.topic_term_prior
        self._start(self.growth[0][0] if self.growth else 1.0)

    def grow(self, pool: Executor | None = None) -> None:
        """Bring in the documents by and by, so that most tokens meet topics that are known already."""
        for part, n_sweeps in self.growth:
            for _ in range(n_sweeps):
                self._sweep(part, pool)

    def step(self, pool: Executor | None = None) -> None:
        """Draw all topics once, and the priors that are learned."""
        if self.n_sweeps == 0:
            self.grow(pool)
        self._sweep(1.0, pool)
        if self.layout.weights.dtype.kind == "f":
            self._tally()
        self.n_sweeps += 1
        whole = self.layout.n_strips == 1
        if self.n_sweeps > SETTLE if whole else self.n_sweeps % EVERY == 1:
            self._draw_priors(pool)

    def _sweep(self, part: float, pool: Executor | None) -> None:
        """Draw the topics of the first part of the documents of each strip."""
        strips = self.layout.n_strips
        self.n_draws += 1
        prior = np.zeros((self.design.n_groups, self.doc_topic.shape[1]), np.float32)
        prior[:, :self.design.n_topics] = self.concentration * self.emphasis
        if strips == 1:
            self._block(0, 0, part, prior, self.total)
        for diagonal in range(strips if strips > 1 else 0):
            blocks = [(s, (s + diagonal) % strips, part, prior, self.total.copy()) for s in range(strips)]
            done = (pool.map if pool else map)(lambda block: self._block(*block), blocks)
            self.total = self.total + sum(after - self.total for after in list(done))

    def _start(self, part: float) -> None:
        """Give tokens of the first part of the documents of each strip topics at random."""
        for strip in range(self.layout.n_strips):
            first, last = self._documents(strip, part)
            begin, end = self.layout.places[[first, last - 1], [0, -1]] if last > first else (0, 0)
            _at_random(self.topics[begin:end], self.design.n_topics, key(self.design.seed, self.number, START, strip))
        self._tally()

    def _documents(self, strip: int, part: float) -> tuple[int, int]:
        """Return the first document, and the one after the last, of a part of a strip."""
        first, last = self.layout.edges[strip:strip + 2]
        return int(first), int(first + np.ceil(part * (last - first)))

    def doc_topic_prior(self) -> NDArray[np.float64]:
        """Return the parameters of the Dirichlet prior of the documents of each group, as groups were given, (G, K)."""
        return (self.concentration * self.emphasis)[self.layout.groups]

    def topic_terms(self) -> NDArray[np.float64]:
        """Return the expected probabilities of terms given the topics of tokens, shape (K, V)."""
        n_topics = self.design.n_topics
        counts = self.layout.whole_columns(self.term_topic[:, :n_topics]).T.astype(float) + self.term_prior
        return counts / counts.sum(axis=1, keepdims=True)

    def draw_topic_terms(self, pool: Executor | None = None) -> NDArray[np.float32]:
        """Return a draw of the probabilities of terms given the topics of tokens, shape (K, V)."""
        def draw(topic: int) -> NDArray[np.float32]:
            start = key(self.design.seed, self.number, self.n_sweeps, TOPICS, topic)
            return _draw_topic(self.term_topic, topic, self.term_prior, np.array([start]))

        drawn = np.stack(list((pool.map if pool else map)(draw, range(self.design.n_topics))), axis=1)
        return np.ascontiguousarray(self.layout.whole_columns(drawn).T)

    def log_likelihood(self) -> float:
        """Return the logarithm of the joint probability of terms and topics of tokens, given the priors; nats."""
        n_topics, prior = self.design.n_topics, self.concentration * self.emphasis
        documents = _dirichlet_multinomial(self.doc_topic, self.layout.lengths, prior, self.layout.group)
        terms = np.full((1, len(self.layout.columns)), self.term_prior)
        by_topic = np.ascontiguousarray(self.term_topic[:, :n_topics].T)
        topics = _dirichlet_multinomial(by_topic, by_topic.sum(axis=1), terms, np.zeros(n_topics, np.int64))
        return float(documents + topics)

    def _block(self, strip: int, terms: int, part: float, prior: NDArray, total: NDArray) -> NDArray:
        """Draw the topics of one block, and return the sums of topics after it."""
        layout, start = self.layout, key(self.design.seed, self.number, self.n_draws, strip, terms)
        first, last = self._documents(strip, part)
        term_prior, n_terms = np.float32(self.term_prior), len(layout.columns)
        sweep(layout.words, self.topics, layout.places, first, last, terms, self.doc_topic, self.term_topic,
              total, prior, layout.group, term_prior, np.float32(self.term_prior * n_terms), layout.weights, start)
        return total

    def _draw_priors(self, pool: Executor | None) -> None:
        """Draw the priors that are not fixed."""
        design, names = self.design, (self.design.seed, self.number, self.n_draws)
        if design.doc_topic_prior is None:
            drawn = list((pool.map if pool else map)(self._tables, range(self.layout.n_strips)))
            stream = np.array([key(*names, PRIOR)])
            draw_emphasis(sum(tables for tables, _ in drawn), design.emphasis_prior, self.emphasis, stream)
            shape, rate = np.array(CONCENTRATION) + sum(added for _, added in drawn)
            self.concentration = draw_gamma(shape, rate, stream)
        if design.topic_term_prior is None:
            self.term_prior = draw_term_prior(self.term_topic, self.total, design.n_topics, self.term_prior,
                                              *TERM_PRIOR, np.array([key(*names, TERMS)]))

    def _tables(self, strip: int) -> tuple[NDArray, NDArray]:
        """Draw the tables of one strip of documents."""
        first, last = self._documents(strip, 1.0)
        start = key(self.design.seed, self.number, self.n_draws, TABLES, strip)
        return draw_tables(self.doc_topic, self.layout.lengths, self.layout.group, first, last, self.emphasis,
                           self.concentration, np.array([start]))

    def _tally(self) -> None:
        """Count topics anew; sums of weights do not drift then."""
        self.doc_topic[:], self.term_topic[:] = 0, 0
        layout = self.layout
        tally(layout.words, self.topics, layout.places, layout.weights, self.doc_topic, self.term_topic)
        self.total = self.term_topic.sum(axis=0, dtype=self.term_topic.dtype)


@njit(nogil=True, cache=True)
def _at_random(topics, n_topics, start):
    """Fill `topics` at random."""
    for i in range(len(topics)):
        topics[i] = np.int64(mix(start + np.uint64(i)) >> np.uint64(11)) % n_topics


@njit(nogil=True, cache=True)
def _draw_topic(term_topic, topic, term_prior, stream):
    """Return a draw of one topic from its Dirichlet distribution, shape (V,)."""
    weights, out = np.empty(len(term_topic)), np.empty(len(term_topic))
    for w in range(len(term_topic)):
        weights[w] = term_topic[w, topic] + term_prior
    dirichlet(weights, out, stream)
    return np.maximum(out, 1e-30).astype(np.float32)


@njit(nogil=True, cache=True)
def _dirichlet_multinomial(counts, sums, prior, group):
    """Return the log probability of sequences with these counts, given Dirichlet priors for groups of rows."""
    value = 0.0
    whole = prior.sum(axis=1)
    for row in range(len(counts)):
        own = prior[group[row]]
        if sums[row] > 0:
            value += math.lgamma(whole[group[row]]) - math.lgamma(whole[group[row]] + sums[row])
            for k in range(prior.shape[1]):
                if counts[row, k] > 0:
                    value += math.lgamma(counts[row, k] + own[k]) - math.lgamma(own[k])
    return value
