"""Keyphrases beside those that people chose, by every method, and beside other packages.

F at 5, 10 and 15 phrases in percent, against all chosen phrases and against those that stand in the text; then
how far each method is from the default one on the same documents.  ``consensus`` joins the lists of all our
methods.  Phrases match by their Porter stems (`tm.keyphrase_evaluation`).
"""

from __future__ import annotations

import argparse
import inspect
import sys
import time
from pathlib import Path

import pandas as pd

import textmine as tm
from benchmarks.keyphrase_collections import FILES, PEERS, Collection, read_collection
from textmine.extraction.candidates import KINDS
from textmine.extraction.extractors.methods import METHODS

TOP_N = (5, 10, 15)
LIBRARY = [name for name, method in METHODS.items() if not {"model", "encoder"} & set(method.options)]
"""Those that need nothing of the user's own."""
DEFAULT = str(inspect.signature(tm.keyphrases).parameters["method"].default)


def ours(collection: Collection, methods: list[str], extra: dict[str, str]) -> tuple[list[pd.DataFrame], dict]:
    """Return the phrases of each of our methods, and of all together, and the seconds that each took."""
    tokens = tm.tokenize(collection.corpus())
    found, seconds = [], {}
    for method in methods:
        start = time.perf_counter()
        found.append(tm.keyphrases(tokens, method=method, top_n=max(TOP_N), **extra))
        seconds[method] = time.perf_counter() - start
    if len(methods) > 1:
        start = time.perf_counter()
        found.append(tm.consensus_keyphrases(pd.concat(found), top_n=max(TOP_N)))
        seconds["consensus"] = time.perf_counter() - start
    return found, seconds


def theirs(collection: Collection, peer: str) -> tuple[pd.DataFrame, float]:
    """Return the phrases of another package, and the seconds that it took, in one process."""
    phrases_of = PEERS[peer]()
    start = time.perf_counter()
    found = {name: phrases_of(text) for name, text in collection.texts.items()}
    seconds = time.perf_counter() - start
    rows = [(name, rank, phrase, f"package {peer}") for name, phrases in found.items()
            for rank, phrase in enumerate(filter(str.strip, phrases), start=1)]
    return pd.DataFrame(rows, columns=["group", "rank", "phrase", "method"]), seconds


def show_quality(found: pd.DataFrame, collection: Collection, seconds: dict[str, float]) -> pd.DataFrame:
    """Print and return F of every method."""
    scores = tm.keyphrase_evaluation(found, collection.gold, top_n=TOP_N, corpus=collection.corpus(), n_resamples=999)
    table = 100 * scores.pivot(index="method", columns=["gold", "top_n"], values="f").astype(float)
    table = table.sort_values(("all", 10), ascending=False)
    at_ten = scores[(scores["gold"] == "all") & (scores["top_n"] == 10)].set_index("method").reindex(table.index)
    shown = table.round(1).set_axis([f"{gold} F@{n}" for gold, n in table.columns], axis=1)
    shown["F@10 within"] = [f"{100 * low:.1f}..{100 * high:.1f}" if pd.notna(low) else ""
                            for low, high in zip(at_ten["f_low"], at_ten["f_high"], strict=True)]
    shown["seconds"] = pd.Series(seconds).round(2)
    print(shown.to_string())
    return table["all"]


def show_differences(found: pd.DataFrame, collection: Collection) -> None:
    """Print how much better each method is than the default."""
    pairs = tm.compare_keyphrases(found, collection.gold, top_n=10)
    for row in pairs[(pairs["method_a"] == DEFAULT) | (pairs["method_b"] == DEFAULT)].itertuples():
        first = row.method_a == DEFAULT
        other, sign = (row.method_b, -1) if first else (row.method_a, 1)
        low, high = sorted((sign * row.low, sign * row.high)) if pd.notna(row.low) else (float("nan"),) * 2
        print(f"  {other:>14} {sign * 100 * row.difference:+5.1f} ({100 * low:+.1f}..{100 * high:+.1f}) F@10 from "
              f"{DEFAULT}, p = {row.p_value:.4f}, q = {row.q_value:.4f}")


def chosen(argument: str, known: list[str], parser: argparse.ArgumentParser) -> list[str]:
    """Return the names in a list with commas."""
    names = argument.split(",")
    unknown = [name for name in names if name not in known]
    if unknown:
        parser.error(f"{unknown[0]!r} is none of {', '.join(known)}")
    return names


def main(argv: list[str] | None = None) -> int:
    """Print a table for each collection; 1 if another package has a better F@10 than the default method on one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--collections", default=",".join(FILES), help="with commas: %(default)s")
    parser.add_argument("--methods", default=",".join(LIBRARY), help="with commas: %(default)s")
    parser.add_argument("--peers", nargs="?", const=",".join(PEERS), metavar="NAMES",
                        help=f"other packages too, with commas: {', '.join(PEERS)}; they must be installed")
    parser.add_argument("--candidates", default="auto", choices=("auto", *KINDS),
                        help="the same kind for all methods; by default that of each one's source")
    options = parser.parse_args(argv)
    methods = chosen(options.methods, LIBRARY, parser)
    peers = chosen(options.peers, list(PEERS), parser) if options.peers else []
    behind = 0
    for name in chosen(options.collections, list(FILES), parser):
        collection = read_collection(options.data, name)
        found, seconds = ours(collection, methods, {"candidates": options.candidates})
        for peer in peers:
            table, seconds[f"package {peer}"] = theirs(collection, peer)
            found.append(table)
        print(f"\n{name}: {len(collection.texts)} texts", flush=True)
        f = show_quality(pd.concat(found), collection, seconds)
        if DEFAULT in methods and len(found) > 1:
            show_differences(pd.concat(found), collection)
            behind += sum(f.loc[f"package {peer}", 10] > f.loc[DEFAULT, 10] for peer in peers)
    return int(behind > 0)


if __name__ == "__main__":
    sys.exit(main())
