"""Topics beside those of scikit-learn: coherence, diversity, and agreement with labels.

Coherence is gensim's ``c_npmi`` of the ten top terms, with the collection itself as reference; diversity the
share of distinct words among all top terms; both are means over K and seeds.  Clusters are the topics with the
largest share of a document, held against its label.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

import textmine as tm
from benchmarks.sources import rows_of

COLLECTIONS = {
    "octis_bbc": "octis_bbc/corpus.jsonl.gz", "20newsgroups": "20newsgroups/train.jsonl.gz",
    "reuters_r8": "reuters_r8/train.jsonl.gz", "searchsnippets": "sttm_shorttext/searchsnippets.jsonl.gz",
    "googlenews": "sttm_shorttext/googlenews.jsonl.gz",
}
RAW = {"20newsgroups": 20, "reuters_r8": 5}
"""Collections of untreated text, and how many documents a term must have."""
SIZES = (10, 20, 30, 40, 50)
TOP = 10

Texts = list[list[str]]


def read(data: Path, name: str) -> tuple[Texts, list]:
    """Return the words and the label of every document; lower case, stop words and rare terms away, if untreated."""
    rows = rows_of(data / COLLECTIONS[name])
    texts = [row["text"].split() for row in rows]
    if name in RAW:
        stop = set(tm.stopwords("en"))
        texts = [[word for word in re.findall("[a-z]{3,}", row["text"].lower()) if word not in stop] for row in rows]
        documents = Counter(word for text in texts for word in set(text))
        texts = [[word for word in text if documents[word] >= RAW[name]] for text in texts]
    filled = [i for i, text in enumerate(texts) if text]
    return [texts[i] for i in filled], [rows[i].get("label") for i in filled]


def count(texts: Texts) -> tm.DocTerm:
    """Return the table of texts."""
    vectorizer = CountVectorizer(analyzer=list)
    counts = vectorizer.fit_transform(texts)
    return tm.DocTerm.from_counts(counts, vectorizer.get_feature_names_out(), [f"{i:06}" for i in range(len(texts))])


def words_of(model, table: tm.DocTerm) -> list[list[str]]:
    """Return the top terms of every topic of one of our models."""
    top = model.fit(table).top_terms(TOP)
    return top.groupby("topic")["term"].apply(list).tolist()


def ours(table: tm.DocTerm, n_topics: int, seed: int) -> list[list[str]]:
    return words_of(tm.NMF(n_topics), table)


def lda(table: tm.DocTerm, n_topics: int, seed: int) -> list[list[str]]:
    return words_of(tm.LDA(n_topics, random_state=seed), table)


def sklearn_nmf(table: tm.DocTerm, n_topics: int, seed: int) -> list[list[str]]:
    values = TfidfTransformer().fit_transform(table.counts)
    weights = NMF(n_topics, random_state=seed, max_iter=400).fit(values).components_
    return [[table.terms[i] for i in np.argsort(-row, kind="stable")[:TOP]] for row in weights]


MODELS: dict[str, Callable[[tm.DocTerm, int, int], list[list[str]]]] = {
    "tm.NMF": ours, "scikit-learn NMF": sklearn_nmf, "tm.LDA": lda}


def coherence(topics: list[list[str]], texts: Texts) -> list[float]:
    """Return the coherence of every topic."""
    return CoherenceModel(topics=topics, texts=texts, dictionary=Dictionary(texts), coherence="c_npmi", topn=TOP,
                          processes=1).get_coherence_per_topic()


def diversity(topics: list[list[str]]) -> float:
    """Return the share of distinct words."""
    return len({word for topic in topics for word in topic}) / sum(map(len, topics))


def quality(texts: Texts, table: tm.DocTerm, model: str, seeds: Iterable[int]) -> tuple[float, float]:
    """Return coherence and diversity, means over sizes and seeds."""
    runs = [MODELS[model](table, n_topics, seed) for n_topics in SIZES for seed in seeds]
    each = iter(coherence([topic for run in runs for topic in run], texts))
    npmi = [np.mean([next(each) for _ in run]) for run in runs]
    return float(np.mean(npmi)), float(np.mean([diversity(run) for run in runs]))


def agreement(labels: Sequence, clusters: np.ndarray) -> tuple[float, float]:
    """Return normalised mutual information and purity."""
    table = contingency_matrix(labels, clusters)
    return normalized_mutual_info_score(labels, clusters), table.max(axis=0).sum() / table.sum()


def main(argv: list[str] | None = None) -> int:
    """Print both tables; 1 if our NMF is behind scikit-learn's in either number somewhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--collections", nargs="+", default=["octis_bbc"], choices=COLLECTIONS)
    parser.add_argument("--models", nargs="+", default=["tm.NMF", "scikit-learn NMF"], choices=MODELS)
    parser.add_argument("--seeds", type=int, default=5, help="for models with chance in them")
    parser.add_argument("--clusters", nargs="*", default=["googlenews", "searchsnippets"], choices=COLLECTIONS)
    options = parser.parse_args(argv)
    behind = 0
    for name in options.collections:
        texts, _ = read(options.data, name)
        table, found = count(texts), {}
        for model in options.models:
            start = time.perf_counter()
            found[model] = quality(texts, table, model, range(1 if model == "tm.NMF" else options.seeds))
            print(f"{name:15} {model:17} NPMI {found[model][0]:.3f}  diversity {found[model][1]:.3f}  "
                  f"{time.perf_counter() - start:.0f} s", flush=True)
        if {"tm.NMF", "scikit-learn NMF"} <= set(found):
            behind += any(a < b for a, b in zip(found["tm.NMF"], found["scikit-learn NMF"], strict=True))
    for name in options.clusters:
        texts, labels = read(options.data, name)
        table, n_labels = count(texts), len(set(labels))
        for model in (tm.LDA(n_labels, doc_topic_prior=0.1, topic_term_prior=0.01, random_state=0), tm.NMF(n_labels)):
            start = time.perf_counter()
            nmi, purity = agreement(labels, model.fit_transform(table).argmax(axis=1))
            print(f"{name:15} tm.{type(model).__name__:3} K = {n_labels:3}  NMI {nmi:.3f}  purity {purity:.3f}  "
                  f"{time.perf_counter() - start:.0f} s", flush=True)
    return int(behind > 0)


if __name__ == "__main__":
    sys.exit(main())
