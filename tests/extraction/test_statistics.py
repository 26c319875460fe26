"""The extractors that are statistics of words, each against its formulas written plainly."""

import gzip
import json
from collections import Counter
from itertools import pairwise
from math import isnan, log, log2
from pathlib import Path
from statistics import median, pstdev

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.extraction.background import bundled
from textmine.extraction.candidates import candidates
from textmine.extraction.english import Shape
from textmine.extraction.extractors.methods import METHODS
from textmine.extraction.reading import readings
from textmine.extraction.setting import Setting

ROSE = """Compatibility of systems of linear constraints over the set of natural numbers. Criteria of compatibility of a
system of linear Diophantine equations, strict inequations, and nonstrict inequations are considered. Upper bounds for
components of a minimal set of solutions and algorithms of construction of minimal generating sets of solutions for all
types of systems are given. These criteria and the corresponding algorithms for constructing a minimal supporting set
of solutions can be used in solving all the considered types of systems and systems of mixed types."""
ROSE_STOP = "of over the a and are for all these can be used in given".split()

STATISTICS = ["tf_idf", "first_phrases", "kp_miner", "rake", "yake", "c_value", "nc_value", "sgrank"]
TEXT = """The digital system of NATO grew. Digital systems need peace talks, and peace talks need NATO forces; the peace
talks of 2020 ended. Weapons of mass destruction are weapons. Weapons of mass destruction, Digital Systems, UN
peace talks and the UN. A treaty on digital trade policy followed in 2021 with the trade policy office of the UN."""

WORD = st.sampled_from("peace Peace treaty treaties NATO the of and digital system Systems 2020 force UN".split())
SEPARATOR = st.sampled_from([" ", " ", " ", ", ", ". "])
WRITTEN = st.lists(st.tuples(WORD, SEPARATOR), min_size=1, max_size=60).map(
    lambda parts: "".join(word + between for word, between in parts))


def tokens_of(*texts, language="en"):
    return tm.tokenize(tm.Corpus.from_texts(list(texts), language=language))


def scored(text, method, kind=None, **options):
    """Return the candidates of one text and their scores by a method."""
    chosen = METHODS[method]
    reading, = readings(tokens_of(text), None, None)
    found = candidates(reading, kind or chosen.candidates, chosen.longest)
    setting = Setting(kind or chosen.candidates, chosen.longest, bundled(), {**chosen.options, **options})
    return found, chosen.score(found, setting)


class Plain:
    """One text as lists: words by stem and as written, what they are, and the places of its candidates."""

    def __init__(self, found):
        reading = found.reading
        tokens = reading.tokens
        text = tokens.corpus.articles["text"][0].as_py()
        self.found = found
        self.stems = [reading.stem_names[i] for i in reading.stems]
        self.written = [text[i:j] for i, j in zip(tokens.starts, tokens.stops, strict=True)]
        self.shapes = reading.shapes[reading.types].tolist()
        self.joined = reading.joined.tolist()
        self.sentence = tokens.sentences.tolist()
        self.places = {}
        for first, length in zip(found.first.tolist(), found.length.tolist(), strict=True):
            self.places.setdefault(tuple(self.stems[first:first + length]), []).append((first, length))

    def stop(self, i):
        return self.shapes[i] == Shape.CLOSED

    def number(self, i):
        return self.shapes[i] == Shape.NUMBER

    def idf(self, word):
        return log((bundled().n_documents + 1) / (bundled().frequency.get(word, 0) + 0.5))

    def named(self, score):
        """Return the scores by phrase; what is left out is not there."""
        lead = self.found.first[self.found.lead].tolist()
        keys = [tuple(self.stems[i:i + n]) for i, n in zip(lead, self.found.n_words.tolist(), strict=True)]
        return {key: value for key, value in zip(keys, score.tolist(), strict=True) if not isnan(value)}

    def holders(self, phrases):
        """Return for each phrase the longer ones that hold one of its places at one of theirs."""
        return {key: {other for other in phrases for i, n in phrases[key] for j, m in phrases[other]
                      if m > n and j <= i and i + n <= j + m} for key in phrases}


UNSEEN = log(2 * (bundled().n_documents + 1))


def plain_tf_idf(plain):
    return {key: len(places) * min(sum(map(plain.idf, key)), UNSEEN) for key, places in plain.places.items()}


def plain_first_phrases(plain):
    return {key: 1 / (1 + places[0][0]) for key, places in plain.places.items()}


def plain_kp_miner(plain):
    size = len(plain.stems)
    needed = 1 if size <= 400 / 3 else 2 if size <= 800 / 3 else 3
    kept = {key: len(places) for key, places in plain.places.items()
            if len(places) >= needed and places[0][0] < 400
            and not any(plain.stop(i) for i in range(places[0][0], sum(places[0])))}
    compound = sum(count for key, count in kept.items() if len(key) > 1)
    boost = min(3, sum(kept.values()) / (2.3 * compound)) if compound else 3
    return {key: count * (UNSEEN * boost if len(key) > 1 else plain.idf(key[0])) for key, count in kept.items()}


def plain_rake(plain):
    runs, run = [], []
    for i in range(len(plain.stems)):
        content = not plain.stop(i) and not plain.number(i)
        if run and not (content and plain.joined[i]):
            runs, run = [*runs, run], []
        run = [*run, i] if content else []
    runs = [run for run in [*runs, run] if 0 < len(run) <= 10]
    degree, frequency = Counter(), Counter()
    for run in runs:
        for i in run:
            degree[plain.stems[i]] += len(run)
            frequency[plain.stems[i]] += 1
    score = {word: degree[word] / frequency[word] for word in degree}
    pairs = Counter()
    for before, after in pairwise(runs):
        between = range(before[-1] + 1, after[0])
        if all(plain.joined[i] for i in (*between, after[0])) and all(plain.stop(i) for i in between):
            pairs[tuple(plain.stems[before[0]:after[-1] + 1])] += after[-1] + 1 - before[0] <= 10
    keys = {tuple(plain.stems[i] for i in run) for run in runs} | {key for key, count in pairs.items() if count > 1}
    stops = {plain.stems[i] for i in range(len(plain.stems)) if plain.stop(i)}
    return {key: sum(score[word] for word in key if word not in stops) for key in keys}


def plain_c_value(plain):
    holders = plain.holders(plain.places)
    found = {}
    for key, places in plain.places.items():
        inside = sum(any(m > n and j <= i and i + n <= j + m for other in holders[key] for j, m in plain.places[other])
                     for i, n in places)
        own = len(places) - inside / max(len(holders[key]), 1)
        if own > 0:
            found[key] = (log2(len(key)) if len(key) > 1 else log2(1.1)) * own
    return found


def plain_nc_value(plain):
    own = plain_c_value(plain)

    def context(key):
        return Counter(plain.stems[i] for first, n in plain.places[key]
                       for i in (*range(max(0, first - 5), first), *range(first + n, first + n + 5))
                       if i < len(plain.stems) and plain.shapes[i] >= Shape.VERB
                       and plain.sentence[i] == plain.sentence[first])

    around = {key: context(key) for key in own}
    terms = Counter(word for words in around.values() for word in words)
    return {key: 0.8 * value + 0.2 * sum(n * terms[word] / len(own) for word, n in around[key].items())
            for key, value in own.items()}


def plain_yake_words(plain):
    count = Counter(plain.stems)
    opens = [i == 0 or plain.sentence[i] != plain.sentence[i - 1] for i in range(len(plain.stems))]
    numbers = {sentence: k for k, sentence in enumerate(dict.fromkeys(plain.sentence))}
    content = [count[word] for word in dict.fromkeys(word for i, word in enumerate(plain.stems) if not plain.stop(i))]
    usual = sum(content) / len(content) + pstdev(content) if content else 1
    pairs = Counter((plain.stems[i], plain.stems[i + 1]) for i in range(len(plain.stems) - 1)
                    if plain.joined[i + 1] and not plain.number(i) and not plain.number(i + 1))
    score = {}
    for word in count:
        at = [i for i, other in enumerate(plain.stems) if other == word]
        acronyms = sum(plain.written[i].isupper() for i in at)
        capitals = sum(plain.written[i].istitle() and len(plain.written[i]) > 1 and not opens[i] for i in at)
        case = max(acronyms, capitals) / (1 + log(len(at)))
        held = sorted({numbers[plain.sentence[i]] for i in at})
        left = [n for (_, after), n in pairs.items() if after == word]
        right = [n for (before, _), n in pairs.items() if before == word]
        variety = sum(len(side) / sum(side) for side in (left, right) if side)
        related = 1 + variety * len(at) / max(count.values())
        early = log(log(3 + median(held)))
        score[word] = related * early / (case + len(at) / usual / related + len(held) / len(numbers) / related)
    return count, pairs, score


def plain_yake(plain):
    count, pairs, words = plain_yake_words(plain)
    found = {}
    for key, places in plain.places.items():
        first, n = places[0]
        if any(plain.number(i) for i in range(first, first + n)):
            continue
        product, total = 1.0, 0.0
        for i in range(first, first + n):
            word = plain.stems[i]
            if plain.stop(i):
                before, after = plain.stems[i - 1], plain.stems[i + 1]
                chance = pairs[before, word] / count[before] * pairs[word, after] / count[after]
                product, total = product * (2 - chance), total - (1 - chance)
            else:
                product, total = product * words[word], total + words[word]
        found[key] = len(places) * (1 + total) / product
    return found


def plain_sgrank(plain):
    size = len(plain.stems)
    needed = 1 + (size > 1500) + (size > 4000)
    idf = {key: UNSEEN if len(key) > 1 else plain.idf(key[0]) for key in plain.places}
    ranked = sorted((key for key in plain.places if len(plain.places[key]) >= needed),
                    key=lambda key: (-len(plain.places[key]) * idf[key], plain.places[key][0][0], -len(key)))[:100]
    kept = {key: plain.places[key] for key in ranked}
    holders = plain.holders(kept)
    weight = {key: (len(places) - sum(len(kept[other]) for other in holders[key])) * idf[key]
              * log(3000 / (places[0][0] + 1)) * len(key) for key, places in kept.items()}
    graph = networkx.Graph()
    nodes = [key for key in kept if weight[key] > 0]
    graph.add_nodes_from(nodes)
    for a in nodes:
        for b in nodes:
            near = [log(1500 / max(abs(i - j), 1)) for i, _ in kept[a] for j, _ in kept[b] if abs(i - j) < 1500]
            if a < b and near:
                graph.add_edge(a, b, weight=sum(near) / len(near) * weight[a] * weight[b])
    return networkx.pagerank(graph, alpha=0.85, tol=1e-10, max_iter=500) if nodes else {}


PLAIN = {"tf_idf": plain_tf_idf, "first_phrases": plain_first_phrases, "kp_miner": plain_kp_miner, "rake": plain_rake,
         "c_value": plain_c_value, "nc_value": plain_nc_value, "yake": plain_yake, "sgrank": plain_sgrank}
WHOLE = {"yake": {"dedup_lim": 1}}


def check(text, method):
    found, score = scored(text, method, **WHOLE.get(method, {}))
    plain = Plain(found)
    assert plain.named(score) == pytest.approx(PLAIN[method](plain), rel=1e-6)


@pytest.mark.parametrize("method", STATISTICS)
def test_scores_are_those_of_the_formulas(method):
    check(TEXT, method)


@pytest.mark.parametrize("method", STATISTICS)
def test_scores_of_a_federalist_paper_are_those_of_the_formulas(method, paper):
    check(paper, method)


@pytest.mark.parametrize(("n_words", "needed"), [(133, 1), (134, 2), (266, 2), (267, 3), (500, 3)])
def test_kp_miner_asks_more_repetition_of_longer_texts(n_words, needed):
    repeated = "peace talks of trade of trade of treaty of treaty of treaty".split()
    text = " ".join([*repeated, *["of"] * n_words][:n_words])
    found, score = scored(text, "kp_miner")
    assert set(Plain(found).named(score)) >= {("treaty",)}
    assert min(found.count[~np.isnan(score)]) == needed


@pytest.mark.parametrize("method", STATISTICS)
@settings(max_examples=40)
@given(text=WRITTEN)
def test_scores_of_any_words_are_those_of_the_formulas(method, text):
    check(text, method)


@pytest.fixture(scope="module")
def paper(federalist):
    return federalist[9][:6000]


@pytest.fixture(scope="module")
def federalist():
    packed = (Path(__file__).parents[1] / "data" / "federalist.jsonl.gz").read_bytes()
    return [json.loads(line)["text"] for line in gzip.decompress(packed).decode("utf-8").splitlines()]


def test_rake_reproduces_its_paper():
    found = tm.keyphrases(tokens_of(ROSE, language=None), method="rake", stop_words=ROSE_STOP, top_n=30)
    score = found.set_index("phrase")["score"]
    # Rose et al. (2010), figure 1.3
    for phrase, gold in {"minimal generating sets": 8.7, "linear Diophantine equations": 8.5,
                         "minimal supporting set": 7.7, "minimal set": 4.7, "linear constraints": 4.5,
                         "natural numbers": 4.0, "strict inequations": 4.0, "nonstrict inequations": 4.0,
                         "Upper bounds": 4.0, "mixed types": 3.7, "considered types": 3.2}.items():
        assert score[phrase] == pytest.approx(gold, abs=0.051), phrase


def test_rake_finds_keywords_with_stop_words_inside_that_stand_twice():
    found, score = scored(TEXT, "rake")
    named = Plain(found).named(score)
    assert named["weapon", "of", "mass", "destruction"] == named["mass", "destruction"] + named["weapon",]
    once = TEXT.replace("Weapons of mass destruction are", "Arms are")
    assert not any("of" in key for key in Plain(scored(once, "rake")[0]).places)


@pytest.mark.parametrize(("metric", "score"), [("degree/frequency", 8 / 3 + 6 / 3), ("degree", 8 + 6),
                                               ("frequency", 3 + 3)])
def test_rake_scores_words_by_its_metrics(metric, score):
    found = tm.keyphrases(tokens_of(ROSE, language=None), method="rake", stop_words=ROSE_STOP, top_n=99,
                          options={"metric": metric})
    # Rose et al. (2010), figure 1.2: minimal has degree 8 and frequency 3, set 6 and 3
    assert found.set_index("phrase").loc["minimal set", "score"] == pytest.approx(score)


def test_c_value_reproduces_its_paper():
    repeated = {"adenoid cystic basal cell carcinoma": 5, "cystic basal cell carcinoma": 6,
                "ulcerated basal cell carcinoma": 7, "recurrent basal cell carcinoma": 5,
                "circumscribed basal cell carcinoma": 3, "basal cell carcinoma": 958}
    text = "".join(f"The {phrase}. " * count for phrase, count in repeated.items())
    found, score = scored(text, "c_value")
    named = Plain(found).named(score)
    # Frantzi, Ananiadou and Mima (2000), section 2.4
    for phrase, gold in {"adenoid cystic basal cell carcinoma": 11.61, "cystic basal cell carcinoma": 12,
                         "ulcerated basal cell carcinoma": 14, "recurrent basal cell carcinoma": 10,
                         "circumscribed basal cell carcinoma": 6, "basal cell carcinoma": 1551.36}.items():
        assert named[tuple(phrase.split())] == pytest.approx(gold, abs=0.006)


def subsequence(a, b):
    """Return the length of the longest common subsequence of two strings."""
    row = [0] * (len(b) + 1)
    for x in a:
        new = [0]
        for j, y in enumerate(b):
            new.append(row[j] + 1 if x == y else max(row[j + 1], new[j]))
        row = new
    return row[-1]


@pytest.mark.parametrize("limit", [0.5, 0.7, 0.9])
def test_yake_leaves_out_what_is_like_a_better_phrase(limit, paper):
    found, whole = scored(paper, "yake", dedup_lim=1)
    _, score = scored(paper, "yake", dedup_lim=limit)
    plain = Plain(found)
    names = [" ".join(plain.stems[i:i + n]) for i, n in zip(found.first[found.lead], found.n_words, strict=True)]
    able = np.flatnonzero(~np.isnan(whole))
    kept = []
    for k in able[np.lexsort((-found.n_words[able], found.position[able], -whole[able]))]:
        if len(kept) == 100:
            break
        a = names[k]
        if all(2 * subsequence(a, names[j]) <= limit * (len(a) + len(names[j])) for j in kept):
            kept.append(k)
            assert score[k] == whole[k]
        else:
            assert isnan(score[k])


@pytest.mark.parametrize("kind", ["maximal", "runs", "adjoining", "ngrams"])
@pytest.mark.parametrize("method", ["tf_idf", "first_phrases", "c_value", "nc_value", "sgrank"])
def test_scores_of_other_candidates_are_those_of_the_formulas_too(method, kind):
    found, score = scored(TEXT, method, kind)
    plain = Plain(found)
    assert plain.named(score) == pytest.approx(PLAIN[method](plain), rel=1e-6)


@pytest.mark.parametrize("kind", ["maximal", "nested", "runs", "ngrams"])
def test_words_score_the_same_by_rake_in_any_candidates(kind):
    words = {key[0]: value for key, value in plain_rake(Plain(scored(TEXT, "rake")[0])).items() if len(key) == 1}
    named = Plain(scored(TEXT, "rake", kind)[0]).named(scored(TEXT, "rake", kind)[1])
    assert words and all(named[word,] == value for word, value in words.items() if (word,) in named)


def test_yake_raises_written_capitals():
    text = "The peace talks of Hanoi ended. Talks on trade went on, and the trade of Hanoi grew."
    plain = scored(text.replace("Hanoi", "hanoi"), "yake")
    capital = scored(text, "yake")
    assert Plain(capital[0]).named(capital[1])["hanoi",] > Plain(plain[0]).named(plain[1])["hanoi",]


@pytest.mark.parametrize("method", STATISTICS)
def test_a_text_has_the_same_scores_in_any_company(method, federalist):
    texts = [text[:3000] for text in federalist[:6]]
    together = tm.keyphrases(tokens_of(*texts), method=method, top_n=500)
    for name, text in zip(dict.fromkeys(together["group"]), texts, strict=True):
        alone = tm.keyphrases(tokens_of(text), method=method, top_n=500)
        among = together[together["group"] == name]
        assert alone["phrase"].tolist() == among["phrase"].tolist()
        assert alone["score"].tolist() == among["score"].tolist()


@pytest.mark.parametrize("method", STATISTICS)
def test_groups_are_texts_of_their_documents(method):
    corpus = tm.Corpus.from_texts([TEXT, TEXT[:150], ROSE], ["a", "b", "c"], language="en")
    tokens = tm.tokenize(corpus.segment())
    found = tm.keyphrases(tokens, "article", method=method, top_n=5)
    assert found["group"].unique().tolist() == ["a", "b", "c"] and found["score"].notna().all()
    assert (found["score"] > 0).all()


@pytest.mark.parametrize("method", STATISTICS)
@pytest.mark.parametrize(("text", "rows"), [("the of and", 0), ("! ?", 0), ("peace", 1), ("2020 2021", 0)])
def test_poor_texts_give_few_rows_or_none(method, text, rows):
    assert len(tm.keyphrases(tokens_of(text), method=method)) == rows


@pytest.mark.parametrize("method", STATISTICS)
def test_a_language_without_lists_is_read_by_its_stop_words(method):
    text = "Chính sách quốc phòng và chính sách đối ngoại. Chính sách quốc phòng của Việt Nam và ASEAN."
    found = tm.keyphrases(tokens_of(text, language="vi"), method=method, stop_words=["và", "của"])
    assert len(found) and not set(found["phrase"].str.split().str[0]) & {"và", "của"}


@pytest.mark.parametrize("method", STATISTICS)
def test_a_long_list_of_words_takes_no_more_than_its_words(method):
    words = " ".join(f"word{'abcdefghij'[i % 7]}{'klmnopqrst'[i % 10]}" for i in range(30_000))
    text = "Peace talks began. " * 4 + words + "."
    assert len(tm.keyphrases(tokens_of(text), method=method))


@pytest.mark.parametrize(("method", "options", "message"), [
    ("kp_miner", {"lasf": 0}, "'lasf'"), ("kp_miner", {"cutoff": 0.5}, "'cutoff'"),
    ("kp_miner", {"sigma": 0}, "'sigma'"), ("kp_miner", {"alpha": -1}, "'alpha'"),
    ("rake", {"metric": "degre"}, "Did you mean 'degree'"), ("yake", {"dedup_lim": 0}, "'dedup_lim'"),
    ("nc_value", {"window": 0}, "'window'"), ("sgrank", {"window": 1}, "'window'"),
    ("sgrank", {"cutoff": 1}, "'cutoff'"), ("sgrank", {"top": 0}, "'top'"), ("sgrank", {"damping": 1}, "'damping'"),
])
def test_wrong_options_are_named(method, options, message):
    with pytest.raises(ValueError, match=message):
        tm.keyphrases(tokens_of(TEXT), method=method, options=options)


def test_yake_compares_no_phrase_of_very_many_letters():
    texts = [" the ".join(f"{letter}{'gattaca' * size}" for letter in "ac") for size in (20, 100)]
    kept = [len(tm.keyphrases(tokens_of(text), method="yake", max_words=1)) for text in texts]
    assert kept == [1, 2]


def test_rake_keeps_long_runs_where_they_are_asked_for():
    run = " ".join(f"w{i}x" for i in range(14))
    found = tm.keyphrases(tokens_of(f"the {run} of the"), method="rake", max_words=20)
    assert found["phrase"].tolist() == [run]


def test_rake_knows_words_from_all_runs_whatever_is_scored():
    tokens = tokens_of("The peace talks, the peace talks round two table and the peace.")
    scores = [tm.keyphrases(tokens, method="rake", candidates=kind, max_words=2).set_index("phrase")["score"]
              for kind in ("runs", "adjoining")]
    assert scores[0].to_dict() == {phrase: scores[1][phrase] for phrase in scores[0].index}


@pytest.mark.parametrize("method, most", [("nc_value", 100), ("sgrank", 10_000)])
def test_windows_have_an_end(method, most):
    tokens = tokens_of("Peace talks in Hanoi. Arms control in Hanoi.")
    assert len(tm.keyphrases(tokens, method=method, options={"window": most}))
    with pytest.raises(ValueError, match=f"and at most {most}"):
        tm.keyphrases(tokens, method=method, options={"window": most + 1})
