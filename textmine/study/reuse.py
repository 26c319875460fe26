"""What a comparison owes to passages that stand in several articles, or to quotations.

A passage that two articles share makes them alike, and sets both apart from the others, whoever wrote it.
`reuse_effect` does the comparison with these words and without, and puts both beside each other: keywords,
similarities and emphases on topics, with their intervals.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from textmine import _check
from textmine.docterm import DocTerm
from textmine.keywords.distinctive import keyness
from textmine.proximity.measures import document_similarity
from textmine.tokens.tokens import Tokens
from textmine.topics.prevalence import emphasis_draws

_TYPES = {
    "measure": "string", "group": "string", "other": "string", "item": "string", "before": "Float64",
    "before_low": "Float64", "before_high": "Float64", "after": "Float64", "after_low": "Float64",
    "after_high": "Float64", "change": "Float64", "rank_before": "Int64", "rank_after": "Int64", "q_before": "Float64",
    "q_after": "Float64", "note": "string"}
COLUMNS = list(_TYPES)


def reuse_effect(
    tokens: Tokens, spans: pd.DataFrame, by: str = "article", *, model: Any = None, top_n: int = 10,
    min_docs: int = 2, random_state: int = 0,
) -> pd.DataFrame:
    """Return what changes when stretches of the articles are left out.

    Parameters
    ----------
    tokens : Tokens
        Of passages, so that there are intervals.
    spans : pandas.DataFrame
        What to leave out: ``SharedPassages.spans()``, `quotations`, or your own ``article``, ``start``, ``stop``.
    by : str, default ``"article"``
        A column of the documents, with at least two groups.
    model : fitted topic model, optional
        Its topics are held as they are; without one there are no rows of emphasis.
    top_n : int, default 10
        Keywords of each group, before and after.
    min_docs : int, default 2
        Terms of fewer documents are no keywords, and have no part in the similarity.
    random_state : int, default 0
        Of the draws of emphasis.

    Returns
    -------
    pandas.DataFrame
        A row for each number.  ``measure``: ``"keyness"`` (`log_ratio_smoothed` in bits of a word that is among the
        `top_n` before or after), ``"similarity"`` (of two groups, as `document_similarity` gives it by default;
        corrected where it can be) or ``"emphasis"`` (prevalence of a topic).  ``group``, ``other`` (of a similarity),
        ``item`` (word or topic); ``before``, ``before_low``, ``before_high``, ``after``, ``after_low``, ``after_high``
        (95 % intervals), ``change`` (after minus before); ``rank_before``, ``rank_after`` and ``q_before``,
        ``q_after`` of keywords; ``note``.  Within each measure the largest changes come first.

    Raises
    ------
    TypeError, ValueError
        As `Tokens.drop_spans`, `keyness` and `document_similarity` do, and if a group is left without words.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["Ships at sea. They said: “We want peace in the region”.", "Peace talks in the region went on."]
    >>> corpus = tm.Corpus.from_texts(texts, ["a", "b"])
    >>> effect = tm.reuse_effect(tm.tokenize(corpus), tm.quotations(corpus), min_docs=1)
    >>> effect.loc[effect["item"] == "peace", ["measure", "group", "rank_before", "rank_after"]]
        measure group  rank_before  rank_after
    13  keyness     a            4           4
    17  keyness     b            4           4
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.integer("top_n", top_n, 1)
    _check.integer("min_docs", min_docs, 1)
    tables = [each.count() for each in (tokens, tokens.drop_spans(spans))]
    left = _left(tables[1], by)
    if left:
        raise ValueError(f"spans must leave words in every group of {by!r}, got none in {left[0]!r}")
    before, after = (table.trim(min_docs=min_docs) for table in tables)
    parts = [_keywords(before, after, by, top_n), _similarities(before, after, by)]
    if model is not None:
        parts.append(_emphases(before, after, by, model, random_state))
    return pd.concat([_completed(part) for part in parts], ignore_index=True).astype(_TYPES)


def _left(table: DocTerm, by: str) -> list[str]:
    """Return the groups without words."""
    groups = table.grouping(by, least=2)
    sizes = np.bincount(groups.index, table.sizes, minlength=len(groups.labels))
    return [label for label, size in zip(groups.labels, sizes.tolist(), strict=True) if not size]


def _keywords(before: DocTerm, after: DocTerm, by: str, top_n: int) -> pd.DataFrame:
    """Return the keywords of each group, before and after."""
    found = [_ranked(table, by) for table in (before, after.keep(sorted(set(before.terms) & set(after.terms))))]
    top = set().union(*(each.index[each["rank"] <= top_n] for each in found))
    both = pd.concat([found[0].add_suffix("_before"), found[1].add_suffix("_after")], axis=1)
    both = both.loc[sorted(top)].reset_index()
    gone = both["rank_after"].isna()
    return both.rename(columns={"term": "item", **{
        f"{old}_{when}": f"{when}_{new}".rstrip("_") for when in ("before", "after")
        for old, new in (("log_ratio_smoothed", ""), ("low", "low"), ("high", "high"))}}).rename(columns={
            "q_value_before": "q_before", "q_value_after": "q_after"}).assign(
                measure="keyness", note=np.where(gone, "stands in what was left out alone", ""))


def _ranked(table: DocTerm, by: str) -> pd.DataFrame:
    """Return effect, interval, q and rank of every word in every group."""
    found = keyness(table, by=by)
    found["rank"] = found.groupby("group", sort=False).cumcount() + 1
    columns = ["log_ratio_smoothed", "low", "high", "q_value", "rank"]
    return found.set_index(["group", "term"])[columns]


def _similarities(before: DocTerm, after: DocTerm, by: str) -> pd.DataFrame:
    """Return the similarity of every two groups, before and after."""
    columns = {"similarity": "", "low": "_low", "high": "_high"}
    frames = []
    for when, table in (("before", before), ("after", after.keep(sorted(set(before.terms) & set(after.terms))))):
        found = document_similarity(table, by).to_frame().set_index(["document", "other"])
        value = found["corrected"].where(found["corrected"].notna(), found["similarity"])
        frames.append(found.assign(similarity=value)[list(columns)].rename(
            columns={old: f"{when}{new}" for old, new in columns.items()}))
    return frames[0].join(frames[1]).reset_index().rename(columns={"document": "group"}).assign(
        measure="similarity", note="")


def _emphases(before: DocTerm, after: DocTerm, by: str, model: Any, random_state: int) -> pd.DataFrame:
    """Return the prevalence of every topic in every group, before and after."""
    columns = {"prevalence": "", "prevalence_low": "_low", "prevalence_high": "_high"}
    frames = []
    for when, table in (("before", before), ("after", after)):
        found = emphasis_draws(model, table, by, random_state=random_state).to_frame().set_index(["group", "topic"])
        frames.append(found[list(columns)].rename(columns={old: f"{when}{new}" for old, new in columns.items()}))
    both = frames[0].join(frames[1]).reset_index()
    return both.assign(item=both["topic"].astype(str), measure="emphasis", note="")


def _completed(part: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one measure with all columns, the largest changes first."""
    part = part.assign(change=part["after"] - part["before"])
    size = part["change"].abs().astype("Float64").fillna(np.inf)
    order = part.assign(size=-size).sort_values(["size", "group", "item" if "item" in part else "other"])
    return order.reindex(columns=COLUMNS).astype(_TYPES)
