"""Are similarities what they are said to be?  Simulated passages with known truth, and real texts cut short.

Shown: coverage of the intervals of populations (asked: 93 to 97 %), size of the test against the null (4 to 6 %), how
often supported clusters are false, coverage of the ellipses of maps, and with ``--data`` the correlation of
scores with the length of texts (asked: below .1 for similarities at a common length).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.interpolate import PchipInterpolator
from scipy.stats import betabinom, spearmanr

from benchmarks.sources import inaugural, rows_of
from textmine.proximity.lengths import passage_similarity, sample_similarity
from textmine.proximity.maps import map_of
from textmine.proximity.nulls import relabelling_null
from textmine.proximity.populations import population_similarity
from textmine.proximity.spaces import Part, Space
from textmine.proximity.structure import tree_of
from textmine.stats.ordination import classical_scaling, procrustes
from textmine.stats.weighting import term_weights

V, CONCENTRATION = 1000, 300
ZIPF = np.arange(1, V + 1) ** -1.05 / (np.arange(1, V + 1) ** -1.05).sum()
PAIR = np.array([[0, 1]])
LENGTHS = (100, 200, 400, 800, 1800)


LOCAL = {"count": np.positive, "tf_idf": np.positive, "log_entropy": np.log1p}


def passages(rng: np.random.Generator, p: NDArray, n: int, longer: int = 1) -> NDArray[np.float64]:
    """Return passages of simulation S1."""
    rates = rng.gamma(CONCENTRATION * p, size=(n, V))
    sizes = longer * rng.integers(40, 141, n)
    return np.stack([rng.multinomial(k, r / r.sum()) for k, r in zip(sizes, rates, strict=True)]).astype(float)


def other(rng: np.random.Generator, spread: float) -> NDArray[np.float64]:
    """Return a population that lies so far from the first."""
    q = ZIPF * np.exp(rng.normal(0, spread, V))
    return q / q.sum()


def expected_logarithm() -> Callable[[NDArray], NDArray]:
    """Return the mean of ln(1 + count) over passages, as a function of a word's share."""
    grid = np.exp(np.linspace(np.log(1e-8), np.log(0.9), 300))
    count = np.arange(141)[:, None]
    means = [np.log1p(count[:n + 1]).T @ betabinom.pmf(count[:n + 1], n, CONCENTRATION * grid,
                                                       CONCENTRATION * (1 - grid)) for n in range(40, 141)]
    curve = PchipInterpolator(np.log(grid), np.log(np.mean(means, axis=0).ravel()))
    return lambda p: np.exp(curve(np.log(np.maximum(p, 1e-8))))


def soft(rows: sparse.csr_matrix) -> tuple[Part, ...]:
    """Return a space with similarities of terms as they were learnt from these rows."""
    _, values, vectors = np.linalg.svd(rows.toarray(), full_matrices=False)
    kept = values[:50] > 1e-9 * values[0]
    vectors = vectors[:50][kept].T * values[:50][kept]
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    first, second = np.triu_indices(vectors.shape[1])
    return Part(0.5), Part(0.5, vectors[:, first] * vectors[:, second] * np.where(first == second, 1, np.sqrt(2)))


def spaces(rng: np.random.Generator, counts: NDArray, p: NDArray, q: NDArray, mean_log: Callable) -> Iterator:
    """Yield name, space and the true cosine in it, conditional on its weights."""
    for weight in LOCAL:
        per_term = term_weights(sparse.csr_matrix(counts), weight)
        expected = np.stack([mean_log(each) if weight == "log_entropy" else each for each in (p, q)]) * per_term
        rows = sparse.csr_matrix(LOCAL[weight](counts) * per_term)
        yield weight, Space(rows), cosine(expected, (Part(1.0),))
    background = np.log1p(np.vstack([passages(rng, each, 100) for each in (p, q)])) * per_term
    for name, base in (("soft, learnt elsewhere", sparse.csr_matrix(background)), ("soft, learnt here", rows)):
        parts = soft(base)
        yield name, Space(rows, parts), cosine(expected, parts)


def cosine(rows: NDArray, parts: tuple[Part, ...]) -> float:
    """Return the cosine of two rows in a space."""
    points = Space(sparse.csr_matrix(rows), parts)
    a, b = points.rows[[0]], points.rows[[1]]
    return float((points.products(a, b) / np.sqrt(points.products(a, a) * points.products(b, b)))[0])


def coverage(replicates: int) -> pd.DataFrame:
    """Return how often intervals of populations hold the truth."""
    mean_log, rows = expected_logarithm(), []
    for units in ((13, 13), (40, 40)):
        for spread in (0.0, 0.3, 0.6):
            for replicate in range(replicates):
                rng = np.random.default_rng(replicate)
                q = other(rng, spread)
                counts = np.vstack([passages(rng, ZIPF, units[0]), passages(rng, q, units[1])])
                group = np.repeat([0, 1], units)
                for name, space, truth in spaces(rng, counts, ZIPF, q, mean_log):
                    got = population_similarity(space, np.arange(len(group)), group, PAIR, sizes=counts.sum(axis=1))
                    rows.append((name, units[0], spread, truth, got.plug_in[0], got.estimate[0],
                                 got.low[0] <= truth <= got.high[0], got.high[0] - got.low[0]))
    columns = ["space", "passages", "spread", "truth", "plug_in", "estimate", "covered", "width"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.groupby(["space", "passages", "spread"]).mean().reset_index()


def sizes_of_test(replicates: int) -> pd.DataFrame:
    """Return how often p <= .05 where the groups do not differ."""
    rows = []
    for units, longer in (((13, 13), 1), ((13, 40), 1), ((13, 40), 3), ((5, 5), 8)):
        for replicate in range(replicates):
            rng = np.random.default_rng(replicate)
            counts = np.vstack([passages(rng, ZIPF, units[0], 8 if longer == 8 else 1),
                                passages(rng, ZIPF, units[1], longer)])
            for name, local in (("count", np.positive), ("log", np.log1p)):
                got = relabelling_null(Space(sparse.csr_matrix(local(counts))), np.arange(sum(units)),
                                       np.repeat([0, 1], units), PAIR, sizes=counts.sum(axis=1), names=["a", "b"],
                                       n_orders=199, n_jobs=1)
                rows.append((f"{units[0]} v {units[1]}", longer, name, got.p_value[0] <= 0.05))
    frame = pd.DataFrame(rows, columns=["units", "times_as_long", "weight", "rejected"])
    return frame.groupby(["units", "times_as_long", "weight"]).mean().reset_index()


def trees_and_maps(replicates: int) -> pd.DataFrame:
    """Return how often ellipses hold the truth, and supported clusters are not in the tree of the populations."""
    rows = []
    for spread in (0.0, 0.6):
        for replicate in range(replicates):
            rng = np.random.default_rng(replicate)
            populations = np.stack([other(rng, spread) for _ in range(5)])
            counts = np.vstack([passages(rng, p, 13) for p in populations])
            given = {"sizes": counts.sum(axis=1), "names": list("abcde"), "unit": "passage"}
            units = Space(sparse.csr_matrix(counts)), np.arange(65), np.repeat(np.arange(5), 13)
            unit = populations / np.linalg.norm(populations, axis=1, keepdims=True)
            tree, truth = tree_of(*units, n_resamples=200, **given), true_clusters(unit @ unit.T)
            false = [row.tobytes() not in truth for row in tree.members[:-1]]
            drawn = map_of(*units, n_resamples=300, **given)
            points = procrustes(classical_scaling(1 - unit @ unit.T)[0], drawn[["x", "y"]].to_numpy())
            rows.append((spread, np.mean(inside(points, drawn)),
                         *(np.mean([getattr(s, kind) > 0.95 for s in tree.support[:-1]]) for kind in ("au", "bp")),
                         *(np.mean([getattr(s, kind) > 0.95 and (f or not spread) for s, f in
                                    zip(tree.support[:-1], false, strict=True)]) for kind in ("au", "bp"))))
    return pd.DataFrame(rows, columns=["spread", "ellipse_holds", "au_above_95", "bp_above_95", "au_false",
                                       "bp_false"]).groupby("spread").mean().reset_index()


def true_clusters(similarities: NDArray) -> set[bytes]:
    """Return the clusters of the tree of the populations."""
    from textmine.proximity.structure import _clusters

    return {row.tobytes() for row in _clusters(1 - similarities)[1]}


def inside(points: NDArray, drawn: pd.DataFrame) -> NDArray[np.bool_]:
    """Return whether points lie in the ellipses of a map."""
    moved, angle = points - drawn[["x", "y"]].to_numpy(), np.radians(drawn["angle"].to_numpy())
    along = moved[:, 0] * np.cos(angle) + moved[:, 1] * np.sin(angle)
    across = moved[:, 1] * np.cos(angle) - moved[:, 0] * np.sin(angle)
    return (along / drawn["major"].to_numpy()) ** 2 + (across / drawn["minor"].to_numpy()) ** 2 <= 1


def texts(data: Path) -> dict[str, list[list[str]]]:
    """Return texts of one author each, as words."""
    words = re.compile(r"\b\w\w+\b")
    papers = rows_of(data / "federalist/papers.jsonl.gz")
    found = {name.title(): [words.findall(row["text"].lower()) for row in papers if row["author"] == name]
             for name in ("HAMILTON", "MADISON")}
    for row in rows_of(data / "stylo_novels/novels.jsonl.gz"):
        novel = words.findall(row["text"].lower())
        found[row["id"]] = [novel[i:i + 2000] for i in range(0, min(len(novel), 80_000) - 2000, 2000)]
    found["Inaugural addresses"] = [words.findall(row["text"].lower()) for row in inaugural(data)]
    return found


def lengths(data: Path, draws: int, start: bool) -> pd.DataFrame:
    """Return correlations of scores with the length that texts are cut to: from a random word on, or from the first."""
    rows = []
    for name, documents in texts(data).items():
        documents = [each for each in documents if len(each) >= LENGTHS[-1]]
        for draw in range(1 if start else draws):
            rng = np.random.default_rng(draw)
            cut = [[document[first:first + n] for document in documents
                    for first in [0 if start else int(rng.integers(0, len(document) - n + 1))]] for n in LENGTHS]
            for weight in LOCAL:
                rows += [(name, weight, score, *correlation) for score, correlation in scores(cut, weight).items()]
    columns = ["texts", "weight", "score", "spearman", "pearson", *(f"at_{n}" for n in LENGTHS)]
    return pd.DataFrame(rows, columns=columns).groupby(["texts", "weight", "score"], sort=False).mean().reset_index()


def scores(cut: list[list[list[str]]], weight: str) -> dict[str, tuple[float, ...]]:
    """Return correlations of each score with length, and its means."""
    pieces = [[text[i:i + 100] for i in range(0, len(text), 100)] for texts in cut for text in texts]
    whole = [text for texts in cut for text in texts]
    terms = words_of(whole)
    counts, parts = counted(whole, terms), counted([piece for text in pieces for piece in text], terms)
    n = len(cut[0])
    first, second = np.triu_indices(n, 1)
    pairs = np.vstack([np.column_stack([first, second]) + n * k for k in range(len(cut))])
    length = np.repeat(LENGTHS, len(first))
    per_term = term_weights(counts, weight)
    rows, space = (weighted(each, per_term, LOCAL[weight]) for each in (counts, parts))
    group = np.repeat(np.arange(len(whole)), [len(text) for text in pieces])
    sizes = np.asarray(parts.sum(axis=1)).ravel()
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    dots = np.asarray(rows[pairs[:, 0]].multiply(rows[pairs[:, 1]]).sum(axis=1)).ravel()
    given = np.arange(len(group)), group, pairs
    found = {"plug-in": dots / norms[pairs].prod(axis=1),
             "passages": passage_similarity(Space(space), *given, sizes=sizes),
             "samples": sample_similarity(counts, per_term, (Part(1.0),), pairs, local=LOCAL[weight]),
             "population": population_similarity(Space(space), *given, sizes=sizes).estimate}
    return {name: related(length, values) for name, values in found.items()}


def related(length: NDArray, values: NDArray) -> tuple[float, ...]:
    """Return the correlations of values with length, rank and linear, and their medians at each length."""
    known = np.isfinite(values)
    means = [float(np.nanmean(values[length == n])) if known[length == n].any() else np.nan for n in LENGTHS]
    return (float(spearmanr(length[known], values[known])[0]), float(np.corrcoef(length[known], values[known])[0, 1]),
            *means)


def words_of(documents: list[list[str]]) -> list[str]:
    """Return the words that stand in five documents or more."""
    found = Counter(word for text in documents for word in set(text))
    return sorted(word for word, n in found.items() if n >= 5)


def counted(documents: list[list[str]], terms: list[str]) -> sparse.csr_matrix:
    """Return the counts of terms in documents."""
    places = {word: i for i, word in enumerate(terms)}
    rows, columns = zip(*((row, places[word]) for row, text in enumerate(documents) for word in text if word in places),
                        strict=True)
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(documents), len(terms)))
    counts.sum_duplicates()
    return counts


def weighted(counts: sparse.csr_matrix, per_term: NDArray, local: Callable) -> sparse.csr_matrix:
    """Return rows of weighted terms."""
    rows = counts.copy()
    rows.data = local(rows.data)
    return sparse.csr_matrix(rows @ sparse.diags(per_term))


def main() -> int:
    """Print the tables; return 0 if all that was asked holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--replicates", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=3)
    arguments = parser.parse_args()
    n = arguments.replicates
    covered = coverage(n)
    error = 1.96 * np.sqrt(0.95 * 0.05 / n)
    print(f"Intervals, {n} replicates (± {error:.3f})\n{covered.round(3).to_string(index=False)}")
    asked = covered[covered["space"] != "soft, learnt here"]["covered"]
    good = bool(asked.between(0.93 - error, 0.97 + error).all())
    size = sizes_of_test(n)
    print(f"\nTests without any difference\n{size.round(3).to_string(index=False)}")
    good &= bool(size["rejected"].between(0.04 - error, 0.06 + error).all())
    print(f"\nTrees and maps of five articles\n{trees_and_maps(max(20, n // 10)).round(3).to_string(index=False)}")
    for start in (False, True) if arguments.data else ():
        found = lengths(arguments.data, arguments.draws, start)
        print(f"\nLength, cut from {'the first word' if start else 'a random word'} on\n"
              f"{found.round(3).to_string(index=False)}")
        if not start:
            good &= bool((found[found["score"] == "passages"]["pearson"].abs() < 0.1).all())
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
