"""What all experiments start from: the corpus, its passages, tokens and counts.

The one place with the settings that hold for all figures, so that figures of one
study can be read side by side.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import textmine as tm
from textmine.corpus.grouping import grouping
from textmine.corpus.schemas import is_english
from textmine.plots.style import short_names
from textmine.study.provenance import Record, write_figure

SEEDS, FIGURES = Path("seeds"), Path("figures")
CODEBOOK = Path("experiments/codebook.toml")
MOST_GROUPS = 12
IN_GROUPS = {"in each article": "in the articles of each group", "each article": "each group",
             "are the articles": "are the groups"}
"""Words of the questions, and what they are where articles are not the groups."""
N_TOPICS = 4
SEED = 0


@dataclass(frozen=True)
class Study:
    """One corpus in one grouping, and where its figures go.

    Attributes
    ----------
    corpus : tm.Corpus
        As read; `clean` is applied here.
    by : str
        The column whose groups are compared.
    themes : mapping, optional
        The analyst's codebook; without one, a draft is made from the topics.
    """

    corpus: tm.Corpus
    by: str = "article"
    themes: Mapping[str, tuple[str, ...]] | None = None
    output: Path = FIGURES
    n_topics: int = N_TOPICS

    def __post_init__(self) -> None:
        if self.n_topics < 1:
            raise ValueError(f"--topics must be at least 1, got {self.n_topics}")
        if len(self.groups) > MOST_GROUPS:
            raise ValueError(f"--by must name a column with at most {MOST_GROUPS} groups, so that the figures stay "
                             f"readable, got {self.by!r} with {len(self.groups)}: choose a coarser column")

    @classmethod
    def of_seeds(cls) -> Study:
        """Return the study of the bundled articles."""
        return cls(tm.read_corpus(SEEDS, language="en"), themes=tm.read_codebook(CODEBOOK))

    @cached_property
    def passages(self) -> tm.Corpus:
        """The cleaned corpus in passages."""
        return self.corpus.clean().segment()

    @cached_property
    def all_tokens(self) -> tm.Tokens:
        """All words of the running text but numbers."""
        return tm.tokenize(self.passages, numbers=False)

    @cached_property
    def tokens(self) -> tm.Tokens:
        """The same without stop words, where the language has a list."""
        return self.all_tokens.drop(tm.stopwords("en")) if is_english(self.corpus.language) else self.all_tokens

    @cached_property
    def table(self) -> tm.DocTerm:
        """Counts of the terms of at least two passages."""
        return self.tokens.count().trim(min_docs=2)

    @cached_property
    def topic_table(self) -> tm.DocTerm:
        """The same without terms of more than half of the passages, which tell no topic."""
        return self.table.trim(max_docs=max(2, len(self.table) // 2))

    @cached_property
    def model(self) -> tm.CompoundLDA:
        """The topics that all topic figures show, with an emphasis for each group."""
        return tm.CompoundLDA(n_components=self.n_topics, by=self.by, random_state=SEED).fit(self.topic_table)

    @cached_property
    def blind_model(self) -> tm.LDA:
        """Topics that saw no groups, for tests."""
        return tm.LDA(n_components=self.n_topics, random_state=SEED).fit(self.topic_table)

    @cached_property
    def topic_names(self) -> dict[int, str]:
        """Topics by the phrases that name them best, in lines that fit beside a figure."""
        labels = tm.topic_labels(self.model, self.tokens).to_frame()
        best = labels[labels["rank"] <= 2].groupby("topic")["label"].agg(", ".join)
        return {topic: "\n".join(textwrap.wrap(f"{topic}  {label}", 34)) for topic, label in best.items()}

    @cached_property
    def codebook(self) -> Mapping[str, tuple[str, ...]]:
        """The analyst's themes, or a draft: the terms most typical of each topic."""
        return self.themes or _draft(self.model)

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """Digests of what the figures are made from, named so that a change can be named."""
        texts = zip(*(self.corpus.articles[column].to_pylist() for column in ("article", "text")), strict=True)
        words = tm.stopwords("en") if is_english(self.corpus.language) else ()
        return {"corpus with metadata": self.corpus.digest,
                "articles": {name: digest(text) for name, text in texts},
                "stop list": digest("\n".join(sorted(words)))}

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups compared, in order."""
        return grouping(self.corpus.documents, self.by, least=2).labels

    @property
    def names(self) -> dict[str, str]:
        """What axes call the groups."""
        return short_names(self.groups)

    @property
    def about(self) -> str:
        """The sentence on groups and units that closes every caption."""
        n_articles = self.corpus.articles.num_rows
        groups = f"{len(self.groups)} groups by {self.by}, " if self.by != "article" else ""
        cut = " Names are cut; the gallery has them in full." if set(self.names) != set(self.names.values()) else ""
        return f"{groups}{n_articles:,} articles, {len(self.passages):,} passages.{cut}"

    @property
    def legend(self) -> pd.DataFrame:
        """The groups by their names in the figures, with their articles and how the first one begins."""
        frame = self.passages.to_frame().drop_duplicates("article")
        rows = []
        for group, own in frame.groupby(frame[self.by].astype(str), sort=False):
            words = " ".join(own["text"].iloc[0].split()[:14]).replace("|", "/")
            rows.append((self.names[group], group, len(own), f"{words} …"))
        order = {self.names[group]: i for i, group in enumerate(self.groups)}
        table = pd.DataFrame(rows, columns=["in figures", self.by, "articles", "the first one begins"])
        return table.sort_values("in figures", key=lambda column: column.map(order), ignore_index=True)

    def finish(self, figure: Figure, table: pd.DataFrame, script: str, *, question: str, caption: str, alt_text: str,
               **parameters: Any) -> None:
        """Write the figure of one script with its table and record, and close it."""
        path, settings = Path(script), Path(__file__)
        record = Record(path.stem, self._asked(question.splitlines()[0]), f"{caption} {self.about}", alt_text,
                        {"by": self.by, "language": self.corpus.language, **parameters}, self.inputs)
        write_figure(figure, table, record, (path, settings), self.output)
        plt.close(figure)

    def _asked(self, question: str) -> str:
        """Return a question on articles as one on the groups that are compared."""
        for articles, groups in IN_GROUPS.items() if self.by != "article" else ():
            question = question.replace(articles, groups)
        return question


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _draft(model: tm.CompoundLDA, n_terms: int = 8) -> dict[str, tuple[str, ...]]:
    """Return a codebook in which every term stands for the topic that it is most typical of."""
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    typical = phi / phi.sum(axis=0) * phi
    owner = typical.argmax(axis=0)
    themes = {}
    for topic in range(len(phi)):
        own = [i for i in (-typical[topic]).argsort(kind="stable") if owner[i] == topic][:n_terms]
        terms = tuple(str(model.terms_[i]) for i in own)
        if terms:
            themes[", ".join(terms[:3])] = terms
    return themes
