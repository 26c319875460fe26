"""Which words set each article apart from the others?"""

import numpy as np
import pandas as pd

import textmine as tm
from experiments.study import Study
from textmine.plots.keywords import ratio_dots
from textmine.plots.panels import grid
from textmine.plots.style import look, style

N_TERMS = 10
MAX_Q = 0.05
LEVEL = 0.95
WIDEST = (-1.0, 7.0)


def main(study: Study) -> None:
    everything = tm.keyness(study.table, by=study.by, confidence_level=LEVEL)
    table = pd.concat([rows[rows["statistic"] > 0].head(N_TERMS)
                       for _, rows in everything.groupby("group", sort=False)])
    with style():
        figure, axes = grid([study.names[group] for group in study.groups], n_rows_in_panel=N_TERMS, n_columns=3,
                            share_y=False)
        limits = WIDEST[0], float(np.clip(np.ceil(table["log_ratio_adjusted"].max()) + 1, 2, WIDEST[1]))
        for ax, group in zip(axes, study.groups, strict=True):
            rows = table[table["group"] == group]
            notes = [f"{row.count_target:g} v {row.count_reference:g}, q {p_text(row.q_value)}"
                     for row in rows.itertuples()]
            ratio_dots(rows, colour=look(study.groups)[group][0], filled=(rows["q_value"] < MAX_Q).tolist(),
                       notes=notes, limits=limits, n_lines=N_TERMS, ax=ax)
        figure.supxlabel("how many times as frequent here as elsewhere", fontsize=7)
        unit, found = everything["unit"].iloc[0], everything["q_value"] < MAX_Q
        n_more, n_less = (int((found & (everything["statistic"] * side > 0)).sum()) for side in (1, -1))
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"The {N_TERMS} words with the best evidence of being more frequent in one group than in the "
                    f"others, which weigh alike: ratio of rates, size factor taken out, with {LEVEL:.0%} interval; an "
                    f"arrow goes on, a word without a dot occurs nowhere else. At the right its count here v "
                    f"elsewhere, and the false discovery rate q of a moderated test with {unit}s as observations. "
                    f"Bold and filled: q below {MAX_Q:g}. Of {len(everything):,} pairs of word and group {n_more} are "
                    f"so over-used and {n_less} under-used; all others may be chance.",
            alt_text="One panel for each group with dots and intervals for its most distinctive words.",
            confidence_level=LEVEL, max_q=MAX_Q, n_terms=N_TERMS,
        )


def p_text(p: float) -> str:
    """Return p or q as papers print it."""
    return "< .001" if p < 0.001 else f"{p:.3f}".lstrip("0") if p < 0.1 else f"{p:.2f}".lstrip("0")


if __name__ == "__main__":
    main(Study.of_seeds())
