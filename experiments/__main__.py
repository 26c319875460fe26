"""Run all experiments: ``python -m experiments --help``."""

from __future__ import annotations

import shlex
import sys
import time
from importlib import import_module
from itertools import chain, count
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from threadpoolctl import threadpool_limits

import textmine as tm
from experiments.study import CODEBOOK, FIGURES, N_TOPICS, SEEDS, Study
from textmine.cli import reading_options
from textmine.cli import run as run_command
from textmine.study.gallery import write_gallery

EXPERIMENTS = (
    "corpus_profile", "lexical_profile", "codebook_emphasis", "theme_dispersion", "topic_emphasis", "topic_terms",
    "topic_number", "topic_stability",
    "keyness_by_article", "keyness_map", "word_shift", "keyphrases_by_article", "keyphrase_agreement",
    "highlighted_article", "article_similarity", "similarity_reasons", "article_map", "style_delta",
    "shared_passages", "passages_side_by_side", "reuse_effect", "correspondence",
)
THEMES = "codebook_emphasis", "theme_dispersion"
"""Those that draw themes, and so need a codebook or a draft of one."""


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), default=SEEDS, metavar="PATH",
              help="A folder of .txt files (with metadata.csv, if there is one) or a table: .csv, .jsonl, .jsonl.gz, "
                   ".parquet; default: the bundled articles.")
@click.option("--by", default="article", metavar="COLUMN", show_default=True, help="Whose groups are compared.")
@click.option("--language", default="en", show_default=True, help="Of the texts; stop words and cleaning follow it.")
@click.option("--codebook", type=click.Path(path_type=Path), metavar="FILE",
              help="Your themes as a .toml file; default: the bundled one for the bundled articles, else a draft made "
                   "from the topics.")
@click.option("--topics", default=N_TOPICS, metavar="K", show_default=True, help="Number of topics.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where figures go; default: figures, or figures/NAME for a corpus of your own.")
@click.option("--only", multiple=True, type=click.Choice(EXPERIMENTS), metavar="NAME",
              help=f"Run this one alone, of: {', '.join(EXPERIMENTS)}; may be given several times.")
@reading_options
def figures(corpus: Path, by: str, language: str, codebook: Path | None, topics: int, output: Path | None,
            only: tuple[str, ...], **reading: Any) -> None:
    """Draw figures that compare the thematic emphasis of articles or groups of articles."""
    bundled = corpus.resolve() == SEEDS.resolve()
    codebook = codebook or (CODEBOOK if bundled else None)
    output = output or (FIGURES if bundled else FIGURES / corpus.resolve().stem)
    if bundled and not corpus.exists():
        raise ValueError("the bundled articles are not here: pass --corpus, or run this in the folder of the project")
    texts = tm.read_corpus(corpus, language=language, **reading)
    with threadpool_limits(limits=1):
        study = Study(texts, by, tm.read_codebook(codebook) if codebook else None, output, topics)
        run(study, only or EXPERIMENTS)
        if not only:
            heading = f"Made by `{command()}`; the numbers drawn lie beside each figure."
            click.echo(f"gallery → {write_gallery(study.output, EXPERIMENTS, heading, study.legend)}")


def command() -> str:
    """Return the command that draws these figures again, as it was given; where they go is left out."""
    context = click.get_current_context()
    words = ["python", "-m", "experiments"]
    for option in context.command.params:
        if context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE and option.name != "output":
            words += [option.opts[0], str(context.params[str(option.name)])]
    return shlex.join(words)


def run(study: Study, names: tuple[str, ...]) -> None:
    """Run experiments one after the other, with a progress line each."""
    click.echo(f"{study.passages}; {len(study.groups)} groups by {study.by}")
    for i, name in enumerate(names, start=1):
        click.echo(f"[{i}/{len(names)}] {name} ", nl=False)
        begin = time.perf_counter()
        import_module(f"experiments.{name}").main(study)
        click.echo(f"→ {study.output / name}.png  {time.perf_counter() - begin:.1f} s")
    if study.themes is None and set(names) & set(THEMES):
        lines = (f"{_quoted(theme)} = [{', '.join(map(_quoted, terms))}]" for theme, terms in study.codebook.items())
        draft = write_draft("\n".join(lines) + "\n", study.output)
        click.echo(f"The themes are a draft made from the topics: edit {draft} and pass it with --codebook.")


def write_draft(text: str, folder: Path) -> Path:
    """Write a draft of a codebook, beside those that hold something else and may have been edited; return its path."""
    names = chain(["codebook_draft.toml"], (f"codebook_draft_{i}.toml" for i in count(2)))
    draft = next(path for path in map(folder.joinpath, names)
                 if not path.exists() or path.read_bytes() == text.encode("utf-8"))
    draft.write_bytes(text.encode("utf-8"))
    return draft


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    return run_command(figures, argv, "python -m experiments")


if __name__ == "__main__":
    sys.exit(main())
