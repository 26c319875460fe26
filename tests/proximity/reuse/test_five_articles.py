"""The bundled articles: two of them hold passages that read as two translations of one source."""

from pathlib import Path

import numpy as np
import pytest

import textmine as tm

SEEDS = Path(__file__).parents[3] / "seeds"
SOURCES = ("not considered a pandemic", "ADMM Retreat in Hanoi", "framework for Vietnam's participation",
           "important pillar of the Party")
"""Words of the four passages in article 000."""


@pytest.fixture(scope="module")
def corpus():
    return tm.read_corpus(SEEDS, language="en").clean()


def test_the_re_translated_passages_rank_on_top(corpus):
    rows = tm.shared_passages(tm.tokenize(corpus)).to_frame()
    top = rows.head(5)
    assert top["article"].str.startswith("000").all() and top["other"].str.startswith("001").all()
    said = " ".join(" ".join(top["text"]).replace("’", "'").split())
    assert all(words in said for words in SOURCES)
    assert (top["q_value"] < 0.01).all()


def test_words_in_random_order_share_nothing_so_clear(corpus):
    least = tm.shared_passages(tm.tokenize(corpus)).to_frame()["score"].iloc[4]
    rng = np.random.default_rng(0)
    names, texts = corpus.articles["article"].to_pylist(), corpus.articles["text"].to_pylist()
    mixed = []
    for text in texts:
        sentences = [sentence.split() for sentence in text.replace("\n", " ").split(". ")]
        mixed.append(". ".join(" ".join(rng.permutation(words)) for words in sentences if words))
    shuffled = tm.shared_passages(tm.tokenize(tm.Corpus.from_texts(mixed, names, language="en"))).to_frame()
    assert shuffled["score"].max() < least if len(shuffled) else True
