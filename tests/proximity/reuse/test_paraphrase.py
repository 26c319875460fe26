import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.proximity.reuse._candidates import candidate_pairs
from textmine.proximity.reuse._content import content_of, windows
from textmine.proximity.reuse.forms import forms_of
from textmine.proximity.reuse.matches import Matches
from textmine.proximity.reuse.paraphrase import paraphrase_matches, paraphrase_search
from textmine.proximity.reuse.texts import Texts, texts_of

WORDS = [a + b + c for a in ("bar", "del", "fon", "gim", "kup", "lor", "mas", "nit") for b in "aeiou"
         for c in ("den", "fig", "kos", "lum", "pat", "rin", "tov", "zek")]


def texts_from(texts, names=None):
    return texts_of(tm.tokenize(tm.Corpus.from_texts(texts, names)))


def rows(matches):
    return list(zip(*(column.tolist() for column in matches), strict=True))


def filler(rng, n):
    return ". ".join(" ".join(rng.choice(WORDS, 12)) for _ in range(n))


def collection(seed=0, n_texts=6):
    """Random articles; the sixth word of a sentence of the first is left out, and another put in, in the second."""
    rng = np.random.default_rng(seed)
    source = rng.choice(WORDS, 14, replace=False)
    changed = [*source[:5], "novel", *source[6:9], "word", *source[9:]]
    texts = [filler(rng, 10) for _ in range(n_texts)]
    texts[0] += ". " + " ".join(source) + ". " + filler(rng, 5)
    texts[1] = filler(rng, 4) + ". " + " ".join(changed) + ". " + texts[1]
    return texts, list(source)


@pytest.fixture(scope="module")
def articles(cleaned):
    return texts_of(tm.tokenize(cleaned.segment()))


@pytest.fixture(scope="module")
def found(articles):
    return paraphrase_search(articles, language="en")


def test_the_four_passages_with_one_source_rank_above_all_others(articles, found):
    matches = found.matches
    best = np.argsort(-matches.score, kind="stable")[:4]
    passages = [" ".join(articles.types[i] for i in articles.ids[matches.start[k]:matches.stop[k]]) for k in best]
    assert (matches.first[best] == 0).all() and (matches.second[best] == 1).all()
    for words in (("asean chair", "pandemic"), ("world health organization", "retreat", "february 2020"),
                  ("european union", "fpa"), ("important pillar", "building trust", "territorial integrity")):
        assert sum(all(word in passage for word in words) for passage in passages) == 1, words
    assert matches.score[best[3]] > np.delete(matches.score, best).max()
    assert matches.score[best[3]] > 1.25 * found.highest_by_chance and matches.e_value[best].max() < 1e-4


def test_sentences_in_shuffled_order_yield_nothing(articles):
    order = np.lexsort((np.random.default_rng(0).random(len(articles.ids)), articles.sentences))
    shuffled = Texts(articles.names, articles.types, articles.ids[order], *[getattr(articles, name) for name in (
        "starts", "stops", "bounds", "sentences")])
    search = paraphrase_search(shuffled, language="en")
    assert len(search.matches.first) == 0 and search.n_pairs > 100


def test_a_reworked_sentence_is_found_with_its_words():
    texts, source = collection()
    matches = paraphrase_matches(texts_from(texts))
    assert rows(matches)[0][:2] == (0, 1) and len(matches.first) == 1
    all_texts = texts_from(texts)
    words = [all_texts.types[i] for i in all_texts.ids[matches.start[0]:matches.stop[0]]]
    assert words == source and matches.n_matched[0] == 13
    assert matches.other_stop[0] - matches.other_start[0] == 15


def test_the_order_of_documents_and_threads_change_nothing():
    texts, _ = collection(3)
    names = list("abcdef")
    there = paraphrase_matches(texts_from(texts, names))
    back = paraphrase_matches(texts_from(texts[::-1], names[::-1]), n_jobs=3)
    assert rows(there) == rows(back) and len(there.first) == 1


def test_articles_of_one_series_are_not_compared():
    texts = texts_from(collection()[0])
    assert not rows(paraphrase_matches(texts, allowed=np.array([7, 7, -1, -1, -1, -1])))
    assert rows(paraphrase_matches(texts, allowed=np.array([7, 6, 7, -1, -1, -1])))
    assert rows(paraphrase_matches(texts, allowed=np.full(6, -1)))


def test_what_is_known_is_not_found_again():
    texts = texts_from(collection()[0])
    first = paraphrase_matches(texts)
    assert not rows(paraphrase_matches(texts, known=first))
    elsewhere = Matches(*(column + (name in ("other_start", "other_stop")) * 100
                          for name, column in first._asdict().items()))
    assert rows(paraphrase_matches(texts, known=elsewhere)) == rows(first)


def test_neighbouring_sentences_make_one_passage():
    rng = np.random.default_rng(1)
    sentences = [" ".join(rng.choice(WORDS, 10, replace=False)) for _ in range(3)]
    changed = [sentence.rsplit(" ", 2)[0] + " otherwise" for sentence in sentences]
    texts = [filler(rng, 9) + ". " + ". ".join(sentences), ". ".join(changed) + ". " + filler(rng, 9)]
    texts += [filler(rng, 9) for _ in range(3)]
    matches = paraphrase_matches(texts_from(texts))
    assert len(matches.first) == 1 and matches.n_matched[0] == 24
    turned = paraphrase_matches(texts_from([texts[0], ". ".join(changed[::-1]) + ". " + filler(rng, 9), *texts[2:]]))
    assert turned.n_matched.tolist() == [8, 8, 8]


def test_copies_of_a_text_are_looked_at_once_and_all_reported():
    texts, _ = collection()
    for copies in (5, 60):
        some = [texts[0]] + texts[2:] + [texts[1]] * copies
        search = paraphrase_search(texts_from(some, [f"{i:03}" for i in range(len(some))]))
        assert search.n_different < 200
        between = [row for row in rows(search.matches) if row[0] == 0]
        assert sorted(row[1] for row in between) == list(range(5, 5 + copies))


def test_one_place_among_very_many_copies_is_listed_with_the_first():
    texts, _ = collection()
    some = [texts[0]] + texts[2:] + [texts[1]] * 120
    search = paraphrase_search(texts_from(some, [f"{i:03}" for i in range(len(some))]))
    found = {row[:2] for row in rows(search.matches)}
    assert {pair for pair in found if pair[0] == 0} == {(0, 5)}
    assert {pair for pair in found if pair[0] > 0} == {(5, i) for i in range(6, 125)}
    assert search.n_copies > 119


def test_what_is_listed_of_many_copies_grows_with_their_number():
    texts, source = collection()
    some = [" ".join(source)] * 150 + texts[2:]
    search = paraphrase_search(texts_from(some, [f"{i:03}" for i in range(len(some))]))
    places = {row[0] for row in rows(search.matches)} | {row[1] for row in rows(search.matches)}
    assert places == set(range(150)) and len(search.matches.first) == 149 and search.n_copies > 10_000


@pytest.mark.parametrize("texts", [["-"], ["Peace."], ["Peace.", "War."], ["one two three four five"] * 2,
                                   ["-", "!", "one two three four five six"], ["Peace now " * 300] * 2])
def test_small_and_odd_texts_do_no_harm(texts):
    corpus = tm.Corpus.from_texts(texts)
    matches = paraphrase_matches(texts_of(tm.tokenize(corpus)), language="en")
    assert len(matches.first) <= 20 and len({len(column) for column in matches}) == 1


def test_texts_without_ends_of_sentences_are_cut():
    texts, source = collection()
    texts = [text.replace(". ", " ") for text in texts]
    search = paraphrase_search(texts_from(texts))
    assert search.n_sentences > 6
    assert windows(np.zeros(0, np.int64)).tolist() == []
    assert np.bincount(windows(np.repeat([0, 1], [241, 120]))).tolist() == [81, 80, 80, 120]


def test_stems_and_stop_words_are_those_of_the_language():
    assert len(set(forms_of(("häuser", "haus", "hausen"), "de"))) < 3
    assert len(set(forms_of(("häuser", "haus"), None))) == 2
    texts = texts_from(["The fleets of the republic have sailed far away today."])
    english, unknown = content_of(texts, "en", 1), content_of(texts, None, 1)
    content = [texts.types[i] for i in texts.ids[english.words]]
    assert {"fleets", "republic", "sailed"} < set(content) and not {"the", "of", "have"} & set(content)
    assert len(unknown.words) == len(texts.ids)


SENTENCES = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=6), min_size=1, max_size=12)


@given(sentences=SENTENCES, least=st.sampled_from([0.2, 0.5, 0.9]), data=st.data())
def test_candidates_are_all_pairs_with_such_a_cosine(sentences, least, data):
    codes = np.array(data.draw(st.lists(st.integers(-1, 3), min_size=len(sentences), max_size=len(sentences))))
    terms = np.array(sum(sentences, []), np.int32)
    bounds = np.concatenate([[0], np.cumsum([len(each) for each in sentences])])
    found = candidate_pairs(terms, bounds, 13, codes, least, 50, 10_000, 2)
    vectors = np.zeros((len(sentences), 13))
    for i, each in enumerate(sentences):
        vectors[i, each] = 1
    vectors *= np.log((len(sentences) + 1) / np.maximum(vectors.sum(axis=0), 1))
    cosines = vectors @ vectors.T / np.outer(*[np.linalg.norm(vectors, axis=1)] * 2)
    expected = [[i, j] for i in range(len(codes)) for j in range(i, len(codes)) if cosines[i, j] >= least
                and (codes[i] != codes[j] or codes[i] < 0)]
    clear = np.abs(cosines - least) > 1e-5
    assert [pair for pair in found.pairs.tolist() if clear[tuple(pair)]] == [p for p in expected if clear[tuple(p)]]
    assert (found.n_cut, found.n_beyond) == (0, 0)


def test_caps_are_counted():
    terms, bounds = np.tile(np.arange(4, dtype=np.int32), 30), np.arange(0, 124, 4)
    capped = candidate_pairs(terms, bounds, 4, np.arange(30), 0.2, 3, 10_000)
    assert len(capped.pairs) < 100 and capped.n_beyond == 30 * 26 and capped.n_cut == 0
    assert candidate_pairs(terms, bounds, 4, np.arange(30), 0.2, 3, 50).n_cut == 30
