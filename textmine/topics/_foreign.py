"""What the models of other libraries know of themselves, read without importing those libraries.

Each reader knows a model by the attributes that its library documents.  gensim:
``get_topics``, ``id2word``, ``alpha``.  scikit-learn: ``components_``, ``doc_topic_prior_``.
tomotopy: ``get_topic_word_dist``, ``used_vocabs``, ``alpha``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.frozen import FrozenEstimator

from textmine.topics.base import TopicModel

ACCEPTED = ("a fitted gensim LdaModel, HdpModel or Nmf, scikit-learn LatentDirichletAllocation, NMF or Pipeline, "
            "tomotopy model, or a matrix of topics by terms")


@dataclass(frozen=True, eq=False)
class Foreign:
    """What there is to know of a model.

    Attributes
    ----------
    source : str
        Library and class.
    topics : array of shape (K, V)
        Probabilities or weights of terms.
    terms : list of str of length V, or None
    prior : number or array, or None
        Dirichlet parameters of documents.
    amounts : array of shape (K,), or None
        How much there is of each topic.
    numbers : array of shape (K,)
        What the library calls each topic.
    """

    source: str
    topics: NDArray[np.float64]
    terms: list[str] | None = None
    prior: Any = None
    amounts: NDArray[np.float64] | None = None
    numbers: NDArray | None = None


def read_foreign(model: Any) -> Foreign:
    """Return what a model of another library knows of itself.

    Raises
    ------
    TypeError
        If it is none that can be read, or not fitted.
    """
    if hasattr(model, "get_topic_word_dist"):
        return _tomotopy(model)
    if hasattr(model, "get_topics") and hasattr(model, "id2word"):
        return _gensim(model)
    if hasattr(model, "steps") and hasattr(model, "named_steps"):
        return _pipeline(model)
    if hasattr(model, "components_"):
        return _sklearn(model)
    if isinstance(model, pd.DataFrame | np.ndarray | list | tuple) or sparse.issparse(model):
        return _matrix(model)
    if hasattr(model, "get_params") and hasattr(model, "fit"):
        raise unfitted(model, "fit(...)")
    raise TypeError(f"model must be {ACCEPTED}, got {type(model).__name__}: pass its matrix and terms=[...]")


def _gensim(model: Any) -> Foreign:
    """Read a model of gensim; what each topic has gathered is its amount."""
    state = getattr(model, "state", None)
    try:
        topics = np.asarray(model.get_topics(), dtype=float)
    except AttributeError:
        topics = np.empty((0, 0))
    if not topics.size or getattr(state, "numdocs", 1) == 0:
        raise unfitted(model, "update(corpus)")
    prior = amounts = None
    if hasattr(model, "hdp_to_lda"):
        prior = amounts = np.asarray(model.hdp_to_lda()[0], dtype=float)
    elif state is not None and hasattr(model, "alpha"):
        prior, amounts = np.asarray(model.alpha, dtype=float), state.sstats.sum(axis=1).astype(float)
    if type(model.id2word).__name__ == "FakeDict":
        return Foreign(_name("gensim", model), topics, None, prior, amounts)
    known = [i for i in range(topics.shape[1]) if i in model.id2word]
    return Foreign(_name("gensim", model), topics[:, known], [str(model.id2word[i]) for i in known], prior, amounts)


def _tomotopy(model: Any) -> Foreign:
    """Read a model of tomotopy; topics of an HDP that are not alive have no part."""
    terms = [str(term) for term in model.used_vocabs]
    if not terms or not model.global_step:
        raise unfitted(model, "train(iterations)")
    counts = np.asarray(model.get_count_by_topics(), dtype=float)
    if counts.ndim != 1:
        raise TypeError(f"model must be {ACCEPTED}, got {type(model).__name__}, whose topics change: pass those of one "
                        "time point as a matrix, with terms=model.used_vocabs")
    alive = getattr(model, "is_live_topic", None)
    numbers = np.array([k for k in range(len(counts)) if alive is None or alive(k)])
    prior: Any = getattr(model, "alpha", None)
    if alive is not None and np.shape(prior) == ():
        prior = prior * counts[numbers] / counts[numbers].sum()
    topics = np.stack([np.asarray(model.get_topic_word_dist(int(k)), dtype=float) for k in numbers])
    return Foreign(_name("tomotopy", model), topics, terms, prior, counts[numbers], numbers)


def _sklearn(model: Any) -> Foreign:
    """Read a model of scikit-learn; what LDA counted beyond its prior is the amount of a topic."""
    topics = np.asarray(model.components_, dtype=float)
    names = getattr(model, "feature_names_in_", None)
    terms = None if names is None else [str(name) for name in names]
    if not hasattr(model, "doc_topic_prior_"):
        return Foreign(_name("scikit-learn", model), topics, terms)
    amounts = np.maximum(topics - model.topic_word_prior_, 0).sum(axis=1)
    return Foreign(_name("scikit-learn", model), topics, terms, model.doc_topic_prior_, amounts)


def _pipeline(model: Any) -> Foreign:
    """Read the last step of a pipeline; the steps before it name the terms."""
    last = model.steps[-1][1]
    last = last.estimator if isinstance(last, FrozenEstimator) else last
    if not hasattr(last, "components_"):
        raise unfitted(last, "fit(texts) of the pipeline")
    found = _textmine(last) if isinstance(last, TopicModel) else _sklearn(last)
    if len(model.steps) == 1:
        return found
    return replace(found, terms=[str(term) for term in model[:-1].get_feature_names_out()])


def _textmine(model: TopicModel) -> Foreign:
    """Read a topic model of this library."""
    return Foreign(_name("textmine", model), np.asarray(model.components_, dtype=float),
                   [str(term) for term in model.terms_], getattr(model, "doc_topic_prior_", None), model.prevalence_)


def _matrix(matrix: Any) -> Foreign:
    """Read a matrix of topics by terms; rows and columns of a data frame have names."""
    if isinstance(matrix, pd.DataFrame):
        whole = matrix.index.inferred_type == "integer"
        numbers = np.array([each if whole else str(each) for each in matrix.index], dtype=None if whole else object)
        return Foreign("matrix", matrix.to_numpy(dtype=float), [str(term) for term in matrix.columns], numbers=numbers)
    topics = matrix.toarray() if sparse.issparse(matrix) else matrix
    return Foreign("matrix", np.asarray(topics, dtype=float))


def _name(library: str, model: Any) -> str:
    """Return the library and the class."""
    return f"{library} {type(model).__name__}"


def unfitted(model: Any, call: str) -> TypeError:
    """Return the error for a model without topics."""
    return TypeError(f"model must be {ACCEPTED}, got {type(model).__name__} that is not fitted: call {call} first")
