"""Passages and sentences: the units that evidence and inference are counted in.

A passage stays within one section of one article and remembers where it
stands.  Sentences are found by Punkt (Kiss & Strunk 2006, as in NLTK) with a
list of abbreviations of our own, since NLTK's trained data is a download.

References
----------
Kiss, T. and Strunk, J. (2006). Unsupervised multilingual sentence boundary
detection. Computational Linguistics 32(4), 485-525.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pyarrow as pa

from textmine import _check
from textmine.corpus.corpus import SPANS, Corpus
from textmine.corpus.layout import Block, blocks, lines
from textmine.corpus.zones import HEADING

UNITS = ("passages", "paragraphs", "sentences")
_ABBREVIATIONS = (
    "mr mrs ms dr prof st sr jr lt gen col maj capt cmdr adm sgt brig gov sen rep rev hon pres amb assoc dept "
    "no nos vol pp p ed eds fig figs art sec ch cf vs e.g i.e viz al approx ca inc ltd corp co bros est "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun "
    "u.s u.n u.k e.u u.s.a d.c ph.d m.d b.a m.a a.m p.m etc"
)
_STARTERS = (
    "a an the this that these those it its he she they we i you his her their our my there here in on at as if when "
    "while but and however moreover therefore for with by after before during since although what who how why"
)

Span = tuple[int, int]


@cache
def _splitter():
    """Return the Punkt splitter with our abbreviations."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS.split())
    parameters.sent_starters = set(_STARTERS.split())
    return PunktSentenceTokenizer(parameters)


def sentence_spans(text: str, start: int, stop: int) -> list[Span]:
    """Return start and stop of the sentences in ``text[start:stop]``.

    >>> sentence_spans("Sr. Lt. Gen. Chien met the U.S. envoy. They spoke.", 0, 50)
    [(0, 38), (39, 50)]
    """
    return [(start + first, start + last) for first, last in _splitter().span_tokenize(text[start:stop])]


def sections(corpus: Corpus) -> Iterator[tuple[int, list[list[Block]]]]:
    """Yield for each article its number and its sections: the blocks of running text between headings."""
    zones: dict[int, list[tuple[int, int, str]]] = {}
    for zone in corpus.zones.select(["source", "start", "stop", "zone"]).to_pylist():
        zones.setdefault(zone["source"], []).append((zone["start"], zone["stop"], zone["zone"]))
    for source, text in enumerate(corpus.articles["text"].to_pylist()):
        marked = zones.get(source, [])
        yield source, _between_headings(running_blocks(text, 0, len(text), [zone[:2] for zone in marked]),
                                        [start for start, _, zone in marked if zone == HEADING])


def running_blocks(text: str, start: int, stop: int, zones: list[Span]) -> list[Block]:
    """Return the blocks of ``text[start:stop]`` outside the zones, with offsets into `text`."""
    inside = [(start + first, start + last) for first, last in lines(text[start:stop])]
    spans = [(first, last) for first, last in inside
             if not any(low < last and first < high for low, high in zones)]
    return blocks(text, spans)


def _between_headings(body: list[Block], headings: list[int]) -> list[list[Block]]:
    """Return blocks in lists that end where a heading stands."""
    parts: list[list[Block]] = []
    for i, block in enumerate(body):
        if i == 0 or any(body[i - 1].stop <= heading < block.start for heading in headings):
            parts.append([])
        parts[-1].append(block)
    return parts


def segment_corpus(corpus: Corpus, unit: str, *, min_words: int, max_words: int) -> Corpus:
    """Return the corpus of passages, paragraphs or sentences; see `Corpus.segment`.

    Raises
    ------
    ValueError
        For an unknown unit, a range that is none, a corpus cut into passages before,
        or one without running text.
    """
    _check.one_of("unit", unit, UNITS)
    _check.integer("min_words", min_words, 1)
    _check.integer("max_words", max_words, min_words)
    if len(corpus) != corpus.articles.num_rows:
        raise ValueError("segment() must come once: this corpus is cut into passages already")
    names = corpus.articles["article"].to_pylist()
    texts = corpus.articles["text"].to_pylist()
    rows: list[tuple[str, int, int, int]] = []
    for source, parts in sections(corpus):
        spans = [span for part in parts for span in _cut(texts[source], part, unit, min_words, max_words)]
        width = max(2, len(str(len(spans)))) if len(spans) > 9 else 1
        rows += [(f"{names[source]}:{i:0{width}d}", source, *span) for i, span in enumerate(spans, start=1)]
    if not rows:
        raise ValueError("segment() needs running text, but every line is a heading, caption or boilerplate: "
                         "see corpus.audit, and pass clean(rules=...) without the rule that is wrong here")
    columns = zip(*rows, strict=True)
    spans_table = pa.table([pa.array(list(values), field.type) for values, field in zip(columns, SPANS, strict=True)],
                           schema=SPANS)
    return replace(corpus, spans=spans_table)


def _cut(text: str, section: list[Block], unit: str, min_words: int, max_words: int) -> list[Span]:
    """Return the spans of one section in the unit asked for."""
    if unit == "paragraphs":
        return [(block.start, block.stop) for block in section]
    if unit == "sentences":
        return [span for block in section for span in sentence_spans(text, block.start, block.stop)]
    pieces = [piece for block in section for piece in _split_long(text, block, max_words)]
    return _join_short(text, pieces, min_words, max_words)


def _split_long(text: str, block: Block, max_words: int) -> list[Span]:
    """Return a block in even pieces of at most `max_words`, cut at sentence ends.

    A single sentence longer than that stays whole.
    """
    if block.n_words <= max_words:
        return [(block.start, block.stop)]
    n_pieces = -(-block.n_words // max_words)
    aim = block.n_words / n_pieces
    pieces: list[Span] = []
    n_words = 0
    for start, stop in sentence_spans(text, block.start, block.stop):
        more = _n_words(text, (start, stop))
        if not pieces or n_words + more > max_words or n_words + more / 2 > aim:
            pieces.append((start, stop))
            n_words = 0
        pieces[-1] = (pieces[-1][0], stop)
        n_words += more
    return pieces


def _join_short(text: str, pieces: list[Span], min_words: int, max_words: int) -> list[Span]:
    """Return pieces of at least `min_words`: a short one joins the next, a short last one the one before.

    A join may not grow far beyond the range: at most ``max_words + min_words``.
    """
    joined: list[Span] = []
    for start, stop in pieces:
        open_piece = joined and _n_words(text, joined[-1]) < min_words
        if open_piece and _n_words(text, (joined[-1][0], stop)) <= max_words + min_words:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    if len(joined) > 1 and _n_words(text, joined[-1]) < min_words:
        if _n_words(text, (joined[-2][0], joined[-1][1])) <= max_words + min_words:
            joined[-2:] = [(joined[-2][0], joined[-1][1])]
    return joined


def _n_words(text: str, span: Span) -> int:
    """Return the number of words between white space in a span."""
    return len(text[span[0]:span[1]].split())
