import pytest

import textmine as tm


def folder_of(tmp_path, *names):
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(f"Text of {name}.")
    return tmp_path


def test_fields_of_names_become_typed_columns(tmp_path):
    corpus = tm.read_corpus(folder_of(tmp_path, "1991_FRA_046.txt", "1992_USA_047.txt"),
                            file_names="{year}_{country}_{session}")
    rows = corpus.documents.select(["year", "country", "session"]).to_pylist()
    assert rows == [{"year": 1991, "country": "FRA", "session": "046"},
                    {"year": 1992, "country": "USA", "session": "047"}]


def test_a_slash_takes_folders_and_an_underscore_leaves_out(tmp_path):
    corpus = tm.read_corpus(folder_of(tmp_path, "left/a-1990.txt", "right/b-1991.txt"), file_names="{side}/{_}-{year}")
    assert corpus.documents["side"].to_pylist() == ["left", "right"]
    assert corpus.documents.column_names == ["document", "article", "start", "stop", "side", "year"]


def test_every_name_that_does_not_fit_is_told(tmp_path):
    folder = folder_of(tmp_path, "1991_FRA.txt", "notes.txt", "north_south_1992.txt")
    with pytest.raises(tm.CorpusError) as error:
        tm.read_corpus(folder, file_names="{year}_{country}")
    assert len(error.value.problems) == 2
    assert "'notes' does not fit" in str(error.value) and "in several ways" in str(error.value)


def test_names_and_a_table_go_together_unless_they_collide(tmp_path):
    folder_of(tmp_path, "1991_FRA.txt")
    (tmp_path / "metadata.csv").write_text("name,party,year\n1991_FRA,green,1991\n")
    assert tm.read_corpus(tmp_path, file_names="{when}_{country}").documents["party"].to_pylist() == ["green"]
    with pytest.raises(tm.CorpusError, match="'year' stands both in metadata.csv and in file_names"):
        tm.read_corpus(tmp_path, file_names="{year}_{country}")
    with pytest.raises(tm.CorpusError, match="'text' has a name that textmine uses itself"):
        tm.read_corpus(tmp_path, file_names="{text}_{country}")


@pytest.mark.parametrize("template", ["year", "{}", "{year}{country}", "{year}_{year}", "{year:4}", "{ye ar}", "{_}", 5,
                                      "{year"])
def test_templates_that_are_none_are_named(tmp_path, template):
    with pytest.raises(ValueError, match="file_names must be a template with named fields"):
        tm.read_corpus(folder_of(tmp_path, "1991.txt"), file_names=template)


def test_tables_have_no_file_names(tmp_path):
    (tmp_path / "a.csv").write_text("text\nPeace.\n")
    with pytest.raises(ValueError, match="file_names must be left out for a table"):
        tm.read_corpus(tmp_path / "a.csv", file_names="{year}")
