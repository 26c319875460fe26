"""Duplicates: documents that are the same text, and documents that nearly are.

Reprints, syndicated news and revised drafts count twice in every statistic.  Exact
duplicates are found by digest, white space folded.  Near-duplicates are found by the
*shingles* they share, runs of a few words (Broder 1997): MinHash and banding propose
pairs (`textmine.corpus.minhash`), and every proposal is then counted out on the shingle
sets themselves, so that a reported similarity is exact, not an estimate.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and
Complexity of Sequences, 21-29. doi:10.1109/SEQUEN.1997.666900
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from numbers import Real

import numpy as np
import pandas as pd
import pyarrow as pa
import regex
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine._splitmix import STEP, mixed
from textmine.corpus.corpus import Corpus
from textmine.corpus.minhash import bands_and_rows, candidates, signatures
from textmine.corpus.reading.diagnosis import exact_duplicates

COLUMNS = ("document_a", "document_b", "kind", "similarity", "n_shared")
# Scripts that put no space between words: every character is one.
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}_]+")
# Where no mark and no such script can be, the standard library finds the same words in half the time.
_MANIFOLD = re.compile("[\u0300-\u036f\u0483-\u0489\u0530-\u1fff\u2c00-\U0010ffff]")
_PLAIN_WORD = re.compile(r"\w+")
_BATCH, _PAIRS = 256, 4096


def duplicates(corpus: Corpus, *, threshold: float = 0.8, n_words: int = 5, random_state: int = 0) -> pd.DataFrame:
    """Return the pairs of documents that are the same text, or nearly.

    Parameters
    ----------
    corpus : Corpus
        Its documents are compared, passages if it is segmented, as they stand in the source.
    threshold : float from 0.1 to 1, default 0.8
        The least Jaccard similarity of near-duplicates.
    n_words : int, default 5
        Words in a shingle; letter case and punctuation do not count.
    random_state : int, default 0
        Of the hash functions that propose pairs.

    Returns
    -------
    DataFrame
        ``document_a``, ``document_b`` (the smaller name first); ``kind``, ``"exact"`` (the same
        text but for white space) or ``"near"``; ``similarity``, shingles in both over shingles
        in either, from `threshold` to 1; ``n_shared``, shingles in both.  The most similar
        first.  Copies of one text are each paired with the first of them by name, and only
        that one is compared with other texts: leaving out every ``document_b`` of kind
        ``"exact"`` leaves each text once.

    Raises
    ------
    TypeError
        If `corpus` is no Corpus.
    ValueError
        For a threshold or a number of words out of range.

    Notes
    -----
    ``J(A, B) = |A ∩ B| / |A ∪ B|`` on the sets of shingles, exact but for collisions of 64-bit
    hashes.  Bands and rows are chosen so that a pair right at the threshold is missed with
    probability (1 - threshold^rows)^bands < 0.001, and more similar ones far less often; at
    0.8 these are 18 bands of 5 rows.  A text shorter than `n_words` is one shingle.

    References
    ----------
    Broder, A. Z. (1997). On the resemblance and containment of documents.
    Leskovec, J., Rajaraman, A. and Ullman, J. D. (2020). Mining of Massive Datasets, chapter 3.

    Examples
    --------
    >>> texts = ["One two three four five six.", "one two three four five SIX seven", "Other words.", "Other  words."]
    >>> duplicates(Corpus.from_texts(texts, list("abcd")), threshold=0.5)
      document_a document_b   kind  similarity  n_shared
    0          c          d  exact    1.000000         1
    1          a          b   near    0.666667         2
    """
    _check.kind("corpus", corpus, Corpus, "call tm.read_corpus(path) or Corpus.from_texts(texts)")
    if not isinstance(threshold, Real) or isinstance(threshold, bool) or not 0.1 <= threshold <= 1:
        raise ValueError(f"threshold must be a number from 0.1 to 1, got {threshold!r}")
    _check.integer("n_words", n_words, 1)
    _check.integer("random_state", random_state, 0)
    names, texts = _by_name(corpus)
    exact = np.array(list(exact_duplicates(texts)), np.int64).reshape(-1, 2)[:, ::-1]
    single = np.setdiff1d(np.arange(len(names)), exact[:, 1])
    shingled = _Shingles(texts, n_words)
    near, similarity, n_shared = _near(shingled, single, float(threshold), random_state)
    n_own = np.array([len(np.unique(each)) for each in shingled.of(exact[:, 0])], np.int64)
    pairs = np.concatenate([exact, near])
    frame = pd.DataFrame({
        "document_a": names[pairs[:, 0]], "document_b": names[pairs[:, 1]],
        "kind": ["exact"] * len(exact) + ["near"] * len(near),
        "similarity": np.concatenate([np.ones(len(exact)), similarity]),
        "n_shared": np.concatenate([n_own, n_shared]),
    }, columns=COLUMNS)
    return frame.sort_values(["similarity", "kind", "document_a", "document_b"], ascending=[False, True, True, True],
                             ignore_index=True)


def _by_name(corpus: Corpus) -> tuple[NDArray[np.object_], pa.ChunkedArray]:
    """Return the names of the documents in order, and their texts."""
    names = np.array(corpus.spans["document"].to_pylist(), object)
    order = np.argsort(names, kind="stable")
    articles = corpus.articles["text"]
    if not corpus.segmented:
        return names[order], articles.take(corpus.spans["source"].take(pa.array(order)))
    spans = corpus.spans.take(pa.array(order))
    columns = (spans[column].to_pylist() for column in ("source", "start", "stop"))
    whole = articles.to_pylist()
    return names[order], pa.chunked_array([pa.array([whole[i][start:stop] for i, start, stop in
                                                     zip(*columns, strict=True)], pa.large_string())])


def _near(shingled: _Shingles, rows: NDArray[np.int64], threshold: float,
          random_state: int) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Return the pairs of rows at or above the threshold, their similarity, and the shingles they share."""
    bands, height = bands_and_rows(threshold)
    parts, kept = [], []
    for first in range(0, len(rows), _BATCH):
        batch = rows[first:first + _BATCH]
        sets = list(shingled.of(batch))
        sizes = np.array([len(each) for each in sets])
        bounds = np.concatenate([[0], np.cumsum(sizes[sizes > 0])])
        parts.append(signatures(np.concatenate(sets), bounds, bands * height, random_state))
        kept.append(batch[sizes > 0])
    kept_rows = np.concatenate([np.empty(0, np.int64), *kept])
    signature = np.concatenate([np.empty((0, bands * height), np.uint32), *parts])
    pairs = kept_rows[candidates(signature, bands, height)]
    n_shared, n_union = _count_shared(shingled, pairs)
    found = n_shared >= threshold * n_union
    return pairs[found], n_shared[found] / n_union[found], n_shared[found]


def _count_shared(shingled: _Shingles, pairs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many shingles the texts of each pair have in common, and how many in all."""
    rows, index = np.unique(pairs, return_inverse=True)
    index = index.reshape(-1, 2)
    sets = [np.unique(each) for each in shingled.of(rows)]
    sizes = np.array([len(each) for each in sets], np.int64)
    _, column = np.unique(np.concatenate([np.empty(0, np.uint64), *sets]), return_inverse=True)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    table = sparse.csr_matrix((np.ones(len(column), np.int32), column, bounds),
                              shape=(len(sets), int(column.max(initial=0)) + 1))
    shared = [table[part[:, 0]].multiply(table[part[:, 1]]).sum(axis=1).A1 for part in
              (index[first:first + _PAIRS] for first in range(0, len(index), _PAIRS))]
    n_shared = np.concatenate([np.empty(0, np.int64), *shared]).astype(np.int64)
    return n_shared, sizes[index].sum(axis=1) - n_shared


class _WordHash(dict):
    """The 64-bit hash of each word met, the same in every process."""

    def __missing__(self, word: str) -> int:
        found = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
        self[word] = found
        return found


class _Shingles:
    """The shingles of texts, made when asked for; the hashes of words are kept."""

    def __init__(self, texts: pa.ChunkedArray, n_words: int):
        self.texts, self.n_words, self.known = texts, n_words, _WordHash()

    def of(self, rows: NDArray[np.int64]) -> Iterator[NDArray[np.uint64]]:
        """Yield the shingles of some rows."""
        for text in self.texts.take(pa.array(rows, pa.int64())).to_pylist():
            yield shingles(text, self.n_words, self.known)


def shingles(text: str, n_words: int, known: dict[str, int] | None = None) -> NDArray[np.uint64]:
    """Return the hashes of all runs of `n_words` words, in order, with repeats.

    Parameters
    ----------
    text : str
        Folded in case; words are runs of letters, marks and digits, in scripts without
        spaces single characters.
    n_words : int
    known : dict, optional
        Hashes of words, filled as they are met.

    Returns
    -------
    uint64 array
        Words less ``n_words - 1``, but at least one if there is a word.

    >>> len(shingles("One two, three.", 2)), len(shingles("One", 2)), len(shingles("...", 2))
    (2, 1, 0)
    """
    known = _WordHash() if known is None else known
    found = words_of(text)
    words = np.fromiter(map(known.__getitem__, found), np.uint64, len(found))
    width = min(n_words, len(words))
    total = np.zeros(len(words) - max(width - 1, 0), np.uint64)
    for i in range(width):
        total = mixed(total + words[i:i + len(total)] + STEP)
    return total


def words_of(text: str) -> list[str]:
    """Return the words of a text for shingles.

    >>> words_of("L'Été — 2020, 中国!")
    ['l', 'été', '2020', '中', '国']
    """
    text = text.casefold()
    return (_WORD if _MANIFOLD.search(text) else _PLAIN_WORD).findall(text)
