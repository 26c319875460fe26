"""Articles as a search for shared passages sees them: words in order, with their places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.tokens.tokens import Tokens


@dataclass(frozen=True, eq=False)
class Texts:
    """The words of A articles, N in all.

    Attributes
    ----------
    names : tuple of str, length A
        Sorted.
    types : tuple of str
        Sorted; `ids` point into it.
    ids : int32 array of shape (N,)
        Every word of the running text, also those that were dropped from the tokens.
    starts, stops : int64 arrays of shape (N,)
        Code points in the article.
    bounds : int64 array of shape (A + 1,)
        Article i holds the words from ``bounds[i]`` to ``bounds[i + 1]``.
    sentences : int64 array of shape (N,)
        The number of the sentence of each word, never falling; a sentence lies in one article.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    bounds: NDArray[np.int64]
    sentences: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.names)


def texts_of(tokens: Tokens) -> Texts:
    """Return the articles of tokens in the order of their names, passages of one article joined in the order of places.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = texts_of(tm.tokenize(tm.Corpus.from_texts(["Peace now.", "War."], ["b", "a"])))
    >>> texts.names, texts.bounds.tolist(), [texts.types[i] for i in texts.ids]
    (('a', 'b'), [0, 1, 3], ['war', 'peace', 'now'])
    """
    words = tokens.text_words
    articles = np.array(words.corpus.documents["article"].to_pylist(), dtype=object)
    names, of_document = np.unique(articles, return_inverse=True) if len(articles) else (articles, articles)
    article = of_document[words.document_index]
    order = np.lexsort((words.starts, article))
    ids = np.where(words.ids < 0, ~words.ids, words.ids)[order].astype(np.int32)
    changes = np.diff(words.sentences[order], prepend=-1) != 0
    changes |= np.diff(article[order], prepend=-1) != 0
    bounds = np.concatenate([[0], np.cumsum(np.bincount(article, minlength=len(names)))]).astype(np.int64)
    return Texts(tuple(names.tolist()), words.types, ids, words.starts[order], words.stops[order], bounds,
                 np.cumsum(changes) - 1)
