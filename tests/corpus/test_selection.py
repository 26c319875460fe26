import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm


def corpus_of(n, order=None):
    order = range(n) if order is None else order
    return tm.Corpus.from_texts([f"Text {i}." for i in order], [f"d{i}" for i in order],
                                {"side": ["left" if i % 3 else "right" for i in order]})


def names(corpus):
    return corpus.documents["document"].to_pylist()


@given(st.permutations(range(9)), st.integers(1, 9), st.integers(0, 3))
def test_a_draw_does_not_depend_on_the_order_and_keeps_it(order, n, seed):
    drawn = names(corpus_of(9, order).sample(n, random_state=seed))
    assert set(drawn) == set(names(corpus_of(9).sample(n, random_state=seed))) and len(set(drawn)) == n
    assert drawn == [f"d{i}" for i in order if f"d{i}" in drawn]


def test_a_larger_draw_holds_the_smaller_and_seeds_differ():
    corpus = corpus_of(40)
    assert set(names(corpus.sample(5))) < set(names(corpus.sample(6)))
    assert len({tuple(names(corpus.sample(5, random_state=seed))) for seed in range(20)}) == 20


def test_every_document_is_drawn_as_often():
    corpus, n = corpus_of(10), 2000
    counts = np.zeros(10)
    for seed in range(n):
        counts[[int(name[1:]) for name in names(corpus.sample(3, random_state=seed))]] += 1
    assert ((counts - 0.3 * n) ** 2 / (0.3 * n)).sum() < 27.9  # chi-squared with 9 degrees of freedom, p = .001


def test_groups_give_as_many_each():
    drawn = corpus_of(12).sample(4, by="side")
    assert sorted(drawn.documents["side"].to_pylist()) == ["left"] * 4 + ["right"] * 4
    assert drawn.articles.num_rows == 8


@pytest.mark.parametrize("arguments, message", [
    ({"n": 10}, "n must be at most the 9 documents, since none is drawn twice, got 10"),
    ({"n": 4, "by": "side"}, "at most the 3 documents with side 'right'"), ({"n": 0}, "n must be a whole number"),
    ({"n": 1, "random_state": None}, "random_state must be"), ({"n": 1, "by": "sied"}, "Did you mean 'side'"),
])
def test_wrong_draws_are_explained(arguments, message):
    with pytest.raises(ValueError, match=message):
        corpus_of(9).sample(**arguments)


def test_passages_can_be_drawn(cleaned):
    passages = cleaned.segment()
    drawn = passages.sample(2, by="article")
    assert len(drawn) == 10 and set(names(drawn)) < set(names(passages))
