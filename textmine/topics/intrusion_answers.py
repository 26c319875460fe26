"""Answers to intrusion tests: how often readers found what does not belong.

References
----------
Chang, J., Boyd-Graber, J., Gerrish, S., Wang, C. and Blei, D. (2009). Reading tea leaves: how
humans interpret topic models. NIPS 22; model precision, equation 1, and topic log odds, equation 2.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from textmine.topics.intrusion import KEY

FLOOR = 1e-6


def intrusion_scores(sheet: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """Return how often intruders were found, from sheets that were filled in.

    Parameters
    ----------
    sheet : pandas.DataFrame
        ``item``, ``option`` and ``chosen``, with a mark at one option of an item; sheets of several readers below
        each other, told apart by a column ``reader``.
    key : pandas.DataFrame
        Of the same test.

    Returns
    -------
    pandas.DataFrame
        A row for each topic of a word intrusion test, or each document of a topic intrusion test:
        ``topic``, ``document``, ``n_answers``, ``n_unanswered``; ``model_precision``: share of answers that named the
        intruder, in [0, 1]; ``chance``: what guessing would give; ``topic_log_odds``: mean log of the share of
        the intruder over the share of the option chosen, at most 0, which is perfect; missing for words.

    Raises
    ------
    ValueError
        If a column is missing, an option is not in the key, or a reader chose two options of an item.

    Notes
    -----
    Model precision: Chang et al. (2009, equation 1); topic log odds: their equation 2, with shares below 1e-6 taken
    as 1e-6, so that they are finite for models with shares of 0.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace", "treaty talks peace", "vaccine virus", "virus vaccine health"]
    >>> model = tm.NMF(n_components=2).fit(tm.tokenize(tm.Corpus.from_texts(texts)).count())
    >>> sheet, key = tm.word_intrusion(model, n_words=2, pool=2)
    >>> answers = sheet.assign(chosen=["x" if word == "virus" else "" for word in sheet["text"]])
    >>> tm.intrusion_scores(answers, key)[["topic", "n_answers", "n_unanswered", "model_precision"]]
       topic  n_answers  n_unanswered  model_precision
    0      1          1             0              1.0
    1      2          1             0              0.0
    """
    for argument, frame, needed in (("sheet", sheet, ["item", "option", "chosen"]), ("key", key, KEY)):
        missing = [name for name in needed if name not in frame]
        if missing:
            raise ValueError(f"{argument} must have the column {missing[0]!r}, got {list(frame)}")
    if set(zip(sheet["item"], sheet["option"], strict=True)) - set(zip(key["item"], key["option"], strict=True)):
        raise ValueError("sheet must have items and options of the key, got others: give the key of the same test")
    marks = sheet.assign(reader=sheet["reader"] if "reader" in sheet else 1)
    marked = marks["chosen"].notna() & (marks["chosen"].astype(str).str.strip() != "")
    asked = marks[["reader", "item"]].drop_duplicates()
    chosen = marks.loc[marked, ["reader", "item", "option"]]
    twice = chosen[chosen.duplicated(["reader", "item"])]
    if len(twice):
        raise ValueError(f"sheet must have one option chosen for each item and reader, got several for item "
                         f"{twice['item'].iloc[0]}: put sheets of several readers apart by a column 'reader'")
    answers = asked.merge(chosen, how="left").merge(key[["item", "option", "share", "intruder"]], how="left")
    return _scores(answers.merge(_facts(key), on="item"))


def _facts(key: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of each item: its topic or document, the share of its intruder, and chance."""
    intruders = key[key["intruder"].astype(bool)].set_index("item")
    of_documents = intruders["share"].notna()
    return pd.DataFrame({
        "topic": intruders["topic"].astype("Int64").where(~of_documents), "document": intruders["document"],
        "intruder_share": intruders["share"].astype(float), "chance": 1 / key.groupby("item").size(),
    }).rename_axis("item").reset_index()


def _scores(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the scores of each topic or document."""
    answered = answers["option"].notna()
    share, intruder_share = (answers[name].astype(float).clip(lower=FLOOR) for name in ("share", "intruder_share"))
    odds = (intruder_share / share).map(np.log)
    answers = answers.assign(answered=answered, found=answers["intruder"].where(answered).astype("Float64"),
                             odds=odds.where(answered).astype("Float64"))
    groups = answers.groupby(["topic", "document"], dropna=False, sort=True)
    table = groups.agg(n_answers=("answered", "sum"), n=("answered", "size"), model_precision=("found", "mean"),
                       chance=("chance", "mean"), topic_log_odds=("odds", "mean")).reset_index()
    table.insert(3, "n_unanswered", table.pop("n") - table["n_answers"])
    return table
