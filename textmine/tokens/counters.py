"""The threads of one count, each with a vocabulary and working memory of its own.

They share nothing while they count; `Counting.vocabulary` merges what they met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from textmine._threads import available_threads
from textmine.corpus.schemas import Normalization
from textmine.corpus.texts import bytes_of
from textmine.tokens import _kernels as kernels
from textmine.tokens.blocks import Block
from textmine.tokens.folding import listed
from textmine.tokens.rules import Rule, Tables, line_tables
from textmine.tokens.tokenizer import TYPED, fold_forms, is_number
from textmine.tokens.vocabulary import Vocabulary, longer

CHUNK = 4 << 20
"""Bytes of text that one thread counts at a time."""
PAGE = 1 << 22
"""Cells of one page of memory; blocks of cells lie on it one after the other, and are not copied."""
MARK = "\U0010fffe"
"""No character (Unicode 15, section 23.7): begins what stands for a typed token such as ``<date>``."""


def typed_forms(replacements: Iterable[str]) -> dict[str, str]:
    """Return what stands for each typed token among replacements while texts are counted.

    >>> list(typed_forms(["United Nations", "<date>"]).values()) == [MARK + "0"]
    True
    """
    return {form: f"{MARK}{i}" for i, form in enumerate(sorted(filter(TYPED.fullmatch, replacements)))}


class Counting:
    """The threads of one count, each with its own vocabulary."""

    def __init__(self, rule: Rule, n_threads: int | None, typed: Mapping[str, str]):
        self.rule, self.typed = rule, typed
        self.counters = [_Counter(rule, thread, typed) for thread in range(available_threads(n_threads, "n_threads"))]

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
        """Return the cells of some documents.

        Raises
        ------
        ValueError
            If the bytes are no UTF-8, as in a damaged file: compiled code trusts them.
        """
        try:
            texts.validate(full=True)
        except pa.ArrowInvalid as error:
            raise ValueError(f"texts must be valid UTF-8, but their file is damaged: {error}") from error
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

    def vocabulary(self, normalization: Normalization, language: str | None, numbers: bool, drop: Iterable[str]):
        """Return the terms, sorted, and for each thread the term of each of its types, -1 where dropped."""
        forms = list(dict.fromkeys(form for counter in self.counters for form in counter.forms()))
        types, number = fold_forms(forms, self.rule, normalization, language)
        dropped = listed("drop", types, drop, normalization, language)
        if not numbers:
            dropped |= np.fromiter((is_number(each) for each in types), bool, len(types))
        term = np.where(dropped, -1, np.cumsum(~dropped) - 1)
        of_form = dict(zip(forms, term[number].tolist(), strict=True))
        columns = [np.array([of_form[form] for form in counter.forms()], np.int32) for counter in self.counters]
        return [each for each, out in zip(types, dropped.tolist(), strict=True) if not out], columns


def _chunks(offsets: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return first and last row of stretches of about `CHUNK` bytes."""
    aims = np.arange(offsets[0] + CHUNK, offsets[-1], CHUNK)
    cuts = np.unique(np.concatenate([[0], np.searchsorted(offsets, aims), [len(offsets) - 1]]))
    return list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))


class _Counter:
    """The vocabulary and the working memory of one thread."""

    def __init__(self, rule: Rule, thread: int, typed: Mapping[str, str]):
        self.rule, self.thread = rule, thread
        self.typed = {written: form for form, written in typed.items()}
        assert rule.tables is not None
        self.tables = rule.tables()
        if typed:
            self.tables = self.tables[0].copy(), self.tables[1]
            self.tables[0][ord(MARK)] = kernels.LETTER
        self.known = Vocabulary()
        self.state = self.known.state
        self.columns, self.values = np.empty(PAGE, np.int32), np.empty(PAGE, np.uint32)

    def count(self, content: NDArray[np.uint8], offsets: NDArray[np.int64]) -> Block:
        """Return the cells of the documents ``content[offsets[d]:offsets[d + 1]]``."""
        n_rows = len(offsets) - 1
        if len(self.columns) - self.state[kernels.N_CELLS] < PAGE // 8:
            self.columns, self.values = np.empty(PAGE, np.int32), np.empty(PAGE, np.uint32)
            self.state[kernels.N_CELLS] = 0
        first = self.state[kernels.N_CELLS]
        indptr = np.full(n_rows + 1, first)
        self.state[[kernels.ROW, kernels.BYTE]] = 0, offsets[0]
        while self._run(content, offsets, n_rows, self.tables, indptr) == kernels.PLAIN:
            row = int(self.state[kernels.ROW])
            text = content[offsets[row]:offsets[row + 1]].tobytes().decode("utf-8")
            self._count_plainly("\n".join(self._forms_of(text)), int(indptr[row]))
            indptr[row + 1] = self.state[kernels.N_CELLS]
            self.state[[kernels.ROW, kernels.BYTE]] = row + 1, offsets[row + 1]
        cells = slice(first, self.state[kernels.N_CELLS])
        return Block(self.thread, self.columns[cells], self.values[cells], indptr - first)

    def _forms_of(self, text: str) -> Iterator[str]:
        """Yield the words of a text as the plain version finds them, and what stands for typed tokens."""
        for line in text.split("\n") if self.typed else [text]:
            yield from [line] if line in self.typed else self.rule.forms(line)

    def _count_plainly(self, text: str, n_cells: int) -> None:
        """Count one document anew, from its words as the plain version finds them, one a line."""
        content = np.frombuffer(text.encode("utf-8"), np.uint8)
        self.state[[kernels.ROW, kernels.BYTE, kernels.N_CELLS]] = 0, 0, n_cells
        self.state[kernels.VISIT] += 1
        self._run(content, np.array([0, len(content)]), 1, line_tables(), np.zeros(2, np.int64))

    def _run(self, content: NDArray[np.uint8], offsets: NDArray[np.int64], n_rows: int, tables: Tables,
             indptr: NDArray[np.int64]) -> int:
        """Call the kernel until it is through, or meets a document to be written plainly; return which."""
        while True:
            known = self.known
            status = kernels.count_rows(content, offsets, n_rows, *tables, self.rule.shortest, known.table, known.types,
                                        known.pool, self.columns, self.values, indptr, self.state)
            if status in (kernels.DONE, kernels.PLAIN):
                return status
            if status == kernels.MORE_CELLS:
                self.columns, self.values = longer(self.columns), longer(self.values)
            row = self.state[kernels.ROW]
            known.grow(status, int(offsets[row + 1] - offsets[row]))

    def forms(self) -> list[str]:
        """Return the forms met, in order of their numbers."""
        forms = self.known.forms()
        return [self.typed.get(form, form) for form in forms] if self.typed else forms
