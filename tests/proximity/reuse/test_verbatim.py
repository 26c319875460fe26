"""Copied passages are found whatever became of their order, and nothing else is."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.proximity.reuse import verbatim
from textmine.proximity.reuse._clouds import clusters, joined
from textmine.proximity.reuse._passages import alike, copies, likeliest_stretch
from textmine.proximity.reuse._seeds import REACH, index, next_series, pair_keys, spreads
from textmine.proximity.reuse.texts import texts_of
from textmine.proximity.reuse.verbatim import verbatim_matches, verbatim_search


def texts(**given):
    """Return texts of words, by name."""
    corpus = tm.Corpus.from_texts([" ".join(words) + "." for words in given.values()], list(given))
    return texts_of(tm.tokenize(corpus))


def spans(texts, found):
    """Return each match as (article, words) of either side."""
    def side(article, start, stop):
        return texts.names[article], start - texts.bounds[article], stop - texts.bounds[article]
    return sorted((*side(a, s, t), *side(b, u, v)) for a, b, s, t, u, v in
                  zip(*(column.tolist() for column in found[:6]), strict=True))


@pytest.fixture
def made():
    """Return a generator, words, and a function for the next so many words of the Federalist papers."""
    path = Path(__file__).parents[2] / "data/federalist.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        papers = [json.loads(line)["text"] for line in file]
    words = re.findall("[a-z]+", " ".join(papers).lower())
    here = [0]

    def some(length):
        here[0] += length + 83
        assert here[0] <= len(words)
        return words[here[0] - length:here[0]]

    return np.random.default_rng(5), np.unique([word for word in words if len(word) > 4]), some


def near(span, wanted, slack=2):
    return all(a == b if isinstance(a, str) else abs(a - b) <= slack for a, b in zip(span, wanted, strict=True))


def test_passages_in_another_order_are_all_found(made):
    _, _, some = made
    p, q, r = some(40), some(40), some(40)
    source = some(100) + p + some(100) + q + some(100) + r + some(100)
    copy = some(100) + r + some(100) + p + some(100) + q + some(100)
    given = texts(a=source, b=copy, c=some(600))
    found = spans(given, verbatim_matches(given))
    wanted = [("a", 100, 140, "b", 240, 280), ("a", 240, 280, "b", 380, 420), ("a", 380, 420, "b", 100, 140)]
    assert len(found) == 3 and all(near(got, want) for got, want in zip(found, wanted, strict=True))


@pytest.mark.parametrize("between", [0, 100])
def test_a_passage_that_comes_three_times_is_found_three_times(made, between):
    _, _, some = made
    p = some(50)
    given = texts(a=some(200) + p + some(200), b=some(100) + (p + some(between)) * 3 + some(100))
    found = spans(given, verbatim_matches(given))
    assert len(found) == 3
    for k, got in enumerate(found):
        at = 100 + k * (50 + between)
        assert near(got, ("a", 200, 250, "b", at, at + 50), 3)


def test_an_exact_copy_is_found_from_its_first_word_to_its_last(made):
    _, words, some = made
    p = some(80)
    given = texts(a=some(150) + p + some(150), b=some(70) + p + some(300))
    found = verbatim_matches(given)
    assert len(found.first) == 1 and found.n_matched[0] >= 80
    assert found.start[0] - given.bounds[0] <= 150 and found.stop[0] - given.bounds[0] >= 230
    assert near(spans(given, found)[0], ("a", 150, 230, "b", 70, 150), 4)


def test_words_may_be_left_out_added_replaced_and_moved(made):
    rng, words, some = made
    p = some(120)
    q = [word for word in p if rng.random() > 0.1]
    q = [str(rng.choice(words)) if rng.random() < 0.1 else word for word in q]
    q = [q[i] for i in np.argsort(np.arange(len(q)) + rng.uniform(0, 2.5, len(q)))]
    given = texts(a=some(400) + p + some(400), b=some(300) + q + some(300))
    found = spans(given, verbatim_matches(given))
    assert len(found) == 1 and near(found[0], ("a", 400, 520, "b", 300, 300 + len(q)), 10)


def test_misread_letters_do_not_hide_a_copy(made):
    rng, words, some = made
    p = some(150)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))

    def misread(word):
        return "".join(str(rng.choice(letters)) if rng.random() < 0.15 else letter for letter in word)

    rest = {f"t{k}": some(3000) for k in range(4)}
    given = texts(a=some(400) + p + some(400), b=[misread(word) for word in some(300) + p + some(300)], **rest)
    repaired, plain = verbatim_search(given), verbatim_search(given, misread=False)
    assert len(repaired.matches.first) == 1 and repaired.n_respelled > 100
    assert near(spans(given, repaired.matches)[0], ("a", 400, 550, "b", 300, 450), 12)
    assert plain.n_respelled == 0 and plain.matches.n_matched.sum() < repaired.matches.n_matched[0] / 1.5


def test_texts_of_the_same_words_in_another_order_share_nothing(made):
    rng, words, some = made
    given = texts(**{f"t{k}": some(1500) for k in range(12)})
    assert not len(verbatim_matches(given).first)


def test_it_does_not_matter_which_text_comes_first(made):
    rng, words, some = made
    p, q = some(60), some(60)
    x, y = some(100) + p + some(80) + q, q + some(90) + p[30:] + p[:30] + some(50)
    one, other = texts(a=x, b=y), texts(a=y, b=x)
    found, turned = verbatim_matches(one), verbatim_matches(other)
    assert len(found.first) == 2
    assert spans(one, found) == sorted(("a", *s[4:], "b", *s[1:3]) for s in spans(other, turned))
    np.testing.assert_array_equal(np.sort(found.score), np.sort(turned.score))
    np.testing.assert_array_equal(np.sort(found.n_matched), np.sort(turned.n_matched))


def test_the_order_of_documents_and_the_number_of_threads_do_not_matter(made, monkeypatch):
    monkeypatch.setattr(verbatim, "BLOCK", 2)
    rng, words, some = made
    p = some(60)
    given = {f"t{k}": some(200) + (p if k % 2 else []) + some(100) for k in range(9)}
    first = verbatim_matches(texts(**given), n_jobs=1)
    assert len(first.first) == 6
    again = verbatim_matches(texts(**dict(reversed(given.items()))), n_jobs=2)
    for one, other in zip(first, again, strict=True):
        assert one.tobytes() == other.tobytes()


def test_results_are_the_same_in_every_process():
    code = ("import textmine as tm; from textmine.proximity.reuse.texts import texts_of;"
            "from textmine.proximity.reuse.verbatim import verbatim_matches as f;"
            "said = 'a just and lasting peace rests on trust between neighbours who keep their borders open';"
            "c = tm.Corpus.from_texts(['He said: ' + said, said + ' they wrote', 'No word of this'], ['x', 'y', 'z']);"
            "print([column.tolist() for column in f(texts_of(tm.tokenize(c)), language='en')])")
    run = [subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
                          capture_output=True, text=True, check=True).stdout for seed in ("1", "2")]
    assert run[0] == run[1] and run[0].count("[0]") == 1


def test_articles_of_one_series_are_not_compared(made):
    _, _, some = made
    p = some(60)
    given = texts(**{name: some(100) + p + some(100) for name in "abc"})
    assert len(verbatim_matches(given).first) == 3
    found = verbatim_matches(given, allowed=[4, 4, -1])
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 2), (1, 2)]
    assert not len(verbatim_matches(given, allowed=[1, 1, 1]).first)


def test_a_thousand_copies_make_a_star(made):
    rng, words, some = made
    p = some(300)
    given = {}
    for k in range(1000):
        copy = list(p)
        for at in rng.integers(0, len(p), 6):
            copy[at] = str(rng.choice(words))
        given[f"t{k:04}"] = copy
    found = verbatim_search(texts(**given))
    assert 0 < len(found.matches.first) < 10_000 and found.n_capped > 0
    reached = set(found.matches.second.tolist()) | set(found.matches.first.tolist())
    assert reached == set(range(1000))


def test_a_phrase_that_comes_too_often_in_one_text_is_counted(made):
    _, _, some = made
    refrain = ["zuzu", "kiki"] * 30
    given = texts(a=some(50) + refrain, b=some(50) + refrain, **{f"t{k}": some(5000) for k in range(5)})
    assert verbatim_search(given).n_left_out > 0


@pytest.mark.parametrize("given", [
    {"a": []}, {"a": [], "b": []}, {"a": ["peace"], "b": ["peace"]}, {"a": ["peace"] * 500, "b": ["peace"] * 500},
    {"a": ["peace"], "b": []}, {"a": ["yes", "no"] * 400, "b": ["no", "yes"] * 400, "c": ["yes"]},
])
def test_texts_without_a_passage(given):
    assert not len(verbatim_matches(texts(**given)).first)


def test_identical_articles_are_one_passage_from_end_to_end(made):
    _, _, some = made
    p = some(500)
    given = texts(a=p, b=p, c=some(500))
    assert spans(given, verbatim_matches(given)) == [("a", 0, 500, "b", 0, 500)]


def test_scripts_without_spaces_need_no_language():
    said = "我们必须共同努力维护国际和平与安全促进各国人民之间的友好合作关系"
    texts = ["昨天他在大会上表示" + said + "。", "报道说" + said + "，值得注意。", "天气很好。"]
    corpus = tm.Corpus.from_texts(texts, ["a", "b", "c"], language="zh")
    given = texts_of(tm.tokenize(corpus))
    found = verbatim_matches(given, language="zh")
    assert found.first.tolist() == [0] and found.n_matched[0] >= 20


@pytest.mark.parametrize("options, message", [
    ({"allowed": [1]}, "allowed must be a whole number for each of the 2 articles"),
    ({"allowed": [0.5, 1.0]}, "allowed must be a whole number"),
    ({"max_e_value": 0}, "max_e_value must be a number above 0, got 0"),
    ({"min_words": 0}, "min_words must be a whole number of at least 1, got 0"),
    ({"most_articles": 0}, "most_articles must be a whole number of at least 1"),
    ({"language": "English"}, "language must be a tag"),
])
def test_wrong_options_are_answered(options, message):
    with pytest.raises(ValueError, match=message):
        verbatim_matches(texts(a=["peace"], b=["war"]), **options)


def naive_clusters(points, gap):
    """Cut by rows and columns until nothing falls apart."""
    parts, axis, still = [sorted(points)], 0, 0
    while still < 2:
        new = []
        for part in parts:
            part = sorted(part, key=lambda point: point[axis])
            piece = [part[0]]
            for point in part[1:]:
                if point[axis] - piece[-1][axis] > gap:
                    new.append(piece)
                    piece = []
                piece.append(point)
            new.append(piece)
        still = still + 1 if len(new) == len(parts) else 0
        parts, axis = new, 1 - axis
    return sorted(sorted(part) for part in parts)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=40), st.integers(1, 9))
def test_clusters_equal_the_naive_ones_from_either_side(points, gap):
    x, y = np.array(points).T
    wanted = naive_clusters(points, gap)
    for a, b, turn in ((x, y, 1), (y, x, -1)):
        order, bounds = joined(a, b, gap)
        got = [sorted((int(a[k]), int(b[k]))[::turn] for k in order[lo:hi])
               for lo, hi in zip(bounds[:-1], bounds[1:], strict=True)]
        assert sorted(got) == wanted


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(2, 12)), min_size=1, max_size=25))
def test_the_likeliest_stretch_is_the_best_of_all(words):
    marks, runs, information = map(np.array, zip(*words, strict=True))
    share = min(max(np.mean(marks), 0.1), 0.95)
    odds = np.exp(-information)
    near = [sum(odds[max(i - 2, 0):i + 3]) - odds[i] for i in range(len(odds))]
    chance = np.clip(np.where(runs, 0, 1 - np.exp(-4 * 20 * odds * near)), 0.05, share)
    value = np.where(marks, np.log(share / chance), np.log((1 - share) / (1 - chance)))
    sums = {(i, j): sum(value[i:j]) for i in range(len(marks)) for j in range(i, len(marks) + 1)}
    lo, hi, sure = likeliest_stretch(marks.astype(float), runs, information, 20.0)
    assert sums[lo, hi] == pytest.approx(max(sums.values()), abs=1e-9) == sure


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), max_size=12), min_size=1, max_size=5), st.integers(1, 3))
def test_the_index_holds_the_pairs_that_several_texts_have(articles, most_repeats):
    flat = np.array([word for article in articles for word in article], np.int32)
    bounds = np.concatenate([[0], np.cumsum([len(article) for article in articles])]).astype(np.int64)
    owner = np.repeat(np.arange(len(articles), dtype=np.int32), np.diff(bounds))
    keys = pair_keys(flat, bounds, 5, np.ones(len(flat)), np.full(len(flat), -1, np.int32), 2.0)
    places: dict = {}
    for a, article in enumerate(articles):
        for i in range(len(article)):
            for g in range(1, REACH + 1):
                if i + g < len(article) and article[i] != article[i + g]:
                    pair = frozenset((article[i], article[i + g]))
                    places.setdefault(pair, {}).setdefault(a, []).append((bounds[a] + i) * REACH + g - 1)
    wanted = sorted(sorted(at for there in found.values() for at in there[:most_repeats])
                    for found in places.values() if len(found) > 1)
    order, group = np.argsort(keys, kind="stable"), np.empty(len(keys), np.int32)
    starts, spread = np.empty(len(keys) // 2 + 2, np.int64), np.empty(len(keys) // 2 + 2, np.int64)
    n_posts, n_keys, n_left_out = index(order, keys, owner, REACH, most_repeats, group, starts, spread)
    assert sorted(order[starts[k]:starts[k + 1]].tolist() for k in range(n_keys)) == wanted
    assert n_left_out == sum(len(there) - len(there[:most_repeats]) for found in places.values() if len(found) > 1
                             for there in found.values())
    assert all((group[order[starts[k]:starts[k + 1]]] == k).all() for k in range(n_keys)) and n_posts == starts[n_keys]
    counts, spread_of = spreads(flat, bounds, 5)
    assert counts.tolist() == [int(np.sum(flat == k)) for k in range(5)]
    assert spread_of.tolist() == [sum(k in article for article in articles) for k in range(5)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=15), st.lists(st.integers(0, 5), max_size=15))
def test_words_alike_are_those_of_both_stretches(one, other):
    classes = np.array(one + other, np.int32)
    wanted = sum(min(one.count(k), other.count(k)) for k in range(6))
    assert alike(classes, 0, len(one), len(one), len(one) + len(other)) == wanted


def test_copies_in_a_row_fall_apart_and_one_passage_does_not():
    x = np.arange(30)
    assert len(copies(x, x % 10)[1]) == 4
    assert copies(x, x)[1].tolist() == [0, 30] and copies(np.array([3]), np.array([5]))[1].tolist() == [0, 1]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=25, unique=True),
       st.integers(1, 8))
def test_clouds_are_the_components_of_near_points(points, gap):
    x, y = np.array(points, np.int64).T
    order, bounds = clusters(x, y, gap)
    clouds = {frozenset(order[first:last].tolist()) for first, last in zip(bounds[:-1], bounds[1:], strict=True)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(points)))
    graph.add_edges_from((i, j) for i in range(len(points)) for j in range(i)
                         if max(abs(x[i] - x[j]), abs(y[i] - y[j])) <= gap)
    assert clouds == {frozenset(each) for each in nx.connected_components(graph)}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=20))
def test_postings_of_ones_own_series_are_passed_over(postings):
    series = np.array([-1, 0, 0, 1, 1, -1])
    postings = sorted(postings)
    articles = np.array([article for _, article in postings], np.int32)
    starts = np.searchsorted([key for key, _ in postings], np.arange(5)) if postings else np.zeros(5, int)
    found = next_series(starts, np.arange(len(postings)) * REACH, articles, series)
    for p, (key, article) in enumerate(postings):
        q = p + 1
        while q < starts[key + 1] and series[article] >= 0 and series[articles[q]] == series[article]:
            q += 1
        assert found[p] == q
