"""CompoundLDA: articles, their passages, and topics that all articles share.

Every article has an emphasis of its own, and its passages scatter around it; how
closely is learned.  An interval of an emphasis rests on passages then, not on
tokens, which come in bursts.  The model for few articles.

References
----------
George, C. P., Xia, W. and Michailidis, G. (2019). Analyses of multi-collection
corpora via compound topic modeling. Machine Learning, Optimization, and Data
Science (LOD), LNCS 11943.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from textmine import _check
from textmine.docterm import DocTerm
from textmine.topics.gibbs import GibbsModel


class CompoundLDA(GibbsModel):
    """Compound latent Dirichlet allocation: group → passages → topics.

    ``π_g ~ Dir(emphasis_prior)``, ``θ_j ~ Dir(c π_g)`` for passage j of group g, with the
    concentration c learned.

    Parameters
    ----------
    n_components : int, default 10
        K, the number of topics.
    by : str, default ``"article"``
        The column that groups the documents of a `DocTerm`.  For a matrix, groups are given to
        `fit`; without them all documents are one group, and the model is `LDA`.
    emphasis_prior : float, default 1
        Dirichlet parameter of every topic in the emphasis of a group; 1 prefers none.
    topic_term_prior, max_iter, n_init, n_draws, sampler, n_jobs, random_state
        As for `LDA`.

    Attributes
    ----------
    groups_ : tuple of str, length G
    emphasis_ : array of shape (G, K)
        Posterior mean of the emphasis of each group; rows sum to 1.
    concentration_ : float
        Posterior mean of c: the higher, the more alike the passages of a group.
    components_, prevalence_, stability_, draws_, doc_topic_prior_, topic_term_prior_, log_likelihood_, sampler_, terms_
        As for `LDA`; `doc_topic_prior_` is the mean over groups, since `transform` does not know
        the group of a text.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"side": ["A", "A", "B", "B"]})
    >>> model = tm.CompoundLDA(n_components=2, by="side").fit(tm.tokenize(corpus).count())
    >>> model.groups_, model.emphasis_.argmax(axis=1)
    (('A', 'B'), array([0, 1]))
    """

    @_check.hinted
    def __init__(self, n_components: int = 10, *, by: str = "article", emphasis_prior: float = 1.0,
                 topic_term_prior: float | None = None, max_iter: int = 1000, n_init: int = 4, n_draws: int = 200,
                 sampler: str = "auto", n_jobs: int | None = None, random_state: Any = 0):
        self.n_components = n_components
        self.by = by
        self.emphasis_prior = emphasis_prior
        self.topic_term_prior = topic_term_prior
        self.max_iter = max_iter
        self.n_init = n_init
        self.n_draws = n_draws
        self.sampler = sampler
        self.n_jobs = n_jobs
        self.random_state = random_state

    def fit(self, X: DocTerm | ArrayLike, y: Any = None, *, groups: ArrayLike | None = None):
        """Learn the topics of a table and the emphases of its groups.

        Parameters
        ----------
        X : DocTerm, or sparse or dense matrix of shape (D, V), at least 0
        y : ignored
            As in all transformers of scikit-learn; given without `groups`, with a warning.
        groups : array of shape (D,), optional
            The group of every row of a matrix; a `DocTerm` brings the column `by`.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            As for `LDA`; and if `groups` has not D members, or is given beside a DocTerm.

        Warns
        -----
        UserWarning
            If `y` is given without `groups`: no error, since pipelines hand on the classes that a
            later step needs.
        """
        _warn_of(y, groups)
        if isinstance(X, DocTerm):
            if groups is not None:
                raise ValueError("groups must be left out for a DocTerm: name a column of its documents with "
                                 "CompoundLDA(by=...)")
            X = X.sort_documents()
            found = X.grouping(self.by)
            labels, index = found.labels, np.asarray(found.index)
        else:
            labels, index = self._given(X, groups)
        self._learn(X, group=index, n_groups=len(labels))
        self.groups_ = labels
        return self

    def fit_transform(self, X: DocTerm | ArrayLike, y: Any = None, *, groups: ArrayLike | None = None) -> NDArray:
        """Return ``fit(X, groups=groups).transform(X)``."""
        _warn_of(y, groups)
        return self.fit(X, groups=groups).transform(X)

    def _given(self, X: Any, groups: ArrayLike | None) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Return labels and members of groups that were given as an array."""
        _check.matrix("X", X)
        n_docs = X.shape[0] if hasattr(X, "shape") else len(np.asarray(X))
        if groups is None:
            return ("all",), np.zeros(n_docs, np.int64)
        values = np.asarray(groups)
        if values.shape != (n_docs,):
            raise ValueError(f"groups must have one member for each of the {n_docs} rows of X, got shape "
                             f"{values.shape}")
        unique, index = np.unique(values, return_inverse=True)
        return tuple(str(value) for value in unique), index

    def _check_parameters(self) -> None:
        super()._check_parameters()
        _check.between("emphasis_prior", self.emphasis_prior, 0, np.inf)

    def _reorder(self, order: NDArray[np.int64]) -> None:
        super()._reorder(order)
        sums = self.draws_.doc_topic_prior.sum(axis=2)
        self.emphasis_ = (self.draws_.doc_topic_prior / sums[:, :, None]).mean(axis=0)
        self.concentration_ = float(sums[:, 0].mean())


def _warn_of(y: Any, groups: Any) -> None:
    """Warn of labels that are not used, where the caller of `fit` gave them."""
    if y is not None and groups is None:
        warnings.warn("y is ignored: CompoundLDA finds the groups of a DocTerm in the column that CompoundLDA(by=...) "
                      "names, and those of a matrix in fit(X, groups=labels)", UserWarning, stacklevel=3)
