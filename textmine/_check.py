"""The argument checks that every door of textmine uses.

A check states the rule, the value it met and, for names, the nearest name that
exists.  Kernels behind the doors trust what they are given.
"""

from __future__ import annotations

import difflib
import inspect
import math
import re
from collections.abc import Callable, Container, Iterable, Sequence
from functools import wraps
from numbers import Integral, Real
from typing import Any, TypeVar

_Door = TypeVar("_Door", bound=Callable[..., Any])

FIXES = {
    ("DocTerm", "Corpus"): "call tm.tokenize(corpus).count()",
    ("DocTerm", "Tokens"): "call tokens.count()",
    ("DocTerm", "DataFrame"): "call tm.DocTerm.from_counts(frame.to_numpy(), frame.columns, frame.index), or "
                              "tm.from_long for a row for each cell",
    ("DocTerm", "matrix"): "call tm.DocTerm.from_counts(counts, terms, documents)",
    ("DocTerm", "texts"): "call tm.tokenize(tm.Corpus.from_texts(texts)).count()",
    ("DocTerm", "model"): "the model comes first, then the table",
    ("Tokens", "Corpus"): "call tm.tokenize(corpus)",
    ("Tokens", "DocTerm"): "a table of counts has lost the places of words: give the tokens that it counts",
    ("Tokens", "texts"): "call tm.tokenize(tm.Corpus.from_texts(texts))",
    ("Tokens", "model"): "the model comes first, then the tokens",
    ("Corpus", "Tokens"): "give tokens.corpus",
    ("Corpus", "DocTerm"): "give the corpus that was counted",
    ("Corpus", "texts"): "call tm.Corpus.from_texts(texts)",
}
"""What to do about what was given (second) in place of what was expected (first)."""

PEERS = {
    **dict.fromkeys(("n_topics", "num_topics", "K", "k"), "n_components"),
    **dict.fromkeys(("seed", "random_seed", "rng"), "random_state"),
    **dict.fromkeys(("alpha", "doc_topic_alpha"), "doc_topic_prior"),
    **dict.fromkeys(("eta", "beta", "topic_word_prior"), "topic_term_prior"),
    **dict.fromkeys(("iterations", "iter", "n_iter", "niter", "passes", "n_sweeps"), "max_iter"),
    **dict.fromkeys(("workers", "n_threads", "threads", "num_workers"), "n_jobs"),
    **dict.fromkeys(("chains", "n_chains", "n_restarts"), "n_init"),
    **dict.fromkeys(("group", "groups", "group_by", "groupby"), "by"),
    **dict.fromkeys(("ref", "comparison", "baseline", "reference_corpus"), "reference"),
    **dict.fromkeys(("metric", "statistic", "test"), "measure"),
    **dict.fromkeys(("n", "top", "limit", "max_terms"), "top_n"),
    **dict.fromkeys(("level", "conf_level", "ci"), "confidence_level"),
    **dict.fromkeys(("prior", "smoothing", "yates", "n_permutations", "max_t"), "options"),
}
"""What other packages call an argument, and what it is called here."""


class CorpusError(ValueError):
    """All problems of one corpus, raised once.

    Parameters
    ----------
    problems : iterable of str
        One sentence for each problem, with its fix.

    Attributes
    ----------
    problems : tuple of str

    Examples
    --------
    >>> raise CorpusError(["a.txt is empty: remove the file"])
    Traceback (most recent call last):
    ...
    textmine._check.CorpusError: 1 problem in this corpus:
      - a.txt is empty: remove the file
    """

    def __init__(self, problems: Iterable[str]):
        self.problems = tuple(problems)
        noun = "problem" if len(self.problems) == 1 else "problems"
        lines = "".join(f"\n  - {problem}" for problem in self.problems)
        super().__init__(f"{len(self.problems)} {noun} in this corpus:{lines}")


def nearest(value: object, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the known name nearest to `value`, or ``""``.

    >>> nearest("artcle", ["article", "year"])
    " Did you mean 'article'?"
    """
    known = [str(name) for name in known]
    folded = {name.lower(): name for name in known}
    match = difflib.get_close_matches(str(value).lower(), folded, n=1, cutoff=0.6)
    return f" Did you mean {folded[match[0]]!r}?" if match else ""


def one_of(argument: str, value: object, known: Iterable[str], what: str = "one of") -> None:
    """Raise unless `value` is a known name; the message offers the nearest one.

    >>> one_of("metric", "cosin", ["cosine", "jensen_shannon"])
    Traceback (most recent call last):
    ...
    ValueError: metric must be one of 'cosine', 'jensen_shannon', got 'cosin'. Did you mean 'cosine'?
    """
    known = list(known)
    if value not in known:
        names = ", ".join(repr(name) for name in known)
        raise ValueError(f"{argument} must be {what} {names}, got {value!r}.{nearest(value, known)}")


def integer(argument: str, value: object, low: int, high: int | None = None) -> None:
    """Raise unless `value` is a whole number of at least `low` (and at most `high`).

    >>> integer("top_n", 0, 1)
    Traceback (most recent call last):
    ...
    ValueError: top_n must be a whole number of at least 1, got 0
    """
    rule = f"a whole number of at least {low}" + (f" and at most {high}" if high is not None else "")
    is_integer = isinstance(value, Integral) and not isinstance(value, bool)
    if not is_integer or value < low or (high is not None and value > high):  # type: ignore[operator]
        raise ValueError(f"{argument} must be {rule}, got {value!r}")


def between(argument: str, value: object, low: float, high: float) -> None:
    """Raise unless `value` is a number strictly between `low` and `high`.

    >>> between("confidence_level", 95, 0, 1)
    Traceback (most recent call last):
    ...
    ValueError: confidence_level must be a number between 0 and 1, got 95
    >>> between("emphasis_prior", 0, 0, math.inf)
    Traceback (most recent call last):
    ...
    ValueError: emphasis_prior must be a number above 0, got 0
    """
    if not isinstance(value, Real) or isinstance(value, bool) or not low < float(value) < high:
        rule = f"above {low:g}" if math.isinf(high) else f"between {low:g} and {high:g}"
        raise ValueError(f"{argument} must be a number {rule}, got {value!r}")


def kind(argument: str, value: object, expected: type | tuple[type, ...], fix: str) -> None:
    """Raise TypeError unless `value` is of an expected type.

    `fix` says how to get one; what is better known of the value that was given comes before it (`FIXES`).

    >>> kind("tokens", 1.5, int, "call tm.tokenize(corpus)")
    Traceback (most recent call last):
    ...
    TypeError: tokens must be int, got float: call tm.tokenize(corpus)
    """
    if not isinstance(value, expected):
        types = expected if isinstance(expected, tuple) else (expected,)
        names = " or ".join(each.__name__ for each in types)
        known = FIXES.get((types[0].__name__, _sort(value)), fix)
        raise TypeError(f"{argument} must be {names}, got {type(value).__name__}: {known}")


def _sort(value: object) -> str:
    """Return what `value` counts as in `FIXES`.

    >>> _sort(["Peace now."]), _sort([[1, 0]]), _sort(None)
    ('texts', 'matrix', 'NoneType')
    """
    if hasattr(value, "get_topics") or (hasattr(value, "fit") and hasattr(value, "transform")):
        return "model"
    if getattr(value, "ndim", 0) == 1 and hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple) and value and all(isinstance(each, str) for each in value):
        return "texts"
    if hasattr(value, "toarray") or isinstance(value, list | tuple) or type(value).__name__ == "ndarray":
        return "matrix"
    return "texts" if isinstance(value, str) else type(value).__name__


def matrix(argument: str, value: object) -> None:
    """Raise TypeError for what can be no matrix, with the way from there to one.

    >>> matrix("X", ["Peace now.", "War again."])
    Traceback (most recent call last):
    ...
    TypeError: X must be a DocTerm or a matrix of documents by terms, got list: \
call tm.tokenize(tm.Corpus.from_texts(texts)).count()
    """
    if (sort := _sort(value)) in ("texts", "Corpus", "Tokens", "NoneType"):
        fix = FIXES.get(("DocTerm", sort), "call tokens.count()")
        raise TypeError(f"{argument} must be a DocTerm or a matrix of documents by terms, got "
                        f"{type(value).__name__}: {fix}")


def named_terms(argument: str, terms: Sequence[str], known: Container[str]) -> None:
    """Raise if the terms of a model are but numbers of columns, and are not those of the table that `argument` is.

    >>> named_terms("X", ["x0", "x1"], {"peace", "x1"})
    Traceback (most recent call last):
    ...
    ValueError: X must be a matrix with the columns of the one that was fitted, since that named no terms: fit the \
model to the DocTerm, or to a data frame with terms as columns; or pass table.counts where the columns are the same
    """
    if len(terms) and terms[0] == "x0" and all(term == f"x{i}" for i, term in enumerate(terms)):
        if any(term not in known for term in terms):
            raise ValueError(f"{argument} must be a matrix with the columns of the one that was fitted, since that "
                             "named no terms: fit the model to the DocTerm, or to a data frame with terms as columns; "
                             "or pass table.counts where the columns are the same")


def hinted(door: _Door) -> _Door:
    """Return a constructor or function that answers an unknown argument with the name that it has here.

    Its signature stays as it is.

    >>> class Model:
    ...     @hinted
    ...     def __init__(self, n_components=10): ...
    >>> Model(n_topics=5)
    Traceback (most recent call last):
    ...
    TypeError: Model has no argument 'n_topics'. Did you mean 'n_components'?
    >>> @hinted
    ... def keyness(table, reference=None): ...
    >>> keyness(None, ref="A")
    Traceback (most recent call last):
    ...
    TypeError: keyness has no argument 'ref'. Did you mean 'reference'?
    """
    parameters = list(inspect.signature(door).parameters)
    known = [name for name in parameters if name != "self"]
    owned = len(known) < len(parameters)

    @wraps(door)
    def answered(*args: Any, **kwargs: Any) -> Any:
        for name in kwargs:
            if name not in known:
                here = PEERS.get(name)
                hint = f" Did you mean {here!r}?" if here in known else nearest(name, known)
                rest = "" if hint else f" It has {', '.join(known)}."
                called = type(args[0]).__name__ if owned else door.__name__
                raise TypeError(f"{called} has no argument {name!r}.{hint}{rest}")
        return door(*args, **kwargs)

    return answered  # type: ignore[return-value]


def language(value: object) -> None:
    """Raise unless `value` is None or a language tag such as ``"en"`` or ``"pt-BR"``.

    >>> language("English")
    Traceback (most recent call last):
    ...
    ValueError: language must be a tag of two or three letters such as 'en', 'en-GB' or 'de', got 'English'
    """
    if value is not None and not (isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value)):
        raise ValueError(f"language must be a tag of two or three letters such as 'en', 'en-GB' or 'de', got {value!r}")
