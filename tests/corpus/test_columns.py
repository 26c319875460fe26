"""Arrow columns in, from every kind of table, and what is wrong with them."""

import csv
import datetime
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import textmine as tm
from textmine.corpus.columns import SHOWN, first_not_utf8, plain
from textmine.corpus.grouping import grouping

BROKEN = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(np.array([0, 2, 4], np.int32)),
                                                pa.py_buffer(b"ok\xed\xa0")])
DAY, MOMENT = datetime.date(2020, 1, 18), datetime.datetime(2020, 1, 18, 9, 30)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(),
                                  pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.large_string())])
def test_every_layout_of_text_gives_the_same_corpus(kind):
    texts, sides = ["Peace.", "Wär.", "Peace, too."], ["a", None, "a"]
    columns = [pa.array(cells, kind) if kind == pa.string_view() else pa.array(cells).cast(kind)
               for cells in (texts, sides)]
    corpus = tm.read_corpus(pa.table({"text": columns[0], "side": columns[1]}))
    assert corpus.digest == tm.Corpus.from_texts(texts, metadata={"side": sides}).digest
    assert corpus.articles["text"].type == pa.large_string() and corpus.spans["stop"].to_pylist() == [6, 4, 11]
    assert corpus.documents["side"].to_pylist() == sides


def test_texts_in_arrow_are_never_copied():
    texts = pa.chunked_array([pa.array(["Peace.", "War."], pa.large_string())])
    corpus = tm.Corpus.from_texts(texts, metadata={"year": pa.array([1, 2], pa.int16())})
    ours, theirs = corpus.articles["text"].chunk(0), texts.chunk(0)
    assert [each.address for each in ours.buffers()[1:]] == [each.address for each in theirs.buffers()[1:]]
    assert corpus.articles["year"].type == pa.int16()


ROWS = [{"id": "a", "year": 2020, "share": 0.5, "text": "Peace.", "when": "2020-01-18", "side": None},
        {"id": "b", "year": None, "share": 2.0, "text": "Wär.", "when": "2021-02-03", "side": "left"}]


def test_the_digest_is_one_for_csv_json_lines_parquet_pandas_and_polars(tmp_path):
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(ROWS)
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    dated = [row | {"when": datetime.date.fromisoformat(row["when"])} for row in ROWS]
    pq.write_table(pa.Table.from_pylist(dated), tmp_path / "a.parquet")
    frame = pd.DataFrame(ROWS).assign(when=pd.to_datetime([row["when"] for row in ROWS]))
    sources = [tmp_path / "a.csv", tmp_path / "a.jsonl", tmp_path / "a.parquet", frame, pa.Table.from_pylist(ROWS)]
    try:
        import polars
        sources.append(polars.DataFrame(dated))
    except ImportError:
        pass
    assert len({tm.read_corpus(source, name="id").digest for source in sources}) == 1
    other = pa.Table.from_pylist([ROWS[0], ROWS[1] | {"share": 2.5}])
    assert tm.read_corpus(other, name="id").digest != tm.read_corpus(sources[0], name="id").digest


def test_the_digest_of_the_bundled_articles_stays(seeds):
    assert seeds.digest == "e94360cc19cb571a87e1a6645842925d51e4a8779a8e022d020b976bce17f7dc"


def test_dates_and_times_group_and_select():
    corpus = tm.Corpus.from_texts(["One.", "Two.", "Three."], metadata={
        "day": [DAY, datetime.date(2019, 5, 1), DAY], "moment": pa.array([MOMENT] * 3, pa.timestamp("ns"))})
    assert grouping(corpus.documents, "day").labels == ("2019-05-01", "2020-01-18")
    assert grouping(corpus.documents, "moment").labels == ("2020-01-18 09:30:00",)
    assert len(corpus.select({"day": DAY})) == len(corpus.select({"day": "2020-01-18"})) == 2
    assert len(corpus.select({"moment": MOMENT})) == 3
    assert tm.tokenize(corpus).count().group("day").documents["document"].to_pylist() == ["2019-05-01", "2020-01-18"]


def test_not_a_number_is_an_empty_cell():
    assert plain(pa.array([1.5, float("nan")])).to_pylist() == [1.5, None]
    corpus = tm.Corpus.from_texts(["One.", "Two."], metadata={"size": [1.5, float("nan")], "side": ["a", np.nan]})
    assert corpus.documents["size"].to_pylist() == [1.5, None] and corpus.documents["side"].to_pylist() == ["a", None]


@pytest.mark.parametrize("columns, message", [
    ({"text": pa.array(["x", None])}, "'2' has no text"), ({"text": pa.array(["x", " \n\u3000"])}, "'2' has no text"),
    ({"text": pa.array([1, 2])}, "the column of texts is int64"),
    ({"text": BROKEN}, "'2' holds bytes that are no UTF-8"), ({"text": BROKEN, "id": BROKEN}, "'2' holds bytes"),
    ({"tags": pa.array([["a"], []])}, "'tags' holds list"), ({"who": pa.array([{"a": 1}] * 2)}, "'who' holds struct"),
    ({"raw": pa.array([b"a", b"b"])}, "'raw' holds binary"),
    ({"side": BROKEN}, "'side' holds bytes in row 2 that are no UTF-8"),
    ({"id": pa.array(["a", "a"])}, "'a' stands 2 times"), ({"id": pa.array(["a", None])}, "1 names are empty.*row 2"),
    ({"id": BROKEN}, "name in row 2 holds bytes that are no UTF-8"),
    ({"start": pa.array([1, 2])}, "'start' has a name that textmine uses"),
])
def test_problems_of_arrow_columns_name_column_row_and_fix(columns, message):
    table = pa.table({"text": pa.array(["One.", "Two."]), "id": pa.array(["a", "b"])} | columns)
    with pytest.raises(tm.CorpusError, match=message):
        tm.read_corpus(table, name="id" if "id" in columns else None)


@pytest.mark.parametrize("values, message", [
    (["a", 1], "mixes types"), ([True, 2.5], "cannot be stored"), ([10**30, 1], "cannot be stored"),
    ([["a"], ["b"]], "holds list"), (["\ud800", "b"], "cannot be stored"),
])
def test_problems_of_python_columns_are_told(values, message):
    with pytest.raises(tm.CorpusError, match=f"metadata column 'x' {message}"):
        tm.Corpus.from_texts(["One.", "Two."], metadata={"x": values})


def test_half_surrogates_are_named_in_texts_names_frames_and_json(tmp_path):
    with pytest.raises(tm.CorpusError, match="'b' holds half of a surrogate pair"):
        tm.Corpus.from_texts(["One.", "x\ud800"], ["a", "b"])
    with pytest.raises(tm.CorpusError, match="name in row 1 holds half of a surrogate pair"):
        tm.Corpus.from_texts(["One."], ["\udc80"])
    with pytest.raises(tm.CorpusError, match="'2' holds half of a surrogate pair"):
        tm.read_corpus(pd.DataFrame({"text": pd.Series(["One.", "x\ud800"], dtype=object)}))
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": "x\\ud800"}\n')
    with pytest.raises(tm.CorpusError, match="a.jsonl.*line 2 escapes half of a surrogate pair"):
        tm.read_corpus(tmp_path / "a.jsonl")
    (tmp_path / "b.jsonl").write_text('{"text": "\\ud83d\\ude00 whole"}\n')
    assert tm.read_corpus(tmp_path / "b.jsonl").source("1") == "\N{GRINNING FACE} whole"


def test_many_problems_of_one_kind_are_counted():
    with pytest.raises(tm.CorpusError) as error:
        tm.Corpus.from_texts(["x"] + [""] * 100)
    assert len(error.value.problems) == SHOWN + 1 and error.value.problems[-1] == "… and 80 more of this kind"


def test_the_first_bad_row_is_found_across_chunks():
    column = pa.chunked_array([pa.array(["a"] * 5), BROKEN, pa.array(["b"])])
    assert first_not_utf8(column) == 6 and first_not_utf8(pa.chunked_array([pa.array(["a"])])) is None


def test_names_of_other_types_read_the_same_from_any_table():
    for names in ([7, 8], pa.array([7, 8]), pa.array([7, 8], pa.uint8()), ["7", "8"]):
        assert tm.Corpus.from_texts(["One.", "Two."], names).documents["article"].to_pylist() == ["7", "8"]
    assert tm.Corpus.from_texts(["x"] * 10).documents["article"].to_pylist()[8:] == ["09", "10"]


def test_a_folder_of_parquet_files_must_agree(tmp_path):
    pq.write_table(pa.table({"text": ["One."], "year": [2020]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"year": [2021], "text": ["Two."]}), tmp_path / "b.parquet")
    (tmp_path / "notes.md").write_text("x")
    corpus = tm.read_corpus(tmp_path)
    assert corpus.to_frame()[["text", "year"]].values.tolist() == [["One.", 2020], ["Two.", 2021]]
    assert corpus.audit[["rule", "example"]].values.tolist() == [["not read", "notes.md"]]
    pq.write_table(pa.table({"text": ["Two."], "year": ["2021"], "side": ["a"]}), tmp_path / "c.parquet")
    with pytest.raises(tm.CorpusError, match="c.parquet has other columns than a.parquet: 'side' is new, "
                                             "'year' is string, not int64"):
        tm.read_corpus(tmp_path)


def test_a_truncated_parquet_file_is_named(tmp_path):
    pq.write_table(pa.table({"text": ["One."] * 1000}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "b.parquet").write_bytes(whole[:-20])
    (tmp_path / "c.parquet").write_bytes(b"")
    with pytest.raises(tm.CorpusError) as error:
        tm.read_corpus(tmp_path)
    assert [problem.partition(",")[0] for problem in error.value.problems] == [
        f"{name}.parquet is not readable Parquet" for name in "bc"]


def test_frames_with_a_column_twice_or_of_several_types_are_named(tmp_path):
    twice = pd.DataFrame([["One.", 1, 2]], columns=["text", "year", "year"])
    mixed = pd.DataFrame({"text": ["One.", "Two."], "year": pd.Series([2020, "2021"], dtype=object)})
    (tmp_path / "a.csv").write_text("text,year,year\nOne.,1,2\n")
    (tmp_path / "b.csv").write_text("text,year\nOne, two.,1\n")
    for source, message in ((twice, "the frame has several columns named 'year'"), (mixed, "'year' mixes types"),
                            (tmp_path / "a.csv", "a.csv has several columns named 'year'"),
                            (tmp_path / "b.csv", "a row has more cells than the header")):
        with pytest.raises(tm.CorpusError, match=message):
            tm.read_corpus(source)


def test_numbers_alone_are_texts_too(tmp_path):
    (tmp_path / "a.csv").write_text("text,year\n1,2020\n22,2021\n")
    assert tm.read_corpus(tmp_path / "a.csv").source("2") == "22"


ODD = ["A NUL \0 in it.", "مرحبا \u202bبالعالم\u202c", "e\u0301te\u0301", "\N{DOVE OF PEACE}\N{ZERO WIDTH JOINER}x",
       "One\r\ntwo\r\rthree"]


def test_odd_texts_keep_every_code_point_from_every_source(tmp_path):
    (tmp_path / "folder").mkdir()
    for i, text in enumerate(ODD):
        (tmp_path / f"folder/{i}.txt").write_bytes(text.encode())
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in ODD))
    pq.write_table(pa.table({"text": ODD}), tmp_path / "a.parquet")
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([["text"], *([text] for text in ODD)])
    for source in ("folder", "a.jsonl", "a.parquet", "a.csv"):
        corpus = tm.read_corpus(tmp_path / source)
        assert corpus.articles["text"].to_pylist() == ODD
        assert corpus.spans["stop"].to_pylist() == list(map(len, ODD))
        assert corpus.audit[["rule", "count"]].values.tolist() == [["control character", 1]]


def test_one_long_line_is_read_and_counted(tmp_path):
    text = "Peace and trade, he said. " * 40_000
    (tmp_path / "a.txt").write_text(text)
    corpus = tm.read_corpus(tmp_path)
    assert tm.tokenize(corpus).count().sizes.tolist() == [200_000]
    assert len(corpus.segment("windows", max_words=1000)) == 200


@pytest.mark.parametrize("tag", ["English", "e", "", 5, "en_GB"])
def test_an_unknown_language_tag_is_named_before_anything_is_read(tag):
    with pytest.raises(ValueError, match="language must be a tag of two or three letters"):
        tm.read_corpus("nowhere", language=tag)
