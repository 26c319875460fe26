"""Are intervals of topics what they are said to be? Simulated texts whose topics are known.

Every row draws texts from a known truth with ``numpy.random.default_rng(replicate)``,
fits the shipped defaults, matches topics by cosine (Kuhn 1955) and asks how often
the 95 % intervals hold the truth.  Replicates are independent, so the interval
printed beside each mean is that of a mean of independent numbers.

T1 plain, T2 articles and passages, T3 overlapping topics, T4 a wrong number of
topics (no window), T5 bursty words, T6 no difference, T7 recovery, SBC ranks of
true emphases among their draws (Talts et al. 2018), uniform if the draws are right.

References
----------
Talts, S., Betancourt, M., Simpson, D., Vehtari, A. and Gelman, A. (2018).
Validating Bayesian inference algorithms with simulation-based calibration.
arXiv:1804.06788.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy.stats import chi2, chi2_contingency

import textmine as tm
from textmine.stats.alignment import match
from textmine.topics.prevalence import EmphasisDraws

RECOVERED = 0.9
"""Cosine from which a topic counts as found."""

BINS = 20


@dataclass(frozen=True)
class Texts:
    """Counts, the topics they were drawn from (K, V), and the true shares of groups (G, K)."""

    table: tm.DocTerm
    topics: NDArray[np.float64]
    truth: NDArray[np.float64]


class KnownTopics:
    """A model that knows the true topics."""

    def __init__(self, texts: Texts):
        self.components_, self.terms_ = texts.topics, np.array(texts.table.terms, dtype=object)

    def transform(self, X: tm.DocTerm) -> NDArray[np.float64]:
        """Return even shares; draws of emphases do not use them."""
        return np.full((X.shape[0], len(self.components_)), 1 / len(self.components_))


def plain(replicate: int, n_docs: int, length: int, overlapping: bool = False) -> Texts:
    """Return T1 (and T3): documents with shares ``Dir(.3)`` of four topics."""
    rng = np.random.default_rng(replicate)
    topics = rng.dirichlet(np.full(300, 0.05), 4)
    if overlapping:
        topics = 0.7 * topics + 0.3 * rng.dirichlet(np.full(300, 0.1))
    truth = rng.dirichlet(np.full(4, 0.3), n_docs)
    return Texts(_table(rng, truth @ topics, length, np.arange(n_docs)), topics, truth)


def passages(replicate: int, length: int = 40, *, bursty: bool = False, same: bool = False,
             concentration: float | None = 2.66) -> Texts:
    """Return T2 (and T5, T6): five articles of 13 passages whose shares scatter around the article's emphasis.

    Without a concentration it is drawn from its prior, Gamma(1, .1).
    """
    rng = np.random.default_rng(replicate)
    topics = rng.dirichlet(np.full(450, 0.05), 6)
    truth = rng.dirichlet(np.ones(6), 5)
    if same:
        truth = np.tile(truth[0], (5, 1))
    scatter = rng.gamma(1.0, 10.0) if concentration is None else concentration
    group = np.repeat(np.arange(5), 13)
    shares = np.stack([rng.dirichlet(np.maximum(scatter * truth[g], 1e-9)) for g in group])
    if bursty:
        rates = np.stack([share @ np.stack([rng.dirichlet(np.maximum(200 * topic, 1e-9)) for topic in topics])
                          for share in shares])
    else:
        rates = shares @ topics
    return Texts(_table(rng, rates, length, group), topics, truth)


def _table(rng: np.random.Generator, rates: NDArray, length: int, group: NDArray) -> tm.DocTerm:
    """Return documents of a length, drawn from the rates of their terms."""
    counts = np.stack([rng.multinomial(length, rate / rate.sum()) for rate in rates])
    names = [f"a{g:02}:{i:03}" for i, g in enumerate(group)]
    documents = pa.table({"document": names, "article": [f"a{g:02}" for g in group]})
    return tm.DocTerm.from_counts(counts, [f"w{w:03}" for w in range(counts.shape[1])], documents)


def matched(model: tm.LDA | tm.CompoundLDA | tm.NMF, texts: Texts) -> tuple[dict[int, int], float]:
    """Return the true topic of each fitted one (from 1), and the least cosine of a pair."""
    first, second = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (texts.topics, model.components_))
    partner, cosine = match(first @ second.T)
    return {int(fitted) + 1: true for true, fitted in enumerate(partner) if fitted >= 0}, cosine[partner >= 0].min()


def coverage(draws: EmphasisDraws, truth: NDArray, topic: dict[int, int]) -> dict[str, float]:
    """Return how often intervals of prevalences and of differences hold the truth, and how wide they are."""
    position = {label: i for i, label in enumerate(draws.groups.labels)}
    one, two = (frame[frame["topic"].isin(topic)] for frame in (draws.to_frame(), draws.differences()))
    true = truth[one["group"].map(position), one["topic"].map(topic)]
    gap = (truth[two["group"].map(position), two["topic"].map(topic)]
           - truth[two["other"].map(position), two["topic"].map(topic)])
    return {
        "coverage": one["prevalence_low"].le(true).mul(one["prevalence_high"].ge(true)).mean(),
        "width": (one["prevalence_high"] - one["prevalence_low"]).mean(),
        "coverage of differences": two["low"].le(gap).mul(two["high"].ge(gap)).mean(),
        "width of differences": (two["high"] - two["low"]).mean(),
    }


def documents_row(replicate: int, n_docs: int, length: int, overlapping: bool = False) -> dict[str, float]:
    """Return coverage of the shares of documents, under `LDA`."""
    texts = plain(replicate, n_docs, length, overlapping)
    model = tm.LDA(4, n_jobs=1).fit(texts.table)
    topic, cosine = matched(model, texts)
    draws = tm.emphasis_draws(model, texts.table, by="document", n_jobs=1)
    return coverage(draws, texts.truth, topic) | {"all topics recovered": float(cosine >= RECOVERED)}


def articles_row(replicate: int, length: int = 40, bursty: bool = False, n_topics: int = 6,
                 kind: type = tm.CompoundLDA) -> dict[str, float]:
    """Return coverage of the emphases of articles."""
    texts = passages(replicate, length, bursty=bursty)
    model = kind(n_topics, n_jobs=1).fit(texts.table)
    topic, cosine = matched(model, texts)
    draws = tm.emphasis_draws(model, texts.table, n_jobs=1)
    return coverage(draws, texts.truth, topic) | {"all topics recovered": float(cosine >= RECOVERED)}


def no_difference_row(replicate: int) -> dict[str, float]:
    """Return how often a difference is found where there is none."""
    texts = passages(replicate, same=True)
    model = tm.LDA(6, n_jobs=1).fit(texts.table)
    found = tm.emphasis_test(model, texts.table)
    compound = tm.CompoundLDA(6, n_jobs=1).fit(texts.table)
    return {
        "exchange test, p <= .05": found["p_value"].le(0.05).mean(),
        "exchange test, any p_max <= .05": float(found["p_max"].le(0.05).any()),
        "interval of the difference without 0 (LDA)": _without_zero(model, texts.table),
        "interval of the difference without 0 (CompoundLDA)": _without_zero(compound, texts.table),
        "chi-square on tokens, p <= .05": _chi_square(model, texts.table),
    }


def _without_zero(model: tm.LDA | tm.CompoundLDA, table: tm.DocTerm) -> float:
    """Return the share of differences whose interval leaves 0 out."""
    frame = tm.emphasis_draws(model, table, n_jobs=1).differences()
    return float((frame["low"].gt(0) | frame["high"].lt(0)).mean())


def _chi_square(model: tm.LDA, table: tm.DocTerm) -> float:
    """Return how often the tokens of a topic differ between two articles by the chi-square test."""
    group = table.grouping("article").index
    amounts = np.stack([model.expected_tokens(table)[group == g].sum(axis=0) for g in range(5)])
    others = amounts.sum(axis=1, keepdims=True) - amounts
    p_values = [chi2_contingency(np.stack([amounts[pair, k], others[pair, k]]) + 1e-9, correction=False).pvalue
                for pair in map(list, combinations(range(5), 2)) for k in range(amounts.shape[1])]
    return float(np.mean(np.array(p_values) <= 0.05))


def recovery_row(replicate: int) -> dict[str, float]:
    """Return whether all topics were found."""
    texts = plain(replicate, 60, 150)
    return {"all topics recovered": float(matched(tm.LDA(4, n_jobs=1).fit(texts.table), texts)[1] >= RECOVERED)}


def rank_row(replicate: int, learned: bool) -> dict[str, float]:
    """Return the rank of the true emphasis of each article on one topic among its draws, in [0, 1)."""
    texts = passages(replicate, concentration=None)
    model = tm.CompoundLDA(6, n_jobs=1).fit(texts.table) if learned else KnownTopics(texts)
    topic = matched(model, texts)[0]
    drawn = tm.emphasis_draws(model, texts.table, n_jobs=1).prevalence
    fitted = {true: position - 1 for position, true in topic.items()}
    return {f"article {g}": (drawn[:, g, fitted[g]] < texts.truth[g, g]).mean() for g in range(5)}


ROWS: dict[str, dict[str, Callable[[int], dict[str, float]]]] = {
    "T1": {f"T1 plain, {d} documents of {n} tokens": partial(documents_row, n_docs=d, length=n)
           for d, n in ((20, 150), (60, 150), (20, 800))},
    "T2": {f"T2 articles, passages of {n} tokens": partial(articles_row, length=n) for n in (40, 100)},
    "T2-LDA": {f"T2 articles, passages of {n} tokens, topics of LDA": partial(articles_row, length=n, kind=tm.LDA)
               for n in (40, 100)},
    "T3": {f"T3 overlapping, {d} documents of {n} tokens": partial(documents_row, n_docs=d, length=n, overlapping=True)
           for d, n in ((20, 150), (60, 150), (20, 800))},
    "T4": {f"T4 {k} topics for 6": partial(articles_row, n_topics=k) for k in (4, 9)},
    "T5": {"T5 bursty words": partial(articles_row, bursty=True)},
    "T6": {"T6 no difference": no_difference_row},
    "T7": {"T7 recovery": recovery_row},
    "SBC": {"SBC ranks, topics known": partial(rank_row, learned=False),
            "SBC ranks, topics learned": partial(rank_row, learned=True)},
}


def means(found: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of every measure over independent replicates, with its 95 % Monte-Carlo interval."""
    half = 1.96 * found.std(ddof=1) / np.sqrt(len(found))
    return pd.DataFrame({"mean": found.mean(), "low": found.mean() - half, "high": found.mean() + half})


def uniformity(ranks: NDArray[np.float64]) -> tuple[float, str]:
    """Return the p-value of the chi-square test that ranks are uniform, and their histogram in one line."""
    counts = np.histogram(ranks, BINS, (0, 1))[0]
    expected = ranks.size / BINS
    p_value = chi2.sf(((counts - expected) ** 2 / expected).sum(), BINS - 1)
    return float(p_value), "".join("▁▂▃▄▅▆▇█"[min(7, int(4 * count / expected))] for count in counts)


def run(row: Callable[[int], dict[str, float]], replicates: int, processes: int) -> pd.DataFrame:
    """Return what every replicate of a row found."""
    with ProcessPoolExecutor(processes) as pool:
        return pd.DataFrame(list(pool.map(row, range(replicates))))


def main() -> None:
    """Print a table for each row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--rows", default=",".join(ROWS), help="such as T1,T6")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    for name in arguments.rows.split(","):
        for title, row in ROWS[name].items():
            start = time.perf_counter()
            found = run(row, arguments.replicates, arguments.processes)
            seconds = time.perf_counter() - start
            print(f"\n{title}: {len(found)} replicates, {seconds:.0f} s", flush=True)
            if name == "SBC":
                p_value, histogram = uniformity(found.to_numpy())
                print(f"uniform: p = {p_value:.3f}  {histogram}", flush=True)
            else:
                print(means(found).round(4).to_string(), flush=True)


if __name__ == "__main__":
    main()
