import numpy as np
import pandas as pd
import pytest
from scipy.stats import entropy
from sklearn.decomposition import NMF as SklearnNMF

import textmine as tm

COLUMNS = ["topic", "prevalence", "coherence", "low", "high", "n_absent", "exclusivity", "effective_terms",
           "corpus_distance", "uniform_distance", "distinctness", "effective_documents", "rank_1_share",
           "nearest_topic", "overlap", "flag"]


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=5, n_init=1, random_state=0).fit(table)


class Planted:
    """A model whose topics and shares are given, for what is to be found out about them."""

    def __init__(self, phi, shares):
        self.components_, self.shares = np.array(phi, float), np.array(shares, float)
        self.terms_ = np.array([f"w{i}" for i in range(self.components_.shape[1])], dtype=object)

    def transform(self, table):
        names = table.documents["document"].to_pylist()
        return self.shares[[int(name) for name in names]]


def table_of(counts):
    counts = np.array(counts)
    names = [str(i) for i in range(len(counts))]
    return tm.DocTerm.from_counts(counts, [f"w{i}" for i in range(counts.shape[1])], names)


def test_columns_equal_their_definitions(model, tokens, table):
    found = tm.topic_quality(model, tokens)
    assert list(found) == COLUMNS
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    amounts = model.expected_tokens(table)
    prevalence = amounts.sum(axis=0) / amounts.sum()
    np.testing.assert_allclose(found["prevalence"], prevalence)
    spoken = np.zeros_like(phi)
    for share, counts in zip(model.transform(table), table.counts.toarray(), strict=True):
        mine = share[:, None] * phi
        spoken += counts * mine / mine.sum(axis=0)
    spoken /= spoken.sum(axis=1, keepdims=True)
    corpus = prevalence @ spoken
    np.testing.assert_allclose(found["corpus_distance"], [entropy(row, corpus) for row in spoken])
    np.testing.assert_allclose(found["uniform_distance"], [np.log(len(row)) - entropy(row) for row in phi])
    np.testing.assert_allclose(found["effective_terms"], 1 / (phi**2).sum(axis=1))
    np.testing.assert_allclose(found["rank_1_share"], np.bincount(amounts.argmax(axis=1), minlength=5) / len(table))
    pd.testing.assert_series_equal(found["coherence"], tm.coherence(model, tokens, window="document")["coherence"])
    best = [np.argsort(-row.round(12), kind="stable")[:10] for row in phi]
    np.testing.assert_allclose(found["exclusivity"],
                               [(phi[k, row] / phi[:, row].sum(axis=0)).mean() for k, row in enumerate(best)])


def test_no_topic_is_farther_from_the_corpus_than_its_prevalence_allows():
    counts = np.kron(np.eye(3), np.full((8, 4), 2)).astype(int)
    shares = np.repeat(np.eye(3), 8, axis=0)
    found = tm.topic_quality(Planted(np.kron(np.eye(3), np.ones(4)), shares), table_of(counts), top_n=4)
    np.testing.assert_allclose(found["distinctness"].astype(float), 1)
    np.testing.assert_allclose(found["effective_documents"], 8)
    assert (found["flag"] == "").all() and (found["overlap"] == 0).all()


def test_a_topic_that_repeats_the_corpus_and_one_that_repeats_another_are_flagged():
    rng = np.random.default_rng(0)
    own = np.kron(np.eye(3), np.ones(4))
    phi = np.vstack([own, own[1] + 0.05, own.mean(axis=0)])
    shares = rng.dirichlet(np.ones(5), 40)
    counts = np.stack([rng.multinomial(60, row) for row in shares @ (phi / phi.sum(axis=1, keepdims=True))])
    found = tm.topic_quality(Planted(phi, shares), table_of(counts), top_n=4)
    assert [flag.split(":")[0] for flag in found["flag"]] == ["", "", "", "duplicate of topic 2", "junk"]
    assert found["nearest_topic"].tolist()[:4] == [5, 4, 5, 2]


def test_few_documents_absent_terms_and_incoherence_are_flagged():
    counts = np.zeros((30, 8), int)
    counts[:2, :2], counts[2:16, 2], counts[16:, 3], counts[2:, 4:6] = 3, 2, 2, 1
    shares = np.zeros((30, 3))
    shares[:2, 0], shares[2:, 1], shares[2:, 2] = 1, 0.5, 0.5
    phi = np.array([[1, 1, 0, 0, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 0.5]])
    flags = tm.topic_quality(Planted(phi, shares), table_of(counts), top_n=3)["flag"]
    assert flags[0].startswith("few documents: as concentrated as in 2.0")
    assert "incoherent" in flags[1] and "1 of its top terms are not in these texts" in flags[2]


def test_limits_are_parameters(model, tokens):
    strict = tm.topic_quality(model, tokens, least_distinct=0.99, most_shared=0.01, fewest_documents=1e6)["flag"]
    assert strict.str.contains("junk").all() and strict.str.contains("few documents").all()
    assert strict.str.contains("duplicate of topic").tolist() == [False, True, True, True, True]
    loose = tm.topic_quality(model, tokens, least_distinct=1e-9, most_shared=0.999, fewest_documents=0.5)["flag"]
    assert not loose.str.contains("junk|duplicate|few").any()


def test_one_topic_is_the_corpus_and_has_no_distinctness(table):
    found = tm.topic_quality(tm.NMF(n_components=1).fit(table), table)
    assert found.loc[0, ["distinctness", "nearest_topic", "overlap"]].isna().all()
    assert found["corpus_distance"][0] == pytest.approx(0, abs=1e-9) and "junk" not in found["flag"][0]


def test_the_order_of_documents_does_not_matter_and_other_models_pass(table):
    model = SklearnNMF(4, init="nndsvda", max_iter=2000).fit(table.to_frame())
    order = np.random.default_rng(0).permutation(len(table))
    turned = tm.DocTerm(table.counts[order], table.terms, table.documents.take(order), table.sizes[order])
    pd.testing.assert_frame_equal(tm.topic_quality(model, table), tm.topic_quality(model, turned))


@pytest.mark.parametrize("options", [{"least_distinct": 0}, {"most_shared": 2}, {"fewest_documents": -1}])
def test_limits_out_of_range_are_named(options, model, table):
    with pytest.raises(ValueError, match=next(iter(options))):
        tm.topic_quality(model, table, **options)


def test_what_is_no_model_is_named(table):
    with pytest.raises(TypeError, match="fitted topic model"):
        tm.topic_quality([["peace", "treaty"]], table)
