"""One list of keyphrases from those of several methods.

Scores of different methods have no common scale, but ranks have: each method gives a phrase the reciprocal of its
rank, set back by 60, and the sums order the phrases.  A phrase that a method does not list gets nothing from it, so
that lists of any length can be joined and no rank has to be made up for what is missing.  With the constant so large
a phrase that two methods list low stands before one that a single method puts first.

References
----------
Cormack, G. V., Clarke, C. L. A. and Büttcher, S. (2009). Reciprocal rank fusion outperforms
Condorcet and individual rank learning methods. SIGIR, 758-759; the constant of 60 is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from textmine import _check
from textmine.extraction.appraisal.stemming import Stemmer, listed

COLUMNS = ["group", "rank", "phrase", "score", "count", "documents", "offsets", "method", "log_ratio", "low", "high",
           "q_value", "note"]
SET_BACK = 60


@_check.hinted
def consensus_keyphrases(found: pd.DataFrame, *, top_n: int = 10, language: str | None = "en") -> pd.DataFrame:
    """Return the phrases on which methods agree most, in the columns of `keyphrases`.

    Parameters
    ----------
    found : pandas.DataFrame
        Tables of `keyphrases` by several methods below each other; of other tools any table with ``group``, ``rank``,
        ``phrase`` and ``method``.  All rows take part, whatever `top_n`.
    top_n : int, default 10
    language : str or None, default "en"
        Phrases are the same if their stems are; as in `keyphrase_evaluation`.

    Returns
    -------
    pandas.DataFrame
        At most `top_n` rows for each group, best first: ``group``, ``rank``, ``phrase``; ``score``: sum of 1 / (60 +
        rank) over the methods that list it, higher is better; ``count`` and ``offsets`` of all its forms together;
        ``documents``: the most that one form stands in; ``method``: ``"consensus"``; ``log_ratio``, ``low``,
        ``high``, ``q_value`` of the form shown; ``note``: how many methods list it, and where.  The form shown is the
        one that occurs most often; of equals, the one ranked first.  What `found` does not have is missing; unknown
        offsets are an empty tuple.

    Raises
    ------
    TypeError, ValueError
        If `found` is no table of phrases, or holds a rank twice.

    Examples
    --------
    >>> import textmine as tm
    >>> lists = {"A": ["war", "peace talks", "trade"], "B": ["tea", "peace talk", "war"]}
    >>> found = pd.concat([pd.DataFrame({"group": "a", "rank": [1, 2, 3], "phrase": phrases, "method": name})
    ...                    for name, phrases in lists.items()])
    >>> tm.consensus_keyphrases(found, top_n=3)[["phrase", "score", "note"]].round(4)
            phrase   score                      note
    0          war  0.0323  2 of 2 methods: A 1, B 3
    1  peace talks  0.0323  2 of 2 methods: A 2, B 2
    2          tea  0.0164         1 of 2 methods: B 1
    """
    _check.integer("top_n", top_n, 1)
    lists = listed(found, Stemmer(language))
    rows = lists.rows.reindex(columns=[*COLUMNS, "stems"])
    rows["place"] = rows.groupby(["method", "group"], sort=False).cumcount() + 1
    rows["points"] = 1 / (SET_BACK + rows["place"])
    rows["note"] = rows["method"] + " " + rows["place"].astype(str)
    places = {group: i for i, group in enumerate(dict.fromkeys(found["group"]))}
    rows["in_order"] = rows["group"].map(places)
    table = _joined(rows, len(lists.methods))
    table = table.sort_values(["in_order", "below", "best", "stems"], kind="stable")
    table["rank"] = table.groupby("in_order").cumcount() + 1
    return table.loc[table["rank"] <= top_n, COLUMNS].reset_index(drop=True)


def _joined(rows: pd.DataFrame, n_methods: int) -> pd.DataFrame:
    """Return a row for each phrase of each group from the rows of all methods."""
    often = -pd.to_numeric(rows["count"]).astype("Float64").fillna(0)
    shown = rows.assign(often=often).sort_values(["in_order", "stems", "often", "place", "method"], kind="stable")
    forms = shown.drop_duplicates(["in_order", "stems"]).reset_index(drop=True)
    same = rows.groupby(["in_order", "stems"])
    number = same.ngroup()
    notes, places = _gathered(number, rows["note"]), _gathered(number, rows["offsets"])
    offsets = pd.Series(list(map(_united, places)), dtype=object)
    n_places = offsets.map(len)
    found = same.agg(score=("points", "sum"), best=("place", "min"), count=("count", "max"),
                     documents=("documents", "max")).reset_index(drop=True)
    return forms.assign(
        score=found["score"], best=found["best"], below=-found["score"].round(12), offsets=offsets,
        count=found["count"].where(n_places == 0, n_places).astype("Int64"),
        documents=found["documents"].astype("Int64"), method="consensus",
        note=[f"{len(each)} of {n_methods} methods: {', '.join(each)}" for each in notes],
    )


def _gathered(number: pd.Series, values: pd.Series) -> list[list]:
    """Return the values of all rows with one number, by number."""
    gathered: list[list] = [[] for _ in range(number.max() + 1)]
    for i, value in zip(number.tolist(), values.tolist(), strict=True):
        gathered[i].append(value)
    return gathered


def _united(offsets: Iterable) -> tuple:
    """Return the places of all forms of a phrase in order, each once; none where they are not known."""
    return tuple(sorted({tuple(place) for places in offsets if isinstance(places, tuple | list) for place in places}))
