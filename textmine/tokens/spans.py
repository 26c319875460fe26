"""Spans: stretches of articles that are to be left out of the tokens.

The work behind `Tokens.drop_spans`.  The words become pads, as with `Tokens.drop`: no window and no phrase jumps the
gap, and counts and sizes are those of what is left.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check

if TYPE_CHECKING:
    from textmine.tokens.tokens import Tokens

COLUMNS = ("article", "start", "stop")


def without_spans(tokens: Tokens, spans: pd.DataFrame) -> Tokens:
    """Return the tokens with pads in the place of all words in the spans; see `Tokens.drop_spans`."""
    _check.kind("spans", spans, pd.DataFrame, "give a frame with the columns article, start and stop")
    missing = [column for column in COLUMNS if column not in spans.columns]
    if missing:
        raise ValueError(f"spans must have the columns article, start and stop, got none called {missing[0]!r} among "
                         f"{list(map(str, spans.columns))}")
    articles = tokens.corpus.articles["article"].to_pylist()
    unknown = sorted(set(spans["article"]) - set(articles))
    if unknown:
        _check.one_of("spans", unknown[0], articles, "places in articles of these tokens, one of")
    begins, ends = spans["start"].to_numpy(), spans["stop"].to_numpy()
    backwards = np.flatnonzero(~(begins <= ends))
    if len(backwards):
        row = spans.iloc[backwards[0]]
        raise ValueError(f"spans must start before they stop, got {row['start']!r} to {row['stop']!r} in "
                         f"{row['article']!r}")
    number = {name: i for i, name in enumerate(articles)}
    of_span = np.array([number[name] for name in spans["article"]], np.int64)
    source = tokens.corpus.spans["source"].to_numpy().astype(np.int64)[tokens.document_index]
    inside = inside_spans(source, tokens.starts, tokens.stops, of_span, begins.astype(np.int64), ends.astype(np.int64))
    dropped = inside & (tokens.ids >= 0)
    return replace(tokens, ids=np.where(dropped, ~tokens.ids, tokens.ids).astype(np.int32))


def inside_spans(text: NDArray[np.int64], starts: NDArray[np.int64], stops: NDArray[np.int64],
                 of_span: NDArray[np.int64], begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which words share a character with a span.

    Parameters
    ----------
    text, starts, stops : int arrays of shape (N,)
        The text of each word, and its place in it.
    of_span, begins, ends : int arrays of shape (S,)
        The text of each span, and its place; spans may overlap.

    Examples
    --------
    >>> inside_spans(np.zeros(3, int), np.array([0, 4, 8]), np.array([3, 7, 11]), *np.array([[0], [5], [8]]))
    array([False,  True, False])
    """
    real = begins < ends
    of_span, begins, ends = of_span[real], begins[real], ends[real]
    if not len(of_span):
        return np.zeros(len(text), bool)
    width = int(max(stops.max(initial=0), ends.max())) + 1
    order = np.argsort(of_span * width + begins, kind="stable")
    opens, reach = (of_span * width + begins)[order], np.maximum.accumulate((of_span * width + ends)[order])
    last = np.searchsorted(opens, text * width + stops, "left") - 1
    return (last >= 0) & (reach[np.maximum(last, 0)] > text * width + starts)
