"""Which passages do the articles share?"""

from pathlib import Path

import matplotlib.pyplot as plt

import textmine as tm
from experiments.study import Study, digest
from textmine.plots.reuse import dot_plot, share_bars
from textmine.plots.style import DOUBLE, MM, short_names, style
from textmine.study.provenance import write_whole

MOST_ARTICLES = 30
MOST_ROWS = 200


def main(study: Study) -> None:
    shared = tm.shared_passages(study.all_tokens)
    table, shares = shared.to_frame().head(MOST_ROWS), shared.shares()
    page = shared.to_html()
    study.output.mkdir(parents=True, exist_ok=True)
    write_whole(study.output / f"{Path(__file__).stem}.html", page.encode("utf-8"))
    shares = shares.sort_values(["n_shared", "article"], ascending=[False, True]).head(MOST_ARTICLES)
    shown = sorted(shares["article"])
    names = short_names(shown)
    lengths = {name: len(study.corpus.source(name)) for name in shown}
    rows = shared.to_frame(quote=False)
    with style():
        figure, (left, right) = plt.subplots(1, 2, figsize=(DOUBLE, 88 * MM), width_ratios=(1.25, 1))
        dot_plot(rows[rows["article"].isin(shown) & rows["other"].isin(shown)], lengths, names=names, ax=left)
        left.set_title("a  Where shared passages stand")
        share_bars(shares, order=shown, names=names, ax=right)
        right.set_title("b  How much of each article they are")
        best = table.head(1)
        study.finish(
            figure, table.drop(columns=["text", "other_text"]), __file__, question=__doc__,
            caption=f"(a) Every shared passage, drawn from its start to its end in both articles; {said(shared)}. (b) "
                    "Words in a passage, each counted once. Verbatim: at least 80 % of the words in common; else "
                    "paraphrase, as in two translations of one source. By chance .05 passages are expected of each. "
                    + (f"The first is {best['n_words'].iloc[0]} words long. " if len(best) else "")
                    + "Shared is not the same as copied: nothing is said about who wrote first. The page of the same "
                      "name (HTML) has both texts of each passage side by side.",
            alt_text="A map in which each pair of articles has a cell with lines for shared passages, and bars.",
            page=digest(page),
        )


def said(shared: tm.SharedPassages) -> str:
    """Return how many passages there are of each kind."""
    counts = shared.to_frame(quote=False)["kind"].value_counts()
    parts = [f"{counts[kind]:,} {kind}" for kind in ("duplicate", "verbatim", "paraphrase") if kind in counts]
    return ", ".join(parts) or "there are none"


if __name__ == "__main__":
    main(Study.of_seeds())
