"""Keyphrases: texts a second beside other packages, growth with the length of texts, and memory.

Speed: 500 abstracts, one run after one call that compiles what there is to compile; from raw text (corpus, words,
phrases), and phrases alone.  Other packages run in one process, text by text; ours on two threads where a step has
them.

Growth: long papers, and 2, 4 and 8 copies of each as one text.  In every copy another third of the words is spelled
otherwise, so that new words and phrases keep coming.

Memory: debates of the United Nations, read part by part from Parquet, a process for each number of speeches.
"""

from __future__ import annotations

import argparse
import inspect
import json
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

import textmine as tm
from benchmarks.keyphrase_collections import PEERS, read_collection
from benchmarks.keyphrase_quality import DEFAULT, LIBRARY, chosen
from benchmarks.sources import peak_memory, un_debates

ABSTRACTS, PAPERS, THREADS, TOP_N = 500, 6, 2, 10
COPIES = (1, 2, 4, 8)
WIDEST = 1.25
"""Text of 8 times the length may take ``8 ** WIDEST`` of the time."""


def threaded(step: Callable) -> dict[str, int]:
    """Return the argument that sets the threads of a step, if it has one."""
    return {name: THREADS for name in ("n_threads", "n_jobs") if name in inspect.signature(step).parameters}


def words_of(texts: list[str]) -> tm.Tokens:
    """Return the words of English texts."""
    return tm.tokenize(tm.Corpus.from_texts(texts, language="en"), **threaded(tm.tokenize))


def phrases_of(tokens: tm.Tokens, method: str) -> None:
    """Find the phrases of all documents."""
    tm.keyphrases(tokens, method=method, top_n=TOP_N, **threaded(tm.keyphrases))


def seconds_of(step: Callable[[], object]) -> float:
    """Return how long a step takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def speed(data: Path, methods: list[str], peers: list[str]) -> None:
    """Print texts a second."""
    texts = list(read_collection(data, "inspec").texts.values())[:ABSTRACTS]
    tokens = words_of(texts)
    print(f"{len(texts)} abstracts, texts a second: from raw text, phrases alone")
    for method in methods:
        phrases_of(tokens, method)
        raw = seconds_of(lambda method=method: phrases_of(words_of(texts), method))
        alone = seconds_of(lambda method=method: phrases_of(tokens, method))
        print(f"  tm {method:16} {len(texts) / raw:9.0f} {len(texts) / alone:9.0f}", flush=True)
    for peer in peers:
        extract = PEERS[peer]()
        extract(texts[0])
        seconds = seconds_of(lambda extract=extract: [extract(text) for text in texts])
        print(f"  {peer:19} {len(texts) / seconds:9.0f}", flush=True)


def varied(text: str, copies: int) -> str:
    """Return copies of a text, with another third of the words spelled otherwise in each but the first."""
    letters = "abcdefgh"
    return "\n\n".join(
        " ".join(word + letters[i] if i and word.isalpha() and len(word) > 3 and crc32(f"{word} {i}".encode()) % 3 == 0
                 else word for word in text.split()) for i in range(copies))


def growth(data: Path, methods: list[str]) -> bool:
    """Print seconds by length; return whether the default method keeps to what is promised."""
    papers = list(read_collection(data, "semeval2010").texts.values())[:PAPERS]
    tokens = [words_of([varied(text, n) for text in papers]) for n in COPIES]
    sizes = ", ".join(f"{len(each.ids) // len(papers):,}" for each in tokens)
    print(f"{len(papers)} papers of {sizes} words: seconds, and the power of length that time grows with")
    kept = True
    for method in methods:
        seconds = [seconds_of(lambda each=each, method=method: phrases_of(each, method)) for each in tokens]
        power = log2(seconds[-1] / seconds[0]) / log2(len(tokens[-1].ids) / len(tokens[0].ids))
        kept &= method != DEFAULT or power <= WIDEST
        print(f"  {method:16} {'  '.join(f'{each:7.3f}' for each in seconds)}   {power:.2f}", flush=True)
    return kept


def memory(parquet: Path, method: str) -> dict[str, float]:
    """Return the peak memory before and after phrases of a scan of texts, and the seconds that they take."""
    phrases_of(words_of(["The field hospital of the peace talks."]), method)
    scan = tm.scan_corpus(parquet, name="document", language="en")
    before = peak_memory()
    start = time.perf_counter()
    found = tm.keyphrases(scan, method=method)
    return {"speeches": len(scan), "phrases": len(found), "seconds": time.perf_counter() - start, "before MB": before,
            "added MB": peak_memory() - before}


def show_memory(data: Path, method: str, numbers: list[int]) -> None:
    """Print memory by number of speeches, which are read part by part, each in a process of its own."""
    with TemporaryDirectory() as folder:
        for number in numbers:
            speeches = list(islice(un_debates(data), number))
            parquet = Path(folder) / f"{number}.parquet"
            table = pa.table({"document": [f"s{i:05}" for i in range(len(speeches))], "text": speeches})
            pq.write_table(table, parquet, row_group_size=250)
            del speeches, table
            command = [sys.executable, "-m", "benchmarks.keyphrase_speed", "--data", str(parquet), "--methods", method,
                       "--measure"]
            row = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            print(f"  {method:16} {row['speeches']:6,} speeches, {row['phrases']:7,} phrases: {row['seconds']:6.1f} s, "
                  f"{row['before MB']:5.0f} MB before, {row['added MB']:5.0f} MB added", flush=True)


def main(argv: list[str] | None = None) -> int:
    """Print three tables; 1 if the time of the default method grows faster with length than is promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--methods", default=",".join(LIBRARY), help="with commas: %(default)s")
    parser.add_argument("--peers", nargs="?", const=",".join(PEERS), metavar="NAMES",
                        help=f"other packages too, with commas: {', '.join(PEERS)}; they must be installed")
    parser.add_argument("--speeches", default="2642,10568", metavar="NUMBERS",
                        help="of the debates, with commas; empty for none (%(default)s)")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    methods = chosen(options.methods, LIBRARY, parser)
    if options.measure:
        print(json.dumps(memory(options.data, methods[0])))
        return 0
    speed(options.data, methods, chosen(options.peers, list(PEERS), parser) if options.peers else [])
    kept = growth(options.data, methods)
    if options.speeches:
        print("debates: time and memory of phrases")
        show_memory(options.data, DEFAULT if DEFAULT in methods else methods[0],
                    [int(number) for number in options.speeches.split(",")])
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
