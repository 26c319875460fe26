"""Collocations: the phrases that a corpus itself uses as one expression.

A phrase is worth one column if its words stand together more often than their frequencies
explain (`z` of the log-linear interaction), if they are seldom seen apart (`npmi`), and if
more than one document uses it.  Words meet only within a sentence, across nothing but white
space; a dropped word is a gap, not a bridge.

References
----------
Blaheta, D. and Johnson, M. (2001). Unsupervised learning of multi-word verbs.
Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction.
Both in full in `textmine.stats.collocation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.stats.collocation import cells_from_margins, interaction, normalized_pmi
from textmine.tokens.compounds import first_places, joined, tuple_numbers, windows
from textmine.tokens.tokens import Tokens

LONGEST = 5
COLUMNS = ["phrase", "n_words", "count", "documents", "interaction", "z", "npmi"]


def phrases(
    tokens: Tokens,
    *,
    n: int | Sequence[int] = 2,
    min_count: int = 5,
    min_docs: int = 2,
    min_z: float = 3.0,
    min_npmi: float = 0.3,
) -> pd.DataFrame:
    """Return the phrases that stand out, for ``tokens.compound(found["phrase"])``.

    Parameters
    ----------
    tokens : Tokens
        With stop words dropped, phrases of content words alone; otherwise also *rule of law*
        and *as well as*.
    n : int or sequence of int, default 2
        Numbers of words, from 2 to 5; ``(2, 3)`` looks for pairs and triples.  A triple whose pairs
        explain it has no interaction of its own (*south china sea*): for such phrases look for pairs
        once more in ``tokens.compound(found["phrase"])``.
    min_count : int, default 5
        The least number of occurrences.
    min_docs : int, default 2
        The least number of documents with the phrase.
    min_z, min_npmi : float, default 3 and 0.3
        Only phrases above both are returned; ``float("-inf")`` returns all.

    Returns
    -------
    pandas.DataFrame
        ``phrase`` (words with a space between), ``n_words``, ``count``, ``documents``;
        ``interaction`` (nats) and its ``z``, of the phrase beyond what its shorter parts account
        for, as ``lambda`` and ``z`` of ``textstat_collocations`` in quanteda; ``npmi``, at most 1.
        The greatest ``z`` first, ties by phrase.  ``z`` ranks; as words come in bursts it has no
        p-value.

    Raises
    ------
    ValueError
        For numbers out of range, and for limits that are no numbers.

    Examples
    --------
    >>> import textmine as tm
    >>> text = "The field hospital left. A field hospital came. Our field is green. Each hospital is new."
    >>> tokens = tm.tokenize(tm.Corpus.from_texts([text, text, text]))
    >>> found = tm.phrases(tokens, min_z=2)
    >>> found[["phrase", "count", "documents", "z", "npmi"]].round(2)
               phrase  count  documents     z  npmi
    0  field hospital      6          3  2.93  0.55
    >>> tokens.compound(found["phrase"]).words(0)[:3]
    ['the', 'field_hospital', 'left']
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    sizes = tuple(n) if isinstance(n, Sequence) and not isinstance(n, str) else (n,)
    if not sizes:
        raise ValueError(f"n must be a number of words or several of them, such as (2, 3), got {n!r}")
    for size in sizes:
        _check.integer("n", size, 2, LONGEST)
    for argument, value in (("min_z", min_z), ("min_npmi", min_npmi)):
        if not isinstance(value, Real) or isinstance(value, bool) or np.isnan(float(value)):
            raise ValueError(f'{argument} must be a number, got {value!r}: float("-inf") returns all')
    _check.integer("min_count", min_count, 1)
    _check.integer("min_docs", min_docs, 1)
    found = pd.concat([_scored(tokens, size, min_count, min_docs) for size in sorted(set(sizes))], ignore_index=True)
    found = found[(found["z"] > min_z) & (found["npmi"] > min_npmi)]
    return found.sort_values(["z", "phrase"], ascending=[False, True], ignore_index=True)


def _scored(tokens: Tokens, n: int, min_count: int, min_docs: int) -> pd.DataFrame:
    """Return the frequent phrases of n words with their scores."""
    first = windows(tokens, n)
    columns = [tokens.ids[first + k] for k in range(n)]
    numbers = tuple_numbers(columns, len(tokens.types))
    count = np.bincount(numbers)
    documents = _document_frequency(numbers, tokens.document_index[first], count >= min_count)
    kept = np.flatnonzero((count >= min_count) & (documents >= min_docs))
    places = first_places(numbers)[kept]
    margins = _margins(columns, places, len(tokens.types))
    value, z = interaction(cells_from_margins(margins))
    singles = np.stack([margins.reshape(-1, 2**n)[:, 1 << k] for k in range(n)], axis=1)
    npmi = _npmi(count[kept], singles, len(first))
    return pd.DataFrame({
        "phrase": np.array(joined(tokens, first[places], n, " "), dtype=object), "n_words": np.full(len(kept), n),
        "count": count[kept], "documents": documents[kept], "interaction": value, "z": z, "npmi": npmi,
    }, columns=COLUMNS).astype({"phrase": "str"})


def _npmi(count: NDArray, singles: NDArray, n_windows: int) -> NDArray[np.float64]:
    """Return normalized PMI; 1 for a phrase that is all there is, whose words are never apart."""
    everywhere = count == n_windows
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(everywhere, 1.0, normalized_pmi(count, singles, max(1, n_windows)))


def _document_frequency(numbers: NDArray, documents: NDArray, frequent: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return in how many documents each number stands; 0 for those that are not frequent."""
    kept = frequent[numbers]
    numbers, documents = numbers[kept], documents[kept]
    order = np.argsort(numbers, kind="stable")
    numbers, documents = numbers[order], documents[order]
    new = np.append(True, (numbers[1:] != numbers[:-1]) | (documents[1:] != documents[:-1]))[:len(numbers)]
    return np.bincount(numbers[new], minlength=len(frequent))


def _margins(columns: Sequence[NDArray], places: NDArray, n_types: int) -> NDArray[np.float64]:
    """Return for each phrase how many windows hold its words in each set of slots, shape (P, 2, …, 2)."""
    margins = []
    for slots in product((False, True), repeat=len(columns)):
        chosen = [column for column, wanted in zip(columns, slots, strict=True) if wanted]
        numbers = tuple_numbers(chosen, n_types) if chosen else np.zeros(len(columns[0]), np.int64)
        margins.append(np.bincount(numbers, minlength=1)[numbers[places]])
    return np.stack(margins, axis=1).reshape(-1, *(2,) * len(columns)).astype(float)
