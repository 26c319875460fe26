"""Every number leads back to its passage, letter for letter."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import NMF as SklearnNMF
from sklearn.decomposition import LatentDirichletAllocation as SklearnLDA

import textmine as tm
from textmine.attribution import token_weights


def tokens_of(*texts, **options):
    return tm.tokenize(tm.Corpus.from_texts(list(texts), **options))


def test_kwic_shows_context_as_it_stands():
    rows = tm.kwic(tokens_of("One two,\n three Peace four five."), "peace", window=2)
    assert rows.loc[0, ["left", "keyword", "right", "start"]].tolist() == ["two, three", "Peace", "four five", 16]


def test_globs_phrases_and_dropped_words():
    tokens = tokens_of("The rule of law. Rule, of law. Rules of laws.", language="en").drop(tm.stopwords("en"))
    assert tm.kwic(tokens, "rule of law")["start"].tolist() == [4]
    assert tm.kwic(tokens, "rule* of law*")["keyword"].tolist() == ["rule of law", "Rules of laws"]
    assert len(tm.kwic(tokens, "of")) == 0
    assert len(tm.kwic(tokens, "la?")) == 2


def test_overlapping_patterns_count_a_place_once():
    tokens = tokens_of("peace talks on peacekeeping")
    assert tm.evidence(tokens, ["peace*", "peace talks", "talks"])["quote"].tolist() == ["peace talks", "peacekeeping"]


def test_an_abbreviation_and_its_long_form_find_each_other(tokens):
    assert len(tm.kwic(tokens, "UN")) == len(tm.kwic(tokens, "united nations")) == len(tm.kwic(tokens, "U.N.")) > 20
    assert {"UN", "U.N.", "United Nations"} <= set(tm.kwic(tokens, "UN")["keyword"])


def test_evidence_counts_equal_the_table_for_every_term(tokens, table):
    grouped = table.group("article").to_frame()
    for term in table.terms[::9]:
        found = tm.evidence(tokens, term).groupby("article").size()
        assert {article: found.get(article, 0) for article in grouped.index} == grouped[term].to_dict(), term


def counts_behind(tokens, by):
    """Whether every count of a table by groups is the number of its places; the terms where it is not."""
    grouped = tokens.count().group(by)
    return [term for term, column in grouped.to_frame().items()
            for found in [tm.evidence(tokens, term, by=by)]
            if found.groupby("group").size().to_dict() != column[column > 0].to_dict()
            or found["quote"].isna().any()]


BURSTS = st.lists(st.sampled_from(["war", "War", "wars", "peace", "the", "of", "UN", "U.N.", "United", "Nations",
                                   "rule", "law", "colour", "color", ".", ",", "\n\n"]), min_size=1, max_size=25)


@settings(max_examples=60)
@given(st.lists(BURSTS, min_size=1, max_size=3), st.sampled_from([
    lambda tokens: tokens, lambda tokens: tokens.ngrams(2), lambda tokens: tokens.ngrams((1, 3)),
    lambda tokens: tokens.compound(["rule of law", "united nations", "war war"]), lambda tokens: tokens.normalize(),
    lambda tokens: tokens.map({"war": "peace", "peace": "war"}),
    lambda tokens: tokens.lookup({"UN": ["UN", "united*"], "PEACE*": ["peace", "war* peace"], "a b": ["law"]}),
    lambda tokens: tokens.lookup({"UN": ["UN"]}, exclusive=False), lambda tokens: tokens.ngrams(2).drop(["war_war"]),
]), st.booleans(), st.booleans())
def test_every_count_is_its_places_however_the_words_were_made(texts, made, clean, dropped):
    stated = "The United Nations (UN) met. "
    corpus = tm.Corpus.from_texts([stated + " ".join(words) for words in texts], language="en",
                                  metadata={"side": ["AB"[i % 2] for i in range(len(texts))]})
    tokens = tm.tokenize(corpus.clean() if clean else corpus)
    tokens = made(tokens.drop(["the", "of"]) if dropped else tokens)
    assert counts_behind(tokens, "side") == []


def test_every_count_of_the_bundled_articles_is_its_places(tokens):
    for made in (tokens.ngrams(2), tokens.normalize(), tokens.compound(tm.phrases(tokens)["phrase"])):
        terms = made.count().trim(min_count=4).terms
        assert len(terms) > 20 and counts_behind(made.keep(terms[::7]), "article") == []


def test_overlapping_runs_are_counted_one_by_one_and_quoted():
    runs = tokens_of("War, war war war.").ngrams(2)
    assert tm.evidence(runs, "war_war")["start"].tolist() == [5, 9]
    assert tm.evidence(runs, "war_war")["quote"].tolist() == ["war war"] * 2
    assert len(tm.evidence(runs, ["war_war"])) == 1


def test_a_row_of_keyness_leads_to_its_places(tokens):
    for made in (tokens, tokens.ngrams((1, 2))):
        rows = tm.keyness(made.count().trim(min_docs=3), by="spelling")
        for row in rows.groupby("group").head(6).itertuples():
            found = tm.evidence(made, row.term, by="spelling", group=row.group)
            assert len(found) == row.count_target and set(found["group"]) <= {row.group}
            assert found["document"].nunique() == row.docs_target
            assert len(tm.evidence(made, row.term, by="spelling")) == row.count_target + row.count_reference


def test_one_group_of_evidence():
    tokens = tokens_of("War. War.", "No war.", metadata={"side": ["A", "B"]})
    assert tm.evidence(tokens, "war*", by="side", group="B")["quote"].tolist() == ["war"]
    assert len(tm.evidence(tokens, "war", by="side", group="A", top_n=1)) == 1
    with pytest.raises(ValueError, match="group must be a group by 'side', one of 'A', 'B', got 'C'"):
        tm.evidence(tokens, "war", by="side", group="C")


@pytest.mark.parametrize("pattern, same_as", [
    ("people's army", "people army"), ("Vietnam People’s Army", "VPA"), ("E.U.'s", "EU"), ("defence*", "defens*"),
    ("neighbour* countries", "neighboring countries"), ("DEFENCE", "defense"), ("multi-lateral", "multilateral"),
])
def test_patterns_are_folded_as_the_words_are(pattern, same_as, tokens):
    assert len(tm.kwic(tokens, pattern)) == len(tm.kwic(tokens, same_as)) > 0


def test_a_pattern_finds_the_word_as_it_stands():
    tokens = tokens_of("Cafe\u0301 au lait; soft\u00adhyphen.")
    assert len(tm.kwic(tokens, "café")) == len(tm.kwic(tokens, "cafe\u0301")) == 1
    assert tm.kwic(tokens, "softhyphen")["keyword"].tolist() == ["soft\u00adhyphen"]


def test_the_sentence_of_evidence_does_not_depend_on_other_documents():
    alone, among = (tm.evidence(tokens_of(*texts), "peace") for texts in (["Peace!!!"], ["Peace!!!", "      War."]))
    assert alone["sentence"].tolist() == among["sentence"].tolist() == ["Peace!!!"]


def test_every_quote_stands_in_the_untouched_file(tokens, seeds):
    rows = tm.evidence(tokens, ["*"])
    assert len(rows) > 3000
    for row in rows.itertuples():
        raw = seeds.source(row.article)
        assert raw[row.start:row.stop] == row.quote
        assert raw[row.sentence_start:row.sentence_stop] == row.sentence
        assert row.sentence_start <= row.start < row.stop <= row.sentence_stop


@settings(max_examples=200)
@given(st.lists(st.text(max_size=60).filter(str.strip), min_size=1, max_size=3),
       st.sampled_from(["*", "a*", "? ?", "* *"]))
def test_quotes_hold_on_any_text(texts, pattern):
    corpus = tm.Corpus.from_texts(texts, language="en").clean()
    tokens = tm.tokenize(corpus)
    for row in tm.evidence(tokens, pattern).itertuples():
        raw = corpus.source(row.article)
        assert raw[row.start:row.stop] == row.quote != ""
        assert raw[row.sentence_start:row.sentence_stop] == row.sentence
        assert row.sentence_start <= row.start and row.stop <= row.sentence_stop
    for row in tm.kwic(tokens, pattern).itertuples():
        assert corpus.source(row.article)[row.start:row.stop] == row.keyword


def test_wrong_arguments_are_named():
    tokens = tokens_of("peace")
    with pytest.raises(ValueError, match="pattern must be a word or phrase"):
        tm.kwic(tokens, " ")
    with pytest.raises(ValueError, match="window must be"):
        tm.kwic(tokens, "peace", window=-1)
    with pytest.raises(TypeError, match="tokenize"):
        tm.kwic("peace", "peace")
    with pytest.raises(ValueError, match="Did you mean 'article'"):
        tm.evidence(tokens, "peace", by="artcle")
    assert list(tm.kwic(tokens, "war")) == ["document", "article", "start", "stop", "left", "keyword", "right"]


SENTENCES = "The old war ends here. A new war begins. War! No war here, the old men say. Peace."


def test_a_concordance_is_sorted_by_the_words_that_are_named():
    tokens = tokens_of(SENTENCES)
    unsorted = tm.kwic(tokens, "war", window=2)
    right = tm.kwic(tokens, "war", window=2, sort=("R1", "L1"))
    assert right["right"].str.split().str[0].tolist() == ["begins.", "ends", "here,", "!"]
    assert tm.kwic(tokens, "war", sort="left")["start"].tolist() == [
        unsorted["start"][i] for i in (2, 1, 3, 0)]  # begins, new, no, old
    assert list(right) == list(unsorted)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(["a", "b", "c d", "d"]), min_size=1, max_size=25),
       st.lists(st.sampled_from(["L1", "L2", "R1", "R3", "C", "L30"]), max_size=4),
       st.sampled_from(["a", "*", "c d", "? d"]))
def test_sorting_is_sorting_by_the_lists_of_words(words, keys, pattern):
    tokens = tokens_of(" ".join(words), "b a c d").drop(["b"])
    rows = tm.kwic(tokens, pattern, window=40)

    def key(row):
        left, right = (["", *part.split()] for part in (row.left, row.right))
        found = []
        for each in keys:
            n = int(each[1:] or 0)
            beside = left[::-1] if each[0] == "L" else right[1:]
            found.append(row.keyword.split() if each == "C" else (beside + [""] * 40)[n - 1])
        return found

    expected = [row.start for row in sorted(rows.itertuples(), key=key)]
    assert tm.kwic(tokens, pattern, window=40, sort=keys)["start"].tolist() == expected


@pytest.mark.parametrize("sort", ["Left", ("R0",), ("R1", "X"), (1,), "R1 R2", 5, 0, True, ""])
def test_a_sort_key_that_does_not_exist_is_named(sort):
    with pytest.raises(ValueError, match="sort must be 'left', 'right', or keys"):
        tm.kwic(tokens_of("war"), "war", sort=sort)


def test_rows_of_a_term_add_up_to_its_count_and_name_their_words(tokens, table):
    rows = tm.evidence(tokens, "peace*")
    assert (rows["weight"] == 1).all() and set(rows["words"]) <= {term for term in tokens.types if term[:5] == "peace"}
    few = tm.evidence(tokens, "peace*", top_n=2)
    assert few.equals(rows.groupby("group", sort=False).head(2).reset_index(drop=True))


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=4, random_state=0, max_iter=300).fit(table)


@pytest.mark.parametrize("by", ["article", "spelling"])
def test_rows_of_a_topic_add_up_to_its_emphasis(model, tokens, table, by):
    emphasis = tm.emphasis(model, table, by=by).set_index(["group", "topic"])["share"]
    size = table.group(by).counts.sum(axis=1)
    for topic in (1, 3):
        weights = tm.evidence(tokens, model, topic=topic, by=by).groupby("group")["weight"].sum()
        for group, n in zip(table.group(by).documents["document"].to_pylist(), size.ravel().tolist()[0], strict=True):
            assert weights.get(group, 0) == pytest.approx(emphasis[group, topic] * n)


def test_the_passages_behind_a_topic_are_quoted_letter_for_letter(model, tokens, seeds):
    rows = tm.evidence(tokens, model, topic=3, top_n=4)
    assert rows.groupby("group").size().between(3, 4).all() and rows["group"].nunique() >= 4
    every = tm.evidence(tokens, model, topic=3)
    telling = every[every["words"] != ""]
    assert rows.equals(telling.groupby("group", sort=False).head(4).reset_index(drop=True))
    assert (rows.groupby("group")["weight"].diff().dropna() <= 1e-9).all()
    best = set(model.top_terms(40).query("topic == 3")["term"])
    for row in rows.itertuples():
        raw = seeds.source(row.article)
        assert raw[row.start:row.stop] == row.quote and raw[row.sentence_start:row.sentence_stop] == row.sentence
        assert set(row.words.split(", ")) & best or row.weight < 1
    assert (rows["weight"] > 1).sum() > 10


def naive_weights(tokens, model, topic):
    """Return the weight of every token, from the formula written out."""
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    column = {term: i for i, term in enumerate(model.terms_)}
    shares, given = model.transform(tokens.count()), model.expected_tokens(tokens.count())
    weights = []
    for d in range(len(tokens)):
        p = []
        for word in tokens.words(d):
            amounts = shares[d] * phi[:, column[word]] if word in column else np.array([0, 1.0])
            p.append(amounts[topic - 1] / amounts.sum() if word in column else 0)
        weights += [each * given[d, topic - 1] / (sum(p) or 1) for each in p]
    return weights


def test_token_weights_are_the_formula_written_out():
    tokens = tokens_of("war and peace and war", "peace talks", "unknown words", "the war", "peace peace talks talks")
    tokens = tokens.drop(["and"])
    table = tokens.count().keep(["war", "peace", "talks"])
    model = tm.LDA(n_components=2, random_state=0).fit(table)
    for topic in (1, 2):
        weights, own = token_weights(tokens, model, topic)
        np.testing.assert_allclose(weights, naive_weights(tokens, model, topic), atol=1e-12)
        assert not own[weights == 0].any()
    both = sum(token_weights(tokens, model, topic)[0] for topic in (1, 2))
    np.testing.assert_allclose(np.bincount(tokens.document_index, both), [3, 2, 0, 1, 4])
    assert "3" not in set(tm.evidence(tokens, model, topic=1)["document"])


@pytest.mark.parametrize("estimator", [SklearnLDA(2, random_state=0), SklearnNMF(2, random_state=0)])
def test_models_of_scikit_learn_are_traced_too(estimator):
    tokens = tokens_of("war war peace.", "Peace talks peace.", "War war.")
    frame = tokens.count().to_frame()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = estimator.fit(frame)
        rows = tm.evidence(tokens, model, topic=1, by="document")
    expected = model.transform(frame)[:, 0] * [3, 3, 2]
    got = rows.groupby("document")["weight"].sum().reindex(["1", "2", "3"], fill_value=0)
    np.testing.assert_allclose(got, expected)


def test_what_is_no_topic_is_named(model, tokens):
    with pytest.raises(ValueError, match="topic must be a whole number of at least 1 and at most 4, got 5"):
        tm.evidence(tokens, model, topic=5)
    with pytest.raises(ValueError, match="topic must be the number of a topic"):
        tm.evidence(tokens, model)
    with pytest.raises(TypeError, match="fitted topic model"):
        tm.evidence(tokens, tm.LDA(n_components=2), topic=1)
    with pytest.raises(TypeError, match="bare matrix"):
        tm.evidence(tokens, SklearnLDA(2).fit(np.ones((3, 3))), topic=1)
    with pytest.raises(ValueError, match="none of its"):
        tm.evidence(tokens_of("xyz"), model, topic=1)
    assert len(tm.evidence(tokens, "zzz")) == 0


@pytest.fixture(scope="module")
def health():
    text = "The World Health Organization (WHO) asks who pays. The WHO knows who. The United Nations (UN) pays the UN."
    return tm.tokenize(tm.Corpus.from_texts([text], language="en").clean())


def test_a_word_in_lower_case_is_no_abbreviation(health):
    assert tm.evidence(health, "who")["quote"].tolist() == ["who", "who"]
    assert tm.term_dispersion(health, "Who")["count"].tolist() == [health.count().to_frame()["who"].sum()] == [2]
    assert len(tm.evidence(health.drop(["who"]), "who")) == 0, "a dropped word is still a word of the texts"


@pytest.mark.parametrize("pattern", ["WHO", "W.H.O.", "w.h.o.", "WHO's"])
def test_an_abbreviation_in_capitals_or_with_dots_finds_its_long_form(pattern, health):
    quotes = set(tm.evidence(health, pattern)["quote"])
    assert {"World Health Organization", "WHO"} <= quotes


def test_an_abbreviation_that_is_no_other_word_is_found_in_lower_case(health):
    assert "un" not in health.types
    assert tm.kwic(health, "un")["keyword"].tolist() == tm.kwic(health, "UN")["keyword"].tolist()
    assert {"United Nations", "UN"} <= set(tm.kwic(health, "un")["keyword"])


def test_only_star_and_question_mark_are_wild():
    tokens = tokens_of("peace war people").map({"people": "[pw]eople"})
    assert tm.kwic(tokens, "[pw]e*")["keyword"].tolist() == ["people"]
    assert len(tm.kwic(tokens, "p[e]*")) == 0


HOSPITAL = "The field hospital in South Sudan was opened. They left it there for the whole peace process of the year."


@pytest.mark.parametrize("made", [
    lambda tokens: tokens.drop(tm.stopwords("en")).ngrams(2),
    lambda tokens: tokens.ngrams((1, 2)).keep(["field_hospital"]),
    lambda tokens: tokens.compound("field hospital"),
    lambda tokens: tokens.drop(tm.stopwords("en")).compound(["field hospital", "peace process"]).ngrams(1),
    lambda tokens: tokens.lookup({"field_hospital": ["field hospital*"]}),
    lambda tokens: tokens.normalize().lookup({"field_hospital": ["field hospital"]}, exclusive=False),
])
def test_the_text_around_a_phrase_is_that_of_its_words(made, tmp_path):
    words = tokens_of("None here.", HOSPITAL, language="en")
    made = made(words)
    for tokens in (made, tm.load(tm.save(made, tmp_path / "saved"))):
        for function in (tm.evidence, tm.kwic):
            options = {"sort": ("R1", "L1")} if function is tm.kwic else {}
            found, expected = (function(each, pattern, **options).drop(columns="words", errors="ignore")
                               for each, pattern in ((tokens, "field_hospital"), (words, "field hospital")))
            assert found.equals(expected) and len(found) == 1
        for function in (tm.term_places, tm.term_dispersion):
            found, expected = (function(each, {"x": [pattern]}) for each, pattern in (
                (tokens, "field_hospital"), (words, "field hospital")))
            assert found.equals(expected)


@settings(max_examples=50)
@given(st.lists(st.lists(st.sampled_from(["a", "b", "c.", "UN", "U.N."]), max_size=12), min_size=1, max_size=3))
def test_places_of_single_words_made_anew_are_those_of_the_words(texts):
    corpus = tm.Corpus.from_texts([f"United Nations (UN). {' '.join(words)}" for words in texts], language="en").clean()
    words = tm.tokenize(corpus)
    made = words.drop(["b"]).ngrams(1)
    for pattern in ("a", "c", "united nations"):
        assert tm.kwic(made, pattern, window=3).equals(tm.kwic(words, pattern, window=3))
        assert tm.evidence(made, pattern).equals(tm.evidence(words, pattern))


@pytest.mark.parametrize("texts", [["Peace and war."], ["..."]])
@pytest.mark.parametrize("function", [tm.kwic, tm.evidence, tm.term_places, tm.term_dispersion])
def test_columns_are_of_the_same_types_where_nothing_is_found(function, texts):
    tokens = tokens_of(*texts)
    assert function(tokens, "zzz").dtypes.equals(function(tokens_of("Peace and war."), "peace").dtypes)
    assert tm.kwic(tokens, "zzz")["keyword"].str.lower().tolist() == []


def test_the_passages_of_a_topic_are_of_the_same_types_as_those_of_a_word():
    tokens = tokens_of("war war peace.", "Peace talks peace.")
    model = tm.LDA(n_components=2, random_state=0).fit(tokens.count())
    assert tm.evidence(tokens, model, topic=1).dtypes.equals(tm.evidence(tokens, "zzz").dtypes)


def test_the_best_sentences_of_a_topic_hold_its_words(model, tokens):
    best = tm.evidence(tokens, model, topic=1, top_n=3)
    assert len(best) and (best["words"] != "").all() and best.groupby("group").size().max() <= 3


@pytest.mark.parametrize("search", [
    lambda tokens, themes: tm.evidence(tokens, themes), lambda tokens, themes: tm.kwic(tokens, themes),
    lambda tokens, themes: tokens.drop(themes), lambda tokens, themes: tokens.keep(themes)])
def test_a_codebook_of_themes_is_no_pattern(search, tokens):
    with pytest.raises(TypeError, match="got a mapping"):
        search(tokens, {"peace": ["peace*"]})


def test_wildcards_in_drop_and_keep():
    tokens = tokens_of("Peace talks and peaceful means")
    assert tokens.drop(["peace*"]).words(0) == ["", "talks", "and", "", "means"]
    assert tokens.keep(["t?lks"]).words(0) == ["", "talks", "", "", ""]
    merged = tokens.map({"peaceful": "pacific"})
    assert merged.keep(["peacef*"]).words(0) == ["", "", "", "pacific", ""], "as a search finds it"


def test_a_table_of_keyness_is_no_term():
    tokens = tokens_of("Peace now.")
    words = pd.DataFrame({"group": ["a"], "term": ["peace"]})
    for wrong in (words, words.iloc[0]):
        with pytest.raises(TypeError, match="term must be a word.*take one cell"):
            tm.evidence(tokens, wrong)
    assert len(tm.evidence(tokens, words["term"])) == 1
