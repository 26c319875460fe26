"""The `Corpus` value: untouched articles and everything known about them.

An *article* is one source text.  A *document* is the unit of analysis: the
whole article after reading, a passage of it after `Corpus.segment`.  Offsets
count code points of the decoded article, newlines untouched, a byte order mark
excluded, so that ``corpus.source(article)[start:stop]`` is the quoted text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray

from textmine import _check
from textmine.corpus.cleaning.line_rules import LineRule, Replacement
from textmine.corpus.cleaning.rules import clean_texts, plan
from textmine.corpus.problems import articles_of
from textmine.corpus.schemas import AUDIT, EDITS, SPANS, ZONES, Normalization, canonical
from textmine.corpus.segmentation import UNITS, segment_texts
from textmine.corpus.selection import chosen, drawn, keep_sources


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
        texts : sequence of str or Arrow column, length A
        names : sequence of str or Arrow column, length A, optional
            Unique names of the articles; by default their numbers, from ``"1"``.
        metadata : mapping of str to sequence or Arrow column of length A, optional
            Arrow columns keep their types, dates and times among them.
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
        for argument, values in (("texts", texts), ("names", names), *(metadata or {}).items()):
            if isinstance(values, str) or not (values is None and argument == "names" or isinstance(values, Iterable)):
                raise TypeError(f"{argument} must be a sequence with a value for each text, got {values!r}")
        _check.language(language)
        articles = articles_of(texts, names, metadata or {})
        n = articles.num_rows
        spans = pa.table({"document": articles["article"], "source": np.arange(n), "start": np.zeros(n, np.int64),
                          "stop": pc.utf8_length(articles["text"])}).cast(SPANS)
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
        """SHA-256 of names, texts and metadata in canonical order, and of the language.

        The same in every process, and for the same data from a CSV, JSON Lines, Parquet or a frame.
        """
        columns = sorted(self.articles.column_names)
        parts: list[bytes] = []
        for batch in self.articles.select(columns).to_batches(max_chunksize=65536):
            cells = (map(canonical, column.to_pylist()) for column in batch.columns)
            parts += (hashlib.sha256(repr(row).encode()).digest() for row in zip(*cells, strict=True))
        return hashlib.sha256(repr((columns, self.language)).encode() + b"".join(sorted(parts))).hexdigest()

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
            ``{"party": "green"}`` or ``{"year": [2019, 2020]}``, dates as dates or as
            ``"2020-01-18"``; or one truth value a document.

        Examples
        --------
        >>> corpus = Corpus.from_texts(["One.", "Two."], ["a", "b"], {"year": [2019, 2020]})
        >>> corpus.select({"year": 2020}).documents["document"].to_pylist()
        ['b']
        """
        return self._keep(chosen(self.documents, where))

    def sample(self, n: int, *, by: str | None = None, random_state: int = 0) -> Corpus:
        """Return the corpus of some documents, drawn without replacement and kept in their order.

        Parameters
        ----------
        n : int
            How many; with `by`, how many of each group.
        by : str, optional
            A column of the documents.
        random_state : int, default 0
            The draw depends on it and on the names of the documents, not on their order.

        Raises
        ------
        ValueError
            If there are fewer than `n` documents, in all or in a group.

        Examples
        --------
        >>> corpus = Corpus.from_texts(["One.", "Two.", "Three."], metadata={"side": ["A", "A", "B"]})
        >>> corpus.sample(1, by="side").documents["side"].to_pylist()
        ['A', 'B']
        """
        return self._keep(drawn(self.documents, n, by, random_state))

    def _keep(self, mask: NDArray[np.bool_]) -> Corpus:
        """Return the corpus of the documents in a mask, without the articles that are left with none."""
        spans = self.spans.filter(pa.array(mask))
        return replace(self, **keep_sources(self.articles, spans, {"zones": self.zones, "edits": self.edits}, self.log))

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
            Which rules to apply, of `textmine.corpus.cleaning.rules.RULES`; by default all that
            the language of the corpus allows.
        extra : sequence of LineRule and Replacement, optional
            Rules of your own.  They are tried before the others.
        abbreviations : mapping of str to str, optional
            Long forms that the texts do not give, such as ``{"MND": "Ministry of National Defense"}``.
        spelling : {"auto", "us", "uk"}, default "auto"
            The spelling to keep where both occur; ``"auto"`` keeps the more frequent one.
        typed : bool, default False
            Whether to read dates, identifiers and numbers as ``<date>``, ``<identifier>`` and
            ``<number>``: the rules of `textmine.corpus.cleaning.rules.OPTIONAL_RULES`, also by name.

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
        unit : {"passages", "paragraphs", "sentences", "windows"}, default "passages"
            Passages are paragraphs in a word range: longer ones are cut at sentence ends,
            shorter ones joined to the next of the same section.  Windows have `max_words`
            each, whatever sentences they cut; only the last of a section differs, which
            joins the one before if it has fewer than `min_words`.
        min_words, max_words : int, default 50 and 140
            In words between white space; for passages and windows alone.  A section with
            fewer words makes a shorter one.

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
