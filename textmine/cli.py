"""The command line: ``textmine figures``, ``reproduce``, ``kwic``, ``keyphrases``, ``shared`` and
``profile``.

``figures`` and ``reproduce`` run the scripts in the folder ``experiments`` of the study one
is in; the others take any corpus that `read_corpus` reads.  A mistake is
answered in a line, with exit status 2; a drift found by ``reproduce`` gives 1.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from textwrap import shorten
from typing import Any

import click
import pandas as pd

import textmine as tm
from textmine.study.provenance import write_whole

STUDY_COMMANDS = {"figures": ("experiments.__main__", "figures"), "reproduce": ("experiments.reproduce", "reproduce")}
READING = (
    click.option("--text", default="text", metavar="COLUMN", show_default=True, help="Tables: column with the texts."),
    click.option("--name", metavar="COLUMN", help="Tables: column with unique names; by default rows are numbered."),
    click.option("--delimiter", default=",", show_default=True, help="CSV: what stands between cells."),
    click.option("--encoding", help="Of text files; by default it is recognised."),
    click.option("--file-names", metavar="TEMPLATE",
                 help="Folders: metadata in the names of files, such as '{year}_{country}_{_}'."),
)


def reading_options(command: Callable) -> Callable:
    """Return a command that takes the options of `read_corpus`."""
    for option in reversed(READING):
        command = option(command)
    return command


class Commands(click.Group):
    """The commands of this module, and those of the study in the current folder."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return all names."""
        return [*STUDY_COMMANDS, *super().list_commands(context)]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command; one of the study is imported only now."""
        return study_command(name) if name in STUDY_COMMANDS else super().get_command(context, name)


def study_command(name: str) -> click.Command:
    """Return a command of the study in the current folder, or one that says what is missing."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    module, attribute = STUDY_COMMANDS[name]
    if find_spec("experiments") is not None and find_spec(module) is not None:
        return getattr(import_module(module), attribute)

    @click.command(name, short_help="Needs a folder experiments/ here.", add_help_option=False,
                   context_settings={"ignore_unknown_options": True})
    @click.argument("ignored", nargs=-1, type=click.UNPROCESSED)
    def missing(ignored: tuple[str, ...]) -> None:
        raise ValueError(f"textmine {name} must run in the folder that holds experiments/, got {here!r}: change to it")

    return missing


@click.command(cls=Commands)
@click.version_option(tm.__version__, prog_name="textmine")
def textmine() -> None:
    """Comparative text mining: topics, keywords and similarity of articles."""


@textmine.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("patterns", nargs=-1, required=True)
@click.option("--window", default=8, show_default=True, help="Words of context on each side.")
@click.option("--sort", help="left, right, or keys such as R1,R2,L1; by default the order of the texts.")
@click.option("--clean", is_flag=True, help="Leave out boilerplate and captions, merge written forms.")
@click.option("--language", help="Of the texts, such as en.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True,
              help="Most lines shown of a table; 0 shows all.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True,
              help="csv and jsonl give all rows with their offsets.")
@reading_options
def kwic(corpus: Path, patterns: tuple[str, ...], window: int, sort: str | None, clean: bool, language: str | None,
         limit: int, form: str, **reading: Any) -> None:
    """Show every place of words or phrases in CORPUS in context.

    PATTERNS are words or phrases with * and ?, such as 'peace*' 'field hospital*'.
    """
    texts = tm.read_corpus(corpus, language=language, **reading)
    if clean and language is None:
        click.echo("--clean left out the rules for English: state --language en if the texts are English", err=True)
    keys = sort if sort in (None, "left", "right") else tuple(sort.split(","))
    found = tm.kwic(tm.tokenize(texts.clean() if clean else texts), patterns, window=window, sort=keys)
    if form == "csv":
        click.echo(found.to_csv(index=False), nl=False)
    elif form == "jsonl":
        click.echo(found.to_json(orient="records", lines=True, force_ascii=False) if len(found) else "", nl=False)
    else:
        if len(found):
            width = shutil.get_terminal_size((120, 24)).columns
            click.echo(concordance(found.head(limit) if limit else found, width))
        more = f", {limit} shown: --limit 0 shows all" if limit and len(found) > limit else ""
        click.echo(f"{len(found):,} places in {found['document'].nunique():,} documents{more}", err=True)


def concordance(found: pd.DataFrame, width: int) -> str:
    """Return the rows of `kwic` as lines with the places below each other.

    >>> corpus = tm.Corpus.from_texts(["War ends where peace begins.", "Peace holds."], ["a", "b"])
    >>> print(concordance(tm.kwic(tm.tokenize(corpus), "peace"), 44))
    a   War ends where  peace  begins
    b                   Peace  holds
    """
    rows = found[["document", "left", "keyword", "right"]].to_dict("records")
    names = min(20, max((len(row["document"]) for row in rows), default=0))
    words = min(30, max((len(row["keyword"]) for row in rows), default=0))
    side = max(10, (width - names - words - 8) // 2)
    lines = (f"{row['document'][-names:]:<{names}}  {row['left'][-side:]:>{side}}  "
             f"{' '.join(row['keyword'].split()):<{words}}  {row['right'][:side]}".rstrip() for row in rows)
    return "\n".join(lines)


@textmine.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--by", metavar="COLUMN", help="Read all documents of a group as one text.")
@click.option("--method", default="salience", show_default=True, help="The extractor, such as textrank or yake.")
@click.option("--top", "top_n", default=10, show_default=True, help="Most phrases of a text.")
@click.option("--contrast", metavar="COLUMN", help="What each group says that the others do not.")
@click.option("--candidates", default="auto", show_default=True, help="maximal, nested, runs, adjoining or ngrams.")
@click.option("--language", default="en", show_default=True, help="Of the texts; other than en needs --stop-words.")
@click.option("--stop-words", type=click.File(encoding="utf-8"), metavar="FILE", help="Words that stand in no phrase.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True,
              help="csv and jsonl give all columns, with the place of every occurrence.")
@reading_options
def keyphrases(corpus: Path, by: str | None, method: str, top_n: int, contrast: str | None, candidates: str,
               language: str, stop_words: Any, form: str, **reading: Any) -> None:
    """Show what each text in CORPUS is about, in phrases of its own; the texts as they are, not cleaned."""
    texts = tm.read_corpus(corpus, language=language, **reading)
    if contrast is not None:
        texts = texts.segment()
    found = tm.keyphrases(texts, by, method=method, top_n=top_n, contrast=contrast, candidates=candidates,
                          stop_words=None if stop_words is None else stop_words.read().split())
    if form == "csv":
        click.echo(found.to_csv(index=False), nl=False)
    elif form == "jsonl":
        click.echo(found.to_json(orient="records", lines=True, force_ascii=False) if len(found) else "", nl=False)
    else:
        for group, rows in found.groupby("group", sort=False):
            click.echo(f"{group}\n" + "".join(f"  {rank:>3}  {phrase}  ({count})\n" for rank, phrase, count in
                                              rows[["rank", "phrase", "count"]].itertuples(index=False)))
        labels = texts.documents[by or contrast or "document"].to_pylist()
        without = len(set(map(str, labels)) - set(found["group"]))
        if without:
            click.echo(f"{without:,} of {len(set(labels)):,} texts have no phrases", err=True)


@textmine.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--series", metavar="COLUMN", help="Articles with the same value are not compared.")
@click.option("--date", metavar="COLUMN", help="Years or dates that say which article is the earlier.")
@click.option("--layer", "layers", multiple=True, type=click.Choice(["duplicate", "verbatim", "paraphrase"]),
              help="What to look for, by default all; may be given several times.")
@click.option("--clean", is_flag=True, help="Leave out boilerplate and captions, merge written forms.")
@click.option("--language", help="Of the texts, such as en.")
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True,
              help="Most passages shown of a table or on a page; 0 shows all.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page with both texts of each.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True,
              help="csv and jsonl give all passages with their places.")
@reading_options
def shared(corpus: Path, series: str | None, date: str | None, layers: tuple[str, ...], clean: bool,
           language: str | None, limit: int, html: Path | None, form: str, **reading: Any) -> None:
    """Show the passages that articles in CORPUS have in common."""
    texts = tm.read_corpus(corpus, language=language, **reading)
    found = tm.shared_passages(tm.tokenize(texts.clean() if clean else texts), series=series, date=date,
                               **({"layers": layers} if layers else {}))
    if html is not None:
        write_whole(html, found.to_html(top_n=limit or None).encode("utf-8"))
    if form == "csv":
        click.echo(found.to_frame().to_csv(index=False), nl=False)
    elif form == "jsonl":
        click.echo(found.to_frame().to_json(orient="records", lines=True, force_ascii=False) if len(found) else "",
                   nl=False)
    else:
        width = shutil.get_terminal_size((120, 24)).columns
        rows = found.to_frame()
        for row in (rows.head(limit) if limit else rows).itertuples():
            click.echo(f"{row.passage}  {row.kind}, {row.n_words} and {row.other_n_words} words, "
                       f"{row.agreement:.0%} in common")
            for name, text in ((row.article, row.text), (row.other, row.other_text)):
                click.echo(f"   {shorten(f'{name}  {text}', max(width - 3, 20), placeholder=' …')}")
        click.echo(f"{found}", err=True)


@textmine.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--by", default="article", metavar="COLUMN", show_default=True, help="Whose groups are compared.")
@click.option("--language", help="Of the texts, such as en.")
@click.option("--datasheet", is_flag=True, help="A page of Markdown for the appendix.")
@reading_options
def profile(corpus: Path, by: str, language: str | None, datasheet: bool, **reading: Any) -> None:
    """Say what is in CORPUS, group by group, and what to mind."""
    found = tm.corpus_profile(tm.read_corpus(corpus, language=language, **reading).clean().segment(), by=by)
    if datasheet:
        click.echo(found.datasheet(), nl=False)
        return
    click.echo(found.to_frame().drop(columns="note").to_string(index=False, float_format=lambda value: f"{value:.3g}"))
    for warning in found.warnings:
        click.echo(f"! {warning}", err=True)


def run(command: click.Command, arguments: Sequence[str] | None = None, name: str | None = None) -> int:
    """Run a command and return its exit status: 0, what it gives itself, 2 for a mistake, 130 if stopped."""
    try:
        return command.main(arguments, prog_name=name, standalone_mode=False) or 0
    except click.exceptions.Abort:
        click.echo("\nstopped; what was finished so far is whole", err=True)
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except (ValueError, OSError) as error:
        click.echo(f"\n{error}", err=True)
        return 2


def main() -> None:
    """Run the command line and exit."""
    sys.exit(run(textmine, name="textmine"))
