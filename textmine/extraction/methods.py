"""Every extractor by its name."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.extraction.salience import salience
from textmine.extraction.setting import Method
from textmine.extraction.topic_graphs import MAX_CANDIDATES, THRESHOLD, multipartiterank, topicrank
from textmine.extraction.topical_graphs import topical_pagerank
from textmine.extraction.word_graphs import DAMPING, positionrank, singlerank, textrank

_TOPICS = {"threshold": THRESHOLD, "damping": DAMPING, "max_candidates": MAX_CANDIDATES}

METHODS: Mapping[str, Method] = {
    "salience": Method(salience),
    "textrank": Method(textrank, "nested", options={"window": 2, "damping": DAMPING, "top_fraction": 1 / 3}),
    "singlerank": Method(singlerank, options={"window": 10, "damping": DAMPING}),
    "positionrank": Method(positionrank, longest=3, options={"window": 10, "damping": DAMPING}),
    "topicrank": Method(topicrank, options=_TOPICS),
    "multipartiterank": Method(multipartiterank, options={**_TOPICS, "alpha": 1.1}),
    "topical_pagerank": Method(topical_pagerank, options={"model": None, "window": 10, "damping": DAMPING}),
}
