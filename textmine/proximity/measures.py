"""Document similarity: how close the vocabularies of texts are.

Plug-in values of the texts at hand.  They have no interval yet and grow with
the length of the texts, so compare texts of like length, and read ranks rather
than digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.docterm import DocTerm, weighted
from textmine.stats.distance import cosine_similarity, jensen_shannon
from textmine.stats.ordination import classical_scaling

METRICS = ("cosine", "jensen_shannon")
WEIGHTS = ("tf_idf", "log_entropy", "count")
MOST_GROUPS = 5_000


@dataclass(frozen=True, eq=False, repr=False)
class Similarity:
    """Similarity of every two of G texts.

    Attributes
    ----------
    names : tuple of str, length G
    values : array of shape (G, G)
        Symmetric, in [0, 1], 1 for equal profiles; NaN for a text without terms, or all of
        whose terms have weight 0 because every document has them.
    metric, weight : str
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    metric: str
    weight: str

    def __repr__(self) -> str:
        return f"Similarity ({self.metric}, weight {self.weight}):\n{self.to_matrix().round(3)}"

    def to_matrix(self) -> pd.DataFrame:
        """Return the values as a square data frame."""
        return pd.DataFrame(self.values, index=list(self.names), columns=list(self.names))

    def to_map(self) -> tuple[pd.DataFrame, float]:
        """Return the texts as points in a plane, near where they are similar, and how well that fits.

        Classical scaling of 1 minus the similarity: ``document``, ``x``, ``y``; and the share of the
        differences that the plane holds, in [0, 1].  Texts without similarities are left out.
        """
        defined = ~np.isnan(np.diag(self.values))
        points, explained = classical_scaling(1 - self.values[np.ix_(defined, defined)])
        names = np.array(self.names, dtype=object)[defined]
        return pd.DataFrame({"document": names, "x": points[:, 0], "y": points[:, 1]}), explained

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each pair: ``document``, ``other``, ``similarity``, ``metric``, ``weight``."""
        rows, columns = np.triu_indices(len(self.names), k=1)
        names = np.array(self.names, dtype=object)
        return pd.DataFrame({"document": names[rows], "other": names[columns],
                             "similarity": self.values[rows, columns], "metric": self.metric, "weight": self.weight})


def document_similarity(
    table: DocTerm, by: str = "document", *, metric: str = "cosine", weight: str | None = None
) -> Similarity:
    """Return how similar every two documents or groups are.

    Parameters
    ----------
    table : DocTerm of D documents
        Document frequencies and entropies are counted in these documents, so passages
        give finer weights than articles.
    by : str, default ``"document"``
        A column of the documents; counts of a group are added up.
    metric : {"cosine", "jensen_shannon"}, default "cosine"
        ``"jensen_shannon"`` is 1 minus the divergence in bits (Lin 1991) of the relative
        frequencies.
    weight : {"tf_idf", "log_entropy", "count"}, optional
        For the cosine, by default ``"log_entropy"``; ``"jensen_shannon"`` takes counts alone.

    Returns
    -------
    Similarity
        With ``values``, ``to_matrix()`` and ``to_frame()``.

    Raises
    ------
    ValueError
        For unknown names, fewer than two groups, or more than 5,000.

    Examples
    --------
    >>> import textmine as tm
    >>> table = tm.tokenize(tm.Corpus.from_texts(["peace now", "peace talks", "war"], ["a", "b", "c"])).count()
    >>> tm.document_similarity(table, weight="count")
    Similarity (cosine, weight count):
         a    b    c
    a  1.0  0.5  0.0
    b  0.5  1.0  0.0
    c  0.0  0.0  1.0
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    table = table.sort_documents()
    _check.one_of("metric", metric, METRICS)
    weight = weight or ("count" if metric == "jensen_shannon" else "log_entropy")
    _check.one_of("weight", weight, WEIGHTS)
    if metric == "jensen_shannon" and weight != "count":
        raise ValueError(f"weight must be 'count' for metric 'jensen_shannon', got {weight!r}")
    groups = table.grouping(by, least=2)
    if len(groups.labels) > MOST_GROUPS:
        raise ValueError(f"by must give at most {MOST_GROUPS:,} groups, since every two are compared, "
                         f"got {len(groups.labels):,} of {by!r}: choose a coarser column")
    grouped = table.group(by)
    profiles = weighted(grouped.counts, table, weight).toarray()
    if not profiles.any():
        raise ValueError(f"weight must leave a term above 0, got {weight!r}, under which terms of every document weigh "
                         "nothing: pass weight='count'")
    values = cosine_similarity(profiles) if metric == "cosine" else 1 - jensen_shannon(profiles)
    return Similarity(groups.labels, values, metric, weight)
