import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm


def words(text, **options):
    corpus = tm.Corpus.from_texts([text], language="en").clean()
    return tm.tokenize(corpus, **options).words(0)


@pytest.mark.parametrize("text, expected", [
    ("Peace-keepers don’t stop.", ["peace-keepers", "don't", "stop"]),
    ("Vietnam’s People's Army", ["vietnam", "people", "army"]),
    ("It's 1,000.5 km, No.22", ["it's", "1,000.5", "km", "no", "22"]),
    ("cafe\u0301 = café", ["café", "café"]),
    ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
    ("ADMM+ and 806-NQ/QUTW", ["admm", "and", "806-nq", "qutw"]),
    ("“Quote” — dash…", ["quote", "dash"]),
])
def test_words(text, expected):
    assert words(text) == expected


def test_numbers_can_be_left_out_and_leave_pads():
    assert words("In 2020, the 13th COVID-19 wave of 2015-2020", numbers=False) == [
        "in", "", "the", "", "covid-19", "wave", "of", ""]


def test_zones_are_read_on_request():
    text = "A short heading\n\n" + "Many words of running text that make a long paragraph. " * 4
    assert words(text)[0] == "many"
    assert words(text, zones=("heading",))[:3] == ["a", "short", "heading"]
    with pytest.raises(ValueError, match="Did you mean 'heading'"):
        words(text, zones=("headings",))


def test_dropping_leaves_pads_and_keeping_is_its_complement():
    tokens = tm.tokenize(tm.Corpus.from_texts(["the end of the war"]))
    assert tokens.drop(["the", "of"]).words(0) == ["", "end", "", "", "war"]
    assert tokens.keep(["war", "end"]).words(0) == ["", "end", "", "", "war"]
    assert tokens.drop(["the"]).drop(["of"]).words(0) == ["", "end", "", "", "war"]
    assert tokens.words(0)[0] == "the"
    assert tokens.drop(["The", "WAR"]).words(0) == ["", "end", "of", "", ""]


def test_every_stop_word_is_a_fixed_point_of_the_tokenizer():
    stop = tm.stopwords("en")
    for word in stop:
        assert words(word) == [word]


@pytest.mark.parametrize("word", "system interest bill fire amount full move show top serious important state".split())
def test_stop_list_has_no_content_words(word):
    assert word not in tm.stopwords("en")


def test_a_stop_list_of_another_language_is_refused():
    tokens = tm.tokenize(tm.Corpus.from_texts(["Die Stadt"], language="de"))
    with pytest.raises(ValueError, match="stop list of 'en'"):
        tokens.drop(tm.stopwords("en"))
    with pytest.raises(ValueError, match="'en'"):
        tm.stopwords("de")
    for wrong, message in (("die", r"write \['die'\]"), (None, "iterable of words, got None")):
        with pytest.raises(TypeError, match=message):
            tokens.drop(wrong)


def test_counts_agree_with_counting_by_hand(tokens):
    table = tokens.count()
    frame = table.to_frame()
    for i in (0, 30, 64):
        found = [word for word in tokens.words(i) if word]
        assert frame.iloc[i].sum() == len(found) == table.sizes[i]
        assert all(frame.iloc[i][word] == found.count(word) for word in set(found))
    assert list(table.terms) == sorted(table.terms)


def test_tokens_of_a_spelled_out_abbreviation_share_its_place():
    corpus = tm.Corpus.from_texts(["The United Nations (U.N.) met. U.N. staff left."], language="en").clean()
    tokens = tm.tokenize(corpus)
    places = [corpus.source("1")[start:stop] for start, stop in zip(tokens.starts, tokens.stops, strict=True)]
    assert list(zip(tokens.words(0), places, strict=True))[4:6] == [("united", "U.N."), ("nations", "U.N.")]


@settings(max_examples=300)
@given(st.lists(st.text(max_size=80).filter(str.strip), min_size=1, max_size=3), st.booleans())
def test_offsets_hold_on_any_text(texts, clean):
    corpus = tm.Corpus.from_texts(texts, language="en")
    corpus = corpus.clean() if clean else corpus
    tokens = tm.tokenize(corpus)
    source = corpus.spans["source"].to_numpy()[tokens.document_index]
    assert (tokens.starts < tokens.stops).all()
    for i, start, stop in zip(source, tokens.starts, tokens.stops, strict=True):
        assert 0 <= start < stop <= len(texts[i]) and texts[i][start:stop].strip()
    assert tokens.bounds[-1] == len(tokens.ids)
    assert (np.diff(tokens.sentences) >= 0).all()
    assert not tokens.follows[tokens.bounds[:-1][np.diff(tokens.bounds) > 0]].any()


def test_a_long_text_with_many_changes_is_read():
    text = "word " * 60_000 + "U.N. " * 2_000
    tokens = tm.tokenize(tm.Corpus.from_texts([text], language="en").clean())
    assert len(tokens.ids) == 62_000
