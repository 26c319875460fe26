"""False discoveries of the search for reworked passages, among texts that have none.

Samples of UN speeches, Federalist papers and film reviews are searched with the shipped settings: with the content
words of each sentence in random order; as they are, between collections, where nothing has one source; and as they are,
within a collection, where formulas of address, quotations and names of casts are shared in earnest.  Printed are the
share of pairs of sentences with p < .05, over all samples, with an interval from the samples; the share with p < .001;
and how many pairs have q < .05, in how many samples.  Asked is that no more than 5 % have p < .05 in shuffled
order, and between collections, as far as the interval tells.

    python -m benchmarks.reuse_null --data DIR
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

import textmine as tm
from benchmarks.sources import rows_of, un_debates
from textmine.proximity.reuse._content import content_of
from textmine.proximity.reuse.paraphrase import tested_pairs
from textmine.proximity.reuse.texts import texts_of
from textmine.stats.multiplicity import benjamini_hochberg

SAMPLES, LEAST = 10, 4


def collections(data: Path) -> dict[str, tuple[list[str], int]]:
    """Return the texts of each collection, and how many make a sample."""
    debates = list(un_debates(data))
    papers = [row["text"] for row in rows_of(data / "federalist/papers.jsonl.gz")]
    reviews = [row["text"] for row in rows_of(data / "movie_reviews/docs.jsonl.gz")]
    return {"UN speeches": (debates, 40), "Federalist": (papers, 40), "film reviews": (reviews, 120)}


def p_values(texts: list[str], code: NDArray[np.int64], seed: int, shuffle: bool) -> NDArray[np.float64]:
    """Return the p-values of all pairs of sentences that are aligned, of texts with different codes."""
    names = [f"{i:05}" for i in range(len(texts))]
    content = content_of(texts_of(tm.tokenize(tm.Corpus.from_texts(texts, names, language="en"))), "en", LEAST)
    if shuffle:
        sentence = np.repeat(np.arange(len(content.bounds) - 1), np.diff(content.bounds))
        order = np.lexsort((np.random.default_rng(seed).random(len(sentence)), sentence))
        content = content._replace(terms=content.terms[order])
    return tested_pairs(content, code[content.articles], seed, 1)[2]


def summary(name: str, samples: list[NDArray[np.float64]]) -> float:
    """Print the rates of all samples together, and return the lower end of the interval of p < .05."""
    sizes = np.array([len(sample) for sample in samples])
    hits = np.array([(sample < 0.05).sum() for sample in samples])
    rate = hits.sum() / sizes.sum()
    error = np.sqrt(((hits - rate * sizes) ** 2).sum() * len(sizes) / (len(sizes) - 1)) / sizes.sum()
    half = t.ppf(0.975, len(sizes) - 1) * error
    found = sum((benjamini_hochberg(sample) <= 0.05).any() for sample in samples)
    number = sum((benjamini_hochberg(sample) <= 0.05).sum() for sample in samples)
    far = np.mean(np.concatenate(samples) < 0.001)
    print(f"{name:38} {sizes.sum():7,} pairs  p < .05: {rate:.4f} ({rate - half:.4f} to {rate + half:.4f})  p < .001: "
          f"{far:.5f}  q <= .05: {number} pairs in {found} of {len(samples)} samples", flush=True)
    return rate - half


def main(argv: list[str] | None = None) -> int:
    """Print the rates; 1 if one that is asked is too high."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--samples", type=int, default=SAMPLES)
    options = parser.parse_args(argv)
    known = collections(options.data)
    draws = []
    for seed in range(options.samples):
        rng = np.random.default_rng(seed)
        draws.append({name: [texts[i] for i in np.sort(rng.choice(len(texts), size, replace=False))]
                      for name, (texts, size) in known.items()})
    missed = 0
    for name in known:
        own = [(draw[name], np.arange(len(draw[name]))) for draw in draws]
        shuffled = [p_values(*each, seed, True) for seed, each in enumerate(own)]
        missed += summary(f"{name}, shuffled order", shuffled) > 0.05
        summary(f"{name}, as they are", [p_values(*each, seed, False) for seed, each in enumerate(own)])
    between = [(sum(draw.values(), []), np.repeat(np.arange(len(draw)), [len(texts) for texts in draw.values()]))
               for draw in draws]
    for shuffle, what in ((True, "shuffled order"), (False, "as they are")):
        samples = [p_values(*each, seed, shuffle) for seed, each in enumerate(between)]
        missed += summary(f"between collections, {what}", samples) > 0.05
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
