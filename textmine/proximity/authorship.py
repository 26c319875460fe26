"""Are passages told apart by style, more often than chance, and on one theme too?

Every passage is given to the group whose other passages are nearest to it by Delta.  How often that is its own
group is compared with what happens when groups are dealt out to the passages at random; with ``within=`` among the
passages of each theme alone, so that what themes separate does not count.  Give function words to ask for style, and
content words to see what theme achieves.

References
----------
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in
Genetics and Molecular Biology 9(1), article 39. doi:10.2202/1544-6115.1585
Székely, G. J. and Rizzo, M. L. (2013). Energy statistics: a class of statistics based on distances.
Journal of Statistical Planning and Inference 143(8), 1249-1272. doi:10.1016/j.jspi.2013.03.018
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from textmine import _check
from textmine._threads import check_stopped, interruptible
from textmine.corpus.grouping import grouping
from textmine.docterm import DocTerm
from textmine.proximity.stylometry import _profiles, _scores, _texts
from textmine.stats.delta import delta_matrix

COLUMNS = ("document", "group", "attributed", "delta", "delta_other", "right", "note")
LONE = "the only document of its group"


@dataclass(frozen=True, eq=False, repr=False)
class StyleAttribution:
    """Documents and the groups that they are nearest to.

    Attributes
    ----------
    documents : tuple of str, length D
    groups : tuple of str, length G
    group, attributed : int arrays of shape (D,)
        Positions in `groups`: its own, and the nearest when the document itself is left out.
    deltas : array of shape (D, G)
        From the other documents of each group: the mean delta less half of that among them; NaN from a group that has
        none.
    measure : str
    n_words : int
        Words used.
    accuracy : float
        Share of documents that are nearest to their own group, of those whose group has others.
    chance : array of shape (permutations,)
        The same after groups were dealt out anew.
    p_value : float
        Share of all dealings, the observed one included, that reach `accuracy`.
    """

    documents: tuple[str, ...]
    groups: tuple[str, ...]
    group: NDArray[np.int64]
    attributed: NDArray[np.int64]
    deltas: NDArray[np.float64]
    measure: str
    n_words: int
    accuracy: float
    chance: NDArray[np.float64]
    p_value: float

    def __repr__(self) -> str:
        return (f"StyleAttribution ({self.measure}, {self.n_words} words): {self.accuracy:.0%} of "
                f"{len(self.documents)} documents nearest to their own of {len(self.groups)} groups, by "
                f"chance {self.chance.mean():.0%}, p = {self.p_value:.3g}")

    @property
    def lone(self) -> NDArray[np.bool_]:
        """Which documents are the only one of their group, shape (D,): they cannot be given to it, nor count."""
        return np.bincount(self.group, minlength=len(self.groups))[self.group] == 1

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each document.

        ``document``, ``group``, ``attributed``; ``delta``, from the other documents of its group, and
        ``delta_other``, from those of the nearest other group; ``right``; ``note``.
        """
        names, rows = np.array(self.groups, object), np.arange(len(self.documents))
        own = self.deltas[rows, self.group]
        others = self.deltas.copy()
        others[rows, self.group] = np.inf
        return pd.DataFrame({
            "document": self.documents, "group": names[self.group], "attributed": names[self.attributed],
            "delta": pd.array(own, dtype="Float64"), "delta_other": np.nanmin(others, axis=1),
            "right": self.group == self.attributed, "note": np.where(self.lone, LONE, "")}, columns=list(COLUMNS))

    def to_matrix(self) -> pd.DataFrame:
        """Return how many documents of each group (rows) are nearest to each group (columns)."""
        counts = np.zeros((len(self.groups), len(self.groups)), np.int64)
        np.add.at(counts, (self.group, self.attributed), 1)
        return pd.DataFrame(counts, index=pd.Index(self.groups, name="group"), columns=list(self.groups))


@_check.hinted
def style_attribution(
    table: DocTerm, by: str = "article", *, measure: str = "cosine_delta", mfw: int = 100, culling: float = 0.0,
    within: str | Sequence | None = None, n_permutations: int = 999, random_state: int = 0,
) -> StyleAttribution:
    """Return which group each document is nearest to in style, and how often that is its own.

    Parameters
    ----------
    table : DocTerm of D documents
        Documents are given to groups one by one: passages, or articles of known authors.  The table of function
        words, ``table.keep(words)``, asks for style; the table of content words for theme.
    by : str, default "article"
        A column; at least 2 groups.
    measure, mfw, culling
        As in `style_delta`, with scores over the documents.
    within : str or sequence of length D, optional
        A column, or a value for each document of `table`, such as its main topic: groups are dealt out anew among the
        documents of one value alone.  A small p then says that documents of one theme are told apart too.
    n_permutations : int, default 999
    random_state : int, default 0

    Returns
    -------
    StyleAttribution
        With ``accuracy``, ``chance``, ``p_value``, ``to_frame()`` and ``to_matrix()``.

    Raises
    ------
    ValueError
        For fewer than 5 documents or 2 groups, a document without tokens, or names and numbers out of range.

    Notes
    -----
    Documents are exchanged one by one: with passages the test says that the articles differ, not that their authors
    would in other articles.

    Examples
    --------
    >>> import pyarrow as pa
    >>> import textmine as tm
    >>> counts = [[9, 5, 1], [9, 4, 1], [8, 4, 1], [4, 8, 5], [4, 9, 5], [3, 9, 5]]
    >>> names = [f"{side}:{i}" for side in "ab" for i in range(3)]
    >>> documents = pa.table({"document": names, "article": [name[0] for name in names]})
    >>> found = tm.style_attribution(tm.DocTerm.from_counts(counts, ["and", "of", "the"], documents))
    >>> found.accuracy, found.to_matrix().to_numpy().tolist(), found.p_value
    (1.0, [[3, 0], [0, 3]], 0.103)
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    _check.integer("mfw", mfw, 1)
    _check.integer("n_permutations", n_permutations, 1)
    _check.integer("random_state", random_state, 0)
    order = np.argsort(np.array(table.documents["document"].to_pylist(), dtype=object), kind="stable")
    strata = _strata(table, within)[order]
    groups = table[order].grouping(by, least=2)
    if np.bincount(groups.index).max() < 2:
        raise ValueError(f"by must give a group of at least 2 documents, got {by!r} with one for each of "
                         f"{len(groups.labels)}: segment the corpus into passages, or choose a coarser column")
    texts = _texts(table, "document", measure, culling)
    found = _profiles(texts, mfw, culling)
    between = delta_matrix(_scores(found, measure), measure)
    deltas, attributed = _nearest_group(between, groups.index, len(groups.labels))
    accuracy = _accuracy(groups.index, attributed)
    chance = interruptible(lambda: np.array([
        _accuracy(dealt, _nearest_group(between, dealt, len(groups.labels))[1])
        for dealt in _dealt(groups.index, strata, n_permutations, random_state)]))
    p_value = (1 + int(np.count_nonzero(chance >= accuracy - 1e-12))) / (1 + n_permutations)
    return StyleAttribution(found.names, groups.labels, groups.index, attributed, deltas, measure, len(found.terms),
                            accuracy, chance, p_value)


def _strata(table: DocTerm, within: str | ArrayLike | None) -> NDArray[np.int64]:
    """Return a number for each document; groups are exchanged among equal ones."""
    if within is None:
        return np.zeros(len(table), np.int64)
    if isinstance(within, str):
        return grouping(table.documents, within, argument="within").index
    values = np.asarray(within)
    if values.shape != (len(table),):
        raise ValueError(f"within must be a column or one value for each of {len(table)} documents, got an array of "
                         f"shape {values.shape}")
    if (missing := pd.isna(values)).any():
        raise ValueError(f"within must have a value for every document, got none for {np.count_nonzero(missing)} of "
                         f"{len(table)}: select the documents that have one")
    return pd.factorize(values, sort=True)[0]


def _nearest_group(between: NDArray[np.float64], group: NDArray[np.int64],
                   n_groups: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return how far documents are from the others of every group, and the nearest group.

    ``mean d(x, y) - mean d(y, y') / 2`` over the other members y, y' of a group (Székely & Rizzo 2013): what
    a document's mean delta to a group owes to the scatter of the group itself does not count.
    """
    members = np.eye(n_groups)[group]
    others = members.sum(axis=0) - members
    sums = between @ members
    scatter = np.einsum("ig,ig->g", members, sums) - 2 * members * sums
    pairs = np.maximum(others * (others - 1), 1)
    deltas = np.divide(sums, others, out=np.full(members.shape, np.nan), where=others > 0) - scatter / pairs / 2
    return deltas, np.where(np.isnan(deltas), np.inf, deltas.round(12)).argmin(axis=1)


def _accuracy(group: NDArray[np.int64], attributed: NDArray[np.int64]) -> float:
    """Return the share of documents given to their own group, where it has others."""
    counts = np.bincount(group)[group] > 1
    return float(np.mean(group[counts] == attributed[counts]))


def _dealt(group: NDArray[np.int64], strata: NDArray[np.int64], n: int,
           random_state: int) -> Iterator[NDArray[np.int64]]:
    """Yield groups dealt out anew among the documents of each stratum."""
    rng = np.random.default_rng(random_state)
    places = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    for _ in range(n):
        check_stopped()
        dealt = group.copy()
        for place in places:
            dealt[place] = rng.permutation(group[place])
        yield dealt
