"""`count_terms`: from texts to a table of counts, at the speed of the machine.

The same numbers as ``tokenize(corpus).count()``, which stays the oracle, without
an object for each token: compiled kernels read the bytes of the texts as Arrow
keeps them.  Threads share nothing; each has a vocabulary of its own, and the
vocabularies are merged and sorted at the end, so that the table does not depend
on the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.corpus.schemas import by_source
from textmine.corpus.segmentation import outside
from textmine.corpus.texts import bytes_of, text_array
from textmine.docterm import DocTerm
from textmine.tokens import _kernels as kernels
from textmine.tokens.folding import listed
from textmine.tokens.rules import RULES, Rule
from textmine.tokens.tokenizer import fold_forms, is_number, pieces, unread

CHUNK = 4 << 20
"""Bytes of text that one thread counts at a time."""
PART = 64 << 20
"""Characters of text that are written out at a time where changes or passages are read."""


def count_terms(
    corpus: Corpus,
    *,
    rule: str = "words",
    zones: tuple[str, ...] = (),
    numbers: bool = True,
    drop: Iterable[str] = (),
    n_threads: int | None = None,
) -> DocTerm:
    """Return how often each document uses each term.

    Equal to ``tokenize(corpus, rule=rule, zones=zones, numbers=numbers).drop(drop).count()``,
    and much faster, since no token is kept.

    Parameters
    ----------
    corpus : Corpus
    rule : {"words", "sklearn"}, default "words"
        What a word is; ``"sklearn"`` gives the table of ``CountVectorizer()``.
    zones : tuple of str, default ()
        Zones to read beside the running text.
    numbers : bool, default True
        Whether to count numbers, dates and ordinals.
    drop : iterable of str, default ()
        Words to leave out, such as ``tm.stopwords("en")``; `sizes` do not count them either.
    n_threads : int, optional
        By default as many as the process may use.  The result is the same for any number.

    Returns
    -------
    DocTerm
        Terms sorted.  In time linear in the bytes of the texts, and in memory for the
        counts, the vocabulary, and a few megabytes for each thread.

    Raises
    ------
    TypeError
        If `corpus` is no Corpus.
    ValueError
        For a rule or a zone that does not exist, and a stop list of another language.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["Peace and peace.", "War, peace."], ["a", "b"])
    >>> count_terms(corpus, drop=["and"]).to_frame()
              peace  war
    document
    a             2    0
    b             1    1
    """
    _check.kind("corpus", corpus, Corpus, "call tm.read_corpus(path) or Corpus.from_texts(texts)")
    _check.one_of("rule", rule, RULES)
    counting = Counting(RULES[rule], n_threads)
    blocks = [block for part in document_texts(corpus, zones) for block in counting.count(part)]
    terms, columns = counting.vocabulary(corpus, numbers, drop)
    cells = np.cumsum([0] + [len(block.columns) for block in blocks])
    indices, counts = np.empty(cells[-1], np.int32), np.empty(cells[-1], np.int64)

    def order(block: Block, start: int, stop: int):
        return kernels.order_rows(block.columns, block.values, block.indptr, columns[block.thread], len(terms),
                                  indices[start:stop], counts[start:stop])

    rows = counting.each(lambda work: order(*work), zip(blocks, cells[:-1].tolist(), cells[1:].tolist(), strict=True))
    return _table(indices, counts, cells, rows, terms, corpus.documents)


def _table(indices: NDArray[np.int32], counts: NDArray[np.int64], cells: NDArray[np.int64], rows: list,
           terms: list[str], documents: pa.Table) -> DocTerm:
    """Return the table of ordered blocks; block k starts at ``cells[k]`` and may be shorter than its place."""
    filled = 0
    for start, (begins, _) in zip(cells.tolist(), rows, strict=False):
        n_cells = int(begins[-1])
        if start > filled:
            indices[filled:filled + n_cells] = indices[start:start + n_cells]
            counts[filled:filled + n_cells] = counts[start:start + n_cells]
        filled += n_cells
    indptr = np.concatenate([[0], *(np.diff(begins) for begins, _ in rows)]).cumsum()
    matrix = sparse.csr_matrix((counts[:filled], indices[:filled], indptr), shape=(len(indptr) - 1, len(terms)))
    matrix.has_canonical_format = True
    for array in (matrix.data, matrix.indices, matrix.indptr):
        array.flags.writeable = False
    return DocTerm(matrix, tuple(terms), documents, np.concatenate([sizes for _, sizes in rows]))


def document_texts(corpus: Corpus, zones: tuple[str, ...]) -> Iterator[pa.Array]:
    """Yield the documents as read, in Arrow arrays: as they are, or with changes and without zones."""
    skipped = unread(corpus, zones)
    whole = not corpus.segmented and np.array_equal(corpus.spans["source"].to_numpy(), np.arange(len(corpus)))
    if whole and not skipped and not corpus.edits.num_rows:
        yield from (chunk for chunk in corpus.articles["text"].chunks if len(chunk))
        return
    edits = by_source(corpus.edits, ("start", "stop", "replacement"))
    texts: list[str] = []
    size, source, text = 0, -1, ""
    for number, start, stop in zip(*(corpus.spans[name].to_pylist() for name in ("source", "start", "stop")),
                                   strict=True):
        if number != source:
            source, text = number, corpus.articles["text"][number].as_py()
        parts = (piece[low:high] for first, last in outside(text, (start, stop), skipped.get(source, []))
                 for piece, low, high, _ in pieces(text, first, last, edits.get(source, [])))
        texts.append("\n".join(parts))
        size += stop - start
        if size > PART:
            yield text_array(texts)
            texts, size = [], 0
    if texts:
        yield text_array(texts)


class Block(NamedTuple):
    """The cells of some documents in a row, with the types of one thread for columns."""

    thread: int
    columns: NDArray[np.int32]
    values: NDArray[np.int32]
    indptr: NDArray[np.int64]


class Counting:
    """The threads of one count, each with its own vocabulary."""

    def __init__(self, rule: Rule, n_threads: int | None):
        if n_threads is None:
            n_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        _check.integer("n_threads", n_threads, 1)
        self.rule = rule
        self.counters = [_Counter(rule, thread) for thread in range(n_threads)]

    def each(self, work: Callable, items: Iterable) -> list:
        """Return what `work` makes of each item, in order; as many at a time as there are threads."""
        if len(self.counters) == 1:
            return [work(item) for item in items]
        with ThreadPoolExecutor(len(self.counters)) as pool:
            try:
                return list(pool.map(work, items))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def count(self, texts: pa.Array) -> list[Block]:
        """Return the cells of some documents."""
        content, offsets = bytes_of(texts)
        free: SimpleQueue[_Counter] = SimpleQueue()
        for counter in self.counters:
            free.put(counter)

        def work(rows: tuple[int, int]) -> Block:
            counter = free.get()
            try:
                return counter.count(content, offsets[rows[0]:rows[1] + 1])
            finally:
                free.put(counter)

        return self.each(work, _chunks(offsets))

    def vocabulary(self, corpus: Corpus, numbers: bool, drop: Iterable[str]):
        """Return the terms, sorted, and for each thread the term of each of its types, -1 where dropped."""
        forms = list(dict.fromkeys(form for counter in self.counters for form in counter.forms()))
        types, number = fold_forms(forms, corpus, self.rule)
        dropped = listed("drop", types, drop, corpus.normalization, corpus.language)
        if not numbers:
            dropped |= np.fromiter((is_number(each) for each in types), bool, len(types))
        term = np.where(dropped, -1, np.cumsum(~dropped) - 1)
        of_form = dict(zip(forms, term[number].tolist(), strict=True))
        columns = [np.array([of_form[form] for form in counter.forms()], np.int64) for counter in self.counters]
        return [each for each, out in zip(types, dropped.tolist(), strict=True) if not out], columns


def _chunks(offsets: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return first and last row of stretches of about `CHUNK` bytes."""
    aims = np.arange(offsets[0] + CHUNK, offsets[-1], CHUNK)
    cuts = np.unique(np.concatenate([[0], np.searchsorted(offsets, aims), [len(offsets) - 1]]))
    return list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))


class _Counter:
    """The vocabulary and the working memory of one thread."""

    def __init__(self, rule: Rule, thread: int):
        self.rule, self.thread = rule, thread
        self.kinds, self.lower = rule.tables()
        self.plain_kinds = np.where(self.kinds == kernels.SPECIAL, np.uint8(kernels.LETTER), self.kinds)
        self.table = np.full(1 << 17, -1, np.int64)
        self.types = np.empty((1 << 15, 5), np.int64)
        self.pool = np.empty(1 << 20, np.uint8)
        self.columns, self.values = np.empty(1 << 18, np.int32), np.empty(1 << 18, np.int32)
        self.state = np.zeros(6, np.int64)

    def count(self, content: NDArray[np.uint8], offsets: NDArray[np.int64]) -> Block:
        """Return the cells of the documents ``content[offsets[d]:offsets[d + 1]]``."""
        n_rows = len(offsets) - 1
        indptr = np.zeros(n_rows + 1, np.int64)
        self.state[[kernels.ROW, kernels.N_CELLS]] = 0
        self.state[kernels.BYTE] = offsets[0]
        while self._run(content, offsets, n_rows, self.kinds, indptr) == kernels.PLAIN:
            row = int(self.state[kernels.ROW])
            text = content[offsets[row]:offsets[row + 1]].tobytes().decode("utf-8")
            self._count_plainly(self.rule.plainly(text), int(indptr[row]))
            indptr[row + 1] = self.state[kernels.N_CELLS]
            self.state[[kernels.ROW, kernels.BYTE]] = row + 1, offsets[row + 1]
        n_cells = self.state[kernels.N_CELLS]
        return Block(self.thread, self.columns[:n_cells].copy(), self.values[:n_cells].copy(), indptr)

    def _count_plainly(self, text: str, n_cells: int) -> None:
        """Count one document anew, in the form that needs no special character."""
        content = np.frombuffer(text.encode("utf-8"), np.uint8)
        self.state[[kernels.ROW, kernels.BYTE, kernels.N_CELLS]] = 0, 0, n_cells
        self.state[kernels.VISIT] += 1
        self._run(content, np.array([0, len(content)]), 1, self.plain_kinds, np.zeros(2, np.int64))

    def _run(self, content: NDArray[np.uint8], offsets: NDArray[np.int64], n_rows: int, kinds: NDArray[np.uint8],
             indptr: NDArray[np.int64]) -> int:
        """Call the kernel until it is through, or meets a document to be written plainly; return which."""
        while True:
            status = kernels.count_rows(content, offsets, n_rows, kinds, self.lower, self.rule.shortest, self.table,
                                        self.types, self.pool, self.columns, self.values, indptr, self.state)
            if status in (kernels.DONE, kernels.PLAIN):
                return status
            if status == kernels.MORE_CELLS:
                self.columns, self.values = _longer(self.columns), _longer(self.values)
            elif status == kernels.MORE_BYTES:
                row = self.state[kernels.ROW]
                self.pool = _longer(self.pool, 2 * int(offsets[row + 1] - offsets[row]))
            else:
                self.types = _longer(self.types)
                self.table = np.full(4 * len(self.types), -1, np.int64)
                kernels.refill(self.table, self.types, self.state[kernels.N_TYPES])

    def forms(self) -> list[str]:
        """Return the forms met, in order of their numbers."""
        n_types, used = self.state[kernels.N_TYPES], self.state[kernels.N_BYTES]
        offsets = np.append(self.types[:n_types, kernels.START], used)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(self.pool[:used])]
        return pa.LargeStringArray.from_buffers(int(n_types), buffers[1], buffers[2]).to_pylist()


def _longer(array: NDArray, more: int = 0) -> NDArray:
    """Return a copy with at least twice the room."""
    longer = np.empty((2 * len(array) + more, *array.shape[1:]), array.dtype)
    longer[:len(array)] = array
    return longer
