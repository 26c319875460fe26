"""LDA: topics as distributions over terms, documents as mixtures of topics.

Variational Bayes by scikit-learn, with several starts.

References
----------
Blei, D. M., Ng, A. Y. and Jordan, M. I. (2003). Latent Dirichlet allocation.
Journal of Machine Learning Research 3, 993-1022.
Hoffman, M. D., Blei, D. M. and Bach, F. (2010). Online learning for latent
Dirichlet allocation. NIPS 23.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.utils import check_random_state

from textmine import _check
from textmine.topics.base import TopicModel

FIRST_PASSES = 10


class LDA(TopicModel):
    """Latent Dirichlet allocation, fitted by variational Bayes.

    Parameters
    ----------
    n_components : int, default 10
        K, the number of topics.
    doc_topic_prior : float, default 0.1
        Dirichlet parameter of the shares of a document.
    topic_term_prior : float, default 0.05
        Dirichlet parameter of the terms of a topic.
    max_iter : int, default 200
        Passes over the documents.
    n_init : int, default 5
        Starts; the one with the lowest perplexity after ten passes is run to its end.
    random_state : int, RandomState or None, default None

    Attributes
    ----------
    components_ : array of shape (K, V)
        Pseudo-counts of terms in topics.
    prevalence_ : array of shape (K,)
        Share of all tokens, falling.
    terms_ : array of str, shape (V,)
    n_iter_ : int
    bound_ : float
        Perplexity of the training documents, lower is better.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> model = tm.LDA(n_components=2, random_state=0).fit(table)
    >>> model.top_terms(2)[["topic", "term"]]
       topic     term
    0      1    peace
    1      1   treaty
    2      2  vaccine
    3      2    virus
    """

    def __init__(self, n_components: int = 10, *, doc_topic_prior: float = 0.1, topic_term_prior: float = 0.05,
                 max_iter: int = 200, n_init: int = 5, random_state: Any = None):
        self.n_components = n_components
        self.doc_topic_prior = doc_topic_prior
        self.topic_term_prior = topic_term_prior
        self.max_iter = max_iter
        self.n_init = n_init
        self.random_state = random_state

    def _check_parameters(self) -> None:
        super()._check_parameters()
        _check.integer("n_init", self.n_init, 1)
        for name in ("doc_topic_prior", "topic_term_prior"):
            _check.between(name, getattr(self, name), 0, np.inf)

    def _fit(self, counts: sparse.csr_matrix) -> None:
        """Compare several starts after a few passes, and run the best one to its end."""
        seeds = check_random_state(self.random_state).randint(np.iinfo(np.int32).max, size=self.n_init).tolist()
        if self.n_init > 1:
            first_passes = min(FIRST_PASSES, self.max_iter)
            seeds.sort(key=lambda seed: self._run(counts, seed, first_passes).bound_)
        self._solver = self._run(counts, seeds[0], self.max_iter)
        self.bound_ = self._solver.bound_
        self.components_ = self._solver.components_
        self.n_iter_ = self._solver.n_iter_

    def _run(self, counts: sparse.csr_matrix, seed: int, passes: int) -> LatentDirichletAllocation:
        """Return the solver after at most so many passes from one start."""
        return LatentDirichletAllocation(
            self.n_components, doc_topic_prior=self.doc_topic_prior, topic_word_prior=self.topic_term_prior,
            learning_method="batch", max_iter=passes, evaluate_every=5, perp_tol=0.1, random_state=seed,
        ).fit(counts)

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        return np.asarray(self._solver.transform(counts), dtype=float)

    def _reorder(self, order: NDArray[np.int64]) -> None:
        super()._reorder(order)
        self._solver.components_ = self.components_
        self._solver.exp_dirichlet_component_ = self._solver.exp_dirichlet_component_[order]
