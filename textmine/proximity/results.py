"""What a comparison of texts gives: a row for each pair, a matrix, a map.

Beside the similarity of the texts at hand stand what it says of the population they come from, and
what it would be by chance; they are missing where nobody asked for them, or no valid value exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.stats.ordination import classical_scaling

ESTIMATES = ("corrected", "low", "high", "null_mean", "null_sd", "z", "percentile", "p_value", "same_length")
COLUMNS = ("document", "other", "similarity", *ESTIMATES, "n_units", "other_units", "n_tokens", "other_tokens", "unit",
           "metric", "weight", "note")


@dataclass(frozen=True, eq=False, repr=False)
class Similarity:
    """Similarity of P pairs of G texts.

    Attributes
    ----------
    names : tuple of str, length G
    first, second : int arrays of shape (P,)
        The texts of each pair; both orders of a pair are there for a metric that is not symmetric.
    similarity : array of shape (P,)
        1 for texts that are the same to the metric; NaN for a text without terms, or without terms with weight.
    corrected, low, high : arrays of shape (P,), optional
        Estimate and interval of the similarity of the populations that the texts come from.
    null_mean, null_sd, z, percentile, p_value : arrays of shape (P,), optional
        What similarity two texts would have by chance, and where this one stands.
    same_length : array of shape (P,), optional
        Similarity of one passage of each text, whatever their number.  Where the similarity of terms was learnt from
        these very texts, long ones taught more of it, and a part of the effect of length stays.
    n_units, n_tokens : int arrays of shape (G,)
        Documents (or articles) and tokens of each text.
    unit : {"article", "passage", "document"}
        What `n_units` counts.
    metric, weight : str
    symmetric : bool
    notes : tuple of str, length P
    """

    names: tuple[str, ...]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    similarity: NDArray[np.float64]
    n_units: NDArray[np.int64]
    n_tokens: NDArray[np.int64]
    unit: str
    metric: str
    weight: str
    symmetric: bool
    notes: tuple[str, ...]
    corrected: NDArray[np.float64] | None = None
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None
    null_mean: NDArray[np.float64] | None = None
    null_sd: NDArray[np.float64] | None = None
    z: NDArray[np.float64] | None = None
    percentile: NDArray[np.float64] | None = None
    p_value: NDArray[np.float64] | None = None
    same_length: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        for name in ("first", "second", "similarity", "n_units", "n_tokens", *ESTIMATES):
            if (array := getattr(self, name)) is not None:
                array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.first)

    def __repr__(self) -> str:
        n_pairs = len(self.first)
        shown = self.to_matrix().round(3) if n_pairs <= 400 and len(self.names) <= 25 else (
            f"{n_pairs:,} pairs of {len(self.names):,} texts; see to_frame(), to_matrix(), to_map()")
        return f"Similarity ({self.metric}, weight {self.weight}):\n{shown}"

    @property
    def values(self) -> NDArray[np.float64]:
        """The similarities as a matrix of shape (G, G); NaN for pairs that were not compared."""
        return self._matrix("similarity")

    def to_matrix(self, column: str = "similarity") -> pd.DataFrame:
        """Return one column as a square data frame, `document` down and `other` across.

        Parameters
        ----------
        column : str, default "similarity"
            One of ``similarity``, ``corrected``, ``low``, ``high``, ``null_mean``, ``null_sd``, ``z``, ``percentile``,
            ``p_value``, ``same_length``.
            A text has similarity 1 with itself, in the first four; NaN where a pair was not compared, or has no value.
        """
        _check.one_of("column", column, ("similarity", *ESTIMATES))
        return pd.DataFrame(self._matrix(column), index=list(self.names), columns=list(self.names))

    def _matrix(self, column: str) -> NDArray[np.float64]:
        """Return one column of pairs as a matrix."""
        values = getattr(self, column)
        matrix = np.full((len(self.names), len(self.names)), np.nan)
        if values is None:
            return matrix
        if column in ("similarity", "corrected", "low", "high"):
            known = np.unique(np.concatenate([each[~np.isnan(values)] for each in (self.first, self.second)]))
            matrix[known, known] = 1.0
        matrix[self.first, self.second] = values
        if self.symmetric:
            matrix[self.second, self.first] = values
        return matrix

    def to_map(self, column: str = "similarity") -> tuple[pd.DataFrame, float]:
        """Return the texts as points in a plane, near where they are similar, and how well that fits.

        Classical scaling of 1 minus the similarity (of both directions, the mean): ``document``, ``x``, ``y``; and the
        share of the differences that the plane holds, in [0, 1].  Texts without similarities are left out.

        Raises
        ------
        ValueError
            If not every two texts were compared.
        """
        values = self.to_matrix(column).to_numpy()
        values = (values + values.T) / 2
        kept = np.flatnonzero(~np.isnan(values).all(axis=1))
        values = values[np.ix_(kept, kept)]
        if np.isnan(values).any() or len(kept) < 2:
            raise ValueError(f"column must have a value for every two texts, got {int(np.isnan(values).sum()):,} "
                             f"missing of {values.size:,} in {column!r}: compare all with pairs=None")
        points, explained = classical_scaling(1 - values)
        names = np.array(self.names, dtype=object)[kept]
        return pd.DataFrame({"document": names, "x": points[:, 0], "y": points[:, 1]}), explained

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each pair.

        Returns
        -------
        pandas.DataFrame
            ``document``, ``other``; ``similarity`` of the texts at hand; ``corrected``, ``low``, ``high`` of their
            populations, above 1 where no difference can be seen; ``null_mean``, ``null_sd``, ``z``, ``percentile``,
            ``p_value`` against chance; ``same_length``, of one passage of each, or of samples as long as the shortest
            text (for at most 500 pairs); ``n_units``, ``other_units``, ``n_tokens``, ``other_tokens``; ``unit``;
            ``metric``; ``weight``; ``note``, why a value is missing or what to mind.  What was not computed is
            ``<NA>``.
        """
        names = np.array(self.names, dtype=object)
        missing = np.full(len(self.first), np.nan)
        numbers = {name: missing if getattr(self, name) is None else getattr(self, name)
                   for name in ("similarity", *ESTIMATES)}
        frame = pd.DataFrame({
            "document": names[self.first], "other": names[self.second],
            **{name: pd.array(values, dtype="Float64") for name, values in numbers.items()},
            "n_units": self.n_units[self.first], "other_units": self.n_units[self.second],
            "n_tokens": self.n_tokens[self.first], "other_tokens": self.n_tokens[self.second],
            "unit": self.unit, "metric": self.metric, "weight": self.weight, "note": list(self.notes)})
        return frame[list(COLUMNS)]
