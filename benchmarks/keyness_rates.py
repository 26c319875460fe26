"""Error rates of keyness: K1 to K5, beside the measures that every other package reports.

K1: random halves of texts of one author or class, where nothing can be found.  K2: papers of two authors.
K3: drawn texts in which 20 of 400 words are four times (or twice) as frequent in one group, and all
other words shrink a little as shares.  K4: coverage of the interval of the log2 ratio, alone, and of ten
words that rank first together.  K5: one article against four others, with passages as observations.
power: how often a difference is found that `tm.minimum_detectable` says is found in 80 % of cases.
Draw number r comes from ``numpy.random.default_rng(r)``; `tm.keyness` runs with its defaults.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import norm
from sklearn.feature_extraction.text import CountVectorizer

import textmine as tm
from benchmarks.sources import rows_of
from textmine.stats.multiplicity import benjamini_hochberg

ROWS = ("K1", "K2", "K3", "K4", "K5", "power")
MEASURES = ("moderated", "log_likelihood", "log_odds", "rank_sum", "permutation")
HALVES = 30
Generator = np.random.Generator


def texts_of(data: Path) -> dict[str, tuple[list[str], int]]:
    """Return the texts of each homogeneous class, and how many of them a run takes."""
    papers = rows_of(data / "federalist/papers.jsonl.gz")
    author = {name: [row["text"] for row in papers if row["author"] == name] for name in ("HAMILTON", "MADISON")}
    return {
        "Hamilton": (author["HAMILTON"], 51), "Madison": (author["MADISON"], 14),
        "film reviews, negative": ([row["text"] for row in rows_of(data / "movie_reviews/docs.jsonl.gz")
                                    if row["sentiment"] == "neg"], 60),
        "Reuters acq": ([row["text"] for row in rows_of(data / "reuters_r8/train.jsonl.gz")
                         if row["label"] == "acq"], 60),
        "BBC sport": ([row["text"] for row in rows_of(data / "octis_bbc/corpus.jsonl.gz")
                       if row["label"] == "sport"], 60),
    }


def table_of(counts: sparse.spmatrix | NDArray, groups: Sequence[str], articles: Sequence[str] | None = None,
             least: int = 1) -> tm.DocTerm:
    """Return a table of documents with their group, and terms in at least `least` documents."""
    names = [f"d{i:05}" for i in range(len(groups))]
    documents = pa.table({"document": names, "article": articles or names, "side": list(map(str, groups))})
    terms = [f"w{v:06}" for v in range(counts.shape[1])]
    return tm.DocTerm.from_counts(counts, terms, documents).trim(min_docs=least)


def counted(texts: Sequence[str], groups: Sequence[str]) -> tm.DocTerm:
    """Return texts counted by scikit-learn's token rule, without a stop list, terms of five documents and more."""
    return table_of(CountVectorizer().fit_transform(texts), groups, least=5)


def p_of(table: tm.DocTerm, measure: str, target: str) -> NDArray[np.float64]:
    """Return p of every word; for log-odds that of its z."""
    rows = tm.keyness(table, by="side", target=target, measure=measure)
    column = "statistic" if measure == "log_odds" else "p_value"
    values = rows[column].dropna().to_numpy(dtype=float)
    return 2 * norm.sf(np.abs(values)) if measure == "log_odds" else values


def k1(data: Path, runs: int, measures: Sequence[str]) -> Iterator[dict]:
    """Yield what is found between random halves of one class."""
    for name, (texts, n) in texts_of(data).items():
        if name == "Madison":
            continue
        found: dict[str, list] = defaultdict(list)
        for run in range(runs):
            order = np.random.default_rng(run).permutation(len(texts))[:n]
            table = counted([texts[i] for i in order], ["A"] * (n // 2) + ["B"] * (n - n // 2))
            for measure in measures:
                p = p_of(table, measure, "A")
                found[measure].append(((p < 0.05).mean(), (benjamini_hochberg(p) < 0.05).sum()))
        for measure, rates in found.items():
            share, words = np.mean(rates, axis=0)
            yield {"row": "K1", "texts": name, "measure": measure, "p < .05": share, "words q < .05": words}


def k2(data: Path, runs: int, measures: Sequence[str]) -> Iterator[dict]:
    """Yield how many words tell two authors apart."""
    texts = texts_of(data)
    for n1, n2, draws in ((10, 10, runs), (5, 5, runs), (51, 14, 1)):
        found: dict[str, list] = defaultdict(list)
        for run in range(draws):
            rng = np.random.default_rng(run)
            chosen = [[texts[name][0][i] for i in rng.permutation(len(texts[name][0]))[:n]]
                      for name, n in (("Hamilton", n1), ("Madison", n2))]
            table = counted([*chosen[0], *chosen[1]], ["H"] * n1 + ["M"] * n2)
            for measure in measures:
                found[measure].append((benjamini_hochberg(p_of(table, measure, "H")) < 0.05).sum())
        for measure, words in found.items():
            yield {"row": "K2", "texts": f"{n1} v {n2}", "measure": measure, "words q < .05": np.mean(words)}


def bursty(rng: Generator, n: int, times: float, n_words: int = 400) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Return counts of K3, the group of each document, the true log2 ratios, and what is expected in each group."""
    base, shape = rng.dirichlet(np.full(n_words, 0.6)), np.exp(rng.normal(0.5, 1, n_words))
    rate = np.tile(base, (2, 1))
    if times > 1:
        rate[1, rng.choice(np.flatnonzero(base > 1 / 800), 20, replace=False)] *= times
    sizes, group = rng.integers(300, 1501, 2 * n), np.repeat([0, 1], n)
    counts = rng.poisson(sizes[:, None] * rate[group] * rng.gamma(shape, 1 / shape, (2 * n, n_words)))
    expected = np.array([sizes[group == g].sum() * rate[g] for g in (0, 1)])
    return counts, group, np.log2(rate[1] / rate[0]), expected


def k3(runs: int) -> Iterator[dict]:
    """Yield size, power and false discoveries where 20 words changed."""
    for n in (10, 20, 40):
        for times in (2, 4):
            found = []
            for run in range(runs):
                counts, group, true, _ = bursty(np.random.default_rng(run), n, times)
                kept = counts.sum(axis=0) >= 20
                rows = tm.keyness(table_of(counts[:, kept], group), by="side", target="1").sort_values("term")
                p, changed = rows["p_value"].to_numpy(dtype=float), true[kept] != 0
                hits = benjamini_hochberg(p) <= 0.1
                found.append(((p[~changed] < 0.05).mean(), hits[changed].mean(),
                              (hits & ~changed).sum() / max(hits.sum(), 1),
                              rows["log_ratio_adjusted"][~changed].median(), rows["log_ratio"][~changed].median()))
            size, power, fdr, adjusted, raw = np.mean(found, axis=0)
            yield {"row": "K3", "texts": f"{n} v {n}, × {times}", "measure": "moderated", "p < .05": size,
                   "power": power, "FDR at 10 %": fdr, "median log ratio": adjusted, "unadjusted": raw}


def k4(runs: int) -> Iterator[dict]:
    """Yield how often the interval holds the true ratio, alone and for the ten first words together."""
    for n in (10, 20, 40):
        for times in (1, 2, 4):
            alone, together = [], []
            for run in range(runs):
                counts, group, true, expected = bursty(np.random.default_rng(run), n, times)
                kept = counts.sum(axis=0) > 0
                rows = tm.keyness(table_of(counts[:, kept], group), by="side", target="1").sort_values("term")
                inside, inside_joint = (holds(rows, true[kept], suffix) for suffix in ("", "_joint"))
                alone.append(inside[expected[:, kept].min(axis=0) >= 5].mean())
                top = np.argsort(rows["p_value"].to_numpy(dtype=float), kind="stable")[:10]
                together.append(inside_joint[top].all())
            yield {"row": "K4", "texts": f"{n} v {n}, × {times}", "measure": "moderated", "coverage": np.mean(alone),
                   "ten together": np.mean(together)}


def holds(rows: pd.DataFrame, true: NDArray, suffix: str) -> NDArray[np.bool_]:
    """Return whether each interval holds the true value; no limit is no bound."""
    low, high = (rows[name + suffix].astype(float).fillna(side).to_numpy()
                 for name, side in (("low", -np.inf), ("high", np.inf)))
    return (low <= true) & (true <= high)


def k5(runs: int, measures: Sequence[str]) -> Iterator[dict]:
    """Yield what is found where five articles do not differ and passages are the observations."""
    found: dict[str, list] = defaultdict(list)
    for run in range(runs):
        rng = np.random.default_rng(run)
        base = rng.dirichlet(np.full(400, 0.6))
        counts = rng.poisson(rng.integers(40, 141, 65)[:, None] * base * rng.gamma(1.5, 1 / 1.5, (65, 400)))
        articles = [f"a{i}" for i in np.repeat(np.arange(5), 13)]
        table = table_of(counts, articles, articles, least=5)
        for measure in measures:
            rows = tm.keyness(table, by="article", measure=measure)
            column = rows["statistic" if measure == "log_odds" else "p_value"].to_numpy(dtype=float)
            p = 2 * norm.sf(np.abs(column)) if measure == "log_odds" else column
            found[measure].append(((p < 0.05).mean(), (benjamini_hochberg(p) < 0.05).sum()))
    for measure, rates in found.items():
        share, words = np.mean(rates, axis=0)
        yield {"row": "K5", "texts": "5 × 13 passages", "measure": measure, "p < .05": share, "words q < .05": words}


def power(runs: int) -> Iterator[dict]:
    """Yield how often the smallest difference that is said to be found is found, by how frequent words are."""
    rates = np.array([300, 1_000, 3_000, 10_000])
    base, ten = np.full(400, 1.0), np.repeat(rates, 10) / 1e6
    base[:40], base[40:] = ten, (1 - ten.sum()) / 360
    for n in (5, 10, 40):
        said: pd.DataFrame | None = None
        found: dict[int, list] = defaultdict(list)
        for run in range(runs):
            rng = np.random.default_rng(run)
            sizes, group = rng.integers(300, 1501, 2 * n), np.repeat([0, 1], n)
            shape = np.exp(rng.normal(0.5, 1, 400))
            bursts = rng.gamma(shape, 1 / shape, (2 * n, 400))
            if said is None:
                table = table_of(rng.poisson(sizes[:, None] * base * bursts), group)
                said = tm.minimum_detectable(table, by="side", target="1", rates=rates.tolist())
            for side, column in ((1, "log_ratio_more"), (-1, "log_ratio_less")):
                ratio = np.repeat(said[column].to_numpy(dtype=float), 10)
                times, rate = np.exp2(np.nan_to_num(ratio)), np.tile(base, (2, 1))
                rate[0, :40] *= 2 / (1 + times)
                rate[1, :40] = rate[0, :40] * times
                rows = tm.keyness(table_of(rng.poisson(sizes[:, None] * rate[group] * bursts), group), by="side",
                                  target="1").sort_values("term")[:40]
                hit = (rows["p_value"] <= 0.05) & (rows["statistic"] * side > 0)
                found[side].append(hit.to_numpy(dtype=float).reshape(4, 10).mean(axis=1))
        assert said is not None
        for i, rate in enumerate(rates):
            yield {"row": "power", "texts": f"{n} v {n}", "per million": rate,
                   "more": said["log_ratio_more"][i], "found more": np.mean(found[1], axis=0)[i],
                   "less": said["log_ratio_less"][i], "found less": np.mean(found[-1], axis=0)[i]}


def main(argv: list[str] | None = None) -> int:
    """Print a table for every row asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR", help="for K1 and K2")
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument("--replicates", type=int, default=100, help="of K3 to K5")
    parser.add_argument("--measures", default=",".join(MEASURES))
    options = parser.parse_args(argv)
    asked, measures = options.rows.split(","), options.measures.split(",")
    if not options.data and {"K1", "K2"} & set(asked):
        parser.error("K1 and K2 need --data DIR")
    designs: dict[str, Callable[[], Iterator[dict]]] = {
        "K1": lambda: k1(options.data, HALVES, measures), "K2": lambda: k2(options.data, HALVES, measures),
        "K3": lambda: k3(options.replicates), "K4": lambda: k4(options.replicates),
        "K5": lambda: k5(options.replicates, measures), "power": lambda: power(options.replicates)}
    for name in asked:
        print(pd.DataFrame(designs[name]()).round(3).to_string(index=False, na_rep=""), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
