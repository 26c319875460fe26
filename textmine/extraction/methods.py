"""Every extractor by its name."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.extraction.salience import salience
from textmine.extraction.setting import Method

METHODS: Mapping[str, Method] = {
    "salience": Method(salience),
}
