"""Sketches: estimates scatter as they say, what texts decide is exact, copies do not blow up."""

import time
from itertools import permutations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.corpus import sketches as module
from textmine.corpus.duplication import shingles


def words(seed, n):
    """A text of n words that are all different."""
    return " ".join(f"w{seed}x{i}" for i in range(n))


def excerpts(n=30):
    """Texts, excerpts that stand in them between other words, and texts that have nothing in common."""
    texts, names, known = [], [], []
    for i in range(n):
        body = words(i, 1200).split()
        size, start = [40, 80, 160][i % 3], 37 * i % 900
        texts += [" ".join(body), " ".join(body[start:start + size]) + " " + words(1000 + i, 5)]
        names += [f"long{i:02}", f"part{i:02}"]
        known.append((f"part{i:02}", f"long{i:02}"))
    return tm.Corpus.from_texts(texts, names), known


@settings(max_examples=40)
@given(st.lists(st.text(alphabet="abc .", max_size=30).filter(str.strip), min_size=1, max_size=7), st.integers(1, 2),
       st.sampled_from([0.2, 0.5, 0.9, 1.0]))
def test_with_the_texts_values_are_exact_and_with_all_shingles_nothing_is_missed(texts, n_words, threshold):
    corpus = tm.Corpus.from_texts(texts)
    found = tm.sketch(corpus, n_words=n_words, share=1).pairs(threshold, "containment", texts=corpus)
    sets = {str(i + 1): set(shingles(text, n_words).tolist()) for i, text in enumerate(texts)}
    values = {(a, b): len(sets[a] & sets[b]) / len(sets[a]) for a, b in permutations(sets, 2) if sets[a]}
    first = {a: min(b for b in sets if sets[b] == sets[a]) for a in sets}
    expected = {(a, b): v for (a, b), v in values.items() if v >= threshold - 1e-12
                and (first[a] == a and first[b] == b or first[a] == b)}
    assert {(a, b): v for a, b, v in found[["document", "other", "exact"]].values} == pytest.approx(expected)
    assert (found["similarity"] == found["exact"]).all()
    alike = tm.sketch(corpus, n_words=n_words).pairs(threshold, texts=corpus)
    for a, b, value in alike[["document", "other", "exact"]].values:
        assert value == pytest.approx(len(sets[a] & sets[b]) / len(sets[a] | sets[b])) and value >= threshold - 1e-12


def test_estimates_scatter_as_their_standard_errors_say():
    texts = [words(i, 400) for i in range(120)]
    texts += [" ".join(text.split()[:300]) + " " + words(500 + i, 100) for i, text in enumerate(texts)]
    corpus = tm.Corpus.from_texts(texts)
    for measure in ("jaccard", "containment"):
        found = tm.sketch(corpus, share=0.2).pairs(0.4, measure, texts=corpus)
        z = ((found["similarity"] - found["exact"]) / found["standard_error"]).astype(float)
        n = 120 if measure == "jaccard" else 240
        assert len(found) == n and abs(z.mean()) < 0.3 and 0.75 < z.std() < 1.25


def test_containment_of_all_shingles_is_exact_and_without_error():
    corpus, _ = excerpts(12)
    found = tm.sketch(corpus, share=1).pairs(0.3, "containment", texts=corpus)
    assert len(found) and (found["similarity"] < 1).any() and (found["standard_error"] == 0).all()
    np.testing.assert_allclose(found["similarity"], found["exact"].astype(float), atol=1e-12)


def test_excerpts_are_found_in_texts_many_times_their_length():
    corpus, known = excerpts()
    assert tm.sketch(corpus, share=0.2).pairs(0.5, texts=corpus).empty
    found = tm.sketch(corpus, share=0.2).pairs(0.7, "containment", texts=corpus)
    assert set(zip(found["document"], found["other"], strict=True)) == set(known)
    assert (found["exact"] >= 0.7).all() and (found["n_shingles"] < found["n_shingles_other"]).all()


def test_thousands_of_copies_make_thousands_of_rows():
    text = words(0, 200)
    near = [text + f" end{i}" for i in range(1000)]
    corpus = tm.Corpus.from_texts([text] * 1500 + near + [words(1, 150)] + ["?!"])
    start = time.perf_counter()
    found = tm.sketch(corpus)
    clusters = found.clusters()
    same = tm.sketch(corpus.select(np.arange(2502) < 1500))
    assert time.perf_counter() - start < 30
    assert len(clusters) == 2500 and set(clusters["representative"]) == {"0001"}
    assert (clusters["n_documents"] == 2500).all() and clusters["similarity"].min() > 0.8
    for measure in ("jaccard", "containment"):
        copies = same.pairs(0.8, measure)
        assert len(copies) == 1499 and (copies["similarity"] == 1).all()
    assert same.clusters()["document"].is_unique


def test_clusters_are_the_components_of_the_pairs():
    rng = np.random.default_rng(0)
    texts = []
    for i in range(60):
        body = words(i // 6, 120).split()
        cut = rng.integers(0, 40)
        texts.append(" ".join(body[cut:cut + 80]))
    found = tm.sketch(tm.Corpus.from_texts(texts), n_words=2)
    pairs = found.pairs(0.7)
    group = {name: name for name in found.names}
    for a, b in sorted(pairs[["document", "other"]].values.tolist()) * 60:
        group[a] = group[b] = min(group[a], group[b])
    clusters = found.clusters(0.7)
    expected = {name for name in group if list(group.values()).count(group[name]) > 1}
    assert dict(zip(clusters["document"], clusters["representative"], strict=True)) == {n: group[n] for n in expected}
    assert len(expected) > 20


def test_order_parts_and_saving_change_nothing(tmp_path):
    corpus, _ = excerpts(12)
    frame = corpus.to_frame()
    expected = tm.sketch(corpus)
    pq.write_table(pa.table({"name": frame["document"][::-1].tolist(), "text": frame["text"][::-1].tolist()}),
                   tmp_path / "a.parquet", row_group_size=5)
    scanned = tm.sketch(tm.scan_corpus(tmp_path / "a.parquet", name="name"))
    loaded = tm.load(tm.save(expected, tmp_path / "saved"))
    for other in (scanned, loaded):
        assert all(np.array_equal(getattr(other, name), getattr(expected, name)) for name in module.ARRAYS)
        assert other.names == expected.names and other._require_like(expected) is None
        assert other.pairs(0.3, "containment").equals(expected.pairs(0.3, "containment"))
    assert tm.sketch(["one two", "three"]).names == ("1", "2")


def test_two_collections_are_compared_and_copies_stand_on_the_left():
    left = tm.Corpus.from_texts([words(0, 50), words(0, 50), words(9, 50)], ["a", "b", "c"])
    right = tm.Corpus.from_texts([words(0, 50), words(0, 50), words(0, 50) + " more"], ["x", "y", "z"])
    found = tm.sketch(left).pairs(0.8, other=tm.sketch(right), texts=left, other_texts=right)
    assert found[["document", "other"]].values.tolist() == [["a", "x"], ["b", "x"], ["a", "z"], ["b", "z"]]
    with pytest.raises(TypeError, match="other_texts must be Corpus"):
        tm.sketch(left).pairs(0.8, other=tm.sketch(right), texts=left)
    with pytest.raises(ValueError, match="other_texts must be left out without other, got a Corpus"):
        tm.sketch(left).pairs(0.8, texts=left, other_texts=right)
    with pytest.raises(ValueError, match="other_texts must be left out without texts, got a Corpus"):
        tm.sketch(left).pairs(0.8, other=tm.sketch(right), other_texts=right)


@pytest.mark.parametrize("setting, value", [("n_words", 4), ("n_hashes", 64), ("share", 0.5), ("random_state", 1)])
def test_sketches_with_other_settings_are_refused_and_the_setting_named(setting, value):
    corpus = tm.Corpus.from_texts([words(0, 30)])
    with pytest.raises(ValueError, match=f"other must be made with {setting}=.* got {setting}={value}"):
        tm.sketch(corpus).pairs(other=tm.sketch(corpus, **{setting: value}))


def test_edges():
    empty = tm.sketch(tm.Corpus.from_texts(["?!", "?!", "one", "one"]))
    assert empty.pairs().values.tolist()[0][:2] == ["3", "4"] and len(empty.pairs()) == 1
    assert tuple(empty.pairs().columns) == module.COLUMNS and tuple(empty.clusters().columns) == module.CLUSTER_COLUMNS
    nothing = tm.sketch([])
    assert len(nothing) == 0 and nothing.pairs().empty and nothing.clusters().empty
    assert nothing.pairs(measure="containment").empty


@pytest.mark.parametrize("call, message", [
    (lambda s: s.pairs(0), "threshold must be a number from 0.1 to 1"), (lambda s: s.pairs(0.8, "jacard"), "'jaccard'"),
    (lambda s: s.clusters(2), "threshold must be"), (lambda s: tm.sketch(["a"], n_words=0), "n_words must be"),
    (lambda s: tm.sketch(["a"], share=0), "share must be a number above 0"),
    (lambda s: tm.sketch(["a"], n_hashes=8).pairs(0.3), "threshold must be higher for 8 hashes"),
    (lambda s: s.pairs(0.5, texts=tm.Corpus.from_texts(["x"], ["q"])), "texts must hold the documents"),
])
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(tm.sketch(tm.Corpus.from_texts([words(0, 30), words(0, 30)], ["a", "b"])))


def test_wrong_kinds_are_named():
    with pytest.raises(TypeError, match="corpus must be Corpus or CorpusScan"):
        tm.sketch("one text")
    with pytest.raises(TypeError, match="other must be Sketches"):
        tm.sketch(["one text"]).pairs(other=["one"])
