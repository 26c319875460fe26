"""Several chains, and the one that stands for them.

Each restart is a chain of its own.  Its topics are matched with those of the others;
the medoid, most like the rest, is the model (Rieger, Rahnenführer & Jentsch 2020),
and how well a topic is found again is its stability.

References
----------
Rieger, J., Rahnenführer, J. and Jentsch, C. (2020). Improving latent Dirichlet
allocation: on reliability of the novel method LDAPrototype. NLDB.
"""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from textmine._threads import check_stopped, gather, progress
from textmine.stats.alignment import bhattacharyya, match, medoid
from textmine.topics._layout import Layout
from textmine.topics._sampler import Chain, Design


@dataclass(frozen=True, eq=False)
class TopicDraws:
    """S draws of topics and priors from their joint posterior distribution.

    Attributes
    ----------
    topic_term : float32 array of shape (S, K, V)
        Probabilities of terms in topics.
    doc_topic_prior : float array of shape (S, G, K)
        Parameters of the Dirichlet prior of the documents of each group: the concentration
        times the emphasis of the group.
    chain : int array of shape (S,)
        The chain of each draw.
    """

    topic_term: NDArray[np.float32]
    doc_topic_prior: NDArray[np.float64]
    chain: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.chain)

    def reordered(self, order: NDArray[np.int64]) -> TopicDraws:
        """Return the draws with topics in the given order."""
        return replace(self, topic_term=self.topic_term[:, order], doc_topic_prior=self.doc_topic_prior[:, :, order])


@dataclass(frozen=True, eq=False)
class Run:
    """What one chain found: its draws, and means over them.

    Attributes
    ----------
    draws : TopicDraws
    topics : float array of shape (K, V)
    amounts : float array of shape (K,)
        Tokens of each topic.
    term_prior : float
    log_likelihood : float array of shape (S,)
        ``log p(terms, topics of tokens | priors)`` at each draw, in nats.
    """

    draws: TopicDraws
    topics: NDArray[np.float64]
    amounts: NDArray[np.float64]
    term_prior: float
    log_likelihood: NDArray[np.float64]


def run_chains(layout: Layout, design: Design, n_chains: int, n_sweeps: int, n_draws: int, n_jobs: int) -> list[Run]:
    """Return the runs of all chains; as many threads as asked for, the same numbers for any.

    Parameters
    ----------
    layout : Layout
    design : Design
    n_chains, n_sweeps : int
    n_draws : int
        Draws of each chain, evenly spaced over the second half of its sweeps.
    n_jobs : int
        Threads.
    """
    with progress(n_chains * n_sweeps, "sampling", "sweeps") as bar:
        if layout.n_strips == 1:
            return gather([partial(_run, layout, design, number, n_sweeps, n_draws, None, bar)
                           for number in range(n_chains)], n_jobs)
        with ThreadPoolExecutor(n_jobs) as pool:
            blocks = pool if n_jobs > 1 else None
            return [_run(layout, design, number, n_sweeps, n_draws, blocks, bar) for number in range(n_chains)]


def _run(layout: Layout, design: Design, number: int, n_sweeps: int, n_draws: int, pool: Executor | None,
         bar: tqdm) -> Run:
    """Return the run of one chain; `pool` for its blocks."""
    chain = Chain(layout, design, number)
    first = n_sweeps // 2
    at = set((first + (np.arange(1, n_draws + 1) * (n_sweeps - first) // n_draws)).tolist())
    topics, priors, likelihood, amounts = [], [], [], []
    mean = np.zeros((chain.design.n_topics, len(chain.layout.columns)))
    for done in range(1, n_sweeps + 1):
        check_stopped()
        chain.step(pool)
        bar.update()
        if done in at:
            topics.append(chain.draw_topic_terms(pool))
            priors.append(chain.doc_topic_prior())
            likelihood.append(chain.log_likelihood())
            mean += chain.topic_terms() / len(at)
            amounts.append(chain.total[:chain.design.n_topics].copy())
    draws = TopicDraws(np.stack(topics), np.stack(priors), np.full(len(topics), chain.number))
    return Run(draws, mean, np.mean(amounts, axis=0), chain.term_prior, np.array(likelihood))


def gathered(runs: list[Run]) -> tuple[int, NDArray[np.float64], TopicDraws]:
    """Return the medoid, the stability of its topics, and the draws of all chains in its order of topics.

    Returns
    -------
    int
        Position of the medoid.
    array of shape (K,)
        Mean similarity of each of its topics with the topic matched to it in the other chains, in
        [0, 1]; missing with one chain.
    TopicDraws
    """
    n = len(runs)
    pairs = [[match(bhattacharyya(a.topics, b.topics)) for b in runs] for a in runs]
    best = medoid(np.array([[pairs[i][j][1].mean() for j in range(n)] for i in range(n)]))
    others = [pairs[best][j][1] for j in range(n) if j != best]
    stability = np.mean(others, axis=0) if others else np.full(len(runs[best].topics), np.nan)
    moved = [run.draws.reordered(pairs[best][j][0]) for j, run in enumerate(runs)]
    draws = TopicDraws(*(np.concatenate([getattr(each, name) for each in moved])
                         for name in ("topic_term", "doc_topic_prior", "chain")))
    return best, stability, draws
