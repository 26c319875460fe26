"""The compiled count: equal to the plain tokenizer, to CountVectorizer, and to itself in any number of threads."""

import dataclasses

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

import textmine as tm
from textmine.tokens import counters

ALPHABET = st.characters(exclude_categories=["Cs"])
TRAPS = st.sampled_from([
    "Σ", "ΑΣ", "İ", "ß", "ﬁ", "1,000.5", "1.5a", "3.4.5b", "1.5-a", "’s", "-", "'", "\u00ad",
    "\u200d", "é", "e\u0301", "Ⱥ", "中文", "ไทย", "ก", "〇", "1.", "0", "ါ", "်", "္", "៎", "ุ", "၀",
    "๑", "𝒜", "😀", " ", "\n", "\r\n", "\x00", "a", "B2", ".", "²", "_", "ʼ", "١.٢"])
TEXTS = st.lists(st.one_of(st.text(ALPHABET, max_size=30), st.lists(TRAPS, max_size=12).map("".join)).filter(
    lambda text: text.strip()), min_size=1, max_size=5)


def same(table, other):
    return (table.terms == other.terms and (table.counts != other.counts).nnz == 0
            and table.sizes.tolist() == other.sizes.tolist() and table.documents.equals(other.documents))


@pytest.mark.parametrize("rule", ["words", "sklearn"])
@given(texts=TEXTS)
@settings(max_examples=300)
def test_equals_the_plain_tokenizer_on_any_text(rule, texts):
    corpus = tm.Corpus.from_texts(texts, language="en")
    assert same(tm.count_terms(corpus, rule=rule), tm.tokenize(corpus, rule=rule).count())


@given(texts=TEXTS)
@settings(max_examples=300)
def test_rule_sklearn_is_count_vectorizer_on_any_text(texts):
    corpus = tm.Corpus.from_texts(texts)
    table = tm.count_terms(corpus, rule="sklearn")
    assert same(tm.count_terms(texts, rule="sklearn"), table)
    try:
        vectorizer = CountVectorizer().fit(texts)
    except ValueError:  # no word at all
        assert table.terms == ()
        return
    assert list(table.terms) == vectorizer.get_feature_names_out().tolist()
    assert np.array_equal(table.counts.toarray(), vectorizer.transform(texts).toarray())


@pytest.mark.parametrize("rule", ["words", "sklearn"])
@pytest.mark.parametrize("zones", [(), ("heading", "caption")])
def test_equals_the_plain_tokenizer_on_cleaned_passages(cleaned, rule, zones):
    for corpus in (cleaned, cleaned.segment()):
        options = {"rule": rule, "zones": zones, "numbers": False}
        stop = tm.stopwords("en")
        assert same(tm.count_terms(corpus, **options, drop=stop), tm.tokenize(corpus, **options).drop(stop).count())


@pytest.mark.parametrize("rule", ["words", "sklearn"])
def test_typed_tokens_are_counted_as_the_plain_tokenizer_does(rule):
    texts = ["On 5 January 2021 No.22 met ΑΣ at 12:30, \U0010fffe0 and <date>.", "2021-01-05: 中文 30 per cent\nΣ 13th."]
    corpus = tm.Corpus.from_texts(texts, language="en").clean(typed=True)
    table = tm.count_terms(corpus, rule=rule)
    assert "<date>" in table.terms and same(table, tm.tokenize(corpus, rule=rule).count())
    assert not any(term.startswith("<") for term in tm.count_terms(corpus, rule=rule, numbers=False).terms)


@pytest.mark.parametrize("rule", ["words", "sklearn"])
@given(texts=TEXTS)
@settings(max_examples=150)
def test_equals_the_plain_tokenizer_beside_edits(rule, texts):
    rules = [tm.Replacement("mark", r"\s+a|Σ\.|\n+B2|-+", "zap Σ"), tm.Replacement("typed", r"1\.?", "<number>")]
    corpus = tm.Corpus.from_texts(texts, language="en").clean(rules=[], extra=rules)
    assert same(tm.count_terms(corpus, rule=rule), tm.tokenize(corpus, rule=rule).count())


def test_an_edit_that_begins_in_white_space_loses_nothing():
    corpus = tm.Corpus.from_texts(["Peace talks began. Foo bar.\n\nPage 2\n\nGo."])
    rules = [tm.Replacement("foo", r"\s+Foo", "zap"), tm.Replacement("page", r"\n+Page 2\n+", "")]
    tokens = tm.tokenize(corpus.clean(rules=[], extra=rules))
    assert tokens.words(0) == ["peace", "talks", "began", "zap", "bar", "go"]
    assert corpus.source("1")[tokens.starts[3]:tokens.stops[3]] == "Foo"


def test_bytes_that_are_no_utf8_never_reach_the_kernel():
    raw = pa.LargeStringArray.from_buffers(1, pa.py_buffer(np.array([0, 5])), pa.py_buffer(b"\xf7\xbf\xbf\xbf\xbf"))
    corpus = tm.Corpus.from_texts(["Peace"])
    broken = dataclasses.replace(corpus, articles=corpus.articles.set_column(1, "text", pa.chunked_array([raw])))
    with pytest.raises(ValueError, match="texts must be valid UTF-8, but their file is damaged"):
        tm.count_terms(broken)


def test_any_number_of_threads_and_any_room_gives_the_same_bytes(seeds, monkeypatch):
    whole = tm.count_terms(seeds, n_threads=1)
    monkeypatch.setattr(counters, "CHUNK", 500)
    for n_threads in (1, 2, 3):
        table = tm.count_terms(seeds, n_threads=n_threads)
        assert same(table, whole)
        assert all(np.array_equal(getattr(table.counts, part), getattr(whole.counts, part))
                   for part in ("data", "indices", "indptr"))


def test_arrays_grow_while_counting():
    words = [f"w{i}" for i in range(150_000)]
    corpus = tm.Corpus.from_texts([" ".join(words), " ".join(words[::-1]) + " Σ " + "x" * 3_000_000], ["a", "b"])
    table = tm.count_terms(corpus)
    assert len(table.terms) == 150_002 and table.sizes.tolist() == [150_000, 150_002]
    assert same(table, tm.tokenize(corpus).count())


def test_offsets_of_the_sklearn_rule_lead_to_the_text():
    text = "İstanbul'da A B2, ΟΔΟΣ\n\nÉcole İİ"
    tokens = tm.tokenize(tm.Corpus.from_texts([text]), rule="sklearn")
    found = [(each, text[start:stop]) for each, start, stop in zip(tokens.words(0), tokens.starts, tokens.stops)]
    assert found == [("stanbul", "stanbul"), ("da", "da"), ("b2", "B2"), ("οδος", "ΟΔΟΣ"), ("école", "École")]


@pytest.mark.parametrize(("options", "message"), [
    ({"rule": "word"}, "rule must be one of 'words', 'sklearn', got 'word'. Did you mean 'words'"),
    ({"n_threads": 0}, "n_threads must be a whole number of at least 1, or None or -1 for all processors, got 0"),
    ({"zones": "headings"}, "Did you mean 'heading'"),
    ({"drop": "the"}, "drop must be an iterable of words"), ({"zones": 5}, "zones must be names such as"),
])
def test_wrong_arguments_are_named(seeds, options, message):
    with pytest.raises((ValueError, TypeError), match=message.replace("(", r"\(")):
        tm.count_terms(seeds, **options)


@pytest.fixture
def parquet(tmp_path):
    texts = [f"Peace {i} and war, défense {'x' * (i % 7)} Σ{i % 3}" for i in range(1000)]
    names, years = [f"d{i:04d}" for i in range(1000)], [1990 + i % 5 for i in range(1000)]
    table = pa.table({"body": texts, "id": names, "year": years})
    (tmp_path / "parts").mkdir()
    pq.write_table(table[:400], tmp_path / "parts" / "a.parquet", row_group_size=90)
    pq.write_table(table[400:], tmp_path / "parts" / "b.parquet")
    return tmp_path / "parts"


@pytest.mark.parametrize("rule", ["words", "sklearn"])
@pytest.mark.parametrize("to", [False, True])
def test_a_scan_counts_as_the_whole_corpus_does(parquet, tmp_path, monkeypatch, rule, to):
    monkeypatch.setattr("textmine.corpus.reading.scanning.PART", 2000)
    scan = tm.scan_corpus(parquet, text="body", name="id", language="en")
    parts = list(scan)
    assert len(parts) > 20 and sum(map(len, parts)) == len(scan) == 1000
    table = tm.count_terms(scan, rule=rule, drop=["and"], to=tmp_path / "counts" if to else None)
    assert same(table, tm.tokenize(tm.read_corpus(parquet, text="body", name="id", language="en"), rule=rule).drop(
        ["and"]).count())
    assert set(table.group("year").terms) == set(table.terms)
    if to:
        assert same(tm.load(tmp_path / "counts"), table)
        with pytest.raises(FileExistsError, match="to must be new, .* pass overwrite=True"):
            tm.count_terms(scan, to=tmp_path / "counts")
        assert same(tm.count_terms(scan, rule=rule, drop=["and"], to=tmp_path / "counts", overwrite=True), table)
        assert {entry.suffix for entry in (tmp_path / "counts").iterdir()} == {".npy", ".arrow", ".json"}


@pytest.mark.parametrize("text", ["0.0ก", "1.2.0ก", "1.5〇", "5〇", "1.5.〇", "1.5-ก", "ab-ก", "aก", "ก1.5", "1.〇",
                                  "а-1.5中"])
def test_numbers_beside_scripts_without_spaces(text):
    corpus = tm.Corpus.from_texts([text, text + " x"])
    assert same(tm.count_terms(corpus), tm.tokenize(corpus).count())


def test_slices_of_arrow_columns_are_counted_from_where_they_begin():
    first, second = pa.array(["war", "Peace now", "peace", "talks"]), pa.array(["x", "war"])
    column = pa.chunked_array([first.slice(1, 2), second.slice(1)])
    table = tm.count_terms(tm.Corpus.from_texts(column))
    assert table.to_frame().to_dict("list") == {"now": [1, 0, 0], "peace": [1, 1, 0], "war": [0, 0, 1]}


def test_words_to_drop_come_once_or_as_patterns(seeds):
    assert same(tm.count_terms(seeds, drop=iter(["the", "peace*"])), tm.tokenize(seeds).drop(["the", "peace*"]).count())
    with pytest.raises(TypeError, match="drop must be an iterable of words, got a mapping"):
        tm.count_terms(seeds, drop={"peace": ["peace*"]})


def test_a_list_is_counted_in_parts(monkeypatch):
    monkeypatch.setattr("textmine.corpus.reading.scanning.PART", 50)
    texts = [f"peace {i} talks" for i in range(30)]
    assert same(tm.count_terms(texts), tm.tokenize(tm.Corpus.from_texts(texts)).count())
    with pytest.raises(tm.CorpusError, match="'31' has no text"):
        tm.count_terms([*texts, " "])


def test_rows_of_a_scan_are_numbered_through_all_files(parquet):
    names = [name for part in tm.scan_corpus(parquet, text="body") for name in part.documents["document"].to_pylist()]
    assert names == tm.read_corpus(parquet, text="body").documents["document"].to_pylist()


def test_problems_of_a_scan_are_named(parquet, tmp_path):
    with pytest.raises(tm.CorpusError, match="has no column 'bdy' .* Did you mean 'body'"):
        tm.scan_corpus(parquet, text="bdy")
    (parquet / "c.parquet").write_bytes((parquet / "a.parquet").read_bytes()[:-100])
    with pytest.raises(tm.CorpusError, match="c.parquet is not readable Parquet, perhaps cut short"):
        tm.scan_corpus(parquet, text="body")
    pq.write_table(pa.table({"body": ["x"]}), parquet / "c.parquet")
    with pytest.raises(tm.CorpusError, match="c.parquet has other columns than a.parquet"):
        tm.scan_corpus(parquet, text="body")
    pq.write_table(pq.read_table(parquet / "a.parquet"), parquet / "c.parquet")
    with pytest.raises(tm.CorpusError, match="the name 'd0000' stands in several parts"):
        tm.count_terms(tm.scan_corpus(parquet, text="body", name="id"), to=tmp_path / "counts")
    assert not (tmp_path / "counts").exists() and sorted(each.name for each in tmp_path.iterdir()) == ["parts"]
    content = bytearray((parquet / "a.parquet").read_bytes())
    content[300:340] = bytes(40)
    (parquet / "c.parquet").write_bytes(content)
    with pytest.raises((tm.CorpusError, ValueError), match="c.parquet|damaged"):
        tm.count_terms(tm.scan_corpus(parquet, text="body"), to=tmp_path / "counts")
    for nothing in ([], tm.scan_corpus(_empty(tmp_path))):
        with pytest.raises(tm.CorpusError, match="there are no texts"):
            tm.count_terms(nothing)
    with pytest.raises(FileNotFoundError, match="read_corpus reads other kinds"):
        tm.scan_corpus(tmp_path / "none")


def _empty(folder):
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), folder / "empty.parquet")
    return folder / "empty.parquet"
