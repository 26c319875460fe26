"""n-grams, compounds, categories and learned phrases, against naive versions of themselves."""

import fnmatch
import itertools
import math
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.stats.collocation import interaction
from textmine.tokens.patterns import find, occurrences

WORDS = ["ab", "ba", "bab", "aa"]
PATTERNS = ["ab", "a*", "?a", "ba ab", "ab ba bab", "a* b*", "aa * ab", "bab bab", "* *", "c", "ba c"]
WORD = st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", ", ", ". "])).map("".join)
TEXTS = st.lists(st.lists(WORD, min_size=1, max_size=14).map("".join), min_size=1, max_size=3)
DICTIONARIES = st.dictionaries(st.sampled_from("XYZ"), st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3),
                               min_size=1)
DROPPED = st.sampled_from([(), ("ab",), ("aa", "ba")])


def tokens_of(texts, dropped=()):
    return tm.tokenize(tm.Corpus.from_texts(texts)).drop(dropped)


def runs(tokens, n, pads=False):
    """Every run of n words that follow each other: position and words."""
    for i in range(len(tokens.ids) - n + 1):
        ids = tokens.ids[i:i + n].tolist()
        if (pads or min(ids) >= 0) and tokens.follows[i + 1:i + n].all():
            yield i, tuple(tokens.types[each if each >= 0 else ~each] for each in ids)


def places(tokens):
    source = tokens.corpus.spans["source"].to_numpy()[tokens.document_index]
    texts = tokens.corpus.articles["text"].to_pylist()
    return [texts[i][start:stop] for i, start, stop in zip(source, tokens.starts, tokens.stops, strict=True)]


def check_value(tokens):
    assert (tokens.starts < tokens.stops).all() and tokens.bounds[0] == 0 and tokens.bounds[-1] == len(tokens.ids)
    assert (np.diff(tokens.bounds) >= 0).all() and (np.diff(tokens.sentences) >= 0).all()
    assert list(tokens.types) == sorted(set(tokens.types)) and tokens.ids.dtype == np.int32
    assert not tokens.follows[tokens.bounds[:-1][np.diff(tokens.bounds) > 0]].any()
    assert not tokens.ids.flags.writeable


@given(TEXTS, DROPPED, st.sets(st.sampled_from(PATTERNS), min_size=1, max_size=4))
def test_occurrences_are_those_of_a_naive_search(texts, dropped, patterns):
    tokens = tokens_of(texts, dropped)
    naive = {(i, n) for pattern in patterns for n in [len(pattern.split())] for i, words in runs(tokens, n, n > 1)
             if all(map(fnmatch.fnmatchcase, words, pattern.split()))}
    positions, lengths = occurrences(tokens, sorted(patterns))
    assert list(zip(positions.tolist(), lengths.tolist(), strict=True)) == sorted(naive)
    positions, lengths = find(tokens, sorted(patterns))
    kept, reached = [], 0
    for i, group in itertools.groupby(sorted(naive), key=lambda match: match[0]):
        if i >= reached:
            kept.append((i, max(n for _, n in group)))
            reached = sum(kept[-1])
    assert list(zip(positions.tolist(), lengths.tolist(), strict=True)) == kept


@given(TEXTS, DROPPED, st.sampled_from([1, 2, 3, (1, 2), (3, 1)]))
def test_ngrams_are_the_runs_of_kept_words(texts, dropped, n):
    tokens = tokens_of(texts, dropped)
    found = tokens.ngrams(n)
    check_value(found)
    sizes = sorted(n) if isinstance(n, tuple) else [n]
    naive = sorted((i, size, "_".join(words)) for size in sizes for i, words in runs(tokens, size))
    assert [found.types[i] for i in found.ids] == [form for _, _, form in naive]
    assert places(found) == [form.replace("_", " ") for _, _, form in naive]
    assert [found.document_index[k] for k in range(len(naive))] == [tokens.document_index[i] for i, _, _ in naive]


def test_ngrams_cross_no_gap_and_count_as_words_do(tokens):
    assert tokens.ngrams(1).count().to_frame().equals(tokens.count().to_frame())
    both, one, two = (tokens.ngrams(n).count().counts.sum() for n in ((1, 2), 1, 2))
    assert both == one + two
    text = "Peace talks, and the peace talks. Talks began"
    assert tokens_of([text], ["the"]).ngrams(2).words(0) == ["peace_talks", "peace_talks", "talks_began"]
    assert len(tokens_of(["One."]).ngrams(2).ids) == 0
    for wrong in (0, (2, 2), (), 1.5):
        with pytest.raises(ValueError, match="^n must be"):
            tokens.ngrams(wrong)


@given(TEXTS, DROPPED, st.sets(st.sampled_from([each for each in PATTERNS if " " in each]), min_size=1, max_size=3))
def test_compounds_lose_no_word_and_keep_their_place(texts, dropped, patterns):
    tokens = tokens_of(texts, dropped)
    found = tokens.compound(sorted(patterns))
    check_value(found)
    names = [found.types[i if i >= 0 else ~i] for i in found.ids]
    words = [tokens.types[i if i >= 0 else ~i] for i in tokens.ids]
    assert [part for name in names for part in name.split("_")] == words
    assert [part for place in places(found) for part in place.split()] == places(tokens)
    for i, name in zip(found.ids, names, strict=True):
        if "_" in name:
            assert i >= 0
            assert any(len(pattern.split()) == len(name.split("_")) and all(
                map(fnmatch.fnmatchcase, name.split("_"), pattern.split())) for pattern in patterns)
        else:
            assert (i < 0) == (name in dropped)


def test_the_longest_phrase_wins_then_the_first():
    tokens = tokens_of(["the rule of law school of thought"], ["the", "of"])
    joined = tokens.compound(["rule of law", "law school of thought"])
    assert joined.words(0) == ["", "rule", "", "law_school_of_thought"]
    assert tokens.compound(["rule of", "of law"]).words(0) == ["", "rule_of", "law", "school", "", "thought"]
    assert tokens.compound([]).words(0) == tokens.words(0)
    assert tokens.compound("no such phrase").words(0) == tokens.words(0)
    with pytest.raises(ValueError, match="two words or more, got 'rule'"):
        tokens.compound(["rule"])


def test_a_compound_is_found_by_its_phrase():
    tokens = tokens_of(["The Rule of Law. Law."], ["of"])
    joined = tokens.compound(["rule of law"])
    assert tm.kwic(joined, "Rule of Law")["keyword"].tolist() == tm.kwic(tokens, "rule of law")["keyword"].tolist()
    assert tm.kwic(joined, "rule of l*")["keyword"].tolist() == ["Rule of Law"]
    assert tm.kwic(joined, "law")["keyword"].tolist() == ["Law"]


def test_an_abbreviation_and_its_long_form_are_one_compound():
    corpus = tm.Corpus.from_texts(["The United Nations (U.N.) met. U.N. staff left."], language="en").clean()
    joined = tm.tokenize(corpus).compound(["United Nations"])
    assert [place for place, word in zip(places(joined), joined.words(0), strict=True) if word == "united_nations"] == [
        "United Nations", "U.N."]


@given(TEXTS, DROPPED, DICTIONARIES)
def test_a_lookup_counts_each_category_as_evidence_does(texts, dropped, dictionary):
    tokens = tokens_of(texts, dropped)
    found = tokens.lookup(dictionary)
    check_value(found)
    named = sorted(zip((found.types[i] for i in found.ids), places(found), strict=True))
    assert named == sorted((name, quote) for name, terms in dictionary.items()
                           for quote in tm.evidence(tokens, terms)["quote"])
    rest = tokens.lookup(dictionary, exclusive=False)
    check_value(rest)
    names = [rest.types[i if i >= 0 else ~i] for i in rest.ids]
    assert sorted(name for name in names if name in dictionary) == [name for name, _ in named]
    covered = {k for terms in dictionary.values() for i, n in zip(*find(tokens, terms), strict=True)
               for k in range(i, i + n)}
    words = [tokens.types[i if i >= 0 else ~i] for i in tokens.ids]
    assert [name for name in names if name not in dictionary] == [
        word for i, word in enumerate(words) if i not in covered]


def test_lookup_agrees_with_codebook_emphasis(tokens):
    themes = tm.read_codebook("experiments/codebook.toml")
    table = tokens.lookup(themes).count().group("article").to_frame()
    emphasis = tm.codebook_emphasis(tokens, themes).pivot(index="group", columns="theme", values="count")
    assert set(table.columns) == set(emphasis.columns)
    assert (table == emphasis.loc[table.index, table.columns]).all(axis=None)


def test_a_bad_dictionary_is_refused():
    tokens = tokens_of(["peace talks and war"])
    assert tokens.lookup({"peace": ["peace*", "peace talks"]}).words(0) == ["peace"]
    assert tokens.lookup({"war": ["peace"]}).words(0) == ["war"]
    with pytest.raises(ValueError, match="got 'war': call it 'WAR'"):
        tokens.lookup({"war": ["peace"]}, exclusive=False)
    for wrong in ({}, ["peace"], {"peace": "peace"}, {"peace": [""]}, {"peace": []}):
        with pytest.raises(ValueError, match="^(dictionary|category 'peace') must"):
            tokens.lookup(wrong)


def test_map_merges_types_and_searches_still_find_the_old_forms():
    tokens = tokens_of(["The colour of COLOR", "Colours"], ["of"])
    mapped = tokens.map({"Colour": "color", "colours": "color"})
    assert [mapped.words(i) for i in range(2)] == [["the", "color", "", "color"], ["color"]]
    assert places(mapped) == places(tokens) and tokens.words(1) == ["colours"]
    assert len(tm.kwic(mapped, "colour")) == len(tm.kwic(mapped, "colours")) == len(tm.kwic(mapped, "colou*")) == 3
    assert mapped.drop(["Colours"]).words(0) == ["the", "", "", ""]
    assert tokens.map(str.upper).map({"COLOUR": "COLOR"}).words(0) == ["THE", "COLOR", "", "COLOR"]
    assert len(tm.kwic(tokens.map(str.upper), "colour")) == 1
    again = mapped.map({"color": "hue"})
    assert len(tm.kwic(again, "colours")) == len(tm.kwic(again, "color")) == 3
    for wrong, error in ((None, TypeError), (["color"], TypeError), ({"the": ""}, ValueError), (len, ValueError)):
        with pytest.raises(error, match="^forms must"):
            tokens.map(wrong)


def naive_phrases(tokens, n):
    windows = list(runs(tokens, n))
    documents = defaultdict(set)
    for i, words in windows:
        documents[words].add(tokens.document_index[i])
    for phrase, count in Counter(words for _, words in windows).items():
        cells = Counter(tuple(a == b for a, b in zip(words, phrase, strict=True)) for _, words in windows)
        cells = {b: cells[b] + 0.5 for b in itertools.product((False, True), repeat=n)}
        value = sum((-1) ** (n - sum(b)) * math.log(cell) for b, cell in cells.items())
        z = value / math.sqrt(sum(1 / cell for cell in cells.values()))
        p = [sum(words[k] == phrase[k] for _, words in windows) / len(windows) for k in range(n)]
        joint = count / len(windows)
        npmi = 1 if joint == 1 else math.log(joint / math.prod(p)) / (-(n - 1) * math.log(joint))
        yield " ".join(phrase), (n, count, len(documents[phrase]), value, z, npmi)


@settings(max_examples=60)
@given(TEXTS, DROPPED, st.sampled_from([2, 3, (2, 3)]))
def test_phrases_score_as_a_naive_count_does(texts, dropped, n):
    tokens = tokens_of(texts, dropped)
    found = tm.phrases(tokens, n=n, min_count=1, min_docs=1, min_z=-math.inf, min_npmi=-math.inf)
    expected = {phrase: row for size in (n if isinstance(n, tuple) else (n,)) for phrase, row in
                naive_phrases(tokens, size)}
    assert set(found["phrase"]) == set(expected) and len(found) == len(expected)
    for phrase, *row in found.itertuples(index=False):
        assert row == pytest.approx(expected[phrase], abs=1e-9)
    assert (np.diff(found["z"]) <= 0).all()


def test_collocations_of_a_printed_example():
    # interaction and z of quanteda's example, with 1/2 in every cell
    tokens = tokens_of(["capital other capital gains other capital word2 other gains capital"])
    found = tm.phrases(tokens, min_count=1, min_docs=1, min_z=-9, min_npmi=-9).set_index("phrase")
    assert found.loc["other capital", ["interaction", "z"]].tolist() == pytest.approx([1.8101, 1.3080], abs=5e-5)
    assert found.loc["capital other", ["interaction", "z"]].tolist() == pytest.approx([0.0770, 0.0592], abs=5e-5)
    assert found.loc["capital word2", ["interaction", "z"]].tolist() == pytest.approx([2.0541, 1.1446], abs=5e-5)


def test_no_phrase_of_quanteda_crosses_a_sentence():
    """quanteda.textstats, test-textstat_collocations.R: 9 pairs, none over "!" or "."; 10 pairs would print 4.4427."""
    found = tm.phrases(tokens_of(["I like good ice cream.", "Me too!  I like good ice cream."]), min_count=2, min_z=2)
    assert found["phrase"].tolist() == ["good ice", "i like", "ice cream", "like good"]
    np.testing.assert_allclose(found[["interaction", "z"]], [[4.317488, 2.027787]] * 4, atol=5e-7)
    np.testing.assert_allclose(np.ravel(interaction([[[8, 0], [0, 2]]])), [4.4427, 2.0902], atol=5e-5)


@pytest.mark.parametrize("texts, printed", [
    # the same file: number, and number within longer phrases; "." ends a sequence
    (["a b c . . a b c . . a b c . . . a b c", "a b . . a b . . a b . . a b . a b"],
     {"a b": (9, 4), "b c": (4, 4), "a b c": (4, 0)}),
    ([". . . . a b c . . a b c . . .", "a b . . a b . . a b . . a b . a b", "b c . . b c . b c . . . b c"],
     {"a b": (7, 2), "b c": (6, 2), "a b c": (2, 0)}),
    ([". . . . a b c d . . a b c . . ."],
     {"a b": (2, 2), "b c": (2, 2), "c d": (1, 1), "a b c d": (1, 0), "a b c": (2, 1), "b c d": (1, 1)}),
])
def test_nested_phrases_of_quanteda(texts, printed):
    """What is left of a phrase where the longest are joined first is what is not within longer ones."""
    tokens = tokens_of(texts)
    found = tm.phrases(tokens, n=(2, 3, 4), min_count=1, min_docs=1, min_z=-np.inf, min_npmi=-np.inf)
    counts = found.set_index("phrase")["count"].to_dict()
    joined = tokens.compound(found["phrase"]).count()
    alone = dict(zip(joined.terms, np.asarray(joined.counts.sum(axis=0)).ravel(), strict=True))
    assert {phrase: (count, count - alone.get(phrase.replace(" ", "_"), 0)) for phrase, count in counts.items()
            } == printed


def test_phrases_of_the_bundled_corpus_become_compounds(tokens):
    found = tm.phrases(tokens, n=(2, 3))
    assert "united nations" in set(found["phrase"]) and len(found) >= 10
    assert (found["z"] > 3).all() and (found["npmi"] > 0.3).all() and (found["npmi"] <= 1 + 1e-12).all()
    assert (found["count"] >= 5).all() and (found["documents"] >= 2).all() and found["phrase"].is_unique
    joined = tokens.compound(found["phrase"])
    check_value(joined)
    counts = joined.count()
    pairs = found[found["n_words"] == 2].set_index("phrase")["count"]
    assert all(counts.counts[:, k].sum() <= pairs[term.replace("_", " ")] for k, term in enumerate(counts.terms)
               if term.count("_") == 1)
    frame = tokens.corpus.to_frame()[::-1]
    there, back = (tm.tokenize(tm.Corpus.from_texts(texts)) for texts in (frame["text"], frame["text"][::-1]))
    assert tm.phrases(there, n=(3, 2)).equals(tm.phrases(back, n=(2, 3))), "the order of documents does not matter"


def test_nothing_to_learn_gives_no_rows_and_bad_numbers_an_error():
    empty = tm.phrases(tokens_of(["One."]))
    assert empty.columns.tolist() == ["phrase", "n_words", "count", "documents", "interaction", "z", "npmi"]
    assert empty.empty
    assert len(tm.phrases(tokens_of(["One two."]), min_count=1, min_docs=1, min_z=-9)) == 1
    for wrong in ({"n": 1}, {"n": (2, 6)}, {"n": 2.5}, {"min_count": 0}, {"min_docs": 0}):
        with pytest.raises(ValueError, match="must be"):
            tm.phrases(tokens_of(["One two."]), **wrong)


@pytest.mark.parametrize("wrong, message", [
    ({"n": ()}, "n must be a number of words or several"), ({"n": "2"}, "n must be a whole number"),
    ({"min_z": "3"}, "min_z must be a number"), ({"min_z": float("nan")}, "min_z must be a number, got nan"),
    ({"min_npmi": True}, "min_npmi must be a number"),
])
def test_limits_of_phrases_that_are_no_numbers_are_named(wrong, message):
    tokens = tm.tokenize(tm.Corpus.from_texts(["peace talks " * 9] * 2))
    with pytest.raises(ValueError, match=message):
        tm.phrases(tokens, **wrong)
    assert tm.phrases(tokens, min_count=99).dtypes.equals(tm.phrases(tokens, min_z=float("-inf")).dtypes)


@pytest.mark.parametrize("n_words", range(4))
def test_texts_shorter_than_a_run_have_none(n_words):
    tokens = tokens_of([" ".join(["ab"] * n_words) or "-"])
    for n in range(n_words + 1, 8):
        assert len(tokens.ngrams(n).ids) == 0
