"""`count_terms`: from texts to a table of counts, at the speed of the machine.

The same numbers as ``tokenize(corpus).count()``, which stays the oracle, without
an object for each token: compiled kernels read the bytes of the texts as Arrow
keeps them.  Threads share nothing; each has a vocabulary of its own, and the
vocabularies are merged and sorted at the end, so that the table does not depend
on the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine._files import new_folder, saved_files, write_format
from textmine.corpus.corpus import Corpus
from textmine.corpus.reading.scanning import CorpusScan, parts_of
from textmine.corpus.schemas import Normalization, by_source
from textmine.corpus.segmentation import outside
from textmine.corpus.texts import text_array
from textmine.docterm import DocTerm
from textmine.tokens._rows import order_rows
from textmine.tokens.blocks import Block
from textmine.tokens.counters import MARK, Counting, typed_forms
from textmine.tokens.folding import listed
from textmine.tokens.rules import RULES, Rule
from textmine.tokens.spilling import SpilledBlocks, read_table_of_counts, write_names, write_ordered
from textmine.tokens.tokenizer import Reading, unread

PART = 64 << 20
"""Characters of text that are written out at a time where changes or passages are read."""


def count_terms(
    corpus: Corpus | CorpusScan | Sequence[str],
    *,
    rule: str = "words",
    zones: tuple[str, ...] = (),
    numbers: bool = True,
    drop: Iterable[str] = (),
    n_threads: int | None = None,
    to: str | Path | None = None,
    overwrite: bool = False,
) -> DocTerm:
    """Return how often each document uses each term.

    Equal to ``tokenize(corpus, rule=rule, zones=zones, numbers=numbers).drop(drop).count()``,
    and much faster, since no token is kept.

    Parameters
    ----------
    corpus : Corpus, CorpusScan or sequence of str
        A scan (`scan_corpus`) is read part by part and need not fit into memory.  Texts in a
        list are numbered, and of no stated language.
    rule : {"words", "sklearn"}, default "words"
        What a word is; ``"sklearn"`` gives the table of ``CountVectorizer()``.  Other rules of
        `tokenize` are not compiled.
    zones : tuple of str, default ()
        Zones to read beside the running text.
    numbers : bool, default True
        Whether to count numbers, dates and ordinals.
    drop : iterable of str, default ()
        Words to leave out, such as ``tm.stopwords("en")``; `sizes` do not count them either.
    n_threads : int, optional
        By default as many as the process may use.  The result is the same for any number.
    to : str or Path, optional
        A new folder for the counts, as `save` writes it, where they need not fit into memory
        either: the table that is returned reads its cells from there.
    overwrite : bool, default False
        Whether to replace counts that were written to `to` before.

    Returns
    -------
    DocTerm
        Terms sorted.  In time linear in the bytes of the texts, and in memory for the
        counts, the vocabulary, and a few megabytes for each thread.

    Raises
    ------
    TypeError
        If `corpus` is none of these.
    CorpusError
        With all problems of a part of a scan, or of a list, when it is reached.
    ValueError
        For a rule or a zone that does not exist, and a stop list of another language.
    FileExistsError
        If there is something at `to` that must not be replaced.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["Peace and peace.", "War, peace."], ["a", "b"])
    >>> count_terms(corpus, drop=["and"]).to_frame()
              peace  war
    document
    a             2    0
    b             1    1
    """
    drop = tuple(drop) if isinstance(drop, Iterator) else drop
    _check.kind("corpus", corpus, (Corpus, CorpusScan, list, tuple), "call tm.read_corpus(path) or "
                "tm.scan_corpus(path), or give a list of texts")
    _check.one_of("rule", rule, [name for name, each in RULES.items() if each.tables is not None])
    listed("drop", (), drop, *_folding_of(corpus))
    if not isinstance(corpus, Corpus) and not len(corpus):
        raise _check.CorpusError(["there are no texts: give at least one"])
    typed = typed_forms(corpus.edits["replacement"].unique().to_pylist()) if isinstance(corpus, Corpus) else {}
    counting = Counting(RULES[rule], n_threads, typed)
    if to is None:
        blocks: list[Block] = []
        documents = _count_parts(counting, corpus, zones, blocks)
        terms, columns = counting.vocabulary(*_folding_of(corpus), numbers, drop)
        return _in_memory(counting, blocks, terms, columns, documents)
    with new_folder(to, overwrite, saved_files, "to") as folder, SpilledBlocks(folder) as spilled:
        documents = _count_parts(counting, corpus, zones, spilled)
        terms, columns = counting.vocabulary(*_folding_of(corpus), numbers, drop)
        rows = write_ordered(spilled, partial(_order, columns, len(terms)), folder)
        write_names(folder, *rows, terms, documents)
        write_format(folder, "DocTerm", {})
    return read_table_of_counts(Path(to))


def _folding_of(corpus: Corpus | CorpusScan | Sequence[str]) -> tuple[Normalization, str | None]:
    """Return what folds the words of a corpus."""
    if isinstance(corpus, Corpus):
        return corpus.normalization, corpus.language
    return Normalization(), corpus.language if isinstance(corpus, CorpusScan) else None


def _count_parts(counting: Counting, corpus: Corpus | CorpusScan | Sequence[str], zones: tuple[str, ...],
                 blocks: list[Block] | SpilledBlocks) -> pa.Table:
    """Count a corpus into `blocks`, part by part, and return its documents."""
    documents = []
    for part in parts_of(corpus):
        for texts in document_texts(part, counting.rule, zones, counting.typed):
            blocks.extend(counting.count(texts))
        documents.append(part.documents)
    return pa.concat_tables(documents, promote_options="permissive")


def _order(columns: list[NDArray[np.int32]], n_terms: int, block: Block, indices: NDArray[np.int32],
           counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Write the cells of a block with terms for columns, in order; return where rows begin, and their sums."""
    terms = columns[block.thread]
    return order_rows(block.columns, block.values, block.indptr, terms, n_terms, indices, counts)


def _in_memory(counting: Counting, blocks: list[Block], terms: list[str], columns: list[NDArray[np.int32]],
               documents: pa.Table) -> DocTerm:
    """Return the table of all blocks."""
    cells = np.cumsum([0] + [len(block.columns) for block in blocks])
    indices, counts = np.empty(cells[-1], np.int32), np.empty(cells[-1], np.int64)

    def order(k: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        place = slice(cells[k], cells[k + 1])
        return _order(columns, len(terms), blocks[k], indices[place], counts[place])

    return _table(indices, counts, cells, counting.each(order, range(len(blocks))), terms, documents)


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


def document_texts(corpus: Corpus, rule: Rule, zones: tuple[str, ...], typed: Mapping[str, str]) -> Iterator[pa.Array]:
    """Yield the documents as read, in Arrow arrays: as they are, or with changes and without zones.

    Typed tokens are written as `typed` says, with a mark that is taken out of the texts.
    """
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
        reading = Reading.of(rule, text, start, stop)
        parts = (typed.get(piece) or piece.replace(MARK, " ")
                 for first, last in outside(text, (start, stop), skipped.get(source, []))
                 for piece in reading.stretches(first, last, edits.get(source, [])))
        texts.append("\n".join(parts))
        size += stop - start
        if size > PART:
            yield text_array(texts)
            texts, size = [], 0
    if texts:
        yield text_array(texts)
