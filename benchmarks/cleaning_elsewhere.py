"""What does cleaning mark and merge in collections it was not written for?

Prints every zone and every long form, for a person to judge.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import textmine as tm
from benchmarks.sources import rows_of

FILES = ("us_inaugural/docs.jsonl.gz", "us_conventions2012/speeches.jsonl.gz", "irish_budget2010/docs.jsonl.gz",
         "federalist/papers.jsonl.gz", "movie_reviews/docs.jsonl.gz", "neardup_mccormick/articles_1000.jsonl.gz",
         "reuters_r8/train.jsonl.gz", "us_state_union/docs.jsonl.gz", "semeval2010/train.jsonl.gz",
         "fao30/docs.jsonl.gz", "stylo_novels/novels.jsonl.gz", "20newsgroups/train.jsonl.gz")


def main() -> None:
    """Print the audit of each collection, summed over its documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    for name in FILES:
        texts = [row["text"] for row in rows_of(options.data / name) if row["text"].strip()]
        audit = tm.Corpus.from_texts(texts, language="en").clean().audit
        summed = audit.groupby(["rule", "detail"], as_index=False).agg({"count": "sum", "example": "first"})
        print(f"\n== {name}: {len(texts)} texts")
        print(summed.to_string(index=False) if len(summed) else "nothing")


if __name__ == "__main__":
    main()
