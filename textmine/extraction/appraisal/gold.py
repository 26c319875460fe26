"""Phrases that people chose: variants of one phrase together, and which of them stand in the text."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.corpus.grouping import grouping
from textmine.extraction.appraisal.stemming import Stemmer

Chosen = dict[Hashable, list[frozenset[str]]]


class GoldSets(NamedTuple):
    """Chosen phrases by document.

    Attributes
    ----------
    documents
        Their names, sorted as text.
    sets
        ``"all"`` and, where texts were given, ``"present"``: for each document the stemmed variants of its phrases.
    stemmer
        What stemmed them.
    """

    documents: list[Hashable]
    sets: dict[str, Chosen]
    stemmer: str


def gold_sets(gold: Mapping, stemmer: Stemmer, corpus: Corpus | None, by: str) -> GoldSets:
    """Return chosen phrases, stemmed and checked.

    Raises
    ------
    TypeError, ValueError
        If `gold` is no mapping to phrases, or `corpus` is none or lacks documents of it.
    """
    _check.kind("gold", gold, Mapping, 'write {"a": ["peace talks", "field hospital"]}')
    if not gold:
        raise ValueError("gold must have the phrases of at least one document, got none")
    documents = sorted(gold, key=str)
    sets = {"all": {document: joined([_variants(document, phrase, stemmer) for phrase in _phrases(document, gold)])
                    for document in documents}}
    if corpus is not None:
        _check.kind("corpus", corpus, Corpus, "give the corpus that holds the texts")
        texts = _texts(corpus, by)
        missing = [document for document in documents if document not in texts]
        if missing:
            raise ValueError(f"corpus must have every document of gold in the column {by!r}, got none named "
                             f"{missing[0]!r}: name them alike.{_check.nearest(missing[0], texts)}")
        sets["present"] = {document: present(sets["all"][document], texts[document], stemmer) for document in documents}
    return GoldSets(documents, sets, stemmer.name)


def _phrases(document: Hashable, gold: Mapping) -> Sequence:
    """Return the phrases of a document as they were given."""
    phrases = gold[document]
    if isinstance(phrases, str) or not hasattr(phrases, "__iter__"):
        raise TypeError(f"gold must have several phrases for each document, got {phrases!r} for {document!r}: "
                        f"write a list of them")
    return list(phrases)


def _variants(document: Hashable, phrase: object, stemmer: Stemmer) -> frozenset[str]:
    """Return the stemmed variants of one phrase."""
    variants: list = list(phrase) if not isinstance(phrase, str) and hasattr(phrase, "__iter__") else [phrase]
    if not variants or not all(isinstance(each, str) and each.strip() for each in variants):
        raise ValueError(f"gold must have phrases that are text, or lists of variants of one phrase, got {phrase!r} "
                         f"for {document!r}: leave it out")
    return frozenset(map(stemmer, variants))


def joined(phrases: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return phrases with those that share a variant as one, whatever their order.

    >>> [sorted(each) for each in joined([frozenset("a"), frozenset("b"), frozenset({"a", "c"})])]
    [['a', 'c'], ['b']]
    """
    apart: list[frozenset[str]] = []
    for phrase in phrases:
        apart = [each for each in apart if not each & phrase] + [phrase.union(*(e for e in apart if e & phrase))]
    return sorted(apart, key=sorted)


def present(phrases: Sequence[frozenset[str]], texts: Sequence[str], stemmer: Stemmer) -> list[frozenset[str]]:
    """Return the phrases of which a variant stands in one of the texts, stem by stem.

    >>> present([frozenset({"peac talk"}), frozenset({"talk began soon"})], ["Peace talks began."], Stemmer("en"))
    [frozenset({'peac talk'})]
    """
    stems = [f" {stemmer.text(text)} " for text in texts]
    return [phrase for phrase in phrases if any(f" {variant} " in text for variant in phrase for text in stems)]


def _texts(corpus: Corpus, by: str) -> dict[str, list[str]]:
    """Return the source texts of the documents of each group."""
    groups = grouping(corpus.documents, by)
    articles = corpus.articles["text"].to_pylist()
    spans = zip(*(corpus.spans[name].to_pylist() for name in ("source", "start", "stop")), strict=True)
    texts: dict[str, list[str]] = {label: [] for label in groups.labels}
    for group, (source, start, stop) in zip(groups.index.tolist(), spans, strict=True):
        texts[groups.labels[group]].append(articles[source][start:stop])
    return texts
