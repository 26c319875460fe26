"""Words that matter to what a text is about: topical PageRank.

PageRank over the words of a text, where a reader who follows no link lands on a word the more often the better it
fits the topics of the text: a fitted topic model says how probable each word is in each topic, and how much of each
topic the text has.  Liu et al. rank once for each topic; Sterckx et al. showed that one walk does as
well, and that is what is here.

The model is passed in, and knows terms; the vertices are stems.  A stem is as probable in a topic as all
terms that have it together.  A word counts towards the topics of its text as the term that it is, or
whose stem it is.  A word that the model does not know weighs as the least of the known words of its text, and a text
without any known word is ranked as SingleRank would.

References
----------
Liu, Z., Huang, W., Zheng, Y. and Sun, M. (2010). Automatic keyphrase extraction via topic decomposition. EMNLP,
366-376; section 3: candidates and the sum over their words.
Sterckx, L., Demeester, T., Deleu, J. and Develder, C. (2015). Topical word importance for fast keyphrase extraction.
WWW companion, 121-122; equations 1 and 2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine.attribution import terms_of, topic_term
from textmine.corpus.schemas import is_english
from textmine.extraction.candidates import Candidates
from textmine.extraction.extractors.word_graphs import WordGraph
from textmine.extraction.reading import Reading
from textmine.extraction.setting import Setting
from textmine.fitted import is_model
from textmine.tokens.lemmas import singular


def topical_pagerank(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the single topical PageRank of every phrase, shape (I,), above 0 (Sterckx et al. 2015).

    Options
    -------
    model : fitted topic model
        With ``components_`` of shape (K, V), at least 0, ``transform``, and the names of its terms; has to be given.
    window : int, default 10
        Of 2 to 100 words.
    damping : float between 0 and 1, default 0.85

    Raises
    ------
    TypeError
        If `model` is not fitted, or does not know its terms.
    ValueError
        If a weight of its topics is below 0, or it knows no word of the corpus.

    Notes
    -----
    As SingleRank, but a reader who follows no link lands on word w of text d in proportion to the cosine of the vectors
    ``p(w | z)`` and ``p(z | d)`` over topics z; a phrase has the sum of the ranks of its words.
    """
    graph = WordGraph.of(candidates.reading)
    if setting.options["model"] is None:
        raise ValueError("options must hold a fitted topic model for 'topical_pagerank', as in options={'model': "
                         "tm.LDA(n_components=4).fit(table)}")
    emphasis = topical_importance(graph, setting.options["model"])
    return candidates.total(graph.on_words(graph.ranks(emphasis, setting.options, weighted=True)))


def topical_importance(graph: WordGraph, model: Any) -> NDArray[np.float64]:
    """Return how well each vertex fits the topics of its text, shape (M,), 0 to 1; 1 where nothing is known."""
    topics, terms = topic_term(model), terms_of(model)
    if (topics < 0).any():
        raise ValueError(f"options['model'] must be a topic model, with weights of at least 0, got "
                         f"{type(model).__name__} with weights below 0: give tm.LDA or tm.NMF")
    reading = graph.reading
    stems, stem = np.unique(reading.stems[graph.first], return_inverse=True)
    words = _stem_topics([reading.stem_names[i] for i in stems.tolist()], _english(reading), topics, terms)
    shares, text = document_shares(reading, model, terms), reading.text[graph.first]
    known = (words.sum(axis=1) > 0)[stem] & (shares.sum(axis=1) > 0)[text]
    fit = _cosine(words / _norm(words), shares / _norm(shares), stem, text)
    least = np.full(len(reading), np.inf)
    np.minimum.at(least, text[known], fit[known])
    least[np.isinf(least)] = 1.0
    fit = np.where(known, fit, least[text])
    return np.where(np.bincount(text, fit, minlength=len(reading))[text] > 0, fit, 1.0)


def _norm(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the length of every row, 1 for a row of zeros, as a column; one topic after the other."""
    squares = np.zeros(len(rows))
    for column in rows.T:
        squares += column**2
    return np.where(squares > 0, np.sqrt(squares), 1.0)[:, None]


def _cosine(words: NDArray[np.float64], shares: NDArray[np.float64], stem: NDArray[np.int64],
            text: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the products of rows of unit length; a vertex has the same one whatever stands beside it."""
    total = np.zeros(len(stem))
    for word, share in zip(words.T, shares.T, strict=True):
        total += word[stem] * share[text]
    return total


def _english(reading: Reading) -> bool:
    """Return whether the stem of a word is its singular, as in `textmine.extraction.reading.readings`."""
    return is_english(reading.tokens.corpus.language)


def _stem_topics(stems: list[str], english: bool, topics: NDArray[np.float64],
                 terms: list[str]) -> NDArray[np.float64]:
    """Return the probability of each stem in each topic, shape (stems, K)."""
    number = {name: i for i, name in enumerate(stems)}
    places = np.array([number.get(singular(term) if english else term, -1) for term in terms], np.int64)
    found = np.zeros((len(number), len(topics)))
    np.add.at(found, places[places >= 0], topics.T[places >= 0])
    return found


def document_shares(reading: Reading, model: Any, terms: list[str]) -> NDArray[np.float64]:
    """Return the share of each topic in each text, shape (G, K); 0 for a text without a word that the model knows.

    A model of ours takes all texts at once, for it gives each the same shares in any company; others take one at a
    time.
    """
    counts = known_counts(reading, model, terms)
    held = np.flatnonzero(np.diff(counts.indptr))
    found = np.zeros((counts.shape[0], len(model.components_)))
    if hasattr(model, "feature_names_in_"):
        for g in held:
            found[g] = np.asarray(model.transform(pd.DataFrame(counts[[g]].toarray(), columns=terms)))[0]
    elif is_model(model) and len(held):
        found[held] = np.asarray(model.transform(counts[held]))
    else:
        for g in held:
            found[g] = np.asarray(model.transform(counts[[g]]))[0]
    return found


def known_counts(reading: Reading, model: Any, terms: list[str]) -> sparse.csr_matrix:
    """Return how often each text has each term of the model, shape (G, V).

    Raises
    ------
    ValueError
        If no word of the corpus is one of them.
    """
    column = {term: i for i, term in enumerate(terms)}
    of_type = np.full(len(reading.tokens.types), -1)
    for number in np.unique(reading.types).tolist():
        of_type[number] = _column(column, reading.tokens.types[number], _english(reading))
    words = of_type[reading.types]
    at = np.flatnonzero(words >= 0)
    if not len(at) and all(_column(column, word, _english(reading)) < 0 for word in reading.tokens.types):
        raise ValueError(f"options['model'] must know a word of these texts, got {type(model).__name__} with none of "
                         f"them among its {len(terms)} terms: fit it on tokens.count() of texts like them")
    counts = sparse.csr_matrix((np.ones(len(at)), (reading.text[at], words[at])), shape=(len(reading), len(terms)))
    counts.sum_duplicates()
    return counts


def _column(column: dict[str, int], word: str, english: bool) -> int:
    """Return the column of a word, or of its stem; -1 for none."""
    return column.get(word, column.get(singular(word) if english else word, -1))
