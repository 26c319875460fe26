"""Which topics does each article stress?"""

import matplotlib.pyplot as plt

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.style import DOUBLE, MM, style
from textmine.plots.themes import dodged_dots, heat_map

LEVEL = 0.95


def main(study: Study) -> None:
    draws = tm.emphasis_draws(study.model, study.topic_table, by=study.by, random_state=SEED)
    table, pairs = draws.to_frame(LEVEL), draws.differences(LEVEL)
    tested = tm.emphasis_test(study.blind_model, study.topic_table, by=study.by, random_state=SEED)
    matrix = table.pivot(index="topic", columns="group", values="prevalence")[list(study.groups)].astype(float)
    matrix = matrix.loc[topic_order(matrix)]
    apart = int(((pairs["low"] > 0) | (pairs["high"] < 0)).sum())
    significant = int((tested["p_max"] <= 0.05).sum())
    row_height = max(9, 2.6 * len(study.groups)) * MM
    with style():
        figure, (left, right) = plt.subplots(
            1, 2, figsize=(DOUBLE, len(matrix) * row_height + 18 * MM), width_ratios=(1, 1.2))
        heat_map(matrix.rename(index=study.topic_names), names=study.names, ax=left)
        left.set_title("a  Prevalence, %")
        dodged_dots(table, list(matrix.index), "topic", "prevalence", "prevalence_low", "prevalence_high",
                    groups=study.groups, names=study.names, ax=right)
        right.set_title("b  The same with 95 % intervals, %")
        right.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, borderaxespad=0.3, handletextpad=0.3)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Prevalence of {study.n_topics} topics in the population that the {draws.unit}s of each group "
                    "stand for: posterior means and 95 % intervals of a compound LDA, the uncertainty of "
                    "the topics included. (a) Columns sum to 100. (b) Each group by itself; for two of them, "
                    f"{apart} of {len(pairs)} differences have an interval that leaves out 0. With topics that saw no "
                    f"groups, exchanging {draws.unit}s finds {significant} of {len(tested)} differences at p ≤ .05, "
                    "adjusted for all of them.",
            alt_text="A shaded table of topics by groups, and beside it dots with intervals in the same rows.",
            n_components=study.n_topics, random_state=SEED, confidence_level=LEVEL,
        )


def topic_order(matrix):
    """Return topics so that those of the first group come first, then those of the second, and so on."""
    leader = matrix.to_numpy().argmax(axis=1)
    strength = -matrix.to_numpy().max(axis=1).round(9)
    return [topic for _, _, topic in sorted(zip(leader, strength, matrix.index, strict=True))]


if __name__ == "__main__":
    main(Study.of_seeds())
