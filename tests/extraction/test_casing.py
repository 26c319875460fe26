"""How words are written, read from the text all at once, against each word by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.extraction.extractors.casing import casing
from textmine.extraction.reading import readings


def written(corpus, by=None):
    """Return the words of a corpus as they are written, and their casing."""
    tokens = tm.tokenize(corpus)
    reading, = readings(tokens, by, ["the"])
    texts = dict(zip(corpus.articles["article"].to_pylist(), corpus.articles["text"].to_pylist(), strict=True))
    article = corpus.documents["article"].to_pylist()
    at = reading.at.tolist()
    words = [texts[article[tokens.document_index[i]]][tokens.starts[i]:tokens.stops[i]] for i in at]
    return words, casing(reading)


def expected(words):
    letters = [[c for c in word if c.isupper() or c.islower()] for word in words]
    acronym = [bool(found) and all(map(str.isupper, found)) for found in letters]
    capital = [word[0].isupper() and sum(map(str.isupper, found)) == 1 and any(map(str.islower, found))
               for word, found in zip(words, letters, strict=True)]
    return capital, acronym


@pytest.mark.parametrize(("word", "capital", "acronym"), [
    ("Peace", True, False), ("peace", False, False), ("NATO", False, True), ("NATO's", False, False),
    ("McGraw", False, False), ("iPhone", False, False), ("Éire", True, False), ("ЁЖ", False, True),
    ("F16", False, True), ("A", False, True), ("2020", False, False), ("中", False, False),
])
def test_words_are_capital_or_acronym_or_neither(word, capital, acronym):
    words, found = written(tm.Corpus.from_texts([f"Of {word} and"]))
    k = words.index(word)
    assert (found.capital[k], found.acronym[k]) == (capital, acronym)


WORDS = st.lists(st.text("aÉB𝔸ж1", min_size=1, max_size=4), min_size=1)


@given(texts=st.lists(WORDS.map(" ".join), min_size=1, max_size=4))
def test_casing_is_that_of_each_word(texts):
    words, found = written(tm.Corpus.from_texts(texts))
    assert (found.capital.tolist(), found.acronym.tolist()) == expected(words)


def test_casing_of_passages_is_that_of_their_places():
    corpus = tm.Corpus.from_texts(["The UN met. Hanoi spoke. The USA left.", "NATO. The EU spoke."], ["a", "b"],
                                  language="en").segment("sentences")
    chosen = corpus.select({"document": ["a:2", "b:1"]})
    words, found = written(chosen)
    assert (found.capital.tolist(), found.acronym.tolist()) == expected(words) and "Hanoi" in words
