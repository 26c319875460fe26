"""Moments of the square root of a bursty count.

The square root of a Poisson count scatters by a half whatever its mean, and a burst
counts for less than on the raw scale.  Under burstiness the mean and the scatter
of the root depend on the expected count alone, so a table over it is enough.

References
----------
Anscombe, F. J. (1948). The transformation of Poisson, binomial and
negative-binomial data. Biometrika 35, 246-254.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

STEP = 0.08
"""Distance of places in the table, on the log scale of the expected count."""

LARGE = 1000.0
"""Expected count from which roots are taken to just scale: with a burstiness of 0.1 and more, Poisson noise is below a
hundredth of the variance there, with 0.01 a tenth."""


@dataclass(frozen=True, eq=False)
class RootMoments:
    """Mean, standard deviation, slope, skewness and kurtosis of √y for expected counts on a grid.

    Attributes
    ----------
    start : float
        Natural log of the first expected count; the next are `STEP` apart.
    mean, deviation : arrays
        E √y and its standard deviation.
    slope : array
        ``d E √y / d log λ``.
    skewness, kurtosis : arrays
        Standardised third moment, and fourth less 3.
    """

    start: float
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    slope: NDArray[np.float64]
    skewness: NDArray[np.float64]
    kurtosis: NDArray[np.float64]

    @classmethod
    def between(cls, lowest: float, highest: float, burstiness: float) -> RootMoments:
        """Return the table from the lowest to the highest expected count.

        Notes
        -----
        y is negative binomial with mean λ and variance ``λ + φ λ²``.  ``E y = λ`` gives the
        variance of the root as ``λ - (E √y)²``, without cancellation trouble below `LARGE`.

        Examples
        --------
        >>> table = RootMoments.between(100, 200, 1e-6)
        >>> float(table.deviation[0].round(2)), float((table.mean[0] ** 2).round(1))
        (0.5, 99.7)
        """
        start = np.log(lowest)
        n = int(np.ceil((np.log(highest) - start) / STEP)) + 2
        level = np.exp(start + STEP * np.arange(n))
        moments = np.array([_moments(min(each, LARGE), burstiness) for each in level])
        scale = np.sqrt(np.maximum(level / LARGE, 1.0))
        mean, deviation = moments[:, 0] * scale, moments[:, 1] * scale
        return cls(float(start), mean, deviation, np.gradient(mean, STEP), *moments[:, 2:].T)

    def at(self, expected: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Return mean, deviation, slope, skewness and kurtosis at expected counts, linear in between."""
        places, grid = (np.log(expected) - self.start) / STEP, np.arange(len(self.mean))
        return tuple(np.interp(places, grid, each)
                     for each in (self.mean, self.deviation, self.slope, self.skewness, self.kurtosis))


def _moments(level: float, burstiness: float) -> tuple[float, ...]:
    """Return the four moments of the root of a negative binomial, summed until nothing is left."""
    size = 1 / burstiness
    last = int(nbinom.isf(1e-12, size, size / (size + level))) + 2
    roots = np.sqrt(np.arange(last + 1))
    chance = nbinom.pmf(np.arange(last + 1), size, size / (size + level))
    mean = float(chance @ roots)
    deviation = float(np.sqrt(max(level - mean**2, 1e-12)))
    scores = (roots - mean) / deviation
    return mean, deviation, float(chance @ scores**3), float(chance @ scores**4) - 3
