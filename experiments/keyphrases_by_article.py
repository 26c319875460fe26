"""Which phrases tell what each article is about, and what it says that the others do not?"""

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

import textmine as tm
from experiments.keyness_by_article import p_text
from experiments.study import Study
from textmine.corpus.schemas import is_english
from textmine.plots.keywords import ranked_bars, ratio_dots
from textmine.plots.panels import ROW_HEIGHT
from textmine.plots.style import DOUBLE, MM, look, style

METHOD = "salience"
TOP_N = 8
MAX_Q = 0.05
WIDEST = (-3.0, 7.0)
LONGEST = 34


def main(study: Study) -> None:
    asked = {"method": METHOD, "top_n": TOP_N, "stop_words": stop_words(study)}
    salient = tm.keyphrases(study.all_tokens, by=study.by, **asked)
    contrastive = tm.keyphrases(study.all_tokens, contrast=study.by, **asked)
    table = pd.concat([salient.assign(list="salient"), contrastive.assign(list="contrastive")]).drop(columns="offsets")
    colours = look(study.groups)
    with style():
        height = len(study.groups) * (TOP_N * ROW_HEIGHT + 9 * MM) + 6 * MM
        figure, axes = plt.subplots(len(study.groups), 2, figsize=(DOUBLE, height), squeeze=False)
        for (left, right), group in zip(axes, study.groups, strict=True):
            draw_salient(left, salient[salient["group"] == group], colours[group][0])
            draw_contrastive(right, contrastive[contrastive["group"] == group], colours[group][0])
            left.set_title(f"{study.names[group]}  is about")
            right.set_title(f"{study.names[group]}  more than the others")
        axes[-1][0].set_xlabel("salience, to scale within a panel")
        axes[-1][1].set_xlabel("how many times as frequent here as elsewhere")
        found, shared = contrastive["q_value"] < MAX_Q, [n_shared(salient), n_shared(contrastive)]
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Left: the {TOP_N} phrases of highest salience, with how often they stand in how many passages; a "
                    "description without interval. Right: salience weighted by the evidence that a phrase is more "
                    "frequent here than in the other groups, which weigh alike (salience × (1 - q)): ratio of rates, "
                    "size factor taken out, with 95% interval; an arrow goes on, a phrase without a dot occurs nowhere "
                    "else. At the right its count and the false discovery rate q of a moderated test of passages or "
                    f"articles; bold and filled: q below {MAX_Q:g}, {int(found.sum())} of {len(found)}. Of the phrases "
                    f"at the left {shared[0]} stand in several panels, at the right {shared[1]}.",
            alt_text="For each group a panel with bars for its most salient phrases, and one with dots and intervals "
                     "for the phrases that set it apart.",
            method=METHOD, top_n=TOP_N, max_q=MAX_Q,
        )


def stop_words(study: Study) -> tuple[str, ...] | None:
    """Return the stop words of the language, which are known for English alone; elsewhere none."""
    return None if is_english(study.corpus.language) else ()


def draw_salient(ax: plt.Axes, rows: pd.DataFrame, colour: str) -> None:
    notes = [f"{count} × in {documents} passage" + "s" * (documents != 1)
             for count, documents in rows[["count", "documents"]].to_numpy(int).tolist()]
    ranked_bars(list(map(shortened, rows["phrase"])), rows["score"].tolist(), colour=colour, notes=notes, n_lines=TOP_N,
                ax=ax)
    ax.set_xlim(0, 1.5 * max(rows["score"].max(), 1e-9) if len(rows) else 1)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)


def draw_contrastive(ax: plt.Axes, rows: pd.DataFrame, colour: str) -> None:
    notes = [f"{count} ×" + ("" if np.isnan(q) else f", q {p_text(q)}")
             for count, q in zip(rows["count"], rows["q_value"].to_numpy(float), strict=True)]
    lines = rows.rename(columns={"log_ratio": "log_ratio_adjusted"}).assign(term=list(map(shortened, rows["phrase"])))
    ratio_dots(lines, colour=colour, filled=(rows["q_value"] < MAX_Q).tolist(), notes=notes, limits=WIDEST,
               n_lines=TOP_N, ax=ax)


def n_shared(table: pd.DataFrame) -> int:
    """Return how many phrases are in the lists of several groups."""
    return int((table.groupby(table["phrase"].str.lower())["group"].nunique() > 1).sum())


def shortened(phrase: str) -> str:
    """Return a phrase that fits beside a panel."""
    return phrase if len(phrase) <= LONGEST else phrase[:LONGEST - 1] + "…"


if __name__ == "__main__":
    main(Study.of_seeds())
