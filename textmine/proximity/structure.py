"""Which texts belong together, and how far that can be trusted.

A dendrogram is drawn of any five articles, also of five that differ by nothing: its forks mean nothing without
their support.  Here each cluster stands with the share of bootstrap samples of passages that show it (BP) and with
the approximately unbiased value of the multiscale bootstrap (AU; Shimodaira 2002, 2004), as phylogeneticists
and Suzuki & Shimodaira (2006) ask for.  An AU of .95 or more rejects, at 5 %, that the cluster is not there.

References
----------
Shimodaira, H. (2002). An approximately unbiased test of phylogenetic tree selection. Systematic Biology
51(3), 492-508.
Sokal, R. R. and Michener, C. D. (1958). A statistical method for evaluating systematic relationships.
University of Kansas Science Bulletin 38, 1409-1438.
Suzuki, R. and Shimodaira, H. (2006). Pvclust: an R package for assessing the uncertainty in hierarchical
clustering. Bioinformatics 22(12), 1540-1542.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from textmine import _check
from textmine._threads import interruptible
from textmine.docterm import DocTerm
from textmine.proximity.resampled import LEAST_UNITS, Shaken, distances
from textmine.proximity.sampling import passage_units
from textmine.proximity.spaces import Space
from textmine.proximity.units import Units
from textmine.stats.multiscale import Support, approximately_unbiased

SCALES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4)
"""Sizes of samples over the size of the data (Suzuki & Shimodaira 2006)."""

MOST_GROUPS = 500

FEW_UNITS = 8
"""Of a group: with 5 units, up to a fourth of clusters that are none reach an AU of .95; with 8, none of 18 did."""


@dataclass(frozen=True, eq=False, repr=False)
class SimilarityTree:
    """A hierarchical clustering of G texts with the support of its clusters.

    Attributes
    ----------
    names : tuple of str, length G
        The leaves.
    merges : array of shape (G - 1, 4)
        As ``scipy.cluster.hierarchy`` has them: the two clusters that meet, their distance (1 minus the mean
        similarity) and the number of leaves.
    members : bool array of shape (G - 1, G)
        Which leaves each cluster holds.
    support : tuple of Support, length G - 1
        Of all leaves together, the last, nothing is to be said: NaN.
    n_resamples : int
        Samples of each scale.
    n_undefined : int
        Samples of all scales in which some similarity was not defined; they count neither for nor against a
        cluster.
    unit : str
        What was drawn: ``"passage"`` or ``"article"``.
    fewest : int
        Units of the smallest group.
    """

    names: tuple[str, ...]
    merges: NDArray[np.float64]
    members: NDArray[np.bool_]
    support: tuple[Support, ...]
    n_resamples: int
    n_undefined: int
    unit: str
    fewest: int

    def __repr__(self) -> str:
        shown = self.to_frame()[["members", "similarity", "au", "bp"]].round(3)
        return f"SimilarityTree of {len(self.names)} texts, {self.unit}s drawn:\n{shown.to_string(index=False)}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cluster, from the closest to all texts.

        ``cluster`` (1 to G - 1), ``members`` (names, joined by " + "), ``n_members``, ``similarity`` (mean
        between the two parts that meet, of populations), ``height`` (1 minus it), ``au``, ``au_error``, ``bp``,
        ``bp_error`` (Monte Carlo), ``n_resamples``, ``n_undefined``, ``unit``, ``note``.
        """
        joined = [" + ".join(np.array(self.names, dtype=object)[row]) for row in self.members]
        last = len(joined) - 1
        few = f"a group of {self.fewest} {self.unit}s: AU is often too high" if self.fewest < FEW_UNITS else ""
        support = {column: pd.array([getattr(each, column) for each in self.support], dtype="Float64")
                   for column in ("au", "au_error", "bp", "bp_error")}
        return pd.DataFrame({
            "cluster": np.arange(1, len(joined) + 1), "members": joined, "n_members": self.members.sum(axis=1),
            "similarity": 1 - self.merges[:, 2], "height": self.merges[:, 2], **support,
            "n_resamples": self.n_resamples, "n_undefined": self.n_undefined, "unit": self.unit,
            "note": ["all texts: nothing to support" if i == last else few for i in range(len(joined))],
        })


def similarity_tree(
    table: DocTerm, by: str = "article", *, weight: str = "log_entropy", n_resamples: int = 1000,
    random_state: int = 0,
) -> SimilarityTree:
    """Return which articles or groups belong together, with the support of each cluster.

    Parameters
    ----------
    table : DocTerm of D documents
        Passages, so that there is something to draw from.
    by : str, default ``"article"``
        A column of the documents.  Groups of several articles draw articles, articles draw passages.
    weight : {"count", "tf_idf", "log_entropy"}, default "log_entropy"
        Of terms, in the cosine.
    n_resamples : int, default 1000
        Samples of each of ten sizes.
    random_state : int, default 0

    Returns
    -------
    SimilarityTree

    Raises
    ------
    ValueError
        For unknown names, fewer than three or more than 500 groups, and groups with fewer than four units with words.

    Notes
    -----
    Average linkage (Sokal & Michener 1958) of 1 minus the similarities of populations
    (`textmine.stats.population_cosine`).  For AU see `textmine.stats.multiscale`.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["war peace", "war war", "peace war", "war peace", "war peace", "peace", "war war", "peace war",
    ...          "bread wine", "wine war", "bread wine", "wine wine bread"]
    >>> corpus = tm.Corpus.from_texts(texts, metadata={"theme": list("aaaabbbbcccc")})
    >>> tree = tm.similarity_tree(tm.tokenize(corpus).count(), by="theme", weight="count", n_resamples=50)
    >>> tree.to_frame()["members"].tolist()
    ['a + b', 'a + b + c']
    """
    _check.integer("n_resamples", n_resamples, 1)
    _check.integer("random_state", random_state, 0)
    found = passage_units(table, by, weight, least_groups=3, most_groups=MOST_GROUPS, least_units=LEAST_UNITS)
    return interruptible(lambda: tree_of(
        found.space, found.of_document, found.group, sizes=found.sizes, names=found.names, unit=found.unit,
        n_resamples=n_resamples, random_state=random_state))


def tree_of(
    space: Space, index: NDArray, group: NDArray, *, sizes: NDArray, names: Sequence[str], unit: str,
    n_resamples: int = 1000, random_state: int = 0,
) -> SimilarityTree:
    """Return the tree of groups of units in a space; parameters as in `populations.population_similarity`."""
    shaken = Shaken(Units(space, index, group, sizes), names, random_state)
    merges, members = _clusters(distances(shaken.defined(unit)))
    place = {row.tobytes(): i for i, row in enumerate(members)}
    hits, known = np.zeros((len(SCALES), len(members)), dtype=int), np.zeros(len(SCALES), dtype=int)
    for s, scale in enumerate(SCALES):
        for batch in shaken.draws(n_resamples, scale):
            for drawn in distances(batch):
                if np.isnan(drawn).any():
                    continue
                known[s] += 1
                found = [place[row.tobytes()] for row in _clusters(drawn)[1] if row.tobytes() in place]
                hits[s, found] += 1
    held, scales = known > 0, np.array([shaken.scale(scale) for scale in SCALES])
    nothing = Support(np.nan, np.nan, np.nan, np.nan)
    support = [approximately_unbiased(hits[held, i], known[held], scales[held]) if held.any() else nothing
               for i in range(len(members) - 1)]
    lost = n_resamples * len(SCALES) - int(known.sum())
    return SimilarityTree(tuple(names), merges, members, (*support, nothing), n_resamples, lost, unit,
                          int(np.bincount(group).min()))


def _clusters(apart: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the merges of average linkage, and the members of each cluster, shape (G - 1, G)."""
    n = len(apart)
    merges = linkage(squareform(apart, checks=False), method="average")
    members = np.zeros((2 * n - 1, n), dtype=bool)
    members[np.arange(n), np.arange(n)] = True
    for i, (first, second) in enumerate(merges[:, :2].astype(int).tolist()):
        members[n + i] = members[first] | members[second]
    return merges, members[n:]
