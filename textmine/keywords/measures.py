"""Measures of keyness by name: one signature for all that the literature offers.

Every measure takes the two sides of a comparison and gives a statistic for each word, positive where the word is
more frequent (or more widely spread) in the target, and a p where the measure has a reference distribution.
What is counted differs: measures of unit ``"token"`` take tokens for independent, which words that come in
bursts are not, so that their p are too small; those of unit ``"unit"`` compare documents or passages.

Ratios are given as binary logarithms, so that 0 is no difference.  No statistic is infinite: it is missing, or
another count stands for a 0, which the option `zero` names.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from textmine import _check
from textmine.keywords import _formulas


@dataclass(frozen=True, eq=False)
class Sides:
    """One target and its reference: counts of V words, and the U units that they come from.

    Attributes
    ----------
    a, b : float arrays of shape (V,)
        Occurrences in target and reference.
    n1, n2 : float
        Their tokens.
    docs_target, docs_reference : float arrays of shape (V,)
        Documents that hold the word.
    n_docs_target, n_docs_reference : int
    counts : csr_matrix of shape (U, V)
    sizes : float array of shape (U,)
        Tokens in each unit, before any trim.
    target : bool array of shape (U,)
        The other units are the reference.
    """

    a: NDArray[np.float64]
    n1: float
    b: NDArray[np.float64]
    n2: float
    docs_target: NDArray[np.float64]
    docs_reference: NDArray[np.float64]
    n_docs_target: int
    n_docs_reference: int
    counts: sparse.csr_matrix
    sizes: NDArray[np.float64]
    target: NDArray[np.bool_]

    @classmethod
    def of(cls, counts: sparse.spmatrix | ArrayLike, sizes: ArrayLike, target: ArrayLike) -> Sides:
        """Return the sides of a matrix of shape (U, V) whose units are the documents; `target` as above."""
        matrix = sparse.csr_matrix(counts, dtype=float, copy=True)
        matrix.sum_duplicates()
        side, tokens = np.asarray(target, dtype=bool), np.asarray(sizes, dtype=float)
        held = sparse.csr_matrix((matrix.data > 0, matrix.indices, matrix.indptr), matrix.shape).astype(float)
        a, b, docs_target, docs_reference = (np.asarray(each[rows].sum(axis=0)).ravel()
                                             for each in (matrix, held) for rows in (side, ~side))
        return cls(a, float(tokens[side].sum()), b, float(tokens[~side].sum()), docs_target, docs_reference,
                   int(side.sum()), int((~side).sum()), matrix, tokens, side)

    @property
    def tokens(self) -> tuple[NDArray[np.float64], float, NDArray[np.float64], float]:
        """`a`, `n1`, `b`, `n2` in tokens."""
        return self.a, self.n1, self.b, self.n2

    @property
    def documents(self) -> tuple[NDArray[np.float64], float, NDArray[np.float64], float]:
        """The same in documents."""
        return self.docs_target, float(self.n_docs_target), self.docs_reference, float(self.n_docs_reference)


class Result(NamedTuple):
    """Statistic and p of every word, arrays of shape (V,); NaN where there is none."""

    statistic: NDArray[np.float64]
    p_value: NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """A measure of keyness.

    Attributes
    ----------
    name : str
        As in ``measure=``.
    unit : {"token", "unit"}
        What it takes for independent observations.
    statistic : str
        What the statistic is, and what it is at zeros.
    source : str
    function : callable
        Of `Sides` and keyword-only options.

    Examples
    --------
    >>> sides = Sides.of([[3, 1], [4, 0], [0, 2], [1, 1]], sizes=[10, 10, 10, 10], target=[True, True, False, False])
    >>> statistic, p = MEASURES["log_ratio"].compute(sides)
    >>> statistic.round(3), p
    (array([ 2.807, -1.585]), array([nan, nan]))
    >>> MEASURES["simple_maths"].options
    {'k': 1.0}
    """

    name: str
    unit: str
    statistic: str
    source: str
    function: Callable[..., tuple]

    @property
    def options(self) -> dict[str, Any]:
        """The options of `compute`, with their defaults."""
        parameters = inspect.signature(self.function).parameters.values()
        return {each.name: each.default for each in parameters if each.kind is each.KEYWORD_ONLY}

    def compute(self, sides: Sides, **options: Any) -> Result:
        """Return statistic and p of every word.

        Raises
        ------
        ValueError
            For an option that this measure does not have, for a value that it cannot take, for a side without
            tokens, and where a measure of units finds none on one side.
        """
        self.check(options)
        if not (sides.n1 > 0 and sides.n2 > 0):
            raise ValueError(f"target and reference must both have tokens, got {sides.n1:g} and {sides.n2:g}: choose "
                             "other documents")
        if self.unit == "unit" and (sides.target.all() or not sides.target.any()):
            counting = ", ".join(repr(name) for name, other in MEASURES.items() if other.unit == "token")
            raise ValueError(f"measure must be one that counts tokens, for a side without documents, got "
                             f"{self.name!r}: choose one of {counting}")
        statistic, p = self.function(sides, **options)
        return Result(np.asarray(statistic, dtype=float), np.full(len(sides.a), np.nan) if p is None else p)

    def check(self, options: dict[str, Any]) -> None:
        """Raise for an option that this measure does not have, and for a value that it cannot take."""
        known_options(self.name, options, self.options)
        for name, value in options.items():
            if value is not None or not (self.options[name] is None or name in MAY_BE_NONE):
                RULES[name](name, value)
        if options.get("prior_strength") is not None and options.get("prior_count") is not None:
            raise ValueError("prior_strength must not be given with prior_count: they are two priors, choose one")


def known_options(measure: str, options: Iterable[str], known: Collection[str]) -> None:
    """Raise for the first option that a measure does not have."""
    for name in options:
        if not known:
            raise ValueError(f"options must be left out for measure {measure!r}, which has none, got {name!r}")
        if name not in known:
            raise ValueError(f"options of measure {measure!r} must be named {' or '.join(map(repr, known))}, got "
                             f"{name!r}.{_check.nearest(name, known)}")


def measure_named(name: str, others: Iterable[str] = ()) -> Measure:
    """Return the measure of this name.

    Parameters
    ----------
    name : str
    others : iterable of str
        Names that the caller takes besides and has looked for: the message offers them too.

    Raises
    ------
    ValueError
        For any other name, with the right one for a name of other programs.

    Examples
    --------
    >>> measure_named("lrc").unit
    'token'
    >>> measure_named("fighting words")
    Traceback (most recent call last):
    ...
    ValueError: measure must be 'log_odds', its name here, got 'fighting words'
    """
    known = list(dict.fromkeys([*others, *MEASURES]))
    folded = str(name).strip().lower().replace("-", "_").replace(" ", "_")
    if name not in known and ALIASES.get(folded) in known:
        raise ValueError(f"measure must be {ALIASES[folded]!r}, its name here, got {name!r}")
    _check.one_of("measure", name, known)
    return MEASURES[name]


def _positive(argument: str, value: object) -> None:
    """Raise unless `value` is a finite number above 0."""
    if not isinstance(value, Real) or isinstance(value, bool) or not 0 < float(value) < np.inf:
        raise ValueError(f"{argument} must be a number above 0, got {value!r}")


def _truth(argument: str, value: object) -> None:
    """Raise unless `value` is True or False."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{argument} must be True or False, got {value!r}")


def _two_or_four(argument: str, value: object) -> None:
    """Raise unless `value` is 4 or 2."""
    if isinstance(value, bool) or value not in (4, 2):
        raise ValueError(f"{argument} must be 4 or 2, got {value!r}")


RULES: dict[str, Callable[[str, Any], None]] = {
    "yates": _truth, "mid_p": _truth, "positive_only": _truth, "exact": _truth,
    "k": _positive, "zero": _positive, "prior_strength": _positive, "prior_count": _positive,
    "alpha": partial(_check.between, low=0, high=1), "m": partial(_check.integer, low=1),
    "cells": _two_or_four,
    "max_t": _truth, "n_permutations": partial(_check.integer, low=1),
    "n_resamples": partial(_check.integer, low=1), "random_state": partial(_check.integer, low=0),
}
"""What each option may be."""

MAY_BE_NONE = {"zero"}
"""Options whose default is a value, and None another choice."""

_BOTH = "in the direction of the higher rate"
_TABLE = [
    Measure("log_likelihood", "token", f"G² of 4 cells {_BOTH}", "Dunning 1993", _formulas.log_likelihood),
    Measure("log_likelihood_2cell", "token", f"G² of 2 cells {_BOTH}; below that of 4 cells for frequent words",
            "Rayson & Garside 2000", _formulas.log_likelihood_2cell),
    Measure("chi2", "token", f"Pearson's X² {_BOTH}", "Pearson 1900; Yates 1934", _formulas.chi_squared),
    Measure("fisher", "token", f"-log10 p {_BOTH}", "Fisher 1935", _formulas.fisher),
    Measure("bic", "token", f"G² - ln N {_BOTH}; 0 where it is not above 0", "Wilson 2013", _formulas.bic),
    Measure("log_ratio", "token", "log2 of the ratio of rates; 0.5 for a count of 0", "Hardie 2014",
            _formulas.log_ratio),
    Measure("log_ratio_smoothed", "token", "log2 of the ratio of rates, 0.5 added to all counts", "Walter 1975",
            _formulas.smoothed_log_ratio),
    Measure("lrc", "token", "the limit of the log ratio's interval that is nearer to 0; 0 if the interval holds 0",
            "Evert 2022", _formulas.lrc),
    Measure("percent_diff", "token", "%DIFF, from -100; 0.5 for a reference count of 0", "Gabrielatos & Marchi 2011",
            _formulas.percent_difference),
    Measure("odds_ratio", "token", "log2 of the sample odds ratio; 0.5 added to tables with a 0",
            "Everitt 1992; Haldane 1956", _formulas.odds_ratio),
    Measure("relative_risk", "token", "log2 of the relative risk; 0.5 for a count of 0: the same as log_ratio",
            "Damerau 1993", _formulas.relative_risk),
    Measure("simple_maths", "token", "log2 of the ratio of rates per million with k added", "Kilgarriff 2009",
            _formulas.simple_maths),
    Measure("log_odds", "token", "ζ, the log-odds ratio with a Dirichlet prior over its standard error; without "
            "options the prior is worth one average document", "Monroe, Colaresi & Quinn 2008", _formulas.log_odds),
    Measure("pmi", "token", "PMI of word and target in bits; missing where the target does not hold the word",
            "Church & Hanks 1990", _formulas.pmi),
    Measure("npmi", "token", "NPMI in [-1, 1]; -1 where the target does not hold the word", "Bouma 2009",
            _formulas.npmi),
    Measure("t_score", "token", "count minus expected count, over the root of the count; missing where the target does "
            "not hold the word", "Church, Gale, Hanks & Hindle 1991", _formulas.t_score),
    Measure("z_score", "token", "count minus expected count, over the root of the latter; 0 for a word that is nowhere",
            "Dennis 1965", _formulas.z_score),
    Measure("zeta", "unit", "difference of the shares of documents that hold the word, in [-1, 1]",
            "Burrows 2007; Craig & Kinney 2009", _formulas.zeta),
    Measure("eta", "unit", "DP of the reference minus DP of the target, in [-1, 1]; DP is 1 where the word is absent",
            "Du, Dudar, Rok & Schöch 2021", _formulas.eta),
    Measure("text_dispersion", "unit", "G² of 4 cells on numbers of documents, in the direction of the larger share",
            "Egbert & Biber 2019", _formulas.text_dispersion),
    Measure("text_dispersion_lrc", "unit", "lrc on numbers of documents", "Egbert & Biber 2019; Evert 2022",
            _formulas.text_dispersion_lrc),
    Measure("welch", "unit", "Welch's t of the rates of units; missing with fewer than two on a side", "Welch 1947",
            _formulas.welch),
    Measure("rank_sum", "unit", "z of the rank sum of the rates of units", "Mann & Whitney 1947; Kilgarriff 2001",
            _formulas.rank_sum),
    Measure("cliffs_delta", "unit", "share of pairs of units with the higher rate in the target, minus the other way",
            "Cliff 1993", _formulas.cliffs_delta),
    Measure("bootstrap", "unit", f"-log10 p {_BOTH}", "Lijffijt et al. 2016", _formulas.bootstrap),
    Measure("permutation", "unit", f"G² of 4 cells {_BOTH}; p from exchanging units, with max_t for all words at once",
            "Westfall & Young 1993; Phipson & Smyth 2010", _formulas.permutation),
]
MEASURES = {measure.name: measure for measure in _TABLE}
"""All measures that compare one target with one reference."""

_OTHER_NAMES = {
    "log_likelihood": "ll g2 g² lr llr dunning loglik loglikelihood likelihood_ratio log_likelihood_4cell",
    "log_likelihood_2cell": "ll2 ucrel wmatrix poisson", "chi2": "chisq chi_squared chi_square x2 χ2 χ² pearson",
    "fisher": "exact fisher_exact fishers_exact", "bic": "bayes bayes_factor", "log_ratio": "hardie logratio log2fc",
    "lrc": "conservative_log_ratio evert", "percent_diff": "%diff diff percent_difference diff%",
    "odds_ratio": "or odds", "relative_risk": "rr risk_ratio ratio rrf",
    "simple_maths": "sm simple_math simplemaths sketch_engine keyness_score",
    "log_odds": "fighting_words fightin_words monroe log_odds_ratio weighted_log_odds informative_dirichlet tidylo",
    "pmi": "mi mutual_information", "t_score": "tscore", "z_score": "zscore",
    "zeta": "burrows_zeta craig_zeta craig",
    "text_dispersion": "tdk document_frequency docfreq", "welch": "t ttest t_test welsh",
    "rank_sum": "ranksum wilcoxon mann_whitney mannwhitney mwu u", "cliffs_delta": "cliff",
    "bootstrap": "lijffijt boot", "permutation": "keyperm perm",
}
ALIASES = {other: name for name, others in _OTHER_NAMES.items() for other in others.split()}
"""What other programs and papers call a measure, and its name here."""
