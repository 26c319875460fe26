"""Make the table of word frequencies that ships with the package, from texts that may be used freely.

    python -m benchmarks.background_table --repositories DIR --data DIR --output background_en.tsv.gz

`--repositories` holds git clones named ``owner+name`` (bare or not, in ``owner+name/repo``); each is read at the commit
named below, whose licence was checked.  `--data` holds ``ungdc/`` and ``movie_reviews/``.  A passage is about 250
words; sources with more than 2,500 passages are sampled.  Words are counted once a passage, by their singular.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import lzma
import random
import re
import subprocess
import tarfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

import textmine as tm
from textmine.tokens.lemmas import singular

TEXTBOOKS = {
    "openstax+osbooks-american-government": "5c90dd7907", "openstax+osbooks-astronomy": "63157f370b",
    "openstax+osbooks-business-ethics": "d64573e280", "openstax+osbooks-college-physics-bundle": "f98d7a7921",
    "openstax+osbooks-introduction-anthropology": "418eedd9be",
    "openstax+osbooks-introduction-philosophy": "d7bd4f0f52",
    "openstax+osbooks-introduction-political-science": "4391e659b9",
    "openstax+osbooks-introduction-python-programming": "d6d069bb24",
    "openstax+osbooks-introduction-sociology": "d35d5f3bda",
    "openstax+osbooks-introductory-statistics-bundle": "50ec917490",
    "openstax+osbooks-principles-economics-bundle": "cd31beb103", "openstax+osbooks-psychology": "e061043bf2",
    "openstax+osbooks-us-history": "046331cfce", "openstax+osbooks-world-history": "3e17beda91",
}
"""Textbooks of OpenStax at the last commit whose LICENSE is Creative Commons Attribution 4.0."""
ARTICLES = ("PLOS+allofplos", "07fdeed848")
"""Articles of PLOS journals; those that state the Creative Commons Attribution licence are read."""
PROPOSALS = ("python+peps", "ba4deeb796")
"""Python Enhancement Proposals; those in the public domain are read."""
SIZE, MOST, LEAST = 250, 2500, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("repositories", "data", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    rng = random.Random(0)
    found: list[str] = []
    for name, passages in sources(args.repositories, args.data):
        kept = list(passages)
        kept = rng.sample(kept, MOST) if len(kept) > MOST else kept
        print(f"{name}\t{len(kept):,} passages")
        found += kept
    table = tm.count_terms(tm.Corpus.from_texts(found, language="en"), numbers=False)
    names = np.array([singular(term) for term in table.terms])
    stems, column = np.unique(names, return_inverse=True)
    counts = table.counts.tocoo()
    cells = np.unique(counts.row.astype(np.int64) * len(stems) + column[counts.col])
    frequency = np.bincount(cells % len(stems), minlength=len(stems))
    kept_stems = [(stem, int(n)) for stem, n in zip(stems, frequency, strict=True) if n >= LEAST]
    text = f"{len(found)}\n" + "".join(f"{stem}\t{n}\n" for stem, n in kept_stems)
    args.output.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(kept_stems):,} words in {len(found):,} passages, {args.output.stat().st_size / 1024:.0f} kB")


def sources(repositories: Path, data: Path) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the name and the passages of every source."""
    for name, commit in TEXTBOOKS.items():
        yield name, passages(paragraphs(repositories / name, commit, "modules", ".cnxml", ("para",)))
    name, commit = ARTICLES
    yield name, passages(paragraphs(repositories / name, commit, "allofplos/starter_corpus", ".xml", ("p",),
                                    "Creative Commons Attribution"))
    name, commit = PROPOSALS
    yield name, passages(proposals(repositories / name, commit))
    with lzma.open(next((data / "ungdc").glob("*.xz")), "rt", encoding="utf-8") as lines:
        speeches = random.Random(0).sample([json.loads(line)["text"] for line in lines], 400)
    yield "United Nations General Debate", passages(part for text in speeches for part in in_parts(text))
    with gzip.open(data / "movie_reviews" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield "film reviews", passages(part for line in lines for part in in_parts(json.loads(line)["text"]))


def in_parts(text: str) -> Iterator[str]:
    """Yield a text in runs of words."""
    words = text.split()
    for start in range(0, len(words), SIZE):
        yield " ".join(words[start:start + SIZE])


def files(repository: Path, commit: str, folder: str, ending: str) -> Iterator[bytes]:
    """Yield the files of a folder at a commit."""
    place = repository / "repo" if (repository / "repo").exists() else repository
    archive = subprocess.run(["git", "-C", str(place), "archive", commit, folder], capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        for member in tar:
            if member.name.endswith(ending):
                handle = tar.extractfile(member)
                if handle is not None:
                    yield handle.read()


def paragraphs(repository: Path, commit: str, folder: str, ending: str, tags: tuple[str, ...],
               licence: str = "") -> Iterator[str]:
    """Yield the paragraphs of XML files that state a licence."""
    for content in files(repository, commit, folder, ending):
        if licence.lower() not in " ".join(content.decode("utf-8", "replace").split()).lower():
            continue
        for element in ET.fromstring(content).iter():
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in tags:
                yield "".join(element.itertext())


def proposals(repository: Path, commit: str) -> Iterator[str]:
    """Yield the running text of proposals in the public domain."""
    for content in files(repository, commit, "peps", ".rst"):
        text = content.decode("utf-8", "replace")
        if "public domain" in text.lower():
            yield from (part for part in re.split(r"\n\s*\n", text)
                        if not re.match(r"\s{2,}|\.\.|>>>", part) and len(part.split()) > 8)


def passages(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts joined to passages."""
    parts: list[str] = []
    words = 0
    for text in texts:
        parts.append(" ".join(text.split()))
        words += len(text.split())
        if words >= SIZE:
            yield "\n".join(parts)
            parts, words = [], 0
    if words >= SIZE // 2:
        yield "\n".join(parts)


if __name__ == "__main__":
    main()
