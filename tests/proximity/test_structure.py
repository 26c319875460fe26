"""Trees and maps: what they show, what supports it, and that nothing but the texts has a part in it."""

import numpy as np
import pytest
from scipy import sparse
from scipy.cluster.hierarchy import is_valid_linkage

import textmine as tm
from textmine.proximity import resampled
from textmine.proximity.maps import map_of
from textmine.proximity.resampled import Shaken
from textmine.proximity.spaces import Part, Space
from textmine.proximity.structure import tree_of
from textmine.proximity.units import Units

NAMES = ["a", "b", "c", "d"]


def planted(seed=0, n=12, strength=1.5):
    """Passages of four articles, of which two and two have their words from one source."""
    rng = np.random.default_rng(seed)
    sources = rng.dirichlet(np.full(80, 0.5), 2) + strength * rng.dirichlet(np.full(80, 0.5))
    rates = np.repeat(sources[[0, 0, 1, 1]], n, axis=0) * rng.gamma(4, 0.25, (4 * n, 80))
    return np.stack([rng.multinomial(90, rate / rate.sum()) for rate in rates]).astype(float)


def inputs(rows, parts=(Part(1.0),)):
    n = len(rows) // 4
    return Space(sparse.csr_matrix(rows), parts), np.arange(len(rows)), np.repeat(np.arange(4), n)


def tree(rows, n_resamples=100, **options):
    given = {"sizes": rows.sum(axis=1), "names": NAMES, "unit": "passage", "n_resamples": n_resamples}
    return tree_of(*inputs(rows), **given, **options)


def test_planted_clusters_are_found_and_supported():
    frame = tree(planted()).to_frame()
    assert set(frame["members"][:2]) == {"a + b", "c + d"} and (frame["au"][:2] > 0.95).all()
    assert frame["au"].isna().tolist() == [False, False, True] and frame["note"][2].startswith("all texts")


def test_articles_that_do_not_differ_have_no_supported_cluster():
    rng = np.random.default_rng(1)
    found = [tree(rng.multinomial(90, rng.dirichlet(np.full(80, 0.5)), 48).astype(float)) for _ in range(5)]
    assert np.mean([support.bp > 0.95 for each in found for support in each.support[:-1]]) == 0


def test_the_result_is_what_a_dendrogram_needs():
    found = tree(planted())
    assert is_valid_linkage(found.merges) and found.members[-1].all()
    assert found.members.sum(axis=1).tolist() == found.merges[:, 3].astype(int).tolist()
    assert "AU" not in repr(found) and "passages drawn" in repr(found)


def test_similarities_of_draws_are_those_of_a_naive_loop():
    rows, n = planted(n=5), 5
    space, index, group = inputs(rows)
    shaken = Shaken(Units(space, index, group, rows.sum(axis=1)), NAMES, 0)
    times = np.random.default_rng(2).integers(0, 3, (3, 20)).astype(float)
    for drawn, found in zip(times, shaken.similarities(times), strict=True):
        def mean(g, h):
            pairs = [(i, j) for i in range(g * n, g * n + n) for j in range(h * n, h * n + n) if i != j]
            total = sum(drawn[i] * drawn[j] * rows[i] @ rows[j] for i, j in pairs)
            return total / sum(drawn[i] * drawn[j] * rows[i].sum() * rows[j].sum() for i, j in pairs)
        np.testing.assert_allclose(found[0, 2], mean(0, 2) / np.sqrt(mean(0, 0) * mean(2, 2)))


@pytest.mark.parametrize("parts", [(Part(1.0),), (Part(0.5), Part(0.5, np.random.default_rng(3).normal(size=(80, 6))))])
def test_products_of_units_and_sums_of_rows_agree(parts, monkeypatch):
    rows = planted()
    space, index, group = inputs(rows, parts)
    units = Units(space, index, group, rows.sum(axis=1))
    times = np.random.default_rng(4).integers(0, 3, (5, len(rows))).astype(float)
    few = Shaken(units, NAMES, 0).similarities(times)
    monkeypatch.setattr(resampled, "MOST_IN_GRAM", 0)
    np.testing.assert_allclose(Shaken(units, NAMES, 0).similarities(times), few, rtol=1e-9)


def test_the_size_of_a_batch_has_no_part(monkeypatch):
    whole = tree(planted(strength=4.0))
    monkeypatch.setattr(resampled, "CELLS_IN_BATCH", 200)
    assert tree(planted(strength=4.0)).support[:2] == whole.support[:2]


def test_order_of_documents_has_no_part(table):
    rows = np.random.default_rng(5).permutation(len(table))
    one, two = (tm.similarity_tree(each, n_resamples=30).to_frame() for each in (table, table[rows]))
    assert one.equals(two)
    one, two = (tm.similarity_map(each, n_resamples=30) for each in (table, table[rows]))
    assert one.equals(two)


def test_a_map_lies_where_the_similarities_say():
    rows = planted()
    found = map_of(*inputs(rows), sizes=rows.sum(axis=1), names=NAMES, unit="passage", n_resamples=200)
    points = found[["x", "y"]].to_numpy()
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    assert max(apart[0, 1], apart[2, 3]) < min(apart[0, 2], apart[1, 3])
    assert (found["major"] >= found["minor"]).all() and (found["inside"] > 0.9).all() and found["n_undefined"][0] == 0


def test_a_higher_coverage_widens_ellipses():
    rows = planted()
    given = {"sizes": rows.sum(axis=1), "names": NAMES, "unit": "passage", "n_resamples": 50}
    narrow, wide = (map_of(*inputs(rows), coverage=level, **given) for level in (0.5, 0.99))
    assert (wide["major"] > narrow["major"]).all() and wide["angle"].equals(narrow["angle"])


@pytest.mark.parametrize("door", [tm.similarity_tree, tm.similarity_map])
@pytest.mark.parametrize("arguments, message", [
    ({"weight": "tfidf"}, "Did you mean 'tf_idf'"), ({"by": "artikel"}, "Did you mean 'article'"),
    ({"n_resamples": 0}, "n_resamples must be"), ({"random_state": -1}, "random_state must be"),
    ({"by": "document"}, "at least 4 passages with words"),
])
def test_wrong_arguments_are_answered(door, arguments, message, table):
    with pytest.raises(ValueError, match=message):
        door(table, **arguments)


def test_articles_whose_passages_share_no_word_have_no_tree():
    texts = [f"w{i}" for i in range(12)]
    corpus = tm.Corpus.from_texts(texts, metadata={"theme": list("aaaabbbbcccc")})
    with pytest.raises(ValueError, match="words in common in each group, got none in 'a', 'b', 'c'"):
        tm.similarity_tree(tm.tokenize(corpus).count(), by="theme", weight="count")


@pytest.mark.slow
def test_ellipses_cover_the_points_of_the_populations():
    """Five articles of 13 passages (S1, spread .6): at least 91 and at most 98 % of 500."""
    from textmine.proximity.maps import _share_inside
    from textmine.stats.ordination import classical_scaling, procrustes

    covered = []
    for replicate in range(100):
        rng = np.random.default_rng(replicate)
        p = np.arange(1, 1001) ** -1.05 * np.exp(rng.normal(0, 0.6, (5, 1000)))
        p /= p.sum(axis=1, keepdims=True)
        rates = rng.gamma(300 * np.repeat(p, 13, axis=0))
        rows = np.stack([rng.multinomial(n, r / r.sum()) for n, r in
                         zip(rng.integers(40, 141, 65), rates, strict=True)]).astype(float)
        found = map_of(Space(sparse.csr_matrix(rows)), np.arange(65), np.repeat(np.arange(5), 13),
                       sizes=rows.sum(axis=1), names=list("abcde"), unit="passage", n_resamples=300)
        unit = p / np.linalg.norm(p, axis=1, keepdims=True)
        points = found[["x", "y"]].to_numpy()
        truth = procrustes(classical_scaling(1 - unit @ unit.T)[0], points)
        covered += [_share_inside((truth - points)[g:g + 1], tuple(found[["major", "minor", "angle"]].iloc[g]))
                    for g in range(5)]
    assert 0.91 <= np.mean(covered) <= 0.98


def test_a_tree_of_few_units_says_so():
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(list("abcdefgh"), 30)) for _ in range(36)]

    def notes(n_each):
        corpus = tm.Corpus.from_texts(texts[:3 * n_each], metadata={"theme": [name for name in "xyz"] * n_each})
        tree = tm.similarity_tree(tm.tokenize(corpus).count(), by="theme", weight="count", n_resamples=20)
        return tree.to_frame()["note"].tolist()

    assert notes(5) == ["a group of 5 articles: AU is often too high", "all texts: nothing to support"]
    assert notes(12) == ["", "all texts: nothing to support"]
