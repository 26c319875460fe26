"""Texts of known authors, for the tests of keyness."""

import gzip
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import textmine as tm

PAPERS = Path(__file__).parent.parent / "data" / "federalist.jsonl.gz"


@pytest.fixture(scope="session")
def federalist():
    """65 papers with their author; words of two letters and more, no stop list."""
    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    corpus = tm.Corpus.from_texts([paper["text"] for paper in papers], [f"{paper['number']:03}" for paper in papers],
                                  {"author": [paper["author"] for paper in papers]})
    return tm.tokenize(corpus).count()


@pytest.fixture(scope="session")
def made():
    """Return a function that makes a table of drawn counts, a document a row."""
    def of(counts, group, article=None):
        names = [f"d{i:04}" for i in range(len(counts))]
        documents = pa.table({"document": names, "article": article or names, "side": [str(each) for each in group]})
        return tm.DocTerm.from_counts(counts, [f"w{v:04}" for v in range(np.shape(counts)[1])], documents)
    return of
