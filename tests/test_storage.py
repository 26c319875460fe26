"""Saving: what comes back is what went in; nothing is left half-written; damage and newer formats are named."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import textmine as tm


@pytest.fixture(params=["corpus", "cleaned passages", "tokens", "table"])
def value(request, seeds, cleaned, tokens, table):
    return {"corpus": seeds, "cleaned passages": cleaned.segment(), "tokens": tokens, "table": table}[request.param]


def parts(value):
    if isinstance(value, tm.Corpus):
        return [value.articles, value.spans, value.zones, value.edits, value.log, value.language, value.cleaned,
                value.segmented, value.normalization, value.digest]
    if isinstance(value, tm.Tokens):
        arrays = (value.ids, value.starts, value.stops, value.bounds, value.sentences, value.follows)
        return [value.types, *(array.tolist() for array in arrays), *parts(value.corpus)]
    return [value.terms, value.documents, value.sizes.tolist(), value.counts.toarray().tolist(), value.counts.dtype]


def test_what_comes_back_is_what_went_in(value, tmp_path):
    path = tm.save(value, tmp_path / "saved")
    assert parts(tm.load(path)) == parts(value)
    assert [entry.name for entry in tmp_path.iterdir()] == ["saved"]


def test_what_is_loaded_works_as_before(cleaned, tmp_path):
    passages = tm.load(tm.save(cleaned.segment(), tmp_path / "passages"))
    tokens = tm.load(tm.save(tm.tokenize(passages).drop(tm.stopwords("en")), tmp_path / "tokens"))
    table = tm.load(tm.save(tokens.count().trim(min_docs=2), tmp_path / "table"))
    fresh = tm.tokenize(cleaned.segment()).drop(tm.stopwords("en"))
    assert tm.kwic(tokens, "peace*").equals(tm.kwic(fresh, "peace*"))
    expected = tm.document_similarity(fresh.count().trim(min_docs=2), by="article").to_frame()
    assert tm.document_similarity(table, by="article").to_frame().equals(expected)
    assert not table.counts.data.flags.writeable


def test_only_open_formats_are_written(value, tmp_path):
    names = {entry.suffix for entry in tm.save(value, tmp_path / "saved").iterdir()}
    assert names <= {".arrow", ".npy", ".json"}
    for entry in (tmp_path / "saved").glob("*.npy"):
        np.load(entry, allow_pickle=False)


def test_the_same_value_gives_the_same_bytes(value, tmp_path):
    first, second = tm.save(value, tmp_path / "one"), tm.save(value, tmp_path / "two")
    assert {entry.name: entry.read_bytes() for entry in first.iterdir()} == {
        entry.name: entry.read_bytes() for entry in second.iterdir()}


def test_an_existing_folder_is_not_touched_unless_told(table, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    with pytest.raises(FileExistsError, match="which exists: pass overwrite=True"):
        tm.save(table, mine)
    with pytest.raises(FileExistsError, match="which textmine did not write"):
        tm.save(table, mine, overwrite=True)
    (mine / "format.json").write_text('{"mine": 1, "files": {}}', encoding="utf-8")
    with pytest.raises(FileExistsError, match="which textmine did not write"):
        tm.save(table, mine, overwrite=True)
    with pytest.raises(ValueError, match="is damaged|is not ours"):
        tm.load(mine)
    saved = tm.save(table, tmp_path / "saved")
    (saved / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="which holds 'notes.txt'"):
        tm.save(table, saved, overwrite=True)
    (saved / "notes.txt").unlink()
    assert tm.load(tm.save(table.trim(min_docs=3), saved, overwrite=True)).shape == table.trim(min_docs=3).shape


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    code = """if True:
        import resource, sys, textmine as tm
        corpus = tm.Corpus.from_texts(["word " * 100_000], ["a"])
        tm.save(tm.Corpus.from_texts(["before"], ["b"]), sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            tm.save(corpus, sys.argv[1], overwrite=True)
        except OSError as error:
            assert "nothing was left" in str(error) and "disk full" in str(error), error
        else:
            raise SystemExit("not refused")
        assert tm.load(sys.argv[1]).source("b") == "before"
    """
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "saved")], check=True)
    assert os.listdir(tmp_path) == ["saved"]


def test_a_newer_format_is_named(table, tmp_path):
    path = tm.save(table, tmp_path / "saved")
    settings = json.loads((path / "format.json").read_text(encoding="utf-8"))
    (path / "format.json").write_text(json.dumps(settings | {"version": 99}), encoding="utf-8")
    with pytest.raises(ValueError, match="saved in format 99 by a newer textmine; this one reads up to format 1"):
        tm.load(path)


@pytest.mark.parametrize("damage", ["cut", "missing", "settings", "changed"])
def test_damage_is_named(table, tmp_path, damage):
    path = tm.save(table, tmp_path / "saved")
    if damage == "cut":
        (path / "counts.npy").write_bytes((path / "counts.npy").read_bytes()[:-8])
    elif damage == "missing":
        (path / "terms.arrow").unlink()
    elif damage == "changed":
        content = bytearray((path / "indices.npy").read_bytes())
        content[-4:] = b"\x7f\xff\xff\xff"
        (path / "indices.npy").write_bytes(content)
        tm.load(path, verify=False)
    else:
        (path / "format.json").write_text("{", encoding="utf-8")
    messages = {"cut": "counts.npy has .* bytes instead of", "missing": "terms.arrow is missing",
                "settings": "format.json is damaged", "changed": "indices.npy has changed since it was saved"}
    with pytest.raises(ValueError, match=messages[damage]):
        tm.load(path)


def test_something_else_is_refused(tmp_path):
    rule = "value must be a Corpus, Tokens, DocTerm, Sketches or topic model of textmine, got list"
    with pytest.raises(TypeError, match=rule):
        tm.save([1], tmp_path / "saved")
    with pytest.raises(FileNotFoundError, match="a folder that tm.save wrote"):
        tm.load(tmp_path)
