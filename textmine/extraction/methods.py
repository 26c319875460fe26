"""Every extractor by its name."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.extraction.c_value import c_value, nc_value
from textmine.extraction.frequency import first_phrases, kp_miner, tf_idf
from textmine.extraction.rake import LONGEST_RUN, rake
from textmine.extraction.salience import salience
from textmine.extraction.setting import Method

METHODS: Mapping[str, Method] = {
    "salience": Method(salience),
    "tf_idf": Method(tf_idf, "ngrams", 3),
    "first_phrases": Method(first_phrases),
    "kp_miner": Method(kp_miner, "ngrams", 5, {"lasf": 3, "cutoff": 400, "sigma": 3.0, "alpha": 2.3}),
    "rake": Method(rake, "adjoining", LONGEST_RUN, {"metric": "degree/frequency"}),
    "c_value": Method(c_value, "nested"),
    "nc_value": Method(nc_value, "nested", options={"window": 5}),
}
