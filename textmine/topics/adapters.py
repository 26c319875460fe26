"""Models of other libraries, as topic models of this one.

Topics that gensim, scikit-learn, tomotopy, or any program found are as good as ours for
whatever reads topics: emphases, top terms, coherence, figures.  What fits a model again, as
`topic_stability` does, needs the original one.  Shares of documents come from one and the same
deterministic inference, so that models differ by their topics and not by their samplers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.limits import require_terms
from textmine.docterm import DocTerm
from textmine.topics._folding import fold_in
from textmine.topics._foreign import Foreign, read_foreign, unfitted
from textmine.topics.base import TopicModel


class FixedTopics(TopicModel):
    """Topics that were found elsewhere and stay as they are; made by `as_topic_model`.

    Attributes
    ----------
    components_ : array of shape (K, V)
        Probabilities of terms in topics; rows sum to 1.
    prevalence_ : array of shape (K,)
        Share of each topic, falling.
    doc_topic_prior_ : array of shape (K,)
        Dirichlet parameters of documents.
    original_topics_ : array of shape (K,)
        What the topics are called where they come from: their numbers, from 0, or the index of a
        data frame.
    terms_ : array of str, shape (V,)
    source_ : str
        Library and class, such as ``"gensim LdaModel"``.
    """

    doc_topic_prior_: NDArray[np.float64]
    original_topics_: NDArray

    def __repr__(self, N_CHAR_MAX: int = 700) -> str:
        if not hasattr(self, "components_"):
            return "FixedTopics()"
        n_topics, n_terms = self.components_.shape
        return f"<FixedTopics: {n_topics} topics of {n_terms:,} terms, from {self.source_}>"

    def fit(self, X: DocTerm | ArrayLike, y: Any = None) -> NoReturn:
        """Refuse: the topics are those of another model."""
        raise TypeError("these topics were found elsewhere and stay as they are: call transform; to find others, fit "
                        "that model again and pass it to tm.as_topic_model. In a pipeline, wrap this one in "
                        "sklearn.frozen.FrozenEstimator")

    def _transform(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        amounts = self._tokens_of_topics(counts) + self.doc_topic_prior_
        return amounts / amounts.sum(axis=1, keepdims=True)

    def _tokens_of_topics(self, counts: sparse.csr_matrix) -> NDArray[np.float64]:
        return fold_in(counts, self.components_, self.doc_topic_prior_)

    def _reorder(self, order: NDArray[np.int64]) -> None:
        super()._reorder(order)
        self.doc_topic_prior_ = self.doc_topic_prior_[order]
        self.original_topics_ = self.original_topics_[order]


def as_topic_model(
    model: Any,
    terms: Any = None,
    *,
    table: DocTerm | None = None,
    prevalence: ArrayLike | None = None,
    doc_topic_prior: float | ArrayLike | None = None,
) -> TopicModel:
    """Return a fitted model of another library as a topic model of this one.

    Parameters
    ----------
    model : fitted model, or array-like of shape (K, V)
        gensim: `LdaModel`, `LdaMulticore`, `HdpModel`, `Nmf`; scikit-learn:
        `LatentDirichletAllocation`, `NMF`, or a `Pipeline` ending in one; tomotopy: `LDAModel` and
        others with ``get_topic_word_dist``; or the weights of terms in topics, at least 0, from any
        program: an array, a sparse matrix, or a data frame with the terms as columns.
        A topic model of textmine is returned as it is, with the prevalence that it has.  A pipeline
        may end in one.
    terms : sequence of str of length V, or fitted vectorizer, optional
        Needed where the model does not name its columns, as for an array, or a scikit-learn model
        that was fitted to a matrix.
    table : DocTerm, optional
        The documents that prevalence is measured in.
    prevalence : array of shape (K,), optional
        How much there is of each topic, in the order of the model; in place of `table`.
    doc_topic_prior : float or array of shape (K,), optional
        Dirichlet parameters of documents, in place of those of the model.

    Returns
    -------
    FixedTopics
        Topics in order of falling prevalence; ``original_topics_`` holds their numbers in `model`.
        ``transform`` folds documents in with these topics and this prior, without chance: it need
        not give what the other library does.

    Raises
    ------
    TypeError
        If `model` is none of these, or not fitted.
    ValueError
        If terms, prevalence or prior are needed, or have the wrong length, or are given for a topic
        model of textmine; if weights are negative, or none of a topic is above 0.

    Notes
    -----
    Prevalence is, in this order: `prevalence`; the shares of the tokens in `table`; what the model
    itself counted (tokens in tomotopy, expected tokens in LDA of gensim, as they stood at its last
    update, and of scikit-learn; top-level weights in `HdpModel`).  NMF and matrices keep none.
    Without a Dirichlet prior, as in NMF, it is 1 / K for every topic; for an HDP of tomotopy, its
    concentration dealt out by the tokens of the topics.

    Examples
    --------
    BERTopic, stm, MALLET: give the matrix.

    >>> import textmine as tm
    >>> weights = [[0, 0, 3, 1], [4, 2, 0, 0]]
    >>> model = tm.as_topic_model(weights, ["peace", "treaty", "vaccine", "virus"], prevalence=[10, 30])
    >>> model.top_terms(2)[["topic", "prevalence", "term"]]
       topic  prevalence     term
    0      1        0.75    peace
    1      1        0.75   treaty
    2      2        0.25  vaccine
    3      2        0.25    virus
    >>> model.original_topics_
    array([1, 0])
    """
    if isinstance(model, TopicModel):
        return _own(model, terms=terms, prevalence=prevalence, doc_topic_prior=doc_topic_prior)
    if table is not None:
        _check.kind("table", table, DocTerm, "call tokens.count()")
    found = read_foreign(model)
    fixed = FixedTopics()
    fixed.components_ = _probabilities(found)
    fixed.source_ = found.source
    fixed.terms_ = _terms(found, terms)
    fixed.n_features_in_ = len(fixed.terms_)
    fixed.doc_topic_prior_ = _prior(found, doc_topic_prior)
    fixed.original_topics_ = np.arange(len(found.topics)) if found.numbers is None else found.numbers
    return fixed._settled(_amounts(fixed, found, table, prevalence))


def _own(model: TopicModel, **given: Any) -> TopicModel:
    """Return a model of textmine as it is, which knows itself what could be given."""
    if not hasattr(model, "components_"):
        raise unfitted(model, "fit(table)")
    for name, value in given.items():
        if value is not None:
            raise ValueError(f"{name} must not be given for {type(model).__name__}, a topic model of textmine, got "
                             f"{value!r}: leave it out, or pass the matrix model.components_")
    return model


def _probabilities(found: Foreign) -> NDArray[np.float64]:
    """Return the topics with rows summing to 1."""
    topics = found.topics
    if topics.ndim != 2 or not topics.size:
        raise ValueError(f"model must be a matrix of topics by terms, got shape {topics.shape}")
    if not np.isfinite(topics).all() or topics.min() < 0:
        raise ValueError(f"the weights of terms must be finite and at least 0, got others in {found.source}: LSA and "
                         "other models with negative weights have no topics that are shares")
    empty = np.flatnonzero(topics.sum(axis=1) == 0)
    if len(empty):
        raise ValueError(f"each topic must have a term with a weight above 0, got none in topic {empty[0]} of "
                         f"{found.source}, counted from 0: leave it out")
    return topics / topics.sum(axis=1, keepdims=True)


def _terms(found: Foreign, terms: Any) -> NDArray:
    """Return the names of the columns: those given, or those the model knows."""
    if hasattr(terms, "get_feature_names_out"):
        terms = [str(term) for term in terms.get_feature_names_out()]
    names: Sequence[str] | None = found.terms if terms is None else terms
    n_terms = found.topics.shape[1]
    if names is None:
        raise ValueError(f"terms must be given for {found.source}, which does not name its {n_terms} columns: pass "
                         "terms=table.terms of the table that was fitted, or terms=vectorizer")
    names = names if isinstance(names, str) else list(names)
    require_terms(names)
    if len(names) != n_terms:
        raise ValueError(f"terms must be as many as the columns of {found.source}, {n_terms}, got {len(names)}")
    return np.array([str(name) for name in names], dtype=object)


def _prior(found: Foreign, given: float | ArrayLike | None) -> NDArray[np.float64]:
    """Return the Dirichlet parameters of documents: those given, those of the model, or 1 / K."""
    n_topics = len(found.topics)
    if given is None and found.prior is not None and np.shape(found.prior) not in ((), (n_topics,)):
        raise ValueError(f"doc_topic_prior must be given for {found.source}, whose prior is not one number for each of "
                         f"its {n_topics} topics: pass doc_topic_prior=0.1, say")
    chosen = found.prior if given is None else given
    prior = np.asarray(1 / n_topics if chosen is None else chosen, dtype=float)
    if prior.shape not in ((), (n_topics,)) or not np.isfinite(prior).all() or prior.min() <= 0:
        raise ValueError(f"doc_topic_prior must be a number above 0, or one for each of {n_topics} topics, got "
                         f"{chosen!r}")
    return np.array(np.broadcast_to(prior, n_topics))


def _amounts(fixed: FixedTopics, found: Foreign, table: DocTerm | None, prevalence: Any) -> NDArray[np.float64]:
    """Return how much there is of each topic: as given, in a table, or as the model counted."""
    n_topics = len(found.topics)
    if prevalence is not None:
        amounts = np.asarray(prevalence.to_numpy() if isinstance(prevalence, pd.Series) else prevalence, dtype=float)
        if amounts.shape != (n_topics,) or not np.isfinite(amounts).all() or amounts.min() < 0 or not amounts.sum():
            raise ValueError(f"prevalence must be {n_topics} numbers of at least 0, one for each topic, and not all 0, "
                             f"got {prevalence!r}")
        return amounts
    if table is not None:
        counts = fixed._validate(table.sort_documents(), reset=False)
        if counts.sum() == 0:
            raise ValueError("table must hold a token that the model knows, got none")
        return np.asarray(counts.sum(axis=1)).ravel() @ fixed._transform(counts)
    if found.amounts is None or not found.amounts.sum():
        raise ValueError(f"table or prevalence must be given for {found.source}, which does not know how much there is "
                         "of each topic: pass table=tokens.count()")
    return found.amounts
