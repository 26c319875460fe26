"""The contract of all topic models: scikit-learn's, and the names of the terms.

A model takes a `DocTerm` and keeps its terms, or any matrix.  Topics come in a
canonical order, the most prevalent first, so that "topic 1" means the same in
every figure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.utils.validation import check_is_fitted

from textmine import _check
from textmine.docterm import DocTerm
from textmine.stats.term_ranking import best_terms, frex, lift, relevance
from textmine.topics.completion import completion_score
from textmine.vectors.contract import TableModel, named
from textmine.vectors.matching import matched

RANKINGS: dict[str, Callable] = {"probability": lambda phi, p: phi, "frex": lambda phi, p: frex(phi), "lift": lift,
                                 "relevance": relevance}


class TopicModel(TableModel):
    """What all topic models share: input, order of topics, top terms.

    A model adds ``_fit(counts)``, which may return the tokens of every topic, ``_transform(counts)``
    and, if it keeps more than `components_`, ``_reorder(order)``.
    """

    def fit(self, X: DocTerm | ArrayLike, y: Any = None):
        """Learn the topics of a table.

        Parameters
        ----------
        X : DocTerm, or sparse or dense matrix of shape (D, V), at least 0
            Documents of a `DocTerm` are put in the order of their names first, so that
            the order they came in does not matter.
        y : ignored

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If X has negative values or none above 0, or a parameter is out of range.
        """
        return self._learn(X.sort_documents() if isinstance(X, DocTerm) else X)

    def _learn(self, X: DocTerm | ArrayLike, **given: Any):
        """Check, fit, and put the topics in order; `given` goes to ``_fit``."""
        counts = self._validate(X, reset=True)
        self._check_parameters()
        if counts.sum() == 0:
            raise ValueError(f"X must hold at least one count above 0 for {type(self).__name__}, got all zeros")
        amounts = self._fit(counts, **given)
        if amounts is None:
            amounts = np.asarray(counts.sum(axis=1)).ravel() @ self._transform(counts)
        self.terms_ = self._input_names(X)
        return self._settled(amounts)

    def _settled(self, amounts: NDArray[np.float64]):
        """Put the topics in order, the one with most tokens first."""
        order = np.argsort(-(amounts / amounts.sum()).round(9), kind="stable")
        self._reorder(order)
        self.prevalence_ = amounts[order] / amounts.sum()
        return self

    def transform(self, X: DocTerm | ArrayLike) -> NDArray[np.float64]:
        """Return the topic shares of documents, shape (D, K), rows summing to 1.

        A `DocTerm` (or a data frame, after fitting a `DocTerm`) may have other terms than the
        one fitted: they are matched by name, and terms unknown to the model have no part.
        A document without known terms has even shares.  After ``set_output(transform="pandas")`` a
        data frame, for a `DocTerm` with the names of its documents as index.
        """
        return named(super().transform(X), X)

    def fit_transform(self, X: DocTerm | ArrayLike, y: Any = None) -> NDArray[np.float64]:
        """Return ``fit(X).transform(X)``."""
        return self.fit(X, y).transform(X)

    def expected_tokens(self, X: DocTerm | ArrayLike) -> NDArray[np.float64]:
        """Return how many tokens of each document belong to each topic, shape (D, K).

        Rows sum to the tokens that the model knows.
        """
        check_is_fitted(self)
        return self._tokens_of_topics(self._validate(X, reset=False))

    def _tokens_of_topics(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return shares times lengths, for a model that deals out no single tokens."""
        return self._transform(counts) * np.asarray(counts.sum(axis=1)).reshape(-1, 1)

    def score(self, X: DocTerm | ArrayLike, y: Any = None) -> float:
        """Return the mean log probability of a token of the held-out halves of documents, in nats; higher is better.

        See `textmine.topics.completion`; ``GridSearchCV`` ranks by it.  Topics of weighted tables (`NMF`) are scored
        as if their weights were probabilities of words, so compare models of one kind.
        """
        check_is_fitted(self)
        return completion_score(self.components_, self._transform, self._validate(X, reset=False))

    def perplexity(self, X: DocTerm | ArrayLike) -> float:
        """Return ``exp(-score(X))``: among how many even terms the model is in doubt; lower is better."""
        return float(np.exp(-self.score(X)))

    def top_terms(self, n: int = 10, *, rank_by: str = "probability") -> pd.DataFrame:
        """Return the top terms of every topic.

        Parameters
        ----------
        n : int, default 10
        rank_by : {"probability", "frex", "lift", "relevance"}, default "probability"
            ``"probability"``: the most frequent in the topic; ``"lift"``: the most over-represented, often
            rare; ``"frex"`` and ``"relevance"`` weigh both (`textmine.stats.term_ranking`, with weights
            of 0.5 and 0.6).

        Returns
        -------
        pandas.DataFrame
            K · n rows: ``topic`` (from 1), ``prevalence`` (share of all tokens), ``rank``, ``term``,
            ``probability`` (within the topic), ``score`` (what they are ranked by; of relevance, missing
            for a term that the topic does not hold).  A topic of prevalence 0 is empty: its terms are
            what the prior or the alphabet puts first.

        Raises
        ------
        ValueError
            For an unknown ranking, or an n below 1.
        """
        check_is_fitted(self)
        _check.integer("n", n, 1)
        _check.one_of("rank_by", rank_by, RANKINGS)
        n = min(n, len(self.terms_))
        sums = self.components_.sum(axis=1, keepdims=True)
        phi = np.divide(self.components_, sums, out=np.zeros_like(self.components_), where=sums > 0)
        score = RANKINGS[rank_by](phi, self.prevalence_ @ phi)
        best = best_terms(score, phi, n)
        n_topics = len(phi)
        return pd.DataFrame({
            "topic": np.repeat(np.arange(1, n_topics + 1), n),
            "prevalence": np.repeat(self.prevalence_, n),
            "rank": np.tile(np.arange(1, n + 1), n_topics),
            "term": np.asarray(self.terms_, dtype=object)[best].ravel(),
            "probability": np.take_along_axis(phi, best, axis=1).ravel(),
            "score": pd.array(np.take_along_axis(score, best, axis=1).ravel(), dtype="Float64"),
        })

    def _check_parameters(self) -> None:
        """Raise for a parameter out of range; whole numbers of numpy pass."""
        _check.integer("n_components", self.n_components, 1)
        _check.integer("max_iter", self.max_iter, 1)

    def _reorder(self, order: NDArray[np.int64]) -> None:
        """Put the topics in the given order."""
        self.components_ = self.components_[order]


def counts_for(model: Any, table: DocTerm) -> sparse.csr_matrix:
    """Return the counts of a table under the terms of a model; a model without names takes the columns as they are."""
    terms = getattr(model, "terms_", getattr(model, "feature_names_in_", None))
    if terms is not None:
        return sparse.csr_matrix(matched(table, terms, "table"))
    if table.shape[1] != model.components_.shape[1]:
        raise ValueError(f"table must have the {model.components_.shape[1]} terms of the model, got {table.shape[1]}")
    return table.counts
