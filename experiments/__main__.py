"""Run all experiments: ``python -m experiments --help``."""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

from threadpoolctl import threadpool_limits

import textmine as tm
from experiments.study import CODEBOOK, FIGURES, N_TOPICS, SEEDS, Study
from textmine.study.gallery import write_gallery

EXPERIMENTS = (
    "corpus_profile", "codebook_emphasis", "theme_dispersion", "topic_emphasis", "topic_terms",
    "keyness_by_article", "keyphrases_by_article", "article_similarity",
)


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments",
        description="Draw figures that compare the thematic emphasis of articles or groups of articles.")
    parser.add_argument("--corpus", type=Path, default=SEEDS, metavar="PATH",
                        help="a folder of .txt files (with metadata.csv, if there is one) or a table: .csv, .jsonl, "
                             ".jsonl.gz, .parquet; default: the bundled articles")
    parser.add_argument("--by", default="article", metavar="COLUMN",
                        help="the column whose groups are compared; default: article")
    parser.add_argument("--text", default="text", metavar="COLUMN",
                        help="CSV: the column with the texts; default: text")
    parser.add_argument("--name", metavar="COLUMN",
                        help="CSV: the column with unique names; default: rows are numbered")
    parser.add_argument("--delimiter", default=",", help="CSV: what stands between cells; default: a comma")
    parser.add_argument("--language", default="en", help="of the texts; stop words and cleaning follow it; default: en")
    parser.add_argument("--encoding", help="of the files, used strictly; default: recognised")
    parser.add_argument("--codebook", type=Path, metavar="FILE",
                        help="your themes as a .toml file; default: the bundled one for the bundled articles, "
                             "else a draft made from the topics")
    parser.add_argument("--topics", type=int, default=N_TOPICS, metavar="K",
                        help=f"number of topics; default: {N_TOPICS}")
    parser.add_argument("--output", type=Path, metavar="FOLDER",
                        help="where figures go; default: figures, or figures/NAME for a corpus of your own")
    parser.add_argument("--only", nargs="+", choices=EXPERIMENTS, metavar="NAME",
                        help=f"run these alone, of: {', '.join(EXPERIMENTS)}")
    return parser.parse_args(argv)


def study_of(options: argparse.Namespace) -> Study:
    """Return the study that the command line asks for."""
    corpus = tm.read_corpus(options.corpus, text=options.text, name=options.name, language=options.language,
                            encoding=options.encoding, delimiter=options.delimiter)
    bundled = options.corpus == SEEDS
    codebook = options.codebook or (CODEBOOK if bundled else None)
    output = options.output or (FIGURES if bundled else FIGURES / options.corpus.resolve().stem)
    return Study(corpus, options.by, tm.read_codebook(codebook) if codebook else None, output, options.topics)


def run(study: Study, names: tuple[str, ...]) -> None:
    """Run experiments one after the other, with a progress line each."""
    print(f"{study.passages}; {len(study.groups)} groups by {study.by}", flush=True)
    for i, name in enumerate(names, start=1):
        print(f"[{i}/{len(names)}] {name} ", end="", flush=True)
        begin = time.perf_counter()
        import_module(f"experiments.{name}").main(study)
        print(f"→ {study.output / name}.png  {time.perf_counter() - begin:.1f} s", flush=True)
    if study.themes is None:
        draft = study.output / "codebook_draft.toml"
        lines = (f"{_quoted(theme)} = [{', '.join(map(_quoted, terms))}]" for theme, terms in study.codebook.items())
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"The themes are a draft made from the topics: edit {draft} and pass it with --codebook.")


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = arguments(argv)
    names = tuple(options.only or EXPERIMENTS)
    try:
        with threadpool_limits(limits=1):
            study = study_of(options)
            run(study, names)
            if names == EXPERIMENTS:
                heading = "Made by `python -m experiments`; the numbers drawn lie beside each figure."
                print(f"gallery → {write_gallery(study.output, names, heading, study.legend)}")
    except KeyboardInterrupt:
        print("\nstopped; figures finished so far are whole", file=sys.stderr)
        return 130
    except (ValueError, FileNotFoundError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
