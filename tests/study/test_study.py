import json

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from textmine.plots.style import style
from textmine.study.comparison import table_drift
from textmine.study.gallery import write_gallery
from textmine.study.provenance import Record, write_figure

LEGEND = pd.DataFrame({"in figures": ["a"], "articles": [2]})


def write(folder, values, script):
    with style():
        figure, ax = plt.subplots()
        ax.plot(values)
        record = Record("test", "What?", "A caption.", "A line.", {"k": 3}, {"articles": {"a": "0" * 64}})
        paths = write_figure(figure, pd.DataFrame({"x": values}), record, [script], folder)
    plt.close(figure)
    return paths


def test_the_same_inputs_give_the_same_bytes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("pass")
    first, second = (write(tmp_path / name, [1, 2, 1 / 3], script) for name in "ab")
    assert [path.suffix for path in first] == [".svg", ".pdf", ".png", ".csv", ".json"]
    for a, b in zip(first, second, strict=True):
        assert a.read_bytes() == b.read_bytes()
    assert not list((tmp_path / "a").glob("*.part"))
    assert (tmp_path / "a/test.csv").read_text() == "x\n1\n2\n0.333333\n"


def test_the_record_names_what_must_match(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("pass")
    write(tmp_path / "a", [1, 2], script)
    before = json.loads((tmp_path / "a/test.json").read_text())
    script.write_text("pass ")
    write(tmp_path / "b", [1, 3], script)
    after = json.loads((tmp_path / "b/test.json").read_text())
    differing = {key for key in before["must_match"] if before["must_match"][key] != after["must_match"][key]}
    assert differing == {"scripts", "table"}
    assert {"python", "numpy", "matplotlib"} <= set(before["informs"])


def test_the_gallery_shows_every_figure(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("pass")
    write(tmp_path, [1, 2], script)
    text = write_gallery(tmp_path, ["test"], "A study.", LEGEND).read_text()
    assert "## What?" in text and "![A line.](test.png)" in text and "A caption." in text
    assert "| in figures | articles |\n| --- | --- |\n| a | 2 |" in text


def test_the_gallery_overwrites_no_readme_of_the_user(tmp_path):
    (tmp_path / "README.md").write_text("My notes")
    with pytest.raises(ValueError, match="README.md of your own"):
        write_gallery(tmp_path, [], "A study.", LEGEND)


@pytest.mark.parametrize("changed, expected", [
    ("term,rate\npeace,1.000001\n", 0), ("term,rate\npeace,1.1\n", 1), ("term,rate\nwar,1\n", 1),
    ("term,rate\npeace,1\nwar,2\n", 1), ("term,rates\npeace,1\n", 1), ("term,rate\npeace,\n", 1),
])
def test_drift_is_named(tmp_path, changed, expected):
    (tmp_path / "a.csv").write_text("term,rate\npeace,1\n")
    (tmp_path / "b.csv").write_text(changed)
    drift = table_drift(tmp_path / "a.csv", tmp_path / "b.csv")
    assert len(drift) == expected and all(line.startswith("b.csv") for line in drift)
    assert table_drift(tmp_path / "a.csv", tmp_path / "none.csv") == ["none.csv: expected a table, found none"]
