"""Lexical profile: how varied each group's words are, and how long its words and sentences.

Of two texts the longer has the smaller share of different words, whoever wrote it, so that
a type-token ratio compares lengths.  The measures here do not: they look at stretches or
samples of one size, text by text, and never let a stretch run from one article into the
next.  A group is the mean of its articles, weighted by their words, so that a group of
many articles does not look varied because they are about many things.

Intervals come from leaving out one unit at a time, an article or a passage, never a word.

References
----------
Covington, M. A. and McFall, J. D. (2010). Cutting the Gordian knot: the moving-average
type-token ratio (MATTR). Journal of Quantitative Linguistics 17(2), 94-100.
McCarthy, P. M. and Jarvis, S. (2010). MTLD, vocd-D, and HD-D: a validation study of
sophisticated approaches to lexical diversity assessment. Behavior Research Methods 42(2),
381-392.
Koizumi, R. (2012). Relationships between text length and lexical diversity measures: can
we use short texts of less than 100 tokens? Vocabulary Learning and Instruction 1(1), 60-69.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.grouping import Grouping, Replication, grouping, replication
from textmine.stats import diversity
from textmine.stats.leaving_out import count_parts, factor_parts, jackknife_interval, sum_parts, window_parts
from textmine.tokens.tokens import Tokens

COLUMNS = ["group", "measure", "value", "low", "high", "n_tokens", "n_types", "unit", "n_units", "method", "note"]
DEFAULT = ("mattr", "mtld", "hdd", "yule_k", "sentence_length", "word_length")
OF_LENGTH = ("ttr", "entropy")
"""Measures that change with the length of a text."""
FEWEST_OF_MTLD = 100
"""Words from which MTLD is reliable (Koizumi 2012)."""


@dataclass(frozen=True)
class _Text:
    """One article of one group: the documents in it that have words to count, in the order of the text."""

    ids: NDArray[np.int64]
    bounds: NDArray[np.int64]
    words: NDArray[np.int64]
    sentences: NDArray[np.int64]
    characters: NDArray[np.int64]

    def blocks(self, width: int | None) -> NDArray[np.int64]:
        """Return the first document of each block of `width` documents, and the end; None is the whole text."""
        n = len(self.words)
        return np.append(np.arange(0, max(1, n - width + 1), width) if width else 0, n)


@dataclass(frozen=True)
class _Measure:
    """How a measure is made of a text and its blocks, the words that a text needs, and the kind of interval."""

    parts: Callable[[_Text, NDArray[np.int64]], NDArray[np.float64]]
    least: int = 1
    most: float = np.inf
    logarithmic: bool = False
    chained: bool = False


def _of_counts(statistic: Callable, **options: Any) -> _Measure:
    """Return the measure of a statistic of counts."""
    return _Measure(lambda text, blocks: count_parts(text.ids, text.bounds[blocks], statistic), **options)


def _of_sums(amounts: str, sizes: str) -> _Measure:
    """Return the mean of `amounts` for each of `sizes`, two attributes of a text."""
    return _Measure(lambda text, blocks: sum_parts(*(np.add.reduceat(getattr(text, each), blocks[:-1])
                                                     for each in (amounts, sizes))))


def _measures(window: int, n_tokens: int | None) -> dict[str, _Measure]:
    """Return the measures by name."""
    ratio, entropy = diversity.type_token_ratio, diversity.entropy
    if n_tokens is not None:
        ratio = partial(diversity.rarefied_type_token_ratio, n_tokens=n_tokens)
        entropy = partial(diversity.rarefied_entropy, n_tokens=n_tokens)
    return {
        "mattr": _Measure(lambda text, blocks: window_parts(text.ids, text.bounds[blocks], window), window, most=1),
        "mtld": _Measure(lambda text, blocks: factor_parts(text.ids, text.bounds[blocks]), FEWEST_OF_MTLD,
                         logarithmic=True, chained=True),
        "hdd": _of_counts(diversity.hdd, least=diversity.DRAWS, most=1),
        "yule_k": _of_counts(diversity.yule_k, least=2, logarithmic=True),
        "ttr": _of_counts(ratio, least=n_tokens or 1, most=1),
        "entropy": _of_counts(entropy, least=n_tokens or 1),
        "entropy_chao_shen": _of_counts(diversity.chao_shen_entropy),
        "sentence_length": _of_sums("words", "sentences"),
        "word_length": _of_sums("characters", "words"),
    }


def lexical_profile(
    tokens: Tokens,
    by: str = "article",
    *,
    measures: str | Sequence[str] = DEFAULT,
    window: int = 50,
    n_tokens: int | None = None,
    confidence_level: float = 0.95,
    unit: str = "auto",
) -> pd.DataFrame:
    """Return how varied and how long the words of each group are, with intervals over articles or passages.

    Parameters
    ----------
    tokens : Tokens
        With all words, as `tokenize` returns them: dropped ones are not counted, and stretches close
        up over them.  Of passages (``corpus.segment()``) where a group is one article.
    by : str, default ``"article"``
        A column of the documents.
    measures : str or sequence of str
        ``"mattr"``: type-token ratio of windows of `window` words.
        ``"mtld"``: words until the type-token ratio falls below .72, on average.
        ``"hdd"``: type-token ratio of 42 words drawn at random.
        ``"yule_k"``: how often two words are the same, in 10,000; higher is less varied.
        ``"sentence_length"``, ``"word_length"``: words in a sentence and characters in a word,
        dropped ones included.
        ``"entropy_chao_shen"``: bits, an estimate of the vocabulary behind the text; too low in short ones.
        ``"ttr"``, ``"entropy"``: of `n_tokens` words drawn at random; without it of whole texts,
        which then must be of equal length.
    window : int, default 50
        Words in a window of MATTR.
    n_tokens : int, optional
    confidence_level : float, default 0.95
    unit : {"auto", "article", "passage"}, default "auto"
        What is left out for the interval.  ``"auto"``: articles where every group has at least two,
        else passages, and ``note`` says so.

    Returns
    -------
    pandas.DataFrame
        A row for each group and measure: ``group``, ``measure``, ``value``, ``low``, ``high`` (missing
        with fewer than two units), ``n_tokens`` and ``n_types`` (of the group, dropped ones left out),
        ``unit``, ``n_units`` (that the row rests on), ``method`` (of the interval), ``note``: articles that are
        too short for the measure and left out, and what else to mind.

    Raises
    ------
    ValueError
        For an unknown measure or column, and for ``"ttr"`` or ``"entropy"`` of texts of different lengths.

    Notes
    -----
    Every article gives the parts of a ratio, which are added over the articles of a group: types and
    words in windows, words and factors of MTLD (Koizumi 2012: of 100 words or more), for the others the
    value times words, and words.  The interval is the jackknife's with t on units - 1
    degrees of freedom, for MTLD and K of the logarithm.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["a rose is a rose is a rose", "peace talks about peace talks now"], ["x", "y"])
    >>> profile = tm.lexical_profile(tm.tokenize(corpus), measures=["mattr", "yule_k"], window=4)
    >>> profile[["group", "measure", "value", "n_tokens", "n_types", "n_units"]].round(2)
      group measure    value  n_tokens  n_types  n_units
    0     x   mattr     0.75         8        3        1
    1     x  yule_k   2187.5         8        3        1
    2     y   mattr     0.83         6        4        1
    3     y  yule_k  1111.11         6        4        1
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.integer("window", window, 1)
    if n_tokens is not None:
        _check.integer("n_tokens", n_tokens, 1)
    _check.between("confidence_level", confidence_level, 0, 1)
    known = _measures(window, n_tokens)
    chosen = _chosen(measures, known)
    groups = grouping(tokens.corpus.documents, by)
    units = replication(tokens.corpus.documents, groups, unit)
    texts = _texts(tokens, groups)
    if n_tokens is None:
        _require_equal_lengths(texts, [name for name in chosen if name in OF_LENGTH])
    rows = []
    for label, own in zip(groups.labels, texts, strict=True):
        ids = np.concatenate([np.empty(0, np.int64), *(text.ids for text in own)])
        for name in chosen:
            fixed = name in OF_LENGTH and n_tokens is None and units.unit == "passage"
            rows.append((label, name, *_estimate(own, known[name], units, confidence_level, fixed),
                         len(ids), len(np.unique(ids)), units.unit))
    names = ["group", "measure", "value", "low", "high", "n_units", "method", "note", "n_tokens", "n_types", "unit"]
    table = pd.DataFrame(rows, columns=names)[COLUMNS]
    return table.astype({name: "Float64" for name in ("value", "low", "high")})


def _chosen(measures: str | Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the names of measures, each once."""
    names = (measures,) if isinstance(measures, str) else tuple(measures)
    for name in names:
        _check.one_of("measures", name, known, "names of measures, of")
    if not names or len(set(names)) < len(names):
        raise ValueError(f"measures must be different names, at least one, got {measures!r}")
    return names


def _require_equal_lengths(texts: Sequence[Sequence[_Text]], names: Sequence[str]) -> None:
    """Raise if measures that change with length are asked of texts of several lengths."""
    lengths = [len(text.ids) for own in texts for text in own]
    if names and len(set(lengths)) > 1:
        raise ValueError(
            f"measures must not hold {names[0]!r} where texts differ in length, got {min(lengths):,} to "
            f"{max(lengths):,} words: it changes with every word that is added.  Take 'mattr', 'mtld' or 'hdd', or "
            f"state a sample that all texts have, such as n_tokens={min(lengths)}")


def _texts(tokens: Tokens, groups: Grouping) -> list[list[_Text]]:
    """Return the articles of each group, by name, with the documents that have words to count."""
    spans, words = tokens.corpus.spans, tokens.text_words
    articles = np.array(tokens.corpus.documents["article"].to_pylist(), dtype=object)
    _, article = np.unique(articles, return_inverse=True)
    kept = np.concatenate([[0], np.cumsum(tokens.ids >= 0)])[tokens.bounds]
    ids = tokens.ids[tokens.ids >= 0].astype(np.int64)
    n_words = np.diff(words.bounds)
    new = np.append(True, words.sentences[1:] != words.sentences[:-1])[:len(words.sentences)]
    new[words.bounds[:-1][n_words > 0]] = True
    n_sentences = np.bincount(words.document_index[new], minlength=len(tokens))
    n_characters = np.bincount(words.document_index, words.stops - words.starts, minlength=len(tokens))
    found: list[list[_Text]] = [[] for _ in groups.labels]
    for rows in _runs(groups.index, article, spans["start"].to_numpy(), kept[1:] > kept[:-1]):
        pieces = [ids[kept[row]:kept[row + 1]] for row in rows.tolist()]
        bounds = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])])
        found[groups.index[rows[0]]].append(_Text(
            np.concatenate(pieces), bounds, n_words[rows],
            n_sentences[rows], n_characters[rows].astype(np.int64)))
    return found


def _runs(group: NDArray, article: NDArray, start: NDArray, kept: NDArray) -> Iterator[NDArray[np.int64]]:
    """Yield the kept documents of each group and article, in the order of the text."""
    order = np.lexsort((start, article, group))
    order = order[kept[order]]
    changes = (np.diff(group[order]) != 0) | (np.diff(article[order]) != 0)
    yield from np.split(order, np.flatnonzero(changes) + 1) if len(order) else ()


def _estimate(texts: Sequence[_Text], measure: _Measure, units: Replication, confidence_level: float,
              fixed: bool) -> tuple[float, float, float, int, str, str]:
    """Return value, limits, number of units, method and note of one group."""
    used = [text for text in texts if len(text.ids) >= measure.least]
    short = f"{len(texts) - len(used)} of {len(texts)} articles have fewer than {measure.least} words" \
        if len(used) < len(texts) else ""
    if not used:
        return np.nan, np.nan, np.nan, 0, "none", short or "no words to count"
    passages = units.unit == "passage"
    chained = passages and measure.chained
    width = 1 if passages and not fixed else None
    if chained:
        value = float(_ratio(np.sum([measure.parts(text, text.blocks(None))[:1] for text in used], axis=0))[0])
        mean = sum(len(text.ids) for text in used) / sum(len(text.words) for text in used)
        width = 1 if np.isnan(value) else int(np.ceil(value / mean))
    blocks = [text.blocks(width) for text in used]
    parts = [measure.parts(text, each) for text, each in zip(used, blocks, strict=True)]
    total = np.sum([each[0] for each in parts], axis=0)
    value = float(_ratio(total[None])[0])
    sizes = [np.diff(text.bounds[each]) for text, each in zip(used, blocks, strict=True)]
    n_units = sum(map(len, sizes))
    low, high, error, _ = jackknife_interval(
        value, _ratio(np.concatenate([total - each[0] + each[1:] for each in parts])), np.concatenate(sizes),
        confidence_level, logarithmic=measure.logarithmic,
        chain=np.repeat(np.arange(len(sizes)), list(map(len, sizes))) if chained else None)
    if fixed:
        low = high = error = np.nan
    joined = f"{width} passages in a row are one unit, so that a factor of MTLD fits" if (width or 1) > 1 else ""
    notes = [short, joined, _why_missing(value, error, n_units, units.unit, fixed), units.note]
    method = f"jackknife{' of the logarithm' if measure.logarithmic else ''} over {units.unit}s"
    low, high = np.maximum(low, 0), np.minimum(high, measure.most)
    return value, low, high, n_units, "none" if np.isnan(error) else method, "; ".join(filter(None, notes))


def _ratio(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the first part over the others in each row, on average; NaN where one is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = parts[:, :1] / parts[:, 1:]
    return np.where(np.isfinite(ratios).all(axis=1), ratios.mean(axis=1), np.nan)


def _why_missing(value: float, error: float, n_units: int, unit: str, fixed: bool) -> str:
    """Return why there is no value or no interval."""
    if np.isnan(value):
        return "no word is repeated"
    if fixed:
        return "no interval: without a passage the texts are shorter, so state n_tokens"
    if n_units < 2:
        return f"no interval: one {unit}" + (", segment the corpus" if unit == "passage" else "")
    return f"no interval: without one {unit} too little is left" if np.isnan(error) else ""
