"""The tagger of rules, and the compiled walks against plain ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.extraction import _kernels, english
from textmine.extraction.reading import readings
from textmine.extraction.tagging import Tag
from textmine.tokens.rules import RULES

LISTS = [name for name in vars(english) if name.isupper() and isinstance(getattr(english, name), frozenset)]


def tagged(text: str) -> str:
    """Return the words that can stand in a phrase, others as dots."""
    tokens = tm.tokenize(tm.Corpus.from_texts([text], language="en"))
    (reading,) = readings(tokens, None, None)
    return " ".join(word if tag else "." for word, tag in zip(tokens.words(0), reading.tags.tolist(), strict=True))


@pytest.mark.parametrize("text, kept", [
    ("We use the data.", ". . . data"),
    ("The use of data.", ". use . data"),
    ("They work on distributed systems.", ". . . distributed systems"),
    ("The systems are distributed.", ". systems . ."),
    ("Machine learning is useful.", "machine learning . ."),
    ("Learning the task takes time.", ". . task . time"),
    ("the scheduling of tasks", ". scheduling . tasks"),
    ("a large scale study of various new treaties", ". large scale study . . . treaties"),
    ("it quickly describes ASEAN 2020", ". . . asean ."),
    ("to control the control room", ". . . control room"),
    ("an assembly of early allies", ". assembly . . allies"),
])
def test_words_in_their_places(text, kept):
    assert tagged(text) == kept


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_written_as_the_tokenizer_writes(name):
    words = sorted(getattr(english, name))
    for word in words:
        found = [form for form, _, _ in RULES["words"].find(word, 0, len(word))]
        assert found == [word] or word in {"i.e", "e.g"}, word
    assert len(set(words)) == len(words)


def test_no_word_is_on_two_lists_of_shapes():
    for first, second in [("VERBS", "NOUNS_OR_VERBS"), ("VERBS", "ADVERBS"), ("GENERAL_ADJECTIVES", "VERBS")]:
        assert not getattr(english, first) & getattr(english, second)


def test_dropped_words_stand_in_no_phrase_but_still_tell_of_their_neighbours():
    tokens = tm.tokenize(tm.Corpus.from_texts(["the use of peace, to use peace"], language="en"))
    (whole,), (dropped,) = (list(readings(each, None, None)) for each in (tokens, tokens.drop(["the", "of", "to"])))
    assert whole.tags.tolist() == dropped.tags.tolist()
    (without,) = readings(tokens.drop(["peace"]), None, None)
    assert without.tags[[3, 6]].tolist() == [Tag.OTHER, Tag.OTHER]


TAGS = st.lists(st.tuples(st.sampled_from([0, 1, 2, 3]), st.booleans()), max_size=30)


def plain_phrases(tags, joined, longest):
    runs, run = [], []
    for i, tag in enumerate(tags):
        if run and (not joined[i] or tag == 0):
            runs.append(run)
            run = []
        if tag:
            run.append(i)
    found = []
    for each in [*runs, run]:
        while each and tags[each[-1]] == 1:
            each = each[:-1]
        if 0 < len(each) <= longest:
            found.append((each[0], len(each)))
    return found


@given(TAGS, st.integers(1, 5))
def test_noun_phrases_as_written_plainly(words, longest):
    tags = np.array([tag for tag, _ in words], np.uint8)
    joined = np.array([False, *(follows for _, follows in words[1:])][:len(words)], bool)
    first, length = _kernels.noun_phrases(tags, joined, np.arange(len(tags)), longest)
    assert list(zip(first.tolist(), length.tolist(), strict=True)) == plain_phrases(tags, joined, longest)


@given(st.lists(st.lists(st.integers(0, 3), max_size=12), max_size=5), st.integers(1, 3))
def test_runs_of_the_same_words_in_one_text_are_one_item(texts, n):
    stems = np.array([word for text in texts for word in text], np.int32)
    bounds = np.cumsum([0, *map(len, texts)])
    firsts = [int(bounds[g]) + i for g, text in enumerate(texts) for i in range(len(text) - n + 1)]
    item, lead = _kernels.numbered(np.array(firsts, np.int64), np.full(len(firsts), n, np.int32), stems, bounds)
    text = np.searchsorted(bounds, firsts, side="right")
    keys = [(int(text[k]), tuple(stems[first:first + n].tolist())) for k, first in enumerate(firsts)]
    numbers: dict = {}
    assert item.tolist() == [numbers.setdefault(key, len(numbers)) for key in keys]
    assert lead.tolist() == [keys.index(key) for key in numbers]
    counts = _kernels.counts_in_text(stems, bounds, 4)
    assert counts.tolist() == [words.count(word) for words in texts for word in words]
