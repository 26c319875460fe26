"""Which topics come back?"""

import matplotlib.pyplot as plt

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.selection import stability_dots
from textmine.plots.style import DOUBLE, MM, style


def main(study: Study) -> None:
    table = tm.topic_stability(study.model, study.topic_table, random_state=SEED)
    table.insert(1, "label", [study.topic_names[topic].replace("\n", " ") for topic in table["topic"]])
    flagged = table.loc[table["flag"] != "", "topic"].tolist()
    with style():
        figure, ax = plt.subplots(figsize=(DOUBLE, (len(table) * 8 + 16) * MM))
        stability_dots(table, ax=ax)
        ax.set_yticks(ax.get_yticks(), [study.topic_names[topic] for topic in table["topic"]])
        study.finish(
            figure, table, __file__, question=__doc__,
            caption="Agreement of the ten top terms of each topic with those of the topic matched to it, when other "
                    "passages are left out and other seeds are used (average Jaccard, Greene et al. 2014; 1: the same "
                    "terms in the same order), beside what shuffled text gives. "
                    + (f"Hollow, not reproducible: topic {', '.join(map(str, flagged))}." if flagged else
                       "Every topic comes back more often than topics of shuffled text, in which there is nothing to "
                       "find.")
                    + " That other runs find a topic again (figure topic_terms) says less: they read the same "
                    "passages, while here a part of them is left out.",
            alt_text="A dot with a line for each topic, and a band for shuffled text.",
            n_components=study.n_topics, random_state=SEED,
        )


if __name__ == "__main__":
    main(Study.of_seeds())
