"""Graph extractors against their formulas on plain lists: word graphs, topic graphs, topical graphs."""

import math
from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.decomposition import NMF

import textmine as tm
from textmine.extraction.background import NONE
from textmine.extraction.candidates import candidates
from textmine.extraction.extractors import _graph_kernels as kernels
from textmine.extraction.extractors._topic_kernels import topics as topics_of
from textmine.extraction.extractors.methods import METHODS
from textmine.extraction.extractors.topic_graphs import most_frequent
from textmine.extraction.extractors.word_graphs import WordGraph, slots
from textmine.extraction.reading import readings
from textmine.extraction.setting import Setting
from textmine.stats.ranking import pagerank
from textmine.tokens.lemmas import singular

OF_WORDS = ("textrank", "singlerank", "positionrank")
OF_TOPICS = ("topicrank", "multipartiterank")
WORDS = ("peace", "talks", "treaty", "treaties", "force", "naval", "global", "bank", "the", "of", "quickly", "are",
         "use")
MARKS = (" ", " ", " ", " ", ", ", ". ")
TEXT = strategies.lists(strategies.tuples(strategies.sampled_from(WORDS), strategies.sampled_from(MARKS)), min_size=1,
                        max_size=40).map(lambda pairs: "".join(word + mark for word, mark in pairs).strip())
TEXTS = strategies.lists(TEXT, min_size=1, max_size=3)
ARTICLE = """Naval forces of both countries met for peace talks. The peace talks on naval bases failed, and a new
round of peace talks is planned. Global banks finance naval bases; the finance ministers of both countries discussed
naval bases and global banks. Distributed systems of naval radar guard the bases, and radar systems are costly."""
PAPER = """Compatibility of systems of linear constraints over the set of natural numbers Criteria of compatibility of
a system of linear Diophantine equations , strict inequations , and nonstrict inequations are considered Upper bounds
for components of a minimal set of solutions and algorithms of construction of minimal generating sets of solutions for
all types of systems are given These criteria and the corresponding algorithms for constructing a minimal supporting
set of solutions can be used in solving all the considered types systems and systems of mixed types""".lower().split()
UNITS = set("""compatibility systems linear constraints set natural numbers criteria system diophantine equations strict
inequations nonstrict upper bounds components minimal solutions algorithms construction sets types mixed""".split())


def tokens_of(texts):
    return tm.tokenize(tm.Corpus.from_texts(list(texts), [f"t{i}" for i in range(len(texts))], language="en"))


def offered(texts, method="singlerank", kind=None):
    """Return the candidates of some texts."""
    reading, = readings(tokens_of(texts), None, None)
    return candidates(reading, kind or METHODS[method].candidates, METHODS[method].longest)


def scored(found, method, kind=None, **options):
    """Return the scores of candidates by a method."""
    chosen = METHODS[method]
    return chosen.score(found, Setting(kind or chosen.candidates, chosen.longest, NONE, {**chosen.options, **options}))


def plain(found, g, whole=False):
    """Return text g as lists: stems, tags, slots of its words; the (first, length) of the places of its items."""
    reading = found.reading
    a, b = reading.bounds[g], reading.bounds[g + 1]
    stems = [reading.stem_names[i] for i in reading.stems[a:b]]
    slot, slots = 0, []
    for joined in reading.joined[a:b]:
        slot += 1 if joined else 2
        slots.append(slot)
    items = defaultdict(list)
    for place in range(len(found.first)):
        if a <= found.first[place] < b and (found.whole[place] or not whole):
            items[int(found.item[place])].append((int(found.first[place] - a), int(found.length[place])))
    return stems, reading.tags[a:b].tolist(), slots, items


def solved(weights, start, damping=0.85):
    """Return the PageRank of {(from, to): weight} by a system of linear equations."""
    names = list(start)
    n, number = len(names), {name: i for i, name in enumerate(names)}
    step = np.zeros((n, n))
    for (source, target), weight in weights.items():
        step[number[target], number[source]] = weight
    start = np.array([start[name] for name in names], float)
    start /= start.sum()
    for column in step.T:
        column[:] = column / column.sum() if column.sum() else start
    ranks = np.linalg.solve(np.eye(n) - damping * step, (1 - damping) * start)
    return dict(zip(names, ranks.tolist(), strict=True))


def graph_of(stems, tags, slots, window, weighted):
    """Return {(word, word): weight} and the words in the order in which they are met, by the definition."""
    able = [i for i in range(len(stems)) if tags[i]]
    weights = defaultdict(float)
    for i in able:
        for j in able:
            if i < j and slots[j] - slots[i] < window and stems[i] != stems[j]:
                for pair in ((stems[i], stems[j]), (stems[j], stems[i])):
                    weights[pair] = weights[pair] + 1 if weighted else 1
    return weights, list(dict.fromkeys(stems[i] for i in able))


def naive_words(method, stems, tags, slots, window):
    weights, words = graph_of(stems, tags, slots, window, method != "textrank")
    start = dict.fromkeys(words, 1.0)
    if method == "positionrank":
        start = {word: sum(1 / (i + 1) for i in range(len(stems)) if stems[i] == word and tags[i]) for word in words}
    return solved(weights, start) if words else {}


def naive_phrases(stems, tags, joined, ranks, fraction):
    """Return the (first, length) of the longest runs of the best words, adjectives at their end aside."""
    words = sorted(ranks, key=lambda word: (-round(ranks[word], 9), stems.index(word)))
    best = set(words[:math.ceil(fraction * len(words))])
    found, run = set(), []
    for i in range(len(stems) + 1):
        if i < len(stems) and tags[i] and stems[i] in best and (not run or joined[i]):
            run.append(i)
            continue
        while run and tags[run[-1]] == 1:
            run.pop()
        if run:
            found.add((run[0], len(run)))
        run = [i] if i < len(stems) and tags[i] and stems[i] in best else []
    return found


def test_textrank_has_the_ranks_of_its_paper():
    # Mihalcea and Tarau (2004), figure 2; their mark of the sentence is no word, a comma is one
    places = [i for i, word in enumerate(PAPER) if word in UNITS]
    names = list(dict.fromkeys(PAPER[i] for i in places))
    words = np.array([names.index(PAPER[i]) for i in places])
    n = len(names)
    ranks = kernels.word_ranks(words, np.array(places), np.array([0, len(words)]), np.array([0, n]), np.ones(n), 2,
                               False, 0.85)
    got = dict(zip(names, ranks * 0.15 / ranks[names.index("compatibility")], strict=True))
    for word, rank in {"numbers": 1.46, "inequations": 1.45, "linear": 1.29, "diophantine": 1.28, "upper": 0.99,
                       "bounds": 0.99, "strict": 0.77}.items():
        assert got[word] == pytest.approx(rank, abs=0.021), word


def test_pagerank_is_that_of_stats():
    words, n = np.array([0, 1, 2, 0, 3, 1, 4, 4, 5]), 6
    starts, neighbours, weights = kernels.links(words, 3 * np.arange(len(words)) // 2, n, 4, True)
    matrix = np.zeros((n, n))
    for v in range(n):
        matrix[v, neighbours[starts[v]:starts[v + 1]]] = weights[starts[v]:starts[v + 1]]
    assert (matrix == matrix.T).all() and matrix[0, 1] == 3
    got = kernels.pagerank(starts, neighbours, weights.copy(), np.ones(n), 0.85)
    assert got == pytest.approx(pagerank(matrix), abs=1e-9)


@pytest.mark.parametrize("method", OF_WORDS)
@pytest.mark.parametrize("window", [2, 3, 10])
@given(texts=TEXTS)
def test_a_phrase_has_the_sum_of_its_words(method, window, texts):
    found = offered(texts, method, "maximal")
    options = {"top_fraction": None} if method == "textrank" else {}
    score = scored(found, method, window=window, **options)
    for g in range(len(texts)):
        stems, tags, at, items = plain(found, g)
        ranks = naive_words(method, stems, tags, at, window)
        for item, ((first, length), *_) in items.items():
            assert score[item] == pytest.approx(sum(ranks[word] for word in stems[first:first + length]), abs=1e-8)


@given(texts=TEXTS)
@pytest.mark.parametrize("fraction", [1 / 3, 0.6, 1])
def test_textrank_makes_phrases_of_the_best_words(fraction, texts):
    found = offered(texts, "textrank")
    score = scored(found, "textrank", top_fraction=fraction)
    for g in range(len(texts)):
        stems, tags, at, items = plain(found, g)
        joined = found.reading.joined[found.reading.bounds[g]:found.reading.bounds[g + 1]]
        phrases = naive_phrases(stems, tags, joined, naive_words("textrank", stems, tags, at, 2), fraction)
        for item, places in items.items():
            assert np.isfinite(score[item]) == any(place in phrases for place in places)


@pytest.mark.parametrize("method", OF_WORDS)
def test_ranks_of_words_sum_to_one_in_each_text(method):
    graph = WordGraph.of(offered([ARTICLE, "Peace.", ARTICLE[:90]]).reading)
    emphasis = 1 / (1 + graph.first.astype(float))
    ranks = graph.ranks(emphasis, {"window": 5, "damping": 0.85}, method != "textrank")
    assert np.add.reduceat(ranks, graph.bounds[:-1]) == pytest.approx(1, abs=1e-9)
    assert (ranks > 0).all()


def test_early_words_gain_in_positionrank_alone():
    texts = ["Treaty and bank and treaty and bank and force.", "Force and bank and treaty and bank and treaty."]
    for method, early in (("singlerank", False), ("positionrank", True)):
        found = offered(texts, method)
        names = [found.reading.stem_names[found.reading.stems[found.first[i]]] for i in found.lead]
        score = scored(found, method, window=3)
        first, second = (score[[g == found.text[i] and name == "force" for i, name in enumerate(names)]][0]
                         for g in (0, 1))
        assert second > first * 1.5 if early else second == pytest.approx(first, abs=1e-9)


def test_punctuation_and_documents_part_words():
    corpus = tm.Corpus.from_texts(["Peace bank. Treaty (force) bank", "naval base"], ["a", "b"],
                                  {"year": ["2020", "2020"]}, language="en")
    reading, = readings(tm.tokenize(corpus), "year", None)
    gaps = np.diff(slots(reading))
    assert len(reading) == 1 and gaps[:4].tolist() == [1, 2, 2, 2] and gaps[4] > 100 and gaps[5] == 1


@pytest.mark.parametrize("method", OF_WORDS)
def test_texts_without_words_have_no_phrases_in_word_graphs(method):
    texts = ["Peace talks go on.", "And of the.", "123"]
    table = tm.keyphrases(tokens_of(texts), method=method)
    assert set(table["group"]) == {"t0"} and (table["score"] > 0).all()


@pytest.mark.parametrize("options, message", [
    ({"window": 1}, r"options\['window'\] must be a whole number of at least 2 and at most 100, got 1"),
    ({"window": 2.5}, r"options\['window'\] must be a whole number"),
    ({"damping": 1}, r"options\['damping'\] must be a number between 0 and 1, got 1"),
    ({"top_fraction": 0}, r"options\['top_fraction'\] must be a number between 0 and 1, got 0"),
    ({"top_fraction": 1.5}, r"options\['top_fraction'\] must be a number between 0 and 1, got 1.5"),
    ({"fraction": 1}, "options must be one of those of 'textrank', .*, got 'fraction'. Did you mean 'top_fraction'?"),
])
def test_bad_options_of_word_graphs_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        tm.keyphrases(tokens_of([ARTICLE]), method="textrank", options=options)


def naive_topics(phrases, threshold):
    """Return lists of phrases by average linkage, the closest two first, of equals the earliest, in fractions."""
    def similarity(a, b):
        a, b = set(phrases[a]), set(phrases[b])
        return Fraction(len(a & b), len(a | b))

    def mean(first, second):
        return sum(similarity(a, b) for a in first for b in second) / (len(first) * len(second))

    clusters = [[item] for item in phrases]
    while len(clusters) > 1:
        best, i, j = min((-mean(clusters[i], clusters[j]), i, j)
                         for i in range(len(clusters)) for j in range(i + 1, len(clusters)))
        if best == 0 or 1 + best > threshold:
            break
        clusters[i] = sorted(clusters[i] + clusters.pop(j), key=list(phrases).index)
    return clusters


def naive(method, stems, items, alpha=1.1, threshold=0.74):
    """Return the scores of the items of one text by the formulas."""
    phrases = {item: stems[first:first + length] for item, ((first, length), *_) in items.items()}
    topics = naive_topics(phrases, threshold)
    topic = {item: number for number, members in enumerate(topics) for item in members}
    near = {(a, b): sum(1 / max(abs(p - q), 1) for p, _ in items[a] for q, _ in items[b])
            for a in items for b in items if topic[a] != topic[b]}
    weights = defaultdict(float)
    if method == "topicrank":
        for (a, b), weight in near.items():
            weights[topic[a], topic[b]] += weight
        ranks = solved(weights, dict.fromkeys(range(len(topics)), 1.0))
        return {members[0]: ranks[number] for number, members in enumerate(topics)}
    for (a, b), weight in near.items():
        first, *others = topics[topic[b]]
        gain = alpha * math.exp(1 / (1 + items[b][0][0])) * sum(near[a, k] for k in others) if b == first else 0
        weights[a, b] = weight + gain
    return solved(weights, dict.fromkeys(items, 1.0))


@pytest.mark.parametrize("kind", ["maximal", "nested"])
@pytest.mark.parametrize("method", OF_TOPICS)
@given(texts=TEXTS)
def test_scores_are_those_of_the_formulas(method, kind, texts):
    found = offered(texts, method, kind)
    score = scored(found, method, kind)
    for g in range(len(texts)):
        stems, _, _, items = plain(found, g, kind == "maximal")
        wanted = naive(method, stems, items) if items else {}
        for item in np.flatnonzero(found.text == g):
            assert score[item] == pytest.approx(wanted.get(item, np.nan), abs=1e-8, nan_ok=True)


@pytest.mark.parametrize("method", OF_TOPICS)
def test_an_article_is_ranked_by_the_formulas(method):
    found = offered([ARTICLE], method)
    stems, _, _, items = plain(found, 0, True)
    wanted = naive(method, stems, items, alpha=2.0, threshold=0.61)
    options = {"alpha": 2.0} if method == "multipartiterank" else {}
    score = scored(found, method, threshold=0.61, **options)
    assert score == pytest.approx([wanted.get(item, np.nan) for item in range(len(found))], abs=1e-8, nan_ok=True)
    assert np.nansum(score) == pytest.approx(1)


def test_topics_are_those_of_scipy_where_nothing_is_equal():
    rng = np.random.default_rng(0)
    for _ in range(20):
        upper = np.triu(rng.permutation(12 * 12).reshape(12, 12) * 17.0, 1)
        sums = upper + upper.T
        labels = fcluster(linkage(squareform(1 - (sums + 2520 * np.eye(12)) / 2520), "average"), 0.5, "distance")
        firsts = [np.flatnonzero(labels == label)[0] for label in labels]
        assert topics_of(sums, 0.5).tolist() == firsts


def test_three_phrases_by_hand():
    # stems shared: {peace talk, talk} 1/2, the bank none; topics of 2 and 1 phrases have one rank each
    found = offered(["Peace talks and talks of banks."], "topicrank")
    assert scored(found, "topicrank") == pytest.approx([0.5, np.nan, 0.5], nan_ok=True)
    # phrases at words 0, 3, 5: the bank leads to talks with 1/2, to peace talks with 1/5 + alpha e 1/2
    gain = 1 / 5 + 1.1 * np.e / 2
    score, bank = scored(found, "multipartiterank"), (0.05 + 0.85) / 1.85
    shares = np.array([gain, 1 / 2]) / (gain + 1 / 2)
    assert score == pytest.approx([0.05 + 0.85 * bank * shares[0], 0.05 + 0.85 * bank * shares[1], bank])


def test_without_variants_both_are_one():
    found = offered(["Peace met force. Banks are global finance, and naval radar of ministers."], "topicrank")
    assert scored(found, "topicrank") == pytest.approx(scored(found, "multipartiterank"), abs=1e-9)


def test_the_first_of_a_topic_gains_by_alpha():
    found = offered([ARTICLE], "multipartiterank")
    stems, _, _, items = plain(found, 0, True)
    phrases = {item: stems[first:first + length] for item, ((first, length), *_) in items.items()}
    first, *others = max(naive_topics(phrases, 0.74), key=len)
    none, much = (scored(found, "multipartiterank", alpha=alpha) for alpha in (0, 5))
    assert others and much[first] > none[first] and (much[others] < none[others]).all()


@pytest.mark.parametrize("method", OF_TOPICS)
def test_only_the_most_frequent_phrases_take_part(method):
    found = offered([ARTICLE, "Peace talks. Banks. Banks of banks."], method)
    score = scored(found, method, max_candidates=1)
    kept = np.flatnonzero(~np.isnan(score))
    assert score[kept].tolist() == [1, 1] and found.text[kept].tolist() == [0, 1]
    for item in kept:
        mine = found.whole_count[found.text == found.text[item]]
        assert (mine == mine.max()).sum() == 1 and found.whole_count[item] == mine.max()
    limited = scored(found, method, max_candidates=len(found))
    assert limited.tolist() == pytest.approx(scored(found, method).tolist(), nan_ok=True, rel=0, abs=0)


def test_of_equally_frequent_phrases_the_earliest_take_part():
    found = offered(["Peace. Banks. Banks. Treaty. Peace. Force.", "Radar. Force. Force. Peace."], "topicrank")
    names = [found.reading.stem_names[found.reading.stems[found.first[lead]]] for lead in found.lead]
    for n, kept in ((1, ["peace", "force"]), (2, ["peace", "bank", "radar", "force"]),
                    (3, ["peace", "bank", "treaty", "radar", "force", "peace"])):
        assert [names[item] for item in most_frequent(found, n)] == kept


@pytest.mark.parametrize("method", OF_TOPICS)
def test_texts_without_words_have_no_phrases_in_topic_graphs(method):
    table = tm.keyphrases(tokens_of(["Of the.", "Peace talks go on.", "123", "Treaty."]), method=method)
    assert table["group"].tolist() == ["t1", "t3"] and table["score"].tolist() == [1, 1]


@pytest.mark.parametrize("method", [*OF_WORDS, *OF_TOPICS])
@settings(max_examples=25)
@given(texts=TEXTS)
def test_a_text_has_the_same_scores_in_any_company(method, texts):
    texts = [ARTICLE, *texts, "Banks, treaties. Of."]
    together = tm.keyphrases(tokens_of(texts), method=method, top_n=100)
    for g, text in enumerate(texts):
        alone = tm.keyphrases(tokens_of([text]), method=method, top_n=100)
        mine = together[together["group"] == f"t{g}"]
        assert alone["phrase"].tolist() == mine["phrase"].tolist()
        assert alone["score"].tolist() == mine["score"].tolist()


@pytest.mark.parametrize("options, message", [
    ({"threshold": 1}, r"options\['threshold'\] must be a number between 0 and 1, got 1"),
    ({"damping": "high"}, r"options\['damping'\] must be a number between 0 and 1, got 'high'"),
    ({"alpha": -1}, r"options\['alpha'\] must be a number above 0, got -1"),
    ({"alpha": "1"}, r"options\['alpha'\] must be a number above 0, got '1'"),
    ({"max_candidates": 0}, r"options\['max_candidates'\] must be a whole number of at least 1 and at most 10000"),
])
def test_bad_options_of_topic_graphs_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        tm.keyphrases(tokens_of([ARTICLE]), method="multipartiterank", options=options)


class Topics:
    """A fitted topic model whose shares of topics are the shares of counts."""

    components_ = np.array([[4, 3, 2, 1, 0, 0], [0, 0, 1, 1, 5, 3]], float)
    terms_ = ("peace", "treaty", "treaties", "radar", "bank", "finance")

    def transform(self, X):
        counts = X.toarray()
        return np.column_stack([counts[:, :3].sum(axis=1) + 0.1, counts[:, 3:].sum(axis=1) + 0.1])


def naive_importance(vertices, words, model):
    """Return the cosine of p(word | topics) and p(topics | text), the least of the known words for the others."""
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    own = {term: i for i, term in enumerate(model.terms_)}
    counts = np.zeros((1, len(own)))
    for word in words:
        if (at := own.get(word, own.get(singular(word)))) is not None:
            counts[0, at] += 1
    share = model.transform(sparse.csr_matrix(counts))[0]
    fit = {}
    for stem in vertices:
        topics = sum(phi[:, at] for term, at in own.items() if singular(term) == stem)
        if np.any(topics):
            fit[stem] = topics @ share / np.linalg.norm(topics) / np.linalg.norm(share)
    least = min(fit.values(), default=1.0) if counts.any() else 1.0
    return {stem: fit.get(stem, least) if counts.any() else 1.0 for stem in vertices}


@given(texts=TEXTS)
def test_topical_pagerank_is_that_of_the_formulas(texts):
    texts = [ARTICLE, *texts]
    found = offered(texts, "topical_pagerank")
    score = scored(found, "topical_pagerank", model=Topics())
    for g in range(len(texts)):
        stems, tags, at, items = plain(found, g)
        words = [found.reading.tokens.types[i] for i in found.reading.types[slice(*found.reading.bounds[g:g + 2])]]
        weights, vertices = graph_of(stems, tags, at, 10, True)
        ranks = solved(weights, naive_importance(vertices, words, Topics())) if vertices else {}
        for item, ((first, length), *_) in items.items():
            assert score[item] == pytest.approx(sum(ranks[word] for word in stems[first:first + length]), abs=1e-8)


def test_words_of_the_topics_of_a_text_gain():
    texts = ["Peace treaty of banks. Treaties and peace, finance and force."]
    found = offered(texts, "topical_pagerank")
    gain = scored(found, "topical_pagerank", model=Topics()) / scored(found, "singlerank")
    names = [found.reading.stem_names[found.reading.stems[found.first[lead]]] for lead in found.lead]
    gain = dict(zip(names, gain.tolist(), strict=True))
    assert gain["peace"] > 1 > gain["bank"]


def test_a_text_that_the_model_does_not_know_is_ranked_by_singlerank():
    found = offered(["Naval force talks go on. Global talks failed.", "Peace and radar talks."], "topical_pagerank")
    topical, single = scored(found, "topical_pagerank", model=Topics()), scored(found, "singlerank")
    assert topical[found.text == 0].tolist() == single[found.text == 0].tolist()
    assert topical[found.text == 1].tolist() != single[found.text == 1].tolist()


def test_models_of_ours_and_of_others_are_taken_text_by_text():
    texts = [ARTICLE, "Banks finance peace talks. Global banks talk of treaties.", "Radar and naval forces.", "Of the."]
    table = tokens_of(texts).drop(tm.stopwords("en")).count()
    theirs = NMF(2, init="nndsvda", max_iter=500).fit(table.to_frame())
    ours = tm.LDA(n_components=2, max_iter=20, random_state=0).fit(table)
    for model in (ours, tm.NMF(n_components=2).fit(table), theirs):
        options = {"method": "topical_pagerank", "options": {"model": model}, "top_n": 100}
        together = tm.keyphrases(tokens_of(texts), **options)
        for g in range(3):
            mine = together[together["group"] == f"t{g}"]
            assert mine["score"].tolist() == tm.keyphrases(tokens_of(texts[g:g + 1]), **options)["score"].tolist()


def test_models_that_are_none_are_refused():
    tokens = tokens_of([ARTICLE, "Peace talks and banks."])
    table = tokens.count()
    strange = Topics()
    strange.terms_ = ("a1", "a2", "a3", "a4", "a5", "a6")
    for model, error, message in (
        (None, ValueError, "options must hold a fitted topic model"),
        (tm.LDA(n_components=2), TypeError, "model must be a fitted topic model"),
        (NMF(2, init="nndsvda", max_iter=500).fit(table.counts), TypeError, "model must know the names of its terms"),
        (tm.LSA(n_components=2).fit(table), ValueError, "must be a topic model, with weights of at least 0, got LSA"),
        (strange, ValueError, "must know a word of these texts, got Topics with none of them among its 6 terms"),
    ):
        with pytest.raises(error, match=message):
            tm.keyphrases(tokens, method="topical_pagerank", options={"model": model})
