"""`keyphrases`: what each text is about, in phrases of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.docterm import DocTerm
from textmine.extraction.background import background_of
from textmine.extraction.candidates import KINDS, Candidates
from textmine.extraction.candidates import candidates as candidates_of
from textmine.extraction.contrast import Evidence, Part, compared_groups, contrasted, no_evidence
from textmine.extraction.methods import METHODS
from textmine.extraction.reading import readings
from textmine.extraction.setting import Method, Setting
from textmine.extraction.surfaces import Texts, surfaces
from textmine.tokens.tokens import Tokens

COLUMNS = ["group", "rank", "phrase", "score", "count", "documents", "offsets", "method", "log_ratio", "low", "high",
           "q_value", "note"]


def keyphrases(
    tokens: Tokens, by: str | None = None, *, method: str = "salience", top_n: int = 10, candidates: str = "auto",
    background: str | DocTerm | None = "bundled", stop_words: Iterable[str] | None = None,
    contrast: str | None = None, options: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Return the phrases that tell what each document, or group of documents, is about.

    TODO
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.one_of("method", method, METHODS)
    _check.integer("top_n", top_n, 1)
    _check.one_of("candidates", candidates, ("auto", *KINDS))
    chosen = METHODS[method]
    kind = chosen.candidates if candidates == "auto" else candidates
    setting = Setting(kind, background_of(background, tokens.corpus.language), _options(chosen, method, options))
    texts = Texts.of(tokens)
    column = by if contrast is None else compared_groups(tokens, by, contrast)
    parts: Iterable[Part] = ((found, chosen.score(found, setting), no_evidence)
                             for reading in readings(tokens, column, stop_words)
                             for found in [candidates_of(reading, kind, chosen.longest)])
    if contrast is not None:
        parts = contrasted(parts, tokens, contrast, kind, chosen.longest)
    frames = [_frame(found, score, evidence, top_n, method, texts) for found, score, evidence in parts]
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def _options(method: Method, name: str, options: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return all options of a method, those given in the place of the defaults."""
    given = {} if options is None else options
    _check.kind("options", given, Mapping, "give them by name, as in {'window': 10}")
    for key in given:
        _check.one_of("options", key, method.options, f"options of {name!r},")
    return {**method.options, **given}


def _frame(found: Candidates, score: NDArray[np.float64], evidence: Evidence, top_n: int, method: str,
           texts: Texts) -> pd.DataFrame:
    """Return the rows of the best phrases of some texts."""
    items, rank = best(found, score, top_n)
    rows = surfaces(found, items, texts)
    labels = np.array(found.reading.labels, dtype=object)
    return pd.DataFrame({
        "group": labels[found.text[items]], "rank": rank, "phrase": [row.phrase for row in rows],
        "score": score[items], "count": found.count[items], "documents": [row.documents for row in rows],
        "offsets": [row.offsets for row in rows], "method": method, **evidence(items),
    }, columns=COLUMNS).astype({"group": "str", "phrase": "str", "documents": "int64", "method": "str", "note": "str"})


def best(found: Candidates, score: NDArray[np.float64], top_n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the items of highest score in each text, ties by first place, longer ones first; and their ranks."""
    able = np.flatnonzero(~np.isnan(score))
    order = able[np.lexsort((-found.n_words[able], found.position[able], -score[able], found.text[able]))]
    text = found.text[order]
    rank = np.arange(len(order)) - np.searchsorted(text, text) + 1
    kept = rank <= top_n
    return order[kept], rank[kept]
