"""Estimates of a lexical profile: one measure of one group, with the jackknife over its units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.grouping import Replication, grouping, replication
from textmine.keywords.lexical_measures import OF_LENGTH, Measure, Text, measures_by_name, texts_by_group
from textmine.stats.leaving_out import jackknife_interval
from textmine.tokens.tokens import Tokens


class Estimate(NamedTuple):
    """One measure of one group; `error` and `freedom` are those of the value itself, not of its logarithm."""

    value: float
    low: float
    high: float
    error: float
    freedom: float
    n_tokens: int
    n_types: int
    unit: str
    n_units: int
    method: str
    note: str


def estimates(tokens: Tokens, by: str, measures: str | Sequence[str], window: int, n_tokens: int | None,
              confidence_level: float, unit: str, least: int = 1) -> list[tuple[str, str, Estimate]]:
    """Return group, measure and estimate, the measures of a group together."""
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.integer("window", window, 1)
    if n_tokens is not None:
        _check.integer("n_tokens", n_tokens, 1)
    _check.between("confidence_level", confidence_level, 0, 1)
    known = measures_by_name(window, n_tokens)
    chosen = _chosen(measures, known)
    groups = grouping(tokens.corpus.documents, by, least)
    units = replication(tokens.corpus.documents, groups, unit)
    texts = texts_by_group(tokens, groups)
    whole = [name for name in chosen if name in OF_LENGTH and n_tokens is None]
    _require_equal_lengths(texts, whole)
    return [(label, name, _estimate(own, known[name], units, confidence_level, name in whole))
            for label, own in zip(groups.labels, texts, strict=True) for name in chosen]


def _chosen(measures: str | Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the names of measures, each once."""
    names = (measures,) if isinstance(measures, str) else tuple(measures)
    for name in names:
        _check.one_of("measures", name, known, "names of measures, of")
    if not names or len(set(names)) < len(names):
        raise ValueError(f"measures must be different names, at least one, got {measures!r}")
    return names


def _require_equal_lengths(texts: Sequence[Sequence[Text]], names: Sequence[str]) -> None:
    """Raise if measures that change with length are asked of texts of several lengths."""
    lengths = [len(text.ids) for own in texts for text in own]
    if names and len(set(lengths)) > 1:
        raise ValueError(
            f"measures must not hold {names[0]!r} where texts differ in length, got {min(lengths):,} to "
            f"{max(lengths):,} words: it changes with every word that is added.  Take 'mattr', 'mtld' or 'hdd', or "
            f"state a sample that all texts have, such as n_tokens={min(lengths)}")


def _estimate(texts: Sequence[Text], measure: Measure, units: Replication, confidence_level: float,
              whole: bool) -> Estimate:
    """Return one measure of one group; a measure of `whole` texts cannot do without a passage."""
    ids = np.concatenate([np.empty(0, np.int64), *(text.ids for text in texts)])
    about = len(ids), len(np.unique(ids)), units.unit
    used = [text for text in texts if len(text.ids) >= measure.least]
    n_short = len(texts) - len(used)
    short = f"{n_short} of {len(texts)} articles {'has' if n_short == 1 else 'have'} fewer than {measure.least} words" \
        if n_short else ""
    if not used:
        return Estimate(np.nan, np.nan, np.nan, np.nan, np.nan, *about, 0, "none", short or "no words to count")
    fixed, width = whole and units.unit == "passage", _width(used, measure, units)
    blocks = [text.blocks(None if fixed else width) for text in used]
    parts = [measure.parts(text, each) for text, each in zip(used, blocks, strict=True)]
    total = np.sum([each[0] for each in parts], axis=0)
    value = float(_ratio(total[None])[0])
    without = _ratio(np.concatenate([total - each[0] + each[1:] for each in parts]))
    sizes = [np.diff(text.bounds[each]) for text, each in zip(used, blocks, strict=True)]
    chain = np.repeat(np.arange(len(sizes)), list(map(len, sizes))) if measure.chained and width else None
    limits = [jackknife_interval(value, np.full_like(without, np.nan) if fixed else without, np.concatenate(sizes),
                                 confidence_level, logarithmic=logarithmic, chain=chain)
              for logarithmic in (measure.logarithmic, False)]
    (low, high, _, _), (_, _, error, freedom) = limits
    joined = f"{width} passages in a row are one unit, so that a factor of MTLD fits" if (width or 1) > 1 else ""
    notes = [short, joined, _why_missing(value, low, len(without), units.unit, fixed), units.note]
    method = f"jackknife{' of the logarithm' if measure.logarithmic else ''} over {units.unit}s"
    return Estimate(value, np.maximum(low, 0), np.minimum(high, measure.most), error, freedom, *about, len(without),
                    "none" if np.isnan(low) else method, "; ".join(filter(None, notes)))


def _width(texts: Sequence[Text], measure: Measure, units: Replication) -> int | None:
    """Return how many passages are left out at a time; None leaves out whole texts.

    One, but for a chained measure as many as hold a stretch of its average length.
    """
    if units.unit == "article":
        return None
    if not measure.chained:
        return 1
    length = float(_ratio(np.sum([measure.parts(text, text.blocks(None))[:1] for text in texts], axis=0))[0])
    mean = sum(len(text.ids) for text in texts) / sum(len(text.words) for text in texts)
    return 1 if np.isnan(length) else int(np.ceil(length / mean))


def _ratio(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the first part over the others in each row, on average; NaN where one is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = parts[:, :1] / parts[:, 1:]
    return np.where(np.isfinite(ratios).all(axis=1), ratios.mean(axis=1), np.nan)


def _why_missing(value: float, low: float, n_units: int, unit: str, fixed: bool) -> str:
    """Return why there is no value or no interval."""
    if np.isnan(value):
        return "no word is repeated"
    if fixed:
        return "no interval: without a passage the texts are shorter, so state n_tokens"
    if n_units < 2:
        return f"no interval: one {unit}" + (", segment the corpus" if unit == "passage" else "")
    return f"no interval: without one {unit} there is no value, or it is 0" if np.isnan(low) else ""
