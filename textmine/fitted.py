"""Fitted models as open files.

A fitted model is its parameters and what it learned: arrays go to ``.npy`` files, texts
to Arrow files, numbers to ``format.json``.  Whatever cannot be said in these is refused,
for nothing is pickled.  Models live to the right of this module, which knows them by name alone
and meets them when one is saved or loaded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from textmine._files import read_array, read_table, write_array, write_table

MODELS = {
    "LDA": "textmine.topics.lda",
    "CompoundLDA": "textmine.topics.compound",
    "NMF": "textmine.topics.nmf",
    "LSA": "textmine.vectors.lsa",
    "PPMI": "textmine.vectors.ppmi",
    "FixedTopics": "textmine.topics.adapters",
}
"""Where the models live that can be saved."""

RECORDS = {"TopicDraws": "textmine.topics._chains"}
"""Where the frozen dataclasses of arrays live that models hold."""


def is_model(value: object) -> bool:
    """Return whether `value` is a model that can be saved.

    >>> is_model("LDA")
    False
    """
    return _home(value, MODELS)


def write_model(model: Any, folder: Path) -> dict[str, Any]:
    """Write the arrays of a fitted model to a folder, and return the rest.

    Raises
    ------
    TypeError
        If a parameter or attribute has no open form, such as a RandomState.
    ValueError
        If the model is not fitted.
    """
    parameters = model.get_params(deep=False)
    learned = {name: value for name, value in vars(model).items() if name not in parameters}
    if not any(name.endswith("_") for name in learned):
        raise ValueError(f"value must be a fitted model, got {type(model).__name__} that is not: call fit first")
    return {"parameters": {name: _described(value, name, folder) for name, value in sorted(parameters.items())},
            "learned": {name: _described(value, name, folder) for name, value in sorted(learned.items())}}


def read_model(folder: Path, settings: Mapping[str, Any]) -> Any:
    """Return the fitted model of a folder; its arrays lie in the files, read-only.

    Raises
    ------
    ValueError
        If it has parameters that this version of the model does not know.
    """
    kind = settings["kind"]
    make = getattr(import_module(MODELS[kind]), kind)
    parameters = {name: _restored(value, folder) for name, value in settings["parameters"].items()}
    unknown = sorted(set(parameters) - set(make().get_params(deep=False)))
    if unknown:
        raise ValueError(f"{str(folder)!r} must hold parameters that {kind} knows, got {unknown[0]!r}: it was saved by "
                         "another version of textmine; load it with that version")
    model = make(**parameters)
    for name, value in settings["learned"].items():
        setattr(model, name, _restored(value, folder))
    return model


def _home(value: object, homes: Mapping[str, str]) -> bool:
    """Return whether the class of `value` is one of those named, and lives where they do."""
    return homes.get(type(value).__name__) == type(value).__module__


def _described(value: Any, name: str, folder: Path) -> Any:
    """Return `value` as JSON; arrays and texts go to files that begin with `name`.

    >>> _described((1, np.float64("nan"), {"a": None}), "limits_", Path("."))
    {'tuple': [1, {'float': 'nan'}, {'mapping': {'a': None}}]}
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": str(value)}
    if isinstance(value, np.ndarray):
        return _described_array(value, name, folder)
    if isinstance(value, tuple | list):
        items = [_described(each, f"{name}.{i}", folder) for i, each in enumerate(value)]
        return {"tuple" if isinstance(value, tuple) else "list": items}
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {"mapping": {key: _described(each, f"{name}.{key}", folder) for key, each in value.items()}}
    if _home(value, RECORDS):
        parts = {each.name: _described(getattr(value, each.name), f"{name}.{each.name}", folder)
                 for each in fields(value)}
        return {"record": [type(value).__name__, parts]}
    _refuse(name, value)


def _described_array(array: NDArray, name: str, folder: Path) -> dict[str, str]:
    """Write an array of numbers or of texts to a file, and return which."""
    if array.dtype.kind in "biuf":
        write_array(folder, name, array)
        return {"array": name}
    if array.ndim != 1 or not all(isinstance(each, str) for each in array.tolist()):
        _refuse(name, array)
    write_table(folder, name, pa.table({"text": pa.array(array.tolist(), pa.large_string())}))
    return {"texts": name}


def _refuse(name: str, value: object) -> None:
    """Raise for a value that has no open form."""
    if name == "random_state":
        raise TypeError(f"random_state must be a whole number or None in a model that is saved, got "
                        f"{type(value).__name__}: fit with random_state=0")
    raise TypeError(f"{name} must be numbers, texts, or arrays of them in a model that is saved, got "
                    f"{type(value).__name__}: set it to None or remove it, then save")


def _restored(value: Any, folder: Path) -> Any:
    """Return what `_described` was given."""
    if not isinstance(value, dict):
        return value
    (form, content), = value.items()
    return FORMS[form](content, folder)


def _restored_record(content: list, folder: Path) -> Any:
    """Return a frozen dataclass of arrays."""
    kind, parts = content
    make = getattr(import_module(RECORDS[kind]), kind)
    return make(**{name: _restored(each, folder) for name, each in parts.items()})


FORMS: dict[str, Callable[[Any, Path], Any]] = {
    "float": lambda content, folder: float(content),
    "array": lambda content, folder: np.asarray(read_array(folder, content)),
    "texts": lambda content, folder: np.array(read_table(folder, content)["text"].to_pylist(), dtype=object),
    "tuple": lambda content, folder: tuple(_restored(each, folder) for each in content),
    "list": lambda content, folder: [_restored(each, folder) for each in content],
    "mapping": lambda content, folder: {key: _restored(each, folder) for key, each in content.items()},
    "record": _restored_record,
}
"""How each form that `_described` writes is read."""
