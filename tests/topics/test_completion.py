import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import NMF as SKNMF
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.model_selection import GridSearchCV

import textmine as tm
from textmine.stats.splitting import halves
from textmine.topics.completion import FLOOR, completion, completion_perplexity, completion_score

RNG = np.random.default_rng(5)
COUNTS = sparse.csr_matrix(RNG.poisson(0.6, (30, 25)))


def parts(model):
    return model.components_, model.transform


@pytest.mark.parametrize("model", [
    tm.LDA(n_components=3, max_iter=30, n_init=1), tm.NMF(n_components=3),
    LatentDirichletAllocation(3, random_state=0), SKNMF(3, init="nndsvda"),
], ids=["LDA", "NMF", "sklearn LDA", "sklearn NMF"])
def test_each_half_is_scored_under_the_shares_of_the_other(model):
    model.fit(COUNTS)
    worth, tokens = completion(*parts(model), COUNTS, seed=3)
    given, scored = (half.toarray() for half in halves(COUNTS, 3))
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    theta = model.transform(sparse.csr_matrix(given))
    sums = theta.sum(axis=1, keepdims=True)
    theta = np.where(sums > 0, theta / np.where(sums > 0, sums, 1), 1 / 3)
    p = (1 - FLOOR) * theta @ phi + FLOOR / 25
    np.testing.assert_allclose(worth, (scored * np.log(p)).sum(axis=1))
    np.testing.assert_array_equal(tokens, scored.sum(axis=1))
    assert completion_score(*parts(model), COUNTS, 3) == pytest.approx(worth.sum() / tokens.sum())
    assert completion_perplexity(*parts(model), COUNTS, 3) == pytest.approx(np.exp(-worth.sum() / tokens.sum()))


def test_a_model_of_one_even_topic_is_as_hard_as_its_terms():
    model = tm.LDA(n_components=1, max_iter=20, n_init=1).fit(np.full((8, 10), 4))
    assert completion_perplexity(*parts(model), sparse.csr_matrix(np.full((8, 10), 4))) == pytest.approx(10, rel=1e-2)


def test_the_order_of_documents_does_not_matter_and_a_batch_of_one_equals_many():
    model = tm.LDA(n_components=3, max_iter=30, n_init=1).fit(COUNTS)
    whole = completion(*parts(model), COUNTS)
    order = RNG.permutation(30)
    for a, b in zip(completion(*parts(model), COUNTS[order]), whole, strict=True):
        np.testing.assert_allclose(a, b[order], atol=1e-9)
    np.testing.assert_allclose(completion(*parts(model), COUNTS[4])[0], whole[0][4:5], atol=1e-9)


def test_topics_of_the_text_beat_topics_of_another():
    counts = sparse.csr_matrix(np.kron(np.eye(2, dtype=int), np.full((6, 5), 3)))
    good = tm.LDA(n_components=2, doc_topic_prior=0.1, max_iter=50, n_init=1).fit(counts)
    even = tm.LDA(n_components=1, max_iter=20, n_init=1).fit(counts)
    assert completion_perplexity(*parts(good), counts) == pytest.approx(5, rel=0.1)
    assert completion_perplexity(*parts(even), counts) == pytest.approx(10, rel=0.01)


def test_nothing_to_score_is_said():
    model = tm.LDA(n_components=1, max_iter=5, n_init=1).fit(COUNTS)
    with pytest.raises(ValueError, match="X must have a token"):
        completion_score(*parts(model), sparse.csr_matrix((2, 25)))


class Scored(tm.NMF):
    """A model with the two methods that scikit-learn's searches call."""

    def score(self, X, y=None):
        return completion_score(self.components_, self._transform, self._validate(X, reset=False))


def test_a_search_over_settings_by_completion_finds_the_planted_number():
    rng = np.random.default_rng(0)
    phi = np.kron(np.eye(3), np.full(8, 1 / 8))
    counts = np.stack([rng.multinomial(60, rng.dirichlet(np.full(3, 0.2)) @ phi) for _ in range(45)])
    search = GridSearchCV(Scored(), {"n_components": [1, 2, 3]}, cv=3).fit(sparse.csr_matrix(counts))
    assert search.best_params_ == {"n_components": 3}
    assert np.log(8) < -search.best_score_ < np.log(24)
