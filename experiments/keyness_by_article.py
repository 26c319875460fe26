"""Which words set each article apart from the others?"""

import pandas as pd

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.keywords import ranked_bars
from textmine.plots.panels import grid
from textmine.plots.style import look, style

N_TERMS = 10
N_PERMUTATIONS = 49_999
MAX_Q = 0.05


def main(study: Study) -> None:
    everything = tm.keyness(study.table, by=study.by, n_permutations=N_PERMUTATIONS, random_state=SEED)
    table = pd.concat([rows[rows["statistic"] > 0].head(N_TERMS)
                       for _, rows in everything.groupby("group", sort=False)])
    with style():
        figure, axes = grid([study.names[group] for group in study.groups], n_rows_in_panel=N_TERMS, n_columns=3,
                            share_y=False)
        for ax, group in zip(axes, study.groups, strict=True):
            rows = table[table["group"] == group]
            notes = [f"{row.count_target:g} v {row.count_reference:g}, p {p_text(row.p_value)}"
                     for row in rows.itertuples()]
            ranked_bars(rows["term"].tolist(), rows["statistic"].tolist(), colour=look(study.groups)[group][0],
                        filled=(rows["q_value"] < MAX_Q).tolist(), notes=notes, n_lines=N_TERMS, ax=ax)
        axes[0].set_xlim(0, 1.6 * table["statistic"].max())
        figure.supxlabel("G²: evidence that the word is more frequent here", fontsize=7)
        unit, found = everything["unit"].iloc[0], everything["q_value"] < MAX_Q
        n_more, n_less = (int((found & (everything["statistic"] * side > 0)).sum()) for side in (1, -1))
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Words more frequent in one group than in all others together, ranked by G². Behind each bar its "
                    f"count here v elsewhere, and p from {N_PERMUTATIONS:,} exchanges of {unit}s between groups. "
                    f"Filled: false discovery rate below {MAX_Q:.0%}; outlines rank high but may be chance. Of "
                    f"{len(everything):,} pairs of word and group {n_more} are so over-used and {n_less} under-used. "
                    "No interval of the effect yet.",
            alt_text="One panel for each group with bars for its most distinctive words.",
            n_permutations=N_PERMUTATIONS, random_state=SEED, max_q=MAX_Q, n_terms=N_TERMS,
        )


def p_text(p: float) -> str:
    """Return p as papers print it."""
    return "< .001" if p < 0.001 else f"{p:.3f}".lstrip("0") if p < 0.1 else f"{p:.2f}".lstrip("0")


if __name__ == "__main__":
    main(Study.of_seeds())
