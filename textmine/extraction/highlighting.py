"""Highlighting: a text with its keyphrases marked where they stand, as a page for any browser.

A list of phrases is believed when it is read where it comes from.  The page is one file: no script, nothing that is
loaded from elsewhere, readable by day and night, and its text is that of the article, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pandas as pd

from textmine import _check
from textmine._page import page, safe
from textmine.corpus.corpus import Corpus
from textmine.extraction.marks import Mark, list_of, marks
from textmine.tokens.tokens import Tokens

STRENGTHS = 5
"""Shades; the first fifth of the ranks has the strongest."""
STYLE = """
th:nth-child(2), td:nth-child(2) { text-align: left; } td:nth-child(2) { min-width: 9rem; }
.s1 { background: rgb(var(--mark) / .12); } .s2 { background: rgb(var(--mark) / .22); }
.s3 { background: rgb(var(--mark) / .32); } .s4 { background: rgb(var(--mark) / .42); }
.s5 { background: rgb(var(--mark) / .54); }
""".lstrip()
COLUMNS = (("score", "score", "{:.4g}"), ("count", "places", "{:,}"), ("log_ratio", "log2 ratio", "{:.2f}"),
           ("low", "low", "{:.2f}"), ("high", "high", "{:.2f}"), ("q_value", "q", "{:.2g}"), ("note", "note", "{}"))
"""Columns of the table, what they are called on the page, and how their values are written."""


@_check.hinted
def highlight_keyphrases(corpus: Corpus | Tokens, found: pd.DataFrame, group: Any, *, top_n: int | None = None) -> str:
    """Return a page of HTML: the text of a group with its keyphrases marked, and a table of them that leads there.

    Parameters
    ----------
    corpus : Corpus or Tokens
        Whose keyphrases were found.
    found : pandas.DataFrame
        As `textmine.keyphrases` returned it.
    group : str
        One of ``found["group"]``: a document that holds all its places is shown alone; of any other group the articles
        that hold a phrase.
    top_n : int, optional
        Only so many of the first phrases.

    Returns
    -------
    str
        A file of its own, as in ``Path("page.html").write_text(page, encoding="utf-8")``.  Each place
        is a ``<mark>`` that tells phrase, rank and score; where phrases overlap the longest is marked, then the better
        one, and it tells of the other.

    Raises
    ------
    TypeError, ValueError
        For what is no corpus or no table of keyphrases, an unknown group, several lists of one group, and places that
        are not in the corpus.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["Peace talks & more."], ["a"], language="en")
    >>> page = tm.highlight_keyphrases(corpus, tm.keyphrases(corpus, top_n=1), "a")
    >>> print(page[page.index("<mark id"):page.index(" more")])
    <mark id="m1" class="s5" title="1. Peace talks, score 6.733">Peace talks</mark> &amp;
    """
    _check.kind("corpus", corpus, (Corpus, Tokens), "call tm.read_corpus(path)")
    if top_n is not None:
        _check.integer("top_n", top_n, 1)
    rows = list_of(found, group)[:top_n]
    texts = shown_texts(corpus.corpus if isinstance(corpus, Tokens) else corpus, rows, str(group))
    language = (corpus.corpus if isinstance(corpus, Tokens) else corpus).language
    marked = [(name, begin, text, marks(rows["offsets"].tolist(), name)) for name, begin, text in texts]
    body = "\n".join([f"<h1>{safe(str(group))}</h1>", *_table(rows, marked), *_sections(rows, marked)])
    return page(f"Keyphrases of {group}", body, language, STYLE)


def shown_texts(corpus: Corpus, rows: pd.DataFrame, group: str) -> list[tuple[str, int, str]]:
    """Return the texts that show a group: the name of each article, where the text begins in it, and the text."""
    names, texts = (corpus.articles[column].to_pylist() for column in ("article", "text"))
    number = {name: i for i, name in enumerate(names)}
    reach: dict[str, int] = {}
    for name, _, stop in (place for offsets in rows["offsets"] for place in offsets):
        reach[name] = max(stop, reach.get(name, 0))
    for name, stop in reach.items():
        if name not in number or stop > len(texts[number[name]]):
            raise ValueError(f"found must be of this corpus, got a place in {name!r} that it has not: give the corpus "
                             "or the tokens that tm.keyphrases was given")
    for phrase, offsets in zip(rows["phrase"], rows["offsets"], strict=True):
        quotes = {" ".join(texts[number[name]][start:stop].split()) for name, start, stop in offsets}
        if len(quotes) and phrase not in quotes:
            raise ValueError(f"found must be of this corpus, got {phrase!r} where it says {min(quotes)!r}: give the "
                             "corpus or the tokens that tm.keyphrases was given")
    documents = corpus.documents["document"].to_pylist()
    if group in documents:
        row = documents.index(group)
        source, start, stop = (int(corpus.spans[column][row].as_py()) for column in ("source", "start", "stop"))
        if all(name == names[source] and start <= first and last <= stop
               for offsets in rows["offsets"] for name, first, last in offsets):
            return [(names[source], start, texts[source][start:stop])]
    return [(name, 0, texts[number[name]]) for name in sorted(reach, key=number.__getitem__)]


Marked = Sequence[tuple[str, int, str, Sequence[Mark]]]


def strength(number: int, n_phrases: int) -> int:
    """Return the shade of a phrase by its number from 0: 5 for the first fifth, 1 for the last.

    >>> [strength(number, 10) for number in range(10)]
    [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    """
    return STRENGTHS - number * STRENGTHS // n_phrases


def _first_marks(marked: Marked) -> dict[int, int]:
    """Return the number of the first mark that shows each phrase."""
    first: dict[int, int] = {}
    for number, mark in enumerate((mark for _, _, _, own in marked for mark in own), start=1):
        for phrase in (mark.phrase, *mark.covered):
            first.setdefault(phrase, number)
    return first


def _table(rows: pd.DataFrame, marked: Marked) -> Iterator[str]:
    """Yield the table of keyphrases; each leads to the first mark that shows it."""
    first = _first_marks(marked)
    notes, common = _notes(rows)
    rows = rows.assign(note=notes)
    used = [(column, head, form) for column, head, form in COLUMNS if column in rows and _told(rows[column])]
    yield '<div class="wide">\n<table>\n<caption>Keyphrases, best first; each leads to its first place.</caption>'
    heads = ["rank", "phrase", *(head for _, head, _ in used)]
    yield "<tr>" + "".join(f'<th scope="col"{_of_note(head)}>{head}</th>' for head in heads) + "</tr>"
    for i, row in enumerate(rows.to_dict("records")):
        phrase = f'<mark class="s{strength(i, len(rows))}">{safe(row["phrase"])}</mark>'
        cells = "".join(f"<td{_of_note(column)}>{_written(row[column], form)}</td>" for column, _, form in used)
        link = f'<a href="#m{first[i]}">{phrase}</a>' if i in first else phrase
        yield f"<tr><td>{row['rank']}</td><td>{link}</td>{cells}</tr>"
    yield "</table>\n</div>"
    yield from (f"<p>{safe(note[:1].upper() + note[1:])}.</p>" for note in common)


def _notes(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return what is noted of each phrase alone, and what is noted of all of them."""
    noted = [[note for note in str(text).split("; ") if note] for text in rows.get("note", [""] * len(rows))]
    common = [note for note in noted[0] if all(note in each for each in noted)]
    return ["; ".join(note for note in each if note not in common) for each in noted], common


def _of_note(column: str) -> str:
    """Return the class of a cell that holds words."""
    return ' class="note"' if column == "note" else ""


def _told(column: pd.Series) -> bool:
    """Return whether a column says anything."""
    return bool((column.notna() & (column.astype(str) != "")).any())


def _written(value: Any, form: str) -> str:
    """Return a cell; a missing value is a dash."""
    return "–" if pd.isna(value) else safe(form.format(value)).replace("-", "−" if isinstance(value, float) else "-")


def _sections(rows: pd.DataFrame, marked: Marked) -> Iterator[str]:
    """Yield the texts with their marks, numbered through all of them."""
    numbers = count(1)
    told = [f"{row.rank}. {row.phrase}, score {row.score:.4g}" for row in rows.itertuples()]
    for name, begin, text, own in marked:
        pieces, at = [], 0
        for mark in own:
            start, stop = mark.start - begin, mark.stop - begin
            title = "; also ".join(told[phrase] for phrase in (mark.phrase, *mark.covered))
            shade = strength(mark.phrase, len(rows))
            pieces += [safe(text[at:start]), f'<mark id="m{next(numbers)}" class="s{shade}" title="{safe(title)}">'
                                             f"{safe(text[start:stop])}</mark>"]
            at = stop
        pieces.append(safe(text[at:]))
        yield from [f"<h2>{safe(name)}</h2>"] * (len(marked) > 1)
        yield f'<div class="text" dir="auto">{"".join(pieces)}</div>'
