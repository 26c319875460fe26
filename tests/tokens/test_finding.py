"""Compiled tokens: the same as the plain tokenizer's, on any text, for any number of threads."""

import dataclasses

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine as tm
from textmine.tokens import finding
from textmine.tokens._places import byte_places, find_words
from textmine.tokens.finding import find_compiled
from textmine.tokens.rules import RULES
from textmine.tokens.tokenizer import find_plainly, unread

ALPHABET = st.characters(exclude_categories=["Cs"])
TRAPS = st.sampled_from([
    "Σ", "ΑΣ", "İ", "ß", "ﬁ", "1,000.5", "1.5a", "3.4.5b", "1.5-a", "’s", "-", "'", "\u00ad", "\u200d", "é", "e\u0301",
    "Ⱥ", "中文", "ไทย", "ก", "〇", "1.", "0", "ါ", "်", "𝒜", "😀", " ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\x00", "a",
    "B2", ".", "²", "_", "ʼ", "١.٢", "Mr. ", "U.N. ", "end. The ", "so? ", "“No!” ", "A. ", "\u2029", "\x1c", "\u00a0"])
TEXTS = st.lists(st.one_of(st.text(ALPHABET, max_size=30), st.lists(TRAPS, max_size=15).map("".join)).filter(
    lambda text: text.strip()), min_size=1, max_size=5)
EDITS = [tm.Replacement("mark", r"\s+a|Σ\.|\n+B2|-+", "zap Σ zap"), tm.Replacement("typed", r"1\.?", "<number>"),
         tm.Replacement("gone", r"\.", "")]
rules = pytest.mark.parametrize("rule", ["words", "sklearn"])


def same(corpus, rule, zones=(), n_threads=1):
    """Hold all arrays of both versions together; numbers of forms may differ, the forms may not."""
    skipped = unread(corpus, zones)
    plain, compiled = find_plainly(corpus, RULES[rule], skipped), find_compiled(corpus, RULES[rule], skipped, n_threads)
    assert [plain.forms[i] for i in plain.ids] == [compiled.forms[i] for i in compiled.ids]
    assert sorted(plain.forms) == sorted(compiled.forms)
    for name in plain._fields[1:]:
        mine, theirs = getattr(plain, name), getattr(compiled, name)
        assert mine.dtype == theirs.dtype, name
        assert name == "ids" or np.array_equal(mine, theirs), name


@rules
@given(texts=TEXTS)
@settings(max_examples=200)
def test_equals_the_plain_version_on_any_text(rule, texts):
    same(tm.Corpus.from_texts(texts, language="en"), rule)


@rules
@given(texts=TEXTS)
@settings(max_examples=150)
def test_equals_the_plain_version_beside_edits(rule, texts):
    same(tm.Corpus.from_texts(texts, language="en").clean(rules=[], extra=EDITS), rule)


@rules
@given(texts=TEXTS, unit=st.sampled_from(["passages", "paragraphs", "sentences", "windows"]), edited=st.booleans())
@settings(max_examples=150)
def test_equals_the_plain_version_on_cut_texts(rule, texts, unit, edited):
    corpus = tm.Corpus.from_texts(texts, language="en")
    corpus = corpus.clean(rules=[], extra=EDITS) if edited else corpus
    same(corpus.segment(unit, min_words=1, max_words=3), rule)


@rules
@pytest.mark.parametrize("zones", [(), ("heading", "caption")])
@pytest.mark.parametrize("n_threads", [1, 2, 3])
def test_equals_the_plain_version_on_articles_and_passages(seeds, cleaned, rule, zones, n_threads, monkeypatch):
    monkeypatch.setattr(finding, "CHUNK", 3000)
    for corpus in (seeds, cleaned, cleaned.segment(), seeds.clean(typed=True).segment("sentences")):
        same(corpus, rule, zones, n_threads)


def zoned(text, zones):
    """Return a corpus with these zones in its first article."""
    corpus = tm.Corpus.from_texts([text, "a b."])
    rows = [{"source": 0, "start": start, "stop": stop, "zone": "heading", "rule": "by hand"} for start, stop in zones]
    return dataclasses.replace(corpus, zones=pa.Table.from_pylist(rows, corpus.zones.schema))


@given(st.lists(st.sampled_from("ab \n.é中İ"), min_size=1, max_size=60).map("".join).filter(str.strip), st.data())
def test_zones_anywhere_in_the_text_are_left_out(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    corpus = zoned(text, zip(cuts[::2], cuts[1::2], strict=False))
    for rule in ("words", "sklearn"):
        same(corpus, rule)
        same(corpus, rule, ("heading",))


@given(st.lists(st.sampled_from(["a", "b", " ", ". A", "\n\n", "é", "İ"]), min_size=1, max_size=40).map("".join).filter(
    str.strip), st.lists(st.sampled_from(["", "x y", "<date>", "é-z", ". B"]), min_size=4, max_size=4), st.data())
@settings(max_examples=120)
def test_changes_anywhere_in_the_text_are_read(text, replacements, data):
    corpus = tm.Corpus.from_texts(["é a. b", text])
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    rows = [{"source": 1, "start": start, "stop": stop, "replacement": replacement, "rule": "by hand"}
            for start, stop, replacement in zip(cuts[::2], cuts[1::2], replacements, strict=False)]
    corpus = dataclasses.replace(corpus, edits=pa.Table.from_pylist(rows, corpus.edits.schema))
    for rule in ("words", "sklearn"):
        same(corpus, rule)
        same(corpus.segment("sentences"), rule)


@given(st.lists(st.tuples(st.sampled_from(["One. Two é", "a", "End.", " x ", "", " ", "中 b\u2028c"]), st.booleans(),
                          st.sampled_from(["\n", "\r\n", "\r", "\u2029", "\n\n", " " * 20 + "\n"])),
                min_size=1, max_size=9), st.integers(0, 1), st.integers(0, 1))
@settings(max_examples=120)
def test_zones_of_whole_lines_are_left_out(lines, before, after):
    text, zones = "a b. ", []
    for line, marked, end in lines:
        if marked:
            low, high = len(text) + before * len(line[:1]), len(text) + len(line) + after * len(end[:1])
            zones.append((low, high))
        text += line + end
    corpus = zoned(text, zones)
    for rule in ("words", "sklearn"):
        same(corpus, rule)
        beginning = tm.Corpus.from_texts([text[:9], "a"]).spans
        same(dataclasses.replace(corpus, spans=beginning, segmented=True), rule)


def test_tokens_are_the_same_for_any_number_of_threads(seeds, monkeypatch):
    whole = tm.tokenize(seeds, n_threads=1)
    monkeypatch.setattr(finding, "CHUNK", 500)
    for n_threads in (1, 2, 3):
        tokens = tm.tokenize(seeds, n_threads=n_threads)
        assert tokens.types == whole.types
        for name in ("ids", "starts", "stops", "bounds", "sentences", "follows"):
            assert getattr(tokens, name).tobytes() == getattr(whole, name).tobytes()
            assert not getattr(tokens, name).flags.writeable


@pytest.mark.parametrize("rule", ["words", "sklearn"])
def test_arrays_grow_while_words_are_found(rule, monkeypatch):
    monkeypatch.setattr(finding, "CHUNK", 64)
    words = [f"w{i}" for i in range(70_000)]
    texts = ["ab 中文 ΑΣ cd " * 40, " ".join(words), "x" * 1_100_000 + " " + " ".join(words[::-1])]
    same(tm.Corpus.from_texts(texts), rule, n_threads=2)


def test_a_change_of_more_words_than_the_text_has_is_read():
    change = tm.Replacement("long", "a", " ".join(f"w{i}" for i in range(70_000)))
    same(tm.Corpus.from_texts(["a b a", "a"]).clean(rules=[], extra=[change]), "words")


def test_slices_of_arrow_columns_are_read_from_where_they_begin():
    first, second = pa.array(["war", "Peace – now", "é peace", "talks"]), pa.array(["x", "war"])
    for kind in (pa.string(), pa.large_string()):
        column = pa.chunked_array([first.slice(1, 2).cast(kind), second.slice(1).cast(kind)])
        corpus = tm.Corpus.from_texts(column)
        same(corpus, "words", n_threads=2)
        same(corpus.select([False, True, True]).segment("sentences"), "words")


def test_kernels_are_compiled_for_one_kind_of_arguments():
    for texts in (["a 中"], ["a.", "b"], ["é\n\nb"]):
        same(tm.Corpus.from_texts(texts).clean(rules=[], extra=EDITS).segment("sentences"), "words")
    assert len(find_words.signatures) == 1


def test_bytes_of_code_points_against_encoding():
    texts = ["aé中😀", "", "😀b"]
    offsets = np.cumsum([0] + [len(text.encode()) for text in texts])
    content = np.frombuffer("".join(texts).encode(), np.uint8)
    places = [(k, point) for k, text in enumerate(texts) for point in range(len(text) + 1)]
    rows, points = (np.array(each) for each in zip(*places, strict=True))
    expected = [offsets[k] + len(texts[k][:point].encode()) for k, point in places]
    assert byte_places(content, offsets, rows, points).tolist() == expected


def test_bytes_that_are_no_utf8_never_reach_the_kernel():
    raw = pa.LargeStringArray.from_buffers(1, pa.py_buffer(np.array([0, 5])), pa.py_buffer(b"\xf7\xbf\xbf\xbf\xbf"))
    corpus = tm.Corpus.from_texts(["Peace"])
    broken = dataclasses.replace(corpus, articles=corpus.articles.set_column(1, "text", pa.chunked_array([raw])))
    with pytest.raises(ValueError, match="texts must be valid UTF-8, but their file is damaged"):
        find_compiled(broken, RULES["words"], {}, 1)


def test_a_wrong_number_of_threads_is_named(seeds):
    with pytest.raises(ValueError, match="n_threads must be a whole number of at least 1, or None or -1"):
        tm.tokenize(seeds, n_threads=0)


def test_an_article_is_decoded_once_for_all_its_passages(monkeypatch):
    calls, whole = [], finding.Part.text
    monkeypatch.setattr(finding.Part, "text", lambda self, document: calls.append(document) or whole(self, document))
    text = "\n\n".join(f"é Title\nPeace 和平 {i}. Talks." for i in range(30))
    starts = [i for i in range(len(text)) if text.startswith("é Title", i)]
    corpus = zoned(text, [(start, start + 7) for start in starts])
    corpus = dataclasses.replace(tm.Corpus.from_texts([text, "a b."]).segment("paragraphs"), zones=corpus.zones)
    assert len(corpus.spans) == 31
    same(corpus, "words")
    same(corpus, "words", ("heading",))
    assert len(calls) == 2
