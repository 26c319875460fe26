"""How similar are the articles in what they speak of?"""

import matplotlib.pyplot as plt
import pandas as pd

import textmine as tm
from experiments.study import Study
from textmine.plots.proximity import similarity_map, similarity_matrix
from textmine.plots.style import DOUBLE, MM, style

MOST_POINTS = 2_000
METRICS = (("cosine", "log_entropy"), ("cosine", "tf_idf"), ("jensen_shannon", "count"))


def main(study: Study) -> None:
    results = [tm.document_similarity(study.table, by=study.by, metric=metric, weight=weight)
               for metric, weight in METRICS]
    table = results[0].to_frame()[["document", "other"]]
    for result in results:
        table[f"{result.metric}_{result.weight}"] = result.to_frame()["similarity"]
    points, explained, what = article_map(study)
    with style():
        figure, (left, right) = plt.subplots(1, 2, figsize=(DOUBLE, 85 * MM))
        similarity_matrix(results[0].to_matrix(), names=study.names, ax=left)
        left.set_title("a  Cosine, log-entropy weights")
        similarity_map(points, groups=study.groups, names=study.names, ax=right)
        right.set_title(f"b  Map of the {what} ({explained:.0%} of the differences kept)")
        study.finish(
            figure, table, __file__, question=__doc__,
            caption="(a) Cosine of the counts of content words under log-entropy weights, 1 for equal profiles. (b) "
                    f"Classical scaling of 1 - cosine of the {what}: near means similar. Plug-in values without "
                    "intervals; they grow with the length of the texts. The table adds two other measures.",
            alt_text="A triangular table of similarities, and a map with one point for each group.",
            metrics=[f"{metric} {weight}" for metric, weight in METRICS],
        )


def article_map(study: Study) -> tuple[pd.DataFrame, float, str]:
    """Return the articles as points with their groups, or the groups if there are too many articles."""
    by = "article" if study.corpus.articles.num_rows <= MOST_POINTS else study.by
    similarity = tm.document_similarity(study.table, by=by, metric=METRICS[0][0], weight=METRICS[0][1])
    points, explained = similarity.to_map()
    if by == study.by:
        return points.rename(columns={"document": "group"}), explained, "articles" if by == "article" else "groups"
    documents = study.corpus.documents
    group_of = dict(zip(documents["article"].to_pylist(), map(str, documents[study.by].to_pylist()), strict=True))
    return points.assign(group=points["document"].map(group_of)), explained, "articles"


if __name__ == "__main__":
    main(Study.of_seeds())
