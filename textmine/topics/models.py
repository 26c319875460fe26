"""Topic models: LDA and NMF behind the scikit-learn contract.

Both stand on scikit-learn's solvers and add what comparison needs: they take a
`DocTerm` and keep its terms, they try several starts, and topics come in a
canonical order (the most prevalent first), so that "topic 1" means the same in
every figure.

References
----------
Blei, D. M., Ng, A. Y. and Jordan, M. I. (2003). Latent Dirichlet allocation.
Journal of Machine Learning Research 3, 993-1022.
Hoffman, M. D., Blei, D. M. and Bach, F. (2010). Online learning for latent
Dirichlet allocation. NIPS 23.
Lee, D. D. and Seung, H. S. (2001). Algorithms for non-negative matrix
factorization. NIPS 13.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.decomposition import NMF as _NMF
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from textmine import _check
from textmine.docterm import DocTerm

FIRST_PASSES = 10


class _TopicModel(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """What all topic models share: input, order of topics, top terms."""

    def fit(self, X: DocTerm | ArrayLike, y: Any = None):
        """Learn the topics of a table.

        Parameters
        ----------
        X : DocTerm, or sparse or dense matrix of shape (D, V), at least 0
        y : ignored

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If X has negative values or none above 0, or a parameter is out of range.
        """
        terms = np.array(X.terms, dtype=object) if isinstance(X, DocTerm) else None
        counts = self._validate(X, reset=True)
        self._check_parameters()
        if counts.sum() == 0:
            raise ValueError(f"X must hold at least one count above 0 for {type(self).__name__}, got all zeros")
        self._fit(counts)
        shares = self._transform(counts)
        weight = np.asarray(counts.sum(axis=1)).ravel() @ shares
        order = np.argsort(-weight.round(9), kind="stable")
        self._reorder(order)
        self.terms_ = terms if terms is not None else self._input_names()
        self.prevalence_ = weight[order] / weight.sum()
        return self

    def transform(self, X: DocTerm | ArrayLike) -> NDArray[np.float64]:
        """Return the topic shares of documents, shape (D, K), rows summing to 1.

        A `DocTerm` may have other terms than the one fitted: they are matched by name, and
        terms unknown to the model have no part.  A document without known terms has
        even shares.
        """
        check_is_fitted(self)
        return self._transform(self._validate(X, reset=False))

    def fit_transform(self, X: DocTerm | ArrayLike, y: Any = None) -> NDArray[np.float64]:
        """Return ``fit(X).transform(X)``."""
        return self.fit(X, y).transform(X)

    def top_terms(self, n: int = 10) -> pd.DataFrame:
        """Return the most probable terms of every topic.

        Parameters
        ----------
        n : int, default 10

        Returns
        -------
        pandas.DataFrame
            K · n rows: ``topic`` (from 1), ``prevalence`` (share of all tokens), ``rank``, ``term``,
            ``probability`` (within the topic).
        """
        check_is_fitted(self)
        _check.integer("n", n, 1)
        n = min(n, len(self.terms_))
        sums = self.components_.sum(axis=1, keepdims=True)
        phi = np.divide(self.components_, sums, out=np.zeros_like(self.components_), where=sums > 0)
        best = np.argsort(-phi.round(12), axis=1, kind="stable")[:, :n]
        n_topics = len(phi)
        return pd.DataFrame({
            "topic": np.repeat(np.arange(1, n_topics + 1), n),
            "prevalence": np.repeat(self.prevalence_, n),
            "rank": np.tile(np.arange(1, n + 1), n_topics),
            "term": np.asarray(self.terms_, dtype=object)[best].ravel(),
            "probability": np.take_along_axis(phi, best, axis=1).ravel(),
        })

    def _validate(self, X: DocTerm | ArrayLike, reset: bool) -> sparse.csr_matrix:
        """Return X as a checked CSR matrix with the columns of the fit."""
        if isinstance(X, DocTerm) and not reset:
            X = _matched(X, self.terms_)
        elif isinstance(X, DocTerm):
            X = X.counts
        X = validate_data(self, X, reset=reset, accept_sparse="csr", dtype=[np.float64, np.float32],
                          ensure_non_negative=True)
        return sparse.csr_matrix(X)

    def _input_names(self) -> NDArray:
        """Return the names of the columns that were fitted."""
        names = getattr(self, "feature_names_in_", None)
        return np.array([f"x{i}" for i in range(self.n_features_in_)] if names is None else names, dtype=object)

    def _check_parameters(self) -> None:
        """Raise for a parameter out of range; whole numbers of numpy pass."""
        _check.integer("n_components", self.n_components, 1)
        _check.integer("max_iter", self.max_iter, 1)

    def _reorder(self, order: NDArray[np.int64]) -> None:
        """Put the topics in the given order."""
        self.components_ = self.components_[order]

    @property
    def _n_features_out(self) -> int:
        return self.components_.shape[0]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = []
        return tags


def _matched(table: DocTerm, terms: NDArray) -> sparse.csr_matrix:
    """Return the counts of `table` under the given terms, zero where it lacks one."""
    position = {term: i for i, term in enumerate(table.terms)}
    columns = [(position[term], j) for j, term in enumerate(terms) if term in position]
    if not columns:
        raise ValueError("X must share a term with the table that was fitted, got none of its "
                         f"{len(terms)} terms")
    rows, places = zip(*columns, strict=True)
    chosen = sparse.csr_matrix((np.ones(len(rows)), (rows, places)), shape=(len(table.terms), len(terms)))
    return table.counts @ chosen


class LDA(_TopicModel):
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


class NMF(_TopicModel):
    """Non-negative matrix factorisation, deterministic.

    Parameters
    ----------
    n_components : int, default 10
        K, the number of topics.
    loss : {"kullback-leibler", "frobenius"}, default "kullback-leibler"
        What the approximation minimises.
    max_iter : int, default 1000
    tol : float, default 1e-4
    random_state : ignored
        Here for a common signature: the start (NNDSVD) has no chance in it.

    Attributes
    ----------
    components_ : array of shape (K, V)
        Weights of terms in topics.
    prevalence_ : array of shape (K,)
    terms_ : array of str, shape (V,)
    n_iter_ : int

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> tm.NMF(n_components=2).fit_transform(table).argmax(axis=1)
    array([0, 0, 1, 1])
    """

    def __init__(self, n_components: int = 10, *, loss: str = "kullback-leibler", max_iter: int = 1000,
                 tol: float = 1e-4, random_state: Any = None):
        self.n_components = n_components
        self.loss = loss
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def _check_parameters(self) -> None:
        super()._check_parameters()
        _check.one_of("loss", self.loss, ("kullback-leibler", "frobenius"))

    def _fit(self, counts: sparse.csr_matrix) -> None:
        """Factorise from the NNDSVD start."""
        kl = self.loss == "kullback-leibler"
        fits = self.n_components <= min(counts.shape)
        self._solver = _NMF(
            self.n_components, init=("nndsvda" if fits else "random"), solver="mu" if kl else "cd",
            beta_loss=self.loss, max_iter=self.max_iter, tol=self.tol, random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            self._solver.fit(counts)
        self.n_iter_ = self._solver.n_iter_
        self.converged_ = self.n_iter_ < self.max_iter
        self.components_ = self._solver.components_

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        weights = self._solver.transform(counts) * self._solver.components_.sum(axis=1)
        sums = weights.sum(axis=1, keepdims=True)
        return np.divide(weights, sums, out=np.full(weights.shape, 1 / weights.shape[1]), where=sums > 0)

    def _reorder(self, order: NDArray[np.int64]) -> None:
        super()._reorder(order)
        self._solver.components_ = self.components_
        self._solver.n_components_ = len(order)


