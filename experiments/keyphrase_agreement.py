"""How far do methods agree on the keyphrases of each article?"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import average, leaves_list, optimal_leaf_ordering
from scipy.spatial.distance import squareform

import textmine as tm
from experiments.keyphrases_by_article import stop_words
from experiments.study import SEED, Study
from textmine.extraction.extractors.methods import METHODS
from textmine.plots.agreement import agreement_matrix
from textmine.plots.style import DOUBLE, MM, style

TOP_N = 10
EVERY = 1_000_000
"""All candidates, so that agreement knows what chance could have taken."""


def main(study: Study) -> None:
    methods = [name for name, method in METHODS.items() if None not in method.options.values()]
    found = pd.concat([tm.keyphrases(study.all_tokens, by=study.by, method=name, top_n=EVERY,
                                     stop_words=stop_words(study)) for name in methods])
    everything = tm.keyphrase_agreement(found, top_n=TOP_N, language=study.corpus.language, random_state=SEED)
    table = everything[everything["group"].isna()].drop(columns=["group", "note"])
    with style():
        figure, ax = plt.subplots(figsize=(DOUBLE, (len(methods) * 7 + 24) * MM))
        agreement_matrix(table, methods=neighbours(table, methods), ax=ax)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Cohen's kappa of the first {TOP_N} phrases of every two methods, mean of the groups: 0 is what "
                    "random lists from the candidates of a text would share, 1 the same phrases. Bold: the 95% "
                    "interval over groups lies above 0 (limits in the table; few groups give wide ones). Methods "
                    "that agree stand beside each other. Each reads the candidates of its own source, with the "
                    "settings of its paper; agreement says nothing about which is right.",
            alt_text="A triangular table of the agreement of every two methods.",
            methods=methods, top_n=TOP_N, random_state=SEED,
        )


def neighbours(table: pd.DataFrame, methods: list[str]) -> list[str]:
    """Return the methods in an order that puts those that agree beside each other."""
    place = {name: i for i, name in enumerate(methods)}
    apart = np.zeros((len(methods), len(methods)))
    agreement = table["agreement"].to_numpy(float, na_value=0)
    for one, other, value in zip(table["method_a"], table["method_b"], agreement, strict=True):
        apart[place[one], place[other]] = apart[place[other], place[one]] = 1 - value
    distances = squareform(apart)
    return [methods[i] for i in leaves_list(optimal_leaf_ordering(average(distances), distances))]


if __name__ == "__main__":
    main(Study.of_seeds())
