"""Fitted models in open formats: what is loaded gives the same bytes; what has no open form is refused."""

import importlib
import json
import pkgutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.base import clone
from sklearn.decomposition import NMF

import textmine as tm
from textmine.fitted import MODELS, RECORDS
from textmine.topics.base import TopicModel

FITTED = {
    "LDA": lambda table: tm.LDA(n_components=3, max_iter=20, n_init=2, n_draws=8).fit(table),
    "LDA, one chain": lambda table: tm.LDA(n_components=np.int64(2), max_iter=20, n_init=1).fit(table.counts),
    "CompoundLDA": lambda table: tm.CompoundLDA(n_components=3, max_iter=20, n_init=2, n_draws=8).fit(table),
    "NMF": lambda table: tm.NMF(n_components=3).fit(table),
    "NMF of a data frame": lambda table: tm.NMF(n_components=3).fit(table.to_frame()),
    "FixedTopics": lambda table: tm.as_topic_model(pd.DataFrame([[1, 2], [3, 0]], ["b", "a"], ["peace", "war"]),
                                                   prevalence=[1, 2]),
}


@pytest.fixture(scope="module", params=FITTED)
def model(request, table):
    return FITTED[request.param](table)


def same(a, b):
    if hasattr(a, "__dataclass_fields__"):
        return type(a) is type(b) and all(same(getattr(a, name), getattr(b, name)) for name in a.__dataclass_fields__)
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and (
            a.tolist() == b.tolist() if a.dtype == object else a.tobytes() == b.tobytes())
    return type(a) is type(b) and (a == b or (a != a and b != b))


def test_what_comes_back_is_what_went_in(model, tmp_path):
    back = tm.load(tm.save(model, tmp_path / "saved"))
    assert type(back) is type(model) and back.get_params() == model.get_params()
    learned = [name for name in vars(model) if name not in model.get_params()]
    assert set(vars(back)) == set(vars(model)) and "components_" in learned
    for name in learned:
        assert same(getattr(model, name), getattr(back, name)), name


def test_what_is_loaded_gives_the_same_bytes(model, table, tmp_path):
    back = tm.load(tm.save(model, tmp_path / "saved"))
    given = table if "peace" in model.terms_ else table.counts
    given = table.to_frame() if hasattr(model, "feature_names_in_") else given
    assert back.transform(given).tobytes() == model.transform(given).tobytes()
    assert back.top_terms(5).equals(model.top_terms(5))
    if given is table:
        assert tm.emphasis(back, table).equals(tm.emphasis(model, table))


def test_only_open_formats_are_written_and_always_the_same(model, tmp_path):
    first, second = tm.save(model, tmp_path / "one"), tm.save(tm.load(tmp_path / "one"), tmp_path / "two")
    files = {entry.name: entry.read_bytes() for entry in first.iterdir()}
    assert files == {entry.name: entry.read_bytes() for entry in second.iterdir()}
    assert {name.rsplit(".", 1)[1] for name in files} == {"npy", "arrow", "json"}
    for name in files:
        if name.endswith(".npy"):
            np.load(first / name, allow_pickle=False)
    with pa.OSFile(str(first / "terms_.arrow")) as source:
        assert pa.ipc.open_file(source).read_all()["text"].to_pylist() == list(model.terms_)
    json.loads(files["format.json"], parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_another_process_gives_the_same_bytes(table, tmp_path):
    model = FITTED["LDA"](table)
    tm.save(model, tmp_path / "model")
    tm.save(table, tmp_path / "table")
    code = ("import sys, textmine as tm; model, table = (tm.load(path) for path in sys.argv[1:3]); "
            "sys.stdout.buffer.write(model.transform(table).tobytes())")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "model"), str(tmp_path / "table")], check=True,
                          capture_output=True)
    assert done.stdout == model.transform(table).tobytes()


def test_a_loaded_model_can_be_fitted_again_and_keeps_its_output(table, tmp_path):
    model = tm.NMF(n_components=3).set_output(transform="pandas").fit(table)
    back = tm.load(tm.save(model, tmp_path / "saved"))
    assert back.transform(table.counts).equals(model.transform(table.counts))
    assert (clone(back).fit(table).components_ == model.components_).all()
    assert not back.components_.flags.writeable


def test_every_topic_model_can_be_saved():
    rooms = importlib.import_module("textmine.topics")
    for module in pkgutil.iter_modules(rooms.__path__, "textmine.topics."):
        importlib.import_module(module.name)
    left, found = [TopicModel], {}
    while left:
        each = left.pop()
        kinds = [kind for kind in each.__subclasses__() if kind.__module__.startswith("textmine.")]
        left += kinds
        found |= {} if kinds else {each.__name__: each.__module__}
    assert found == {name: home for name, home in MODELS.items() if home.startswith("textmine.topics.")}
    for name, home in RECORDS.items():
        assert hasattr(getattr(importlib.import_module(home), name), "__dataclass_fields__")


@pytest.mark.parametrize("state", [np.random.RandomState(0), np.random.default_rng(0)])
def test_a_random_state_that_is_no_number_is_refused(table, tmp_path, state):
    model = FITTED["NMF"](table).set_params(random_state=state)
    with pytest.raises(TypeError, match="random_state must be a whole number or None .*: fit with random_state=0"):
        tm.save(model, tmp_path / "saved")
    assert not list(tmp_path.iterdir())


def test_what_has_no_open_form_is_refused(table, tmp_path):
    for value in (object(), np.array([object()]), np.array([["a"]]), {1: 2}, np.array([1j])):
        model = FITTED["NMF"](table)
        model.extra_ = value
        with pytest.raises(TypeError, match="extra_ must be numbers, texts, or arrays of them"):
            tm.save(model, tmp_path / "saved")
    assert not list(tmp_path.iterdir())


def test_other_forms_come_back(table, tmp_path):
    model = FITTED["NMF"](table)
    forms = {"none_": None, "yes_": True, "gone_": float("nan"), "wide_": float("-inf"), "pair_": (1, ("a", 2.5)),
             "list_": [1, [True]], "map_": {"a": (1,), "b": {"c": np.arange(3)}}, "empty_": np.zeros((0, 3)),
             "words_": np.array(["ä", ""], dtype=object), "number_": np.array(4.5), "flags_": np.array([True, False])}
    vars(model).update(forms)
    back = tm.load(tm.save(model, tmp_path / "saved"))
    for name in forms.keys() - {"map_"}:
        assert same(forms[name], getattr(back, name)), name
    assert back.map_["a"] == (1,) and back.map_["b"]["c"].tolist() == [0, 1, 2]


class Mine(tm.NMF):
    """A model of a user's own."""


def test_other_models_and_unfitted_ones_are_refused(table, tmp_path):
    for wrong in (NMF(2).fit(table.counts), Mine(n_components=2).fit(table), TopicModel):
        with pytest.raises(TypeError, match="topic model of textmine, got .*goes through tm.as_topic_model first"):
            tm.save(wrong, tmp_path / "saved")
    with pytest.raises(ValueError, match="value must be a fitted model, got LDA that is not: call fit first"):
        tm.save(tm.LDA(), tmp_path / "saved")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", ["cut", "missing", "changed"])
def test_damage_is_named(table, tmp_path, damage):
    path = tm.save(FITTED["NMF"](table), tmp_path / "saved")
    file = path / "components_.npy"
    content = bytearray(file.read_bytes())
    if damage == "missing":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(content[:-8])
    else:
        content[-1] ^= 1
        file.write_bytes(content)
    message = {"cut": "has .* bytes instead of", "missing": "is missing", "changed": "has changed since it was saved"}
    with pytest.raises(ValueError, match="components_.npy " + message[damage]):
        tm.load(path)


def test_newer_formats_other_kinds_and_unknown_parameters_are_named(table, tmp_path):
    path = tm.save(FITTED["NMF"](table), tmp_path / "saved")
    settings = json.loads((path / "format.json").read_text(encoding="utf-8"))
    for change, message in (
        ({"version": 99}, "saved in format 99 by a newer textmine"),
        ({"kind": "NMFF"}, "got 'NMFF'. Did you mean 'NMF'"),
        ({"parameters": settings["parameters"] | {"speed": 1}}, "parameters that NMF knows, got 'speed'"),
    ):
        (path / "format.json").write_text(json.dumps(settings | change), encoding="utf-8")
        with pytest.raises(ValueError, match=message):
            tm.load(path)
