"""The argument checks that every door of textmine uses.

A check states the rule, the value it met and, for names, the nearest name that
exists.  Kernels behind the doors trust what they are given.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from numbers import Integral, Real


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
    """
    if not isinstance(value, Real) or isinstance(value, bool) or not low < float(value) < high:
        raise ValueError(f"{argument} must be a number between {low:g} and {high:g}, got {value!r}")


def kind(argument: str, value: object, expected: type | tuple[type, ...], fix: str) -> None:
    """Raise TypeError unless `value` is of an expected type; `fix` says how to get one.

    >>> kind("tokens", "text", int, "call tm.tokenize(corpus)")
    Traceback (most recent call last):
    ...
    TypeError: tokens must be int, got str: call tm.tokenize(corpus)
    """
    if not isinstance(value, expected):
        types = expected if isinstance(expected, tuple) else (expected,)
        names = " or ".join(each.__name__ for each in types)
        raise TypeError(f"{argument} must be {names}, got {type(value).__name__}: {fix}")


def language(value: object) -> None:
    """Raise unless `value` is None or a language tag such as ``"en"`` or ``"pt-BR"``.

    >>> language("English")
    Traceback (most recent call last):
    ...
    ValueError: language must be a tag of two or three letters such as 'en', 'en-GB' or 'de', got 'English'
    """
    if value is not None and not (isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value)):
        raise ValueError(f"language must be a tag of two or three letters such as 'en', 'en-GB' or 'de', got {value!r}")
