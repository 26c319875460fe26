"""The `Corpus` value: untouched articles and everything known about them.

An *article* is one source text.  A *document* is the unit of analysis: the
whole article after reading, a passage of it after `Corpus.segment`.  Offsets
count code points of the decoded article, newlines untouched, a byte order mark
excluded, so that ``corpus.source(article)[start:stop]`` is the quoted text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike

from textmine import _check
from textmine.corpus.cleaning import clean_texts, plan
from textmine.corpus.line_rules import LineRule, Replacement
from textmine.corpus.problems import problems_of
from textmine.corpus.schemas import AUDIT, EDITS, SPANS, ZONES, Normalization
from textmine.corpus.segmentation import UNITS, segment_texts


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Texts with metadata, zones, recorded changes and an audit; never changes.

    Make one with `read_corpus` or `Corpus.from_texts`.

    Attributes
    ----------
    articles : pyarrow.Table
        ``article``, ``text`` and the metadata, a row for each source text.
    spans : pyarrow.Table of D rows
        ``document``, ``source`` (row in `articles`), ``start``, ``stop``.
    zones, edits : pyarrow.Table
        What `clean` marked, and what `tokenize` will read instead of the text.
    normalization : Normalization
    language : str or None
        As stated by the user.
    """

    articles: pa.Table
    spans: pa.Table
    language: str | None = None
    zones: pa.Table = field(default_factory=ZONES.empty_table)
    edits: pa.Table = field(default_factory=EDITS.empty_table)
    normalization: Normalization = Normalization()
    log: pa.Table = field(default_factory=AUDIT.empty_table)
    cleaned: bool = False
    segmented: bool = False

    @classmethod
    def from_texts(
        cls,
        texts: Sequence[str],
        names: Sequence[str] | None = None,
        metadata: Mapping[str, Sequence[Any]] | None = None,
        *,
        language: str | None = None,
    ) -> Corpus:
        """Return a corpus of the given texts.

        Parameters
        ----------
        texts : sequence of str, length A
        names : sequence of str, length A, optional
            Unique names of the articles; by default their numbers, from ``"1"``.
        metadata : mapping of str to sequence of length A, optional
        language : str, optional
            Such as ``"en"``.  Rules for one language are never applied to another.

        Raises
        ------
        CorpusError
            With all problems at once: empty texts, duplicate names, reserved columns.

        Examples
        --------
        >>> corpus = Corpus.from_texts(["Peace first.", "Trade first."], ["a", "b"])
        >>> corpus
        Corpus: 2 documents of 2 articles, language not stated, not cleaned
        """
        if isinstance(texts, str):
            raise TypeError("texts must be a sequence of texts, got one text: write [text]")
        _check.language(language)
        width = len(str(len(texts)))
        names = [str(i + 1).zfill(width) for i in range(len(texts))] if names is None else list(map(str, names))
        metadata = {} if metadata is None else {str(column): list(metadata[column]) for column in metadata}
        problems = list(problems_of(texts, names, metadata))
        if problems:
            raise _check.CorpusError(problems)
        articles = pa.table({"article": pa.array(names, pa.string()), "text": pa.array(texts, pa.large_string()),
                             **{column: pa.array(values, from_pandas=True) for column, values in metadata.items()}})
        spans = pa.table({"document": names, "source": range(len(texts)), "start": [0] * len(texts),
                          "stop": [len(text) for text in texts]}, schema=SPANS)
        return cls(articles, spans, language)

    def __len__(self) -> int:
        return self.spans.num_rows

    def __repr__(self) -> str:
        language = f"language {self.language!r}" if self.language else "language not stated"
        state = "cleaned" if self.cleaned else "not cleaned"
        documents = f"{len(self):,} document" + "s" * (len(self) != 1)
        articles = f"{self.articles.num_rows:,} article" + "s" * (self.articles.num_rows != 1)
        return f"Corpus: {documents} of {articles}, {language}, {state}"

    @property
    def documents(self) -> pa.Table:
        """The documents: ``document``, ``article``, ``start``, ``stop`` and the metadata."""
        rows = self.articles.drop_columns(["text"]).take(self.spans["source"])
        columns = {"document": self.spans["document"], "article": rows["article"],
                   "start": self.spans["start"], "stop": self.spans["stop"]}
        return pa.table(columns | {name: rows[name] for name in rows.column_names if name != "article"})

    @property
    def digest(self) -> str:
        """SHA-256 of names, texts and metadata in canonical order, and of the language; the same in every process."""
        columns = sorted(self.articles.column_names)
        rows = zip(*(self.articles[column].to_pylist() for column in columns), strict=True)
        parts = sorted(hashlib.sha256(repr(row).encode()).digest() for row in rows)
        return hashlib.sha256(repr((columns, self.language)).encode() + b"".join(parts)).hexdigest()

    @property
    def audit(self) -> pd.DataFrame:
        """What was marked, changed or left out, counted.

        Columns: ``rule``, ``detail``, ``article``, ``count``, ``characters``
        (of source text concerned) and ``example`` (the first place).
        """
        return self.log.to_pandas()

    def source(self, article: str) -> str:
        """Return the untouched text of one article, the text that all offsets count in."""
        row = pc.index(self.articles["article"], article).as_py() if isinstance(article, str) else -1
        if row < 0:
            _check.one_of("article", article, self.articles["article"].to_pylist())
        return self.articles["text"][row].as_py()

    def select(self, where: Mapping[str, Any] | ArrayLike) -> Corpus:
        """Return the corpus of the documents that meet a condition.

        Parameters
        ----------
        where : mapping or bool array of shape (D,)
            ``{"party": "green"}`` or ``{"year": [2019, 2020]}``; or one truth value a document.

        Examples
        --------
        >>> corpus = Corpus.from_texts(["One.", "Two."], ["a", "b"], {"year": [2019, 2020]})
        >>> corpus.select({"year": 2020}).documents["document"].to_pylist()
        ['b']
        """
        if isinstance(where, Mapping):
            mask = np.ones(len(self), bool)
            documents = self.documents
            for column, wanted in where.items():
                _check.one_of("where", column, documents.column_names, "columns of the documents, of")
                wanted = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
                mask &= np.isin(documents[column].to_numpy(zero_copy_only=False), wanted)
        else:
            mask = np.asarray(where)
            if mask.dtype != bool or mask.shape != (len(self),):
                raise ValueError(f"where must hold one truth value for each of {len(self)} documents, "
                                 f"got {mask.dtype} of shape {mask.shape}")
        if not mask.any():
            columns = list(where) if isinstance(where, Mapping) else []
            seen = "; ".join(f"{column} holds values such as {self.documents[column][0].as_py()!r}"
                             for column in columns)
            raise ValueError(f"where must keep at least one of {len(self)} documents, got none that meet {where!r}. "
                             f"{seen}".rstrip())
        return self._keep_sources(replace(self, spans=self.spans.filter(pa.array(mask))))

    @staticmethod
    def _keep_sources(corpus: Corpus) -> Corpus:
        """Return `corpus` without the articles that no document refers to."""
        kept = np.unique(corpus.spans["source"].to_numpy())
        moved = np.full(corpus.articles.num_rows, -1, np.int32)
        moved[kept] = np.arange(len(kept), dtype=np.int32)

        def renumber(table: pa.Table) -> pa.Table:
            source = moved[table["source"].to_numpy()]
            position = table.column_names.index("source")
            return table.set_column(position, "source", pa.array(source, pa.int32())).filter(pa.array(source >= 0))

        names = corpus.articles["article"].take(pa.array(kept))
        return replace(corpus, articles=corpus.articles.take(pa.array(kept)), spans=renumber(corpus.spans),
                       zones=renumber(corpus.zones), edits=renumber(corpus.edits),
                       log=corpus.log.filter(pc.or_(pc.is_null(corpus.log["article"]), pc.is_in(
                           corpus.log["article"], names.combine_chunks()))))

    def clean(
        self,
        *,
        rules: Sequence[str] | None = None,
        extra: Sequence[LineRule | Replacement] = (),
        abbreviations: Mapping[str, str] | None = None,
        spelling: str = "auto",
        typed: bool = False,
    ) -> Corpus:
        """Return the corpus with boilerplate, captions and headings marked and written forms merged.

        The texts stay as they are; everything is counted in `audit`.

        Parameters
        ----------
        rules : sequence of str, optional
            Which rules to apply, of `textmine.corpus.cleaning.RULES`; by default all that
            the language of the corpus allows.
        extra : sequence of LineRule and Replacement, optional
            Rules of your own.  They are tried before the others.
        abbreviations : mapping of str to str, optional
            Long forms that the texts do not give, such as ``{"MND": "Ministry of National Defense"}``.
        spelling : {"auto", "us", "uk"}, default "auto"
            The spelling to keep where both occur; ``"auto"`` keeps the more frequent one.
        typed : bool, default False
            Whether to read dates, identifiers and numbers as ``<date>``, ``<identifier>`` and
            ``<number>``: the rules of `textmine.corpus.cleaning.OPTIONAL_RULES`, also by name.

        Raises
        ------
        ValueError
            For an unknown rule, a name that is taken, a rule for another language, a second cleaning.

        Examples
        --------
        >>> corpus = Corpus.from_texts(["Our defence.", "A defense, the U.N. defense."], language="en").clean()
        >>> corpus.audit[["rule", "detail", "article", "count"]]
                   rule             detail article  count
        0  abbreviation          U.N. → UN       2      1
        1      spelling  defence → defense       1      1
        """
        self._require_whole("clean() must come once, before segment(): read the corpus again")
        if self.cleaned:
            raise ValueError("clean() must come once, before segment(): read the corpus again")
        found = clean_texts(*self._named_texts(), plan(self.language, rules, extra, abbreviations, spelling, typed))
        return replace(self, zones=found.zones, edits=found.edits, normalization=found.normalization, cleaned=True,
                       log=pa.concat_tables([self.log, found.log]))

    def segment(self, unit: str = "passages", *, min_words: int = 50, max_words: int = 140) -> Corpus:
        """Return the corpus of passages, each with its article and offsets.

        Parameters
        ----------
        unit : {"passages", "paragraphs", "sentences"}, default "passages"
            Passages are paragraphs in a word range: longer ones are cut at sentence ends,
            shorter ones joined to the next of the same section.
        min_words, max_words : int, default 50 and 140
            The range, in words between white space; for passages alone.  A section with
            fewer words makes a shorter passage.

        Examples
        --------
        >>> corpus = Corpus.from_texts(["One two.\\n\\nThree four five."], ["a"])
        >>> corpus.segment(min_words=2, max_words=3).to_frame()[["document", "start", "stop", "text"]]
          document  start  stop              text
        0      a:1      0     8          One two.
        1      a:2     10    26  Three four five.
        """
        _check.one_of("unit", unit, UNITS)
        _check.integer("min_words", min_words, 1)
        _check.integer("max_words", max_words, min_words)
        self._require_whole("segment() must come once: this corpus is cut into passages already")
        return replace(self, segmented=True,
                       spans=segment_texts(*self._named_texts(), self.zones, unit, min_words, max_words))

    def _named_texts(self) -> tuple[list[str], list[str]]:
        """Return the names and the texts of the articles."""
        return self.articles["article"].to_pylist(), self.articles["text"].to_pylist()

    def _require_whole(self, message: str) -> None:
        """Raise unless every document is a whole article."""
        if self.segmented:
            raise ValueError(message)

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each document: name, article, offsets, metadata and text."""
        texts = self.articles["text"].to_pylist()
        spans = zip(*(self.spans[column].to_pylist() for column in ("source", "start", "stop")), strict=True)
        return self.documents.to_pandas().assign(text=[texts[i][start:stop] for i, start, stop in spans])
