"""Phrases near their text: cosines, maximal marginal relevance, and encoders that cannot be used."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import textmine as tm
from textmine.extraction.extractors import embedding as module
from textmine.extraction.extractors.embedding import relevance

TEXTS = ["Peace talks began in the field hospital. Peace talks on trade policy go on.",
         "Trade policy grew. The trade fell, and peace with it; field hospitals closed."]
NAMES = ["a", "b"]


def tokens_of(*texts, names=None):
    return tm.tokenize(tm.Corpus.from_texts(list(texts), names, language="en"))


def letters(texts):
    """Return how often each letter stands in each text."""
    return np.array([[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts], float)


def found(tokens, encoder=letters, by=None, **options):
    return tm.keyphrases(tokens, by, method="embedding", top_n=50, options={"encoder": encoder, **options})


def cosine(a, b):
    a, b = letters([a, b])
    return a @ b / np.sqrt((a @ a) * (b @ b))


def test_scores_are_cosines_to_the_text():
    table = found(tokens_of(*TEXTS, names=NAMES))
    assert len(table) > 6
    for row in table.itertuples():
        text = TEXTS[NAMES.index(row.group)]
        phrase = text[row.offsets[0][1]:row.offsets[0][2]]
        assert row.score == pytest.approx(cosine(phrase, text.rstrip(".")))


def test_each_text_is_encoded_with_its_phrases_in_one_call():
    calls = []

    def watched(texts):
        calls.append(texts)
        return letters(texts)

    found(tokens_of(*TEXTS), watched)
    assert [call[0] for call in calls] == [text.rstrip(".") for text in TEXTS]
    assert calls[0][1:] == ["Peace talks", "field hospital", "trade policy"]


def test_a_text_has_the_same_scores_in_any_company():
    together = found(tokens_of(*TEXTS, names=NAMES), diversity=0.5)
    for name, text in zip(NAMES, TEXTS, strict=True):
        alone = found(tokens_of(text, names=[name]), diversity=0.5)
        assert together[together["group"] == name].reset_index(drop=True).equals(alone)


def test_the_text_of_a_group_is_that_of_its_documents():
    calls = []
    corpus = tm.Corpus.from_texts(TEXTS, NAMES, language="en")
    documents = tm.tokenize(corpus.segment("sentences"))
    found(documents, lambda texts: calls.append(texts[0]) or letters(texts), "article")
    assert calls == ["Peace talks began in the field hospital\nPeace talks on trade policy go on",
                     "Trade policy grew\nThe trade fell, and peace with it; field hospitals closed"]


def naive_relevance(text, phrases, diversity):
    """Return what each phrase is worth when it is chosen."""
    found, chosen = {}, []
    while len(chosen) < len(phrases):
        worth = {k: (1 - diversity) * (text @ phrases[k])
                 - diversity * max([0, *(phrases[k] @ phrases[j] for j in chosen)])
                 for k in range(len(phrases)) if k not in found}
        best = max(worth, key=worth.__getitem__)
        found[best] = worth[best]
        chosen.append(best)
    return [found[k] for k in range(len(phrases))], chosen


VECTORS = st.integers(0, 2**31).map(lambda seed: np.random.default_rng(seed).normal(size=(9, 4))).map(
    lambda rows: rows / np.linalg.norm(rows, axis=1, keepdims=True))


@given(vectors=VECTORS, diversity=st.sampled_from([0, 0.25, 0.5, 1]))
def test_relevance_is_that_of_the_choice_one_after_the_other(vectors, diversity):
    score, chosen = naive_relevance(vectors[0], vectors[1:], diversity)
    got = relevance(vectors[0], vectors[1:], diversity)
    assert got == pytest.approx(score, abs=1e-12)
    assert (np.diff(got[chosen]) <= 1e-12).all()


def test_after_so_many_choices_the_rest_is_compared_with_them(monkeypatch):
    vectors = np.random.default_rng(0).normal(size=(30, 5))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    score, chosen = naive_relevance(vectors[0], vectors[1:], 0.5)
    monkeypatch.setattr(module, "DIVERSE", 10)
    got = relevance(vectors[0], vectors[1:], 0.5)
    assert got[chosen[:10]] == pytest.approx(np.array(score)[chosen[:10]])
    rest = chosen[10:]
    repeated = np.maximum(vectors[1:][rest] @ vectors[1:][chosen[:10]].T, 0).max(axis=1)
    assert got[rest] == pytest.approx(0.5 * vectors[1:][rest] @ vectors[0] - 0.5 * repeated)
    assert got[rest].max() <= got[chosen[9]]


def test_diversity_puts_back_what_is_said_already():
    text = "Peace talks and talks of peace. Peace talk. Quick oxen jump."
    plain = found(tokens_of(text))["phrase"].tolist()
    diverse = found(tokens_of(text), diversity=0.6)["phrase"].tolist()
    assert diverse[0] == plain[0] and diverse[1] == "Quick oxen jump" != plain[1]


def test_encoders_may_be_objects_and_vectors_sparse():
    expected = found(tokens_of(*TEXTS))
    assert found(tokens_of(*TEXTS), SimpleNamespace(encode=letters)).equals(expected)
    assert found(tokens_of(*TEXTS), lambda texts: sparse.csr_matrix(letters(texts))).equals(expected)


def test_what_an_encoder_does_not_know_is_far_from_all():
    assert (found(tokens_of(*TEXTS), lambda texts: np.zeros((len(texts), 3)))["score"] == 0).all()


@pytest.mark.parametrize(("encoder", "error", "message"), [
    (None, ValueError, "options must hold an encoder"), ("model", TypeError, "got str"),
    (lambda texts: np.zeros(3), ValueError, "a row for each text"),
    (lambda texts: np.zeros((len(texts) - 1, 3)), ValueError, "a row for each text"),
    (lambda texts: np.full((len(texts), 3), np.nan), ValueError, "'Peace talks began"),
])
def test_wrong_encoders_are_named(encoder, error, message):
    with pytest.raises(error, match=message):
        found(tokens_of(*TEXTS), encoder)


@pytest.mark.parametrize("diversity", [-0.1, 1.1, True, "0.5", float("nan")])
def test_wrong_diversity_is_named(diversity):
    with pytest.raises(ValueError, match="'diversity'"):
        found(tokens_of(*TEXTS), diversity=diversity)
