"""Every extractor by its name."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.extraction.extractors.c_value import c_value, nc_value
from textmine.extraction.extractors.embedding import embedding
from textmine.extraction.extractors.frequency import first_phrases, kp_miner, tf_idf
from textmine.extraction.extractors.rake import LONGEST_RUN, rake
from textmine.extraction.extractors.salience import salience
from textmine.extraction.extractors.sgrank import LONGEST_TERM, sgrank
from textmine.extraction.extractors.topic_graphs import MAX_CANDIDATES, THRESHOLD, multipartiterank, topicrank
from textmine.extraction.extractors.topical_graphs import topical_pagerank
from textmine.extraction.extractors.word_graphs import DAMPING, positionrank, singlerank, textrank
from textmine.extraction.extractors.yake import LONGEST_NGRAM, yake
from textmine.extraction.setting import Method

_TOPICS = {"threshold": THRESHOLD, "damping": DAMPING, "max_candidates": MAX_CANDIDATES}

METHODS: Mapping[str, Method] = {
    "salience": Method(salience),
    "tf_idf": Method(tf_idf),
    "first_phrases": Method(first_phrases),
    "kp_miner": Method(kp_miner, "ngrams", 5, {"lasf": 3, "cutoff": 400, "sigma": 3.0, "alpha": 2.3}),
    "rake": Method(rake, "adjoining", LONGEST_RUN, {"metric": "degree/frequency"}),
    "yake": Method(yake, "ngrams", LONGEST_NGRAM, {"dedup_lim": 0.9}),
    "c_value": Method(c_value, "nested"),
    "nc_value": Method(nc_value, "nested", options={"window": 5}),
    "sgrank": Method(sgrank, "nested", LONGEST_TERM,
                     {"window": 1500, "cutoff": 3000, "top": 100, "damping": 0.85}),
    "textrank": Method(textrank, "nested", options={"window": 2, "damping": DAMPING, "top_fraction": 1 / 3}),
    "singlerank": Method(singlerank, options={"window": 10, "damping": DAMPING}),
    "positionrank": Method(positionrank, longest=3, options={"window": 10, "damping": DAMPING}),
    "topicrank": Method(topicrank, options=_TOPICS),
    "multipartiterank": Method(multipartiterank, options={**_TOPICS, "alpha": 1.1}),
    "topical_pagerank": Method(topical_pagerank, options={"model": None, "window": 10, "damping": DAMPING}),
    "embedding": Method(embedding, options={"encoder": None, "diversity": 0.0}),
}
