import gzip
import json
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.corpus.reading.encodings import CODE_PAGES, odd_share, recognize

WESTERN = {
    "English": "The café’s naïve façade — “a résumé”, £5, 20 °C © 2020.",
    "French": "Été à la française : l’œuvre créée là-bas coûte 5 € « où » ça, dès août, Noël à l’île",
    "German": "Über Größe und Maß: „Schöne Grüße“ aus Österreich, ÄÖÜ, Fußgängerübergänge können fällig sein.",
    "Portuguese": "A ação não é só coração; são três órgãos às vezes à mão. Relações, opiniões, Óbidos, nº 5",
    "Spanish": "¿Qué pasó? ¡El niño comió piñas! Año 1º, también así, Ángel.",
    "Icelandic": "Það er þýðing á þessari síðu, óþægileg færð og börnin í höfuðborginni þýða það. Æði mörg þúsund ár",
    "Finnish": "Hyvää päivää, sää on hyvä tänään. Yö ja työ, hääyöaie. Äiti sanoi »hyvä»",
    "Catalan": "Col·laboració, l’àvia, això és il·lús, països",
    "Danish": "Æblegrød på øen, får så går, blå å.",
}
ELSEWHERE = {
    "cp1251": "Москва и регион. Это была большая работа в этом году, и я с ней согласен.",
    "koi8_r": "Москва и регион. Это была большая работа в этом году, и я с ней согласен.",
    "cp1253": "Η Ελλάδα είναι μια χώρα της Ευρώπης και το κράτος", "cp1255": "שלום עולם זה טקסט בעברית",
    "cp1256": "مرحبا بالعالم هذا نص باللغة العربية", "cp874": "สวัสดีชาวโลกนี่คือข้อความ",
    "gb18030": "中国的外交政策和国防合作。二〇二〇年", "big5": "中國的外交政策和國防合作。這是一個",
    "shift_jis": "日本の防衛と外交について、これは文章です。", "euc_jp": "日本の防衛と外交について、これは文章です。",
    "iso2022_jp": "日本の防衛と外交", "euc_kr": "안녕하세요 한국 국방",
    "mac_roman": "Été à la française: l’œuvre créée là-bas", "cp850": "Été à la française, schöne Größe für alle",
    "cp1250": "Są takie rzeczy, które mają związek z państwem i społeczeństwem, że później będzie źle.",
}
UNICODE = ["Hello there.\nFine", "Hi", "Москва и регион\n да", "中国的外交政策一一一\n第二", "One \N{DOVE OF PEACE} two"]


@pytest.mark.parametrize("text", WESTERN.values(), ids=WESTERN)
def test_western_text_is_read_as_windows_1252_and_told(text):
    found = recognize(text.encode("cp1252"), "a.txt")
    assert (found.text, found.problem, found.encoding) == (text, None, "cp1252")


@pytest.mark.parametrize("english", ["", "The report says this, in English, with a quotation: "])
@pytest.mark.parametrize("encoding", ELSEWHERE)
def test_other_code_pages_are_an_error_that_asks_for_the_encoding(encoding, english):
    found = recognize(english.encode() + ELSEWHERE[encoding].encode(encoding), "a.txt")
    assert found.text == "" and found.problem.startswith("a.txt ")
    assert "at position" in found.problem and "encoding=" in found.problem


@pytest.mark.parametrize("text", UNICODE)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_marks_and_nul_bytes_show_the_encoding(text, encoding):
    found = recognize(text.encode(encoding), "a.txt")
    assert found.text == text and found.encoding.lower().startswith(encoding[:5])


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_plain_utf8_is_read_as_it_is_and_goes_unsaid(text):
    if not text.startswith(("\ufeff", "%PDF-", "{\\rtf", "PAR1", "GIF89a")):
        assert recognize(text.encode(), "a.txt") == (text, None, None)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_a_problem(raw):
    found = recognize(raw, "a.txt")
    assert (found.problem is None) or (found.text == "" and found.problem.startswith("a.txt "))


@pytest.mark.parametrize("raw, message", [
    (b"%PDF-1.7\n%\xe2\xe3", "looks like PDF, not text: convert it to text first"),
    (b"PK\x03\x04\x14\x00", "looks like a zip archive"), (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
    (bytes(range(256)) * 4, "looks binary, not text: 112 of its 1,024 bytes"),
    (b"\xff\xfeP\x00\x00\xd8", "as its byte order mark says: byte 0x00 at position 4"),
    ("naïve — “x”".encode() + b"\xe9", "most of the file is UTF-8: repair that place"),
    (b"caf\x81", "nor is it Windows-1252 (byte 0x81 at position 3)"),
])
def test_what_is_no_text_is_named_with_its_fix(tmp_path, raw, message):
    (tmp_path / "a.txt").write_bytes(raw)
    with pytest.raises(tm.CorpusError) as error:
        tm.read_corpus(tmp_path)
    assert message in str(error.value) and "a.txt" in str(error.value)


def test_a_stated_language_of_another_code_page_is_not_read_as_windows_1252(tmp_path):
    (tmp_path / "a.txt").write_bytes("Türkiye ve dış ilişkiler".encode("cp1254"))
    assert CODE_PAGES["tr"] == "cp1254"
    with pytest.raises(tm.CorpusError, match="pass encoding='cp1254'"):
        tm.read_corpus(tmp_path, language="tr")
    assert tm.read_corpus(tmp_path, encoding="cp1254").source("a") == "Türkiye ve dış ilişkiler"


def test_the_audit_tells_every_encoding_but_plain_utf8(tmp_path):
    for name, raw in {"a": "Caf\u00e9.".encode(), "b": "Ein Café, süß.".encode("cp1252"), "c": "\ufeffOne.".encode(),
                      "d": "Süß.".encode("utf-16")}.items():
        (tmp_path / f"{name}.txt").write_bytes(raw)
    corpus = tm.read_corpus(tmp_path)
    assert [corpus.source(name) for name in "abcd"] == ["Café.", "Ein Café, süß.", "One.", "Süß."]
    rows = corpus.audit[["rule", "detail", "article", "count", "example"]].values.tolist()
    assert rows == [
        ["encoding", "b.txt read as cp1252, not UTF-8", "b", 3, "Ein Café, süß."],
        ["encoding", "c.txt read as UTF-8 with a byte order mark", "c", 0, ""],
        ["encoding", "d.txt read as UTF-16-LE with a byte order mark, not UTF-8", "d", 2, "Süß."]]


def test_tables_are_recognised_too(tmp_path):
    (tmp_path / "a.csv").write_bytes("text,place\nPeace.,Köln\n".encode("cp1252"))
    line = json.dumps({"text": "Süß."}, ensure_ascii=False).encode("utf-16") + "\n".encode("utf-16-le")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line))
    csv, lines = tm.read_corpus(tmp_path / "a.csv"), tm.read_corpus(tmp_path / "a.jsonl.gz")
    assert csv.documents["place"].to_pylist() == ["Köln"] and lines.source("1") == "Süß."
    assert csv.audit["detail"].tolist() == ["a.csv read as cp1252, not UTF-8"] and csv.audit["article"].isna().all()
    assert lines.audit["detail"].str.startswith("a.jsonl.gz read as UTF-16-LE").all()


def test_a_stated_encoding_is_strict(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    with pytest.raises(tm.CorpusError, match="a.txt is not utf-8: byte 0xe9 at position 3"):
        tm.read_corpus(tmp_path, encoding="utf-8")
    corpus = tm.read_corpus(tmp_path, encoding="cp1252")
    assert corpus.source("a") == "café" and corpus.audit.empty
    with pytest.raises(TypeError, match="encoding must be str, got int"):
        tm.read_corpus(tmp_path, encoding=1252)


def test_a_word_file_in_disguise_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.txt", "w") as archive:
        archive.writestr("word/document.xml", "x")
    (tmp_path / "b.txt").write_text("Fine.")
    with pytest.raises(tm.CorpusError, match="DOCX.*convert it to text first"):
        tm.read_corpus(tmp_path)


def test_odd_share_has_no_letters_no_oddity():
    assert odd_share(b"plain") == odd_share("“quoted” – twice".encode("cp1252")) == odd_share(b"") == 0


MOJIBAKE = "The café — “Mir” Мир naïve Việt 😀".encode().decode("cp1252", "ignore")


def test_what_texts_show_is_counted_and_left_alone():
    texts = ["One\0two\x01.", MOJIBAKE, "Lost \ufffd.", "« liberté » et HYVÄ» … São Ã, Ångström Å", "Same  text.",
             "Same\ntext."]
    corpus = tm.read_corpus(pd.DataFrame({"text": texts}))
    audit = corpus.audit.set_index("rule")
    assert corpus.articles["text"].to_pylist() == texts
    assert audit.loc["control character", ["article", "count", "example"]].tolist() == ["1", 2, "One␀two\x01."]
    assert audit.loc["mojibake", "article"] == "2" and audit.loc["mojibake", "count"] >= 6
    assert audit.loc["replacement character", "article"] == "3"
    assert audit.loc["exact duplicate", ["detail", "article"]].tolist() == ["same text as '5'", "6"]
    assert len(audit) == 4


@given(st.text(alphabet="éüßçñøåÉ’“”—…", min_size=1, max_size=8))
def test_mojibake_of_accents_and_quotes_is_found_wherever_it_stands(text):
    broken = "".join(chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
                     for byte in text.encode())
    audit = tm.read_corpus(pd.DataFrame({"text": [f"word {broken}word {text} word"]})).audit
    assert audit["rule"].tolist() == ["mojibake"] and audit["characters"].tolist() == [len(broken)]
