"""How similar are the articles in what they speak of?"""

import matplotlib.pyplot as plt

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.proximity import similarity_matrix
from textmine.plots.similarities import similarity_intervals
from textmine.plots.style import DOUBLE, MM, style

MOST_PAIRS = 30
OTHERS = (("cosine", "log_entropy"), ("cosine", "tf_idf"), ("jensen_shannon", "count"), ("jaccard", "binary"))


def main(study: Study) -> None:
    found = tm.document_similarity(study.table, study.by, random_state=SEED)
    table = found.to_frame()
    for metric, weight in OTHERS:
        other = tm.document_similarity(study.table, study.by, metric=metric, weight=weight, n_permutations=0)
        table[f"{metric}_{weight}"] = other.to_frame()["similarity"]
    rows = table.sort_values("corrected", ascending=False).head(MOST_PAIRS)
    with style():
        figure, (left, right) = plt.subplots(1, 2, figsize=(DOUBLE, max(85, 22 + 4 * len(rows)) * MM))
        similarity_matrix(found.to_matrix("corrected").clip(upper=1), names=study.names, ax=left)
        left.set_title("a  Similarity of the populations")
        similarity_intervals(rows, names=study.names, ax=right)
        right.set_title("b  The same with intervals, against chance")
        right.set_xlabel("similarity")
        figure.legend(loc="outside lower right", ncols=3, frameon=False)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption="(a) Cosine of content words under log-entropy weights, corrected for the chance that comes "
                    "with few words; 1: nothing tells the two apart. (b) Filled: the corrected similarity, with its "
                    "95 % interval (jackknife over passages); hollow: of the texts as they are; grey: where 95 % of "
                    "random halves of the passages of both lie. Compare it with the hollow circles: left of the bar, "
                    "the two speak of more different things than halves of one text do. The table adds other measures.",
            alt_text="A triangular table of similarities, and for each pair a point with its interval by a grey bar.",
            n_permutations=999, seed=SEED, metrics=[f"{metric} {weight}" for metric, weight in OTHERS],
        )


if __name__ == "__main__":
    main(Study.of_seeds())
