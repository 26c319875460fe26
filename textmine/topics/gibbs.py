"""What the sampled topic models share: chains, the medoid, draws of the posterior.

The restarts are chains of collapsed Gibbs sampling.  The model is the chain most
like the others, so that it does not hang on a lucky seed.  Draws of all chains are
kept, their topics matched with those of the model, so that intervals know how sure
the topics are; where chains disagree on a topic, they are wide, and `stability_` says so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils import check_random_state

from textmine import _check
from textmine._threads import available_threads
from textmine.topics._chains import TopicDraws, gathered, run_chains
from textmine.topics._folding import fold_in
from textmine.topics._layout import LARGE, STRIPS, lay_out
from textmine.topics._sampler import Design
from textmine.topics.base import TopicModel

MOST_TOPICS = 65_535
"""Topics of tokens are kept in 16 bits."""

SAMPLERS = ("auto", "exact", "blocked")

MEMORY = 64 * 2**20
"""Bytes that draws of topics may take; large tables, whose topics are sure, keep fewer draws."""


class GibbsModel(TopicModel):
    """Topics by collapsed Gibbs sampling; see `LDA` and `CompoundLDA`."""

    def _check_parameters(self) -> None:
        super()._check_parameters()
        _check.integer("n_components", self.n_components, 1, MOST_TOPICS)
        _check.integer("n_init", self.n_init, 1)
        _check.integer("n_draws", self.n_draws, 1)
        _check.one_of("sampler", self.sampler, SAMPLERS)
        for name in ("doc_topic_prior", "topic_term_prior"):
            if getattr(self, name, None) is not None:
                _check.between(name, getattr(self, name), 0, np.inf)
        available_threads(self.n_jobs)

    def _fit(self, counts: sparse.csr_matrix, group: NDArray[np.int64] | None = None, n_groups: int = 1) -> NDArray:
        """Run the chains and keep what they found."""
        large = self.sampler == "blocked" or (self.sampler == "auto" and counts.sum() >= LARGE)
        layout = lay_out(counts, group, STRIPS if large else 1)
        design = Design(self.n_components, n_groups, getattr(self, "doc_topic_prior", None), self.topic_term_prior,
                        getattr(self, "emphasis_prior", 1.0), self._seed())
        most = max(1, MEMORY // (4 * self.n_components * counts.shape[1]))
        n_draws = -(-min(self.n_draws, most, self.n_init * self.max_iter) // self.n_init)
        runs = run_chains(layout, design, self.n_init, self.max_iter, n_draws, available_threads(self.n_jobs))
        best, self.stability_, draws = gathered(runs)
        self.draws_: TopicDraws = draws
        self.components_ = runs[best].topics
        self.topic_term_prior_ = runs[best].term_prior
        self.log_likelihood_ = np.stack([run.log_likelihood for run in runs])
        self.doc_topic_prior_ = runs[best].draws.doc_topic_prior.mean(axis=(0, 1))
        self.sampler_ = "approximate" if large else "exact"
        self.n_iter_ = self.max_iter
        return runs[best].amounts

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        amounts = self._tokens_of_topics(counts) + self.doc_topic_prior_
        return amounts / amounts.sum(axis=1, keepdims=True)

    def _tokens_of_topics(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        return fold_in(counts, self.components_, self.doc_topic_prior_, available_threads(self.n_jobs))

    def _reorder(self, order: NDArray[np.int64]) -> None:
        super()._reorder(order)
        self.draws_ = self.draws_.reordered(order)
        self.stability_ = self.stability_[order]
        self.doc_topic_prior_ = self.doc_topic_prior_[order]

    def _seed(self) -> int:
        """Return the whole number that all draws hang on."""
        if isinstance(self.random_state, int | np.integer):
            _check.integer("random_state", self.random_state, 0)
            return int(self.random_state)
        return int(check_random_state(self.random_state).randint(np.iinfo(np.int32).max))
