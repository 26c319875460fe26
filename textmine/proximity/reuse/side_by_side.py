"""Side by side: both texts of every shared passage, the words they have in common marked.

What stands in the same order on both sides is marked strongly, what stands elsewhere lightly; the rest is what one
side says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine._page import page as whole_page
from textmine._page import safe

if TYPE_CHECKING:
    from textmine.proximity.reuse.shared import SharedPassages

STYLE = """
body { max-width: 72rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.6rem; border-top: 1px solid var(--line); }
.sides .text { margin-top: .4rem; } .side { min-width: 0; }
@media (max-width: 40rem) { .sides { grid-template-columns: 1fr; } }
.same { background: rgb(var(--mark) / .38); }
.moved { background: rgb(var(--mark) / .12); border-bottom-style: dotted; }
th:nth-child(2), td:nth-child(2), th:nth-child(3), td:nth-child(3) { text-align: left; overflow-wrap: anywhere; }
""".lstrip()
SAME, MOVED = "same", "moved"
LONG = 2_000
"""Words from which on runs of very frequent words alone are no longer looked for: the work grows with their square."""


class Marked(NamedTuple):
    """A run of words in one stretch that the other has too: positions in the article, and how it stands there."""

    start: int
    stop: int
    how: str


def marked_words(shared: SharedPassages, passage: int) -> tuple[list[Marked], list[Marked]]:
    """Return what both stretches of a passage have in common, as runs of words of the first and of the second.

    Parameters
    ----------
    shared : SharedPassages
    passage : int
        From 1, as in ``to_frame()``.
    """
    m, forms = shared.matches, shared.forms
    i = passage - 1
    own = int(m.start[i]), int(m.stop[i])
    other = int(m.other_start[i]), int(m.other_stop[i])
    a, b = forms[slice(*own)].tolist(), forms[slice(*other)].tolist()
    state_a, state_b = np.zeros(len(a), np.int8), np.zeros(len(b), np.int8)
    for x, y, size in SequenceMatcher(None, a, b, autojunk=len(b) > LONG).get_matching_blocks():
        state_a[x:x + size], state_b[y:y + size] = 2, 2
    left = _left_over(a, state_a), _left_over(b, state_b)
    for form in left[0].keys() & left[1].keys():
        n = min(len(left[0][form]), len(left[1][form]))
        state_a[left[0][form][:n]], state_b[left[1][form][:n]] = 1, 1
    return _runs(shared, own[0], state_a), _runs(shared, other[0], state_b)


def _left_over(forms: list[int], state: NDArray[np.int8]) -> dict[int, list[int]]:
    """Return where each form stands that has no like in order."""
    found: dict[int, list[int]] = {}
    for i, form in enumerate(forms):
        if not state[i]:
            found.setdefault(form, []).append(i)
    return found


def _runs(shared: SharedPassages, first: int, state: NDArray[np.int8]) -> list[Marked]:
    """Return runs of words of the same state as places in the article."""
    texts = shared.texts
    edges = np.flatnonzero(np.diff(state, prepend=0, append=0))
    edges = np.unique(np.concatenate([edges, [0, len(state)]]))
    return [Marked(int(texts.starts[first + start]), int(texts.stops[first + stop - 1]), SAME if state[start] == 2
                   else MOVED) for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
            if state[start]]


def page(shared: SharedPassages, top_n: int | None) -> str:
    """Return the page of `SharedPassages.to_html`."""
    rows = shared.to_frame().head(len(shared) if top_n is None else top_n)
    cut = f", the first {len(rows):,} of them" if len(rows) < len(shared) else ""
    n_articles = len(shared.texts)
    body = [f"<h1>{len(shared):,} shared passages among {n_articles:,} articles{cut}</h1>",
            "<p>Words that stand in the same order on both sides are marked strongly, those that stand elsewhere "
            "lightly. Nothing here says who wrote first, unless dates do.</p>", *_table(rows), *_passages(shared, rows)]
    return whole_page("Shared passages", "\n".join(body), shared.corpus.language, STYLE)


def _table(rows) -> Iterator[str]:
    """Yield the list of passages; each leads to its texts."""
    yield '<div class="wide">\n<table>\n<caption>Passages, the clearest first.</caption>'
    heads = ["", "article", "other", "kind", "words", "agreement", "score", "q", "earlier"]
    yield "<tr>" + "".join(f'<th scope="col">{head}</th>' for head in heads) + "</tr>"
    for row in rows.itertuples():
        q = "–" if row.q_value is rows["q_value"].dtype.na_value else f"{row.q_value:.2g}"
        earlier = "–" if row.earlier is rows["earlier"].dtype.na_value else safe(row.earlier)
        cells = [f'<a href="#p{row.passage}">{row.passage}</a>', safe(row.article), safe(row.other), row.kind,
                 f"{row.n_words:,} / {row.other_n_words:,}", f"{row.agreement:.0%}", f"{row.score:.1f}", q, earlier]
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</table>\n</div>"


def _passages(shared: SharedPassages, rows) -> Iterator[str]:
    """Yield the texts of passages, two columns each."""
    for row in rows.itertuples():
        own, other = marked_words(shared, row.passage)
        yield f'<section id="p{row.passage}">\n<h2>{row.passage}. {row.kind}</h2>\n<div class="sides">'
        for name, start, text, marks in ((row.article, row.start, row.text, own),
                                         (row.other, row.other_start, row.other_text, other)):
            yield (f'<div class="side"><p>{safe(name)}, characters {start:,} to {start + len(text):,}</p>'
                   f'<div class="text" dir="auto">{_with_marks(text, start, marks)}</div></div>')
        yield "</div>\n</section>"


def _with_marks(text: str, begin: int, marks: list[Marked]) -> str:
    """Return a text as HTML with its marks."""
    pieces, at = [], 0
    for mark in marks:
        start, stop = mark.start - begin, mark.stop - begin
        pieces += [safe(text[at:start]), f'<mark class="{mark.how}">{safe(text[start:stop])}</mark>']
        at = stop
    return "".join([*pieces, safe(text[at:])])
