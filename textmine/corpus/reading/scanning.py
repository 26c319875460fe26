"""Corpora larger than memory: Parquet read part by part.

`scan_corpus` opens a Parquet file, or a folder of them, without reading the texts.
Iterating over the scan yields the corpus in parts of bounded size, each an ordinary
`Corpus`; what is additive over documents, such as `count_terms`, needs no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from textmine import _check
from textmine.corpus.columns import shortened
from textmine.corpus.corpus import Corpus
from textmine.corpus.reading.parquet import difference, parquet_files
from textmine.corpus.reading.tabular import text_columns

PART = 32 << 20
"""Bytes of text in a part, about (characters of a list); at least one document."""


@dataclass(frozen=True)
class CorpusScan:
    """Texts in Parquet files, read part by part; made by `scan_corpus`.

    Attributes
    ----------
    files : tuple of Path
        In the order of their names.
    columns : tuple of str
        Which are read: text, name and metadata.
    n_rows : int
        Rows in all files.
    """

    files: tuple[Path, ...]
    text: str
    name: str | None
    language: str | None
    columns: tuple[str, ...]
    n_rows: int

    def __len__(self) -> int:
        return self.n_rows

    def __repr__(self) -> str:
        language = f"language {self.language!r}" if self.language else "language not stated"
        files = f"{len(self.files):,} Parquet file" + "s" * (len(self.files) != 1)
        return f"CorpusScan: {len(self):,} documents in {files}, {language}, not read yet"

    def __iter__(self) -> Iterator[Corpus]:
        """Yield the corpus in parts, in the order of files and rows.

        Raises
        ------
        CorpusError
            With all problems of a part, when it is reached.
        """
        width, n_read = len(str(self.n_rows)), 0
        seen: set[str] = set()
        for file in self.files:
            for batch in _batches(file, self.text, self.columns):
                what = f"{file.name}, rows from {n_read + 1:,}"
                texts, names, metadata = text_columns(dict(zip(batch.schema.names, batch.columns, strict=True)), what,
                                                      self.text, self.name)
                if names is None:
                    names = [str(n_read + i + 1).zfill(width) for i in range(len(batch))]
                part = Corpus.from_texts(texts, names, metadata, language=self.language)
                if self.name is not None:
                    _require_new(part, seen)
                n_read += len(batch)
                yield part


def scan_corpus(
    source: str | Path, *, text: str = "text", name: str | None = None, language: str | None = None
) -> CorpusScan:
    """Return a corpus in Parquet that is read part by part, for texts larger than memory.

    Parameters
    ----------
    source : str or Path
        A Parquet file, or a folder of them.
    text : str, default ``"text"``
        The column that holds the texts.
    name : str, optional
        The column with unique names; by default rows are numbered through all files.
    language : str, optional
        Such as ``"en"``.

    Returns
    -------
    CorpusScan
        Give it to `count_terms`, or iterate over it.

    Raises
    ------
    FileNotFoundError
        If there is no Parquet file at `source`.
    CorpusError
        If a file is cut short, files differ in their columns, or a column does not exist.

    Examples
    --------
    >>> import tempfile
    >>> table = pa.table({"body": ["Peace.", "War."], "year": [1990, 1991]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pq.write_table(table, f"{folder}/a.parquet")
    ...     scan = scan_corpus(folder, text="body")
    ...     print(scan, [part.source(f"{i}") for part in scan for i in (1, 2)])
    CorpusScan: 2 documents in 1 Parquet file, language not stated, not read yet ['Peace.', 'War.']
    """
    _check.language(language)
    path = Path(source)
    files = parquet_files(path) if path.is_dir() else [path] if path.is_file() else []
    if not files:
        raise FileNotFoundError(f"source must be a Parquet file or a folder of them, got {str(path)!r}: read_corpus "
                                "reads other kinds, and a table becomes Parquet with pandas' to_parquet")
    schemas, problems, n_rows = {}, [], 0
    for file in files:
        try:
            metadata = pq.read_metadata(file)
        except (pa.ArrowException, OSError) as error:
            problems.append(f"{file.name} is not readable Parquet, perhaps cut short: {str(error).splitlines()[0]}")
            continue
        schemas[file.name] = metadata.schema.to_arrow_schema().remove_metadata()
        n_rows += metadata.num_rows
    first = next(iter(schemas), "")
    problems += filter(None, (difference(first, schemas[first], each, schema) for each, schema in schemas.items()))
    if problems:
        raise _check.CorpusError(shortened(problems, len(problems)))
    columns = tuple(each for each in schemas[first].names if not each.startswith("__index_level_"))
    text_columns(dict.fromkeys(columns, ()), path.name, text, name)
    return CorpusScan(tuple(files), text, name, language, columns, n_rows)


def parts_of(texts: Corpus | CorpusScan | Sequence[str]) -> Iterator[Corpus]:
    """Yield a corpus in parts: one in memory as it is, a scan or a list of texts in parts of bounded size.

    >>> [part.documents["document"].to_pylist() for part in parts_of(["Peace.", "War."])]
    [['1', '2']]
    """
    if isinstance(texts, Corpus):
        yield texts
    elif isinstance(texts, CorpusScan):
        yield from tqdm(_ahead(texts), "counting", disable=None, unit=" parts", leave=False)
    else:
        width, first, size = len(str(len(texts))), 0, 0
        for row, text in enumerate(texts):
            size += len(text) if isinstance(text, str) else 0
            if size > PART or row + 1 == len(texts):
                names = [str(i + 1).zfill(width) for i in range(first, row + 1)]
                yield Corpus.from_texts(texts[first:row + 1], names)
                first, size = row + 1, 0


def _ahead(parts: Iterable[Corpus]) -> Iterator[Corpus]:
    """Yield parts in order, and read the next one while this one is worked on."""
    iterator = iter(parts)
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, iterator, None)
        while (part := following.result()) is not None:
            following = reader.submit(next, iterator, None)
            yield part


def _batches(file: Path, text: str, columns: tuple[str, ...]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file in batches of about `PART` bytes of text."""
    with pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20) as parquet:
        metadata = parquet.metadata
        column = parquet.schema_arrow.names.index(text)
        size = sum(metadata.row_group(i).column(column).total_uncompressed_size for i in range(metadata.num_row_groups))
        rows = max(1, min(PART * metadata.num_rows // max(1, size), 1 << 16))
        try:
            yield from parquet.iter_batches(batch_size=rows, columns=list(columns), use_threads=False)
        except (pa.ArrowException, OSError) as error:
            raise _check.CorpusError([f"{file.name} is damaged: {str(error).splitlines()[0]}"]) from error


def _require_new(part: Corpus, seen: set[str]) -> None:
    """Raise if a name of a part stands in an earlier one; then remember its names."""
    names = part.articles["article"].to_pylist()
    again = [name for name in names if name in seen]
    if again:
        raise _check.CorpusError(shortened([f"the name {name!r} stands in several parts: names must be unique"
                                            for name in again], len(again)))
    seen.update(names)
