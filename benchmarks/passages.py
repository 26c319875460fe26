"""The debates of the United Nations as passages of counted words, and one score of topics for every system.

Words are runs of letters, with apostrophes inside; lower-cased; words of the English stop list, of one
letter, and of fewer than ten speeches are dropped (numbers are no runs of letters).  Every speech is cut
into consecutive passages as equal in length as can be, of about 150 of the words that are left, and 5 %
of the passages, drawn at random, are held out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numba as nb
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

import textmine as tm
from benchmarks.sources import un_debates

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
PASSAGE, MIN_SPEECHES, HELD_OUT = 150, 10, 0.05
ITERATIONS = 50


@dataclass(frozen=True)
class Passages:
    """Term ids in the order of the text; passage d holds ``words[bounds[d]:bounds[d + 1]]``."""

    words: NDArray[np.int32]
    bounds: NDArray[np.int64]
    held_words: NDArray[np.int32]
    held_bounds: NDArray[np.int64]
    n_terms: int

    def counts(self) -> sparse.csr_matrix:
        """Return the passages to learn from as a table of counts, (D, V)."""
        table = sparse.csr_matrix((np.ones(len(self.words), dtype=np.int64), self.words, self.bounds),
                                  shape=(len(self.bounds) - 1, self.n_terms))
        table.sum_duplicates()
        return table

    def documents(self) -> list[NDArray[np.int32]]:
        """Return the words of each passage to learn from."""
        return np.split(self.words, self.bounds[1:-1])

    def save(self, path: Path) -> None:
        """Write the passages to a file of numpy."""
        np.savez(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Passages:
        """Return the passages of a file written by `save`."""
        with np.load(path) as saved:
            arrays = {name: saved[name] for name in saved.files}
        return cls(**{**arrays, "n_terms": int(arrays["n_terms"])})


def read_speeches(data: Path) -> tuple[list[NDArray[np.int32]], list[str]]:
    """Return the words of each speech as ids, and the words in the order of their first use."""
    ids: dict[str, int] = {}
    speeches = []
    for text in un_debates(data):
        words = WORD.findall(text.lower().replace("\u2019", "'"))
        speeches.append(np.array([ids.setdefault(word, len(ids)) for word in words], dtype=np.int32))
    return speeches, list(ids)


def keep_terms(speeches: list[NDArray[np.int32]], words: list[str]) -> tuple[list[NDArray[np.int32]], int]:
    """Return the speeches without the words that are dropped, ids in alphabetical order, and the number of terms."""
    stop = tm.stopwords("en")
    frequency = np.zeros(len(words), dtype=np.int64)
    for speech in speeches:
        frequency[np.unique(speech)] += 1
    kept = [i for i in np.argsort(words) if len(words[i]) > 1 and words[i] not in stop and frequency[i] >= MIN_SPEECHES]
    number = np.full(len(words), -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    return [ids[ids >= 0] for ids in (number[speech] for speech in speeches)], len(kept)


def cut(speeches: list[NDArray[np.int32]]) -> list[NDArray[np.int32]]:
    """Return consecutive passages of equal length, near `PASSAGE` words, that never cross speeches."""
    return [passage for speech in speeches if len(speech)
            for passage in np.array_split(speech, max(1, round(len(speech) / PASSAGE)))]


def join(passages: list[NDArray[np.int32]]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the words of passages one after another, and where each begins and ends."""
    return np.concatenate(passages), np.cumsum([0, *map(len, passages)], dtype=np.int64)


def prepare(data: Path) -> Passages:
    """Return the passages of the debates, those to learn from and those held out."""
    speeches, n_terms = keep_terms(*read_speeches(data))
    passages = cut(speeches)
    held = np.zeros(len(passages), dtype=bool)
    held[np.random.default_rng(0).permutation(len(passages))[:round(HELD_OUT * len(passages))]] = True
    words, bounds = join([passages[d] for d in np.flatnonzero(~held)])
    held_words, held_bounds = join([passages[d] for d in np.flatnonzero(held)])
    return Passages(words, bounds, held_words, held_bounds, n_terms)


@nb.njit(cache=True)
def _mixture(words, topics, prior, iterations, weight, mixture):
    """Write into ``mixture`` the topic mixture of words under fixed topics (V, K): fixed point of CVB0."""
    n, k = len(words), len(prior)
    mixture[:] = prior
    weight[:n] = 0.0
    for _ in range(iterations):
        for i in range(n):
            total = 0.0
            topic = topics[words[i]]
            for t in range(k):
                mixture[t] -= weight[i, t]
                total += mixture[t] * topic[t]
            for t in range(k):
                weight[i, t] = mixture[t] * topic[t] / total
                mixture[t] += weight[i, t]
    mixture /= mixture.sum()


@nb.njit(cache=True)
def _log_likelihood(words, bounds, topics, prior, iterations):
    """Return the summed log probability of the scored words and their number."""
    longest = (np.max(bounds[1:] - bounds[:-1]) + 1) // 2
    weight, mixture = np.empty((longest, len(prior))), np.empty(len(prior))
    total, scored = 0.0, 0
    for d in range(len(bounds) - 1):
        passage = words[bounds[d]:bounds[d + 1]]
        _mixture(passage[::2], topics, prior, iterations, weight, mixture)
        for word in passage[1::2]:
            total += np.log(np.dot(mixture, topics[word]))
        scored += len(passage) // 2
    return total, scored


def perplexity(topics: NDArray[np.float64], prior: NDArray[np.float64], held: Passages,
               iterations: int = ITERATIONS) -> float:
    """Return the perplexity of held-out passages by document completion, the same for every system.

    Every other word of a passage, from the first, gives its mixture of topics; the words between are
    scored: ``exp(-mean log p)``.  The mixture is the fixed point of CVB0 (Asuncion et al. 2009) under
    fixed topics: each word is shared among topics by its probability in each, times the shares of the
    *other* words plus the prior.  It starts at the prior, goes through the words in order, and has no
    random part.

    Parameters
    ----------
    topics : probabilities of terms in topics, (K, V); every row sums to 1
    prior : the model's own prior of topics, (K,)
    """
    topics, prior = np.asarray(topics, dtype=np.float64), np.asarray(prior, dtype=np.float64)
    if topics.shape != (len(prior), held.n_terms) or not np.allclose(topics.sum(1), 1) or (topics <= 0).any():
        raise ValueError(f"topics must be ({len(prior)}, {held.n_terms}), positive, rows of sum 1, got {topics.shape}")
    columns = np.ascontiguousarray(topics.T)
    total, scored = _log_likelihood(held.held_words, held.held_bounds, columns, prior, iterations)
    return float(np.exp(-total / scored))
