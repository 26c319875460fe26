"""Measures of a lexical profile: what each needs of a text, and how it is put together.

A text is one article of one group, in its documents.  Every measure is a ratio of parts that add up
over texts, with and without a block of documents (`textmine.stats.leaving_out`).

References
----------
Koizumi, R. (2012). Relationships between text length and lexical diversity measures: can
we use short texts of less than 100 tokens? Vocabulary Learning and Instruction 1(1), 60-69.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.grouping import Grouping
from textmine.stats import diversity
from textmine.stats.leaving_out import count_parts, factor_parts, sum_parts, window_parts
from textmine.tokens.tokens import Tokens

OF_LENGTH = ("ttr", "entropy")
"""Measures that change with the length of a text."""
FEWEST_OF_MTLD = 100
"""Words from which MTLD is reliable (Koizumi 2012)."""


@dataclass(frozen=True)
class Text:
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
class Measure:
    """How a measure is made of a text and its blocks, the words that a text needs, and the kind of interval."""

    parts: Callable[[Text, NDArray[np.int64]], NDArray[np.float64]]
    least: int = 1
    most: float = np.inf
    logarithmic: bool = False
    chained: bool = False


def _of_counts(statistic: Callable, **options: Any) -> Measure:
    """Return the measure of a statistic of counts."""
    return Measure(lambda text, blocks: count_parts(text.ids, text.bounds[blocks], statistic), **options)


def _of_sums(amounts: str, sizes: str) -> Measure:
    """Return the mean of `amounts` for each of `sizes`, two attributes of a text."""
    return Measure(lambda text, blocks: sum_parts(*(np.add.reduceat(getattr(text, each), blocks[:-1])
                                                    for each in (amounts, sizes))))


def measures_by_name(window: int, n_tokens: int | None) -> dict[str, Measure]:
    """Return the measures by name."""
    ratio, entropy = diversity.type_token_ratio, diversity.entropy
    if n_tokens is not None:
        ratio = partial(diversity.rarefied_type_token_ratio, n_tokens=n_tokens)
        entropy = partial(diversity.rarefied_entropy, n_tokens=n_tokens)
    return {
        "mattr": Measure(lambda text, blocks: window_parts(text.ids, text.bounds[blocks], window), window, most=1),
        "mtld": Measure(lambda text, blocks: factor_parts(text.ids, text.bounds[blocks]), FEWEST_OF_MTLD,
                        logarithmic=True, chained=True),
        "hdd": _of_counts(diversity.hdd, least=diversity.DRAWS, most=1),
        "yule_k": _of_counts(diversity.yule_k, least=2, logarithmic=True),
        "ttr": _of_counts(ratio, least=n_tokens or 1, most=1),
        "entropy": _of_counts(entropy, least=n_tokens or 1),
        "entropy_chao_shen": _of_counts(diversity.chao_shen_entropy),
        "sentence_length": _of_sums("words", "sentences"),
        "word_length": _of_sums("characters", "words"),
    }


def texts_by_group(tokens: Tokens, groups: Grouping) -> list[list[Text]]:
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
    found: list[list[Text]] = [[] for _ in groups.labels]
    for rows in _runs(groups.index, article, spans["start"].to_numpy(), kept[1:] > kept[:-1]):
        pieces = [ids[kept[row]:kept[row + 1]] for row in rows.tolist()]
        bounds = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])])
        found[groups.index[rows[0]]].append(Text(
            np.concatenate(pieces), bounds, n_words[rows],
            n_sentences[rows], n_characters[rows].astype(np.int64)))
    return found


def _runs(group: NDArray, article: NDArray, start: NDArray, kept: NDArray) -> Iterator[NDArray[np.int64]]:
    """Yield the kept documents of each group and article, in the order of the text."""
    order = np.lexsort((start, article, group))
    order = order[kept[order]]
    changes = (np.diff(group[order]) != 0) | (np.diff(article[order]) != 0)
    yield from np.split(order, np.flatnonzero(changes) + 1) if len(order) else ()
