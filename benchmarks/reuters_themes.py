"""Are the published themes of the 395 Reuters articles found again?

Twenty topics; five of them have been printed with their terms.  A theme counts as found in a topic whose ten most
probable terms hold at least half of those printed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

import textmine as tm

THEMES = ("charles prince diana royal king queen parker bowles", "mother teresa heart calcutta charity nun hospital",
          "yeltsin russian russia president kremlin moscow", "pope vatican paul john surgery hospital pontiff",
          "elvis king fans presley life concert")


def read(folder: Path) -> tm.DocTerm:
    """Return the table of counts in the format of lda-c."""
    terms = (folder / "reuters.tokens").read_text(encoding="utf-8").splitlines()
    titles = (folder / "reuters.titles").read_text(encoding="utf-8").splitlines()
    cells = [line.split()[1:] for line in (folder / "reuters.ldac").read_text().splitlines()]
    rows = np.repeat(np.arange(len(cells)), [len(each) for each in cells])
    columns, counts = np.array([cell.split(":") for each in cells for cell in each], dtype=int).T
    table = sparse.csr_matrix((counts, (rows, columns)), shape=(len(cells), len(terms)))
    return tm.DocTerm.from_counts(table, terms, [f"{i:03} {title}" for i, title in enumerate(titles)])


def main() -> int:
    """Print the best topic of each theme for several seeds; fail if one is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    table, found = read(arguments.data / "lda_reuters395"), []
    for seed in range(arguments.seeds):
        top = tm.LDA(20, max_iter=1_500, random_state=seed).fit(table).top_terms(10)
        lists = top.groupby("topic")["term"].agg(list)
        for theme in THEMES:
            shared = lists.map(lambda terms, words=set(theme.split()): len(words & set(terms)))
            topic = int(shared.idxmax())
            found.append((seed, theme, shared[topic], shared[topic] >= len(theme.split()) / 2, " ".join(lists[topic])))
    frame = pd.DataFrame(found, columns=["seed", "theme", "shared", "found", "topic"])
    print(frame.to_string(index=False))
    return 0 if frame["found"].all() else 1


if __name__ == "__main__":
    sys.exit(main())
