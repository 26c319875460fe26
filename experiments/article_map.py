"""Which articles belong together, and how sure is that?"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

import textmine as tm
from experiments.study import SEED, Study
from textmine.corpus.grouping import replication
from textmine.plots.proximity import similarity_map
from textmine.plots.style import DOUBLE, MM, style
from textmine.plots.tree import SUPPORTED, dendrogram
from textmine.proximity.resampled import LEAST_UNITS
from textmine.proximity.structure import SCALES

SETTING = {"n_resamples": 1_000, "random_state": SEED}
COVERAGE = 0.95
MOST_UNDEFINED = 0.01
"""Share of samples without a similarity up to which AU is trusted: they come with few units, and make it too high."""


def main(study: Study) -> None:
    table, few, unit = large_enough(study)
    what = "article" if study.by == "article" else "group"
    left_out = f" Left out, with fewer than {LEAST_UNITS} {unit}s: {', '.join(few)}." if few else ""
    with style():
        try:
            tree = tm.similarity_tree(table, study.by, **SETTING)
            points = tm.similarity_map(table, study.by, coverage=COVERAGE, **SETTING)
        except ValueError as reason:
            rows = pd.DataFrame({"note": [str(reason)]})
            caption = (f"A map and a tree need at least three {what}s, each of at least {LEAST_UNITS} {unit}s with "
                       "words in common.")
            figure = plt.figure(figsize=(DOUBLE, 12 * MM))
            figure.text(0.01, 0.5, caption, va="center")
        else:
            rows = pd.concat([points.assign(part="map"), tree.to_frame().assign(part="tree")], ignore_index=True)
            caption = explained(tree, points, what)
            figure = drawn(tree, points, study.names, what)
        study.finish(
            figure, rows, __file__, question=__doc__ if what == "article" else __doc__.replace("articles", "groups"),
            caption=caption + left_out,
            alt_text=f"Left, a map with a point and an ellipse for each {what}; right, a tree of the {what}s with two "
                     "numbers at each fork.",
            coverage=COVERAGE, **SETTING,
        )


def large_enough(study: Study) -> tuple[tm.DocTerm, list[str], str]:
    """Return the counts of groups with enough units, the names of the others, and what the units are."""
    table = study.table
    groups = table.grouping(study.by)
    units = replication(table.documents, groups)
    words = np.bincount(units.index, np.asarray(table.counts.sum(axis=1)).ravel()) > 0
    enough = np.bincount(units.group[words], minlength=len(groups.labels)) >= LEAST_UNITS
    few = [study.names[name] for name, kept in zip(groups.labels, enough, strict=True) if not kept]
    return table[np.flatnonzero(enough[groups.index])], few, units.unit


def drawn(tree: tm.SimilarityTree, points: pd.DataFrame, names: dict[str, str], what: str) -> Figure:
    """Return the figure; the map comes last, so that names stand where there is room."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(DOUBLE, 86 * MM), width_ratios=(1, 1.1))
    left.set_title(f"a  Where each {what} lies")
    right.set_title("b  What belongs together: AU | BP, %")
    dendrogram(tree, names=names, level=SUPPORTED if lost(tree) <= MOST_UNDEFINED else np.inf, ax=right)
    similarity_map(points, groups=tree.names, names=names, ax=left)
    return figure


def lost(tree: tm.SimilarityTree) -> float:
    """Return the share of samples in which some similarity was not defined."""
    return tree.n_undefined / (tree.n_resamples * len(SCALES))


def explained(tree: tm.SimilarityTree, points: pd.DataFrame, what: str) -> str:
    """Return what ellipses and numbers mean, and which clusters can be trusted."""
    known = tree.to_frame().iloc[:-1]
    n, best = int((known["au"] >= SUPPORTED).sum()), int(100 * known["au"].max())
    verdict = (f"Supported here: {n} of {len(known)} (black, with a dot)." if n else
               f"No cluster is supported here, the highest AU is {best}: other {tree.unit}s might well give another "
               "tree.")
    if lost(tree) > MOST_UNDEFINED:
        verdict = (f"Here no AU can be trusted, and none is marked: {lost(tree):.0%} of the samples had no similarity, "
                   f"as there are few {tree.unit}s, and that makes AU too high.")
    return (f"(a) {what.capitalize()}s lie near each other where their words are alike; the plane holds "
            f"{points['explained'].iloc[0]:.0%} of the differences. Each ellipse: where, with {COVERAGE:.0%} "
            f"confidence, the {what} would lie if it had many more {tree.unit}s of its kind; where ellipses overlap "
            "widely, the map tells nothing apart. (b) Average linkage of the same similarities. At each fork AU | BP, "
            f"in percent: BP is the share of samples of {tree.unit}s that show just this cluster, AU the same without "
            f"its bias; from AU {SUPPORTED:.0%} on a cluster is supported. {verdict}")


if __name__ == "__main__":
    main(Study.of_seeds())
