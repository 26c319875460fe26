"""Time to a topic model as good as another system's: `LDA` beside tomotopy, gensim and scikit-learn.

About 14 million words of debates in 95,604 passages of 150 words, 21,857 terms, 100 topics.  How good a model
is, `passages.perplexity` says, the same for every system; its clock stands still meanwhile.  Each system runs
in a process of its own, with two threads or two processes, on the same words.  The clock of every system runs
from a table or a list of documents in the system's own form, in memory, to the end of the last sweep: it
includes the random start, and excludes reading, `add_doc` and the like, and compilation.

tomotopy: 100 sweeps with its defaults, alternating with ours, `--pairs` times.  scikit-learn (online) and gensim
(LdaMulticore), with ``--slow``: their defaults, until `--minutes` are over; then ours, the time to the best each
of them reached.  The peers are no dependencies of textmine: ``pip install tomotopy gensim scikit-learn``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

import textmine as tm
from benchmarks.passages import Passages, perplexity, prepare

TOPICS, SWEEPS, STEP, THREADS = 100, 100, 10, 2
FIRST_SWEEPS = (1, 10, 20, 30, 40, 50, 100)
Row = dict[str, float]


def processor_seconds() -> float:
    """Return the processor time of this process and of those it started that have ended."""
    return sum(os.times()[:4])


class Clock:
    """Seconds of training, without the seconds of scoring, and the scores so far.

    ``processor`` is the time that all processors spent, on threads and on processes that have ended (the workers
    of scikit-learn have not).  Where it is well below twice the seconds, the machine had other work, and the
    processor time is the fairer comparison.
    """

    def __init__(self, held: Passages, seconds: float) -> None:
        self.held, self.limit, self.curve = held, seconds, list[Row]()
        self.reset()

    def reset(self) -> None:
        """Begin at zero, now."""
        self.seconds, self.processor = 0.0, 0.0
        self.restart()

    def restart(self) -> None:
        """Go on counting from now."""
        self.start = time.perf_counter(), processor_seconds()

    def stop(self) -> None:
        """Count the seconds since the last start."""
        self.seconds += time.perf_counter() - self.start[0]
        self.processor += processor_seconds() - self.start[1]

    def score(self, step: float, topics: NDArray[np.float64], prior: NDArray[np.float64]) -> bool:
        """Note the perplexity after this step, print it to the error stream; True while time is left."""
        row = {"step": step, "seconds": self.seconds, "perplexity": perplexity(topics, prior, self.held),
               "processor": self.processor}
        self.curve.append(row)
        print({name: round(value, 2) for name, value in row.items()}, file=sys.stderr, flush=True)
        return self.seconds < self.limit


def run_textmine(passages: Passages, clock: Clock) -> None:
    """Fit from the same start with more and more sweeps; each fit is timed by itself, and is a step."""
    table = passages.counts()
    tm.LDA(n_components=2, n_init=1, max_iter=20, sampler="blocked", random_state=0).fit(table[:100])
    for sweeps in FIRST_SWEEPS:
        clock.reset()
        model = tm.LDA(n_components=TOPICS, n_init=1, max_iter=sweeps, random_state=0).fit(table)
        clock.stop()
        if not clock.score(sweeps, model.components_, model.doc_topic_prior_):
            return


def run_tomotopy(passages: Passages, clock: Clock) -> None:
    """Run `SWEEPS` sweeps in one call of ``train``; every `STEP` sweeps a callback scores."""
    import tomotopy

    model = tomotopy.LDAModel(k=TOPICS, alpha=0.1, eta=0.01, seed=0)
    for document in passages.documents():
        model.add_doc([str(word) for word in document.tolist()])

    def score(model: tomotopy.LDAModel, sweep: int, _: int) -> None:
        clock.stop()
        if not clock.curve or sweep > clock.curve[-1]["step"]:
            topics = np.empty((TOPICS, passages.n_terms))
            topics[:, [int(word) for word in model.used_vocabs]] = [model.get_topic_word_dist(k) for k in range(TOPICS)]
            clock.score(sweep, topics / topics.sum(axis=1, keepdims=True), model.alpha)
        clock.restart()

    clock.restart()
    model.train(SWEEPS, workers=THREADS, callback_interval=STEP, callback=score)


def shuffled(passages: Passages) -> sparse.csr_matrix:
    """Return the table in random order: systems that learn from one batch after another suffer from order of time."""
    table = passages.counts()
    return table[np.random.default_rng(0).permutation(table.shape[0])]


def run_gensim(passages: Passages, clock: Clock) -> None:
    """Pass over the documents as one fit with many passes does; its own perplexity is switched off."""
    from gensim.models import LdaMulticore

    table = shuffled(passages)
    rows = zip(np.split(table.indices, table.indptr[1:-1]), np.split(table.data, table.indptr[1:-1]))
    corpus = [list(zip(terms.tolist(), counts.tolist())) for terms, counts in rows]
    model = LdaMulticore(id2word={i: str(i) for i in range(passages.n_terms)}, num_topics=TOPICS, workers=THREADS,
                         eval_every=None, random_state=0)
    proceed, number = True, 0
    while proceed:
        clock.restart()
        model.offset, model.state.numdocs = 1.0 + number, 0  # as in the loop over passes within a fit
        model.update(corpus)
        clock.stop()
        number += 1
        topics = model.get_topics().astype(float)
        proceed = clock.score(number, topics / topics.sum(axis=1, keepdims=True), model.alpha)


def run_sklearn(passages: Passages, clock: Clock, part: int = 4) -> None:
    """Go on with parts of the documents in the mini-batches of a fit with many passes."""
    from sklearn.decomposition import LatentDirichletAllocation

    table = shuffled(passages)
    model = LatentDirichletAllocation(TOPICS, learning_method="online", n_jobs=THREADS, random_state=0,
                                      total_samples=table.shape[0])
    size = -(-table.shape[0] // part // model.batch_size) * model.batch_size
    proceed, number = True, 0
    while proceed:
        begin = number % part * size
        clock.restart()
        model.partial_fit(table[begin:begin + size])
        clock.stop()
        number += 1
        topics = model.components_ / model.components_.sum(axis=1, keepdims=True)
        proceed = clock.score(number / part, topics, np.full(TOPICS, model.doc_topic_prior_))


SYSTEMS: dict[str, Callable[[Passages, Clock], None]] = {
    "textmine": run_textmine, "tomotopy": run_tomotopy, "gensim": run_gensim, "sklearn": run_sklearn}


def curve_of(system: str, file: Path, minutes: float) -> list[Row]:
    """Run one system in a process of its own, and return its curve."""
    command = [sys.executable, "-m", "benchmarks.topic_speed", "--system", system, "--passages", str(file),
               "--minutes", str(minutes)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    rows: list[Row] = json.loads(done.stdout)
    print(f"{system}\n{pd.DataFrame(rows).round(2).to_string(index=False)}", flush=True)
    return rows


def time_to(curve: list[Row], target: float, clock: str = "seconds") -> float:
    """Return the time of the first step at or below a perplexity; nan where there is none."""
    return next((row[clock] for row in curve if row["perplexity"] <= target), np.nan)


def pairs(file: Path, number: int, minutes: float) -> Iterator[dict[str, float]]:
    """Yield, for alternating runs, the seconds to the perplexity tomotopy has at its last sweep."""
    for pair in range(number):
        order = ("textmine", "tomotopy") if pair % 2 == 0 else ("tomotopy", "textmine")
        curves = {system: curve_of(system, file, minutes) for system in order}
        last = curves["tomotopy"][-1]
        ours, processor = (time_to(curves["textmine"], last["perplexity"], clock) for clock in ("seconds", "processor"))
        yield {"pair": pair + 1, "perplexity": last["perplexity"], "tomotopy": last["seconds"], "textmine": ours,
               "ratio": last["seconds"] / ours, "ratio of processor time": last["processor"] / processor}


def slow_peers(file: Path, minutes: float) -> Iterator[dict[str, object]]:
    """Yield the best perplexity of each slow peer, its time, and the time of ours to the same."""
    ours = curve_of("textmine", file, minutes)
    for system in ("gensim", "sklearn"):
        best = min(curve_of(system, file, minutes), key=lambda row: row["perplexity"])
        seconds = time_to(ours, best["perplexity"])
        yield {"system": system, "best perplexity": best["perplexity"], "seconds": best["seconds"],
               "textmine": seconds, "ratio": best["seconds"] / seconds}


def main(argv: list[str] | None = None) -> int:
    """Print every curve, and the ratios of time to the same perplexity."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--slow", action="store_true", help="gensim and scikit-learn too")
    parser.add_argument("--minutes", type=float, default=15, help="training of one system, to the end of a step")
    parser.add_argument("--passages", type=Path, help="passages prepared before (.npz), in place of DIR")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.system:
        passages = Passages.load(options.passages)
        clock = Clock(passages, options.minutes * 60)
        SYSTEMS[options.system](passages, clock)
        print(json.dumps(clock.curve))
        return 0
    missing = [name for name in ("tomotopy", *(("gensim",) if options.slow else ())) if not find_spec(name)]
    if missing:
        parser.error(f"not installed: {', '.join(missing)}; install with: {sys.executable} -m pip install "
                     f"{' '.join(missing)}")
    if not options.data and not options.passages:
        parser.error("give --data DIR, or --passages FILE")
    with tempfile.TemporaryDirectory() as scratch:
        file = options.passages or Path(scratch) / "passages.npz"
        if not options.passages:
            prepare(options.data).save(file)
        rows = pd.DataFrame(pairs(file, options.pairs, options.minutes))
        if len(rows):
            print(f"{rows.round(2).to_string(index=False)}\nmedian ratio {rows['ratio'].median():.2f}, "
                  f"of processor time {rows['ratio of processor time'].median():.2f}")
        if options.slow:
            print(pd.DataFrame(slow_peers(file, options.minutes)).round(2).to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
