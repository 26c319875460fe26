import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.attribution import document_topics, terms_of, topic_term
from textmine.topics.label_phrases import phrases_of
from textmine.topics.labels import written

COLUMNS = ["topic", "rank", "label", "phrase", "kind", "score", "probability", "exclusivity", "count", "documents"]


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=5, n_init=1, random_state=0).fit(table)


@pytest.fixture(scope="module")
def labels(model, tokens):
    return tm.topic_labels(model, tokens)


def tokens_of(*texts, language=None):
    return tm.tokenize(tm.Corpus.from_texts(list(texts), language=language))


def test_labels_are_a_mapping_for_figures(labels):
    assert list(labels) == [1, 2, 3, 4, 5] and len(labels) == 5
    frame = labels.to_frame()
    assert list(frame) == COLUMNS
    assert dict(labels) == frame[frame["rank"] == 1].set_index("topic")["label"].to_dict()
    with pytest.raises(KeyError):
        labels[6]
    frame["label"] = "x"
    assert "x" not in labels.values()


def test_every_phrase_stands_in_the_texts_as_it_is_written(labels, tokens, seeds):
    texts = [" ".join(text.split()) for text in seeds.articles["text"].to_pylist()]
    for row in labels.to_frame().itertuples():
        assert any(row.label in text for text in texts)
        assert len(tm.kwic(tokens, row.phrase)) >= row.count >= 3


def test_scores_equal_dealing_out_each_place_by_hand(model, tokens, labels):
    shares = document_topics(tokens.count(), model)[0]
    phi, column = topic_term(model), {term: i for i, term in enumerate(terms_of(model))}
    found = phrases_of(tokens, terms_of(model), 3, 2)
    amounts = {name: np.zeros(5) for name in found.names}
    for number, document in zip(found.number, found.document, strict=True):
        name = found.names[number]
        p = np.prod([shares[document] * phi[:, column[word]] for word in name.split() if word in column], axis=0)
        amounts[name] += p / p.sum()
    for row in labels.to_frame().query("kind == 'phrase'").itertuples():
        k = row.topic - 1
        probability = amounts[row.phrase][k] / sum(each[k] for each in amounts.values())
        exclusivity = amounts[row.phrase][k] / amounts[row.phrase].sum()
        assert (row.probability, row.exclusivity) == pytest.approx((probability, exclusivity))
        assert row.score == pytest.approx(probability * exclusivity) and amounts[row.phrase].argmax() == k


def test_a_phrase_labels_one_topic_and_no_label_comes_twice(labels):
    frame = labels.to_frame()
    phrases = frame[frame["kind"] == "phrase"]
    assert phrases["phrase"].is_unique and not frame.duplicated(["topic", "label"]).any()
    assert all(rows["score"].is_monotonic_decreasing for _, rows in frame.groupby("topic"))


def test_labels_of_the_user_win_and_are_marked(model, tokens, labels):
    own = tm.topic_labels(model, tokens, {2: "Peacekeeping"})
    assert own[2] == "Peacekeeping" and {k: v for k, v in own.items() if k != 2} == {
        k: v for k, v in labels.items() if k != 2}
    rows = own.to_frame().query("topic == 2")
    assert rows["kind"].tolist()[0] == "user" and rows["label"].tolist()[1] == labels[2]
    assert rows["score"].isna().tolist()[0]


def test_topics_without_a_phrase_have_terms():
    tokens = tokens_of("Peace", "peace", "PEACE peace", "virus")
    labels = tm.topic_labels(tm.NMF(n_components=2).fit(tokens.count()), tokens)
    assert dict(labels) == {1: "peace", 2: "virus"} and set(labels.to_frame()["kind"]) == {"term"}
    assert labels.to_frame()["count"].tolist() == [4, 1]


def test_forms_are_written_in_full_rather_than_short(tokens):
    forms = tm.kwic(tokens, "united nations")["keyword"]
    assert forms.mode()[0] in ("UN", "U.N.")
    found = phrases_of(tokens, ["united", "nations"], 3, 2)
    assert written(tokens, found.first[found.number == found.names.index("united nations")], 2) == "United Nations"


def test_white_space_in_a_label_is_folded():
    tokens = tokens_of("European\nUnion", "European \t Union", "European Union")
    labels = tm.topic_labels(tm.NMF(n_components=1).fit(tokens.count()), tokens)
    assert labels[1] == "European Union"


def test_the_order_of_documents_does_not_matter(model, cleaned):
    passages = cleaned.segment().to_frame()
    frames = []
    for rows in (passages, passages.sample(frac=1, random_state=1)):
        tokens = tm.tokenize(tm.Corpus.from_texts(rows["text"].tolist(), rows["document"].tolist(), language="en"))
        frames.append(tm.topic_labels(model, tokens.drop(tm.stopwords("en"))).to_frame())
    pd.testing.assert_frame_equal(*frames, rtol=1e-12)


WORDS = st.lists(st.sampled_from(["aa", "bb", "cc", "the", "dd."]), max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=5), st.integers(1, 3), st.integers(1, 2))
def test_phrases_are_those_of_a_plain_count(texts, min_count, min_docs):
    tokens = tokens_of(*[" ".join(each) or "x" for each in texts], language="en").drop(["the"])
    found = phrases_of(tokens, ["aa", "bb", "cc"], min_count, min_docs)
    count, where, inside = {}, {}, {}
    for d, each in enumerate(texts):
        sentence, runs = [], []
        for word in each:
            for part in ([word] if word != "dd." else ["dd", None]):
                sentence = [] if part is None or part == "the" else [*sentence, part]
                runs.append(list(sentence))
        for run in runs:
            for size in (2, 3, 4):
                if len(run) >= size and {run[-size], run[-1]} <= {"aa", "bb", "cc"}:
                    name = " ".join(run[-size:])
                    count[name] = count.get(name, 0) + 1
                    where.setdefault(name, set()).add(d)
    frequent = {name for name in count if count[name] >= min_count and len(where[name]) >= min_docs}
    for long in frequent:
        words = long.split()
        for size in range(2, len(words)):
            for i in range(len(words) - size + 1):
                short = " ".join(words[i:i + size])
                inside[short, long] = inside.get((short, long), 0) + count[long]
    kept = {name for name in frequent if not any(
        inside.get((name, long), 0) > count[name] / 2 for long in frequent)}
    assert (found.names == sorted(kept) or _overlapping(texts))
    for name, n, documents in zip(found.names, found.n_places, found.n_documents, strict=True):
        assert (n, documents) == (count[name], len(where[name]))


def _overlapping(texts):
    """Whether a phrase stands twice within one longer place, where places inside are counted once."""
    return any(a == b for each in texts for a, b in zip(each, each[1:], strict=False)) or any(
        each[i:i + 2] == each[i + 2:i + 4] or each[i] == each[i + 2] for each in texts for i in range(len(each) - 2))


@pytest.mark.parametrize("user, error, message", [
    ({6: "x"}, ValueError, "at most 5, got 6"), ({0: "x"}, ValueError, "at least 1"), ({1: ""}, TypeError, "a text"),
    ({1: 3}, TypeError, "a text for each topic"), (["x"], TypeError, "user must be Mapping"),
])
def test_bad_labels_are_named(user, error, message, model, tokens):
    with pytest.raises(error, match=message):
        tm.topic_labels(model, tokens, user)


def test_single_letters_and_function_words_begin_no_phrase():
    tokens = tokens_of(*3 * ["x x the peace of the treaty, rule of law. 12 12"], language="en")
    assert phrases_of(tokens, tokens.types, 3, 2).names == ["peace of the treaty", "rule of law"]
