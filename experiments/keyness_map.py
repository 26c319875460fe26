"""How large is the difference in the use of each word, and how good is the evidence?"""

import numpy as np
import pandas as pd

import textmine as tm
from experiments.study import Study
from textmine.plots.keywords import evidence_map, label_evidence
from textmine.plots.panels import grid
from textmine.plots.style import look, style

N_LINES = 11
NAMED_P = 0.01
MAX_Q = 0.05
WIDEST = 6.0


def main(study: Study) -> None:
    everything = tm.keyness(study.table, by=study.by)
    table = pd.DataFrame({
        "group": everything["group"], "term": everything["term"],
        "ratio": everything["log_ratio_smoothed"] - np.log2(everything["size_factor"]),
        "count": everything["count_target"] + everything["count_reference"],
        "p_value": everything["p_value"].astype(float), "q_value": everything["q_value"].astype(float)}).dropna()
    limit = float(np.clip(np.ceil(table["ratio"].abs().max()), 2, WIDEST))
    limits = -limit, limit
    with style():
        figure, axes = grid([study.names[group] for group in study.groups], n_rows_in_panel=N_LINES, n_columns=3)
        highest = 1.12 * float(-np.log10(table["p_value"].min()))
        panels = [(ax, table[table["group"] == group].sort_values("p_value", kind="stable"))
                  for ax, group in zip(axes, study.groups, strict=True)]
        for (ax, rows), group in zip(panels, study.groups, strict=True):
            evidence_map(rows, colour=look(study.groups)[group][0], filled=(rows["q_value"] < MAX_Q).tolist(),
                         limits=limits, highest=highest, ax=ax)
        figure.supxlabel("how many times as frequent here as elsewhere", fontsize=7)
        figure.supylabel("evidence, −log10 p", fontsize=7)
        figure.canvas.draw()
        left_out = sum(label_evidence(ax, rows, (rows["p_value"] < NAMED_P).tolist(), limits) for ax, rows in panels)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Every word of {len(table) // len(study.groups):,} in each group: the ratio of its rates here and "
                    f"in all others together, half an occurrence added, size factor taken out; and p of a moderated "
                    f"test with {everything['unit'].iloc[0]}s as observations. Larger dots are more frequent words; "
                    f"coloured: false discovery rate below {MAX_Q:g}. Ratios beyond {2**limit:g} are drawn at the "
                    f"edge. Named are words with p below {NAMED_P:g}, as far as there is room: {left_out} are left "
                    "out. Far out but low are rare words, which a single text can make.",
            alt_text="One panel for each group, a dot for each word, larger differences further out and better "
                     "evidence higher up.",
            max_q=MAX_Q, named_p=NAMED_P,
        )


if __name__ == "__main__":
    main(Study.of_seeds())
