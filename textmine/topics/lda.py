"""LDA: a mixture of topics for each document, each topic a mixture of terms.

Fitted by collapsed Gibbs sampling, with an asymmetric prior of the documents that is
learned, several chains, and draws of the posterior for the intervals of
`textmine.emphasis`.  The same seed gives the same bytes, on any number of threads
and in any order of documents.

References
----------
Blei, D. M., Ng, A. Y. and Jordan, M. I. (2003). Latent Dirichlet allocation.
Journal of Machine Learning Research 3, 993-1022.
Griffiths, T. L. and Steyvers, M. (2004). Finding scientific topics. PNAS 101.
Wallach, H. M., Mimno, D. and McCallum, A. (2009). Rethinking LDA: why priors
matter. NIPS 22.
"""

from __future__ import annotations

from typing import Any

from textmine import _check
from textmine.topics.gibbs import GibbsModel


class LDA(GibbsModel):
    """Latent Dirichlet allocation by collapsed Gibbs sampling.

    A model of counts.  Other weights are taken as counts of so much: a cell of 2.5 is three tokens of 5/6 each.  A
    table of ``table.weight(...)`` is then another text, in which no token is one, and its intervals mean little:
    weighted tables are for `NMF`.

    Parameters
    ----------
    n_components : int, default 10
        K, the number of topics.
    doc_topic_prior : float, optional
        Dirichlet parameter of every topic in the shares of a document.  Without it an
        asymmetric prior is learned (Wallach et al. 2009).
    topic_term_prior : float, optional
        Dirichlet parameter of every term in a topic.  Without it, it is learned.
    max_iter : int, default 1000
        Sweeps of each chain over all tokens; the second half gives the draws.
    n_init : int, default 4
        Chains; the model is the medoid, the chain most like the others.
    n_draws : int, default 200
        Posterior draws in all; fewer where they would take more than 64 MB.
    sampler : {"auto", "exact", "blocked"}, default "auto"
        ``"exact"`` draws one token after the other.  ``"blocked"`` draws blocks of documents and
        terms at the same time, with sums of topics that are a moment old; auto chooses it from a
        million tokens on.
    n_jobs : int, optional
        Threads; all processors without it, or for -1.  Results are the same for any number.
    random_state : int, RandomState or None, default 0
        None: another result each time.

    Attributes
    ----------
    components_ : array of shape (K, V)
        Probabilities of terms in topics, means over the draws; rows sum to 1.
    prevalence_ : array of shape (K,)
        Share of all tokens, falling.
    stability_ : array of shape (K,)
        How well each topic is found again by the other chains: mean Bhattacharyya coefficient in
        [0, 1]; missing with one chain.
    draws_ : TopicDraws
        Posterior draws of topics and priors, for `textmine.emphasis`.
    doc_topic_prior_ : array of shape (K,)
        Posterior mean of the Dirichlet parameters of documents.
    topic_term_prior_ : float
    log_likelihood_ : array of shape (n_init, draws of a chain)
        Joint log probability of terms and their topics, in nats.
    sampler_ : {"exact", "approximate"}
    terms_ : array of str, shape (V,)
    n_iter_ : int

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> model = tm.LDA(n_components=2, doc_topic_prior=0.1, topic_term_prior=0.05).fit(table)
    >>> model.top_terms(2)[["topic", "term"]]
       topic     term
    0      1    peace
    1      1   treaty
    2      2  vaccine
    3      2    virus
    """

    @_check.hinted
    def __init__(self, n_components: int = 10, *, doc_topic_prior: float | None = None,
                 topic_term_prior: float | None = None, max_iter: int = 1000, n_init: int = 4, n_draws: int = 200,
                 sampler: str = "auto", n_jobs: int | None = None, random_state: Any = 0):
        self.n_components = n_components
        self.doc_topic_prior = doc_topic_prior
        self.topic_term_prior = topic_term_prior
        self.max_iter = max_iter
        self.n_init = n_init
        self.n_draws = n_draws
        self.sampler = sampler
        self.n_jobs = n_jobs
        self.random_state = random_state
