"""Sketches: a few numbers for each text, to find copies and borrowings without the texts.

A sketch is made once, in one pass over a collection of any size, saved, and compared with the sketches of
other collections.  It holds a MinHash signature, from which the likeness of two texts is read (Broder 1997),
and a fixed share of the text's shingles, the same ones in every text: the "mod" sketches of the same paper.  A
signature says little where a short text stands within a long one, since then the likeness is small whatever
happens; the share of a text's sampled shingles that another text holds says it without bias, at any sizes.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and
Complexity of Sequences, 21-29. doi:10.1109/SEQUEN.1997.666900
Chaudhuri, S., Ganti, V. and Kaushik, R. (2006). A primitive operator for similarity joins in data
cleaning. ICDE, article 5. doi:10.1109/ICDE.2006.9 (only the rarest members of a set need be looked up).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine._splitmix import STEP, mixed
from textmine.corpus._sketch_pairs import Found, containing, exact_values, linked, resembling
from textmine.corpus.corpus import Corpus
from textmine.corpus.duplication import _by_name, _Shingles
from textmine.corpus.minhash import signatures
from textmine.corpus.reading.scanning import CorpusScan, parts_of

ARRAYS = ("signatures", "sizes", "digests", "samples", "bounds")
SETTINGS = ("n_words", "n_hashes", "share", "random_state")
MEASURES = {"jaccard": resembling, "containment": containing}
COLUMNS = ("document", "other", "measure", "similarity", "standard_error", "n_compared", "exact", "n_shingles",
           "n_shingles_other")
CLUSTER_COLUMNS = ("document", "representative", "n_documents", "similarity", "standard_error")
MARGIN = 2.0
"""Standard errors below the threshold at which a containment is counted out, where texts are at hand."""

_BATCH = 256


@dataclass(frozen=True, eq=False, repr=False)
class Sketches:
    """Sketches of S texts; made by `sketch`, kept by `save`.

    Attributes
    ----------
    names : tuple of str, length S
        Sorted.
    signatures : uint32 array of shape (S, n_hashes)
    sizes : int64 array of shape (S,)
        Different shingles of each text; 0 for a text without words, which is like no other.
    digests : uint64 array of shape (S,)
        Equal for equal sets of shingles.
    samples, bounds : uint64 array, int64 array of shape (S + 1,)
        The sampled shingles of text i are ``samples[bounds[i]:bounds[i + 1]]``.
    n_words, n_hashes, share, random_state
        As given to `sketch`.
    """

    names: tuple[str, ...]
    signatures: NDArray[np.uint32]
    sizes: NDArray[np.int64]
    digests: NDArray[np.uint64]
    samples: NDArray[np.uint64]
    bounds: NDArray[np.int64]
    n_words: int
    n_hashes: int
    share: float
    random_state: int

    def __post_init__(self) -> None:
        for name in ARRAYS:
            getattr(self, name).flags.writeable = False

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        return (f"Sketches of {len(self):,} texts: runs of {self.n_words} words, {self.n_hashes} hashes, "
                f"{self.share:.0%} of the runs")

    def pairs(self, threshold: float = 0.8, measure: str = "jaccard", *, other: Sketches | None = None,
              texts: Corpus | None = None, other_texts: Corpus | None = None) -> pd.DataFrame:
        """Return the pairs of texts that are alike, or that hold one another.

        Parameters
        ----------
        threshold : float from 0.1 to 1, default 0.8
            The least similarity, estimated, or exact where the texts are given.
        measure : {"jaccard", "containment"}, default "jaccard"
            Shingles in both over shingles in either; or over the shingles of ``document``, so that a
            text and an excerpt of it are one row.
        other : Sketches, optional
            ``other`` comes from these, made with the same settings; by default from the same.
        texts, other_texts : Corpus, optional
            With the documents of these names: every proposal is counted out, and ``exact`` decides.

        Returns
        -------
        DataFrame
            The most similar first: ``document``, ``other``, ``measure``, ``similarity`` (estimate),
            ``standard_error``, ``n_compared`` (hashes or sampled shingles behind it), ``exact`` (missing without
            texts), ``n_shingles``, ``n_shingles_other``.  Of equal texts each is paired with the first of them by
            name, and only that one is compared with the rest, so that thousands of copies make thousands of rows.
            Near-copies are all paired with each other: for thousands of those see `clusters`.

        Raises
        ------
        TypeError, ValueError
            For sketches with other settings (which are named), texts that do not hold the documents, names
            and numbers out of range.

        Notes
        -----
        Standard errors are ``sqrt(p (1 - p) / n)`` of n compared; for containment times ``sqrt((N - n) / (N - 1))``,
        since these are n of the N shingles of a text.  Pairs right at the threshold are proposed but for one in a
        thousand (Jaccard); for containment all pairs of sampled shingles that reach it are.  A text none of whose
        shingles was sampled has no containment.
        """
        _require_share("threshold", threshold, 0.1)
        _check.one_of("measure", measure, MEASURES)
        if other is not None:
            self._require_like(other)
        if other_texts is not None and (other is None or texts is None):
            raise ValueError(f"other_texts must be left out without {'other' if other is None else 'texts'}, got a "
                             f"{type(other_texts).__name__}: give {'other=' if other is None else 'texts= as well'}")
        found = MEASURES[measure](self, other, float(threshold), 0.0 if texts is None else MARGIN)
        exact = None
        if texts is not None:
            exact = exact_values(found, _sets(self, texts, "texts", found.first), measure,
                                 _sets(other or self, texts if other is None else other_texts,
                                       "texts" if other is None else "other_texts", found.second))
        kept = found.similarity >= threshold - 1e-12 if exact is None else exact >= threshold - 1e-12
        return self._frame(found.where(kept), other or self, measure, None if exact is None else exact[kept])

    def clusters(self, threshold: float = 0.8) -> pd.DataFrame:
        """Return the texts that are copies or near-copies of others, each with one that stands for them.

        Parameters
        ----------
        threshold : float from 0.1 to 1, default 0.8
            Texts are in one cluster if a chain of pairs with at least this estimated Jaccard similarity joins them.

        Returns
        -------
        DataFrame
            A row for each text of a cluster of at least two, by representative and name: ``document``;
            ``representative``, the first of the cluster by name; ``n_documents`` in the cluster; ``similarity`` to the
            representative, estimated, and its ``standard_error``.  Keeping the rows in which both names are equal, and
            all texts that have no row, leaves one text of each cluster.  As many rows as texts at most.
        """
        _require_share("threshold", threshold, 0.1)
        leader = linked(self, float(threshold))
        counts = np.bincount(leader, minlength=len(self))
        members = np.flatnonzero(counts[leader] > 1)
        members = members[np.lexsort((members, leader[members]))]
        first = leader[members]
        similarity = np.mean(self.signatures[members] == self.signatures[first], axis=1)
        names = np.array(self.names, object)
        error = np.sqrt(similarity * (1 - similarity) / self.n_hashes)
        return pd.DataFrame({"document": names[members], "representative": names[first], "n_documents": counts[first],
                             "similarity": similarity, "standard_error": error}, columns=list(CLUSTER_COLUMNS))

    def _require_like(self, other: object) -> None:
        """Raise unless other sketches were made with the same settings."""
        _check.kind("other", other, Sketches, "call tm.sketch(corpus) with the same settings")
        for setting in SETTINGS:
            mine, theirs = getattr(self, setting), getattr(other, setting)
            if mine != theirs:
                raise ValueError(f"other must be made with {setting}={mine!r} like these sketches, got "
                                 f"{setting}={theirs!r}: sketch it again")

    def _frame(self, found: Found, other: Sketches, measure: str, exact: NDArray[np.float64] | None) -> pd.DataFrame:
        """Return pairs in long form, the most similar first."""
        error = np.sqrt(found.similarity * (1 - found.similarity) / np.maximum(found.n_compared, 1))
        if measure == "containment":
            whole = self.sizes[found.first]
            error = error * np.sqrt((whole - found.n_compared) / np.maximum(whole - 1, 1))
        order = np.lexsort((found.second, found.first, -(found.similarity if exact is None else exact)))
        names, others = np.array(self.names, object), np.array(other.names, object)
        frame = pd.DataFrame({
            "document": names[found.first], "other": others[found.second], "measure": measure,
            "similarity": found.similarity, "standard_error": error, "n_compared": found.n_compared,
            "exact": pd.array([None] * len(error) if exact is None else exact, dtype="Float64"),
            "n_shingles": self.sizes[found.first], "n_shingles_other": other.sizes[found.second],
        }, columns=list(COLUMNS))
        return frame.iloc[order].reset_index(drop=True)


@_check.hinted
def sketch(corpus: Corpus | CorpusScan | Sequence[str], *, n_words: int = 5, n_hashes: int = 128, share: float = 0.1,
           random_state: int = 0) -> Sketches:
    """Return sketches of texts, from which copies and borrowings are found without the texts.

    Parameters
    ----------
    corpus : Corpus, CorpusScan or sequence of str
        Documents are sketched, passages if it is segmented, as they stand in the source.  A scan is read part by part,
        so that only the sketches need memory: about ``4 n_hashes`` bytes a text and ``8 share`` bytes a word.
    n_words : int, default 5
        Words in a shingle; letter case and punctuation do not count.
    n_hashes : int, default 128
        The standard error of a Jaccard similarity J is ``sqrt(J (1 - J) / n_hashes)``.
    share : float, at most 1, default 0.1
        Of the shingles that are kept for containment; 1 makes it exact, for texts of some sentences.
    random_state : int, default 0
        Sketches are comparable only if made with the same one.

    Returns
    -------
    Sketches
        With ``pairs``, ``clusters``; `save` keeps them.

    Examples
    --------
    >>> import textmine as tm
    >>> long = "the ship left the port at dawn and came back at night with fish"
    >>> texts = [long, long + " again", "at dawn and came back at night", "Trade grew."]
    >>> found = tm.sketch(tm.Corpus.from_texts(texts, list("abcd")), n_words=3, share=1)
    >>> found.pairs(0.8)[["document", "other", "n_shingles", "n_shingles_other"]].values.tolist()
    [['a', 'b', 12, 13]]
    >>> found.pairs(1, "containment")[["document", "other", "similarity"]].values.tolist()
    [['a', 'b', 1.0], ['c', 'a', 1.0], ['c', 'b', 1.0]]
    >>> found.clusters()[["document", "representative"]].values.tolist()
    [['a', 'a'], ['b', 'a']]
    """
    if isinstance(corpus, str) or not isinstance(corpus, Corpus | CorpusScan | Sequence):
        _check.kind("corpus", corpus, (Corpus, CorpusScan), "call tm.read_corpus(path) or Corpus.from_texts(texts)")
    _check.integer("n_words", n_words, 1)
    _check.integer("n_hashes", n_hashes, 1)
    _check.integer("random_state", random_state, 0)
    _require_share("share", share, 0.0)
    names: list[str] = []
    parts = []
    for part in parts_of(corpus):
        own, texts = _by_name(part)
        names += own.tolist()
        shingled = _Shingles(texts, n_words)
        for first in range(0, len(own), _BATCH):
            rows = np.arange(first, min(first + _BATCH, len(own)))
            parts.append(_sketched([np.unique(each) for each in shingled.of(rows)], n_hashes, share, random_state))
    return _joined(names, parts, (n_words, n_hashes, float(share), random_state))


def _sketched(sets: list[NDArray[np.uint64]], n_hashes: int, share: float, random_state: int) -> tuple[NDArray, ...]:
    """Return signatures, sizes, digests, samples and how many were sampled of each set."""
    sizes = np.array([len(each) for each in sets], np.int64)
    members = np.concatenate(sets)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    signature = np.full((len(sets), n_hashes), np.iinfo(np.uint32).max, np.uint32)
    filled = np.flatnonzero(sizes)
    if len(filled):
        signature[filled] = signatures(members, np.concatenate([[0], np.cumsum(sizes[filled])]), n_hashes, random_state)
    scattered = mixed(members + STEP)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(scattered, dtype=np.uint64)])
    row = np.repeat(np.arange(len(sets)), sizes)
    lots = mixed(members + np.uint64(int(STEP) * (random_state + 2) % 2 ** 64))
    drawn = np.full(len(members), True) if share >= 1 else lots < np.uint64(share * 2.0 ** 64)
    n_drawn = np.bincount(row[drawn], minlength=len(sets))
    return signature, sizes, sums[bounds[1:]] - sums[bounds[:-1]], members[drawn], n_drawn


def _joined(names: list[str], parts: list[tuple[NDArray, ...]], settings: tuple) -> Sketches:
    """Return the sketches of all parts in the order of their names."""
    none = (np.empty((0, settings[1]), np.uint32), np.empty(0, np.int64), np.empty(0, np.uint64),
            np.empty(0, np.uint64), np.empty(0, np.int64))
    signature, sizes, digests, samples, counts = (np.concatenate(each) for each in zip(none, *parts, strict=True))
    order = np.argsort(np.array(names, object), kind="stable")
    starts = np.cumsum(counts) - counts
    bounds = np.concatenate([[0], np.cumsum(counts[order])]).astype(np.int64)
    places = np.repeat(starts[order] - bounds[:-1], counts[order]) + np.arange(bounds[-1])
    return Sketches(tuple(names[i] for i in order), signature[order], sizes[order], digests[order], samples[places],
                    bounds, *settings)


def _require_share(argument: str, value: object, low: float) -> None:
    """Raise unless a value is a number above 0, at least `low` and at most 1."""
    if not isinstance(value, Real) or isinstance(value, bool) or not low <= float(value) <= 1 or value == 0:
        rule = f"from {low:g} to 1" if low else "above 0 and at most 1"
        raise ValueError(f"{argument} must be a number {rule}, got {value!r}")


def _sets(sketches: Sketches, texts: Corpus | None, argument: str, rows: NDArray[np.int64]) -> dict[int, NDArray]:
    """Return the shingles of some texts, by their numbers."""
    _check.kind(argument, texts, Corpus, "give the corpus that was sketched, so that pairs can be counted out")
    assert texts is not None
    names, column = _by_name(texts)
    place = {name: i for i, name in enumerate(names)}
    wanted = np.unique(rows)
    missing = [sketches.names[i] for i in wanted if sketches.names[i] not in place]
    if missing:
        raise ValueError(f"{argument} must hold the documents that were sketched, got none named {missing[0]!r}")
    at = np.array([place[sketches.names[i]] for i in wanted], np.int64)
    return {int(i): np.unique(each) for i, each in zip(wanted, _Shingles(column, sketches.n_words).of(at), strict=True)}
