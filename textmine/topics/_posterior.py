"""Draws of the emphasis of groups, topics given: z, then passages, then groups.

For each draw of the topics, the topics of tokens, the emphases of groups and their
concentration are drawn in turn (`_priors`), the topic shares of documents summed out.
Topics that were learned without a look at the groups stay so; only what the groups
make of them is drawn here.
"""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from textmine._threads import check_stopped, progress
from textmine.stats._random import key, uniform
from textmine.topics._layout import STRIPS, Layout, lay_out
from textmine.topics._priors import draw_emphasis, draw_gamma, draw_tables
from textmine.topics._sampler import CONCENTRATION

SETTLE = 20
"""Sweeps before the first draw counts."""

SKIPPED, KEPT, LEAST = 5, 5, 250
"""Sweeps for each draw of the topics that do not count, and those that do: more of them, where few draws of the
topics would give fewer than `LEAST` in all."""

SMALL = 20_000
"""Tokens that one thread draws sooner than several can share them out."""

MEMORY = 4 * 2**30
"""Bytes that draws may take."""

TOKENS, TABLES, GROUPS, MIXTURES = 1, 2, 3, 4
"""Names of streams."""


def emphasis_draws(
    counts: sparse.csr_matrix, group: NDArray[np.int64], n_groups: int, topics: NDArray, emphasis_prior: float,
    seed: int, n_jobs: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return draws of the prevalence of topics in the populations of groups, and of their tokens in the texts.

    Parameters
    ----------
    counts : CSR matrix of shape (D, V)
    group : int array of shape (D,)
    topics : array of shape (S, K, V)
        Draws of the probabilities of terms in topics; a term that no topic holds says nothing.
    emphasis_prior : float
    seed, n_jobs : int

    Returns
    -------
    array of shape (T, G, K)
        Rows sum to 1.
    array of shape (T, G, K)
        Tokens.
    """
    layout = lay_out(counts, group)
    state = _State(layout, n_groups, topics.shape[1], seed)
    kept = max(KEPT, -(-LEAST // len(topics)))
    shape = (kept * len(topics), n_groups, topics.shape[1])
    if 16 * np.prod(shape, dtype=float) > MEMORY:
        raise ValueError(f"by must name a column with fewer groups: draws for {n_groups:,} groups and {shape[2]} "
                         f"topics would take more than {MEMORY // 2**30} GB; choose a coarser one, or "
                         "table.select(...)")
    prevalence, amounts, at = np.empty(shape), np.empty(shape), 0
    with ThreadPoolExecutor(n_jobs) as threads, progress(len(topics), "emphasis", "draws") as bar:
        pool = threads if n_jobs > 1 and len(layout.words) > SMALL else None
        for s, drawn in enumerate(topics):
            check_stopped()
            by_term = np.array(drawn.T, dtype=np.float32, order="C")
            by_term[by_term.max(axis=1) == 0] = 1
            for sweep in range(-SKIPPED - (SETTLE if s == 0 else 0), kept):
                state.draw_tokens(by_term, pool)
                state.draw_priors(emphasis_prior, pool)
                if sweep >= 0:
                    prevalence[at], amounts[at] = state.prevalence()[layout.groups], state.amounts()[layout.groups]
                    at += 1
            bar.update()
    return prevalence, amounts


class _State:
    """Topics of tokens, emphases and concentration, as drawn last.

    Where every group is one document, their scatter around it cannot be told; the documents
    then share one prior, and each stands for its own mixture.
    """

    def __init__(self, layout: Layout, n_groups: int, n_topics: int, seed: int):
        self.layout, self.seed, self.n_draws, self.n_groups = layout, seed, 0, n_groups
        self.alone = bool((np.bincount(layout.group, minlength=n_groups) <= 1).all())
        self.parent = np.zeros_like(layout.group) if self.alone else layout.group
        documents = np.arange(len(layout.rows))
        self.members = sparse.csr_matrix((np.ones(len(documents)), (layout.group, documents)),
                                         shape=(n_groups, len(documents)))
        self.topics = np.full(len(layout.words), -1, np.int32)
        self.doc_topic = np.zeros((len(layout.rows), n_topics))
        self.emphasis = np.full((1 if self.alone else n_groups, n_topics), 1 / n_topics)
        self.concentration = 1.0
        self.edges = np.searchsorted(layout.places[:, 0], np.linspace(0, len(layout.words), STRIPS + 1))
        self.edges[-1] = len(layout.rows)

    def draw_tokens(self, by_term: NDArray, pool: Executor | None = None) -> None:
        """Draw the topic of every token, given the topics and the priors of documents."""
        self.n_draws += 1
        layout, priors = self.layout, self.concentration * self.emphasis

        def strip(number: int) -> None:
            _draw_tokens(layout.words, self.topics, layout.places, self.edges[number], self.edges[number + 1],
                         layout.weights, by_term, priors, self.parent, self.doc_topic, self._stream(TOKENS, number))

        list((pool.map if pool else map)(strip, range(STRIPS)))

    def draw_priors(self, emphasis_prior: float, pool: Executor | None = None) -> None:
        """Draw emphases and concentration, given the topics of tokens."""
        def strip(number: int) -> tuple[NDArray, NDArray]:
            return draw_tables(self.doc_topic, self.layout.lengths, self.parent, self.edges[number],
                               self.edges[number + 1], self.emphasis, self.concentration,
                               self._stream(TABLES, number))

        drawn = list((pool.map if pool else map)(strip, range(STRIPS)))
        stream = self._stream(GROUPS)
        draw_emphasis(sum(tables for tables, _ in drawn), emphasis_prior, self.emphasis, stream)
        shape, rate = np.array(CONCENTRATION) + sum(added for _, added in drawn)
        self.concentration = draw_gamma(shape, rate, stream)

    def prevalence(self) -> NDArray[np.float64]:
        """Return the emphases; of groups that are one document, a draw of their mixtures."""
        if not self.alone:
            return self.emphasis.copy()
        drawn = np.empty((self.n_groups, self.emphasis.shape[1]))
        draw_emphasis(self.amounts() + self.concentration * self.emphasis, 0.0, drawn, self._stream(MIXTURES))
        return drawn

    def amounts(self) -> NDArray[np.float64]:
        """Return the tokens of each topic in each group."""
        return self.members @ self.doc_topic

    def _stream(self, *names: int) -> NDArray[np.uint64]:
        """Return a stream of random numbers of this draw."""
        return np.array([key(self.seed, self.n_draws, *names)])


@njit(nogil=True, cache=True)
def _draw_tokens(words, topics, places, first, last, weights, by_term, priors, parent, doc_topic, stream):
    """Draw the topic of every token of some documents; -1 is a token without one."""
    n_topics, stride = by_term.shape[1], 0 if len(weights) == 1 else 1
    sums = np.empty(n_topics)
    for d in range(first, last):
        prior, row = priors[parent[d]], doc_topic[d]
        for i in range(places[d, 0], places[d, -1]):
            old, x, likelihood, total = topics[i], weights[i * stride], by_term[words[i]], 0.0
            if old >= 0:
                row[old] = max(row[old] - x, 0.0)
            for k in range(n_topics):
                total += (row[k] + prior[k]) * likelihood[k]
                sums[k] = total
            left, new = uniform(stream) * total, 0
            while new < n_topics - 1 and sums[new] <= left:
                new += 1
            topics[i] = new
            row[new] += x
