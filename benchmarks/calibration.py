"""Are the error rates what they are said to be? Simulated articles with known truth.

Five articles of a few passages; topic shares of passages scatter around those of
their article (Dirichlet with the given concentration), word counts are bursty.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from scipy import sparse

from textmine.stats.association import log_likelihood
from textmine.stats.intervals import pooled_rate_interval, pooled_share_interval, ratio_interval
from textmine.stats.resampling import group_against_rest, permutation_p_values

CHI_SQUARE_95 = 3.841459


def share_coverage(replicates: int) -> pd.DataFrame:
    """Return coverage and mean width of 95 % intervals of topic shares."""
    rows = []
    for concentration in (0.3, 2.66, 10):
        for units in (9, 13, 19):
            found: dict[str, list] = {"pooled score": [], "studentised bootstrap": []}
            for replicate in range(replicates):
                rng = np.random.default_rng(replicate)
                truth = rng.dirichlet(np.ones(6), size=5)
                group = np.repeat(np.arange(5), units)
                sizes = rng.integers(30, 70, len(group)).astype(float)
                shares = np.stack([rng.dirichlet(concentration * np.maximum(truth[g], 1e-3)) for g in group])
                amounts = shares * sizes[:, None]
                _, low, high = pooled_share_interval(amounts, sizes, group, 5)
                found["pooled score"].append((truth, low, high))
                limits = [ratio_interval(amounts[group == g], sizes[group == g], np.random.default_rng([0, g]))
                          for g in range(5)]
                low, high = (np.nan_to_num(np.stack(each), nan=missing)
                             for each, missing in zip(zip(*limits, strict=True), (0, 1), strict=True))
                found["studentised bootstrap"].append((truth, low, np.minimum(high, 1)))
            for method, results in found.items():
                truth, low, high = (np.stack(each) for each in zip(*results, strict=True))
                rows.append((method, concentration, units, ((low <= truth) & (truth <= high)).mean(),
                             (high - low).mean()))
    return pd.DataFrame(rows, columns=["interval", "concentration", "passages", "coverage", "mean_width"])


def rate_coverage(replicates: int) -> pd.DataFrame:
    """Return coverage of 95 % intervals of rates of themes."""
    rows = []
    for shape in (0.5, 1.5, 5):
        for units in (9, 19):
            covered = []
            for replicate in range(replicates):
                rng = np.random.default_rng(replicate)
                truth = np.exp(rng.normal(-4.8, 0.7, (5, 10)))
                group = np.repeat(np.arange(5), units)
                sizes = rng.integers(40, 140, len(group)).astype(float)
                counts = rng.poisson(truth[group] * rng.gamma(shape, 1 / shape, (len(group), 10)) * sizes[:, None])
                _, low, high = pooled_rate_interval(counts, sizes, group, 5)
                covered.append(((low <= truth) & (truth <= high)).mean())
            rows.append((shape, units, np.mean(covered)))
    return pd.DataFrame(rows, columns=["burstiness_shape", "passages", "coverage"])


def test_size(replicates: int) -> pd.DataFrame:
    """Return how often words differ at p < .05 where no article differs."""
    by_permutation, by_tokens, tested = 0, 0, 0
    for replicate in range(replicates):
        rng = np.random.default_rng(replicate)
        base = rng.dirichlet(np.full(60, 0.6))
        sizes = rng.integers(40, 140, 65)
        counts = rng.poisson(base * rng.gamma(1.5, 1 / 1.5, (65, 60)) * sizes[:, None])
        counts = sparse.csr_matrix(counts[:, counts.sum(axis=0) >= 5])
        group = np.repeat(np.arange(5), 13)
        p = permutation_p_values(counts, sizes, group, 5, 199, rng)
        by_permutation += (p <= 0.05).sum()
        by_tokens += (log_likelihood(*group_against_rest(counts, sizes, group, 5)) > CHI_SQUARE_95).sum()
        tested += p.size
    return pd.DataFrame({"test": ["permutation of passages", "G² on tokens, χ² table"],
                         "rejected_at_5_percent": [by_permutation / tested, by_tokens / tested], "tests": tested})


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=300)
    replicates = parser.parse_args().replicates
    for title, table in (("Topic shares", share_coverage(replicates)), ("Rates of themes", rate_coverage(replicates)),
                         ("Keyness without any difference", test_size(replicates))):
        print(f"\n{title}, {replicates} replicates\n{table.round(3).to_string(index=False)}")


if __name__ == "__main__":
    main()
