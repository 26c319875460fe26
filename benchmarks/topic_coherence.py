"""Coherence: the same numbers as gensim and how fast, coverage of its intervals, and what the flags find."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

import textmine as tm
from benchmarks.sources import newsgroups, rows_of

MEASURES = {"npmi": "c_npmi", "uci": "c_uci", "c_v": "c_v", "u_mass": "u_mass"}


def corpora(data: Path) -> Iterator[tuple[str, tm.Tokens]]:
    """Yield names and tokens without stop words of English collections."""
    texts = {
        "Federalist": [row["text"] for row in rows_of(data / "federalist/papers.jsonl.gz")],
        "Reuters R8": [row["text"] for row in rows_of(data / "reuters_r8/train.jsonl.gz")],
        "20 Newsgroups": list(newsgroups(data)),
    }
    for name, each in texts.items():
        corpus = tm.Corpus.from_texts([text for text in each if text.strip()], language="en")
        yield name, tm.tokenize(corpus).drop(tm.stopwords("en"))


def against_gensim(name: str, tokens: tm.Tokens, model: tm.NMF) -> pd.DataFrame:
    """Return seconds of both and the greatest difference, of top ten terms of each topic."""
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    texts = [tokens.words(i) for i in range(len(tokens))]
    dictionary = Dictionary(texts)
    lists = [rows["term"].tolist() for _, rows in model.top_terms(10).groupby("topic")]
    rows = []
    for measure, theirs in MEASURES.items():
        tm.coherence(lists, tokens, measure)
        start = time.perf_counter()
        found = tm.coherence(lists, tokens, measure)["coherence"].astype(float)
        seconds = time.perf_counter() - start
        start = time.perf_counter()
        expected = CoherenceModel(topics=lists, texts=texts, dictionary=dictionary, coherence=theirs,
                                  processes=1).get_coherence_per_topic()
        theirs_seconds = time.perf_counter() - start
        exact = tm.coherence(lists, tokens, measure, counting="boolean")["coherence"].astype(float)
        rows.append((name, measure, seconds, theirs_seconds, np.abs(found - expected).max(),
                     np.abs(exact - expected).max()))
    return pd.DataFrame(rows, columns=["corpus", "measure", "seconds", "gensim", "difference", "forgetting"])


def coverage(replicates: int) -> pd.DataFrame:
    """Return how often the 95 % interval holds the value of 20,000 documents, for D documents of n words."""
    rows = []
    for n_documents, n_words in ((30, 150), (60, 80), (200, 80), (500, 40)):
        rng = np.random.default_rng(n_documents)
        phi = rng.dirichlet(np.full(200, 0.05), 6)
        names = np.array([f"w{w:03d}" for w in range(200)])
        lists = [names[np.argsort(-row)[:10]].tolist() for row in phi]

        def drawn(n: int) -> tm.DocTerm:
            theta = rng.dirichlet(np.full(6, 0.3), n)
            counts = np.stack([rng.multinomial(n_words, row) for row in theta @ phi])
            return tm.DocTerm.from_counts(counts, names.tolist(), [f"{i:06d}" for i in range(n)])

        whole = drawn(20_000)
        truth = {measure: tm.coherence(lists, whole, measure)["coherence"] for measure in MEASURES}
        hits: dict[str, list[float]] = {measure: [] for measure in MEASURES}
        for _ in range(replicates):
            table = drawn(n_documents)
            for measure in MEASURES:
                found = tm.coherence(lists, table, measure)
                hits[measure].append(((found["low"] <= truth[measure]) & (truth[measure] <= found["high"])).mean())
        rows += [(n_documents, n_words, measure, np.mean(each)) for measure, each in hits.items()]
    return pd.DataFrame(rows, columns=["documents", "words", "measure", "coverage"])


class _Given:
    """A model with topics and shares that are given."""

    def __init__(self, phi: np.ndarray, shares: np.ndarray, terms: list[str]):
        self.components_, self.shares, self.terms_ = phi, shares, np.array(terms, dtype=object)

    def transform(self, table: tm.DocTerm) -> np.ndarray:
        return self.shares


def planted_flags(replicates: int) -> pd.DataFrame:
    """Return shares of planted topics with each flag: 8 themes, one background, one copy; for several overlaps."""
    rows = []
    for overlap in (0.0, 0.2, 0.4):
        for replicate in range(replicates):
            rng = np.random.default_rng(replicate)
            common = rng.dirichlet(np.full(500, 0.1))
            own = (1 - overlap) * rng.dirichlet(np.full(500, 0.05), 8) + overlap * common
            copy = 0.9 * own[7] + 0.1 * rng.dirichlet(np.full(500, 0.05))
            background = 0.9 * own.mean(axis=0) + 0.1 * rng.dirichlet(np.full(500, 0.05))
            phi = np.vstack([own, copy, background])
            shares = rng.dirichlet(np.full(10, 0.3), 200)
            counts = np.stack([rng.multinomial(80, row) for row in shares @ phi])
            names = [f"w{w:03d}" for w in range(500)]
            table = tm.DocTerm.from_counts(counts, names, [f"{i:03d}" for i in range(200)])
            flags = tm.topic_quality(_Given(phi, shares, names), table)["flag"]
            kind = ["theme"] * 8 + ["copy", "background"]
            rows += [(overlap, *row) for row in zip(kind, flags.str.contains("junk"), flags.str.contains("duplicate"),
                                                    flags == "", strict=True)]
    table = pd.DataFrame(rows, columns=["overlap", "kind", "junk", "duplicate", "none"])
    return table.groupby(["overlap", "kind"]).mean()


def main(argv: list[str] | None = None) -> int:
    """Print all tables; 1 if a value differs from gensim's by more than 1e-6."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--replicates", type=int, default=200)
    options = parser.parse_args(argv)
    print(planted_flags(options.replicates).round(3).to_string())
    print(coverage(options.replicates).round(3).to_string(index=False))
    worst = 0.0
    for name, tokens in corpora(options.data):
        table = tokens.count().trim(min_docs=5, max_docs=0.5)
        model = tm.NMF(n_components=20, max_iter=60).fit(table)
        found = against_gensim(name, tokens, model)
        worst = max(worst, found["difference"].max())
        print(found.to_string(index=False))
        quality = tm.topic_quality(model, tokens)
        print(quality[["distinctness", "overlap", "effective_documents", "coherence"]].astype(float).quantile(
            [0, 0.1, 0.5, 0.9, 1]).round(3).to_string())
        print(quality["flag"].str.split(":").str[0].value_counts().to_string())
    return int(worst > 1e-6)


if __name__ == "__main__":
    sys.exit(main())
