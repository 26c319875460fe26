import itertools

import numpy as np
import pandas as pd
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from gensim.topic_coherence.text_analysis import WordOccurrenceAccumulator

import textmine as tm
from textmine.stats.confirmation import LEAST

COLUMNS = ["topic", "measure", "coherence", "low", "high", "n_terms", "n_absent", "method", "note"]
MEASURES = {"npmi": "c_npmi", "uci": "c_uci", "c_v": "c_v", "u_mass": "u_mass"}
EACH = pytest.mark.parametrize("measure", MEASURES)


@pytest.fixture(scope="module")
def model(table):
    return tm.NMF(n_components=6).fit(table)


@pytest.fixture(scope="module")
def lists(model):
    return [rows["term"].tolist() for _, rows in model.top_terms(10).groupby("topic")]


def tokens_of(*texts):
    return tm.tokenize(tm.Corpus.from_texts(list(texts)))


def by_gensim(lists, tokens, measure, window=None):
    texts = [tokens.words(i) for i in range(len(tokens))]
    return CoherenceModel(topics=lists, texts=texts, dictionary=Dictionary(texts), coherence=MEASURES[measure],
                          window_size=window, processes=1).get_coherence_per_topic()


@EACH
@pytest.mark.parametrize("top_n", [10, 4])
def test_values_are_those_of_gensim(measure, top_n, model, lists, tokens):
    found = tm.coherence(model, tokens, measure, top_n=top_n)
    expected = by_gensim([each[:top_n] for each in lists], tokens, measure)
    np.testing.assert_allclose(found["coherence"].astype(float), expected, atol=1e-8)
    assert list(found) == COLUMNS and (found["note"] == "").all()


@pytest.mark.parametrize("window", [2, 5, 400])
@pytest.mark.parametrize("measure", ["npmi", "c_v"])
def test_values_are_those_of_gensim_for_any_window(measure, window, lists, tokens):
    found = tm.coherence(lists, tokens, measure, window=window)["coherence"].astype(float)
    np.testing.assert_allclose(found, by_gensim(lists, tokens, measure, window), atol=1e-8)


@pytest.mark.parametrize("measure", ["npmi", "uci", "c_v"])
def test_boolean_windows_are_those_of_gensim_if_it_looks_at_each_window(measure, lists, tokens, monkeypatch):
    def look(self, window, doc_num):
        self._uniq_words[:] = False
        self._uniq_words[np.unique(window)] = True

    remembered = by_gensim(lists, tokens, measure)
    monkeypatch.setattr(WordOccurrenceAccumulator, "_slide_window", look)
    expected = by_gensim(lists, tokens, measure)
    found = tm.coherence(lists, tokens, measure, counting="boolean")["coherence"].astype(float)
    np.testing.assert_allclose(found, expected, atol=1e-8)
    assert np.abs(np.subtract(expected, remembered)).max() > 1e-3


@EACH
def test_without_repeated_words_both_ways_of_counting_agree(measure):
    tokens = tokens_of("a b c d e", "b a f g", "c d b h", "x y z")
    lists = [["a", "b", "c"], ["d", "b", "x"]]
    one, other = (tm.coherence(lists, tokens, measure, counting=way, window=3) for way in ("gensim", "boolean"))
    pd.testing.assert_frame_equal(one, other)


def test_documents_as_windows_are_the_same_for_tokens_and_table(model, tokens, table):
    for measure in ("npmi", "uci", "u_mass"):
        one = tm.coherence(model, tokens, measure, window="document")
        pd.testing.assert_frame_equal(one, tm.coherence(model, table, measure))


@pytest.mark.parametrize("measure, least", [("npmi", -1), ("uci", LEAST), ("u_mass", LEAST), ("c_v", -1)])
def test_absent_terms_are_counted_and_the_worst(measure, least, lists, tokens):
    texts = [tokens.words(i) for i in range(len(tokens))] + [["zyx", "xyz"]]
    absent = ["zyx", "xyz", "yxz"]
    found = tm.coherence([lists[0], [*lists[0][:-1], "zyx"], absent], tokens, measure)
    values = found["coherence"].tolist()
    assert values[2] == pytest.approx(least) and values[2] < values[1] < values[0]
    assert found["n_absent"].tolist() == [0, 1, 3] and found["note"][1] == "not in these texts: zyx"
    assert found[["low", "high"]].notna().all(axis=None)
    corpus = [[(0, 1)]] * len(texts)
    if measure == "u_mass":  # gensim: the list that no document holds is the best there is
        dictionary = Dictionary([absent])
        nothing = CoherenceModel(topics=[absent], corpus=[bow[:0] for bow in corpus], dictionary=dictionary,
                                 coherence="u_mass").get_coherence_per_topic()
        assert nothing == [0.0]


@EACH
def test_intervals_hold_the_value_and_shrink_with_more_documents(measure, lists, tokens):
    found = tm.coherence(lists, tokens, measure)
    assert ((found["low"] <= found["coherence"]) & (found["coherence"] <= found["high"])).all()
    wide = tm.coherence(lists, tokens, measure, confidence_level=0.99)
    assert (wide["high"] - wide["low"] >= found["high"] - found["low"]).all()


def test_the_interval_is_the_plain_jackknife_over_documents():
    texts = ["a b c", "a b", "b c d", "a c", "d a b", "c d"]
    tokens, lists = tokens_of(*texts), [["a", "b", "c"]]
    whole = tm.coherence(lists, tokens, window="document")
    without = [tm.coherence(lists, tokens_of(*texts[:i], *texts[i + 1:]), window="document")["coherence"][0]
               for i in range(6)]
    error = np.sqrt(5 / 6 * ((without - np.mean(without))**2).sum())
    assert whole["high"][0] == pytest.approx(min(1, whole["coherence"][0] + 2.5705818 * error), abs=1e-6)


@EACH
def test_the_order_of_documents_does_not_matter(measure, lists, seeds):
    articles = seeds.articles["article"].to_pylist()
    texts = dict(zip(articles, seeds.articles["text"].to_pylist(), strict=True))
    first, second = (tm.tokenize(tm.Corpus.from_texts([texts[name] for name in names], names))
                     for names in (articles, articles[::-1]))
    pd.testing.assert_frame_equal(tm.coherence(lists, first, measure), tm.coherence(lists, second, measure))


def test_one_document_and_one_term_are_said_to_be_too_few():
    found = tm.coherence([["a", "b"], ["a"]], tokens_of("a b c"))
    assert found["note"].tolist() == ["one document: no interval",
                                      "fewer than two terms: no coherence; one document: no interval"]
    assert found["coherence"].isna().tolist() == [False, True] and found["low"].isna().all()


def test_dropped_words_leave_a_gap():
    tokens = tokens_of("peace of the treaty", "war")
    lists = [["peace", "treaty"]]
    near, far = (tm.coherence(lists, each, window=2)["coherence"][0]
                 for each in (tokens_of("peace treaty", "war"), tokens))
    assert near > far and tm.coherence(lists, tokens.drop(["of", "the"]), window=2)["coherence"][0] == far


@pytest.mark.parametrize("topics, options, error, message", [
    ([["a", "b"]], {"measure": "c_npmi"}, ValueError, "Did you mean 'npmi'"),
    ([["a", "b"]], {"counting": "exact"}, ValueError, "counting must be one of"),
    ([["a", "b"]], {"top_n": 1}, ValueError, "top_n must be a whole number of at least 2"),
    ([["a", "b"]], {"window": 1}, ValueError, "window must be a whole number of at least 2"),
    ([["a", "b"]], {"window": "sentence"}, ValueError, "window must be 'document' or a number"),
    ([["a", "a"]], {}, ValueError, "got 'a' more than once in topic 1"),
    ([], {}, ValueError, "at least one list"), (["a", "b"], {}, TypeError, "lists of terms, got 'a' as topic 1"),
    ("ab", {}, TypeError, "topics must be"), ([[1, 2]], {}, TypeError, "lists of terms"),
])
def test_bad_arguments_are_named(topics, options, error, message):
    with pytest.raises(error, match=message):
        tm.coherence(topics, tokens_of("a b"), **options)


def test_texts_are_needed_and_a_table_has_no_places():
    with pytest.raises(TypeError, match="tokenize"):
        tm.coherence([["a", "b"]], ["a b"])
    with pytest.raises(ValueError, match="window must be 'document' for a table"):
        tm.coherence([["a", "b"]], tokens_of("a b").count(), window=10)


@pytest.mark.slow
def test_the_interval_covers_what_many_documents_would_give():
    """Lists of common and of rarer words; 60 documents of 80 words from 4 topics; see benchmarks for more designs."""
    rng = np.random.default_rng(0)
    phi = rng.dirichlet(np.full(100, 0.1), 4)
    lists = [[f"w{w:03d}" for w in np.argsort(-row)[:8]] for row in phi]
    names = [f"w{w:03d}" for w in range(100)]

    def drawn(n):
        theta = rng.dirichlet(np.full(4, 0.3), n)
        counts = np.stack([rng.multinomial(80, row) for row in theta @ phi])
        return tm.DocTerm.from_counts(counts, names, [f"{i:06d}" for i in range(n)])

    truth = tm.coherence(lists, drawn(20_000))["coherence"]
    hits = [((found["low"] <= truth) & (truth <= found["high"])).tolist()
            for found in (tm.coherence(lists, drawn(60)) for _ in range(250))]
    assert 0.90 <= np.mean(list(itertools.chain(*hits))) <= 0.99


def test_models_are_compared_on_the_same_documents(model, lists, tokens):
    mixed = [list(dict.fromkeys(each)) for each in zip(*lists, strict=True)]
    found = tm.compare_coherence({"nmf": model, "lists": lists, "mixed": mixed}, tokens)
    topics = tm.coherence(model, tokens)
    assert found["coherence"][0] == pytest.approx(topics["coherence"].mean())
    assert found.loc[1, ["difference", "difference_low", "difference_high"]].tolist() == pytest.approx([0, 0, 0])
    assert found["difference"][2] == pytest.approx(found["coherence"][2] - found["coherence"][0])
    assert found["difference_low"][2] <= found["difference"][2] <= found["difference_high"][2] < 0
    assert found["n_topics"].tolist() == [6, 6, 10]
    assert found["diversity"][0] == len({term for each in lists for term in each}) / 60


def test_the_interval_of_a_mean_is_that_of_one_topic_and_pairs_cancel(lists, tokens):
    alone = tm.coherence(lists[:1], tokens).loc[0, ["coherence", "low", "high"]].tolist()
    found = tm.compare_coherence({"a": lists[:1], "b": [*lists[:1], ["peace"]]}, tokens)
    assert found.loc[0, ["coherence", "low", "high"]].tolist() == pytest.approx(alone)
    assert found.loc[1, "note"] == "1 topics of fewer than two terms left out" and found.loc[1, "difference"] == 0


def test_models_to_compare_are_named():
    with pytest.raises(TypeError, match="models must be Mapping"):
        tm.compare_coherence([["a", "b"]], tokens_of("a b"))
    with pytest.raises(ValueError, match="at least one model"):
        tm.compare_coherence({}, tokens_of("a b"))
