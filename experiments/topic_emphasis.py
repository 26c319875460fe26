"""Which topics does each article stress?"""

import matplotlib.pyplot as plt

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.style import DOUBLE, MM, style
from textmine.plots.themes import dodged_dots, heat_map


def main(study: Study) -> None:
    table = tm.emphasis(study.model, study.topic_table, by=study.by)
    matrix = table.pivot(index="topic", columns="group", values="share")[list(study.groups)].astype(float)
    matrix = matrix.loc[topic_order(matrix)]
    row_height = max(9, 2.6 * len(study.groups)) * MM
    with style():
        figure, (left, right) = plt.subplots(
            1, 2, figsize=(DOUBLE, len(matrix) * row_height + 18 * MM), width_ratios=(1, 1.2))
        heat_map(matrix.rename(index=study.topic_names), names=study.names, ax=left)
        left.set_title("a  Share of tokens, %")
        dodged_dots(table, list(matrix.index), "topic", "share", "low", "high", groups=study.groups,
                    names=study.names, ax=right)
        right.set_title("b  The same with 95 % intervals, %")
        right.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, borderaxespad=0.3, handletextpad=0.3)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Topics of an LDA with K = {study.n_topics}, named by their most probable terms; words of more "
                    f"than half of the passages are left out. (a) Each column sums to 100. (b) Intervals over "
                    f"{table['unit'].iloc[0]}s hold the topics fixed and are provisional: the uncertainty of the "
                    "topics is not in them.",
            alt_text="A shaded table of topics by groups, and beside it dots with intervals in the same rows.",
            n_components=study.n_topics, random_state=SEED, confidence_level=0.95, interval="score",
        )


def topic_order(matrix):
    """Return topics so that those of the first group come first, then those of the second, and so on."""
    leader = matrix.to_numpy().argmax(axis=1)
    strength = -matrix.to_numpy().max(axis=1).round(9)
    return [topic for _, _, topic in sorted(zip(leader, strength, matrix.index, strict=True))]


if __name__ == "__main__":
    main(Study.of_seeds())
