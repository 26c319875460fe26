"""In what are the articles alike?"""

import pandas as pd

import textmine as tm
from experiments.study import Study
from experiments.word_shift import share_text
from textmine.plots.highlighted import text_width
from textmine.plots.panels import grid
from textmine.plots.similarities import reason_bars
from textmine.plots.style import COLOURS, DOUBLE, GREY, style

EACH = 5
TOP_N = 8
FREE = 34
"""Points of the width of a panel that no title takes: the number on its right, and what is between panels."""


def main(study: Study) -> None:
    pairs = tm.document_similarity(study.table, study.by, n_permutations=0).to_frame()
    pairs = pairs[pairs["similarity"] > 0].sort_values("similarity", ascending=False, kind="stable")
    n_all = len(pairs)
    if n_all > 2 * EACH:
        pairs = pd.concat([pairs.head(EACH), pairs.tail(EACH)])
    reasons = [why(study, pair.document, pair.other) for pair in pairs.itertuples()]
    table = pd.concat(reasons, ignore_index=True)
    colours = [COLOURS[1] if i >= EACH and n_all > 2 * EACH else COLOURS[0] for i in range(len(pairs))]
    chosen = (f"The {EACH} most similar (blue) and the {EACH} least similar (orange) of {n_all:,} pairs"
              if n_all > 2 * EACH else "All pairs, the most similar first" if n_all > 1 else "The pair")
    metric = str(table["metric"].iloc[0])
    soft = " A term adds also by related terms of the other text (in the table)." if table["related"].any() else ""
    listed = 1 - table.loc[table["kind"] == "rest", "share"]
    with style():
        room = DOUBLE * 72 / min(len(pairs), EACH) - FREE
        titles = [title(study.names[pair.document], study.names[pair.other], room) for pair in pairs.itertuples()]
        figure, axes = grid(titles, n_rows_in_panel=TOP_N + 1, n_columns=EACH, share_x=False, share_y=False)
        for ax, similarity in zip(axes, pairs["similarity"], strict=True):
            ax.set_title(f"{similarity:.2f}".removeprefix("0"), loc="right", color=GREY, weight="normal")
        figure.set_layout_engine("constrained", wspace=0.07)
        reason_bars(reasons, colours=colours, n_lines=TOP_N, axes=axes)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"{chosen}, with their {metric.replace('_', ' ')} similarity, of these texts as they are. Bars: "
                    f"the {TOP_N} terms that add most to it, in percent of it; all terms add up to 100. These "
                    f"hold {share_text(listed.min(), listed.max())}: texts are alike in many small things.{soft} "
                    "The table has counts and, for the first term of each pair, a sentence of both sides.",
            alt_text="A panel for each pair of texts with bars for the terms that add most to their similarity, and a "
                     "line with the share of all other terms.",
            top_n=TOP_N, metric=metric,
        )


def why(study: Study, document: str, other: str) -> pd.DataFrame:
    """Return the terms that add most to a similarity, with a sentence of each side for the first of them."""
    rows = tm.similarity_reasons(study.table, document, other, study.by, top_n=TOP_N)
    places = tm.similarity_evidence(study.tokens, rows.head(1), study.by, top_n=1)
    quotes = places.drop_duplicates("side").set_index("side")["sentence"].reindex(["document", "other"]).tolist()
    return rows.assign(sentence=pd.Series(quotes[:1]), other_sentence=pd.Series(quotes[1:]))


def title(name: str, other: str, room: float) -> str:
    """Return the names of a pair, in two lines where they are long."""
    one = f"{name} – {other}"
    return one if text_width(one, 7.5, "bold") <= room else f"{name} –\n{other}"


if __name__ == "__main__":
    main(Study.of_seeds())
