import gzip
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import textmine as tm


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


def test_folder_with_metadata_keeps_types_and_leaves_unknown_empty(tmp_path):
    write(tmp_path, a__txt="Peace.", b__txt="War.", metadata__csv="name,year,author\na,2020,\nb.txt,2021,Ann\n")
    frame = tm.read_corpus(tmp_path).to_frame()
    assert frame["article"].tolist() == ["a", "b"]
    assert frame["year"].tolist() == [2020, 2021]
    assert frame["author"].isna().tolist() == [True, False]


def test_subfolders_are_read_and_named_by_their_path(tmp_path):
    (tmp_path / "left").mkdir()
    write(tmp_path / "left", a__txt="Peace.")
    write(tmp_path, a__txt="War.", notes__md="x")
    corpus = tm.read_corpus(tmp_path)
    assert corpus.documents["article"].to_pylist() == ["a", "left/a"]
    assert corpus.audit[["rule", "example"]].values.tolist() == [["not read", "notes.md"]]


def test_texts_are_untouched_but_for_the_byte_order_mark(tmp_path):
    raw = "\ufeffOne\r\ntwo\u2029thr\u00e9e\n\n"
    write(tmp_path, a__txt=raw)
    assert tm.read_corpus(tmp_path).source("a") == raw[1:]


def test_csv_keeps_line_breaks_quotes_and_leading_zeros(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes('id,code,text\n007,01,"One ""two""\r\nthree"\n008,02,Four NA\n'.encode())
    corpus = tm.read_corpus(path, name="id")
    assert corpus.source("007") == 'One "two"\r\nthree'
    assert corpus.documents["code"].to_pylist() == ["01", "02"]


def test_csv_rows_are_numbered_without_a_name(tmp_path):
    path = write(tmp_path, a__csv="text\n" + "x\n" * 12) / "a.csv"
    assert tm.read_corpus(path).documents["article"].to_pylist()[:2] == ["01", "02"]


def test_all_problems_are_told_at_once(tmp_path):
    write(tmp_path, a__txt="", b__txt="Правда".encode("cp1251"), c__txt="Text.",
          metadata__csv="name,year\nc,1\nd,2\nc,3\n")
    with pytest.raises(tm.CorpusError) as error:
        tm.read_corpus(tmp_path)
    text = str(error.value)
    for part in ("a.txt is empty", "b.txt is not UTF-8: byte 0xcf at position 0", "'c' 2 times", "'d'"):
        assert part in text
    assert len(error.value.problems) >= 4


@pytest.mark.parametrize("make, message", [
    (lambda folder: folder / "nowhere", "existing folder of .txt files or a file in"),
    (lambda folder: folder, "holds no .txt file"),
    (lambda folder: write(folder, a__pdf="x") / "a.pdf", "folder of .txt files or a file in"),
    (lambda folder: write(folder, a__csv="body,year\nx,1\n") / "a.csv", "no column 'text'"),
    (lambda folder: write(folder, a__csv="text,year\n,1\n") / "a.csv", "has no text"),
    (lambda folder: write(folder, a__csv="") / "a.csv", "not a readable CSV"),
    (lambda folder: write(folder, a__csv="text,start\nx,1\n") / "a.csv", "'start' has a name that textmine uses"),
])
def test_bad_paths_and_files_name_the_fix(tmp_path, make, message):
    with pytest.raises((FileNotFoundError, ValueError), match=message):
        tm.read_corpus(make(tmp_path))


def test_the_nearest_name_is_offered(tmp_path):
    write(tmp_path, corpus__csv="texts,id\nx,1\n")
    with pytest.raises(tm.CorpusError, match="Did you mean 'texts'"):
        tm.read_corpus(tmp_path / "corpus.csv")
    with pytest.raises(FileNotFoundError, match="Did you mean 'corpus.csv'"):
        tm.read_corpus(tmp_path / "corpsu.csv")


def test_duplicate_names_are_an_error(tmp_path):
    path = write(tmp_path, a__csv="id,text\na,x\na,y\n") / "a.csv"
    with pytest.raises(tm.CorpusError, match="'a' stands 2 times"):
        tm.read_corpus(path, name="id")


def test_another_encoding_is_read_when_it_is_stated(tmp_path):
    write(tmp_path, a__txt=b"caf\xe9")
    assert tm.read_corpus(tmp_path, encoding="cp1252").source("a") == "café"
    with pytest.raises(tm.CorpusError, match="that Python knows"):
        tm.read_corpus(tmp_path, encoding="utf-99")


def test_another_delimiter_is_read_and_guessed_in_the_message(tmp_path):
    path = write(tmp_path, a__csv="id;text\na;Peace, now.\n") / "a.csv"
    with pytest.raises(tm.CorpusError, match="pass delimiter=';'"):
        tm.read_corpus(path)
    assert tm.read_corpus(path, delimiter=";", name="id").source("a") == "Peace, now."


def test_hidden_folders_are_not_read(tmp_path):
    (tmp_path / ".checkpoints").mkdir()
    write(tmp_path / ".checkpoints", a__txt="Old.")
    write(tmp_path, a__txt="New.")
    assert tm.read_corpus(tmp_path).documents["article"].to_pylist() == ["a"]


ROWS = {"id": ["a", "b"], "year": [2020, 2021], "text": ["Peace.\r\n", "Wär."]}


def test_every_table_gives_the_same_corpus(tmp_path):
    frame = pd.DataFrame(ROWS)
    arrow = pa.table(ROWS)
    (tmp_path / "many").mkdir()
    for i in range(2):
        pq.write_table(arrow.slice(i, 1), tmp_path / f"many/{i}.parquet")
    pq.write_table(arrow, tmp_path / "a.parquet")
    frame.to_csv(tmp_path / "a.csv", index=False, lineterminator="\n")
    lines = "".join(json.dumps(row) + "\n" for row in frame.to_dict("records"))
    (tmp_path / "a.jsonl").write_text(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    sources = [frame, arrow, *(tmp_path / name for name in ("a.csv", "a.jsonl", "a.jsonl.gz", "a.parquet", "many"))]
    digests = {tm.read_corpus(source, name="id").digest for source in sources}
    assert len(digests) == 1
    assert tm.read_corpus(arrow, name="id").documents["year"].to_pylist() == [2020, 2021]


@pytest.mark.parametrize("name, content, message", [
    ("a.jsonl", b'{"text": "x"}\n[1]\n', "line 2 must be an object"),
    ("a.jsonl", b'{"text": "x"}\n{"text"\n', "line 2: "),
    ("a.jsonl", b'{"text": "x", "tags": ["a"]}\n', "lists or objects under 'tags'"),
    ("a.jsonl", '{"text": "Правда"}\n'.encode("cp1251"), "byte 0xcf"),
    ("a.jsonl.gz", b"not gzip", "not a whole gzip file"),
    ("a.parquet", b"PAR1 cut", "not readable Parquet"),
])
def test_broken_tables_name_the_place(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(tm.CorpusError, match=message):
        tm.read_corpus(tmp_path / name)


def test_what_is_no_source_is_named(tmp_path):
    with pytest.raises(TypeError, match="path or a data frame, got int"):
        tm.read_corpus(5)
    with pytest.raises(ValueError, match="left out for a table"):
        tm.read_corpus(pd.DataFrame(ROWS), metadata="m.csv")
    with pytest.raises(tm.CorpusError, match="no column 'body'"):
        tm.read_corpus(pd.DataFrame(ROWS), text="body")
    with pytest.raises(tm.CorpusError, match="'2' has no text"):
        tm.read_corpus(pd.DataFrame({"text": ["x", None]}))


def test_blank_lines_of_a_csv_are_counted(tmp_path):
    (tmp_path / "a.csv").write_text("text\na\n\nb\n  \n", encoding="utf-8")
    corpus = tm.read_corpus(tmp_path / "a.csv")
    assert corpus.to_frame()["text"].tolist() == ["a", "b"]
    assert corpus.audit[["rule", "detail", "count"]].values.tolist() == [["not read", "blank line of a CSV", 2]]


def test_all_problems_of_json_lines_are_told(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "a", "text": "b"}\n{\n[1]\n{"text": "c"}\n', encoding="utf-8")
    with pytest.raises(tm.CorpusError) as error:
        tm.read_corpus(tmp_path / "a.jsonl")
    told = "\n".join(error.value.problems)
    assert "line 1 has the key 'text' twice" in told and "line 2: " in told and "line 3 must be an object" in told


def test_damaged_gzip_is_named(tmp_path):
    content = bytearray(gzip.compress(b'{"text": "peace"}\n' * 50))
    content[15:25] = bytes(10)
    (tmp_path / "a.jsonl.gz").write_bytes(content)
    with pytest.raises(tm.CorpusError, match="a.jsonl.gz is not a whole gzip file"):
        tm.read_corpus(tmp_path / "a.jsonl.gz")


@pytest.mark.parametrize(("make", "message"), [
    (lambda: tm.Corpus.from_texts(None), "texts must be a sequence"),
    (lambda: tm.Corpus.from_texts(["x", "y"], "ab"), "names must be a sequence"),
    (lambda: tm.Corpus.from_texts(["x", "y"], None, {"m": "ab"}), "m must be a sequence"),
    (lambda: tm.Corpus.from_texts(["x"], None, {"m": 5}), "m must be a sequence"),
    (lambda: tm.read_corpus("seeds", text=None), "text must be str"),
    (lambda: tm.read_corpus("seeds", delimiter=""), "delimiter must be one character"),
])
def test_wrong_kinds_are_named(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()


def test_select_takes_any_values():
    corpus = tm.Corpus.from_texts(["One.", "Two."], ["a", "b"], {"year": [2019, 2020]})
    for wanted in (range(2020, 2030), np.array([2020]), {2020}):
        assert corpus.select({"year": wanted}).documents["document"].to_pylist() == ["b"]


def test_the_delimiter_holds_for_metadata_too(tmp_path):
    (tmp_path / "a.txt").write_text("Peace.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("name;year\na;1991\n", encoding="utf-8")
    assert tm.read_corpus(tmp_path, delimiter=";").documents["year"].to_pylist() == [1991]
    with pytest.raises(tm.CorpusError, match="pass delimiter=';'"):
        tm.read_corpus(tmp_path)


def test_a_csv_with_semicolons_and_commas_is_answered_with_the_delimiter(tmp_path):
    (tmp_path / "a.csv").write_text("id;text\n1;peace, first, and\n2;war, and, more, commas\n", encoding="utf-8")
    with pytest.raises(tm.CorpusError, match="delimiter=';'"):
        tm.read_corpus(tmp_path / "a.csv")
