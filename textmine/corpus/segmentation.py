"""Passages and sentences: the units that evidence and inference are counted in.

A passage or a window stays within one section of one article and remembers where it
stands.  Sentences are found by Punkt (Kiss & Strunk 2006, as in NLTK) with a
list of abbreviations of our own, since NLTK's trained data is a download.

References
----------
Kiss, T. and Strunk, J. (2006). Unsupervised multilingual sentence boundary
detection. Computational Linguistics 32(4), 485-525.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from string import whitespace

import pyarrow as pa

from textmine.corpus.cleaning.zones import HEADING
from textmine.corpus.layout import Block, blocks, lines
from textmine.corpus.schemas import SPANS, by_source, table_of

UNITS = ("passages", "paragraphs", "sentences", "windows")
ABBREVIATIONS = (
    "mr mrs ms dr prof st sr jr lt gen col maj capt cmdr adm sgt brig gov sen rep rev hon pres amb assoc dept "
    "no nos vol pp p ed eds fig figs art sec ch cf vs e.g i.e viz al approx ca inc ltd corp co bros est "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun "
    "u.s u.n u.k e.u u.s.a d.c ph.d m.d b.a m.a a.m p.m etc"
)
_STARTERS = (
    "a an the this that these those it its he she they we i you his her their our my there here in on at as if when "
    "while but and however moreover therefore for with by after before during since although what who how why"
)
_SHORT, _BEGINNERS = frozenset(ABBREVIATIONS.split()), frozenset(_STARTERS.split())

Span = tuple[int, int]
_WORD = re.compile(r"\S+")
_SIMPLE = re.compile(r'[(\["]*([A-Za-z0-9]+(?:[.,-][A-Za-z0-9]+)*)\.'
                     r'(?:[ \t\r\n]+(?=[A-Za-z0-9(\["])(["-\-/->@-~]+[.?!]?)|([)\]}"]))')
"""One word with a full stop, and one after it in ASCII with no mark but at its end, or a closing sign."""
_NUMBER = re.compile(r"[0-9][0-9.,-]*")
_LETTERS = re.compile("([A-Za-z]+),?")
_PIECE = 1 << 17


@cache
def splitter():
    """Return the Punkt splitter with our abbreviations."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_SHORT)
    parameters.sent_starters = set(_BEGINNERS)
    punkt = PunktSentenceTokenizer(parameters)
    ask = punkt.text_contains_sentbreak

    def contains(context: str) -> bool:
        known = simple_answer(context)
        return ask(context) if known is None else known

    # The answer depends on the words around a full stop alone, and these recur.
    punkt.text_contains_sentbreak = lru_cache(1 << 16)(contains)
    return punkt


def simple_answer(context: str) -> bool | None:
    """Return whether a sentence ends at the full stop between two plain words, as Punkt decides; None: ask it.

    These are its rules (Kiss & Strunk 2006, section 4) where it has learned abbreviations and words that
    begin sentences, but no case of words and no collocations.

    >>> [simple_answer(each) for each in ("al. (2006)", "J. Strunk,", "U.S. The", "1945. War", "“end”. So")]
    [False, False, True, True, None]
    """
    match = _SIMPLE.fullmatch(context)
    if match is None:
        return None
    word, after = match[1].lower(), match[2] or match[3]
    short = word in _SHORT or word.rpartition("-")[2] in _SHORT
    initial = len(word) == 1 and word.isalpha()
    if short and not initial and after[0].isupper():
        start = _LETTERS.fullmatch(after)
        return start[1].lower() in _BEGINNERS if start else None
    if initial and after[0].isalpha() or after[0].islower() and _NUMBER.fullmatch(word):
        return False
    return not short


def sentence_spans(text: str, start: int, stop: int, piece: int = _PIECE) -> list[Span]:
    """Return start and stop of the sentences in ``text[start:stop]``.

    Longer texts are split a piece at a time, each piece from where a sentence begins after a
    plain space or line end (for Punkt no other space divides words), since the work and the
    time limit of NLTK are by text; the sentences are those of the whole.

    >>> sentence_spans("Sr. Lt. Gen. Chien met the U.S. envoy. They spoke.", 0, 50)
    [(0, 38), (39, 50)]
    """
    spans: list[Span] = []
    size = piece
    while True:
        end = min(stop, start + size)
        found = [(start + first, start + last) for first, last in splitter().span_tokenize(text[start:end])]
        if end == stop:
            return spans + found
        safe = next((i for i in range(len(found) - 2, 0, -1) if text[found[i][0] - 1] in whitespace), 0)
        size = piece if safe else 2 * size
        spans += found[:safe]
        start = found[safe][0] if safe else start


def running_blocks(text: str, start: int, stop: int, zones: Sequence[Span]) -> list[Block]:
    """Return the blocks of ``text[start:stop]`` outside the zones, with offsets into `text`."""
    inside = ((start + first, start + last) for first, last in lines(text[start:stop]))
    return blocks(text, [part for span in inside for part in outside(text, span, zones)])


def outside(text: str, line: Span, zones: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of a line that no zone covers; zones are in order."""
    first, last = line
    for low, high in islice(zones, max(0, bisect_right(zones, (first, first)) - 1), None):
        if low >= last:
            break
        if first < low and text[first:low].strip():
            yield first, first + len(text[first:low].rstrip())
        first = max(first, high)
    if first < last and text[first:last].strip():
        yield last - len(text[first:last].lstrip()), last


def _between_headings(body: list[Block], headings: list[int]) -> list[list[Block]]:
    """Return blocks in lists that end where a heading stands."""
    parts: list[list[Block]] = []
    for i, block in enumerate(body):
        if i == 0 or bisect_left(headings, body[i - 1].stop) < bisect_left(headings, block.start):
            parts.append([])
        parts[-1].append(block)
    return parts


def sections(text: str, zones: Sequence[tuple[int, int, str]]) -> list[list[Block]]:
    """Return the sections of a text: the blocks of running text between headings.

    Parameters
    ----------
    text : str
    zones : sequence of (start, stop, zone)
    """
    body = running_blocks(text, 0, len(text), [(start, stop) for start, stop, _ in zones])
    return _between_headings(body, [start for start, _, zone in zones if zone == HEADING])


def segment_texts(names: Sequence[str], texts: Sequence[str], zones: pa.Table, unit: str,
                  min_words: int, max_words: int) -> pa.Table:
    """Return the spans of passages, paragraphs, sentences or windows; see `Corpus.segment`.

    Raises
    ------
    ValueError
        If there is no running text.
    """
    marked = by_source(zones, ("start", "stop", "zone"))
    rows: list[tuple[str, int, int, int]] = []
    for source, (name, text) in enumerate(zip(names, texts, strict=True)):
        spans = [span for section in sections(text, marked.get(source, []))
                 for span in _cut(text, section, unit, min_words, max_words)]
        width = len(str(len(spans)))
        rows += [(f"{name}:{i:0{width}d}", source, *span) for i, span in enumerate(spans, start=1)]
    if not rows:
        raise ValueError("segment() needs running text, but every line is a heading, caption or boilerplate: "
                         "see corpus.audit, and pass clean(rules=...) without the rule that is wrong here")
    return table_of(rows, SPANS)


def _cut(text: str, section: list[Block], unit: str, min_words: int, max_words: int) -> list[Span]:
    """Return the spans of one section in the unit asked for."""
    if unit == "paragraphs":
        return [(block.start, block.stop) for block in section]
    if unit == "sentences":
        return [span for block in section for span in sentence_spans(text, block.start, block.stop)]
    if unit == "windows":
        return _windows(text, section, min_words, max_words)
    pieces = [piece for block in section for piece in _split_long(text, block, max_words)]
    return _join_short(text, pieces, min_words, max_words)


def _windows(text: str, section: list[Block], min_words: int, max_words: int) -> list[Span]:
    """Return a section in windows of `max_words`; a last one below `min_words` joins the one before."""
    words = [match.span() for block in section for match in _WORD.finditer(text, block.start, block.stop)]
    starts = list(range(0, len(words), max_words))
    if len(starts) > 1 and len(words) - starts[-1] < min_words:
        starts.pop()
    stops = [*starts[1:], len(words)]
    return [(words[first][0], words[last - 1][1]) for first, last in zip(starts, stops, strict=True)]


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
