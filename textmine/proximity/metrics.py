"""Metrics of similarity by name: one signature for all that the literature offers.

A metric makes of a collection one of the kinds in `textmine.proximity.kinds`, which compares its texts and says what
each term adds.  Higher is always more alike, and 1 is for texts that are the same to it; distances are taken
from 1.  With a fitted topic model, metrics of profiles compare emphasis on topics instead of words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from numbers import Real
from typing import Any

import numpy as np
from scipy import sparse

from textmine import _check
from textmine.attribution import expected_tokens
from textmine.docterm import DocTerm
from textmine.proximity.deltas import Delta
from textmine.proximity.kinds import Inner, Overlap
from textmine.proximity.pooling import WEIGHTS, Collection, collection
from textmine.proximity.spaces import Space
from textmine.proximity.term_similarity import latent_vectors, lsa_space, plain_space, soft_space, vectors_of
from textmine.proximity.transport import Transport
from textmine.stats import overlap
from textmine.stats.delta import FEWEST

Kind = Inner | Overlap | Delta | Transport


@dataclass(frozen=True)
class Metric:
    """A metric of similarity.

    Attributes
    ----------
    name : str
        As in ``metric=``.
    make : callable
        Of a `Collection`, a weight, a model and keyword-only options.
    weights : tuple of str
        That it takes, the first by default.
    bounds : tuple of float
        Least and greatest similarity.
    source : str
    symmetric : bool, default True
    model : {"", "terms", "topics"}, default ""
        What model it takes: none, one with vectors of terms, or one of topics.
    least : int, default 2
        Texts that it needs.
    learns : bool, default False
        Whether it learns weights or vectors from the texts, and so from a background.

    Examples
    --------
    >>> METRICS["soft_cosine"].options
    {'n_components': 40, 'power': 2, 'blend': 0.5, 'vectors': 'lsa'}
    >>> METRICS["containment"].symmetric
    False
    """

    name: str
    make: Callable[..., Kind]
    weights: tuple[str, ...]
    bounds: tuple[float, float]
    source: str
    symmetric: bool = True
    model: str = ""
    least: int = 2
    learns: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """The options of `make`, with their defaults."""
        return {each.name: each.default for each in inspect.signature(self.make).parameters.values()
                if each.kind is each.KEYWORD_ONLY and each.default is not each.empty}

    def checked(self, weight: str | None, options: dict[str, Any] | None) -> str:
        """Return the weight to use.

        Raises
        ------
        ValueError
            For a weight or an option that this metric does not have, or a value that it cannot take.
        """
        if weight is not None and weight not in self.weights:
            _check.one_of("weight", weight, self.weights, f"for metric {self.name!r} one of")
        known = self.options
        for name, value in (options or {}).items():
            if name not in known:
                has = f"named {' or '.join(map(repr, known))}" if known else "left out, since it has none"
                raise ValueError(f"options of metric {self.name!r} must be {has}, got {name!r}."
                                 f"{_check.nearest(name, known)}")
            RULES[name](f"option {name}", value)
        return weight or self.weights[0]


def metric_named(name: str) -> Metric:
    """Return the metric of this name.

    Raises
    ------
    ValueError
        For any other name, with the right one for a name of other programs.

    Examples
    --------
    >>> metric_named("jsd")
    Traceback (most recent call last):
    ...
    ValueError: metric must be 'jensen_shannon', its name here, got 'jsd'
    """
    folded = str(name).strip().lower().replace("-", "_").replace(" ", "_")
    if name not in METRICS and folded in ALIASES:
        raise ValueError(f"metric must be {ALIASES[folded]!r}, its name here, got {name!r}")
    _check.one_of("metric", name, METRICS)
    return METRICS[name]


def prepared(metric: Metric, table: DocTerm, weight: str, background: DocTerm | None, model: Any,
             options: dict[str, Any] | None) -> Kind:
    """Return the documents of a table in the shape that a metric compares.

    Raises
    ------
    TypeError
        For a background or a model of another kind than the metric takes.
    """
    if model is not None:
        _require_model(metric, model)
    if background is not None and (not metric.learns or (model is not None and metric.model == "topics")):
        raise ValueError(f"background must be left out for metric {metric.name!r}, which learns nothing from it")
    if model is not None and metric.model == "topics":
        shares = expected_tokens(model, table)
        names = tuple(f"topic {k + 1}" for k in range(shares.shape[1]))
        known = Collection(names, sparse.csr_matrix(shares), sparse.csr_matrix(shares), table.sizes)
        return metric.make(known, "count", None, **(options or {}))
    return metric.make(collection(table, background), weight, model, **(options or {}))


def _require_model(metric: Metric, model: Any) -> None:
    """Raise unless a metric takes this model."""
    if not metric.model:
        with_model = ", ".join(repr(name) for name, other in METRICS.items() if other.model)
        raise ValueError(f"model must be left out for metric {metric.name!r}, which takes none: choose {with_model}")
    needs = ("transform", "components_") if metric.model == "topics" else ("term_vectors", "terms_")
    if not all(hasattr(model, name) for name in needs):
        what = {"topics": "a fitted topic model, such as tm.LDA(n_components=10).fit(table)",
                "terms": "a fitted model of terms, such as tm.LSA(n_components=50).fit(table)"}[metric.model]
        raise TypeError(f"model must be {what}, for metric {metric.name!r}, got {type(model).__name__}")


def _inner(space: Callable[..., tuple[Space, tuple[str, ...]]], texts: Collection, weight: str, model: Any,
           **options: Any) -> Inner:
    """Return texts in a space."""
    made, terms = space(texts, weight, model, **options)
    if weight == "bm25" or terms != texts.terms:
        return Inner(terms, made)
    return Inner(terms, made, texts.counts, np.log1p if weight.endswith("entropy") else np.positive)


def cosine(texts: Collection, weight: str, model: Any) -> Inner:
    """Return texts in the space of their weighted terms."""
    return _inner(plain_space, texts, weight, None)


def soft_cosine(texts: Collection, weight: str, model: Any, *, n_components: int = 40, power: int = 2,
                blend: float = 0.5, vectors: str = "lsa") -> Inner:
    """Return texts in a space where terms are alike; see `textmine.proximity.term_similarity`."""
    return _inner(soft_space, texts, weight, model, n_components=n_components, power=power, blend=blend,
                  vectors=vectors)


def lsa(texts: Collection, weight: str, model: Any, *, n_components: int = 100) -> Inner:
    """Return texts in their latent space."""
    return _inner(lsa_space, texts, weight, model, n_components=n_components)


def wmd(texts: Collection, weight: str, model: Any, *, n_components: int = 40) -> Transport:
    """Return texts as words that can be moved; their vectors are those of the soft cosine."""
    if model is not None:
        return Transport(texts.terms, texts.counts, vectors_of(model, texts.terms))
    return Transport(texts.terms, texts.counts, latent_vectors(texts.weighted("smooth_entropy")[1], n_components))


def _overlap(amount: Callable, whole: Callable, values: str, texts: Collection, weight: str, model: Any) -> Overlap:
    """Return texts as sets, counts or proportions."""
    return Overlap(texts.terms, texts.counts, amount, whole, values or weight)


def _delta(measure: str, texts: Collection, weight: str, model: Any, *, mfw: int = 100) -> Delta:
    """Return texts by the shares of their most frequent words."""
    total = np.asarray(texts.counts.sum(axis=0)).ravel()
    return Delta(texts.terms, texts.counts, texts.sizes, np.argsort(-total, kind="stable")[:mfw], measure)


def _share(argument: str, value: object) -> None:
    """Raise unless `value` is a number from 0 to 1."""
    if not isinstance(value, Real) or isinstance(value, bool) or not 0 <= float(value) <= 1:
        raise ValueError(f"{argument} must be a number from 0 to 1, got {value!r}")


RULES: dict[str, Callable[[str, Any], None]] = {
    "n_components": partial(_check.integer, low=1), "power": partial(_check.integer, low=1, high=4), "blend": _share,
    "vectors": partial(_check.one_of, known=("lsa", "ppmi")), "mfw": partial(_check.integer, low=1)}
"""What each option may be."""

_SETS, _BY_LOG = ("binary", "count"), ("log_entropy", *(name for name in WEIGHTS if name != "log_entropy"))
_TABLE = [
    Metric("soft_cosine", soft_cosine, WEIGHTS, (-1, 1), "Sidorov et al. 2014", model="terms", learns=True),
    Metric("cosine", cosine, _BY_LOG, (-1, 1), "Salton & McGill 1983", model="topics", learns=True),
    Metric("lsa", lsa, _BY_LOG, (-1, 1), "Deerwester et al. 1990", model="terms", learns=True),
    Metric("jaccard", partial(_overlap, overlap.smaller, overlap.united, ""), _SETS, (0, 1),
           "Jaccard 1912; Ruzicka 1958 for counts"),
    Metric("dice", partial(_overlap, overlap.twice_smaller, overlap.summed, ""), _SETS, (0, 1), "Dice 1945"),
    Metric("containment", partial(_overlap, overlap.smaller, overlap.first, ""), _SETS, (0, 1), "Broder 1997",
           symmetric=False),
    Metric("jensen_shannon", partial(_overlap, overlap.common_information, overlap.one, "proportion"), ("count",),
           (0, 1), "Lin 1991", model="topics"),
    Metric("hellinger", partial(_overlap, overlap.affinity, overlap.one_and_distance, "proportion"), ("count",), (0, 1),
           "Hellinger 1909", model="topics"),
    Metric("wmd", wmd, ("count",), (0, 1), "Kusner et al. 2015", model="terms", learns=True),
    *(Metric(measure, partial(_delta, measure), ("count",), (least, 1), source, least=FEWEST)
      for measure, least, source in (("burrows_delta", -np.inf, "Burrows 2002"), ("eder_delta", -np.inf, "Eder 2015"),
                                     ("cosine_delta", -1, "Smith & Aldridge 2011"))),
]
METRICS = {metric.name: metric for metric in _TABLE}
"""All metrics, the default first."""

_OTHER_NAMES = {
    "soft_cosine": "softcossim soft_cosine_measure", "cosine": "cos cosine_similarity tfidf tf_idf bm25",
    "lsa": "lsi latent_semantic_analysis", "jaccard": "ruzicka weighted_jaccard", "dice": "sorensen_dice bray_curtis",
    "containment": "overlap inclusion", "jensen_shannon": "jsd js jensenshannon", "hellinger": "bhattacharyya",
    "wmd": "word_mover word_movers_distance wmdistance", "burrows_delta": "delta burrows classic_delta",
    "eder_delta": "eder", "cosine_delta": "wurzburg wuerzburg würzburg",
}
ALIASES = {other: name for name, others in _OTHER_NAMES.items() for other in others.split()}
"""What other programs and papers call a metric, and its name here."""
