"""Dispersion of every term: in how many documents, and how evenly over them.

A term of 50 occurrences may belong to the whole corpus or to one document.  No single measure tells all of it, and none
is free of frequency, so that they stand side by side, with count and range (Gries 2024).  `term_dispersion`
does the same for chosen patterns, group by group.

References
----------
Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora.
International Journal of Corpus Linguistics 13(4), 403-437.
Gries, S. Th. (2024). Frequency, Dispersion, Association, and Keyness. John Benjamins.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from textmine import _check
from textmine.docterm import DocTerm
from textmine.stats import dispersion

_MEASURES = {
    "range": dispersion.document_share, "dp": dispersion.deviation_of_proportions,
    "dp_norm": dispersion.normed_deviation, "juilland_d": dispersion.juilland_d, "carroll_d2": dispersion.carroll_d2,
    "rosengren_s": dispersion.rosengren_s, "da": dispersion.distributional_a,
    "d_kl": dispersion.divergence_evenness,
}
COLUMNS = ["term", "count", "documents", *_MEASURES]


def dispersion_measures(table: DocTerm) -> pd.DataFrame:
    """Return how evenly every term is spread over the documents, by eight measures.

    Parameters
    ----------
    table : DocTerm of D documents and V terms

    Returns
    -------
    pandas.DataFrame
        V rows in the order of the terms.  Columns:

        ``term``, ``count``, ``documents``
            occurrences, and documents that hold the term
        ``range``
            share of the documents that hold it
        ``dp``, ``dp_norm``
            deviation of proportions, and the same over its maximum; 0 is even, 1 is all in one small document
        ``juilland_d``, ``carroll_d2``, ``rosengren_s``, ``da``
            1 is even, 0 all in one document (``rosengren_s``: the size of that document)
        ``d_kl``
            ``1 / (1 + KLD)``; 1 is even, towards 0 all in one small document

        Measures are missing for a term that does not occur; with one document, those that divide by its
        spread are, too.

    Notes
    -----
    Documents without tokens are left out: nothing could occur there.  Rare terms cannot be even: one of three
    occurrences is in three documents at most.  Compare terms of similar counts.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["peace and war", "peace and peace", "peace and talks"])
    >>> tm.dispersion_measures(tm.tokenize(corpus).count())[["term", "count", "documents", "range", "dp"]].round(3)
        term  count  documents  range     dp
    0    and      3          3    1.0    0.0
    1  peace      4          3    1.0  0.167
    2  talks      1          1  0.333  0.667
    3    war      1          1  0.333  0.667
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    table = table.sort_documents()
    total = np.asarray(table.counts.sum(axis=0)).ravel()
    columns = {name: pd.array(measure(table.counts, table.sizes), dtype="Float64")
               for name, measure in _MEASURES.items()}
    return pd.DataFrame({"term": np.array(table.terms, dtype=object), "count": total, "documents": table.doc_freq,
                         **columns})[COLUMNS]
