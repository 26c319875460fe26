"""Coherence: do the top terms of a topic stand together in the texts?

A topic whose terms meet in the same windows reads as one theme.  Each measure is defined for
every list: a term that the texts do not hold counts as the worst, never as the best, and is
counted.  The interval says how far the value would move with other documents of the same kind,
and holds the list of terms fixed.

References
----------
Röder, M., Both, A. and Hinneburg, A. (2015). Exploring the space of topic coherence measures.
WSDM, 399-408; measures in full in `textmine.stats.confirmation`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from textmine import _check
from textmine.docterm import DocTerm
from textmine.stats.confirmation import jackknife_interval
from textmine.stats.term_ranking import diversity
from textmine.tokens.tokens import Tokens
from textmine.topics.list_windows import METHOD, checked, interval, top_lists, windows_of

COLUMNS = ["topic", "measure", "coherence", "low", "high", "n_terms", "n_absent", "method", "note"]
OF_MODELS = ["model", "n_topics", "measure", "coherence", "low", "high", "difference", "difference_low",
             "difference_high", "diversity", "n_absent", "method", "note"]


def coherence(
    topics: Any,
    tokens: Tokens | DocTerm,
    measure: str = "npmi",
    *,
    top_n: int = 10,
    window: int | str | None = None,
    counting: str = "gensim",
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Return how well the top terms of every topic hang together, with an interval.

    Parameters
    ----------
    topics : fitted topic model, or iterable of lists of str
        A model that knows its terms, or lists of terms, the most important first.
    tokens : Tokens or DocTerm
        The texts to count in: those of the model, or a larger reference corpus.  A table has no
        windows but its documents.
    measure : {"npmi", "u_mass", "uci", "c_v"}, default "npmi"
        ``"npmi"``: normalized pointwise mutual information; ``"u_mass"``: log conditional probability
        in documents; ``"uci"``: pointwise mutual information; ``"c_v"``: similarity of npmi profiles.
    top_n : int, default 10
        At most so many terms of each topic.
    window : int or "document", optional
        Tokens in a window, dropped ones included; by default 10, for ``"c_v"`` 110, and for
        ``"u_mass"`` and tables the document.  ``"document"`` suits passages.
    counting : {"gensim", "boolean"}, default "gensim"
        ``"boolean"`` counts every window that holds a word, as the measures are defined.  gensim, with
        which most published values were computed, takes a word for gone when one of its places leaves
        the window, though another is still inside; the default does the same, so that values are
        comparable.  The two agree where no word repeats within a window, and on documents.
    confidence_level : float, default 0.95

    Returns
    -------
    pandas.DataFrame
        A row for each topic: ``topic`` (from 1), ``measure``, ``coherence`` (higher is more), ``low``,
        ``high``, ``n_terms``, ``n_absent`` (terms that the texts do not hold), ``method`` of the interval,
        ``note``.  A list of one term has no coherence; texts of one document give no interval.

    Raises
    ------
    TypeError
        If `topics` is neither a fitted model nor lists of terms, or `tokens` neither tokens nor a table.
    ValueError
        For an unknown measure or counting, a term that is listed twice, texts without documents, or a
        window in tokens where `tokens` is a table.

    Notes
    -----
    Values equal those of gensim's ``CoherenceModel`` (``c_npmi``, ``u_mass``, ``c_uci``, ``c_v``) for terms that
    occur.  For absent terms gensim returns nan, inf, or 0, which is the best that ``u_mass`` can be;
    here pairs with them have the least value of the measure: -1, or ln 1e-12 for ``uci`` and ``u_mass``.

    Interval: documents, in the order of their names, make up to 30 blocks of neighbours, so that
    passages of one article stay together; each is left out in turn (`confirmation.jackknife_interval`).

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty", "peace treaty signed", "virus vaccine", "vaccine virus", "peace virus", "signed"]
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(texts))
    >>> topics = [["peace", "treaty"], ["vaccine", "treaty"], ["virus", "bacteria"]]
    >>> tm.coherence(topics, tokens)[["topic", "coherence", "n_absent"]].round(3)
       topic  coherence  n_absent
    0      1      0.631         0
    1      2      -0.92         0
    2      3       -1.0         1
    """
    width = checked(tokens, measure, top_n, window, counting, confidence_level)
    lists = top_lists(topics, top_n)
    found = windows_of(lists, tokens, width, counting == "gensim")
    rows = []
    for k, each in enumerate(lists):
        missing = found.absent(k, each)
        rows.append((k + 1, measure, *interval(found.values(k, measure), measure, confidence_level), len(each),
                     len(missing), METHOD.format(found.n_blocks), _note(each, missing, found.n_blocks)))
    return pd.DataFrame(rows, columns=COLUMNS).astype({name: "Float64" for name in ("coherence", "low", "high")})


def _note(terms: Sequence[str], missing: Sequence[str], n_blocks: int) -> str:
    """Return what a reader should know of a row."""
    return "; ".join(filter(None, [
        "fewer than two terms: no coherence" if len(terms) < 2 else "",
        f"not in these texts: {', '.join(missing)}" if missing else "",
        "one document: no interval" if n_blocks < 2 else "",
    ]))


def compare_coherence(
    models: Mapping[str, Any],
    tokens: Tokens | DocTerm,
    measure: str = "npmi",
    *,
    top_n: int = 10,
    window: int | str | None = None,
    counting: str = "gensim",
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Return the mean coherence of models, and how far each differs from the first on the same texts.

    Parameters
    ----------
    models : mapping of str to fitted topic models or lists of terms
        By name, the one to compare with first: ``{"K = 5": five, "K = 10": ten}``.
    tokens, measure, top_n, window, counting, confidence_level
        As in `coherence`.

    Returns
    -------
    pandas.DataFrame
        A row for each model: ``model``, ``n_topics``, ``measure``; ``coherence``: the mean over topics, with ``low``
        and ``high``; ``difference`` from the first model, with ``difference_low`` and ``difference_high``;
        ``diversity``: share of different terms among the top terms, since the same good topic ten times is
        coherent too; ``n_absent``, ``method``, ``note``.

    Raises
    ------
    TypeError, ValueError
        As `coherence`, and if `models` is no mapping or empty.

    Notes
    -----
    The interval of a difference is paired: models are judged by the same documents, whose peculiarities
    cancel.  It holds the topics fixed, so it says nothing of other runs of a model, and where texts were fitted
    all models know them.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty", "peace treaty signed", "virus vaccine", "vaccine virus", "peace virus", "signed"]
    >>> lists = {"good": [["peace", "treaty"], ["virus", "vaccine"]], "mixed": [["peace", "vaccine"]]}
    >>> tm.compare_coherence(lists, tm.tokenize(tm.Corpus.from_texts(texts)))[["model", "difference"]].round(2)
       model  difference
    0   good         0.0
    1  mixed       -1.57
    """
    _check.kind("models", models, Mapping, 'write {"K = 5": model}')
    if not models:
        raise ValueError("models must name at least one model, got none")
    width = checked(tokens, measure, top_n, window, counting, confidence_level)
    lists = {name: top_lists(model, top_n) for name, model in models.items()}
    found = windows_of([each for of_model in lists.values() for each in of_model], tokens, width, counting == "gensim")
    rows, done, first = [], 0, None
    for name, of_model in lists.items():
        numbers = range(done, done := done + len(of_model))
        usable = [found.values(k, measure) for k, each in zip(numbers, of_model, strict=True) if len(each) > 1]
        mean = np.mean(usable, axis=0) if usable else np.full(len(found.windows), np.nan)
        first = mean if first is None else first
        value = interval(mean, measure, confidence_level)
        difference = jackknife_interval((mean - first)[0], (mean - first)[1:], confidence_level)
        n_absent = sum(len(found.absent(k, each)) for k, each in zip(numbers, of_model, strict=True))
        left_out = len(of_model) - len(usable)
        note = [f"{left_out} topics of fewer than two terms left out" if left_out else "",
                "one document: no interval" if found.n_blocks < 2 else ""]
        rows.append((str(name), len(of_model), measure, *value, (mean - first)[0], *map(float, difference),
                     diversity(of_model), n_absent, METHOD.format(found.n_blocks), "; ".join(filter(None, note))))
    return pd.DataFrame(rows, columns=OF_MODELS).astype({name: "Float64" for name in OF_MODELS[3:9]})
