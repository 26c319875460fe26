"""What is each topic about?"""

from experiments.study import SEED, Study
from textmine.plots.keywords import ranked_bars
from textmine.plots.panels import grid
from textmine.plots.style import COLOURS, style

N_TERMS = 10


def main(study: Study) -> None:
    table = study.model.top_terms(N_TERMS, rank_by="relevance").drop(columns=["rank", "score"])
    table = table.sort_values(["topic", "probability"], ascending=[True, False], kind="stable", ignore_index=True)
    topics = sorted(table["topic"].unique())
    with style():
        titles = [f"{study.topic_names[topic]}\n{study.model.prevalence_[topic - 1]:.0%}, "
                  f"found again {study.model.stability_[topic - 1]:.2f}" for topic in topics]
        figure, axes = grid(titles, n_rows_in_panel=N_TERMS, n_columns=3, share_y=False)
        for ax, topic in zip(axes, topics, strict=True):
            rows = table[table["topic"] == topic]
            ranked_bars(rows["term"].tolist(), rows["probability"].tolist(), colour=COLOURS[0], ax=ax)
        figure.supxlabel("probability of the term in the topic", fontsize=7)
        study.finish(
            figure, table.assign(stability=study.model.stability_[table["topic"] - 1]), __file__, question=__doc__,
            caption=f"The {N_TERMS} most relevant terms of each topic (Sievert & Shirley 2014) of a compound LDA with "
                    f"K = {study.n_topics}; above, its phrases, its share of all tokens, and how alike it is in other "
                    "runs (1: the same). Another K gives other topics.",
            alt_text="One panel for each topic with bars for its most relevant terms.",
            n_components=study.n_topics, random_state=SEED, n_terms=N_TERMS, rank_by="relevance",
        )


if __name__ == "__main__":
    main(Study.of_seeds())
