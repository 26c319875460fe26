"""The abbreviations that the texts define, with the place of each definition."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import takewhile
from operator import itemgetter
from typing import Any

import pandas as pd

from textmine import _check
from textmine.corpus.cleaning.definitions import Definition, find_definitions
from textmine.corpus.cleaning.short_forms import form_key, plain
from textmine.corpus.corpus import Corpus

COLUMNS = ["short", "long", "article", "start", "stop", "kind", "merged"]


def abbreviations(corpus: Corpus) -> pd.DataFrame:
    """Return every definition of an abbreviation in a corpus, such as "United Nations (U.N.)".

    Parameters
    ----------
    corpus : Corpus
        Cleaned or not; the untouched texts are read.

    Returns
    -------
    pandas.DataFrame
        A row for each definition, by short form, article and place.  Columns:

        ``short``, ``long``
            as written; the long form in single spaces
        ``article``, ``start``, ``stop``
            ``corpus.source(article)[start:stop]`` is the definition, bracket included
        ``kind``
            ``"long (short)"`` or ``"short (long)"``
        ``merged``
            whether `Corpus.clean` reads this long form for the short one, here at least; of a corpus that
            is not cleaned, whether it would by default, which takes the time of a cleaning

    Raises
    ------
    TypeError
        If `corpus` is no Corpus.

    Notes
    -----
    Found by the algorithm of Schwartz & Hearst (2003), with one condition more: a short form
    has a capital.  A long form found by its letters alone may be wrong; only sure ones are merged.

    References
    ----------
    Schwartz, A. S. and Hearst, M. A. (2003). A simple algorithm for identifying abbreviation
    definitions in biomedical text. Pacific Symposium on Biocomputing 8, 451-462.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["The United Nations (U.N.) studied messenger RNA (mRNA)."], ["a"], language="en")
    >>> abbreviations(corpus)[["short", "long", "start", "stop", "merged"]]
      short            long  start  stop  merged
    0  mRNA   messenger RNA     34    54   False
    1  U.N.  United Nations      4    25    True
    """
    _check.kind("corpus", corpus, Corpus, "call tm.read_corpus(path) or Corpus.from_texts(texts)")
    names, texts = (corpus.articles[column].to_pylist() for column in ("article", "text"))
    edits = (corpus if corpus.cleaned else corpus.clean()).edits.to_pylist()
    places: dict[int, list[dict[str, Any]]] = {}
    for edit in edits:
        if edit["rule"] == "abbreviation":
            places.setdefault(edit["source"], []).append(edit)
    rows = [(each.short, each.long, name, each.start, each.stop, each.kind, _is_merged(each, places.get(source, [])))
            for source, (name, text) in enumerate(zip(names, texts, strict=True)) for each in find_definitions(text)]
    rows.sort(key=lambda found: (plain(found[0]).lower(), found[2:4]))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"start": "int64", "stop": "int64", "merged": bool})


def _is_merged(definition: Definition, edits: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether cleaning reads the two forms of a definition as one: one of them as nothing, or as the other."""
    within = edits[bisect_left(edits, definition.start, key=itemgetter("start")):]
    inside = (edit for edit in takewhile(lambda edit: edit["start"] < definition.stop, within))
    return any(not edit["replacement"] or form_key(edit["replacement"]) == form_key(definition.long)
               for edit in inside)
