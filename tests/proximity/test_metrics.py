import numpy as np
import pytest

import textmine as tm
from textmine.proximity import metrics
from textmine.proximity.metrics import ALIASES, METRICS, metric_named
from textmine.proximity.pooling import WEIGHTS, collection
from textmine.proximity.term_similarity import latent_vectors, soft_space


def test_every_metric_says_where_it_is_from_and_what_it_takes():
    for name, metric in METRICS.items():
        assert metric_named(name) is metric and metric.source and metric.weights
        assert metric.bounds[0] < metric.bounds[1] == 1
        assert set(metric.options) <= set(metrics.RULES)
    assert set(ALIASES.values()) <= set(METRICS) and not set(ALIASES) & set(METRICS)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_background_changes_weights_and_no_counts(weight, table):
    both = collection(table[:40], table[40:])
    rows, learnt = both.weighted(weight)
    assert rows.shape[0] == 40 and learnt.shape == (len(table), len(both.terms))
    whole = collection(table).weighted(weight)[0]
    np.testing.assert_allclose(rows.toarray(), whole[:40].toarray(), atol=1e-12)


def test_both_parts_of_a_soft_space_weigh_the_same_in_the_mean_document(table):
    space, _ = soft_space(collection(table), "smooth_entropy")
    lengths = [part.coordinates(space.rows) for part in space.parts]
    plain, latent = lengths[0].multiply(lengths[0]).sum(), (lengths[1] ** 2).sum()
    assert plain == pytest.approx(latent)


def test_term_vectors_do_not_depend_on_how_long_a_text_is(table):
    rows = collection(table).weighted("smooth_entropy")[0].tocsr()
    longer = rows.copy()
    longer[3] *= 7
    one, other = latent_vectors(rows, 10), latent_vectors(longer.tocsr(), 10)
    np.testing.assert_allclose(one @ one.T, other @ other.T, atol=1e-8)


def test_more_components_than_the_table_has_are_fewer():
    table = tm.tokenize(tm.Corpus.from_texts(["peace now", "war"], ["a", "b"])).count()
    assert latent_vectors(collection(table).weighted("count")[0], 40).shape == (3, 2)
