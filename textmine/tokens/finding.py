"""Compiled tokens of a corpus: the same as `textmine.tokens.tokenizer.find_plainly`, many times faster.

The texts are read as Arrow keeps them, some megabytes at a time, on several threads.  Each thread has a
vocabulary of its own; at the end they are put together, so that the tokens do not depend on the number of
threads.  The plain version reads the documents with characters that the tables leave to it
(`textmine.tokens.rules`), and the blocks of those with zones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import partial
from queue import SimpleQueue
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from textmine._threads import gather
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import by_source
from textmine.corpus.segmentation import running_blocks
from textmine.corpus.texts import bytes_of
from textmine.tokens import _kernels as kernels
from textmine.tokens._places import byte_places, find_words
from textmine.tokens.rules import Rule, Tables, line_tables
from textmine.tokens.sentences import between_zones, block_places, character_classes, sentence_places
from textmine.tokens.tokenizer import TYPED, Found, Reading
from textmine.tokens.vocabulary import Vocabulary, longer

CHUNK = 1 << 18
"""Bytes of text that one thread reads at a time."""


class Part(NamedTuple):
    """Documents whose texts stand in one Arrow array.

    Attributes
    ----------
    content, offsets : arrays
        The bytes of the articles, and where each begins.
    base : int
        The number of the first article in the corpus.
    sources : int64 array of shape (D,)
        The article of each document, in the corpus.
    points, places : int64 arrays of shape (D, 2)
        First and last code point of each document in its article, and first and last byte in `content`.
    edits : int64 array of shape (E, 5)
        As `find_words` takes them.
    """

    content: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    base: int
    sources: NDArray[np.int64]
    points: NDArray[np.int64]
    places: NDArray[np.int64]
    edits: NDArray[np.int64]

    def text(self, document: int) -> str:
        """Return the article of a document."""
        row = self.sources[document] - self.base
        return self.content[self.offsets[row]:self.offsets[row + 1]].tobytes().decode("utf-8")

    def chunks(self) -> Iterator[Part]:
        """Yield the documents in stretches of about `CHUNK` bytes."""
        size = np.cumsum(self.places[:, 1] - self.places[:, 0])
        cuts = np.searchsorted(size, np.arange(CHUNK, size[-1], CHUNK)) + 1
        cuts = np.unique(np.concatenate([[0], cuts, [len(size)]]))
        for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            some = slice(first, last)
            yield self._replace(sources=self.sources[some], points=self.points[some], places=self.places[some])


class Block(NamedTuple):
    """The tokens of some documents, with the types of one thread; `places` as `find_words` writes them."""

    thread: int
    ids: NDArray[np.int32]
    places: NDArray[np.int64]
    follows: NDArray[np.bool_]
    bounds: NDArray[np.int64]
    n_sentences: int


def find_compiled(corpus: Corpus, rule: Rule, skipped: dict[int, list[tuple]], n_threads: int) -> Found:
    """Return the tokens of a corpus under the forms that stand in its texts.

    Raises
    ------
    ValueError
        If the bytes are no UTF-8, as in a damaged file: compiled code trusts them.
    """
    replacements = {each: i for i, each in enumerate(corpus.edits["replacement"].unique().to_pylist())}
    chunks = [chunk for part in _parts(corpus, replacements) for chunk in part.chunks()]
    edits = by_source(corpus.edits, ("start", "stop", "replacement"))
    finders: SimpleQueue[_Finder] = SimpleQueue()
    threads = [_Finder(rule, thread, replacements, skipped, edits)
               for thread in range(max(1, min(n_threads, len(chunks))))]
    for finder in threads:
        finders.put(finder)

    def work(part: Part) -> Block:
        finder = finders.get()
        try:
            return finder.find(part)
        finally:
            finders.put(finder)

    blocks = gather([partial(work, chunk) for chunk in chunks], len(threads))
    return _put_together(blocks, [finder.known.forms() for finder in threads])


def _parts(corpus: Corpus, replacements: dict[str, int]) -> Iterator[Part]:
    """Yield the documents of a corpus, in order, by the Arrow array that their texts stand in."""
    sources, starts, stops = (corpus.spans[name].to_numpy().astype(np.int64) for name in ("source", "start", "stop"))
    points = np.column_stack([starts, stops])
    arrays = corpus.articles["text"].chunks
    firsts = np.cumsum([0] + [len(each) for each in arrays])
    within = np.searchsorted(firsts, sources, side="right") - 1
    cuts = np.flatnonzero(np.diff(within, prepend=-1, append=-1))
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        texts, base, some = arrays[within[first]], int(firsts[within[first]]), slice(first, last)
        _require_utf8(texts)
        content, offsets = bytes_of(texts)
        rows = sources[some] - base
        if corpus.segmented:
            places = _in_bytes(content, offsets, rows, points[some])
        else:
            places = np.column_stack([offsets[rows], offsets[rows + 1]])
        edits = _edits(corpus, replacements, content, offsets, base)
        yield Part(content, offsets, base, sources[some], points[some], places, edits)


def _require_utf8(texts: pa.Array) -> None:
    """Raise ValueError unless the bytes of texts are UTF-8."""
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid as error:
        raise ValueError(f"texts must be valid UTF-8, but their file is damaged: {error}") from error


def _in_bytes(content: NDArray[np.uint8], offsets: NDArray[np.int64], rows: NDArray[np.int64],
              points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the bytes of code points, shape (n, 2); row k of `points` counts in the text ``rows[k]``."""
    row, point = np.repeat(rows, 2), points.ravel()
    order = np.lexsort((point, row))
    found = np.empty(len(point), np.int64)
    found[order] = byte_places(content, offsets, row[order], point[order])
    return found.reshape(-1, 2)


def _edits(corpus: Corpus, replacements: dict[str, int], content: NDArray[np.uint8], offsets: NDArray[np.int64],
           base: int) -> NDArray[np.int64]:
    """Return the recorded changes in one Arrow array of texts, as `find_words` takes them."""
    if not corpus.edits.num_rows:
        return np.empty((0, 5), np.int64)
    rows = corpus.edits["source"].to_numpy().astype(np.int64) - base
    here = np.flatnonzero((rows >= 0) & (rows < len(offsets) - 1))
    edits = corpus.edits.take(here)
    points = np.column_stack([edits["start"].to_numpy(), edits["stop"].to_numpy()]).astype(np.int64)
    numbers = np.array([replacements[each] for each in edits["replacement"].to_pylist()], np.int64)
    table = np.column_stack([_in_bytes(content, offsets, rows[here], points), points, numbers])
    return table[np.lexsort((table[:, 1], table[:, 0]))]


def _put_together(blocks: list[Block], forms: list[list[str]]) -> Found:
    """Return the tokens of all blocks, under the forms of all threads."""
    number = {form: i for i, form in enumerate(dict.fromkeys(form for some in forms for form in some))}
    tables = [np.array([number[form] for form in some], np.int32) for some in forms]
    ends = np.cumsum([0] + [len(block.ids) for block in blocks])
    first_sentence = np.cumsum([0] + [block.n_sentences for block in blocks])
    ids, follows = np.empty(ends[-1], np.int32), np.empty(ends[-1], bool)
    starts, stops, sentences = (np.empty(ends[-1], np.int64) for _ in range(3))
    bounds = np.concatenate([[0], *(block.bounds[1:] + end for block, end in zip(blocks, ends, strict=False))])
    for k in reversed(range(len(blocks))):
        block, some = blocks.pop(), slice(ends[k], ends[k + 1])
        np.take(tables[block.thread], block.ids, out=ids[some])
        starts[some], stops[some], follows[some] = block.places[:, 0], block.places[:, 1], block.follows
        np.add(block.places[:, 2], first_sentence[k], out=sentences[some])
    read = np.zeros(len(number), bool)
    read[ids] = True
    if not read.all():  # words of changes that stand in no sentence
        ids = (np.cumsum(read, dtype=np.int32) - 1)[ids].astype(np.int32)
    kept = [form for form, is_read in zip(number, read.tolist(), strict=True) if is_read]
    return Found(kept, ids, starts, stops, bounds.astype(np.int64), sentences, follows)


class _Finder:
    """The vocabulary and the working memory of one thread."""

    def __init__(self, rule: Rule, thread: int, replacements: Iterable[str],
                 skipped: dict[int, list[tuple]], edits: dict[int, list[tuple]]):
        assert rule.tables is not None
        self.rule, self.thread, self.skipped, self.edits = rule, thread, skipped, edits
        self.tables, self.classes = rule.tables(), character_classes()
        self.known = Vocabulary()
        self.read = (-1, "")
        self.ids, self.follows = np.empty(CHUNK // 4, np.int32), np.empty(CHUNK // 4, bool)
        self.places = np.empty((CHUNK // 4, 3), np.int64)
        words = [[each] if TYPED.fullmatch(each) else list(rule.forms(each)) for each in replacements]
        self.change_bounds = np.cumsum([0] + [len(each) for each in words])
        self.changed = np.empty(0, np.int32)
        self.changed = self._numbers([form for each in words for form in each])

    def find(self, part: Part) -> Block:
        """Return the tokens of some documents."""
        blocks, block_bounds = self._blocks(part)
        spans, span_bounds = sentence_places(part.content, blocks, block_bounds)
        bounds = np.zeros(len(part.sources) + 1, np.int64)
        self.known.state[kernels.ROW] = 0
        starts = np.ascontiguousarray(part.places[:, 0])
        read = partial(self._run, part.content, starts, part.points[:, 0] - starts, spans, span_bounds, part.edits,
                       self.tables, self.rule.shortest, bounds)
        while read() == kernels.PLAIN:
            row = int(self.known.state[kernels.ROW])
            bounds[row + 1] = self._find_plainly(part, row, int(bounds[row]), int(span_bounds[row]))
            self.known.state[kernels.ROW] = row + 1
        some = slice(0, bounds[-1])
        return Block(self.thread, self.ids[some].copy(), self.places[some].copy(), self.follows[some].copy(), bounds,
                     len(spans))

    def _blocks(self, part: Part) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the blocks of all documents, in bytes, and where those of each begin."""
        blocks, bounds = block_places(part.content, part.places)
        if not self.skipped:
            return blocks, bounds
        pieces = np.split(blocks, bounds[1:-1])
        rows = np.column_stack([part.sources, part.points]).tolist()
        for document, (source, start, stop) in enumerate(rows):
            zones = self.skipped.get(source, [])
            near = slice(max(0, bisect_right(zones, (start, start)) - 1), bisect_left(zones, (stop,)))
            zones = [zone for zone in zones[near] if zone[1] > start]
            if zones:
                pieces[document] = self._outside(part, document, self._text(part, document), start, stop, zones)
        return np.concatenate(pieces), np.cumsum([0] + [len(each) for each in pieces])

    @staticmethod
    def _outside(part: Part, document: int, text: str, start: int, stop: int, zones: list[tuple]) -> NDArray[np.int64]:
        """Return the blocks of one document outside its zones, in bytes."""
        whole_lines = between_zones(text, start, stop, zones)
        spans = whole_lines or [(each.start, each.stop) for each in running_blocks(text, start, stop, zones)]
        points = np.array(spans, np.int64).reshape(-1, 2)
        places = _in_bytes(part.content, part.places[document, :1], np.zeros(len(points), np.int64), points - start)
        return places if whole_lines is None else block_places(part.content, places)[0]

    def _text(self, part: Part, document: int) -> str:
        """Return the article of a document; the last one is kept, as its passages come one after the other."""
        if self.read[0] != part.sources[document]:
            self.read = int(part.sources[document]), part.text(document)
        return self.read[1]

    def _find_plainly(self, part: Part, document: int, n: int, sentence: int) -> int:
        """Write the tokens of one document from place `n` on as the plain version finds them; return where they end."""
        source, (start, stop) = int(part.sources[document]), part.points[document].tolist()
        reading = Reading.of(self.rule, self._text(part, document), start, stop)
        found = reading.sentences(start, stop, self.skipped.get(source, []), self.edits.get(source, []))
        rows = [(form, low, high, number, after) for number, words in enumerate(found, sentence)
                for form, low, high, after in words]
        end = n + len(rows)
        while end > len(self.ids):
            self._more_tokens()
        self._numbers([form for form, *_ in rows], n)
        self.places[n:end] = np.array([row[1:4] for row in rows], np.int64).reshape(-1, 3)
        self.follows[n:end] = [row[4] for row in rows]
        return end

    def _numbers(self, forms: list[str], n: int = 0) -> NDArray[np.int32]:
        """Return the numbers of forms as types of this thread, which are written from place `n` on."""
        content = np.frombuffer("\n".join(forms).encode("utf-8"), np.uint8)
        start, whole, no_edits = np.zeros(1, np.int64), np.array([[0, len(content)]]), np.empty((0, 5), np.int64)
        bounds = np.array([n, n])
        self.known.state[kernels.ROW] = 0
        self._run(content, start, start, whole, np.array([0, 1]), no_edits, line_tables(), 1, bounds)
        return self.ids[n:bounds[1]].copy()

    def _run(self, content: NDArray[np.uint8], starts: NDArray[np.int64], shifts: NDArray[np.int64],
             spans: NDArray[np.int64], span_bounds: NDArray[np.int64], edits: NDArray[np.int64], tables: Tables,
             shortest: int, bounds: NDArray[np.int64]) -> int:
        """Call the kernel until it is through, or meets a document to be read plainly; return which."""
        known = self.known
        while True:
            row = known.state[kernels.ROW]
            known.state[kernels.N_CELLS] = bounds[row]
            status = find_words(content, starts, shifts, spans, span_bounds, edits, self.changed, self.change_bounds,
                                *tables, self.classes, shortest, known.table, known.types, known.pool, self.ids,
                                self.places, self.follows, bounds, known.state)
            if status in (kernels.DONE, kernels.PLAIN):
                return status
            if status == kernels.MORE_CELLS:
                self._more_tokens()
            row = known.state[kernels.ROW]
            known.grow(status, int(np.diff(spans[span_bounds[row]:span_bounds[row + 1]]).max(initial=0)))

    def _more_tokens(self) -> None:
        """Make room for twice as many tokens."""
        self.ids, self.places, self.follows = longer(self.ids), longer(self.places), longer(self.follows)
