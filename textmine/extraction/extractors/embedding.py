"""Phrases that lie near their text, by any encoder that the user brings.

An encoder turns texts into vectors: a sentence model, averaged word vectors, `textmine.LSA`.  A phrase scores by
the cosine between its vector and that of its whole text (EmbedRank; KeyBERT is the same with another model).  With
some diversity, what is said already counts less: maximal marginal relevance.

Each text is encoded in a call of its own with its phrases, so that what a model does with a batch cannot let the
keyphrases of one text depend on another.

References
----------
Bennani-Smires, K., Musat, C., Hossmann, A., Baeriswyl, M. and Jaggi, M. (2018). Simple unsupervised keyphrase
extraction using sentence embeddings. CoNLL, 221-229.
Carbonell, J. and Goldstein, J. (1998). The use of MMR, diversity-based reranking for reordering documents and producing
summaries. SIGIR, 335-336.
Grootendorst, M. (2020). KeyBERT: minimal keyword extraction with BERT. doi:10.5281/zenodo.4461265.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.candidates import Candidates
from textmine.extraction.setting import Setting

DIVERSE = 100
"""Phrases of a text that are chosen one after the other; the rest is compared with these."""


def embedding(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the nearness of every phrase to its text, shape (I,), in [-1, 1].

    Raises
    ------
    TypeError, ValueError
        If `encoder` is neither a function nor has ``encode``, or returns no finite vector for each
        text; or if `diversity` is out of range.

    Notes
    -----
    Without `diversity` the score is the cosine to the text.  With diversity d, phrases are chosen one after the
    other, each the one with the highest::

        (1 - d) cosine to the text - d max(0, highest cosine to a phrase chosen before)

    which is its score: it falls from choice to choice, so that ranks are those of the choice.  After 100
    phrases the rest is scored against these.  EmbedRank++ is d = 1/2 but for its rescaling of cosines.

    Examples
    --------
    Vectors of the corpus' own themes, without any model from elsewhere; what is beside the theme comes last:

    >>> import textmine as tm
    >>> texts = ["A ship and a boat in the harbour. The vaccine.", "The ship, the boat, the harbour.", "The vaccine."]
    >>> tokens = tm.tokenize(tm.Corpus.from_texts(texts, language="en"))
    >>> lsa = tm.LSA(2, weight="count").fit(tokens.drop(tm.stopwords("en")).count())
    >>> def encode(texts):
    ...     return lsa.transform(tm.tokenize(tm.Corpus.from_texts(texts)).count())
    >>> found = tm.keyphrases(tokens, method="embedding", options={"encoder": encode})
    >>> found["phrase"].tolist()[3]
    'vaccine'
    """
    if setting.options["encoder"] is None:
        raise ValueError("options must hold an encoder for 'embedding', as in options={'encoder': encode}: a function "
                         "from a list of texts to an array with a row for each, or an object with encode")
    encode = _encoder(setting.options["encoder"])
    diversity = setting.options["diversity"]
    if not isinstance(diversity, Real) or isinstance(diversity, bool) or not 0 <= float(diversity) <= 1:
        raise ValueError(f"options['diversity'] must be a number from 0 to 1, got {diversity!r}")
    texts, phrases = _written(candidates)
    found = np.empty(len(candidates))
    for text, begin, end in zip(texts, candidates.bounds[:-1].tolist(), candidates.bounds[1:].tolist(), strict=True):
        if begin < end:
            vectors = _vectors(encode, [text, *phrases[begin:end]])
            found[begin:end] = relevance(vectors[0], vectors[1:], float(diversity))
    return found


def relevance(text: NDArray[np.float64], phrases: NDArray[np.float64], diversity: float) -> NDArray[np.float64]:
    """Return the maximal marginal relevance of phrases, shape (I,): see `embedding`.

    Parameters
    ----------
    text : array of shape (E,)
    phrases : array of shape (I, E)
        Vectors of length 1, or 0.
    diversity : float in [0, 1]

    Examples
    --------
    The second phrase repeats the first, the third is farther from the text but says something else:

    >>> phrases = np.array([[1, 0], [1, 0], [0, 1.]])
    >>> relevance(np.array([.8, .6]), phrases, .5).round(2).tolist()
    [0.4, -0.1, 0.3]
    """
    nearness = (1 - diversity) * np.einsum("ij,j->i", phrases, text)
    if not diversity:
        return nearness
    found, repeated = np.empty(len(phrases)), np.zeros(len(phrases))
    left = np.ones(len(phrases), bool)
    for _ in range(min(len(phrases), DIVERSE)):
        value = nearness - diversity * repeated
        chosen = int(np.argmax(np.where(left, value, -np.inf)))
        found[chosen], left[chosen] = value[chosen], False
        repeated = np.maximum(repeated, np.einsum("ij,j->i", phrases, phrases[chosen]))
    return np.where(left, nearness - diversity * repeated, found)


def _encoder(encoder: Any) -> Callable[[list[str]], Any]:
    """Return the function that encodes texts."""
    function = getattr(encoder, "encode", encoder)
    if isinstance(encoder, str) or not callable(function):
        raise TypeError("options['encoder'] must be a function of a list of texts that returns an array with a row for "
                        f"each, or have such a method encode, got {type(encoder).__name__}: "
                        "options={'encoder': model.encode}")
    return function


def _vectors(encode: Callable[[list[str]], Any], texts: list[str]) -> NDArray[np.float64]:
    """Return the vectors of texts, of length 1, or 0 where the encoder knows nothing of a text."""
    encoded = encode(texts)
    vectors = np.asarray(encoded.toarray() if hasattr(encoded, "toarray") else encoded, float)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise ValueError("options['encoder'] must return a row for each text, got an array of shape "
                         f"{vectors.shape} for {len(texts)} texts")
    if not np.isfinite(vectors).all():
        raise ValueError("options['encoder'] must return finite numbers, got nan or infinity for "
                         f"{texts[int(np.argmin(np.isfinite(vectors).all(axis=1)))][:60]!r}")
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return vectors / np.where(lengths > 0, lengths, 1)


def _written(candidates: Candidates) -> tuple[list[str], list[str]]:
    """Return each text as it is written, its documents one after the other; and each phrase where it is first met."""
    reading = candidates.reading
    tokens = reading.tokens
    source = tokens.corpus.spans["source"].to_numpy()
    document = np.searchsorted(tokens.bounds, reading.at, side="right") - 1
    used, number = np.unique(source[document], return_inverse=True)
    articles = tokens.corpus.articles["text"].take(used).to_pylist()

    def slices(first: NDArray[np.int64], last: NDArray[np.int64]) -> list[str]:
        columns = (number[first].tolist(), tokens.starts[reading.at[first]].tolist(),
                   tokens.stops[reading.at[last]].tolist())
        return [articles[article][start:stop] for article, start, stop in zip(*columns, strict=True)]

    opens = np.flatnonzero(np.append(True, (np.diff(document) != 0) | (np.diff(reading.text) != 0))[:len(document)])
    parts = slices(opens, np.append(opens[1:], len(document))[:len(opens)] - 1)
    limits = np.searchsorted(reading.text[opens], np.arange(len(reading) + 1)).tolist()
    texts = ["\n".join(parts[i:j]) for i, j in zip(limits[:-1], limits[1:], strict=True)]
    first = candidates.first[candidates.lead]
    return texts, [" ".join(phrase.split()) for phrase in slices(first, first + candidates.n_words - 1)]
