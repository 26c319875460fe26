"""Datasheet: what a corpus is, group by group, before anything is compared.

`corpus_profile` counts what every paper has to report, measures how bursty the words
are, and says in plain sentences what to mind.  Its `CorpusProfile.datasheet` is a page of
Markdown for the appendix, after the questions of Gebru et al. (2021) that texts
and audit can answer; it names those that only the analyst can.

References
----------
Gebru, T. et al. (2021). Datasheets for datasets. Communications of the ACM 64(12),
86-92.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from textmine import _check
from textmine.corpus.comparability import limits_of
from textmine.corpus.corpus import Corpus
from textmine.corpus.grouping import Grouping, grouping
from textmine.stats.burstiness import dispersion_index, dispersion_index_limit
from textmine.study.cautions import cautions
from textmine.study.gallery import markdown_table
from textmine.tokens.tokenizer import tokenize
from textmine.tokens.tokens import Tokens

FEWEST_OCCURRENCES = 5
"""Occurrences in a group from which a term has a part in its burstiness."""
TOO_FEW = f"no term occurs {FEWEST_OCCURRENCES} times in two documents or more: burstiness unknown"
OPEN_QUESTIONS = ("why the corpus was made, and who paid for it", "how the texts were chosen, and from what",
                  "who wrote, edited and translated them, beyond what the metadata say",
                  "whether people are named who could be harmed", "who may use and pass on the texts")


@dataclass(frozen=True, eq=False, repr=False)
class CorpusProfile:
    """What a corpus is, group by group; never changes.

    Attributes
    ----------
    by : str
        The column that groups the documents.
    table : pandas.DataFrame
        See `corpus_profile`; `to_frame` gives a copy.
    warnings : tuple of str
        What to mind, a plain sentence each.
    limits : mapping of str to float
        That the warnings rest on.
    tokens : Tokens
        What was profiled.
    """

    by: str
    table: pd.DataFrame
    warnings: tuple[str, ...]
    limits: Mapping[str, float]
    tokens: Tokens

    def __repr__(self) -> str:
        n = len(self.warnings)
        return f"CorpusProfile: {len(self.table)} groups by {self.by!r}, {n} warning" + "s" * (n != 1)

    def to_frame(self) -> pd.DataFrame:
        """Return the table of the groups; its columns stand at `corpus_profile`."""
        return self.table.copy()

    def datasheet(self) -> str:
        """Return a page of Markdown: what is in the corpus, how it was read, what is missing; no clock in it."""
        sections = {"What is in it": self._composition(), "How it was read": self._reading(),
                    "What was cleaned": self._cleaning(), "What is missing": self._missing(),
                    "What to mind": [f"- {warning}" for warning in self.warnings] or ["Nothing was found."],
                    "Limits of these warnings": [f"- {name}: {value:g}" for name, value in sorted(self.limits.items())],
                    "What the texts cannot say": [f"- {question}" for question in OPEN_QUESTIONS]}
        return "\n".join(["# Datasheet", "", *(line for title, lines in sections.items()
                                               for line in (f"## {title}", "", *lines, ""))])

    def _composition(self) -> list[str]:
        """Return counts, groups and metadata."""
        corpus, table, n_words = self.tokens.corpus, self.table.copy(), len(self.tokens.text_words.ids)
        for column in table.columns[table.dtypes.map(str).isin(["float64", "Float64"])]:
            table[column] = ["–" if pd.isna(value) else f"{value:.3g}" for value in table[column]]
        names = [name for name in corpus.articles.column_names if name not in ("article", "text")]
        return [f"{corpus.articles.num_rows:,} articles, {len(corpus):,} documents, {n_words:,} words, "
                f"{self.tokens.n_types:,} types that are counted.",
                f"Digest of texts, metadata and language: `{corpus.digest}`.",
                f"Metadata: {', '.join(sorted(names)) or 'none'}.", "",
                f"By {self.by}:", "", *markdown_table(table)]

    def _reading(self) -> list[str]:
        """Return language, unit of analysis and dropped words."""
        corpus, ids = self.tokens.corpus, self.tokens.ids
        unit = "a part of an article, with its offsets" if corpus.segmented else "a whole article"
        dropped = int((ids < 0).sum())
        return [f"- Language: {corpus.language or 'not stated'}.", f"- A document is {unit}.",
                f"- Dropped before counting: {dropped:,} of {len(ids):,} words ({dropped / max(1, len(ids)):.1%})."]

    def _cleaning(self) -> list[str]:
        """Return how often each rule of the audit applied."""
        corpus, audit = self.tokens.corpus, self.tokens.corpus.audit
        if not corpus.cleaned and audit.empty:
            return ["Nothing: the texts were counted as they are."]
        if audit.empty:
            return ["The texts were cleaned, and no rule applied."]
        return markdown_table(audit.groupby("rule", as_index=False, sort=True)[["count", "characters"]].sum())

    def _missing(self) -> list[str]:
        """Return empty metadata, documents without words, and text that was not read."""
        corpus = self.tokens.corpus
        total = corpus.articles.num_rows
        empty = {name: corpus.articles[name].null_count for name in sorted(corpus.articles.column_names)}
        lines = [f"- {name}: empty for {n:,} of {total:,} articles." for name, n in empty.items() if n]
        wordless = int((np.diff(self.tokens.text_words.bounds) == 0).sum())
        lines += [f"- {wordless:,} documents have no words."] if wordless else []
        if corpus.zones.num_rows:
            lines += [f"- {corpus.zones.num_rows:,} zones, such as headings and captions, are no running text."]
        return lines or ["Nothing that the corpus shows."]


def corpus_profile(corpus: Corpus | Tokens, *, by: str = "article",
                   limits: Mapping[str, float] | None = None) -> CorpusProfile:
    """Return sizes, burstiness and warnings for the groups of a corpus.

    Parameters
    ----------
    corpus : Corpus or Tokens
        Tokens, if words were dropped; best of passages, ``corpus.segment()``.
    by : str, default ``"article"``
    limits : mapping of str to float, optional
        Changes to `textmine.corpus.comparability.LIMITS`, from which on a warning is given.

    Returns
    -------
    CorpusProfile
        Its table has a row for each group: ``group``, ``articles``, ``documents``, ``words`` (dropped ones
        included), ``tokens`` (that are counted), ``types``, ``median_length`` (words of a document),
        ``largest_share`` (of the words, in the longest document), ``dispersion_index`` (mean over terms of
        variance over mean in the documents: 1 at random, larger in bursts), ``bursty_share`` (of those
        terms, beyond a limit that about 5 % of random ones exceed; see
        `textmine.stats.burstiness.dispersion_index_limit`), ``n_terms`` (that occur five times or more;
        both rest on them), ``note``.

    Raises
    ------
    TypeError
        If `corpus` is neither Corpus nor Tokens.
    ValueError
        For an unknown column or limit.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["peace talks", "war", "peace"], metadata={"side": ["A", "A", "B"]})
    >>> profile = tm.corpus_profile(corpus, by="side")
    >>> profile.to_frame()[["group", "articles", "words", "types"]]
      group  articles  words  types
    0     A         2      3      3
    1     B         1      1      1
    >>> profile.warnings[1]
    "1 of 2 groups has fewer than 2 articles ('B'): a difference says nothing beyond these texts."
    """
    _check.kind("corpus", corpus, (Corpus, Tokens), "call tm.read_corpus(path)")
    tokens = tokenize(corpus) if isinstance(corpus, Corpus) else corpus
    chosen = limits_of(limits)
    groups = grouping(tokens.corpus.documents, by)
    table = _profile_table(tokens, groups)
    return CorpusProfile(by, table, cautions(tokens, table, groups, chosen), chosen, tokens)


def _profile_table(tokens: Tokens, groups: Grouping) -> pd.DataFrame:
    """Return the row of every group."""
    counted, lengths = tokens.count(), np.diff(tokens.text_words.bounds)
    articles = np.array(tokens.corpus.documents["article"].to_pylist(), dtype=object)
    rows = []
    for g, group in enumerate(groups.labels):
        members = groups.members(g)
        words, counts = lengths[members], counted.counts[members]
        totals = np.asarray(counts.sum(axis=0)).ravel()
        tested = np.flatnonzero(totals >= FEWEST_OCCURRENCES)
        enough = len(tested) > 0 and (counted.sizes[members] > 0).sum() > 1
        index, bursty = _burstiness(counts[:, tested], counted.sizes[members]) if enough else (np.nan, np.nan)
        rows.append((group, len(set(articles[members])), len(members), int(words.sum()), int(totals.sum()),
                     int((totals > 0).sum()), float(np.median(words)), words.max() / max(1, words.sum()),
                     index, bursty, len(tested), "" if enough else TOO_FEW))
    table = pd.DataFrame(rows, columns=["group", "articles", "documents", "words", "tokens", "types", "median_length",
                                        "largest_share", "dispersion_index", "bursty_share", "n_terms", "note"])
    return table.astype({"dispersion_index": "Float64", "bursty_share": "Float64"})


def _burstiness(counts, sizes) -> tuple[float, float]:
    """Return the mean index of dispersion, and the share of terms beyond what about 5 % of random ones reach."""
    index = dispersion_index(counts, sizes)
    limit = dispersion_index_limit(np.asarray(counts.sum(axis=0)).ravel(), sizes)
    return float(index.mean()), float((index > limit).mean())
