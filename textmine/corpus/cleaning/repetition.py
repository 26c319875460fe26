"""Furniture that repetition gives away: page numbers, running heads, lines of many articles.

No list knows the name of every journal and the footer of every site, but a line
that is furniture comes back.  A line of the text comes back too: a refrain, a
salutation, a heading.  So repetition alone is never enough here:

* *page number*: a number alone on its line, in a sequence of three or more that
  rises by one, with a page of text between;
* *running head*: a line at the edge of three or more pages in a row, or of every
  other page; pages end at a form feed or a page number;
* *repeated line*: a line that stands before the first paragraph or behind the last one
  of several different articles, does not close with punctuation or break off, and speaks to nobody.

Digits count as one another, so that "Volume 3" and "Volume 4" are one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

import regex

from textmine.corpus.cleaning.line_rules import BOILERPLATE, CREDIT_WORDS
from textmine.corpus.cleaning.zones import PARAGRAPH_WORDS, Zone
from textmine.corpus.layout import Block, blocks, lines

REPETITION_RULES = ("page number", "running head", "repeated line")
PAGES, PAGE_WORDS, EDGE = 3, 100, 2
_NUMBER = regex.compile(r"\p{Nd}{1,4}")
_ALONE = regex.compile(r"(?:^|[\r\n\u2029])[^\S\r\n\u2029]*\p{Nd}{1,4}[^\S\r\n\u2029]*(?=[\r\n\u2029]|$)")
_DIGITS = regex.compile(r"\p{N}+")
_WORD = regex.compile(r"\p{L}{3}")
_NUMBERED = regex.compile(r"#[\d#.]*\.?\s.*|\p{L}+\.?\s#")
_ADDRESS = frozenset(
    "i me my i'm thank thanks bless god dear fellow friends ladies gentlemen sir madam mr mrs ms president speaker "
    "chairman chairwoman chairperson amen applause laughter hello goodbye good cheers "
    "danke dank damen herren liebe lieber sehr geehrte merci mesdames messieurs monsieur madame cher chers "
    "gracias señor señora señores señoras estimados obrigado obrigada senhor senhora senhores grazie signor signore "
    "signori signora dames heren".split())

_BREAKS_OFF = regex.compile(r"(?:\S+\s+){2,}"
                            r"(?:a|an|and|as|at|but|by|for|from|in|into|of|on|or|than|that|the|to|which|with)", regex.I)

Span = tuple[int, int]


class Repetition(NamedTuple):
    """Zones of each text, and the number of articles that share each repeated line."""

    zones: list[list[Zone]]
    shared: Mapping[str, int]


def find_repetition(texts: Sequence[str], rules: frozenset[str]) -> Repetition:
    """Return the lines that repetition gives away.

    Parameters
    ----------
    texts : sequence of str, length A
    rules : frozenset of str
        Which of `REPETITION_RULES` to apply.

    Examples
    --------
    >>> paragraph = "The ministers met again and spoke at length about trade, " * 3 + "and left{}."
    >>> texts = [paragraph.format(end) + "\\n\\nThe Daily News" for end in ("", " early", " late")]
    >>> find_repetition(texts, frozenset({"repeated line"})).shared
    {'the daily news': 3}
    """
    found: list[dict[Span, Zone]] = [{} for _ in texts]
    shared: Mapping[str, int] = {}
    if "repeated line" in rules:
        edges = [_edges(text) for text in texts]
        shared = _shared_lines(texts, edges)
        for text, (_, spans), zones in zip(texts, edges, found, strict=True):
            zones.update({span: Zone(*span, BOILERPLATE, "repeated line") for span in spans
                          if line_key(text[slice(*span)]) in shared})
    for text, zones in zip(texts, found, strict=True):
        zones.update({(zone.start, zone.stop): zone for zone in page_furniture(text) if zone.rule in rules})
    return Repetition([[zones[span] for span in sorted(zones)] for zones in found], shared)


def line_key(line: str) -> str:
    """Return what makes two lines the same: neither letter case nor space nor digits.

    >>> line_key("Vol. 12,  No. 3")
    'vol. #, no. #'
    """
    return _DIGITS.sub("#", " ".join(line.lower().split()))


def _edges(text: str) -> tuple[str, list[Span]]:
    """Return the first paragraph of a text, and the lines before its heading and behind the last one.

    A paragraph is a closed block of at least `PARAGRAPH_WORDS` words, or a line of that kind in a
    block that is not wrapped by hand.  A text without one has no edges: it may be all list or verse.
    """
    units = [unit for block in blocks(text) for unit in _units(text, block)]
    paragraphs = [i for i, unit in enumerate(units) if unit.is_closed and unit.n_words >= PARAGRAPH_WORDS]
    if not paragraphs:
        return "", []
    before = units[:paragraphs[0]]
    heading = 1 if before and before[-1].n_lines == 1 else 0
    outside = before[:len(before) - heading] + units[paragraphs[-1] + 1:]
    return units[paragraphs[0]].text, [span for unit in outside for span in _whole_lines(unit)]


def _whole_lines(unit: Block) -> Iterator[Span]:
    """Yield the lines of a unit that are no part of a sentence: one that goes on in the next line, in lower case."""
    spans = list(lines(unit.text))
    goes_on = [unit.text[start].isupper() and unit.text[following].islower()
               for (start, _), (following, _) in zip(spans, spans[1:], strict=False)]
    for (start, stop), before, after in zip(spans, [False, *goes_on], [*goes_on, False], strict=True):
        if not (before or after):
            yield unit.start + start, unit.start + stop


def _units(text: str, block: Block) -> Iterator[Block]:
    """Yield a block that is wrapped by hand as it is, any other one line by line."""
    parts = [Block(block.start + start, block.start + stop, 1, block.text[start:stop])
             for start, stop in lines(block.text)] if block.n_lines > 1 else [block]
    yield from parts if any(part.n_words >= PARAGRAPH_WORDS for part in parts) else [block]


def _shared_lines(texts: Sequence[str], edges: Sequence[tuple[str, list[Span]]]) -> dict[str, int]:
    """Return the key of each line at the edges of several texts, and the number of texts.

    Texts with one first paragraph are copies of one text, and count once.
    """
    seen: dict[str, set[bytes]] = defaultdict(set)
    for text, (paragraph, spans) in zip(texts, edges, strict=True):
        copy = blake2b(paragraph.encode(), digest_size=8).digest()
        for line in {text[start:stop] for start, stop in spans}:
            if _may_be_furniture(line):
                seen[line_key(line)].add(copy)
    least = least_articles(len(texts))
    return {key: len(copies) for key, copies in sorted(seen.items()) if len(copies) >= least}


def least_articles(n_articles: int) -> int:
    """Return how many articles must share a line: three, or one in a thousand; two of at most ten.

    >>> [least_articles(n) for n in (5, 11, 3_000, 5_485)]
    [2, 3, 3, 6]
    """
    return 2 if n_articles <= 10 else max(3, -(-n_articles // 1_000))


def _may_be_furniture(line: str) -> bool:
    """Return whether a line names something, rather than counts it or says it to someone."""
    words = line.lower().replace("’", "'").split()
    return (2 <= len(words) <= CREDIT_WORDS and _is_name(line) and not _BREAKS_OFF.fullmatch(line)
            and not Block(0, len(line), 1, line).is_closed
            and _ADDRESS.isdisjoint(word.strip(",.;:!?\"'()[]") for word in words))


def _is_name(line: str) -> bool:
    """Return whether a line holds a word, and is neither a numbered heading nor a label such as "Table 4"."""
    return _WORD.search(line) is not None and not _NUMBERED.fullmatch(line_key(line))


def page_furniture(text: str) -> list[Zone]:
    """Return the page numbers and running heads of one text.

    Examples
    --------
    >>> text = "\\n\\n".join("word " * 100 + f"\\nReport on Trade\\n{page}" for page in (7, 8, 9))
    >>> [(text[zone.start:zone.stop], zone.rule) for zone in page_furniture(text)][:2]
    [('Report on Trade', 'running head'), ('7', 'page number')]
    """
    if "\f" not in text and len(_ALONE.findall(text)) < PAGES:
        return []
    spans = list(lines(text))
    numbers = _page_numbers(text, spans)
    breaks = [i for i, (start, _) in enumerate(spans) if i and "\f" in text[spans[i - 1][1]:start]]
    heads = _running_heads(text, spans, numbers, breaks)
    rules = dict.fromkeys(heads, "running head") | dict.fromkeys(numbers, "page number")
    return [Zone(*spans[i], BOILERPLATE, rules[i]) for i in sorted(rules)]


def _page_numbers(text: str, spans: Sequence[Span]) -> list[int]:
    """Return the lines that hold a page number: one more than the last, at least `PAGE_WORDS` words later."""
    alone = [i for i, (start, stop) in enumerate(spans) if stop - start <= 4 and _NUMBER.fullmatch(text, start, stop)]
    if len(alone) < PAGES:
        return []
    chains: dict[int, list[int]] = {}
    done: list[list[int]] = []
    for i in alone:
        number = int(text[slice(*spans[i])])
        chain = chains.get(number - 1, [])
        if chain and len(text[spans[chain[-1]][1]:spans[i][0]].split()) >= PAGE_WORDS:
            chains[number] = [*chains.pop(number - 1), i]
        elif number not in chains:
            chains[number] = [i]
        done += [chains[number]] if len(chains[number]) >= PAGES else []
    return sorted({i for chain in done for i in chain})


def _running_heads(text: str, spans: Sequence[Span], numbers: Sequence[int], breaks: Sequence[int]) -> list[int]:
    """Return the lines that come back at the edges of pages in a row."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    taken = set(numbers)
    for page, edge in enumerate(_page_edges(len(spans), numbers, breaks)):
        for i in edge:
            line = text[slice(*spans[i])]
            if i not in taken and len(line.split()) <= CREDIT_WORDS and _is_name(line):
                places[line_key(line)].append((page, i))
    return sorted({i for found in places.values() for i in _in_a_row(found)})


def _page_edges(n_lines: int, numbers: Sequence[int], breaks: Sequence[int]) -> list[range]:
    """Return the lines at each place where a page ends; a number at a form feed is one place."""
    by_feed = [range(max(0, i - EDGE - 1), min(n_lines, i + EDGE + 1)) for i in breaks]
    if by_feed:
        return by_feed
    return [range(max(0, i - EDGE), min(n_lines, i + EDGE + 1)) for i in numbers]


def _in_a_row(found: Iterable[tuple[int, int]]) -> list[int]:
    """Return the lines that stand on at least `PAGES` pages, each at most two after the one before."""
    runs: list[list[tuple[int, int]]] = []
    for page, i in found:
        if runs and page - runs[-1][-1][0] <= 2:
            runs[-1].append((page, i))
        else:
            runs.append([(page, i)])
    return [i for run in runs if len({page for page, _ in run}) >= PAGES for _, i in run]
